//! What a task is measured by, when it counts as solved, and what can be had without learning it.

use alloc::vec::Vec;
use core::f64::consts::LN_2;

use super::tasks::{ASKED, N_COPIED, RARE};
use super::{Content, Sequences, Task};
use crate::math;

/// What tells how well a task is done, over the answers that are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// The share of right classes; more is better.
    Accuracy,
    /// The mean squared error; less is better.
    MeanSquaredError,
}

impl Sequences {
    /// The task's measure.
    #[must_use]
    pub fn measure(&self) -> Measure {
        if self.n_classes() > 0 { Measure::Accuracy } else { Measure::MeanSquaredError }
    }

    /// The measure from which on a task counts as solved; `None` for a series that nobody knows how well
    /// can be predicted.
    #[must_use]
    pub fn bound(&self) -> Option<f64> {
        match self.task {
            Task::Counter => Some(0.002),
            Task::Adding => Some(0.005),
            Task::Recall | Task::Sine | Task::TwoSines => Some(0.01),
            Task::Sunspots | Task::Series | Task::Given => None,
            Task::Reber => Some(0.98),
            _ => Some(0.99),
        }
    }

    /// Whether a measure is as good as [`Sequences::bound`].
    #[must_use]
    pub fn is_solved(&self, measured: f64) -> bool {
        self.bound().is_some_and(|bound| match self.measure() {
            Measure::Accuracy => measured >= bound,
            Measure::MeanSquaredError => measured <= bound,
        })
    }

    /// The measure of who has learnt nothing: by chance, by always giving the best constant answer, in a
    /// series by saying that the next value is this one, in a text by the commonest character.
    #[must_use]
    pub fn baseline(&self) -> f64 {
        let n_steps = self.n_steps as f64;
        match (&self.content, self.task) {
            (Content::Given(given), _) => given.baseline(),
            (Content::Series(series), _) => series.persistence_error(),
            (Content::Text(text), _) => text.shares().into_iter().fold(0.0, f64::max),
            (_, Task::Order) => 0.25,
            (_, Task::Counter) => counter_variance(self.n_steps),
            (_, Task::Adding) => 1.0 / 6.0, // the variance of a sum of two
            (_, Task::Recall) => ASKED * (1.0 - RARE) * (n_steps - 1.0) / n_steps,
            _ => 0.5,
        }
    }

    /// The mean loss (log loss or cross-entropy, in nats) of the same ignorance, but where the answer is
    /// always the same: there it is known. `None` for values, whose baseline it is, and for Reber's
    /// strings, in which every symbol tells something of the next.
    #[must_use]
    pub fn baseline_loss(&self) -> Option<f64> {
        match (&self.content, self.task) {
            (Content::Text(text), _) => Some(entropy(&text.shares())),
            (Content::Given(given), _) if given.n_classes > 0 => Some(entropy(&given.shares())),
            (_, Task::Pulse | Task::LongLag | Task::Parity) => Some(LN_2),
            (_, Task::Order) => Some(2.0 * LN_2),
            (_, Task::Copy) => Some(N_COPIED as f64 * LN_2 / self.n_steps as f64),
            _ => None,
        }
    }
}

/// The entropy of shares in nats.
fn entropy(shares: &[f64]) -> f64 {
    let terms: Vec<f64> =
        shares.iter().filter(|share| **share > 0.0).map(|share| -share * math::ln(*share)).collect();
    math::sum(&terms)
}

/// The variance of the counter's answers over all steps: with every step the count is set to 0 with
/// probability 0.12 and grows by 1 with probability 0.44, which tells how its moments go on.
fn counter_variance(n_steps: usize) -> f64 {
    let (kept, grows) = (1.0 - RARE, (1.0 - RARE) / 2.0);
    let ([mut first, mut second], [mut sum, mut sum_of_squares]) = ([0.0; 2], [0.0; 2]);
    for _ in 0..n_steps {
        second = kept * second + grows * (2.0 * first + 1.0);
        first = kept * first + grows;
        sum += first;
        sum_of_squares += second;
    }
    let mean = sum / n_steps as f64;
    (sum_of_squares / n_steps as f64 - mean * mean) / 100.0
}
