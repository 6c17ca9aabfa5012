//! Axes: two hairlines, a few round numbers, the names of the quantities.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, VPos};

use super::{DrawResult, Figure};
use crate::math::ln;

/// Length of a tick in CSS pixels.
const TICK: f64 = 4.0;
/// From a tick to its number.
const GAP: f64 = 3.0;

/// Draws the two axes with three to five ticks each. The name of the horizontal axis stands at its
/// right end on a line of its own, the name of the vertical one above its top.
///
/// # Errors
///
/// The backend's.
pub fn draw_axes<DB: DrawingBackend>(figure: &Figure<'_, DB>) -> DrawResult<DB> {
    let (frame, color, width) = (figure.frame, figure.theme.hairline, figure.hairline());
    let (left, bottom) = (figure.left - width, figure.bottom + width);
    figure.fill([left, figure.top], [figure.left, bottom], color)?;
    figure.fill([left, figure.bottom], [figure.right, bottom], color)?;
    let (tick, label) = (figure.css(TICK), figure.css(TICK + GAP));

    for (value, text) in ticks(frame.x, frame.decimal_comma, frame.whole_x) {
        let x = figure.snap(figure.x(value));
        figure.fill([x - width, bottom], [x, bottom + tick], color)?;
        // A number at the very end moves inwards, so as not to be cut; a digit is about 0.6 wide.
        let half = figure.css(0.3 * frame.font_size) * text.chars().count() as f64;
        let x = x.min(f64::from(figure.area.dim_in_pixel().0) - half);
        figure.text(&text, [x, bottom + label], (HPos::Center, VPos::Top))?;
    }
    let ticks_y = if frame.log_y { powers(frame.y) } else { ticks(frame.y, frame.decimal_comma, false) };
    for (value, text) in ticks_y {
        let y = figure.snap(figure.y(value));
        figure.fill([left - tick, y], [left, y + width], color)?;
        figure.text(&text, [left - label, y], (HPos::Right, VPos::Center))?;
    }
    let below = bottom + label + figure.css(1.3 * frame.font_size);
    figure.text(&frame.x_label, [figure.right, below], (HPos::Right, VPos::Top))?;
    let above = figure.top - figure.css(0.8 * frame.font_size);
    figure.text(&frame.y_label, [left - tick, above], (HPos::Left, VPos::Bottom))
}

/// Three to five round values in a range with their numbers.
///
/// The steps are 1, 2 and 5 times a power of ten, the largest that fits; 2.5 where 5 gives too few
/// and 2 too many. What is `whole` has nothing between two integers, however few there are.
#[inline(never)]
fn ticks(range: [f64; 2], decimal_comma: bool, whole: bool) -> Vec<(f64, String)> {
    const MANTISSAS: [(u8, i32); 8] =
        [(50, 1), (20, 1), (10, 1), (50, 2), (20, 2), (10, 2), (25, 1), (25, 2)];
    let exponent = exponent(range[1] - range[0]);
    for (mantissa, below) in MANTISSAS {
        let values = multiples(f64::from(mantissa), exponent - below, range);
        let digits = usize::try_from(below - exponent - i32::from(mantissa % 10 == 0)).unwrap_or(0);
        if (3..=5).contains(&values.len()) && !(whole && digits > 0) {
            return values.into_iter().map(|v| (v, number(v, digits, decimal_comma))).collect();
        }
    }
    let few = if whole { multiples(1.0, 0, range) } else { Vec::new() };
    few.into_iter().map(|v| (v, number(v, 0, decimal_comma))).collect()
}

/// Up to five powers of ten in a range with their names.
fn powers([low, high]: [f64; 2]) -> Vec<(f64, String)> {
    let (first, last) = (exponent(low), exponent(high));
    let stride = (last - first) / 5 + 1;
    (first..=last)
        .filter(|k| k % stride == 0)
        .map(|k| (power_of_ten(k), format!("10{}", superscript(k))))
        .filter(|(value, _)| (low * (1.0 - 1e-9)..=high * (1.0 + 1e-9)).contains(value))
        .collect()
}

fn superscript(k: i32) -> String {
    let raised = |c| match c {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        digit => char::from_u32(0x2070 + (digit as u32 - 0x30)).unwrap_or(digit),
    };
    format!("{k}").chars().map(raised).collect()
}

/// Multiples of `mantissa * 10^exponent` in a range, each the nearest `f64` to its decimal form: a
/// product of integers divided once.
#[expect(clippy::cast_possible_truncation, reason = "the cast saturates, and the range is checked after it")]
fn multiples(mantissa: f64, exponent: i32, [low, high]: [f64; 2]) -> Vec<f64> {
    let power = power_of_ten(exponent.abs());
    let multiple = |n: f64| if exponent < 0 { n * mantissa / power } else { n * mantissa * power };
    let slack = multiple(1e-9);
    let first = (low / multiple(1.0)) as i64 as f64;
    (-1..=8)
        .map(|i| multiple(first + f64::from(i)))
        .filter(|v| (low - slack..=high + slack).contains(v))
        .collect()
}

/// The nearest number to 10^k where |k| is at most 22: powers up to there are exact.
#[inline(never)]
fn power_of_ten(k: i32) -> f64 {
    let power = (0..k.abs()).fold(1.0, |power, _| 10.0 * power);
    if k < 0 { 1.0 / power } else { power }
}

/// Decimal exponent of a number; 0 of what has none. A logarithm alone can round up to the next power.
#[expect(clippy::cast_possible_truncation, reason = "a normal number has at most 308")]
#[inline(never)]
fn exponent(value: f64) -> i32 {
    let value = value.abs();
    if !value.is_normal() {
        return 0;
    }
    let near = (ln(value) / core::f64::consts::LN_10) as i32;
    (near - 1..=near + 1).rev().find(|k| power_of_ten(*k) <= value).unwrap_or(near)
}

/// A number with a true minus sign, from 10 000 on with thin spaces.
#[inline(never)]
fn number(value: f64, digits: usize, decimal_comma: bool) -> String {
    let text = format!("{:.digits$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::from(if value < 0.0 { "\u{2212}" } else { "" });
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && whole.len() > 4 && (whole.len() - i) % 3 == 0 {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push(if decimal_comma { ',' } else { '.' });
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(low: f64, high: f64) -> Vec<String> {
        ticks([low, high], false, false).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn between_two_steps_there_is_none() {
        let steps =
            |low, high| ticks([low, high], false, true).into_iter().map(|(_, text)| text).collect::<Vec<_>>();
        assert_eq!(steps(-0.5, 0.5), ["0"]);
        assert_eq!(steps(-0.5, 1.5), ["0", "1"]);
        assert_eq!(steps(0.0, 1.0), ["0", "1"]);
        assert_eq!(steps(-0.5, 2.5), ["0", "1", "2"]);
        assert_eq!(steps(0.0, 9.0), labels(0.0, 9.0));
        assert_eq!(steps(0.0, 1000.0), labels(0.0, 1000.0));
    }

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(labels(0.0, 1.0), ["0.0", "0.5", "1.0"]);
        assert_eq!(labels(0.1, 0.4), ["0.1", "0.2", "0.3", "0.4"]);
        assert_eq!(labels(-1.3, 1.3), ["\u{2212}1", "0", "1"]);
        assert_eq!(labels(-4.9, 9.9), ["\u{2212}2.5", "0.0", "2.5", "5.0", "7.5"]);
        assert_eq!(labels(0.0, 30_000.0), ["0", "10\u{202f}000", "20\u{202f}000", "30\u{202f}000"]);
        assert_eq!(labels(0.0, 2000.0), ["0", "1000", "2000"]);
        assert_eq!(labels(0.0, 4e-4), ["0.0000", "0.0002", "0.0004"]);
    }

    #[test]
    fn a_logarithmic_axis_names_powers_of_ten() {
        let labels = |low, high| powers([low, high]).into_iter().map(|(_, text)| text).collect::<Vec<_>>();
        assert_eq!(labels(1e-3, 1.0), ["10⁻³", "10⁻²", "10⁻¹", "10⁰"]);
        assert_eq!(labels(2e-3, 50.0), ["10⁻²", "10⁻¹", "10⁰", "10¹"]);
        assert_eq!(labels(1e-12, 1e3), ["10⁻¹²", "10⁻⁸", "10⁻⁴", "10⁰"]);
        assert!(powers([0.0, f64::NAN]).is_empty());
    }

    #[test]
    fn values_have_no_noise() {
        let values: Vec<f64> = ticks([0.1, 0.4], false, false).into_iter().map(|(value, _)| value).collect();
        assert_eq!(values, [0.1, 0.2, 0.3, 0.4]);
    }

    #[test]
    fn every_range_has_three_to_five() {
        for i in 1..2000 {
            let low = f64::from(i * 37 % 1009) / 97.0 - 5.0;
            let span = f64::from(i * 53 % 997 + 1) / 31.0;
            let n = labels(low, low + span).len();
            assert!((3..=5).contains(&n), "{n} ticks from {low} over {span}");
        }
    }

    #[test]
    fn odd_ranges_have_none() {
        assert!(labels(1e300, 1e300).is_empty());
        assert!(labels(0.0, f64::INFINITY).is_empty());
        assert!(labels(f64::NAN, 1.0).is_empty());
        labels(0.0, 5e-324);
        labels(-f64::MAX / 2.0, f64::MAX / 2.0);
    }
}
