//! Data to learn from.

mod csv;
mod curves;
mod features;
mod grid;
mod iris;
mod plane;
mod points;
mod sequences;
mod split;

pub use csv::{MAX_COLUMNS, MAX_ROWS, Table};
pub use curves::{make_polynomial, make_sine, make_step};
pub use features::Feature;
pub use grid::Extent;
pub use iris::{IRIS_CLASSES, IRIS_COLUMNS, iris};
pub use plane::{
    make_checkerboard, make_disc, make_gauss, make_gaussians, make_plane, make_spiral, make_xor,
};
pub use points::{MAX_CLASS_NAME, MAX_CLASSES, MAX_SAMPLES, Points, make_blobs, make_circles, make_moons};
pub use sequences::{
    ENGLISH, FABLE, Given, MAX_ALPHABET, MAX_GIVEN, MAX_STEPS, MAX_TEXT, MAX_VALUES, MIN_VALUES, Measure,
    SUNSPOT_YEARS, SequenceBatch, SequenceSource, Sequences, Series, Task, Text, sunspots,
};
pub use split::{MAX_TEST_PERCENT, Split, Standardizer};
