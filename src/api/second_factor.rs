//! The second factor of the own account: codes by the clock (TOTP), and codes for the day on which the device is lost.

use super::accounts::hidden;
use super::{ApiError, Json, QrCode};
#[cfg(feature = "ssr")]
use crate::server;
use leptos::prelude::*;
use serde::Serialize;

/// How the own account stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SecondFactor {
    /// Whether the account has a password, which a second factor could stand beside.
    pub possible: bool,
    /// When it was set up, in microseconds since 1970-01-01 UTC; none where there is none.
    pub since: Option<i64>,
    /// Recovery codes that were not used.
    pub codes_left: i64,
    /// Whether the account has to have one.
    pub duty: bool,
}

/// A second factor that waits for the code that proves it. It is told once.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct NewSecondFactor {
    /// The secret for typing: base32 in groups of four.
    pub secret: String,
    /// The same for a camera, with the names of program and account.
    pub code: QrCode,
}

/// Recovery codes, each of which takes the place of a code once. They are told once.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct RecoveryCodes {
    /// As they are typed.
    pub codes: Vec<String>,
}

/// Proves once more whose account it is.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// The password.
    pub password: String,
    /// A code of the second factor, or a recovery code.
    pub code: String,
}

hidden!(NewSecondFactor, RecoveryCodes, Proof);

/// How the own account stands.
///
/// # Errors
/// [`ApiError::Internal`].
#[server(name = OwnSecondFactor, endpoint = "account/second_factor", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn own_second_factor() -> Result<SecondFactor, ApiError> {
    server::handle(async |context| server::second_factor::state(&context).await).await
}

/// Makes a secret; it counts when a code has proved that it arrived.
///
/// # Errors
/// [`AccountProblem::WrongPassword`](super::AccountProblem::WrongPassword),
/// [`AccountProblem::SecondFactorThere`](super::AccountProblem::SecondFactorThere),
/// [`AccountProblem::TooManyAttempts`](super::AccountProblem::TooManyAttempts).
#[server(name = BeginSecondFactor, endpoint = "account/begin_second_factor", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn begin_second_factor(
    /// The own password.
    password: String,
) -> Result<NewSecondFactor, ApiError> {
    server::handle(async |context| server::second_factor::begin(&context, password).await).await
}

/// Sets it up: all other sessions end.
///
/// # Errors
/// [`AccountProblem::WrongCode`](super::AccountProblem::WrongCode),
/// [`AccountProblem::NoSecondFactor`](super::AccountProblem::NoSecondFactor),
/// [`AccountProblem::TooManyAttempts`](super::AccountProblem::TooManyAttempts).
#[server(name = ConfirmSecondFactor, endpoint = "account/confirm_second_factor", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn confirm_second_factor(
    /// What the device shows.
    code: String,
) -> Result<RecoveryCodes, ApiError> {
    server::handle(async |context| server::second_factor::confirm(&context, &code).await).await
}

/// Makes new recovery codes; the old ones count no more.
///
/// # Errors
/// [`AccountProblem::WrongProof`](super::AccountProblem::WrongProof),
/// [`AccountProblem::NoSecondFactor`](super::AccountProblem::NoSecondFactor),
/// [`AccountProblem::TooManyAttempts`](super::AccountProblem::TooManyAttempts).
#[server(name = RenewRecoveryCodes, endpoint = "account/renew_recovery_codes", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn renew_recovery_codes(
    /// Whose account it is.
    proof: Proof,
) -> Result<RecoveryCodes, ApiError> {
    server::handle(async |context| server::second_factor::renew_codes(&context, proof).await).await
}

/// Takes the own second factor away.
///
/// # Errors
/// [`AccountProblem::WrongProof`](super::AccountProblem::WrongProof),
/// [`AccountProblem::NoSecondFactor`](super::AccountProblem::NoSecondFactor),
/// [`AccountProblem::TooManyAttempts`](super::AccountProblem::TooManyAttempts).
#[server(name = RemoveSecondFactor, endpoint = "account/remove_second_factor", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn remove_second_factor(
    /// Whose account it is.
    proof: Proof,
) -> Result<SecondFactor, ApiError> {
    server::handle(async |context| server::second_factor::remove(&context, proof).await).await
}
