//! Given sequences as plain data: `{x: [[[...], ...], ...], y: [...], classes: n}`, `x` by sequence, step and
//! channel, `y` by sequence a number or a list of as many as there are steps; without `classes`, values.

use alloc::{format, vec::Vec};

use serde_json::{Value, json};

use super::kind::{check_integer, check_list, check_number, wrong_kind};
use super::values::{integer, items, number};
use crate::data::{Given, MAX_ALPHABET, MAX_GIVEN, MAX_STEPS};
use crate::{Result, check_length};

const LARGEST: f64 = 1e6;
/// Numbers of all sequences together.
const MOST: usize = 1 << 20;
#[expect(clippy::cast_possible_truncation, reason = "some hundreds")]
const MOST_CLASSES: u32 = MAX_ALPHABET as u32;

pub(super) fn check(value: &Value) -> Result<()> {
    if !value.is_object() {
        return Err(wrong_kind("sequences", "object", value, None));
    }
    let classes = &value["classes"];
    if !classes.is_null() {
        check_integer("sequences.classes", classes, 2, MOST_CLASSES, None)?;
    }
    let x = check_list("sequences.x", &value["x"], 1, MAX_GIVEN)?;
    let y = check_list("sequences.y", &value["y"], x.len(), x.len())?;
    let n_steps = check_list("sequences.x", &x[0], 1, MAX_STEPS)?.len();
    let n_in = check_list("sequences.x", &x[0][0], 1, MAX_ALPHABET)?.len();
    check_length("sequences.x", x.len() * n_steps * n_in, 1, MOST)?;
    for (i, sequence) in x.iter().enumerate() {
        for (t, step) in
            check_list(&format!("sequences.x[{i}]"), sequence, n_steps, n_steps)?.iter().enumerate()
        {
            let channels = check_list(&format!("sequences.x[{i}][{t}]"), step, n_in, n_in)?;
            channels.iter().try_for_each(|v| check_number("sequences.x", v, -LARGEST, LARGEST, Some(i)))?;
        }
    }
    let answer = |v: &Value, i| match integer(classes) {
        0 => check_number("sequences.y", v, -LARGEST, LARGEST, Some(i)),
        n => check_integer("sequences.y", v, 0, n - 1, Some(i)),
    };
    let listed = y[0].is_array();
    for (i, y) in y.iter().enumerate() {
        if listed {
            let list = check_list(&format!("sequences.y[{i}]"), y, n_steps, n_steps)?;
            list.iter().try_for_each(|v| answer(v, i))?;
        } else {
            answer(y, i)?;
        }
    }
    Ok(())
}

/// Reads what [`check`] has accepted.
pub(super) fn read(value: &Value) -> Option<Given> {
    let numbers = |list: &Value| items(list).iter().map(number).collect::<Vec<_>>();
    let x: Vec<Vec<f64>> =
        items(&value["x"]).iter().map(|x| items(x).iter().flat_map(numbers).collect()).collect();
    let y = items(&value["y"]).iter().map(|y| if y.is_array() { numbers(y) } else { Vec::from([number(y)]) });
    let n_steps = items(&value["x"][0]).len();
    let n_classes = integer(&value["classes"]) as usize;
    value.is_object().then(|| Given { x, y: y.collect(), n_steps, n_classes })
}

pub(super) fn to_value(given: &Given) -> Value {
    let n_in = given.n_in().max(1);
    let x: Vec<Vec<_>> = given.x.iter().map(|x| x.chunks(n_in).map(|step| json!(step)).collect()).collect();
    let y = given.y.iter().map(|y| if given.every_step() { json!(y) } else { json!(y[0]) });
    let mut value = json!({"x": x, "y": y.collect::<Vec<_>>()});
    if given.n_classes > 0 {
        value["classes"] = json!(given.n_classes);
    }
    value
}
