//! The only home of `web_sys`: everything that touches the document, the window or a worker, behind plain functions.
//!
//! On the server the functions exist and do nothing, so that components need no `cfg`.

pub mod address;
pub mod canvas;
pub mod caret;
pub mod clipboard;
pub mod clock;
pub mod dialog;
pub mod document;
pub mod download;
#[cfg(feature = "hydrate")]
pub mod event_source;
pub mod found;
pub mod in_view;
pub mod kept;
pub mod kept_pages;
pub mod pointer;
#[cfg(feature = "ssr")]
pub mod request;
#[cfg(feature = "hydrate")]
pub mod storage;
pub mod track;
pub mod upload;
#[cfg(feature = "hydrate")]
pub mod workers;
