//! Changes made while training: from the current step on, recorded, and replayed.

use alloc::string::ToString;
use alloc::vec::Vec;

use serde_json::{Value, json};

use super::{Learner, Run};
use crate::experiment::{Change, Edit, Experiment, Field, MAX_EDITS, PARAMETER};
use crate::nn::Optimizer;
use crate::{Error, Result, check_length};

impl<L: Learner> Run<L> {
    /// Changes a field from the current step on, without a restart; what matters to the arithmetic is
    /// recorded as an edit, and a replay in progress goes no further.
    ///
    /// # Errors
    /// When the field needs a restart or does not take the value, or when there are [`MAX_EDITS`] edits already;
    /// nothing has changed then.
    pub fn set(&mut self, name: &str, value: &Value) -> Result<()> {
        let field = Field::named(name).filter(|field| field.change != Change::Restart);
        let field = field.ok_or_else(|| Error::UnknownField { field: name.to_string() })?;
        if field.name == PARAMETER {
            self.check_parameter(value)?;
        }
        let mut changed = self.current.clone();
        field.assign(&mut changed, value)?;
        self.learner.check_goes_on(&changed)?;
        let is_live = field.change == Change::Live;
        let is_edit = is_live && self.state.step > 0;
        let mut edits = self.experiment.edits.clone();
        if is_live {
            edits.truncate(self.state.edits_made);
        }
        if is_edit {
            self.record_edit(&mut edits, field.name, value, &changed);
            check_length("edits", edits.len(), 0, MAX_EDITS)?;
        }
        self.experiment.edits = edits;
        self.adopt(changed);
        self.adopt_parameter(name, value);
        if is_edit {
            self.state.edits_made = self.experiment.edits.len();
            return Ok(());
        }
        self.begin_with(field, value)?;
        if is_live {
            self.begin_records();
        }
        Ok(())
    }

    /// What is no edit holds from the start of the run.
    fn begin_with(&mut self, field: &Field, value: &Value) -> Result<()> {
        if field.name != PARAMETER {
            return field.assign(&mut self.experiment, value);
        }
        self.initial = self.learner.values().to_vec();
        self.experiment.parameters = Some(self.initial.clone());
        self.current.parameters.clone_from(&self.experiment.parameters);
        Ok(())
    }

    /// Adds an edit of this step to those made so far; where the last value alone matters, it takes the place of an
    /// earlier one.
    fn record_edit(&self, edits: &mut Vec<Edit>, field: &'static str, value: &Value, changed: &Experiment) {
        let step = self.state.step;
        // Another rule begins with moments of its own, another loss may bring an output: what was between matters.
        let replaces = |edit: &Edit| match field {
            "loss" | "optimizer" => false,
            PARAMETER => edit.value[0] == value[0],
            _ => true,
        };
        edits.retain(|edit| edit.step != step || edit.field != field || !replaces(edit));
        edits.push(Edit { step, field, value: value.clone() });
        if field == "loss" && changed.output != self.current.output {
            edits.push(Edit { step, field: "output", value: changed.output.name().into() });
        }
    }

    /// Lets the values of `changed` hold from now on. Another rule begins with moments of its own.
    fn adopt(&mut self, changed: Experiment) {
        if changed.optimizer != self.state.optimizer.rule() {
            self.state.optimizer = Optimizer::new(changed.optimizer, self.initial.len());
        }
        self.learner.adopt(&changed);
        self.current = changed;
    }

    /// Sets the parameter at place `i` from now on, as an edit.
    ///
    /// # Errors
    /// When there is no such parameter or the value is not finite.
    pub fn set_parameter(&mut self, i: usize, value: f64) -> Result<()> {
        self.set(PARAMETER, &json!([i, value]))
    }

    fn check_parameter(&self, value: &Value) -> Result<()> {
        let max = self.initial.len() as f64 - 1.0;
        match value[0].as_f64() {
            Some(place) if place > max => {
                let (field, got) = (PARAMETER.to_string(), place.to_string());
                Err(Error::OutOfRange { field, min: 0.0, max, got, at: Some(0) })
            }
            _ => Ok(()),
        }
    }

    fn adopt_parameter(&mut self, field: &str, value: &Value) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked to be an integer in range"
        )]
        let place = |place: f64| place as usize;
        if let (PARAMETER, Some(at), Some(value)) = (field, value[0].as_f64(), value[1].as_f64())
            && let Some(parameter) = self.learner.parameters().0.get_mut(place(at))
        {
            *parameter = value;
        }
    }

    /// Makes the edits that are due.
    pub(super) fn replay_edits(&mut self) {
        while self
            .experiment
            .edits
            .get(self.state.edits_made)
            .is_some_and(|edit| edit.step <= self.state.step)
        {
            self.replay_edit();
        }
    }

    /// Makes the next edit, if there is one.
    pub(super) fn replay_edit(&mut self) {
        let Some(edit) = self.experiment.edits.get(self.state.edits_made).cloned() else { return };
        let mut changed = self.current.clone();
        // An experiment holds only edits that their fields take; one that fits no more is passed over.
        let assigned = Field::named(edit.field).map(|field| field.assign(&mut changed, &edit.value));
        if matches!(assigned, Some(Ok(()))) && self.learner.check_goes_on(&changed).is_ok() {
            self.adopt(changed);
            self.adopt_parameter(edit.field, &edit.value);
        }
        self.state.edits_made += 1;
    }
}
