//! Initial parameters, drawn layer by layer from one stream.

use alloc::vec::Vec;

use crate::math;
use crate::named::named;
use crate::nn::Dense;
use crate::random::RandomState;

named! {
    /// How the weights begin. The biases begin at 0 where nothing else is said.
    #[derive(Default)]
    pub enum Init {
        /// The thesis' way: weights and biases standard normal, `W` row by row before `b`, as
        /// `np.random.randn` fills arrays.
        #[default]
        Thesis = "thesis",
        /// Uniform within `sqrt(6 / (n_in + n_out))` (Glorot and Bengio 2010).
        Xavier = "xavier",
        /// Normal with standard deviation `sqrt(2 / n_in)` (He et al. 2015).
        He = "he",
        /// Uniform within `1 / sqrt n_in`, the biases too: PyTorch's default for a linear layer. In a recurrent
        /// network within `1 / sqrt n_hidden`, biases 0.
        Uniform = "uniform",
        /// All 0: every neuron of a layer learns the same.
        Zeros = "zeros",
        /// TensorFlow Playground's: weights uniform within 0.5, biases 0.1.
        Playground = "playground",
    }
}

impl Init {
    /// The parameters of all layers: `W1, b1, W2, b2, ...`.
    #[must_use]
    pub fn parameters(self, layers: &[Dense], random: &mut RandomState) -> Vec<f64> {
        let mut parameters = Vec::new();
        for layer in layers {
            let draw = self.distribution(layer.n_in, layer.n_out);
            parameters.extend((0..layer.weights().len()).map(|_| draw(false, random)));
            parameters.extend((0..layer.n_out).map(|_| draw(true, random)));
        }
        parameters
    }

    /// What draws a weight, or a bias, of a matrix `[n_out, n_in]`.
    pub(super) fn distribution(self, n_in: usize, n_out: usize) -> impl Fn(bool, &mut RandomState) -> f64 {
        let (n_in, n_out) = (n_in as f64, n_out as f64);
        let glorot = math::sqrt(6.0 / (n_in + n_out));
        let (he, lecun) = (math::sqrt(2.0 / n_in), 1.0 / math::sqrt(n_in));
        move |is_bias, random| match (self, is_bias) {
            (Self::Thesis, _) => random.randn(),
            (Self::Uniform, _) => random.uniform(-lecun, lecun),
            (Self::Playground, true) => 0.1,
            (Self::Playground, false) => random.uniform(-0.5, 0.5),
            (Self::Xavier, false) => random.uniform(-glorot, glorot),
            (Self::He, false) => random.normal(0.0, he),
            (Self::Zeros, _) | (_, true) => 0.0,
        }
    }
}
