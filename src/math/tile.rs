//! The inner loop of all products: a tile of sums that stays in the registers.

use core::hint;

use super::kernels::Lanes;
use super::pair::Pair;

/// Terms that are added in a turn of the loop, at whose end V8 looks whether it shall stop.
pub(super) const TURN: usize = 16;

/// N times eight sums.
pub(super) type Tile<const N: usize> = [[Pair; 4]; N];

/// `sums[k] + factors[k] * x` for all x, in order, as long as there are factors. What is read apart are two numbers
/// or pairs a term; x is packed in whole turns, the last of which need not be full.
///
/// The two forms that this takes are there for the compilers. Each term may be the last: within a stretch without
/// branches LLVM would add all terms to one sum after the other, each of which waits for the one before. And it must
/// not follow where x is: it would calculate every address by an instruction of its own. With either the loop runs at
/// 90 %, with both at 97 % of the limit, without at 60 %.
#[inline(always)]
pub(super) fn accumulate<const N: usize>(
    mut sums: Tile<N>,
    mut factors: impl Iterator<Item = [Pair; N]>,
    x: &[[Lanes; TURN]],
) -> Tile<N> {
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
fn half<const N: usize>(
    sums: &mut Tile<N>,
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
pub(super) fn add_products<const N: usize>(sums: &mut Tile<N>, factors: [Pair; N], x: [Pair; 4]) {
    for (sums, factor) in sums.iter_mut().zip(factors) {
        for (sum, x) in sums.iter_mut().zip(x) {
            *sum = *sum + factor * x;
        }
    }
}

/// Eight lanes by pairs.
#[inline(always)]
pub(super) fn pairs(x: &Lanes) -> [Pair; 4] {
    let pairs: &[[f64; 2]] = x.as_chunks().0;
    [0, 1, 2, 3].map(|p| Pair::from_array(&pairs[p]))
}

/// The lanes of [`pairs`].
#[inline(always)]
pub(super) fn lanes(pairs: [Pair; 4]) -> Lanes {
    let [[a, b], [c, d], [e, f], [g, h]] = pairs.map(Pair::to_array);
    [a, b, c, d, e, f, g, h]
}
