//! The deltas of a point, and what it adds to each gradient.

use alloc::vec::Vec;

use super::sheet::{Neuron, Pass, Sheet};
use super::{Expression, Function, LineKind, Symbol};
use crate::Result;
use crate::nn::{Activation, LEAK, Loss, Output};

impl Sheet<'_> {
    /// All deltas, the last layer's first.
    pub(super) fn backward(&mut self, pass: &mut Pass) -> Result<()> {
        let last = self.layers.len() - 1;
        let mut above = Vec::with_capacity(pass.y.len());
        for row in 0..pass.output().len() {
            above.push(self.output_delta(pass, last, row)?);
        }
        pass.d_z = [above].into();
        for l in (0..last).rev() {
            let mut deltas = Vec::with_capacity(self.layers[l].n_out);
            for row in 0..self.layers[l].n_out {
                let weights = self.parameters[self.layers[l + 1].weights()].iter();
                let column = weights.skip(row).step_by(self.layers[l + 1].n_in);
                let products =
                    column.zip(&pass.d_z[0]).map(|(w, d)| Expression::product([w.clone(), d.clone()]));
                let d_a = Expression::sum(products);
                let slope = self.slope(pass, l, row)?;
                let mask = pass.mask(l, row);
                let delta = Expression::product(mask.clone().into_iter().chain([d_a]).chain(slope));
                let delta = match self.keep.clone().filter(|_| mask.is_some()) {
                    Some(keep) => delta.over(keep),
                    None => delta,
                };
                deltas.push(self.line(LineKind::Delta, pass.neuron("dZ", l, row), delta)?);
            }
            pass.d_z.insert(0, deltas);
        }
        Ok(())
    }

    /// The derivative of the loss by the logit of output `row`.
    fn output_delta(&mut self, pass: &Pass, l: usize, row: usize) -> Result<Expression> {
        let (y, a) = (pass.y[row].clone(), pass.output()[row].a.clone());
        let (one, two) = (|| Expression::constant(1), || Expression::constant(2));
        let difference = a.clone().minus(y.clone());
        let mut condition = None;
        let mut unless = |sheet: &Self, left, or_equal, right| {
            let (right_answer, why) = sheet.compare(left, or_equal, right)?;
            condition = Some(why);
            Ok(if right_answer { [Expression::constant(0)] } else { [y.clone().negative()] }.to_vec())
        };
        let mut factors = match self.loss {
            Loss::LogLoss | Loss::CrossEntropy | Loss::HalfMse => [difference].to_vec(),
            Loss::Mse => [two(), difference].to_vec(),
            Loss::Hinge => unless(self, Expression::product([y.clone(), a.clone()]), true, 1)?,
            Loss::Perceptron => {
                let side = Expression::product([two(), a.clone()]).minus(one());
                unless(self, Expression::product([y.clone(), side]), false, 0)?
            }
        };
        match (self.loss, self.output) {
            (Loss::Mse | Loss::HalfMse, Output::Sigmoid) => factors.extend([a.clone(), one().minus(a)]),
            (Loss::Mse | Loss::HalfMse | Loss::Hinge, Output::Tanh) => factors.push(one().minus(a.square())),
            _ => {}
        }
        self.case(LineKind::Delta, pass.neuron("dZ", l, row), Expression::product(factors), condition)
    }

    /// The slope of a hidden neuron, as factors.
    fn slope(&mut self, pass: &Pass, l: usize, row: usize) -> Result<Vec<Expression>> {
        let Neuron { z, a, part, .. } = &pass.layers[l][row];
        let (z, a, one) = (z.clone(), a.clone(), || Expression::constant(1));
        let part = part.clone().unwrap_or_else(one);
        let symbol = |base| pass.neuron(base, l, row);
        Ok(match self.layers[l].activation {
            Activation::Sigmoid => [a.clone(), one().minus(a)].into(),
            Activation::Tanh => [one().minus(a.square())].into(),
            Activation::Relu | Activation::LeakyRelu => {
                let (above, why) = self.compare(z, false, 0)?;
                let below = if self.layers[l].activation == Activation::Relu {
                    Expression::constant(0)
                } else {
                    Expression::as_set(LEAK)
                };
                let slope = if above { one() } else { below };
                [self.case(LineKind::Slope, symbol("g'"), slope, Some(why))?].into()
            }
            Activation::Gelu => {
                let density =
                    self.line(LineKind::Slope, symbol("phi"), z.clone().call(Function::NormalDensity))?;
                [Expression::sum([part, Expression::product([z, density])])].into()
            }
            Activation::Silu => {
                let rest = one().minus(part.clone());
                [Expression::sum([part.clone(), Expression::product([z, part, rest])])].into()
            }
            Activation::Sine => [self.line(LineKind::Slope, symbol("cos"), z.call(Function::Cos))?].into(),
            Activation::Identity => Vec::new(),
        })
    }

    /// What the point adds to each gradient: `dZ A` for a weight, `dZ` for a bias.
    pub(super) fn shares(
        &mut self,
        pass: &Pass,
        names: impl Iterator<Item = Symbol>,
    ) -> Result<Vec<Expression>> {
        let mut shares = Vec::with_capacity(self.parameters.len());
        for (l, d_z) in pass.d_z.iter().enumerate() {
            let input = pass.input(l);
            let product = |d: &Expression, a: &Expression| Expression::product([d.clone(), a.clone()]);
            shares.extend(d_z.iter().flat_map(|d| input.iter().map(move |a| product(d, a))));
            shares.extend(d_z.iter().cloned());
        }
        names.zip(shares).map(|(symbol, share)| self.line(LineKind::Share, symbol, share)).collect()
    }
}
