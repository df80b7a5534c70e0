//! The program as a user calls it.

mod plans;
mod program;
mod serving;
mod simulating;
