//! The cells, in the order in which the thesis builds them.

use super::{gated, gru};

/// What computes `h_t` from `x_t` and `h_{t-1}`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cell {
    /// The plain recurrent cell, (34).
    Rnn,
    /// Stage 1, (35) and (36): a memory that adds up.
    Stage1,
    /// Stage 2, (37) and (38): a gate that forgets.
    Stage2,
    /// Stage 3, (39) and (40) with `i_t`: a gate that lets in.
    Stage3,
    /// Stage 4, (41) and (42): a gate that lets out (PyTorch: `LSTM`).
    #[default]
    Lstm,
    /// Stage 4 with (40) as printed: `o_t` where `i_t` belongs; the input gate is computed and unused.
    LstmPrinted,
    /// The LSTM of 1997, before the forget gate of 2000 (Hochreiter and Schmidhuber 1997; Gers et al. 2000).
    Lstm1997,
    /// The gated recurrent unit in PyTorch's form (`GRU`): the reset gate after the product with `W_hn`.
    Gru,
    /// The same as first published (Cho et al. 2014): the reset gate before that product.
    GruCho,
}

impl Cell {
    /// The names in an experiment, in the order of the variants.
    pub const NAMES: &[&str] =
        &["rnn", "stage1", "stage2", "stage3", "lstm", "lstm_printed", "lstm_1997", "gru", "gru_cho"];
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Rnn,
        Self::Stage1,
        Self::Stage2,
        Self::Stage3,
        Self::Lstm,
        Self::LstmPrinted,
        Self::Lstm1997,
        Self::Gru,
        Self::GruCho,
    ];

    /// The cell of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cell| cell.name() == name)
    }

    /// Its name in an experiment.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

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
