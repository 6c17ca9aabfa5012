//! The inner loop of all products: a tile of sums that stays in the registers.

use core::{array, hint};

use super::kernels::Lanes;
use super::pair::Pair;

/// Terms of a turn of the loop, at whose end V8 looks whether it shall stop: 1 or 2 % faster than eight.
pub(super) const TURN: usize = 16;

/// N times P pairs of sums, as a rule eight.
pub(super) type Tile<const N: usize, const P: usize = 4> = [[Pair; P]; N];

/// `sums[k] + factors[k] * x` for all x, in order, as long as there are factors: for each term one or two numbers, or
/// pairs, that are read as they come. x is packed in whole turns, of which the last need not be full.
///
/// Two things are there for the compilers. Each term may be the last: within a stretch without branches LLVM adds all
/// terms to one sum after the other, each of which waits for the one before. And LLVM must not follow where x is: it
/// would calculate every address by an instruction of its own. Without either the loop ran at 60 % of the machine's
/// limit, with the first at 89 %, with both at 95 to 98 %.
#[inline(always)]
pub(super) fn accumulate<const N: usize, const P: usize>(
    mut sums: Tile<N, P>,
    mut factors: impl Iterator<Item = [Pair; N]>,
    x: &[[Lanes; TURN]],
) -> Tile<N, P> {
    for x in x {
        let (first, second) = hint::black_box(x).split_at(TURN / 2);
        if !(half(&mut sums, &mut factors, first) && half(&mut sums, &mut factors, second)) {
            break;
        }
    }
    sums
}

/// Half a turn; false where there are no more factors.
#[inline(always)]
fn half<const N: usize, const P: usize>(
    sums: &mut Tile<N, P>,
    factors: &mut impl Iterator<Item = [Pair; N]>,
    x: &[Lanes],
) -> bool {
    for x in x {
        let Some(factors) = factors.next() else { return false };
        add_products(sums, factors, pairs(x));
    }
    true
}

/// `sums[k] + factors[k] * x` for all x.
#[inline(always)]
pub(super) fn add_products<const N: usize, const P: usize>(
    sums: &mut Tile<N, P>,
    factors: [Pair; N],
    x: [Pair; P],
) {
    for (sums, factor) in sums.iter_mut().zip(factors) {
        for (sum, x) in sums.iter_mut().zip(x) {
            *sum = *sum + factor * x;
        }
    }
}

/// The first lanes by pairs.
#[inline(always)]
pub(super) fn pairs<const P: usize>(x: &[f64]) -> [Pair; P] {
    let pairs: &[[f64; 2]] = x.as_chunks().0;
    array::from_fn(|p| Pair::from_array(&pairs[p]))
}

/// The lanes of [`pairs`].
#[inline(always)]
pub(super) fn lanes(pairs: [Pair; 4]) -> Lanes {
    let [[a, b], [c, d], [e, f], [g, h]] = pairs.map(Pair::to_array);
    [a, b, c, d, e, f, g, h]
}
