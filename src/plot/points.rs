//! The points, told apart by shape as well as by colour.

use alloc::vec::Vec;
use core::f64::consts::{FRAC_1_SQRT_2, SQRT_2};

use plotters::element::Circle;
use plotters::prelude::DrawingBackend;
use plotters::style::{Color, RGBColor};

use super::{DrawResult, Figure, Point, Rgb, Scale, length, pixel};

/// Radius of a circle in CSS pixels.
const RADIUS: f64 = 3.5;
/// Side of a square with the area of the circle: the radius times the root of pi.
const SIDE: f64 = 6.2;
/// Half the diagonal of a diamond of about that area.
const DIAMOND: f64 = 4.5;
/// From the centre of a triangle to its sides; twice as far to its corners.
const TRIANGLE: f64 = 2.6;
const SQRT_3: f64 = 1.732_050_807_568_877_2;
/// Half the length and half the width of the arms of a plus or a cross.
const ARMS: (f64, f64) = (4.8, 1.6);
/// Paper around a mark, so that it reads on the picture and on its neighbours.
const OUTLINE: f64 = 1.0;
/// Width of the line of a hollow mark.
const LINE: f64 = 1.4;
/// Radius of the ring around a misclassified point, and its width.
const RING: (f64, f64) = (6.5, 1.5);

/// Points and what is to be seen of them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Samples<'a> {
    /// `[2, m]`, row by row.
    pub x: &'a [f64],
    /// The class of each; where there are no classes, its value.
    pub y: &'a [f64],
    /// Number of classes; 0 for values.
    pub n_classes: usize,
    /// What each is taken for, or nothing. A ring surrounds a point that is taken for another class.
    pub taken: &'a [f64],
    /// Which are kept for testing, or nothing. They are hollow.
    pub test: &'a [bool],
    /// The values at the ends of the colour scale.
    pub range: [f64; 2],
}

/// Draws each point with the mark of its class, circle, square, triangle, diamond, plus or cross, or as
/// a circle in the colour of its value. Points in a ring lie above the others.
///
/// # Errors
///
/// The backend's.
pub fn draw_samples<DB: DrawingBackend>(figure: &Figure<'_, DB>, samples: &Samples<'_>) -> DrawResult<DB> {
    let (x1, x2) = samples.x.split_at(samples.x.len() / 2);
    let scale = Scale::new(figure.theme);
    for ringed in [false, true] {
        for (i, ((&x1, &x2), &y)) in x1.iter().zip(x2).zip(samples.y).enumerate() {
            let center = [figure.x(x1), figure.y(x2)];
            let hollow = samples.test.get(i).copied().unwrap_or(false);
            if samples.n_classes == 0 {
                if !ringed && figure.contains(center) {
                    let [low, high] = samples.range;
                    draw_value(figure, center, scale.at((y - low) / (high - low)), hollow)?;
                }
                continue;
            }
            let wrong = samples.taken.get(i).is_some_and(|taken| (taken - y).abs() > 0.5);
            if wrong == ringed && figure.contains(center) {
                draw_mark(figure, center, class_of(y), [wrong, hollow])?;
            }
        }
    }
    Ok(())
}

/// The class that a number stands for.
fn class_of(y: f64) -> usize {
    usize::try_from(super::round(y)).unwrap_or(0)
}

fn draw_mark<DB: DrawingBackend>(
    figure: &Figure<'_, DB>,
    center: Point,
    class: usize,
    [wrong, hollow]: [bool; 2],
) -> DrawResult<DB> {
    let theme = figure.theme;
    if wrong {
        draw_disc(figure, center, RING.0, theme.ink)?;
        draw_disc(figure, center, RING.0 - RING.1, theme.paper)?;
    }
    let (outline, color) = (if wrong { 0.0 } else { OUTLINE }, theme.class(class));
    draw_shape(figure, center, class, outline, theme.paper)?;
    if !hollow {
        return draw_shape(figure, center, class, 0.0, color);
    }
    // A hollow mark is a little larger, so that it has room inside.
    draw_shape(figure, center, class, OUTLINE / 2.0, color)?;
    draw_shape(figure, center, class, OUTLINE / 2.0 - LINE, theme.paper)
}

/// A filled circle in the colour of a value, which may be close to paper: with a thin line around it.
fn draw_value<DB: DrawingBackend>(
    figure: &Figure<'_, DB>,
    center: Point,
    color: Rgb,
    hollow: bool,
) -> DrawResult<DB> {
    draw_disc(figure, center, RADIUS + OUTLINE, figure.theme.muted)?;
    draw_disc(figure, center, RADIUS, color)?;
    if hollow { draw_disc(figure, center, RADIUS - LINE, figure.theme.paper) } else { Ok(()) }
}

/// The mark of a class, all its sides so much further out; nothing where that leaves nothing.
fn draw_shape<DB: DrawingBackend>(
    figure: &Figure<'_, DB>,
    center: Point,
    class: usize,
    further: f64,
    color: Rgb,
) -> DrawResult<DB> {
    match class {
        0 => draw_disc(figure, center, RADIUS + further, color),
        1 => draw_square(figure, center, further, color),
        _ => {
            let place = |[x, y]: Point| [center[0] + figure.css(x), center[1] + figure.css(y)];
            let corners: Vec<Point> = corners(class, further).into_iter().map(place).collect();
            figure.polygon(&corners, color)
        }
    }
}

/// The corners of a mark around the origin, in CSS pixels.
fn corners(class: usize, further: f64) -> Vec<Point> {
    match class {
        2 => {
            let inner = TRIANGLE + further;
            let half = inner * SQRT_3;
            [[0.0, -2.0 * inner], [half, inner], [-half, inner]].into()
        }
        3 => {
            let reach = DIAMOND + further * SQRT_2;
            [[0.0, -reach], [reach, 0.0], [0.0, reach], [-reach, 0.0]].into()
        }
        4 => plus(further),
        _ => {
            let turned = |[x, y]: Point| [FRAC_1_SQRT_2 * (x - y), FRAC_1_SQRT_2 * (x + y)];
            plus(further).into_iter().map(turned).collect()
        }
    }
}

fn plus(further: f64) -> Vec<Point> {
    let (long, wide) = (ARMS.0 + further, ARMS.1 + further);
    let arm = [[-wide, -long], [wide, -long], [wide, -wide]];
    // Each further arm is the one before, a quarter turn on.
    let turn = |[x, y]: Point| [-y, x];
    let arms = [arm, arm.map(turn), arm.map(turn).map(turn), arm.map(turn).map(turn).map(turn)];
    arms.concat()
}

/// A filled circle; `css` is its radius.
pub(super) fn draw_disc<DB: DrawingBackend>(
    figure: &Figure<'_, DB>,
    center: Point,
    css: f64,
    color: Rgb,
) -> DrawResult<DB> {
    let radius = length(figure.css(css));
    figure.area.draw(&Circle::new(pixel(center), radius, RGBColor::from(color).filled()))
}

/// A square on whole device pixels, with so much more around it.
fn draw_square<DB: DrawingBackend>(
    figure: &Figure<'_, DB>,
    center: Point,
    outline: f64,
    color: Rgb,
) -> DrawResult<DB> {
    let (side, outline) = (figure.snap(figure.css(SIDE)), figure.snap(figure.css(outline)));
    let corner = center.map(|c| figure.snap(c - side / 2.0));
    figure.fill(corner.map(|c| c - outline), corner.map(|c| c + side + outline), color)
}
