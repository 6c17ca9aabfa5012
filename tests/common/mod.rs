//! What the native and the browser run of the thesis share.
#![allow(
    clippy::float_cmp,
    clippy::unwrap_used,
    dead_code,
    unreachable_pub,
    reason = "test code; each binary uses its part"
)]

use serde_json::{Value, json};

/// The NumPy run, see `golden/thesis.py`.
pub fn golden() -> Vec<Value> {
    let document: Value = serde_json::from_str(include_str!("../golden/thesis.json")).unwrap();
    document["experiments"].as_array().unwrap().clone()
}

pub fn floats(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

/// FNV-1a over the bits of all numbers: equal digests mean equal bits.
pub fn digest(values: &[f64]) -> String {
    let bytes = values.iter().flat_map(|v| v.to_bits().to_le_bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

/// Adds digests to the file named by `NEURONE_DIGESTS`, where the browsers find them.
#[cfg(not(target_arch = "wasm32"))]
pub fn keep_digests(digests: serde_json::Map<String, Value>) {
    let Some(path) = std::env::var_os("NEURONE_DIGESTS") else { return };
    let text = std::fs::read_to_string(&path).unwrap_or_else(|_| "{}".into());
    let mut all: serde_json::Map<String, Value> = serde_json::from_str(&text).unwrap();
    all.extend(digests);
    std::fs::write(path, Value::from(all).to_string()).unwrap();
}

/// What the browsers repeat of every lane of the staircase: so many updates.
pub const LANE_STEPS: u32 = 12;

/// Loss to 1e-9 relative (two correct float64 runs differ by 1e-15; a wrong formula by far more).
pub fn assert_checkpoint(name: &str, golden: &Value, step: u64, loss: f64, accuracy: f64) {
    let expected = floats(golden);
    assert_eq!(step as f64, expected[0], "{name}");
    let error = (loss / expected[1] - 1.0).abs();
    assert!(error < 1e-9, "{name} after {step}: loss {loss}, expected {}", expected[1]);
    assert_eq!(accuracy, expected[2], "{name} after {step}: accuracy");
}

/// A golden case as an experiment with its sequences and parameters given, where the form can hold it.
pub fn experiment_of(case: &Value) -> Option<Value> {
    let size = |name: &str| usize::try_from(case[name].as_u64().unwrap()).unwrap();
    let [n_in, n_steps, m, n_out] = ["n_in", "n_steps", "m", "n_out"].map(size);
    let (loss, output, classes) = match case["head"].as_str().unwrap() {
        "linear" if n_out == 1 => ("mse", "identity", Value::Null),
        "sigmoid" if n_out == 1 => ("log_loss", "sigmoid", json!(2)),
        "softmax" if n_out > 1 => ("cross_entropy", "softmax", json!(n_out)),
        _ => return None,
    };
    let given = |name: &str| case.get(name).is_some_and(|value| !value.is_null());
    if given("mask") || given("start_h") || given("dropout") {
        return None;
    }
    let (x, y) = (floats(&case["x"]), floats(&case["targets"]));
    let x: Vec<_> = (0..m)
        .map(|s| {
            let channel = |t: usize, i: usize| x[(t * n_in + i) * m + s];
            json!((0..n_steps).map(|t| (0..n_in).map(|i| channel(t, i)).collect()).collect::<Vec<Vec<f64>>>())
        })
        .collect();
    // Targets of a softmax are one-hot rows.
    let answer = |t: usize, s: usize| match n_out {
        1 => y[t * m + s],
        _ => (0..n_out).position(|k| y[(t * n_out + k) * m + s] == 1.0).unwrap() as f64,
    };
    let n_answers = y.len() / m / n_out;
    let y: Vec<_> = (0..m)
        .map(|s| match n_answers {
            1 => json!(answer(0, s)),
            _ => json!((0..n_answers).map(|t| answer(t, s)).collect::<Vec<_>>()),
        })
        .collect();
    Some(json!({
        "cell": case["cell"], "bias": case["bias"], "n_hidden": case["n_hidden"], "n_layers": case["n_layers"],
        "truncate": case["truncate"].as_u64().unwrap_or(0), "parameters": case["parameters"],
        "loss": loss, "output": output,
        "task": "given", "sequences": {"x": x, "y": y, "classes": classes},
    }))
}
