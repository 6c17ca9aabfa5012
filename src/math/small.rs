//! The products of a layer over one block of samples. A small batch has so little arithmetic that calls and inner loops
//! cost as much: for each number of samples its products are compiled into the loop over the layers, and samples are
//! taken two at a time, so that they need only be even. The order of every sum is that of the kernels that serve the
//! rest.

use alloc::vec::Vec;

use super::below::{Below, backward, slope};
use super::gradient::{add_gradient, bias_gradient, is_wide};
use super::kernels::{LANES, affine, matmul_transposed};
use super::pair::{Pair, Two, twos, twos_mut};

/// The most samples that are only made even: sums, a weight and what it is multiplied by fit into the registers.
const SMALL: usize = 12;

/// The columns in which `n` samples stand: few are made even, more a multiple of four. [`with_products`] has an arm for
/// all that are small.
#[must_use]
pub fn columns(n: usize) -> usize {
    n.next_multiple_of(if n <= SMALL { 2 } else { LANES / 2 })
}

/// What a layer needs of a block. `room` is there to work in.
pub trait Products {
    /// The columns of the block.
    fn m(&self) -> usize;

    /// As [`affine`].
    fn affine(&self, w: &[f64], b: &[f64], x: &[f64], z: &mut [f64], room: &mut Vec<f64>);

    /// As [`backward`], without a layer below as [`matmul_transposed`].
    fn backward(
        &self,
        w: &[f64],
        d_z: &[f64],
        below: Option<Below<'_>>,
        d_x: &mut [f64],
        room: &mut Vec<f64>,
    );

    /// As [`add_gradient`].
    fn add_gradient(&self, d_z: &[f64], x: &[f64], d_w: &mut [f64], room: &mut Vec<f64>);

    /// As [`bias_gradient`].
    fn bias_gradient(&self, d_z: &[f64], d_b: &mut [f64]);
}

/// Of that many columns, a multiple of four.
#[derive(Clone, Copy, Debug)]
pub struct Large(pub usize);

/// Of P pairs of columns.
#[derive(Clone, Copy, Debug)]
pub struct Small<const P: usize>;

/// Runs something with the [`Products`] of m columns.
macro_rules! with_products {
    ($m:expr, $products:ident => $run:expr) => {
        match $m {
            2 => with_products!($products = $crate::math::Small::<1> => $run),
            4 => with_products!($products = $crate::math::Small::<2> => $run),
            6 => with_products!($products = $crate::math::Small::<3> => $run),
            8 => with_products!($products = $crate::math::Small::<4> => $run),
            10 => with_products!($products = $crate::math::Small::<5> => $run),
            12 => with_products!($products = $crate::math::Small::<6> => $run),
            16 => with_products!($products = $crate::math::Small::<8> => $run),
            m => with_products!($products = $crate::math::Large(m) => $run),
        }
    };
    ($products:ident = $value:expr => $run:expr) => {{
        let $products = &$value;
        $run
    }};
}

pub(crate) use with_products;

impl Products for Large {
    fn m(&self) -> usize {
        self.0
    }

    fn affine(&self, w: &[f64], b: &[f64], x: &[f64], z: &mut [f64], room: &mut Vec<f64>) {
        affine(w, b, x, z, self.0, room);
    }

    fn backward(
        &self,
        w: &[f64],
        d_z: &[f64],
        below: Option<Below<'_>>,
        d_x: &mut [f64],
        room: &mut Vec<f64>,
    ) {
        match below {
            Some(below) => backward(w, d_z, below, d_x, self.0, room),
            None => matmul_transposed(w, d_z, d_x, self.0, room),
        }
    }

    fn add_gradient(&self, d_z: &[f64], x: &[f64], d_w: &mut [f64], room: &mut Vec<f64>) {
        add_gradient(d_z, x, d_w, self.0, room);
    }

    fn bias_gradient(&self, d_z: &[f64], d_b: &mut [f64]) {
        bias_gradient(d_z, d_b, self.0);
    }
}

impl<const P: usize> Small<P> {
    /// Whether x has so many rows that the products of large batches are faster, which take whole [`LANES`] alone.
    fn is_large(x: &[f64]) -> bool {
        const FEW: usize = 8;
        (2 * P).is_multiple_of(LANES) && x.len() > FEW * 2 * P
    }
}

impl<const P: usize> Products for Small<P> {
    #[inline(always)]
    fn m(&self) -> usize {
        2 * P
    }

    #[inline(always)]
    fn affine(&self, w: &[f64], b: &[f64], x: &[f64], z: &mut [f64], room: &mut Vec<f64>) {
        if Self::is_large(x) {
            return affine(w, b, x, z, 2 * P, room);
        }
        let (x, z) = (twos::<P>(x), twos_mut::<P>(z));
        let mut rest = w;
        for (z, b) in z.iter_mut().zip(b) {
            let w;
            (w, rest) = rest.split_at(x.len());
            *z = combine(w.iter().copied(), *b, x).map(Pair::to_array);
        }
    }

    #[inline(always)]
    fn backward(
        &self,
        w: &[f64],
        d_z: &[f64],
        mut below: Option<Below<'_>>,
        d_x: &mut [f64],
        room: &mut Vec<f64>,
    ) {
        if Self::is_large(d_z) {
            return Large(2 * P).backward(w, d_z, below, d_x, room);
        }
        let (d_z, d_x) = (twos::<P>(d_z), twos_mut::<P>(d_x));
        let (n_in, n_out) = (d_x.len(), d_z.len());
        for (i, d_x) in d_x.iter_mut().enumerate() {
            let mut sums = combine((0..n_out).map(|row| w[row * n_in + i]), 0.0, d_z);
            if let Some(Below { range, a, d_b }) = &mut below {
                let range = range.map(Pair::splat);
                for (sum, a) in sums.iter_mut().zip(&twos::<P>(a)[i]) {
                    *sum = *sum * slope(range, Pair::from_array(a));
                }
                d_b[i] += row_sum(&sums);
            }
            *d_x = sums.map(Pair::to_array);
        }
    }

    #[inline(always)]
    fn add_gradient(&self, d_z: &[f64], x: &[f64], d_w: &mut [f64], room: &mut Vec<f64>) {
        let (all_d_z, all_x) = (twos::<P>(d_z), twos::<P>(x));
        if is_wide(all_x.len(), all_d_z.len()) {
            return add_gradient(d_z, x, d_w, 2 * P, room);
        }
        let ((x, last_x), mut rest) = (all_x.as_chunks(), d_w);
        for d_z in all_d_z {
            let d_z = d_z.each_ref().map(Pair::from_array);
            let d_w;
            (d_w, rest) = rest.split_at_mut(all_x.len());
            let (d_w, last_d_w) = d_w.as_chunks_mut();
            for (d_w, [x0, x1]) in d_w.iter_mut().zip(x) {
                let sums = [x0, x1].map(|x| dot(&d_z, x));
                let totals = Pair::sums(sums[0], sums[1]);
                *d_w = (Pair::from_array(d_w) + totals).to_array();
            }
            for (d_w, x) in last_d_w.iter_mut().zip(last_x) {
                *d_w += dot(&d_z, x).total();
            }
        }
    }

    #[inline(always)]
    fn bias_gradient(&self, d_z: &[f64], d_b: &mut [f64]) {
        for (d_z, d_b) in twos::<P>(d_z).iter().zip(d_b) {
            *d_b += row_sum(&d_z.each_ref().map(Pair::from_array));
        }
    }
}

/// From `start` on, the rows of x times their weights, one after the other: P sums, which are all held.
#[inline(always)]
fn combine<const P: usize>(weights: impl Iterator<Item = f64>, start: f64, x: &[[Two; P]]) -> [Pair; P] {
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
fn dot<const P: usize>(d_z: &[Pair; P], x: &[Two; P]) -> Pair {
    (1..P).fold(d_z[0] * Pair::from_array(&x[0]), |sum, p| sum + d_z[p] * Pair::from_array(&x[p]))
}

/// The sum over P pairs of samples.
#[inline(always)]
fn row_sum<const P: usize>(d_z: &[Pair; P]) -> f64 {
    d_z[1..].iter().fold(d_z[0], |sum, d_z| sum + *d_z).total()
}
