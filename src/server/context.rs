//! What a use case may touch, and the one way from a server function to it.

use crate::api::ApiError;

/// What a use case may touch.
#[derive(Clone)]
pub struct Context {}

/// Runs a use case with the context of the request.
///
/// # Errors
/// Those of the use case.
pub async fn handle<T>(body: impl AsyncFnOnce(Context) -> Result<T, ApiError>) -> Result<T, ApiError> {
    body(Context {}).await
}
