//! The server through its router, on a real database file.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod about;
mod app;
mod baselines;
mod catalogue;
mod comments;
mod dashboards;
mod documents;
mod door;
mod export;
mod goals;
mod headers;
mod imports;
mod limits;
mod live;
mod migrations;
mod origin;
mod programs;
mod provider;
mod refusals;
mod revising;
mod rights;
mod scenarios;
mod scopes;
mod snapshots;
mod staffing_plans;
mod statements;
mod store;
mod walk;
