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
use super::layer::{Input, View, add_product, product};
use super::trace::LayerTrace;
use crate::math;
use crate::nn::Activation;

/// The slots.
pub(super) const R: usize = 0;
pub(super) const Z: usize = 1;
pub(super) const N: usize = 2;

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
            add_product(n, r, hn);
        } else {
            product(hn, r, h_before);
            math::pack([x.numbers(), hn], view.m, room);
            view.affine(gate, x, room, n);
        }
        Activation::Tanh.forward(n);
    }
    let [z, n] = [Z, N].map(|slot| &gates[slot][view.at(t)]);
    for (((h, z), n), h_before) in h.iter_mut().zip(z).zip(n).zip(h_before) {
        *h = (1.0 - z) * n + z * h_before;
    }
}

pub(super) fn backward(view: &View<'_>, t: usize, trace: &mut LayerTrace, room: &mut Vec<f64>) {
    let LayerTrace { gates, h, hn, d_z, d_h, d_hn, .. } = trace;
    let (h_before, hn, d_h) = (&h[view.at(t)], &hn[view.at(t)], &d_h[view.at(t)]);
    let [r, z, n] = [R, Z, N].map(|slot| &gates[slot][view.at(t)]);
    let [d_r, d_z, d_n] = &mut d_z[..] else { return };
    let (d_r, d_z, d_n) = (&mut d_r[view.at(t)], &mut d_z[view.at(t)], &mut d_n[view.at(t)]);
    let d_hn = &mut d_hn[view.at(t)];
    if view.live_gate(Z).is_some() {
        for (((d_z, d_h), h_before), n) in d_z.iter_mut().zip(d_h).zip(h_before).zip(n) {
            *d_z = d_h * (h_before - n);
        }
        Activation::Sigmoid.backward(&[], z, d_z);
    }
    // Without a candidate that is computed, the reset gate has nothing to act on: all stays 0.
    let Some(gate) = view.live_gate(N) else { return d_r.fill(0.0) };
    d_n.iter_mut().zip(d_h).zip(z).for_each(|((d_n, d_h), z)| *d_n = d_h * (1.0 - z));
    Activation::Tanh.backward(&[], n, d_n);
    if view.layer.cell == Cell::Gru {
        product(d_hn, d_n, r);
        product(d_r, d_n, hn);
    } else {
        view.recur_back(gate, d_n, d_hn, room);
        product(d_r, d_hn, h_before);
    }
    if view.live_gate(R).is_some() {
        Activation::Sigmoid.backward(&[], r, d_r);
    } else {
        d_r.fill(0.0);
    }
}
