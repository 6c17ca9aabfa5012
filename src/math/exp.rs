//! exp, tanh and sigmoid without branches and tables, so that a loop over a slice becomes vector
//! instructions and the result for one number never depends on its neighbours.
//!
//! All three reduce x = n ln 2 + r, |r| <= ln 2 / 2, and take exp r - 1 from its Taylor polynomial of
//! degree 13, whose remainder is below 2^-57 (Muller, *Elementary Functions*, 3rd ed., chapter 11).

use core::f64::consts::LOG2_E;

/// ln 2 in two parts; the first has 21 trailing zero bits, so that its product with n is exact.
const LN_2_HIGH: f64 = f64::from_bits(0x3fe6_2e42_fee0_0000);
const LN_2_LOW: f64 = f64::from_bits(0x3dea_39ef_3579_3c76);

/// 3 * 2^51: added to a number below 2^51 it leaves no place for a fraction.
const ROUNDER: f64 = 6_755_399_441_055_744.0;

/// e^x, to 4 ulp over the whole range, subnormal results included.
///
/// ```
/// assert_eq!(neurone::math::exp(0.0), 1.0);
/// assert!((neurone::math::exp(1.0) - core::f64::consts::E).abs() < 1e-15);
/// ```
#[inline]
#[must_use]
pub fn exp(x: f64) -> f64 {
    let x = x.clamp(-746.0, 710.0); // beyond lie 0 and infinity; NaN passes
    let n = round(x * LOG2_E);
    let half = round(0.5 * n);
    // Two factors, since 2^n alone can leave the range; only the second product can round.
    (1.0 + exp_m1_reduced(x, n)) * power_of_two(half) * power_of_two(n - half)
}

/// Hyperbolic tangent, to 4 ulp over the whole range: t / (t + 2) with t = exp 2|x| - 1.
#[inline]
#[must_use]
pub fn tanh(x: f64) -> f64 {
    let y = 2.0 * x.abs().clamp(0.0, 20.0); // beyond lies 1
    let n = round(y * LOG2_E);
    let scale = power_of_two(n);
    let t = scale * exp_m1_reduced(y, n) + (scale - 1.0);
    (t / (t + 2.0)).copysign(x)
}

/// Logistic function 1 / (1 + e^-x), to 4e-16 absolute and, towards minus infinity, to 4 ulp.
#[inline]
#[must_use]
pub fn sigmoid(x: f64) -> f64 {
    let e = exp(-x.abs());
    (if x < 0.0 { e } else { 1.0 }) / (1.0 + e)
}

/// [`exp`] of every element, bit for bit.
pub fn exp_in_place(x: &mut [f64]) {
    x.iter_mut().for_each(|x| *x = exp(*x));
}

/// [`tanh`] of every element, bit for bit.
pub fn tanh_in_place(x: &mut [f64]) {
    x.iter_mut().for_each(|x| *x = tanh(*x));
}

/// [`sigmoid`] of every element, bit for bit.
pub fn sigmoid_in_place(x: &mut [f64]) {
    x.iter_mut().for_each(|x| *x = sigmoid(*x));
}

/// To the nearest integer, for |x| < 2^51.
#[inline(always)]
fn round(x: f64) -> f64 {
    (x + ROUNDER) - ROUNDER
}

/// 2^n for an integer n from -1022 to 1023: its biased exponent is moved to its place.
#[inline(always)]
fn power_of_two(n: f64) -> f64 {
    f64::from_bits((n + (ROUNDER + 1023.0)).to_bits() << 52)
}

/// exp(x - n ln 2) - 1, where n is the integer nearest to x / ln 2.
#[inline(always)]
fn exp_m1_reduced(x: f64, n: f64) -> f64 {
    let r = (x - n * LN_2_HIGH) - n * LN_2_LOW;
    let s = r * r;
    // The sum of r^k / k!, even and odd k apart, which halves the chain of dependent operations.
    let even = 1.0 / 479_001_600.0;
    let even = even * s + 1.0 / 3_628_800.0;
    let even = even * s + 1.0 / 40_320.0;
    let even = even * s + 1.0 / 720.0;
    let even = even * s + 1.0 / 24.0;
    let even = even * s + 1.0 / 2.0;
    let odd = 1.0 / 6_227_020_800.0;
    let odd = odd * s + 1.0 / 39_916_800.0;
    let odd = odd * s + 1.0 / 362_880.0;
    let odd = odd * s + 1.0 / 5_040.0;
    let odd = odd * s + 1.0 / 120.0;
    let odd = odd * s + 1.0 / 6.0;
    r + s * (even + r * odd)
}
