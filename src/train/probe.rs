//! Looking into a recurrent network: one sequence step by step, the gradient through time, what it goes on
//! to say. Training is never disturbed.

use alloc::string::String;
use alloc::vec::Vec;

use super::sequential::{Block, padded};
use super::{Learner, SequenceTrainer, Sequential, evaluation};
use crate::data::{MAX_STEPS, SequenceBatch, Text};
use crate::experiment::Experiment;
use crate::math::{self, LANES};
use crate::nn::{Output, StepFlow, Trace};
use crate::random::RandomState;
use crate::{Error, Result, check_range, unknown_choice};

/// The step in the key of the sequences that are shown, which no score has.
const SHOWN: u64 = u64::MAX;

/// The most steps that a forecast goes on, and characters that a text does.
pub const MAX_FORECAST: usize = 2000;

/// States, of all cells at all steps, of a passage in whole lanes: with what belongs to them two gigabytes.
const MOST_SHOWN: usize = 1 << 25;

/// Sequences by steps by parameters that a look at the gradients of several seeds may take: some minutes.
const MOST_WORK: f64 = 1e11;

/// The most seeds whose gradients are followed through time.
pub const MAX_SEEDS: u32 = 100;

/// One sequence on its way through a network.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// Length.
    pub n_steps: usize,
    /// `[n_steps, n_in]`.
    pub x: Vec<f64>,
    /// What should be answered, `[n_out_steps]`: a class or a value.
    pub y: Vec<f64>,
    /// Whether the measure looks at an answer; empty where it looks at all of them.
    pub counted: Vec<bool>,
    /// What is answered, `[n_out_steps, n_out]`, after the output's activation.
    pub output: Vec<f64>,
    /// By layer: name and values `[n_steps, n_hidden]` of each gate in the order of
    /// [`Cell::gates`](crate::nn::Cell::gates), then `c` if there is one, then `h`.
    pub layers: Vec<Vec<(&'static str, Vec<f64>)>>,
}

/// How the text goes on.
#[derive(Clone, Debug, PartialEq)]
pub struct Continuation {
    /// What was drawn.
    pub text: String,
    /// The probability that each character had.
    pub probability: Vec<f64>,
}

/// What decides about the next character.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sampling {
    /// The logits are divided by it: below 1 bolder, above 1 more even; 0 always takes the likeliest.
    pub temperature: f64,
    /// How many of the likeliest characters come into question; 0 for all.
    pub top_k: usize,
    /// Seed of the draws.
    pub seed: u32,
}

impl SequenceTrainer {
    /// Sequence number `index` of those that are shown, the same for every network with the same data; where sequences
    /// are drawn without end, one that is never learnt from.
    #[must_use]
    pub fn example(&self, index: u32) -> SequenceBatch {
        let mut random = evaluation(&self.current, SHOWN - u64::from(index));
        self.learner.sequences.draw(&mut random, 1)
    }

    /// A sequence through the network, with some gates pinned to a value from 0 to 1, in the order of
    /// [`Cell::gates`](crate::nn::Cell::gates); none are where the list is empty.
    #[must_use]
    pub fn passage(&self, sequence: SequenceBatch, pins: &[Option<f64>]) -> Passage {
        let mut network = self.learner.network.clone();
        network.pins.iter_mut().zip(pins).for_each(|(pin, value)| *pin = *value);
        let block = self.learner.block(&self.current, sequence);
        let Block { x, batch, m, .. } = &block;
        let mut trace = Trace::default();
        let every_step = self.learner.sequences.every_step();
        network.forward(x, batch.n_steps, *m, every_step, &mut trace, None);
        let column = |values: &[f64]| values.iter().step_by(*m).copied().collect::<Vec<_>>();
        let mut output = trace.output().to_vec();
        let logits = network.n_out() * m;
        output.chunks_exact_mut(logits).for_each(|z| self.current.output.forward(z, network.n_out()));
        let layer = |l: usize| {
            let gates = network.cell().gates().iter().map(|name| (*name, trace.gate(l, name)));
            let memory = ("c", Some(trace.c(l)).filter(|_| network.cell().has_memory()));
            let all = gates.chain([memory, ("h", Some(trace.h(l)))]);
            all.filter_map(|(name, values)| Some((name, column(values?)))).collect()
        };
        Passage {
            n_steps: batch.n_steps,
            x: column(x),
            y: batch.y.clone(),
            counted: batch.counted.clone(),
            output: column(&output),
            layers: (0..network.n_layers()).map(layer).collect(),
        }
    }

    /// All sequences of the batch that comes next through the network, one by one.
    #[must_use]
    pub fn passages(&self) -> Vec<Passage> {
        let m = self.batch_size();
        let batch = self.learner.sequences.draw(&mut self.state.order.random.clone(), m);
        (0..m).map(|s| self.passage(batch.some(s..s + 1), &[])).collect()
    }

    /// All of a series or a text as one sequence, from step `from` on, at most `n_steps` long.
    ///
    /// # Errors
    /// When the task has no such whole, the part does not lie within it, or its states would take gigabytes.
    pub fn part(&self, from: usize, n_steps: usize) -> Result<SequenceBatch> {
        let whole = self.learner.sequences.whole().ok_or_else(|| Error::Missing { field: "text".into() })?;
        check_range("from", from as f64, 0.0, whole.n_steps as f64 - 1.0)?;
        let network = self.learner.network();
        let most = MOST_SHOWN / (network.n_hidden() * network.n_layers() * LANES);
        check_range("n_steps", n_steps.min(whole.n_steps) as f64, 1.0, whole.n_steps.min(most) as f64)?;
        let until = whole.n_steps.min(from.saturating_add(n_steps));
        let n_in = self.learner.sequences.n_in();
        Ok(SequenceBatch {
            x: whole.x[from * n_in..until * n_in].to_vec(),
            y: whole.y[from..until].to_vec(),
            counted: whole.counted.get(from..until).map_or_else(Vec::new, <[bool]>::to_vec),
            n_steps: until - from,
            m: 1,
        })
    }

    /// How the gradient fares on its way back through time, layer by layer and step by step, over the batch
    /// that comes next. Divide the norms by the number of its sequences to have those of the mean loss.
    pub fn flow(&mut self) -> Vec<Vec<StepFlow>> {
        let Self { learner, current, state, .. } = self;
        let m = learner.batch_size(current);
        learner.flow(current, &mut state.order.random.clone(), m)
    }

    /// The norms of `dL/dh_t` and `dL/dc_t` of the last layer before training, `[n_seeds, 2, n_steps]`, for
    /// the seeds from 0 on: one network and one batch each.
    ///
    /// # Errors
    /// When `n_seeds` is above [`MAX_SEEDS`] or more than one and would take minutes.
    pub fn flow_over_seeds(&self, n_seeds: u32) -> Result<Vec<f64>> {
        let steps = self.learner.batch_size(&self.current) * self.learner.sequences.n_steps();
        let of_one = steps as f64 * self.learner.values().len() as f64;
        check_range(
            "n_seeds",
            f64::from(n_seeds),
            0.0,
            f64::from(MAX_SEEDS).min(1.0_f64.max(MOST_WORK / of_one)),
        )?;
        let mut norms = Vec::new();
        for seed in 0..n_seeds {
            let experiment = Experiment {
                seed: Some(seed),
                data_seed: Some(seed),
                parameters: None,
                edits: Vec::new(),
                ..self.current.clone()
            };
            let mut learner = Sequential::new(&experiment)?;
            let m = learner.batch_size(&experiment);
            let mut random = learner.order(&experiment).random;
            let flow = learner.flow(&experiment, &mut random, m).pop().unwrap_or_default();
            norms.extend(flow.iter().map(|step| step.d_h() / m as f64));
            norms.extend(flow.iter().map(|step| step.d_c() / m as f64));
        }
        Ok(norms)
    }

    /// A forecast of `n` values of a series, unscaled: the network is shown the part to learn from, then each
    /// of its own answers.
    ///
    /// # Errors
    /// When the task is no series or `n` is above [`MAX_FORECAST`].
    pub fn forecast(&self, n: usize) -> Result<Vec<f64>> {
        let series =
            self.learner.sequences.series().ok_or_else(|| Error::Missing { field: "series".into() })?;
        check_range("n", n as f64, 0.0, MAX_FORECAST as f64)?;
        let [mean, deviation] = series.scale();
        let mut trace = Trace::default();
        let mut answer = self.go_on(series.train(), &mut trace)[0];
        let mut forecast = Vec::with_capacity(n);
        for _ in 0..n {
            forecast.push(answer * deviation + mean);
            answer = self.go_on(&[answer], &mut trace)[0];
        }
        Ok(forecast)
    }

    /// How a text goes on after a prompt, character by character.
    ///
    /// # Errors
    /// When the task is no text, the prompt is empty or has a character that the text lacks, `n` is above
    /// [`MAX_FORECAST`], the temperature is not a number from 0 to 100, or the one output for two characters is no
    /// probability (`output`).
    pub fn continue_text(&self, prompt: &str, n: usize, sampling: Sampling) -> Result<Continuation> {
        let text = self.learner.sequences.text().ok_or_else(|| Error::Missing { field: "text".into() })?;
        check_range("n", n as f64, 0.0, MAX_FORECAST as f64)?;
        let Sampling { temperature, top_k, seed } = sampling;
        check_range("temperature", temperature, 0.0, 100.0)?;
        let prompt = text.encode(prompt)?;
        // Of two characters one logit tells, where it stands for a probability.
        let output = self.current.output;
        if self.learner.network.n_out() == 1 && output != Output::Sigmoid {
            return Err(unknown_choice("output", [Output::Sigmoid.name()], output.name()));
        }
        let logits_after = |symbols: &[usize], trace: &mut Trace| {
            let logits = self.go_on(&text.one_hot(symbols), trace);
            if let [logit] = logits[..] { Vec::from([0.0, logit]) } else { logits }
        };
        let mut random = RandomState::new(seed);
        let mut trace = Trace::default();
        let mut logits = logits_after(&prompt, &mut trace);
        let (mut symbols, mut probability) = (Vec::with_capacity(n), Vec::with_capacity(n));
        for _ in 0..n {
            let shares = shares(&logits, temperature, top_k);
            let symbol = draw(&shares, &mut random);
            probability.push(shares[symbol]);
            symbols.push(symbol);
            logits = logits_after(&[symbol], &mut trace);
        }
        Ok(Continuation { text: Text::decode(text, &symbols), probability })
    }

    /// Shows the network `x [n_steps, n_in]`, going on from where `trace` ended: the logits of the last
    /// step. It is shown some steps at a time, for all states of these are held.
    fn go_on(&self, x: &[f64], trace: &mut Trace) -> Vec<f64> {
        let network = &self.learner.network;
        for x in x.chunks(MAX_STEPS * network.n_in()) {
            trace.start = if trace == &Trace::default() { Vec::new() } else { trace.end() };
            let n_steps = x.len() / network.n_in();
            network.forward(&padded(x.to_vec(), 1, LANES), n_steps, LANES, false, trace, None);
        }
        trace.output().iter().step_by(LANES).copied().collect()
    }
}

impl Sequential {
    fn flow(&mut self, current: &Experiment, random: &mut RandomState, m: usize) -> Vec<Vec<StepFlow>> {
        let mut flows: Vec<Vec<StepFlow>> = Vec::new();
        self.backward_blocks(current, random, m, None, None, |network, trace, m| {
            flows.resize_with(network.n_layers(), Vec::new);
            for (l, flow) in flows.iter_mut().enumerate() {
                let of_block = network.flow(trace, l, m);
                flow.resize(of_block.len(), StepFlow::default());
                flow.iter_mut().zip(of_block).for_each(|(sum, step)| *sum += step);
            }
        });
        flows
    }
}

/// What the next character is drawn by: a softmax at a temperature over the likeliest ones.
fn shares(logits: &[f64], temperature: f64, top_k: usize) -> Vec<f64> {
    let mut order: Vec<usize> = (0..logits.len()).collect();
    order.sort_by(|a, b| logits[*b].total_cmp(&logits[*a]));
    order.truncate(if temperature <= 0.0 {
        1
    } else if top_k == 0 {
        order.len()
    } else {
        top_k
    });
    let mut shares = alloc::vec![0.0; logits.len()];
    let largest = order.first().map_or(0.0, |first| logits[*first]);
    for i in order {
        shares[i] = if temperature > 0.0 { math::exp((logits[i] - largest) / temperature) } else { 1.0 };
    }
    let sum = math::sum(&shares);
    shares.iter_mut().for_each(|share| *share /= sum);
    shares
}

/// A place, each as probable as its share.
fn draw(shares: &[f64], random: &mut RandomState) -> usize {
    let mut left = random.random_sample();
    let last = shares.iter().rposition(|share| *share > 0.0).unwrap_or_default();
    for (i, share) in shares.iter().enumerate().take(last) {
        if left < *share {
            return i;
        }
        left -= share;
    }
    last
}
