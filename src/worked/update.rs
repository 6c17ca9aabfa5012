//! From the mean gradients to the new parameters: penalties, the clipped norm, the optimizer's rule.

use alloc::vec::Vec;

use super::sheet::{Precision, Sheet};
use super::{Condition, Expression, Function, LineKind, Symbol, symbols};
use crate::Result;
use crate::experiment::Experiment;
use crate::nn::{Optimizer, Rule};

/// A letter of the weights and the same of the biases.
type Letters = [&'static str; 2];

/// What an update is given beside gradients and parameters.
pub(super) struct Update<'a> {
    experiment: &'a Experiment,
    rate: Expression,
    /// The penalties l1 and l2, where there are any.
    penalties: [Option<Expression>; 2],
    /// The longest gradient allowed.
    longest: Option<Expression>,
    law: Law,
}

/// The rule with its constants and moments, one for each parameter.
enum Law {
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
        adam: Adam,
        keep: Option<Expression>,
    },
}

struct Adam {
    betas: [Expression; 2],
    epsilon: Expression,
    t: Expression,
    moments: [Vec<Expression>; 2],
}

impl<'a> Update<'a> {
    /// Writes down what is given.
    pub(super) fn given(
        sheet: &mut Sheet<'_>,
        rate: f64,
        experiment: &'a Experiment,
        optimizer: &Optimizer,
    ) -> Result<Self> {
        let rate = sheet.given_as_set(LineKind::Rate, Symbol::new("alpha"), rate)?;
        let mut some = |kind, name, value: f64| {
            (value > 0.0).then(|| sheet.given_as_set(kind, Symbol::new(name), value)).transpose()
        };
        let penalties = [
            some(LineKind::Penalty, "lambda1", experiment.l1)?,
            some(LineKind::Penalty, "lambda2", experiment.l2)?,
        ];
        let longest = some(LineKind::Setting, "c", experiment.clip_norm)?;
        let law = Law::given(sheet, &rate, experiment, optimizer)?;
        Ok(Self { experiment, rate, penalties, longest, law })
    }

    /// What the rule takes as gradients: with the penalties, clipped.
    pub(super) fn gradients(&self, sheet: &mut Sheet<'_>, means: Vec<Expression>) -> Result<Vec<Expression>> {
        // On its own, descent has room for the penalties in its one line.
        let in_place = matches!(self.law, Law::Descent) && self.longest.is_none();
        let mut gradients = Vec::with_capacity(means.len());
        for (i, (name, mean)) in symbols(sheet.layers, "gW", "gb").into_iter().zip(means).enumerate() {
            let sum = self.penalised(&sheet.parameters[i], mean, name.column.is_some());
            gradients.push(match sum {
                Expression::Sum(_) if !in_place => sheet.line(LineKind::Penalised, name, sum)?,
                sum => sum,
            });
        }
        match &self.longest {
            Some(longest) => clipped(sheet, longest, gradients),
            None => Ok(gradients),
        }
    }

    /// `dW + lambda1 sgn(W) + lambda2 W`, the penalties on weights alone.
    fn penalised(&self, parameter: &Expression, mean: Expression, is_weight: bool) -> Expression {
        let slopes = [parameter.clone().call(Function::Sign), parameter.clone()];
        let penalties = self.penalties.iter().zip(slopes);
        let products = penalties.filter_map(|(factor, slope)| Some(factor.clone()?.times(slope)));
        Expression::sum([mean].into_iter().chain(products.filter(|_| is_weight)))
    }

    /// Every new parameter, in print and as it really is.
    pub(super) fn parameters(
        &self,
        sheet: &mut Sheet<'_>,
        gradients: Vec<Expression>,
        after: &[f64],
    ) -> Result<()> {
        let corrections = self.law.corrections(sheet)?;
        let names = symbols(sheet.layers, "W'", "b'");
        for (i, ((name, gradient), after)) in names.into_iter().zip(gradients).zip(after).enumerate() {
            let parameter = sheet.parameters[i].clone();
            let (new, condition) = if self.experiment.frozen.contains(&i) {
                (parameter, None)
            } else {
                let step = self.law.step(sheet, &name, i, gradient, &corrections)?;
                let step = self.rate.clone().times(step).negative();
                let kept = self.law.keep().map_or(parameter.clone(), |keep| keep.times(parameter.clone()));
                self.held(sheet, &parameter, kept.plus(step), name.column.is_some())?
            };
            let new = sheet.case(LineKind::Update, name, new, condition)?;
            sheet.exact(&new, *after)?;
        }
        Ok(())
    }

    /// The new parameter, or 0 where the first penalty brings a weight there and it has to stay.
    fn held(
        &self,
        sheet: &Sheet<'_>,
        parameter: &Expression,
        new: Expression,
        is_weight: bool,
    ) -> Result<(Expression, Option<Condition>)> {
        let Some(l1) = self.penalties[0].clone().filter(|_| is_weight && self.experiment.l1_stays_zero)
        else {
            return Ok((new, None));
        };
        let penalty = Expression::product([self.rate.clone(), l1, parameter.clone().call(Function::Sign)]);
        let condition = sheet.crosses_zero(parameter, new.clone().plus(penalty), new.clone())?;
        Ok((if condition.is_some() { Expression::constant(0) } else { new }, condition))
    }
}

/// `k g` with `k = c / (norm + 1e-6)` where that is below 1.
fn clipped(
    sheet: &mut Sheet<'_>,
    longest: &Expression,
    gradients: Vec<Expression>,
) -> Result<Vec<Expression>> {
    let squares = Expression::sum(gradients.iter().map(|gradient| gradient.clone().square()));
    let norm = sheet.line_to(Precision::Root, LineKind::Norm, Symbol::new("norm"), squares.root())?;
    let norm = norm.plus(Expression::as_set(1e-6));
    let (is_longer, why) = sheet.compare(norm.clone().minus(longest.clone()), false, 0)?;
    let factor = if is_longer { longest.clone().over(norm) } else { Expression::constant(1) };
    let factor = sheet.compute(LineKind::Norm, Symbol::new("k"), factor, Some(why), Precision::Root)?;
    let names = symbols(sheet.layers, "hW", "hb").into_iter().zip(gradients);
    let product = |(name, gradient)| {
        sheet.line_to(Precision::First, LineKind::Clipped, name, factor.clone().times(gradient))
    };
    names.map(product).collect()
}

impl Law {
    /// Writes down constants and moments.
    fn given(
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
            let print = |(name, value): (Symbol, &f64)| {
                // As before the first step.
                let precision = if value.abs() > 0.0 { precision } else { Precision::Whole };
                sheet.given(LineKind::Moment, name, *value, precision)
            };
            symbols(sheet.layers, weight, bias).into_iter().zip(values).map(print).collect()
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
                let adam = Adam {
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
                };
                Self::Adam { adam, keep: decay.map(|decay| rest(&rate.clone().times(decay))) }
            }
        })
    }

    fn keep(&self) -> Option<Expression> {
        if let Self::Adam { keep, .. } = self { keep.clone() } else { None }
    }

    /// `1 - beta^t` of either moment.
    fn corrections(&self, sheet: &mut Sheet<'_>) -> Result<Vec<Expression>> {
        let Self::Adam { adam: Adam { betas, t, .. }, .. } = self else { return Ok(Vec::new()) };
        let each = betas.iter().zip([("c1", Precision::First), ("c2", Precision::Second)]);
        let correction = |(beta, (name, precision)): (&Expression, _)| {
            let rest = rest(&beta.clone().to_the(t.clone()));
            sheet.line_to(precision, LineKind::Correction, Symbol::new(name), rest)
        };
        each.map(correction).collect()
    }

    /// What the learning rate multiplies, for parameter `i`, whose new value is called `name`.
    fn step(
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
            Self::Adam { adam: Adam { betas: [beta1, beta2], epsilon, moments: [m, v], .. }, .. } => {
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
