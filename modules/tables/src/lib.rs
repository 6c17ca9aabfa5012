//! CSV: fetched when a table is given.

pub use neurone::web;
