//! The trainings of the thesis (L. Gabet, *Théorie et implémentation des réseaux de neurones de type
//! RNN et LSTM*, Reims, 2022) with the results that it prints.

use alloc::vec::Vec;

use serde_json::{Value, json};

use crate::experiment::{Dataset, Experiment};

/// One training of the thesis.
#[derive(Clone, Debug, PartialEq)]
pub struct Preset {
    /// Its name here.
    pub name: &'static str,
    /// Section of the thesis.
    pub section: &'static str,
    /// First and last figure.
    pub figures: [u32; 2],
    /// How it is run again. Seeds are 0 throughout.
    pub experiment: Experiment,
    /// Accuracy printed, in percent of the training points.
    pub printed_accuracy: f64,
    /// Parameters printed, as printed.
    pub printed_parameters: &'static [&'static str],
}

/// One row: name, section, figures, data, hidden layers, learning rate, iterations, accuracy printed.
type Row = (&'static str, &'static str, [u32; 2], Dataset, &'static [usize], f64, u64, f64);

/// Section 5.4 prints neither learning rate nor iterations; both variants give its 92 %.
#[rustfmt::skip]
const ROWS: &[Row] = &[
    ("neuron_blobs", "4.7", [6, 8], Dataset::Blobs, &[], 0.1, 100, 90.0),
    ("two_layer_circles_2", "5.3", [10, 11], Dataset::Circles, &[2], 0.1, 1000, 87.0),
    ("two_layer_circles_8", "5.3", [12, 13], Dataset::Circles, &[8], 0.1, 1000, 99.0),
    ("two_layer_circles_16", "5.3", [14, 15], Dataset::Circles, &[16], 0.1, 1000, 99.0),
    ("two_layer_circles_32", "5.3", [16, 17], Dataset::Circles, &[32], 0.1, 1000, 100.0),
    ("two_layer_blobs_28_a", "5.4", [18, 19], Dataset::Blobs, &[28], 0.1, 100, 92.0),
    ("two_layer_blobs_28_b", "5.4", [18, 19], Dataset::Blobs, &[28], 0.01, 1000, 92.0),
    ("deep_2_12_28_16", "6.4", [20, 21], Dataset::Circles, &[2, 12, 28, 16], 0.001, 3000, 73.0),
    ("deep_16_16_32", "6.4", [22, 23], Dataset::Circles, &[16, 16, 32], 0.001, 3000, 68.0),
    ("deep_16_16_16_16", "6.4", [24, 25], Dataset::Circles, &[16, 16, 16, 16], 0.001, 3000, 49.0),
    ("deep_32_32_32_32", "6.4", [26, 27], Dataset::Circles, &[32, 32, 32, 32], 0.001, 3000, 81.0),
    ("deep_2_4_6_6_8_10", "6.4", [28, 29], Dataset::Circles, &[2, 4, 6, 6, 8, 10], 0.001, 3000, 53.0),
    ("deep_16_40_90_100", "6.4", [30, 31], Dataset::Circles, &[16, 40, 90, 100], 0.001, 3000, 94.0),
];

/// All trainings of sections 4 to 6, in the order of the thesis.
#[must_use]
pub fn thesis() -> Vec<Preset> {
    ROWS.iter().map(preset).collect()
}

fn preset(
    &(name, section, figures, dataset, hidden, learning_rate, n_iter, printed_accuracy): &Row,
) -> Preset {
    let experiment = Experiment {
        dataset,
        hidden: hidden.to_vec(),
        learning_rate,
        n_iter,
        data_seed: Some(0),
        seed: Some(0),
        ..Experiment::default()
    };
    let printed_parameters: &[_] =
        if name == "neuron_blobs" { &["1.36922046", "-1.28217318", "0.97098196"] } else { &[] };
    Preset { name, section, figures, experiment, printed_accuracy, printed_parameters }
}

impl Preset {
    /// As plain data, see `types.d.ts`.
    #[must_use]
    pub fn to_value(&self) -> Value {
        json!({
            "name": self.name, "section": self.section, "figures": self.figures,
            "experiment": self.experiment.to_value(),
            "printed_accuracy": self.printed_accuracy, "printed_parameters": self.printed_parameters,
        })
    }
}
