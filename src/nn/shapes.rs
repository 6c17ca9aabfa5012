//! The sizes of all matrices of a network, as sections 6.1 to 6.3 of the thesis print them.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Name, rows and columns of a matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Such as `W1`, `A0`, `dW2`.
    pub name: String,
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub columns: usize,
}

fn shape(name: &str, layer: usize, rows: usize, columns: usize) -> Shape {
    Shape { name: format!("{name}{layer}"), rows, columns }
}

/// `W1, b1, W2, ...` (6.1) of a network with `dims[0]` inputs and layers `dims[1..]`; with the prefix
/// `d`, the shapes of their gradients (6.3).
#[must_use]
pub fn parameter_shapes(prefix: &str, dims: &[usize]) -> Vec<Shape> {
    let pairs = dims.windows(2).enumerate();
    let shapes = pairs.flat_map(|(l, n)| {
        [shape(&format!("{prefix}W"), l + 1, n[1], n[0]), shape(&format!("{prefix}b"), l + 1, n[1], 1)]
    });
    shapes.collect()
}

/// `A0, A1, ...` (6.2) for `m` samples.
#[must_use]
pub fn activation_shapes(dims: &[usize], m: usize) -> Vec<Shape> {
    dims.iter().enumerate().map(|(l, n)| shape("A", l, *n, m)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The print-outs of 6.1, 6.2 and 6.3.
    #[test]
    fn as_the_thesis_prints_them() {
        let printed = |shapes: Vec<Shape>| -> Vec<String> {
            shapes.iter().map(|s| format!("{} ({}, {})", s.name, s.rows, s.columns)).collect()
        };
        let dims = [2, 12, 28, 16];
        let parameters =
            ["W1 (12, 2)", "b1 (12, 1)", "W2 (28, 12)", "b2 (28, 1)", "W3 (16, 28)", "b3 (16, 1)"];
        assert_eq!(printed(parameter_shapes("", &dims)), parameters);
        let activations = ["A0 (2, 100)", "A1 (12, 100)", "A2 (28, 100)", "A3 (16, 100)"];
        assert_eq!(printed(activation_shapes(&dims, 100)), activations);
        assert_eq!(printed(parameter_shapes("d", &dims))[4..], ["dW3 (16, 28)", "db3 (16, 1)"]);
    }
}
