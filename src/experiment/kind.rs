//! What the fields of an experiment take, and what is said of a value that does not fit.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde_json::{Value, json};

use super::{Change, Field, given};
use crate::data::{MAX_CLASS_NAME, MAX_CLASSES};
use crate::{Error, Result, check_length};

#[expect(clippy::cast_possible_truncation, reason = "a handful")]
const LAST_CLASS: u32 = MAX_CLASSES as u32 - 1;

/// What a field takes. Ranges include their ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A real number.
    Number(f64, f64),
    /// A whole number.
    Integer(u32, u32),
    /// Any `u32`, or nothing: then it is drawn.
    Seed,
    /// One of the words.
    Choice(&'static [&'static str]),
    /// True or false.
    Flag,
    /// A word or a list of them, at most so many; a word may come again.
    Words(&'static [&'static str], usize),
    /// So many of the words at least and at most, none twice.
    Choices(&'static [&'static str], usize, usize),
    /// A list of whole numbers, at most so many.
    Integers(u32, u32, usize),
    /// Inline data: `{x: [[x1, x2], ...], y: [...]}`, at most so many points; `y` are classes, or values
    /// with `values: true`. Classes may have names, `classes: [...]`.
    Points(usize),
    /// A list of finite numbers, at most so many.
    Numbers(usize),
    /// A text of at most so many characters, or nothing.
    Text(usize),
    /// Given sequences `{x, y, classes}`, or nothing.
    Sequences,
    /// `[place, value]`: one parameter, as an edit sets it.
    Parameter,
    /// A list of `{step, field, value}`, at most so many.
    Edits(usize),
}

impl Kind {
    pub(super) fn check(&self, field: &str, value: &Value) -> Result<()> {
        match *self {
            Self::Number(min, max) => check_number(field, value, min, max, None),
            Self::Integer(min, max) => check_integer(field, value, min, max, None),
            Self::Seed if value.is_null() => Ok(()),
            Self::Seed => check_integer(field, value, 0, u32::MAX, None),
            Self::Choice(choices) => check_choice(field, value, choices, None),
            Self::Flag if value.is_boolean() => Ok(()),
            Self::Flag => Err(wrong_kind(field, "flag", value, None)),
            Self::Words(choices, _) if value.is_string() => check_choice(field, value, choices, None),
            Self::Words(choices, length) => {
                let list = check_list(field, value, 1, length)?;
                list.iter().enumerate().try_for_each(|(i, v)| check_choice(field, v, choices, Some(i)))
            }
            Self::Choices(choices, min, max) => {
                let list = check_list(field, value, min, max)?;
                list.iter().enumerate().try_for_each(|(i, v)| {
                    check_choice(field, v, choices, Some(i))?;
                    if list[..i].contains(v) {
                        Err(unknown_choice(field, v, choices, Some(i)))
                    } else {
                        Ok(())
                    }
                })
            }
            Self::Integers(min, max, length) => {
                let list = check_list(field, value, 0, length)?;
                list.iter().enumerate().try_for_each(|(i, v)| check_integer(field, v, min, max, Some(i)))
            }
            Self::Numbers(_) | Self::Points(_) | Self::Text(_) | Self::Sequences if value.is_null() => Ok(()),
            Self::Sequences => given::check(value),
            Self::Text(length) => {
                let text = value.as_str().ok_or_else(|| wrong_kind(field, "text", value, None))?;
                check_length(field, text.chars().count(), 0, length)
            }
            Self::Parameter => {
                let list = check_list(field, value, 2, 2)?;
                check_integer(field, &list[0], 0, u32::MAX, Some(0))?;
                check_number(field, &list[1], f64::MIN, f64::MAX, Some(1))
            }
            Self::Numbers(length) => {
                let list = check_list(field, value, 1, length)?;
                list.iter()
                    .enumerate()
                    .try_for_each(|(i, v)| check_number(field, v, f64::MIN, f64::MAX, Some(i)))
            }
            Self::Points(length) => check_points(value, length),
            Self::Edits(length) => {
                check_list(field, value, 0, length)?.iter().enumerate().try_for_each(check_edit)
            }
        }
    }

    pub(super) fn to_value(self) -> Value {
        match self {
            Self::Number(min, max) => json!({"kind": "number", "min": min, "max": max}),
            Self::Integer(min, max) => json!({"kind": "integer", "min": min, "max": max}),
            Self::Seed => json!({"kind": "seed", "min": 0, "max": u32::MAX}),
            Self::Choice(choices) => json!({"kind": "choice", "choices": choices}),
            Self::Flag => json!({"kind": "flag"}),
            Self::Words(choices, length) => {
                json!({"kind": "words", "choices": choices, "min_length": 1, "max_length": length})
            }
            Self::Choices(choices, min, max) => {
                json!({"kind": "choices", "choices": choices, "min_length": min, "max_length": max})
            }
            Self::Integers(min, max, length) => {
                json!({"kind": "integers", "min": min, "max": max, "min_length": 0, "max_length": length})
            }
            Self::Points(length) => json!({"kind": "points", "max_length": length}),
            Self::Numbers(length) => json!({"kind": "numbers", "max_length": length}),
            Self::Text(length) => json!({"kind": "text", "max_length": length}),
            Self::Sequences => json!({"kind": "sequences"}),
            Self::Parameter => json!({"kind": "parameter"}),
            Self::Edits(length) => json!({"kind": "edits", "max_length": length}),
        }
    }
}

pub(super) fn check_number(field: &str, value: &Value, min: f64, max: f64, at: Option<usize>) -> Result<()> {
    match value.as_f64() {
        Some(number) if (min..=max).contains(&number) => Ok(()),
        Some(_) => Err(Error::OutOfRange { field: field.to_string(), min, max, got: shown(value), at }),
        None => Err(wrong_kind(field, "number", value, at)),
    }
}

#[inline(never)]
pub(super) fn check_integer(field: &str, value: &Value, min: u32, max: u32, at: Option<usize>) -> Result<()> {
    check_number(field, value, f64::from(min), f64::from(max), at)?;
    // JavaScript has one kind of number: 8.0 is an integer, 8.5 is not.
    if value.as_f64().is_some_and(|number| number % 1.0 != 0.0) {
        return Err(wrong_kind(field, "integer", value, at));
    }
    Ok(())
}

fn check_choice(
    field: &str,
    value: &Value,
    choices: &'static [&'static str],
    at: Option<usize>,
) -> Result<()> {
    match value.as_str() {
        Some(word) if choices.contains(&word) => Ok(()),
        _ => Err(unknown_choice(field, value, choices, at)),
    }
}

pub(super) fn check_list<'a>(field: &str, value: &'a Value, min: usize, max: usize) -> Result<&'a [Value]> {
    let list = value.as_array().ok_or_else(|| wrong_kind(field, "list", value, None))?;
    check_length(field, list.len(), min, max)?;
    Ok(list)
}

fn check_points(value: &Value, length: usize) -> Result<()> {
    if !value.is_object() {
        return Err(wrong_kind("points", "object", value, None));
    }
    let x = check_list("points.x", &value["x"], 1, length)?;
    let y = check_list("points.y", &value["y"], x.len(), x.len())?;
    for (i, point) in x.iter().enumerate() {
        let at = Some(i);
        match point.as_array().map(Vec::as_slice) {
            Some([x1, x2]) => {
                [x1, x2].into_iter().try_for_each(|x| check_number("points.x", x, -1e6, 1e6, at))?
            }
            _ => return Err(wrong_kind("points.x", "list", point, at)),
        }
    }
    let values = value["values"] == true;
    if !value["classes"].is_null() {
        check_names(&value["classes"], values)?;
    }
    y.iter().enumerate().try_for_each(|(i, y)| match values {
        true => check_number("points.y", y, -1e6, 1e6, Some(i)),
        false => check_integer("points.y", y, 0, LAST_CLASS, Some(i)),
    })
}

/// The names of the classes; values have none.
fn check_names(value: &Value, values: bool) -> Result<()> {
    let (min, max) = if values { (0, 0) } else { (2, MAX_CLASSES) };
    let names = check_list("points.classes", value, min, max)?;
    names.iter().enumerate().try_for_each(|(i, name)| match name.as_str() {
        Some(text) if (1..=MAX_CLASS_NAME).contains(&text.chars().count()) => Ok(()),
        _ => Err(wrong_kind("points.classes", "name", name, Some(i))),
    })
}

fn check_edit((i, value): (usize, &Value)) -> Result<()> {
    let at = Some(i);
    if !value.is_object() {
        return Err(wrong_kind("edits", "object", value, at));
    }
    check_integer("edits.step", &value["step"], 0, u32::MAX, at)?;
    let name = value["field"].as_str().unwrap_or_default();
    match Field::named(name) {
        Some(field) if field.change == Change::Live => field.kind.check(name, &value["value"]),
        _ => Err(Error::UnknownField { field: shown(&value["field"]) }),
    }
}

#[inline(never)]
pub(super) fn wrong_kind(field: &str, expected: &'static str, value: &Value, at: Option<usize>) -> Error {
    Error::WrongKind { field: field.to_string(), expected, got: shown(value), at }
}

fn unknown_choice(field: &str, value: &Value, choices: &'static [&'static str], at: Option<usize>) -> Error {
    Error::UnknownChoice { field: field.to_string(), choices: choices.to_vec(), got: shown(value), at }
}

/// A value as a message shows it: short, whatever was given.
fn shown(value: &Value) -> String {
    const LONGEST: usize = 40;
    let text = text_of(value);
    if text.chars().count() <= LONGEST { text } else { text.chars().take(LONGEST).chain(['…']).collect() }
}

/// As JSON, but for escapes. That of serde_json would bring a table of 10 kB for its numbers into the page's first
/// module.
fn text_of(value: &Value) -> String {
    let quoted = |text: &str| ["\"", text, "\""].concat();
    let enclosed = |open: &str, items: Vec<String>, close: &str| [open, &items.join(","), close].concat();
    match value {
        Value::Null => "null".to_string(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => whole.to_string(),
            None => number.as_f64().unwrap_or(f64::NAN).to_string(),
        },
        Value::String(text) => quoted(text),
        Value::Array(items) => enclosed("[", items.iter().map(text_of).collect(), "]"),
        Value::Object(fields) => {
            let field = |(name, value): (&String, &Value)| [&quoted(name), ":", &text_of(value)].concat();
            enclosed("{", fields.iter().map(field).collect(), "}")
        }
    }
}
