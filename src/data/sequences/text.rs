//! Windows of a text, to predict each next character.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::tasks::{Sequence, one_hot};
use crate::random::RandomState;
use crate::{Error, Result, check_length};

/// "Le Corbeau et le Renard": Jean de La Fontaine, *Fables*, I, 2 (1668), spelt as today. Public domain.
pub const FABLE: &str = include_str!("../texts/fable.txt");

/// "The Raven and the Fox": the same fable, translated by Elizur Wright (1841). Public domain.
pub const ENGLISH: &str = include_str!("../texts/english.txt");

/// The most characters of a text.
pub const MAX_TEXT: usize = 20_000;

/// The most different characters of a text.
pub const MAX_ALPHABET: usize = 128;

/// A text whose end is followed by its beginning, and the characters that it is made of.
///
/// ```
/// use neurone::data::Text;
///
/// let text = Text::new("abracadabra")?;
/// assert_eq!(text.alphabet(), ['a', 'b', 'c', 'd', 'r']);
/// assert_eq!(text.encode("bad")?, [1, 0, 3]);
/// assert_eq!(text.decode(&[1, 0, 4]), "bar");
/// # Ok::<(), neurone::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// In the order of their code points.
    alphabet: Vec<char>,
    /// Every character of the text by its index in the alphabet.
    symbols: Vec<usize>,
}

impl Text {
    /// Reads a text; all line ends become `\n`.
    ///
    /// # Errors
    /// `wrong_length` unless `text` has 2 to [`MAX_TEXT`] characters and 2 to [`MAX_ALPHABET`] different
    /// ones (`alphabet`).
    pub fn new(text: &str) -> Result<Self> {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        check_length("text", text.chars().count(), 2, MAX_TEXT)?;
        let mut alphabet: Vec<char> = text.chars().collect();
        alphabet.sort_unstable();
        alphabet.dedup();
        check_length("alphabet", alphabet.len(), 2, MAX_ALPHABET)?;
        let symbols = encode(&alphabet, text.chars().enumerate(), "text", "character")?;
        Ok(Self { alphabet, symbols })
    }

    /// Reads zeros and ones; spaces between them mean nothing.
    ///
    /// # Errors
    /// `wrong_kind` for another character, with its index; `wrong_length` unless there are 2 to
    /// [`MAX_TEXT`].
    pub fn bits(text: &str) -> Result<Self> {
        let alphabet = Vec::from(['0', '1']);
        let bits = text.chars().enumerate().filter(|(_, character)| !character.is_whitespace());
        let symbols = encode(&alphabet, bits, "bits", "bit")?;
        check_length("bits", symbols.len(), 2, MAX_TEXT)?;
        Ok(Self { alphabet, symbols })
    }

    /// The different characters, by code point: the channels and the classes.
    #[must_use]
    pub fn alphabet(&self) -> &[char] {
        &self.alphabet
    }

    /// The text by indices into the alphabet.
    #[must_use]
    pub fn symbols(&self) -> &[usize] {
        &self.symbols
    }

    /// The indices of a prompt's characters.
    ///
    /// # Errors
    /// `wrong_kind` with the character and its index where the text lacks it; `wrong_length` for an empty
    /// prompt or one above [`MAX_TEXT`] characters.
    pub fn encode(&self, prompt: &str) -> Result<Vec<usize>> {
        check_length("prompt", prompt.chars().count(), 1, MAX_TEXT)?;
        encode(&self.alphabet, prompt.chars().enumerate(), "prompt", "character")
    }

    /// The characters of these indices. Those that do not exist are left out.
    #[must_use]
    pub fn decode(&self, symbols: &[usize]) -> String {
        symbols.iter().filter_map(|symbol| self.alphabet.get(*symbol)).collect()
    }

    /// `[symbols, alphabet]`: the input for indices that exist, a 1 in the channel of each.
    #[must_use]
    pub fn one_hot(&self, symbols: &[usize]) -> Vec<f64> {
        one_hot(symbols, self.alphabet.len())
    }

    /// How large a part of the text each character of the alphabet is.
    pub(super) fn shares(&self) -> Vec<f64> {
        let mut counts = alloc::vec![0_usize; self.alphabet.len()];
        self.symbols.iter().for_each(|symbol| counts[*symbol] += 1);
        counts.into_iter().map(|count| count as f64 / self.symbols.len() as f64).collect()
    }

    /// A window from a place drawn first. Its first half only warms up: a word cannot be known by its
    /// first letter.
    pub(super) fn window(&self, n_steps: usize, random: &mut RandomState) -> Sequence {
        let start = random.below(self.symbols.len());
        let counted = (0..n_steps).map(|t| t >= n_steps / 2).collect();
        Sequence { counted, ..self.from(start, n_steps) }
    }

    /// The text from its beginning to its end.
    pub(super) fn whole(&self) -> Sequence {
        self.from(0, self.symbols.len())
    }

    fn from(&self, start: usize, n_steps: usize) -> Sequence {
        let symbols: Vec<usize> =
            self.symbols.iter().cycle().skip(start).take(n_steps + 1).copied().collect();
        let y = symbols[1..].iter().map(|symbol| *symbol as f64).collect();
        Sequence { x: self.one_hot(&symbols[..n_steps]), y, counted: Vec::new() }
    }
}

/// Where the characters of `text` stand in the alphabet.
fn encode(
    alphabet: &[char],
    text: impl Iterator<Item = (usize, char)>,
    field: &str,
    expected: &'static str,
) -> Result<Vec<usize>> {
    let symbol = |(at, character): (usize, char)| {
        alphabet.binary_search(&character).map_err(|_| {
            let got = character.to_string();
            Error::WrongKind { field: field.into(), expected, got, at: Some(at) }
        })
    };
    text.map(symbol).collect()
}
