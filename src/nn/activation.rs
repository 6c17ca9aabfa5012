//! The non-linearity of a layer, `A = g(Z)`, and its slope.

use core::f64::consts::{FRAC_1_SQRT_2, PI};

use crate::math;
use crate::named::named;

/// Slope of leaky ReLU below 0, PyTorch's default.
pub(crate) const LEAK: f64 = 0.01;

named! {
    /// Activation function of a hidden layer.
    #[derive(Default)]
    pub enum Activation {
        /// `1 / (1 + e^-z)`, (5) of the thesis.
        #[default]
        Sigmoid = "sigmoid",
        /// Hyperbolic tangent.
        Tanh = "tanh",
        /// `max(0, z)`; slope 0 at 0, as in PyTorch.
        Relu = "relu",
        /// `z` above 0, a hundredth of it below.
        LeakyRelu = "leaky_relu",
        /// `z Phi(z)` with the normal distribution function (Hendrycks and Gimpel 2016).
        Gelu = "gelu",
        /// `z sigmoid(z)`, also called swish (Elfwing et al. 2017).
        Silu = "silu",
        /// `sin z` (Sitzmann et al. 2020, without their factor of 30).
        Sine = "sine",
        /// `z`: a layer of it adds nothing that one straight line cannot do.
        Identity = "identity",
    }
}

impl Activation {
    /// `A = g(Z)` in place.
    pub fn forward(self, z: &mut [f64]) {
        match self {
            Self::Sigmoid => math::sigmoid_in_place(z),
            Self::Tanh => math::tanh_in_place(z),
            // Not `f64::max`: a value that is not a number must stay one, to be noticed.
            Self::Relu => z.iter_mut().for_each(|z| *z = if *z < 0.0 { 0.0 } else { *z }),
            Self::LeakyRelu => z.iter_mut().for_each(|z| *z = if *z < 0.0 { LEAK * *z } else { *z }),
            Self::Gelu => z.iter_mut().for_each(|z| *z *= normal_distribution(*z)),
            Self::Silu => z.iter_mut().for_each(|z| *z *= math::sigmoid(*z)),
            Self::Sine => z.iter_mut().for_each(|z| *z = math::sin(*z)),
            Self::Identity => {}
        }
    }

    /// Whether the slope cannot be told from `A` alone, so that `Z` has to be kept.
    #[must_use]
    pub fn needs_z(self) -> bool {
        matches!(self, Self::Gelu | Self::Silu | Self::Sine)
    }

    /// The ends of the range of `A`, where the slope follows from them: `(A - low) (high - A)`, (27) for the sigmoid.
    #[must_use]
    pub fn range(self) -> Option<[f64; 2]> {
        match self {
            Self::Sigmoid => Some([0.0, 1.0]),
            Self::Tanh => Some([-1.0, 1.0]),
            _ => None,
        }
    }

    /// `dZ = dA g'(Z)` in place; `z` is read only where [`Self::needs_z`].
    pub fn backward(self, z: &[f64], a: &[f64], d_a: &mut [f64]) {
        if let Some(range) = self.range() {
            return math::zip_with(d_a, a, |d, a| d * math::slope(range, a));
        }
        match self {
            Self::Relu => math::zip_with(d_a, a, |d, a| if a > 0.0 { d } else { 0.0 }),
            Self::LeakyRelu => math::zip_with(d_a, a, |d, a| d * if a > 0.0 { 1.0 } else { LEAK }),
            Self::Gelu => by_z(z, d_a, |z| normal_distribution(z) + z * normal_density(z)),
            Self::Silu => by_z(z, d_a, |z| {
                let s = math::sigmoid(z);
                s + z * s * (1.0 - s)
            }),
            Self::Sine => by_z(z, d_a, math::cos),
            Self::Sigmoid | Self::Tanh | Self::Identity => {}
        }
    }
}

fn by_z(z: &[f64], d_a: &mut [f64], slope: impl Fn(f64) -> f64) {
    d_a.iter_mut().zip(z).for_each(|(d, z)| *d *= slope(*z));
}

pub(crate) fn normal_distribution(z: f64) -> f64 {
    0.5 * (1.0 + math::erf(z * FRAC_1_SQRT_2))
}

pub(crate) fn normal_density(z: f64) -> f64 {
    math::exp(-0.5 * z * z) / math::sqrt(2.0 * PI)
}
