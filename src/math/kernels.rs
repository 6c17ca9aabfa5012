//! Sums and products over batches. A matrix of samples is `[n, m]` with the m samples contiguous and m
//! a multiple of [`LANES`]; the caller fills the last columns up with zeros and has checked the lengths.
//!
//! Each function states the order in which it sums. Rows are taken in pairs so that a value once loaded
//! serves twice; that changes no order.

use core::array;

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
    debug_assert!(z.len() == b.len() * m);
    product(w, Some(b), x, z, m);
}

/// `z += w x`, each element starting from what z holds; otherwise as [`affine`].
#[inline(never)]
pub fn add_matmul(w: &[f64], x: &[f64], z: &mut [f64], m: usize) {
    product(w, None, x, z, m);
}

#[inline(always)]
fn product(w: &[f64], b: Option<&[f64]>, x: &[f64], z: &mut [f64], m: usize) {
    debug_assert!(m.is_multiple_of(LANES) && w.len() * m * m == z.len() * x.len());
    let (n_in, width) = (x.len() / m, m / LANES);
    let (x, z) = (x.as_chunks().0, z.as_chunks_mut().0);
    for ((w, z), row) in w.chunks(2 * n_in).zip(z.chunks_mut(2 * width)).zip((0..).step_by(2)) {
        if w.len() == 2 * n_in {
            let (w0, w1) = w.split_at(n_in);
            let weights = w0.iter().zip(w1).map(|(w0, w1)| [*w0, *w1]);
            combine(weights, b.map(|b| [b[row], b[row + 1]]), x, z, width);
        } else {
            combine(w.iter().map(|w| [*w]), b.map(|b| [b[row]]), x, z, width);
        }
    }
}

/// `d_x = w^T d_z` with w `[n_out, n_in]`, `d_z` `[n_out, m]`, `d_x` `[n_in, m]`.
///
/// Each element starts from 0 and adds w `d_z` output by output.
#[inline(never)]
pub fn matmul_transposed(w: &[f64], d_z: &[f64], d_x: &mut [f64], m: usize) {
    product_transposed(w, Some(0.0), d_z, d_x, m);
}

/// `d_x += w^T d_z`, each element starting from what `d_x` holds; otherwise as [`matmul_transposed`].
#[inline(never)]
pub fn add_matmul_transposed(w: &[f64], d_z: &[f64], d_x: &mut [f64], m: usize) {
    product_transposed(w, None, d_z, d_x, m);
}

#[inline(always)]
fn product_transposed(w: &[f64], start: Option<f64>, d_z: &[f64], d_x: &mut [f64], m: usize) {
    debug_assert!(m.is_multiple_of(LANES) && w.len() * m * m == d_z.len() * d_x.len());
    let (n_in, width) = (d_x.len() / m, m / LANES);
    let (d_z, d_x) = (d_z.as_chunks().0, d_x.as_chunks_mut().0);
    for (i, d_x) in (0..n_in).step_by(2).zip(d_x.chunks_mut(2 * width)) {
        if i + 1 < n_in {
            let weights = w.chunks_exact(n_in).map(|w| [w[i], w[i + 1]]);
            combine(weights, start.map(|start| [start; 2]), d_z, d_x, width);
        } else {
            combine(w.chunks_exact(n_in).map(|w| [w[i]]), start.map(|start| [start]), d_z, d_x, width);
        }
    }
}

/// `out[k, :] = start[k] + sum over rows of weights[row][k] * x[row, :]` for N rows of `out`, which add to
/// what they hold where there is no start.
#[inline(always)]
fn combine<const N: usize>(
    weights: impl Iterator<Item = [f64; N]> + Clone,
    start: Option<[f64; N]>,
    x: &[Lanes],
    out: &mut [Lanes],
    width: usize,
) {
    for column in 0..width {
        let mut sums = match start {
            Some(start) => start.map(|start| [start; LANES]),
            None => array::from_fn(|k| out[k * width + column]),
        };
        for (weights, x) in weights.clone().zip(x.chunks_exact(width)) {
            add_products(&mut sums, weights.map(|weight| [weight; LANES]), &x[column]);
        }
        for (out, sum) in out.chunks_exact_mut(width).zip(sums) {
            out[column] = sum;
        }
    }
}

/// Adds `d_z x^T` to `d_w`, with `d_z` `[t, n_out, m]`, x `[t, n_in, m]`, `d_w` `[n_out, n_in]`.
///
/// What is added is summed as [`sum`] does over the samples, those of one step after those of the step
/// before.
#[inline(never)]
pub fn weight_gradient(d_z: &[f64], x: &[f64], d_w: &mut [f64], n_steps: usize, m: usize) {
    debug_assert!(m.is_multiple_of(LANES) && d_z.len() * x.len() == d_w.len() * (n_steps * m).pow(2));
    let (width, d_z_step, x_step) = (m / LANES, d_z.len() / n_steps / LANES, x.len() / n_steps / LANES);
    let n_in = x_step / width;
    let (d_z, x) = (d_z.as_chunks().0, x.as_chunks().0);
    for (row, d_w) in (0..).step_by(2 * width).zip(d_w.chunks_mut(2 * n_in)) {
        let steps = d_z.chunks_exact(d_z_step).zip(x.chunks_exact(x_step));
        if d_w.len() == 2 * n_in {
            let (w0, w1) = d_w.split_at_mut(n_in);
            let steps = steps.map(|(d_z, x)| (d_z[row..row + 2 * width].split_at(width), x));
            for ((w0, w1), column) in w0.iter_mut().zip(w1).zip((0..).step_by(width)) {
                let mut sums = [[0.0; LANES]; 2];
                for ((z0, z1), x) in steps.clone() {
                    let rows = z0.iter().zip(z1).map(|(z0, z1)| [*z0, *z1]);
                    add_dot(&mut sums, rows, &x[column..column + width]);
                }
                let [sum0, sum1] = sums.map(tree);
                *w0 += sum0;
                *w1 += sum1;
            }
        } else {
            for (w, column) in d_w.iter_mut().zip((0..).step_by(width)) {
                let mut sums = [[0.0; LANES]];
                for (d_z, x) in steps.clone() {
                    let rows = d_z[row..row + width].iter().map(|z| [*z]);
                    add_dot(&mut sums, rows, &x[column..column + width]);
                }
                *w += tree(sums[0]);
            }
        }
    }
}

/// Adds the row sums of `d_z` `[t, n_out, m]` to `d_b` `[n_out]`, in the order of [`weight_gradient`].
#[inline(never)]
pub fn bias_gradient(d_z: &[f64], d_b: &mut [f64], m: usize) {
    debug_assert!(m.is_multiple_of(LANES) && d_z.len().is_multiple_of(d_b.len() * m));
    let (d_z, width) = (d_z.as_chunks().0, m / LANES);
    let n_out = d_b.len();
    for (row, d_b) in d_b.iter_mut().enumerate() {
        let rows = d_z.chunks_exact(width).skip(row).step_by(n_out);
        *d_b += tree(rows.flatten().fold([0.0; LANES], add));
    }
}

/// Adds to N sums, lane by lane, the products of N rows with x.
#[inline(always)]
fn add_dot<const N: usize>(sums: &mut [Lanes; N], rows: impl Iterator<Item = [Lanes; N]>, x: &[Lanes]) {
    for (rows, x) in rows.zip(x) {
        add_products(sums, rows, x);
    }
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
