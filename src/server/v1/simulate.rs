//! Simulating for another program: bounded in years, replications and time, one at a time.

use super::query::refuse;
use super::{Scope, planned, respond};
use crate::api::ApiError;
use crate::plan::read::{Errors, Fields, Node, Path, Read, form};
use crate::plan::{Change, Plan, UnitId};
use crate::server::context::{self, Failure};
use crate::server::refusal::answer;
use crate::server::router::{AppState, MAX_BODY_BYTES};
use crate::simulation::{Comparison, Forecast, Model, Options, Replication, compare, forecast};
use crate::store::TokenScope;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use chrono::Months;
use http::{Method, StatusCode};
use serde::Serialize;
use std::sync::Arc;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Most years and most replications of a request.
const MOST_YEARS: u32 = 10;
const MOST_REPLICATIONS: u32 = 200;

/// Longest time that a request may take of a processor; below the time limit of all requests.
const LONGEST: Duration = Duration::from_secs(20);

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Asked {
    scenario: Option<Uuid>,
    years: u32,
    replications: u32,
    seed: u64,
    units: Vec<UnitId>,
}

impl Read for Asked {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = ["scenario", "years", "replications", "seed", "units"];
        let mut fields = Fields::new(node, path, &allowed, errors);
        let mut within = |name, absent: u32, most: u32| {
            let value: u64 = fields.or(name, u64::from(absent));
            let fits = u32::try_from(value).ok().filter(|value| (1..=most).contains(value));
            if fits.is_none() {
                fields.refuse(name, format!("erlaubt ist 1 bis {most}"));
            }
            fits.unwrap_or(absent)
        };
        let (years, replications) =
            (within("years", 5, MOST_YEARS), within("replications", 100, MOST_REPLICATIONS));
        Self {
            scenario: fields.optional("scenario"),
            years,
            replications,
            seed: fields.or("seed", 1),
            units: fields.or("units", Vec::new()),
        }
    }
}

/// What was computed: the plan alone, or a scenario against it.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Simulated {
    Forecast(Box<Forecast>),
    Comparison(Box<Comparison>),
}

/// Simulates the plan, or a scenario against it.
pub(in crate::server) async fn simulate(State(state): State<AppState>, request: Request) -> Response {
    let allowed = request.extensions().get::<Scope>().is_some_and(|scope| scope.0 == TokenScope::Simulate);
    if !allowed {
        return answer(&ApiError::Forbidden);
    }
    if request.method() != Method::POST {
        return (StatusCode::METHOD_NOT_ALLOWED, [("allow", "POST")]).into_response();
    }
    let context = context::of(&state, request.extensions(), None);
    let Ok(body) = to_bytes(request.into_body(), MAX_BODY_BYTES).await else {
        return answer(&ApiError::TooLarge);
    };
    respond(&context, async |context| {
        let asked: Asked = form(&body).map_err(|wrong| ApiError::Invalid { errors: wrong.errors })?;
        let (plan, changes) = planned(context, asked.scenario).await?;
        let compared = asked.scenario.is_some();
        // One at a time: the page comes first, and it computes in the browser.
        let Ok(turn) = Arc::clone(&state.simulating).try_acquire_owned() else {
            return Err(ApiError::Busy.into());
        };
        // The turn ends with the work, which goes on where whoever asked has gone.
        let work = move || {
            let _turn = turn;
            run(&plan, compared.then_some(&changes), &asked)
        };
        let done = tokio::task::spawn_blocking(work).await;
        done.map_err(|error| Failure::Fault(Box::new(error)))?.map_err(Failure::from)
    })
    .await
}

fn run(plan: &Plan, changes: Option<&Vec<Change>>, asked: &Asked) -> Result<Simulated, ApiError> {
    let end = plan.as_of.checked_add_months(Months::new(12 * asked.years));
    let days = end.and_then(|end| u32::try_from((end - plan.as_of).num_days()).ok());
    let Some(horizon_days) = days else { return Err(refuse("years", "liegt außerhalb des Kalenders")) };
    let options = Options {
        horizon_days,
        replications: asked.replications,
        seed: asked.seed,
        warmup_days: 0,
        units: asked.units.clone(),
    };
    let end = Instant::now() + LONGEST;
    let (baseline, before) = replicate(plan, &[], &options, end)?;
    let Some(changes) = changes else {
        return Ok(Simulated::Forecast(Box::new(forecast(&baseline, &before))));
    };
    let (scenario, after) = replicate(plan, changes, &options, end)?;
    Ok(Simulated::Comparison(Box::new(compare((&baseline, &before), (&scenario, &after)))))
}

/// All replications, as long as there is time.
fn replicate(
    plan: &Plan,
    changes: &[Change],
    options: &Options,
    end: Instant,
) -> Result<(Model, Vec<Replication>), ApiError> {
    let refused = |error: crate::simulation::SimulationError| refuse("", &error.to_string());
    let model = Model::new(plan, changes, options).map_err(refused)?;
    let mut runs = Vec::new();
    for number in 0..options.replications {
        if Instant::now() > end {
            let reason = format!(
                "zu viel Arbeit für eine Anfrage ({} Sekunden sind erlaubt); bitte weniger Jahre, Wiederholungen oder Einheiten",
                LONGEST.as_secs()
            );
            return Err(refuse("replications", &reason));
        }
        runs.push(model.run(number).map_err(refused)?);
    }
    Ok((model, runs))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_read_strictly_and_within_bounds() {
        let asked = form::<Asked>(br#"{"years": 2, "units": ["aufenthalt"]}"#).unwrap();
        assert_eq!((asked.years, asked.replications, asked.seed, asked.units.len()), (2, 100, 1, 1));
        for wrong in [
            r#"{"years": 0}"#,
            r#"{"years": 11}"#,
            r#"{"replications": 100000}"#,
            r#"{"replication": 5}"#,
            r#"{"scenario": "x"}"#,
            r#"[]"#,
            r#"{"years": 1e400}"#,
        ] {
            assert!(form::<Asked>(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }
}
