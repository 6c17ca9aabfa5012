//! The gradient by a weight matrix, `d_w += d_z x^T`: dot products over samples, in tiles of 4 rows by 2 columns.
//!
//! Each product is summed as [`sum`](super::sum) does over the samples, those of one step after those of the step
//! before. A tile takes two of the eight lanes at a time, so that all its sums stay in registers; that changes no
//! order.

use alloc::vec::Vec;
use core::array;

use super::kernels::{LANES, tree};
use super::packed::grow;
use super::pair::Pair;
use super::tile::{TURN, accumulate};

/// Rows and columns of a tile.
const ROWS: usize = 4;
const COLUMNS: usize = 2;

/// Strips of [`ROWS`] that are packed at once, and columns that they share while these are in the second cache.
const STRIPS: usize = 4;
const GROUP: usize = 16;

/// Pairs of lanes.
const PAIRS: usize = LANES / 2;

/// The lanes of [`LANES`] samples, by pairs.
type Paired = [[f64; 2]; PAIRS];

/// The sums of a tile, by pairs of lanes.
type Sums = [[[[f64; 2]; ROWS]; COLUMNS]; PAIRS];

/// Adds `d_z x^T` to `d_w`, with `d_z` `[n_out, m]`, x `[n_in, m]`, `d_w` `[n_out, n_in]`.
#[inline(never)]
pub fn weight_gradient(d_z: &[f64], x: &[f64], d_w: &mut [f64], m: usize) {
    debug_assert!(m.is_multiple_of(LANES) && d_z.len() * x.len() == d_w.len() * m * m);
    let (d_z, x, width) = (as_lanes(d_z), as_lanes(x), m / LANES);
    let n_in = x.len() / width;
    for (d_z, d_w) in d_z.chunks(ROWS * width).zip(d_w.chunks_mut(ROWS * n_in)) {
        for (x, column) in x.chunks(COLUMNS * width).zip((0..).step_by(COLUMNS)) {
            match (d_z.len() / width, x.len() / width) {
                (4, 2) => tile::<4, 2>(d_z, x, d_w, column),
                (4, _) => tile::<4, 1>(d_z, x, d_w, column),
                (3, 2) => tile::<3, 2>(d_z, x, d_w, column),
                (3, _) => tile::<3, 1>(d_z, x, d_w, column),
                (2, 2) => tile::<2, 2>(d_z, x, d_w, column),
                (2, _) => tile::<2, 1>(d_z, x, d_w, column),
                (_, 2) => tile::<1, 2>(d_z, x, d_w, column),
                _ => tile::<1, 1>(d_z, x, d_w, column),
            }
        }
    }
}

#[inline(always)]
fn tile<const R: usize, const C: usize>(d_z: &[Paired], x: &[Paired], d_w: &mut [f64], column: usize) {
    let width = x.len() / C;
    let rows: [_; R] = array::from_fn(|r| &d_z[r * width..][..width]);
    let columns: [_; C] = array::from_fn(|c| &x[c * width..][..width]);
    let sums = [
        near_products::<R, C, 0>(rows, columns, width),
        near_products::<R, C, 1>(rows, columns, width),
        near_products::<R, C, 2>(rows, columns, width),
        near_products::<R, C, 3>(rows, columns, width),
    ];
    add_near(&sums, d_w, column);
}

/// The sums over the samples of the lanes of pair P.
#[inline(always)]
fn near_products<const R: usize, const C: usize, const P: usize>(
    rows: [&[Paired]; R],
    columns: [&[Paired]; C],
    width: usize,
) -> [[[f64; 2]; C]; R] {
    let mut sums = [[Pair::from_array(&[0.0; 2]); C]; R];
    for k in 0..width {
        add_products(&mut sums, |r| &rows[r][k][P], |c| &columns[c][k][P]);
    }
    sums.map(|row| row.map(Pair::to_array))
}

#[inline(always)]
fn add_products<'a, const R: usize, const C: usize>(
    sums: &mut [[Pair; C]; R],
    row: impl Fn(usize) -> &'a [f64; 2],
    column: impl Fn(usize) -> &'a [f64; 2],
) {
    let column: [_; C] = array::from_fn(|c| Pair::from_array(column(c)));
    for (r, sums) in sums.iter_mut().enumerate() {
        let row = Pair::from_array(row(r));
        for (sum, column) in sums.iter_mut().zip(column) {
            *sum = *sum + row * column;
        }
    }
}

/// Adds the sums of a tile's pairs of lanes, by the tree of [`sum`](super::sum), to its place in `d_w [R, n_in]`.
#[inline(always)]
fn add_near<const R: usize, const C: usize>(
    sums: &[[[[f64; 2]; C]; R]; PAIRS],
    d_w: &mut [f64],
    column: usize,
) {
    let n_in = d_w.len() / R;
    for (r, d_w) in d_w.chunks_exact_mut(n_in).enumerate() {
        for (c, d_w) in d_w[column..column + C].iter_mut().enumerate() {
            let [p0, p1, p2, p3] = sums.each_ref().map(|sums| Pair::from_array(&sums[r][c]));
            let [even, odd] = ((p0 + p2) + (p1 + p3)).to_array();
            *d_w += even + odd;
        }
    }
}

/// The columns `x [t, n_in, m]` of weight gradients over steps: packed in the order in which these read them, for the
/// samples of a row lie apart, step by step, and steps often on the same lines of the cache; or symbols.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Columns {
    /// Tile by tile, `[pair of lanes, t * m / LANES, COLUMNS]` pairs.
    packed: Vec<f64>,
    /// `[t, m]`, where there are any; see [`symbols`](super::symbols).
    symbols: Vec<usize>,
    n_in: usize,
    n_steps: usize,
    m: usize,
}

impl Columns {
    /// Takes up `x [t, n_in, m]`.
    pub fn pack(&mut self, x: &[f64], n_steps: usize, m: usize) {
        debug_assert!(m.is_multiple_of(LANES) && x.len().is_multiple_of(n_steps * m));
        let n_in = x.len() / n_steps / m;
        (self.n_in, self.n_steps, self.m) = (n_in, n_steps, m);
        self.symbols.clear();
        self.packed.resize(n_in.next_multiple_of(COLUMNS) * n_steps * m, 0.0);
        pack::<COLUMNS>(x, 0, n_in, m, &mut self.packed, COLUMNS * n_steps * m);
    }

    /// Takes up symbols `[t, m]` below `n_in`.
    pub fn pick(&mut self, symbols: &[usize], n_in: usize, m: usize) {
        debug_assert!(symbols.len().is_multiple_of(m));
        (self.n_in, self.n_steps, self.m) = (n_in, symbols.len() / m, m);
        self.symbols.clear();
        self.symbols.extend_from_slice(symbols);
    }
}

/// As [`weight_gradient`] over all steps of `d_z` `[t, n_out, m]` and x `[t, n_in, m]`; the last two are room to work
/// in.
pub fn weight_gradient_over_steps(
    d_z: &[f64],
    x: &[f64],
    d_w: &mut [f64],
    [n_steps, m]: [usize; 2],
    columns: &mut Columns,
    rows: &mut Vec<f64>,
) {
    if n_steps == 1 {
        return weight_gradient(d_z, x, d_w, m);
    }
    columns.pack(x, n_steps, m);
    add_gradients(d_z, &mut [(columns, d_w)], rows);
}

/// Adds `d_z x^T` over all steps of `d_z [t, n_out, m]` to several `d_w [n_out, n_in]`, each with its own columns;
/// `room` is there to work in.
pub fn add_gradients(d_z: &[f64], parts: &mut [(&Columns, &mut [f64])], room: &mut Vec<f64>) {
    let Some(&(&Columns { n_steps, m, .. }, _)) = parts.first() else { return };
    let n_out = d_z.len() / n_steps / m;
    let strip = ROWS * (n_steps * m).next_multiple_of(TURN * LANES);
    let most = parts.iter().map(|(columns, _)| columns.n_in.max(GROUP)).max().unwrap_or_default();
    grow(room, STRIPS * strip + ROWS * most * LANES);
    let (rows, sums) = room.split_at_mut(STRIPS * strip);
    for first in (0..n_out).step_by(STRIPS * ROWS) {
        let last = n_out.min(first + STRIPS * ROWS);
        let rows = &mut rows[..(last - first).div_ceil(ROWS) * strip];
        pack::<ROWS>(d_z, first, n_out, m, rows, strip);
        for (columns, d_w) in &mut *parts {
            let d_w = &mut d_w[first * columns.n_in..last * columns.n_in];
            if columns.symbols.is_empty() {
                multiply(rows, strip, columns, d_w, sums);
            } else {
                for (rows, d_w) in rows.chunks_exact(strip).zip(d_w.chunks_mut(ROWS * columns.n_in)) {
                    picked(rows, &columns.symbols, d_w, &mut sums[..columns.n_in * LANES * ROWS]);
                }
            }
        }
    }
}

/// Rows of x `[t, n, m]` from `first` on, N in a strip, as `[pair of lanes, t * m / LANES, N]` pairs, beyond which
/// there may be room; the last row again where there are not as many.
#[inline(never)]
fn pack<const N: usize>(x: &[f64], first: usize, n: usize, m: usize, packed: &mut [f64], strip: usize) {
    let width = m / LANES;
    for (t, x) in as_lanes(x).chunks_exact(n * width).enumerate() {
        for (packed, first) in packed.chunks_exact_mut(strip).zip((first..).step_by(N)) {
            let packed: &mut [[[f64; 2]; N]] = packed.as_chunks_mut().0.as_chunks_mut().0;
            let length = packed.len() / PAIRS;
            let (p0, p2) = packed.split_at_mut(2 * length);
            let ((p0, p1), (p2, p3)) = (p0.split_at_mut(length), p2.split_at_mut(length));
            let [p0, p1, p2, p3] = [p0, p1, p2, p3].map(|packed| &mut packed[t * width..][..width]);
            let rows: [_; N] = array::from_fn(|r| &x[(first + r).min(n - 1) * width..][..width]);
            for k in 0..width {
                for (r, row) in rows.iter().enumerate() {
                    [p0[k][r], p1[k][r], p2[k][r], p3[k][r]] = row[k];
                }
            }
        }
    }
}

/// Strips of packed rows with all columns, added to `d_w [n, n_in]`; `sums` is there to work in.
fn multiply(rows: &[f64], strip: usize, columns: &Columns, d_w: &mut [f64], sums: &mut [f64]) {
    let (n_in, tile) = (columns.n_in, COLUMNS * columns.n_steps * columns.m);
    let sums: &mut [Sums] = sums.as_chunks_mut().0.as_chunks_mut().0.as_chunks_mut().0.as_chunks_mut().0;
    for (columns, column) in columns.packed.chunks(GROUP / COLUMNS * tile).zip((0..).step_by(GROUP)) {
        for (rows, d_w) in rows.chunks_exact(strip).zip(d_w.chunks_mut(ROWS * n_in)) {
            let sums = &mut sums[..columns.len() / tile];
            for (pair, rows) in rows.chunks_exact(strip / PAIRS).enumerate() {
                products(rows, columns, pair, sums, tile);
            }
            add_sums(sums, d_w, column, n_in);
        }
    }
}

/// The sums of packed rows, of one pair of lanes, with several tiles of columns. One loop in a function of its own:
/// beside others, its sums would be moved in and out of the registers.
#[inline(never)]
fn products(rows: &[f64], columns: &[f64], pair: usize, sums: &mut [Sums], tile: usize) {
    let (rows, columns): (_, &[[[f64; 2]; COLUMNS]]) =
        (rows.as_chunks().0.as_chunks().0, columns.as_chunks().0.as_chunks().0);
    let length = tile / COLUMNS / LANES;
    for (columns, sums) in columns.chunks_exact(PAIRS * length).zip(sums) {
        let columns =
            columns[pair * length..][..length].iter().map(|columns| columns.each_ref().map(Pair::from_array));
        sums[pair] =
            accumulate([[Pair::splat(0.0); 4]; COLUMNS], columns, rows).map(|sums| sums.map(Pair::to_array));
    }
}

/// Adds the sums of tiles, each by the tree of [`sum`](super::sum), to their place in `d_w [n, n_in]`.
#[inline(never)]
fn add_sums(sums: &[Sums], d_w: &mut [f64], column: usize, n_in: usize) {
    for (r, d_w) in d_w.chunks_exact_mut(n_in).take(ROWS).enumerate() {
        for (sums, d_w) in sums.iter().zip(d_w[column..].chunks_mut(COLUMNS)) {
            let tree = |c: usize| {
                let [p0, p1, p2, p3] = sums.each_ref().map(|sums| Pair::from_array(&sums[c][r]));
                (p0 + p2) + (p1 + p3)
            };
            let sums = Pair::sums(tree(0), tree(1)).to_array();
            match d_w {
                [d_w0, d_w1] => (*d_w0, *d_w1) = (*d_w0 + sums[0], *d_w1 + sums[1]),
                _ => d_w[0] += sums[0],
            }
        }
    }
}

/// Packed rows, each number added to the sums of its symbol, `[n_in, LANES, ROWS]`. What a product would add beside are
/// zeros, which change no sum that starts from 0.
#[inline(never)]
fn picked(rows: &[f64], symbols: &[usize], d_w: &mut [f64], sums: &mut [f64]) {
    let (rows, symbols): (&[[[f64; 2]; ROWS]], &[[usize; LANES]]) =
        (rows.as_chunks().0.as_chunks().0, symbols.as_chunks().0);
    sums.fill(0.0);
    let sums: &mut [[[f64; ROWS]; LANES]] = sums.as_chunks_mut().0.as_chunks_mut().0;
    for (pair, rows) in rows.chunks_exact(rows.len() / PAIRS).enumerate() {
        for (row, symbols) in rows.iter().zip(symbols) {
            for side in 0..2 {
                let lane = 2 * pair + side;
                if let Some(sums) = sums.get_mut(symbols[lane]) {
                    sums[lane].iter_mut().zip(row).for_each(|(sum, row)| *sum += row[side]);
                }
            }
        }
    }
    let n_in = sums.len();
    for (r, d_w) in d_w.chunks_exact_mut(n_in).enumerate() {
        d_w.iter_mut().zip(&*sums).for_each(|(d_w, sums)| *d_w += tree(sums.map(|lane| lane[r])));
    }
}

fn as_lanes(x: &[f64]) -> &[Paired] {
    x.as_chunks().0.as_chunks().0
}
