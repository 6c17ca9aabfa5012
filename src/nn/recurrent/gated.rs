//! The gated cell that the thesis builds in stages, section 8 (Hochreiter and Schmidhuber 1997; forget
//! gate: Gers, Schmidhuber and Cummins 2000):
//!
//! `g_t = tanh(W_hh h_{t-1} + W_xh x_t + b_h)` (35),
//! `f_t = sigmoid(W_hf h_{t-1} + W_xf x_t + b_f)` (37), `i_t` (39) and `o_t` (41) alike,
//!
//! `c_t = f_t * c_{t-1} + i_t * g_t` (35), (38), (40), `h_t = o_t * tanh(c_t)` (36), (42)
//!
//! A gate that a stage lacks is 1. The thesis prints `o_t` for `i_t` in (40), which
//! [`Cell::LstmPrinted`] follows. Backward, with the derivatives by `h_t` and `c_t` being whole:
//!
//! `dc_t = f_{t+1} * dc_{t+1} + dh_t * o_t * (1 - tanh(c_t)^2)`,
//! `di_t = dc_t * g_t`, `df_t = dc_t * c_{t-1}`, `dg_t = dc_t * i_t`, `do_t = dh_t * tanh(c_t)`

use alloc::vec::Vec;

use super::Cell;
use super::layer::{Input, View};
use super::trace::LayerTrace;
use crate::math::{self, Pair, Slopes, each};
use crate::nn::Activation;

/// The slots.
const I: usize = 0;
pub(super) const F: usize = 1;
const G: usize = 2;
const O: usize = 3;

const ACTIVATIONS: [Activation; 4] =
    [Activation::Sigmoid, Activation::Sigmoid, Activation::Tanh, Activation::Sigmoid];

/// What lets the candidate into the memory.
fn inlet(cell: Cell) -> usize {
    if cell == Cell::LstmPrinted { O } else { I }
}

pub(super) fn forward(view: &View<'_>, x: Input<'_>, t: usize, trace: &mut LayerTrace, room: &mut Vec<f64>) {
    let LayerTrace { gates, h, c, d_c: tanh_c, .. } = trace;
    let ((h_before, h), (c_before, c)) =
        (h.split_at_mut(view.at(t + 1).start), c.split_at_mut(view.at(t + 1).start));
    let (h_before, h) = (&h_before[view.at(t)], &mut h[..view.step()]);
    let (c_before, c) = (&c_before[view.at(t)], &mut c[..view.step()]);
    math::pack([x.numbers(), h_before], view.m, room);
    for (slot, activation) in ACTIVATIONS.iter().enumerate() {
        if let Some(gate) = view.live_gate(slot) {
            let a = &mut gates[slot][view.at(t)];
            view.affine(gate, x, room, a);
            activation.forward(a);
        }
    }
    let gate = |slot: usize| &gates[slot][view.at(t)];
    let tanh_c = &mut tanh_c[view.at(t)];
    each(
        [c, tanh_c],
        [gate(F), c_before, gate(inlet(view.layer.cell)), gate(G)],
        |_, [f, c_before, i, g]| [f * c_before + i * g; 2],
    );
    Activation::Tanh.forward(tanh_c);
    each([h], [gate(O), tanh_c], |_, [o, tanh_c]| [o * tanh_c]);
}

/// The derivatives by what goes into the gates of step t. `memory` holds `tanh(c_t)` and what comes back to `c_t` from
/// the step after: they become `dc_t` and what goes on to the step before.
pub(super) fn backward(
    view: &View<'_>,
    t: usize,
    trace: &LayerTrace,
    memory: [&mut [f64]; 2],
    slopes: &mut Slopes,
) {
    let [i, f, g, o] = [I, F, G, O].map(|slot| &trace.gates[slot][view.at(t)]);
    let [c_before, d_h] = [&trace.c, &trace.d_h].map(|all| &all[view.at(t)]);
    let sigmoid = |d: Pair, gate: Pair| d * (gate * (1.0 - gate));
    let tanh = |d: Pair, gate: Pair| d * (1.0 - gate * gate);
    let whole = |back: Pair, d_h: Pair, o: Pair, tanh_c: Pair| back + d_h * o * (1.0 - tanh_c * tanh_c);
    if view.layer.cell == Cell::LstmPrinted {
        slopes.each(I, memory, [f, g, o, c_before, d_h], |[tanh_c, back], [f, g, o, c_before, d_h]| {
            let d_c = whole(back, d_h, o, tanh_c);
            let d_o = d_h * tanh_c + d_c * g;
            let slopes = [Pair::splat(0.0), sigmoid(d_c * c_before, f), tanh(d_c * o, g), sigmoid(d_o, o)];
            (slopes, [d_c, f * d_c])
        });
    } else {
        slopes.each(I, memory, [i, f, g, o, c_before, d_h], |[tanh_c, back], [i, f, g, o, c_before, d_h]| {
            let d_c = whole(back, d_h, o, tanh_c);
            let [d_i, d_f, d_g, d_o] = [d_c * g, d_c * c_before, d_c * i, d_h * tanh_c];
            ([sigmoid(d_i, i), sigmoid(d_f, f), tanh(d_g, g), sigmoid(d_o, o)], [d_c, f * d_c])
        });
    }
}
