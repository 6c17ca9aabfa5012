//! What a [`Run`](super::Run) trains.

use alloc::vec::Vec;
use core::ops::Range;

use super::{History, Metrics, Order, State};
use crate::Result;
use crate::experiment::Experiment;

/// A model together with the data that it learns from: a differentiable function of a batch, with all
/// parameters in one flat buffer mirrored by the gradients.
pub trait Learner: Clone + Sized {
    /// The model of an experiment with its initial parameters.
    ///
    /// # Errors
    /// When something does not fit the rest of the experiment.
    fn new(experiment: &Experiment) -> Result<Self>;

    /// How batches come, before the first one.
    fn order(&self, experiment: &Experiment) -> Order;

    /// All parameters.
    fn values(&self) -> &[f64];

    /// All parameters and their gradients.
    fn parameters(&mut self) -> (&mut Vec<f64>, &mut Vec<f64>);

    /// Where the weights stand, on which a penalty acts; biases are free of it.
    fn weights(&self) -> Vec<Range<usize>>;

    /// Sums the gradients of the loss over the next batch. Gives the number of its samples, and false
    /// when a logit is not finite. Where [`Learner::foresees`] holds, `metrics` becomes what
    /// [`Learner::evaluate`] says before the step.
    fn backward_next(
        &mut self,
        current: &Experiment,
        state: &mut State,
        metrics: Option<&mut Metrics>,
    ) -> (usize, bool);

    /// Does up to `steps` updates that nothing is asked of between, to the bits of as many single ones, where it has a
    /// quicker way. Gives how many, and whether all numbers of the last one are finite.
    fn update_often(&mut self, _current: &Experiment, _state: &mut State, _steps: u64) -> (u64, bool) {
        (0, true)
    }

    /// Whether the forward pass of the next update is that of [`Learner::evaluate`], so that one serves both.
    fn foresees(&self, current: &Experiment, state: &State) -> bool;

    /// Loss and accuracy at the current parameters, after `state.step` updates.
    fn evaluate(&self, current: &Experiment, state: &State) -> Metrics;

    /// As [`Learner::evaluate`]; where [`Learner::foresees`] holds, the next update takes up the forward pass, unless
    /// something is changed before.
    fn evaluate_ahead(&mut self, current: &Experiment, state: &State) -> Metrics;

    /// Updates from one [`Learner::score`] to the next; 0 where there are none.
    const SCORE_EVERY: u64 = 0;

    /// Loss and measure on examples drawn for it, where [`Learner::evaluate`] cannot tell. Where sequences are drawn
    /// without end they are never learnt from; parts of a series or a text, and given sequences, are.
    fn score(&self, current: &Experiment, state: &State) -> Metrics {
        self.evaluate(current, state)
    }

    /// The step of the first of two scores in a row that solve the task, as far as these records tell.
    fn solved_at(&self, _scores: &History) -> Option<u64> {
        None
    }

    /// That the model can go on under changed fields.
    ///
    /// # Errors
    /// When it would need other outputs or other data.
    fn check_goes_on(&self, changed: &Experiment) -> Result<()>;

    /// Lets the values of `changed` hold from now on.
    fn adopt(&mut self, changed: &Experiment);
}
