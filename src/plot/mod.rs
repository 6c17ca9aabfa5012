//! Pictures: axes, points, the decision boundary, curves and the functions of Figures 1 and 2.
//!
//! Every function is generic over plotters' `DrawingBackend` and is fed with plain data, so that the
//! same picture is a canvas in the page and an SVG in a test. What cannot be drawn is left out: a
//! figure without room, a range that is empty or not finite, a value that is not finite. What all of
//! them call is not inlined: its bytes come with the page's first module.

mod activations;
mod axes;
mod color;
mod contour;
mod curves;
mod points;

use alloc::string::String;
use alloc::vec::Vec;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{PathElement, Polygon, Rectangle, Text};
use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, RGBColor, ShapeStyle, TextStyle};

use crate::math::ln;

pub use activations::{Function, draw_activations, softmax};
pub use axes::draw_axes;
pub use color::{Rgb, Scale, boundary, regions};
pub use contour::{draw_contour, draw_frontiers};
pub use curves::{Band, Curve, draw_bands, draw_curves};
pub use points::{Samples, draw_samples};

/// Backend units in a device pixel. Plotters counts in integers; in whole pixels every curve would
/// be a staircase, and a line 1.75 pixels wide could not be had.
pub const SUBPIXELS: u32 = 8;

/// Result of a drawing function: an error is the backend's.
pub type DrawResult<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

/// The window of a picture: what it shows and how it is labelled.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "points", derive(serde::Deserialize))]
pub struct Frame {
    /// Range of the horizontal axis.
    pub x: [f64; 2],
    /// Range of the vertical axis.
    pub y: [f64; 2],
    /// Space around the plot area in CSS pixels: top, right, bottom, left.
    pub margin: [f64; 4],
    /// Device pixels for each CSS pixel.
    pub scale: f64,
    /// Size of the labels in CSS pixels.
    pub font_size: f64,
    /// Whether numbers are written with a decimal comma.
    pub decimal_comma: bool,
    /// Name of the horizontal axis.
    pub x_label: String,
    /// Name of the vertical axis.
    pub y_label: String,
    /// Whether the vertical axis is logarithmic; its range is positive then.
    #[cfg_attr(feature = "points", serde(default))]
    pub log_y: bool,
    /// Whether the horizontal axis counts: steps, iterations.
    #[cfg_attr(feature = "points", serde(default))]
    pub whole_x: bool,
}

/// How much of its colour a wash keeps.
const WASH: f64 = 0.2;

/// The colours of a picture.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "points", derive(serde::Deserialize))]
pub struct Theme {
    /// What everything is drawn on.
    pub paper: Rgb,
    /// Lines that carry the message.
    pub ink: Rgb,
    /// Labels.
    pub muted: Rgb,
    /// Axes and guides.
    pub hairline: Rgb,
    /// Class 0, and the low end of the colour scale.
    pub class0: Rgb,
    /// Class 1, and the high end of the colour scale.
    pub class1: Rgb,
    /// Classes 2 and up.
    #[cfg_attr(feature = "points", serde(default))]
    pub classes: Vec<Rgb>,
}

impl Theme {
    /// The colour of a class; the ink where the theme has none for it.
    #[must_use]
    pub fn class(&self, class: usize) -> Rgb {
        match class {
            0 => self.class0,
            1 => self.class1,
            _ => self.classes.get(class - 2).copied().unwrap_or(self.ink),
        }
    }
}

/// A drawing area with its frame and its colours. Lengths named `css` are in CSS pixels, positions
/// in backend units from the top left.
pub struct Figure<'a, DB: DrawingBackend> {
    area: &'a DrawingArea<DB, Shift>,
    frame: &'a Frame,
    theme: &'a Theme,
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

/// A position in backend units.
type Point = [f64; 2];

impl<'a, DB: DrawingBackend> Figure<'a, DB> {
    /// Lays the plot area out on whole device pixels; `None` where there is nothing to draw on.
    /// The area counts in units of one [`SUBPIXELS`]th of a device pixel.
    #[must_use]
    pub fn new(area: &'a DrawingArea<DB, Shift>, frame: &'a Frame, theme: &'a Theme) -> Option<Self> {
        let (width, height) = area.dim_in_pixel();
        let [top, right, bottom, left] =
            frame.margin.map(|css| f64::from(round(css * frame.scale)) * f64::from(SUBPIXELS));
        let (right, bottom) = (f64::from(width) - right, f64::from(height) - bottom);
        let ordered = |[low, high]: [f64; 2]| low < high && (high - low).is_finite();
        let sensible = [frame.x, frame.y, [left, right], [top, bottom], [0.0, frame.scale]];
        let inside = left >= 0.0 && top >= 0.0 && (!frame.log_y || frame.y[0] > 0.0);
        (inside && sensible.into_iter().all(ordered)).then_some(Self {
            area,
            frame,
            theme,
            left,
            top,
            right,
            bottom,
        })
    }

    /// Backend units in a length.
    fn css(&self, css: f64) -> f64 {
        css * self.frame.scale * f64::from(SUBPIXELS)
    }

    /// One CSS pixel in whole device pixels: the width of an axis.
    fn hairline(&self) -> f64 {
        self.snap(self.css(1.0)).max(f64::from(SUBPIXELS))
    }

    /// Where a value on the horizontal axis lies.
    #[inline(never)]
    fn x(&self, value: f64) -> f64 {
        let [low, high] = self.frame.x;
        self.left + (value - low) / (high - low) * (self.right - self.left)
    }

    /// Where a value on the vertical axis lies.
    #[inline(never)]
    fn y(&self, value: f64) -> f64 {
        let [mut low, mut high] = self.frame.y;
        let mut value = value;
        if self.frame.log_y {
            [low, high, value] = [low, high, value].map(ln);
        }
        self.bottom - (value - low) / (high - low) * (self.bottom - self.top)
    }

    /// The edge of a device pixel nearest to a position.
    fn snap(&self, position: f64) -> f64 {
        f64::from(SUBPIXELS) * f64::from(round(position / f64::from(SUBPIXELS)))
    }

    /// Whether a position lies in the plot area; false where it is not finite.
    fn contains(&self, [x, y]: Point) -> bool {
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }

    fn stroke(&self, color: Rgb, css: f64) -> ShapeStyle {
        ShapeStyle {
            color: RGBColor::from(color).to_rgba(),
            filled: false,
            stroke_width: length(self.css(css)),
        }
    }

    #[inline(never)]
    fn line(&self, points: &[Point], style: ShapeStyle) -> DrawResult<DB> {
        let points: Vec<_> = points.iter().map(|&point| pixel(point)).collect();
        self.area.draw(&PathElement::new(points, style))
    }

    /// A filled rectangle between two corners: also what is sharp as a line along an axis.
    #[inline(never)]
    fn fill(&self, from: Point, to: Point, color: Rgb) -> DrawResult<DB> {
        self.area.draw(&Rectangle::new([pixel(from), pixel(to)], RGBColor::from(color).filled()))
    }

    #[inline(never)]
    fn polygon(&self, corners: &[Point], color: Rgb) -> DrawResult<DB> {
        let corners: Vec<_> = corners.iter().map(|&corner| pixel(corner)).collect();
        self.area.draw(&Polygon::new(corners, RGBColor::from(color).filled()))
    }

    /// A polygon through which one sees what lies below.
    #[inline(never)]
    fn wash(&self, corners: &[Point], color: Rgb) -> DrawResult<DB> {
        let corners: Vec<_> = corners.iter().map(|&corner| pixel(corner)).collect();
        self.area.draw(&Polygon::new(corners, RGBColor::from(color).mix(WASH).filled()))
    }

    #[inline(never)]
    fn text(&self, text: &str, at: Point, anchor: (HPos, VPos)) -> DrawResult<DB> {
        let color = RGBColor::from(self.theme.muted);
        let font = ("system-ui, sans-serif", self.css(self.frame.font_size));
        let style = TextStyle::from(font).color(&color).pos(Pos::new(anchor.0, anchor.1));
        self.area.draw(&Text::new(text, pixel(at), style))
    }
}

#[inline(never)]
fn pixel([x, y]: Point) -> (i32, i32) {
    (round(x), round(y))
}

/// A length of at least one unit.
fn length(value: f64) -> u32 {
    round(value).max(1).unsigned_abs()
}

/// The nearest integer; the nearest that there is where the value is out of range, 0 for NaN.
#[expect(clippy::cast_possible_truncation, reason = "the cast saturates")]
fn round(value: f64) -> i32 {
    (value + 0.5_f64.copysign(value)) as i32
}
