//! The numbers of one step of a sequence: what is done to them element by element, and the forms in which products over
//! many steps take what comes of it. m is a multiple of [`LANES`].

use alloc::vec::Vec;
use core::array;

use super::kernels::{LANES, Lanes};
use super::packed::grow;
use super::pair::Pair;
use super::tile::TURN;

/// The rows of `x [n, m]`, that of step t, among those of so many steps, `[n, steps * m]`.
#[inline(never)]
pub fn join(x: &[f64], m: usize, [t, steps]: [usize; 2], rows: &mut Vec<f64>) {
    grow(rows, x.len() * steps);
    for (x, row) in x.chunks_exact(m).zip(rows.chunks_exact_mut(steps * m)) {
        let (x, row): (&[Lanes], &mut [Lanes]) = (x.as_chunks().0, row[t * m..].as_chunks_mut().0);
        x.iter().zip(row).for_each(|(x, row)| *row = *x);
    }
}

/// Matrices `[n, m]` of a step, the derivatives by what is multiplied there. Each is kept among those of the other steps
/// of a span, for the gradients by weights; some are also packed, one below the other, for the way back through the
/// weights. Both are written at once, a line of the cache at a time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slopes {
    joined: Vec<Vec<f64>>,
    packed: Vec<f64>,
    /// For each matrix the line in which it begins in `packed`, and from there on to that of the next eight columns.
    places: Vec<[usize; 2]>,
    /// n and m.
    shape: [usize; 2],
    /// The step and the number of steps.
    span: [usize; 2],
}

impl Slopes {
    /// Makes room for step t of so many; `is_packed` says of each matrix whether it is packed too.
    pub fn prepare(
        &mut self,
        [n, m]: [usize; 2],
        [t, steps]: [usize; 2],
        is_packed: impl Iterator<Item = bool> + Clone,
    ) {
        (self.shape, self.span) = ([n, m], [t, steps]);
        let total = (n * is_packed.clone().filter(|is_packed| *is_packed).count()).next_multiple_of(TURN);
        self.places.clear();
        let mut row = 0;
        for is_packed in is_packed {
            // What is not packed goes behind the rest, where nobody looks.
            self.places.push(if is_packed { [row, total] } else { [total * m / LANES, 0] });
            row += if is_packed { n } else { 0 };
        }
        grow(&mut self.packed, total * m + n * LANES);
        self.joined.resize_with(self.places.len(), Vec::new);
        self.joined.iter_mut().for_each(|joined| grow(joined, n * m * steps));
    }

    /// Matrix k of all steps, `[n, steps * m]`.
    #[must_use]
    pub fn joined(&self, k: usize) -> &[f64] {
        let ([n, m], [_, steps]) = (self.shape, self.span);
        &self.joined[k][..n * m * steps]
    }

    /// The packed matrices.
    #[must_use]
    pub fn packed(&self) -> &[f64] {
        &self.packed
    }

    /// N matrices from `first` on and `out` become `f(out, x)`, element by element.
    #[inline(always)]
    pub(crate) fn each<const N: usize, const M: usize, const K: usize>(
        &mut self,
        first: usize,
        mut out: [&mut [f64]; M],
        x: [&[f64]; K],
        f: impl Fn([Pair; M], [Pair; K]) -> ([Pair; N], [Pair; M]),
    ) {
        let ([n, m], [t, steps]) = (self.shape, self.span);
        let width = m / LANES;
        let Some(joined) = self.joined[first..].first_chunk_mut::<N>() else { return };
        let packed = self.packed.as_chunks_mut().0;
        let places: [_; N] = array::from_fn(|k| self.places[first + k]);
        for row in 0..n {
            let x = x.map(|x| &x.as_chunks().0[row * width..][..width]);
            let mut out = out.each_mut().map(|out| &mut out.as_chunks_mut().0[row * width..][..width]);
            let to = (row * steps + t) * width;
            let mut joined = joined.each_mut().map(|joined| &mut joined.as_chunks_mut().0[to..][..width]);
            for group in 0..width {
                let x = x.map(|x| &x[group]);
                let mut out = out.each_mut().map(|out| &mut out[group]);
                let mut joined = joined.each_mut().map(|joined| &mut joined[group]);
                for pair in 0..LANES / 2 {
                    let (results, changed) =
                        f(out.each_ref().map(|out| at(out, pair)), x.map(|x| at(x, pair)));
                    out.iter_mut().zip(changed).for_each(|(out, changed)| put(out, pair, changed));
                    joined.iter_mut().zip(results).for_each(|(joined, result)| put(joined, pair, result));
                }
                for (joined, [start, stride]) in joined.iter().zip(places) {
                    packed[start + group * stride + row] = **joined;
                }
            }
        }
    }
}

/// `out = f(out, x)`, element by element, for some slices of as many numbers.
#[inline(always)]
pub(crate) fn each<const N: usize, const K: usize>(
    out: [&mut [f64]; N],
    x: [&[f64]; K],
    f: impl Fn([Pair; N], [Pair; K]) -> [Pair; N],
) {
    let length = out.first().map_or(0, |out| out.len() / LANES);
    let mut out = out.map(|out| &mut out.as_chunks_mut().0[..length]);
    let x = x.map(|x| &x.as_chunks().0[..length]);
    for k in 0..length {
        for pair in 0..LANES / 2 {
            let results = f(out.each_ref().map(|out| at(&out[k], pair)), x.map(|x| at(&x[k], pair)));
            out.iter_mut().zip(results).for_each(|(out, result)| put(&mut out[k], pair, result));
        }
    }
}

#[inline(always)]
fn at(lanes: &Lanes, pair: usize) -> Pair {
    Pair::from_array(&lanes.as_chunks().0[pair])
}

#[inline(always)]
fn put(lanes: &mut Lanes, pair: usize, value: Pair) {
    lanes.as_chunks_mut().0[pair] = value.to_array();
}
