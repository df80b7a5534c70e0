//! The way of a request to its server function: size and form are checked here, so that every refusal is an `ApiError`.

use super::access::Caller;
use super::context;
use super::refusal::{answer, status};
use super::router::{AppState, MAX_BODY_BYTES};
use crate::api::{ApiError, access_of};
use crate::plan::read::form;
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::header::{ACCEPT, CONTENT_TYPE, REFERER};
use http::{HeaderValue, Method, StatusCode};
use leptos::prelude::provide_context;

/// Largest answer of a server function that is read again to find its status, in bytes.
const MAX_ERROR_BYTES: usize = 128 * 1024;

/// Runs the server function that the address names.
pub(super) async fn run(State(state): State<AppState>, request: Request) -> Response {
    let known = leptos::server_fn::axum::server_fn_paths().any(|(path, _)| path == request.uri().path());
    if !known {
        return answer(&ApiError::NotFound { what: "Die Funktion".to_owned() });
    }
    let Some(access) = access_of(request.uri().path()) else {
        tracing::error!(path = request.uri().path(), "a function has no row in the table of rights");
        return answer(&ApiError::Forbidden);
    };
    if let Err(error) = Caller::of(&request).asks(access) {
        return answer(&error);
    }
    if request.method() != Method::POST {
        return (StatusCode::METHOD_NOT_ALLOWED, [("allow", "POST")], axum::Json(not_a_request()))
            .into_response();
    }
    if !is_json(request.headers().get(CONTENT_TYPE)) {
        return (StatusCode::UNSUPPORTED_MEDIA_TYPE, axum::Json(not_a_request())).into_response();
    }
    let (mut parts, body) = request.into_parts();
    let body = match read(body).await {
        Ok(body) => body,
        Err(error) => return answer(&error),
    };
    // Server functions answer forms with a redirect to the Referer, wherever that leads; ours are never sent by forms.
    parts.headers.remove(REFERER);
    parts.headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    let provide = move || provide_context(context::of_this_request(&state));
    let request = Request::from_parts(parts, Body::from(body));
    let response = leptos_axum::handle_server_fns_with_context(provide, request).await.into_response();
    with_status(response).await
}

fn not_a_request() -> ApiError {
    ApiError::unreadable("erwartet wird POST mit application/json".to_owned())
}

fn is_json(content_type: Option<&HeaderValue>) -> bool {
    let text = content_type.and_then(|value| value.to_str().ok()).unwrap_or_default();
    text.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// Reads a body up to the limit.
async fn read(body: Body) -> Result<Bytes, ApiError> {
    if body.size_hint().lower() > MAX_BODY_BYTES as u64 {
        return Err(ApiError::TooLarge);
    }
    to_bytes(body, MAX_BODY_BYTES).await.map_err(|error| {
        let mut source: Option<&dyn std::error::Error> = Some(&error);
        while let Some(cause) = source {
            if cause.is::<http_body_util::LengthLimitError>() {
                return ApiError::TooLarge;
            }
            source = cause.source();
        }
        ApiError::unreadable("die Übertragung brach ab".to_owned())
    })
}

/// Leptos answers a request that it could not decode with 500; the error itself says better.
async fn with_status(response: Response) -> Response {
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, MAX_ERROR_BYTES).await else {
        return answer(&ApiError::Internal { request_id: String::new() });
    };
    if let Ok(error) = form::<ApiError>(&body) {
        parts.status = status(&error);
    }
    Response::from_parts(parts, Body::from(body))
}
