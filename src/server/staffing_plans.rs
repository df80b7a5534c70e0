//! Use cases of the staffing plan: freeze it, list what was frozen, give the register of dates out as a calendar or its next ones.

mod coming;

pub use coming::coming;

use super::context::{self, Failure};
use super::refusal::answer;
use super::router::AppState;
use super::{Context, scenarios};
use crate::api::{ApiError, FreezeStaffingPlan, FrozenStaffingPlan, ScenarioId, ScenarioState};
use crate::format::Language;
use crate::permission::ViewStaffingPlan;
use crate::plan::{Change, PathError};
use crate::staffing_plan::{Frozen, Reasons, Within, draft_after, icalendar, register};
use crate::store::{Freezing, StoredStaffingPlan};
use axum::extract::{RawQuery, Request, State};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Datelike};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use uuid::Uuid;

/// Where the register of dates is given out.
pub(super) const DATES_PATH: &str = "/export/fristen";

/// Budget years for which a staffing plan can be frozen, counted from the year of the plan's first day.
const YEARS: i32 = 50;

/// All frozen staffing plans.
///
/// # Errors
/// [`Failure::Fault`] when the database cannot be read.
pub async fn list(context: &Context) -> Result<Vec<FrozenStaffingPlan>, Failure> {
    let stored = context.store.staffing_plans(context.permit()?, context.actor()).await?;
    let Some(limit) = context.staffing()? else { return Ok(stored.into_iter().map(frozen).collect()) };
    let plan = context.store.first_plan(context.permit()?, context.actor()).await?;
    let part =
        |one: StoredStaffingPlan| StoredStaffingPlan { frozen: limit.frozen(one.frozen, &plan), ..one };
    Ok(stored.into_iter().map(part).map(frozen).collect())
}

/// The Stellenplan that was frozen last for a year, with its line; none where there is none, or where whoever asks may not see them.
///
/// # Errors
/// [`Failure::Fault`] when the database cannot be read.
pub(super) async fn last_of(context: &Context, year: i32) -> Result<Option<(String, Frozen)>, Failure> {
    let Ok(permit) = context.permit::<ViewStaffingPlan>() else { return Ok(None) };
    let stored = context.store.staffing_plans(permit, context.actor()).await?;
    let of_year = stored.into_iter().filter(|plan| plan.frozen.year == year);
    Ok(of_year.max_by_key(|plan| plan.recorded_at).map(|plan| (plan.label, plan.frozen)))
}

/// Freezes the staffing plan of a year.
///
/// # Errors
/// [`ApiError::NotAllUnits`] for an account that is limited to some, [`ApiError::Conflict`], [`ApiError::NotFound`],
/// [`ApiError::Invalid`] for a year out of range.
pub async fn freeze(context: &Context, asked: FreezeStaffingPlan) -> Result<FrozenStaffingPlan, Failure> {
    let FreezeStaffingPlan { scenario, version, command, year, with_changes, label } = asked;
    let permit = context.permit()?;
    // Sent again, it is done already, whatever has become of the scenario.
    let known = list(context).await?;
    if let Some(done) = known.into_iter().find(|one| one.id == command && one.label == label) {
        return Ok(done);
    }
    let state = scenarios::load_one(context, scenario).await?;
    let first = state.baseline.as_of.year();
    if !(first..first + YEARS).contains(&year) {
        let reason = format!("muss ein Haushaltsjahr von {first} bis {} sein", first + YEARS - 1);
        let errors = vec![PathError { path: "command.year".to_owned(), reason }];
        return Err(ApiError::Invalid { errors }.into());
    }
    if state.version != version {
        return Err(ApiError::Conflict { current: Box::new(state) }.into());
    }
    let before = last_of(context, year - 1).await?;
    let before = before.as_ref().map(|(label, frozen)| (label.as_str(), frozen));
    let frozen_now = taken_down(&state, year, with_changes, before);
    let tops: Vec<String> =
        state.baseline.children(None).map(|unit| state.baseline.path_of(&unit.id)).collect();
    let freezing =
        Freezing { command, scenario: scenario.0, version, label: &label, frozen: &frozen_now, tops: &tops };
    Ok(frozen(context.store.freeze_staffing_plan(permit, context.actor(), freezing).await?))
}

/// The staffing plan as the server itself draws it up.
fn taken_down(
    state: &ScenarioState,
    year: i32,
    with_changes: bool,
    before: Option<(&str, &Frozen)>,
) -> Frozen {
    let changes: Vec<Change> = if with_changes { state.active_changes() } else { Vec::new() };
    let mut reasons = Reasons::default();
    for step in state.steps.iter().filter(|step| !step.undone) {
        reasons.add(&step.changes, step.reason.as_deref());
    }
    let name =
        if with_changes { format!("Szenario „{}“", state.name) } else { "Ausgangslage".to_owned() };
    Frozen::of(&draft_after(&state.baseline, &changes, year, &reasons, before), &name)
}

fn frozen(stored: StoredStaffingPlan) -> FrozenStaffingPlan {
    let StoredStaffingPlan { id, label, hash, recorded_at, frozen } = stored;
    FrozenStaffingPlan { id, label, hash, recorded_at, frozen }
}

/// The register of dates of a scenario as a calendar file.
pub(super) async fn dates(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    let asked = query.iter().flat_map(|query| query.split('&')).filter_map(|pair| pair.split_once('='));
    let asked = match asked.filter(|(name, _)| *name == "szenario").map(|(_, id)| id.parse::<Uuid>()).next() {
        None => None,
        Some(Ok(id)) => Some(ScenarioId(id)),
        Some(Err(_)) => {
            let reason = "erwartet wird die Kennung eines Szenarios (UUID)".to_owned();
            return answer(&ApiError::Invalid {
                errors: vec![PathError { path: "szenario".to_owned(), reason }],
            });
        }
    };
    let id = context::request_id(request.extensions());
    let context = context::of(&state, request.extensions(), None);
    let made = async {
        let limit = context.staffing()?;
        Ok((scenarios::load(&context, asked).await?, limit))
    };
    match made.await {
        Ok((scenario, limit)) => calendar(&scenario, limit.as_ref()),
        Err(Failure::Answer(error)) => answer(&error),
        Err(Failure::Fault(error)) => {
            tracing::error!(%error, "the scenario of a calendar could not be read");
            answer(&ApiError::Internal { request_id: id })
        }
    }
}

fn calendar(scenario: &ScenarioState, limit: Option<&Within>) -> Response {
    let changes = scenario.active_changes();
    let mut dues = register(&scenario.baseline, &changes, scenario.baseline.as_of);
    if let Some(limit) = limit {
        dues = limit.dues(dues, &scenario.baseline, &changes);
    }
    // The scenario as it is was taken down with its last step; without one on the plan's first day.
    let last = scenario.steps.iter().map(|step| step.recorded_at).max();
    let stamp = last
        .and_then(DateTime::from_timestamp_micros)
        .unwrap_or_else(|| scenario.baseline.as_of.and_time(chrono::NaiveTime::MIN).and_utc());
    let name = format!("Stellenplan, Szenario „{}“", scenario.name);
    let text = icalendar(&dues, &name, stamp, Language::German);
    let headers = [
        (CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"fristen.ics\""),
    ];
    (headers, text).into_response()
}
