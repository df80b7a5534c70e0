//! What an installation says about itself: who runs it, and what its database holds. Open to everybody, signed in or not.

use super::{AgreementEntry, Alone, ApiError, Json};
use crate::permission::Persons;
#[cfg(feature = "ssr")]
use crate::server;
use leptos::prelude::*;
use serde::Serialize;

/// What an installation says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AboutInstallation {
    /// The office that runs it, as it wants to be called.
    pub operator: Option<String>,
    /// Where questions and complaints go: a mail address, a telephone number.
    pub contact: Option<String>,
    /// Every table of the database, as its schema has it.
    pub tables: Vec<StoredTable>,
    /// From how many heads on measured output is shown; told to whoever is signed in.
    pub small_groups: Option<SmallGroups>,
}

/// What was agreed upon within the house: from how many heads on measured output is shown, and whether one person approves alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SmallGroups {
    /// The agreement in force; without one the program's own number counts.
    pub agreement: Option<AgreementEntry>,
    /// That one person may approve plans alone; none where the two-person rule holds.
    pub alone: Option<Alone>,
}

/// A table of the database; never its rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoredTable {
    /// Its name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<String>,
    /// Whom it tells of.
    pub people: Persons,
    /// What it holds.
    pub what: String,
    /// What for.
    pub why: String,
    /// How long.
    pub kept: String,
}

/// What this installation says about itself, in German or English.
///
/// # Errors
/// [`ApiError::Internal`] when the database cannot be read.
#[server(name = LoadAbout, endpoint = "about", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn load_about(
    /// In English instead of German.
    english: bool,
) -> Result<AboutInstallation, ApiError> {
    server::handle(async |context| server::about::load(&context, english).await).await
}
