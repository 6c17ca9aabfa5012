//! A recurrent run, without any DOM: plain data in, plain data out.

use alloc::string::String;
use alloc::vec::Vec;
use core::cell::OnceCell;

use serde_json::json;
use wasm_bindgen::prelude::*;

use super::run::run_bindings;
use super::{JsResult, floats, from_js, object, random_seed, snapshot, to_js};
use crate::data::{Measure, SequenceBatch};
use crate::experiment::Experiment;
use crate::nn::{Cell, Matrix, StepFlow};
use crate::random::RandomState;
use crate::train::{Passage, Sampling, SequenceTrainer};
use crate::{Error, check_range, unknown_choice};

/// A recurrent network in training.
#[wasm_bindgen]
pub struct SequencePlayground {
    trainer: SequenceTrainer,
    said: OnceCell<JsValue>,
}

run_bindings!(SequencePlayground);

#[wasm_bindgen]
impl SequencePlayground {
    /// The network of an experiment that names a cell, with its initial parameters. Seeds left out are
    /// drawn; `experiment()` reports them.
    ///
    /// # Errors
    /// Throws a `NeuroneError` that says which field is wrong, what was expected and what was got.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "Partial<Experiment>")] experiment: &JsValue,
    ) -> JsResult<Self> {
        let mut experiment = Experiment::from_value(&from_js(experiment))?;
        experiment.draw_seeds(random_seed)?;
        Ok(Self { trainer: SequenceTrainer::new(experiment)?, said: OnceCell::new() })
    }

    /// What is learnt, and what the network is made of.
    ///
    /// # Errors
    /// None of its own.
    #[wasm_bindgen(unchecked_return_type = "SequencesInfo")]
    pub fn sequences(&self) -> JsResult<JsValue> {
        let (sequences, network) = (self.trainer.learner().sequences(), self.trainer.learner().network());
        let content = if sequences.text().is_some() {
            "text"
        } else if sequences.series().is_some() {
            "series"
        } else {
            "drawn"
        };
        let measure = match sequences.measure() {
            Measure::Accuracy => "accuracy",
            Measure::MeanSquaredError => "mean_squared_error",
        };
        let matrix = |m: Matrix| json!({"name": m.name, "layer": m.layer, "rows": m.rows, "columns": m.columns, "offset": m.offset});
        to_js(&json!({
            "task": sequences.task().name(),
            "n_steps": sequences.n_steps(),
            "n_out_steps": sequences.n_out_steps(),
            "inputs": sequences.inputs(),
            "classes": sequences.classes(),
            "one_hot": sequences.task().is_one_hot(),
            "content": content,
            "measure": measure,
            "bound": sequences.bound(),
            "baseline": sequences.baseline(),
            "baseline_loss": sequences.baseline_loss(),
            "steps": sequences.steps(),
            "batch_size": self.trainer.batch_size(),
            "n_out": network.n_out(),
            "gates": network.cell().gates(),
            "matrices": network.matrices().into_iter().map(matrix).collect::<Vec<_>>(),
        }))
    }

    /// Loss and measure every 50 updates, on fresh sequences where these are drawn without end, and else on parts of
    /// what is learnt.
    ///
    /// # Errors
    /// None of its own.
    #[wasm_bindgen(unchecked_return_type = "History")]
    pub fn scores(&self) -> JsResult<JsValue> {
        snapshot::history_to_js(self.trainer.scores())
    }

    /// The step of the first of two scores in a row that solve the task.
    pub fn solved_at(&self) -> Option<f64> {
        self.trainer.solved_at().map(|step| step as f64)
    }

    /// Sequence number `index` of those that are shown, step by step through the network. `pins` has a
    /// value from 0 to 1 for each gate that is not to be computed, NaN for the others, in the order of
    /// `sequences().gates`, or is empty.
    ///
    /// # Errors
    /// Throws a `NeuroneError` when a pin lies outside.
    #[wasm_bindgen(unchecked_return_type = "Passage")]
    pub fn passage(&self, index: u32, pins: &[f64]) -> JsResult<JsValue> {
        self.through(self.trainer.example(index), pins)
    }

    /// The same for a part of a series or a text, from step `from` on, at most `n_steps` long.
    ///
    /// # Errors
    /// Throws a `NeuroneError` when the task has no such whole, the part does not lie within it, or as `passage`.
    #[wasm_bindgen(unchecked_return_type = "Passage")]
    pub fn passage_of_part(&self, from: u32, n_steps: u32, pins: &[f64]) -> JsResult<JsValue> {
        self.through(self.trainer.part(from as usize, n_steps as usize)?, pins)
    }

    fn through(&self, sequence: SequenceBatch, pins: &[f64]) -> JsResult<JsValue> {
        let pinned = pins.iter().filter(|pin| !pin.is_nan());
        pinned.into_iter().try_for_each(|pin| check_range("pins", *pin, 0.0, 1.0))?;
        let pins: Vec<_> = pins.iter().map(|pin| (!pin.is_nan()).then_some(*pin)).collect();
        passage_to_js(&self.trainer.passage(sequence, &pins))
    }

    /// The parameters of the same network with another cell: what both have is kept, a new gate is open.
    ///
    /// # Errors
    /// Throws a `NeuroneError` when there is no such cell.
    pub fn graft(&self, #[wasm_bindgen(unchecked_param_type = "Cell")] cell: &str) -> JsResult<Vec<f64>> {
        let unknown = || unknown_choice("cell", Cell::NAMES.iter().copied(), cell);
        Ok(self.trainer.learner().network().graft(Cell::from_name(cell).ok_or_else(unknown)?).values)
    }

    /// How the gradient fares on its way back through time, layer by layer, over the batch that comes next.
    ///
    /// # Errors
    /// None of its own.
    #[wasm_bindgen(unchecked_return_type = "TimeFlow[]")]
    pub fn flow(&mut self) -> JsResult<JsValue> {
        let m = self.trainer.batch_size() as f64;
        let layers = self.trainer.flow();
        let layers = layers.iter().map(|flow| {
            let column = |of: &dyn Fn(&StepFlow) -> f64| floats(flow.iter().map(of));
            object(&[
                ("d_h", column(&|step| step.d_h() / m)),
                ("d_c", column(&|step| step.d_c() / m)),
                ("activation", column(&StepFlow::activation)),
                ("weights", column(&StepFlow::weights)),
                ("memory", column(&StepFlow::memory)),
            ])
        });
        Ok(layers.collect::<JsResult<js_sys::Array>>()?.into())
    }

    /// The norms of `dL/dh_t` and `dL/dc_t` of the last layer before training, `[n_seeds, 2, n_steps]`, for
    /// the seeds from 0 on.
    ///
    /// # Errors
    /// Throws a `NeuroneError` when `n_seeds` is above 100.
    pub fn flow_over_seeds(&self, n_seeds: u32) -> JsResult<Vec<f64>> {
        Ok(self.trainer.flow_over_seeds(n_seeds)?)
    }

    /// The series that is learnt.
    ///
    /// # Errors
    /// Throws a `NeuroneError` when the task is no series.
    #[wasm_bindgen(unchecked_return_type = "SeriesInfo")]
    pub fn series(&self) -> JsResult<JsValue> {
        let series = self.trainer.learner().sequences().series();
        let series = series.ok_or_else(|| Error::Missing { field: "series".into() })?;
        let [mean, deviation] = series.scale();
        object(&[
            ("values", floats(series.values().iter().map(|value| value * deviation + mean))),
            ("n_train", (series.train().len() as f64).into()),
            ("mean", mean.into()),
            ("deviation", deviation.into()),
        ])
    }

    /// A forecast of `n` values that goes on from the part of the series that is learnt from: each answer is
    /// the next input.
    ///
    /// # Errors
    /// Throws a `NeuroneError` when the task is no series or `n` is above 2000.
    pub fn forecast(&self, n: u32) -> JsResult<Vec<f64>> {
        Ok(self.trainer.forecast(n as usize)?)
    }

    /// How a text goes on after a prompt, with the probability that each character had. `top_k` is how many
    /// of the likeliest come into question, 0 for all.
    ///
    /// # Errors
    /// Throws a `NeuroneError` when the task is no text, the text lacks a character of the prompt, or a
    /// number is out of its range.
    #[wasm_bindgen(unchecked_return_type = "{ text: string, probability: Float64Array }")]
    pub fn continue_text(
        &self,
        prompt: &str,
        n: u32,
        temperature: f64,
        top_k: u32,
        seed: u32,
    ) -> JsResult<JsValue> {
        let sampling = Sampling { temperature, top_k: top_k as usize, seed };
        let continuation = self.trainer.continue_text(prompt, n as usize, sampling)?;
        object(&[("text", continuation.text.into()), ("probability", floats(continuation.probability))])
    }

    /// A text from its beginning, as it is learnt.
    ///
    /// # Errors
    /// Throws a `NeuroneError` when the task is no text.
    pub fn text(&self) -> JsResult<String> {
        let text = self.trainer.learner().sequences().text();
        let text = text.ok_or_else(|| Error::Missing { field: "text".into() })?;
        Ok(text.decode(text.symbols()))
    }
}

/// One sequence as a task draws it from the data seed, without any network.
///
/// # Errors
/// As `SequencePlayground`'s, where the task does not take its length or its data.
#[wasm_bindgen(unchecked_return_type = "SequencePreview")]
pub fn draw_sequence(
    #[wasm_bindgen(unchecked_param_type = "Partial<Experiment>")] experiment: &JsValue,
) -> JsResult<JsValue> {
    let experiment = Experiment::from_value(&from_js(experiment))?;
    let sequences = experiment.make_sequences()?;
    let mut random = RandomState::new(experiment.data_seed.unwrap_or_default());
    let batch = sequences.draw(&mut random, 1);
    object(&[
        ("n_steps", (batch.n_steps as f64).into()),
        ("n_in", (sequences.n_in() as f64).into()),
        ("n_classes", (sequences.n_classes() as f64).into()),
        ("one_hot", sequences.task().is_one_hot().into()),
        ("x", floats(batch.x)),
        ("y", floats(batch.y)),
    ])
}

fn passage_to_js(passage: &Passage) -> JsResult<JsValue> {
    let copy = |values: &[f64]| floats(values.iter().copied());
    let layer = |rows: &Vec<(&str, Vec<f64>)>| -> JsResult<JsValue> {
        let row = |(name, values): &(&str, Vec<f64>)| {
            object(&[("name", JsValue::from_str(name)), ("values", copy(values))])
        };
        Ok(rows.iter().map(row).collect::<JsResult<js_sys::Array>>()?.into())
    };
    let counted = (0..passage.y.len()).map(|i| f64::from(passage.counted.get(i) != Some(&false)));
    object(&[
        ("n_steps", (passage.n_steps as f64).into()),
        ("x", copy(&passage.x)),
        ("y", copy(&passage.y)),
        ("counted", floats(counted)),
        ("output", copy(&passage.output)),
        ("layers", passage.layers.iter().map(layer).collect::<JsResult<js_sys::Array>>()?.into()),
    ])
}
