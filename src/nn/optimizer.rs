//! How a gradient becomes a step: PyTorch's definitions and defaults.
//!
//! Here `g` is the gradient, `p` the parameter, `t` the number of the step from 1, `eta` the learning
//! rate. The moments stand in one flat buffer beside the parameters, so that a snapshot can hold them.

use alloc::vec::Vec;

use crate::math;
use crate::named::named;
use crate::{Result, unknown_choice};

named! {
    /// The rule by which parameters move.
    #[derive(Default)]
    pub enum Rule {
        /// `p - eta g`, (2), (3), (30) to (33) of the thesis.
        #[default]
        GradientDescent = "gradient_descent",
        /// `v = mu v + g`, `p - eta v` (Polyak 1964).
        Momentum = "momentum",
        /// `v = mu v + g`, `p - eta (g + mu v)` (Nesterov 1983, as Sutskever et al. 2013).
        Nesterov = "nesterov",
        /// `v = a v + (1 - a) g^2`, `p - eta g / (sqrt v + eps)`, a = 0.99 (Hinton 2012).
        RmsProp = "rmsprop",
        /// `v = v + g^2`, `p - eta g / (sqrt v + eps)` (Duchi et al. 2011).
        Adagrad = "adagrad",
        /// `v = rho v + (1 - rho) g^2`, `d = g sqrt(u + eps) / sqrt(v + eps)`, `u = rho u + (1 - rho) d^2`,
        /// `p - eta d`, rho = 0.9 (Zeiler 2012).
        Adadelta = "adadelta",
        /// Moments of first and second order, corrected for their start at 0 (Kingma and Ba 2015).
        Adam = "adam",
        /// Adam after `p (1 - eta weight_decay)` (Loshchilov and Hutter 2019).
        AdamW = "adamw",
    }
}

impl Rule {
    /// Its constants, PyTorch's defaults.
    #[must_use]
    pub fn constants(self) -> Constants {
        let (beta1, beta2, epsilon) = match self {
            Self::GradientDescent | Self::Momentum | Self::Nesterov => (0.0, 0.0, 0.0),
            Self::RmsProp => (0.0, 0.99, 1e-8),
            Self::Adagrad => (0.0, 1.0, 1e-10),
            Self::Adadelta => (0.0, 0.9, 1e-6),
            Self::Adam | Self::AdamW => (0.9, 0.999, 1e-8),
        };
        Constants { beta1, beta2, epsilon }
    }

    /// How many moments it keeps for each parameter.
    #[must_use]
    pub fn n_moments(self) -> usize {
        match self {
            Self::GradientDescent => 0,
            Self::Momentum | Self::Nesterov | Self::RmsProp | Self::Adagrad => 1,
            Self::Adadelta | Self::Adam | Self::AdamW => 2,
        }
    }
}

/// The numbers of a rule that nobody sets; 0 where it has none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Constants {
    /// What the mean of the gradients keeps of itself at each step.
    pub beta1: f64,
    /// What the mean of their squares keeps, a of RMSProp and rho of Adadelta; 1 of Adagrad, which adds up.
    pub beta2: f64,
    /// What keeps a divisor from 0.
    pub epsilon: f64,
}

/// The numbers beside the learning rate that a reader may set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// mu of momentum and Nesterov.
    pub momentum: f64,
    /// AdamW's alone.
    pub weight_decay: f64,
}

/// A rule with its moments.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Optimizer {
    rule: Rule,
    /// `[n_moments, n_params]`; zero before the first step.
    pub moments: Vec<f64>,
    /// Steps done with this rule.
    pub t: u64,
}

impl Optimizer {
    /// A rule for so many parameters, before its first step.
    #[must_use]
    pub fn new(rule: Rule, n_params: usize) -> Self {
        Self { rule, moments: alloc::vec![0.0; rule.n_moments() * n_params], t: 0 }
    }

    /// A rule in the middle of a run.
    ///
    /// # Errors
    /// When no rule has that name.
    pub fn resume(rule: &str, moments: Vec<f64>, t: u64) -> Result<Self> {
        let unknown = || unknown_choice("optimizer", Rule::NAMES.iter().copied(), rule);
        Ok(Self { rule: Rule::from_name(rule).ok_or_else(unknown)?, moments, t })
    }

    /// The rule.
    #[must_use]
    pub fn rule(&self) -> Rule {
        self.rule
    }

    /// Writes the parameters after one step into `next`.
    pub fn step(&mut self, eta: f64, settings: Settings, p: &[f64], g: &[f64], next: &mut [f64]) {
        self.t += 1;
        let t = self.t as f64;
        let Constants { beta1, beta2, epsilon: eps } = self.rule.constants();
        let middle = p.len().min(self.moments.len());
        let (first, second) = self.moments.split_at_mut(middle);
        let parameters = next.iter_mut().zip(p).zip(g).map(|((next, p), g)| (next, *p, *g));
        match self.rule {
            Rule::GradientDescent => parameters.for_each(|(next, p, g)| *next = p - eta * g),
            Rule::Momentum | Rule::Nesterov => {
                let (mu, ahead) = (settings.momentum, self.rule == Rule::Nesterov);
                for ((next, p, g), v) in parameters.zip(first) {
                    *v = mu * *v + g;
                    *next = p - eta * if ahead { g + mu * *v } else { *v };
                }
            }
            Rule::RmsProp | Rule::Adagrad => {
                let add = if self.rule == Rule::RmsProp { 1.0 - beta2 } else { 1.0 };
                for ((next, p, g), v) in parameters.zip(first) {
                    *v = beta2 * *v + add * g * g;
                    *next = p - eta * (g / (math::sqrt(*v) + eps));
                }
            }
            Rule::Adadelta => {
                for (((next, p, g), v), u) in parameters.zip(first).zip(second) {
                    *v = beta2 * *v + (1.0 - beta2) * g * g;
                    let d = math::sqrt(*u + eps) / math::sqrt(*v + eps) * g;
                    *u = beta2 * *u + (1.0 - beta2) * d * d;
                    *next = p - eta * d;
                }
            }
            Rule::Adam | Rule::AdamW => {
                let keep = if self.rule == Rule::AdamW { 1.0 - eta * settings.weight_decay } else { 1.0 };
                let eta = eta / (1.0 - math::pow(beta1, t));
                let root = math::sqrt(1.0 - math::pow(beta2, t));
                for (((next, p, g), m), v) in parameters.zip(first).zip(second) {
                    *m = beta1 * *m + (1.0 - beta1) * g;
                    *v = beta2 * *v + (1.0 - beta2) * g * g;
                    *next = p * keep - eta * (*m / (math::sqrt(*v) / root + eps));
                }
            }
        }
    }
}
