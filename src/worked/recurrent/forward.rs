//! From `h_{t-1}` and `c_{t-1}` to `h_t`, by the equations of [`crate::nn::Recurrent`]'s cells.

use alloc::vec::Vec;

use super::super::{Expression, Function, LineKind};
use super::Unit;
use crate::Result;
use crate::nn::Cell;

/// The cell at this step.
pub(super) struct State {
    /// By gate, in the cell's order.
    pub(super) gates: Vec<Expression>,
    /// `tanh(c_t)`.
    pub(super) u: Option<Expression>,
    /// `W_hn h_{t-1} + b_hn` of PyTorch's GRU.
    pub(super) q: Option<Expression>,
    pub(super) h: Expression,
}

impl Unit<'_> {
    pub(super) fn forward(&mut self) -> Result<State> {
        match self.cell {
            Cell::Rnn => self.plain(),
            Cell::Gru | Cell::GruCho => self.gru(),
            _ => self.gated(),
        }
    }

    /// `h_t = tanh(W_hh h_{t-1} + W_xh x_t + b_h)`.
    fn plain(&mut self) -> Result<State> {
        let z = self.weighted(0)?;
        let h = self.sheet.line(LineKind::Activation, self.own("h"), z.call(Function::Tanh))?;
        Ok(State { gates: [h.clone()].into(), u: None, q: None, h })
    }

    /// `c_t = f_t c_{t-1} + i_t g_t`, `h_t = o_t tanh(c_t)`, without the gates that a stage lacks.
    fn gated(&mut self) -> Result<State> {
        let mut gates = Vec::with_capacity(self.gates.len());
        for gate in 0..self.gates.len() {
            let z = self.weighted(gate)?;
            gates.push(self.activated(gate, z)?);
        }
        let gate = |name: &str| self.gate(&gates, name);
        let inlet = if self.cell == Cell::LstmPrinted { gate("o") } else { gate("i") };
        let kept = gate("f").into_iter().chain(self.c_before.clone());
        let c = Expression::sum([
            Expression::product(kept),
            Expression::product(inlet.into_iter().chain(gate("g"))),
        ]);
        let outlet = gate("o");
        let c = self.sheet.line(LineKind::Activation, self.own("c"), c)?;
        let u = self.sheet.line(LineKind::Part, self.own("u"), c.call(Function::Tanh))?;
        let h = Expression::product(outlet.into_iter().chain([u.clone()]));
        let h = self.sheet.line(LineKind::Activation, self.own("h"), h)?;
        Ok(State { gates, u: Some(u), q: None, h })
    }

    /// `h_t = (1 - z_t) n_t + z_t h_{t-1}`; the reset gate after the product with `W_hn`, or before it.
    fn gru(&mut self) -> Result<State> {
        const N: usize = 2;
        let [r, z] = [self.weighted(0)?, self.weighted(1)?];
        let [r, z] = [self.activated(0, r)?, self.activated(1, z)?];
        let (mut terms, mut q) = (self.input_terms(N), None);
        if self.cell == Cell::Gru {
            let sum = Expression::sum(self.state_terms(N).into_iter().chain(self.b_hn.clone()));
            let product = self.sheet.line(LineKind::WeightedSum, self.own("q"), sum)?;
            terms.push(Expression::product([r.clone(), product.clone()]));
            q = Some(product);
        } else {
            self.resets[self.place.unit] = Some(r.clone());
            terms.extend(
                self.gates[N].w_h.iter().zip(self.reset()).map(|(w, h)| Expression::product([w.clone(), h])),
            );
        }
        terms.extend(self.gates[N].b.clone());
        let sum = self.sheet.line(LineKind::WeightedSum, self.own("Z_n"), Expression::sum(terms))?;
        let n = self.activated(N, sum)?;
        let before = self.h_before[self.place.unit].clone();
        let new = Expression::product([Expression::constant(1).minus(z.clone()), n.clone()]);
        let h = Expression::sum([new, Expression::product([z.clone(), before])]);
        let h = self.sheet.line(LineKind::Activation, self.own("h"), h)?;
        Ok(State { gates: [r, z, n].into(), u: None, q, h })
    }

    /// `r_t h_{t-1}` of all cells.
    pub(super) fn reset(&self) -> Vec<Expression> {
        let product =
            |(r, h): (&Option<Expression>, &Expression)| Expression::product(r.iter().chain([h]).cloned());
        self.resets.iter().zip(&self.h_before).map(product).collect()
    }

    /// A gate by its name, where the cell has it.
    pub(super) fn gate(&self, gates: &[Expression], name: &str) -> Option<Expression> {
        let at = self.gates.iter().position(|gate| gate.names.gate == name)?;
        gates.get(at).cloned()
    }

    fn input_terms(&self, gate: usize) -> Vec<Expression> {
        let products = self.gates[gate].w_x.iter().zip(&self.x);
        products.map(|(w, (_, x))| Expression::product([w.clone(), x.clone()])).collect()
    }

    fn state_terms(&self, gate: usize) -> Vec<Expression> {
        let products = self.gates[gate].w_h.iter().zip(&self.h_before);
        products.map(|(w, h)| Expression::product([w.clone(), h.clone()])).collect()
    }

    /// `W_x x_t + W_h h_{t-1} + b`.
    fn weighted(&mut self, gate: usize) -> Result<Expression> {
        let terms = [self.input_terms(gate), self.state_terms(gate)].concat();
        let sum = Expression::sum(terms.into_iter().chain(self.gates[gate].b.clone()));
        self.sheet.line(LineKind::WeightedSum, self.own(self.gates[gate].names.z), sum)
    }

    /// The gate itself: a sigmoid, of a candidate tanh.
    fn activated(&mut self, gate: usize, z: Expression) -> Result<Expression> {
        let name = self.gates[gate].names.gate;
        let function = if matches!(name, "g" | "n") { Function::Tanh } else { Function::Sigmoid };
        self.sheet.line(LineKind::Activation, self.own(name), z.call(function))
    }
}
