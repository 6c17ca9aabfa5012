//! A step by hand, of a moment of a run: plain data in, so that it needs no run of this module.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde_json::Value;
use wasm_bindgen::prelude::*;

use super::{JsResult, from_js, snapshot, to_js};
use crate::train::{SequenceTrainer, Trainer};
use crate::worked::{self, Line, Place, Style, to_latex, to_markdown};
use crate::{Error, unknown_choice};

/// The next step for one point, line by line, in numbers of so many decimals (3, 4 or 6) that add up on
/// paper.
///
/// # Errors
/// Throws a `NeuroneError` when there is no such point, the network is too large or a part of the step
/// has no form on paper.
#[wasm_bindgen(unchecked_return_type = "WorkedLine[]")]
pub fn worked_example(
    #[wasm_bindgen(unchecked_param_type = "Snapshot")] moment: &JsValue,
    point: u32,
    decimals: u32,
) -> JsResult<JsValue> {
    lines_to_js(&example(moment, point, decimals)?)
}

/// The same as text: `format` is `latex` or `markdown`; `blank` leaves out what is to be found, for an
/// exercise; `comma` writes a decimal comma.
///
/// # Errors
/// As `worked_example`.
#[wasm_bindgen]
pub fn worked_text(
    #[wasm_bindgen(unchecked_param_type = "Snapshot")] moment: &JsValue,
    point: u32,
    decimals: u32,
    format: &str,
    blank: bool,
    comma: bool,
) -> JsResult<String> {
    text_of(&example(moment, point, decimals)?, format, Style { blank, comma })
}

/// One step of a sequence, worked out for one cell.
///
/// # Errors
/// Throws a `NeuroneError` when there is no such place, or when it cannot be worked out on paper.
#[wasm_bindgen(unchecked_return_type = "WorkedLine[]")]
pub fn worked_step(
    #[wasm_bindgen(unchecked_param_type = "Snapshot")] moment: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "WorkedPlace")] place: &JsValue,
    decimals: u32,
) -> JsResult<JsValue> {
    lines_to_js(&step(moment, place, decimals)?)
}

/// The same as text to paste, as `worked_text`.
///
/// # Errors
/// As `worked_step`.
#[wasm_bindgen]
pub fn worked_step_text(
    #[wasm_bindgen(unchecked_param_type = "Snapshot")] moment: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "WorkedPlace")] place: &JsValue,
    decimals: u32,
    format: &str,
    blank: bool,
    comma: bool,
) -> JsResult<String> {
    text_of(&step(moment, place, decimals)?, format, Style { blank, comma })
}

fn example(moment: &JsValue, point: u32, decimals: u32) -> JsResult<Vec<Line>> {
    let trainer = Trainer::restore(snapshot::from_js(moment)?)?;
    Ok(worked::worked_example(&trainer, point as usize, decimals)?)
}

fn step(moment: &JsValue, place: &JsValue, decimals: u32) -> JsResult<Vec<Line>> {
    let trainer = SequenceTrainer::restore(snapshot::from_js(moment)?)?;
    let place = from_js(place);
    // What is left out is 0.
    let number = |name: &str| match &place[name] {
        Value::Null => Ok(0),
        value => value.as_u64().and_then(|n| u32::try_from(n).ok()).ok_or_else(|| Error::WrongKind {
            field: name.into(),
            expected: "integer",
            got: value.to_string(),
            at: None,
        }),
    };
    let sequence = match number("length")? {
        0 => trainer.example(number("example")?),
        n_steps => trainer.part(number("from")? as usize, n_steps as usize)?,
    };
    let [layer, unit, t] = [number("layer")?, number("unit")?, number("t")?].map(|n| n as usize);
    let place = Place { layer, unit, t };
    Ok(worked::worked_step(&trainer, sequence, place, decimals)?)
}

fn lines_to_js(lines: &[Line]) -> JsResult<JsValue> {
    to_js(&lines.iter().map(Line::to_value).collect())
}

fn text_of(lines: &[Line], format: &str, style: Style) -> JsResult<String> {
    match format {
        "latex" => Ok(to_latex(lines, style)),
        "markdown" => Ok(to_markdown(lines, style)),
        _ => Err(unknown_choice("format", ["latex", "markdown"], format).into()),
    }
}
