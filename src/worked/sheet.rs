//! The paper on which the example is worked out: what is written below comes from what stands above.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::decimal::LARGEST;
use super::{AS_SET, Condition, Decimal, Expression, FULL, Function, Line, LineKind, Symbol};
use crate::nn::{Dense, Loss, Output};
use crate::{Error, Result};

pub(super) struct Sheet<'a> {
    pub(super) lines: Vec<Line>,
    /// All parameters as printed, in their order.
    pub(super) parameters: Vec<Expression>,
    pub(super) layers: &'a [Dense],
    pub(super) loss: Loss,
    pub(super) output: Output,
    /// `1 - p`, by which dropout divides what it keeps.
    pub(super) keep: Option<Expression>,
    decimals: u32,
}

/// How many decimals a number has on paper. A moment of the gradient adds up tenths of it, one of its square
/// thousandths: with fewer decimals they would be lost, and what is divided by them with them.
#[derive(Clone, Copy)]
pub(super) enum Precision {
    /// None.
    Whole,
    /// The reader's choice.
    Plain,
    /// One more: moments of the gradient, and what comes from them.
    First,
    /// Twice as many and three more: moments of its square.
    Second,
    /// Four more: their roots, norms and factors.
    Root,
}

/// One point on its way through the network.
#[derive(Default)]
pub(super) struct Pass {
    /// The point in the names, where there are several.
    point: Option<usize>,
    /// Whether its one layer is the head of a recurrent network, which has no number.
    is_head: bool,
    x: Vec<Expression>,
    pub(super) y: Vec<Expression>,
    /// For each hidden layer, 1 for a neuron that dropout keeps, else 0; nothing without dropout.
    masks: Vec<Vec<Expression>>,
    pub(super) layers: Vec<Vec<Neuron>>,
    pub(super) d_z: Vec<Vec<Expression>>,
}

pub(super) struct Neuron {
    pub(super) z: Expression,
    pub(super) a: Expression,
    /// What dropout leaves of `A`.
    pub(super) kept: Option<Expression>,
    /// `Phi(Z)` or `sigma(Z)`, which the slope needs again.
    pub(super) part: Option<Expression>,
}

impl Pass {
    /// Through the head of a recurrent network, given `h`.
    pub(super) fn of_head(h: Vec<Expression>) -> Self {
        Self { x: h, is_head: true, ..Self::default() }
    }

    pub(super) fn symbol(&self, base: &'static str) -> Symbol {
        Symbol { point: self.point, ..Symbol::new(base) }
    }

    /// Of neuron `row` of layer `layer`, both from 0.
    pub(super) fn neuron(&self, base: &'static str, layer: usize, row: usize) -> Symbol {
        let neuron = Symbol { point: self.point, ..Symbol::neuron(base, layer + 1, row + 1) };
        if self.is_head { Symbol { layer: None, ..neuron } } else { neuron }
    }

    /// What layer `layer` is given.
    pub(super) fn input(&self, layer: usize) -> Vec<Expression> {
        match layer.checked_sub(1) {
            Some(below) => {
                let given = |neuron: &Neuron| neuron.kept.as_ref().unwrap_or(&neuron.a).clone();
                self.layers[below].iter().map(given).collect()
            }
            None => self.x.clone(),
        }
    }

    /// Whether dropout keeps neuron `row` of layer `layer`.
    pub(super) fn mask(&self, layer: usize, row: usize) -> Option<Expression> {
        self.masks.get(layer)?.get(row).cloned()
    }

    pub(super) fn output(&self) -> &[Neuron] {
        self.layers.last().map_or(&[], Vec::as_slice)
    }
}

impl<'a> Sheet<'a> {
    pub(super) fn new(decimals: u32, layers: &'a [Dense], loss: Loss, output: Output) -> Self {
        Self { lines: Vec::new(), parameters: Vec::new(), decimals, layers, loss, output, keep: None }
    }

    fn decimals(&self, precision: Precision) -> u32 {
        match precision {
            Precision::Whole => 0,
            Precision::Plain => self.decimals,
            Precision::First => self.decimals + 1,
            Precision::Second => 2 * self.decimals + 3,
            Precision::Root => self.decimals + 4,
        }
    }

    /// Writes a line down.
    fn push(
        &mut self,
        kind: LineKind,
        symbol: Symbol,
        result: Decimal,
        how: Option<(Expression, bool)>,
        condition: Option<Condition>,
    ) -> Expression {
        let (expression, rounded) = how.unzip();
        let (rounded, name) = (rounded.unwrap_or_default(), symbol.clone());
        self.lines.push(Line {
            kind,
            symbol,
            expression,
            condition,
            rounded,
            result: result.to_string(),
            gap: None,
        });
        Expression::Number(result, Some(name))
    }

    pub(super) fn given(
        &mut self,
        kind: LineKind,
        symbol: Symbol,
        value: f64,
        precision: Precision,
    ) -> Result<Expression> {
        let printed = Decimal::nearest(value, self.decimals(precision))
            .ok_or_else(|| too_large(&symbol, value.to_string()))?;
        Ok(self.push(kind, symbol, printed, None, None))
    }

    pub(super) fn given_as_set(&mut self, kind: LineKind, symbol: Symbol, value: f64) -> Result<Expression> {
        let printed =
            Decimal::shortest(value, AS_SET).ok_or_else(|| too_large(&symbol, value.to_string()))?;
        Ok(self.push(kind, symbol, printed, None, None))
    }

    pub(super) fn all_given(
        &mut self,
        kind: LineKind,
        symbols: Vec<Symbol>,
        values: &[f64],
        precision: Precision,
    ) -> Result<Vec<Expression>> {
        let each = symbols.into_iter().zip(values);
        each.map(|(symbol, value)| self.given(kind, symbol, *value, precision)).collect()
    }

    /// Computes a line.
    pub(super) fn line(
        &mut self,
        kind: LineKind,
        symbol: Symbol,
        expression: Expression,
    ) -> Result<Expression> {
        self.compute(kind, symbol, expression, None, Precision::Plain)
    }

    /// Computes a line to another number of decimals.
    pub(super) fn line_to(
        &mut self,
        precision: Precision,
        kind: LineKind,
        symbol: Symbol,
        expression: Expression,
    ) -> Result<Expression> {
        self.compute(kind, symbol, expression, None, precision)
    }

    pub(super) fn case(
        &mut self,
        kind: LineKind,
        symbol: Symbol,
        expression: Expression,
        condition: Option<Condition>,
    ) -> Result<Expression> {
        self.compute(kind, symbol, expression, condition, Precision::Plain)
    }

    pub(super) fn compute(
        &mut self,
        kind: LineKind,
        symbol: Symbol,
        expression: Expression,
        condition: Option<Condition>,
        precision: Precision,
    ) -> Result<Expression> {
        let (decimals, mut rounded) = (self.decimals(precision), false);
        let value = expression.value(decimals, &mut rounded).and_then(|value| value.rounded(decimals));
        let (result, changed) = value.ok_or_else(|| too_large(&symbol, "∞".to_string()))?;
        Ok(self.push(kind, symbol, result, Some((expression, rounded || changed)), condition))
    }

    /// Whether `left > right`, or with `or_equal` `left >= right`.
    pub(super) fn compare(&self, left: Expression, or_equal: bool, right: i128) -> Result<(bool, Condition)> {
        let difference = left.clone().minus(Expression::constant(right)).value(self.decimals, &mut false);
        let sign = difference.ok_or_else(|| too_large(&Symbol::new("Z"), "∞".to_string()))?.signum();
        let (holds, relation) = match (or_equal, sign) {
            (true, 0..) => (true, "≥"),
            (true, _) => (false, "<"),
            (false, 1..) => (true, ">"),
            (false, _) => (false, "≤"),
        };
        Ok((holds, Condition { left, relation, right }))
    }

    /// Whether a penalty takes a weight, from `without` it to `with` it, through 0, or the weight is 0.
    pub(super) fn crosses_zero(
        &self,
        weight: &Expression,
        without: Expression,
        with: Expression,
    ) -> Result<Option<Condition>> {
        let [without, with] = [without, with].map(|value| value.call(Function::Sign));
        let (same_side, crossing) = self.compare(Expression::product([without, with]), true, 0)?;
        let is_zero = weight.value(self.decimals, &mut false).is_some_and(|weight| weight.signum() == 0);
        if is_zero {
            return Ok(Some(Condition { left: weight.clone(), relation: "=", right: 0 }));
        }
        Ok(Some(crossing).filter(|_| !same_side))
    }

    /// The last line of a parameter: what it really is, and how far from what is printed.
    pub(super) fn exact(&mut self, printed: &Expression, value: f64) -> Result<()> {
        let Expression::Number(printed, Some(symbol)) = printed else { return Ok(()) };
        let full = Decimal::shortest(value, FULL);
        let gap = full.zip(printed.negated()).and_then(|(full, less)| full.plus(less));
        let (full, gap) = full.zip(gap).ok_or_else(|| too_large(symbol, value.to_string()))?;
        self.push(LineKind::Exact, symbol.clone(), full, None, None);
        self.lines.last_mut().into_iter().for_each(|line| line.gap = Some(gap.to_string()));
        Ok(())
    }

    /// That dropout leaves out neurons with probability `p`.
    pub(super) fn drops(&mut self, p: f64) -> Result<()> {
        let p = self.given_as_set(LineKind::Setting, Symbol::new("p"), p)?;
        self.keep = Some(Expression::constant(1).minus(p));
        Ok(())
    }

    /// What dropout does to each hidden neuron of the point.
    pub(super) fn masks(&mut self, pass: &mut Pass, kept: &[Vec<bool>]) -> Result<()> {
        for (l, layer) in kept.iter().enumerate() {
            let mask = |(row, kept): (usize, &bool)| {
                self.given_as_set(LineKind::Mask, pass.neuron("D", l, row), f64::from(u8::from(*kept)))
            };
            let masks = layer.iter().enumerate().map(mask).collect::<Result<_>>()?;
            pass.masks.push(masks);
        }
        Ok(())
    }

    /// Inputs and targets of a point; classes as the whole numbers that they are.
    pub(super) fn sample(
        &mut self,
        point: Option<usize>,
        x: &[f64],
        y: &[f64],
        classes: bool,
    ) -> Result<Pass> {
        let mut pass = Pass { point, ..Pass::default() };
        let names =
            (0..x.len()).map(|column| Symbol { layer: Some(0), row: Some(column + 1), ..pass.symbol("A") });
        pass.x = self.all_given(LineKind::Input, names.collect(), x, Precision::Plain)?;
        self.targets(&mut pass, y, classes)?;
        Ok(pass)
    }

    /// What should be answered.
    pub(super) fn targets(&mut self, pass: &mut Pass, y: &[f64], classes: bool) -> Result<()> {
        for (k, target) in y.iter().enumerate() {
            let symbol = Symbol { row: (y.len() > 1).then_some(k + 1), ..pass.symbol("y") };
            pass.y.push(if classes {
                self.given_as_set(LineKind::Target, symbol, *target)?
            } else {
                self.given(LineKind::Target, symbol, *target, Precision::Plain)?
            });
        }
        Ok(())
    }
}

fn too_large(symbol: &Symbol, got: String) -> Error {
    Error::OutOfRange { field: symbol.to_string(), min: -LARGEST, max: LARGEST, got, at: None }
}
