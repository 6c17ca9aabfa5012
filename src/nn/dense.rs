//! A fully connected layer, (19) to (22) of the thesis and its general form in 6.2:
//!
//! `Z = W X + b`, `A = g(Z)`
//!
//! and backward, 6.3 (which corrects (25) to (29)), the factor 1/m left to the caller:
//!
//! `dZ = dA * g'(Z)`, `dW = dZ X^T`, `db = sum over samples of dZ`, `dX = W^T dZ`

use alloc::vec::Vec;
use core::ops::Range;

use crate::math::Products;
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
    #[inline(always)]
    pub fn forward(
        &self,
        products: &impl Products,
        params: &[f64],
        x: &[f64],
        z: &mut Vec<f64>,
        a: &mut [f64],
        room: &mut Vec<f64>,
    ) {
        let (w, b) = params[self.offset..][..self.n_params()].split_at(self.n_out * self.n_in);
        products.affine(w, b, x, a, room);
        if self.activation.needs_z() {
            z.clear();
            z.extend_from_slice(a);
        }
        self.activation.forward(a);
    }

    /// Adds `dW`, `db` to `grads`; `room` is there to work in.
    #[inline(always)]
    pub fn backward(
        &self,
        products: &impl Products,
        grads: &mut [f64],
        x: &[f64],
        d_z: &[f64],
        room: &mut Vec<f64>,
    ) {
        let (d_w, d_b) = grads[self.offset..][..self.n_params()].split_at_mut(self.n_out * self.n_in);
        products.add_gradient(d_z, x, d_w, d_b, room);
    }

    /// `dX = W^T dZ`, left out for the first layer; `room` is there to work in.
    #[inline(always)]
    pub fn backward_input(
        &self,
        products: &impl Products,
        params: &[f64],
        d_z: &[f64],
        d_x: &mut [f64],
        room: &mut Vec<f64>,
    ) {
        products.matmul_transposed(&params[self.weights()], d_z, d_x, room);
    }
}
