//! Which examples are kept for the test, and columns brought to one scale by the others.

use alloc::vec::Vec;

use crate::math::{sqrt, sum};
use crate::random::{Stream, stream};
use crate::{Result, check_range};

/// The largest part that can be kept for the test, in percent.
pub const MAX_TEST_PERCENT: usize = 90;

/// The indices of the examples to train on and of those to test on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Split {
    /// The examples to train on, in ascending order.
    pub train: Vec<usize>,
    /// The examples to test on, in ascending order.
    pub test: Vec<usize>,
}

impl Split {
    /// Keeps `test_percent` of `m` examples for the test, rounded up, but always leaves one to train on.
    ///
    /// With the seed of a run they are the first of a permutation, as in scikit-learn's `ShuffleSplit`;
    /// without, the last ones, as in TensorFlow Playground.
    ///
    /// ```
    /// use neurone::data::Split;
    ///
    /// assert_eq!(Split::new(5, 30, None)?, Split { train: vec![0, 1, 2], test: vec![3, 4] });
    /// # Ok::<(), neurone::Error>(())
    /// ```
    ///
    /// # Errors
    /// `test_percent` is above [`MAX_TEST_PERCENT`].
    pub fn new(m: usize, test_percent: usize, seed: Option<u32>) -> Result<Self> {
        check_range("test_percent", test_percent as f64, 0.0, MAX_TEST_PERCENT as f64)?;
        let n_test = (m * test_percent).div_ceil(100).min(m.saturating_sub(1));
        let Some(seed) = seed else {
            return Ok(Self { train: (0..m - n_test).collect(), test: (m - n_test..m).collect() });
        };
        let mut held_out = alloc::vec![false; m];
        for i in stream(seed, Stream::Split).permutation(m).drain(..n_test) {
            held_out[i] = true;
        }
        let (test, train) = (0..m).partition(|i| held_out[*i]);
        Ok(Self { train, test })
    }
}

/// Brings every column to mean 0 and standard deviation 1, `(x - mean) / deviation`, as scikit-learn's
/// `StandardScaler` does. What the test examples are like stays unknown until the test: only those to
/// train on count.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standardizer {
    /// The mean of each column.
    pub means: Vec<f64>,
    /// The standard deviation of each column, with divisor n; 1 where a column is constant.
    pub deviations: Vec<f64>,
}

impl Standardizer {
    /// Mean and standard deviation of each of the `n_columns` columns of `x [n_columns, m]` over the
    /// examples `train`.
    ///
    /// ```
    /// use neurone::data::Standardizer;
    ///
    /// let mut x = [1.0, 3.0, 9.0, 7.0, 7.0, 7.0];
    /// let standardizer = Standardizer::new(&x, 2, &[0, 1]);
    /// standardizer.apply(&mut x);
    /// assert_eq!(x, [-1.0, 1.0, 7.0, 0.0, 0.0, 0.0]);
    /// # Ok::<(), neurone::Error>(())
    /// ```
    #[must_use]
    pub fn new(x: &[f64], n_columns: usize, train: &[usize]) -> Self {
        let m = x.len() / n_columns.max(1);
        let (means, deviations) = (0..n_columns)
            .map(|column| {
                let column = &x[column * m..][..m];
                mean_and_deviation(train.iter().filter_map(|i| column.get(*i).copied()).collect())
            })
            .unzip();
        Self { means, deviations }
    }

    /// Scales the columns of `x [n_columns, m]`.
    pub fn apply(&self, x: &mut [f64]) {
        let m = (x.len() / self.means.len().max(1)).max(1);
        for ((column, mean), deviation) in x.chunks_exact_mut(m).zip(&self.means).zip(&self.deviations) {
            column.iter_mut().for_each(|x| *x = (*x - mean) / deviation);
        }
    }
}

/// Taken from the first value, so that those of a constant column are exactly it and 0, which becomes 1.
fn mean_and_deviation(mut x: Vec<f64>) -> (f64, f64) {
    let Some(first) = x.first().copied() else { return (0.0, 1.0) };
    let n = x.len() as f64;
    x.iter_mut().for_each(|x| *x -= first);
    let shift = sum(&x) / n;
    x.iter_mut().for_each(|x| *x = (*x - shift) * (*x - shift));
    let deviation = sqrt(sum(&x) / n);
    (first + shift, if deviation > 0.0 { deviation } else { 1.0 })
}
