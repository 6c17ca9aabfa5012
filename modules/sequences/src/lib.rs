//! Recurrent networks: fetched with the first view of sequences.

pub use neurone::web;
