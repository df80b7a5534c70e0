//! Snapshots (Stände): a scenario kept as it is, what came of what, and a scenario made of a snapshot.

use super::{ApiError, Json, ScenarioEntry, ScenarioId};
use crate::plan::Digest;
#[cfg(feature = "ssr")]
use crate::server;
use leptos::prelude::*;
use serde::Serialize;
use std::fmt;
use uuid::Uuid;

/// Identifies a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct SnapshotId(pub Uuid);

impl fmt::Display for SnapshotId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A snapshot in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SnapshotEntry {
    /// Which one.
    pub id: SnapshotId,
    /// What it is called.
    pub name: String,
    /// The version that the scenario had.
    pub version: i64,
    /// Steps that were in force.
    pub steps: i64,
    /// Fingerprint of the plan and these steps.
    pub hash: Digest,
    /// Short name of the account that took it.
    pub by: String,
    /// When, in microseconds since 1970-01-01 UTC.
    pub at: i64,
}

/// How something in a line of descent came from what stands above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Descent {
    /// A scenario made on the plan, or one whose origin the user does not see.
    First,
    /// A scenario branched from another one.
    Branch,
    /// A snapshot taken of a scenario.
    Snapshot,
    /// A scenario restored from a snapshot.
    Restored,
    /// A version of the plan into which changes of the scenario were taken over.
    Version,
}

/// A line of the family of a scenario: what came of what, in the order of a tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FamilyLine {
    /// How far below the first.
    pub depth: u32,
    /// How it came about.
    pub descent: Descent,
    /// The scenario, or the one that the snapshot was taken of.
    pub scenario: ScenarioId,
    /// The snapshot, where it is one.
    pub snapshot: Option<SnapshotId>,
    /// Its name.
    pub name: String,
    /// The version of the scenario above that it was branched from or taken of.
    pub version: Option<i64>,
    /// When it was made, in microseconds since 1970-01-01 UTC.
    pub at: i64,
    /// Whether the scenario was removed; what was made of it stays.
    pub removed: bool,
}

/// The snapshots of a scenario, and its family.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Snapshots {
    /// Its snapshots, the newest first.
    pub snapshots: Vec<SnapshotEntry>,
    /// Where it comes from and what came of it, from the first scenario of all on.
    pub family: Vec<FamilyLine>,
}

/// Asks for a scenario to be kept as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TakeSnapshot {
    /// Which one.
    pub scenario: ScenarioId,
    /// The version that the user saw.
    pub version: i64,
    /// Made by the page for each command; a command that arrives twice is applied once.
    pub command: Uuid,
    /// What the snapshot is called.
    pub name: String,
}

/// Asks for a scenario made of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RestoreSnapshot {
    /// Which one.
    pub snapshot: SnapshotId,
    /// Made by the page for each command; a command that arrives twice is applied once.
    pub command: Uuid,
    /// What the scenario is called.
    pub name: String,
}

/// The snapshots of a scenario and its family: of the one asked for, else of the working scenario.
///
/// # Errors
/// [`ApiError::NotFound`] when there is no such scenario.
#[server(endpoint = "snapshots/list", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn list_snapshots(
    /// Of which scenario.
    scenario: Option<ScenarioId>,
) -> Result<Snapshots, ApiError> {
    server::handle(async |context| server::snapshots::list(&context, scenario).await).await
}

/// Keeps a scenario as it is.
///
/// # Errors
/// [`ApiError::Conflict`] on an old version, [`ApiError::NotFound`].
#[server(name = TakeSnapshotCall, endpoint = "snapshots/take", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn take_snapshot(
    /// What is asked.
    command: TakeSnapshot,
) -> Result<SnapshotEntry, ApiError> {
    server::handle(async |context| server::snapshots::take(&context, command).await).await
}

/// Makes a scenario of a snapshot.
///
/// # Errors
/// [`ApiError::NotFound`] when there is no such snapshot, [`ApiError::TooManyScenarios`].
#[server(name = RestoreSnapshotCall, endpoint = "snapshots/restore", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn restore_snapshot(
    /// What is asked.
    command: RestoreSnapshot,
) -> Result<ScenarioEntry, ApiError> {
    server::handle(async |context| server::snapshots::restore(&context, command).await).await
}
