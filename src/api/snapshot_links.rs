//! Links (Leselinks) with which somebody without an account reads a snapshot: listed, made, revoked.

use super::{ApiError, Json, ScenarioId, SnapshotId};
#[cfg(feature = "ssr")]
use crate::server;
use leptos::prelude::*;
use serde::Serialize;
use std::fmt;
use uuid::Uuid;

/// Where a link leads. Its key stands in the query: the log of requests has paths without their queries.
pub const SHARED_PATH: &str = "/freigabe";

/// The parameter with the key of a link.
pub const SHARED_KEY: &str = "schluessel";

/// Most days for which a link counts.
pub const MAX_LINK_DAYS: u32 = 90;

/// The days that the page offers.
pub const LINK_DAYS: [u32; 4] = [1, 7, 30, MAX_LINK_DAYS];

/// Identifies a link; it opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct SnapshotLinkId(pub Uuid);

impl fmt::Display for SnapshotLinkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    /// It opens its snapshot.
    InForce,
    /// Its time is over.
    Expired,
    /// It was revoked.
    Revoked,
}

impl LinkState {
    /// All, with their names on the wire.
    pub const WORDS: [(&'static str, Self); 3] =
        [("in_force", Self::InForce), ("expired", Self::Expired), ("revoked", Self::Revoked)];
}

/// A link in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SnapshotLinkEntry {
    /// Which one.
    pub id: SnapshotLinkId,
    /// The snapshot that it opens.
    pub snapshot: SnapshotId,
    /// What that one is called.
    pub name: String,
    /// Short name of the account that made it.
    pub by: String,
    /// When, in microseconds since 1970-01-01 UTC.
    pub at: i64,
    /// Until when it counts, likewise.
    pub until: i64,
    /// How it stands.
    pub state: LinkState,
}

/// A QR code as the outline of its dark modules, with the light margin around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QrCode {
    /// Width and height, in modules.
    pub side: u32,
    /// The data of an SVG path.
    pub path: String,
}

/// A link that was made; its address is told this once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewSnapshotLink {
    /// As it is listed.
    pub link: SnapshotLinkEntry,
    /// The whole address, with its key.
    pub address: String,
    /// The same for a camera.
    pub code: QrCode,
}

/// Asks for a link to a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MakeSnapshotLink {
    /// To which one.
    pub snapshot: SnapshotId,
    /// For how many days, 1 to [`MAX_LINK_DAYS`].
    pub days: u32,
    /// Made by the page for each command; sent twice, there is one link, with the address of the second answer.
    pub command: Uuid,
}

/// The links to the snapshots of a scenario, the newest first: of the one asked for, else of the working scenario.
///
/// # Errors
/// [`ApiError::Forbidden`] for somebody who may not decide on it, [`ApiError::NotFound`] when there is no such scenario.
#[server(endpoint = "snapshot-links/list", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn list_snapshot_links(
    /// Of which scenario.
    scenario: Option<ScenarioId>,
) -> Result<Vec<SnapshotLinkEntry>, ApiError> {
    server::handle(async |context| server::snapshot_links::list(&context, scenario).await).await
}

/// Makes a link to a snapshot.
///
/// # Errors
/// [`ApiError::Forbidden`] for somebody who may not decide on its scenario, [`ApiError::NotFound`] when there is no such
/// snapshot, [`ApiError::Invalid`] when it has as many links as it may have.
#[server(name = MakeSnapshotLinkCall, endpoint = "snapshot-links/make", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn make_snapshot_link(
    /// What is asked.
    command: MakeSnapshotLink,
) -> Result<NewSnapshotLink, ApiError> {
    server::handle(async |context| server::snapshot_links::make(&context, command).await).await
}

/// Revokes a link; once more changes nothing.
///
/// # Errors
/// [`ApiError::Forbidden`] for somebody who may not decide on its scenario, [`ApiError::NotFound`] when there is no such link.
#[server(endpoint = "snapshot-links/revoke", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn revoke_snapshot_link(
    /// Which one.
    link: SnapshotLinkId,
) -> Result<SnapshotLinkEntry, ApiError> {
    server::handle(async |context| server::snapshot_links::revoke(&context, link).await).await
}
