//! Neurone: the numeric core of a neural-network playground.
//!
//! All but pictures is `f64`. As in the thesis that this crate follows, data `X` is `[n_in, m]`, weights
//! `W` are `[n_out, n_in]`, activations `A` are `[n, m]`; the sample index is the contiguous one, so
//! that every kernel is vector arithmetic across samples whatever the width of a layer.
//!
//! The same seed and the same experiment give the same bits in every browser and natively: all
//! transcendental functions come from [`math`], and the order of every sum is fixed.
#![no_std]
extern crate alloc;
#[cfg(test)]
extern crate std;

pub mod data;
mod error;
pub mod experiment;
pub mod math;
mod named;
pub mod nn;
#[cfg(feature = "plot")]
pub mod plot;
pub mod random;
pub mod staircase;
pub mod thesis;
pub mod train;
#[cfg(feature = "bindings")]
pub mod web;
pub mod worked;

pub use error::{Error, Result};
use error::{check_length, check_range, unknown_choice};

/// The Rust block of the README is a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
