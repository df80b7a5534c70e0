//! The pages as the server writes them, before any script runs.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

#[path = "../api/app.rs"]
#[allow(dead_code, reason = "shared with the tests of the server functions, which use the rest of it")]
mod app;
mod documents;
mod safety;
mod together;
