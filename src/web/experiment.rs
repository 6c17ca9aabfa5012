//! What an experiment may say, and those that are known.

use wasm_bindgen::prelude::*;

use super::{JsResult, error_to_js, from_js, object, to_js};
use crate::experiment::{Experiment, FIELDS, Field};
use crate::{staircase, thesis};

/// The table of all fields of an experiment: names, kinds, ranges, choices, defaults.
///
/// # Errors
/// None of its own.
#[wasm_bindgen(unchecked_return_type = "Field[]")]
pub fn schema() -> JsResult<JsValue> {
    to_js(&FIELDS.iter().map(Field::to_value).collect())
}

/// The trainings of the thesis with the results that it prints.
///
/// # Errors
/// None of its own.
#[wasm_bindgen(unchecked_return_type = "Preset[]")]
pub fn thesis() -> JsResult<JsValue> {
    to_js(&thesis::thesis().iter().map(thesis::Preset::to_value).collect())
}

/// The cells that learn or do not learn a task, step by step from the RNN to the LSTM.
///
/// # Errors
/// None of its own.
#[wasm_bindgen(unchecked_return_type = "Lane[]")]
pub fn staircase() -> JsResult<JsValue> {
    to_js(&staircase::staircase().iter().map(staircase::Lane::to_value).collect())
}

/// Reads an experiment field by field, for links, attributes and files: a bad field takes its default
/// and costs one error.
///
/// # Errors
/// None of its own.
#[wasm_bindgen(unchecked_return_type = "Parsed")]
pub fn parse_experiment(
    #[wasm_bindgen(unchecked_param_type = "unknown")] value: &JsValue,
) -> JsResult<JsValue> {
    let (experiment, errors) = Experiment::parse(&from_js(value));
    let errors: js_sys::Array = errors.iter().map(error_to_js).collect();
    object(&[("experiment", to_js(&experiment.to_value())?), ("errors", errors.into())])
}
