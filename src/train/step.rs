//! One update taken apart, for whoever explains it; the run stays as it is.

use alloc::vec::Vec;

use super::samples::Block;
use super::{Pointwise, Trainer};
use crate::math;
use crate::nn::Optimizer;
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
        let mut batch = Vec::new();
        before.learner.next_batch(&before.current, &mut before.state.order.clone(), &mut batch);
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
        [block.x(), block.y()].map(|rows| rows.chunks_exact(block.m).map(|row| row[0]).collect())
    }

    /// The gradients of the points of the next update without the one at `place`, added up, in the layout of
    /// the parameters; no penalty.
    pub(crate) fn others(&self, batch: &[usize], place: usize) -> Vec<f64> {
        self.under_dropout(batch, Some(place)).mlp.grads
    }

    /// Which neurons of each hidden layer the next update keeps for the point at `place` of its batch;
    /// nothing without dropout.
    pub(crate) fn kept(&self, batch: &[usize], place: usize) -> Vec<Vec<bool>> {
        // The masks are left of the last block, which is then the point's.
        let end = batch.len().min((place / math::BLOCK + 1) * math::BLOCK);
        let learner = self.under_dropout(&batch[..end], None);
        let m = learner.block.m;
        let of_point =
            |mask: &[f64]| mask.chunks_exact(m).map(|row| row[place % math::BLOCK] > 0.0).collect();
        learner.cache.masks().map(of_point).collect()
    }

    /// The model after the backward pass of some points, as the next update does it.
    fn under_dropout(&self, points: &[usize], without: Option<usize>) -> Pointwise {
        let (mut learner, mut dropout) = (self.learner.clone(), self.state.dropout.clone());
        // What has been done ahead leaves no masks.
        learner.is_ahead = false;
        learner.backward(&self.current, points, Some(&mut dropout), without, None, None);
        learner
    }

    /// The optimizer with its moments.
    pub(crate) fn optimizer(&self) -> &Optimizer {
        &self.state.optimizer
    }
}
