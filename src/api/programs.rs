//! Accesses for other programs: made and revoked by the administration, listed with its accounts.

use super::accounts::hidden;
use super::{Administration, ApiError, Json};
use crate::permission::{Role, Why};
#[cfg(feature = "ssr")]
use crate::server;
use leptos::prelude::*;
use serde::Serialize;

/// Longest time that a token is taken, in days.
pub const MOST_TOKEN_DAYS: u32 = 730;

/// An access for another program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProgramEntry {
    /// How people and the trail call it.
    pub name: String,
    /// Whether it may also let the server simulate.
    pub simulates: bool,
    /// In which role it reads.
    pub role: Role,
    /// The unit that it is limited to; none for all.
    pub unit: Option<String>,
    /// From when on it is not taken any more, in microseconds since 1970-01-01 UTC.
    pub expires_at: i64,
    /// The day of its last use.
    pub used_at: Option<i64>,
    /// Whether it is taken now.
    pub in_force: bool,
}

/// Asks for an access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MakeProgram {
    /// How it is called.
    pub name: String,
    /// Whether it may also let the server simulate.
    pub simulates: bool,
    /// In which role it reads.
    pub role: Role,
    /// The unit that it is limited to; none for all.
    pub unit: Option<String>,
    /// Days after which it is not taken any more.
    pub days: u32,
    /// Why.
    pub reason: Why,
}

/// A new access. Its token is told once.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct NewProgram {
    /// How it is called.
    pub name: String,
    /// What the program sends.
    pub token: String,
}

hidden!(NewProgram);

/// Makes an access for another program.
///
/// # Errors
/// [`ApiError::Invalid`] for a name that is taken, a role that reads nothing, and a unit that is none.
#[server(name = MakeProgramCall, endpoint = "programs/make", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn make_program(
    /// What is asked.
    command: MakeProgram,
) -> Result<NewProgram, ApiError> {
    server::handle(async |context| server::programs::make(&context, command).await).await
}

/// Revokes an access; it is not taken any more.
///
/// # Errors
/// [`ApiError::Invalid`] where there is none of this name.
#[server(name = RevokeProgram, endpoint = "programs/revoke", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn revoke_program(
    /// Which one.
    name: String,
    /// Why.
    reason: Why,
) -> Result<Administration, ApiError> {
    server::handle(async |context| server::programs::revoke(&context, &name, &reason).await).await
}
