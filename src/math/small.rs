//! Products of narrow layers and of small batches, where setting up an inner loop would cost more than its
//! arithmetic: weights or derivatives stay in registers while what they are multiplied by passes, two samples at a
//! time, so that here m need only be even. The order of every sum is that of the kernels that serve the rest.

use core::array;

use super::gradient::weight_gradient;
use super::kernels::{LANES, bias_gradient};
use super::pair::Pair;

/// Two samples.
type Two = [f64; 2];

/// The most samples of a small batch.
const SMALL: usize = 16;

/// The most inputs of a narrow product.
const NARROW: usize = 8;

/// Inputs whose weights are held at once.
const HELD: usize = 4;

/// The columns in which `n` samples stand: a small batch is made even, a larger one a multiple of [`LANES`].
#[must_use]
pub fn columns(n: usize) -> usize {
    n.next_multiple_of(if n <= SMALL { 2 } else { LANES })
}

/// Whether a product of x is narrow, or of a batch that only this module takes.
pub(super) fn pays(x: &[f64], m: usize) -> bool {
    x.len() <= NARROW * m || !m.is_multiple_of(LANES)
}

/// As [`affine`](super::affine).
#[inline(never)]
pub(super) fn affine(w: &[f64], b: &[f64], x: &[f64], z: &mut [f64], m: usize) {
    let n_in = w.len() / b.len();
    if m <= SMALL {
        return few([b.len(), n_in], [n_in, 1], w, |row| b[row], x, z, m);
    }
    product([b.len(), n_in], |row, input| w[row * n_in + input], |row| b[row], x, z, m);
}

/// As [`matmul_transposed`](super::matmul_transposed).
#[inline(never)]
pub(super) fn matmul_transposed(w: &[f64], d_z: &[f64], d_x: &mut [f64], m: usize) {
    let n_out = d_z.len() / m;
    let n_in = w.len() / n_out;
    if m <= SMALL {
        return few([n_in, n_out], [1, n_in], w, |_| 0.0, d_z, d_x, m);
    }
    product([n_in, n_out], |row, output| w[output * n_in + row], |_| 0.0, d_z, d_x, m);
}

/// `z = w x` with w `[n_rows, n]`, each element starting from what `start` gives for its row.
#[inline(always)]
fn product(
    [n_rows, n]: [usize; 2],
    w: impl Fn(usize, usize) -> f64,
    start: impl Fn(usize) -> f64,
    x: &[f64],
    z: &mut [f64],
    m: usize,
) {
    let (x, z, width): (&[Two], &mut [Two], _) = (x.as_chunks().0, z.as_chunks_mut().0, m / 2);
    for row in (0..n_rows / 2 * 2).step_by(2) {
        let z = &mut z[row * width..][..2 * width];
        rows::<2>(n, |r, k| w(row + r, k), |r| start(row + r), x, z, width);
    }
    if !n_rows.is_multiple_of(2) {
        let last = n_rows - 1;
        rows::<1>(n, |_, k| w(last, k), |_| start(last), x, &mut z[last * width..][..width], width);
    }
}

#[inline(always)]
fn few(
    shape: [usize; 2],
    strides: [usize; 2],
    w: &[f64],
    start: impl Fn(usize) -> f64,
    x: &[f64],
    z: &mut [f64],
    m: usize,
) {
    let (x, z): (&[Two], &mut [Two]) = (x.as_chunks().0, z.as_chunks_mut().0);
    match m / 2 {
        1 => tile::<1>(shape, strides, w, &start, x, z),
        2 => tile::<2>(shape, strides, w, &start, x, z),
        3 => tile::<3>(shape, strides, w, &start, x, z),
        4 => tile::<4>(shape, strides, w, &start, x, z),
        5 => tile::<5>(shape, strides, w, &start, x, z),
        6 => tile::<6>(shape, strides, w, &start, x, z),
        7 => tile::<7>(shape, strides, w, &start, x, z),
        _ => tile::<8>(shape, strides, w, &start, x, z),
    }
}
#[inline(always)]
fn tile<const P: usize>(
    [n_rows, n]: [usize; 2],
    [across, along]: [usize; 2],
    w: &[f64],
    start: impl Fn(usize) -> f64,
    x: &[Two],
    z: &mut [Two],
) {
    let (x, z): (&[[Two; P]], &mut [[Two; P]]) = (x.as_chunks().0, z.as_chunks_mut().0);
    for (row, z) in z[..n_rows].iter_mut().enumerate() {
        let mut sums = [both(start(row)); P];
        for (k, x) in x[..n].iter().enumerate() {
            let w = both(w[row * across + k * along]);
            for (sum, x) in sums.iter_mut().zip(x) {
                *sum = *sum + w * Pair::from_array(x);
            }
        }
        *z = sums.map(Pair::to_array);
    }
}

/// R rows of [`product`], some inputs at a time.
#[inline(always)]
fn rows<const R: usize>(
    n: usize,
    w: impl Fn(usize, usize) -> f64,
    start: impl Fn(usize) -> f64,
    x: &[Two],
    z: &mut [Two],
    width: usize,
) {
    let start = Some(array::from_fn(start));
    let first = match n % HELD {
        1 => held::<R, 1>(&w, 0, start, x, z, width),
        2 => held::<R, 2>(&w, 0, start, x, z, width),
        3 => held::<R, 3>(&w, 0, start, x, z, width),
        _ => held::<R, HELD>(&w, 0, start, x, z, width),
    };
    for k in (first..n).step_by(HELD) {
        held::<R, HELD>(&w, k, None, &x[k * width..], z, width);
    }
}

/// The N inputs from `k` on; gives their number.
#[inline(always)]
fn held<const R: usize, const N: usize>(
    w: impl Fn(usize, usize) -> f64,
    k: usize,
    start: Option<[f64; R]>,
    x: &[Two],
    z: &mut [Two],
    width: usize,
) -> usize {
    combine::<R, N>(array::from_fn(|r| array::from_fn(|i| w(r, k + i))), start, x, z, width);
    N
}

/// `z[r, :] = start[r] + sum over i of w[r][i] * x[i, :]`; z adds to what it holds where there is no start.
#[inline(never)]
fn combine<const R: usize, const N: usize>(
    w: [[f64; N]; R],
    start: Option<[f64; R]>,
    x: &[Two],
    z: &mut [Two],
    width: usize,
) {
    let w = w.map(|w| w.map(both));
    match start.map(|start| start.map(both)) {
        Some(start) => pass(w, |r, _| start[r], x, z, width),
        None => pass(w, |_, z| Pair::from_array(z), x, z, width),
    }
}

#[inline(always)]
fn pass<const R: usize, const N: usize>(
    w: [[Pair; N]; R],
    start: impl Fn(usize, &Two) -> Pair,
    x: &[Two],
    z: &mut [Two],
    width: usize,
) {
    let x: [&[Two]; N] = array::from_fn(|i| &x[i * width..][..width]);
    let mut rest = z;
    let mut z: [&mut [Two]; R] = array::from_fn(|_| rest.split_off_mut(..width).unwrap_or_default());
    for k in 0..width {
        let mut sums: [Pair; R] = array::from_fn(|r| start(r, &z[r][k]));
        for (i, x) in x.iter().enumerate() {
            let x = Pair::from_array(&x[k]);
            for (sum, w) in sums.iter_mut().zip(&w) {
                *sum = *sum + w[i] * x;
            }
        }
        for (z, sum) in z.iter_mut().zip(sums) {
            z[k] = sum.to_array();
        }
    }
}

/// Adds `d_z x^T` to `d_w` and the row sums of `d_z` to `d_b`, with `d_z` `[n_out, m]`, x `[n_in, m]`, `d_w`
/// `[n_out, n_in]`, `d_b` `[n_out]`, each summed over the samples as [`sum`](super::sum) does.
pub fn add_gradient(d_z: &[f64], x: &[f64], d_w: &mut [f64], d_b: &mut [f64], m: usize) {
    match m / 2 {
        1 => small_gradient::<1>(d_z, x, d_w, d_b),
        2 => small_gradient::<2>(d_z, x, d_w, d_b),
        3 => small_gradient::<3>(d_z, x, d_w, d_b),
        4 => small_gradient::<4>(d_z, x, d_w, d_b),
        5 => small_gradient::<5>(d_z, x, d_w, d_b),
        6 => small_gradient::<6>(d_z, x, d_w, d_b),
        7 => small_gradient::<7>(d_z, x, d_w, d_b),
        8 => small_gradient::<8>(d_z, x, d_w, d_b),
        _ => {
            weight_gradient(d_z, x, d_w, m);
            bias_gradient(d_z, d_b, m);
        }
    }
}

/// [`add_gradient`] over P pairs of samples.
#[inline(never)]
fn small_gradient<const P: usize>(d_z: &[f64], x: &[f64], d_w: &mut [f64], d_b: &mut [f64]) {
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

/// The sum over P pairs of samples. An empty lane is 0, to which nothing is added.
#[inline(always)]
fn total<const P: usize>(pair: impl Fn(usize) -> Pair) -> f64 {
    const PAIRS: usize = LANES / 2;
    let lanes: [Pair; PAIRS] = array::from_fn(|p| match P {
        _ if p + PAIRS < P => pair(p) + pair(p + PAIRS),
        _ if p < P => pair(p),
        _ => both(0.0),
    });
    let [even, odd] = ((lanes[0] + lanes[2]) + (lanes[1] + lanes[3])).to_array();
    even + odd
}

#[inline(always)]
fn both(x: f64) -> Pair {
    Pair::from_array(&[x; 2])
}
