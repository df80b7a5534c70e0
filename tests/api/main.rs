//! The server through its router, on a real database file.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod about;
mod app;
mod catalogue;
mod dashboards;
mod documents;
mod door;
mod export;
mod headers;
mod imports;
mod live;
mod migrations;
mod origin;
mod programs;
mod refusals;
mod rights;
mod scenarios;
mod scopes;
mod store;
mod walk;
