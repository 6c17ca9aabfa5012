//! The numbers that every run depends on: elementary functions, sums and matrix kernels.
//!
//! **Frozen.** A change of one bit here changes every run of every seed. No result depends on the
//! machine or the build, and none but sums over samples on how these are cut into calls: plain loops
//! over lanes, which the compiler turns into vector instructions, no fused multiply-add, and sums in
//! one documented order.
//!
//! What has to be fast is ours; the rest comes from `libm`, which no other module names.

mod below;
mod exp;
mod few;
mod gradient;
mod kernels;
mod one_hot;
mod packed;
mod pair;
mod single;
pub(crate) mod small;
mod steps;
mod tile;

pub use below::{Below, backward, slope};
pub use exp::{exp, exp_in_place, sigmoid, sigmoid_in_place, tanh, tanh_in_place};
pub use gradient::{add_gradient, bias_gradient, spans};
pub(crate) use kernels::infinite_bits;
pub use kernels::{
    BLOCK, LANES, add_matmul, affine, all_finite, matmul_transposed, sum, sum_of_squares, zip_with,
};
pub use libm::{cbrt, cos, erf, floor, log as ln, log1p as ln_1p, pow, sin, sqrt};
pub use one_hot::{add_picked_gradient, affine_picked, symbols};
pub use packed::{add_packed, affine_packed, pack, pack_columns, transpose};
pub(crate) use pair::Pair;
pub use single::{affine_single, sigmoid_single, tanh_single};
pub use small::{columns, linear, linear_backward, linear_gradient};
pub(crate) use steps::each;
pub use steps::{Slopes, join};
