//! One recurrent layer at work: what all cells have in common. A gate is
//!
//! `a_t = s(z_t)`, `z_t = W_x x_t + W_h h_{t-1} + b`

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
    pub(super) fn live(&self) -> impl Iterator<Item = (usize, usize)> + Clone {
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
}
