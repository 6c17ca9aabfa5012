//! What follows from an experiment: its points, their split, its layers and its rates.

use core::f64::consts::PI;

use alloc::string::ToString;
use alloc::vec::Vec;

use super::{Dataset, Experiment};
use crate::data::{
    Points, SequenceSource, Sequences, Split, iris, make_blobs, make_checkerboard, make_circles, make_disc,
    make_gauss, make_gaussians, make_moons, make_plane, make_polynomial, make_sine, make_spiral, make_step,
    make_xor,
};
use crate::math;
use crate::named::named;
use crate::nn::Recurrent;
use crate::nn::{Activation, Dense, Loss, Output, Settings};
use crate::random::{self, Stream};
use crate::{Error, Result, check_length, check_range, unknown_choice};

named! {
    /// How the learning rate falls with the number of updates t.
    #[derive(Default)]
    pub enum Schedule {
        /// Not at all.
        #[default]
        Constant = "constant",
        /// Times `factor` after every `steps` (PyTorch: `StepLR`).
        Step = "step",
        /// `(1 + cos(pi t / steps)) / 2`, and 0 after (PyTorch: `CosineAnnealingLR` up to `T_max`).
        Cosine = "cosine",
    }
}

impl Experiment {
    /// The points of the run.
    ///
    /// # Errors
    /// When inline data or the seed is missing, or the generator refuses its arguments.
    pub fn make_points(&self) -> Result<Points> {
        let missing = |field: &str| Error::Missing { field: field.to_string() };
        if self.dataset == Dataset::Points {
            return self.points.clone().ok_or_else(|| missing("points"));
        }
        let seed = self.data_seed.ok_or_else(|| missing("data_seed"))?;
        // Without noise none is drawn, as with scikit-learn's `noise=None`.
        let noise = (self.noise > 0.0).then_some(self.noise);
        let (n, share) = (self.n_samples, self.noise);
        match self.dataset {
            Dataset::Blobs | Dataset::Points => {
                check_range("n_classes", self.n_classes as f64, 2.0, n as f64)?;
                make_blobs(n, self.n_classes, self.cluster_std, true, seed)
            }
            Dataset::Circles => make_circles(n, true, noise, self.factor, seed),
            Dataset::Moons => make_moons(n, true, noise, seed),
            Dataset::Disc => make_disc(n, share, seed),
            Dataset::Xor => make_xor(n, share, seed),
            Dataset::Gauss => make_gauss(n, share, seed),
            Dataset::Spiral => make_spiral(n, self.n_classes, share, seed),
            Dataset::Checkerboard => make_checkerboard(n, share, seed),
            Dataset::Iris => iris([self.columns[0], self.columns[1]]),
            Dataset::Plane => make_plane(n, share, seed),
            Dataset::Gaussians => make_gaussians(n, share, seed),
            Dataset::Sine => make_sine(n, share, seed),
            Dataset::Step => make_step(n, share, seed),
            Dataset::Polynomial => make_polynomial(n, share, seed),
        }
    }

    /// What the sequences of the run are drawn from.
    ///
    /// # Errors
    /// When the task does not take the length, or the reader's own text or series.
    pub fn make_sequences(&self) -> Result<Sequences> {
        let usual = SequenceSource::new(self.task);
        Sequences::new(&SequenceSource {
            n_steps: if self.n_steps == 0 { usual.n_steps } else { self.n_steps },
            test_percent: self.test_share as usize,
            text: self.text.as_deref().unwrap_or_default(),
            series: self.series.as_deref().unwrap_or_default(),
            given: self.sequences.as_ref(),
            ..usual
        })
    }

    /// The recurrent network, all parameters 0.
    ///
    /// # Errors
    /// When no cell is named.
    pub fn make_recurrent(&self, n_in: usize, n_out: usize) -> Result<Recurrent> {
        let cell = self.cell.ok_or_else(|| Error::Missing { field: "cell".to_string() })?;
        Ok(Recurrent::new(cell, n_in, self.n_hidden, self.n_layers, n_out, self.bias))
    }

    /// The parameters with which a recurrent network begins.
    ///
    /// # Errors
    /// As [`Self::initial_parameters`].
    pub fn initial_recurrent(&self, network: &Recurrent) -> Result<Vec<f64>> {
        if let Some(parameters) = &self.parameters {
            let n = network.values.len();
            check_length("parameters", parameters.len(), n, n)?;
            return Ok(parameters.clone());
        }
        Ok(network.initial(self.init, self.forget_bias, self.seed()?))
    }

    /// The number of outputs that data of so many classes (0 for values) need under the loss and output chosen.
    ///
    /// # Errors
    /// When loss, output and points do not fit together; says which losses or outputs do.
    pub fn n_outputs(&self, n_classes: usize) -> Result<usize> {
        let fitting: &[Loss] = match n_classes {
            0 => &[Loss::Mse, Loss::HalfMse],
            2 => &Loss::ALL,
            _ => &[Loss::CrossEntropy],
        };
        if !fitting.contains(&self.loss) {
            return Err(unknown_choice("loss", fitting.iter().map(|l| l.name()), self.loss.name()));
        }
        let outputs =
            self.loss.outputs().iter().filter(|output| n_classes > 0 || **output == Output::Identity);
        if !outputs.clone().any(|output| *output == self.output) {
            return Err(unknown_choice("output", outputs.map(|o| o.name()), self.output.name()));
        }
        Ok(if self.loss == Loss::CrossEntropy { n_classes } else { 1 })
    }

    /// Whether the network may go on under this loss and output: a softmax needs other outputs, so it
    /// begins anew.
    ///
    /// # Errors
    /// As [`Self::n_outputs`], and when their number is not `n_out`.
    pub fn check_goes_on(&self, n_classes: usize, n_out: usize) -> Result<()> {
        if self.n_outputs(n_classes)? == n_out {
            return Ok(());
        }
        let others = Loss::ALL
            .iter()
            .filter(|loss| (**loss == Loss::CrossEntropy) != (self.loss == Loss::CrossEntropy));
        Err(unknown_choice("loss", others.map(|l| l.name()), self.loss.name()))
    }

    /// Neurons and activation of each hidden layer.
    #[must_use]
    pub fn hidden_layers(&self) -> Vec<(usize, Activation)> {
        let activations = self.activation.iter().chain(self.activation.last().into_iter().cycle());
        self.hidden.iter().copied().zip(activations.copied()).collect()
    }

    /// The parameters with which training begins.
    ///
    /// # Errors
    /// When inline parameters do not fit the network, or the seed is missing.
    pub fn initial_parameters(&self, layers: &[Dense]) -> Result<Vec<f64>> {
        if let Some(parameters) = &self.parameters {
            let n = layers.iter().map(Dense::n_params).sum();
            check_length("parameters", parameters.len(), n, n)?;
            return Ok(parameters.clone());
        }
        Ok(self.init.parameters(layers, &mut random::stream(self.seed()?, Stream::Init)))
    }

    /// The samples to learn from and those to test on.
    ///
    /// # Errors
    /// When the seed is missing.
    pub fn split(&self, m: usize) -> Result<Split> {
        let seed = if self.random_split && self.test_share > 0 { Some(self.seed()?) } else { None };
        Split::new(m, self.test_share as usize, seed)
    }

    /// The learning rate of the update after `t` updates.
    #[must_use]
    pub fn rate_at(&self, t: u64) -> f64 {
        let share = t as f64 / self.schedule_steps as f64;
        self.learning_rate
            * match self.schedule {
                Schedule::Constant => 1.0,
                Schedule::Step => math::pow(self.schedule_factor, (t / self.schedule_steps) as f64),
                Schedule::Cosine if share >= 1.0 => 0.0,
                Schedule::Cosine => (1.0 + math::cos(PI * share)) / 2.0,
            }
    }

    /// What the optimizer needs beside the learning rate.
    #[must_use]
    pub fn settings(&self) -> Settings {
        Settings { momentum: self.momentum, weight_decay: self.weight_decay }
    }

    /// The seed of everything but the points.
    ///
    /// # Errors
    /// When it is missing.
    pub fn seed(&self) -> Result<u32> {
        self.seed.ok_or_else(|| Error::Missing { field: "seed".to_string() })
    }
}
