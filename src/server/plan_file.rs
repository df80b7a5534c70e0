//! `/daten/plan.json`: the plan as the file that `stellwerk serve --plan` and `stellwerk check` read.

use super::context;
use super::refusal::answer;
use super::router::AppState;
use crate::api::ApiError;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

/// Where it is given out.
pub(super) const PATH: &str = "/daten/plan.json";

/// The plan without any scenario.
pub(super) async fn plan(State(state): State<AppState>, request: Request) -> Response {
    let id = context::request_id(request.extensions());
    let context = context::of(&state, request.extensions(), None);
    let permit = match context.permit() {
        Ok(permit) => permit,
        Err(error) => return answer(&error),
    };
    match context.store.first_plan(permit, context.actor()).await {
        Ok(plan) => {
            let headers = [
                (CONTENT_TYPE, "application/json"),
                (CONTENT_DISPOSITION, "attachment; filename=\"plan.json\""),
            ];
            (headers, plan.to_json()).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "the plan could not be read");
            answer(&ApiError::Internal { request_id: id })
        }
    }
}
