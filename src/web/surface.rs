//! The loss over two parameters, and the way of the descent.

use alloc::vec::Vec;

use wasm_bindgen::prelude::*;

use super::JsResult;
use super::playground::{Playground, grid};

#[wasm_bindgen]
impl Playground {
    /// The loss where the parameters at two places of `parameters()` take the values of the cells of a
    /// grid, in the order of `predict_grid`; `extent` is the first from, to, the second from, to.
    ///
    /// # Errors
    /// Throws a `NeuroneError` when there is no such place, when so many cells would take minutes (`cells`), or as
    /// `predict_grid`.
    pub fn loss_surface(
        &self,
        first: u32,
        second: u32,
        columns: u32,
        rows: u32,
        extent: &[f64],
    ) -> JsResult<Vec<f64>> {
        let (extent, columns, rows) = grid(columns, rows, extent)?;
        Ok(self.trainer.loss_surface([first as usize, second as usize], &extent, columns, rows)?)
    }

    /// The values of the parameters at two places from the start of the run until now, `[2, n]`, at about
    /// `most` moments.
    ///
    /// # Errors
    /// Throws a `NeuroneError` when there is no such place, or when repeating the run would take minutes (`step`).
    pub fn descent(&self, first: u32, second: u32, most: u32) -> JsResult<Vec<f64>> {
        Ok(self.trainer.descent([first as usize, second as usize], u64::from(most))?)
    }
}
