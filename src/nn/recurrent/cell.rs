//! The cells, in the order in which the thesis builds them.

use super::{gated, gru};
use crate::named::named;

named! {
    /// What computes `h_t` from `x_t` and `h_{t-1}`.
    #[derive(Default)]
    pub enum Cell {
        /// The plain recurrent cell, (34).
        Rnn = "rnn",
        /// Stage 1, (35) and (36): a memory that adds up.
        Stage1 = "stage1",
        /// Stage 2, (37) and (38): a gate that forgets.
        Stage2 = "stage2",
        /// Stage 3, (39) and (40) with `i_t`: a gate that lets in.
        Stage3 = "stage3",
        /// Stage 4, (41) and (42): a gate that lets out (PyTorch: `LSTM`).
        #[default]
        Lstm = "lstm",
        /// Stage 4 with (40) as printed: `o_t` where `i_t` belongs; the input gate is computed and unused.
        LstmPrinted = "lstm_printed",
        /// The LSTM of 1997, before the forget gate of 2000 (Hochreiter and Schmidhuber 1997; Gers et al. 2000).
        Lstm1997 = "lstm_1997",
        /// The gated recurrent unit in PyTorch's form (`GRU`): the reset gate after the product with `W_hn`.
        Gru = "gru",
        /// The same as first published (Cho et al. 2014): the reset gate before that product.
        GruCho = "gru_cho",
    }
}

impl Cell {
    /// The gates that it computes, in the order of its parameters, which is PyTorch's. The candidate, a
    /// tanh, counts as one: `g`, or `n` of the GRU.
    #[must_use]
    pub fn gates(self) -> &'static [&'static str] {
        match self {
            Self::Rnn | Self::Stage1 => &["g"],
            Self::Stage2 => &["f", "g"],
            Self::Stage3 => &["i", "f", "g"],
            Self::Lstm | Self::LstmPrinted => &["i", "f", "g", "o"],
            Self::Lstm1997 => &["i", "g", "o"],
            Self::Gru | Self::GruCho => &["r", "z", "n"],
        }
    }

    /// Whether it has a memory `c_t` beside `h_t`.
    #[must_use]
    pub fn has_memory(self) -> bool {
        self != Self::Rnn && !self.is_gru()
    }

    pub(super) fn is_gru(self) -> bool {
        matches!(self, Self::Gru | Self::GruCho)
    }

    /// All gates of its kind, of which it may lack some: those count as open.
    pub(super) fn slots(self) -> &'static [&'static str] {
        if self.has_memory() { Self::Lstm.gates() } else { self.gates() }
    }

    /// The slot of the gate that scales what passes from step to step without weights.
    pub(super) fn keeping(self) -> Option<usize> {
        match self {
            Self::Rnn => None,
            Self::Gru | Self::GruCho => Some(gru::Z),
            _ => Some(gated::F),
        }
    }
}
