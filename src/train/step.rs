//! One update taken apart, for whoever explains it; the run stays as it is.

use alloc::vec::Vec;

use super::Trainer;
use super::samples::Block;
use crate::{Error, Result};

/// The next update of a run.
#[derive(Clone, Debug)]
pub struct Step {
    /// The run as the update finds it: edits that are due have been made.
    pub before: Trainer,
    /// The points that it takes, as indices of [`Trainer::points`]; one may come twice.
    pub batch: Vec<usize>,
    /// Its learning rate.
    pub rate: f64,
    /// The parameters after it.
    pub after: Vec<f64>,
}

impl Trainer {
    /// The next update.
    ///
    /// # Errors
    /// [`Error::Diverged`] when it would not leave finite parameters.
    pub fn next_step(&self) -> Result<Step> {
        let mut before = self.clone();
        before.replay_edits();
        let batch = before.learner.next_batch(&before.current, &mut before.state.order.clone());
        let rate = before.current.rate_at(before.state.step);
        let mut after = before.clone();
        if !after.update() {
            return Err(Error::Diverged { step: after.state.step });
        }
        Ok(Step { before, batch, rate, after: after.learner.mlp.values })
    }

    /// Inputs, features computed, and targets of a point.
    pub(crate) fn sample(&self, point: usize) -> [Vec<f64>; 2] {
        let mut block = Block::default();
        self.learner.samples.gather(&[point], &mut block);
        [block.x, block.y].map(|rows| rows.chunks_exact(block.m).map(|row| row[0]).collect())
    }

    /// The gradients of some points, added up, in the layout of the parameters: no penalty, no dropout.
    pub(crate) fn gradient_sum(&mut self, points: &[usize]) -> &[f64] {
        self.learner.backward(&self.current, points, None, |_, _| {});
        &self.learner.mlp.grads
    }
}
