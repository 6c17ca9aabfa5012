//! The products of a layer over a batch of any size. A small one has so little arithmetic that inner loops and addresses
//! cost as much: they are compiled for some numbers of columns, and for some of rows in the inner loop. The order of every
//! sum is that of the kernels that serve the rest.

use alloc::vec::Vec;

use super::below::{Below, slope};
use super::gradient::is_wide;
use super::kernels::LANES;
use super::pair::{Pair, Two, twos, twos_mut};

/// The samples of a row, by P twos.
pub(crate) type Row<const P: usize> = [Two; P];

/// Runs something for a small number of columns by twos, P, or something else.
macro_rules! by_twos {
    ($columns:expr, $p:ident => $run:expr, _ => $other:expr) => {
        $crate::math::small::by_twos!(@ $columns, $p, $run, $other, 1 2 4 5 8)
    };
    (@ $columns:expr, $p:ident, $run:expr, $other:expr, $($n:literal)*) => {
        match $columns {
            $(m if m == 2 * $n => { const $p: usize = $n; $run })*
            _ => $other,
        }
    };
}

pub(crate) use by_twos;

/// The columns in which `n` samples stand: one of the numbers of [`by_twos`], or a multiple of four.
#[must_use]
pub fn columns(n: usize) -> usize {
    match n {
        1 | 2 => 2,
        9 | 10 => 10,
        11..=16 => 16,
        _ => n.next_multiple_of(4),
    }
}

/// m, where a product of so many rows is compiled for that many columns, else 0: of many rows the products of large
/// batches are faster, but take whole [`LANES`] alone.
fn compiled(rows: usize, m: usize) -> usize {
    const FEW: usize = 8;
    if rows <= FEW || !m.is_multiple_of(LANES) { m } else { 0 }
}

/// As [`affine`](super::affine), with m as [`columns`] has it.
pub fn linear(w: &[f64], b: &[f64], x: &[f64], z: &mut [f64], m: usize, room: &mut Vec<f64>) {
    by_twos!(
        compiled(x.len() / m, m),
        P => affine::<P>(w, b, twos(x), twos_mut(z)),
        _ => super::affine(w, b, x, z, m, room)
    );
}

/// As [`backward`](super::backward), without a layer below as [`matmul_transposed`](super::matmul_transposed), with m as
/// [`columns`] has it.
pub fn linear_backward(
    w: &[f64],
    d_z: &[f64],
    below: Option<Below<'_>>,
    d_x: &mut [f64],
    m: usize,
    room: &mut Vec<f64>,
) {
    let columns = compiled(d_z.len() / m, m);
    match below {
        Some(below) => by_twos!(
            columns,
            P => backward::<P>(w, twos(d_z), below.range, twos(below.a), below.d_b, twos_mut(d_x)),
            _ => super::backward(w, d_z, below, d_x, m, room)
        ),
        None => by_twos!(
            columns,
            P => matmul_transposed::<P>(w, twos(d_z), twos_mut(d_x)),
            _ => super::matmul_transposed(w, d_z, d_x, m, room)
        ),
    }
}

/// As [`add_gradient`](super::add_gradient).
pub fn linear_gradient(d_z: &[f64], x: &[f64], d_w: &mut [f64], m: usize, room: &mut Vec<f64>) {
    by_twos!(
        if is_wide(x.len() / m, d_z.len() / m) { 0 } else { m },
        P => add_gradient::<P>(twos(d_z), twos(x), d_w),
        _ => super::add_gradient(d_z, x, d_w, m, room)
    );
}

/// Runs something with rows whose number the compiler knows, if it is one of these.
macro_rules! by_rows {
    ($rows:ident => $run:expr) => {
        by_rows!(@ $rows, $run, 1 2 4)
    };
    (@ $rows:ident, $run:expr, $($n:literal)*) => {
        match $rows.len() {
            $($n => if let Some($rows) = $rows.first_chunk::<$n>() { $run })*
            _ => $run,
        }
    };
}

/// As [`affine`](super::affine).
#[inline(always)]
pub(crate) fn affine<const P: usize>(w: &[f64], b: &[f64], x: &[Row<P>], z: &mut [Row<P>]) {
    by_rows!(x => affine_of(w, b, x, z));
}

#[inline(never)]
fn affine_of<const P: usize>(w: &[f64], b: &[f64], x: impl Copy + AsRef<[Row<P>]>, z: &mut [Row<P>]) {
    let x = x.as_ref();
    for ((z, w), b) in z.iter_mut().zip(w.chunks_exact(x.len().max(1))).zip(b) {
        *z = combine(w.iter().copied(), *b, x).map(Pair::to_array);
    }
}

/// As [`matmul_transposed`](super::matmul_transposed).
pub(crate) fn matmul_transposed<const P: usize>(w: &[f64], d_z: &[Row<P>], d_x: &mut [Row<P>]) {
    transposed(w, d_z, d_x, |_, sums| sums);
}

/// As [`backward`](super::backward).
#[inline(always)]
pub(crate) fn backward<const P: usize>(
    w: &[f64],
    d_z: &[Row<P>],
    range: [f64; 2],
    a: &[Row<P>],
    d_b: &mut [f64],
    d_x: &mut [Row<P>],
) {
    by_rows!(d_z => backward_of(w, d_z, range, a, d_b, d_x));
}

#[inline(never)]
fn backward_of<const P: usize>(
    w: &[f64],
    d_z: impl Copy + AsRef<[Row<P>]>,
    range: [f64; 2],
    a: &[Row<P>],
    d_b: &mut [f64],
    d_x: &mut [Row<P>],
) {
    let range = range.map(Pair::splat);
    let (a, d_b) = (&a[..d_x.len()], &mut d_b[..d_x.len()]);
    transposed(w, d_z.as_ref(), d_x, |i, mut sums| {
        for (sum, a) in sums.iter_mut().zip(&a[i]) {
            *sum = *sum * slope(range, Pair::from_array(a));
        }
        d_b[i] += row_sum(&sums);
        sums
    });
}

/// `end(w^T d_z)`, row by row.
#[inline(always)]
fn transposed<const P: usize>(
    w: &[f64],
    d_z: &[Row<P>],
    d_x: &mut [Row<P>],
    mut end: impl FnMut(usize, [Pair; P]) -> [Pair; P],
) {
    let n_in = d_x.len();
    let w = &w[..n_in * d_z.len()];
    for (i, d_x) in d_x.iter_mut().enumerate() {
        let sums = combine((0..d_z.len()).map(|row| w[row * n_in + i]), 0.0, d_z);
        *d_x = end(i, sums).map(Pair::to_array);
    }
}

/// As [`add_gradient`](super::add_gradient), of layers that are not wide.
#[inline(always)]
pub(crate) fn add_gradient<const P: usize>(d_z: &[Row<P>], x: &[Row<P>], d_w: &mut [f64]) {
    by_rows!(x => add_gradient_of(d_z, x, d_w));
}

#[inline(never)]
fn add_gradient_of<const P: usize>(d_z: &[Row<P>], x: impl Copy + AsRef<[Row<P>]>, d_w: &mut [f64]) {
    let x = x.as_ref();
    for (d_w, d_z) in d_w.chunks_exact_mut(x.len().max(1)).zip(d_z) {
        let d_z = d_z.each_ref().map(Pair::from_array);
        let ((d_w, last_d_w), (x, last_x)) = (d_w.as_chunks_mut(), x.as_chunks());
        for (d_w, [x0, x1]) in d_w.iter_mut().zip(x) {
            let totals = Pair::sums(dot(&d_z, x0), dot(&d_z, x1));
            *d_w = (Pair::from_array(d_w) + totals).to_array();
        }
        for (d_w, x) in last_d_w.iter_mut().zip(last_x) {
            *d_w += dot(&d_z, x).total();
        }
    }
}

/// As [`bias_gradient`](super::bias_gradient).
#[inline(always)]
pub(crate) fn bias_gradient<const P: usize>(d_z: &[Row<P>], d_b: &mut [f64]) {
    for (d_z, d_b) in d_z.iter().zip(d_b) {
        *d_b += row_sum(&d_z.each_ref().map(Pair::from_array));
    }
}

/// From `start` on, the rows of x times their weights, one after the other: P sums, which are all held.
#[inline(always)]
fn combine<const P: usize>(weights: impl Iterator<Item = f64>, start: f64, x: &[Row<P>]) -> [Pair; P] {
    let mut sums = [Pair::splat(start); P];
    for (weight, x) in weights.zip(x) {
        let weight = Pair::splat(weight);
        for (sum, x) in sums.iter_mut().zip(x) {
            *sum = *sum + weight * Pair::from_array(x);
        }
    }
    sums
}

/// The products of P pairs of samples, added up.
#[inline(always)]
fn dot<const P: usize>(d_z: &[Pair; P], x: &Row<P>) -> Pair {
    (1..P).fold(d_z[0] * Pair::from_array(&x[0]), |sum, p| sum + d_z[p] * Pair::from_array(&x[p]))
}

/// The sum over P pairs of samples.
#[inline(always)]
fn row_sum<const P: usize>(d_z: &[Pair; P]) -> f64 {
    d_z[1..].iter().fold(d_z[0], |sum, d_z| sum + *d_z).total()
}
