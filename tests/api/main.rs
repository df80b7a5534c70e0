//! The server through its router, on a real database file.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod app;
mod catalogue;
mod documents;
mod export;
mod headers;
mod live;
mod origin;
mod refusals;
mod rights;
mod scenarios;
mod statements;
mod store;
