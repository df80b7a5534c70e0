//! The interface for other programs, `/api/v1/…`: read the plan, its scenarios and the assessment, and let simulate. It
//! changes nothing. Who calls is told by a token alone; cookies count for nothing here.

mod query;
mod simulate;

pub(super) use simulate::simulate;

use super::access::Caller;
use super::context::{self, Failure};
use super::refusal::answer;
use super::router::AppState;
use super::{Context, catalogue, scenarios};
use crate::api::{ApiError, ScenarioId, ScenarioState};
use crate::assessment::{Period, Request as Asked, assess};
use crate::plan::Plan;
use crate::store::{Bearer, Identity, TokenScope};
use axum::Json;
use axum::extract::{Path, RawQuery, Request, State};
use axum::response::{IntoResponse, Response};
use http::HeaderMap;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use query::Query;
use serde::Serialize;
use uuid::Uuid;

/// What all addresses of the interface begin with.
pub(super) const PREFIX: &str = "/api/v1/";

/// What the interface offers, for programs that read such descriptions.
const DESCRIPTION: &str = include_str!("v1/openapi.json");

/// What a program may do, beside its rights.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope(TokenScope);

/// Whether a request is for the interface.
pub(super) fn is_for(path: &str) -> bool {
    path.starts_with(PREFIX)
}

/// The token of a request.
pub(super) fn token(headers: &HeaderMap) -> Option<&str> {
    headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}

/// Finds out which program calls. It reads what its role reads in its units, and changes nothing.
pub(super) async fn recognise(state: &AppState, request: &mut Request) -> Caller {
    let Some(token) = token(request.headers()).map(str::to_owned) else { return Caller::default() };
    match state.store.bearer(&token).await {
        Ok(Some(Bearer { name, scope, role, unit, path, .. })) => {
            request.extensions_mut().insert(Scope(scope));
            Caller::of_identity(Identity {
                account: Uuid::nil(),
                session: Uuid::nil(),
                name,
                role,
                unit,
                scope: path,
                by_provider: false,
                by_proxy: false,
                second_factor: false,
            })
        }
        Ok(None) => Caller::default(),
        Err(error) => {
            tracing::error!(%error, "a token could not be looked up");
            Caller::default()
        }
    }
}

/// What the interface offers.
pub(super) async fn description() -> Response {
    ([(CONTENT_TYPE, "application/json")], DESCRIPTION).into_response()
}

/// The plan, as it is without any change.
pub(super) async fn plan(State(state): State<AppState>, request: Request) -> Response {
    let context = context::of(&state, request.extensions(), None);
    respond(&context, async |context| {
        Ok(context.store.first_plan(context.permit()?, context.actor()).await?)
    })
    .await
}

/// All scenarios that are not hidden.
pub(super) async fn list(State(state): State<AppState>, request: Request) -> Response {
    let context = context::of(&state, request.extensions(), None);
    respond(&context, catalogue::list).await
}

/// One scenario with the changes in force.
pub(super) async fn one(State(state): State<AppState>, Path(id): Path<String>, request: Request) -> Response {
    let context = context::of(&state, request.extensions(), None);
    respond(&context, async |context| {
        let id = query::scenario(&id)?;
        let state = scenarios::load_one(context, ScenarioId(id)).await?;
        let changes = state.active_changes();
        Ok(Scenario {
            id: state.id,
            name: state.name,
            version: state.version,
            status: state.status.word(),
            changes,
        })
    })
    .await
}

/// A scenario as the interface tells it.
#[derive(Serialize)]
struct Scenario {
    id: ScenarioId,
    name: String,
    version: i64,
    status: &'static str,
    changes: Vec<crate::plan::Change>,
}

/// How many posts the work needs, with the derivation of every figure.
pub(super) async fn assessment(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    let context = context::of(&state, request.extensions(), None);
    respond(&context, async |context| {
        let query = Query::read(query.as_deref().unwrap_or_default())?;
        let (plan, changes) = planned(context, query.scenario).await?;
        let plan = match query.day {
            Some(day) => plan.on(day, &changes).plan,
            None => plan.with_changes(&changes).plan,
        };
        let counted = plan.case_types.iter().filter_map(|kind| kind.counts.keys().max()).max();
        let period = match (query.day, query.year.or(counted.copied())) {
            (Some(day), _) => Period::On(day),
            (None, Some(year)) => Period::Year(year),
            (None, None) => Period::On(plan.as_of),
        };
        let found = assess(&plan, &Asked::new(period));
        found.map_err(|error| ApiError::unreadable(error.to_string()).into())
    })
    .await
}

/// The plan and the changes of a scenario; without one the plan alone.
async fn planned(
    context: &Context,
    scenario: Option<Uuid>,
) -> Result<(Plan, Vec<crate::plan::Change>), Failure> {
    let Some(scenario) = scenario else {
        return Ok((context.store.first_plan(context.permit()?, context.actor()).await?, Vec::new()));
    };
    let state: ScenarioState = scenarios::load_one(context, ScenarioId(scenario)).await?;
    let changes = state.active_changes();
    Ok((state.baseline, changes))
}

/// Runs a use case and writes down its answer.
async fn respond<T: Serialize>(
    context: &Context,
    body: impl AsyncFnOnce(&Context) -> Result<T, Failure>,
) -> Response {
    match body(context).await {
        Ok(value) => Json(value).into_response(),
        Err(Failure::Answer(error)) => answer(&error),
        Err(Failure::Fault(error)) => {
            let request_id = context.actor().request_id.clone();
            tracing::error!(%request_id, %error, "a use case failed");
            answer(&ApiError::Internal { request_id })
        }
    }
}
