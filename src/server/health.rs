//! Whether the server lives and whether it can work; and reports of the browser's content policy.

use super::router::AppState;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;

/// Longest part of a report that is logged, in characters.
const MAX_REPORT: usize = 2_000;

/// The process answers.
pub(super) async fn healthz() -> &'static str {
    "ok"
}

/// Requests can be served: the database answers and takes writes, and the server is not about to end.
pub(super) async fn readyz(State(state): State<AppState>) -> Response {
    if state.ending.has_begun() {
        return (StatusCode::SERVICE_UNAVAILABLE, "ending").into_response();
    }
    match state.store.ping().await {
        Ok(()) => "ok".into_response(),
        Err(error) => {
            tracing::error!(%error, "the database is not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "database").into_response()
        }
    }
}

/// Logs a violation of the content policy.
pub(super) async fn violation(report: Bytes) -> StatusCode {
    // Escaped, so that a report cannot forge lines of the log.
    let text: String = String::from_utf8_lossy(&report).chars().take(MAX_REPORT).collect();
    tracing::warn!(report = ?text, "the content policy was violated");
    StatusCode::NO_CONTENT
}
