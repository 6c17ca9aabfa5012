//! The optimizer's rule on paper: what it is given, and the step that it makes of a gradient.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::sheet::{Precision, Sheet};
use super::{Expression, LineKind, Symbol, symbols};
use crate::Result;
use crate::experiment::Experiment;
use crate::nn::{Optimizer, Rule};

/// A letter of the weights and the same of the biases.
type Letters = [&'static str; 2];

/// The rule with its constants and moments, one for each parameter.
pub(super) enum Law {
    Descent,
    Momentum {
        mu: Expression,
        v: Vec<Expression>,
        ahead: bool,
    },
    /// RMSProp, and Adagrad, which has no `rho`.
    Scaled {
        rho: Option<Expression>,
        epsilon: Expression,
        v: Vec<Expression>,
    },
    Adadelta {
        rho: Expression,
        epsilon: Expression,
        v: Vec<Expression>,
        u: Vec<Expression>,
    },
    /// With AdamW's decay, `1 - alpha lambda`.
    Adam {
        adam: Box<Adam>,
        keep: Option<Expression>,
    },
}

pub(super) struct Adam {
    betas: [Expression; 2],
    epsilon: Expression,
    t: Expression,
    moments: [Vec<Expression>; 2],
}

impl Law {
    /// Writes down constants and moments.
    pub(super) fn given(
        sheet: &mut Sheet<'_>,
        rate: &Expression,
        experiment: &Experiment,
        optimizer: &Optimizer,
    ) -> Result<Self> {
        let rule = optimizer.rule();
        let (constants, settings) = (rule.constants(), experiment.settings());
        let setting = |sheet: &mut Sheet<'_>, name, value| {
            sheet.given_as_set(LineKind::Setting, Symbol::new(name), value)
        };
        let moment = |sheet: &mut Sheet<'_>, at: usize, [weight, bias]: Letters, precision| {
            let n_params = sheet.parameters.len();
            let values = &optimizer.moments[at * n_params..][..n_params];
            let names = symbols(sheet.layers, weight, bias).into_iter();
            let print = |(name, value): (Symbol, &f64)| {
                // As before the first step.
                let precision = if value.abs() > 0.0 { precision } else { Precision::Whole };
                sheet.given(LineKind::Moment, name, *value, precision)
            };
            names.zip(values).map(print).collect::<Result<Vec<_>>>()
        };
        Ok(match rule {
            Rule::GradientDescent => Self::Descent,
            Rule::Momentum | Rule::Nesterov => Self::Momentum {
                mu: setting(sheet, "mu", settings.momentum)?,
                v: moment(sheet, 0, ["vW", "vb"], Precision::First)?,
                ahead: rule == Rule::Nesterov,
            },
            Rule::RmsProp | Rule::Adagrad => Self::Scaled {
                rho: (rule == Rule::RmsProp).then(|| setting(sheet, "rho", constants.beta2)).transpose()?,
                epsilon: setting(sheet, "epsilon", constants.epsilon)?,
                v: moment(sheet, 0, ["vW", "vb"], Precision::Second)?,
            },
            Rule::Adadelta => Self::Adadelta {
                rho: setting(sheet, "rho", constants.beta2)?,
                epsilon: setting(sheet, "epsilon", constants.epsilon)?,
                v: moment(sheet, 0, ["vW", "vb"], Precision::Second)?,
                u: moment(sheet, 1, ["uW", "ub"], Precision::Second)?,
            },
            Rule::Adam | Rule::AdamW => {
                let decay = (rule == Rule::AdamW)
                    .then(|| setting(sheet, "lambda", settings.weight_decay))
                    .transpose()?;
                let adam = Box::new(Adam {
                    betas: [
                        setting(sheet, "beta1", constants.beta1)?,
                        setting(sheet, "beta2", constants.beta2)?,
                    ],
                    epsilon: setting(sheet, "epsilon", constants.epsilon)?,
                    t: setting(sheet, "t", optimizer.t as f64 + 1.0)?,
                    moments: [
                        moment(sheet, 0, ["mW", "mb"], Precision::First)?,
                        moment(sheet, 1, ["vW", "vb"], Precision::Second)?,
                    ],
                });
                Self::Adam { adam, keep: decay.map(|decay| rest(&rate.clone().times(decay))) }
            }
        })
    }

    /// What AdamW's decay leaves of a parameter.
    pub(super) fn keep(&self) -> Option<Expression> {
        if let Self::Adam { keep, .. } = self { keep.clone() } else { None }
    }

    /// `1 - beta^t` of either moment.
    pub(super) fn corrections(&self, sheet: &mut Sheet<'_>) -> Result<Vec<Expression>> {
        let Self::Adam { adam, .. } = self else { return Ok(Vec::new()) };
        let Adam { betas, t, .. } = &**adam;
        let each = betas.iter().zip([("c1", Precision::First), ("c2", Precision::Second)]);
        let correction = |(beta, (name, precision)): (&Expression, _)| {
            let rest = rest(&beta.clone().power(t.clone()));
            sheet.line_to(precision, LineKind::Correction, Symbol::new(name), rest)
        };
        each.map(correction).collect()
    }

    /// What the learning rate multiplies, for parameter `i`, whose new value is called `name`.
    pub(super) fn step(
        &self,
        sheet: &mut Sheet<'_>,
        name: &Symbol,
        i: usize,
        g: Expression,
        corrections: &[Expression],
    ) -> Result<Expression> {
        let mut line = |kind, letters: Letters, expression, precision| {
            let base = letters[usize::from(name.column.is_none())];
            sheet.line_to(precision, kind, Symbol { base, ..name.clone() }, expression)
        };
        let (new, part) = (LineKind::NewMoment, LineKind::StepPart);
        let (first, second, root) = (Precision::First, Precision::Second, Precision::Root);
        match self {
            Self::Descent => Ok(g),
            Self::Momentum { mu, v, ahead } => {
                let v = mu.clone().times(v[i].clone()).plus(g.clone());
                let v = line(new, ["vW'", "vb'"], v, first)?;
                Ok(if *ahead { g.plus(mu.clone().times(v)) } else { v })
            }
            Self::Scaled { rho, epsilon, v } => {
                let square = g.clone().square();
                let v = match rho {
                    Some(rho) => mean(rho, &v[i], square),
                    None => v[i].clone().plus(square),
                };
                let v = line(new, ["vW'", "vb'"], v, second)?;
                let s = line(part, ["sW", "sb"], v.root(), root)?;
                line(part, ["qW", "qb"], g.over(s.plus(epsilon.clone())), first)
            }
            Self::Adadelta { rho, epsilon, v, u } => {
                let (old, u) = (&v[i], &u[i]);
                let v = line(new, ["vW'", "vb'"], mean(rho, old, g.clone().square()), second)?;
                let s = line(part, ["sW", "sb"], v.plus(epsilon.clone()).root(), root)?;
                let r = line(part, ["rW", "rb"], u.clone().plus(epsilon.clone()).root(), root)?;
                let q = line(part, ["qW", "qb"], r.times(g).over(s), first)?;
                line(new, ["uW'", "ub'"], mean(rho, u, q.clone().square()), second)?;
                Ok(q)
            }
            Self::Adam { adam, .. } => {
                let Adam { betas: [beta1, beta2], epsilon, moments: [m, v], .. } = &**adam;
                let [c1, c2] = [&corrections[0], &corrections[1]];
                let m = line(new, ["mW'", "mb'"], mean(beta1, &m[i], g.clone()), first)?;
                let v = line(new, ["vW'", "vb'"], mean(beta2, &v[i], g.square()), second)?;
                let m = line(part, ["m̂W", "m̂b"], m.over(c1.clone()), first)?;
                let v = line(part, ["v̂W", "v̂b"], v.over(c2.clone()), second)?;
                let s = line(part, ["sW", "sb"], v.root(), root)?;
                line(part, ["qW", "qb"], m.over(s.plus(epsilon.clone())), first)
            }
        }
    }
}

/// `beta old + (1 - beta) new`.
fn mean(beta: &Expression, old: &Expression, new: Expression) -> Expression {
    beta.clone().times(old.clone()).plus(rest(beta).times(new))
}

/// `1 - part`.
fn rest(part: &Expression) -> Expression {
    Expression::constant(1).minus(part.clone())
}
