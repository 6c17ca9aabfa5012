//! A recurrent network on sequences that are drawn anew for every update.

use alloc::vec::Vec;
use core::{mem, ops::Range};

use super::evaluate::answer;
use super::samples::targets;
use super::{History, Learner, Metrics, Order, SequenceTrainer, State};
use crate::data::{Measure, SequenceBatch, Sequences};
use crate::experiment::Experiment;
use crate::math::{self, BLOCK, LANES};
use crate::nn::Dropout;
use crate::nn::{Recurrent, Trace};
use crate::random::{self, RandomState, Stream};
use crate::{Result, check_range};

/// Sequences that a score is taken from; of windows of one text or series fewer, which tell as much.
const N_SCORED: usize = 512;
const N_WINDOWS: usize = 32;

/// States, of all cells at all steps of some sequences, that are held at a time. Eight numbers belong to each: the
/// gates, the memory, derivatives.
const MAX_STATES: usize = 1 << 23;

/// A network with what its sequences are drawn from.
#[derive(Clone, Debug)]
pub struct Sequential {
    pub(super) sequences: Sequences,
    pub(super) network: Recurrent,
    pub(super) trace: Trace,
    /// What has been done of the next update.
    pub(super) ahead: Option<Ahead>,
}

/// The sequences of an update whose forward pass is in the trace.
#[derive(Clone, Debug)]
pub(super) struct Ahead {
    block: Block,
    outputs: Vec<f64>,
    /// The stream after these sequences.
    random: RandomState,
}

/// Up to [`BLOCK`] sequences in the kernels' layout: columns padded with zeros to whole lanes.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// `[n_steps, n_in, m]`.
    pub(super) x: Vec<f64>,
    /// `[n_out_steps, n_out, m]`, as the loss takes them.
    pub(super) targets: Vec<f64>,
    /// Without its x.
    pub(super) batch: SequenceBatch,
    /// Columns with their padding.
    pub(super) m: usize,
}

/// What a pass over sequences adds up to.
#[derive(Default)]
pub(super) struct Sums {
    losses: Vec<f64>,
    /// For each counted answer, whether it is right, or its squared error.
    measured: Vec<f64>,
}

impl Sums {
    /// Adds the answers to a block, given as its logits, over which the outputs are written.
    fn add(&mut self, current: &Experiment, measure: Measure, block: &Block, answers: &mut [f64]) {
        let Experiment { loss, output, .. } = *current;
        let Block { targets, batch, m, .. } = block;
        let n_out_steps = batch.y.len() / batch.m;
        let step = answers.len() / n_out_steps;
        let mut losses = alloc::vec![0.0; batch.m];
        for (t, z) in answers.chunks_exact_mut(step).enumerate() {
            let of_step = loss.judge(output, z, &targets[t * step..][..step], *m);
            losses.iter_mut().zip(of_step).for_each(|(sum, loss)| *sum += loss / n_out_steps as f64);
            for s in (0..batch.m).filter(|s| batch.counted.get(t * batch.m + s) != Some(&false)) {
                let y = batch.y[t * batch.m + s];
                self.measured.push(match measure {
                    Measure::Accuracy => f64::from((answer(output, z, *m, s, None) - y).abs() < 0.5),
                    Measure::MeanSquaredError => (z[s] - y) * (z[s] - y),
                });
            }
        }
        self.losses.extend(losses);
    }

    fn metrics(&self, step: u64) -> Metrics {
        // A short window may hold no answer that is counted.
        let mean = |x: &[f64]| if x.is_empty() { 0.0 } else { math::sum(x) / x.len() as f64 };
        Metrics { step, loss: mean(&self.losses), accuracy: mean(&self.measured), ..Metrics::default() }
    }
}

impl Learner for Sequential {
    const SCORE_EVERY: u64 = 50;

    fn new(experiment: &Experiment) -> Result<Self> {
        let sequences = experiment.make_sequences()?;
        let n_out = experiment.n_outputs(sequences.n_classes())?;
        let mut network = experiment.make_recurrent(sequences.n_in(), n_out)?;
        network.values = experiment.initial_recurrent(&network)?;
        let learner = Self { sequences, network, trace: Trace::default(), ahead: None };
        learner.check_size(experiment)?;
        Ok(learner)
    }

    fn order(&self, experiment: &Experiment) -> Order {
        Order::new(0, random::stream(experiment.data_seed.unwrap_or_default(), Stream::Data))
    }

    fn values(&self) -> &[f64] {
        &self.network.values
    }

    fn parameters(&mut self) -> (&mut Vec<f64>, &mut Vec<f64>) {
        self.ahead = None;
        (&mut self.network.values, &mut self.network.grads)
    }

    fn weights(&self) -> Vec<Range<usize>> {
        self.network.weights()
    }

    fn backward_next(
        &mut self,
        current: &Experiment,
        state: &mut State,
        metrics: Option<&mut Metrics>,
    ) -> (usize, bool) {
        let m = self.batch_size(current);
        let mut sums = metrics.is_some().then(Sums::default);
        let random = &mut state.order.random;
        let finite = self.backward(current, random, m, Some(&mut state.dropout), sums.as_mut());
        if let (Some(metrics), Some(sums)) = (metrics, sums) {
            *metrics = sums.metrics(state.step);
        }
        (m, finite)
    }

    fn foresees(&self, current: &Experiment, _state: &State) -> bool {
        current.dropout <= 0.0
    }

    /// On the batch that comes next.
    fn evaluate(&self, current: &Experiment, state: &State) -> Metrics {
        let mut random = state.order.random.clone();
        self.measure(current, &mut random, self.batch_size(current)).metrics(state.step)
    }

    /// On sequences of the evaluation stream, others for every step.
    fn score(&self, current: &Experiment, state: &State) -> Metrics {
        let windows = self.sequences.text().is_some() || self.sequences.series().is_some();
        let m = self.sequences.n_given().unwrap_or(if windows { N_WINDOWS } else { self.n_scored() });
        self.measure(current, &mut evaluation(current, state.step), m).metrics(state.step)
    }

    fn solved_at(&self, scores: &History) -> Option<u64> {
        let solves = |metrics: &Metrics| metrics.step > 0 && self.sequences.is_solved(metrics.accuracy);
        let pair = scores.records.windows(2).find(|pair| pair.iter().all(solves));
        pair.map(|pair| pair[0].step)
    }

    fn check_goes_on(&self, changed: &Experiment) -> Result<()> {
        self.check_size(changed)?;
        changed.check_goes_on(self.sequences.n_classes(), self.network.n_out())
    }

    fn evaluate_ahead(&mut self, current: &Experiment, state: &State) -> Metrics {
        let m = self.batch_size(current);
        if !self.foresees(current, state) || m > BLOCK {
            return self.evaluate(current, state);
        }
        let mut random = state.order.random.clone();
        let block = self.block(current, self.sequences.draw(&mut random, m));
        self.forward(&block, None);
        let mut sums = Sums::default();
        let outputs = self.outputs(current, &block, Some(&mut sums));
        self.ahead = Some(Ahead { block, outputs, random });
        sums.metrics(state.step)
    }

    fn adopt(&mut self, _changed: &Experiment) {
        self.ahead = None;
    }
}

/// The stream of the sequences that a score at a step is taken from: the fourth of a seed, after those of
/// [`Stream`].
pub(super) fn evaluation(experiment: &Experiment, step: u64) -> RandomState {
    #[expect(clippy::cast_possible_truncation, reason = "a key of two words")]
    let step = [step as u32, (step >> 32) as u32];
    RandomState::from_key(&[experiment.data_seed.unwrap_or_default(), 4, step[0], step[1]])
}

impl Sequential {
    /// What the sequences are drawn from.
    #[must_use]
    pub fn sequences(&self) -> &Sequences {
        &self.sequences
    }

    /// The network.
    #[must_use]
    pub fn network(&self) -> &Recurrent {
        &self.network
    }

    /// Sequences of an update; the task's usual number for 0.
    pub(super) fn batch_size(&self, current: &Experiment) -> usize {
        match current.batch_size {
            0 => self.sequences.n_given().unwrap_or(self.sequences.task().default_batch()),
            size => size,
        }
    }

    /// Sums the gradients over the next `m` sequences of a stream, as [`Loss::backward`] gives them, the
    /// mean over steps; `dropout` is the stream of the cells left out in training, `sums` are given the answers.
    /// False when a logit is not finite.
    ///
    /// [`Loss::backward`]: crate::nn::Loss::backward
    fn backward(
        &mut self,
        current: &Experiment,
        random: &mut RandomState,
        m: usize,
        dropout: Option<&mut RandomState>,
        sums: Option<&mut Sums>,
    ) -> bool {
        self.backward_blocks(current, random, m, dropout, sums, |_, _, _| {})
    }

    /// As `backward`; `look` is shown the network and the trace of each block, with its columns.
    pub(super) fn backward_blocks(
        &mut self,
        current: &Experiment,
        random: &mut RandomState,
        m: usize,
        mut dropout: Option<&mut RandomState>,
        mut sums: Option<&mut Sums>,
        mut look: impl FnMut(&Recurrent, &Trace, usize),
    ) -> bool {
        self.network.grads.fill(0.0);
        let mut finite = true;
        for some in blocks(m, BLOCK) {
            let Ahead { block, outputs, random: after } =
                self.ahead.take().filter(|_| sums.is_none()).unwrap_or_else(|| {
                    let block = self.block(current, self.sequences.draw_some(random, some, m));
                    let rate = current.dropout;
                    let dropout = dropout.as_deref_mut().filter(|_| rate > 0.0);
                    self.forward(&block, dropout.map(|random| Dropout { rate, random }));
                    let outputs = self.outputs(current, &block, sums.as_deref_mut());
                    Ahead { block, outputs, random: random.clone() }
                });
            *random = after;
            finite &= self.backward_block(current, &block, outputs);
            look(&self.network, &self.trace, block.m);
        }
        finite
    }

    /// The forward pass of one block.
    pub(super) fn forward(&mut self, block: &Block, dropout: Option<Dropout<'_>>) {
        let Self { network, sequences, trace, .. } = self;
        network.forward(&block.x, block.batch.n_steps, block.m, sequences.every_step(), trace, dropout);
    }

    /// The outputs after it; `sums` are given the answers.
    pub(super) fn outputs(&self, current: &Experiment, block: &Block, sums: Option<&mut Sums>) -> Vec<f64> {
        let mut outputs = self.trace.output().to_vec();
        match sums {
            Some(sums) => sums.add(current, self.sequences.measure(), block, &mut outputs),
            None => {
                let n_out = self.network.n_out();
                outputs.chunks_exact_mut(n_out * block.m).for_each(|z| current.output.forward(z, n_out));
            }
        }
        outputs
    }

    /// Adds the gradients of one block after its forward pass; the derivatives stay in the trace.
    pub(super) fn backward_block(&mut self, current: &Experiment, block: &Block, outputs: Vec<f64>) -> bool {
        let Experiment { loss, output, truncate, .. } = *current;
        let Self { network, trace, .. } = self;
        let (m, n_out) = (block.m, network.n_out());
        let finite = math::all_finite(trace.output());
        let mut d_z = outputs;
        let n_out_steps = (d_z.len() / (n_out * m)) as f64;
        for (d_z, y) in d_z.chunks_exact_mut(n_out * m).zip(block.targets.chunks_exact(n_out * m)) {
            loss.slope(output, d_z, y, n_out);
            d_z.iter_mut().for_each(|d| *d /= n_out_steps);
            d_z.chunks_exact_mut(m).for_each(|row| row[block.batch.m..].fill(0.0));
        }
        network.backward(&block.x, m, trace, &d_z, (truncate > 0).then_some(truncate));
        finite
    }

    /// Sequences that pass through the network at a time, in whole lanes: its states fill half a gigabyte at most.
    fn most_columns(&self) -> usize {
        let states = self.sequences.n_steps() * self.network.n_hidden() * self.network.n_layers();
        (MAX_STATES / states / LANES * LANES).clamp(LANES, BLOCK)
    }

    /// Sequences that a score is taken from: fewer where so many would take a minute.
    fn n_scored(&self) -> usize {
        N_SCORED.min(4 * self.most_columns())
    }

    /// That the states of an update fit.
    ///
    /// # Errors
    /// When `batch_size` is too large for so many cells and steps.
    fn check_size(&self, experiment: &Experiment) -> Result<()> {
        let (m, most) = (self.batch_size(experiment), self.most_columns());
        if m > most && most < BLOCK { check_range("batch_size", m as f64, 1.0, most as f64) } else { Ok(()) }
    }

    /// Loss and measure over the next `m` sequences of a stream.
    fn measure(&self, current: &Experiment, random: &mut RandomState, m: usize) -> Sums {
        let (mut sums, mut trace) = (Sums::default(), Trace::default());
        for drawn in blocks(m, BLOCK) {
            let batch = self.sequences.draw_some(random, drawn, m);
            for some in blocks(batch.m, self.most_columns()) {
                let block = self.block(current, batch.some(some));
                let Block { x, batch, m, .. } = &block;
                self.network.forward(x, batch.n_steps, *m, self.sequences.every_step(), &mut trace, None);
                sums.add(current, self.sequences.measure(), &block, &mut trace.output().to_vec());
            }
        }
        sums
    }

    /// A batch in the kernels' layout, with its targets.
    pub(super) fn block(&self, current: &Experiment, mut batch: SequenceBatch) -> Block {
        let m = batch.m.next_multiple_of(LANES);
        let classes = self.sequences.n_classes();
        let mut all = Vec::new();
        for y in batch.y.chunks_exact(batch.m) {
            all.extend(targets(y, classes, current.loss, current.output));
        }
        let x = mem::take(&mut batch.x);
        Block { x: padded(x, batch.m, m), targets: padded(all, batch.m, m), batch, m }
    }
}

/// `m` sequences in blocks of at most so many.
fn blocks(m: usize, most: usize) -> impl Iterator<Item = Range<usize>> {
    (0..m).step_by(most).map(move |start| start..m.min(start + most))
}

/// Rows of `n` numbers as rows of `m`, filled up with zeros.
pub(super) fn padded(rows: Vec<f64>, n: usize, m: usize) -> Vec<f64> {
    if n == m {
        return rows;
    }
    let mut out = alloc::vec![0.0; rows.len() / n * m];
    out.chunks_exact_mut(m).zip(rows.chunks_exact(n)).for_each(|(out, row)| out[..n].copy_from_slice(row));
    out
}

impl SequenceTrainer {
    /// Every gradient over the next batch at the current parameters, penalties included, without dropout or
    /// clipping; in the layout of the parameters.
    pub fn gradients(&mut self) -> &[f64] {
        let Self { learner, current, state, .. } = self;
        let m = learner.batch_size(current);
        learner.backward(current, &mut state.order.random.clone(), m, None, None);
        self.finish_gradients(m, 0.0);
        &self.learner.network.grads
    }

    /// Sequences of an update.
    #[must_use]
    pub fn batch_size(&self) -> usize {
        self.learner.batch_size(&self.current)
    }

    /// The step of the first of two scores in a row that solve the task. Before the first update nothing is
    /// solved, though a network may guess right.
    #[must_use]
    pub fn solved_at(&self) -> Option<u64> {
        self.state.solved_at
    }
}
