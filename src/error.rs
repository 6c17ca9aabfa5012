//! The one error type. Each kind has a code, by which the page words it in the reader's language;
//! the English `Display` serves native use.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde_json::{Value, json};

/// Result with the crate's [`Error`].
pub type Result<T> = core::result::Result<T, Error>;

/// What was wrong, where, what was expected and what was got.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A number outside of the range that the field takes, ends included.
    #[error("{field}{}: expected a number from {min} to {max}, got {got}", place(.at))]
    OutOfRange {
        /// The field or argument.
        field: String,
        /// Smallest value taken.
        min: f64,
        /// Largest value taken.
        max: f64,
        /// What was given.
        got: String,
        /// Index within a list.
        at: Option<usize>,
    },
    /// A value of another kind, such as a text where a number belongs.
    #[error("{field}{}: expected {expected}, got {got}", place(.at))]
    WrongKind {
        /// The field or argument.
        field: String,
        /// The kind that was expected: `number`, `integer`, `flag`, `text`, `name`, `list`, `object`, `character`
        /// (one of a text's), `bit`, `#rrggbb`.
        expected: &'static str,
        /// What was given.
        got: String,
        /// Index within a list.
        at: Option<usize>,
    },
    /// A word that is not one of the choices.
    #[error("{field}{}: expected one of {}, got {got}", place(.at), .choices.join(", "))]
    UnknownChoice {
        /// The field or argument.
        field: String,
        /// All words that the field takes.
        choices: Vec<&'static str>,
        /// What was given.
        got: String,
        /// Index within a list.
        at: Option<usize>,
    },
    /// A list that is too short or too long.
    #[error("{field}: expected {min} to {max} values, got {got}")]
    WrongLength {
        /// The field or argument.
        field: String,
        /// Smallest length taken.
        min: usize,
        /// Largest length taken.
        max: usize,
        /// The length given.
        got: usize,
    },
    /// A name that no field has.
    #[error("{field}: no such field")]
    UnknownField {
        /// The name given.
        field: String,
    },
    /// A field without which the rest means nothing, such as inline data for `points`.
    #[error("{field}: missing")]
    Missing {
        /// The field that should be there.
        field: String,
    },
    /// A cell of a CSV text that is not what its column takes.
    #[error("line {line}, column {column}: expected {expected}, got {got:?}")]
    CsvCell {
        /// The line on which its row begins, from 1.
        line: usize,
        /// The column of the table, from 1.
        column: usize,
        /// What was expected: `number`, `class`, `closing quote`.
        expected: &'static str,
        /// The cell.
        got: String,
    },
    /// A CSV text with too many or too few of something, and where that shows.
    #[error("line {line}, column {column}: expected {min} to {max} {what}, got {got}")]
    CsvCount {
        /// The line on which its row begins, from 1.
        line: usize,
        /// The column of the table, from 1.
        column: usize,
        /// What was counted: `cells`, `columns`, `rows`, `classes`.
        what: &'static str,
        /// Smallest number taken.
        min: usize,
        /// Largest number taken.
        max: usize,
        /// The number found so far.
        got: usize,
    },
    /// A loss, parameter or moment stopped being finite; the parameters before that step are kept.
    #[error("loss is not finite after step {step}; lower learning_rate")]
    Diverged {
        /// The step whose result was not finite.
        step: u64,
    },
}

fn place(at: &Option<usize>) -> String {
    at.map_or_else(String::new, |i| alloc::format!("[{i}]"))
}

/// That a number is within a range, ends included.
pub(crate) fn check_range(field: &str, value: f64, min: f64, max: f64) -> Result<()> {
    if (min..=max).contains(&value) {
        return Ok(());
    }
    Err(Error::OutOfRange { field: field.into(), min, max, got: value.to_string(), at: None })
}

/// That a list has so many values.
pub(crate) fn check_length(field: &str, got: usize, min: usize, max: usize) -> Result<()> {
    if (min..=max).contains(&got) {
        return Ok(());
    }
    Err(Error::WrongLength { field: field.into(), min, max, got })
}

/// That `got` is none of the choices.
pub(crate) fn unknown_choice(
    field: &str,
    choices: impl IntoIterator<Item = &'static str>,
    got: &str,
) -> Error {
    Error::UnknownChoice {
        field: field.into(),
        choices: choices.into_iter().collect(),
        got: got.into(),
        at: None,
    }
}

impl Error {
    /// The code by which the page finds its words.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::OutOfRange { .. } => "out_of_range",
            Self::WrongKind { .. } => "wrong_kind",
            Self::UnknownChoice { .. } => "unknown_choice",
            Self::WrongLength { .. } => "wrong_length",
            Self::UnknownField { .. } => "unknown_field",
            Self::Missing { .. } => "missing",
            Self::CsvCell { .. } => "csv_cell",
            Self::CsvCount { .. } => "csv_count",
            Self::Diverged { .. } => "diverged",
        }
    }

    /// `{code, field, expected, got, at, message}`: the form in which an error leaves Rust.
    /// `expected` is `[min, max]`, a kind or the list of choices, according to the code; `at` is an index
    /// within a list or, in a CSV text, `[line, column]`.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let (field, expected, got, at) = match self {
            Self::OutOfRange { field, min, max, got, at } => {
                (field.as_str(), json!([min, max]), json!(got), json!(at))
            }
            Self::WrongKind { field, expected, got, at } => {
                (field.as_str(), json!(expected), json!(got), json!(at))
            }
            Self::UnknownChoice { field, choices, got, at } => {
                (field.as_str(), json!(choices), json!(got), json!(at))
            }
            Self::WrongLength { field, min, max, got } => {
                (field.as_str(), json!([min, max]), json!(got.to_string()), Value::Null)
            }
            Self::UnknownField { field } | Self::Missing { field } => {
                (field.as_str(), Value::Null, Value::Null, Value::Null)
            }
            Self::CsvCell { line, column, expected, got } => {
                ("csv", json!(expected), json!(got), json!([line, column]))
            }
            Self::CsvCount { line, column, what, min, max, got } => {
                (*what, json!([min, max]), json!(got.to_string()), json!([line, column]))
            }
            Self::Diverged { step } => ("loss", Value::Null, json!(step.to_string()), Value::Null),
        };
        json!({
            "code": self.code(), "field": field, "expected": expected, "got": got, "at": at,
            "message": self.to_string(),
        })
    }
}
