//! Statements: the list of a scenario, the figures that a text can refer to, and what is done with a text.

use super::{ApiError, Json, ScenarioId, SnapshotId};
use crate::plan::Digest;
#[cfg(feature = "ssr")]
use crate::server;
use crate::statement::{Basis, Draft, Template};
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::Serialize;
use uuid::Uuid;

/// A statement with its text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatementEntry {
    /// Identifies it.
    pub id: Uuid,
    /// Counts the commands carried out; a command names the version that it was made on.
    pub version: i64,
    /// Its text.
    pub draft: Draft,
    /// When it was changed last, in microseconds since 1970-01-01 UTC.
    pub changed_at: i64,
    /// What was frozen; its text is not changed any more then.
    pub frozen: Option<StatementFreeze>,
}

/// All that the page of statements shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatementDesk {
    /// The scenario.
    pub scenario: ScenarioId,
    /// The day on which the figures are true.
    pub as_of: NaiveDate,
    /// Its statements, in the order they were made.
    pub statements: Vec<StatementEntry>,
    /// What a text can refer to.
    pub basis: Basis,
}

/// What was frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatementFreeze {
    /// When, in microseconds since 1970-01-01 UTC.
    pub at: i64,
    /// The account that froze it.
    pub by: String,
    /// SHA-256 of the PDF, as hexadecimal digits.
    pub pdf_sha256: String,
    /// The snapshot of plan and scenario that the figures rest on; none of a text that was frozen before they were kept.
    pub snapshot: Option<StatementSnapshot>,
    /// What differs today from the figures in it.
    pub outdated: Vec<OutdatedFigure>,
}

/// The snapshot that a frozen statement rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatementSnapshot {
    /// Which one.
    pub id: SnapshotId,
    /// Fingerprint of the plan and the steps; the files of the statement name it.
    pub hash: Digest,
}

/// A figure that has changed since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutdatedFigure {
    /// What it is.
    pub label: String,
    /// What the text says; none of a table.
    pub then: Option<String>,
    /// What it is now; none of a table, and where it is not known any more.
    pub now: Option<String>,
}

/// Asks for a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CreateStatement {
    /// Made by the page for each command; a command that arrives twice is applied once.
    pub command: Uuid,
    /// The scenario whose figures it uses.
    pub scenario: ScenarioId,
    /// What it is to be.
    pub template: Template,
    /// The statement whose text it begins with; none begins with the template.
    pub origin: Option<Uuid>,
}

/// Asks for the text of a statement to be stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SaveStatement {
    /// Made by the page for each command; a command that arrives twice is applied once.
    pub command: Uuid,
    /// Which scenario.
    pub scenario: ScenarioId,
    /// Which statement of it.
    pub statement: Uuid,
    /// The version that the user saw.
    pub version: i64,
    /// The text.
    pub draft: Draft,
}

/// Asks for a statement to be frozen or removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatementCommand {
    /// Made by the page for each command; a command that arrives twice is applied once.
    pub command: Uuid,
    /// Which scenario.
    pub scenario: ScenarioId,
    /// Which statement of it.
    pub statement: Uuid,
    /// The version that the user saw.
    pub version: i64,
}

/// The statements of a scenario with the figures that their texts can refer to: of the scenario asked for, else of the one that this
/// browser used last.
///
/// # Errors
/// [`ApiError::NotFound`] when there is no such scenario.
#[server(endpoint = "statements/load", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn load_statements(
    /// Which one.
    scenario: Option<ScenarioId>,
) -> Result<StatementDesk, ApiError> {
    server::handle(async |context| server::statements::load(&context, scenario).await).await
}

/// Makes a statement from a template, or from the text of another one.
///
/// # Errors
/// [`ApiError::NotFound`] when there is no such scenario or origin.
#[server(name = CreateStatementCall, endpoint = "statements/create", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn create_statement(
    /// What is asked.
    command: CreateStatement,
) -> Result<StatementEntry, ApiError> {
    server::handle(async |context| server::statements::create(&context, command).await).await
}

/// Stores the text of a statement.
///
/// # Errors
/// [`ApiError::Stale`] on an old version and once it is frozen, [`ApiError::NotFound`].
#[server(name = SaveStatementCall, endpoint = "statements/save", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn save_statement(
    /// What is asked.
    command: SaveStatement,
) -> Result<StatementEntry, ApiError> {
    server::handle(async |context| server::statements::save(&context, command).await).await
}

/// Freezes a statement: text, figures and files stay as they are from now on.
///
/// # Errors
/// [`ApiError::Invalid`] when the text refers to what is not known, [`ApiError::Stale`], [`ApiError::NotFound`].
#[server(endpoint = "statements/freeze", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn freeze_statement(
    /// What is asked.
    command: StatementCommand,
) -> Result<StatementEntry, ApiError> {
    server::handle(async |context| server::statements::freeze(&context, command).await).await
}

/// Removes a statement that is not frozen, and gives its identifier.
///
/// # Errors
/// [`ApiError::Stale`], [`ApiError::NotFound`].
#[server(endpoint = "statements/remove", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn remove_statement(
    /// What is asked.
    command: StatementCommand,
) -> Result<Uuid, ApiError> {
    server::handle(async |context| server::statements::remove(&context, command).await).await
}
