//! Training: a batch, its gradients, a step of the optimizer; with history, replay of edits and the
//! last finite moment kept.

mod edits;
mod evaluate;
mod flow;
mod history;
mod samples;
mod state;
mod step;
mod surface;

use alloc::string::ToString;
use alloc::vec::Vec;
use core::mem;

use crate::data::{Extent, Points, Split, Standardizer};
use crate::experiment::Experiment;
use crate::math;
use crate::nn::{Cache, Dropout, Mlp, Optimizer, Seen};
use crate::random::{self, Stream};
use crate::{Error, Result};
use samples::{Block, Samples};

pub use flow::Flow;
pub use history::{History, Metrics};
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

/// Trains the network of one [`Experiment`] on its points.
#[derive(Clone, Debug)]
pub struct Trainer {
    /// The run as it began, with the edits made since.
    experiment: Experiment,
    /// The same with the values that hold now.
    current: Experiment,
    points: Points,
    samples: Samples,
    /// What brings the coordinates to one scale, if the experiment asks for it.
    standardizer: Option<Standardizer>,
    /// The samples to learn from and those to test on, as indices of `points`.
    train: Vec<usize>,
    test: Vec<usize>,
    mlp: Mlp,
    initial: Vec<f64>,
    state: State,
    /// Where the next parameters are written before they are known to be finite.
    next: Vec<f64>,
    cache: Cache,
    block: Block,
}

impl Trainer {
    /// A network with its initial parameters, at step 0.
    ///
    /// # Errors
    /// When inline data, parameters, a seed, loss or output do not fit the rest of the experiment.
    pub fn new(experiment: Experiment) -> Result<Self> {
        let points = experiment.make_points()?;
        let n_out = experiment.n_outputs(&points)?;
        let mut mlp = Mlp::new(experiment.features.len(), &experiment.hidden_layers(), n_out);
        mlp.values = experiment.initial_parameters(mlp.layers())?;
        let Split { train, test } = experiment.split(points.y.len())?;
        let standardizer = experiment.standardize.then(|| Standardizer::new(&points.x, 2, &train));
        let mut trainer = Self {
            samples: Samples::new(&points, standardizer.as_ref(), &experiment),
            standardizer,
            state: initial_state(&experiment, train.len(), mlp.values.len()),
            points,
            train,
            test,
            initial: mlp.values.clone(),
            next: mlp.values.clone(),
            mlp,
            cache: Cache::default(),
            block: Block::default(),
            current: experiment.clone(),
            experiment,
        };
        let metrics = trainer.evaluate();
        trainer.state.history.push(metrics);
        Ok(trainer)
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
    /// [`Error::Diverged`] with the first step whose loss or parameters are not finite; the run then
    /// stands at the step before it.
    pub fn train_step(&mut self, steps: u64) -> Result<Metrics> {
        let before = self.snapshot();
        for _ in 0..steps {
            if !self.advance() {
                return Err(self.diverged(before));
            }
        }
        let metrics = self.evaluate();
        if metrics.loss.is_finite() { Ok(metrics) } else { Err(self.diverged(before)) }
    }

    /// One update and its record. False when something is not finite; what it left is of no use then.
    fn advance(&mut self) -> bool {
        self.replay_edits();
        if !self.update() {
            return false;
        }
        if !self.state.history.wants(self.state.step) {
            return true;
        }
        let metrics = self.evaluate();
        self.state.history.push(metrics);
        metrics.loss.is_finite()
    }

    /// Goes back and comes again up to the last step whose loss is finite: nothing is random, so that
    /// the moments and streams are those of that step too.
    fn diverged(&mut self, before: Snapshot) -> Error {
        let start = before.state.step;
        let mut last = self.state.step.saturating_sub(1).max(start);
        loop {
            self.resume(before.clone());
            while self.state.step < last {
                self.advance();
            }
            if last == start || self.evaluate().loss.is_finite() {
                return Error::Diverged { step: last + 1 };
            }
            last -= 1;
        }
    }

    /// One step of the optimizer on the next batch. False when a logit or a parameter is not finite.
    fn update(&mut self) -> bool {
        let batch = self.next_batch();
        let finite = self.backward(&batch, true, None, |_, _| {});
        self.finish_gradients(batch.len());
        let Self { mlp, state, next, current, .. } = self;
        let rate = current.rate_at(state.step);
        state.optimizer.step(rate, current.settings(), &mlp.values, &mlp.grads, next);
        hold(current, mlp, rate, next);
        // Stays 0 as long as every number is finite.
        let check: f64 = next.iter().map(|p| p * 0.0).sum();
        mem::swap(next, &mut mlp.values);
        state.step += 1;
        finite && !check.is_nan()
    }

    /// The samples of the next update: all, or a batch; at the end of an epoch a smaller one, unless
    /// what is left is carried over into the next.
    fn next_batch(&mut self) -> Vec<usize> {
        let m = self.train.len();
        let size = match self.current.batch_size {
            0 => m,
            size => size.min(m),
        };
        let mut batch = Vec::with_capacity(size);
        while batch.len() < size {
            let more = self.state.order.next(size - batch.len(), self.current.shuffled);
            batch.extend(more.iter().map(|i| self.train[*i]));
            if !self.current.carry_last_batch {
                break;
            }
        }
        batch
    }

    /// Sums the gradients over the samples, (24) to (29) in the form of 6.3 without 1/m; one of them may be
    /// left out of the sum, by its place. False when a logit is not finite.
    fn backward(
        &mut self,
        indices: &[usize],
        training: bool,
        without: Option<usize>,
        mut look: impl FnMut(usize, Seen<'_>),
    ) -> bool {
        let (loss, output, rate) = (self.current.loss, self.current.output, self.current.dropout);
        self.mlp.grads.fill(0.0);
        let mut finite = true;
        for (block, indices) in indices.chunks(math::BLOCK).enumerate() {
            self.samples.gather(indices, &mut self.block);
            let Block { x, y, m, n_samples } = &self.block;
            let dropout = Dropout { rate, random: &mut self.state.dropout };
            self.mlp.forward(x, *m, &mut self.cache, Some(dropout).filter(|_| training && rate > 0.0));
            let mut d_z = self.cache.output().to_vec();
            finite &= d_z.iter().all(|z| z.is_finite());
            loss.backward(output, &mut d_z, y, *m);
            let without = without.and_then(|place| place.checked_sub(block * math::BLOCK));
            for row in d_z.chunks_exact_mut(*m) {
                row[*n_samples..].fill(0.0);
                without.and_then(|column| row.get_mut(column)).into_iter().for_each(|d| *d = 0.0);
            }
            self.mlp.backward(x, *m, &mut self.cache, &d_z, &mut look);
        }
        finite
    }

    /// From sums to means, with the penalties on the weights and clipped to a norm.
    fn finish_gradients(&mut self, m: usize) {
        let scale = 1.0 / m as f64;
        let Experiment { l1, l2, clip_norm, .. } = self.current;
        let Mlp { grads, .. } = &mut self.mlp;
        grads.iter_mut().for_each(|grad| *grad *= scale);
        if l1 > 0.0 || l2 > 0.0 {
            for layer in self.mlp.layers().to_vec() {
                let weights = self.mlp.values[layer.weights()].iter();
                let penalty = weights.map(|w| l1 * sign(*w) + l2 * w);
                self.mlp.grads[layer.weights()].iter_mut().zip(penalty).for_each(|(grad, p)| *grad += p);
            }
        }
        if clip_norm > 0.0 {
            clip(&mut self.mlp.grads, clip_norm);
        }
    }

    /// Every gradient over all training points at the current parameters, penalties included, without
    /// dropout or clipping; in the layout of the parameters.
    pub fn gradients(&mut self) -> &[f64] {
        self.all_gradients(|_, _| {});
        &self.mlp.grads
    }

    fn all_gradients(&mut self, look: impl FnMut(usize, Seen<'_>)) {
        let train = mem::take(&mut self.train);
        self.backward(&train, false, None, look);
        self.train = train;
        let clip_norm = mem::take(&mut self.current.clip_norm);
        self.finish_gradients(self.train.len());
        self.current.clip_norm = clip_norm;
    }

    /// This moment of the run.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            experiment: self.experiment.clone(),
            parameters: self.mlp.values.clone(),
            state: self.state.clone(),
        }
    }

    /// The run at that moment, wherever the snapshot comes from.
    ///
    /// # Errors
    /// When the experiment is not sound or the rest of the snapshot does not fit it.
    pub fn restore(snapshot: Snapshot) -> Result<Self> {
        let mut trainer = Self::new(snapshot.experiment.clone())?;
        check_length("parameters", snapshot.parameters.len(), trainer.initial.len())?;
        snapshot.state.order.check(trainer.train.len())?;
        check_finite("parameters", &snapshot.parameters)?;
        check_finite("moments", &snapshot.state.optimizer.moments)?;
        trainer.resume(snapshot);
        let Optimizer { moments, .. } = &trainer.state.optimizer;
        check_length(
            "moments",
            moments.len(),
            trainer.current.optimizer.n_moments() * trainer.initial.len(),
        )?;
        Ok(trainer)
    }

    /// Takes up a moment of this very run.
    fn resume(&mut self, Snapshot { experiment, parameters, state }: Snapshot) {
        self.current.clone_from(&experiment);
        self.experiment = experiment;
        let moved = Optimizer::new(self.current.optimizer, self.mlp.values.len());
        self.state = State { edits_made: 0, optimizer: moved, ..state.clone() };
        self.samples = Samples::new(&self.points, self.standardizer.as_ref(), &self.current);
        self.mlp.set_activations(&self.current.hidden_layers());
        // The edits made before this moment hold; then everything is as it was.
        self.replay_edits();
        self.state = state;
        self.mlp.values = parameters;
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

    /// All points, for training and for testing.
    #[must_use]
    pub fn points(&self) -> &Points {
        &self.points
    }

    /// The points kept for testing, as indices of [`Self::points`].
    #[must_use]
    pub fn test(&self) -> &[usize] {
        &self.test
    }

    /// What brings the coordinates to one scale, if the experiment asks for it.
    #[must_use]
    pub fn standardizer(&self) -> Option<&Standardizer> {
        self.standardizer.as_ref()
    }

    /// The network.
    #[must_use]
    pub fn mlp(&self) -> &Mlp {
        &self.mlp
    }

    /// The records so far.
    #[must_use]
    pub fn history(&self) -> &History {
        &self.state.history
    }

    fn n_out(&self) -> usize {
        self.mlp.layers().last().map_or(0, |layer| layer.n_out)
    }

    /// The square around the points.
    #[must_use]
    pub fn extent(&self) -> Extent {
        Extent::around(&self.points.x)
    }
}

fn initial_state(experiment: &Experiment, m: usize, n_params: usize) -> State {
    // Inline data and parameters need no seed as long as nothing is drawn.
    let seed = experiment.seed.unwrap_or_default();
    State {
        step: 0,
        optimizer: Optimizer::new(experiment.optimizer, n_params),
        order: Order::new(m, random::stream(seed, Stream::Order)),
        dropout: random::stream(seed, Stream::Dropout),
        edits_made: 0,
        history: History::default(),
    }
}

/// Puts back what does not move: frozen parameters, and weights that the L1 penalty has brought to 0.
fn hold(current: &Experiment, mlp: &Mlp, rate: f64, next: &mut [f64]) {
    for i in &current.frozen {
        if let (Some(next), Some(value)) = (next.get_mut(*i), mlp.values.get(*i)) {
            *next = *value;
        }
    }
    if !current.l1_stays_zero || current.l1 <= 0.0 {
        return;
    }
    for layer in mlp.layers() {
        for (next, value) in next[layer.weights()].iter_mut().zip(&mlp.values[layer.weights()]) {
            // It is the penalty that crosses 0, not the gradient of the loss.
            let without = *next + rate * current.l1 * sign(*value);
            if without * *next < 0.0 || sign(*value) == 0.0 {
                *next = 0.0;
            }
        }
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

/// Scales the gradients to a norm of at most `max_norm`, as PyTorch's `clip_grad_norm_` does.
fn clip(grads: &mut [f64], max_norm: f64) {
    let squares: Vec<_> = grads.iter().map(|grad| grad * grad).collect();
    let scale = max_norm / (math::sqrt(math::sum(&squares)) + 1e-6);
    if scale < 1.0 {
        grads.iter_mut().for_each(|grad| *grad *= scale);
    }
}

fn check_finite(field: &str, values: &[f64]) -> Result<()> {
    let Some(at) = values.iter().position(|value| !value.is_finite()) else { return Ok(()) };
    let (field, got) = (field.to_string(), values[at].to_string());
    Err(Error::WrongKind { field, expected: "number", got, at: Some(at) })
}

pub(crate) fn check_length(field: &str, got: usize, expected: usize) -> Result<()> {
    if got == expected {
        return Ok(());
    }
    Err(Error::WrongLength { field: field.to_string(), min: expected, max: expected, got })
}
