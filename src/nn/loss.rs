//! What the logits `Z [n_out, m]` of the last layer mean, and how wrong they are.
//!
//! Every loss is a mean over samples and, but for the cross-entropy, over outputs; the factor 1/m is left to the caller, so that a batch
//! can be summed block by block.

use alloc::vec::Vec;

use crate::math;
use crate::named::named;

named! {
    /// The activation of the last layer: what a logit becomes.
    #[derive(Default)]
    pub enum Output {
        /// A probability for each output.
        #[default]
        Sigmoid = "sigmoid",
        /// Probabilities that sum to 1 over the outputs.
        Softmax = "softmax",
        /// A score from -1 to 1.
        Tanh = "tanh",
        /// The logit itself: a value or a score without bounds.
        Identity = "identity",
        /// 0 or 1 and nothing between: Rosenblatt's perceptron.
        Heaviside = "heaviside",
    }
}

impl Output {
    /// What the network answers, in place; `z` is `[n_out, m]`.
    pub fn forward(self, z: &mut [f64], n_out: usize) {
        match self {
            Self::Sigmoid => math::sigmoid_in_place(z),
            Self::Softmax => _ = softmax(z, n_out),
            Self::Tanh => math::tanh_in_place(z),
            Self::Identity => {}
            Self::Heaviside => z.iter_mut().for_each(|z| *z = if *z >= 0.0 { 1.0 } else { 0.0 }),
        }
    }
}

named! {
    /// How wrong the network is.
    #[derive(Default)]
    pub enum Loss {
        /// Log loss, (1), (14) and (23): `-y log a - (1 - y) log(1 - a)` with `a = sigmoid(z)`, written as
        /// `softplus(z) - y z`, so that a confident output does not give `log 0` (PyTorch:
        /// `BCEWithLogitsLoss`). Targets 0 and 1.
        #[default]
        LogLoss = "log_loss",
        /// `-log softmax(z)` of the true class (PyTorch: `CrossEntropyLoss`). Targets one-hot.
        CrossEntropy = "cross_entropy",
        /// `(a - y)^2`.
        Mse = "mse",
        /// `(a - y)^2 / 2`, TensorFlow Playground's.
        HalfMse = "half_mse",
        /// `max(0, 1 - y a)`, targets -1 and 1; slope 0 at the kink.
        Hinge = "hinge",
        /// `max(0, -y z)`, targets -1 and 1: its descent, one sample at a time, is Rosenblatt's rule
        /// `w + rate (y - prediction) x`.
        Perceptron = "perceptron",
    }
}

impl Loss {
    /// The outputs that it can judge, the usual one first.
    #[must_use]
    pub fn outputs(self) -> &'static [Output] {
        match self {
            Self::LogLoss => &[Output::Sigmoid],
            Self::CrossEntropy => &[Output::Softmax],
            Self::Mse | Self::HalfMse => &[Output::Identity, Output::Sigmoid, Output::Tanh],
            Self::Hinge => &[Output::Identity, Output::Tanh],
            Self::Perceptron => &[Output::Heaviside],
        }
    }

    /// The loss of each of the `m` samples, from logits and targets `[n_out, m]`.
    #[must_use]
    pub fn forward(self, output: Output, z: &[f64], y: &[f64], m: usize) -> Vec<f64> {
        self.judge(output, &mut z.to_vec(), y, m)
    }

    /// As [`Loss::forward`]; the outputs are written over the logits.
    #[must_use]
    pub fn judge(self, output: Output, z: &mut [f64], y: &[f64], m: usize) -> Vec<f64> {
        let n_out = z.len() / m;
        if self == Self::CrossEntropy {
            let logits = target_logits(z, y, m);
            let (largest, sums) = softmax(z, n_out);
            let log_sums = largest.iter().zip(&sums).map(|(largest, sum)| largest + math::ln(*sum));
            return log_sums.zip(logits).map(|(log_sum, logit)| log_sum - logit).collect();
        }
        let of_logits = matches!(self, Self::LogLoss | Self::Perceptron);
        if !of_logits {
            output.forward(z, n_out);
        }
        let term = |a: f64, y: f64| match self {
            Self::Mse | Self::CrossEntropy => (a - y) * (a - y),
            Self::HalfMse => 0.5 * (a - y) * (a - y),
            Self::Hinge => positive(1.0 - y * a),
            Self::Perceptron => positive(-y * a),
            Self::LogLoss => positive(a) + math::ln_1p(math::exp(-a.abs())) - y * a,
        };
        let sample =
            |s: usize| (0..n_out).map(|k| term(z[k * m + s], y[k * m + s])).sum::<f64>() / n_out as f64;
        let losses = (0..m).map(sample).collect();
        if of_logits {
            output.forward(z, n_out);
        }
        losses
    }

    /// The derivative of each sample's loss by its logits, written over them.
    pub fn backward(self, output: Output, z: &mut [f64], y: &[f64], m: usize) {
        let n_out = z.len() / m;
        output.forward(z, n_out);
        self.slope(output, z, y, n_out);
    }

    /// The same from the outputs.
    pub fn slope(self, output: Output, a: &mut [f64], y: &[f64], n_out: usize) {
        let share = if self == Self::CrossEntropy { 1.0 } else { 1.0 / n_out as f64 };
        // Decided once, so that what is done with each number has no branches.
        match self {
            Self::LogLoss | Self::CrossEntropy => derive(a, y, share, |a, y| a - y, |_| 1.0),
            Self::Mse => through(output, a, y, share, |a, y| 2.0 * (a - y)),
            Self::HalfMse => through(output, a, y, share, |a, y| a - y),
            Self::Hinge => through(output, a, y, share, |a, y| if y * a < 1.0 { -y } else { 0.0 }),
            Self::Perceptron => {
                derive(a, y, share, |a, y| if (a > 0.5) == (y > 0.0) { 0.0 } else { -y }, |_| 1.0);
            }
        }
    }
}

/// Writes over the outputs the derivative `d_a(a, y)` by them times their slope.
fn through(output: Output, z: &mut [f64], y: &[f64], share: f64, d_a: impl Fn(f64, f64) -> f64) {
    match output {
        Output::Sigmoid => derive(z, y, share, d_a, |a| a * (1.0 - a)),
        Output::Tanh => derive(z, y, share, d_a, |a| 1.0 - a * a),
        Output::Softmax | Output::Identity | Output::Heaviside => derive(z, y, share, d_a, |_| 1.0),
    }
}

fn derive(z: &mut [f64], y: &[f64], share: f64, d_a: impl Fn(f64, f64) -> f64, slope: impl Fn(f64) -> f64) {
    z.iter_mut().zip(y).for_each(|(z, y)| *z = d_a(*z, *y) * slope(*z) * share);
}

fn positive(x: f64) -> f64 {
    if x < 0.0 { 0.0 } else { x }
}

/// Softmax over the outputs of each of m samples; the largest logit is taken off first, so that none overflows. Gives
/// the largest logits and the sums of `exp(z - largest)`.
fn softmax(z: &mut [f64], n_out: usize) -> (Vec<f64>, Vec<f64>) {
    let m = z.len() / n_out;
    let (mut largest, mut sums) = (alloc::vec![f64::NEG_INFINITY; m], alloc::vec![0.0; m]);
    for z in z.chunks_exact(m) {
        largest.iter_mut().zip(z).for_each(|(largest, z)| *largest = if z < largest { *largest } else { *z });
    }
    for z in z.chunks_exact_mut(m) {
        z.iter_mut().zip(&largest).for_each(|(z, largest)| *z -= largest);
    }
    math::exp_in_place(z);
    for z in z.chunks_exact(m) {
        sums.iter_mut().zip(z).for_each(|(sum, z)| *sum += z);
    }
    z.chunks_exact_mut(m).for_each(|z| z.iter_mut().zip(&sums).for_each(|(z, sum)| *z /= sum));
    (largest, sums)
}

/// The logit of the true class of each of m samples.
fn target_logits(z: &[f64], y: &[f64], m: usize) -> Vec<f64> {
    let mut logits = alloc::vec![0.0; m];
    for (z, y) in z.chunks_exact(m).zip(y.chunks_exact(m)) {
        logits.iter_mut().zip(z).zip(y).for_each(|((logit, z), y)| *logit += y * z);
    }
    logits
}
