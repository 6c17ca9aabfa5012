//! One recurrent layer: where its numbers stand, and what all cells have in common. A gate is
//!
//! `a_t = s(z_t)`, `z_t = W_x x_t + W_h h_{t-1} + b`
//!
//! and backward, with `dz_t` given by the cell,
//!
//! `dW_x = sum over t of dz_t x_t^T`, `dW_h = sum over t of dz_t h_{t-1}^T`, `db = sum over t of dz_t`,
//! `dx_t = W_x^T dz_t` and `dh_{t-1} = W_h^T dz_t`, each summed over the gates in their order.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::mem;
use core::ops::Range;

use super::trace::{LayerTrace, Room};
use super::{Cell, gated, gru, rnn};
use crate::math;
use crate::nn::Activation;

/// One weight matrix or vector of biases within the flat buffers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    /// As in the thesis, `W_xf`, `W_hf`, `b_f`; the candidate's are `W_xh`, `W_hh`, `b_h`, the head's `W_hy`,
    /// `b_y`.
    pub name: String,
    /// The layer from 0 on; the number of layers for the head.
    pub layer: usize,
    /// Number of rows.
    pub rows: usize,
    /// Number of columns, 1 for biases.
    pub columns: usize,
    /// Where it begins; it goes on row by row.
    pub offset: usize,
}

impl Matrix {
    /// Where its numbers stand.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.offset..self.offset + self.rows * self.columns
    }

    /// Whether these are biases.
    #[must_use]
    pub fn is_bias(&self) -> bool {
        self.name.starts_with('b')
    }
}

/// The shape of a layer. From `offset` on stand, gate by gate in the order of [`Cell::gates`], all `W_x`
/// `[n_hidden, n_in]`, then all `W_h` `[n_hidden, n_hidden]`, then all biases; last `b_hn` of PyTorch's GRU.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layer {
    pub(super) cell: Cell,
    pub(super) n_in: usize,
    pub(super) n_hidden: usize,
    offset: usize,
    pub(super) bias: bool,
    /// For each slot of the cell, which of its gates that is.
    gates: Vec<Option<usize>>,
}

impl Layer {
    pub(super) fn new(cell: Cell, n_in: usize, n_hidden: usize, offset: usize, bias: bool) -> Self {
        let gate = |slot: &&str| cell.gates().iter().position(|gate| gate == slot);
        Self { cell, n_in, n_hidden, offset, bias, gates: cell.slots().iter().map(gate).collect() }
    }

    /// Where the weights stand, those of all gates.
    pub(super) fn weights(&self) -> Range<usize> {
        self.offset..self.w_h(self.cell.gates().len()).start
    }

    fn w_x(&self, gate: usize) -> Range<usize> {
        let size = self.n_hidden * self.n_in;
        let start = self.offset + gate * size;
        start..start + size
    }

    fn w_h(&self, gate: usize) -> Range<usize> {
        let size = self.n_hidden * self.n_hidden;
        let start = self.w_x(self.cell.gates().len()).start + gate * size;
        start..start + size
    }

    fn b(&self, gate: usize) -> Option<Range<usize>> {
        let start = self.weights().end + gate * self.n_hidden;
        self.bias.then_some(start..start + self.n_hidden)
    }

    fn b_hn(&self) -> Option<Range<usize>> {
        if self.cell == Cell::Gru { self.b(self.cell.gates().len()) } else { None }
    }

    /// Where the next layer begins.
    pub(super) fn end(&self) -> usize {
        let gates = self.cell.gates().len();
        self.b_hn().or_else(|| self.b(gates - 1)).map_or(self.weights().end, |b| b.end)
    }

    /// The matrices in their order.
    pub(super) fn matrices(&self, layer: usize) -> Vec<Matrix> {
        let matrix = |name: &str, gate: &str, at: Range<usize>, columns: usize| {
            let name = format!("{name}{}", if gate == "g" { "h" } else { gate });
            Matrix { name, layer, rows: self.n_hidden, columns, offset: at.start }
        };
        let gates = || self.cell.gates().iter().enumerate();
        let w_x = gates().map(|(k, gate)| matrix("W_x", gate, self.w_x(k), self.n_in));
        let w_h = gates().map(|(k, gate)| matrix("W_h", gate, self.w_h(k), self.n_hidden));
        let b = gates().filter_map(|(k, gate)| Some(matrix("b_", gate, self.b(k)?, 1)));
        let b_hn = self.b_hn().map(|at| matrix("b_h", "n", at, 1));
        w_x.chain(w_h).chain(b).chain(b_hn).collect()
    }
}

/// From so many inputs on it is worth asking whether they are symbols.
const MANY: usize = 8;

/// What a layer is given at a step.
#[derive(Clone, Copy)]
pub(super) enum Input<'a> {
    /// `x_t [n_in, m]`.
    Numbers(&'a [f64]),
    /// The one of the inputs that is 1, for each of m samples.
    Symbols(&'a [usize]),
}

/// A layer at work on m samples.
pub(super) struct View<'a> {
    pub(super) layer: &'a Layer,
    pub(super) values: &'a [f64],
    pub(super) pins: &'a [Option<f64>],
    pub(super) m: usize,
}

impl View<'_> {
    /// Numbers of a step, `n_hidden * m`.
    pub(super) fn step(&self) -> usize {
        self.layer.n_hidden * self.m
    }

    /// Where step `t` stands.
    pub(super) fn at(&self, t: usize) -> Range<usize> {
        t * self.step()..(t + 1) * self.step()
    }

    /// The value of a slot that is not computed: 1 where the cell has no such gate, or what it is pinned to.
    pub(super) fn constant(&self, slot: usize) -> Option<f64> {
        match self.layer.gates[slot] {
            None => Some(1.0),
            Some(gate) => self.pins.get(gate).copied().flatten(),
        }
    }

    /// The slots that are computed, with their gates.
    fn live(&self) -> impl Iterator<Item = (usize, usize)> + Clone {
        (0..self.layer.gates.len()).filter_map(|slot| Some((slot, self.live_gate(slot)?)))
    }

    /// The gate of a slot, where it is computed.
    pub(super) fn live_gate(&self, slot: usize) -> Option<usize> {
        self.layer.gates[slot].filter(|_| self.constant(slot).is_none())
    }

    /// `z = b + W_x x`, from the bias on.
    pub(super) fn input(&self, gate: usize, x: Input<'_>, z: &mut [f64]) {
        self.start(self.layer.b(gate), z);
        let w_x = &self.values[self.layer.w_x(gate)];
        match x {
            Input::Numbers(x) => math::add_matmul(w_x, x, z, self.m),
            Input::Symbols(symbols) => math::add_picked(w_x, symbols, z),
        }
    }

    /// Packs the state of a step, which all gates multiply.
    pub(super) fn pack(&self, h: &[f64], packed: &mut Vec<f64>) {
        math::pack(h.chunks_exact(self.m), self.layer.n_hidden, self.m, packed);
    }

    /// `z += W_h h` with packed h.
    pub(super) fn recur(&self, gate: usize, h: &[f64], z: &mut [f64]) {
        math::add_packed(&self.values[self.layer.w_h(gate)], h, z, self.m);
    }

    /// `d_h = W_h^T d_z` of one gate; `room` is there to work in.
    pub(super) fn recur_back(&self, gate: usize, d_z: &[f64], d_h: &mut [f64], room: &mut Vec<f64>) {
        math::matmul_transposed(&self.values[self.layer.w_h(gate)], d_z, d_h, self.m, room);
    }

    /// The slots whose `dz` goes through `W_h` as it is, with their gates.
    fn through(&self) -> impl Iterator<Item = (usize, usize)> + Clone {
        self.live().filter(|&(slot, _)| (self.layer.cell, slot) != (Cell::GruCho, gru::N))
    }

    /// The weights of several gates one above the other, transposed.
    fn transpose(&self, gates: impl Iterator<Item = Range<usize>> + Clone, n_in: usize, to: &mut Vec<f64>) {
        let n_out = gates.clone().count() * self.layer.n_hidden;
        to.resize(n_out * n_in, 0.0);
        math::transpose(gates.flat_map(|gate| self.values[gate].chunks_exact(n_in)), n_out, to);
    }

    /// The `W_h` that [`View::through_weights`] takes.
    pub(super) fn transpose_w_h(&self, to: &mut Vec<f64>) {
        self.transpose(self.through().map(|(_, gate)| self.layer.w_h(gate)), self.layer.n_hidden, to);
    }

    /// `z = b_hn` of PyTorch's GRU.
    pub(super) fn start_hn(&self, z: &mut [f64]) {
        self.start(self.layer.b_hn(), z);
    }

    fn start(&self, b: Option<Range<usize>>, z: &mut [f64]) {
        match b {
            Some(b) => z.chunks_exact_mut(self.m).zip(&self.values[b]).for_each(|(z, b)| z.fill(*b)),
            None => z.fill(0.0),
        }
    }

    /// All steps of `x [t, n_in, m]` from the start state on; `room` is there to work in.
    pub(super) fn forward(&self, x: &[f64], trace: &mut LayerTrace, room: &mut Vec<f64>) {
        for (slot, gate) in trace.gates.iter_mut().enumerate() {
            self.constant(slot).into_iter().for_each(|value| gate.fill(value));
        }
        let (n_in, m) = (self.layer.n_in, self.m);
        let mut symbols = mem::take(&mut trace.symbols);
        let picks = n_in >= MANY && math::symbols(x, n_in, m, &mut symbols);
        for (t, x) in x.chunks_exact(n_in * m).enumerate() {
            let x = if picks { Input::Symbols(&symbols[t * m..][..m]) } else { Input::Numbers(x) };
            match self.layer.cell {
                Cell::Rnn => rnn::forward(self, x, t, trace, room),
                Cell::Gru | Cell::GruCho => gru::forward(self, x, t, trace, room),
                _ => gated::forward(self, x, t, trace, room),
            }
        }
        symbols.truncate(if picks { symbols.len() } else { 0 });
        trace.symbols = symbols;
    }

    /// All `dz`. `trace.d_h` holds what reaches each `h_t` from above and becomes its whole derivative.
    /// Nothing flows from a step that is a multiple of `truncate` to the one before.
    pub(super) fn backward(&self, trace: &mut LayerTrace, truncate: Option<usize>, room: &mut Room) {
        let Room { transposed, rows, .. } = room;
        self.transpose_w_h(transposed);
        for (slot, d_z) in trace.d_z.iter_mut().enumerate() {
            self.constant(slot).into_iter().for_each(|_| d_z.fill(0.0));
        }
        for t in (0..trace.n_steps).rev() {
            match self.layer.cell {
                Cell::Rnn => rnn::backward(self, t, trace),
                Cell::Gru | Cell::GruCho => gru::backward(self, t, trace, rows),
                _ => gated::backward(self, t, trace),
            }
            if t > 0 && truncate.is_none_or(|n_steps| !t.is_multiple_of(n_steps)) {
                self.step_back(t, trace, transposed, rows);
            }
        }
    }

    /// From step `t` to the one before.
    fn step_back(&self, t: usize, trace: &mut LayerTrace, transposed: &[f64], room: &mut Vec<f64>) {
        let mut d_h = mem::take(&mut trace.d_h);
        self.through_weights(t, trace, &mut d_h[self.at(t - 1)], transposed, room);
        trace.d_h = d_h;
        let LayerTrace { gates, d_h, d_c, .. } = trace;
        let state = if self.layer.cell.has_memory() { d_c } else { d_h };
        let (before, now) = state.split_at_mut(self.at(t).start);
        self.past_weights(t, gates, &now[..self.step()], &mut before[self.at(t - 1)]);
    }

    /// Adds to the `d_h` of step `t - 1` what step `t` sends back through `W_h`, which stands in `transposed`; `room`
    /// is there to work in.
    pub(super) fn through_weights(
        &self,
        t: usize,
        trace: &LayerTrace,
        d_h: &mut [f64],
        transposed: &[f64],
        room: &mut Vec<f64>,
    ) {
        let (m, n_hidden) = (self.m, self.layer.n_hidden);
        let d_z = self.through().flat_map(|(slot, _)| trace.d_recurrent(slot)[self.at(t)].chunks_exact(m));
        math::pack(d_z, transposed.len() / n_hidden, m, room);
        math::add_packed(transposed, room, d_h, m);
        if self.layer.cell == Cell::GruCho && self.live_gate(gru::N).is_some() {
            add_product(d_h, &trace.d_hn[self.at(t)], &trace.gates[gru::R][self.at(t)]);
        }
    }

    /// Adds to `d` of the step before what passes to it beside the weights: along the memory, or along h in
    /// the GRU; `d_now` is the derivative by that of step `t`.
    pub(super) fn past_weights(&self, t: usize, gates: &[Vec<f64>], d_now: &[f64], d: &mut [f64]) {
        if let Some(slot) = self.layer.cell.keeping() {
            add_product(d, &gates[slot][self.at(t)], d_now);
        }
    }

    /// Adds the gradients of all steps.
    pub(super) fn gradients(&self, x: &[f64], trace: &LayerTrace, grads: &mut [f64], room: &mut Room) {
        for steps in math::spans(trace.n_steps, self.m) {
            self.weight_gradients(steps, x, trace, grads, room);
        }
        for (slot, gate) in self.live() {
            if let Some(b) = self.layer.b(gate) {
                math::bias_gradient(&trace.d_z[slot], &mut grads[b], self.m);
            }
            if let Some(b) = self.layer.b_hn().filter(|_| slot == gru::N) {
                math::bias_gradient(trace.d_recurrent(slot), &mut grads[b], self.m);
            }
        }
    }

    /// Adds the gradients by all weights of some steps.
    fn weight_gradients(
        &self,
        steps: Range<usize>,
        x: &[f64],
        trace: &LayerTrace,
        grads: &mut [f64],
        room: &mut Room,
    ) {
        let (n_in, n_hidden, m) = (self.layer.n_in, self.layer.n_hidden, self.m);
        let of = |n: usize| steps.start * n * m..steps.end * n * m;
        let Room { inputs, states, rows, .. } = room;
        if trace.symbols.is_empty() {
            math::pack_columns(&x[of(n_in)], n_in, m, inputs);
        }
        math::pack_columns(&trace.h[of(n_hidden)], n_hidden, m, states);
        for (slot, gate) in self.live() {
            let (d_z, d_recurrent) = (&trace.d_z[slot][of(n_hidden)], &trace.d_recurrent(slot)[of(n_hidden)]);
            let (w_x, w_h) = (self.layer.w_x(gate), self.layer.w_h(gate));
            math::join_steps(d_z, n_hidden, m, rows);
            if trace.symbols.is_empty() {
                math::add_packed(&rows[..d_z.len()], inputs, &mut grads[w_x], n_in);
            } else {
                let symbols = trace.symbols[of(1)].chunks_exact(m);
                let d_z = d_z.chunks_exact(self.step());
                d_z.zip(symbols).for_each(|(d_z, symbols)| {
                    math::add_picked_gradient(d_z, symbols, &mut grads[w_x.clone()])
                });
            }
            if (self.layer.cell, slot) == (Cell::GruCho, gru::N) {
                math::pack_columns(&trace.hn[of(n_hidden)], n_hidden, m, states);
            }
            if (self.layer.cell, slot) == (Cell::Gru, gru::N) {
                math::join_steps(d_recurrent, n_hidden, m, rows);
            }
            math::add_packed(&rows[..d_z.len()], states, &mut grads[w_h], n_hidden);
        }
    }

    /// `d_x [t, n_in, m]`, what the layer below is given.
    pub(super) fn backward_input(&self, trace: &LayerTrace, d_x: &mut [f64], room: &mut Room) {
        let (m, n_in, Room { transposed, rows, .. }) = (self.m, self.layer.n_in, room);
        self.transpose(self.live().map(|(_, gate)| self.layer.w_x(gate)), n_in, transposed);
        d_x.fill(0.0);
        for (t, d_x) in d_x.chunks_exact_mut(n_in * m).enumerate() {
            let d_z = self.live().flat_map(|(slot, _)| trace.d_z[slot][self.at(t)].chunks_exact(m));
            math::pack(d_z, transposed.len() / n_in, m, rows);
            math::add_packed(transposed, rows, d_x, m);
        }
    }
}

/// `d_z = d * by * g'(z)`, element by element, where a sigmoid or tanh has given a.
pub(super) fn through_activation(activation: Activation, d_z: &mut [f64], d: &[f64], by: &[f64], a: &[f64]) {
    let all = d_z.iter_mut().zip(d).zip(by).zip(a);
    match activation {
        Activation::Sigmoid => all.for_each(|(((d_z, d), by), a)| *d_z = d * by * (a * (1.0 - a))),
        _ => all.for_each(|(((d_z, d), by), a)| *d_z = d * by * (1.0 - a * a)),
    }
}

/// `out = a * b`, element by element.
pub(super) fn product(out: &mut [f64], a: &[f64], b: &[f64]) {
    out.iter_mut().zip(a).zip(b).for_each(|((out, a), b)| *out = a * b);
}

/// `out += a * b`, element by element.
pub(super) fn add_product(out: &mut [f64], a: &[f64], b: &[f64]) {
    out.iter_mut().zip(a).zip(b).for_each(|((out, a), b)| *out += a * b);
}
