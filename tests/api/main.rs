//! The server through its router, on a real database file.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod app;
mod baselines;
mod catalogue;
mod comments;
mod documents;
mod export;
mod goals;
mod headers;
mod live;
mod origin;
mod refusals;
mod revising;
mod rights;
mod scenarios;
mod snapshots;
mod store;
