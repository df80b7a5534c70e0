//! The words of figures, each with its definition and where that comes from.

use super::{ApiError, Json};
#[cfg(feature = "ssr")]
use crate::server;
use leptos::prelude::*;
use serde::Serialize;

/// A term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GlossaryEntry {
    /// Its name in addresses: `/hilfe#begriff-vzae`.
    pub key: String,
    /// What it is called.
    pub term: String,
    /// What it means.
    pub text: String,
    /// The paragraph, handbook or part of the method that says so.
    pub source: String,
}

/// All terms, by their names.
///
/// # Errors
/// None but those of every function.
#[server(name = LoadGlossary, endpoint = "glossary", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn load_glossary(
    /// In English instead of German.
    english: bool,
) -> Result<Vec<GlossaryEntry>, ApiError> {
    server::handle(async |_| server::glossary::load(english).await).await
}
