//! What changes while training: enough to resume as if training had never stopped.

use alloc::string::ToString;
use alloc::vec::Vec;

use crate::nn::Optimizer;
use crate::random::RandomState;

use super::History;
use crate::{Error, Result, check_length};

/// The moving part of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Updates done.
    pub step: u64,
    /// The optimizer with its moments.
    pub optimizer: Optimizer,
    /// Which samples come next.
    pub order: Order,
    /// The stream of the neurons left out.
    pub dropout: RandomState,
    /// How many of the experiment's edits have been made.
    pub edits_made: usize,
    /// The records so far.
    pub history: History,
    /// The scores so far on examples drawn for them.
    pub scores: History,
    /// The step of the first of two scores in a row that solved the task: it stays when the records get sparser.
    pub solved_at: Option<u64>,
}

/// The order in which samples are taken, epoch by epoch.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// The stream that shuffles.
    pub random: RandomState,
    /// The samples of this epoch.
    pub permutation: Vec<usize>,
    /// How many of them have been taken.
    pub cursor: usize,
}

impl Order {
    /// `m` samples before the first epoch.
    #[must_use]
    pub fn new(m: usize, random: RandomState) -> Self {
        Self { random, permutation: (0..m).collect(), cursor: m }
    }

    /// That this is an order of `m` samples.
    ///
    /// # Errors
    /// When a sample is missing or the place lies beyond them.
    pub(super) fn check(&self, m: usize) -> Result<()> {
        check_length("permutation", self.permutation.len(), m, m)?;
        let out_of_range = |got: usize, at| Error::OutOfRange {
            field: "permutation".to_string(),
            min: 0.0,
            max: m as f64,
            got: got.to_string(),
            at,
        };
        if self.cursor > m {
            return Err(out_of_range(self.cursor, None));
        }
        let mut seen = alloc::vec![false; m];
        for (at, sample) in self.permutation.iter().enumerate() {
            match seen.get_mut(*sample) {
                Some(seen) if !*seen => *seen = true,
                _ => return Err(out_of_range(*sample, Some(at))),
            }
        }
        Ok(())
    }

    /// The next `size` samples, fewer at the end of an epoch; a new epoch is shuffled if `shuffled`,
    /// else it is in the samples' own order.
    pub fn next(&mut self, size: usize, shuffled: bool) -> &[usize] {
        self.begin_epoch(size, shuffled);
        self.take(size)
    }

    /// The samples of the next `batches` of that size, as many whole ones as the epoch still has.
    pub(super) fn next_whole(&mut self, size: usize, batches: usize, shuffled: bool) -> &[usize] {
        self.begin_epoch(size, shuffled);
        self.take(batches.min((self.permutation.len() - self.cursor) / size) * size)
    }

    /// Begins a new epoch if the last one is over.
    fn begin_epoch(&mut self, size: usize, shuffled: bool) {
        let m = self.permutation.len();
        if self.cursor >= m {
            self.cursor = 0;
            // Beginning each time from the same order, an epoch depends on the stream alone.
            self.permutation.clear();
            self.permutation.extend(0..m);
            if shuffled && size < m {
                self.random.shuffle(&mut self.permutation);
            }
        }
    }

    fn take(&mut self, size: usize) -> &[usize] {
        let start = self.cursor;
        self.cursor = self.permutation.len().min(start + size);
        &self.permutation[start..self.cursor]
    }
}
