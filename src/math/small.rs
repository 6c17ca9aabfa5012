//! Products of small batches, where setting up an inner loop costs as much as its arithmetic: a row of all samples
//! stays in registers. Samples are taken two at a time, so that here m need only be even. The order of every sum is
//! that of the kernels that serve the rest.

use super::kernels::LANES;
use super::pair::Pair;

/// Two samples.
type Two = [f64; 2];

/// The most samples of a small batch.
const SMALL: usize = 16;

/// The columns in which `n` samples stand: a small batch is made even, a larger one a multiple of [`LANES`].
#[must_use]
pub fn columns(n: usize) -> usize {
    n.next_multiple_of(if n <= SMALL { 2 } else { LANES })
}

/// Whether m samples are a small batch.
pub(super) fn is_small(m: usize) -> bool {
    m <= SMALL
}

/// Whether a product of x, whose rows are small, is also of few inputs, or of samples that only this module takes.
#[inline(always)]
pub(super) fn pays(x: &[f64], m: usize) -> bool {
    const FEW: usize = 8;
    is_small(m) && (x.len() <= FEW * m || !m.is_multiple_of(LANES))
}

/// As [`affine`](super::affine).
pub(super) fn affine(w: &[f64], b: &[f64], x: &[f64], z: &mut [f64], m: usize) {
    product(w, [w.len() / b.len(), 1], Some(b), x, z, m);
}

/// As [`matmul_transposed`](super::matmul_transposed).
pub(super) fn matmul_transposed(w: &[f64], d_z: &[f64], d_x: &mut [f64], m: usize) {
    product(w, [1, d_x.len() / m], None, d_z, d_x, m);
}

/// `z = w x`, the elements of each row starting from that of `start`, or from 0. The weights of two rows and of two
/// inputs stand `strides` apart.
#[inline(never)]
fn product(w: &[f64], strides: [usize; 2], start: Option<&[f64]>, x: &[f64], z: &mut [f64], m: usize) {
    debug_assert!(m <= SMALL && m.is_multiple_of(2));
    let (x, z) = (x.as_chunks().0, z.as_chunks_mut().0);
    match m / 2 {
        1 => few::<1>(w, strides, start, x, z),
        2 => few::<2>(w, strides, start, x, z),
        3 => few::<3>(w, strides, start, x, z),
        4 => few::<4>(w, strides, start, x, z),
        5 => few::<5>(w, strides, start, x, z),
        6 => few::<6>(w, strides, start, x, z),
        7 => few::<7>(w, strides, start, x, z),
        _ => few::<8>(w, strides, start, x, z),
    }
}

/// [`product`] over P pairs of samples, whose sums are held row by row.
#[inline(always)]
fn few<const P: usize>(
    w: &[f64],
    [across, along]: [usize; 2],
    start: Option<&[f64]>,
    x: &[Two],
    z: &mut [Two],
) {
    let (x, z): (&[[Two; P]], &mut [[Two; P]]) = (x.as_chunks().0, z.as_chunks_mut().0);
    for (row, z) in z.iter_mut().enumerate() {
        let mut sums = [both(start.map_or(0.0, |start| start[row])); P];
        for (input, x) in x.iter().enumerate() {
            let w = both(w[row * across + input * along]);
            for (sum, x) in sums.iter_mut().zip(x) {
                *sum = *sum + w * Pair::from_array(x);
            }
        }
        *z = sums.map(Pair::to_array);
    }
}

/// As [`add_gradient`](super::add_gradient) in a layer that is not wide.
#[inline(never)]
pub(super) fn add_gradient(d_z: &[f64], x: &[f64], d_w: &mut [f64], d_b: &mut [f64], m: usize) {
    match m / 2 {
        1 => few_gradient::<1>(d_z, x, d_w, d_b),
        2 => few_gradient::<2>(d_z, x, d_w, d_b),
        3 => few_gradient::<3>(d_z, x, d_w, d_b),
        4 => few_gradient::<4>(d_z, x, d_w, d_b),
        5 => few_gradient::<5>(d_z, x, d_w, d_b),
        6 => few_gradient::<6>(d_z, x, d_w, d_b),
        7 => few_gradient::<7>(d_z, x, d_w, d_b),
        _ => few_gradient::<8>(d_z, x, d_w, d_b),
    }
}

/// [`add_gradient`] over P pairs of samples, of which a row of `d_z` is held.
#[inline(always)]
fn few_gradient<const P: usize>(d_z: &[f64], x: &[f64], d_w: &mut [f64], d_b: &mut [f64]) {
    let (d_z, x): (&[[Two; P]], &[[Two; P]]) =
        (d_z.as_chunks().0.as_chunks().0, x.as_chunks().0.as_chunks().0);
    let mut rest = d_w;
    for (d_z, d_b) in d_z.iter().zip(d_b) {
        let d_z = d_z.each_ref().map(Pair::from_array);
        for (d_w, x) in rest.split_off_mut(..x.len()).unwrap_or_default().iter_mut().zip(x) {
            *d_w += total::<P>(|p| d_z[p] * Pair::from_array(&x[p]));
        }
        *d_b += total::<P>(|p| d_z[p]);
    }
}

/// The sum over P pairs of samples.
#[inline(always)]
fn total<const P: usize>(pair: impl Fn(usize) -> Pair) -> f64 {
    let sum = (1..P).fold(pair(0), |sum, p| sum + pair(p));
    Pair::sums(sum, sum).to_array()[0]
}

#[inline(always)]
fn both(x: f64) -> Pair {
    Pair::from_array(&[x; 2])
}
