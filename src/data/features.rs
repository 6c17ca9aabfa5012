//! What the network is given of a point: its coordinates or functions of the two.

use alloc::vec::Vec;

use crate::math;
use crate::named::named;

named! {
    /// One input column computed from `(x1, x2)`.
    pub enum Feature {
        /// `x1`
        X1 = "x1",
        /// `x2`
        X2 = "x2",
        /// `x1^2`, as in the polynomial of section 5 of the thesis
        X1Squared = "x1_squared",
        /// `x2^2`
        X2Squared = "x2_squared",
        /// `x1 x2`
        X1X2 = "x1_x2",
        /// `sin x1`
        SinX1 = "sin_x1",
        /// `sin x2`
        SinX2 = "sin_x2",
    }
}

impl Feature {
    fn of(self, x1: f64, x2: f64) -> f64 {
        match self {
            Self::X1 => x1,
            Self::X2 => x2,
            Self::X1Squared => x1 * x1,
            Self::X2Squared => x2 * x2,
            Self::X1X2 => x1 * x2,
            Self::SinX1 => math::sin(x1),
            Self::SinX2 => math::sin(x2),
        }
    }

    /// Fills `rows` with the inputs `[features, m]` of points of the coordinates `x1` and `x2`; the columns beyond these
    /// hold 0.
    pub fn fill(features: &[Self], [x1, x2]: [&[f64]; 2], m: usize, rows: &mut Vec<f64>) {
        rows.clear();
        for (feature, length) in features.iter().zip((m..).step_by(m.max(1))) {
            match feature {
                Self::X1 => rows.extend_from_slice(x1),
                Self::X2 => rows.extend_from_slice(x2),
                _ => rows.extend(x1.iter().zip(x2).map(|(x1, x2)| feature.of(*x1, *x2))),
            }
            rows.resize(length, 0.0);
        }
    }
}
