//! Products whose x serves many rows: it is first packed in the order in which it is read, which changes no order of
//! sums. They run at 85 to 90 % of the machine's limit, the packing included.

use alloc::vec::Vec;

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
    for (w, d_x) in columns[..n_in * pitch].chunks(2 * pitch).zip(d_x.chunks_mut(2 * m)) {
        add_rows([&w[..n_out], &w[w.len() - pitch..][..n_out]], d_z, d_x, m);
    }
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

/// `z += w x` with packed x, each element starting from what z holds; otherwise as [`affine`](super::affine).
pub fn add_packed(w: &[f64], x: &[f64], z: &mut [f64], m: usize) {
    let n_in = w.len() * m / z.len();
    for (w, z) in w.chunks(2 * n_in.max(1)).zip(z.chunks_mut(2 * m)) {
        add_rows([&w[..n_in], &w[w.len() - n_in..]], x, z, m);
    }
}

/// `z [2, m] += w x` for two rows of weights; z of one row takes the first.
#[inline(always)]
fn add_rows([w0, w1]: [&[f64]; 2], x: &[f64], z: &mut [f64], m: usize) {
    let x: &[[Lanes; TURN]] = x.as_chunks().0.as_chunks().0;
    match z.as_chunks_mut().0.split_at_mut(m / LANES) {
        (z0, []) => one_row(w0, x, z0),
        (z0, z1) => two_rows(w0, w1, x, z0, z1),
    }
}

#[inline(never)]
fn two_rows(w0: &[f64], w1: &[f64], x: &[[Lanes; TURN]], z0: &mut [Lanes], z1: &mut [Lanes]) {
    for ((x, z0), z1) in x.chunks_exact(w0.len().div_ceil(TURN)).zip(z0).zip(z1) {
        let w = w0.iter().zip(w1).map(|(w0, w1)| [*w0, *w1].map(Pair::splat));
        [*z0, *z1] = accumulate([pairs(z0), pairs(z1)], w, x).map(lanes);
    }
}

#[inline(never)]
fn one_row(w: &[f64], x: &[[Lanes; TURN]], z: &mut [Lanes]) {
    for (x, z) in x.chunks_exact(w.len().div_ceil(TURN)).zip(z) {
        let w = w.iter().map(|w| [Pair::splat(*w)]);
        [*z] = accumulate([pairs(z)], w, x).map(lanes);
    }
}
