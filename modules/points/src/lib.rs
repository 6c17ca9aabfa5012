//! Feed-forward networks, what draws, and what an experiment may say: the page's first module.

pub use neurone::web;
