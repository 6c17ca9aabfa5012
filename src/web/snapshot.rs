//! A moment of a run as plain data, and back.

use alloc::vec::Vec;

use js_sys::Float64Array;
use wasm_bindgen::prelude::*;

use super::{JsResult, field_of, floats, missing, object};
use crate::Result;
use crate::experiment::Experiment;
use crate::nn::Optimizer;
use crate::random::RandomState;
use crate::train::{History, Learner, Metrics, Order, Sequential, Snapshot, State};

/// A moment of a run of this `experiment`, which may be large and is the same from moment to moment.
pub(super) fn to_js(snapshot: &Snapshot, experiment: JsValue) -> JsResult<JsValue> {
    let Snapshot { parameters, state, .. } = snapshot;
    let order = &state.order;
    object(&[
        ("experiment", experiment),
        ("step", (state.step as f64).into()),
        ("parameters", floats(parameters.iter().copied())),
        ("optimizer", super::to_js(&state.optimizer.rule().name().into())?),
        ("moments", floats(state.optimizer.moments.iter().copied())),
        ("optimizer_steps", (state.optimizer.t as f64).into()),
        ("permutation", floats(order.permutation.iter().map(|i| *i as f64))),
        ("cursor", (order.cursor as f64).into()),
        ("order", random_to_js(&order.random)),
        ("dropout", random_to_js(&state.dropout)),
        ("edits_made", (state.edits_made as f64).into()),
        ("history", history_to_js(&state.history)?),
        ("scores", history_to_js(&state.scores)?),
        ("solved_at", state.solved_at.map_or(JsValue::NULL, |step| (step as f64).into())),
    ])
}

pub(super) fn from_js(value: &JsValue) -> JsResult<Snapshot> {
    let column = |name| numbers(&field_of(value, name), name);
    let number = |name| field_of(value, name).as_f64().ok_or_else(|| missing(name));
    let rule = field_of(value, "optimizer").as_string().unwrap_or_default();
    let state = State {
        step: count(number("step")?),
        optimizer: Optimizer::resume(&rule, column("moments")?, count(number("optimizer_steps")?))?,
        order: Order {
            random: random_from_js(&column("order")?)?,
            permutation: column("permutation")?.into_iter().map(index).collect(),
            cursor: index(number("cursor")?),
        },
        dropout: random_from_js(&column("dropout")?)?,
        edits_made: index(number("edits_made")?),
        history: history_from_js(1, &field_of(value, "history"))?,
        scores: scores_from_js(&field_of(value, "scores"))?,
        solved_at: field_of(value, "solved_at").as_f64().map(count),
    };
    let experiment = Experiment::from_value(&super::from_js(&field_of(value, "experiment")))?;
    Ok(Snapshot { experiment, parameters: column("parameters")?, state })
}

/// The recorded steps, a column a quantity; without a test part its columns are empty.
pub(super) fn history_to_js(history: &History) -> JsResult<JsValue> {
    let column = |of: fn(&Metrics) -> Option<f64>| floats(history.records.iter().filter_map(of));
    object(&[
        ("step", column(|record| Some(record.step as f64))),
        ("loss", column(|record| Some(record.loss))),
        ("accuracy", column(|record| Some(record.accuracy))),
        ("test_loss", column(|record| record.test_loss)),
        ("test_accuracy", column(|record| record.test_accuracy)),
    ])
}

fn history_from_js(first: u64, value: &JsValue) -> JsResult<History> {
    let column = |name| numbers(&field_of(value, name), name);
    let [loss, accuracy] = [column("loss")?, column("accuracy")?];
    let [test_loss, test_accuracy] = [column("test_loss")?, column("test_accuracy")?];
    let record = |(i, step): (usize, f64)| {
        Some(Metrics {
            step: count(step),
            loss: *loss.get(i)?,
            accuracy: *accuracy.get(i)?,
            test_loss: test_loss.get(i).copied(),
            test_accuracy: test_accuracy.get(i).copied(),
        })
    };
    let records = column("step")?.into_iter().enumerate().map_while(record).collect();
    Ok(History::from_records(first, records))
}

/// Snapshots of a feed-forward network made before there were scores have none.
fn scores_from_js(value: &JsValue) -> JsResult<History> {
    if value.is_undefined() { Ok(History::every(0)) } else { history_from_js(Sequential::SCORE_EVERY, value) }
}

/// The state of a stream in one list: the words of the key, the place, and the normal number in store
/// if there is one.
fn random_to_js(random: &RandomState) -> JsValue {
    let (key, position, gauss) = random.state();
    floats(key.iter().map(|word| f64::from(*word)).chain([position as f64]).chain(gauss))
}

fn random_from_js(list: &[f64]) -> Result<RandomState> {
    let words = list.iter().take(624).map(|word| word_of(*word)).collect::<Vec<_>>();
    let position = list.get(624).map_or(usize::MAX, |position| index(*position));
    RandomState::from_state(&words, position, list.get(625).copied())
}

// Whole numbers; anything else is taken as the nearest one below, and checked where it is used.

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast saturates, as is wanted here"
)]
fn count(number: f64) -> u64 {
    number as u64
}

fn index(number: f64) -> usize {
    usize::try_from(count(number)).unwrap_or(usize::MAX)
}

fn word_of(number: f64) -> u32 {
    u32::try_from(count(number)).unwrap_or(u32::MAX)
}

fn numbers(value: &JsValue, field: &str) -> JsResult<Vec<f64>> {
    let array = value.dyn_ref::<Float64Array>().ok_or_else(|| missing(field))?;
    Ok(array.to_vec())
}
