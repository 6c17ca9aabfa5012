//! The gradient by a weight matrix, `d_w += d_z x^T`: dot products over samples, in tiles of 4 rows by 2 columns.
//!
//! Each product is summed as [`sum`](super::sum) does over the samples, those of one step after those of the step
//! before. A tile takes two of the eight lanes at a time, so that all its sums stay in registers; that changes no
//! order.

use alloc::vec::Vec;
use core::array;

use super::kernels::LANES;
use super::pair::Pair;

/// Rows and columns of a tile.
const ROWS: usize = 4;
const COLUMNS: usize = 2;

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
            let [p0, p1, p2, p3] = [0, 1, 2, 3].map(|pair: usize| sums[pair][r][c]);
            *d_w += ((p0[0] + p2[0]) + (p1[0] + p3[0])) + ((p0[1] + p2[1]) + (p1[1] + p3[1]));
        }
    }
}

/// As [`weight_gradient`] over all steps of `d_z` `[t, n_out, m]` and x `[t, n_in, m]`.
///
/// The samples of a row lie apart, step by step, and steps often on the same lines of the cache: they are first
/// packed, tile by tile, in the order in which they are read.
#[inline(never)]
pub fn weight_gradient_over_steps(
    d_z: &[f64],
    x: &[f64],
    d_w: &mut [f64],
    n_steps: usize,
    m: usize,
    packed: &mut Vec<f64>,
) {
    if n_steps == 1 {
        return weight_gradient(d_z, x, d_w, m);
    }
    debug_assert!(m.is_multiple_of(LANES) && d_z.len() * x.len() == d_w.len() * (n_steps * m).pow(2));
    let (row, n_in, n_out) = (n_steps * m, x.len() / n_steps / m, d_z.len() / n_steps / m);
    packed.resize(x.len() + ROWS * row, 0.0);
    let (columns, rows) = packed.split_at_mut(x.len());
    for (columns, first) in columns.chunks_mut(COLUMNS * row).zip((0..).step_by(COLUMNS)) {
        match columns.len() / row {
            2 => pack::<2>(x, first, n_in, m / LANES, columns),
            _ => pack::<1>(x, first, n_in, m / LANES, columns),
        }
    }
    let tiled = n_out / ROWS * ROWS;
    let (d_w, rest) = d_w.split_at_mut(tiled * n_in);
    for (d_w, first) in d_w.chunks_exact_mut(ROWS * n_in).zip((0..).step_by(ROWS)) {
        pack::<ROWS>(d_z, first, n_out, m / LANES, rows);
        strip::<ROWS>(rows, columns, d_w, row);
    }
    for (d_w, first) in rest.chunks_exact_mut(n_in).zip(tiled..) {
        let rows = &mut rows[..row];
        pack::<1>(d_z, first, n_out, m / LANES, rows);
        strip::<1>(rows, columns, d_w, row);
    }
}

/// Rows `first` to `first + N` of x `[t, n, m]` as `[pair of lanes, t * m / LANES, N]` pairs.
#[inline(always)]
fn pack<const N: usize>(x: &[f64], first: usize, n: usize, width: usize, packed: &mut [f64]) {
    let packed: &mut [[[f64; 2]; N]] = packed.as_chunks_mut().0.as_chunks_mut().0;
    let length = packed.len() / PAIRS;
    for (t, x) in lanes(x).chunks_exact(n * width).enumerate() {
        for (r, x) in x[first * width..(first + N) * width].chunks_exact(width).enumerate() {
            for (pair, packed) in packed.chunks_exact_mut(length).enumerate() {
                for (packed, x) in packed[t * width..].iter_mut().zip(x) {
                    packed[r] = x[pair];
                }
            }
        }
    }
}

/// The tiles of R packed rows with all packed columns.
#[inline(always)]
fn strip<const R: usize>(rows: &[f64], columns: &[f64], d_w: &mut [f64], row: usize) {
    for (columns, column) in columns.chunks(COLUMNS * row).zip((0..).step_by(COLUMNS)) {
        match columns.len() / row {
            2 => packed_tile::<R, 2>(rows, columns, d_w, column),
            _ => packed_tile::<R, 1>(rows, columns, d_w, column),
        }
    }
}

#[inline(always)]
fn packed_tile<const R: usize, const C: usize>(
    rows: &[f64],
    columns: &[f64],
    d_w: &mut [f64],
    column: usize,
) {
    let (rows, columns) = (rows.as_chunks().0.as_chunks().0, columns.as_chunks().0.as_chunks().0);
    let length = rows.len() / PAIRS;
    let mut sums = [[[[0.0; 2]; C]; R]; PAIRS];
    for (sums, (rows, columns)) in
        sums.iter_mut().zip(rows.chunks_exact(length).zip(columns.chunks_exact(length)))
    {
        packed_products::<R, C>(rows, columns, sums);
    }
    add_sums(&sums, d_w, column);
}

/// One loop in a function of its own: beside others, its sums would be moved in and out of the registers.
#[inline(never)]
fn packed_products<const R: usize, const C: usize>(
    rows: &[[[f64; 2]; R]],
    columns: &[[[f64; 2]; C]],
    out: &mut Sums<R, C>,
) {
    let mut sums = [[Pair::from_array(&[0.0; 2]); C]; R];
    for (rows, columns) in rows.iter().zip(columns) {
        add_products(&mut sums, |r| &rows[r], |c| &columns[c]);
    }
    *out = sums.map(|row| row.map(Pair::to_array));
}

fn lanes(x: &[f64]) -> &[Lanes] {
    x.as_chunks().0.as_chunks().0
}
