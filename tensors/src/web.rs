//! The two functions that the page calls.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;

use crate::{Fault, Model, read, write};

/// What a file holds.
#[wasm_bindgen]
pub struct Weights(Model);

#[wasm_bindgen]
impl Weights {
    /// Neurons of each layer, the inputs first.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn sizes(&self) -> Vec<usize> {
        self.0.sizes.clone()
    }

    /// All weights and biases in the order of an experiment's `parameters`.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn parameters(&self) -> Vec<f64> {
        self.0.parameters.clone()
    }

    /// The experiment as JSON, where the file has one.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn experiment(&self) -> Option<String> {
        self.0.experiment.clone()
    }
}

/// The bytes of a safetensors file.
///
/// # Errors
/// `tensors_broken` where `parameters` are not those of layers of these sizes.
#[wasm_bindgen]
pub fn save(sizes: Vec<usize>, parameters: Vec<f64>, experiment: String) -> Result<Vec<u8>, JsValue> {
    Ok(write(&Model { sizes, parameters, experiment: Some(experiment) })?)
}

/// Reads a safetensors file.
///
/// # Errors
/// `tensors_broken`, `tensors_name`, `tensors_missing`, `tensors_kind`, `tensors_shape`.
#[wasm_bindgen]
pub fn open(bytes: &[u8]) -> Result<Weights, JsValue> {
    Ok(Weights(read(bytes)?))
}

/// A JavaScript `Error` with the properties `code, field, expected, got, at`, as those of the main module.
impl From<Fault> for JsValue {
    fn from(fault: Fault) -> Self {
        let error = js_sys::Error::new(&fault.to_string());
        let (code, field, got) = match fault {
            Fault::Broken(why) => ("tensors_broken", String::new(), why),
            Fault::Name(name) => ("tensors_name", name, String::new()),
            Fault::Missing(name) => ("tensors_missing", name, String::new()),
            Fault::Kind { tensor, got } => ("tensors_kind", tensor, got),
            Fault::Shape { tensor, got } => ("tensors_shape", tensor, got),
        };
        let entries = [
            ("code", code.into()),
            ("field", field.into()),
            ("got", got.into()),
            ("expected", Self::NULL),
            ("at", Self::NULL),
        ];
        for (name, value) in entries {
            // A plain error object takes every property; were it not so, its message would remain.
            let _ = Reflect::set(&error, &name.into(), &value);
        }
        error.into()
    }
}
