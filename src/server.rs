//! The web server: router, layers, settings, context; one use-case file per file of `api`.

pub mod context;
pub mod scenarios;

pub use context::{Context, handle};
