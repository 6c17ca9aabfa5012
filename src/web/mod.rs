//! The bindings: conversion and forwarding only. [`Playground`] knows nothing of the DOM, so that the same
//! class serves in a worker; the functions that draw on a canvas stand apart. The page fetches them as several
//! modules, by the features of this crate, each of which is this folder without the rest.
#![cfg_attr(
    not(feature = "web"),
    allow(dead_code, reason = "one of several modules needs less of what they share")
)]

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use js_sys::{Array, Number, Object, Reflect};
use serde::Serialize;
use serde_json::{Map, Value};
use wasm_bindgen::prelude::*;

use crate::Error;

#[cfg(feature = "points")]
pub mod draw;
#[cfg(feature = "points")]
mod experiment;
mod memory;
#[cfg(feature = "points")]
mod pen;
#[cfg(feature = "points")]
mod playground;
mod run;
#[cfg(feature = "sequences")]
mod sequences;
mod snapshot;
#[cfg(feature = "points")]
mod surface;
#[cfg(feature = "tables")]
pub mod table;
#[cfg(feature = "worked")]
pub mod worked;

#[cfg(feature = "points")]
pub use experiment::{parse_experiment, schema, staircase, thesis};
#[cfg(feature = "points")]
pub use playground::{Playground, shapes_of};
#[cfg(feature = "sequences")]
pub use sequences::{SequencePlayground, draw_sequence};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

type JsResult<T> = Result<T, JsValue>;

/// How deep plain data may be: deeper than any field is and any message shows, and far from the end of the stack.
const DEEPEST: u32 = 64;
/// How many values plain data may have: more than any field takes.
const MOST: usize = 1 << 22;

/// A JavaScript value as plain data; what has no such form, such as a function, becomes `null`, and so does what lies
/// deeper than [`DEEPEST`]. What comes after the first [`MOST`] values is left out.
fn from_js(value: &JsValue) -> Value {
    let mut left = MOST;
    plain(value, DEEPEST, &mut left)
}

fn plain(value: &JsValue, deepest: u32, left: &mut usize) -> Value {
    *left = left.saturating_sub(1);
    if let Some(number) = value.as_f64() {
        #[expect(clippy::cast_possible_truncation, reason = "whole, and below 2^53")]
        return if Number::is_safe_integer(value) { (number as i64).into() } else { number.into() };
    }
    if let Some(text) = value.as_string() {
        return text.into();
    }
    if let Some(flag) = value.as_bool() {
        return flag.into();
    }
    let Some(deepest) = deepest.checked_sub(1).filter(|_| value.is_object()) else { return Value::Null };
    if let Some(list) = value.dyn_ref::<Array>() {
        return list.iter().map_while(|item| (*left > 0).then(|| plain(&item, deepest, left))).collect();
    }
    let mut fields = Map::new();
    // What throws when it is asked for is not there.
    for name in Reflect::own_keys(value).unwrap_or_default().iter() {
        if let Some(key) = name.as_string().filter(|_| *left > 0) {
            fields.insert(key, plain(&Reflect::get(value, &name).unwrap_or_default(), deepest, left));
        }
    }
    fields.into()
}

fn to_js(value: &Value) -> JsResult<JsValue> {
    Ok(value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}

fn object(entries: &[(&str, JsValue)]) -> JsResult<JsValue> {
    let object = Object::new();
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

/// A copy by `slice`, which is quicker than to make an array from another one.
fn floats(values: impl IntoIterator<Item = f64>) -> JsValue {
    values.into_iter().collect::<Vec<_>>().into_boxed_slice().into()
}

fn field_of(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &JsValue::from_str(name)).unwrap_or_default()
}

fn missing(field: &str) -> JsValue {
    Error::Missing { field: String::from(field) }.into()
}
