//! exp, tanh and sigmoid without branches and tables: a loop over a slice becomes vector instructions,
//! and the result for one number never depends on its neighbours.
//!
//! All bring an exponent to the form n ln 2 + 2 f with the nearest integer n and take e^2f = (q + p) / (q - p) from one
//! rational function p / q = tanh f (Muller, *Elementary Functions*, 3rd ed., chapter 11). tanh and sigmoid divide once
//! in any case, and put 2^n into that division.

use core::array;
use core::f64::consts::{LN_2, LOG2_E};

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

/// `last(n, p, q)` where `first(x)` gives n, in the last bits, and f.
#[inline(always)]
fn one(x: f64, first: impl Fn(f64) -> (u64, f64), last: impl Fn(u64, f64, f64) -> f64) -> f64 {
    let (n, f) = first(x);
    let (p, q) = rational(f);
    last(n, p, q)
}

/// [`one`] of every element. In two stages, some numbers at a time: the chain of operations for one number is so
/// long that a processor cannot see far enough ahead to work on enough of them at once. Of few it can.
#[inline(always)]
fn all(x: &mut [f64], first: impl Fn(f64) -> (u64, f64), last: impl Fn(u64, f64, f64) -> f64) {
    let (many, rest) = x.as_chunks_mut::<64>();
    many.iter_mut().for_each(|x| in_two_stages(x, &first, &last));
    let (some, few) = rest.as_chunks_mut::<32>();
    some.iter_mut().for_each(|x| in_two_stages(x, &first, &last));
    few.iter_mut().for_each(|x| *x = one(*x, &first, &last));
}

/// [`one`] of N elements.
#[inline(always)]
fn in_two_stages<const N: usize>(
    x: &mut [f64; N],
    first: impl Fn(f64) -> (u64, f64),
    last: impl Fn(u64, f64, f64) -> f64,
) {
    let n: [u64; N] = array::from_fn(|k| {
        let (n, f) = first(x[k]);
        x[k] = f;
        n
    });
    second_stage(x, &n, last);
}

/// Never inlined, or the compiler would make one loop of both stages.
#[inline(never)]
fn second_stage(f: &mut [f64], n: &[u64], last: impl Fn(u64, f64, f64) -> f64) {
    for (f, n) in f.iter_mut().zip(n) {
        let (p, q) = rational(*f);
        *f = last(*n, p, q);
    }
}

/// n + 2046 and f of x; beyond the bounds lie 0 and infinity.
#[inline(always)]
fn reduced(x: f64) -> (u64, f64) {
    let x = x.clamp(-746.0, 710.0);
    let (n_plus_2046, n) = nearest(x * LOG2_E, 2046.0);
    (n_plus_2046, 0.5 * ((x - n * LN_2_HIGH) - n * LN_2_LOW))
}

/// e^x. 2^n comes in two factors, since it can leave the range; only the second product rounds.
#[inline(always)]
fn scaled(n_plus_2046: u64, p: f64, q: f64) -> f64 {
    let half = n_plus_2046 >> 1;
    (q + p) / (q - p) * power_of_two(half) * power_of_two(n_plus_2046 - half)
}

/// n + 1023 and f of 2x; beyond the bounds lie -1 and 1. The less exact ln 2 counts where n is large, and there tanh is
/// flat.
#[inline(always)]
fn doubled(x: f64) -> (u64, f64) {
    let x = x.clamp(-22.0, 22.0);
    let (n_plus_1023, n) = nearest(x * (2.0 * LOG2_E), 1023.0);
    (n_plus_1023, x - n * (0.5 * LN_2))
}

/// tanh x = (e - 1) / (e + 1) with e = 2^n (q + p) / (q - p). Near 0, where n is 0, nothing cancels.
#[inline(always)]
fn ratio(n_plus_1023: u64, p: f64, q: f64) -> f64 {
    let scale = power_of_two(n_plus_1023);
    let (scaled_p, scaled_q) = (scale * p, scale * q);
    ((scaled_p + p) - (q - scaled_q)) / ((scaled_q + scaled_p) + (q - p))
}

/// n + 1023 and f of x; beyond the bounds lie 0, since the lower one gives a 2^n of 0, and 1.
#[inline(always)]
fn bounded(x: f64) -> (u64, f64) {
    let y = (x * LOG2_E).clamp(-1023.0, 64.0);
    let (n_plus_1023, n) = nearest(y, 1023.0);
    (n_plus_1023, (y - n) * (0.5 * LN_2))
}

/// sigmoid x = e / (e + 1) with e = 2^n (q + p) / (q - p).
#[inline(always)]
fn share(n_plus_1023: u64, p: f64, q: f64) -> f64 {
    let e = power_of_two(n_plus_1023) * (q + p);
    e / (e + (q - p))
}

/// n + `bias`, for which the last 12 bits count, and n, the integer nearest to y.
#[inline(always)]
fn nearest(y: f64, bias: f64) -> (u64, f64) {
    let rounder = ROUNDER + bias;
    let rounded = y + rounder;
    (rounded.to_bits(), rounded - rounder)
}

/// 2^(exponent - 1023), 0 for 0: the last bits become the exponent of a double.
#[inline(always)]
fn power_of_two(exponent: u64) -> f64 {
    f64::from_bits(exponent << 52)
}

/// p and q with p / q = tanh f for |f| <= ln 2 / 4, to 2^-56: the function that `tests/golden/exp.py --rational`
/// derives. Of all common factors of p and q this one leaves tanh the smallest errors of rounding.
#[inline(always)]
fn rational(f: f64) -> (f64, f64) {
    let s = f * f;
    let p = (1.691_966_678_944_989e-3 * s + 0.177_760_441_413_336_94) * s + 1.6;
    let q = (2.538_989_159_656_723_4e-2 * s + 0.711_093_774_746_665_7) * s + 1.6;
    (p * f, q)
}
