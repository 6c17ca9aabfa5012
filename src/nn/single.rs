//! A network in single precision, which is enough for a picture of its answers.

use alloc::vec::Vec;
use core::mem;

use crate::math;
use crate::nn::{Activation, Dense, Mlp};

/// The parameters of an [`Mlp`] rounded, and room for one block.
#[derive(Clone, Debug)]
pub struct Single {
    layers: Vec<Dense>,
    values: Vec<f32>,
    a: Vec<f32>,
    z: Vec<f32>,
}

impl Single {
    /// The network as it is now.
    #[must_use]
    pub fn new(mlp: &Mlp) -> Self {
        let values = mlp.values.iter().copied().map(single).collect();
        Self { layers: mlp.layers().to_vec(), values, a: Vec::new(), z: Vec::new() }
    }

    /// The logits `[n_out, m]` of one block `x [n_in, m]`, `m` a multiple of [`LANES`](crate::math::LANES).
    pub fn forward(&mut self, x: &[f64], m: usize) -> &[f32] {
        let Self { layers, values, a, z } = self;
        a.clear();
        a.extend(x.iter().copied().map(single));
        for layer in layers {
            z.resize(layer.n_out * m, 0.0);
            math::affine_single(&values[layer.weights()], &values[layer.biases()], a, z, m);
            activate(layer.activation, z);
            mem::swap(a, z);
        }
        a
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the purpose")]
fn single(x: f64) -> f32 {
    x as f32
}

/// As [`Activation::forward`]; what is rarely used takes the way over double precision.
fn activate(activation: Activation, z: &mut [f32]) {
    match activation {
        Activation::Sigmoid => math::sigmoid_single(z),
        Activation::Tanh => math::tanh_single(z),
        Activation::Relu => z.iter_mut().for_each(|z| *z = if *z < 0.0 { 0.0 } else { *z }),
        Activation::Identity => {}
        other => {
            let mut exact: Vec<f64> = z.iter().copied().map(f64::from).collect();
            other.forward(&mut exact);
            z.iter_mut().zip(exact).for_each(|(z, a)| *z = single(a));
        }
    }
}
