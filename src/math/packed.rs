//! Products whose x serves many rows: it is first packed in the order in which it is read, which changes no order of
//! sums. They run at 85 to 94 % of the machine's limit, the packing included.

use alloc::vec::Vec;
use core::array;

use super::kernels::{LANES, Lanes};
use super::pair::Pair;
use super::tile::{TURN, accumulate, lanes, pairs};

/// Whether packing pays for a product of x that gives z: many read what is packed, and each reads many.
pub(super) fn pays(x: &[f64], z: &[f64], m: usize) -> bool {
    x.len() >= 32 * m && z.len() >= 16 * m
}

/// As [`affine`](super::affine).
pub(super) fn affine(w: &[f64], b: &[f64], x: &[f64], z: &mut [f64], m: usize, room: &mut Vec<f64>) {
    pack(x.chunks_exact(m), x.len() / m, m, room);
    z.chunks_exact_mut(m).zip(b).for_each(|(z, b)| z.fill(*b));
    add_packed(w, room, z, m);
}

/// As [`matmul_transposed`](super::matmul_transposed): w is transposed.
pub(super) fn matmul_transposed(w: &[f64], d_z: &[f64], d_x: &mut [f64], m: usize, room: &mut Vec<f64>) {
    let (n_in, n_out) = (d_x.len() / m, d_z.len() / m);
    // Columns that were whole pages apart would fall upon each other in the nearest cache.
    let pitch = n_out + LANES;
    let packed = n_out.next_multiple_of(TURN) * m;
    grow(room, packed + n_in * pitch);
    pack(d_z.chunks_exact(m), n_out, m, room);
    let (d_z, columns) = room.split_at_mut(packed);
    transpose(w.chunks_exact(n_in), pitch, columns);
    d_x.fill(0.0);
    add_rows(&columns[..n_in * pitch], [n_out, pitch], d_z, d_x, m);
}

/// Rows of weights as columns, which begin `pitch` numbers apart.
pub fn transpose<'a>(rows: impl Iterator<Item = &'a [f64]>, pitch: usize, columns: &mut [f64]) {
    for (k, row) in rows.enumerate() {
        row.iter().zip(columns[k..].iter_mut().step_by(pitch)).for_each(|(w, column)| *column = *w);
    }
}

/// Room for n numbers or more: what shrank would have to be cleared when it grows again.
pub(super) fn grow(room: &mut Vec<f64>, n: usize) {
    room.resize(room.len().max(n), 0.0);
}

/// n rows of m samples as `[m / LANES, n, LANES]`, n filled up to whole turns; behind them stands what stood there.
pub fn pack<'a>(rows: impl Iterator<Item = &'a [f64]>, n: usize, m: usize, packed: &mut Vec<f64>) {
    let n = n.next_multiple_of(TURN);
    grow(packed, n * m);
    let packed: &mut [Lanes] = packed[..n * m].as_chunks_mut().0;
    for (k, x) in rows.enumerate() {
        x.as_chunks().0.iter().zip(packed[k..].iter_mut().step_by(n)).for_each(|(x, packed)| *packed = *x);
    }
}

/// The columns of `x [t, n, m]` as rows are in [`pack`]: `[n / LANES, t * m, LANES]`, n filled up to whole lanes with
/// what is of no use, t m filled up to whole turns. m is even.
pub fn pack_columns(x: &[f64], n: usize, m: usize, packed: &mut Vec<f64>) {
    let terms = (x.len() / n).next_multiple_of(TURN);
    grow(packed, n.next_multiple_of(LANES) * terms);
    for (packed, first) in packed.chunks_exact_mut(terms * LANES).zip((0..n).step_by(LANES)) {
        let packed: &mut [[[f64; 2]; LANES]] = packed.as_chunks_mut().0.as_chunks_mut().0;
        for (x, packed) in x.chunks_exact(n * m).zip(packed.chunks_exact_mut(m / 2)) {
            panel(array::from_fn(|r| x[(first + r).min(n - 1) * m..][..m].as_chunks().0), packed);
        }
    }
}

/// Eight rows, by pairs of samples, as columns of eight.
#[inline(never)]
fn panel(rows: [&[[f64; 2]]; LANES], packed: &mut [[[f64; 2]; LANES]]) {
    for (k, packed) in packed.iter_mut().enumerate() {
        for r in 0..LANES / 2 {
            let [first, second] =
                Pair::transpose(Pair::from_array(&rows[2 * r][k]), Pair::from_array(&rows[2 * r + 1][k]));
            (packed[r], packed[r + LANES / 2]) = (first.to_array(), second.to_array());
        }
    }
}

/// The rows of `x [t, n, m]` as `[n, t * m]`.
pub fn join_steps(x: &[f64], n: usize, m: usize, rows: &mut Vec<f64>) {
    let length = x.len() / n;
    grow(rows, x.len());
    for (t, x) in x.chunks_exact(n * m).enumerate() {
        for (x, row) in x.chunks_exact(m).zip(rows.chunks_exact_mut(length)) {
            let (x, row): (&[Lanes], &mut [Lanes]) = (x.as_chunks().0, row[t * m..].as_chunks_mut().0);
            x.iter().zip(row).for_each(|(x, row)| *row = *x);
        }
    }
}

/// `z += w x` with packed x, each element starting from what z holds; otherwise as [`affine`](super::affine). Here m
/// need not be a multiple of [`LANES`].
pub fn add_packed(w: &[f64], x: &[f64], z: &mut [f64], m: usize) {
    let n_in = w.len() * m / z.len();
    add_rows(w, [n_in, n_in.max(1)], x, z, m);
}

/// `z += w x` for rows of `n_in` weights that begin `pitch` numbers apart, two at a time.
#[inline(never)]
fn add_rows(w: &[f64], [n_in, pitch]: [usize; 2], x: &[f64], z: &mut [f64], m: usize) {
    let x: &[[Lanes; TURN]] = x.as_chunks().0.as_chunks().0;
    let panels = || x.chunks_exact(n_in.div_ceil(TURN));
    for (w, z) in w.chunks(2 * pitch).zip(z.chunks_mut(2 * m)) {
        let (z0, z1) = z.split_at_mut(m);
        if z1.is_empty() {
            return one_row(&w[..n_in], panels(), z0);
        }
        let (w0, w1) = (&w[..n_in], &w[pitch..][..n_in]);
        for ((x, z0), z1) in panels().zip(z0.chunks_mut(LANES)).zip(z1.chunks_mut(LANES)) {
            let w = w0.iter().zip(w1).map(|(w0, w1)| [*w0, *w1].map(Pair::splat));
            let [sums0, sums1] = accumulate([read(z0), read(z1)], w, x);
            write(sums0, z0);
            write(sums1, z1);
        }
    }
}

#[inline(never)]
fn one_row<'a>(w: &[f64], panels: impl Iterator<Item = &'a [[Lanes; TURN]]>, z: &mut [f64]) {
    for (x, z) in panels.zip(z.chunks_mut(LANES)) {
        let [sums] = accumulate([read(z)], w.iter().map(|w| [Pair::splat(*w)]), x);
        write(sums, z);
    }
}

/// Up to eight numbers by pairs.
#[inline(always)]
fn read(z: &[f64]) -> [Pair; 4] {
    z.as_array().map_or_else(|| pairs(&array::from_fn(|k| z.get(k).copied().unwrap_or_default())), pairs)
}

/// The first of the sums, as many as there is room for.
#[inline(always)]
fn write(sums: [Pair; 4], z: &mut [f64]) {
    match z.as_mut_array() {
        Some(z) => *z = lanes(sums),
        None => z.iter_mut().zip(lanes(sums)).for_each(|(z, sum)| *z = sum),
    }
}
