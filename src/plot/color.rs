//! Colours, and the diverging scale from the class 0 hue through paper to the class 1 hue.
//!
//! Mixing happens in OKLab (Björn Ottosson, "A perceptual color space for image processing", 2020,
//! <https://bottosson.github.io/posts/oklab/>), where equal distances look equal.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use plotters::style::RGBColor;

use super::Theme;
use crate::math::{cbrt, pow};
use crate::{Error, Result};

/// A colour of the sRGB space; as text `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "points", derive(serde::Deserialize), serde(try_from = "String"))]
pub struct Rgb(pub [u8; 3]);

impl FromStr for Rgb {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let digits = text.strip_prefix('#').filter(|hex| hex.len() == 6 && !hex.starts_with('+'));
        let value = digits.and_then(|hex| u32::from_str_radix(hex, 16).ok());
        let [_, r, g, b] = value.map(u32::to_be_bytes).ok_or_else(|| Error::WrongKind {
            field: "color".into(),
            expected: "#rrggbb",
            got: text.into(),
            at: None,
        })?;
        Ok(Self([r, g, b]))
    }
}

impl TryFrom<String> for Rgb {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b] = self.0;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

impl From<Rgb> for RGBColor {
    fn from(Rgb([r, g, b]): Rgb) -> Self {
        Self(r, g, b)
    }
}

/// Lightness and the two opponent axes.
type Lab = [f64; 3];

/// How far the ends of the scale go from paper to the class colours: not all the way, so that
/// points of a class can be told from their own ground.
const SHARE: f64 = 0.6;

/// Steps of the scale between paper and either end.
const HALF: u8 = 128;

/// The diverging colour scale. Both ends have the same lightness, so that neither class looks
/// stronger, in grey print as for colour-blind eyes; the middle is paper itself.
pub struct Scale {
    ends: [Lab; 2],
    paper: Lab,
}

impl Scale {
    /// The scale of a theme.
    #[must_use]
    pub fn new(theme: &Theme) -> Self {
        let paper = to_lab(theme.paper);
        let classes = [theme.class0, theme.class1].map(to_lab);
        let lightness = (classes[0][0] + classes[1][0]) / 2.0;
        let ends = classes.map(|[_, a, b]| mix(paper, [lightness, a, b], SHARE));
        Self { ends, paper }
    }

    /// The colour at `t`, 0 for class 0 to 1 for class 1, in 256 steps; paper where `t` is NaN.
    #[must_use]
    #[inline(never)]
    pub fn at(&self, t: f64) -> Rgb {
        self.step(step(t))
    }

    fn step(&self, step: usize) -> Rgb {
        let offset = step as f64 / f64::from(HALF) - 1.0;
        let end = if offset < 0.0 { self.ends[0] } else { self.ends[1] };
        from_lab(mix(self.paper, end, offset.abs()))
    }

    fn table(&self) -> Vec<Rgb> {
        (0..=2 * usize::from(HALF)).map(|step| self.step(step)).collect()
    }
}

fn step(t: f64) -> usize {
    let t = if t.is_nan() { 0.5 } else { t.clamp(0.0, 1.0) };
    usize::try_from(super::round(t * 2.0 * f64::from(HALF))).unwrap_or(0)
}

/// The decision picture: four bytes, red, green, blue and opacity, for each value, by the place of
/// the value between `low` and `high` on the scale.
#[must_use]
pub fn boundary(theme: &Theme, values: &[f64], low: f64, high: f64) -> Vec<u8> {
    let table = Scale::new(theme).table();
    let color = |&value: &f64| {
        let Rgb([r, g, b]) = table[step((value - low) / (high - low))];
        [r, g, b, 255]
    };
    values.iter().flat_map(color).collect()
}

/// The decision picture of several classes: four bytes for each cell, the colour of its most probable
/// class, the closer to paper the less probable that class is; `values` is `[n_classes, cells]`. All
/// classes are equally light, as on the [`Scale`].
#[must_use]
pub fn regions(theme: &Theme, values: &[f64], n_classes: usize) -> Vec<u8> {
    let n = n_classes.max(1);
    let cells = values.len() / n;
    let tables = class_tables(theme, n);
    let color = |cell: usize| {
        let probability = |class: usize| values[class * cells + cell];
        let best =
            (1..n).fold(0, |best, class| if probability(class) > probability(best) { class } else { best });
        let least = 1.0 / n as f64;
        // From chance, or less, which is paper, to certainty.
        let share = if n > 1 { (probability(best) - least) / (1.0 - least) } else { 1.0 };
        let Rgb([r, g, b]) = tables[best][step(0.5 + share / 2.0).saturating_sub(usize::from(HALF))];
        [r, g, b, 255]
    };
    (0..cells).flat_map(color).collect()
}

/// For each class, the way from paper to its colour.
fn class_tables(theme: &Theme, n_classes: usize) -> Vec<Vec<Rgb>> {
    let paper = to_lab(theme.paper);
    let [class0, class1] = [theme.class0, theme.class1].map(to_lab);
    let lightness = (class0[0] + class1[0]) / 2.0;
    let table = |class| {
        let [_, a, b] = to_lab(theme.class(class));
        let end = mix(paper, [lightness, a, b], SHARE);
        (0..=HALF).map(|step| from_lab(mix(paper, end, f64::from(step) / f64::from(HALF)))).collect()
    };
    (0..n_classes).map(table).collect()
}

fn mix(from: Lab, to: Lab, share: f64) -> Lab {
    [0, 1, 2].map(|i| from[i] + share * (to[i] - from[i]))
}

fn to_lab(color: Rgb) -> Lab {
    let [r, g, b] = color.0.map(to_linear);
    let l = cbrt(0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b);
    let m = cbrt(0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b);
    let s = cbrt(0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b);
    [
        0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
        1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
        0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
    ]
}

fn from_lab([lightness, a, b]: Lab) -> Rgb {
    let cube = |v: f64| v * v * v;
    let l = cube(lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b);
    let m = cube(lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b);
    let s = cube(lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b);
    Rgb([
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
    ]
    .map(to_byte))
}

/// The sRGB transfer function, IEC 61966-2-1.
fn to_linear(byte: u8) -> f64 {
    let c = f64::from(byte) / 255.0;
    if c <= 0.040_45 { c / 12.92 } else { pow((c + 0.055) / 1.055, 2.4) }
}

fn to_byte(linear: f64) -> u8 {
    let c = if linear <= 0.003_130_8 { 12.92 * linear } else { 1.055 * pow(linear, 1.0 / 2.4) - 0.055 };
    u8::try_from(super::round(255.0 * c.clamp(0.0, 1.0))).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn theme(colors: [&str; 6]) -> Theme {
        let [paper, ink, muted, hairline, class0, class1] = colors.map(|text| text.parse().unwrap());
        Theme { paper, ink, muted, hairline, class0, class1, classes: Vec::new() }
    }

    fn themes() -> [Theme; 2] {
        [
            theme(["#fbfaf7", "#1b1d22", "#6b6f76", "#d9d6cf", "#0072b2", "#d55e00"]),
            theme(["#15171b", "#e8e6e1", "#9a9da3", "#34373d", "#56a8de", "#f08a4b"]),
        ]
    }

    fn assert_close(got: Lab, expected: Lab, tolerance: f64) {
        let far = got.iter().zip(expected).any(|(got, expected)| (got - expected).abs() > tolerance);
        assert!(!far, "{got:?} is not {expected:?}");
    }

    /// Values of CSS Color 4, which adopts the space.
    #[test]
    fn oklab_is_that_of_the_reference() {
        assert_close(to_lab(Rgb([255, 255, 255])), [1.0, 0.0, 0.0], 1e-4);
        assert_close(to_lab(Rgb([255, 0, 0])), [0.627_96, 0.224_86, 0.125_85], 1e-4);
        assert_close(to_lab(Rgb([0, 255, 0])), [0.866_44, -0.233_89, 0.179_50], 1e-4);
        assert_close(to_lab(Rgb([0, 0, 255])), [0.452_01, -0.032_46, -0.311_53], 1e-4);
    }

    #[test]
    fn every_grey_and_every_hue_returns() {
        for v in 0..=255 {
            for color in [Rgb([v, v, v]), Rgb([v, 255 - v, 40]), Rgb([90, v, 255 - v])] {
                assert_eq!(from_lab(to_lab(color)), color);
            }
        }
    }

    #[test]
    fn the_middle_of_the_scale_is_paper() {
        for theme in themes() {
            let scale = Scale::new(&theme);
            assert_eq!(scale.at(0.5), theme.paper);
            assert_eq!(scale.at(f64::NAN), theme.paper);
        }
    }

    #[test]
    fn the_ends_are_equally_light_and_lead_to_the_class_colours() {
        for theme in themes() {
            let scale = Scale::new(&theme);
            let ends = [scale.at(0.0), scale.at(1.0)].map(to_lab);
            assert!((ends[0][0] - ends[1][0]).abs() < 0.003, "{ends:?}");
            for (end, class) in ends.into_iter().zip([theme.class0, theme.class1]) {
                let goal = mix(to_lab(theme.paper), to_lab(class), SHARE);
                assert_close(end, [end[0], goal[1], goal[2]], 0.003);
            }
        }
    }

    #[test]
    fn the_scale_is_even_and_holds_beyond_its_ends() {
        for theme in themes() {
            let scale = Scale::new(&theme);
            let [a, b, c] = [1.0, 0.75, 0.5].map(|t| to_lab(scale.at(t)));
            assert_close(b, mix(a, c, 0.5), 0.003);
            assert_eq!(scale.at(-7.0), scale.at(0.0));
            assert_eq!(scale.at(f64::INFINITY), scale.at(1.0));
        }
    }

    #[test]
    fn only_six_digits_are_a_colour() {
        assert_eq!("#0072b2".parse(), Ok(Rgb([0, 0x72, 0xb2])));
        for text in ["", "0072b2", "#072", "#0072bg", "#+072b2", "#0072b2ff", "blue", "#été0"] {
            assert!(text.parse::<Rgb>().is_err(), "{text}");
        }
    }
}
