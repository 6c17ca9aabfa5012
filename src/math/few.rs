//! Products of at most eight inputs, four at a time: their weights in two rows stay in registers while the samples pass
//! by.

use core::array;

use super::below::{Below, slope};
use super::pair::{Pair, Two, twos, twos_mut};

/// Inputs at a time: of more, the weights of two rows would not fit into the registers.
const INPUTS: usize = 4;

/// Four samples, a turn of the loop: with two, products of one or two inputs took an eighth longer.
type Four = [Two; 2];

/// Whether x has so few rows.
pub(super) fn pays(x: &[f64], m: usize) -> bool {
    x.len() <= 2 * INPUTS * m
}

/// `z = w x`, each element starting from that of `start`, or from 0, and adding input by input. The weights of two rows
/// and of two inputs stand some strides apart.
pub(super) fn product(
    w: &[f64],
    [across, along]: [usize; 2],
    start: Option<&[f64]>,
    x: &[f64],
    z: &mut [f64],
    m: usize,
) {
    debug_assert!(m.is_multiple_of(4));
    for (x, first) in x.chunks(INPUTS * m).zip((0..).step_by(INPUTS)) {
        let weight = |row, k| w[row * across + (first + k) * along];
        let start = (first == 0).then_some(|row| start.map_or(0.0, |start| start[row]));
        match x.len() / m {
            1 => of_inputs::<1>(weight, start, x, z, m),
            2 => of_inputs::<2>(weight, start, x, z, m),
            3 => of_inputs::<3>(weight, start, x, z, m),
            _ => of_inputs::<4>(weight, start, x, z, m),
        }
    }
}

#[inline(always)]
fn of_inputs<const K: usize>(
    weight: impl Fn(usize, usize) -> f64,
    start: Option<impl Fn(usize) -> f64>,
    x: &[f64],
    z: &mut [f64],
    m: usize,
) {
    let x = array::from_fn(|k| twos(&x[k * m..][..m]));
    let weights = |row| array::from_fn(|k| weight(row, k));
    for (z, row) in z.chunks_mut(2 * m).zip((0..).step_by(2)) {
        match (z.split_at_mut(m), &start) {
            ((z, []), Some(start)) => rows::<K, 1>([weights(row)], [start(row)], x, [twos_mut(z)]),
            ((z, []), None) => add_rows::<K, 1>([weights(row)], x, [twos_mut(z)]),
            ((z0, z1), Some(start)) => {
                let start = [row, row + 1].map(start);
                rows::<K, 2>([row, row + 1].map(weights), start, x, [z0, z1].map(twos_mut));
            }
            ((z0, z1), None) => add_rows::<K, 2>([row, row + 1].map(weights), x, [z0, z1].map(twos_mut)),
        }
    }
}

/// Whether `above` has so few rows that slopes and sums fit into the registers as well.
pub(super) fn pays_backward(above: &[f64], m: usize) -> bool {
    above.len() <= 2 * m
}

/// As [`backward`](super::backward).
pub(super) fn backward(w: &[f64], above: &[f64], below: Below<'_>, d_z: &mut [f64], m: usize) {
    match above.len() / m {
        1 => backward_of::<1>(w, above, below, d_z, m),
        _ => backward_of::<2>(w, above, below, d_z, m),
    }
}

fn backward_of<const K: usize>(
    w: &[f64],
    above: &[f64],
    Below { range, a, d_b }: Below<'_>,
    d_z: &mut [f64],
    m: usize,
) {
    let n = d_b.len();
    let above = array::from_fn(|k| twos(&above[k * m..][..m]));
    let weights = |row| array::from_fn(|k| w[row + k * n]);
    let rows = d_z.chunks_mut(2 * m).zip(a.chunks(2 * m)).zip(d_b.chunks_mut(2));
    for (((z, a), d_b), row) in rows.zip((0..).step_by(2)) {
        match (z.split_at_mut(m), a.split_at(m)) {
            ((z, []), _) => derive_rows::<K, 1>([weights(row)], above, [twos_mut(z)], range, [twos(a)], d_b),
            ((z0, z1), (a0, a1)) => {
                let (z, a) = ([z0, z1].map(twos_mut), [a0, a1].map(twos));
                derive_rows::<K, 2>([row, row + 1].map(weights), above, z, range, a, d_b);
            }
        }
    }
}

/// N rows of [`product`], each from its start on.
#[inline(never)]
fn rows<const K: usize, const N: usize>(
    weights: [[f64; K]; N],
    start: [f64; N],
    x: [&[Four]; K],
    z: [&mut [Four]; N],
) {
    let start = start.map(Pair::splat);
    each(weights, x, z, |r, _| start[r], |_, _, _, sum| sum);
}

/// N rows of [`product`], which go on from what z holds.
#[inline(never)]
fn add_rows<const K: usize, const N: usize>(weights: [[f64; K]; N], x: [&[Four]; K], z: [&mut [Four]; N]) {
    each(weights, x, z, |_, z| Pair::from_array(z), |_, _, _, sum| sum);
}

/// N rows of [`backward`], each starting from 0.
#[inline(never)]
fn derive_rows<const K: usize, const N: usize>(
    weights: [[f64; K]; N],
    x: [&[Four]; K],
    z: [&mut [Four]; N],
    range: [f64; 2],
    a: [&[Four]; N],
    d_b: &mut [f64],
) {
    let range = range.map(Pair::splat);
    let a = a.map(|a| &a[..z[0].len()]);
    let mut sums = [Pair::splat(0.0); N];
    let derive = |r: usize, k: usize, half: usize, d_a| {
        let d_z = d_a * slope(range, Pair::from_array(&a[r][k][half]));
        sums[r] = sums[r] + d_z;
        d_z
    };
    each(weights, x, z, |_, _| Pair::splat(0.0), derive);
    d_b.iter_mut().zip(sums).for_each(|(d_b, sum)| *d_b += sum.total());
}

/// `z = end(start + w x)` for N rows. `start` is told the row and what z holds, `end` the row, which four and which half.
#[inline(always)]
fn each<const K: usize, const N: usize>(
    weights: [[f64; K]; N],
    x: [&[Four]; K],
    z: [&mut [Four]; N],
    start: impl Fn(usize, &Two) -> Pair,
    mut end: impl FnMut(usize, usize, usize, Pair) -> Pair,
) {
    let weights = weights.map(|w| w.map(Pair::splat));
    let length = z[0].len();
    let (x, z) = (x.map(|x| &x[..length]), z.map(|z| &mut z[..length]));
    for k in 0..length {
        for half in 0..2 {
            let x = x.map(|x| Pair::from_array(&x[k][half]));
            for r in 0..N {
                let z = &mut z[r][k][half];
                let sum = weights[r].into_iter().zip(x).fold(start(r, z), |sum, (w, x)| sum + w * x);
                *z = end(r, k, half, sum).to_array();
            }
        }
    }
}
