//! Steps by hand: fetched when one is asked for.

pub use neurone::web;
