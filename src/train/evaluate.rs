//! What a network says of points: it is only looked at, nothing is disturbed.

use alloc::vec::Vec;

use super::samples::{Block, for_each_block_at};
use super::{Metrics, Pointwise, Trainer, check_finite};
use crate::data::{Extent, Points};
use crate::experiment::Experiment;
use crate::math;
use crate::nn::{Cache, Output, Single};
use crate::{Result, check_length, check_range};

/// What the answers to some samples add up to, block by block.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    losses: Vec<f64>,
    answers: Vec<f64>,
}

impl Tally {
    /// Adds the answers to a block.
    pub(super) fn add(&mut self, current: &Experiment, n_classes: usize, z: &[f64], block: &Block) {
        let losses = current.loss.forward(current.output, z, block.y(), block.m);
        self.losses.extend_from_slice(&losses[..block.n_samples]);
        push_answers(&mut self.answers, current.output, n_classes, z, block, None);
    }

    /// Loss and accuracy, the samples being those of `indices`.
    fn finish(&self, points: &Points, indices: &[usize]) -> (f64, f64) {
        let m = indices.len() as f64;
        let truth = indices.iter().map(|i| points.y[*i]);
        let accuracy = if points.n_classes == 0 {
            r_squared(&truth.collect::<Vec<_>>(), &self.answers)
        } else {
            truth.zip(&self.answers).filter(|(y, answer)| (y - **answer).abs() < 0.5).count() as f64 / m
        };
        (math::sum(&self.losses) / m, accuracy)
    }
}

/// Loss and accuracy over the training and the test points.
pub(super) fn evaluate(learner: &Pointwise, current: &Experiment) -> Metrics {
    metrics(learner, current, &learner.tally(current, &learner.train))
}

/// The same where the training points have been answered already.
pub(super) fn metrics(learner: &Pointwise, current: &Experiment, train: &Tally) -> Metrics {
    let (loss, accuracy) = train.finish(&learner.points, &learner.train);
    let test = (!learner.test.is_empty())
        .then(|| learner.tally(current, &learner.test).finish(&learner.points, &learner.test));
    let (test_loss, test_accuracy) = test.unzip();
    Metrics { step: 0, loss, accuracy, test_loss, test_accuracy }
}

impl Pointwise {
    fn tally(&self, current: &Experiment, indices: &[usize]) -> Tally {
        let (mut tally, mut cache) = (Tally::default(), Cache::default());
        self.samples.for_each_block(indices, |block| {
            self.mlp.forward(block.x(), block.m, &mut cache, None);
            tally.add(current, self.points.n_classes, cache.output(), block);
        });
        tally
    }

    /// The class that the network takes each sample for, or the value that it predicts.
    fn answers(&self, output: Output, indices: &[usize], threshold: Option<f64>) -> Vec<f64> {
        let mut answers = Vec::with_capacity(indices.len());
        let mut cache = Cache::default();
        self.samples.for_each_block(indices, |block| {
            self.mlp.forward(block.x(), block.m, &mut cache, None);
            push_answers(&mut answers, output, self.points.n_classes, cache.output(), block, threshold);
        });
        answers
    }
}

fn push_answers(
    answers: &mut Vec<f64>,
    output: Output,
    n_classes: usize,
    z: &[f64],
    block: &Block,
    threshold: Option<f64>,
) {
    let mut a = z.to_vec();
    output.forward(&mut a, z.len() / block.m);
    let answer = |s| match n_classes {
        0 => a[s],
        _ => answer(output, &a, block.m, s, threshold),
    };
    answers.extend((0..block.n_samples).map(answer));
}

/// The class that sample `s` is taken for, from the outputs `a [n_out, m]`.
pub(super) fn answer(output: Output, a: &[f64], m: usize, s: usize, threshold: Option<f64>) -> f64 {
    let usual = match output {
        Output::Softmax => return largest(a, m, s) as f64,
        Output::Tanh | Output::Identity => 0.0,
        Output::Sigmoid | Output::Heaviside => 0.5,
    };
    if a[s] >= threshold.unwrap_or(usual) { 1.0 } else { 0.0 }
}

impl Trainer {
    /// What the network answers at the points `x [2, m]`: `[n_out, m]`, for two classes the probability of class 1.
    ///
    /// # Errors
    /// When `x` is not two rows of finite coordinates.
    pub fn predict(&self, x: &[f64]) -> Result<Vec<f64>> {
        check_points(x)?;
        Ok(self.infer(x, self.mlp().layers().len() - 1))
    }

    /// What the network answers in the cells of a grid, `[n_out, rows * columns]`, to be shown as a picture: within
    /// 1e-3 of [`Self::predict`], where the colours of a picture are 4e-3 apart, and about twice as fast.
    #[must_use]
    pub fn picture(&self, extent: &Extent, columns: usize, rows: usize) -> Vec<f64> {
        let (cells, n_cells, n_out) = (extent.cells(columns, rows), columns * rows, self.learner.n_out());
        let mut answers = alloc::vec![0.0; n_out * n_cells];
        let mut network = Single::new(self.mlp());
        for_each_block_at(&cells, self.standardizer(), &self.current.features, |start, block| {
            let rows = network.forward(block.x(), block.m).chunks_exact(block.m);
            for (answers, row) in answers.chunks_exact_mut(n_cells).zip(rows) {
                let answers = &mut answers[start..][..block.n_samples];
                answers.iter_mut().zip(row).for_each(|(answer, z)| *answer = f64::from(*z));
            }
        });
        if !math::all_finite(&answers) {
            return self.infer(&cells, self.mlp().layers().len() - 1);
        }
        self.current.output.forward(&mut answers, n_out);
        answers
    }

    /// The activation of every neuron in the cells of a grid: `[neurons, rows * columns]`, layer by
    /// layer, the output neurons last, each as a picture.
    #[must_use]
    pub fn responses(&self, extent: &Extent, columns: usize, rows: usize) -> Vec<f64> {
        self.infer(&extent.cells(columns, rows), 0)
    }

    /// The activations `[n_l, m]` of layer `l`, counted from 1 as in the thesis, at the points `x [2, m]`:
    /// how the layer bends the plane.
    ///
    /// # Errors
    /// When there is no such layer, or as [`Self::predict`].
    pub fn activations(&self, l: usize, x: &[f64]) -> Result<Vec<f64>> {
        let n_layers = self.mlp().layers().len();
        check_range("layer", l as f64, 1.0, n_layers as f64)?;
        if l == n_layers {
            return self.predict(x);
        }
        check_points(x)?;
        let mut rows = self.infer(x, l - 1);
        rows.truncate(self.mlp().layers()[l - 1].n_out * x.len() / 2);
        Ok(rows)
    }

    /// How many points of each class (rows) are taken for each class (columns), of the training points or
    /// of those kept for testing. `threshold` is the output from which one of two classes is class 1;
    /// without it, the usual one. Empty where values are predicted.
    #[must_use]
    pub fn confusion(&self, test: bool, threshold: Option<f64>) -> Vec<usize> {
        let k = self.learner.points.n_classes;
        let mut counts = alloc::vec![0; k * k];
        let indices = if test { &self.learner.test } else { &self.learner.train };
        for (i, answer) in indices
            .iter()
            .zip(self.learner.answers(self.current.output, indices, threshold))
            .filter(|_| k > 0)
        {
            let cell = |class: f64| (0..k).position(|k| (class - k as f64).abs() < 0.5).unwrap_or_default();
            counts[cell(self.learner.points.y[*i]) * k + cell(answer)] += 1;
        }
        counts
    }

    /// Forward pass over points: the activations of the layers from `first` on, one row a neuron; the answers for the
    /// last layer.
    fn infer(&self, x: &[f64], first: usize) -> Vec<f64> {
        let (layers, n_points, n_out) = (self.mlp().layers(), x.len() / 2, self.learner.n_out());
        let n_rows: usize = layers[first..].iter().map(|layer| layer.n_out).sum();
        let mut neurons = alloc::vec![0.0; n_rows * n_points];
        let mut cache = Cache::default();
        for_each_block_at(x, self.standardizer(), &self.current.features, |start, block| {
            self.mlp().forward(block.x(), block.m, &mut cache, None);
            self.current.output.forward(cache.output_mut(), n_out);
            let rows = (first..layers.len()).flat_map(|l| cache.layer(l).chunks_exact(block.m));
            for (neuron, row) in neurons.chunks_exact_mut(n_points).zip(rows) {
                neuron[start..][..block.n_samples].copy_from_slice(&row[..block.n_samples]);
            }
        });
        neurons
    }
}

fn check_points(x: &[f64]) -> Result<()> {
    let even = x.len().next_multiple_of(2);
    check_length("x", x.len(), even, even)?;
    check_finite("x", x)
}

/// The output that is largest for sample `s`; the first of equals.
fn largest(a: &[f64], m: usize, s: usize) -> usize {
    let rows = a.len() / m;
    (1..rows).fold(0, |best, k| if a[k * m + s] > a[best * m + s] { k } else { best })
}

/// Coefficient of determination, 1 - residual over total sum of squares; 0 where all values are equal.
fn r_squared(y: &[f64], predicted: &[f64]) -> f64 {
    let mean = math::sum(y) / y.len() as f64;
    let squares = |of: &mut dyn Iterator<Item = f64>| math::sum(&of.map(|d| d * d).collect::<Vec<_>>());
    let total = squares(&mut y.iter().map(|y| y - mean));
    let residual = squares(&mut y.iter().zip(predicted).map(|(y, p)| y - p));
    if total > 0.0 { 1.0 - residual / total } else { 0.0 }
}
