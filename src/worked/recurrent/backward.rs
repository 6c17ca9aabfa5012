//! From `dL/dh_t` and `dL/dc_{t+1}` to the deltas of the gates, and what the step adds to each gradient.

use alloc::vec::Vec;

use super::super::{Expression, LineKind, Symbol};
use super::forward::State;
use super::{Answer, Unit};
use crate::Result;
use crate::nn::Cell;
use crate::train::CellStep;

/// The deltas of a step: by gate, by what goes into it, and by the product with `W_hn` of PyTorch's GRU.
struct Deltas {
    gates: Vec<Expression>,
    q: Option<Expression>,
}

impl Unit<'_> {
    pub(super) fn backward(&mut self, step: &CellStep, state: &State, answer: Option<&Answer>) -> Result<()> {
        let d_h = self.number(self.own("dh"), step.d_h[self.place.unit])?;
        let deltas = match self.cell {
            Cell::Rnn => Deltas { gates: [self.delta(0, d_h.times_slope(&state.h, true))?].into(), q: None },
            Cell::Gru | Cell::GruCho => self.gru_back(step, state, d_h)?,
            _ => self.gated_back(step, state, d_h)?,
        };
        if let Some(answer) = answer {
            self.head_shares(&state.h, answer)?;
        }
        self.shares(&deltas)
    }

    /// The whole derivative by `c_t`, then the gates.
    fn gated_back(&mut self, step: &CellStep, state: &State, d_h: Expression) -> Result<Deltas> {
        let (k, next) = (self.place.unit, self.place.t + 2);
        let mut back = Vec::new();
        if let Some(f) = step.f_after.get(k) {
            back.push(self.number(self.at("f", k, next), *f)?);
        }
        if let Some(d_c) = step.d_c_after.get(k) {
            back.push(self.number(self.at("dc", k, next), *d_c)?);
        }
        let (Some(u), Some(c_before)) = (state.u.clone(), self.c_before.clone()) else {
            return Ok(Deltas { gates: Vec::new(), q: None });
        };
        let gate = |name: &str| self.gate(&state.gates, name);
        let [i, g, o] = ["i", "g", "o"].map(gate);
        let printed = self.cell == Cell::LstmPrinted;
        let inlet = if printed { &o } else { &i };
        let through_h = Expression::product([d_h.clone()].into_iter().chain(o.clone())).times_slope(&u, true);
        let d_c = Expression::sum(
            (!back.is_empty()).then(|| Expression::product(back)).into_iter().chain([through_h]),
        );
        let d_c = self.sheet.line(LineKind::Delta, self.own("dc"), d_c)?;
        let times_d_c = |others: &[&Option<Expression>]| {
            Expression::product([d_c.clone()].into_iter().chain(others.iter().copied().flatten().cloned()))
        };
        let mut gates = Vec::with_capacity(state.gates.len());
        for (n, a) in state.gates.iter().enumerate() {
            let d = match self.gates[n].names.gate {
                "i" if printed => Expression::constant(0),
                "i" => times_d_c(&[&g]).times_slope(a, false),
                "f" => times_d_c(&[&Some(c_before.clone())]).times_slope(a, false),
                "o" => {
                    let by_h = Expression::product([d_h.clone(), u.clone()]);
                    let all = if printed { Expression::sum([by_h, times_d_c(&[&g])]) } else { by_h };
                    all.times_slope(a, false)
                }
                _ => times_d_c(&[inlet]).times_slope(a, true),
            };
            gates.push(self.delta(n, d)?);
        }
        Ok(Deltas { gates, q: None })
    }

    fn gru_back(&mut self, step: &CellStep, state: &State, d_h: Expression) -> Result<Deltas> {
        const N: usize = 2;
        let k = self.place.unit;
        let [r, z, n] = &state.gates[..] else { return Ok(Deltas { gates: Vec::new(), q: None }) };
        let before = self.h_before[k].clone();
        // Cho's reset gate acts before the product: what comes back to it comes from all cells.
        let mut others = Vec::new();
        if self.cell == Cell::GruCho {
            for (j, d_n) in step.d_gates[N].iter().enumerate().filter(|(j, _)| *j != k) {
                let weight = self.column[j];
                let weight = self.parameter(
                    Symbol { row: Some(j + 1), column: Some(k + 1), ..self.bias("W_hn") },
                    weight,
                )?;
                let d_n = self.number(self.at("dZ_n", j, self.place.t + 1), *d_n)?;
                others.push(Expression::product([weight, d_n]));
            }
        }
        let change = before.clone().minus(n.clone());
        let d_z = self.delta(1, Expression::product([d_h.clone(), change]).times_slope(z, false))?;
        let kept = Expression::constant(1).minus(z.clone());
        let d_n = self.delta(N, Expression::product([d_h, kept]).times_slope(n, true))?;
        let (d_r, q) = if let Some(q) = state.q.clone() {
            let d_q = Expression::product([d_n.clone(), r.clone()]);
            let d_q = self.sheet.line(LineKind::Delta, self.own("dq"), d_q)?;
            (Expression::product([d_n.clone(), q]), Some(d_q))
        } else {
            let own = Expression::product([self.gates[N].w_h[k].clone(), d_n.clone()]);
            others.insert(0, own);
            (Expression::product([Expression::sum(others), before]), None)
        };
        let d_r = self.delta(0, d_r.times_slope(r, false))?;
        Ok(Deltas { gates: [d_r, d_z, d_n].into(), q })
    }

    fn delta(&mut self, gate: usize, expression: Expression) -> Result<Expression> {
        self.sheet.line(LineKind::Delta, self.own(self.gates[gate].names.d_z), expression)
    }

    /// `dz x_t`, `dz h_{t-1}` and `dz`, gate by gate.
    fn shares(&mut self, deltas: &Deltas) -> Result<()> {
        for (gate, d) in deltas.gates.iter().enumerate() {
            let names = self.gates[gate].names;
            let last = names.gate == "n";
            for (channel, x) in self.x.clone() {
                let share = Expression::product([d.clone(), x]);
                self.sheet.line(LineKind::Share, self.share(names.d_w_x, Some(channel)), share)?;
            }
            let recurrent = deltas.q.as_ref().filter(|_| last).unwrap_or(d);
            let before = if last && self.cell == Cell::GruCho { self.reset() } else { self.h_before.clone() };
            for (j, h) in before.into_iter().enumerate() {
                let share = Expression::product([recurrent.clone(), h]);
                self.sheet.line(LineKind::Share, self.share(names.d_w_h, Some(j + 1)), share)?;
            }
            if self.gates[gate].b.is_some() {
                self.sheet.line(LineKind::Share, self.share(names.d_b, None), d.clone())?;
            }
        }
        if let (Some(d_q), Some(_)) = (&deltas.q, &self.b_hn) {
            self.sheet.line(LineKind::Share, self.share("db_hn", None), d_q.clone())?;
        }
        Ok(())
    }

    /// What the step adds to the weights that read this cell.
    fn head_shares(&mut self, h: &Expression, answer: &Answer) -> Result<()> {
        for (row, d) in answer.d_z.iter().enumerate() {
            let share = Expression::product([d.clone(), h.clone()]);
            let share = match &answer.n {
                Some(n) => share.over(n.clone()),
                None => share,
            };
            let (row, column) = (Some(row + 1), Some(self.place.unit + 1));
            let symbol = Symbol { row, column, point: Some(self.place.t + 1), ..Symbol::new("dW_hy") };
            self.sheet.line(LineKind::Share, symbol, share)?;
        }
        Ok(())
    }
}

impl Expression {
    /// Times the slope of a tanh, `1 - a^2`, or of a sigmoid, `a (1 - a)`, at its value.
    fn times_slope(self, a: &Self, is_tanh: bool) -> Self {
        let factors = match self {
            Self::Product(factors) => factors,
            other => [other].into(),
        };
        let one = Self::constant(1);
        let slope = if is_tanh {
            [one.minus(a.clone().square())].to_vec()
        } else {
            [a.clone(), one.minus(a.clone())].to_vec()
        };
        Self::product(factors.into_iter().chain(slope))
    }
}
