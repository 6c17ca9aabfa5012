//! One recurrent layer on the way back. With `dz_t` given by the cell,
//!
//! `dW_x = sum over t of dz_t x_t^T`, `dW_h = sum over t of dz_t h_{t-1}^T`, `db = sum over t of dz_t`,
//! `dx_t = W_x^T dz_t` and `dh_{t-1} = W_h^T dz_t`, each summed over the gates in their order.
//!
//! The `dz` are kept for a span of steps alone, so that they stay in the cache until the gradients have been taken.

use alloc::vec::Vec;
use core::mem;
use core::ops::Range;

use super::layer::View;
use super::shape::Layer;
use super::trace::{LayerTrace, Room};
use super::{Cell, gated, gru, rnn};
use crate::math::{self, each};

impl View<'_> {
    /// Adds the gradients. From step `given` on, `trace.d_h` holds what reaches each `h_t` from above; all of it becomes
    /// the whole derivatives. `d_x`, if it is wanted, is what the layer below is given, `[t, n_in, m]`.
    pub(super) fn backward(
        &self,
        x: &[f64],
        trace: &mut LayerTrace,
        given: usize,
        grads: &mut [f64],
        mut d_x: Option<&mut [f64]>,
        room: &mut Room,
    ) {
        let n_x = self.layer.n_in * self.m;
        self.transpose_w_h(room);
        for steps in math::spans(trace.n_steps, self.m).rev() {
            for t in steps.clone().rev() {
                self.backward_at(t, [t - steps.start, steps.len()], trace, given, room);
            }
            self.gradients(steps.clone(), x, trace, grads, room);
            if let Some(d_x) = &mut d_x {
                self.backward_input(&mut d_x[steps.start * n_x..steps.end * n_x], room);
            }
        }
    }

    /// [`View::backward`] at step t, which has its place in a span.
    fn backward_at(
        &self,
        t: usize,
        place: [usize; 2],
        trace: &mut LayerTrace,
        given: usize,
        room: &mut Room,
    ) {
        if !trace.flows(t + 1) {
            room.back.clear();
            room.back.resize(self.step(), 0.0);
        }
        let mut d_c = mem::take(&mut trace.d_c);
        self.derive(t, place, trace, d_c.get_mut(self.at(t)).unwrap_or_default(), room);
        trace.d_c = d_c;
        let flows = trace.flows(t);
        let LayerTrace { gates, d_h, .. } = trace;
        let (before, now) = d_h.split_at_mut(self.at(t).start);
        if flows {
            let before = &mut before[self.at(t - 1)];
            self.through_weights(t, gates, before, t > given, room);
            if self.layer.cell.is_gru() {
                self.past_weights(t, gates, &now[..self.step()], before);
            }
        } else if (1..=given).contains(&t) {
            before[self.at(t - 1)].fill(0.0);
        }
    }

    /// The slopes of step t, which have their place in a span; `trace.d_h` and `room.back` are whole there. `d_c` is
    /// `tanh(c_t)` before and the derivative by `c_t` after.
    pub(super) fn derive(
        &self,
        t: usize,
        place: [usize; 2],
        trace: &LayerTrace,
        d_c: &mut [f64],
        room: &mut Room,
    ) {
        let is_packed = |k| self.through().any(|(slot, _)| self.by_product(slot) == k);
        let all = 0..=self.layer.gates.len();
        room.slopes.prepare([self.layer.n_hidden, self.m], place, all.map(is_packed));
        match self.layer.cell {
            Cell::Rnn => rnn::backward(self, t, trace, &mut room.slopes),
            Cell::Gru | Cell::GruCho => gru::backward(self, t, trace, room),
            _ => gated::backward(self, t, trace, [d_c, &mut room.back], &mut room.slopes),
        }
    }

    /// The slots whose `dz` goes through `W_h` as it is, with their gates.
    fn through(&self) -> impl Iterator<Item = (usize, usize)> + Clone {
        self.live().filter(|&(slot, _)| (self.layer.cell, slot) != (Cell::GruCho, gru::N))
    }

    /// Which of the slopes are the derivatives by the product with `W_h` of a slot.
    fn by_product(&self, slot: usize) -> usize {
        if (self.layer.cell, slot) == (Cell::Gru, gru::N) { gru::HN } else { slot }
    }

    /// The `W_h` that [`View::through_weights`] takes, one below the other and transposed.
    pub(super) fn transpose_w_h(&self, Room { rows, weights, .. }: &mut Room) {
        rows.clear();
        self.through().for_each(|(_, gate)| rows.extend_from_slice(&self.values[self.layer.w_h(gate)]));
        weights.resize(rows.len(), 0.0);
        if !rows.is_empty() {
            math::transpose(rows, rows.len() / self.layer.n_hidden, weights);
        }
    }

    /// What the slopes of step `t` send back through `W_h`, which stands transposed in the room: added to the `d_h` of
    /// the step before, or written there if nothing is held by it.
    pub(super) fn through_weights(
        &self,
        t: usize,
        gates: &[Vec<f64>],
        d_h: &mut [f64],
        held: bool,
        Room { slopes, weights, d_hn, .. }: &mut Room,
    ) {
        if held {
            math::add_packed(weights, slopes.packed(), d_h, self.m);
        } else if weights.is_empty() {
            d_h.fill(0.0);
        } else {
            math::affine_packed(weights, None, slopes.packed(), d_h, self.m);
        }
        if self.layer.cell == Cell::GruCho && self.live_gate(gru::N).is_some() {
            add_product(d_h, d_hn, &gates[gru::R][self.at(t)]);
        }
    }

    /// Adds to `d` of the step before what passes to it beside the weights: along the memory, or along h in
    /// the GRU; `d_now` is the derivative by that of step `t`.
    pub(super) fn past_weights(&self, t: usize, gates: &[Vec<f64>], d_now: &[f64], d: &mut [f64]) {
        if let Some(slot) = self.layer.cell.keeping() {
            add_product(d, &gates[slot][self.at(t)], d_now);
        }
    }

    /// Adds the gradients of a span of steps, whose samples count as those of one.
    fn gradients(
        &self,
        steps: Range<usize>,
        x: &[f64],
        trace: &LayerTrace,
        grads: &mut [f64],
        room: &mut Room,
    ) {
        let Layer { cell, n_in, n_hidden, .. } = *self.layer;
        let (m, length) = (self.m, steps.len() * self.m);
        let of = |n: usize| steps.start * n * m..steps.end * n * m;
        let Room { inputs, states, packed, slopes, .. } = room;
        if trace.symbols.is_empty() {
            for (t, x) in x[of(n_in)].chunks_exact(n_in * m).enumerate() {
                math::join(x, m, [t, steps.len()], inputs);
            }
        }
        math::pack_columns(&trace.h[of(n_hidden)], n_hidden, m, states);
        for (slot, gate) in self.live() {
            let (d_z, d_product) = (slopes.joined(slot), slopes.joined(self.by_product(slot)));
            let (w_x, w_h) = (self.layer.w_x(gate), self.layer.w_h(gate));
            if trace.symbols.is_empty() {
                math::add_gradient(d_z, &inputs[..n_in * length], &mut grads[w_x], length, packed);
            } else {
                math::add_picked_gradient(d_z, &trace.symbols[of(1)], &mut grads[w_x]);
            }
            if let Some(b) = self.layer.b(gate) {
                math::bias_gradient(d_z, &mut grads[b], length);
            }
            if (cell, slot) == (Cell::GruCho, gru::N) {
                math::pack_columns(&trace.hn[of(n_hidden)], n_hidden, m, states);
            }
            math::add_packed(d_product, states, &mut grads[w_h], n_hidden);
            if let Some(b) = self.layer.b_hn().filter(|_| slot == gru::N) {
                math::bias_gradient(d_product, &mut grads[b], length);
            }
        }
    }

    /// `d_x [t, n_in, m]` of a span of steps.
    fn backward_input(&self, d_x: &mut [f64], Room { slopes, weights_x, rows, packed, .. }: &mut Room) {
        let Layer { n_in, n_hidden, .. } = *self.layer;
        let length = d_x.len() / n_in;
        rows.clear();
        rows.resize(d_x.len(), 0.0);
        weights_x.resize(n_in * n_hidden, 0.0);
        for (slot, gate) in self.live() {
            math::transpose(&self.values[self.layer.w_x(gate)], n_hidden, weights_x);
            math::pack([slopes.joined(slot)], length, packed);
            math::add_packed(weights_x, packed, rows, length);
        }
        for (t, d_x) in d_x.chunks_exact_mut(n_in * self.m).enumerate() {
            for (d_x, row) in d_x.chunks_exact_mut(self.m).zip(rows.chunks_exact(length)) {
                d_x.copy_from_slice(&row[t * self.m..][..self.m]);
            }
        }
    }
}

/// `out += a * b`, element by element.
fn add_product(out: &mut [f64], a: &[f64], b: &[f64]) {
    each([out], [a, b], |[out], [a, b]| [out + a * b]);
}
