//! Decimal numbers as they stand on paper.

use alloc::string::ToString;
use core::fmt;

/// The largest number that is put on paper.
pub(super) const LARGEST: f64 = 1e9;

/// A whole number of units of `10^-decimals`. Sums and products are exact; rounding goes to the nearest, a
/// half away from zero, as by hand. Whatever does not fit into 127 bits gives `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    units: i128,
    decimals: u32,
}

impl Decimal {
    pub(super) const fn whole(units: i128) -> Self {
        Self { units, decimals: 0 }
    }

    /// The decimal nearest to `value`, of at most 20 decimals: from all bits, rounded once.
    pub(super) fn nearest(value: f64, decimals: u32) -> Option<Self> {
        if value.is_nan() || value.abs() > LARGEST || decimals > 20 {
            return None;
        }
        // |value| = mantissa 2^-shift, and shift > 0 below 2^52.
        let bits = value.abs().to_bits();
        let (exponent, fraction) = (bits >> 52, bits & ((1 << 52) - 1));
        let mantissa = if exponent == 0 { fraction } else { fraction | (1 << 52) };
        let shift = 1075 - exponent.max(1);
        // 53 + 67 bits at most, so that from 121 places on less than a half is left.
        let scaled = i128::from(mantissa) * power(decimals)?;
        let units = if shift > 120 { 0 } else { (scaled + (1 << (shift - 1))) >> shift };
        Some(Self { units: if value < 0.0 { -units } else { units }, decimals })
    }

    /// The shortest decimal that reads back as `value`, rounded where it has more decimals than that.
    pub(super) fn shortest(value: f64, most_decimals: u32) -> Option<Self> {
        let rounded = Self::nearest(value, most_decimals)?;
        let digits = value.to_string();
        let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
        let decimals = u32::try_from(fraction.len()).ok()?;
        if decimals > most_decimals {
            return Some(rounded);
        }
        let units = [whole, fraction].concat().parse().ok()?;
        Some(Self { units, decimals })
    }

    /// The double nearest to it.
    pub(super) fn to_f64(self) -> Option<f64> {
        self.to_string().parse().ok()
    }

    pub(super) fn signum(self) -> i128 {
        self.units.signum()
    }

    pub(super) fn negated(self) -> Option<Self> {
        Some(Self { units: self.units.checked_neg()?, ..self })
    }

    pub(super) fn plus(self, other: Self) -> Option<Self> {
        let decimals = self.decimals.max(other.decimals);
        let units = self.units_of(decimals)?.checked_add(other.units_of(decimals)?)?;
        Some(Self { units, decimals })
    }

    pub(super) fn times(self, other: Self) -> Option<Self> {
        let units = self.units.checked_mul(other.units)?;
        Some(Self { units, decimals: self.decimals + other.decimals })
    }

    /// The quotient, rounded, and whether that changed it.
    pub(super) fn over(self, divisor: Self, decimals: u32) -> Option<(Self, bool)> {
        let up = (decimals + divisor.decimals).checked_sub(self.decimals);
        let down = self.decimals.saturating_sub(decimals + divisor.decimals);
        let numerator = self.units.checked_mul(power(up.unwrap_or(0))?)?;
        let denominator = divisor.units.checked_mul(power(down)?)?;
        let (units, changed) =
            divide(numerator.checked_mul(denominator.signum())?, denominator.checked_abs()?)?;
        Some((Self { units, decimals }, changed))
    }

    /// The square root of a number with at most `2 * decimals + 2` decimals, rounded, and whether that changed
    /// it; `None` below 0.
    pub(super) fn root(self, decimals: u32) -> Option<(Self, bool)> {
        let square = self.units_of(2 * (decimals + 1))?;
        // Its last digit is one more than asked for and tells where to round.
        let floor = square.checked_isqrt()?;
        let units = (floor + 5) / 10;
        Some((Self { units, decimals }, units.checked_mul(10)?.checked_pow(2)? != square))
    }

    /// With so many decimals, and whether that changed it.
    pub(super) fn rounded(self, decimals: u32) -> Option<(Self, bool)> {
        self.over(Self::whole(1), decimals)
    }

    fn units_of(self, decimals: u32) -> Option<i128> {
        self.units.checked_mul(power(decimals.checked_sub(self.decimals)?)?)
    }
}

/// With a point, and a digit at least before it.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.decimals as usize;
        let digits = alloc::format!("{:0>1$}", self.units.unsigned_abs(), width + 1);
        let (whole, fraction) = digits.split_at(digits.len() - width);
        let (sign, point) = (if self.units < 0 { "-" } else { "" }, if width > 0 { "." } else { "" });
        write!(f, "{sign}{whole}{point}{fraction}")
    }
}

fn power(exponent: u32) -> Option<i128> {
    10_i128.checked_pow(exponent)
}

/// Rounded division by a number above 0, and whether something was left.
fn divide(numerator: i128, denominator: i128) -> Option<(i128, bool)> {
    let (quotient, rest) = (numerator.checked_div(denominator)?, numerator.checked_rem(denominator)?);
    let away = if rest.abs() >= denominator - rest.abs() { numerator.signum() } else { 0 };
    Some((quotient + away, rest != 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(decimal: Option<Decimal>) -> alloc::string::String {
        decimal.map_or_else(|| "none".to_string(), |decimal| decimal.to_string())
    }

    #[test]
    fn doubles_are_rounded_from_all_their_bits() {
        // As doubles 2.0005 and 0.0015 are a little more, 1.0005 is a little less; 0.0625 and 2.5 are halves.
        for (value, decimals, expected) in [
            (2.0005, 3, "2.001"),
            (1.0005, 3, "1.000"),
            (0.0015, 3, "0.002"),
            (0.0625, 3, "0.063"),
            (-0.0625, 3, "-0.063"),
            (2.5, 0, "3"),
            (-0.0004, 3, "0.000"),
            (-0.0, 3, "0.000"),
            (f64::MIN_POSITIVE, 20, "0.00000000000000000000"),
            (5e-324, 20, "0.00000000000000000000"),
            (0.1, 20, "0.10000000000000000555"),
            (1e-20, 20, "0.00000000000000000001"),
            (1e9, 20, "1000000000.00000000000000000000"),
            (999_999_999.999_999_9, 3, "1000000000.000"),
            (1e10, 3, "none"),
            (f64::NAN, 3, "none"),
            (f64::NEG_INFINITY, 3, "none"),
        ] {
            assert_eq!(text(Decimal::nearest(value, decimals)), expected, "{value}");
        }
    }

    #[test]
    fn shortest_reads_back() {
        for (value, expected) in [
            (0.1, "0.1"),
            (-3.0, "-3"),
            (-0.25, "-0.25"),
            (0.1 + 0.2, "0.300000000000"),
            (1e-12, "0.000000000001"),
        ] {
            assert_eq!(text(Decimal::shortest(value, 12)), expected, "{value}");
        }
    }

    #[test]
    fn arithmetic_is_exact_and_never_overflows() {
        let decimal = |value| Decimal::shortest(value, 12).unwrap_or(Decimal::whole(0));
        let quotient = |a, b, decimals| text(decimal(a).over(decimal(b), decimals).map(|(value, _)| value));
        assert_eq!(text(decimal(1.25).plus(decimal(-3.0))), "-1.75");
        assert_eq!(text(decimal(-1.25).times(decimal(0.02))), "-0.0250");
        assert_eq!(quotient(1.0, 3.0, 4), "0.3333");
        assert_eq!(quotient(-2.0, 0.03, 4), "-66.6667");
        assert_eq!(quotient(0.0125, 1.0, 3), "0.013");
        assert_eq!(quotient(-0.0125, -0.1, 2), "0.13");
        assert_eq!(quotient(1.0, 0.0, 2), "none");
        assert_eq!(decimal(0.5).rounded(3), Some((Decimal { units: 500, decimals: 3 }, false)));
        let root = |value, decimals| text(decimal(value).root(decimals).map(|(root, _)| root));
        assert_eq!([root(2.0, 4), root(0.0, 4), root(2.25, 0)], ["1.4142", "0.0000", "2"]);
        assert_eq!([root(0.1225, 1), root(0.1224, 1), root(-1.0, 4)], ["0.4", "0.3", "none"]);
        assert_eq!(
            (root(0.0001, 0), decimal(0.01).root(3).map(|(_, changed)| changed)),
            ("none".into(), Some(false))
        );
        let huge = Decimal::whole(i128::MAX);
        assert_eq!((huge.plus(huge), huge.times(huge), huge.over(decimal(1.0), 1)), (None, None, None));
        assert_eq!(huge.over(Decimal::whole(-i128::MAX), 0), Some((Decimal::whole(-1), false)));
    }
}
