//! Sums and products over batches. A matrix of samples is `[n, m]` with the m samples contiguous and m
//! a multiple of [`LANES`]; the caller fills the last columns up with zeros and has checked the lengths.
//!
//! Each function states the order in which it sums. Rows are taken in pairs so that a value once loaded
//! serves twice; that changes no order.

/// Samples that are worked on together: every m is a multiple of it.
pub const LANES: usize = 8;

/// The most samples that a caller passes at once; a longer batch goes block by block, in order. A block
/// of every layer then stays in the cache, and the order of sums over samples is fixed.
pub const BLOCK: usize = 128;

type Lanes = [f64; LANES];

/// `z = w x + b` with w `[n_out, n_in]`, b `[n_out]`, x `[n_in, m]`, z `[n_out, m]`.
///
/// Each element starts from b and adds w x input by input: a column alone has the same bits as within
/// a batch.
#[inline(never)]
pub fn affine(w: &[f64], b: &[f64], x: &[f64], z: &mut [f64], m: usize) {
    debug_assert!(m.is_multiple_of(LANES) && z.len() == b.len() * m && w.len() * m == b.len() * x.len());
    let (n_in, width) = (w.len() / b.len(), m / LANES);
    let (x, z) = (x.as_chunks().0, z.as_chunks_mut().0);
    for ((w, b), z) in w.chunks(2 * n_in).zip(b.chunks(2)).zip(z.chunks_mut(2 * width)) {
        if let &[b0, b1] = b {
            let (w0, w1) = w.split_at(n_in);
            combine(w0.iter().zip(w1).map(|(w0, w1)| [*w0, *w1]), [b0, b1], x, z, width);
        } else {
            combine(w.iter().map(|w| [*w]), [b[0]], x, z, width);
        }
    }
}

/// `d_x = w^T d_z` with w `[n_out, n_in]`, `d_z` `[n_out, m]`, `d_x` `[n_in, m]`.
///
/// Each element starts from 0 and adds w `d_z` output by output.
#[inline(never)]
pub fn matmul_transposed(w: &[f64], d_z: &[f64], d_x: &mut [f64], m: usize) {
    debug_assert!(m.is_multiple_of(LANES) && w.len() * m * m == d_z.len() * d_x.len());
    let (n_in, width) = (d_x.len() / m, m / LANES);
    let (d_z, d_x) = (d_z.as_chunks().0, d_x.as_chunks_mut().0);
    for (i, d_x) in (0..n_in).step_by(2).zip(d_x.chunks_mut(2 * width)) {
        if i + 1 < n_in {
            combine(w.chunks_exact(n_in).map(|w| [w[i], w[i + 1]]), [0.0; 2], d_z, d_x, width);
        } else {
            combine(w.chunks_exact(n_in).map(|w| [w[i]]), [0.0], d_z, d_x, width);
        }
    }
}

/// `out[k, :] = start[k] + sum over rows of weights[row][k] * x[row, :]` for N rows of `out`.
#[inline(always)]
fn combine<const N: usize>(
    weights: impl Iterator<Item = [f64; N]> + Clone,
    start: [f64; N],
    x: &[Lanes],
    out: &mut [Lanes],
    width: usize,
) {
    for column in 0..width {
        let mut sums = start.map(|start| [start; LANES]);
        for (weights, x) in weights.clone().zip(x.chunks_exact(width)) {
            add_products(&mut sums, weights.map(|weight| [weight; LANES]), &x[column]);
        }
        for (out, sum) in out.chunks_exact_mut(width).zip(sums) {
            out[column] = sum;
        }
    }
}

/// Adds `d_z x^T` to `d_w` and the row sums of `d_z` to `d_b`, with `d_z` `[n_out, m]`, x `[n_in, m]`,
/// `d_w` `[n_out, n_in]`, `d_b` `[n_out]`.
///
/// What is added is summed over the samples as [`sum`] does.
#[inline(never)]
pub fn weight_gradient(d_z: &[f64], x: &[f64], d_w: &mut [f64], d_b: &mut [f64], m: usize) {
    debug_assert!(m.is_multiple_of(LANES) && d_z.len() == d_b.len() * m);
    debug_assert!(d_w.len() * m == d_b.len() * x.len());
    let (n_in, width) = (x.len() / m, m / LANES);
    let (d_z, x) = (d_z.as_chunks().0, x.as_chunks().0);
    for (d_z, d_b) in d_z.chunks_exact(width).zip(&mut *d_b) {
        *d_b += tree(d_z.iter().fold([0.0; LANES], add));
    }
    for (d_w, d_z) in d_w.chunks_mut(2 * n_in).zip(d_z.chunks(2 * width)) {
        if d_w.len() == 2 * n_in {
            let ((w0, w1), (z0, z1)) = (d_w.split_at_mut(n_in), d_z.split_at(width));
            for ((w0, w1), x) in w0.iter_mut().zip(w1).zip(x.chunks_exact(width)) {
                let [sum0, sum1] = dot(z0.iter().zip(z1).map(|(z0, z1)| [*z0, *z1]), x);
                *w0 += sum0;
                *w1 += sum1;
            }
        } else {
            for (w, x) in d_w.iter_mut().zip(x.chunks_exact(width)) {
                let [sum] = dot(d_z.iter().map(|z| [*z]), x);
                *w += sum;
            }
        }
    }
}

/// The products of N rows with x, each summed over the samples.
#[inline(always)]
fn dot<const N: usize>(rows: impl Iterator<Item = [Lanes; N]>, x: &[Lanes]) -> [f64; N] {
    let mut sums = [[0.0; LANES]; N];
    for (rows, x) in rows.zip(x) {
        add_products(&mut sums, rows, x);
    }
    sums.map(tree)
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

#[inline(always)]
fn tree(x: Lanes) -> f64 {
    ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7]))
}

#[inline(always)]
fn add(mut sum: Lanes, x: &Lanes) -> Lanes {
    for (sum, x) in sum.iter_mut().zip(x) {
        *sum += x;
    }
    sum
}

#[inline(always)]
fn add_products<const N: usize>(sums: &mut [Lanes; N], factors: [Lanes; N], x: &Lanes) {
    for (sum, factor) in sums.iter_mut().zip(factors) {
        for ((sum, factor), x) in sum.iter_mut().zip(factor).zip(x) {
            *sum += factor * x;
        }
    }
}
