//! What one line of the example says, as plain data: whoever shows it adds the words and the signs.

use alloc::string::{String, ToString};
use core::fmt;

use serde_json::{Value, json};

use super::Expression;

/// The name of one number. Everything counts from 1, as in the thesis; `Display` gives `W[1]2,1`,
/// `dW[1]2,1(5)` for the share of point 5, `dW[1]2,1(≠5)` for that of all others.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Symbol {
    /// The letter, such as `A` (`A[0]` are the inputs), `Z`, `W`, `b`, `L`, `dZ`; `W'` is the new weight,
    /// `E` and `S` the exponentials of a softmax and their sum. `g'`, `Phi`, `phi`, `sigma` and `cos` stand
    /// for that function of the `Z` that the rest of the symbol names. `D` is 0 where dropout leaves a
    /// neuron out and `Ã` what is left of `A`. Of a weight, and with `b` of a bias, `gW` is the gradient with
    /// its penalties, `hW` the clipped one, `vW`, `uW` and `mW` are moments, `vW'` new ones, `v̂W` those
    /// corrected for their start at 0, `sW` and `rW` roots, `qW` is what the learning rate multiplies. Of a recurrent cell,
    /// `W_xf`, `Z_f` and so on have an index of their own, `u` is `tanh(c)` and `q` is `W_hn h + b_hn`.
    pub base: &'static str,
    /// The layer.
    pub layer: Option<usize>,
    /// The neuron of the layer; of a weight, where it leads to.
    pub row: Option<usize>,
    /// Of a weight, where it comes from.
    pub column: Option<usize>,
    /// The point, where several are told apart; of a recurrent cell, the step.
    pub point: Option<usize>,
    /// All points of the update but this one, together.
    pub others: bool,
}

impl Symbol {
    /// Letters that stand for a function of `Z`.
    pub(super) const OF_Z: &[&str] = &["g'", "Phi", "phi", "sigma", "cos"];

    pub(super) fn new(base: &'static str) -> Self {
        Self { base, ..Self::default() }
    }

    pub(super) fn neuron(base: &'static str, layer: usize, row: usize) -> Self {
        Self { base, layer: Some(layer), row: Some(row), ..Self::default() }
    }

    pub(super) fn to_value(&self) -> Value {
        let Self { base, layer, row, column, point, others } = self;
        json!({
            "name": self.to_string(), "base": base, "layer": layer, "row": row, "column": column, "point": point,
            "others": others,
        })
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of_z = Self::OF_Z.contains(&self.base);
        f.write_str(self.base)?;
        if of_z {
            f.write_str("(Z")?;
        }
        if let Some(layer) = self.layer {
            write!(f, "[{layer}]")?;
        }
        match (self.row, self.column) {
            (Some(row), Some(column)) => write!(f, "{row},{column}")?,
            (row, _) => row.map_or(Ok(()), |row| write!(f, "{row}"))?,
        }
        if let Some(point) = self.point {
            write!(f, "({}{point})", if self.others { "≠" } else { "" })?;
        }
        f.write_str(if of_z { ")" } else { "" })
    }
}

/// Which of several cases a line is, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// What is looked at.
    pub left: Expression,
    /// `<`, `>`, `≤`, `≥` or `=`, as it is.
    pub relation: &'static str,
    /// What it is compared with.
    pub right: i128,
}

/// What a line is about; each stage of the example in turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// Given: an input, features computed.
    Input,
    /// Given: what an output should be.
    Target,
    /// Given: a weight or bias.
    Parameter,
    /// Given: the learning rate, as it was set.
    Rate,
    /// Given: the factor of a penalty, as it was set.
    Penalty,
    /// Given: a setting of the optimizer, of clipping or of dropout, or the number of the step.
    Setting,
    /// Given: a moment of the optimizer.
    Moment,
    /// Given: whether dropout keeps a neuron, 1 or 0.
    Mask,
    /// Given: the number of points of the update.
    Count,
    /// `Z`.
    WeightedSum,
    /// A part of an activation: an exponential of a softmax or their sum, `Phi(Z)`, `sigma(Z)`.
    Part,
    /// `A`.
    Activation,
    /// What dropout leaves of `A`.
    Kept,
    /// A part of the loss: an exponential.
    LossPart,
    /// The loss of the point.
    Loss,
    /// A part of a slope: `g'(Z)`, `phi(Z)`, `cos(Z)`.
    Slope,
    /// `dZ`, the derivative of the loss by `Z`.
    Delta,
    /// What the point adds to a gradient.
    Share,
    /// Given: what the other points add to it, already summed.
    Others,
    /// The gradient: the mean over the points of the update.
    Gradient,
    /// The gradient with the penalties.
    Penalised,
    /// The norm of all gradients, and the factor that brings it to the longest allowed.
    Norm,
    /// The gradient times that factor.
    Clipped,
    /// What corrects the moments for their start at 0.
    Correction,
    /// A new moment.
    NewMoment,
    /// A part of the step: a corrected moment, a root, what the learning rate multiplies.
    StepPart,
    /// The new parameter.
    Update,
    /// The same in the real run, at full precision, and how far the printed number is from it.
    Exact,
}

impl LineKind {
    /// Its name in [`Line::to_value`].
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Target => "target",
            Self::Parameter => "parameter",
            Self::Rate => "rate",
            Self::Penalty => "penalty",
            Self::Setting => "setting",
            Self::Moment => "moment",
            Self::Mask => "mask",
            Self::Count => "count",
            Self::WeightedSum => "weighted_sum",
            Self::Part => "part",
            Self::Activation => "activation",
            Self::Kept => "kept",
            Self::LossPart => "loss_part",
            Self::Loss => "loss",
            Self::Slope => "slope",
            Self::Delta => "delta",
            Self::Share => "share",
            Self::Others => "others",
            Self::Gradient => "gradient",
            Self::Penalised => "penalised",
            Self::Norm => "norm",
            Self::Clipped => "clipped",
            Self::Correction => "correction",
            Self::NewMoment => "new_moment",
            Self::StepPart => "step_part",
            Self::Update => "update",
            Self::Exact => "exact",
        }
    }

    /// The part of the example that it belongs to: `given`, `forward`, `loss`, `backward`, `gradient` or
    /// `update`.
    #[must_use]
    pub fn stage(self) -> &'static str {
        match self {
            Self::Input
            | Self::Target
            | Self::Mask
            | Self::Parameter
            | Self::Rate
            | Self::Penalty
            | Self::Setting
            | Self::Moment
            | Self::Count => "given",
            Self::WeightedSum | Self::Part | Self::Activation | Self::Kept => "forward",
            Self::LossPart | Self::Loss => "loss",
            Self::Slope | Self::Delta => "backward",
            Self::Share | Self::Others | Self::Gradient | Self::Penalised | Self::Norm | Self::Clipped => {
                "gradient"
            }
            Self::Correction | Self::NewMoment | Self::StepPart | Self::Update | Self::Exact => "update",
        }
    }
}

/// One line of the example.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What it is about.
    pub kind: LineKind,
    /// The number that it gives.
    pub symbol: Symbol,
    /// How it is computed; nothing where it is given.
    pub expression: Option<Expression>,
    /// Why it is computed so, where there are cases.
    pub condition: Option<Condition>,
    /// Whether the result is not exactly the expression but rounded.
    pub rounded: bool,
    /// The result, as it is printed.
    pub result: String,
    /// Of a line [`LineKind::Exact`]: result minus printed number, exactly.
    pub gap: Option<String>,
}

impl Line {
    /// As plain data, digits with a decimal point:
    ///
    /// `{kind, stage, name, symbol, expression, condition, rounded, result, gap}` with `symbol` `{name, base,
    /// layer, row, column, point, others}`, `condition` `{left, relation, right}`, and expressions
    /// `{op: "number", digits, symbol}` or `{op, of: [...]}`, `op` being `sum`, `product`, `quotient`,
    /// `power`,
    /// `negative`, `square`, `root`, `positive` or the name of a [`Function`](super::Function).
    #[must_use]
    pub fn to_value(&self) -> Value {
        let condition = self.condition.as_ref().map(|condition| {
            let Condition { left, relation, right } = condition;
            json!({"left": left.to_value(), "relation": relation, "right": right.to_string()})
        });
        json!({
            "kind": self.kind.name(), "stage": self.kind.stage(), "name": self.symbol.to_string(),
            "symbol": self.symbol.to_value(), "expression": self.expression.as_ref().map(Expression::to_value),
            "condition": condition, "rounded": self.rounded, "result": self.result, "gap": self.gap,
        })
    }
}
