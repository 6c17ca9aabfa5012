//! Log loss, (1), (14) and (23) of the thesis, for one sigmoid output:
//!
//! `L = mean of softplus(z) - y z`, `dL/dz = (A - Y) / m`, (24) as 6.3 corrects it
//!
//! which is `-y log(a) - (1 - y) log(1 - a)` with `a = sigmoid(z)`, written so that a confident output
//! does not give `log(0)` (PyTorch: `BCEWithLogitsLoss`).

use crate::math;

/// Binary cross-entropy on the logits `z`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BinaryCrossEntropy;

impl BinaryCrossEntropy {
    /// The loss of each sample, from its logit and its label, written over the logit.
    pub fn forward(self, z: &mut [f64], y: &[f64]) {
        for (z, y) in z.iter_mut().zip(y) {
            let softplus = if *z > 0.0 { *z } else { 0.0 } + math::ln_1p(math::exp(-z.abs()));
            *z = softplus - y * *z;
        }
    }

    /// `A - Y` written over the logits; the factor 1/m is the caller's.
    pub fn backward(self, z: &mut [f64], y: &[f64]) {
        math::sigmoid_in_place(z);
        z.iter_mut().zip(y).for_each(|(a, y)| *a -= y);
    }
}
