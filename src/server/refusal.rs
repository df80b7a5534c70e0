//! Refusals as answers: every one leaves as `ApiError` in JSON, because the page decodes each answer from 400 on so.

use crate::api::ApiError;
use axum::Json;
use axum::response::{IntoResponse, Response};
use http::header::RETRY_AFTER;
use http::{HeaderValue, StatusCode};

/// Seconds after which an overloaded server may be asked again.
const RETRY_SECONDS: u16 = 2;

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
        | ApiError::LastScenario
        | ApiError::TooManyScenarios { .. } => StatusCode::CONFLICT,
        ApiError::NotFound { .. } => StatusCode::NOT_FOUND,
        ApiError::SignedOut => StatusCode::UNAUTHORIZED,
        ApiError::Forbidden => StatusCode::FORBIDDEN,
        ApiError::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ApiError::Busy => StatusCode::SERVICE_UNAVAILABLE,
        ApiError::Internal { .. } | ApiError::Transport { .. } => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The answer that carries an error.
#[must_use]
pub fn answer(error: &ApiError) -> Response {
    let mut response = (status(error), Json(error)).into_response();
    if matches!(error, ApiError::Busy) {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(RETRY_SECONDS));
    }
    response
}
