//! Where the numbers of a recurrent layer stand.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::Cell;

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
    pub(super) gates: Vec<Option<usize>>,
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

    pub(super) fn w_x(&self, gate: usize) -> Range<usize> {
        let size = self.n_hidden * self.n_in;
        let start = self.offset + gate * size;
        start..start + size
    }

    pub(super) fn w_h(&self, gate: usize) -> Range<usize> {
        let size = self.n_hidden * self.n_hidden;
        let start = self.w_x(self.cell.gates().len()).start + gate * size;
        start..start + size
    }

    pub(super) fn b(&self, gate: usize) -> Option<Range<usize>> {
        let start = self.weights().end + gate * self.n_hidden;
        self.bias.then_some(start..start + self.n_hidden)
    }

    pub(super) fn b_hn(&self) -> Option<Range<usize>> {
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
