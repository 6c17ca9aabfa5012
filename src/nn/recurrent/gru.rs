//! The gated recurrent unit (Cho et al. 2014), in the form of PyTorch's `GRU`:
//!
//! `r_t = sigmoid(W_hr h_{t-1} + W_xr x_t + b_r)`, `z_t` alike,
//!
//! `n_t = tanh(W_xn x_t + b_n + r_t * (W_hn h_{t-1} + b_hn))`, `h_t = (1 - z_t) * n_t + z_t * h_{t-1}`
//!
//! As first published, [`Cell::GruCho`], with `n_t = tanh(W_xn x_t + b_n + W_hn (r_t * h_{t-1}))`.
//! Backward, `dz_n` being the derivative by what goes into the tanh:
//!
//! `dz_t = dh_t * (h_{t-1} - n_t)`, `dn_t = dh_t * (1 - z_t)`, `dr_t = dz_n * (W_hn h_{t-1} + b_hn)`, for
//! Cho's `dr_t = (W_hn^T dz_n) * h_{t-1}`; `dh_{t-1} = z_t * dh_t` and what comes through the weights

use alloc::vec::Vec;

use super::Cell;
use super::layer::{Input, View};
use super::trace::{LayerTrace, Room};
use crate::math::{self, Pair, each};
use crate::nn::Activation;

/// The slots.
pub(super) const R: usize = 0;
pub(super) const Z: usize = 1;
pub(super) const N: usize = 2;
/// Among the slopes, what comes after the slots: `hn`.
pub(super) const HN: usize = 3;

pub(super) fn forward(view: &View<'_>, x: Input<'_>, t: usize, trace: &mut LayerTrace, room: &mut Vec<f64>) {
    let LayerTrace { gates, h, hn, .. } = trace;
    let (h_before, h) = h.split_at_mut(view.at(t + 1).start);
    let (h_before, h, hn) = (&h_before[view.at(t)], &mut h[..view.step()], &mut hn[view.at(t)]);
    math::pack([x.numbers(), h_before], view.m, room);
    for slot in [R, Z] {
        if let Some(gate) = view.live_gate(slot) {
            let a = &mut gates[slot][view.at(t)];
            view.affine(gate, x, room, a);
            Activation::Sigmoid.forward(a);
        }
    }
    if let Some(gate) = view.live_gate(N) {
        let [r, _, n] = &mut gates[..] else { return };
        let (r, n) = (&r[view.at(t)], &mut n[view.at(t)]);
        if view.layer.cell == Cell::Gru {
            view.input(gate, x, n);
            math::pack([h_before], view.m, room);
            view.start_hn(hn);
            view.recur(gate, room, hn);
            each([n], [r, hn], |[n], [r, hn]| [n + r * hn]);
        } else {
            each([hn], [r, h_before], |_, [r, h]| [r * h]);
            math::pack([x.numbers(), hn], view.m, room);
            view.affine(gate, x, room, n);
        }
        Activation::Tanh.forward(n);
    }
    let [z, n] = [Z, N].map(|slot| &gates[slot][view.at(t)]);
    each([h], [z, n, h_before], |_, [z, n, h_before]| [(1.0 - z) * n + z * h_before]);
}

pub(super) fn backward(view: &View<'_>, t: usize, trace: &LayerTrace, room: &mut Room) {
    let [h_before, hn, d_h] = [&trace.h, &trace.hn, &trace.d_h].map(|all| &all[view.at(t)]);
    let [r, z, n] = [R, Z, N].map(|slot| &trace.gates[slot][view.at(t)]);
    let Room { slopes, d_n, d_hn, rows, .. } = room;
    let sigmoid = |d: Pair, gate: Pair| d * (gate * (1.0 - gate));
    [&mut *d_n, &mut *d_hn].into_iter().for_each(|d| d.resize(view.step(), 0.0));
    each([d_n], [d_h, z, n], |_, [d_h, z, n]| [d_h * (1.0 - z) * (1.0 - n * n)]);
    if view.live_gate(N).is_none() {
        // Without a candidate that is computed, the reset gate has nothing to act on.
        d_n.fill(0.0);
    }
    // What the reset gate acts on, and what comes back to their product.
    let (on, d_product) = match view.live_gate(N) {
        Some(gate) if view.layer.cell == Cell::GruCho => {
            view.recur_back(gate, d_n, d_hn, rows);
            (h_before, &*d_hn)
        }
        _ => {
            each([d_hn], [d_n, r], |_, [d_n, r]| [d_n * r]);
            (hn, &*d_n)
        }
    };
    let x = [d_product, on, r, d_h, h_before, n, z, d_n, d_hn];
    slopes.each(R, [], x, |[], [d_product, on, r, d_h, h_before, n, z, d_n, d_hn]| {
        ([sigmoid(d_product * on, r), sigmoid(d_h * (h_before - n), z), d_n, d_hn], [])
    });
}
