//! Between plain data and the fields' types. What is read has passed [`Kind::check`](super::Kind). What many rows of the
//! table call is not inlined: its bytes come with the page's first module.

use alloc::string::ToString;
use alloc::vec::Vec;

use serde_json::{Value, json};

use super::{Edit, Field};
use crate::data::Points;
use crate::nn::Activation;

#[inline(never)]
pub(super) fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_default()
}

pub(super) fn numbers(value: &Value) -> Option<Vec<f64>> {
    Some(value.as_array()?.iter().map(number).collect())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be an integer in range"
)]
#[inline(never)]
pub(super) fn integer(value: &Value) -> u32 {
    number(value) as u32
}

#[inline(never)]
pub(super) fn flag(value: &Value) -> bool {
    value.as_bool().unwrap_or_default()
}

pub(super) fn activations(value: &Value) -> Vec<Activation> {
    let words = value.as_array().map_or(core::slice::from_ref(value), Vec::as_slice);
    words.iter().filter_map(|word| Activation::from_name(word.as_str()?)).collect()
}

/// One word where one says it all.
pub(super) fn activations_to_value(activations: &[Activation]) -> Value {
    match activations {
        [one] => json!(one.name()),
        many => many.iter().map(|activation| activation.name()).collect(),
    }
}

pub(super) fn seed(value: &Value) -> Option<u32> {
    (!value.is_null()).then(|| integer(value))
}

#[inline(never)]
pub(super) fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

#[inline(never)]
pub(super) fn position(value: &Value, names: &[&str]) -> usize {
    names.iter().position(|name| value == name).unwrap_or_default()
}

pub(super) fn points(value: &Value) -> Option<Points> {
    let coordinate = |i: usize| items(&value["x"]).iter().map(move |point| number(&point[i]));
    let y: Vec<_> = items(&value["y"]).iter().map(number).collect();
    let largest = y.iter().copied().fold(1.0, f64::max);
    let n_classes = if value["values"] == true { 0 } else { 1 + integer(&json!(largest)) as usize };
    let classes =
        items(&value["classes"]).iter().filter_map(Value::as_str).map(ToString::to_string).collect();
    value.is_object().then(|| Points {
        x: coordinate(0).chain(coordinate(1)).collect(),
        y,
        n_classes,
        classes,
    })
}

/// The inline form of points.
#[must_use]
pub fn points_to_value(points: &Points) -> Value {
    let (x1, x2) = points.x.split_at(points.x.len() / 2);
    let pairs: Vec<_> = x1.iter().zip(x2).map(|(x1, x2)| json!([x1, x2])).collect();
    if points.n_classes == 0 {
        return json!({"x": pairs, "y": points.y, "values": true});
    }
    let classes: Vec<_> = points.y.iter().map(|y| integer(&json!(y))).collect();
    let mut value = json!({"x": pairs, "y": classes});
    if !points.classes.is_empty() {
        value["classes"] = json!(points.classes);
    }
    value
}

pub(super) fn edit(value: &Value) -> Option<Edit> {
    let field = Field::named(value["field"].as_str()?)?;
    Some(Edit { step: u64::from(integer(&value["step"])), field: field.name, value: value["value"].clone() })
}

pub(super) fn edit_to_value(edit: &Edit) -> Value {
    json!({"step": edit.step, "field": edit.field, "value": edit.value})
}
