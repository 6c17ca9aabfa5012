//! One time step of one recurrent cell, worked out so that it adds up exactly: from what the step before
//! left to `h_t`, the answer and its loss where the step is asked, then back, from the derivatives that
//! reach the step, which are given, to what it adds to each gradient.
//!
//! Input channels that are 0 are left out, with their weights. What other cells of the layer contribute is
//! given.

mod backward;
mod forward;
mod names;

use alloc::vec::Vec;

use super::sheet::Precision;
use super::sheet::{Pass, Sheet};
use super::{Expression, Line, LineKind, Symbol, check_decimals};
use crate::data::SequenceBatch;
use crate::nn::{Activation, Cell, Dense, Matrix, Recurrent};
use crate::train::{CellStep, SequenceTrainer};
use crate::{Result, check_length, check_range};
use names::Names;

/// The most cells of a layer of which one is worked out.
pub const MAX_CELLS: usize = 16;

/// The most outputs that are worked out.
pub const MAX_OUTPUTS: usize = 8;

/// Which cell at which step, all counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The recurrent layer.
    pub layer: usize,
    /// The cell of the layer.
    pub unit: usize,
    /// The step of the sequence.
    pub t: usize,
}

/// Cell `place.unit` at step `place.t` of a sequence, as it is computed without dropout.
///
/// # Errors
/// When there is no such place or choice of decimals, when a layer has more than [`MAX_CELLS`] cells or the
/// step more than [`MAX_OUTPUTS`] outputs, or when a number is too large for paper.
pub fn worked_step(
    trainer: &SequenceTrainer,
    sequence: SequenceBatch,
    place: Place,
    decimals: u32,
) -> Result<Vec<Line>> {
    check_decimals(decimals)?;
    let network = trainer.learner().network();
    let n_hidden = network.n_hidden();
    check_length("n_hidden", n_hidden, 1, MAX_CELLS)?;
    check_range("unit", place.unit as f64, 0.0, n_hidden as f64 - 1.0)?;
    let step = trainer.cell_step(sequence, place.layer, place.t)?;
    let experiment = trainer.current();
    let head =
        [Dense { n_in: n_hidden, n_out: network.n_out(), activation: Activation::Identity, offset: 0 }];
    let sheet = Sheet::new(decimals, &head, experiment.loss, experiment.output);
    let mut unit = Unit::given(sheet, network, &step, place)?;
    let state = unit.forward()?;
    let mut answer = None;
    if !step.targets.is_empty() {
        check_length("outputs", step.targets.len(), 1, MAX_OUTPUTS)?;
        answer =
            Some(unit.answer(network, &step, &state.h, trainer.learner().sequences().n_classes() > 0)?);
    }
    unit.backward(&step, &state, answer.as_ref())?;
    let mut lines = unit.sheet.lines;
    lines.sort_by_key(|line| STAGES.iter().position(|stage| *stage == line.kind.stage()));
    Ok(lines)
}

/// The order on paper: what is given to a later stage stands with the rest at the beginning.
const STAGES: [&str; 5] = ["given", "forward", "loss", "backward", "gradient"];

/// One cell at one step, on paper.
struct Unit<'a> {
    sheet: Sheet<'a>,
    cell: Cell,
    place: Place,
    /// In names, where there are several.
    layer: Option<usize>,
    /// The input channels that are not 0, by their number from 1.
    x: Vec<(usize, Expression)>,
    h_before: Vec<Expression>,
    c_before: Option<Expression>,
    gates: Vec<Gate>,
    /// `b_hn` of PyTorch's GRU.
    b_hn: Option<Expression>,
    /// Of Cho's, the reset gates of all cells; the own one is computed later.
    resets: Vec<Option<Expression>>,
    /// The column of `W_hn` by which they read this one.
    column: Vec<f64>,
}

/// A gate's row of parameters.
struct Gate {
    names: &'static Names,
    w_x: Vec<Expression>,
    w_h: Vec<Expression>,
    b: Option<Expression>,
}

impl<'a> Unit<'a> {
    /// What the step begins with.
    fn given(sheet: Sheet<'a>, network: &Recurrent, step: &CellStep, place: Place) -> Result<Self> {
        let layer = (network.n_layers() > 1).then_some(place.layer + 1);
        let mut unit = Self {
            sheet,
            cell: network.cell(),
            place,
            layer,
            x: Vec::new(),
            h_before: Vec::new(),
            c_before: None,
            gates: Vec::new(),
            b_hn: None,
            resets: Vec::new(),
            column: Vec::new(),
        };
        let (now, k) = (place.t + 1, place.unit);
        for (channel, x) in step.x.iter().enumerate().filter(|(_, x)| **x != 0.0) {
            let x = unit.number(unit.at("x", channel, now), *x)?;
            unit.x.push((channel + 1, x));
        }
        for (j, h) in step.h_before.iter().enumerate() {
            let h = unit.number(unit.at("h", j, place.t), *h)?;
            unit.h_before.push(h);
        }
        if let Some(c) = step.c_before.get(k) {
            unit.c_before = Some(unit.number(unit.at("c", k, place.t), *c)?);
        }
        if unit.cell == Cell::GruCho {
            for (j, r) in step.gates[0].iter().enumerate() {
                let r = if j == k { None } else { Some(unit.number(unit.at("r", j, now), *r)?) };
                unit.resets.push(r);
            }
        }
        unit.parameters(network)?;
        Ok(unit)
    }

    /// The cell's row of every matrix.
    fn parameters(&mut self, network: &Recurrent) -> Result<()> {
        let matrices = network.matrices();
        let row = |name: &str| {
            let mine = |matrix: &&Matrix| matrix.layer == self.place.layer && matrix.name == name;
            let matrix = matrices.iter().find(mine)?;
            Some(&network.values[matrix.range()][self.place.unit * matrix.columns..][..matrix.columns])
        };
        let gates = self.cell.gates().iter().map(|gate| Names::of(gate));
        let rows: Vec<_> = gates.map(|names| (names, [names.w_x, names.w_h, names.b].map(row))).collect();
        let b_hn = row("b_hn").and_then(|b| b.first().copied());
        if self.cell == Cell::GruCho {
            let mine = |matrix: &&Matrix| matrix.layer == self.place.layer && matrix.name == "W_hn";
            let values = matrices.iter().find(mine).map_or(&[][..], |matrix| &network.values[matrix.range()]);
            self.column = values.iter().skip(self.place.unit).step_by(network.n_hidden()).copied().collect();
        }
        for (names, [w_x, w_h, b]) in rows {
            let w_x = w_x.unwrap_or_default();
            let channels: Vec<usize> = self.x.iter().map(|(channel, _)| *channel).collect();
            let mut gate = Gate { names, w_x: Vec::new(), w_h: Vec::new(), b: None };
            for channel in channels {
                gate.w_x.push(self.parameter(self.weight(names.w_x, channel), w_x[channel - 1])?);
            }
            for (j, w) in w_h.unwrap_or_default().iter().enumerate() {
                gate.w_h.push(self.parameter(self.weight(names.w_h, j + 1), *w)?);
            }
            if let Some(b) = b.and_then(|b| b.first()) {
                gate.b = Some(self.parameter(self.bias(names.b), *b)?);
            }
            self.gates.push(gate);
        }
        if let Some(b) = b_hn {
            self.b_hn = Some(self.parameter(self.bias("b_hn"), b)?);
        }
        Ok(())
    }

    /// The head and the loss; gives the derivatives by its logits.
    fn answer(
        &mut self,
        network: &Recurrent,
        step: &CellStep,
        h: &Expression,
        classes: bool,
    ) -> Result<Answer> {
        let mut all_h = Vec::with_capacity(step.h.len());
        for (j, value) in step.h.iter().enumerate() {
            let own = j == self.place.unit;
            all_h.push(if own { h.clone() } else { self.number(self.at("h", j, self.place.t + 1), *value)? });
        }
        for matrix in network.matrices().iter().filter(|matrix| matrix.layer == network.n_layers()) {
            for (i, value) in network.values[matrix.range()].iter().enumerate() {
                let row = Some(i / matrix.columns + 1);
                let symbol = if matrix.is_bias() {
                    Symbol { row, ..Symbol::new("b_y") }
                } else {
                    Symbol { row, column: Some(i % matrix.columns + 1), ..Symbol::new("W_hy") }
                };
                let value = self.parameter(symbol, *value)?;
                self.sheet.parameters.push(value);
            }
        }
        let mut pass = Pass::of_head(all_h);
        self.sheet.targets(&mut pass, &step.targets, classes)?;
        self.sheet.forward(&mut pass)?;
        self.sheet.backward(&mut pass)?;
        let n = match step.n_out_steps {
            1 => None,
            n => Some(self.sheet.given_as_set(LineKind::Count, Symbol::new("N"), n as f64)?),
        };
        Ok(Answer { d_z: pass.d_z.pop().unwrap_or_default(), n })
    }

    /// A name at a step, counted from 1; step 0 is before the first one. `unit` is counted from 0.
    fn at(&self, base: &'static str, unit: usize, step: usize) -> Symbol {
        Symbol { layer: self.layer, row: Some(unit + 1), point: Some(step), ..Symbol::new(base) }
    }

    /// The own name at this step.
    fn own(&self, base: &'static str) -> Symbol {
        self.at(base, self.place.unit, self.place.t + 1)
    }

    fn weight(&self, base: &'static str, column: usize) -> Symbol {
        Symbol { column: Some(column), ..self.bias(base) }
    }

    fn bias(&self, base: &'static str) -> Symbol {
        Symbol { layer: self.layer, row: Some(self.place.unit + 1), ..Symbol::new(base) }
    }

    /// What a parameter is called with what this step adds to its gradient.
    fn share(&self, base: &'static str, column: Option<usize>) -> Symbol {
        Symbol { column, ..self.own(base) }
    }

    /// A number that comes from elsewhere.
    fn number(&mut self, symbol: Symbol, value: f64) -> Result<Expression> {
        self.print(LineKind::Input, symbol, value)
    }

    fn parameter(&mut self, symbol: Symbol, value: f64) -> Result<Expression> {
        self.print(LineKind::Parameter, symbol, value)
    }

    fn print(&mut self, kind: LineKind, symbol: Symbol, value: f64) -> Result<Expression> {
        let mut printed = self.sheet.all_given(kind, [symbol].into(), &[value], Precision::Plain)?;
        Ok(printed.pop().unwrap_or(Expression::constant(0)))
    }
}

/// What the answer of the step asks of the cell.
struct Answer {
    d_z: Vec<Expression>,
    /// How many steps are asked, where there are several: the loss is their mean.
    n: Option<Expression>,
}
