//! exp, tanh and sigmoid without branches and tables: a loop over a slice becomes vector instructions,
//! and the result for one number never depends on its neighbours.
//!
//! All reduce x = n ln 2 + r with |r| <= ln 2 / 2 and take e^r - 1 from one polynomial (Muller,
//! *Elementary Functions*, 3rd ed., chapter 11).

use core::f64::consts::LOG2_E;

/// ln 2 in two parts; the first ends in 21 zero bits, so that its product with n is exact.
const LN_2_HIGH: f64 = f64::from_bits(0x3fe6_2e42_fee0_0000);
const LN_2_LOW: f64 = f64::from_bits(0x3dea_39ef_3579_3c76);

/// 1.5 * 2^52 + 2046. Added to a small number it leaves no place for a fraction, and the last bits of
/// the sum hold the nearest integer + 2046.
const ROUNDER: f64 = 6_755_399_441_057_790.0;

/// e^x, to 2 ulp over the whole range, subnormal results included.
///
/// ```
/// assert_eq!(neurone::math::exp(0.0), 1.0);
/// assert!((neurone::math::exp(1.0) - core::f64::consts::E).abs() < 1e-15);
/// ```
#[inline]
#[must_use]
pub fn exp(x: f64) -> f64 {
    one(x, bounded, scaled)
}

/// Hyperbolic tangent, to 3 ulp over the whole range: t / (t + 2) with t = e^2|x| - 1.
#[inline]
#[must_use]
pub fn tanh(x: f64) -> f64 {
    one(x, doubled, ratio)
}

/// Logistic function 1 / (1 + e^-x), to 3 ulp over the whole range, hence to 4e-16 absolute.
#[inline]
#[must_use]
pub fn sigmoid(x: f64) -> f64 {
    one(x, negative, share)
}

/// [`exp`] of every element.
#[inline(never)]
pub fn exp_in_place(x: &mut [f64]) {
    all(x, bounded, scaled);
}

/// [`tanh`] of every element.
#[inline(never)]
pub fn tanh_in_place(x: &mut [f64]) {
    all(x, doubled, ratio);
}

/// [`sigmoid`] of every element.
#[inline(never)]
pub fn sigmoid_in_place(x: &mut [f64]) {
    all(x, negative, share);
}

/// `last(x, n + 2046, e^r - 1)` where `first(x)` = n ln 2 + r.
#[inline(always)]
fn one(x: f64, first: impl Fn(f64) -> f64, last: impl Fn(f64, u64, f64) -> f64) -> f64 {
    let (n, r) = reduce(first(x));
    last(x, n, exp_m1_reduced(r))
}

/// [`one`] of every element. In stages, some numbers at a time: the chain of operations for one number is so long
/// that a processor cannot see far enough ahead to work on enough of them at once. Of x, `last` is told the sign.
#[inline(always)]
fn all(x: &mut [f64], first: impl Fn(f64) -> f64, last: impl Fn(f64, u64, f64) -> f64) {
    const AT_ONCE: usize = 128;
    const SIGN: u64 = 1 << 63;
    let mut n = [0; AT_ONCE];
    for x in x.chunks_mut(AT_ONCE) {
        let n = &mut n[..x.len()];
        for (x, n) in x.iter_mut().zip(&mut *n) {
            let (rounded, r) = reduce(first(*x));
            (*x, *n) = (r, rounded | x.to_bits() & SIGN);
        }
        middle_stage(x);
        for (x, n) in x.iter_mut().zip(n) {
            *x = last(f64::from_bits(*n & SIGN), *n, *x);
        }
    }
}

/// Never inlined, or the compiler would make one loop of all stages.
#[inline(never)]
fn middle_stage(r: &mut [f64]) {
    r.iter_mut().for_each(|r| *r = exp_m1_reduced(*r));
}

/// The x of [`exp`]: beyond lie 0 and infinity.
#[inline(always)]
fn bounded(x: f64) -> f64 {
    x.clamp(-746.0, 710.0)
}

/// e^x from n + 2046 and e^r - 1.
#[inline(always)]
fn scaled(_x: f64, n_plus_2046: u64, exp_m1: f64) -> f64 {
    // 2^n in two factors, since it can leave the range; only the second product rounds.
    let half = n_plus_2046 >> 1;
    (1.0 + exp_m1) * power_of_two(half) * power_of_two(n_plus_2046 - half)
}

/// The 2|x| of [`tanh`]: beyond 40 lies 1.
#[inline(always)]
fn doubled(x: f64) -> f64 {
    2.0 * x.abs().clamp(0.0, 20.0)
}

/// tanh x from the n + 2046 and e^r - 1 of 2|x|.
#[inline(always)]
fn ratio(x: f64, n_plus_2046: u64, exp_m1: f64) -> f64 {
    let scale = power_of_two(n_plus_2046 - 1023);
    let t = scale * exp_m1 + (scale - 1.0);
    (t / (t + 2.0)).copysign(x)
}

/// The -|x| of [`sigmoid`].
#[inline(always)]
fn negative(x: f64) -> f64 {
    bounded(-x.abs())
}

/// sigmoid x from the n + 2046 and e^r - 1 of -|x|.
#[inline(always)]
fn share(x: f64, n_plus_2046: u64, exp_m1: f64) -> f64 {
    let e = scaled(x, n_plus_2046, exp_m1);
    (if x.is_sign_negative() { e } else { 1.0 }) / (1.0 + e)
}

/// (n + 2046, r) with x = n ln 2 + r; of the first, the last 12 bits count.
#[inline(always)]
fn reduce(x: f64) -> (u64, f64) {
    let rounded = x * LOG2_E + ROUNDER;
    let n = rounded - ROUNDER;
    (rounded.to_bits(), (x - n * LN_2_HIGH) - n * LN_2_LOW)
}

/// 2^(exponent - 1023): the last bits become the exponent of a double.
#[inline(always)]
fn power_of_two(exponent: u64) -> f64 {
    f64::from_bits(exponent << 52)
}

/// e^r - 1 for |r| <= ln 2 / 2: r + r^2 q(r), where q is the minimax polynomial of degree 9 that
/// `tests/golden/exp.py --polynomial` derives. Relative to e^r it is 2^-55 off.
#[inline(always)]
fn exp_m1_reduced(r: f64) -> f64 {
    let s = r * r;
    // Even and odd powers apart, which halves the chain of operations that wait for each other.
    let even = 2.762_007_589_254_816_4e-7;
    let even = even * s + 2.480_152_132_234_228e-5;
    let even = even * s + 1.388_888_891_719_673_6e-3;
    let even = even * s + 4.166_666_666_662_416_4e-2;
    let even = even * s + 5.000_000_000_000_001e-1;
    let odd = 2.510_037_584_222_37e-8;
    let odd = odd * s + 2.755_726_848_028_971_6e-6;
    let odd = odd * s + 1.984_126_986_304_055_9e-4;
    let odd = odd * s + 8.333_333_333_330_065e-3;
    let odd = odd * s + 1.666_666_666_666_666_9e-1;
    r + s * (even + r * odd)
}
