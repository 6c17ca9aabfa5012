//! Recurrent networks, sections 7 and 8 of the thesis: one to three layers of a [`Cell`] one upon the
//! other, and a head on the last one, `y_t = W_hy h_t + b_y`.
//!
//! A sequence is `[t, n, m]`: step by step, what a layer of m samples is. Gradients take some steps at a time,
//! whose samples count as those of one. A column alone has the same bits as within a batch.

mod backward;
mod cell;
mod flow;
mod gated;
mod graft;
mod gru;
mod init;
mod layer;
mod rnn;
mod shape;
mod trace;

use alloc::vec::Vec;
use core::mem;
use core::ops::Range;

pub use cell::Cell;
pub use flow::StepFlow;
pub use shape::Matrix;
pub use trace::{Carried, Trace};

use crate::math;
use crate::nn::{Activation, Dense, Dropout};
use layer::View;
use shape::Layer;
use trace::{LayerTrace, Room};

/// A recurrent network. All parameters in one flat buffer, mirrored by the gradients: for each layer the
/// `W_x` of all gates, their `W_h`, their biases, in PyTorch's order of gates (`weight_ih`, `weight_hh`,
/// `bias_ih + bias_hh`; the GRU's second bias of n last); then `W_hy`, `b_y`. Each row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Recurrent {
    cell: Cell,
    layers: Vec<Layer>,
    head: Dense,
    /// All parameters.
    pub values: Vec<f64>,
    /// The gradients of the last `backward` calls, added up; the same layout.
    pub grads: Vec<f64>,
    /// A value from 0 to 1 for each of [`Cell::gates`] that shall not be computed, in all layers.
    pub pins: Vec<Option<f64>>,
}

impl Recurrent {
    /// A network of `n_layers` layers of `n_hidden` cells, all parameters 0. Without `bias` the cells have
    /// none, as the thesis prints them; the head always has its own.
    #[must_use]
    pub fn new(cell: Cell, n_in: usize, n_hidden: usize, n_layers: usize, n_out: usize, bias: bool) -> Self {
        let mut layers: Vec<Layer> = Vec::with_capacity(n_layers);
        for _ in 0..n_layers {
            let (n_in, offset) = layers.last().map_or((n_in, 0), |layer| (n_hidden, layer.end()));
            layers.push(Layer::new(cell, n_in, n_hidden, offset, bias));
        }
        let offset = layers.last().map_or(0, Layer::end);
        let head = Dense { n_in: n_hidden, n_out, activation: Activation::Identity, offset };
        let n_params = head.biases().end;
        let (values, grads) = (alloc::vec![0.0; n_params], alloc::vec![0.0; n_params]);
        Self { cell, layers, head, values, grads, pins: alloc::vec![None; cell.gates().len()] }
    }

    /// Its cell.
    #[must_use]
    pub fn cell(&self) -> Cell {
        self.cell
    }

    /// Number of inputs.
    #[must_use]
    pub fn n_in(&self) -> usize {
        self.layers.first().map_or(self.head.n_in, |layer| layer.n_in)
    }

    /// Cells of each layer.
    #[must_use]
    pub fn n_hidden(&self) -> usize {
        self.head.n_in
    }

    /// Number of layers, the head not counted.
    #[must_use]
    pub fn n_layers(&self) -> usize {
        self.layers.len()
    }

    /// Number of logits of a step.
    #[must_use]
    pub fn n_out(&self) -> usize {
        self.head.n_out
    }

    /// Where the weights stand, without the biases.
    #[must_use]
    pub fn weights(&self) -> Vec<Range<usize>> {
        self.layers.iter().map(Layer::weights).chain([self.head.weights()]).collect()
    }

    /// Every matrix and every vector of biases, in the order of the parameters.
    #[must_use]
    pub fn matrices(&self) -> Vec<Matrix> {
        let Dense { n_in, n_out, offset, .. } = self.head;
        let layer = self.layers.len();
        let head = [
            Matrix { name: "W_hy".into(), layer, rows: n_out, columns: n_in, offset },
            Matrix { name: "b_y".into(), layer, rows: n_out, columns: 1, offset: self.head.biases().start },
        ];
        self.layers.iter().enumerate().flat_map(|(l, layer)| layer.matrices(l)).chain(head).collect()
    }

    fn view(&self, l: usize, m: usize) -> View<'_> {
        View { layer: &self.layers[l], values: &self.values, pins: &self.pins, m }
    }

    /// Forward pass of one block of sequences, `x [n_steps, n_in, m]`, m a multiple of
    /// [`LANES`](crate::math::LANES), from `trace.start` on. The head answers at `every_step` or at the
    /// last one alone. `dropout` is for training alone; as in PyTorch it acts between the layers.
    pub fn forward(
        &self,
        x: &[f64],
        n_steps: usize,
        m: usize,
        every_step: bool,
        trace: &mut Trace,
        mut dropout: Option<Dropout<'_>>,
    ) {
        trace.layers.resize_with(self.layers.len(), Default::default);
        trace.every_step = every_step;
        let mut room = mem::take(&mut trace.room);
        for (l, layer) in self.layers.iter().enumerate() {
            let mut part = trace.take(l);
            part.prepare(layer, n_steps, m, trace.start.get(l));
            self.view(l, m).forward(trace.input(x, l), &mut part, &mut room);
            if let Some(dropout) = dropout.as_mut().filter(|_| l + 1 < self.layers.len()) {
                part.dropped = Some(dropout.forward(part.h(), m));
            }
            trace.layers[l] = part;
        }
        let (step, n_logits) = (self.head.n_in * m, self.head.n_out * m);
        let mut output = mem::take(&mut trace.output);
        let h = trace.input(x, self.layers.len());
        let h = &h[if every_step { 0 } else { h.len() - step }..];
        output.resize(h.len() / step * n_logits, 0.0);
        let (w, b) = (&self.values[self.head.weights()], &self.values[self.head.biases()]);
        for (h, z) in h.chunks_exact(step).zip(output.chunks_exact_mut(n_logits)) {
            math::affine(w, b, h, z, m, &mut room.rows);
        }
        (trace.output, trace.room) = (output, room);
    }

    /// Adds the gradients of one block; `d_z` is the loss' derivative by the logits that the forward pass
    /// left in `trace`, columns that only pad the block hold 0. The derivatives by the states stay in `trace`,
    /// which serves one such pass. With `truncate`, the sequence is cut into chunks of so many steps and nothing
    /// flows back from one into the one before: truncated backpropagation through time.
    pub fn backward(&mut self, x: &[f64], m: usize, trace: &mut Trace, d_z: &[f64], truncate: Option<usize>) {
        trace.layers.iter_mut().for_each(LayerTrace::prepare_backward);
        self.backward_head(m, trace, d_z);
        let mut room = mem::take(&mut trace.room);
        for l in (0..self.layers.len()).rev() {
            let mut part = trace.take(l);
            // The head may look at the last step alone.
            let given = if l + 1 < self.layers.len() || trace.every_step { 0 } else { part.n_steps - 1 };
            let Self { layers, values, grads, pins, .. } = &mut *self;
            let view = View { layer: &layers[l], values, pins, m };
            // No step is a multiple of as many as there are.
            part.truncate = truncate.unwrap_or(part.n_steps);
            let mut d_x = l.checked_sub(1).map(|below| mem::take(&mut trace.layers[below].d_h));
            view.backward(trace.input(x, l), &mut part, given, grads, d_x.as_deref_mut(), &mut room);
            trace.layers[l] = part;
            let Some((mut d_x, below)) = d_x.zip(trace.layers[..l].last_mut()) else { continue };
            if let Some([mask, _]) = &below.dropped {
                d_x.iter_mut().zip(mask).for_each(|(d, mask)| *d *= mask);
            }
            below.d_h = d_x;
        }
        trace.room = room;
    }

    /// The head's gradients and what it sends down to each `h_t` of the last layer.
    fn backward_head(&mut self, m: usize, trace: &mut Trace, d_z: &[f64]) {
        let Some(last) = trace.layers.last_mut() else { return };
        let (step, n_logits) = (self.head.n_in * m, self.head.n_out * m);
        let start = if trace.every_step { 0 } else { last.d_h.len() - step };
        let (d_w, d_b) = (self.head.weights(), self.head.biases());
        let h = &last.h()[start..];
        let Room { states, weights, rows, .. } = &mut trace.room;
        for steps in math::spans(h.len() / step, m) {
            let d_z = &d_z[steps.start * n_logits..steps.end * n_logits];
            math::pack_columns(&h[steps.start * step..steps.end * step], self.head.n_in, m, states);
            for (t, d_z) in d_z.chunks_exact(n_logits).enumerate() {
                math::join(d_z, m, [t, steps.len()], rows);
            }
            math::add_packed(&rows[..d_z.len()], states, &mut self.grads[d_w.clone()], self.head.n_in);
        }
        math::bias_gradient(d_z, &mut self.grads[d_b], m);
        weights.resize(d_w.len(), 0.0);
        math::transpose(&self.values[d_w], self.head.n_out, weights);
        for (d_h, d_z) in last.d_h[start..].chunks_exact_mut(step).zip(d_z.chunks_exact(n_logits)) {
            math::pack([d_z], m, rows);
            math::affine_packed(weights, None, rows, d_h, m);
        }
    }
}
