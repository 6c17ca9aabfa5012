//! The products of a layer over one block of samples. A small batch has so little arithmetic that calls and inner loops
//! cost as much: for each number of samples its products are compiled into the loop over the layers, and samples are
//! taken two at a time, so that they need only be even. The order of every sum is that of the kernels that serve the rest.

use alloc::vec::Vec;
use core::array;

use super::gradient::{add_gradient, is_wide};
use super::kernels::{LANES, affine, matmul_transposed};
use super::pair::Pair;

/// Two samples.
type Two = [f64; 2];

/// The most samples that are only made even: the sums of two rows, two weights and what they are multiplied by fill the
/// registers.
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

    /// As [`matmul_transposed`].
    fn matmul_transposed(&self, w: &[f64], d_z: &[f64], d_x: &mut [f64], room: &mut Vec<f64>);

    /// As [`add_gradient`].
    fn add_gradient(&self, d_z: &[f64], x: &[f64], d_w: &mut [f64], d_b: &mut [f64], room: &mut Vec<f64>);
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

    fn matmul_transposed(&self, w: &[f64], d_z: &[f64], d_x: &mut [f64], room: &mut Vec<f64>) {
        matmul_transposed(w, d_z, d_x, self.0, room);
    }

    fn add_gradient(&self, d_z: &[f64], x: &[f64], d_w: &mut [f64], d_b: &mut [f64], room: &mut Vec<f64>) {
        add_gradient(d_z, x, d_w, d_b, self.0, room);
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
        let (x, z) = (rows::<P>(x), rows_mut::<P>(z));
        let (n_in, mut w) = (x.len(), w);
        let ((b, last_b), (z, last_z)) = (b.as_chunks(), z.as_chunks_mut());
        for (b, z) in b.iter().zip(z) {
            let (w0, w1);
            (w0, w) = w.split_at(n_in);
            (w1, w) = w.split_at(n_in);
            combine(w0.iter().zip(w1).map(|(w0, w1)| [*w0, *w1]), *b, x, z);
        }
        if let ([b], [z]) = (last_b, last_z) {
            combine(w.iter().map(|w| [*w]), [*b], x, array::from_mut(z));
        }
    }

    #[inline(always)]
    fn matmul_transposed(&self, w: &[f64], d_z: &[f64], d_x: &mut [f64], room: &mut Vec<f64>) {
        if Self::is_large(d_z) {
            return matmul_transposed(w, d_z, d_x, 2 * P, room);
        }
        let (d_z, d_x) = (rows::<P>(d_z), rows_mut::<P>(d_x));
        let (n_in, n_out) = (d_x.len(), d_z.len());
        let (d_x, last) = d_x.as_chunks_mut();
        for (d_x, i) in d_x.iter_mut().zip((0..).step_by(2)) {
            let weights = (0..n_out).map(|row| [w[row * n_in + i], w[row * n_in + i + 1]]);
            combine(weights, [0.0; 2], d_z, d_x);
        }
        if let [d_x] = last {
            let weights = (0..n_out).map(|row| [w[row * n_in + n_in - 1]]);
            combine(weights, [0.0], d_z, array::from_mut(d_x));
        }
    }

    #[inline(always)]
    fn add_gradient(&self, d_z: &[f64], x: &[f64], d_w: &mut [f64], d_b: &mut [f64], room: &mut Vec<f64>) {
        let (all_d_z, all_x) = (rows::<P>(d_z), rows::<P>(x));
        if is_wide(all_x.len(), all_d_z.len()) {
            return add_gradient(d_z, x, d_w, d_b, 2 * P, room);
        }
        let mut rest = d_w;
        for (d_z, d_b) in all_d_z.iter().zip(d_b) {
            let d_z = d_z.each_ref().map(Pair::from_array);
            let d_w;
            (d_w, rest) = rest.split_at_mut(all_x.len());
            for (d_w, x) in d_w.iter_mut().zip(all_x) {
                *d_w += total::<P>(|p| d_z[p] * Pair::from_array(&x[p]));
            }
            *d_b += total::<P>(|p| d_z[p]);
        }
    }
}

/// N rows of `z` from their `start` on, whose sums are all held.
#[inline(always)]
fn combine<const P: usize, const N: usize>(
    weights: impl Iterator<Item = [f64; N]>,
    start: [f64; N],
    x: &[[Two; P]],
    z: &mut [[Two; P]; N],
) {
    let mut sums = start.map(|start| [Pair::splat(start); P]);
    for (weights, x) in weights.zip(x) {
        let weights = weights.map(Pair::splat);
        for (p, x) in x.iter().enumerate() {
            let x = Pair::from_array(x);
            for (sums, weight) in sums.iter_mut().zip(weights) {
                sums[p] = sums[p] + weight * x;
            }
        }
    }
    *z = sums.map(|sums| sums.map(Pair::to_array));
}

/// The sum over P pairs of samples.
#[inline(always)]
fn total<const P: usize>(pair: impl Fn(usize) -> Pair) -> f64 {
    let sum = (1..P).fold(pair(0), |sum, p| sum + pair(p));
    Pair::sums(sum, sum).to_array()[0]
}

fn rows<const P: usize>(x: &[f64]) -> &[[Two; P]] {
    x.as_chunks().0.as_chunks().0
}

fn rows_mut<const P: usize>(x: &mut [f64]) -> &mut [[Two; P]] {
    x.as_chunks_mut().0.as_chunks_mut().0
}
