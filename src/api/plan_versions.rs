//! The versions of the plan: what was adopted when and out of what, how each differs from the one before, and a scenario that brings one back.

use super::{ApiError, Json, ScenarioId};
use crate::permission::Role;
use crate::plan::Digest;
#[cfg(feature = "ssr")]
use crate::server;
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::Serialize;
use uuid::Uuid;

/// How a version of the plan came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum VersionKind {
    /// It is the first one.
    First,
    /// Changes of a scenario were taken over.
    Adopted,
    /// A plan was read from a file.
    Replaced,
    /// Nothing was written down about it.
    Unknown,
}

impl VersionKind {
    /// All, with their names.
    pub const WORDS: [(&'static str, Self); 4] = [
        ("first", Self::First),
        ("adopted", Self::Adopted),
        ("replaced", Self::Replaced),
        ("unknown", Self::Unknown),
    ];
}

/// A version of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanVersion {
    /// Its number.
    pub version: i64,
    /// How it came about.
    pub kind: VersionKind,
    /// The scenario that was taken over; none where there was none, or whoever asks does not see it.
    pub scenario: Option<ScenarioId>,
    /// That one's name of now, or the name of the file.
    pub source: String,
    /// The scenario's version then.
    pub scenario_version: Option<i64>,
    /// Number of the resolution; empty where none was taken down.
    pub resolution: String,
    /// The day of the resolution.
    pub decided_on: Option<NaiveDate>,
    /// The version that this one brought back.
    pub restores: Option<i64>,
    /// What was said.
    pub note: String,
    /// In which role it was made.
    pub role: Option<Role>,
    /// When, in microseconds since 1970-01-01 UTC.
    pub at: Option<i64>,
    /// SHA-256 of the plan as it is stored.
    pub hash: Digest,
    /// Whether that is still the one that was written.
    pub intact: bool,
    /// How many changes lead to it from the version before.
    pub count: usize,
    /// The first of them, each with its day, in words; and what cannot be said as a change.
    pub changes: Vec<String>,
}

/// Versions of the plan, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct PlanVersions {
    /// Some of them.
    pub versions: Vec<PlanVersion>,
    /// Whether there are earlier ones.
    pub more: bool,
}

/// Asks for a scenario that brings a version of the plan back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RestoreVersion {
    /// Which version.
    pub version: i64,
    /// Made by the page for each command; a command that arrives twice is applied once.
    pub command: Uuid,
    /// What the scenario is called.
    pub name: String,
    /// Whether what cannot be brought back is told in English.
    pub english: bool,
}

/// A scenario that brings a version of the plan back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RestoredVersion {
    /// Which one.
    pub scenario: ScenarioId,
    /// Its name.
    pub name: String,
    /// What changes cannot bring back, in German sentences.
    pub beyond: Vec<String>,
}

/// Versions of the plan before one of them, or the newest ones.
///
/// # Errors
/// [`ApiError::Internal`] when the database cannot be read.
#[server(name = LoadPlanVersions, endpoint = "plan/versions", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn plan_versions(
    /// Before which one.
    before: Option<i64>,
    /// Changes are told in English.
    english: bool,
) -> Result<PlanVersions, ApiError> {
    server::handle(async |context| server::plan_versions::list(&context, before, english).await).await
}

/// Makes a scenario that brings a version of the plan back; it goes the way of every other one, and history stays as it is.
///
/// # Errors
/// [`ApiError::NotFound`] when there is no such version, [`ApiError::NotApproved`] when it does not differ, [`ApiError::Refused`],
/// [`ApiError::TooManyScenarios`].
#[server(name = RestoreVersionCall, endpoint = "plan/restore", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn restore_version(
    /// What is asked.
    command: RestoreVersion,
) -> Result<RestoredVersion, ApiError> {
    server::handle(async |context| server::plan_versions::restore(&context, command).await).await
}
