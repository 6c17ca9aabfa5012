//! The line on which a network gives both classes the probability 0.5, by marching squares.

use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;

use plotters::prelude::DrawingBackend;

use super::{DrawResult, Figure, Point};
use crate::math::ln;

/// Widths in CSS pixels of the line and of the paper under it, which makes it read on any colour.
const WIDTH: f64 = 2.0;
const HALO: f64 = 4.0;

/// Draws the line where `probability` is 0.5. The values are those at the centres of the cells of a
/// grid that fills the plot area, in image order: row by row, the top row first.
///
/// # Errors
///
/// The backend's.
pub fn draw_contour<DB: DrawingBackend>(
    figure: &Figure<'_, DB>,
    probability: &[f64],
    columns: usize,
    rows: usize,
) -> DrawResult<DB> {
    // The line is sought where the log odds are 0: those of one neuron are linear, so that its
    // straight line comes out straight, however steep the sigmoid is between two cells.
    let log_odds: Vec<f64> = probability
        .iter()
        .map(|p| p.clamp(f64::EPSILON, 1.0 - f64::EPSILON))
        .map(|p| ln(p / (1.0 - p)))
        .collect();
    draw_zero_lines(figure, &log_odds, columns, rows)
}

/// Draws the lines on which the most probable class changes; `values` is `[n_classes, rows * columns]`.
///
/// # Errors
///
/// The backend's.
pub fn draw_frontiers<DB: DrawingBackend>(
    figure: &Figure<'_, DB>,
    values: &[f64],
    n_classes: usize,
    columns: usize,
    rows: usize,
) -> DrawResult<DB> {
    let cells = columns.saturating_mul(rows);
    let logs: Vec<f64> = values.iter().map(|p| ln(p.max(f64::MIN_POSITIVE))).collect();
    let of: Vec<&[f64]> = logs.chunks_exact(cells.max(1)).take(n_classes).collect();
    // A class is ahead of all others within its region; the last one's is what the others leave.
    for (class, own) in of.iter().enumerate().take(n_classes.saturating_sub(1)) {
        let rival = |cell: usize| {
            let others = of.iter().enumerate().filter(|(other, _)| *other != class);
            others.map(|(_, log)| log[cell]).fold(f64::NEG_INFINITY, f64::max)
        };
        let lead: Vec<f64> = own.iter().enumerate().map(|(cell, own)| own - rival(cell)).collect();
        draw_zero_lines(figure, &lead, columns, rows)?;
    }
    Ok(())
}

fn draw_zero_lines<DB: DrawingBackend>(
    figure: &Figure<'_, DB>,
    values: &[f64],
    columns: usize,
    rows: usize,
) -> DrawResult<DB> {
    let scale = [(figure.right - figure.left) / columns as f64, (figure.bottom - figure.top) / rows as f64];
    let place = |[x, y]: Point| [figure.left + scale[0] * x, figure.top + scale[1] * y];
    let lines: Vec<Vec<Point>> = zero_lines(values, columns, rows)
        .into_iter()
        .map(|line| line.into_iter().map(place).collect())
        .collect();
    for (color, width) in [(figure.theme.paper, HALO), (figure.theme.ink, WIDTH)] {
        for line in &lines {
            figure.line(line, figure.stroke(color, width))?;
        }
    }
    Ok(())
}

/// The lines on which the values change sign, in cells from the top left corner of the grid.
fn zero_lines(values: &[f64], columns: usize, rows: usize) -> Vec<Vec<Point>> {
    let Some(grid) = Grid::new(values, columns, rows) else {
        return Vec::new();
    };
    let lines = join(&grid.segments());
    lines.iter().map(|line| line.iter().map(|&edge| grid.crossing(edge)).collect()).collect()
}

/// Values at the centres of the cells and, around them, at the border of the picture, where they
/// are continued linearly.
struct Grid {
    values: Vec<f64>,
    columns: usize,
    rows: usize,
}

/// Two neighbouring nodes, the left or upper one first.
type Edge = [usize; 2];

impl Grid {
    /// `None` where the values do not fill a grid of at least 2 by 2.
    fn new(values: &[f64], columns: usize, rows: usize) -> Option<Self> {
        if columns < 2 || rows < 2 || columns.checked_mul(rows) != Some(values.len()) {
            return None;
        }
        let inner: Vec<f64> = values.chunks_exact(columns).flat_map(|row| continued(row, 1)).collect();
        Some(Self { values: continued(&inner, columns + 2), columns: columns + 2, rows: rows + 2 })
    }

    /// For each square of four nodes, which of its edges the line joins.
    fn segments(&self) -> Vec<[Edge; 2]> {
        let mut segments = Vec::new();
        for row in 0..self.rows - 1 {
            for column in 0..self.columns - 1 {
                self.square(row * self.columns + column, &mut segments);
            }
        }
        segments
    }

    /// The square whose upper left node is `a`; the others follow clockwise.
    fn square(&self, a: usize, segments: &mut Vec<[Edge; 2]>) {
        let (b, c, d) = (a + 1, a + self.columns + 1, a + self.columns);
        let center: f64 = [a, b, c, d].iter().map(|&node| self.values[node]).sum();
        if !center.is_finite() {
            return;
        }
        let inside = |node: usize| self.values[node] >= 0.0;
        let sides = [[a, b], [b, c], [d, c], [a, d]];
        let crossed: Vec<Edge> = sides.into_iter().filter(|&[p, q]| inside(p) != inside(q)).collect();
        match crossed[..] {
            [one, other] => segments.push([one, other]),
            // A saddle: the centre decides which two corners are joined.
            [top, right, bottom, left] if inside(a) == (center >= 0.0) => {
                segments.extend([[top, right], [bottom, left]]);
            }
            [top, right, bottom, left] => segments.extend([[top, left], [right, bottom]]),
            _ => {}
        }
    }

    fn crossing(&self, [from, to]: Edge) -> Point {
        let t = self.values[from] / (self.values[from] - self.values[to]);
        let (p, q) = (self.position(from), self.position(to));
        [p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])]
    }

    fn position(&self, node: usize) -> Point {
        let along = |i: usize, n: usize| (i as f64 - 0.5).clamp(0.0, (n - 2) as f64);
        [along(node % self.columns, self.columns), along(node / self.columns, self.rows)]
    }
}

/// A list of groups of `n` values with one more group half a step before and one half a step after.
fn continued(values: &[f64], n: usize) -> Vec<f64> {
    let half_beyond = |(last, inner): (&f64, &f64)| 1.5 * last - 0.5 * inner;
    let (start, end) = (&values[..n], &values[values.len() - n..]);
    let before = start.iter().zip(&values[n..2 * n]).map(half_beyond);
    let after = end.iter().zip(&values[values.len() - 2 * n..]).map(half_beyond);
    before.chain(values.iter().copied()).chain(after).collect()
}

/// Joins segments that share an edge: open lines, from border to border, then closed ones.
fn join(segments: &[[Edge; 2]]) -> Vec<Vec<Edge>> {
    let mut links: BTreeMap<Edge, Vec<Edge>> = BTreeMap::new();
    for &[a, b] in segments {
        links.entry(a).or_default().push(b);
        links.entry(b).or_default().push(a);
    }
    let ends = links.iter().filter(|(_, to)| to.len() == 1).map(|(&edge, _)| edge);
    let starts: Vec<Edge> = ends.chain(links.keys().copied()).collect();
    starts.into_iter().map(|start| walk(start, &mut links)).filter(|line| line.len() > 1).collect()
}

/// Follows the links from an edge as far as they go, and uses them up.
fn walk(start: Edge, links: &mut BTreeMap<Edge, Vec<Edge>>) -> Vec<Edge> {
    let mut line = vec![start];
    let mut here = start;
    while let Some(next) = links.get_mut(&here).and_then(Vec::pop) {
        if let Some(back) = links.get_mut(&next) {
            back.retain(|&edge| edge != here);
        }
        line.push(next);
        here = next;
    }
    line
}
