//! One run, without any DOM: plain data in, plain data out.

use alloc::vec::Vec;

use js_sys::Float64Array;
use wasm_bindgen::prelude::*;

use super::{JsResult, field_of, floats, from_js, missing, object, random_seed, to_js};
use crate::data::Extent;
use crate::experiment::{Experiment, VERSION};
use crate::nn::{Shape, activation_shapes, parameter_shapes};
use crate::train::{History, Metrics, Snapshot, Trainer};
use crate::{Error, Result};

/// A network in training.
#[wasm_bindgen]
pub struct Playground {
    trainer: Trainer,
}

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
        Ok(Self { trainer: Trainer::new(experiment)? })
    }

    /// Does `steps` iterations and says where training stands.
    ///
    /// # Errors
    /// Throws a `NeuroneError` of code `diverged` when a loss or parameter is not finite; the last finite
    /// parameters are kept.
    #[wasm_bindgen(unchecked_return_type = "Metrics")]
    pub fn train_step(&mut self, steps: u32) -> JsResult<JsValue> {
        metrics_to_js(self.trainer.train_step(u64::from(steps))?)
    }

    /// The probability of class 1 at points `x [2, m]`, row by row.
    ///
    /// # Errors
    /// Throws a `NeuroneError` when `x` is not two rows of finite numbers.
    pub fn predict(&self, x: &[f64]) -> JsResult<Vec<f64>> {
        Ok(self.trainer.predict(x)?)
    }

    /// The probability of class 1 at the centres of cells, in the order of a picture: row by row, the
    /// largest `x2` on top. `extent` is `x1` from, to, `x2` from, to.
    ///
    /// # Errors
    /// Throws a `NeuroneError` when `extent` is not four finite numbers or the grid is too large.
    pub fn predict_grid(&self, columns: u32, rows: u32, extent: &[f64]) -> JsResult<Vec<f64>> {
        let (extent, columns, rows) = grid(columns, rows, extent)?;
        Ok(self.trainer.predict(&extent.cells(columns, rows))?)
    }

    /// The activation of every neuron on such a grid: `[neurons, rows * columns]`, layer by layer, the
    /// output neuron last.
    ///
    /// # Errors
    /// As `predict_grid`.
    pub fn responses(&self, columns: u32, rows: u32, extent: &[f64]) -> JsResult<Vec<f64>> {
        let (extent, columns, rows) = grid(columns, rows, extent)?;
        Ok(self.trainer.responses(&extent, columns, rows))
    }

    /// Back to the same initial parameters. What was changed while training now holds from the start.
    pub fn reset(&mut self) {
        self.trainer.reset();
    }

    /// Changes a live field, such as `learning_rate`, from now on; the change is recorded.
    ///
    /// # Errors
    /// Throws a `NeuroneError` when the field is not live or does not take the value.
    pub fn set(
        &mut self,
        field: &str,
        #[wasm_bindgen(unchecked_param_type = "unknown")] value: &JsValue,
    ) -> JsResult<()> {
        Ok(self.trainer.set(field, &from_js(value))?)
    }

    /// The experiment with all its fields, seeds and edits: enough to repeat the run.
    ///
    /// # Errors
    /// None of its own.
    #[wasm_bindgen(unchecked_return_type = "Experiment")]
    pub fn experiment(&self) -> JsResult<JsValue> {
        to_js(&self.trainer.experiment().to_value())
    }

    /// Where training stands.
    ///
    /// # Errors
    /// None of its own.
    #[wasm_bindgen(unchecked_return_type = "Metrics")]
    pub fn metrics(&self) -> JsResult<JsValue> {
        metrics_to_js(self.trainer.evaluate())
    }

    /// The recorded steps.
    ///
    /// # Errors
    /// None of its own.
    #[wasm_bindgen(unchecked_return_type = "History")]
    pub fn history(&self) -> JsResult<JsValue> {
        history_to_js(self.trainer.history())
    }

    /// The training points.
    ///
    /// # Errors
    /// None of its own.
    #[wasm_bindgen(unchecked_return_type = "Data")]
    pub fn data(&self) -> JsResult<JsValue> {
        let points = self.trainer.points();
        let m = points.y.len() as f64;
        object(&[
            ("x", floats(points.x.iter().copied())),
            ("y", floats(points.y.iter().copied())),
            ("m", m.into()),
        ])
    }

    /// The square around the points: `x1` from, to, `x2` from, to.
    pub fn extent(&self) -> Vec<f64> {
        let Extent { x1, x2 } = Extent::around(&self.trainer.points().x);
        [x1, x2].concat()
    }

    /// All parameters: `W1, b1, W2, b2, ...`, each row by row.
    pub fn parameters(&self) -> Vec<f64> {
        self.trainer.mlp().values.clone()
    }

    /// The gradient by every parameter, at the current ones, in the same order.
    pub fn gradients(&mut self) -> Vec<f64> {
        self.trainer.gradients().to_vec()
    }

    /// The shapes of the parameters, activations and gradients.
    ///
    /// # Errors
    /// None of its own.
    #[wasm_bindgen(unchecked_return_type = "Shapes")]
    pub fn shapes(&self) -> JsResult<JsValue> {
        shapes_to_js(&self.trainer.mlp().dims(), self.trainer.points().y.len())
    }

    /// This moment of the run.
    ///
    /// # Errors
    /// None of its own.
    #[wasm_bindgen(unchecked_return_type = "Snapshot")]
    pub fn snapshot(&self) -> JsResult<JsValue> {
        let snapshot = self.trainer.snapshot();
        object(&[
            ("version", VERSION.into()),
            ("experiment", to_js(&snapshot.experiment.to_value())?),
            ("step", (snapshot.step as f64).into()),
            ("parameters", floats(snapshot.parameters)),
            ("history", history_to_js(&snapshot.history)?),
        ])
    }

    /// Goes to a moment of this or another run and resumes there as if it had never stopped.
    ///
    /// # Errors
    /// Throws a `NeuroneError` when the snapshot is not sound; the running model stays as it was.
    pub fn restore(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Snapshot")] snapshot: &JsValue,
    ) -> JsResult<()> {
        self.trainer = Trainer::restore(snapshot_from_js(snapshot)?)?;
        Ok(())
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

fn grid(columns: u32, rows: u32, extent: &[f64]) -> Result<(Extent, usize, usize)> {
    const LARGEST: f64 = 1024.0;
    for (field, got) in [("columns", columns), ("rows", rows)] {
        if !(1.0..=LARGEST).contains(&f64::from(got)) {
            let (field, got) = (field.into(), alloc::format!("{got}"));
            return Err(Error::OutOfRange { field, min: 1.0, max: LARGEST, got, at: None });
        }
    }
    let &[left, right, bottom, top] = extent else {
        return Err(Error::WrongLength { field: "extent".into(), min: 4, max: 4, got: extent.len() });
    };
    if let Some(at) = extent.iter().position(|bound| !bound.is_finite()) {
        let (field, got) = ("extent".into(), alloc::format!("{}", extent[at]));
        return Err(Error::WrongKind { field, expected: "number", got, at: Some(at) });
    }
    Ok((Extent { x1: [left, right], x2: [bottom, top] }, columns as usize, rows as usize))
}

fn metrics_to_js(metrics: Metrics) -> JsResult<JsValue> {
    object(&[
        ("step", (metrics.step as f64).into()),
        ("loss", metrics.loss.into()),
        ("accuracy", metrics.accuracy.into()),
    ])
}

fn history_to_js(history: &History) -> JsResult<JsValue> {
    let records = || history.records.iter();
    object(&[
        ("step", floats(records().map(|record| record.step as f64))),
        ("loss", floats(records().map(|record| record.loss))),
        ("accuracy", floats(records().map(|record| record.accuracy))),
    ])
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

fn snapshot_from_js(value: &JsValue) -> JsResult<Snapshot> {
    let step = count(field_of(value, "step").as_f64().ok_or_else(|| missing("snapshot.step"))?);
    let history = field_of(value, "history");
    let column = |name| numbers(&field_of(&history, name), "snapshot.history");
    let rows = column("step")?.into_iter().zip(column("loss")?).zip(column("accuracy")?);
    let records =
        rows.map(|((step, loss), accuracy)| Metrics { step: count(step), loss, accuracy }).collect();
    Ok(Snapshot {
        experiment: Experiment::from_value(&from_js(&field_of(value, "experiment")))?,
        step,
        parameters: numbers(&field_of(value, "parameters"), "snapshot.parameters")?,
        history: History::from_records(records),
    })
}

/// A whole number of steps; anything else is taken as the nearest one below.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast saturates, as is wanted here"
)]
fn count(step: f64) -> u64 {
    step as u64
}

fn numbers(value: &JsValue, field: &str) -> JsResult<Vec<f64>> {
    let array = value.dyn_ref::<Float64Array>().ok_or_else(|| missing(field))?;
    Ok(array.to_vec())
}
