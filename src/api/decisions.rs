//! What was decided about a scenario: which resolution, why, and what was rejected for it.

use super::{ApiError, Json, ScenarioId};
use crate::permission::{ApprovalStep, Role, Status};
#[cfg(feature = "ssr")]
use crate::server;
use crate::statement::DecisionRecord;
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::Serialize;
use uuid::Uuid;

/// Longest number of a resolution, in characters.
pub const MAX_RESOLUTION: usize = 120;

/// Longest reasons, in characters.
pub const MAX_DECISION_TEXT: usize = 2_000;

/// What was decided about a scenario, and what else could have been.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecisionDesk {
    /// How far the scenario has come.
    pub status: Status,
    /// What was decided; none where nothing was taken down.
    pub decision: Option<DecisionEntry>,
    /// The other scenarios that the user sees, those that were proposed first.
    pub others: Vec<OtherScenario>,
    /// The steps that were taken on the way, in their order.
    pub way: Vec<ApprovalEntry>,
    /// That one person may approve alone; none where the two-person rule holds.
    pub alone: Option<Alone>,
    /// Whether whoever asks had a hand in the scenario.
    pub own: bool,
}

/// A step on the way of a scenario to its resolution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApprovalEntry {
    /// Which one.
    pub step: ApprovalStep,
    /// What was said, or the number of the resolution.
    pub note: String,
    /// In which role it was taken; none where that was not kept.
    pub role: Option<Role>,
    /// Short name of the account that took it.
    pub by: String,
    /// When, in microseconds since 1970-01-01 UTC.
    pub at: i64,
    /// Whether the scenario has been changed since.
    pub outdated: bool,
}

/// That one person may approve alone, and what it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alone {
    /// Why.
    pub reason: String,
    /// Whether it is the demonstration's.
    pub demonstration: bool,
    /// When it was recorded, in microseconds since 1970-01-01 UTC.
    pub at: i64,
}

/// Says yes or no to what is proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Endorse {
    /// Which scenario.
    pub scenario: ScenarioId,
    /// The version that the user saw.
    pub version: i64,
    /// Yes, or objections.
    pub agrees: bool,
    /// Why; objections need it.
    pub note: String,
}

/// A decision as it was taken down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecisionEntry {
    /// What was decided.
    pub record: DecisionRecord,
    /// Short name of the account that took it down.
    pub recorded_by: String,
    /// When, in microseconds since 1970-01-01 UTC.
    pub recorded_at: i64,
}

/// A scenario beside the one in hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OtherScenario {
    /// Which one.
    pub id: ScenarioId,
    /// Its name.
    pub name: String,
    /// How far it has come.
    pub status: Status,
}

/// Asks for a decision to be taken down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordDecision {
    /// About which scenario: the one that was chosen.
    pub scenario: ScenarioId,
    /// The version that the user saw.
    pub version: i64,
    /// Made by the page for each command; a command that arrives twice is applied once.
    pub command: Uuid,
    /// Number of the resolution.
    pub resolution: String,
    /// The day on which it was decided.
    pub decided_on: NaiveDate,
    /// Why.
    pub reasons: String,
    /// The scenarios that were not chosen.
    pub rejected: Vec<RejectedChoice>,
}

/// A scenario that was not chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RejectedChoice {
    /// Which one.
    pub scenario: ScenarioId,
    /// Why; may be empty.
    pub reason: String,
}

/// What was decided about a scenario.
///
/// # Errors
/// [`ApiError::NotFound`] when there is no such scenario.
#[server(endpoint = "decisions/load", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn load_decision(
    /// About which one.
    scenario: ScenarioId,
) -> Result<DecisionDesk, ApiError> {
    server::handle(async |context| server::decisions::load(&context, scenario).await).await
}

/// Says yes or no to what is proposed, on its way to those who decide.
///
/// # Errors
/// [`ApiError::NotApproved`] when it is not proposed, or by somebody who had a hand in it while the two-person rule holds,
/// [`ApiError::Conflict`] on an old version, [`ApiError::NotFound`].
#[server(name = EndorseCall, endpoint = "decisions/endorse", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn endorse(
    /// What is said.
    command: Endorse,
) -> Result<DecisionDesk, ApiError> {
    server::handle(async |context| server::decisions::endorse(&context, command).await).await
}

/// Takes down what was decided; the scenario is decided by it. A decision that stands there already is replaced.
///
/// # Errors
/// [`ApiError::Invalid`] when the chosen scenario is among the rejected ones, [`ApiError::Forbidden`] for whoever may not decide,
/// [`ApiError::NotApproved`] where the two-person rule asks for somebody else or for a proposal, [`ApiError::Conflict`] on an old version, [`ApiError::NotFound`].
#[server(name = RecordDecisionCall, endpoint = "decisions/record", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn record_decision(
    /// What is asked.
    command: RecordDecision,
) -> Result<DecisionDesk, ApiError> {
    server::handle(async |context| server::decisions::record(&context, command).await).await
}
