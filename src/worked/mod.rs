//! One training step for one point, worked out as on paper, so that it adds up exactly.
//!
//! Inputs, parameters and moments are rounded once; each line is computed from the numbers printed above it,
//! exactly, and rounded to the same number of decimals: to the nearest, a half away from zero. Functions
//! such as the sigmoid are those of [`crate::math`] at the printed number, rounded before they go on, and
//! so are quotients and roots. The last line of each parameter is what the real step gives, with the gap.
//!
//! An optimizer adds up small parts and divides by what comes of them, so its numbers have more decimals, else
//! it would divide by 0. With d decimals chosen: moments of the gradient and what is made of them d + 1, for
//! Adam adds a tenth of it; moments of its square 2d + 3, for a square has twice the decimals and Adam adds
//! a thousandth; roots, norms and factors d + 4. Settings, such as an epsilon of 1e-8, stand as they are set.
//!
//! The lines hold no words: [`Line::to_value`] is for a page, [`to_latex`] and [`to_markdown`] are
//! formulas alone.

mod backward;
mod decimal;
mod expression;
mod forward;
mod latex;
mod law;
mod line;
mod recurrent;
mod sheet;
mod update;

use alloc::string::ToString;
use alloc::vec::Vec;

use crate::nn::Dense;
use crate::train::{Step, Trainer};
use crate::{Result, check_length, check_range, unknown_choice};
use sheet::{Pass, Precision, Sheet};
use update::Update;

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
/// its share of each gradient, the mean over the update's points, and each new parameter by the optimizer's
/// rule, with whatever penalties, clipping and dropout do.
///
/// A point that the update does not take, such as a test point, ends with its loss.
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
/// parameters, when a number is too large for paper, or when the step diverges.
pub fn worked_example(trainer: &Trainer, point: usize, decimals: u32) -> Result<Vec<Line>> {
    check(trainer, point, decimals)?;
    let Step { before, batch, rate, after } = trainer.next_step()?;
    let experiment = before.current();
    let mut sheet = Sheet::new(decimals, before.mlp().layers(), experiment.loss, experiment.output);
    let Some(place) = batch.iter().position(|taken| *taken == point) else {
        let mut pass = sample(&mut sheet, &before, point, None)?;
        parameters(&mut sheet, &before)?;
        sheet.forward(&mut pass)?;
        return Ok(sheet.lines);
    };
    let mut places = if batch.len() <= MAX_COMPLETE { (0..batch.len()).collect() } else { [place].to_vec() };
    places.sort_by_key(|place| batch[*place]);
    let mut passes = Vec::with_capacity(places.len());
    for place in &places {
        let name = (places.len() > 1).then_some(batch[*place] + 1);
        let mut pass = sample(&mut sheet, &before, batch[*place], name)?;
        sheet.masks(&mut pass, &before.kept(&batch, *place))?;
        passes.push(pass);
    }
    parameters(&mut sheet, &before)?;
    if experiment.dropout > 0.0 {
        sheet.drops(experiment.dropout)?;
    }
    let update = Update::given(&mut sheet, rate, experiment, before.optimizer())?;
    let means = means(&mut sheet, &before, &mut passes, &places, &batch)?;
    let gradients = update.gradients(&mut sheet, means)?;
    update.parameters(&mut sheet, gradients, &after)?;
    Ok(sheet.lines)
}

/// Inputs and targets of a point, with its name where there are several.
fn sample(sheet: &mut Sheet<'_>, trainer: &Trainer, point: usize, name: Option<usize>) -> Result<Pass> {
    let [x, y] = trainer.sample(point);
    sheet.sample(name, &x, &y, trainer.points().n_classes > 0)
}

/// All parameters as they are.
fn parameters(sheet: &mut Sheet<'_>, trainer: &Trainer) -> Result<()> {
    let names = symbols(sheet.layers, "W", "b");
    let values = &trainer.mlp().values;
    sheet.parameters = sheet.all_given(LineKind::Parameter, names, values, Precision::Plain)?;
    Ok(())
}

/// Every pass with its shares, then the mean of every gradient; `places` are those of the passes in the batch.
fn means(
    sheet: &mut Sheet<'_>,
    trainer: &Trainer,
    passes: &mut [Pass],
    places: &[usize],
    batch: &[usize],
) -> Result<Vec<Expression>> {
    let m = sheet.given_as_set(LineKind::Count, Symbol::new("m"), batch.len() as f64)?;
    let names = symbols(sheet.layers, "dW", "db");
    let mut shares = Vec::with_capacity(passes.len() + 1);
    for (pass, place) in passes.iter_mut().zip(places) {
        sheet.forward(pass)?;
        sheet.backward(pass)?;
        let of_point = |name: &Symbol| Symbol { point: Some(batch[*place] + 1), ..name.clone() };
        shares.push(sheet.shares(pass, names.iter().map(of_point))?);
    }
    if let (&[place], 2..) = (places, batch.len()) {
        let point = Some(batch[place] + 1);
        let of_others = |name: &Symbol| Symbol { point, others: true, ..name.clone() };
        let (names, sums) = (names.iter().map(of_others).collect(), trainer.others(batch, place));
        shares.push(sheet.all_given(LineKind::Others, names, &sums, Precision::Plain)?);
    }
    let mean = |(i, name): (usize, Symbol)| {
        let sum = Expression::sum(shares.iter().map(|shares| shares[i].clone()));
        sheet.line(LineKind::Gradient, name, sum.over(m.clone()))
    };
    names.into_iter().enumerate().map(mean).collect()
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
    check_range("point", point as f64, 0.0, m as f64 - 1.0)?;
    check_length("parameters", trainer.mlp().values.len(), 1, MAX_PARAMETERS)
}

fn check_decimals(decimals: u32) -> Result<()> {
    let got = decimals.to_string();
    if DECIMALS.contains(&got.as_str()) {
        return Ok(());
    }
    Err(unknown_choice("decimals", DECIMALS.iter().copied(), &got))
}
