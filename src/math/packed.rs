//! Products with more samples than the nearest cache holds: these are first packed in the order in which they are read,
//! which changes no order of sums.

use alloc::vec::Vec;

use super::kernels::{LANES, Lanes, combine};

/// Whether packing pays for a product of x that gives z: x is larger than the nearest cache and serves many rows.
pub(super) fn pays(x: &[f64], z: &[f64], m: usize) -> bool {
    const LARGE: usize = 4096;
    const MANY: usize = 16;
    x.len() > LARGE && z.len() >= MANY * m
}

/// As [`affine`](super::affine).
pub(super) fn affine(w: &[f64], b: &[f64], x: &[f64], z: &mut [f64], m: usize, room: &mut Vec<f64>) {
    pack(x, m, room);
    product(w, |row| b[row], room, z, m);
}

/// As [`matmul_transposed`](super::matmul_transposed): columns of w are transposed, some at a time.
pub(super) fn matmul_transposed(w: &[f64], d_z: &[f64], d_x: &mut [f64], m: usize, room: &mut Vec<f64>) {
    const COLUMNS: usize = 8;
    let (n_in, n_out) = (d_x.len() / m, d_z.len() / m);
    pack(d_z, m, room);
    room.resize(d_z.len() + COLUMNS * n_out, 0.0);
    let (d_z, transposed) = room.split_at_mut(d_z.len());
    for (d_x, first) in d_x.chunks_mut(COLUMNS * m).zip((0..).step_by(COLUMNS)) {
        let columns = d_x.len() / m;
        let transposed = &mut transposed[..columns * n_out];
        for (row, w) in w.chunks_exact(n_in).enumerate() {
            let to = transposed[row..].iter_mut().step_by(n_out);
            w[first..first + columns].iter().zip(to).for_each(|(w, to)| *to = *w);
        }
        product(transposed, |_| 0.0, d_z, d_x, m);
    }
}

/// `x [n, m]` as `[m / LANES, n, LANES]`.
fn pack(x: &[f64], m: usize, packed: &mut Vec<f64>) {
    packed.resize(x.len(), 0.0);
    let packed: &mut [Lanes] = packed.as_chunks_mut().0;
    let n = x.len() / m;
    for (k, x) in x.chunks_exact(m).enumerate() {
        x.as_chunks().0.iter().zip(packed[k..].iter_mut().step_by(n)).for_each(|(x, packed)| *packed = *x);
    }
}

/// Rows of w times packed x, each element starting from what `start` gives for its row.
fn product(w: &[f64], start: impl Fn(usize) -> f64, x: &[f64], z: &mut [f64], m: usize) {
    let (x, n_in) = (x.as_chunks().0, x.len() / m);
    for ((w, z), row) in w.chunks(2 * n_in).zip(z.chunks_mut(2 * m)).zip((0..).step_by(2)) {
        let z = z.as_chunks_mut().0;
        if w.len() == 2 * n_in {
            two_rows(w, [start(row), start(row + 1)], x, z);
        } else {
            one_row(w, start(row), x, z);
        }
    }
}

#[inline(never)]
fn two_rows(w: &[f64], start: [f64; 2], x: &[Lanes], z: &mut [Lanes]) {
    let (w0, w1) = w.split_at(w.len() / 2);
    let (z0, z1) = z.split_at_mut(z.len() / 2);
    for ((x, z0), z1) in x.chunks_exact(w0.len()).zip(z0).zip(z1) {
        let mut sums = [[0.0; LANES]; 2];
        let weights = w0.iter().zip(w1).map(|(w0, w1)| [*w0, *w1]);
        combine(weights, Some(start), x, &mut sums, LANES);
        [*z0, *z1] = sums;
    }
}

#[inline(never)]
fn one_row(w: &[f64], start: f64, x: &[Lanes], z: &mut [Lanes]) {
    for (x, z) in x.chunks_exact(w.len()).zip(z) {
        let mut sums = [[0.0; LANES]];
        combine(w.iter().map(|w| [*w]), Some([start]), x, &mut sums, LANES);
        [*z] = sums;
    }
}
