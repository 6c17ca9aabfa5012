//! Curves: polylines, clipped to the plot area and thinned to what the eye can tell apart.

use alloc::vec;
use alloc::vec::Vec;

use plotters::element::DashedPathElement;
use plotters::prelude::DrawingBackend;

use super::{DrawResult, Figure, Point, Rgb, SUBPIXELS, length, pixel, round};

/// Width of a curve in CSS pixels.
const WIDTH: f64 = 1.75;
/// Length of a dash and of the space after it.
const DASH: (f64, f64) = (5.0, 4.0);

/// A curve through the points (`x[i]`, `y[i]`), broken where one is not finite.
#[derive(Clone, Debug)]
pub struct Curve {
    /// Horizontal values.
    pub x: Vec<f64>,
    /// Vertical values.
    pub y: Vec<f64>,
    /// Colour of the line.
    pub color: Rgb,
    /// Whether the line is dashed.
    pub dashed: bool,
}

/// Draws curves, the last one on top.
///
/// # Errors
///
/// The backend's.
pub fn draw_curves<DB: DrawingBackend>(figure: &Figure<'_, DB>, curves: &[Curve]) -> DrawResult<DB> {
    for curve in curves {
        let points: Vec<Point> =
            curve.x.iter().zip(&curve.y).map(|(&x, &y)| [figure.x(x), figure.y(y)]).collect();
        for run in points.split(|point| !point.iter().all(|v| v.is_finite())) {
            for line in clip(figure, &thin(run)) {
                draw_line(figure, &line, curve)?;
            }
        }
    }
    Ok(())
}

/// The region between two curves over the same horizontal values.
#[derive(Clone, Debug)]
pub struct Band {
    /// Horizontal values.
    pub x: Vec<f64>,
    /// Lower edge.
    pub low: Vec<f64>,
    /// Upper edge.
    pub high: Vec<f64>,
    /// Colour, of which a fifth is laid on what lies below.
    pub color: Rgb,
}

/// Draws bands, held within the plot area; where an edge is not a number, a band has none.
///
/// # Errors
///
/// The backend's.
pub fn draw_bands<DB: DrawingBackend>(figure: &Figure<'_, DB>, bands: &[Band]) -> DrawResult<DB> {
    for Band { x, low, high, color } in bands {
        let edge = |(&x, &y): (&f64, &f64)| {
            [figure.x(x).clamp(figure.left, figure.right), figure.y(y).clamp(figure.top, figure.bottom)]
        };
        let corners: Vec<Point> =
            x.iter().zip(low).map(edge).chain(x.iter().zip(high).rev().map(edge)).collect();
        if corners.iter().flatten().all(|v| v.is_finite()) {
            figure.wash(&corners, *color)?;
        }
    }
    Ok(())
}

fn draw_line<DB: DrawingBackend>(figure: &Figure<'_, DB>, line: &[Point], curve: &Curve) -> DrawResult<DB> {
    let style = figure.stroke(curve.color, WIDTH);
    if !curve.dashed {
        return figure.line(line, style);
    }
    let (dash, space) = (length(figure.css(DASH.0)), length(figure.css(DASH.1)));
    figure.area.draw(&DashedPathElement::new(line.iter().map(|&point| pixel(point)), dash, space, style))
}

/// The highest and the lowest point of each column of device pixels, in their order.
fn thin(points: &[Point]) -> Vec<Point> {
    let column = |point: &Point| round(point[0] / f64::from(SUBPIXELS));
    points.chunk_by(|a, b| column(a) == column(b)).flat_map(extremes).copied().collect()
}

fn extremes(run: &[Point]) -> impl Iterator<Item = &Point> {
    let height = |&i: &usize, &j: &usize| run[i][1].total_cmp(&run[j][1]);
    let top = (0..run.len()).min_by(height).unwrap_or(0);
    let bottom = (0..run.len()).max_by(height).unwrap_or(0);
    run[top.min(bottom)..=top.max(bottom)].iter().step_by(top.abs_diff(bottom).max(1))
}

/// The parts of a polyline within the plot area.
fn clip<DB: DrawingBackend>(figure: &Figure<'_, DB>, points: &[Point]) -> Vec<Vec<Point>> {
    let mut lines: Vec<Vec<Point>> = Vec::new();
    let mut goes_on = false;
    for pair in points.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let Some((start, end)) = visible(figure, from, to) else {
            goes_on = false;
            continue;
        };
        let at = |t: f64| [from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])];
        match lines.last_mut() {
            Some(line) if goes_on => line.push(at(end)),
            _ => lines.push(vec![at(start), at(end)]),
        }
        goes_on = end >= 1.0;
    }
    lines
}

/// Which part of a segment lies within the plot area, as a share of its length (Liang and Barsky,
/// 1984).
fn visible<DB: DrawingBackend>(figure: &Figure<'_, DB>, from: Point, to: Point) -> Option<(f64, f64)> {
    let (mut start, mut end) = (0.0_f64, 1.0_f64);
    let bounds = [(figure.left, figure.right), (figure.top, figure.bottom)];
    for (axis, (low, high)) in bounds.into_iter().enumerate() {
        let step = to[axis] - from[axis];
        let (a, b) = ((low - from[axis]) / step, (high - from[axis]) / step);
        if step.abs() < f64::EPSILON {
            if from[axis] < low || from[axis] > high {
                return None;
            }
        } else {
            start = start.max(a.min(b));
            end = end.min(a.max(b));
        }
    }
    (start <= end).then_some((start, end))
}
