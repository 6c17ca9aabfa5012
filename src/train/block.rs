//! Samples as the kernels take them.

use alloc::vec::Vec;

use crate::math::{BLOCK, LANES};

/// Up to [`BLOCK`] samples in the kernels' layout: columns padded with zeros to whole lanes.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) x: Vec<f64>,
    pub(super) y: Vec<f64>,
    /// Columns with their padding.
    pub(super) m: usize,
    /// Columns that hold a sample.
    pub(super) n_samples: usize,
}

/// The samples in blocks, cut in order.
pub(super) fn blocks(x: &[f64], y: &[f64], n_samples: usize) -> Vec<Block> {
    let cut = |start: usize| {
        let n = BLOCK.min(n_samples - start);
        let m = n.next_multiple_of(LANES);
        let row = |row: &[f64]| {
            let padding = core::iter::repeat_n(0.0, m - n);
            row[start..start + n].iter().copied().chain(padding).collect::<Vec<_>>()
        };
        Block { x: x.chunks_exact(n_samples).flat_map(row).collect(), y: row(y), m, n_samples: n }
    };
    (0..n_samples).step_by(BLOCK).map(cut).collect()
}
