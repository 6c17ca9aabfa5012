//! Training: a batch, its gradients, a step of the optimizer; with history, replay of edits and the
//! last finite moment kept. [`Run`] does this for whatever is a [`Learner`].

mod cell_step;
mod edits;
mod evaluate;
mod flow;
mod history;
mod learner;
mod plain;
mod pointwise;
mod probe;
mod samples;
mod sequential;
mod state;
mod step;
mod surface;

use alloc::string::ToString;
use alloc::vec::Vec;
use core::{mem, ops::Range};

use crate::experiment::Experiment;
use crate::math;
use crate::nn::Optimizer;
use crate::random::{self, Stream};
use crate::{Error, Result, check_length, check_range, unknown_choice};
use sequential::evaluation;

pub use cell_step::CellStep;
pub use flow::Flow;
pub use history::{History, Metrics};
pub use learner::Learner;
pub use pointwise::Pointwise;
pub use probe::{Continuation, MAX_FORECAST, MAX_SEEDS, Passage, Sampling};
pub use sequential::Sequential;
pub use state::{Order, State};
pub use step::Step;

/// A moment of a run: enough to resume as if it had never stopped.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// The run, with the edits made so far.
    pub experiment: Experiment,
    /// All parameters.
    pub parameters: Vec<f64>,
    /// Everything else that training changes.
    pub state: State,
}

/// Trains the model of one [`Experiment`] on its data.
#[derive(Clone, Debug)]
pub struct Run<L> {
    /// The run as it began, with the edits made since.
    experiment: Experiment,
    /// The same with the values that hold now.
    current: Experiment,
    learner: L,
    initial: Vec<f64>,
    state: State,
    /// Where the next parameters are written before they are known to be finite.
    next: Vec<f64>,
    /// Whether this step is still to be recorded: the forward pass of the next update serves the record too.
    unrecorded: bool,
}

/// Trains a feed-forward network on points.
pub type Trainer = Run<Pointwise>;

/// Trains a recurrent network on sequences.
pub type SequenceTrainer = Run<Sequential>;

impl<L: Learner> Run<L> {
    /// A model with its initial parameters, at step 0.
    ///
    /// # Errors
    /// When inline data, parameters, a seed, loss or output do not fit the rest of the experiment.
    pub fn new(experiment: Experiment) -> Result<Self> {
        let mut run = Self::unseen(experiment)?;
        run.begin_records();
        Ok(run)
    }

    /// As [`Self::new`], before anything is evaluated: a score can take longer than all the rest.
    fn unseen(experiment: Experiment) -> Result<Self> {
        let learner = L::new(&experiment)?;
        Ok(Self {
            state: initial_state::<L>(&experiment, learner.order(&experiment), learner.values().len()),
            initial: learner.values().to_vec(),
            next: learner.values().to_vec(),
            unrecorded: false,
            learner,
            current: experiment.clone(),
            experiment,
        })
    }

    /// The records of a run that stands at its start.
    fn begin_records(&mut self) {
        self.state.history = History::default();
        self.state.scores = History::every(L::SCORE_EVERY);
        self.state.solved_at = None;
        self.record();
        self.settle();
    }

    /// Back to the same initial parameters. What was changed while training now holds from the start.
    ///
    /// # Errors
    /// None that the run has not met before.
    pub fn reset(&mut self) -> Result<()> {
        let mut experiment = self.current.clone();
        experiment.edits.clear();
        *self = Self::new(experiment)?;
        Ok(())
    }

    /// Does `steps` updates.
    ///
    /// # Errors
    /// [`Error::Diverged`] with the first step whose loss, parameters or moments are not finite; the run then
    /// stands at the step before it.
    pub fn train_step(&mut self, steps: u64) -> Result<Metrics> {
        let before = (self.learner.values().to_vec(), self.state.clone());
        let end = self.state.step.saturating_add(steps);
        while self.state.step < end {
            let finite = self.advance_unseen(end) && (self.state.step == end || self.advance());
            if !finite {
                return Err(self.diverged(before));
            }
        }
        let metrics = self.settle();
        if metrics.loss.is_finite() { Ok(metrics) } else { Err(self.diverged(before)) }
    }

    /// Updates up to the step `end`, as far as none is recorded and no edit is due. False when something is not finite.
    fn advance_unseen(&mut self, end: u64) -> bool {
        let Self { experiment, learner, current, state, unrecorded, .. } = self;
        let edit = experiment.edits.get(state.edits_made).map_or(end, |edit| edit.step);
        let seen = edit.min(state.history.next(state.step) - 1).min(end);
        if *unrecorded || seen <= state.step {
            return true;
        }
        let (done, finite) = learner.update_often(current, state, seen - state.step);
        state.step += done;
        state.optimizer.t += done;
        finite
    }

    /// One update and its record. False when something is not finite; what it left is of no use then.
    fn advance(&mut self) -> bool {
        let edits = &self.experiment.edits[self.state.edits_made.min(self.experiment.edits.len())..];
        if self.unrecorded && edits.first().is_some_and(|edit| edit.step <= self.state.step) {
            // The record is of what was before the edit.
            self.settle();
        }
        self.replay_edits();
        if !self.update() {
            return false;
        }
        self.record()
    }

    /// Writes down where training stands, if the records want this step, or leaves that to the next update. False
    /// when a loss is not finite.
    fn record(&mut self) -> bool {
        let Self { learner, current, state, .. } = self;
        let mut finite = true;
        if state.history.wants(state.step) {
            self.unrecorded = learner.foresees(current, state);
            if !self.unrecorded {
                let metrics = learner.evaluate(current, state);
                finite = metrics.loss.is_finite();
                state.history.push(metrics);
            }
        }
        if L::SCORE_EVERY > 0 && state.scores.wants(state.step) {
            let metrics = learner.score(current, state);
            state.scores.push(metrics);
            state.solved_at = state.solved_at.or_else(|| learner.solved_at(&state.scores));
        }
        finite
    }

    /// Where training stands, written down if that was left for later.
    fn settle(&mut self) -> Metrics {
        let metrics = self.learner.evaluate_ahead(&self.current, &self.state);
        if mem::take(&mut self.unrecorded) {
            self.state.history.push(metrics);
        }
        metrics
    }

    /// Goes back and comes again up to the last step whose loss is finite: nothing is random, so that
    /// the moments and streams are those of that step too.
    fn diverged(&mut self, (parameters, state): (Vec<f64>, State)) -> Error {
        let before = Snapshot { experiment: self.experiment.clone(), parameters, state };
        let start = before.state.step;
        let mut last = self.state.step.saturating_sub(1).max(start);
        loop {
            self.resume(before.clone());
            while self.state.step < last {
                self.advance();
            }
            if last == start || self.settle().loss.is_finite() {
                return Error::Diverged { step: last + 1 };
            }
            last -= 1;
        }
    }

    /// One step of the optimizer on the next batch. False when a loss, a logit, a parameter or a moment is not finite.
    fn update(&mut self) -> bool {
        let mut metrics = mem::take(&mut self.unrecorded).then(Metrics::default);
        let (m, finite) = self.learner.backward_next(&self.current, &mut self.state, metrics.as_mut());
        if let Some(metrics) = metrics {
            self.state.history.push(metrics);
            if !metrics.loss.is_finite() {
                return false;
            }
        }
        self.finish_gradients(m, self.current.clip_norm);
        let rate = self.learning_rate();
        let Self { learner, state, next, current, .. } = self;
        let (values, grads) = learner.parameters();
        state.optimizer.step(rate, current.settings(), values, grads, next);
        hold(current, learner, rate, next);
        let finite = finite && math::all_finite(next) && math::all_finite(&state.optimizer.moments);
        mem::swap(next, learner.parameters().0);
        state.step += 1;
        finite
    }

    /// From sums to means, with the penalties on the weights and clipped to a norm, unless that is 0.
    #[inline]
    fn finish_gradients(&mut self, m: usize, clip_norm: f64) {
        let scale = 1.0 / m as f64;
        self.learner.parameters().1.iter_mut().for_each(|grad| *grad *= scale);
        if self.current.l1.max(self.current.l2) > 0.0 {
            let weights = self.learner.weights();
            let (values, grads) = self.learner.parameters();
            penalize(&self.current, weights.into_iter(), values, grads);
        }
        if clip_norm > 0.0 {
            clip(self.learner.parameters().1, clip_norm);
        }
    }

    /// Loss and accuracy at the current parameters.
    #[must_use]
    pub fn evaluate(&self) -> Metrics {
        self.learner.evaluate(&self.current, &self.state)
    }

    /// This moment of the run.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            experiment: self.experiment.clone(),
            parameters: self.learner.values().to_vec(),
            state: self.state.clone(),
        }
    }

    /// The run at that moment, wherever the snapshot comes from.
    ///
    /// # Errors
    /// When the experiment is not sound or the rest of the snapshot does not fit it.
    pub fn restore(snapshot: Snapshot) -> Result<Self> {
        let mut run = Self::unseen(snapshot.experiment.clone())?;
        let n = run.initial.len();
        check_length("parameters", snapshot.parameters.len(), n, n)?;
        snapshot.state.order.check(run.state.order.permutation.len())?;
        check_finite("parameters", &snapshot.parameters)?;
        check_finite("moments", &snapshot.state.optimizer.moments)?;
        // An edit, too, is at such a step.
        check_range("step", snapshot.state.step as f64, 0.0, f64::from(u32::MAX))?;
        check_range("optimizer_steps", snapshot.state.optimizer.t as f64, 0.0, snapshot.state.step as f64)?;
        run.resume(snapshot);
        // Files of before it was kept do not say.
        run.state.solved_at = run.state.solved_at.or_else(|| run.learner.solved_at(&run.state.scores));
        let (rule, optimizer) = (run.current.optimizer, &run.state.optimizer);
        if optimizer.rule() != rule {
            return Err(unknown_choice("optimizer", [rule.name()], optimizer.rule().name()));
        }
        let n_moments = n * rule.n_moments();
        check_length("moments", optimizer.moments.len(), n_moments, n_moments)?;
        Ok(run)
    }

    /// Takes up a moment of this very run.
    fn resume(&mut self, Snapshot { experiment, parameters, state }: Snapshot) {
        self.unrecorded = false;
        self.current.clone_from(&experiment);
        self.experiment = experiment;
        let moved = Optimizer::new(self.current.optimizer, self.initial.len());
        self.state = State { edits_made: 0, optimizer: moved, ..state.clone() };
        self.learner.adopt(&self.current);
        // The edits made before this moment hold; then everything is as it was.
        let made = state.edits_made.min(self.experiment.edits.len());
        (0..made).for_each(|_| self.replay_edit());
        self.state = State { edits_made: made, ..state };
        *self.learner.parameters().0 = parameters;
    }

    /// The run as it began, with the edits made so far.
    #[must_use]
    pub fn experiment(&self) -> &Experiment {
        &self.experiment
    }

    /// The run with the values that hold now.
    #[must_use]
    pub fn current(&self) -> &Experiment {
        &self.current
    }

    /// The learning rate of the next update, where its schedule stands.
    #[must_use]
    pub fn learning_rate(&self) -> f64 {
        self.current.rate_at(self.state.step)
    }

    /// All parameters.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        self.learner.values()
    }

    /// The model with its data.
    #[must_use]
    pub fn learner(&self) -> &L {
        &self.learner
    }

    /// The records so far.
    #[must_use]
    pub fn history(&self) -> &History {
        &self.state.history
    }

    /// The scores so far, on examples drawn for them ([`Learner::score`]); none for a feed-forward network, whose
    /// test points stand in the history.
    #[must_use]
    pub fn scores(&self) -> &History {
        &self.state.scores
    }
}

fn initial_state<L: Learner>(experiment: &Experiment, order: Order, n_params: usize) -> State {
    // With inline data and parameters there may be none: what is drawn later is then that of seed 0.
    let seed = experiment.seed.unwrap_or_default();
    State {
        step: 0,
        optimizer: Optimizer::new(experiment.optimizer, n_params),
        order,
        dropout: random::stream(seed, Stream::Dropout),
        edits_made: 0,
        history: History::default(),
        scores: History::every(L::SCORE_EVERY),
        solved_at: None,
    }
}

/// Puts back what does not move: frozen parameters, and weights that the L1 penalty has brought to 0.
fn hold(current: &Experiment, learner: &impl Learner, rate: f64, next: &mut [f64]) {
    let values = learner.values();
    for i in &current.frozen {
        if let (Some(next), Some(value)) = (next.get_mut(*i), values.get(*i)) {
            *next = *value;
        }
    }
    if !current.l1_stays_zero || current.l1 <= 0.0 {
        return;
    }
    for range in learner.weights() {
        for (next, value) in next[range.clone()].iter_mut().zip(&values[range]) {
            // It is the penalty that crosses 0, not the gradient of the loss.
            let without = *next + rate * current.l1 * sign(*value);
            if without * *next < 0.0 || sign(*value) == 0.0 {
                *next = 0.0;
            }
        }
    }
}

/// Adds the slopes of the penalties to the gradients of the weights. Rarely asked for, it stays out of the update.
#[inline(never)]
fn penalize(
    &Experiment { l1, l2, .. }: &Experiment,
    weights: impl Iterator<Item = Range<usize>>,
    values: &[f64],
    grads: &mut [f64],
) {
    for range in weights {
        let penalty = values[range.clone()].iter().map(|w| l1 * sign(*w) + l2 * w);
        grads[range].iter_mut().zip(penalty).for_each(|(grad, p)| *grad += p);
    }
}

fn sign(x: f64) -> f64 {
    if x > 0.0 {
        1.0
    } else if x < 0.0 {
        -1.0
    } else {
        0.0
    }
}

/// Scales the gradients to a norm of at most `max_norm`, as PyTorch's `clip_grad_norm_` does. Rarely asked
/// for, it stays out of the update.
#[inline(never)]
fn clip(grads: &mut [f64], max_norm: f64) {
    let squares: Vec<_> = grads.iter().map(|grad| grad * grad).collect();
    let scale = max_norm / (math::sqrt(math::sum(&squares)) + 1e-6);
    if scale < 1.0 {
        grads.iter_mut().for_each(|grad| *grad *= scale);
    }
}

pub(crate) fn check_finite(field: &str, values: &[f64]) -> Result<()> {
    if math::all_finite(values) {
        return Ok(());
    }
    let Some(at) = values.iter().position(|value| !value.is_finite()) else { return Ok(()) };
    let (field, got) = (field.to_string(), values[at].to_string());
    Err(Error::WrongKind { field, expected: "number", got, at: Some(at) })
}
