//! What a pass through a recurrent network leaves, step by step.

use alloc::vec::Vec;
use core::mem;

use super::Cell;
use super::shape::Layer;
use crate::math::Slopes;

/// What a layer carries from one step to the next, `[n_hidden, m]` each; c is empty without a memory.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Carried {
    /// The hidden state.
    pub h: Vec<f64>,
    /// The memory.
    pub c: Vec<f64>,
}

/// The states and gates of a forward pass and the derivatives of the backward pass after it. Whoever
/// looks at a network brings a trace of its own and disturbs nobody.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace {
    /// Where each layer starts; all 0 where nothing of its size is given. The [`Trace::end`] of one pass is
    /// the start of the next one.
    pub start: Vec<Carried>,
    pub(super) layers: Vec<LayerTrace>,
    pub(super) output: Vec<f64>,
    pub(super) every_step: bool,
    pub(super) room: Room,
}

/// Room that the passes work in, kept so that no step allocates.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Room {
    pub(super) inputs: Vec<f64>,
    pub(super) states: Vec<f64>,
    pub(super) weights: Vec<f64>,
    pub(super) weights_x: Vec<f64>,
    pub(super) rows: Vec<f64>,
    pub(super) packed: Vec<f64>,
    /// By slot the derivatives by what goes into the activation, last those by `hn` of the GRU.
    pub(super) slopes: Slopes,
    /// The last two of the GRU once more, `[n_hidden, m]`.
    pub(super) d_n: Vec<f64>,
    pub(super) d_hn: Vec<f64>,
    /// What comes back to a step along the memory, `[n_hidden, m]`.
    pub(super) back: Vec<f64>,
}

/// One layer's part; `[n_steps, n_hidden, m]` each, `h` and `c` with the start before.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct LayerTrace {
    pub(super) cell: Cell,
    pub(super) n_steps: usize,
    /// `[n_steps, m]`, where the layer is given symbols.
    pub(super) symbols: Vec<usize>,
    /// By slot, after the activation; empty for the plain cell, whose one gate is h.
    pub(super) gates: Vec<Vec<f64>>,
    pub(super) h: Vec<f64>,
    pub(super) c: Vec<f64>,
    /// `W_hn h_{t-1} + b_hn` of PyTorch's GRU, `r_t * h_{t-1}` of Cho's.
    pub(super) hn: Vec<f64>,
    /// Under dropout, what `h` is multiplied by and what comes out.
    pub(super) dropped: Option<[Vec<f64>; 2]>,
    pub(super) d_h: Vec<f64>,
    /// `tanh(c_t)`, until the backward pass puts the derivative by `c_t` in its place.
    pub(super) d_c: Vec<f64>,
    /// Nothing flows back from a step that is a multiple of it to the one before.
    pub(super) truncate: usize,
}

impl LayerTrace {
    /// Makes room and puts the start in place.
    pub(super) fn prepare(&mut self, layer: &Layer, n_steps: usize, m: usize, start: Option<&Carried>) {
        (self.cell, self.n_steps, self.dropped) = (layer.cell, n_steps, None);
        let step = layer.n_hidden * m;
        let (all, memory) = (n_steps * step, layer.cell.has_memory());
        let own = |needed: bool, n: usize| if needed { n } else { 0 };
        self.h.resize(all + step, 0.0);
        self.c.resize(own(memory, all + step), 0.0);
        self.d_c.resize(own(memory, all), 0.0);
        self.hn.resize(own(layer.cell.is_gru(), all), 0.0);
        self.gates.resize_with(layer.cell.slots().len(), Vec::new);
        self.gates.iter_mut().for_each(|gate| gate.resize(own(layer.cell != Cell::Rnn, all), 0.0));
        begin(&mut self.h, step, start.map(|start| start.h.as_slice()));
        begin(&mut self.c, own(memory, step), start.map(|start| start.c.as_slice()));
    }

    /// Makes room for the derivatives.
    pub(super) fn prepare_backward(&mut self) {
        self.d_h.resize(self.h().len(), 0.0);
    }

    /// Whether anything flows back from step t to the one before.
    pub(super) fn flows(&self, t: usize) -> bool {
        (1..self.n_steps).contains(&t) && !t.is_multiple_of(self.truncate)
    }

    /// What the layer above is given.
    pub(super) fn above(&self) -> &[f64] {
        self.dropped.as_ref().map_or(self.h(), |[_, left]| left)
    }

    pub(super) fn h(&self) -> &[f64] {
        after_start(&self.h, self.n_steps)
    }

    fn slot(&self, name: &str) -> Option<usize> {
        self.cell.gates().contains(&name).then(|| self.cell.slots().iter().position(|slot| *slot == name))?
    }
}

fn begin(states: &mut [f64], step: usize, start: Option<&[f64]>) {
    let first = &mut states[..step];
    match start.filter(|start| start.len() == step) {
        Some(start) => first.copy_from_slice(start),
        None => first.fill(0.0),
    }
}

fn after_start(states: &[f64], n_steps: usize) -> &[f64] {
    &states[states.len() / (n_steps + 1)..]
}

impl Trace {
    /// The logits `[t_out, n_out, m]`, for every step or the last one alone.
    #[must_use]
    pub fn output(&self) -> &[f64] {
        &self.output
    }

    /// The hidden states `[n_steps, n_hidden, m]`, without the start.
    #[must_use]
    pub fn h(&self, layer: usize) -> &[f64] {
        self.layers[layer].h()
    }

    /// The memory `[n_steps, n_hidden, m]`, without the start; empty for a cell that has none.
    #[must_use]
    pub fn c(&self, layer: usize) -> &[f64] {
        after_start(&self.layers[layer].c, self.layers[layer].n_steps)
    }

    /// A gate `[n_steps, n_hidden, m]` by its name in [`Cell::gates`].
    #[must_use]
    pub fn gate(&self, layer: usize, name: &str) -> Option<&[f64]> {
        let trace = &self.layers[layer];
        let slot = trace.slot(name)?;
        Some(if trace.cell == Cell::Rnn { trace.h() } else { &trace.gates[slot] })
    }

    /// After a backward pass: the whole derivative by the hidden states, `[n_steps, n_hidden, m]`.
    #[must_use]
    pub fn d_h(&self, layer: usize) -> &[f64] {
        &self.layers[layer].d_h
    }

    /// After a backward pass: the whole derivative by the memory, including the way through `h_t`.
    #[must_use]
    pub fn d_c(&self, layer: usize) -> &[f64] {
        &self.layers[layer].d_c
    }

    /// What the last step leaves, from which a sequence can go on.
    #[must_use]
    pub fn end(&self) -> Vec<Carried> {
        let last = |states: &[f64], n_steps| states[states.len() / (n_steps + 1) * n_steps..].to_vec();
        let carried = |layer: &LayerTrace| Carried {
            h: last(&layer.h, layer.n_steps),
            c: last(&layer.c, layer.n_steps),
        };
        self.layers.iter().map(carried).collect()
    }

    /// What layer `l` was given.
    pub(super) fn input<'a>(&'a self, x: &'a [f64], l: usize) -> &'a [f64] {
        if l == 0 { x } else { self.layers[l - 1].above() }
    }

    /// The part of a layer, taken out to be worked on.
    pub(super) fn take(&mut self, l: usize) -> LayerTrace {
        mem::take(&mut self.layers[l])
    }
}
