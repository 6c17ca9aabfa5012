//! What the native and the browser run of the thesis share.
#![allow(
    clippy::float_cmp,
    clippy::unwrap_used,
    dead_code,
    unreachable_pub,
    reason = "test code; each binary uses its part"
)]

use serde_json::Value;

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

/// Loss to 1e-9 relative (two correct float64 runs differ by 1e-15; a wrong formula by far more).
pub fn assert_checkpoint(name: &str, golden: &Value, step: u64, loss: f64, accuracy: f64) {
    let expected = floats(golden);
    assert_eq!(step as f64, expected[0], "{name}");
    let error = (loss / expected[1] - 1.0).abs();
    assert!(error < 1e-9, "{name} after {step}: loss {loss}, expected {}", expected[1]);
    assert_eq!(accuracy, expected[2], "{name} after {step}: accuracy");
}
