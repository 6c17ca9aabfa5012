//! Inputs of one symbol out of many, given as a 1 among zeros: a product with them picks columns of the weights.
//!
//! What is left out are products with 0, which change no sum; only a sum of 0 may take the other sign.

use alloc::vec::Vec;

use super::kernels::{LANES, tree};

/// For each column of `x [t, n, m]` the row of its 1; n where the column is all 0, as those that only fill up. False,
/// with nothing of use in `symbols`, unless there are only such columns.
pub fn symbols(x: &[f64], n: usize, m: usize, symbols: &mut Vec<usize>) -> bool {
    symbols.clear();
    for x in x.chunks_exact(n * m) {
        let start = symbols.len();
        symbols.resize(start + m, n);
        for (i, row) in x.chunks_exact(m).enumerate() {
            for (symbol, x) in symbols[start..].iter_mut().zip(row).filter(|(_, x)| **x != 0.0) {
                if (*x - 1.0).abs() > 0.0 || *symbol < n {
                    return false;
                }
                *symbol = i;
            }
        }
    }
    true
}

/// `z += w x` for the symbols x of m samples, with w `[n_out, n]`, z `[n_out, m]`.
#[inline(never)]
pub fn add_picked(w: &[f64], symbols: &[usize], z: &mut [f64]) {
    let n = w.len() * symbols.len() / z.len();
    for (w, z) in w.chunks_exact(n).zip(z.chunks_exact_mut(symbols.len())) {
        for (z, symbol) in z.iter_mut().zip(symbols) {
            *z += w.get(*symbol).copied().unwrap_or(0.0);
        }
    }
}

/// Adds `d_z x^T` to `d_w [n_out, n]` over all steps of `d_z [t, n_out, m]` and the symbols `[t, m]`, summed as by
/// [`weight_gradient_over_steps`](super::weight_gradient_over_steps). `sums` is room to work in.
#[inline(never)]
pub fn picked_gradient(
    d_z: &[f64],
    symbols: &[usize],
    d_w: &mut [f64],
    n: usize,
    m: usize,
    sums: &mut Vec<[f64; LANES]>,
) {
    let n_out = d_w.len() / n;
    for (row, d_w) in d_w.chunks_exact_mut(n).enumerate() {
        sums.clear();
        sums.resize(n + 1, [0.0; LANES]);
        let rows = d_z.chunks_exact(m).skip(row).step_by(n_out);
        for (d_z, symbols) in rows.zip(symbols.chunks_exact(m)) {
            for (d_z, symbols) in d_z.as_chunks::<LANES>().0.iter().zip(symbols.as_chunks::<LANES>().0) {
                for (lane, (d_z, symbol)) in d_z.iter().zip(symbols).enumerate() {
                    if let Some(sums) = sums.get_mut(*symbol) {
                        sums[lane] += d_z;
                    }
                }
            }
        }
        d_w.iter_mut().zip(&*sums).for_each(|(d_w, sums)| *d_w += tree(*sums));
    }
}
