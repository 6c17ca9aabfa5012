//! Where training stands and stood.

use alloc::vec::Vec;

/// Where training stands.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Metrics {
    /// Iterations done.
    pub step: u64,
    /// Mean loss over the training points.
    pub loss: f64,
    /// Share of the training points in the right class, 0 to 1; for values, the coefficient of
    /// determination R^2, at most 1. For sequences, the measure of their task: the share of the counted
    /// answers that are right, or their mean squared error.
    pub accuracy: f64,
    /// The loss over the test points; `None` without a test part.
    pub test_loss: Option<f64>,
    /// The same share of the test points.
    pub test_accuracy: Option<f64>,
}

/// The metrics at recorded steps. Which steps are recorded depends on their number alone: every one at
/// first, then, each time [`History::CAPACITY`] is reached, every other one of those.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    stride: u64,
    /// The records, in order.
    pub records: Vec<Metrics>,
}

impl Default for History {
    fn default() -> Self {
        Self { stride: 1, records: Vec::new() }
    }
}

impl History {
    /// Records kept at most.
    pub const CAPACITY: usize = 1024;

    /// A history that wants every so many steps at first.
    #[must_use]
    pub fn every(stride: u64) -> Self {
        Self { stride: stride.max(1), records: Vec::new() }
    }

    /// The history that holds these records, as [`History::every`] `first` steps had grown to them.
    #[must_use]
    pub fn from_records(first: u64, records: Vec<Metrics>) -> Self {
        let stride = records.get(1).map_or(first, |second| second.step).max(1);
        Self { stride, records }
    }

    pub(super) fn wants(&self, step: u64) -> bool {
        step.is_multiple_of(self.stride)
    }

    /// The first step after this one that is recorded.
    pub(super) fn next(&self, step: u64) -> u64 {
        (step / self.stride + 1) * self.stride
    }

    pub(super) fn push(&mut self, metrics: Metrics) {
        self.records.push(metrics);
        if self.records.len() > Self::CAPACITY {
            self.stride *= 2;
            self.records.retain(|record| record.step.is_multiple_of(self.stride));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A single record does not tell the stride.
    #[test]
    fn a_history_of_any_length_goes_on_at_its_stride() {
        let mut grown = History::every(50);
        for step in (0..200_000).step_by(50).filter(|step| *step < 120 || step % 1000 == 0) {
            if grown.wants(step) {
                grown.push(Metrics { step, ..Metrics::default() });
            }
            assert_eq!(History::from_records(50, grown.records.clone()), grown, "{step}");
        }
    }
}
