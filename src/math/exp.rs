//! exp, tanh and sigmoid without branches and tables, of two numbers by each instruction; the result for one number
//! never depends on its neighbours.
//!
//! All bring an exponent to the form n ln 2 + 2 f with the nearest integer n and take e^2f = (q + p) / (q - p) from one
//! rational function p / q = tanh f (Muller, *Elementary Functions*, 3rd ed., chapter 11). tanh and sigmoid divide once
//! in any case, and put 2^n into that division.

use core::array;
use core::f64::consts::{LN_2, LOG2_E};
use core::hint;

use super::pair::{Pair, Two};

/// ln 2 in two parts; the first ends in 21 zero bits, so that its product with n is exact.
const LN_2_HIGH: f64 = f64::from_bits(0x3fe6_2e42_fee0_0000);
const LN_2_LOW: f64 = f64::from_bits(0x3dea_39ef_3579_3c76);

/// 1.5 * 2^52. Added to a small number it leaves no place for a fraction: the last bits of the sum hold the
/// nearest integer.
const ROUNDER: f64 = 6_755_399_441_055_744.0;

/// e^x, to 3 ulp over the whole range, subnormal results included.
///
/// ```
/// assert_eq!(neurone::math::exp(0.0), 1.0);
/// assert!((neurone::math::exp(1.0) - core::f64::consts::E).abs() < 1e-15);
/// ```
#[inline]
#[must_use]
pub fn exp(x: f64) -> f64 {
    one(x, reduced, scaled)
}

/// Hyperbolic tangent, to 4 ulp over the whole range.
#[inline]
#[must_use]
pub fn tanh(x: f64) -> f64 {
    one(x, doubled, ratio)
}

/// Logistic function 1 / (1 + e^-x), to 2e-16 absolute. Small results are right to 1.2 |x| + 3 ulp, subnormal ones
/// are 0.
#[inline]
#[must_use]
pub fn sigmoid(x: f64) -> f64 {
    one(x, bounded, share)
}

/// [`exp`] of every element.
#[inline(never)]
pub fn exp_in_place(x: &mut [f64]) {
    all(x, reduced, scaled);
}

/// [`tanh`] of every element.
#[inline(never)]
pub fn tanh_in_place(x: &mut [f64]) {
    all(x, doubled, ratio);
}

/// [`sigmoid`] of every element.
#[inline(never)]
pub fn sigmoid_in_place(x: &mut [f64]) {
    all(x, bounded, share);
}

/// [`both`] of one number.
#[inline(always)]
fn one(x: f64, first: impl Fn(Pair) -> [Pair; 2], last: impl Fn(Pair, [Pair; 2]) -> Pair) -> f64 {
    both(Pair::splat(x), first, last).to_array()[0]
}

/// `last(n, [p, q])` where `first(x)` gives n, in the last bits, and f.
#[inline(always)]
fn both(x: Pair, first: impl Fn(Pair) -> [Pair; 2], last: impl Fn(Pair, [Pair; 2]) -> Pair) -> Pair {
    let [n, f] = first(x);
    last(n, rational(f))
}

/// [`one`] of every element. In two stages, some numbers at a time: the chain of operations for one number is so
/// long that a processor cannot see far enough ahead to work on enough of them at once. Ten numbers are a row of a
/// usual small batch; eight or twenty at a time gain less.
#[inline(always)]
fn all(x: &mut [f64], first: impl Fn(Pair) -> [Pair; 2], last: impl Fn(Pair, [Pair; 2]) -> Pair) {
    let (pairs, rest) = x.as_chunks_mut();
    let (many, pairs) = pairs.as_chunks_mut::<32>();
    many.iter_mut().for_each(|x| in_two_stages(x, &first, |f, n| second_stage_apart(f, n, &last)));
    let (some, few) = pairs.as_chunks_mut::<5>();
    some.iter_mut().for_each(|x| in_two_stages(x, &first, |f, n| second_stage(f, hint::black_box(n), &last)));
    few.iter_mut().for_each(|x| *x = both(Pair::from_array(x), &first, &last).to_array());
    rest.iter_mut().for_each(|x| *x = one(*x, &first, &last));
}

/// [`both`] of N pairs, where `second` is the second stage.
#[inline(always)]
fn in_two_stages<const N: usize>(
    x: &mut [Two; N],
    first: impl Fn(Pair) -> [Pair; 2],
    second: impl Fn(&mut [Two], &[Two]),
) {
    let n: [Two; N] = array::from_fn(|k| {
        let [n, f] = first(Pair::from_array(&x[k]));
        x[k] = f.to_array();
        n.to_array()
    });
    second(x, &n);
}

/// Never inlined for many numbers, and for few given an n that the compiler does not follow: else it would make one
/// loop of both stages. For few a call costs too much; many are faster with it.
#[inline(always)]
fn second_stage(f: &mut [Two], n: &[Two], last: impl Fn(Pair, [Pair; 2]) -> Pair) {
    for (f, n) in f.iter_mut().zip(n) {
        *f = last(Pair::from_array(n), rational(Pair::from_array(f))).to_array();
    }
}

/// As [`second_stage`].
#[inline(never)]
fn second_stage_apart(f: &mut [Two], n: &[Two], last: impl Fn(Pair, [Pair; 2]) -> Pair) {
    second_stage(f, n, last);
}

/// n + 2046 and f of x; beyond the bounds lie 0 and infinity.
#[inline(always)]
fn reduced(x: Pair) -> [Pair; 2] {
    let x = x.clamp(-746.0, 710.0);
    let [n_plus_2046, n] = nearest(x * Pair::splat(LOG2_E), 2046.0);
    let f = (x - n * Pair::splat(LN_2_HIGH)) - n * Pair::splat(LN_2_LOW);
    [n_plus_2046, Pair::splat(0.5) * f]
}

/// e^x. 2^n comes in two factors, since it can leave the range; only the second product rounds.
#[inline(always)]
fn scaled(n_plus_2046: Pair, [p, q]: [Pair; 2]) -> Pair {
    let [half, other] = n_plus_2046.halves();
    (q + p) / (q - p) * half.power_of_two() * other.power_of_two()
}

/// n + 1023 and f of 2x; beyond the bounds lie -1 and 1. The less exact ln 2 counts where n is large, and there tanh is
/// flat.
#[inline(always)]
fn doubled(x: Pair) -> [Pair; 2] {
    let x = x.clamp(-22.0, 22.0);
    let [n_plus_1023, n] = nearest(x * Pair::splat(2.0 * LOG2_E), 1023.0);
    [n_plus_1023, x - n * Pair::splat(0.5 * LN_2)]
}

/// tanh x = (e - 1) / (e + 1) with e = 2^n (q + p) / (q - p). Near 0, where n is 0, nothing cancels.
#[inline(always)]
fn ratio(n_plus_1023: Pair, [p, q]: [Pair; 2]) -> Pair {
    let scale = n_plus_1023.power_of_two();
    let (scaled_p, scaled_q) = (scale * p, scale * q);
    ((scaled_p + p) - (q - scaled_q)) / ((scaled_q + scaled_p) + (q - p))
}

/// n + 1023 and f of x; beyond the bounds lie 0, since the lower one gives a 2^n of 0, and 1.
#[inline(always)]
fn bounded(x: Pair) -> [Pair; 2] {
    let y = (x * Pair::splat(LOG2_E)).clamp(-1023.0, 64.0);
    let [n_plus_1023, n] = nearest(y, 1023.0);
    [n_plus_1023, (y - n) * Pair::splat(0.5 * LN_2)]
}

/// sigmoid x = e / (e + 1) with e = 2^n (q + p) / (q - p).
#[inline(always)]
fn share(n_plus_1023: Pair, [p, q]: [Pair; 2]) -> Pair {
    let e = n_plus_1023.power_of_two() * (q + p);
    e / (e + (q - p))
}

/// n + `bias`, for which the last 12 bits count, and n, the integer nearest to y.
#[inline(always)]
fn nearest(y: Pair, bias: f64) -> [Pair; 2] {
    let rounder = Pair::splat(ROUNDER + bias);
    let rounded = y + rounder;
    [rounded, rounded - rounder]
}

/// p and q with p / q = tanh f for |f| <= ln 2 / 4, to 2^-56: the function that `tests/golden/exp.py --rational`
/// derives. Of all common factors of p and q this one leaves tanh the smallest errors of rounding.
#[inline(always)]
fn rational(f: Pair) -> [Pair; 2] {
    let s = f * f;
    let series = |[a, b, c]: [f64; 3]| (Pair::splat(a) * s + Pair::splat(b)) * s + Pair::splat(c);
    let p = series([1.691_966_678_944_989e-3, 0.177_760_441_413_336_94, 1.6]);
    let q = series([2.538_989_159_656_723_4e-2, 0.711_093_774_746_665_7, 1.6]);
    [p * f, q]
}
