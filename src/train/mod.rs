//! Training: full-batch gradient descent, (30) to (33) of the thesis, with history, replay of edits
//! and the last finite parameters kept.

mod block;
mod history;

use alloc::string::ToString;
use alloc::vec::Vec;
use core::mem;

use serde_json::Value;

use crate::data::{Extent, Feature, Points};
use crate::experiment::{Change, Edit, Experiment, Field};
use crate::math::{self, BLOCK};
use crate::nn::{BinaryCrossEntropy, Cache, Mlp, standard_normal};
use crate::random::{self, Stream};
use crate::{Error, Result};
use block::{Block, blocks};

pub use history::{History, Metrics};

const LOSS: BinaryCrossEntropy = BinaryCrossEntropy;

/// A moment of a run: enough to resume as if it had never stopped.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// The run, with the edits made so far.
    pub experiment: Experiment,
    /// Iterations done.
    pub step: u64,
    /// All parameters.
    pub parameters: Vec<f64>,
    /// The records so far.
    pub history: History,
}

/// Trains the network of one [`Experiment`] on its points.
#[derive(Clone, Debug)]
pub struct Trainer {
    /// The run as it began, with the edits made since.
    experiment: Experiment,
    /// The same with the values that hold now.
    current: Experiment,
    points: Points,
    blocks: Vec<Block>,
    mlp: Mlp,
    initial: Vec<f64>,
    /// The parameters before the last step: what remains when a loss is not finite.
    previous: Vec<f64>,
    step: u64,
    /// How many of the experiment's edits have been made.
    edits_made: usize,
    history: History,
    cache: Cache,
}

impl Trainer {
    /// A network with its initial parameters, at step 0.
    ///
    /// # Errors
    /// When inline data, parameters or a seed do not fit the rest of the experiment.
    pub fn new(experiment: Experiment) -> Result<Self> {
        let points = experiment.make_points()?;
        let inputs = Feature::columns(&experiment.features, &points.x);
        let mut mlp = Mlp::new(experiment.features.len(), &experiment.hidden, 1, experiment.activation);
        mlp.values = initial_parameters(&experiment, mlp.values.len())?;
        let mut trainer = Self {
            blocks: blocks(&inputs, &points.y, points.y.len()),
            points,
            initial: mlp.values.clone(),
            previous: mlp.values.clone(),
            mlp,
            step: 0,
            edits_made: 0,
            history: History::default(),
            cache: Cache::default(),
            current: experiment.clone(),
            experiment,
        };
        trainer.rewind();
        Ok(trainer)
    }

    fn rewind(&mut self) {
        self.mlp.values.clone_from(&self.initial);
        self.previous.clone_from(&self.initial);
        self.current.clone_from(&self.experiment);
        self.step = 0;
        self.edits_made = 0;
        self.history = History::default();
        self.history.push(self.evaluate());
    }

    /// Back to the same initial parameters. What was changed while training now holds from the start.
    pub fn reset(&mut self) {
        self.experiment.clone_from(&self.current);
        self.experiment.edits.clear();
        self.rewind();
    }

    /// Does `steps` iterations.
    ///
    /// # Errors
    /// [`Error::Diverged`] with the first step whose loss or parameters are not finite; the parameters
    /// before that step are kept.
    pub fn train_step(&mut self, steps: u64) -> Result<Metrics> {
        for _ in 0..steps {
            self.replay_edits();
            self.update()?;
            if self.history.wants(self.step) {
                let metrics = self.finite_metrics()?;
                self.history.push(metrics);
            }
        }
        self.finite_metrics()
    }

    /// One step of gradient descent on all points: `W = W - alpha dW`.
    fn update(&mut self) -> Result<()> {
        if !self.backward() {
            return Err(self.step_back());
        }
        let (scale, learning_rate) = (1.0 / self.n_samples(), self.current.learning_rate);
        let mut check = 0.0;
        for ((next, value), grad) in self.previous.iter_mut().zip(&self.mlp.values).zip(&mut self.mlp.grads) {
            *grad *= scale;
            *next = value - learning_rate * *grad;
            // Stays 0 as long as every number is finite.
            check += *next * 0.0;
        }
        if check != 0.0 || check.is_nan() {
            let step = self.step + 1;
            self.previous.clone_from(&self.mlp.values);
            return Err(Error::Diverged { step });
        }
        mem::swap(&mut self.previous, &mut self.mlp.values);
        self.step += 1;
        Ok(())
    }

    /// Sums the gradients over all points, (24) to (29) in the form of 6.3 without 1/m. False when a
    /// logit is not finite.
    fn backward(&mut self) -> bool {
        self.mlp.grads.fill(0.0);
        let mut finite = true;
        let mut d_z = [0.0; BLOCK];
        for block in &self.blocks {
            self.mlp.forward(&block.x, block.m, &mut self.cache);
            let d_z = &mut d_z[..block.m];
            d_z.copy_from_slice(self.cache.output());
            finite &= d_z.iter().all(|z| z.is_finite());
            LOSS.backward(d_z, &block.y);
            d_z[block.n_samples..].fill(0.0);
            self.mlp.backward(&block.x, block.m, &mut self.cache, d_z);
        }
        finite
    }

    fn step_back(&mut self) -> Error {
        let step = self.step;
        mem::swap(&mut self.previous, &mut self.mlp.values);
        self.previous.clone_from(&self.mlp.values);
        self.step = step.saturating_sub(1);
        Error::Diverged { step }
    }

    fn finite_metrics(&mut self) -> Result<Metrics> {
        let metrics = self.evaluate();
        if metrics.loss.is_finite() { Ok(metrics) } else { Err(self.step_back()) }
    }

    /// Loss and accuracy over the training points; disturbs nothing.
    #[must_use]
    pub fn evaluate(&self) -> Metrics {
        let mut cache = Cache::default();
        let mut losses = Vec::with_capacity(self.points.y.len());
        let mut n_right = 0;
        for block in &self.blocks {
            self.mlp.forward(&block.x, block.m, &mut cache);
            let mut z = cache.output().to_vec();
            let right = |(z, y): &(&f64, &f64)| (math::sigmoid(**z) >= 0.5) == (**y >= 0.5);
            n_right += z.iter().zip(&block.y).take(block.n_samples).filter(right).count();
            LOSS.forward(&mut z, &block.y);
            losses.extend_from_slice(&z[..block.n_samples]);
        }
        let m = self.n_samples();
        Metrics { step: self.step, loss: math::sum(&losses) / m, accuracy: n_right as f64 / m }
    }

    /// Every gradient at the current parameters, in the layout of the parameters.
    pub fn gradients(&mut self) -> &[f64] {
        self.backward();
        let scale = 1.0 / self.n_samples();
        self.mlp.grads.iter_mut().for_each(|grad| *grad *= scale);
        &self.mlp.grads
    }

    /// The probability of class 1 at the points `x [2, m]`.
    ///
    /// # Errors
    /// When `x` is not two rows of finite coordinates.
    pub fn predict(&self, x: &[f64]) -> Result<Vec<f64>> {
        if !x.len().is_multiple_of(2) {
            let even = x.len() + 1;
            return Err(Error::WrongLength { field: "x".to_string(), min: even, max: even, got: x.len() });
        }
        if let Some(at) = x.iter().position(|x| !x.is_finite()) {
            let (field, got) = ("x".to_string(), x[at].to_string());
            return Err(Error::WrongKind { field, expected: "number", got, at: Some(at) });
        }
        let mut probabilities = Vec::with_capacity(x.len() / 2);
        self.infer(x, |cache, n| probabilities.extend_from_slice(&cache.output()[..n]));
        math::sigmoid_in_place(&mut probabilities);
        Ok(probabilities)
    }

    /// The activation of every neuron in the cells of a grid: `[neurons, rows * columns]`, layer by
    /// layer, the output neuron last, each as a picture.
    #[must_use]
    pub fn responses(&self, extent: &Extent, columns: usize, rows: usize) -> Vec<f64> {
        let mut neurons: Vec<Vec<f64>> =
            self.mlp.layers().iter().flat_map(|l| (0..l.n_out).map(|_| Vec::new())).collect();
        self.infer(&extent.cells(columns, rows), |cache, n| {
            let rows = (0..self.mlp.layers().len()).flat_map(|l| {
                let a = cache.layer(l);
                a.chunks_exact(a.len() / self.mlp.layers()[l].n_out)
            });
            neurons.iter_mut().zip(rows).for_each(|(neuron, row)| neuron.extend_from_slice(&row[..n]));
        });
        if let Some(output) = neurons.last_mut() {
            math::sigmoid_in_place(output);
        }
        neurons.concat()
    }

    /// Forward pass over points in blocks; `each` is shown every block's activations.
    fn infer(&self, x: &[f64], mut each: impl FnMut(&Cache, usize)) {
        let n_samples = x.len() / 2;
        let inputs = Feature::columns(&self.experiment.features, x);
        let mut cache = Cache::default();
        for block in blocks(&inputs, &alloc::vec![0.0; n_samples], n_samples) {
            self.mlp.forward(&block.x, block.m, &mut cache);
            each(&cache, block.n_samples);
        }
    }

    /// Changes a field from the current step on, without a restart; what matters to the arithmetic is
    /// recorded as an edit, and a replay in progress goes no further.
    ///
    /// # Errors
    /// When the field needs a restart or does not take the value; nothing has changed then.
    pub fn set(&mut self, name: &str, value: &Value) -> Result<()> {
        let field = Field::named(name).filter(|field| field.change != Change::Restart);
        let field = field.ok_or_else(|| Error::UnknownField { field: name.to_string() })?;
        field.assign(&mut self.current, value)?;
        if field.change == Change::Free || self.step == 0 {
            return field.assign(&mut self.experiment, value);
        }
        let edits = &mut self.experiment.edits;
        edits.truncate(self.edits_made);
        edits.retain(|edit| edit.step != self.step || edit.field != field.name);
        edits.push(Edit { step: self.step, field: field.name, value: value.clone() });
        self.edits_made = edits.len();
        Ok(())
    }

    fn replay_edits(&mut self) {
        let due = |edit: &&Edit| edit.step <= self.step;
        for edit in self.experiment.edits[self.edits_made..].iter().take_while(due) {
            // An experiment holds only edits that their fields take.
            let _ = Field::named(edit.field).map(|field| field.assign(&mut self.current, &edit.value));
            self.edits_made += 1;
        }
    }

    /// This moment of the run.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            experiment: self.experiment.clone(),
            step: self.step,
            parameters: self.mlp.values.clone(),
            history: self.history.clone(),
        }
    }

    /// The run at that moment.
    ///
    /// # Errors
    /// When the experiment is not sound or the parameters do not fit it.
    pub fn restore(snapshot: Snapshot) -> Result<Self> {
        let mut trainer = Self::new(snapshot.experiment)?;
        check_length("parameters", snapshot.parameters.len(), trainer.initial.len())?;
        trainer.mlp.values.clone_from(&snapshot.parameters);
        trainer.previous = snapshot.parameters;
        trainer.step = snapshot.step;
        trainer.history = snapshot.history;
        // The edits before this moment hold; one made at it has been made.
        trainer.replay_edits();
        Ok(trainer)
    }

    /// The run, with the edits made so far.
    #[must_use]
    pub fn experiment(&self) -> &Experiment {
        &self.experiment
    }

    /// The training points.
    #[must_use]
    pub fn points(&self) -> &Points {
        &self.points
    }

    /// The network.
    #[must_use]
    pub fn mlp(&self) -> &Mlp {
        &self.mlp
    }

    /// The records so far.
    #[must_use]
    pub fn history(&self) -> &History {
        &self.history
    }

    fn n_samples(&self) -> f64 {
        self.points.y.len() as f64
    }
}

fn initial_parameters(experiment: &Experiment, n_params: usize) -> Result<Vec<f64>> {
    if let Some(parameters) = &experiment.parameters {
        check_length("parameters", parameters.len(), n_params)?;
        return Ok(parameters.clone());
    }
    let seed = experiment.seed.ok_or_else(|| Error::Missing { field: "seed".to_string() })?;
    Ok(standard_normal(&mut random::stream(seed, Stream::Init), n_params))
}

fn check_length(field: &str, got: usize, expected: usize) -> Result<()> {
    if got == expected {
        return Ok(());
    }
    Err(Error::WrongLength { field: field.to_string(), min: expected, max: expected, got })
}
