//! Sequences to learn from: tasks that draw a fresh batch each time, windows of a series, windows of a
//! text.
//!
//! A sequence is drawn whole before the next one begins, so that a batch of 16 is a batch of 8 and then
//! another of 8. Integers and uniform numbers come from [`RandomState`] in the order that each task
//! states: NumPy's generator draws the same.

mod given;
mod measure;
mod reber;
mod series;
mod sunspots;
mod task;
mod tasks;
mod text;

use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use core::ops::Range;

pub use given::{Given, MAX_GIVEN};
pub use measure::Measure;
pub use series::{MAX_VALUES, MIN_VALUES, Series};
pub use sunspots::{SUNSPOT_YEARS, sunspots};
pub use task::{MAX_STEPS, Task};
pub use text::{ENGLISH, FABLE, MAX_ALPHABET, MAX_TEXT, Text};

use crate::random::RandomState;
use crate::{Error, Result, check_range};
use tasks::Sequence;

/// What sequences are drawn from: a task, their length, and the reader's own data where the task is
/// about them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SequenceSource<'a> {
    /// The task.
    pub task: Task,
    /// Length of a sequence, in [`Task::steps`].
    pub n_steps: usize,
    /// How much of a series is kept for the test, its last part, in percent.
    pub test_percent: usize,
    /// The text of [`Task::Text`], or the zeros and ones of [`Task::Bits`].
    pub text: &'a str,
    /// The values of [`Task::Series`]: a drawn signal or a column of a CSV text.
    pub series: &'a [f64],
    /// The sequences of [`Task::Given`].
    pub given: Option<&'a Given>,
}

impl SequenceSource<'_> {
    /// The task as it is met first: its usual length, the last fifth of a series for the test, no own data.
    #[must_use]
    pub fn new(task: Task) -> Self {
        Self { task, n_steps: task.default_steps(), test_percent: 20, text: "", series: &[], given: None }
    }
}

/// A task ready to draw sequences.
///
/// ```
/// use neurone::data::{Sequences, SequenceSource, Task};
/// use neurone::random::RandomState;
///
/// let sequences = Sequences::new(&SequenceSource { n_steps: 4, ..SequenceSource::new(Task::Parity) })?;
/// let batch = sequences.draw(&mut RandomState::new(0), 1);
/// assert_eq!(batch.x, [-1.0, 1.0, 1.0, -1.0]);
/// assert_eq!(batch.y, [0.0, 1.0, 0.0, 0.0]); // whether the number of +1 is odd so far
/// # Ok::<(), neurone::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Sequences {
    task: Task,
    n_steps: usize,
    content: Content,
}

#[derive(Clone, Debug, PartialEq)]
enum Content {
    /// Each sequence is drawn from nothing.
    Drawn,
    Series(Series),
    Text(Text),
    Given(Given),
}

/// Sequences side by side, as a recurrent network takes them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SequenceBatch {
    /// `[n_steps, n_in, m]`.
    pub x: Vec<f64>,
    /// `[n_out_steps, m]`: the class, 0, 1 and so on, or the value at every step; where the task asks only
    /// once, `n_out_steps` is 1 and it is the answer after the last step.
    pub y: Vec<f64>,
    /// `[n_out_steps, m]`: whether the measure looks at this answer; empty where it looks at all of them.
    /// All are learnt from.
    pub counted: Vec<bool>,
    /// Length of the sequences.
    pub n_steps: usize,
    /// Number of sequences.
    pub m: usize,
}

impl SequenceBatch {
    /// Some of the sequences.
    #[must_use]
    pub fn some(&self, sequences: Range<usize>) -> Self {
        let Self { x, y, counted, n_steps, m } = self;
        let [x, y] = [x, y].map(|rows| columns(rows, *m, &sequences));
        Self { x, y, counted: columns(counted, *m, &sequences), n_steps: *n_steps, m: sequences.len() }
    }
}

/// Some columns of `[rows, m]`.
fn columns<T: Copy>(rows: &[T], m: usize, some: &Range<usize>) -> Vec<T> {
    rows.chunks_exact(m).flat_map(|row| &row[some.clone()]).copied().collect()
}

impl Sequences {
    /// Checks a source and prepares its data.
    ///
    /// # Errors
    /// `out_of_range` for a length that the task does not take (below [`Task::steps`], or a window as
    /// long as what a series has to train on) or for `test_percent`; for own data those of [`Series::new`]
    /// and [`Text::new`], or `missing` where there are none.
    pub fn new(source: &SequenceSource<'_>) -> Result<Self> {
        let SequenceSource { task, n_steps, test_percent, text, series, given } = *source;
        let is_missing = match task {
            Task::Series => series.is_empty(),
            Task::Text | Task::Bits => text.is_empty(),
            _ => false,
        };
        if is_missing {
            return Err(Error::Missing { field: task.name().into() });
        }
        let content = match task {
            Task::Sine => Content::Series(Series::new(&series::sine(), test_percent)?),
            Task::TwoSines => Content::Series(Series::new(&series::two_sines(), test_percent)?),
            Task::Sunspots => Content::Series(Series::new(&sunspots(), test_percent)?),
            Task::Series => Content::Series(Series::new(series, test_percent)?),
            Task::Fable => Content::Text(Text::new(FABLE)?),
            Task::English => Content::Text(Text::new(ENGLISH)?),
            Task::Text => Content::Text(Text::new(text)?),
            Task::Bits => Content::Text(Text::bits(text)?),
            Task::Given => {
                let given = given.ok_or_else(|| Error::Missing { field: "sequences".into() })?;
                return Ok(Self { task, n_steps: given.n_steps, content: Content::Given(given.clone()) });
            }
            _ => Content::Drawn,
        };
        let sequences = Self { task, n_steps, content };
        let [min, max] = sequences.steps();
        check_range("n_steps", n_steps as f64, min as f64, max as f64)?;
        Ok(sequences)
    }

    /// Shortest and longest length that the task takes; of a series, an answer must follow the longest.
    #[must_use]
    pub fn steps(&self) -> [usize; 2] {
        let [min, max] = self.task.steps();
        let longest =
            if let Content::Series(series) = &self.content { series.train().len() - 1 } else { max };
        [min, max.min(longest)]
    }

    /// The task.
    #[must_use]
    pub fn task(&self) -> Task {
        self.task
    }

    /// Length of a sequence.
    #[must_use]
    pub fn n_steps(&self) -> usize {
        self.n_steps
    }

    /// Number of steps at which an answer is asked for: all of them, or 1, the last.
    #[must_use]
    pub fn n_out_steps(&self) -> usize {
        if self.every_step() { self.n_steps } else { 1 }
    }

    /// Whether an answer is asked for at every step, and not only after the last.
    #[must_use]
    pub fn every_step(&self) -> bool {
        if let Content::Given(given) = &self.content { given.every_step() } else { self.task.every_step() }
    }

    /// How many sequences there are, where they are given.
    #[must_use]
    pub fn n_given(&self) -> Option<usize> {
        if let Content::Given(given) = &self.content { Some(given.x.len()) } else { None }
    }

    /// Number of input channels.
    #[must_use]
    pub fn n_in(&self) -> usize {
        match &self.content {
            Content::Text(text) => text.alphabet().len(),
            Content::Given(given) => given.n_in(),
            _ => self.task.inputs().len(),
        }
    }

    /// Number of classes, 2 of which need one output only; 0 where values are to be predicted.
    #[must_use]
    pub fn n_classes(&self) -> usize {
        match &self.content {
            Content::Text(text) => text.alphabet().len(),
            Content::Given(given) => given.n_classes,
            _ => self.task.classes().len(),
        }
    }

    /// A short mark for every input channel, the same in every language. Where exactly one channel is 1
    /// at each step ([`Task::is_one_hot`]), it is the symbol.
    #[must_use]
    pub fn inputs(&self) -> Vec<String> {
        match &self.content {
            Content::Given(given) => (1..=given.n_in()).map(|i| alloc::format!("x{i}")).collect(),
            _ => self.marks(self.task.inputs()),
        }
    }

    /// A short mark for every class, the same in every language.
    #[must_use]
    pub fn classes(&self) -> Vec<String> {
        match &self.content {
            Content::Given(given) => (0..given.n_classes).map(|class| class.to_string()).collect(),
            _ => self.marks(self.task.classes()),
        }
    }

    /// The characters of a text, or else these marks.
    fn marks(&self, marks: &[&str]) -> Vec<String> {
        match self.text() {
            Some(text) => text.alphabet().iter().map(char::to_string).collect(),
            None => marks.iter().map(ToString::to_string).collect(),
        }
    }

    /// The series that windows are cut from, with its scale and its test part.
    #[must_use]
    pub fn series(&self) -> Option<&Series> {
        if let Content::Series(series) = &self.content { Some(series) } else { None }
    }

    /// The text that windows are cut from, with its alphabet.
    #[must_use]
    pub fn text(&self) -> Option<&Text> {
        if let Content::Text(text) = &self.content { Some(text) } else { None }
    }

    /// The next `m` sequences of the stream.
    #[must_use]
    pub fn draw(&self, random: &mut RandomState, m: usize) -> SequenceBatch {
        self.draw_some(random, 0..m, m)
    }

    /// Some of the next `m` sequences of the stream, of which those before were drawn.
    pub(crate) fn draw_some(&self, random: &mut RandomState, some: Range<usize>, of: usize) -> SequenceBatch {
        let m = some.len();
        let n_out_steps = self.n_out_steps();
        let mut batch = SequenceBatch {
            x: vec![0.0; self.n_steps * self.n_in() * m],
            y: vec![0.0; n_out_steps * m],
            counted: Vec::new(),
            n_steps: self.n_steps,
            m,
        };
        for (s, i) in some.enumerate() {
            let sequence = self.draw_one(i, of, random);
            batch.counted.resize(if sequence.counted.is_empty() { 0 } else { n_out_steps * m }, false);
            set_column(&mut batch.x, s, m, &sequence.x);
            set_column(&mut batch.y, s, m, &sequence.y);
            set_column(&mut batch.counted, s, m, &sequence.counted);
        }
        batch
    }

    fn draw_one(&self, i: usize, of: usize, random: &mut RandomState) -> Sequence {
        match &self.content {
            Content::Drawn => tasks::draw(self.task, self.n_steps, random),
            Content::Series(series) => series.window(self.n_steps, random),
            Content::Text(text) => text.window(self.n_steps, random),
            Content::Given(given) => given.sequence(i, of, random),
        }
    }

    /// All of a series or a text as one sequence: of a series the answers in the test part are counted,
    /// of a text all. `None` for a task that has no such whole.
    #[must_use]
    pub fn whole(&self) -> Option<SequenceBatch> {
        let Sequence { x, y, counted } = match &self.content {
            Content::Drawn | Content::Given(_) => return None,
            Content::Series(series) => series.whole(),
            Content::Text(text) => text.whole(),
        };
        Some(SequenceBatch { n_steps: y.len(), x, y, counted, m: 1 })
    }
}

/// Writes column `s` of a `[rows, m]`.
fn set_column<T: Copy>(all: &mut [T], s: usize, m: usize, column: &[T]) {
    all.iter_mut().skip(s).step_by(m).zip(column).for_each(|(to, from)| *to = *from);
}
