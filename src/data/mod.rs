//! Data to learn from.

mod features;
mod grid;
mod points;

pub use features::Feature;
pub use grid::Extent;
pub use points::{MAX_SAMPLES, Points, make_blobs, make_circles, make_moons};
