//! One recurrent layer at work: what all cells have in common. A gate is
//!
//! `a_t = s(z_t)`, `z_t = W_x x_t + W_h h_{t-1} + b`
//!
//! and backward, with `dz_t` given by the cell,
//!
//! `dW_x = sum over t of dz_t x_t^T`, `dW_h = sum over t of dz_t h_{t-1}^T`, `db = sum over t of dz_t`,
//! `dx_t = W_x^T dz_t` and `dh_{t-1} = W_h^T dz_t`, each summed over the gates in their order.

use alloc::vec::Vec;
use core::mem;
use core::ops::Range;

use super::shape::Layer;
use super::trace::{LayerTrace, Room};
use super::{Cell, gated, gru, rnn};
use crate::math;

/// From so many inputs on it is worth asking whether they are symbols.
const MANY: usize = 8;

/// What a layer is given at a step.
#[derive(Clone, Copy)]
pub(super) enum Input<'a> {
    /// `x_t [n_in, m]`, and the weights of all gates, a row of `W_x` followed by that of `W_h`.
    Numbers(&'a [f64], &'a [f64]),
    /// The one of the inputs that is 1, for each of m samples.
    Symbols(&'a [usize]),
}

impl<'a> Input<'a> {
    /// `x_t`, as far as it is multiplied.
    pub(super) fn numbers(self) -> &'a [f64] {
        if let Self::Numbers(x, _) = self { x } else { &[] }
    }
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

    /// `z = b + W_x x + W_h h`; packed are the numbers of x above h.
    pub(super) fn affine(&self, gate: usize, x: Input<'_>, packed: &[f64], z: &mut [f64]) {
        match x {
            Input::Numbers(_, weights) => {
                let size = self.layer.n_hidden * (self.layer.n_in + self.layer.n_hidden);
                math::affine_packed(&weights[gate * size..][..size], self.b(gate), packed, z, self.m);
            }
            Input::Symbols(_) => {
                self.input(gate, x, z);
                self.recur(gate, packed, z);
            }
        }
    }

    /// `z = b + W_x x`.
    pub(super) fn input(&self, gate: usize, x: Input<'_>, z: &mut [f64]) {
        let w_x = &self.values[self.layer.w_x(gate)];
        match x {
            Input::Numbers(x, _) => {
                self.start(self.b(gate), z);
                math::add_matmul(w_x, x, z, self.m);
            }
            Input::Symbols(symbols) => math::affine_picked(w_x, self.b(gate), symbols, z),
        }
    }

    fn b(&self, gate: usize) -> Option<&[f64]> {
        self.layer.b(gate).map(|b| &self.values[b])
    }

    /// `z += W_h h` with packed h.
    pub(super) fn recur(&self, gate: usize, h: &[f64], z: &mut [f64]) {
        math::add_packed(&self.values[self.layer.w_h(gate)], h, z, self.m);
    }

    /// The weights of [`Input::Numbers`].
    fn join(&self, to: &mut Vec<f64>) {
        let Layer { cell, n_in, n_hidden, .. } = *self.layer;
        to.clear();
        for gate in 0..cell.gates().len() {
            let [w_x, w_h] =
                [self.layer.w_x(gate), self.layer.w_h(gate)].map(|weights| &self.values[weights]);
            for (w_x, w_h) in w_x.chunks_exact(n_in).zip(w_h.chunks_exact(n_hidden)) {
                to.extend_from_slice(w_x);
                to.extend_from_slice(w_h);
            }
        }
    }

    /// `d_h = W_h^T d_z` of one gate; `room` is there to work in.
    pub(super) fn recur_back(&self, gate: usize, d_z: &[f64], d_h: &mut [f64], room: &mut Vec<f64>) {
        math::matmul_transposed(&self.values[self.layer.w_h(gate)], d_z, d_h, self.m, room);
    }

    /// The slots whose `dz` goes through `W_h` as it is, with their gates.
    fn through(&self) -> impl Iterator<Item = (usize, usize)> + Clone {
        self.live().filter(|&(slot, _)| (self.layer.cell, slot) != (Cell::GruCho, gru::N))
    }

    /// The weights of several gates, each transposed.
    fn transpose(&self, gates: impl Iterator<Item = Range<usize>> + Clone, n_in: usize, to: &mut Vec<f64>) {
        let (n_hidden, size) = (self.layer.n_hidden, self.layer.n_hidden * n_in);
        to.resize(gates.clone().count() * size, 0.0);
        for (gate, to) in gates.zip(to.chunks_exact_mut(size)) {
            math::transpose(&self.values[gate], n_hidden, to);
        }
    }

    /// The `W_h` that [`View::through_weights`] takes.
    pub(super) fn transpose_w_h(&self, to: &mut Vec<f64>) {
        self.transpose(self.through().map(|(_, gate)| self.layer.w_h(gate)), self.layer.n_hidden, to);
    }

    /// `z = b_hn` of PyTorch's GRU.
    pub(super) fn start_hn(&self, z: &mut [f64]) {
        self.start(self.layer.b_hn().map(|b| &self.values[b]), z);
    }

    fn start(&self, b: Option<&[f64]>, z: &mut [f64]) {
        match b {
            Some(b) => z.chunks_exact_mut(self.m).zip(b).for_each(|(z, b)| z.fill(*b)),
            None => z.fill(0.0),
        }
    }

    /// All steps of `x [t, n_in, m]` from the start state on; `room` is there to work in.
    pub(super) fn forward(&self, x: &[f64], trace: &mut LayerTrace, room: &mut Room) {
        for (slot, gate) in trace.gates.iter_mut().enumerate() {
            self.constant(slot).into_iter().for_each(|value| gate.fill(value));
        }
        let Room { weights, rows, .. } = room;
        let (n_in, m) = (self.layer.n_in, self.m);
        let mut symbols = mem::take(&mut trace.symbols);
        let picks = n_in >= MANY && math::symbols(x, n_in, m, &mut symbols);
        if !picks {
            symbols.clear();
            self.join(weights);
        }
        for (t, x) in x.chunks_exact(n_in * m).enumerate() {
            let x = if picks { Input::Symbols(&symbols[t * m..][..m]) } else { Input::Numbers(x, weights) };
            match self.layer.cell {
                Cell::Rnn => rnn::forward(self, x, t, trace, rows),
                Cell::Gru | Cell::GruCho => gru::forward(self, x, t, trace, rows),
                _ => gated::forward(self, x, t, trace, rows),
            }
        }
        trace.symbols = symbols;
    }

    /// All `dz`, and the gradients. From step `given` on, `trace.d_h` holds what reaches each `h_t` from above; all of it
    /// becomes the whole derivatives. Nothing flows from a step that is a multiple of `truncate` to the one before.
    ///
    /// The gradients of a span of steps are added while its `dz` are still in the cache: the last span first.
    pub(super) fn backward(
        &self,
        x: &[f64],
        trace: &mut LayerTrace,
        [given, truncate]: [usize; 2],
        grads: &mut [f64],
        room: &mut Room,
    ) {
        self.transpose_w_h(&mut room.weights);
        for steps in math::spans(trace.n_steps, self.m).rev() {
            for t in steps.clone().rev() {
                self.backward_at(t, trace, [given, truncate], room);
            }
            self.gradients(steps, x, trace, grads, room);
        }
    }

    /// [`View::backward`] at step t.
    fn backward_at(&self, t: usize, trace: &mut LayerTrace, [given, truncate]: [usize; 2], room: &mut Room) {
        let Room { weights, rows, .. } = room;
        let flows = |t: usize| t > 0 && !t.is_multiple_of(truncate);
        match self.layer.cell {
            Cell::Rnn => rnn::backward(self, t, trace),
            Cell::Gru | Cell::GruCho => gru::backward(self, t, trace, rows),
            _ => gated::backward(self, t, t + 1 < trace.n_steps && flows(t + 1), trace),
        }
        for (slot, d_z) in trace.d_z.iter_mut().enumerate() {
            self.constant(slot).into_iter().for_each(|_| d_z[self.at(t)].fill(0.0));
        }
        if flows(t) {
            self.step_back(t, t > given, trace, weights, rows);
        } else if (1..=given).contains(&t) {
            trace.d_h[self.at(t - 1)].fill(0.0);
        }
    }

    /// What step `t` sends back to the `d_h` of the step before, which may hold something already.
    fn step_back(
        &self,
        t: usize,
        held: bool,
        trace: &mut LayerTrace,
        transposed: &[f64],
        room: &mut Vec<f64>,
    ) {
        let mut d_h = mem::take(&mut trace.d_h);
        let (before, now) = d_h.split_at_mut(self.at(t).start);
        let before = &mut before[self.at(t - 1)];
        self.through_weights(t, trace, before, held, transposed, room);
        if self.layer.cell.is_gru() {
            self.past_weights(t, &trace.gates, &now[..self.step()], before);
        }
        trace.d_h = d_h;
    }

    /// What step `t` sends back through `W_h`, which stands in `transposed`: added to the `d_h` of the step before, or
    /// written there if nothing is held by it. `room` is there to work in.
    pub(super) fn through_weights(
        &self,
        t: usize,
        trace: &LayerTrace,
        d_h: &mut [f64],
        held: bool,
        transposed: &[f64],
        room: &mut Vec<f64>,
    ) {
        let d_z = self.through().map(|(slot, _)| &trace.d_recurrent(slot)[self.at(t)]);
        self.send(d_z, transposed, d_h, held, room);
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

    /// Adds the gradients of some steps, whose samples count as those of one.
    fn gradients(
        &self,
        steps: Range<usize>,
        x: &[f64],
        trace: &LayerTrace,
        grads: &mut [f64],
        room: &mut Room,
    ) {
        let (n_in, n_hidden, m, length) =
            (self.layer.n_in, self.layer.n_hidden, self.m, steps.len() * self.m);
        let of = |n: usize| steps.start * n * m..steps.end * n * m;
        let (all, Room { inputs, states, rows, packed, .. }) = (n_hidden * length, room);
        let mut no_biases = alloc::vec![0.0; if self.layer.bias { 0 } else { n_hidden }];
        if trace.symbols.is_empty() {
            math::join_steps(&x[of(n_in)], n_in, m, inputs);
        }
        math::pack_columns(&trace.h[of(n_hidden)], n_hidden, m, states);
        for (slot, gate) in self.live() {
            let (d_z, d_recurrent) = (&trace.d_z[slot][of(n_hidden)], &trace.d_recurrent(slot)[of(n_hidden)]);
            let (w_x, w_h) = (self.layer.w_x(gate), self.layer.w_h(gate));
            math::join_steps(d_z, n_hidden, m, rows);
            let (d_w, d_b) = grads.split_at_mut(self.layer.weights().end);
            let d_b = match self.layer.b(gate) {
                Some(b) => &mut d_b[b.start - d_w.len()..][..n_hidden],
                None => &mut no_biases,
            };
            if trace.symbols.is_empty() {
                let x = &inputs[..n_in * length];
                math::add_gradient(&rows[..all], x, &mut d_w[w_x], d_b, length, packed);
            } else {
                math::bias_gradient(&rows[..all], d_b, length);
                let symbols = trace.symbols[of(1)].chunks_exact(m);
                for (d_z, symbols) in d_z.chunks_exact(self.step()).zip(symbols) {
                    math::add_picked_gradient(d_z, symbols, &mut grads[w_x.clone()]);
                }
            }
            if (self.layer.cell, slot) == (Cell::GruCho, gru::N) {
                math::pack_columns(&trace.hn[of(n_hidden)], n_hidden, m, states);
            }
            if (self.layer.cell, slot) == (Cell::Gru, gru::N) {
                math::join_steps(d_recurrent, n_hidden, m, rows);
            }
            math::add_packed(&rows[..all], states, &mut grads[w_h], n_hidden);
            if let Some(b) = self.layer.b_hn().filter(|_| slot == gru::N) {
                math::bias_gradient(&rows[..all], &mut grads[b], length);
            }
        }
    }

    /// `d_x [t, n_in, m]`, what the layer below is given.
    pub(super) fn backward_input(&self, trace: &LayerTrace, d_x: &mut [f64], room: &mut Room) {
        let (m, n_in, Room { weights, rows, .. }) = (self.m, self.layer.n_in, room);
        self.transpose(self.live().map(|(_, gate)| self.layer.w_x(gate)), n_in, weights);
        for (t, d_x) in d_x.chunks_exact_mut(n_in * m).enumerate() {
            let d_z = self.live().map(|(slot, _)| &trace.d_z[slot][self.at(t)]);
            self.send(d_z, weights, d_x, false, rows);
        }
    }

    /// The sum of `W^T dz` over some gates, whose weights stand transposed one after the other: added to d, or written
    /// there if nothing is held by it.
    fn send<'a>(
        &self,
        d_z: impl Iterator<Item = &'a [f64]>,
        transposed: &[f64],
        d: &mut [f64],
        mut held: bool,
        room: &mut Vec<f64>,
    ) {
        for (d_z, w) in d_z.zip(transposed.chunks_exact(self.layer.n_hidden * d.len() / self.m)) {
            math::pack([d_z], self.m, room);
            if mem::replace(&mut held, true) {
                math::add_packed(w, room, d, self.m);
            } else {
                math::affine_packed(w, None, room, d, self.m);
            }
        }
        if !held {
            d.fill(0.0);
        }
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
