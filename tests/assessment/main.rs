//! The staffing assessment against published examples, the built-in plan and its own laws. Core only.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own plan has to stop")]

mod builtin;
mod expected;
mod laws;
mod vectors;
