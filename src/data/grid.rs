//! The window of a picture and the points at which a picture asks the network.

use alloc::vec::Vec;

/// A window of the plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    /// Smallest and largest `x1`.
    pub x1: [f64; 2],
    /// Smallest and largest `x2`.
    pub x2: [f64; 2],
}

impl Extent {
    /// The square around the points `x [2, m]`, with a margin of a twelfth on each side, so that both
    /// axes have one scale and a circle looks like one.
    #[must_use]
    pub fn around(x: &[f64]) -> Self {
        let (x1, x2) = x.split_at(x.len() / 2);
        let [(center1, half1), (center2, half2)] = [x1, x2].map(middle);
        // A single point, or all at one place, still gets a window.
        let half = (if half1 > half2 { half1 } else { half2 } * (7.0 / 6.0)).max(1e-3);
        Self { x1: [center1 - half, center1 + half], x2: [center2 - half, center2 + half] }
    }

    /// The centres of `rows` times `columns` cells, `[2, rows * columns]`, in the order of a picture:
    /// row by row, the largest `x2` on top.
    #[must_use]
    pub fn cells(&self, columns: usize, rows: usize) -> Vec<f64> {
        let across = centers(self.x1, columns);
        let up = centers(self.x2, rows);
        let mut x = Vec::with_capacity(2 * rows * columns);
        (0..rows).for_each(|_| x.extend_from_slice(&across));
        up.iter().rev().for_each(|x2| x.extend(core::iter::repeat_n(*x2, columns)));
        x
    }
}

/// Centre and half width of the values.
fn middle(x: &[f64]) -> (f64, f64) {
    let low = x.iter().copied().fold(f64::INFINITY, f64::min);
    let high = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if low <= high { (low + (high - low) / 2.0, (high - low) / 2.0) } else { (0.0, 1.0) }
}

fn centers([low, high]: [f64; 2], n: usize) -> Vec<f64> {
    let width = (high - low) / n as f64;
    (0..n).map(|i| low + (i as f64 + 0.5) * width).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_run_row_by_row_from_the_top() {
        let extent = Extent { x1: [0.0, 4.0], x2: [-1.0, 1.0] };
        assert_eq!(extent.cells(2, 2), [1.0, 3.0, 1.0, 3.0, 0.5, 0.5, -0.5, -0.5]);
    }

    #[test]
    fn extent_is_a_square_that_holds_every_point() {
        let extent = Extent::around(&[0.0, 6.0, 1.0, 2.0]);
        assert_eq!(extent, Extent { x1: [-0.5, 6.5], x2: [-2.0, 5.0] });
        let single = Extent::around(&[3.0, 3.0]);
        assert!(single.x1[0] < 3.0 && 3.0 < single.x1[1]);
    }
}
