//! The functions of Figures 1 and 2.

use alloc::vec;
use alloc::vec::Vec;
use core::str::FromStr;

use plotters::prelude::DrawingBackend;

use super::points::draw_disc;
use super::{Curve, DrawResult, Figure, draw_curves};
use crate::math::{exp, sigmoid, tanh};
use crate::{Error, Result, unknown_choice};

/// Straight pieces of a curve.
const PIECES: u32 = 240;
/// Radius in CSS pixels of the dots at the jump of the step, and of the paper in the open one.
const DOT: (f64, f64) = (3.25, 1.75);

/// A function of one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// 0 below 0, 1 from 0 on.
    Heaviside,
    /// `1 / (1 + exp(-x))`.
    Sigmoid,
    /// The hyperbolic tangent.
    Tanh,
    /// The first component of the softmax of (x, 0), which is the sigmoid.
    Softmax,
    /// `s (1 - s)` where `s` is the sigmoid; its maximum is 1/4, at 0.
    SigmoidDerivative,
}

const FUNCTIONS: [(&str, Function); 5] = [
    ("heaviside", Function::Heaviside),
    ("sigmoid", Function::Sigmoid),
    ("tanh", Function::Tanh),
    ("softmax", Function::Softmax),
    ("sigmoid_derivative", Function::SigmoidDerivative),
];

impl FromStr for Function {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        let found = FUNCTIONS.iter().find(|(known, _)| *known == name);
        let unknown = || unknown_choice("name", FUNCTIONS.map(|(known, _)| known), name);
        found.map(|&(_, function)| function).ok_or_else(unknown)
    }
}

impl Function {
    fn at(self, x: f64) -> f64 {
        match self {
            Self::Heaviside => f64::from(u8::from(x >= 0.0)),
            Self::Sigmoid => sigmoid(x),
            Self::Tanh => tanh(x),
            Self::Softmax => softmax(&[x, 0.0])[0],
            Self::SigmoidDerivative => sigmoid(x) * (1.0 - sigmoid(x)),
        }
    }
}

/// Scores as probabilities: `exp(z_i)` over the sum of all.
#[must_use]
pub fn softmax(z: &[f64]) -> Vec<f64> {
    let max = z.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let powers: Vec<f64> = z.iter().map(|z| exp(z - max)).collect();
    let sum: f64 = powers.iter().sum();
    powers.iter().map(|power| power / sum).collect()
}

/// Draws a function over the range of the horizontal axis; the step of Heaviside as two pieces, with
/// a filled dot for the value at 0 and an open one for the limit from below.
///
/// # Errors
///
/// The backend's.
pub fn draw_activations<DB: DrawingBackend>(figure: &Figure<'_, DB>, function: Function) -> DrawResult<DB> {
    let [low, high] = figure.frame.x;
    let ink = figure.theme.ink;
    let curve = |x: Vec<f64>, y: Vec<f64>| Curve { x, y, color: ink, dashed: false };
    if function != Function::Heaviside {
        let x: Vec<f64> =
            (0..=PIECES).map(|i| low + (high - low) * f64::from(i) / f64::from(PIECES)).collect();
        let y = x.iter().map(|&x| function.at(x)).collect();
        return draw_curves(figure, &[curve(x, y)]);
    }
    let steps = [curve(vec![low, 0.0], vec![0.0; 2]), curve(vec![0.0, high], vec![1.0; 2])];
    draw_curves(figure, &steps)?;
    let [open, filled] = [0.0, 1.0].map(|y| [figure.x(0.0), figure.y(y)]);
    let dots = [(filled, DOT.0, ink), (open, DOT.0, ink), (open, DOT.1, figure.theme.paper)];
    let mut visible = dots.into_iter().filter(|&(center, ..)| figure.contains(center));
    visible.try_for_each(|(center, css, color)| draw_disc(figure, center, css, color))
}
