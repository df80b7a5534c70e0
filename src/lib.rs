//! Stellwerk: an interactive organisational chart and workload simulator for German public administration.
//!
//! The modules, from the inside out; dependencies point only upwards in this list (see ARCHITECTURE.md):

pub mod assessment;
pub mod diagram;
pub mod format;
pub mod permission;
pub mod plan;

pub mod simulation;

#[cfg(feature = "app")]
pub mod api;
#[cfg(feature = "app")]
pub mod ui;

#[cfg(feature = "ssr")]
pub mod cli;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
pub mod store;
