//! Inputs of one symbol out of many, given as a 1 among zeros: a product with them picks columns of the weights.
//!
//! What is left out are products with 0, which change no sum; only a sum of 0 may take the other sign.

use alloc::vec::Vec;

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

/// `z = w x + b` for the symbols x of m samples, with w `[n_out, n]`, b `[n_out]`, z `[n_out, m]`; without b `z = w x`.
#[inline(never)]
pub fn affine_picked(w: &[f64], b: Option<&[f64]>, symbols: &[usize], z: &mut [f64]) {
    let n = w.len() * symbols.len() / z.len();
    for (row, (w, z)) in w.chunks_exact(n).zip(z.chunks_exact_mut(symbols.len())).enumerate() {
        let b = b.map_or(0.0, |b| b[row]);
        for (z, symbol) in z.iter_mut().zip(symbols) {
            *z = b + w.get(*symbol).copied().unwrap_or(0.0);
        }
    }
}

/// Adds `d_z x^T` to `d_w` `[n_out, n]` for the symbols x of m samples, with `d_z` `[n_out, m]`.
#[inline(never)]
pub fn add_picked_gradient(d_z: &[f64], symbols: &[usize], d_w: &mut [f64]) {
    let n = d_w.len() * symbols.len() / d_z.len();
    for (d_z, d_w) in d_z.chunks_exact(symbols.len()).zip(d_w.chunks_exact_mut(n)) {
        for (d_z, symbol) in d_z.iter().zip(symbols) {
            d_w.get_mut(*symbol).into_iter().for_each(|d_w| *d_w += d_z);
        }
    }
}
