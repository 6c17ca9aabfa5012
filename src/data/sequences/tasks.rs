//! The tasks that draw each sequence from nothing.

use alloc::vec;
use alloc::vec::Vec;

use super::{Task, reber};
use crate::random::RandomState;

/// One sequence on its way into a batch.
#[derive(Debug, Default)]
pub(super) struct Sequence {
    /// `[n_steps, n_in]`.
    pub(super) x: Vec<f64>,
    /// `[n_out_steps]`.
    pub(super) y: Vec<f64>,
    /// `[n_out_steps]`, or empty where every answer is counted.
    pub(super) counted: Vec<bool>,
}

/// How many symbols are to be copied.
pub(super) const N_COPIED: usize = 3;
/// How probable a reset of the counter is, and an order to write.
pub(super) const RARE: f64 = 0.12;
/// How probable a question is where nothing is written.
pub(super) const ASKED: f64 = 0.25;

/// A sequence of a task that is no series and no text.
pub(super) fn draw(task: Task, n_steps: usize, random: &mut RandomState) -> Sequence {
    match task {
        Task::LongLag => long_lag(n_steps, random),
        Task::Parity => parity(n_steps, random),
        Task::Counter => counter(n_steps, random),
        Task::Adding => adding(n_steps, random),
        Task::Order => order(n_steps, random),
        Task::Recall => recall(n_steps, random),
        Task::Reber => reber::window(n_steps, random),
        Task::Copy => copy(n_steps, random),
        _ => pulse(n_steps, random),
    }
}

/// `[n_steps, n_in]` with a 1 in the channel of every symbol.
pub(super) fn one_hot(symbols: &[usize], n_in: usize) -> Vec<f64> {
    let mut x = vec![0.0; symbols.len() * n_in];
    x.chunks_exact_mut(n_in.max(1)).zip(symbols).for_each(|(x, symbol)| x[*symbol] = 1.0);
    x
}

/// The sign: class 1 is +1.
fn pulse(n_steps: usize, random: &mut RandomState) -> Sequence {
    let class = random.below(2);
    let mut x = vec![0.0; n_steps];
    x[0] = sign(class);
    Sequence { x, y: vec![class as f64], ..Sequence::default() }
}

/// The first symbol, then the others.
fn long_lag(n_steps: usize, random: &mut RandomState) -> Sequence {
    let first = random.below(2);
    let symbols: Vec<usize> =
        core::iter::once(first).chain((1..n_steps).map(|_| 2 + random.below(2))).collect();
    Sequence { x: one_hot(&symbols, 4), y: vec![first as f64], ..Sequence::default() }
}

/// Step by step a sign.
fn parity(n_steps: usize, random: &mut RandomState) -> Sequence {
    let bits: Vec<usize> = (0..n_steps).map(|_| random.below(2)).collect();
    let parities = bits.iter().scan(0, |odd, bit| {
        *odd ^= bit;
        Some(*odd as f64)
    });
    Sequence { y: parities.collect(), x: bits.iter().map(|bit| sign(*bit)).collect(), ..Sequence::default() }
}

/// Step by step one uniform number: r below 0.12, a below 0.56, otherwise n.
fn counter(n_steps: usize, random: &mut RandomState) -> Sequence {
    const A: usize = 0;
    const R: usize = 2;
    let symbol = |u: f64| if u < RARE { R } else { usize::from(u >= RARE + (1.0 - RARE) / 2.0) };
    let symbols: Vec<usize> = (0..n_steps).map(|_| symbol(random.random_sample())).collect();
    let counts = symbols.iter().scan(0, |count, symbol| {
        *count = if *symbol == R { 0 } else { *count + usize::from(*symbol == A) };
        Some(*count as f64 / 10.0)
    });
    Sequence { y: counts.collect(), x: one_hot(&symbols, 3), ..Sequence::default() }
}

/// All values, then the mark in the first half, then that in the second, which is the longer one.
fn adding(n_steps: usize, random: &mut RandomState) -> Sequence {
    let mut x: Vec<f64> = (0..n_steps).flat_map(|_| [random.random_sample(), 0.0]).collect();
    let half = n_steps / 2;
    let marks = [random.below(half), half + random.below(n_steps - half)];
    marks.iter().for_each(|t| x[2 * t + 1] = 1.0);
    let [first, second] = marks.map(|t| x[2 * t]);
    Sequence { x, y: vec![first + second], ..Sequence::default() }
}

/// The letters a to d between B and E, then both places, then both letters for them.
fn order(n_steps: usize, random: &mut RandomState) -> Sequence {
    const X: usize = 4;
    const B: usize = 6;
    const E: usize = 7;
    let mut symbols = vec![B; n_steps];
    symbols[1..n_steps - 1].iter_mut().for_each(|symbol| *symbol = random.below(4));
    symbols[n_steps - 1] = E;
    let mut place = |from: usize| {
        let (first, last) = (from * n_steps / 10, (from + 1) * n_steps / 10);
        first + random.below(last - first + 1)
    };
    let places = [place(1), place(5)];
    let letters = places.map(|_| random.below(2));
    places.iter().zip(letters).for_each(|(t, letter)| symbols[*t] = X + letter);
    let class = 2 * letters[0] + letters[1];
    Sequence { x: one_hot(&symbols, 8), y: vec![class as f64], ..Sequence::default() }
}

/// Step by step a sign, then a uniform number each for writing and asking, needed or not.
fn recall(n_steps: usize, random: &mut RandomState) -> Sequence {
    let (mut sequence, mut written) = (Sequence::default(), 0.0);
    for t in 0..n_steps {
        let value = sign(random.below(2));
        let writes = random.random_sample() < RARE || t == 0;
        let asks = random.random_sample() < ASKED && !writes;
        written = if writes { value } else { written };
        sequence.x.extend([value, f64::from(writes), f64::from(asks)]);
        sequence.y.push(if asks { written } else { 0.0 });
    }
    sequence
}

/// The symbols. The sign to repeat them comes with the step of the first one.
fn copy(n_steps: usize, random: &mut RandomState) -> Sequence {
    const BLANK: usize = 2;
    const DELIMITER: usize = 3;
    let (mut x, mut y) = (vec![BLANK; n_steps], vec![BLANK as f64; n_steps]);
    let recalled = n_steps - N_COPIED;
    for i in 0..N_COPIED {
        x[i] = random.below(2);
        y[recalled + i] = x[i] as f64;
    }
    x[recalled] = DELIMITER;
    Sequence { x: one_hot(&x, 4), y, counted: (0..n_steps).map(|t| t >= recalled).collect() }
}

fn sign(bit: usize) -> f64 {
    if bit == 1 { 1.0 } else { -1.0 }
}
