//! Two numbers that one instruction works on.
//!
//! Where the compiler has to find the vector instructions by itself, it depends on its version whether it does: in
//! products and elementary functions they are named, which is two to three times as fast where it does not. Nothing is
//! fused, so that all forms give the same bits.

use core::ops::{Add, Div, Mul, Sub};

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector {
    use core::arch::wasm32::{
        f64x2, f64x2_add, f64x2_div, f64x2_extract_lane, f64x2_mul, f64x2_pmax, f64x2_pmin, f64x2_sub,
        i64x2_shl, i64x2_shuffle, i64x2_sub, u64x2_shr, v128,
    };

    pub(super) type Vector = v128;

    #[inline(always)]
    pub(super) fn from_array(x: &[f64; 2]) -> Vector {
        f64x2(x[0], x[1])
    }

    #[inline(always)]
    pub(super) fn to_array(x: Vector) -> [f64; 2] {
        [f64x2_extract_lane::<0>(x), f64x2_extract_lane::<1>(x)]
    }

    #[inline(always)]
    pub(super) fn add(a: Vector, b: Vector) -> Vector {
        f64x2_add(a, b)
    }

    #[inline(always)]
    pub(super) fn mul(a: Vector, b: Vector) -> Vector {
        f64x2_mul(a, b)
    }

    #[inline(always)]
    pub(super) fn sub(a: Vector, b: Vector) -> Vector {
        f64x2_sub(a, b)
    }

    #[inline(always)]
    pub(super) fn div(a: Vector, b: Vector) -> Vector {
        f64x2_div(a, b)
    }

    #[inline(always)]
    pub(super) fn clamp(x: Vector, min: Vector, max: Vector) -> Vector {
        f64x2_pmin(f64x2_pmax(x, min), max)
    }

    #[inline(always)]
    pub(super) fn shl(x: Vector, by: u32) -> Vector {
        i64x2_shl(x, by)
    }

    #[inline(always)]
    pub(super) fn halves(x: Vector) -> [Vector; 2] {
        let half = u64x2_shr(x, 1);
        [half, i64x2_sub(x, half)]
    }

    #[inline(always)]
    pub(super) fn transpose(a: Vector, b: Vector) -> [Vector; 2] {
        [i64x2_shuffle::<0, 2>(a, b), i64x2_shuffle::<1, 3>(a, b)]
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod vector {
    pub(super) type Vector = [f64; 2];

    #[inline(always)]
    pub(super) fn from_array(x: &[f64; 2]) -> Vector {
        *x
    }

    #[inline(always)]
    pub(super) fn to_array(x: Vector) -> [f64; 2] {
        x
    }

    #[inline(always)]
    pub(super) fn add(a: Vector, b: Vector) -> Vector {
        [a[0] + b[0], a[1] + b[1]]
    }

    #[inline(always)]
    pub(super) fn mul(a: Vector, b: Vector) -> Vector {
        [a[0] * b[0], a[1] * b[1]]
    }

    #[inline(always)]
    pub(super) fn sub(a: Vector, b: Vector) -> Vector {
        [a[0] - b[0], a[1] - b[1]]
    }

    #[inline(always)]
    pub(super) fn div(a: Vector, b: Vector) -> Vector {
        [a[0] / b[0], a[1] / b[1]]
    }

    #[inline(always)]
    pub(super) fn clamp(x: Vector, min: Vector, max: Vector) -> Vector {
        [x[0].clamp(min[0], max[0]), x[1].clamp(min[1], max[1])]
    }

    #[inline(always)]
    pub(super) fn shl(x: Vector, by: u32) -> Vector {
        x.map(|x| f64::from_bits(x.to_bits() << by))
    }

    #[inline(always)]
    pub(super) fn halves(x: Vector) -> [Vector; 2] {
        let half = x.map(|x| x.to_bits() >> 1);
        [half.map(f64::from_bits), [0, 1].map(|k| f64::from_bits(x[k].to_bits() - half[k]))]
    }

    #[inline(always)]
    pub(super) fn transpose(a: Vector, b: Vector) -> [Vector; 2] {
        [[a[0], b[0]], [a[1], b[1]]]
    }
}

/// Two numbers in memory, as a rule of two samples.
pub(super) type Two = [f64; 2];

/// Numbers by P twos.
#[inline(always)]
pub(super) fn twos<const P: usize>(x: &[f64]) -> &[[Two; P]] {
    x.as_chunks().0.as_chunks().0
}

/// Numbers by P twos, to be changed.
#[inline(always)]
pub(super) fn twos_mut<const P: usize>(x: &mut [f64]) -> &mut [[Two; P]] {
    x.as_chunks_mut().0.as_chunks_mut().0
}

/// Two lanes.
#[derive(Clone, Copy)]
pub(crate) struct Pair(vector::Vector);

impl Pair {
    #[inline(always)]
    pub(super) fn from_array(x: &Two) -> Self {
        Self(vector::from_array(x))
    }

    /// A number twice.
    #[inline(always)]
    pub(crate) fn splat(x: f64) -> Self {
        Self(vector::from_array(&[x; 2]))
    }

    /// The first numbers of two pairs, and the second ones.
    #[inline(always)]
    pub(super) fn transpose(a: Self, b: Self) -> [Self; 2] {
        vector::transpose(a.0, b.0).map(Self)
    }

    /// The sums within two pairs.
    #[inline(always)]
    pub(super) fn sums(a: Self, b: Self) -> Self {
        let [first, second] = Self::transpose(a, b);
        first + second
    }

    /// The sum of the two.
    #[inline(always)]
    pub(super) fn total(self) -> f64 {
        Self::sums(self, self).to_array()[0]
    }

    #[inline(always)]
    pub(super) fn to_array(self) -> Two {
        vector::to_array(self.0)
    }

    /// Brought into a range; what is not a number stays so.
    #[inline(always)]
    pub(super) fn clamp(self, min: f64, max: f64) -> Self {
        Self(vector::clamp(self.0, Self::splat(min).0, Self::splat(max).0))
    }

    /// 2^(n - 1023) for integers n below 2047 in the last bits, 0 for 0: they become the exponents of doubles.
    #[inline(always)]
    pub(super) fn power_of_two(self) -> Self {
        Self(vector::shl(self.0, 52))
    }

    /// The integers in the last bits as sums of two that differ by at most 1.
    #[inline(always)]
    pub(super) fn halves(self) -> [Self; 2] {
        vector::halves(self.0).map(Self)
    }
}

impl Add for Pair {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(vector::add(self.0, other.0))
    }
}

impl Mul for Pair {
    type Output = Self;

    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self(vector::mul(self.0, other.0))
    }
}

impl Sub for Pair {
    type Output = Self;

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(vector::sub(self.0, other.0))
    }
}

impl Sub<Pair> for f64 {
    type Output = Pair;

    #[inline(always)]
    fn sub(self, other: Pair) -> Pair {
        Pair::splat(self) - other
    }
}

impl Div for Pair {
    type Output = Self;

    #[inline(always)]
    fn div(self, other: Self) -> Self {
        Self(vector::div(self.0, other.0))
    }
}
