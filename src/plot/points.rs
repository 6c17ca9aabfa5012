//! The points of the training set, told apart by shape as well as by colour.

use plotters::element::Circle;
use plotters::prelude::DrawingBackend;
use plotters::style::{Color, RGBColor};

use super::{DrawResult, Figure, Point, Rgb, length, pixel};

/// Radius of a circle in CSS pixels.
const RADIUS: f64 = 3.5;
/// Side of a square with the area of the circle: the radius times the root of pi.
const SIDE: f64 = 6.2;
/// Paper around a mark, so that it reads on the picture and on its neighbours.
const OUTLINE: f64 = 1.0;
/// Radius of the ring around a misclassified point, and its width.
const RING: (f64, f64) = (6.5, 1.5);

/// Draws a circle for each point of class 0 and a square of the same area for class 1.
///
/// `x` is `[2, m]`, row by row; `y` is 0 or 1. Where `probability` has a value for a point and it is
/// on the wrong side of 0.5, a ring surrounds the point, which then lies above the others.
///
/// # Errors
///
/// The backend's.
pub fn draw_points<DB: DrawingBackend>(
    figure: &Figure<'_, DB>,
    x: &[f64],
    y: &[f64],
    probability: &[f64],
) -> DrawResult<DB> {
    let (x1, x2) = x.split_at(x.len() / 2);
    for ringed in [false, true] {
        for (i, ((&x1, &x2), &y)) in x1.iter().zip(x2).zip(y).enumerate() {
            let (center, class1) = ([figure.x(x1), figure.y(x2)], y >= 0.5);
            let wrong = probability.get(i).is_some_and(|&p| (p >= 0.5) != class1);
            if wrong == ringed && figure.contains(center) {
                draw_point(figure, center, class1, wrong)?;
            }
        }
    }
    Ok(())
}

fn draw_point<DB: DrawingBackend>(
    figure: &Figure<'_, DB>,
    center: Point,
    class1: bool,
    wrong: bool,
) -> DrawResult<DB> {
    let theme = figure.theme;
    if wrong {
        draw_disc(figure, center, RING.0, theme.ink)?;
        draw_disc(figure, center, RING.0 - RING.1, theme.paper)?;
    }
    let outline = if wrong { 0.0 } else { OUTLINE };
    if class1 {
        draw_square(figure, center, outline, theme.paper)?;
        draw_square(figure, center, 0.0, theme.class1)
    } else {
        draw_disc(figure, center, RADIUS + outline, theme.paper)?;
        draw_disc(figure, center, RADIUS, theme.class0)
    }
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
