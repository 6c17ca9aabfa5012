//! What every run can be asked for, whatever it trains.

use wasm_bindgen::prelude::*;

use super::{JsResult, object};
use crate::train::Metrics;

/// The bindings of a class whose field `trainer` is a [`Run`](crate::train::Run), and whose field `said` holds its
/// experiment once it was asked for: a macro, for a class that JavaScript knows cannot be generic.
#[cfg(any(feature = "points", feature = "sequences"))]
macro_rules! run_bindings {
    ($class:ident) => {
        #[wasm_bindgen]
        impl $class {
            /// Does `steps` iterations and says where training stands.
            ///
            /// # Errors
            /// Throws a `NeuroneError` of code `diverged` when a loss, parameter or moment is not finite; the last finite
            /// parameters are kept.
            #[wasm_bindgen(unchecked_return_type = "Metrics")]
            pub fn train_step(&mut self, steps: u32) -> JsResult<JsValue> {
                $crate::web::run::metrics_to_js(self.trainer.train_step(u64::from(steps))?)
            }

            /// Back to the same initial parameters. What was changed while training now holds from the start.
            ///
            /// # Errors
            /// None that the run has not met before.
            pub fn reset(&mut self) -> JsResult<()> {
                self.said.take();
                Ok(self.trainer.reset()?)
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
                self.said.take();
                Ok(self.trainer.set(field, &$crate::web::from_js(value))?)
            }

            /// The experiment with all its fields, seeds and edits: enough to repeat the run. One object until it
            /// changes, that of the snapshots too: to be read only.
            ///
            /// # Errors
            /// None of its own.
            #[wasm_bindgen(unchecked_return_type = "Experiment")]
            pub fn experiment(&self) -> JsResult<JsValue> {
                if let Some(said) = self.said.get() {
                    return Ok(said.clone());
                }
                let said = $crate::web::to_js(&self.trainer.experiment().to_value())?;
                Ok(self.said.get_or_init(|| said).clone())
            }

            /// Where training stands.
            ///
            /// # Errors
            /// None of its own.
            #[wasm_bindgen(unchecked_return_type = "Metrics")]
            pub fn metrics(&self) -> JsResult<JsValue> {
                $crate::web::run::metrics_to_js(self.trainer.evaluate())
            }

            /// The recorded steps.
            ///
            /// # Errors
            /// None of its own.
            #[wasm_bindgen(unchecked_return_type = "History")]
            pub fn history(&self) -> JsResult<JsValue> {
                $crate::web::snapshot::history_to_js(self.trainer.history())
            }

            /// The experiment with the values that hold now: those of its edits instead of the first ones.
            ///
            /// # Errors
            /// None of its own.
            #[wasm_bindgen(unchecked_return_type = "Experiment")]
            pub fn current(&self) -> JsResult<JsValue> {
                $crate::web::to_js(&self.trainer.current().to_value())
            }

            /// The learning rate of the next update, where its schedule stands.
            pub fn learning_rate(&self) -> f64 {
                self.trainer.learning_rate()
            }

            /// All parameters in one list, each matrix row by row.
            pub fn parameters(&self) -> Vec<f64> {
                self.trainer.values().to_vec()
            }

            /// The gradient by every parameter, at the current ones, in the same order.
            pub fn gradients(&mut self) -> Vec<f64> {
                self.trainer.gradients().to_vec()
            }

            /// This moment of the run.
            ///
            /// # Errors
            /// None of its own.
            #[wasm_bindgen(unchecked_return_type = "Snapshot")]
            pub fn snapshot(&self) -> JsResult<JsValue> {
                $crate::web::snapshot::to_js(&self.trainer.snapshot(), self.experiment()?)
            }

            /// Goes to a moment of this or another run and resumes there as if it had never stopped.
            ///
            /// # Errors
            /// Throws a `NeuroneError` when the snapshot is not sound; the running model stays as it was.
            pub fn restore(
                &mut self,
                #[wasm_bindgen(unchecked_param_type = "Snapshot")] snapshot: &JsValue,
            ) -> JsResult<()> {
                self.trainer = $crate::train::Run::restore($crate::web::snapshot::from_js(snapshot)?)?;
                self.said.take();
                Ok(())
            }
        }
    };
}

#[cfg(any(feature = "points", feature = "sequences"))]
pub(super) use run_bindings;

pub(super) fn metrics_to_js(metrics: Metrics) -> JsResult<JsValue> {
    object(&[
        ("step", (metrics.step as f64).into()),
        ("loss", metrics.loss.into()),
        ("accuracy", metrics.accuracy.into()),
        ("test_loss", metrics.test_loss.into()),
        ("test_accuracy", metrics.test_accuracy.into()),
    ])
}
