//! The forward pass of a point, and its loss.

use alloc::vec::Vec;

use super::sheet::{Neuron, Pass, Sheet};
use super::{Expression, Function, LineKind, Symbol};
use crate::Result;
use crate::nn::{Activation, LEAK, Loss, Output};

impl Sheet<'_> {
    /// All layers, then the loss of the point.
    pub(super) fn forward(&mut self, pass: &mut Pass) -> Result<()> {
        for (l, layer) in self.layers.iter().enumerate() {
            let last = l + 1 == self.layers.len();
            let (input, mut neurons) = (pass.input(l), Vec::with_capacity(layer.n_out));
            for row in 0..layer.n_out {
                let weights = self.parameters[layer.weights()][row * layer.n_in..].iter();
                let products = weights.zip(&input).map(|(w, a)| Expression::product([w.clone(), a.clone()]));
                let sum = Expression::sum(products.chain([self.parameters[layer.biases()][row].clone()]));
                let z = self.line(LineKind::WeightedSum, pass.neuron("Z", l, row), sum)?;
                neurons.push(if last {
                    Neuron { a: z.clone(), z, kept: None, part: None }
                } else {
                    let neuron = self.activate(layer.activation, |base| pass.neuron(base, l, row), z)?;
                    Neuron { kept: self.dropped(pass, l, row, &neuron.a)?, ..neuron }
                });
            }
            pass.layers.push(neurons);
        }
        let sum = self.answer(pass)?;
        self.loss(pass, sum)
    }

    /// `A = g(Z)` of a hidden neuron.
    fn activate(
        &mut self,
        activation: Activation,
        symbol: impl Fn(&'static str) -> Symbol,
        z: Expression,
    ) -> Result<Neuron> {
        let (mut part, mut condition) = (None, None);
        let mut times = |sheet: &mut Self, name, function| {
            let factor = sheet.line(LineKind::Part, symbol(name), z.clone().call(function))?;
            part = Some(factor.clone());
            Ok(Expression::product([z.clone(), factor]))
        };
        let a = match activation {
            Activation::Sigmoid => z.clone().call(Function::Sigmoid),
            Activation::Tanh => z.clone().call(Function::Tanh),
            Activation::Sine => z.clone().call(Function::Sin),
            Activation::Relu => z.clone().positive(),
            Activation::Identity => z.clone(),
            Activation::Gelu => times(self, "Phi", Function::NormalDistribution)?,
            Activation::Silu => times(self, "sigma", Function::Sigmoid)?,
            Activation::LeakyRelu => {
                let (above, why) = self.compare(z.clone(), true, 0)?;
                condition = Some(why);
                if above { z.clone() } else { Expression::product([Expression::as_set(LEAK), z.clone()]) }
            }
        };
        let a = self.case(LineKind::Activation, symbol("A"), a, condition)?;
        Ok(Neuron { z, a, kept: None, part })
    }

    /// `D A / (1 - p)`.
    fn dropped(&mut self, pass: &Pass, l: usize, row: usize, a: &Expression) -> Result<Option<Expression>> {
        let (Some(mask), Some(keep)) = (pass.mask(l, row), self.keep.clone()) else { return Ok(None) };
        let kept = mask.times(a.clone()).over(keep);
        self.line(LineKind::Kept, pass.neuron("Ã", l, row), kept).map(Some)
    }

    /// What the network answers; of a softmax, the sum of its exponentials.
    fn answer(&mut self, pass: &mut Pass) -> Result<Option<Expression>> {
        let l = self.layers.len() - 1;
        let z: Vec<_> = pass.output().iter().map(|neuron| neuron.z.clone()).collect();
        let exponentials =
            if self.output == Output::Softmax { self.exponentials(pass, &z)? } else { Vec::new() };
        let sum = Expression::sum(exponentials.iter().cloned());
        let sum = (!exponentials.is_empty())
            .then(|| self.line(LineKind::Part, pass.symbol("S"), sum))
            .transpose()?;
        let softmax = exponentials.into_iter().zip(sum.iter().cycle()).map(|(e, sum)| e.over(sum.clone()));
        let mut softmax = softmax.collect::<Vec<_>>().into_iter();
        for (row, z) in z.into_iter().enumerate() {
            let mut condition = None;
            let a = match self.output {
                Output::Softmax => softmax.next().unwrap_or(z),
                Output::Sigmoid => z.call(Function::Sigmoid),
                Output::Tanh => z.call(Function::Tanh),
                Output::Identity => z,
                Output::Heaviside => {
                    let (above, why) = self.compare(z, true, 0)?;
                    condition = Some(why);
                    Expression::constant(above.into())
                }
            };
            let a = self.case(LineKind::Activation, pass.neuron("A", l, row), a, condition)?;
            pass.layers[l][row].a = a;
        }
        Ok(sum)
    }

    /// `E = exp(Z - the largest Z)`, so that none is too large and not all are 0.
    fn exponentials(&mut self, pass: &Pass, z: &[Expression]) -> Result<Vec<Expression>> {
        let largest = self.largest(z)?;
        let mut exponentials = Vec::with_capacity(z.len());
        for (k, z) in z.iter().enumerate() {
            let symbol = Symbol { row: Some(k + 1), ..pass.symbol("E") };
            let e = z.clone().minus(largest.clone()).call(Function::Exp);
            exponentials.push(self.line(LineKind::Part, symbol, e)?);
        }
        Ok(exponentials)
    }

    fn largest(&self, z: &[Expression]) -> Result<Expression> {
        let mut largest = z[0].clone();
        for z in z {
            if self.compare(z.clone().minus(largest.clone()), false, 0)?.0 {
                largest = z.clone();
            }
        }
        Ok(largest)
    }

    fn loss(&mut self, pass: &Pass, sum: Option<Expression>) -> Result<()> {
        let ([y, ..], [Neuron { z, a, .. }, ..]) = (&*pass.y, pass.output()) else { return Ok(()) };
        let (y, z, a) = (y.clone(), z.clone(), a.clone());
        let difference = || a.clone().minus(y.clone());
        let loss = match self.loss {
            Loss::Mse => difference().square(),
            Loss::HalfMse => difference().square().over(Expression::constant(2)),
            Loss::Hinge => Expression::constant(1).minus(Expression::product([y, a])).positive(),
            Loss::Perceptron => Expression::product([y.negative(), z]).positive(),
            Loss::LogLoss => self.log_loss(pass, &y, z, a)?,
            Loss::CrossEntropy => self.cross_entropy(pass, sum)?,
        };
        self.line(LineKind::Loss, pass.symbol("L"), loss)?;
        Ok(())
    }

    /// `-ln A` for class 1, `-ln(1 - A)` for class 0; where that would be `-ln 0` in print, the same thing
    /// from Z: `|Z| + ln(1 + exp(-|Z|))`.
    fn log_loss(&mut self, pass: &Pass, y: &Expression, z: Expression, a: Expression) -> Result<Expression> {
        let one = || Expression::constant(1);
        let is_one = self.compare(y.clone(), false, 0)?.0;
        let right = if is_one { a } else { one().minus(a) };
        if self.compare(right.clone(), false, 0)?.0 {
            return Ok(right.call(Function::Ln).negative());
        }
        let (size, negative) = if is_one { (z.clone().negative(), z) } else { (z.clone(), z.negative()) };
        let e = self.line(LineKind::LossPart, pass.symbol("E"), negative.call(Function::Exp))?;
        Ok(Expression::sum([size, Expression::sum([one(), e]).call(Function::Ln)]))
    }

    /// `-ln A` of the true class; where that would be `-ln 0` in print, `largest Z - Z + ln S`.
    fn cross_entropy(&self, pass: &Pass, sum: Option<Expression>) -> Result<Expression> {
        let mut class = &pass.output()[0];
        for (y, neuron) in pass.y.iter().zip(pass.output()) {
            if self.compare(y.clone(), false, 0)?.0 {
                class = neuron;
            }
        }
        match sum {
            Some(sum) if !self.compare(class.a.clone(), false, 0)?.0 => {
                let z: Vec<_> = pass.output().iter().map(|neuron| neuron.z.clone()).collect();
                let difference = [self.largest(&z)?, class.z.clone().negative(), sum.call(Function::Ln)];
                Ok(Expression::sum(difference))
            }
            _ => Ok(class.a.clone().call(Function::Ln).negative()),
        }
    }
}
