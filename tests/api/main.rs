//! The server through its router, on a real database file.

mod app;
mod documents;
mod headers;
mod origin;
mod refusals;
mod scenarios;
mod store;
