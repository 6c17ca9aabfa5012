//! From the mean gradients to the new parameters: penalties, the clipped norm, the step.

use alloc::vec::Vec;

use super::law::Law;
use super::sheet::{Precision, Sheet};
use super::{Condition, Expression, Function, LineKind, Symbol, symbols};
use crate::Result;
use crate::experiment::Experiment;
use crate::nn::Optimizer;

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
