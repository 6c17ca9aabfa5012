//! A fully connected layer, (19) to (22) of the thesis and its general form in 6.2:
//!
//! `Z = W X + b`, `A = g(Z)`
//!
//! and backward, 6.3 (which corrects (25) to (29)), the factor 1/m left to the caller:
//!
//! `dZ = dA * g'(Z)`, `dW = dZ X^T`, `db = sum over samples of dZ`, `dX = W^T dZ`

use alloc::vec::Vec;
use core::ops::Range;

use crate::math::{self, Below};
use crate::nn::Activation;

/// The shape of a layer; its numbers stand in the network's flat buffers from `offset` on, `W` row by
/// row, then `b`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dense {
    /// Number of inputs.
    pub n_in: usize,
    /// Number of neurons.
    pub n_out: usize,
    /// Non-linearity.
    pub activation: Activation,
    /// Where its parameters begin.
    pub offset: usize,
}

impl Dense {
    /// Number of weights and biases.
    #[must_use]
    pub fn n_params(&self) -> usize {
        self.n_out * (self.n_in + 1)
    }

    /// Where its weights stand.
    #[must_use]
    pub fn weights(&self) -> Range<usize> {
        self.offset..self.offset + self.n_out * self.n_in
    }

    /// Where its biases stand.
    #[must_use]
    pub fn biases(&self) -> Range<usize> {
        self.weights().end..self.offset + self.n_params()
    }

    /// `A [n_out, m]` from `X [n_in, m]`; `z` keeps `Z` where the activation's slope needs it, `room` is there to
    /// work in.
    pub fn forward(
        &self,
        params: &[f64],
        x: &[f64],
        z: &mut Vec<f64>,
        a: &mut [f64],
        m: usize,
        room: &mut Vec<f64>,
    ) {
        let (w, b) = params[self.offset..][..self.n_params()].split_at(self.n_out * self.n_in);
        math::linear(w, b, x, a, m, room);
        if self.activation.needs_z() {
            z.clear();
            z.extend_from_slice(a);
        }
        self.activation.forward(a);
    }

    /// What the product of the layer above needs to give this one's `dZ` and `db`, which is among `grads`; nothing where
    /// the slope cannot be told from `A` alone.
    pub fn below<'a>(&self, a: &'a [f64], grads: &'a mut [f64]) -> Option<Below<'a>> {
        let range = self.activation.range()?;
        Some(Below { range, a, d_b: &mut grads[self.biases()] })
    }
}
