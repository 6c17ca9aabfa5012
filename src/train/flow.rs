//! How the gradient fares on its way back through the layers: what makes it vanish or explode.

use alloc::vec::Vec;

use super::Trainer;
use crate::math;
use crate::nn::Seen;

/// One layer on the way back, over all training points. Norms are Euclidean.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Flow {
    /// Norm of `dL/dW`, the mean over the points.
    pub d_w: f64,
    /// Norm of `dZ`, over all points.
    pub d_z: f64,
    /// `|W^T dZ| / |dZ|` of the layer above: what the weights do. 1 in the last layer.
    pub weights: f64,
    /// `|dZ| / |dA|`: what the slope of the activation does. 1 in the last layer.
    pub activation: f64,
}

impl Flow {
    /// `|dZ|` of this layer over that of the layer above: the product of the two.
    #[must_use]
    pub fn gain(&self) -> f64 {
        self.weights * self.activation
    }
}

impl Trainer {
    /// The flow through every layer at the current parameters, the first layer first.
    pub fn flow(&mut self) -> Vec<Flow> {
        let n = self.learner.mlp.layers().len();
        let mut squares = alloc::vec![[0.0; 2]; n];
        self.all_gradients(Some(&mut |l, seen| match seen {
            Seen::DA(d_a) => squares[l][0] += math::sum_of_squares(d_a),
            Seen::DZ(d_z) => squares[l][1] += math::sum_of_squares(d_z),
        }));
        let ratio = |above: f64, below: f64| if above > 0.0 { math::sqrt(below / above) } else { 0.0 };
        let flow = |l: usize| Flow {
            d_w: math::sqrt(math::sum_of_squares(
                &self.learner.mlp.grads[self.learner.mlp.layers()[l].weights()],
            )),
            d_z: math::sqrt(squares[l][1]),
            weights: if l + 1 < n { ratio(squares[l + 1][1], squares[l][0]) } else { 1.0 },
            activation: if l + 1 < n { ratio(squares[l][0], squares[l][1]) } else { 1.0 },
        };
        (0..n).map(flow).collect()
    }
}
