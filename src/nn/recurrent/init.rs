//! Initial parameters of a recurrent network, each matrix from a stream of its own.

use alloc::vec::Vec;

use super::{Matrix, Recurrent};
use crate::nn::Init;
use crate::random;

impl Recurrent {
    /// The parameters: every matrix drawn from the stream of its name, so that two cells begin with the
    /// same values in all that they share. [`Init::Uniform`] is within `1 / sqrt n_hidden` for every
    /// matrix, biases 0. Whatever `init` is, the biases of the forget gate are `forget_bias`; the GRU takes
    /// one other than 1 for its update gate z.
    #[must_use]
    pub fn initial(&self, init: Init, forget_bias: f64, seed: u32) -> Vec<f64> {
        let is_default = forget_bias.to_bits() == 1.0_f64.to_bits();
        let keeping = match (self.cell.is_gru(), is_default) {
            (true, true) => "",
            (true, false) => "b_z",
            (false, _) => "b_f",
        };
        let matrix = |matrix: Matrix| {
            let n = matrix.rows * matrix.columns;
            if matrix.name == keeping {
                return alloc::vec![forget_bias; n];
            }
            let mut random = random::matrix_stream(seed, matrix.layer, &matrix.name);
            let n_in = if init == Init::Uniform { self.n_hidden() } else { matrix.columns };
            let distribution = init.distribution(n_in, matrix.rows);
            let zeros = matrix.is_bias() && init == Init::Uniform;
            (0..n).map(|_| if zeros { 0.0 } else { distribution(matrix.is_bias(), &mut random) }).collect()
        };
        self.matrices().into_iter().flat_map(matrix).collect()
    }
}
