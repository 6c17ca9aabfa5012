//! Points out of a CSV text, as a spreadsheet writes it or a page shows it.
//!
//! The separator is what a first line `sep=` says, as spreadsheets write it, or else a tab, a semicolon, a comma, a
//! bar or blanks; where it is no comma, `1,5` is a number like `1.5`.
//! Cells stand in quotes or not (RFC 4180), lines end in any way, empty ones are skipped. The first line
//! is a header when no cell of it is a number.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::{self, Display};

use csv_core::{ReadRecordResult, ReaderBuilder};

use super::points::{MAX_CLASS_NAME, MAX_CLASSES, Points};
use crate::{Error, Result, check_length, check_range};

/// The most rows below the header that are read.
pub const MAX_ROWS: usize = 5000;

/// The most columns that are read.
pub const MAX_COLUMNS: usize = 64;

/// The rows of a CSV text. Its columns are counted from 0 here; errors count lines and columns from 1.
///
/// ```
/// let table = neurone::data::Table::read("width;length;species\n0,2;1,4;setosa\n1,8;5,1;virginica\n")?;
/// let points = table.points(table.column("length")?, table.column("width")?, 2)?;
/// assert_eq!((points.x, points.y), (vec![1.4, 5.1, 0.2, 1.8], vec![0.0, 1.0]));
/// assert_eq!(table.classes(2)?, ["setosa", "virginica"]);
/// # Ok::<(), neurone::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    names: Vec<String>,
    rows: Vec<Row>,
    /// The lines without anything, from 1.
    empty: Vec<usize>,
}

#[derive(Clone, Debug, PartialEq)]
struct Row {
    /// The line on which it begins, from 1.
    line: usize,
    cells: Vec<Cell>,
}

/// Numbers sort before texts.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
enum Cell {
    Number(f64),
    Text(String),
}

impl Table {
    /// Reads a text.
    ///
    /// # Errors
    /// `csv_cell` for a quote that is not closed; `csv_count` for a line that has not as many cells as the
    /// first one, or for more than [`MAX_COLUMNS`] columns or [`MAX_ROWS`] rows; `wrong_length` when there
    /// is no row.
    pub fn read(text: &str) -> Result<Self> {
        let (mut rows, empty) = records(text)?;
        let n_columns = rows.first().map_or(0, |row| row.cells.len());
        if let Some(row) = rows.iter().find(|row| row.cells.len() != n_columns) {
            let column = n_columns.min(row.cells.len()) + 1;
            return Err(count("cells", row.line, column, n_columns, n_columns, row.cells.len()));
        }
        let is_number = |cell: &Cell| matches!(cell, Cell::Number(_));
        let header = rows.first().filter(|row| !row.cells.iter().any(is_number)).is_some();
        let header = if header { rows.remove(0).cells } else { Vec::new() };
        check_length("rows", rows.len().min(MAX_ROWS), 1, MAX_ROWS)?;
        if let Some(row) = rows.get(MAX_ROWS) {
            return Err(count("rows", row.line, 1, 1, MAX_ROWS, rows.len()));
        }
        let name = |i| header.get(i).map(Cell::to_string).filter(|name| !name.is_empty());
        let names = (0..n_columns).map(|i| name(i).unwrap_or_else(|| (i + 1).to_string())).collect();
        Ok(Self { names, rows, empty })
    }

    /// The name of every column; its number, from 1, where the text gives none.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Number of rows.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.rows.len()
    }

    /// The first column of that name.
    ///
    /// # Errors
    /// No column has it.
    pub fn column(&self, name: &str) -> Result<usize> {
        let column = self.names.iter().position(|other| other == name);
        column.ok_or_else(|| Error::UnknownField { field: name.into() })
    }

    /// Whether every cell of the column is a number. False where there is no such column.
    #[must_use]
    pub fn is_numeric(&self, column: usize) -> bool {
        self.numbers(column).is_ok()
    }

    /// The points of two columns of numbers, and the column of their classes.
    ///
    /// # Errors
    /// `csv_cell` for a cell that is no number; `out_of_range` for a column that does not exist; those of
    /// [`Table::classes`].
    pub fn points(&self, x1: usize, x2: usize, label: usize) -> Result<Points> {
        let x = [self.numbers(x1)?, self.numbers(x2)?].concat();
        let classes = self.distinct(label)?;
        let class_of = |cell| classes.iter().position(|class| *class == cell).unwrap_or_default();
        let y = self.cells(label)?.map(|(_, cell)| class_of(cell) as f64).collect();
        Ok(Points { x, y, n_classes: classes.len(), classes: self.classes(label)? })
    }

    /// The points of two columns of numbers, and the column of the values to be predicted.
    ///
    /// # Errors
    /// `csv_cell` for a cell that is no number; `out_of_range` for a column that does not exist.
    pub fn values(&self, x1: usize, x2: usize, y: usize) -> Result<Points> {
        let x = [self.numbers(x1)?, self.numbers(x2)?].concat();
        Ok(Points { x, y: self.numbers(y)?, ..Points::default() })
    }

    /// The numbers of a column in their order, as a series in time: an empty line between them is a gap.
    ///
    /// # Errors
    /// `csv_cell` for a cell that is no number or is missing; `out_of_range` for a column that does not
    /// exist.
    pub fn series(&self, column: usize) -> Result<Vec<f64>> {
        let numbers = self.numbers(column)?;
        let [first, last] = [self.rows.first(), self.rows.last()].map(|row| row.map_or(0, |row| row.line));
        match self.empty.iter().find(|line| (first..last).contains(*line)) {
            Some(line) => Err(unfit("number", *line, column, "")),
            None => Ok(numbers),
        }
    }

    /// The names of the classes 0, 1 and so on: what the column holds, numbers by size, then words by
    /// alphabet. A longer name than [`MAX_CLASS_NAME`] is cut.
    ///
    /// # Errors
    /// `csv_cell` for an empty cell; `csv_count` for more than [`MAX_CLASSES`] classes, `wrong_length` for
    /// fewer than two; `out_of_range` for a column that does not exist.
    pub fn classes(&self, label: usize) -> Result<Vec<String>> {
        let name = |cell: &Cell| cell.to_string().chars().take(MAX_CLASS_NAME).collect();
        Ok(self.distinct(label)?.into_iter().map(name).collect())
    }

    fn distinct(&self, label: usize) -> Result<Vec<&Cell>> {
        let mut classes = Vec::new();
        for (line, cell) in self.cells(label)? {
            if cell.is_empty() {
                return Err(unfit("class", line, label, cell));
            }
            if !classes.contains(&cell) {
                classes.push(cell);
            }
            if classes.len() > MAX_CLASSES {
                return Err(count("classes", line, label + 1, 2, MAX_CLASSES, classes.len()));
            }
        }
        check_length("classes", classes.len(), 2, MAX_CLASSES)?;
        classes.sort_by(|a, b| a.partial_cmp(b).unwrap_or(core::cmp::Ordering::Equal));
        Ok(classes)
    }

    fn numbers(&self, column: usize) -> Result<Vec<f64>> {
        let number = |(line, cell): (usize, &Cell)| match cell {
            Cell::Number(number) => Ok(*number),
            Cell::Text(_) => Err(unfit("number", line, column, cell)),
        };
        self.cells(column)?.map(number).collect()
    }

    /// The line and the cell of every row in that column.
    fn cells(&self, column: usize) -> Result<impl Iterator<Item = (usize, &Cell)>> {
        check_range("column", column as f64, 0.0, self.names.len() as f64 - 1.0)?;
        Ok(self.rows.iter().map(move |row| (row.line, &row.cells[column])))
    }
}

impl Cell {
    /// A finite number, or else a text. A decimal comma is one where commas separate nothing.
    fn new(bytes: &[u8], separator: u8) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let text = text.trim();
        // As texts are set: with a minus sign, and narrow blanks between thousands.
        let mut plain = text.replace('\u{2212}', "-").replace(['\u{a0}', '\u{202f}'], "");
        if separator != b',' {
            plain = plain.replace(',', ".");
        }
        let number = plain.parse();
        let number = number.ok().filter(|number: &f64| number.is_finite());
        number.map_or_else(|| Self::Text(text.into()), Self::Number)
    }

    fn is_empty(&self) -> bool {
        matches!(self, Self::Text(text) if text.is_empty())
    }
}

impl Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
        }
    }
}

/// The rows of a text that are not empty, the header among them, and the lines that are; it stops at one
/// row more than allowed.
fn records(text: &str) -> Result<(Vec<Row>, Vec<usize>)> {
    let mut text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    text.push('\n'); // so that only an open quote can reach the end of the text
    let separator = separate(&mut text);
    let mut reader = ReaderBuilder::new().delimiter(separator).build();
    let (mut bytes, mut ends) = (alloc::vec![0; text.len()], [0; MAX_COLUMNS + 1]);
    let (mut rest, mut line) = (text.as_bytes(), 1);
    let (mut rows, mut empty) = (Vec::new(), Vec::new());
    while rows.len() < MAX_ROWS + 2 {
        let n_empty = rest.iter().take_while(|byte| **byte == b'\n').count();
        empty.extend(line..line + n_empty);
        (rest, line) = (&rest[n_empty..], line + n_empty);
        let (result, n_read, n_written, n_cells) = reader.read_record(rest, &mut bytes, &mut ends);
        match result {
            ReadRecordResult::Record if n_cells <= MAX_COLUMNS => {}
            ReadRecordResult::End => break,
            ReadRecordResult::InputEmpty => {
                let start = n_cells.checked_sub(1).map_or(0, |last| ends[last]);
                let open = String::from_utf8_lossy(&bytes[start..n_written]);
                return Err(unfit("closing quote", line, n_cells, open.trim()));
            }
            _ => return Err(count("columns", line, n_cells, 1, MAX_COLUMNS, n_cells)),
        }
        let starts = [0].into_iter().chain(ends);
        let cells =
            starts.zip(ends).take(n_cells).map(|(start, end)| Cell::new(&bytes[start..end], separator));
        let row = Row { line, cells: cells.collect() };
        if row.cells.iter().all(Cell::is_empty) {
            empty.push(line);
        } else {
            rows.push(row);
        }
        line += rest[..n_read].iter().filter(|byte| **byte == b'\n').count();
        rest = &rest[n_read..];
    }
    Ok((rows, empty))
}

/// The separator: what a line `sep=` before all others says, which is emptied; or the first of tab, semicolon, comma
/// and bar that the first line with anything has outside of quotes; or else blanks, which become tabs, where the first
/// two lines have as many words.
fn separate(text: &mut String) -> u8 {
    let hint = text.lines().next().unwrap_or_default();
    if let Some(&[separator]) = hint.strip_prefix("sep=").map(str::as_bytes)
        && separator.is_ascii_punctuation() | (separator == b'\t')
        && separator != b'"'
    {
        text.replace_range(..hint.len(), "");
        return separator;
    }
    let unquoted: String = text.split('"').step_by(2).collect();
    let mut lines = unquoted.lines().filter(|line| !line.trim().is_empty());
    let first_line = lines.next().unwrap_or_default();
    if let Some(separator) = b"\t;,|".iter().find(|separator| first_line.as_bytes().contains(separator)) {
        return *separator;
    }
    let n_words = |line: &str| line.split_whitespace().count();
    if unquoted.len() == text.len()
        && n_words(first_line) > 1
        && lines.next().map(n_words) == Some(n_words(first_line))
    {
        let line = |line: &str| line.split_whitespace().collect::<Vec<_>>().join("\t") + "\n";
        *text = text.lines().map(line).collect();
        return b'\t';
    }
    b','
}

/// A cell, its column counted from 0, that is not what was expected.
fn unfit(expected: &'static str, line: usize, column: usize, got: impl ToString) -> Error {
    const LONGEST: usize = 40;
    let got = got.to_string().chars().take(LONGEST).collect();
    Error::CsvCell { line, column: column + 1, expected, got }
}

fn count(what: &'static str, line: usize, column: usize, min: usize, max: usize, got: usize) -> Error {
    Error::CsvCount { line, column, what, min, max, got }
}
