//! Every printed result of sections 4 to 6 of the thesis, and the same trainings in NumPy.
#![expect(clippy::float_cmp, clippy::unwrap_used, reason = "a test may")]

mod common;

use common::{assert_checkpoint, digest, floats, golden, keep_digests};
use neurone::thesis::{Preset, thesis};
use neurone::train::Trainer;
use serde_json::{Map, Value, json};

/// 1e-12 absolute: two correct float64 runs differ by 2.4e-15 at most, whatever the order of their
/// sums and with every exp moved by 4 ulp.
const PARAMETER_TOLERANCE: f64 = 1e-12;

fn assert_close(name: &str, ours: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(ours.len(), expected.len(), "{name}");
    for (i, (ours, expected)) in ours.iter().zip(expected).enumerate() {
        assert!(
            (ours - expected).abs() <= tolerance * expected.abs().max(1.0),
            "{name}[{i}]: {ours}, expected {expected}"
        );
    }
}

/// `[sum, norm]` of each matrix, as `golden/thesis.py` writes them.
fn checksum(trainer: &Trainer, values: &[f64]) -> Vec<f64> {
    let mut rest = values;
    let mut sums = Vec::new();
    for layer in trainer.mlp().layers() {
        for n in [layer.n_in * layer.n_out, layer.n_out] {
            let (matrix, after) = rest.split_at(n);
            sums.extend([matrix.iter().sum::<f64>(), matrix.iter().map(|v| v * v).sum::<f64>().sqrt()]);
            rest = after;
        }
    }
    sums
}

fn flattened(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().flat_map(floats).collect()
}

/// Trains one preset through its checkpoints and gives the digest of its parameters at each.
fn train(preset: &Preset, golden: &Value) -> Vec<String> {
    let name = preset.name;
    let mut trainer = Trainer::new(preset.experiment.clone()).unwrap();
    let gradients = trainer.gradients().to_vec();
    // Sums over thousands of gradients: 1e-12 relative to the largest.
    assert_close(
        name,
        &checksum(&trainer, &gradients),
        &flattened(&golden["initial_gradients_checksum"]),
        1e-12,
    );
    if let Some(expected) = golden.get("initial_gradients") {
        assert_close(name, &gradients, &floats(expected), 1e-12);
    }

    let mut digests = Vec::new();
    for checkpoint in golden["checkpoints"].as_array().unwrap() {
        let until = checkpoint[0].as_u64().unwrap();
        let metrics = trainer.train_step(until - trainer.evaluate().step).unwrap();
        assert_checkpoint(name, checkpoint, metrics.step, metrics.loss, metrics.accuracy);
        digests.push(digest(&trainer.mlp().values));
    }

    let parameters = &trainer.mlp().values;
    if let Some(expected) = golden.get("parameters") {
        assert_close(name, parameters, &floats(expected), PARAMETER_TOLERANCE);
    }
    let expected = flattened(&golden["parameters_checksum"]);
    // A sum over 10,000 parameters gathers 10,000 roundings.
    assert_close(name, &checksum(&trainer, parameters), &expected, 1e-11);
    let output = trainer.predict(&trainer.points().x).unwrap();
    assert_close(name, &output, &floats(&golden["output"]), PARAMETER_TOLERANCE);

    let accuracy = trainer.evaluate().accuracy * 100.0;
    assert_eq!(accuracy.round(), preset.printed_accuracy, "{name}: the accuracy that the thesis prints");
    let printed: Vec<_> =
        parameters.iter().take(preset.printed_parameters.len()).map(|p| format!("{p:.8}")).collect();
    assert_eq!(printed, preset.printed_parameters, "{name}: the parameters that the thesis prints");
    digests
}

/// Writes the digests to the file named by `NEURONE_DIGESTS`, where the browsers find them.
#[test]
fn trainings_reach_the_printed_results() {
    let (presets, golden) = (thesis(), golden());
    assert_eq!(presets.len(), 13);
    assert_eq!(presets.len(), golden.len());
    let mut digests = Map::new();
    for (preset, golden) in presets.iter().zip(&golden) {
        assert_eq!(golden["name"], preset.name);
        digests.insert(preset.name.into(), json!(train(preset, golden)));
    }
    keep_digests(digests);
}
