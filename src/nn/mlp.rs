//! A feed-forward network of c layers and n neurons, section 6 of the thesis.

use alloc::vec::Vec;
use core::mem;

use crate::math;
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

/// Who looks at what passes by, layer by layer.
pub type Look<'a> = &'a mut dyn FnMut(usize, Seen<'_>);

/// Dropout in training (Srivastava et al. 2014): each hidden activation is left out with probability
/// `rate`, the others are divided by `1 - rate`, so that nothing changes when predicting.
pub struct Dropout<'a> {
    /// From 0 to less than 1.
    pub rate: f64,
    /// Its own stream.
    pub random: &'a mut RandomState,
}

impl Dropout<'_> {
    /// The mask and the activations under it, those of `m` samples in a row. Numbers are drawn for whole
    /// [`LANES`](math::LANES).
    pub(super) fn forward(&mut self, a: &[f64], m: usize) -> [Vec<f64>; 2] {
        let keep = 1.0 / (1.0 - self.rate);
        let drawn = m.next_multiple_of(math::LANES);
        let mut mask = Vec::with_capacity(a.len());
        for _ in a.chunks_exact(m) {
            let row = mask.len();
            mask.extend((0..drawn).map(|_| if self.random.random_sample() < self.rate { 0.0 } else { keep }));
            mask.truncate(row + m);
        }
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

    /// For each hidden layer, what dropout multiplied its activations by, `[n_l, m]`; nothing without dropout.
    pub fn masks(&self) -> impl Iterator<Item = &[f64]> {
        self.dropped.iter().map(|[mask, _]| mask.as_slice())
    }

    /// The logits `[n_out, m]`.
    #[must_use]
    pub fn output(&self) -> &[f64] {
        self.activations.last().map_or(&[], Vec::as_slice)
    }

    /// The logits, to be replaced by the loss' derivative by them.
    #[must_use]
    pub fn output_mut(&mut self) -> &mut [f64] {
        self.activations.last_mut().map_or(&mut [], Vec::as_mut_slice)
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

    /// Layers, parameters and gradients.
    pub(crate) fn parts(&mut self) -> (&[Dense], &mut [f64], &mut [f64]) {
        (&self.layers, &mut self.values, &mut self.grads)
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

    /// Forward pass of one block: `x [n_in, m]`, `m` as [`columns`](math::columns) has it.
    /// `dropout` is for training alone.
    pub fn forward(&self, x: &[f64], m: usize, cache: &mut Cache, mut dropout: Option<Dropout<'_>>) {
        let n = self.layers.len();
        let Cache { activations, z, dropped, room, .. } = cache;
        if activations.len() != n {
            activations.resize_with(n, Vec::new);
            z.resize_with(n, Vec::new);
        }
        dropped.clear();
        for (l, (layer, z)) in self.layers.iter().zip(z).enumerate() {
            let (below, above) = activations.split_at_mut(l);
            let Some(a) = above.first_mut() else { return };
            // Looked at here: the call would take as long as the products of a small layer.
            if a.len() != layer.n_out * m {
                a.resize(layer.n_out * m, 0.0);
            }
            layer.forward(&self.values, input(x, below, dropped), z, a, m, room);
            if let Some(dropout) = dropout.as_mut().filter(|_| l + 1 < n) {
                dropped.push(dropout.forward(a, m));
            }
        }
    }

    /// Adds the gradients of one block whose forward pass left `cache`, its [`Cache::output_mut`] having been turned
    /// into the loss' derivative by the logits; columns that only pad the block hold 0. `look` is shown each
    /// layer's `dA` and `dZ` on the way, the last layer first.
    pub fn backward(&mut self, x: &[f64], m: usize, cache: &mut Cache, mut look: Option<Look<'_>>) {
        let Cache { activations, z, dropped, d_a, d_x, room } = cache;
        let Some((output, hidden)) = activations.split_last_mut() else { return };
        // Whether dZ and db of a layer came with the product of the one above.
        let mut derived = false;
        for (l, layer) in self.layers.iter().enumerate().rev() {
            // The last layer has no activation: what stands there is its derivative already.
            let (a, d) = match hidden.get(l) {
                Some(a) => (a.as_slice(), &mut d_a[..layer.n_out * m]),
                None => (&[][..], output.as_mut_slice()),
            };
            if !derived {
                if let Some(look) = &mut look {
                    look(l, Seen::DA(d));
                }
                layer.activation.backward(&z[l], a, d);
                if let Some(look) = &mut look {
                    look(l, Seen::DZ(d));
                }
                math::bias_gradient(d, &mut self.grads[layer.biases()], m);
            }
            // First what the layer below waits for.
            if l > 0 {
                let (d_x, w) = (grown(d_x, layer.n_in * m), &self.values[layer.weights()]);
                let below = self.layers[l - 1].below(&hidden[l - 1], &mut self.grads);
                let below = below.filter(|_| look.is_none() && dropped.is_empty());
                derived = below.is_some();
                math::linear_backward(w, d, below, d_x, m, room);
                if let Some([mask, _]) = dropped.get(l - 1) {
                    d_x.iter_mut().zip(mask).for_each(|(d, mask)| *d *= mask);
                }
            }
            let x = input(x, &hidden[..l], dropped);
            math::linear_gradient(d, x, &mut self.grads[layer.weights()], m, room);
            mem::swap(d_a, d_x);
        }
    }
}

/// The first n numbers of some room, which only grows: what shrank would have to be cleared when it grows again.
fn grown(room: &mut Vec<f64>, n: usize) -> &mut [f64] {
    if room.len() < n {
        room.resize(n, 0.0);
    }
    &mut room[..n]
}

/// What the layer above some others is given: what dropout has left of theirs, where it acts.
fn input<'a>(x: &'a [f64], below: &'a [Vec<f64>], dropped: &'a [[Vec<f64>; 2]]) -> &'a [f64] {
    match (below.split_last(), dropped.get(below.len().wrapping_sub(1))) {
        (None, _) => x,
        (_, Some([_, left])) => left,
        (Some((a, _)), None) => a,
    }
}
