//! Sums and products over batches. A matrix of samples is `[n, m]` with the m samples contiguous and m
//! a multiple of four; the caller fills the last columns up with zeros and has checked the lengths.
//!
//! Each function states the order in which it sums. Rows are taken in pairs so that a value once loaded
//! serves twice; that changes no order.

use alloc::vec::Vec;
use core::array;

use super::pair::Pair;
use super::tile::{Tile, add_products, lanes, pairs};
use super::{few, packed};

/// Samples that are worked on together.
pub const LANES: usize = 8;

/// The most samples that a caller passes at once; a longer batch goes block by block, in order. A block
/// of every layer then stays in the cache, and the order of sums over samples is fixed.
pub const BLOCK: usize = 256;

pub(super) type Lanes = [f64; LANES];

/// `z = w x + b` with w `[n_out, n_in]`, b `[n_out]`, x `[n_in, m]`, z `[n_out, m]`.
///
/// Each element starts from b and adds w x input by input: a column alone has the same bits as within
/// a batch.
///
/// `room` is there to work in.
pub fn affine(w: &[f64], b: &[f64], x: &[f64], z: &mut [f64], m: usize, room: &mut Vec<f64>) {
    debug_assert!(z.len() == b.len() * m);
    if few::pays(x, m) {
        few::product(w, [w.len() / b.len(), 1], Some(b), x, z, m);
    } else if packed::pays(x, z, m) {
        packed::affine(w, b, x, z, m, room);
    } else {
        near_affine(w, b, x, z, m);
    }
}

// Loops in functions of their own: beside others, their sums would be moved in and out of the registers.

#[inline(never)]
fn near_affine(w: &[f64], b: &[f64], x: &[f64], z: &mut [f64], m: usize) {
    product(w, Some(b), x, z, m);
}

/// `z += w x`, each element starting from what z holds; otherwise as [`affine`].
#[inline(never)]
pub fn add_matmul(w: &[f64], x: &[f64], z: &mut [f64], m: usize) {
    product(w, None, x, z, m);
}

#[inline(always)]
fn product(w: &[f64], b: Option<&[f64]>, x: &[f64], z: &mut [f64], m: usize) {
    debug_assert!(w.len() * m * m == z.len() * x.len());
    let n_in = x.len() / m;
    for ((w, z), row) in w.chunks(2 * n_in).zip(z.chunks_mut(2 * m)).zip((0..).step_by(2)) {
        if w.len() == 2 * n_in {
            let (w0, w1) = w.split_at(n_in);
            let weights = w0.iter().zip(w1).map(|(w0, w1)| [*w0, *w1]);
            combine(weights, b.map(|b| [b[row], b[row + 1]]), x, z, m);
        } else {
            combine(w.iter().map(|w| [*w]), b.map(|b| [b[row]]), x, z, m);
        }
    }
}

/// `d_x = w^T d_z` with w `[n_out, n_in]`, `d_z` `[n_out, m]`, `d_x` `[n_in, m]`.
///
/// Each element starts from 0 and adds w `d_z` output by output.
///
/// `room` is there to work in.
pub fn matmul_transposed(w: &[f64], d_z: &[f64], d_x: &mut [f64], m: usize, room: &mut Vec<f64>) {
    if few::pays(d_z, m) {
        few::product(w, [1, d_x.len() / m], None, d_z, d_x, m);
    } else if packed::pays(d_z, d_x, m) {
        packed::matmul_transposed(w, d_z, d_x, m, room);
    } else {
        near_transposed(w, d_z, d_x, m);
    }
}

#[inline(never)]
fn near_transposed(w: &[f64], d_z: &[f64], d_x: &mut [f64], m: usize) {
    debug_assert!(w.len() * m * m == d_z.len() * d_x.len());
    let n_in = d_x.len() / m;
    for (i, d_x) in (0..).step_by(2).zip(d_x.chunks_mut(2 * m)) {
        let w = w.chunks_exact(n_in);
        if d_x.len() == 2 * m {
            combine(w.map(|w| [w[i], w[i + 1]]), Some([0.0; 2]), d_z, d_x, m);
        } else {
            combine(w.map(|w| [w[i]]), Some([0.0]), d_z, d_x, m);
        }
    }
}

/// `out[k, :] = start[k] + sum over rows of weights[row][k] * x[row, :]` for N rows of `out`, which add to
/// what they hold where there is no start. Eight columns at a time, and the last four.
#[inline(always)]
fn combine<const N: usize>(
    weights: impl Iterator<Item = [f64; N]> + Clone,
    start: Option<[f64; N]>,
    x: &[f64],
    out: &mut [f64],
    m: usize,
) {
    for column in 0..m / LANES {
        let at = |row: &[f64]| pairs(&row.as_chunks::<LANES>().0[column]);
        let sums: Tile<N> = sums(weights.clone(), start, x.chunks_exact(m), out.chunks_exact(m), at);
        for (out, sums) in out.chunks_exact_mut(m).zip(sums) {
            out.as_chunks_mut().0[column] = lanes(sums);
        }
    }
    if !m.is_multiple_of(LANES) {
        let at = |row: &[f64]| pairs(&row[m / LANES * LANES..]);
        let sums: Tile<N, 2> = sums(weights, start, x.chunks_exact(m), out.chunks_exact(m), at);
        for (out, sums) in out.chunks_exact_mut(m).zip(sums) {
            out[m / LANES * LANES..].copy_from_slice(sums.map(Pair::to_array).as_flattened());
        }
    }
}

/// A tile of [`combine`], at some columns of each row.
#[inline(always)]
fn sums<'a, const N: usize, const P: usize>(
    weights: impl Iterator<Item = [f64; N]>,
    start: Option<[f64; N]>,
    x: impl Iterator<Item = &'a [f64]>,
    mut out: impl Iterator<Item = &'a [f64]>,
    at: impl Fn(&[f64]) -> [Pair; P],
) -> Tile<N, P> {
    let mut sums = match start {
        Some(start) => start.map(|start| [Pair::splat(start); P]),
        None => array::from_fn(|_| out.next().map_or([Pair::splat(0.0); P], &at)),
    };
    for (weights, x) in weights.zip(x) {
        add_products(&mut sums, weights.map(Pair::splat), at(x));
    }
    sums
}

/// `out = f(out, x)`, element by element: eight in a turn of the loop, whose own work is as much as that on a few.
#[inline(always)]
pub fn zip_with(out: &mut [f64], x: &[f64], f: impl Fn(f64, f64) -> f64) {
    let (out, out_rest) = out.as_chunks_mut::<LANES>();
    let (x, x_rest) = x.as_chunks::<LANES>();
    for (out, x) in out.iter_mut().zip(x) {
        *out = array::from_fn(|k| f(out[k], x[k]));
    }
    out_rest.iter_mut().zip(x_rest).for_each(|(out, x)| *out = f(*out, *x));
}

/// Sum over samples: eight lanes, lane = index mod 8, each from 0 in ascending order, then
/// `((0 + 4) + (2 + 6)) + ((1 + 5) + (3 + 7))`. The last lanes of an incomplete eight add 0.
///
/// ```
/// assert_eq!(neurone::math::sum(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0]), 55.0);
/// ```
#[inline(never)]
#[must_use]
pub fn sum(x: &[f64]) -> f64 {
    let (chunks, tail) = x.as_chunks();
    let mut last = [0.0; LANES];
    last[..tail.len()].copy_from_slice(tail);
    tree(chunks.iter().chain([&last]).fold([0.0; LANES], add))
}

/// The sum of all squares, in the order of [`sum`].
#[must_use]
pub fn sum_of_squares(x: &[f64]) -> f64 {
    sum(&x.iter().map(|x| x * x).collect::<Vec<_>>())
}

/// Whether all elements are finite. Decided at the end, so that it becomes vector instructions.
#[inline(never)]
#[must_use]
pub fn all_finite(x: &[f64]) -> bool {
    x.iter().fold(0, |bits, x| bits | infinite_bits(*x)) == 0
}

/// 0 of finite numbers alone.
#[inline(always)]
#[must_use]
#[expect(clippy::eq_op, reason = "of two infinite numbers there is no difference")]
pub(crate) fn infinite_bits(x: f64) -> u64 {
    (x - x).to_bits()
}

#[inline(always)]
pub(super) fn tree(x: Lanes) -> f64 {
    ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7]))
}

#[inline(always)]
fn add(mut sum: Lanes, x: &Lanes) -> Lanes {
    for (sum, x) in sum.iter_mut().zip(x) {
        *sum += x;
    }
    sum
}
