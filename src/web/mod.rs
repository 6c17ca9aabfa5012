//! The bindings: conversion and forwarding only. [`playground::Playground`] knows nothing of the DOM,
//! so that the same class serves in a worker; the functions that draw on a canvas stand apart.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use js_sys::Reflect;
use serde::Serialize;
use serde_json::Value;
use wasm_bindgen::prelude::*;

use crate::experiment::{Experiment, FIELDS, Field};
use crate::{Error, staircase, thesis};

pub mod draw;
mod pen;
mod playground;
mod run;
mod sequences;
mod snapshot;
mod surface;
pub mod table;

pub use playground::{Playground, shapes_of};
pub use sequences::{SequencePlayground, draw_sequence};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

type JsResult<T> = Result<T, JsValue>;

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

/// A JavaScript value as plain data; what has no such form, such as a function, becomes `null`.
fn from_js(value: &JsValue) -> Value {
    serde_wasm_bindgen::from_value(value.clone()).unwrap_or_default()
}

fn to_js(value: &Value) -> JsResult<JsValue> {
    Ok(value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}

fn object(entries: &[(&str, JsValue)]) -> JsResult<JsValue> {
    let object = js_sys::Object::new();
    for (name, value) in entries {
        Reflect::set(&object, &JsValue::from_str(name), value)?;
    }
    Ok(object.into())
}

/// A JavaScript `Error` with the properties `code, field, expected, got, at`.
fn error_to_js(error: &Error) -> JsValue {
    let js = js_sys::Error::new(&error.to_string());
    if let Value::Object(entries) = error.to_value() {
        for (name, value) in entries {
            // A plain error object takes every property; were it not so, its message would remain.
            let _ = Reflect::set(&js, &name.into(), &to_js(&value).unwrap_or_default());
        }
    }
    js.into()
}

impl From<Error> for JsValue {
    fn from(error: Error) -> Self {
        error_to_js(&error)
    }
}

/// A seed from the browser's source of randomness.
fn random_seed() -> JsResult<u32> {
    getrandom::u32().map_err(|error| js_sys::Error::new(&error.to_string()).into())
}

fn floats(values: impl IntoIterator<Item = f64>) -> JsValue {
    js_sys::Float64Array::from(values.into_iter().collect::<Vec<_>>().as_slice()).into()
}

fn field_of(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &JsValue::from_str(name)).unwrap_or_default()
}

fn missing(field: &str) -> JsValue {
    Error::Missing { field: String::from(field) }.into()
}
