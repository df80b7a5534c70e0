//! Refusals as answers: every one leaves as `ApiError` in JSON, because the page decodes each answer from 400 on so.

use crate::api::{AccountProblem, ApiError};
use axum::Json;
use axum::response::{IntoResponse, Response};
use http::header::RETRY_AFTER;
use http::{HeaderValue, StatusCode};

/// Seconds after which an overloaded server may be asked again.
const RETRY_SECONDS: u64 = 2;

/// The status that belongs to an error.
#[must_use]
pub fn status(error: &ApiError) -> StatusCode {
    match error {
        ApiError::Invalid { .. } | ApiError::Refused { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        ApiError::Conflict { .. }
        | ApiError::Stale { .. }
        | ApiError::NothingToUndo
        | ApiError::NothingToRedo
        | ApiError::Locked
        | ApiError::NotApproved { .. }
        | ApiError::BaselineMoved
        | ApiError::LastScenario
        | ApiError::TooManyScenarios { .. } => StatusCode::CONFLICT,
        ApiError::NotFound { .. } => StatusCode::NOT_FOUND,
        ApiError::SignedOut => StatusCode::UNAUTHORIZED,
        ApiError::Forbidden | ApiError::SecondFactorMissing | ApiError::NotYours | ApiError::NotAllUnits => {
            StatusCode::FORBIDDEN
        }
        ApiError::Account { problem } => of_account(*problem),
        ApiError::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        ApiError::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ApiError::Busy => StatusCode::SERVICE_UNAVAILABLE,
        ApiError::NotStored => StatusCode::INSUFFICIENT_STORAGE,
        ApiError::Internal { .. } | ApiError::Transport { .. } => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn of_account(problem: AccountProblem) -> StatusCode {
    match problem {
        AccountProblem::WrongPassword
        | AccountProblem::WrongProof
        | AccountProblem::WrongCode
        | AccountProblem::PasswordLength
        | AccountProblem::PasswordGuessable => StatusCode::UNPROCESSABLE_ENTITY,
        AccountProblem::LinkUsed => StatusCode::NOT_FOUND,
        AccountProblem::NameTaken
        | AccountProblem::LastAdministrator
        | AccountProblem::Changed
        | AccountProblem::SecondFactorThere
        | AccountProblem::NoSecondFactor => StatusCode::CONFLICT,
        AccountProblem::TooManyAttempts => StatusCode::TOO_MANY_REQUESTS,
    }
}

/// The answer that carries an error.
#[must_use]
pub fn answer(error: &ApiError) -> Response {
    let mut response = (status(error), Json(error)).into_response();
    if matches!(error, ApiError::Busy) {
        wait(&mut response, RETRY_SECONDS);
    }
    response
}

/// Says after how many seconds it may be asked again.
pub(super) fn wait(response: &mut Response, seconds: u64) {
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
}
