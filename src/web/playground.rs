//! One run, without any DOM: plain data in, plain data out.

use alloc::string::String;
use alloc::vec::Vec;
use core::cell::OnceCell;

use js_sys::Float64Array;
use wasm_bindgen::prelude::*;

use super::run::run_bindings;
use super::{JsResult, floats, from_js, object, random_seed, to_js};
use crate::data::Extent;
use crate::experiment::Experiment;
use crate::nn::{Shape, activation_shapes, parameter_shapes};
use crate::train::{Trainer, check_finite};
use crate::{Result, check_length, check_range};

/// A network in training.
#[wasm_bindgen]
pub struct Playground {
    pub(super) trainer: Trainer,
    said: OnceCell<JsValue>,
}

run_bindings!(Playground);

#[wasm_bindgen]
impl Playground {
    /// The network of an experiment with its initial parameters. Seeds left out are drawn; `experiment()`
    /// reports them.
    ///
    /// # Errors
    /// Throws a `NeuroneError` that says which field is wrong, what was expected and what was got.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "Partial<Experiment>")] experiment: &JsValue,
    ) -> JsResult<Self> {
        let mut experiment = Experiment::from_value(&from_js(experiment))?;
        experiment.draw_seeds(random_seed)?;
        Ok(Self { trainer: Trainer::new(experiment)?, said: OnceCell::new() })
    }

    /// What the network answers at points `x [2, m]`, row by row: `[n_out, m]`, of two classes the probability of
    /// class 1. Written into `out`, where it is given: a new array at each call is memory to be had and to be collected.
    ///
    /// # Errors
    /// Throws a `NeuroneError` when `x` is not two rows of finite numbers or `out` has another length than the answers.
    pub fn predict(&self, x: &[f64], out: Option<Float64Array>) -> JsResult<Float64Array> {
        let answers = self.trainer.predict(x)?;
        let Some(out) = out else { return Ok(floats(answers).into()) };
        check_length("out", out.length() as usize, answers.len(), answers.len())?;
        out.copy_from(&answers);
        Ok(out)
    }

    /// The same at the centres of cells, each output in the order of a picture: row by row, the largest `x2` on top.
    /// `extent` is `x1` from, to, `x2` from, to. In single precision, within a shade of `predict`.
    ///
    /// # Errors
    /// Throws a `NeuroneError` when `extent` is not four finite numbers or the grid is too large.
    pub fn predict_grid(&self, columns: u32, rows: u32, extent: &[f64]) -> JsResult<Vec<f64>> {
        let (extent, columns, rows) = grid(columns, rows, extent)?;
        Ok(self.trainer.picture(&extent, columns, rows))
    }

    /// The activation of every neuron on such a grid: `[neurons, rows * columns]`, layer by layer, the
    /// output neurons last.
    ///
    /// # Errors
    /// As `predict_grid`, and when these are more than 2^26 numbers.
    pub fn responses(&self, columns: u32, rows: u32, extent: &[f64]) -> JsResult<Vec<f64>> {
        /// Half a gigabyte.
        const MOST: usize = 1 << 26;
        let (extent, columns, rows) = grid(columns, rows, extent)?;
        let n_neurons: usize = self.trainer.mlp().layers().iter().map(|layer| layer.n_out).sum();
        check_range("rows", rows as f64, 1.0, (MOST / n_neurons / columns) as f64)?;
        Ok(self.trainer.responses(&extent, columns, rows))
    }

    /// All points, with the indices of those kept for testing.
    ///
    /// # Errors
    /// None of its own.
    #[wasm_bindgen(unchecked_return_type = "Data")]
    pub fn data(&self) -> JsResult<JsValue> {
        let points = self.trainer.points();
        object(&[
            ("x", floats(points.x.iter().copied())),
            ("y", floats(points.y.iter().copied())),
            ("m", (points.y.len() as f64).into()),
            ("n_classes", (points.n_classes as f64).into()),
            ("classes", to_js(&points.classes.iter().map(String::as_str).collect())?),
            ("test", floats(self.trainer.test().iter().map(|i| *i as f64))),
        ])
    }

    /// The square around the points: `x1` from, to, `x2` from, to.
    pub fn extent(&self) -> Vec<f64> {
        let Extent { x1, x2 } = self.trainer.extent();
        [x1, x2].concat()
    }

    /// How the gradient fares on its way back through the layers, the first layer first.
    ///
    /// # Errors
    /// None of its own.
    #[wasm_bindgen(unchecked_return_type = "Flow[]")]
    pub fn flow(&mut self) -> JsResult<JsValue> {
        let rows = self.trainer.flow().into_iter().map(|flow| {
            serde_json::json!({
                "d_w": flow.d_w, "d_z": flow.d_z, "weights": flow.weights, "activation": flow.activation,
                "gain": flow.gain(),
            })
        });
        to_js(&rows.collect())
    }

    /// The activations `[n_l, m]` of layer `l`, counted from 1, at points `x [2, m]`.
    ///
    /// # Errors
    /// Throws a `NeuroneError` when there is no such layer, or as `predict`.
    pub fn activations(&self, layer: u32, x: &[f64]) -> JsResult<Vec<f64>> {
        Ok(self.trainer.activations(layer as usize, x)?)
    }

    /// How many points of each class (rows) are taken for each class (columns), of the training points or
    /// of the test points. `threshold` is the output from which one of two classes is class 1.
    pub fn confusion(&self, test: bool, threshold: Option<f64>) -> Vec<u32> {
        let counts = self.trainer.confusion(test, threshold);
        counts.into_iter().map(|count| u32::try_from(count).unwrap_or(u32::MAX)).collect()
    }

    /// The means and standard deviations by which the coordinates are brought to one scale; `null` where
    /// they are not.
    ///
    /// # Errors
    /// None of its own.
    #[wasm_bindgen(unchecked_return_type = "{ means: number[], deviations: number[] } | null")]
    pub fn scaling(&self) -> JsResult<JsValue> {
        let scaling = self.trainer.standardizer();
        to_js(&scaling.map_or(
            serde_json::Value::Null,
            |s| serde_json::json!({"means": s.means, "deviations": s.deviations}),
        ))
    }

    /// The shapes of the parameters, activations and gradients.
    ///
    /// # Errors
    /// None of its own.
    #[wasm_bindgen(unchecked_return_type = "Shapes")]
    pub fn shapes(&self) -> JsResult<JsValue> {
        shapes_to_js(&self.trainer.mlp().dims(), self.trainer.points().y.len())
    }
}

/// The shapes of a network with `dims[0]` inputs and layers `dims[1..]`, for `m` samples.
///
/// # Errors
/// None of its own.
#[wasm_bindgen(unchecked_return_type = "Shapes")]
pub fn shapes_of(dims: &[u32], m: u32) -> JsResult<JsValue> {
    let dims: Vec<_> = dims.iter().map(|n| *n as usize).collect();
    shapes_to_js(&dims, m as usize)
}

pub(super) fn grid(columns: u32, rows: u32, extent: &[f64]) -> Result<(Extent, usize, usize)> {
    const LARGEST: f64 = 1024.0;
    check_range("columns", f64::from(columns), 1.0, LARGEST)?;
    check_range("rows", f64::from(rows), 1.0, LARGEST)?;
    check_length("extent", extent.len(), 4, 4)?;
    check_finite("extent", extent)?;
    let extent = Extent { x1: [extent[0], extent[1]], x2: [extent[2], extent[3]] };
    Ok((extent, columns as usize, rows as usize))
}

fn shapes_to_js(dims: &[usize], m: usize) -> JsResult<JsValue> {
    let list = |shapes: Vec<Shape>| -> JsResult<JsValue> {
        let rows =
            shapes.iter().map(|s| serde_json::json!({"name": s.name, "rows": s.rows, "columns": s.columns}));
        to_js(&rows.collect())
    };
    object(&[
        ("parameters", list(parameter_shapes("", dims))?),
        ("activations", list(activation_shapes(dims, m))?),
        ("gradients", list(parameter_shapes("d", dims))?),
    ])
}
