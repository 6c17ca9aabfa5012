//! Everything that defines a run, in one table.
//!
//! [`FIELDS`] is the single source of truth: the controls, the element's attributes, the share link,
//! the preset files and the JSON form are all built from it. Adding a parameter is one field of
//! [`Experiment`] and one row here.

mod kind;

use alloc::string::ToString;
use alloc::vec::Vec;

use serde_json::{Map, Value, json};

use crate::data::{Feature, Points, make_blobs, make_circles, make_moons};
use crate::nn::Activation;
use crate::{Error, Result};

pub use kind::Kind;

/// Version of the form; a link or a file carries it for ever.
pub const VERSION: u32 = 1;

/// Where the points come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dataset {
    /// Two Gaussian blobs, the thesis' first data.
    #[default]
    Blobs,
    /// Two circles, one inside the other, its second.
    Circles,
    /// Two half moons.
    Moons,
    /// The experiment's own points.
    Points,
}

impl Dataset {
    const NAMES: &[&str] = &["blobs", "circles", "moons", "points"];
    const ALL: [Self; 4] = [Self::Blobs, Self::Circles, Self::Moons, Self::Points];
}

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
    /// Number of points, of both classes together.
    pub n_samples: usize,
    /// Standard deviation of the noise on circles and moons.
    pub noise: f64,
    /// Radius of the inner circle over that of the outer one.
    pub factor: f64,
    /// Standard deviation of each blob.
    pub cluster_std: f64,
    /// Seed of the points.
    pub data_seed: Option<u32>,
    /// Inline data, `y` 0 or 1.
    pub points: Option<Points>,
    /// What the network is given of a point.
    pub features: Vec<Feature>,
    /// Neurons of each hidden layer.
    pub hidden: Vec<usize>,
    /// Non-linearity of the hidden layers; the output neuron is a sigmoid.
    pub activation: Activation,
    /// Alpha of (2), (3), (30) to (33).
    pub learning_rate: f64,
    /// Length of the run in iterations.
    pub n_iter: u64,
    /// Seed of the initial parameters.
    pub seed: Option<u32>,
    /// Inline initial parameters.
    pub parameters: Option<Vec<f64>>,
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
            points: None,
            features: alloc::vec![Feature::X1, Feature::X2],
            hidden: Vec::new(),
            activation: Activation::default(),
            learning_rate: 0.1,
            n_iter: 1000,
            seed: None,
            parameters: None,
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
        |e| json!(Dataset::NAMES[e.dataset as usize]), |e, v| e.dataset = Dataset::ALL[position(v, Dataset::NAMES)]),
    fixed("n_samples", Kind::Integer(2, 5000), |e| json!(e.n_samples), |e, v| e.n_samples = integer(v) as usize),
    fixed("noise", Kind::Number(0.0, 2.0), |e| json!(e.noise), |e, v| e.noise = number(v)),
    fixed("factor", Kind::Number(0.0, 0.99), |e| json!(e.factor), |e, v| e.factor = number(v)),
    fixed("cluster_std", Kind::Number(0.0, 10.0), |e| json!(e.cluster_std), |e, v| e.cluster_std = number(v)),
    fixed("data_seed", Kind::Seed, |e| json!(e.data_seed), |e, v| e.data_seed = seed(v)),
    fixed("points", Kind::Points(5000), |e| e.points.as_ref().map_or(Value::Null, points_to_value), |e, v| e.points = points(v)),
    fixed("features", Kind::Choices(Feature::NAMES),
        |e| e.features.iter().map(|f| f.name()).collect(), |e, v| e.features = items(v).iter().filter_map(|v| Feature::from_name(v.as_str()?)).collect()),
    fixed("hidden", Kind::Integers(1, 256, 8), |e| json!(e.hidden), |e, v| e.hidden = items(v).iter().map(|v| integer(v) as usize).collect()),
    fixed("activation", Kind::Choice(Activation::NAMES),
        |e| json!(e.activation.name()), |e, v| e.activation = v.as_str().and_then(Activation::from_name).unwrap_or_default()),
    live("learning_rate", Kind::Number(1e-6, 1000.0), |e| json!(e.learning_rate), |e, v| e.learning_rate = number(v)),
    free("n_iter", Kind::Integer(1, 10_000_000), |e| json!(e.n_iter), |e, v| e.n_iter = u64::from(integer(v))),
    fixed("seed", Kind::Seed, |e| json!(e.seed), |e, v| e.seed = seed(v)),
    fixed("parameters", Kind::Numbers(1_000_000), |e| json!(e.parameters),
        |e, v| e.parameters = v.is_array().then(|| items(v).iter().map(number).collect())),
    fixed("edits", Kind::Edits(1000), |e| e.edits.iter().map(edit_to_value).collect(), |e, v| {
        e.edits = items(v).iter().filter_map(edit).collect();
        e.edits.sort_by_key(|edit| edit.step);
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
        let known =
            |name: &str| Field::named(name).ok_or_else(|| Error::UnknownField { field: name.to_string() });
        let assigned = given.iter().map(|(name, value)| known(name)?.assign(&mut experiment, value));
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
        FIELDS.iter().map(|field| (field.name.to_string(), (field.get)(self))).collect::<Map<_, _>>().into()
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

    /// The points of the run.
    ///
    /// # Errors
    /// When inline data or the seed is missing, or the generator refuses its arguments.
    pub fn make_points(&self) -> Result<Points> {
        let missing = |field: &str| Error::Missing { field: field.to_string() };
        if self.dataset == Dataset::Points {
            return self.points.clone().ok_or_else(|| missing("points"));
        }
        let seed = self.data_seed.ok_or_else(|| missing("data_seed"))?;
        // Without noise none is drawn, as with scikit-learn's `noise=None`.
        let noise = (self.noise > 0.0).then_some(self.noise);
        match self.dataset {
            Dataset::Circles => make_circles(self.n_samples, true, noise, self.factor, seed),
            Dataset::Moons => make_moons(self.n_samples, true, noise, seed),
            Dataset::Blobs | Dataset::Points => make_blobs(self.n_samples, 2, self.cluster_std, true, seed),
        }
    }
}

// What follows reads values that `Kind::check` has accepted.

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_default()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be an integer in range"
)]
fn integer(value: &Value) -> u32 {
    number(value) as u32
}

fn seed(value: &Value) -> Option<u32> {
    (!value.is_null()).then(|| integer(value))
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn position(value: &Value, names: &[&str]) -> usize {
    names.iter().position(|name| value == name).unwrap_or_default()
}

fn points(value: &Value) -> Option<Points> {
    let coordinate = |i: usize| items(&value["x"]).iter().map(move |point| number(&point[i]));
    value.is_object().then(|| Points {
        x: coordinate(0).chain(coordinate(1)).collect(),
        y: items(&value["y"]).iter().map(number).collect(),
    })
}

fn points_to_value(points: &Points) -> Value {
    let (x1, x2) = points.x.split_at(points.x.len() / 2);
    let pairs: Vec<_> = x1.iter().zip(x2).map(|(x1, x2)| json!([x1, x2])).collect();
    let labels: Vec<_> = points.y.iter().map(|y| u8::from(*y >= 0.5)).collect();
    json!({"x": pairs, "y": labels})
}

fn edit(value: &Value) -> Option<Edit> {
    let field = Field::named(value["field"].as_str()?)?;
    Some(Edit { step: u64::from(integer(&value["step"])), field: field.name, value: value["value"].clone() })
}

fn edit_to_value(edit: &Edit) -> Value {
    json!({"step": edit.step, "field": edit.field, "value": edit.value})
}
