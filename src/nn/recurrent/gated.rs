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
use super::layer::{Input, View, add_product, product};
use super::trace::LayerTrace;
use crate::math;
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
    remember(c, tanh_c, gate(F), c_before, gate(inlet(view.layer.cell)), gate(G));
    Activation::Tanh.forward(tanh_c);
    product(h, gate(O), tanh_c);
}

/// Step t, to which something comes back along the memory or nothing.
pub(super) fn backward(view: &View<'_>, t: usize, comes_back: bool, trace: &mut LayerTrace) {
    let LayerTrace { gates, c, tanh_c, d_z, d_h, d_c, .. } = trace;
    let (c_before, tanh_c, d_h) = (&c[view.at(t)], &tanh_c[view.at(t)], &d_h[view.at(t)]);
    let (d_c, d_c_after) = d_c[view.at(t).start..].split_at_mut(view.step());
    let gate = |slot: usize| &gates[slot][view.at(t)];
    let [d_i, d_f, d_g, d_o] = &mut d_z[..] else { return };
    let [d_i, d_f, d_g, d_o] = [d_i, d_f, d_g, d_o].map(|d_z| &mut d_z[view.at(t)]);
    let inlet = inlet(view.layer.cell);
    if comes_back {
        product(d_c, &gates[F][view.at(t + 1)], d_c_after);
    } else {
        d_c.fill(0.0);
    }
    derive_output(d_c, d_o, d_h, gate(O), tanh_c);
    derive_memory([d_i, d_f, d_g], d_c, [gate(inlet), gate(F), gate(G)], c_before);
    if inlet == O {
        d_i.fill(0.0);
        product(d_o, d_h, tanh_c);
        add_product(d_o, d_c, gate(G));
        ACTIVATIONS[O].backward(&[], gate(O), d_o);
    }
}

// Loops in functions of their own, where the compiler sees that no slice is another.

/// `c = f * c_before + i * g`, twice.
#[inline(never)]
fn remember(c: &mut [f64], copy: &mut [f64], f: &[f64], c_before: &[f64], i: &[f64], g: &[f64]) {
    for (((((c, copy), f), c_before), i), g) in c.iter_mut().zip(copy).zip(f).zip(c_before).zip(i).zip(g) {
        *c = f * c_before + i * g;
        *copy = *c;
    }
}

/// `dc_t` with what comes through `h_t`, and the derivative by what goes into `o_t`.
#[inline(never)]
fn derive_output(d_c: &mut [f64], d_o: &mut [f64], d_h: &[f64], o: &[f64], tanh_c: &[f64]) {
    for ((((d_c, d_o), d_h), o), tanh_c) in d_c.iter_mut().zip(d_o).zip(d_h).zip(o).zip(tanh_c) {
        *d_c += d_h * o * (1.0 - tanh_c * tanh_c);
        *d_o = d_h * tanh_c * (o * (1.0 - o));
    }
}

/// The derivatives by what goes into `i_t`, `f_t` and `g_t`.
#[inline(never)]
fn derive_memory([d_i, d_f, d_g]: [&mut [f64]; 3], d_c: &[f64], [i, f, g]: [&[f64]; 3], c_before: &[f64]) {
    let derivatives = d_i.iter_mut().zip(d_f).zip(d_g);
    for ((((((d_i, d_f), d_g), d_c), i), f), (g, c_before)) in
        derivatives.zip(d_c).zip(i).zip(f).zip(g.iter().zip(c_before))
    {
        *d_i = d_c * g * (i * (1.0 - i));
        *d_f = d_c * c_before * (f * (1.0 - f));
        *d_g = d_c * i * (1.0 - g * g);
    }
}
