//! Single precision, for pictures alone: an instruction works on twice as many numbers. Absolutely good to some 1e-6,
//! which no colour shows; nothing that is trained or printed passes through here.

use core::f32::consts::{LN_2, LOG2_E};

use super::LANES;

/// `z = w x + b` as [`affine`](super::affine).
#[inline(never)]
pub fn affine_single(w: &[f32], b: &[f32], x: &[f32], z: &mut [f32], m: usize) {
    debug_assert!(m.is_multiple_of(LANES) && z.len() == b.len() * m && w.len() * m == x.len() * b.len());
    const ROWS: usize = 4;
    let (n_in, x) = (x.len() / m, x.as_chunks().0);
    let (tiles, rest) = z.split_at_mut(b.len() / ROWS * ROWS * m);
    let ((w, last_w), (b, last_b)) = (w.split_at(b.len() / ROWS * ROWS * n_in), b.as_chunks::<ROWS>());
    for ((w, b), z) in w.chunks_exact(ROWS * n_in).zip(b).zip(tiles.chunks_exact_mut(ROWS * m)) {
        let ((w0, w1), (w2, w3)) = (w[..2 * n_in].split_at(n_in), w[2 * n_in..].split_at(n_in));
        let weights =
            w0.iter().zip(w1).zip(w2.iter().zip(w3)).map(|((w0, w1), (w2, w3))| [*w0, *w1, *w2, *w3]);
        combine(weights, *b, x, z.as_chunks_mut().0, m / LANES);
    }
    for ((w, b), z) in last_w.chunks_exact(n_in).zip(last_b).zip(rest.chunks_exact_mut(m)) {
        combine(w.iter().map(|w| [*w]), [*b], x, z.as_chunks_mut().0, m / LANES);
    }
}

/// N rows of [`affine_single`], `width` times eight samples.
#[inline(always)]
fn combine<const N: usize>(
    weights: impl Iterator<Item = [f32; N]> + Clone,
    b: [f32; N],
    x: &[[f32; LANES]],
    z: &mut [[f32; LANES]],
    width: usize,
) {
    for column in 0..width {
        let mut sums = b.map(|b| [b; LANES]);
        for (weights, x) in weights.clone().zip(x.chunks_exact(width)) {
            // Each weight beside itself: from the weights as they come, the compiler would make shuffles.
            for (sums, weights) in sums.iter_mut().zip(weights.map(|weight| [weight; LANES])) {
                for ((sum, weight), x) in sums.iter_mut().zip(weights).zip(&x[column]) {
                    *sum += weight * x;
                }
            }
        }
        for (z, sums) in z.chunks_exact_mut(width).zip(sums) {
            z[column] = sums;
        }
    }
}

/// Logistic function of every element.
#[inline(never)]
pub fn sigmoid_single(x: &mut [f32]) {
    x.iter_mut().for_each(|x| *x = sigmoid(*x));
}

/// Hyperbolic tangent of every element.
#[inline(never)]
pub fn tanh_single(x: &mut [f32]) {
    x.iter_mut().for_each(|x| *x = 2.0 * sigmoid(2.0 * *x) - 1.0);
}

#[inline(always)]
fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// e^x from x = n ln 2 + r and the first terms of the series of e^r; beyond +-87 it stays what it is there.
#[inline(always)]
fn exp(x: f32) -> f32 {
    /// 1.5 * 2^23 + 127: as in double precision, the last bits of a sum with it are the exponent of 2^n.
    const ROUNDER: f32 = 12_583_039.0;
    let x = x.clamp(-87.0, 87.0);
    let rounded = x * LOG2_E + ROUNDER;
    let r = x - (rounded - ROUNDER) * LN_2;
    let series = 1.0 / 120.0 + r * (1.0 / 720.0);
    let series = 0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * series));
    f32::from_bits(rounded.to_bits() << 23) * (1.0 + r * (1.0 + r * series))
}
