//! Samples as the kernels take them.

use alloc::vec::Vec;

use crate::data::{Feature, Points, Standardizer};
use crate::experiment::Experiment;
use crate::math::{self, BLOCK, LANES};
use crate::nn::{Loss, Output};

/// All samples of a run: rows of inputs `[n_in, m]`, then of targets `[n_out, m]`.
#[derive(Clone, Debug)]
pub(super) struct Samples {
    rows: Vec<f64>,
    n_in: usize,
    m: usize,
}

/// Up to [`BLOCK`] samples in the kernels' layout, with as many columns as these take.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    /// Inputs `[n_in, m]`, then targets `[n_out, m]`; columns without a sample hold 0.
    rows: Vec<f64>,
    n_in: usize,
    /// Columns with their padding.
    pub(super) m: usize,
    /// Columns that hold a sample of their own.
    pub(super) n_samples: usize,
}

impl Block {
    /// Inputs `[n_in, m]`.
    pub(super) fn x(&self) -> &[f64] {
        &self.rows[..self.n_in * self.m]
    }

    /// Targets `[n_out, m]`.
    pub(super) fn y(&self) -> &[f64] {
        &self.rows[self.n_in * self.m..]
    }
}

impl Samples {
    pub(super) fn new(points: &Points, standardizer: Option<&Standardizer>, experiment: &Experiment) -> Self {
        let (m, n_in, mut rows) = (points.y.len(), experiment.features.len(), Vec::new());
        with_coordinates(&points.x, standardizer, |x| Feature::fill(&experiment.features, x, m, &mut rows));
        rows.extend(targets(&points.y, points.n_classes, experiment.loss, experiment.output));
        Self { rows, n_in, m }
    }

    /// Fills `block` with at most [`BLOCK`] samples.
    pub(super) fn gather(&self, indices: &[usize], block: &mut Block) {
        (block.n_in, block.n_samples, block.m) = (self.n_in, indices.len(), math::columns(indices.len()));
        block.rows.clear();
        for row in self.rows() {
            block.rows.extend(indices.iter().map(|i| row[*i]));
            for _ in indices.len()..block.m {
                block.rows.push(0.0);
            }
        }
    }

    /// Rows of inputs.
    pub(super) fn n_in(&self) -> usize {
        self.n_in
    }

    /// Every input, then every target of all samples.
    pub(super) fn rows(&self) -> impl ExactSizeIterator<Item = &[f64]> {
        self.rows.chunks_exact(self.m.max(1))
    }

    /// Shows every block of the samples in turn.
    pub(super) fn for_each_block(&self, indices: &[usize], mut each: impl FnMut(&Block)) {
        let mut block = Block::default();
        for indices in indices.chunks(BLOCK) {
            self.gather(indices, &mut block);
            each(&block);
        }
    }
}

/// Shows the points `x [2, m]` in turn, to predict at: blocks without targets, each with the place of its first point.
pub(super) fn for_each_block_at(
    x: &[f64],
    standardizer: Option<&Standardizer>,
    features: &[Feature],
    mut each: impl FnMut(usize, &Block),
) {
    let mut block = Block { n_in: features.len(), ..Block::default() };
    with_coordinates(x, standardizer, |[x1, x2]| {
        let places = (0..).step_by(BLOCK);
        for (start, (x1, x2)) in places.zip(x1.chunks(BLOCK).zip(x2.chunks(BLOCK))) {
            (block.n_samples, block.m) = (x1.len(), x1.len().next_multiple_of(LANES));
            Feature::fill(features, [x1, x2], block.m, &mut block.rows);
            each(start, &block);
        }
    });
}

/// Gives both coordinates of the points `x [2, m]`, brought to one scale if that is asked for.
fn with_coordinates(x: &[f64], standardizer: Option<&Standardizer>, then: impl FnOnce([&[f64]; 2])) {
    let scaled = standardizer.map(|standardizer| {
        let mut x = x.to_vec();
        standardizer.apply(&mut x);
        x
    });
    then(scaled.as_deref().unwrap_or(x).split_at(x.len() / 2).into());
}

/// What the outputs should be: one-hot rows for softmax, 0 and 1 for a sigmoid, -1 and 1 for a score,
/// the value itself in a regression.
pub(super) fn targets(y: &[f64], n_classes: usize, loss: Loss, output: Output) -> Vec<f64> {
    match (loss, output) {
        _ if n_classes == 0 => y.to_vec(),
        (Loss::CrossEntropy, _) => {
            let mut one_hot = alloc::vec![0.0; n_classes * y.len()];
            for (k, row) in one_hot.chunks_exact_mut(y.len().max(1)).enumerate() {
                row.iter_mut().zip(y).for_each(|(to, y)| *to = f64::from((y - k as f64).abs() < 0.5));
            }
            one_hot
        }
        (Loss::LogLoss, _) | (_, Output::Sigmoid) => y.to_vec(),
        _ => y.iter().map(|y| 2.0 * y - 1.0).collect(),
    }
}
