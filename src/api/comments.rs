//! Comments on a scenario and on what is in it: threads of plain text that can be settled.

use super::{ApiError, Json, ScenarioId};
use crate::permission::Role;
use crate::plan::{CaseTypeId, PostId, UnitId};
#[cfg(feature = "ssr")]
use crate::server;
use leptos::prelude::*;
use serde::Serialize;
use uuid::Uuid;

/// Longest comment, in characters.
pub const MAX_COMMENT: usize = 2_000;

/// What a comment is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// The scenario as a whole.
    Scenario,
    /// A post.
    Post(PostId),
    /// A unit.
    Unit(UnitId),
    /// A case type.
    CaseType(CaseTypeId),
    /// A step of the scenario.
    Step(Uuid),
}

/// Who settled a thread, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Settled {
    /// Short name of the account.
    pub by: String,
    /// In microseconds since 1970-01-01 UTC.
    pub at: i64,
}

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comment {
    /// Which one.
    pub id: Uuid,
    /// The comment that its thread begins with; none where it is that one.
    pub thread: Option<Uuid>,
    /// What it is about.
    pub about: About,
    /// What is said; plain text, empty once it was withdrawn.
    pub text: String,
    /// Short name of the account that wrote it; never a person's name.
    pub by: String,
    /// What that account was then.
    pub role: Role,
    /// When, in microseconds since 1970-01-01 UTC.
    pub at: i64,
    /// Whether its thread is settled; stands with the beginning of the thread.
    pub settled: Option<Settled>,
    /// Whether its text was taken away.
    pub withdrawn: bool,
    /// Whether the user may withdraw it.
    pub may_withdraw: bool,
}

/// Asks for a comment to be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AddComment {
    /// On which scenario.
    pub scenario: ScenarioId,
    /// Its key, made by the page: sent twice, it is there once.
    pub comment: Uuid,
    /// What it is about; an answer is about what its thread is about.
    pub about: About,
    /// The comment that is answered: the beginning of a thread.
    pub thread: Option<Uuid>,
    /// What is said; plain text.
    pub text: String,
}

/// Asks for a thread to be marked as settled, or as open again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SettleThread {
    /// Of which scenario.
    pub scenario: ScenarioId,
    /// The comment that the thread begins with.
    pub thread: Uuid,
    /// Whether it is settled from now on.
    pub settled: bool,
}

/// Asks for the text of a comment to be taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct WithdrawComment {
    /// On which scenario.
    pub scenario: ScenarioId,
    /// Which one.
    pub comment: Uuid,
}

/// The comments on a scenario, in the order in which they were written: of the one asked for, else of the working scenario.
///
/// # Errors
/// [`ApiError::NotFound`] when there is no such scenario.
#[server(endpoint = "comments/list", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn list_comments(
    /// Of which scenario.
    scenario: Option<ScenarioId>,
) -> Result<Vec<Comment>, ApiError> {
    server::handle(async |context| server::comments::list(&context, scenario).await).await
}

/// Writes a comment.
///
/// # Errors
/// [`ApiError::NotFound`] when there is no such scenario or thread.
#[server(name = AddCommentCall, endpoint = "comments/add", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn add_comment(
    /// What is asked.
    command: AddComment,
) -> Result<Comment, ApiError> {
    server::handle(async |context| server::comments::add(&context, command).await).await
}

/// Marks a thread as settled, or as open again.
///
/// # Errors
/// [`ApiError::NotFound`] when there is no such scenario or thread.
#[server(name = SettleThreadCall, endpoint = "comments/settle", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn settle_thread(
    /// What is asked.
    command: SettleThread,
) -> Result<Comment, ApiError> {
    server::handle(async |context| server::comments::settle(&context, command).await).await
}

/// Takes the text of a comment away; its place stays.
///
/// # Errors
/// [`ApiError::Forbidden`] for what another one wrote, [`ApiError::NotFound`].
#[server(name = WithdrawCommentCall, endpoint = "comments/withdraw", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn withdraw_comment(
    /// What is asked.
    command: WithdrawComment,
) -> Result<Comment, ApiError> {
    server::handle(async |context| server::comments::withdraw(&context, command).await).await
}
