//! Working together: who else is in a scenario and what they hold, and the events that the server sends.

use super::{ApiError, Json, ScenarioId};
use crate::plan::{CaseTypeId, PostId, UnitId};
#[cfg(feature = "ssr")]
use crate::server;
use leptos::prelude::*;
use serde::Serialize;
use uuid::Uuid;

/// Where a page listens; the identifier of the scenario follows, and its workplace as [`WORKPLACE`] in the query.
pub const STREAM_PATH: &str = "/ereignisse/";

/// The parameter of the stream's address with the identifier that a page gave itself.
pub const WORKPLACE: &str = "arbeitsplatz";

/// The event that tells the scenario's version; its data is the number.
pub const CHANGED: &str = "changed";

/// The event that something beside the changes was written, such as a comment; its data is a number that grows.
pub const BESIDE: &str = "beside";

/// The event that tells who is there; its data is a [`Presence`].
pub const PRESENCE: &str = "presence";

/// The event that says that the connection stands; its data is the scenario's version.
pub const HEARTBEAT: &str = "heartbeat";

/// Longest pause between two events, in seconds: where it is exceeded, the connection is lost.
pub const HEARTBEAT_SECONDS: u32 = 15;

/// Who is in a scenario, as one of them is told.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Presence {
    /// The number of the one who is told.
    pub own: u32,
    /// All of them, by number.
    pub workplaces: Vec<Workplace>,
}

/// A page in which the scenario is open. It has a number, never a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Workplace {
    /// From 1; a number that becomes free is given again.
    pub number: u32,
    /// What it holds at the moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holding: Option<Holding>,
}

/// What a workplace is about to change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Holding {
    /// What it holds.
    pub subject: Subject,
    /// How.
    pub grip: Grip,
}

/// What can be held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A post.
    Post(PostId),
    /// A unit.
    Unit(UnitId),
    /// A case type.
    CaseType(CaseTypeId),
}

/// How something is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Grip {
    /// It is being dragged.
    Dragging,
    /// Its dialog is open.
    Editing,
}

/// What a page tells of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hold {
    /// The scenario that it has open.
    pub scenario: ScenarioId,
    /// The identifier under which it listens; nobody else knows it.
    pub workplace: Uuid,
    /// What it holds; nothing when it has let go.
    pub holding: Option<Holding>,
}

/// Tells the others in the scenario what this page holds.
///
/// # Errors
/// [`ApiError::NotFound`] when this workplace does not listen to that scenario.
#[server(name = HoldCall, endpoint = "live/hold", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn hold(
    /// What is told.
    hold: Hold,
) -> Result<bool, ApiError> {
    server::handle(async |context| server::live::hold(&context, hold).await).await
}
