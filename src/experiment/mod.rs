//! Everything that defines a run, in one table.
//!
//! [`FIELDS`] is the single source of truth: the controls, the element's attributes, the share link,
//! the preset files and the JSON form are all built from it. Adding a parameter is one field of
//! [`Experiment`] with its default and one row here.

mod given;
mod kind;
mod run;
mod values;

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde_json::{Map, Value, json};

use crate::data::{Feature, Given, IRIS_COLUMNS, MAX_STEPS, MAX_TEXT, MAX_VALUES, Points, Task};
use crate::named::named;
use crate::nn::Cell;
use crate::nn::{Activation, Init, Loss, Output, Rule};
use crate::{Error, Result};

use values::{
    activations, activations_to_value, edit, edit_to_value, flag, integer, items, number, numbers, points,
    position, seed,
};

pub use kind::Kind;
pub use run::Schedule;
pub use values::points_to_value;

/// The field of an edit that sets one parameter, `[place, value]`; no experiment has it.
pub const PARAMETER: &str = "parameter";

/// The most edits of a run.
pub const MAX_EDITS: usize = 1000;

/// Version of the form; a link or a file carries it for ever.
pub const VERSION: u32 = 1;

named! {
    /// Where the points come from.
    #[derive(Default)]
    pub enum Dataset {
        /// Gaussian blobs, the thesis' first data.
        #[default]
        Blobs = "blobs",
        /// Two circles, one inside the other, its second.
        Circles = "circles",
        /// Two half moons.
        Moons = "moons",
        /// A disc within a ring.
        Disc = "disc",
        /// Classes by the signs of the coordinates.
        Xor = "xor",
        /// Two wide clouds.
        Gauss = "gauss",
        /// Interleaved spirals.
        Spiral = "spiral",
        /// Squares of alternating class.
        Checkerboard = "checkerboard",
        /// Two columns of Fisher's Iris: three species.
        Iris = "iris",
        /// A tilted plane of values.
        Plane = "plane",
        /// Hills and hollows.
        Gaussians = "gaussians",
        /// A sine of `x1`.
        Sine = "sine",
        /// A step in `x1`.
        Step = "step",
        /// A cubic in `x1`.
        Polynomial = "polynomial",
        /// The experiment's own points.
        Points = "points",
    }
}

#[expect(clippy::cast_possible_truncation, reason = "some hundreds")]
const LONGEST: u32 = MAX_STEPS as u32;

/// The largest network that can be asked for has 1 477 760: three layers of 256 LSTM cells on 128 characters.
const MAX_PARAMETERS: usize = 1_500_000;

/// The choices of a cell; without one the network is feed-forward.
const CELLS: &[&str] =
    &["none", "rnn", "stage1", "stage2", "stage3", "lstm", "lstm_printed", "lstm_1997", "gru", "gru_cho"];

/// A change of a live field after `step` iterations, so that a link or file replays the run exactly.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// Iterations done before the change.
    pub step: u64,
    /// The field.
    pub field: &'static str,
    /// Its new value, as the field takes it.
    pub value: Value,
}

/// One run, complete. `None` for a seed means that it is still to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Experiment {
    /// Version of the form.
    pub version: u32,
    /// Where the points come from.
    pub dataset: Dataset,
    /// Number of points, of all classes together.
    pub n_samples: usize,
    /// Noise of the points, as their generator takes it: a standard deviation, or a share from 0 to 1.
    pub noise: f64,
    /// Radius of the inner circle over that of the outer one.
    pub factor: f64,
    /// Standard deviation of each blob.
    pub cluster_std: f64,
    /// Seed of the points.
    pub data_seed: Option<u32>,
    /// Number of blobs or arms of the spiral.
    pub n_classes: usize,
    /// The two columns of Iris.
    pub columns: Vec<usize>,
    /// Inline data: classes, or values where no class is named.
    pub points: Option<Points>,
    /// Share of the points kept for testing, in percent.
    pub test_share: u32,
    /// Whether the test points are drawn; otherwise they are the last ones.
    pub random_split: bool,
    /// Whether the coordinates are brought to mean 0 and deviation 1 by the training points.
    pub standardize: bool,
    /// What the network is given of a point.
    pub features: Vec<Feature>,
    /// The cell of a recurrent network, which learns a task on sequences; `None` for a feed-forward
    /// network, which learns from points. Each has the fields below that are named for it, and all others.
    pub cell: Option<Cell>,
    /// What the sequences ask.
    pub task: Task,
    /// Length of a sequence; 0 for the task's usual one.
    pub n_steps: usize,
    /// The text of the tasks `text` and `bits`.
    pub text: Option<String>,
    /// The values of the task `series`.
    pub series: Option<Vec<f64>>,
    /// The sequences of the task `given`.
    pub sequences: Option<Given>,
    /// Cells of each recurrent layer.
    pub n_hidden: usize,
    /// Recurrent layers, one upon the other.
    pub n_layers: usize,
    /// Whether the cells have biases; the thesis prints them without.
    pub bias: bool,
    /// Where the biases of the forget gate begin.
    pub forget_bias: f64,
    /// Steps after which the gradient through time is cut; 0 for none.
    pub truncate: usize,
    /// Neurons of each hidden layer.
    pub hidden: Vec<usize>,
    /// Non-linearity of each hidden layer; the last one named holds for all further layers.
    pub activation: Vec<Activation>,
    /// How the parameters begin.
    pub init: Init,
    /// Non-linearity of the output.
    pub output: Output,
    /// How wrong an answer is.
    pub loss: Loss,
    /// How a gradient becomes a step.
    pub optimizer: Rule,
    /// mu of momentum and Nesterov.
    pub momentum: f64,
    /// AdamW's alone.
    pub weight_decay: f64,
    /// Samples for each update; 0 for all.
    pub batch_size: usize,
    /// Whether each epoch takes the samples in a new order.
    pub shuffled: bool,
    /// Whether samples left at the end of an epoch wait for the next one.
    pub carry_last_batch: bool,
    /// Penalty on the absolute values of the weights.
    pub l1: f64,
    /// Whether a weight that this penalty brings to 0, or that is 0, stays there, as in TensorFlow Playground.
    pub l1_stays_zero: bool,
    /// Penalty on half the squares of the weights.
    pub l2: f64,
    /// Share of the hidden activations left out while training.
    pub dropout: f64,
    /// Norm that the gradient is clipped to; 0 for none.
    pub clip_norm: f64,
    /// Alpha of (2), (3), (30) to (33).
    pub learning_rate: f64,
    /// How the learning rate falls.
    pub schedule: Schedule,
    /// Updates from one fall to the next, or to the end of the cosine.
    pub schedule_steps: u64,
    /// What the learning rate is multiplied by at each fall.
    pub schedule_factor: f64,
    /// Length of the run in iterations.
    pub n_iter: u64,
    /// Loss at which the reader wants the run to stop; 0 for none. The page looks after every epoch.
    pub stop_loss: f64,
    /// Accuracy (for values R^2) at which it is to stop, in percent; 0 for none.
    pub stop_accuracy: f64,
    /// Epochs without progress after which it is to stop; 0 for none.
    pub stop_patience: u32,
    /// Seed of the initial parameters.
    pub seed: Option<u32>,
    /// Inline initial parameters.
    pub parameters: Option<Vec<f64>>,
    /// Parameters that do not move, by their place among all.
    pub frozen: Vec<usize>,
    /// Changes made while training.
    pub edits: Vec<Edit>,
}

impl Default for Experiment {
    fn default() -> Self {
        Self {
            version: VERSION,
            dataset: Dataset::default(),
            n_samples: 100,
            noise: 0.1,
            factor: 0.3,
            cluster_std: 1.0,
            data_seed: None,
            n_classes: 2,
            columns: alloc::vec![2, 3],
            points: None,
            test_share: 0,
            random_split: true,
            standardize: false,
            features: alloc::vec![Feature::X1, Feature::X2],
            cell: None,
            task: Task::default(),
            n_steps: 0,
            text: None,
            series: None,
            sequences: None,
            n_hidden: 8,
            n_layers: 1,
            bias: true,
            forget_bias: 1.0,
            truncate: 0,
            hidden: Vec::new(),
            activation: alloc::vec![Activation::default()],
            init: Init::default(),
            output: Output::default(),
            loss: Loss::default(),
            optimizer: Rule::default(),
            momentum: 0.9,
            weight_decay: 0.01,
            batch_size: 0,
            shuffled: true,
            carry_last_batch: false,
            l1: 0.0,
            l1_stays_zero: false,
            l2: 0.0,
            dropout: 0.0,
            clip_norm: 0.0,
            schedule: Schedule::default(),
            schedule_steps: 1000,
            schedule_factor: 0.1,
            learning_rate: 0.1,
            n_iter: 1000,
            stop_loss: 0.0,
            stop_accuracy: 0.0,
            stop_patience: 0,
            seed: None,
            parameters: None,
            frozen: Vec::new(),
            edits: Vec::new(),
        }
    }
}

/// What a change of a field costs while training.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The run begins anew.
    Restart,
    /// It holds from the next iteration on and is recorded as an [`Edit`].
    Live,
    /// Nothing: the arithmetic does not depend on it.
    Free,
}

/// One row of the table.
pub struct Field {
    /// Its name in every form of an experiment.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// What a change of it costs.
    pub change: Change,
    get: Get,
    /// Takes only what `kind` has accepted.
    set: Set,
}

type Get = fn(&Experiment) -> Value;
type Set = fn(&mut Experiment, &Value);

const fn fixed(name: &'static str, kind: Kind, get: Get, set: Set) -> Field {
    Field { name, kind, change: Change::Restart, get, set }
}

const fn live(name: &'static str, kind: Kind, get: Get, set: Set) -> Field {
    Field { name, kind, change: Change::Live, get, set }
}

const fn free(name: &'static str, kind: Kind, get: Get, set: Set) -> Field {
    Field { name, kind, change: Change::Free, get, set }
}

/// All fields, in the order in which a reader wants them.
#[rustfmt::skip]
pub const FIELDS: &[Field] = &[
    fixed("version", Kind::Integer(VERSION, VERSION), |e| json!(e.version), |e, v| e.version = integer(v)),
    fixed("dataset", Kind::Choice(Dataset::NAMES),
        |e| json!(e.dataset.name()), |e, v| e.dataset = Dataset::ALL[position(v, Dataset::NAMES)]),
    fixed("n_samples", Kind::Integer(2, 5000), |e| json!(e.n_samples), |e, v| e.n_samples = integer(v) as usize),
    fixed("noise", Kind::Number(0.0, 2.0), |e| json!(e.noise), |e, v| e.noise = number(v)),
    fixed("factor", Kind::Number(0.0, 0.99), |e| json!(e.factor), |e, v| e.factor = number(v)),
    fixed("cluster_std", Kind::Number(0.0, 10.0), |e| json!(e.cluster_std), |e, v| e.cluster_std = number(v)),
    fixed("data_seed", Kind::Seed, |e| json!(e.data_seed), |e, v| e.data_seed = seed(v)),
    fixed("n_classes", Kind::Integer(2, 6), |e| json!(e.n_classes), |e, v| e.n_classes = integer(v) as usize),
    fixed("columns", Kind::Choices(&IRIS_COLUMNS, 2, 2),
        |e| e.columns.iter().map(|i| IRIS_COLUMNS[*i]).collect(), |e, v| e.columns = items(v).iter().map(|v| position(v, &IRIS_COLUMNS)).collect()),
    fixed("test_share", Kind::Integer(0, 90), |e| json!(e.test_share), |e, v| e.test_share = integer(v)),
    fixed("random_split", Kind::Flag, |e| json!(e.random_split), |e, v| e.random_split = flag(v)),
    fixed("points", Kind::Points(5000), |e| e.points.as_ref().map_or(Value::Null, points_to_value), |e, v| e.points = points(v)),
    fixed("standardize", Kind::Flag, |e| json!(e.standardize), |e, v| e.standardize = flag(v)),
    fixed("features", Kind::Choices(Feature::NAMES, 1, Feature::NAMES.len()),
        |e| e.features.iter().map(|f| f.name()).collect(), |e, v| e.features = items(v).iter().filter_map(|v| Feature::from_name(v.as_str()?)).collect()),
    fixed("cell", Kind::Choice(CELLS), |e| json!(e.cell.map_or("none", Cell::name)), |e, v| e.cell = v.as_str().and_then(Cell::from_name)),
    fixed("task", Kind::Choice(Task::NAMES), |e| json!(e.task.name()), |e, v| e.task = Task::ALL[position(v, Task::NAMES)]),
    fixed("n_steps", Kind::Integer(0, LONGEST), |e| json!(e.n_steps), |e, v| e.n_steps = integer(v) as usize),
    fixed("text", Kind::Text(MAX_TEXT), |e| json!(e.text), |e, v| e.text = v.as_str().map(String::from)),
    fixed("series", Kind::Numbers(MAX_VALUES), |e| json!(e.series), |e, v| e.series = numbers(v)),
    fixed("sequences", Kind::Sequences, |e| e.sequences.as_ref().map_or(Value::Null, given::to_value), |e, v| e.sequences = given::read(v)),
    fixed("n_hidden", Kind::Integer(1, 256), |e| json!(e.n_hidden), |e, v| e.n_hidden = integer(v) as usize),
    fixed("n_layers", Kind::Integer(1, 3), |e| json!(e.n_layers), |e, v| e.n_layers = integer(v) as usize),
    fixed("bias", Kind::Flag, |e| json!(e.bias), |e, v| e.bias = flag(v)),
    fixed("forget_bias", Kind::Number(-10.0, 10.0), |e| json!(e.forget_bias), |e, v| e.forget_bias = number(v)),
    live("truncate", Kind::Integer(0, LONGEST), |e| json!(e.truncate), |e, v| e.truncate = integer(v) as usize),
    fixed("hidden", Kind::Integers(1, 256, 8), |e| json!(e.hidden), |e, v| e.hidden = items(v).iter().map(|v| integer(v) as usize).collect()),
    live("activation", Kind::Words(Activation::NAMES, 8), |e| activations_to_value(&e.activation), |e, v| e.activation = activations(v)),
    fixed("init", Kind::Choice(Init::NAMES), |e| json!(e.init.name()), |e, v| e.init = Init::ALL[position(v, Init::NAMES)]),
    live("output", Kind::Choice(Output::NAMES),
        |e| json!(e.output.name()), |e, v| e.output = Output::ALL[position(v, Output::NAMES)]),
    live("loss", Kind::Choice(Loss::NAMES), |e| json!(e.loss.name()), |e, v| e.set_loss(Loss::ALL[position(v, Loss::NAMES)])),
    live("optimizer", Kind::Choice(Rule::NAMES),
        |e| json!(e.optimizer.name()), |e, v| e.optimizer = Rule::ALL[position(v, Rule::NAMES)]),
    live("momentum", Kind::Number(0.0, 0.999), |e| json!(e.momentum), |e, v| e.momentum = number(v)),
    live("weight_decay", Kind::Number(0.0, 1.0), |e| json!(e.weight_decay), |e, v| e.weight_decay = number(v)),
    live("batch_size", Kind::Integer(0, 5000), |e| json!(e.batch_size), |e, v| e.batch_size = integer(v) as usize),
    live("shuffled", Kind::Flag, |e| json!(e.shuffled), |e, v| e.shuffled = flag(v)),
    live("carry_last_batch", Kind::Flag, |e| json!(e.carry_last_batch), |e, v| e.carry_last_batch = flag(v)),
    live("l1", Kind::Number(0.0, 10.0), |e| json!(e.l1), |e, v| e.l1 = number(v)),
    live("l1_stays_zero", Kind::Flag, |e| json!(e.l1_stays_zero), |e, v| e.l1_stays_zero = flag(v)),
    live("l2", Kind::Number(0.0, 10.0), |e| json!(e.l2), |e, v| e.l2 = number(v)),
    live("dropout", Kind::Number(0.0, 0.9), |e| json!(e.dropout), |e, v| e.dropout = number(v)),
    live("clip_norm", Kind::Number(0.0, 1000.0), |e| json!(e.clip_norm), |e, v| e.clip_norm = number(v)),
    live("schedule", Kind::Choice(Schedule::NAMES),
        |e| json!(e.schedule.name()), |e, v| e.schedule = Schedule::ALL[position(v, Schedule::NAMES)]),
    live("schedule_steps", Kind::Integer(1, 10_000_000), |e| json!(e.schedule_steps), |e, v| e.schedule_steps = u64::from(integer(v))),
    live("schedule_factor", Kind::Number(0.0, 1.0), |e| json!(e.schedule_factor), |e, v| e.schedule_factor = number(v)),
    live("learning_rate", Kind::Number(1e-6, 1000.0), |e| json!(e.learning_rate), |e, v| e.learning_rate = number(v)),
    free("n_iter", Kind::Integer(1, 10_000_000), |e| json!(e.n_iter), |e, v| e.n_iter = u64::from(integer(v))),
    free("stop_loss", Kind::Number(0.0, 1e6), |e| json!(e.stop_loss), |e, v| e.stop_loss = number(v)),
    free("stop_accuracy", Kind::Number(0.0, 100.0), |e| json!(e.stop_accuracy), |e, v| e.stop_accuracy = number(v)),
    free("stop_patience", Kind::Integer(0, 1_000_000), |e| json!(e.stop_patience), |e, v| e.stop_patience = integer(v)),
    fixed("seed", Kind::Seed, |e| json!(e.seed), |e, v| e.seed = seed(v)),
    fixed("parameters", Kind::Numbers(MAX_PARAMETERS), |e| json!(e.parameters),
        |e, v| e.parameters = numbers(v)),
    live("frozen", Kind::Integers(0, 1_499_999, 100_000), |e| json!(e.frozen), |e, v| {
        e.frozen = items(v).iter().map(|v| integer(v) as usize).collect();
    }),
    live(PARAMETER, Kind::Parameter, |_| Value::Null, |_, _| {}),
    fixed("edits", Kind::Edits(MAX_EDITS), |e| e.edits.iter().map(edit_to_value).collect(), |e, v| {
        e.edits = Vec::new();
        for edit in items(v).iter().filter_map(edit) {
            // In the order of their steps, and of one step in that of the list; sorted mostly, they need no sort.
            e.edits.insert(e.edits.partition_point(|before| before.step <= edit.step), edit);
        }
    }),
];

impl Field {
    /// The row of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        FIELDS.iter().find(|field| field.name == name)
    }

    /// Sets the field of `experiment`, or says what was expected and leaves it as it was.
    ///
    /// # Errors
    /// When `value` is not what the field takes.
    pub fn assign(&self, experiment: &mut Experiment, value: &Value) -> Result<()> {
        self.kind.check(self.name, value)?;
        (self.set)(experiment, value);
        Ok(())
    }

    /// Name, kind, range, choices and default, as `types.d.ts` describes them.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut row = self.kind.to_value();
        row["name"] = json!(self.name);
        row["live"] = json!(self.change != Change::Restart);
        row["default"] = (self.get)(&Experiment::default());
        row
    }
}

impl Experiment {
    /// Reads an experiment field by field: a field that is absent takes its default, a bad one too
    /// and costs one error.
    #[must_use]
    pub fn parse(value: &Value) -> (Self, Vec<Error>) {
        let mut experiment = Self::default();
        let Value::Object(given) = value else {
            return (experiment, alloc::vec![kind::wrong_kind("experiment", "object", value, None)]);
        };
        let known = |name: &str| {
            let field = Field::named(name).filter(|field| field.name != PARAMETER);
            field.ok_or_else(|| Error::UnknownField { field: name.to_string() })
        };
        // Files of before say that there is no single parameter.
        let given = given.iter().filter(|(name, value)| *name != PARAMETER || !value.is_null());
        let assigned = given.map(|(name, value)| known(name)?.assign(&mut experiment, value));
        let errors = assigned.filter_map(Result::err).collect();
        (experiment, errors)
    }

    /// Reads an experiment in which nothing may be wrong.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn from_value(value: &Value) -> Result<Self> {
        let (experiment, errors) = Self::parse(value);
        errors.into_iter().next().map_or(Ok(experiment), Err)
    }

    /// The experiment with all its fields.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut fields = Map::new();
        for field in FIELDS.iter().filter(|field| field.name != PARAMETER) {
            fields.insert(field.name.to_string(), (field.get)(self));
        }
        fields.into()
    }

    /// Takes a loss, and with it its usual output where the present one does not fit.
    fn set_loss(&mut self, loss: Loss) {
        self.loss = loss;
        if !loss.outputs().contains(&self.output) {
            self.output = loss.outputs()[0];
        }
    }

    /// Fills in the seeds that were left out. `draw` gives a random number; its error passes through.
    ///
    /// # Errors
    /// Those of `draw`.
    pub fn draw_seeds<E>(
        &mut self,
        mut draw: impl FnMut() -> core::result::Result<u32, E>,
    ) -> core::result::Result<(), E> {
        for seed in [&mut self.data_seed, &mut self.seed] {
            if seed.is_none() {
                *seed = Some(draw()?);
            }
        }
        Ok(())
    }
}
