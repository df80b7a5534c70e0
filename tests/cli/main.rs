//! The program as a user calls it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod analysing;
mod drawing;
mod importing;
mod plans;
mod program;
mod serving;
mod simulating;
