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
use super::layer::{Input, View, add_product, product, through_activation};
use super::trace::LayerTrace;
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
    let LayerTrace { gates, h, c, tanh_c, .. } = trace;
    let ((h_before, h), (c_before, c)) =
        (h.split_at_mut(view.at(t + 1).start), c.split_at_mut(view.at(t + 1).start));
    let (h_before, h) = (&h_before[view.at(t)], &mut h[..view.step()]);
    let (c_before, c) = (&c_before[view.at(t)], &mut c[..view.step()]);
    view.pack(h_before, room);
    for (slot, activation) in ACTIVATIONS.iter().enumerate() {
        if let Some(gate) = view.live_gate(slot) {
            let a = &mut gates[slot][view.at(t)];
            view.input(gate, x, a);
            view.recur(gate, room, a);
            activation.forward(a);
        }
    }
    let gate = |slot: usize| &gates[slot][view.at(t)];
    product(c, gate(F), c_before);
    add_product(c, gate(inlet(view.layer.cell)), gate(G));
    let tanh_c = &mut tanh_c[view.at(t)];
    tanh_c.copy_from_slice(c);
    Activation::Tanh.forward(tanh_c);
    product(h, gate(O), tanh_c);
}

pub(super) fn backward(view: &View<'_>, t: usize, trace: &mut LayerTrace) {
    let LayerTrace { gates, c, tanh_c, d_z, d_h, d_c, .. } = trace;
    let (c_before, tanh_c, d_h) = (&c[view.at(t)], &tanh_c[view.at(t)], &d_h[view.at(t)]);
    let d_c = &mut d_c[view.at(t)];
    let gate = |slot: usize| &gates[slot][view.at(t)];
    for (((d_c, d_h), o), tanh_c) in d_c.iter_mut().zip(d_h).zip(gate(O)).zip(tanh_c) {
        *d_c += d_h * o * (1.0 - tanh_c * tanh_c);
    }
    let inlet = inlet(view.layer.cell);
    for (slot, d, by) in [(I, &*d_c, gate(G)), (F, d_c, c_before), (G, d_c, gate(inlet)), (O, d_h, tanh_c)] {
        if view.live_gate(slot).is_some() {
            let d_z = &mut d_z[slot][view.at(t)];
            match (inlet, slot) {
                (O, I) => d_z.fill(0.0),
                (O, O) => {
                    product(d_z, d, by);
                    add_product(d_z, d_c, gate(G));
                    ACTIVATIONS[O].backward(&[], gate(O), d_z);
                }
                _ => through_activation(ACTIVATIONS[slot], d_z, d, by, gate(slot)),
            }
        }
    }
}
