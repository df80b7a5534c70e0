//! `/daten/plan`: a plan that is posted, behind a line of JSON that says what is asked. It is checked as `stellwerk check` does, and
//! told against the scenario or the newest version of the plan; only in the place of that version is anything stored here.

use super::context::{self, Context, Failure};
use super::refusal::answer;
use super::router::AppState;
use super::scenarios;
use super::upload::{READING, receive};
use crate::api::{ApiError, PlanAsk, PlanChange, PlanLooked, PlanNews, PlanWay};
use crate::format::Language;
use crate::permission::{DecideScenario, EditScenario, ViewCases};
use crate::plan::{
    CaseTypeId, Change, MAX_FILE_BYTES, PathError, Plan, Post, PostId, Whence, in_words, towards,
};
use crate::store::{Replacing, StoreError};
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;
use std::fs::File;
use std::io::Read;
use tokio::runtime::Handle;

/// Wrong places that are sent.
const MOST_WRONG: usize = 500;

/// Takes the plan in.
pub(super) async fn plan(State(state): State<AppState>, request: Request) -> Response {
    let id = context::request_id(request.extensions());
    let context = context::of(&state, request.extensions(), None);
    let most = state.upload.min(MAX_FILE_BYTES as u64);
    let received = match receive::<PlanAsk>(request.into_body(), most).await {
        Ok(received) => received,
        Err(error) => return answer(&error),
    };
    let Ok(_place) = READING.acquire().await else { return answer(&ApiError::Busy) };
    let runtime = Handle::current();
    let looked = tokio::task::spawn_blocking(move || runtime.block_on(look(&context, received))).await;
    let news = match looked {
        Ok(Ok(looked)) => PlanNews::Looked(Box::new(looked)),
        Ok(Err(Failure::Answer(error))) => PlanNews::Failed(error),
        failed => {
            tracing::error!(?failed, "a plan could not be read");
            PlanNews::Failed(ApiError::Internal { request_id: id })
        }
    };
    let line = serde_json::to_string(&news).unwrap_or_default() + "\n";
    ([(CONTENT_TYPE, "application/x-ndjson")], line).into_response()
}

/// What a plan is told against.
struct Against {
    plan: Plan,
    changes: Vec<Change>,
    version: i64,
}

async fn look(context: &Context, (ask, mut file): (PlanAsk, File)) -> Result<PlanLooked, Failure> {
    context.permit::<EditScenario>()?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(|_| ApiError::Busy)?;
    let plan = match Plan::from_json(&bytes) {
        Ok(plan) => plan,
        Err(invalid) => {
            let errors = invalid.errors.into_iter().take(MOST_WRONG).collect();
            return Ok(PlanLooked { errors, ..PlanLooked::default() });
        }
    };
    // What the caller does not see is no difference.
    let plan = context.store.as_seen(context.permit()?, context.actor(), plan).await?;
    match ask.way {
        PlanWay::Step => {
            let state = scenarios::load(context, ask.scenario).await?;
            let changes = state.active_changes();
            let errors = withheld(&plan, &state.baseline.with_changes(&changes).plan);
            if !errors.is_empty() {
                return Ok(PlanLooked { errors, ..PlanLooked::default() });
            }
            Ok(told(&ask, Against { plan: state.baseline, changes, version: state.baseline_version }, &plan))
        }
        PlanWay::Baseline => replacing(context, &ask, &plan).await,
    }
}

/// The plan as the newest version: what that changes, and that it is.
async fn replacing(context: &Context, ask: &PlanAsk, plan: &Plan) -> Result<PlanLooked, Failure> {
    let permit = context.permit::<DecideScenario>()?;
    let (version, newest) = context.store.newest_plan(context.permit()?, context.actor()).await?;
    let mut errors = uncounted(context, plan).await?;
    errors.extend(withheld(plan, &newest));
    if !errors.is_empty() {
        return Ok(PlanLooked { errors, ..PlanLooked::default() });
    }
    let looked = told(ask, Against { plan: newest, changes: Vec::new(), version }, plan);
    let Some(seen) = ask.replaces else { return Ok(looked) };
    let replacing = Replacing {
        seen,
        plan,
        source: &ask.name,
        note: &ask.note,
        demonstrates: context.door.demonstration(),
    };
    match context.store.replace_plan(permit, context.actor(), replacing).await {
        Ok(version) => Ok(PlanLooked { version, taken: true, ..looked }),
        Err(StoreError::BaselineMoved) => Err(ApiError::Stale { what: "Der Plan".to_owned() }.into()),
        Err(error) => Err(error.into()),
    }
}

/// Posts whose notes are not all in the file although the caller sees them: taken over, the rest would be lost.
fn withheld(plan: &Plan, known: &Plan) -> Vec<PathError> {
    let of = |id: &PostId| known.post(id).or_else(|| known.parked(id));
    let seen = |post: &&Post| !of(&post.id).is_some_and(|known| known.noted().withheld);
    let short = |post: &&Post| post.noted().withheld && seen(post);
    let error = |post: &Post| PathError {
        path: "posts".to_owned(),
        reason: format!(
            "zur Stelle „{}“ fehlen Vermerke: die Datei wurde für eine Rolle ausgegeben, die sie nicht sieht; bitte verwenden Sie eine \
             vollständige",
            post.id
        ),
    };
    plan.posts.iter().chain(&plan.tray).filter(short).take(MOST_WRONG).map(error).collect()
}

/// Counted case types that the plan does not have: their figures would belong to nothing.
async fn uncounted(context: &Context, plan: &Plan) -> Result<Vec<PathError>, Failure> {
    let counted = context.store.counted_case_types(context.permit::<ViewCases>()?, context.actor()).await?;
    let lost = counted.into_iter().filter(|id| plan.case_type(id).is_none());
    let error = |id: CaseTypeId| PathError {
        path: "case_types".to_owned(),
        reason: format!(
            "die Fallart „{id}“ fehlt, zu ihr sind Fallzahlen gespeichert; bitte nehmen Sie sie in die Datei auf"
        ),
    };
    Ok(lost.map(error).collect())
}

fn told(ask: &PlanAsk, against: Against, plan: &Plan) -> PlanLooked {
    let Against { plan: base, changes: from, version } = against;
    let language = if ask.english { Language::English } else { Language::German };
    let found = towards(&base, &from, plan, Whence { version: None, language });
    let words = in_words(&base, &from, &found.changes, language);
    let changes = found.changes.into_iter().zip(words);
    PlanLooked {
        changes: changes.map(|(change, words)| PlanChange { change, words }).collect(),
        beyond: found.beyond,
        version,
        ..PlanLooked::default()
    }
}
