//! Initial parameters.

use alloc::vec::Vec;

use crate::random::RandomState;

/// The thesis' way: every number standard normal, layer by layer, `W` row by row before `b`, all from
/// one stream, as `np.random.randn` fills arrays.
#[must_use]
pub fn standard_normal(random: &mut RandomState, n_params: usize) -> Vec<f64> {
    (0..n_params).map(|_| random.randn()).collect()
}
