//! The engine against theory, against itself, and against hostile plans.

#![allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

mod accounting;
mod balance;
mod builtin;
mod deciding;
mod deputies;
mod figures;
mod growth;
mod hostile;
mod intervals;
mod monotone;
mod newcomers;
mod opening;
mod outages;
mod parking;
mod paths;
mod plans;
mod populations;
mod posts;
mod repeat;
mod solving;
mod terms;
mod theory;
mod turns;
mod varying;
mod waiting;
mod warnings;
