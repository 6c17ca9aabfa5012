//! The plain recurrent cell, (34) of the thesis (Elman 1990):
//!
//! `h_t = tanh(W_hh h_{t-1} + W_xh x_t + b_h)`
//!
//! and backward `dz_t = dh_t (1 - h_t^2)`. Back by one step the gradient is multiplied by
//! `W_hh^T diag(1 - h_t^2)`, which makes it vanish or explode.

use alloc::vec::Vec;

use super::layer::{Input, View};
use super::trace::LayerTrace;
use crate::math::{self, Slopes};
use crate::nn::Activation;

/// Its one slot.
const G: usize = 0;

pub(super) fn forward(view: &View<'_>, x: Input<'_>, t: usize, trace: &mut LayerTrace, room: &mut Vec<f64>) {
    let (h_before, h) = trace.h.split_at_mut(view.at(t + 1).start);
    let h = &mut h[..view.step()];
    if let Some(gate) = view.live_gate(G) {
        math::pack([x.numbers(), &h_before[view.at(t)]], view.m, room);
        view.affine(gate, x, room, h);
        Activation::Tanh.forward(h);
    } else {
        h.fill(view.constant(G).unwrap_or_default());
    }
}

pub(super) fn backward(view: &View<'_>, t: usize, trace: &LayerTrace, slopes: &mut Slopes) {
    let x = [&trace.d_h[view.at(t)], &trace.h[view.at(t + 1)]];
    slopes.each(G, [], x, |[], [d_h, h]| ([d_h * (1.0 - h * h)], []));
}
