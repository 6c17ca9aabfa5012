//! The non-linearity of a layer, `A = g(Z)`, and its slope as a function of `A`.

use crate::math;

/// Activation function of a hidden layer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Activation {
    /// `1 / (1 + e^-z)`, (5) of the thesis.
    #[default]
    Sigmoid,
    /// Hyperbolic tangent.
    Tanh,
    /// `max(0, z)`; slope 0 at 0, as in PyTorch.
    Relu,
    /// `z`: a layer of it adds nothing that one straight line cannot do.
    Identity,
}

impl Activation {
    /// The names in an experiment, in the order of the variants.
    pub const NAMES: &[&str] = &["sigmoid", "tanh", "relu", "identity"];
    const ALL: [Self; 4] = [Self::Sigmoid, Self::Tanh, Self::Relu, Self::Identity];

    /// The activation of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|activation| activation.name() == name)
    }

    /// Its name in an experiment.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// `A = g(Z)` in place.
    pub fn forward(self, z: &mut [f64]) {
        match self {
            Self::Sigmoid => math::sigmoid_in_place(z),
            Self::Tanh => math::tanh_in_place(z),
            // Not `f64::max`: a value that is not a number must stay one, to be noticed.
            Self::Relu => z.iter_mut().for_each(|z| *z = if *z < 0.0 { 0.0 } else { *z }),
            Self::Identity => {}
        }
    }

    /// `dZ = dA g'(Z)` in place, the slope taken from `A`: (27) for the sigmoid.
    pub fn backward(self, a: &[f64], d_a: &mut [f64]) {
        let pairs = d_a.iter_mut().zip(a);
        match self {
            Self::Sigmoid => pairs.for_each(|(d, a)| *d *= a * (1.0 - a)),
            Self::Tanh => pairs.for_each(|(d, a)| *d *= 1.0 - a * a),
            Self::Relu => pairs.for_each(|(d, a)| *d = if *a > 0.0 { *d } else { 0.0 }),
            Self::Identity => {}
        }
    }
}
