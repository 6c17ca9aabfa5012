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
    let (n_plus_2046, r) = reduce(x.clamp(-746.0, 710.0)); // beyond lie 0 and infinity
    // 2^n in two factors, since it can leave the range; only the second product rounds.
    let half = n_plus_2046 >> 1;
    (1.0 + exp_m1_reduced(r)) * power_of_two(half) * power_of_two(n_plus_2046 - half)
}

/// Hyperbolic tangent, to 3 ulp over the whole range: t / (t + 2) with t = e^2|x| - 1.
#[inline]
#[must_use]
pub fn tanh(x: f64) -> f64 {
    let (n_plus_2046, r) = reduce(2.0 * x.abs().clamp(0.0, 20.0)); // beyond lies 1
    let scale = power_of_two(n_plus_2046 - 1023);
    let t = scale * exp_m1_reduced(r) + (scale - 1.0);
    (t / (t + 2.0)).copysign(x)
}

/// Logistic function 1 / (1 + e^-x), to 3 ulp over the whole range, hence to 4e-16 absolute.
#[inline]
#[must_use]
pub fn sigmoid(x: f64) -> f64 {
    let e = exp(-x.abs());
    (if x < 0.0 { e } else { 1.0 }) / (1.0 + e)
}

/// [`exp`] of every element.
pub fn exp_in_place(x: &mut [f64]) {
    x.iter_mut().for_each(|x| *x = exp(*x));
}

/// [`tanh`] of every element.
pub fn tanh_in_place(x: &mut [f64]) {
    x.iter_mut().for_each(|x| *x = tanh(*x));
}

/// [`sigmoid`] of every element.
pub fn sigmoid_in_place(x: &mut [f64]) {
    x.iter_mut().for_each(|x| *x = sigmoid(*x));
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
