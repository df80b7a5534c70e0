//! The program as a user calls it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod analysing;
#[cfg(unix)]
mod crashing;
mod drawing;
#[cfg(unix)]
mod failing;
mod importing;
#[cfg(unix)]
mod keeping;
#[cfg(unix)]
mod logging;
mod plans;
mod program;
// Other systems have a single address for the machine itself.
#[cfg(target_os = "linux")]
mod proxied;
mod server;
mod serving;
mod simulating;
