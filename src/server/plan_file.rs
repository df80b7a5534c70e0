//! `/daten/plan.json`: the plan as the file that `stellwerk serve --plan` and `stellwerk check` read; `/daten/bemessung.csv`: the
//! figures of its assessment as a table to fill in, which `/daten` reads in again; `/daten/fallzahlen.csv` and
//! `/daten/fallliste.csv`: the same for counts and for cases, still empty.

use super::context::{self, Context, Failure};
use super::refusal::answer;
use super::router::AppState;
use super::scenarios;
use crate::api::ApiError;
use crate::caseload::Month;
use crate::exchange::{cases_csv, counts_csv, workload_csv};
use crate::store::today;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

/// Where the plan is given out.
pub(super) const PATH: &str = "/daten/plan.json";
/// Where the figures of the assessment are given out.
pub(super) const WORKLOAD: &str = "/daten/bemessung.csv";

/// Where a table of counts to fill in is given out.
pub(super) const COUNTS: &str = "/daten/fallzahlen.csv";
/// Where a list of cases to fill in is given out.
pub(super) const CASES: &str = "/daten/fallliste.csv";

const CSV: &str = "text/csv; charset=utf-8";

/// The plan without any scenario.
pub(super) async fn plan(State(state): State<AppState>, request: Request) -> Response {
    let context = context::of(&state, request.extensions(), None);
    let made = async {
        let plan = context.store.first_plan(context.permit()?, context.actor()).await?;
        Ok::<_, Failure>(plan.to_json())
    };
    given(made.await, ("plan.json", "application/json"), &request)
}

/// What the assessment takes of each case type, in the scenario that the browser used last.
pub(super) async fn workload(State(state): State<AppState>, request: Request) -> Response {
    let last = context::last_scenario(request.headers());
    let context = context::of(&state, request.extensions(), last);
    given(figures(&context).await, ("bemessung.csv", CSV), &request)
}

/// The case types of the plan by month, up to the last one that is over.
pub(super) async fn counts(State(state): State<AppState>, request: Request) -> Response {
    let context = context::of(&state, request.extensions(), None);
    let made = async {
        let plan = context.store.first_plan(context.permit()?, context.actor()).await?;
        let last = Month::of(today()).map(|month| month.plus(-1));
        Ok::<_, Failure>(last.map(|last| counts_csv(&plan, last)).unwrap_or_default())
    };
    given(made.await, ("fallzahlen.csv", CSV), &request)
}

/// The headings of a list of cases.
pub(super) async fn cases(request: Request) -> Response {
    given(Ok(cases_csv()), ("fallliste.csv", CSV), &request)
}

async fn figures(context: &Context) -> Result<String, Failure> {
    let scenario = scenarios::load(context, None).await?;
    let plan = &scenario.baseline;
    Ok(workload_csv(&plan.on(plan.as_of, &scenario.active_changes())))
}

fn given(made: Result<String, Failure>, (name, media_type): (&str, &str), request: &Request) -> Response {
    match made {
        Ok(text) => {
            let name = format!("attachment; filename=\"{name}\"");
            ([(CONTENT_TYPE, media_type.to_owned()), (CONTENT_DISPOSITION, name)], text).into_response()
        }
        Err(Failure::Answer(error)) => answer(&error),
        Err(Failure::Fault(error)) => {
            let request_id = context::request_id(request.extensions());
            tracing::error!(%request_id, %error, "a file of the plan could not be read");
            answer(&ApiError::Internal { request_id })
        }
    }
}
