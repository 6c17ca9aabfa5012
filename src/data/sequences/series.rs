//! Windows of a series of numbers, to predict each next value.

use core::f64::consts::PI;

use alloc::string::ToString;
use alloc::vec::Vec;

use super::tasks::Sequence;
use crate::data::{Split, Standardizer};
use crate::math::{sin, sum};
use crate::random::RandomState;
use crate::{Error, Result, check_length};

/// The fewest values of a series.
pub const MIN_VALUES: usize = 30;

/// The most values of a series; a CSV text has no more rows.
pub const MAX_VALUES: usize = crate::data::MAX_ROWS;

/// Larger values would lose their square.
const LARGEST: f64 = 1e12;

/// A series brought to mean 0 and standard deviation 1 by its training part alone; the last part is kept
/// for the test.
///
/// A forecast of several steps feeds [`Series::train`], then each of its own answers, and is compared with
/// [`Series::test`].
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    values: Vec<f64>,
    n_train: usize,
    standardizer: Standardizer,
}

impl Series {
    /// Keeps the last `test_percent` of `values` for the test, as [`Split::new`] does without a seed, and
    /// scales all by the mean and standard deviation of the rest.
    ///
    /// # Errors
    /// `wrong_length` unless there are [`MIN_VALUES`] to [`MAX_VALUES`]; `out_of_range` for a value that is
    /// not from -1e12 to 1e12, with its index, or for `test_percent`.
    pub fn new(values: &[f64], test_percent: usize) -> Result<Self> {
        check_length("series", values.len(), MIN_VALUES, MAX_VALUES)?;
        if let Some(at) = values.iter().position(|value| !(-LARGEST..=LARGEST).contains(value)) {
            let (field, got) = ("series".into(), values[at].to_string());
            return Err(Error::OutOfRange { field, min: -LARGEST, max: LARGEST, got, at: Some(at) });
        }
        let train = Split::new(values.len(), test_percent, None)?.train;
        let standardizer = Standardizer::new(values, 1, &train);
        let mut values = values.to_vec();
        standardizer.apply(&mut values);
        Ok(Self { values, n_train: train.len(), standardizer })
    }

    /// All values, scaled.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The values to train on, scaled: what a forecast is warmed up with.
    #[must_use]
    pub fn train(&self) -> &[f64] {
        &self.values[..self.n_train]
    }

    /// The values kept for the test, scaled.
    #[must_use]
    pub fn test(&self) -> &[f64] {
        &self.values[self.n_train..]
    }

    /// The mean and the standard deviation of the training part: a scaled value times the second plus the
    /// first is the value itself.
    #[must_use]
    pub fn scale(&self) -> [f64; 2] {
        [self.standardizer.means[0], self.standardizer.deviations[0]]
    }

    /// The mean squared error, within the training part, of saying that the next value is this one.
    pub(super) fn persistence_error(&self) -> f64 {
        let errors: Vec<f64> =
            self.train().windows(2).map(|pair| (pair[1] - pair[0]) * (pair[1] - pair[0])).collect();
        sum(&errors) / errors.len() as f64
    }

    /// A window of the training part from a place drawn first. Its first half only warms up: which way a
    /// curve goes cannot be seen from one value.
    pub(super) fn window(&self, n_steps: usize, random: &mut RandomState) -> Sequence {
        let start = random.below(self.n_train - n_steps);
        let values = &self.values[start..=start + n_steps];
        let counted = (0..n_steps).map(|t| t >= n_steps / 2).collect();
        Sequence { x: values[..n_steps].to_vec(), y: values[1..].to_vec(), counted }
    }

    /// The series from end to end. Its test part is what counts.
    pub(super) fn whole(&self) -> Sequence {
        let n_steps = self.values.len() - 1;
        let counted = (0..n_steps).map(|t| t + 1 >= self.n_train).collect();
        Sequence { x: self.values[..n_steps].to_vec(), y: self.values[1..].to_vec(), counted }
    }
}

/// Ten times the time in which two sines return together.
const N_SINE: usize = 400;

/// `sin(2 pi t / 20)`.
pub(super) fn sine() -> Vec<f64> {
    (0..N_SINE).map(|t| wave(t, 20.0)).collect()
}

/// The mean of two sines, of periods 20 and 8.
pub(super) fn two_sines() -> Vec<f64> {
    (0..N_SINE).map(|t| (wave(t, 20.0) + wave(t, 8.0)) / 2.0).collect()
}

fn wave(t: usize, period: f64) -> f64 {
    sin(2.0 * PI * t as f64 / period)
}
