//! A feed-forward network of c layers and n neurons, section 6 of the thesis.

use alloc::vec::Vec;

use crate::nn::{Activation, Dense};

/// Layers one after the other; the last one gives the logits, without activation. All parameters in
/// one flat buffer, mirrored by the gradients: `W1, b1, W2, b2, ...`, each row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Mlp {
    layers: Vec<Dense>,
    /// All parameters.
    pub values: Vec<f64>,
    /// The gradients of the last `backward` calls, added up; the same layout.
    pub grads: Vec<f64>,
}

/// What a forward pass leaves for the backward pass: the activations `A1..Ac` of one block, the last
/// ones being logits. Whoever looks at a network brings a cache of its own and disturbs nobody.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cache {
    activations: Vec<Vec<f64>>,
    d_a: Vec<f64>,
    d_x: Vec<f64>,
}

impl Cache {
    /// Activations of layer `l`, `[n_l, m]`; logits for the last layer.
    #[must_use]
    pub fn layer(&self, l: usize) -> &[f64] {
        &self.activations[l]
    }

    /// The logits `[n_out, m]`.
    #[must_use]
    pub fn output(&self) -> &[f64] {
        self.activations.last().map_or(&[], Vec::as_slice)
    }
}

impl Mlp {
    /// A network of `n_in` inputs, the `hidden` layers and `n_out` logits, with the given parameters.
    #[must_use]
    pub fn new(n_in: usize, hidden: &[usize], n_out: usize, activation: Activation) -> Self {
        let mut layers = Vec::with_capacity(hidden.len() + 1);
        let mut n_previous = n_in;
        for &n in hidden {
            layers.push(Dense { n_in: n_previous, n_out: n, activation });
            n_previous = n;
        }
        layers.push(Dense { n_in: n_previous, n_out, activation: Activation::Identity });
        let n_params = layers.iter().map(Dense::n_params).sum();
        Self { layers, values: alloc::vec![0.0; n_params], grads: alloc::vec![0.0; n_params] }
    }

    /// The layers, the input's side first.
    #[must_use]
    pub fn layers(&self) -> &[Dense] {
        &self.layers
    }

    /// Number of inputs, then the neurons of each layer.
    #[must_use]
    pub fn dims(&self) -> Vec<usize> {
        let n_in = self.layers.iter().take(1).map(|layer| layer.n_in);
        n_in.chain(self.layers.iter().map(|layer| layer.n_out)).collect()
    }

    /// Forward pass of one block: `x [n_in, m]`, `m` a multiple of [`LANES`](crate::math::LANES).
    pub fn forward(&self, x: &[f64], m: usize, cache: &mut Cache) {
        cache.activations.resize_with(self.layers.len(), Vec::new);
        let mut offset = 0;
        for (l, layer) in self.layers.iter().enumerate() {
            let (before, after) = cache.activations.split_at_mut(l);
            let a = &mut after[0];
            a.resize(layer.n_out * m, 0.0);
            let params = &self.values[offset..offset + layer.n_params()];
            layer.forward(params, before.last().map_or(x, |a| a), a, m);
            offset += layer.n_params();
        }
    }

    /// Adds the gradients of one block, `d_z [n_out, m]` being the loss' derivative by the logits of
    /// the forward pass that left `cache`; columns that only pad the block hold 0.
    pub fn backward(&mut self, x: &[f64], m: usize, cache: &mut Cache, d_z: &[f64]) {
        let Cache { activations, d_a, d_x } = cache;
        d_a.clear();
        d_a.extend_from_slice(d_z);
        let mut end = self.values.len();
        for (l, layer) in self.layers.iter().enumerate().rev() {
            let range = end - layer.n_params()..end;
            let input = if l == 0 { x } else { &activations[l - 1] };
            layer.backward(&mut self.grads[range.clone()], input, &activations[l], d_a, m);
            if l > 0 {
                d_x.resize(layer.n_in * m, 0.0);
                layer.backward_input(&self.values[range.clone()], d_a, d_x, m);
                core::mem::swap(d_a, d_x);
            }
            end = range.start;
        }
    }
}
