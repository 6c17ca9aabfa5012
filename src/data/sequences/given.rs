//! Sequences that the reader gives one by one.

use alloc::vec::Vec;

use super::tasks::Sequence;
use crate::math::sum;
use crate::random::RandomState;

/// The most sequences that are given.
pub const MAX_GIVEN: usize = 512;

/// Sequences of one length, with their answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// By sequence, `[n_steps, n_in]`.
    pub x: Vec<Vec<f64>>,
    /// By sequence, an answer for every step or for the last one alone: a class, or a value.
    pub y: Vec<Vec<f64>>,
    /// Length of the sequences.
    pub n_steps: usize,
    /// Number of classes, 0 for values.
    pub n_classes: usize,
}

impl Given {
    /// Number of input channels.
    #[must_use]
    pub fn n_in(&self) -> usize {
        self.x.first().map_or(0, |x| x.len() / self.n_steps)
    }

    /// Whether an answer is asked for at every step.
    #[must_use]
    pub fn every_step(&self) -> bool {
        self.y.first().is_some_and(|y| y.len() > 1)
    }

    /// The measure of always giving the commonest class, or the mean.
    pub(super) fn baseline(&self) -> f64 {
        if self.n_classes > 0 {
            return self.shares().into_iter().fold(0.0, f64::max);
        }
        let answers: Vec<f64> = self.y.concat();
        let n = answers.len() as f64;
        let mean = sum(&answers) / n;
        sum(&answers.iter().map(|y| (y - mean) * (y - mean)).collect::<Vec<_>>()) / n
    }

    /// How large a part of the answers each class is.
    pub(super) fn shares(&self) -> Vec<f64> {
        let answers: Vec<f64> = self.y.concat();
        let count = |k: usize| answers.iter().filter(|y| (**y - k as f64).abs() < 0.5).count() as f64;
        (0..self.n_classes).map(|k| count(k) / answers.len() as f64).collect()
    }

    /// Sequence `s` of `m`: all in their order where that is their number, otherwise one that is drawn.
    pub(super) fn sequence(&self, s: usize, m: usize, random: &mut RandomState) -> Sequence {
        let i = if m == self.x.len() { s } else { random.below(self.x.len()) };
        Sequence { x: self.x[i].clone(), y: self.y[i].clone(), counted: Vec::new() }
    }
}
