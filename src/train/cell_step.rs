//! One step of one sequence in one layer, with the derivatives that reach it: what a cell has to work with.

use alloc::vec::Vec;

use super::{SequenceTrainer, Sequential};
use crate::data::SequenceBatch;
use crate::{Result, check_range};

/// One step of a sequence in one layer, with all that reaches it from the steps around. `[n_hidden]` where
/// nothing else is said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CellStep {
    /// What the layer is given, `[n_in]`: the input, or `h_t` of the layer below.
    pub x: Vec<f64>,
    /// `h_{t-1}`.
    pub h_before: Vec<f64>,
    /// `c_{t-1}`; empty without a memory.
    pub c_before: Vec<f64>,
    /// `h_t`.
    pub h: Vec<f64>,
    /// The gates in the order of [`Cell::gates`](crate::nn::Cell::gates).
    pub gates: Vec<Vec<f64>>,
    /// The derivatives by what goes into them.
    pub d_gates: Vec<Vec<f64>>,
    /// `dL/dh_t`, whole, L being the mean loss of the sequence.
    pub d_h: Vec<f64>,
    /// `dL/dc_{t+1}`, whole; empty where nothing comes back along the memory.
    pub d_c_after: Vec<f64>,
    /// `f_{t+1}`; empty where there is no such gate or nothing to scale.
    pub f_after: Vec<f64>,
    /// What should be answered, `[n_out]`, as the loss takes it; empty where the step is not asked, or below
    /// the last layer.
    pub targets: Vec<f64>,
    /// How many steps of the sequence are asked.
    pub n_out_steps: usize,
}

impl SequenceTrainer {
    /// Step `t` of a sequence in layer `l`, with the derivatives of that sequence's loss alone; without dropout.
    ///
    /// # Errors
    /// `out_of_range` for a step or a layer that there is not.
    pub fn cell_step(&self, sequence: SequenceBatch, l: usize, t: usize) -> Result<CellStep> {
        let n_steps = sequence.n_steps;
        check_range("t", t as f64, 0.0, n_steps as f64 - 1.0)?;
        check_range("layer", l as f64, 0.0, self.learner.network.n_layers() as f64 - 1.0)?;
        let mut learner = self.learner.clone();
        let block = learner.block(&self.current, sequence);
        learner.forward(&block, None);
        let outputs = learner.outputs(&self.current, &block, None);
        learner.backward_block(&self.current, &block, outputs);
        let Sequential { network, trace, .. } = &learner;
        let m = block.m;
        let column = |values: &[f64], n: usize, t: usize| -> Vec<f64> {
            values.iter().step_by(m).skip(t * n).take(n).copied().collect()
        };
        let hidden = |values: &[f64], t: usize| column(values, network.n_hidden(), t);
        let before = |values: &[f64]| match t.checked_sub(1) {
            Some(before) => hidden(values, before),
            None => alloc::vec![0.0; if values.is_empty() { 0 } else { network.n_hidden() }],
        };
        let gates = network.cell().gates().iter();
        let cut = self.current.truncate > 0 && (t + 1).is_multiple_of(self.current.truncate);
        let after = (t + 1 < n_steps && !cut && network.cell().has_memory()).then_some(t + 1);
        let n_out_steps = block.batch.y.len();
        let answer = (t + n_out_steps).checked_sub(n_steps).filter(|_| l + 1 == network.n_layers());
        Ok(CellStep {
            x: match l.checked_sub(1) {
                Some(below) => hidden(trace.h(below), t),
                None => column(&block.x, network.n_in(), t),
            },
            h_before: before(trace.h(l)),
            c_before: before(trace.c(l)),
            h: hidden(trace.h(l), t),
            gates: gates.filter_map(|gate| Some(hidden(trace.gate(l, gate)?, t))).collect(),
            d_gates: network.d_gates(trace, l, m, t).iter().map(|d_gate| hidden(d_gate, 0)).collect(),
            d_h: hidden(trace.d_h(l), t),
            d_c_after: after.map_or_else(Vec::new, |after| hidden(trace.d_c(l), after)),
            f_after: after.zip(trace.gate(l, "f")).map_or_else(Vec::new, |(after, f)| hidden(f, after)),
            targets: answer.map_or_else(Vec::new, |k| column(&block.targets, network.n_out(), k)),
            n_out_steps,
        })
    }
}
