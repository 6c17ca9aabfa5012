//! The tasks, and what is fixed about each of them.

use crate::named::named;

/// The longest sequence.
pub const MAX_STEPS: usize = 500;

named! {
    /// What is to be learnt. The tasks up to [`Task::Copy`] draw their sequences from nothing, each so that a
    /// cell without one or another part of the LSTM does not learn it within a fair number of steps.
    #[derive(Default)]
    pub enum Task {
        /// The first input is -1 or +1, all others are 0; which was it? (Latching: Bengio, Simard and Frasconi,
        /// 1994.)
        #[default]
        Pulse = "pulse",
        /// The first symbol is x or y, all others are a or b; which was the first? (Hochreiter and Schmidhuber,
        /// 1997, experiment 2, its last step.)
        LongLag = "long_lag",
        /// Inputs -1 and +1; at every step, whether the number of +1 so far is odd.
        Parity = "parity",
        /// Symbols a, n and r; at every step, a tenth of the number of a since the last r.
        Counter = "counter",
        /// Values from 0 to 1, one marked in each half; the sum of the two. (Hochreiter and Schmidhuber, 1997,
        /// experiment 4.)
        Adding = "adding",
        /// Symbols a to d, between them X or Y twice; which two, in their order? (Hochreiter and Schmidhuber,
        /// 1997, experiment 6a.)
        Order = "order",
        /// Values -1 and +1, some to be written down; when asked, the last one that was, otherwise 0.
        Recall = "recall",
        /// Strings of the embedded Reber grammar one after the other; at every step the next symbol. (Gers,
        /// Schmidhuber and Cummins, 2000.)
        Reber = "reber",
        /// Three symbols, to be repeated after a long pause. (Arjovsky, Shah and Bengio, 2016.)
        Copy = "copy",
        /// The next value of a sine of period 20.
        Sine = "sine",
        /// The next value of a sum of two sines, of periods 20 and 8.
        TwoSines = "two_sines",
        /// The next of the yearly sunspot numbers.
        Sunspots = "sunspots",
        /// The next value of the reader's own series.
        Series = "series",
        /// The next character of a fable by La Fontaine.
        Fable = "fable",
        /// The next character of the same fable in English.
        English = "english",
        /// The next character of the reader's own text.
        Text = "text",
        /// The next digit of the reader's own zeros and ones.
        Bits = "bits",
        /// What the given sequences say.
        Given = "given",
    }
}

impl Task {
    /// Whether an answer is asked for at every step, and not only after the last.
    #[must_use]
    pub fn every_step(self) -> bool {
        !matches!(self, Self::Pulse | Self::LongLag | Self::Adding | Self::Order)
    }

    /// Whether the input is a symbol: one channel is 1 at each step, all others 0.
    #[must_use]
    pub fn is_one_hot(self) -> bool {
        let symbols = [Self::LongLag, Self::Counter, Self::Order, Self::Reber, Self::Copy];
        symbols.contains(&self) || self.is_text()
    }

    /// Whether the next character of a text is to be predicted; the alphabet is then input and answer.
    #[must_use]
    pub fn is_text(self) -> bool {
        matches!(self, Self::Fable | Self::English | Self::Text | Self::Bits)
    }

    /// Whether the next value of a series is to be predicted.
    #[must_use]
    pub fn is_series(self) -> bool {
        matches!(self, Self::Sine | Self::TwoSines | Self::Sunspots | Self::Series)
    }

    /// The usual length of a sequence.
    #[must_use]
    pub fn default_steps(self) -> usize {
        match self {
            Self::Pulse | Self::LongLag => 60,
            Self::Parity | Self::Bits => 16,
            Self::Order => 50,
            Self::Recall => 30,
            Self::Reber => 75,
            Self::Copy => 26,
            _ => 40,
        }
    }

    /// The usual number of sequences for an update.
    #[must_use]
    pub fn default_batch(self) -> usize {
        if self == Self::Reber { 4 } else { 16 }
    }

    /// The shortest and the longest sequence. A series may be too short for the longest.
    #[must_use]
    pub fn steps(self) -> [usize; 2] {
        let min = match self {
            Self::Order => 10,
            Self::Reber => 20, // a shorter window rarely reaches a second outer letter
            Self::Copy => 6,
            _ => 2,
        };
        [min, MAX_STEPS]
    }

    /// The marks of the input channels; none for a text, which brings its own.
    pub(super) fn inputs(self) -> &'static [&'static str] {
        match self {
            Self::LongLag => &["x", "y", "a", "b"],
            Self::Counter => &["a", "n", "r"],
            Self::Adding => &["x", "•"],
            Self::Order => &["a", "b", "c", "d", "X", "Y", "B", "E"],
            Self::Recall => &["x", "↓", "?"],
            Self::Reber => &super::reber::SYMBOLS,
            Self::Copy => &["a", "b", "·", "?"],
            _ if self.is_text() => &[],
            _ => &["x"],
        }
    }

    /// The marks of the classes; none for values, and for a text, which brings its own.
    pub(super) fn classes(self) -> &'static [&'static str] {
        match self {
            Self::Pulse => &["−1", "+1"],
            Self::LongLag => &["x", "y"],
            Self::Parity => &["0", "1"],
            Self::Order => &["XX", "XY", "YX", "YY"],
            Self::Reber => &super::reber::SYMBOLS,
            Self::Copy => &["a", "b", "·"],
            _ => &[],
        }
    }
}
