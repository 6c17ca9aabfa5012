//! A feed-forward network of c layers and n neurons, section 6 of the thesis.

use alloc::vec::Vec;
use core::mem;

use crate::nn::{Activation, Dense};
use crate::random::RandomState;

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
    /// `Z` of the layers whose slope needs it.
    z: Vec<Vec<f64>>,
    /// For each hidden layer under dropout, what its activations were multiplied by and what came out.
    dropped: Vec<[Vec<f64>; 2]>,
    d_a: Vec<f64>,
    d_x: Vec<f64>,
    /// Room that the kernels work in.
    room: Vec<f64>,
}

/// What passes by on the way back through a layer, `[n_l, m]`.
pub enum Seen<'a> {
    /// The derivative of the loss by the layer's activations.
    DA(&'a [f64]),
    /// The derivative by what goes into them.
    DZ(&'a [f64]),
}

/// Dropout in training (Srivastava et al. 2014): each hidden activation is left out with probability
/// `rate`, the others are divided by `1 - rate`, so that nothing changes when predicting.
pub struct Dropout<'a> {
    /// From 0 to less than 1.
    pub rate: f64,
    /// Its own stream.
    pub random: &'a mut RandomState,
}

impl Dropout<'_> {
    /// The mask and the activations under it.
    pub(super) fn forward(&mut self, a: &[f64]) -> [Vec<f64>; 2] {
        let keep = 1.0 / (1.0 - self.rate);
        let mask: Vec<_> =
            a.iter().map(|_| if self.random.random_sample() < self.rate { 0.0 } else { keep }).collect();
        let left = a.iter().zip(&mask).map(|(a, mask)| a * mask).collect();
        [mask, left]
    }
}

impl Cache {
    /// Activations of layer `l`, `[n_l, m]`; logits for the last layer.
    #[must_use]
    pub fn layer(&self, l: usize) -> &[f64] {
        &self.activations[l]
    }

    /// What layer `l` was given.
    fn input<'a>(&'a self, x: &'a [f64], l: usize) -> &'a [f64] {
        match (l, self.dropped.get(l.wrapping_sub(1))) {
            (0, _) => x,
            (_, Some([_, left])) => left,
            (_, None) => &self.activations[l - 1],
        }
    }

    /// For each hidden layer, what dropout multiplied its activations by, `[n_l, m]`; nothing without dropout.
    pub fn masks(&self) -> impl Iterator<Item = &[f64]> {
        self.dropped.iter().map(|[mask, _]| mask.as_slice())
    }

    /// The logits `[n_out, m]`.
    #[must_use]
    pub fn output(&self) -> &[f64] {
        self.activations.last().map_or(&[], Vec::as_slice)
    }
}

impl Mlp {
    /// A network of `n_in` inputs, the `hidden` layers (neurons and activation) and `n_out` logits, all
    /// parameters 0.
    #[must_use]
    pub fn new(n_in: usize, hidden: &[(usize, Activation)], n_out: usize) -> Self {
        let mut layers: Vec<Dense> = Vec::with_capacity(hidden.len() + 1);
        for &(n_out, activation) in hidden.iter().chain(&[(n_out, Activation::Identity)]) {
            let (n_in, offset) = layers.last().map_or((n_in, 0), |l| (l.n_out, l.offset + l.n_params()));
            layers.push(Dense { n_in, n_out, activation, offset });
        }
        let n_params = layers.iter().map(Dense::n_params).sum();
        Self { layers, values: alloc::vec![0.0; n_params], grads: alloc::vec![0.0; n_params] }
    }

    /// The layers, the input's side first.
    #[must_use]
    pub fn layers(&self) -> &[Dense] {
        &self.layers
    }

    /// Gives the hidden layers other activations; the numbers of neurons are not looked at.
    pub fn set_activations(&mut self, hidden: &[(usize, Activation)]) {
        self.layers
            .iter_mut()
            .zip(hidden)
            .for_each(|(layer, (_, activation))| layer.activation = *activation);
    }

    /// Number of inputs, then the neurons of each layer.
    #[must_use]
    pub fn dims(&self) -> Vec<usize> {
        let n_in = self.layers.iter().take(1).map(|layer| layer.n_in);
        n_in.chain(self.layers.iter().map(|layer| layer.n_out)).collect()
    }

    /// Forward pass of one block: `x [n_in, m]`, `m` a multiple of [`LANES`](crate::math::LANES).
    /// `dropout` is for training alone.
    pub fn forward(&self, x: &[f64], m: usize, cache: &mut Cache, mut dropout: Option<Dropout<'_>>) {
        let n = self.layers.len();
        cache.activations.resize_with(n, Vec::new);
        cache.z.resize_with(n, Vec::new);
        cache.dropped.clear();
        let mut room = mem::take(&mut cache.room);
        for (l, layer) in self.layers.iter().enumerate() {
            let (mut a, mut z) = (mem::take(&mut cache.activations[l]), mem::take(&mut cache.z[l]));
            a.resize(layer.n_out * m, 0.0);
            layer.forward(&self.values, cache.input(x, l), &mut z, &mut a, m, &mut room);
            if let Some(dropout) = dropout.as_mut().filter(|_| l + 1 < n) {
                cache.dropped.push(dropout.forward(&a));
            }
            (cache.activations[l], cache.z[l]) = (a, z);
        }
        cache.room = room;
    }

    /// Adds the gradients of one block, `d_z [n_out, m]` being the loss' derivative by the logits of
    /// the forward pass that left `cache`; columns that only pad the block hold 0. `look` is shown each
    /// layer's `dA` and `dZ` on the way, the last layer first.
    pub fn backward(
        &mut self,
        x: &[f64],
        m: usize,
        cache: &mut Cache,
        d_z: &[f64],
        mut look: impl FnMut(usize, Seen<'_>),
    ) {
        let [mut d_a, mut d_x, mut room] =
            [mem::take(&mut cache.d_a), mem::take(&mut cache.d_x), mem::take(&mut cache.room)];
        d_a.clear();
        d_a.extend_from_slice(d_z);
        for (l, layer) in self.layers.iter().enumerate().rev() {
            look(l, Seen::DA(&d_a));
            let (input, z, a) = (cache.input(x, l), &cache.z[l], &cache.activations[l]);
            layer.backward(&mut self.grads, input, z, a, &mut d_a, m);
            look(l, Seen::DZ(&d_a));
            if l > 0 {
                d_x.resize(layer.n_in * m, 0.0);
                layer.backward_input(&self.values, &d_a, &mut d_x, m, &mut room);
                if let Some([mask, _]) = cache.dropped.get(l - 1) {
                    d_x.iter_mut().zip(mask).for_each(|(d, mask)| *d *= mask);
                }
                mem::swap(&mut d_a, &mut d_x);
            }
        }
        (cache.d_a, cache.d_x, cache.room) = (d_a, d_x, room);
    }
}
