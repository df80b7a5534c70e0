//! The audit trail: who did what and when, and whether its chain is whole.

use super::{ApiError, Json};
#[cfg(feature = "ssr")]
use crate::server;
use leptos::prelude::*;
use serde::Serialize;

/// What of the trail is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct TrailQuery {
    /// Part of the account's name, the action, the subject or the content; empty for everything.
    pub text: String,
    /// Only entries before this place in the chain; none for the newest.
    pub before: Option<i64>,
    /// Whether it is told in English.
    pub english: bool,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrailEntry {
    /// Place in the chain, from 1 without gaps.
    pub position: i64,
    /// When, in microseconds since 1970-01-01 UTC.
    pub recorded_at: i64,
    /// Which account.
    pub actor: String,
    /// Did what, in words.
    pub action: String,
    /// To what.
    pub subject: String,
    /// With which content, in words, line by line.
    pub content: Vec<String>,
    /// The same as it was recorded (JSON). Where the last line of the content says that it is shortened, the hash rests on more.
    pub detail: String,
}

/// A part of the trail, the newest entry first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trail {
    /// The entries.
    pub entries: Vec<TrailEntry>,
    /// How many there are in all that were asked for.
    pub total: i64,
    /// Whether older ones follow.
    pub more: bool,
}

/// What a walk along the chain found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrailCheck {
    /// Entries that were walked.
    pub entries: i64,
    /// The first place at which the chain is broken.
    pub broken: Option<String>,
    /// The newest entry, as `1234:4f1c…`: noted down elsewhere it proves later that none up to it was cut off.
    pub head: Option<String>,
}

/// A part of the trail.
///
/// # Errors
/// [`ApiError::Internal`].
#[server(name = LoadTrail, endpoint = "trail/load", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn load_trail(
    /// What is asked for.
    query: TrailQuery,
) -> Result<Trail, ApiError> {
    server::handle(async |context| server::trail::load(&context, query).await).await
}

/// Walks along the whole chain.
///
/// # Errors
/// [`ApiError::Internal`].
#[server(name = CheckTrail, endpoint = "trail/check", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn check_trail() -> Result<TrailCheck, ApiError> {
    server::handle(async |context| server::trail::check(&context).await).await
}
