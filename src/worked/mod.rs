//! One training step for one point, worked out as on paper, so that it adds up exactly.
//!
//! Inputs and parameters are rounded once; each line is computed from the numbers printed above it,
//! exactly, and rounded to the same number of decimals: to the nearest, a half away from zero. Functions
//! such as the sigmoid are those of [`crate::math`] at the printed number, rounded before they go on, and
//! so are quotients. The last line of each parameter is what the real step gives, with the gap.
//!
//! The lines hold no words: [`Line::to_value`] is for a page, [`to_latex`] and [`to_markdown`] are
//! formulas alone.

mod backward;
mod decimal;
mod expression;
mod forward;
mod latex;
mod line;
mod recurrent;
mod sheet;

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::experiment::Experiment;
use crate::nn::{Dense, Rule};
use crate::train::{Step, Trainer};
use crate::{Error, Result};
use sheet::{Pass, Sheet};

pub use decimal::Decimal;
pub use expression::{Expression, Function};
pub use latex::{Style, to_latex, to_markdown};
pub use line::{Condition, Line, LineKind, Symbol};
pub use recurrent::{MAX_CELLS, MAX_OUTPUTS, Place, worked_step};

/// The most parameters of a network that is worked out.
pub const MAX_PARAMETERS: usize = 64;

/// The most points of an update whose every share of the gradients is worked out; of more, one point's
/// share is, and the others are summed.
pub const MAX_COMPLETE: usize = 4;

/// The numbers of decimals to choose from.
pub const DECIMALS: &[&str] = &["3", "4", "6"];

/// Decimals of a number that is printed as it was set.
const AS_SET: u32 = 12;
/// Decimals of a number at full precision; a double of that many may have all its digits before them.
const FULL: u32 = 20;

/// The next update of `trainer` as one of its points, counted from 0, sees it: forward pass, loss, deltas,
/// its share of each gradient, the mean over the update's points, and each new parameter.
///
/// A point that the update does not take, such as a test point, ends with its loss. Under another rule than
/// gradient descent the gradients come last, with their values at full precision.
///
/// ```
/// use neurone::{thesis::thesis, train::Trainer, worked::worked_example};
///
/// let neuron = Trainer::new(thesis()[0].experiment.clone())?;
/// let lines = worked_example(&neuron, 0, 4)?;
/// let printed: Vec<_> = lines.iter().map(|line| format!("{} = {}", line.symbol, line.result)).collect();
/// assert_eq!(printed[0], "A[0]1 = 4.2185");
/// assert!(printed.contains(&"Z[1]1 = 9.3147".into()));
/// # Ok::<(), neurone::Error>(())
/// ```
///
/// # Errors
/// When there is no such point or choice of decimals, when the network has more than [`MAX_PARAMETERS`]
/// parameters, when dropout or a clipped norm takes part, when a number is too large for paper, or when the
/// step diverges.
pub fn worked_example(trainer: &Trainer, point: usize, decimals: u32) -> Result<Vec<Line>> {
    check(trainer, point, decimals)?;
    let Step { mut before, mut batch, rate, after } = trainer.next_step()?;
    let experiment = before.current().clone();
    not_taken("dropout", experiment.dropout)?;
    not_taken("clip_norm", experiment.clip_norm)?;
    batch.sort_unstable();
    let taken = batch.contains(&point);
    let points = if taken && batch.len() <= MAX_COMPLETE { batch.clone() } else { [point].into() };

    let layers = before.mlp().layers().to_vec();
    let mut sheet = Sheet::new(decimals, &layers, experiment.loss, experiment.output);
    let mut passes = given(&mut sheet, &before, &points)?;
    if !taken {
        passes.iter_mut().try_for_each(|pass| sheet.forward(pass))?;
        return Ok(sheet.lines);
    }
    let descent = experiment.optimizer == Rule::GradientDescent;
    let factors = descent.then(|| factors(&mut sheet, rate, &experiment)).transpose()?;
    let gradients = gradients(&mut sheet, &mut before, &mut passes, &points, &batch)?;
    if let Some(factors) = factors {
        update(&mut sheet, gradients, &factors, &experiment, &after)?;
    } else {
        let scale = 1.0 / batch.len() as f64;
        for (gradient, sum) in gradients.iter().zip(before.gradient_sum(&batch)) {
            sheet.exact(gradient, sum * scale)?;
        }
    }
    Ok(sheet.lines)
}

/// Inputs, targets and parameters.
fn given(sheet: &mut Sheet<'_>, trainer: &Trainer, points: &[usize]) -> Result<Vec<Pass>> {
    let (several, classes) = (points.len() > 1, trainer.points().n_classes > 0);
    let passes = points.iter().map(|point| {
        let [x, y] = trainer.sample(*point);
        sheet.sample(several.then_some(point + 1), &x, &y, classes)
    });
    let passes = passes.collect::<Result<_>>()?;
    let names = symbols(sheet.layers, "W", "b");
    sheet.parameters = sheet.all_given(LineKind::Parameter, names, &trainer.mlp().values)?;
    Ok(passes)
}

/// The learning rate and the penalties, l1 and l2, where there are any.
fn factors(sheet: &mut Sheet<'_>, rate: f64, experiment: &Experiment) -> Result<Factors> {
    let rate = sheet.given_as_set(LineKind::Rate, Symbol::new("alpha"), rate)?;
    let mut penalty = |name, value: f64| {
        (value > 0.0).then(|| sheet.given_as_set(LineKind::Penalty, Symbol::new(name), value)).transpose()
    };
    Ok(Factors { rate, l1: penalty("lambda1", experiment.l1)?, l2: penalty("lambda2", experiment.l2)? })
}

struct Factors {
    rate: Expression,
    l1: Option<Expression>,
    l2: Option<Expression>,
}

/// Every pass with its shares, then the mean of every gradient.
fn gradients(
    sheet: &mut Sheet<'_>,
    trainer: &mut Trainer,
    passes: &mut [Pass],
    points: &[usize],
    batch: &[usize],
) -> Result<Vec<Expression>> {
    let m = sheet.given_as_set(LineKind::Count, Symbol::new("m"), batch.len() as f64)?;
    let names = symbols(sheet.layers, "dW", "db");
    let mut shares = Vec::with_capacity(passes.len() + 1);
    for (pass, point) in passes.iter_mut().zip(points) {
        sheet.forward(pass)?;
        sheet.backward(pass)?;
        let of_point = |name: &Symbol| Symbol { point: Some(point + 1), ..name.clone() };
        shares.push(sheet.shares(pass, names.iter().map(of_point))?);
    }
    if let (&[point], 2..) = (points, batch.len()) {
        let at = batch.iter().position(|p| *p == point).unwrap_or_default();
        let others = [&batch[..at], &batch[at + 1..]].concat();
        let of_others = |name: &Symbol| Symbol { point: Some(point + 1), others: true, ..name.clone() };
        let names = names.iter().map(of_others).collect();
        shares.push(sheet.all_given(LineKind::Others, names, trainer.gradient_sum(&others))?);
    }
    let mean = |(i, name): (usize, Symbol)| {
        let sum = Expression::sum(shares.iter().map(|shares| shares[i].clone()));
        sheet.line(LineKind::Gradient, name, sum.over(m.clone()))
    };
    names.into_iter().enumerate().map(mean).collect()
}

/// Every new parameter, in print and as it really is.
fn update(
    sheet: &mut Sheet<'_>,
    gradients: Vec<Expression>,
    factors: &Factors,
    experiment: &Experiment,
    after: &[f64],
) -> Result<()> {
    let names = symbols(sheet.layers, "W'", "b'").into_iter().zip(sheet.parameters.clone());
    for (i, (((name, parameter), gradient), after)) in names.zip(gradients).zip(after).enumerate() {
        let is_weight = name.column.is_some();
        let (new, condition) = if experiment.frozen.contains(&i) {
            (parameter, None)
        } else {
            factors.step(sheet, &parameter, gradient, is_weight, experiment.l1_stays_zero)?
        };
        let new = sheet.case(LineKind::Update, name, new, condition)?;
        sheet.exact(&new, *after)?;
    }
    Ok(())
}

impl Factors {
    /// `W - alpha (dW + lambda1 sgn(W) + lambda2 W)`, the penalties on weights alone; 0 where the first of
    /// them brings a weight there and it `stays_zero`.
    fn step(
        &self,
        sheet: &Sheet<'_>,
        parameter: &Expression,
        gradient: Expression,
        is_weight: bool,
        stays_zero: bool,
    ) -> Result<(Expression, Option<Condition>)> {
        let penalty = |factor: &Option<Expression>, of: Expression| {
            factor.clone().filter(|_| is_weight).map(|factor| Expression::product([factor, of]))
        };
        let l1 = penalty(&self.l1, parameter.clone().call(Function::Sign));
        let l2 = penalty(&self.l2, parameter.clone());
        let step = |l1: Option<Expression>| {
            let slope = Expression::sum([Some(gradient.clone()), l1, l2.clone()].into_iter().flatten());
            parameter.clone().minus(Expression::product([self.rate.clone(), slope]))
        };
        let stays_zero = stays_zero && l1.is_some();
        let condition =
            if stays_zero { sheet.crosses_zero(parameter, step(None), step(l1.clone()))? } else { None };
        let zero = condition.is_some().then(|| Expression::constant(0));
        Ok((zero.unwrap_or_else(|| step(l1)), condition))
    }
}

/// The names of all parameters, or of what mirrors them, in their order.
fn symbols(layers: &[Dense], weight: &'static str, bias: &'static str) -> Vec<Symbol> {
    let of_layer = |(l, layer): (usize, &Dense)| {
        let Dense { n_in, n_out, .. } = *layer;
        let weight = move |i: usize| Symbol {
            column: Some(i % n_in + 1),
            ..Symbol::neuron(weight, l + 1, i / n_in + 1)
        };
        let biases = (0..n_out).map(move |row| Symbol::neuron(bias, l + 1, row + 1));
        (0..n_out * n_in).map(weight).chain(biases)
    };
    layers.iter().enumerate().flat_map(of_layer).collect()
}

fn check(trainer: &Trainer, point: usize, decimals: u32) -> Result<()> {
    check_decimals(decimals)?;
    let m = trainer.points().y.len();
    if point >= m {
        return Err(out_of_range("point", 0.0, m.saturating_sub(1) as f64, point.to_string()));
    }
    let (got, max) = (trainer.mlp().values.len(), MAX_PARAMETERS);
    if got > max {
        return Err(Error::WrongLength { field: "parameters".to_string(), min: 1, max, got });
    }
    Ok(())
}

fn check_decimals(decimals: u32) -> Result<()> {
    let got = decimals.to_string();
    if DECIMALS.contains(&got.as_str()) {
        return Ok(());
    }
    let (field, choices) = ("decimals".to_string(), DECIMALS.to_vec());
    Err(Error::UnknownChoice { field, choices, got, at: None })
}

/// What takes part in no worked example.
fn not_taken(field: &str, value: f64) -> Result<()> {
    if value > 0.0 { Err(out_of_range(field, 0.0, 0.0, value.to_string())) } else { Ok(()) }
}

fn out_of_range(field: &str, min: f64, max: f64, got: String) -> Error {
    Error::OutOfRange { field: field.to_string(), min, max, got, at: None }
}
