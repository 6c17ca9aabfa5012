//! The gradient by a weight matrix, `d_w += d_z x^T`: dot products over samples, in tiles of 4 rows by 2 columns.
//!
//! Each product is summed as [`sum`](super::sum) does over the samples, those of one step after those of the step
//! before. A tile takes two of the eight lanes at a time, so that all its sums stay in registers; that changes no
//! order.

use alloc::vec::Vec;
use core::array;

use super::kernels::{LANES, tree};
use super::pair::Pair;

/// Rows and columns of a tile.
const ROWS: usize = 4;
const COLUMNS: usize = 2;

/// Tiles that share the packed rows of a pair of lanes while these are in the nearest cache.
const TILES: usize = 8;

/// Pairs of lanes.
const PAIRS: usize = LANES / 2;

/// The lanes of [`LANES`] samples, by pairs.
type Lanes = [[f64; 2]; PAIRS];

/// The sums of a tile, for one pair of lanes.
type Sums<const R: usize, const C: usize> = [[[f64; 2]; C]; R];

/// Adds `d_z x^T` to `d_w`, with `d_z` `[n_out, m]`, x `[n_in, m]`, `d_w` `[n_out, n_in]`.
#[inline(never)]
pub fn weight_gradient(d_z: &[f64], x: &[f64], d_w: &mut [f64], m: usize) {
    debug_assert!(m.is_multiple_of(LANES) && d_z.len() * x.len() == d_w.len() * m * m);
    let (d_z, x, width) = (lanes(d_z), lanes(x), m / LANES);
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
fn tile<const R: usize, const C: usize>(d_z: &[Lanes], x: &[Lanes], d_w: &mut [f64], column: usize) {
    let width = x.len() / C;
    let rows: [_; R] = array::from_fn(|r| &d_z[r * width..][..width]);
    let columns: [_; C] = array::from_fn(|c| &x[c * width..][..width]);
    let sums = [
        products::<R, C, 0>(rows, columns, width),
        products::<R, C, 1>(rows, columns, width),
        products::<R, C, 2>(rows, columns, width),
        products::<R, C, 3>(rows, columns, width),
    ];
    add_sums(&sums, d_w, column);
}

/// The sums over the samples of the lanes of pair P.
#[inline(always)]
fn products<const R: usize, const C: usize, const P: usize>(
    rows: [&[Lanes]; R],
    columns: [&[Lanes]; C],
    width: usize,
) -> Sums<R, C> {
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
fn add_sums<const R: usize, const C: usize>(sums: &[Sums<R, C>; PAIRS], d_w: &mut [f64], column: usize) {
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
        self.packed.resize(x.len(), 0.0);
        for (packed, first) in self.packed.chunks_mut(COLUMNS * n_steps * m).zip((0..).step_by(COLUMNS)) {
            match n_in - first {
                1 => pack::<1>(x, first, n_in, m, packed),
                _ => pack::<COLUMNS>(x, first, n_in, m, packed),
            }
        }
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
    let (row, n_out) = (n_steps * m, d_z.len() / n_steps / m);
    let largest = parts.iter().map(|(columns, _)| columns.n_in).max().unwrap_or_default();
    room.resize(ROWS * (row + largest * LANES), 0.0);
    let (rows, sums) = room.split_at_mut(ROWS * row);
    let tiled = n_out / ROWS * ROWS;
    for first in (0..tiled).step_by(ROWS) {
        pack::<ROWS>(d_z, first, n_out, m, rows);
        parts.iter_mut().for_each(|(columns, d_w)| strip::<ROWS>(rows, columns, d_w, first, sums));
    }
    for first in tiled..n_out {
        let rows = &mut rows[..row];
        pack::<1>(d_z, first, n_out, m, rows);
        parts.iter_mut().for_each(|(columns, d_w)| strip::<1>(rows, columns, d_w, first, sums));
    }
}

/// Rows `first` to `first + N` of x `[t, n, m]` as `[pair of lanes, t * m / LANES, N]` pairs.
#[inline(never)]
fn pack<const N: usize>(x: &[f64], first: usize, n: usize, m: usize, packed: &mut [f64]) {
    let packed: &mut [[[f64; 2]; N]] = packed.as_chunks_mut().0.as_chunks_mut().0;
    let (width, length) = (m / LANES, packed.len() / PAIRS);
    let (p0, p2) = packed.split_at_mut(2 * length);
    let ((p0, p1), (p2, p3)) = (p0.split_at_mut(length), p2.split_at_mut(length));
    let steps = p0.chunks_exact_mut(width).zip(p1.chunks_exact_mut(width));
    let steps = steps.zip(p2.chunks_exact_mut(width).zip(p3.chunks_exact_mut(width)));
    for (x, ((p0, p1), (p2, p3))) in lanes(x).chunks_exact(n * width).zip(steps) {
        for (r, x) in x[first * width..(first + N) * width].chunks_exact(width).enumerate() {
            for ((((x, p0), p1), p2), p3) in x.iter().zip(&mut *p0).zip(&mut *p1).zip(&mut *p2).zip(&mut *p3)
            {
                [p0[r], p1[r], p2[r], p3[r]] = *x;
            }
        }
    }
}

/// R packed rows, the first of which is row `first` of `d_w`, with all columns.
fn strip<const R: usize>(rows: &[f64], columns: &Columns, d_w: &mut [f64], first: usize, sums: &mut [f64]) {
    let (row, n_in) = (columns.n_steps * columns.m, columns.n_in);
    let d_w = &mut d_w[first * n_in..][..R * n_in];
    if !columns.symbols.is_empty() {
        return picked::<R>(rows, &columns.symbols, d_w, &mut sums[..n_in * LANES * R]);
    }
    for (columns, column) in columns.packed.chunks(TILES * COLUMNS * row).zip((0..).step_by(TILES * COLUMNS))
    {
        let odd = columns.len() / row % COLUMNS;
        let (even, last) = columns.split_at(columns.len() - odd * row);
        tiles::<R, COLUMNS>(rows, even, d_w, column, row);
        tiles::<R, 1>(rows, last, d_w, column + even.len() / row, row);
    }
}

/// R packed rows, each number added to the sums of its symbol, `[n_in, LANES, R]`. What a product would add beside are
/// zeros, which change no sum that starts from 0.
#[inline(never)]
fn picked<const R: usize>(rows: &[f64], symbols: &[usize], d_w: &mut [f64], sums: &mut [f64]) {
    let (rows, symbols): (&[[[f64; 2]; R]], &[[usize; LANES]]) =
        (rows.as_chunks().0.as_chunks().0, symbols.as_chunks().0);
    sums.fill(0.0);
    let sums: &mut [[[f64; R]; LANES]] = sums.as_chunks_mut().0.as_chunks_mut().0;
    for (pair, rows) in rows.chunks_exact(symbols.len()).enumerate() {
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

/// Up to [`TILES`] tiles of packed rows and columns, added to their place in `d_w [R, n_in]`.
#[inline(never)]
fn tiles<const R: usize, const C: usize>(
    rows: &[f64],
    columns: &[f64],
    d_w: &mut [f64],
    column: usize,
    row: usize,
) {
    let (rows, columns) = (rows.as_chunks().0.as_chunks().0, columns.as_chunks().0.as_chunks().0);
    let length = row / LANES;
    let mut sums = [[[[[0.0; 2]; C]; R]; PAIRS]; TILES];
    let sums = &mut sums[..columns.len() / PAIRS / length];
    for (pair, rows) in rows.chunks_exact(length).enumerate() {
        packed_products::<R, C>(rows, columns, pair, sums);
    }
    for (sums, column) in sums.iter().zip((column..).step_by(C)) {
        add_sums(sums, d_w, column);
    }
}

/// The sums of one pair of lanes. One loop in a function of its own: beside others, its sums would be moved in and
/// out of the registers.
#[inline(never)]
fn packed_products<const R: usize, const C: usize>(
    rows: &[[[f64; 2]; R]],
    columns: &[[[f64; 2]; C]],
    pair: usize,
    out: &mut [[Sums<R, C>; PAIRS]],
) {
    let length = rows.len();
    for (columns, out) in columns.chunks_exact(PAIRS * length).zip(out) {
        let mut sums = [[Pair::from_array(&[0.0; 2]); C]; R];
        for (rows, columns) in rows.iter().zip(&columns[pair * length..][..length]) {
            add_products(&mut sums, |r| &rows[r], |c| &columns[c]);
        }
        out[pair] = sums.map(|row| row.map(Pair::to_array));
    }
}

fn lanes(x: &[f64]) -> &[Lanes] {
    x.as_chunks().0.as_chunks().0
}
