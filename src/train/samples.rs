//! Samples as the kernels take them.

use alloc::vec::Vec;

use crate::data::{Feature, Points, Standardizer};
use crate::experiment::Experiment;
use crate::math::{self, BLOCK, LANES};
use crate::nn::{Loss, Output};

/// All samples of a run: inputs `[n_in, m]` and targets `[n_out, m]`.
#[derive(Clone, Debug)]
pub(super) struct Samples {
    inputs: Vec<f64>,
    targets: Vec<f64>,
    m: usize,
}

/// Up to [`BLOCK`] samples in the kernels' layout: columns padded with zeros to as many as these take.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    pub(super) x: Vec<f64>,
    pub(super) y: Vec<f64>,
    /// Columns with their padding.
    pub(super) m: usize,
    /// Columns that hold a sample.
    pub(super) n_samples: usize,
}

impl Samples {
    pub(super) fn new(points: &Points, standardizer: Option<&Standardizer>, experiment: &Experiment) -> Self {
        Self {
            targets: targets(&points.y, points.n_classes, experiment.loss, experiment.output),
            ..Self::unlabelled(&points.x, standardizer, &experiment.features)
        }
    }

    /// Points without targets, to predict at.
    pub(super) fn unlabelled(x: &[f64], standardizer: Option<&Standardizer>, features: &[Feature]) -> Self {
        let inputs = match standardizer {
            None => Feature::columns(features, x),
            Some(standardizer) => {
                let mut x = x.to_vec();
                standardizer.apply(&mut x);
                Feature::columns(features, &x)
            }
        };
        Self { inputs, targets: Vec::new(), m: x.len() / 2 }
    }

    pub(super) fn len(&self) -> usize {
        self.m
    }

    /// Fills `block` with the inputs of the next samples from `start` on, at most [`BLOCK`].
    pub(super) fn take(&self, start: usize, block: &mut Block) {
        block.n_samples = BLOCK.min(self.m - start);
        block.m = block.n_samples.next_multiple_of(LANES);
        block.x.resize(self.inputs.len() / self.m * block.m, 0.0);
        for (all, some) in self.inputs.chunks_exact(self.m).zip(block.x.chunks_exact_mut(block.m)) {
            let (some, rest) = some.split_at_mut(block.n_samples);
            some.copy_from_slice(&all[start..][..some.len()]);
            rest.fill(0.0);
        }
    }

    /// Fills `block` with at most [`BLOCK`] samples.
    pub(super) fn gather(&self, indices: &[usize], block: &mut Block) {
        let m = math::columns(indices.len());
        (block.n_samples, block.m) = (indices.len(), m);
        for (all, some) in [(&self.inputs, &mut block.x), (&self.targets, &mut block.y)] {
            some.resize(all.len() / self.m * m, 0.0);
            for (all, some) in all.chunks_exact(self.m).zip(some.chunks_exact_mut(m)) {
                let (some, rest) = some.split_at_mut(indices.len());
                some.iter_mut().zip(indices).for_each(|(some, i)| *some = all[*i]);
                rest.fill(0.0);
            }
        }
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
