//! Products of at most four inputs: the weights of two rows stay in registers while the samples pass by.

use core::array;

use super::pair::{Pair, Two};

/// Whether x has so few rows.
pub(super) fn pays(x: &[f64], m: usize) -> bool {
    x.len() <= 4 * m
}

/// `z = w x`, each element starting from that of `start`, or from 0, and adding input by input. The weights of two rows
/// and of two inputs stand `strides` apart.
pub(super) fn product(
    w: &[f64],
    strides: [usize; 2],
    start: Option<&[f64]>,
    x: &[f64],
    z: &mut [f64],
    m: usize,
) {
    match x.len() / m {
        1 => of_inputs::<1>(w, strides, start, x, z, m),
        2 => of_inputs::<2>(w, strides, start, x, z, m),
        3 => of_inputs::<3>(w, strides, start, x, z, m),
        _ => of_inputs::<4>(w, strides, start, x, z, m),
    }
}

fn of_inputs<const K: usize>(
    w: &[f64],
    [across, along]: [usize; 2],
    start: Option<&[f64]>,
    x: &[f64],
    z: &mut [f64],
    m: usize,
) {
    let x = array::from_fn(|k| x[k * m..][..m].as_chunks().0);
    let weights =
        |row| (start.map_or(0.0, |start| start[row]), array::from_fn(|k| w[row * across + k * along]));
    for (z, row) in z.chunks_mut(2 * m).zip((0..).step_by(2)) {
        match z.split_at_mut(m) {
            (z, []) => rows::<K, 1>([weights(row)], x, [z.as_chunks_mut().0]),
            (z0, z1) => {
                rows::<K, 2>([weights(row), weights(row + 1)], x, [z0, z1].map(|z| z.as_chunks_mut().0));
            }
        }
    }
}

/// N rows, of which each has a start and its weights.
#[inline(never)]
fn rows<const K: usize, const N: usize>(weights: [(f64, [f64; K]); N], x: [&[Two]; K], z: [&mut [Two]; N]) {
    let weights = weights.map(|(start, w)| (Pair::splat(start), w.map(Pair::splat)));
    let length = x[0].len();
    let (x, mut z) = (x.map(|x| &x[..length]), z.map(|z| &mut z[..length]));
    for k in 0..length {
        let x = x.map(|x| Pair::from_array(&x[k]));
        for (z, (start, w)) in z.iter_mut().zip(weights) {
            z[k] = w.into_iter().zip(x).fold(start, |sum, (w, x)| sum + w * x).to_array();
        }
    }
}
