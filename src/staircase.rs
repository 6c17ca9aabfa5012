//! From the RNN to the LSTM, one gate at a time: at each step a task that the cell without the new gate
//! does not learn and the cell with it does, sections 7 and 8 of the thesis made into experiments.

use alloc::vec::Vec;

use serde_json::{Value, json};

use crate::data::Task;
use crate::experiment::Experiment;
use crate::nn::Cell;
use crate::nn::{Init, Loss, Output, Rule};

/// Seeds that a lane is tried with, 0 and up; none is chosen.
pub const N_SEEDS: u32 = 20;

/// The seed of the long lags: the first whose gradient before training lies between the quartiles of 100
/// seeds for each of their cells, so that what is seen first is usual.
const USUAL_FLOW: u32 = 8;

/// The seed of temporal order: the first with which every cell of it does what most seeds do.
const USUAL_ORDER: u32 = 1;

/// One cell on one task.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// Its name here: task and cell.
    pub name: &'static str,
    /// The step of the staircase, from 0, the RNN alone, to 5, the RNN against the LSTM, and 6, the first task again;
    /// `None` for what stands beside it.
    pub step: Option<u32>,
    /// The run; it ends where the task has to be solved.
    pub experiment: Experiment,
    /// How many of [`N_SEEDS`] solve the task within the run: at least so many and at most so many. `None`
    /// where nothing is claimed.
    pub solved: Option<[u32; 2]>,
}

/// One row: name, step, task, length, cells, cell, forget bias (0 for a cell without biases, as printed),
/// updates, how many solve it.
type Row = (&'static str, Option<u32>, Task, usize, usize, Cell, f64, u64, Option<[u32; 2]>);

const fn at_least(n: u32) -> Option<[u32; 2]> {
    Some([n, N_SEEDS])
}

/// At most one: "does not learn within the run", never "cannot".
const NONE: Option<[u32; 2]> = Some([0, 1]);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    ("pulse_rnn", Some(1), Task::Pulse, 60, 4, Cell::Rnn, 0.0, 2000, NONE),
    ("pulse_stage1", Some(1), Task::Pulse, 60, 4, Cell::Stage1, 0.0, 200, at_least(20)),
    ("pulse_lstm", Some(6), Task::Pulse, 60, 4, Cell::Lstm, 0.0, 2000, Some([0, 0])),
    ("pulse_lstm_3", Some(6), Task::Pulse, 60, 4, Cell::Lstm, 3.0, 2000, None),
    ("counter_stage1", Some(2), Task::Counter, 40, 4, Cell::Stage1, 1.0, 2000, NONE),
    ("counter_stage2", Some(2), Task::Counter, 40, 4, Cell::Stage2, 1.0, 2000, at_least(19)),
    ("parity_stage1", Some(2), Task::Parity, 16, 4, Cell::Stage1, 1.0, 2000, NONE),
    ("parity_stage2", Some(2), Task::Parity, 16, 4, Cell::Stage2, 1.0, 2000, at_least(14)),
    ("adding_stage1", Some(3), Task::Adding, 40, 8, Cell::Stage1, 1.0, 2500, NONE),
    ("adding_stage2", Some(3), Task::Adding, 40, 8, Cell::Stage2, 1.0, 2500, NONE),
    ("adding_stage3", Some(3), Task::Adding, 40, 8, Cell::Stage3, 1.0, 2500, at_least(18)),
    ("adding_lstm", Some(3), Task::Adding, 40, 8, Cell::Lstm, 1.0, 2500, at_least(18)),
    ("recall_stage2", Some(3), Task::Recall, 30, 2, Cell::Stage2, 1.0, 2500, NONE),
    ("recall_stage3", Some(3), Task::Recall, 30, 2, Cell::Stage3, 1.0, 2500, None),
    ("recall1_stage3", Some(4), Task::Recall, 30, 1, Cell::Stage3, 1.0, 5000, NONE),
    ("recall1_gru", Some(4), Task::Recall, 30, 1, Cell::Gru, 1.0, 5000, NONE),
    ("recall1_lstm", Some(4), Task::Recall, 30, 1, Cell::Lstm, 1.0, 5000, at_least(16)),
    ("order_rnn_10", Some(0), Task::Order, 10, 8, Cell::Rnn, 1.0, 1000, at_least(19)),
    ("order_rnn", Some(5), Task::Order, 50, 8, Cell::Rnn, 1.0, 4000, NONE),
    ("order_rnn_20_cells", Some(5), Task::Order, 50, 20, Cell::Rnn, 1.0, 4000, NONE),
    ("order_lstm", Some(5), Task::Order, 50, 8, Cell::Lstm, 3.0, 1000, at_least(19)),
    ("order_gru", Some(5), Task::Order, 50, 8, Cell::Gru, 3.0, 1000, at_least(19)),
    ("reber_lstm", None, Task::Reber, 75, 12, Cell::Lstm, 1.0, 1500, at_least(19)),
    ("copy_lstm", None, Task::Copy, 26, 12, Cell::Lstm, 1.0, 3000, None),
    ("long_lag_rnn", None, Task::LongLag, 60, 4, Cell::Rnn, 1.0, 1000, None),
    ("long_lag_stage1", None, Task::LongLag, 60, 4, Cell::Stage1, 1.0, 1000, None),
    ("long_lag_lstm_0", None, Task::LongLag, 60, 4, Cell::Lstm, 0.0, 1000, None),
    ("long_lag_lstm", None, Task::LongLag, 60, 4, Cell::Lstm, 3.0, 1000, None),
    ("sine_rnn", Some(0), Task::Sine, 40, 8, Cell::Rnn, 1.0, 1000, at_least(19)),
    ("sine_lstm", None, Task::Sine, 40, 8, Cell::Lstm, 1.0, 1000, None),
    ("two_sines_lstm", None, Task::TwoSines, 40, 8, Cell::Lstm, 1.0, 2000, None),
    ("sunspots_lstm", None, Task::Sunspots, 40, 16, Cell::Lstm, 1.0, 2000, None),
    ("fable_rnn", Some(0), Task::Fable, 40, 32, Cell::Rnn, 1.0, 1000, None),
    ("fable_lstm", None, Task::Fable, 40, 32, Cell::Lstm, 1.0, 2000, None),
    ("english_lstm", None, Task::English, 40, 32, Cell::Lstm, 1.0, 2000, None),
];

/// All lanes, step by step.
#[must_use]
pub fn staircase() -> Vec<Lane> {
    ROWS.iter().map(lane).collect()
}

fn lane(&(name, step, task, n_steps, n_hidden, cell, forget_bias, n_iter, solved): &Row) -> Lane {
    let (loss, output) = answers(task);
    let seed = match task {
        Task::LongLag => USUAL_FLOW,
        Task::Order => USUAL_ORDER,
        _ => 0,
    };
    let usual = Experiment {
        cell: Some(cell),
        task,
        n_steps,
        n_hidden,
        bias: forget_bias > 0.0,
        forget_bias,
        init: Init::Uniform,
        loss,
        output,
        optimizer: Rule::Adam,
        learning_rate: 0.01,
        clip_norm: 1.0,
        test_share: if task.is_series() { 20 } else { 0 },
        n_iter,
        data_seed: Some(seed),
        seed: Some(seed),
        ..Experiment::default()
    };
    let experiment = match task {
        // Adam would hide how small the gradient is.
        Task::Pulse => Experiment { optimizer: Rule::GradientDescent, learning_rate: 0.1, ..usual },
        _ => usual,
    };
    Lane { name, step, experiment, solved }
}

/// The usual loss and output of a task.
fn answers(task: Task) -> (Loss, Output) {
    match task {
        Task::Pulse | Task::LongLag | Task::Parity => (Loss::LogLoss, Output::Sigmoid),
        Task::Counter | Task::Adding | Task::Recall => (Loss::Mse, Output::Identity),
        _ if task.is_series() => (Loss::Mse, Output::Identity),
        _ => (Loss::CrossEntropy, Output::Softmax),
    }
}

impl Lane {
    /// As plain data, see `types.d.ts`.
    #[must_use]
    pub fn to_value(&self) -> Value {
        json!({
            "name": self.name, "step": self.step, "solved": self.solved,
            "experiment": self.experiment.to_value(),
        })
    }
}
