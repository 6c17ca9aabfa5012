//! The plain recurrent cell, (34) of the thesis (Elman 1990):
//!
//! `h_t = tanh(W_hh h_{t-1} + W_xh x_t + b_h)`
//!
//! and backward `dz_t = dh_t (1 - h_t^2)`. Back by one step the gradient is multiplied by
//! `W_hh^T diag(1 - h_t^2)`, which makes it vanish or explode.

use alloc::vec::Vec;

use super::layer::{Input, View};
use super::trace::LayerTrace;
use crate::math;
use crate::nn::Activation;

/// Its one slot.
const G: usize = 0;

pub(super) fn forward(view: &View<'_>, x: Input<'_>, t: usize, trace: &mut LayerTrace, room: &mut Vec<f64>) {
    let (h_before, h) = trace.h.split_at_mut(view.at(t + 1).start);
    let g = &mut trace.gates[G][view.at(t)];
    if let Some(gate) = view.live_gate(G) {
        math::pack([x.numbers(), &h_before[view.at(t)]], view.m, room);
        view.affine(gate, x, room, g);
        Activation::Tanh.forward(g);
    }
    h[..view.step()].copy_from_slice(g);
}

pub(super) fn backward(view: &View<'_>, t: usize, trace: &mut LayerTrace) {
    let LayerTrace { gates, d_z, d_h, .. } = trace;
    let all = d_z[G][view.at(t)].iter_mut().zip(&d_h[view.at(t)]).zip(&gates[G][view.at(t)]);
    all.for_each(|((d_z, d_h), g)| *d_z = d_h * (1.0 - g * g));
}
