//! Tables that a reader pastes or opens.

use serde_json::json;
use wasm_bindgen::prelude::*;

use super::{JsResult, to_js};
use crate::data::Table;
use crate::experiment::points_to_value;

/// Reads CSV: the names of its columns and which of them are numbers.
///
/// # Errors
/// Throws a `NeuroneError` of code `csv_cell` or `csv_count` whose `at` is `[line, column]`.
#[wasm_bindgen(unchecked_return_type = "TableInfo")]
pub fn read_table(text: &str) -> JsResult<JsValue> {
    let table = Table::read(text)?;
    let numeric: alloc::vec::Vec<_> = (0..table.names().len()).map(|i| table.is_numeric(i)).collect();
    to_js(&json!({"names": table.names(), "numeric": numeric}))
}

/// The points of three columns, with classes and their names, or with values if `values`.
///
/// # Errors
/// As `read_table`, and where a cell does not fit.
#[wasm_bindgen(unchecked_return_type = "Points")]
pub fn table_points(text: &str, x1: u32, x2: u32, y: u32, values: bool) -> JsResult<JsValue> {
    let table = Table::read(text)?;
    let [x1, x2, y] = [x1, x2, y].map(|column| column as usize);
    let points = if values { table.values(x1, x2, y)? } else { table.points(x1, x2, y)? };
    to_js(&points_to_value(&points))
}

/// The numbers of a column in their order, as a series in time.
///
/// # Errors
/// As `read_table`, and where a cell is no number or a line between them is empty.
#[wasm_bindgen]
pub fn table_series(text: &str, column: u32) -> JsResult<alloc::vec::Vec<f64>> {
    Ok(Table::read(text)?.series(column as usize)?)
}
