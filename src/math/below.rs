//! From a layer back to the one below it, slope and biases included.

use alloc::vec::Vec;
use core::ops::{Mul, Sub};

use super::few;
use super::gradient::bias_gradient;
use super::kernels::{matmul_transposed, zip_with};

/// A hidden layer of n neurons, whose slope [`slope`] tells.
#[derive(Debug)]
pub struct Below<'a> {
    /// The ends of the range of its activations.
    pub range: [f64; 2],
    /// Its activations, `[n, m]`.
    pub a: &'a [f64],
    /// The gradients of its biases, `[n]`.
    pub d_b: &'a mut [f64],
}

/// The slope of sigmoid and tangent, told from what they gave and the ends of its range: `(a - low) (high - a)`.
#[inline(always)]
pub fn slope<T: Copy + Sub<Output = T> + Mul<Output = T>>([low, high]: [T; 2], a: T) -> T {
    (a - low) * (high - a)
}

/// `d_z = w^T above * slope` of the layer below with w `[n_above, n]`, above `[n_above, m]`, `d_z` `[n, m]`, whose row
/// sums are added to `d_b`. The orders of sums are those of [`matmul_transposed`] and [`bias_gradient`].
///
/// `room` is there to work in.
pub fn backward(w: &[f64], above: &[f64], below: Below<'_>, d_z: &mut [f64], m: usize, room: &mut Vec<f64>) {
    if few::pays_backward(above, m) {
        few::backward(w, above, below, d_z, m);
    } else {
        matmul_transposed(w, above, d_z, m, room);
        zip_with(d_z, below.a, |d, a| d * slope(below.range, a));
        bias_gradient(d_z, below.d_b, m);
    }
}
