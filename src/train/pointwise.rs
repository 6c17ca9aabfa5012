//! A feed-forward network on points of the plane.

use alloc::vec::Vec;
use core::{mem, ops::Range};

use super::evaluate::{Tally, evaluate, metrics};
use super::samples::{Block, Samples};
use super::{Learner, Metrics, Order, State, Trainer, plain};
use crate::Result;
use crate::data::{Extent, Points, Split, Standardizer};
use crate::experiment::Experiment;
use crate::math;
use crate::nn::{Cache, Dense, Dropout, Look, Loss, Mlp, Output};
use crate::random::{self, RandomState, Stream};

/// A network with the points that it learns from and those kept for testing.
#[derive(Clone, Debug)]
pub struct Pointwise {
    pub(super) points: Points,
    pub(super) samples: Samples,
    /// What the targets of `samples` were made for.
    targets_for: (Loss, Output),
    /// What brings the coordinates to one scale, if the experiment asks for it.
    pub(super) standardizer: Option<Standardizer>,
    /// The samples to learn from and those to test on, as indices of `points`.
    pub(super) train: Vec<usize>,
    pub(super) test: Vec<usize>,
    pub(super) mlp: Mlp,
    pub(super) cache: Cache,
    pub(super) block: Block,
    /// The samples of the last update.
    batch: Vec<usize>,
    /// The forward pass of each block of the next update, where it has been done already.
    ahead: Vec<Cache>,
    pub(super) is_ahead: bool,
}

impl Learner for Pointwise {
    fn new(experiment: &Experiment) -> Result<Self> {
        let points = experiment.make_points()?;
        let n_out = experiment.n_outputs(points.n_classes)?;
        let mut mlp = Mlp::new(experiment.features.len(), &experiment.hidden_layers(), n_out);
        mlp.values = experiment.initial_parameters(mlp.layers())?;
        let Split { train, test } = experiment.split(points.y.len())?;
        let standardizer = experiment.standardize.then(|| Standardizer::new(&points.x, 2, &train));
        Ok(Self {
            samples: Samples::new(&points, standardizer.as_ref(), experiment),
            targets_for: (experiment.loss, experiment.output),
            standardizer,
            points,
            train,
            test,
            mlp,
            cache: Cache::default(),
            block: Block::default(),
            batch: Vec::new(),
            ahead: Vec::new(),
            is_ahead: false,
        })
    }

    fn order(&self, experiment: &Experiment) -> Order {
        // Inline data and parameters need no seed as long as nothing is drawn.
        let seed = experiment.seed.unwrap_or_default();
        Order::new(self.train.len(), random::stream(seed, Stream::Order))
    }

    fn values(&self) -> &[f64] {
        &self.mlp.values
    }

    fn parameters(&mut self) -> (&mut Vec<f64>, &mut Vec<f64>) {
        self.is_ahead = false;
        (&mut self.mlp.values, &mut self.mlp.grads)
    }

    fn weights(&self) -> Vec<Range<usize>> {
        self.mlp.layers().iter().map(Dense::weights).collect()
    }

    fn backward_next(
        &mut self,
        current: &Experiment,
        state: &mut State,
        wanted: Option<&mut Metrics>,
    ) -> (usize, bool) {
        let mut batch = mem::take(&mut self.batch);
        self.next_batch(current, &mut state.order, &mut batch);
        let mut tally = wanted.is_some().then(Tally::default);
        let finite = self.backward(current, &batch, Some(&mut state.dropout), None, tally.as_mut(), None);
        if let (Some(wanted), Some(tally)) = (wanted, tally) {
            *wanted = Metrics { step: state.step, ..metrics(self, current, &tally) };
        }
        self.batch = batch;
        (self.batch.len(), finite)
    }

    fn update_often(&mut self, current: &Experiment, state: &mut State, steps: u64) -> (u64, bool) {
        plain::update_often(self, current, &mut state.order, steps)
    }

    fn foresees(&self, current: &Experiment, state: &State) -> bool {
        let Experiment { batch_size, dropout, .. } = *current;
        // Within an epoch, what is left of it comes first.
        let begins = state.order.cursor >= self.train.len();
        begins && (batch_size == 0 || batch_size >= self.train.len()) && dropout <= 0.0
    }

    fn evaluate(&self, current: &Experiment, state: &State) -> Metrics {
        Metrics { step: state.step, ..evaluate(self, current) }
    }

    fn evaluate_ahead(&mut self, current: &Experiment, state: &State) -> Metrics {
        if !self.foresees(current, state) {
            return self.evaluate(current, state);
        }
        let mut tally = Tally::default();
        self.ahead.resize_with(self.train.len().div_ceil(math::BLOCK), Cache::default);
        for (indices, cache) in self.train.chunks(math::BLOCK).zip(&mut self.ahead) {
            self.samples.gather(indices, &mut self.block);
            self.mlp.forward(self.block.x(), self.block.m, cache, None);
            tally.add(current, self.points.n_classes, cache.output(), &self.block);
        }
        self.is_ahead = true;
        Metrics { step: state.step, ..metrics(self, current, &tally) }
    }

    fn check_goes_on(&self, changed: &Experiment) -> Result<()> {
        changed.check_goes_on(self.points.n_classes, self.n_out())
    }

    fn adopt(&mut self, changed: &Experiment) {
        self.is_ahead = false;
        if self.targets_for != (changed.loss, changed.output) {
            self.samples = Samples::new(&self.points, self.standardizer.as_ref(), changed);
            self.targets_for = (changed.loss, changed.output);
        }
        self.mlp.set_activations(&changed.hidden_layers());
    }
}

impl Pointwise {
    /// Writes the samples of the next update into `batch`: all, or some; at the end of an epoch fewer, unless
    /// what is left is carried over into the next.
    pub(super) fn next_batch(&self, current: &Experiment, order: &mut Order, batch: &mut Vec<usize>) {
        let m = self.train.len();
        let size = match current.batch_size {
            0 => m,
            size => size.min(m),
        };
        batch.clear();
        while batch.len() < size {
            let more = order.next(size - batch.len(), current.shuffled);
            batch.extend(more.iter().map(|i| self.train[*i]));
            if !current.carry_last_batch {
                break;
            }
        }
    }

    /// Sums the gradients over the samples, (24) to (29) in the form of 6.3 without 1/m; `dropout` is the
    /// stream of the neurons left out in training. The sample at the place `without` may be left out of the
    /// sum. `tally` is given the answers. False when a logit is not finite.
    pub(super) fn backward(
        &mut self,
        current: &Experiment,
        indices: &[usize],
        mut dropout: Option<&mut RandomState>,
        without: Option<usize>,
        mut tally: Option<&mut Tally>,
        mut look: Option<Look<'_>>,
    ) -> bool {
        let Experiment { loss, output, dropout: rate, .. } = *current;
        self.mlp.grads.fill(0.0);
        let is_ahead = mem::take(&mut self.is_ahead);
        let mut finite = true;
        for (block, indices) in indices.chunks(math::BLOCK).enumerate() {
            self.samples.gather(indices, &mut self.block);
            let (x, y, m) = (self.block.x(), self.block.y(), self.block.m);
            let dropout = dropout.as_deref_mut().filter(|_| rate > 0.0);
            let dropout = dropout.map(|random| Dropout { rate, random });
            let cache = match self.ahead.get_mut(block).filter(|_| is_ahead) {
                Some(ahead) => ahead,
                None => {
                    self.mlp.forward(x, m, &mut self.cache, dropout);
                    &mut self.cache
                }
            };
            finite &= math::all_finite(cache.output());
            if let Some(tally) = &mut tally {
                tally.add(current, self.points.n_classes, cache.output(), &self.block);
            }
            let d_z = cache.output_mut();
            loss.backward(output, d_z, y, m);
            let without = without.and_then(|place| place.checked_sub(block * math::BLOCK));
            for row in d_z.chunks_exact_mut(m) {
                row[self.block.n_samples..].fill(0.0);
                without.and_then(|column| row.get_mut(column)).into_iter().for_each(|d| *d = 0.0);
            }
            self.mlp.backward(x, m, cache, look.as_mut().map(|look| -> Look<'_> { look }));
        }
        finite
    }

    /// The network.
    #[must_use]
    pub fn mlp(&self) -> &Mlp {
        &self.mlp
    }

    /// All points, for training and for testing.
    #[must_use]
    pub fn points(&self) -> &Points {
        &self.points
    }

    pub(super) fn n_out(&self) -> usize {
        self.mlp.layers().last().map_or(0, |layer| layer.n_out)
    }
}

impl Trainer {
    /// Every gradient over all training points at the current parameters, penalties included, without
    /// dropout or clipping; in the layout of the parameters.
    pub fn gradients(&mut self) -> &[f64] {
        self.all_gradients(None);
        &self.learner.mlp.grads
    }

    pub(super) fn all_gradients(&mut self, look: Option<Look<'_>>) {
        let train = mem::take(&mut self.learner.train);
        self.learner.backward(&self.current, &train, None, None, None, look);
        self.learner.train = train;
        self.finish_gradients(self.learner.train.len(), 0.0);
    }

    /// All points, for training and for testing.
    #[must_use]
    pub fn points(&self) -> &Points {
        &self.learner.points
    }

    /// The points kept for testing, as indices of [`Self::points`].
    #[must_use]
    pub fn test(&self) -> &[usize] {
        &self.learner.test
    }

    /// What brings the coordinates to one scale, if the experiment asks for it.
    #[must_use]
    pub fn standardizer(&self) -> Option<&Standardizer> {
        self.learner.standardizer.as_ref()
    }

    /// The network.
    #[must_use]
    pub fn mlp(&self) -> &Mlp {
        &self.learner.mlp
    }

    /// The square around the points.
    #[must_use]
    pub fn extent(&self) -> Extent {
        Extent::around(&self.learner.points.x)
    }
}
