//! The audit trail for whoever may read it: page by page, checked, and as a file.

use super::context::{self, Context, Failure, request_id};
use super::refusal::answer;
use super::router::AppState;
use crate::api::{ApiError, Trail, TrailCheck, TrailEntry, TrailQuery};
use crate::exchange::Csv;
use crate::format::{Language, moment};
use crate::store::trail::{Teller, action};
use crate::store::{SeenEntry, StoreError};
use axum::extract::{Query, Request, State};
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use serde::Deserialize;

/// Where the trail is given out as a file.
pub(super) const PATH: &str = "/export/protokoll";

/// Entries of one part.
const PART: i64 = 100;

/// Most lines of an entry's content on the page; its wording has all.
const MOST_LINES: usize = 12;

/// Most entries of a file.
const MOST: i64 = 200_000;

/// A part of the trail.
///
/// # Errors
/// [`Failure::Fault`] when the database cannot be read.
pub async fn load(context: &Context, query: TrailQuery) -> Result<Trail, Failure> {
    let TrailQuery { text, before, english } = query;
    let language = if english { Language::English } else { Language::German };
    let (permit, actor) = (context.permit()?, context.actor());
    let (mut entries, total) = context.store.trail(permit, actor, text.trim(), (before, PART + 1)).await?;
    let part = usize::try_from(PART).unwrap_or(usize::MAX);
    let more = entries.len() > part;
    entries.truncate(part);
    let teller = teller(context).await?;
    let entry = |SeenEntry { entry: found, is_shortened }: SeenEntry| {
        let mut content = shortened(teller.content(&found.detail, language), language);
        content.extend(is_shortened.then(|| withheld(language).to_owned()));
        TrailEntry {
            position: found.position,
            recorded_at: found.recorded_at,
            actor: found.actor,
            action: action(&found.action, language).to_owned(),
            subject: found.subject,
            content,
            detail: found.detail,
        }
    };
    Ok(Trail { entries: entries.into_iter().map(entry).collect(), total, more })
}

/// Tells with the names of the plan, for those who may see it.
async fn teller(context: &Context) -> Result<Teller, Failure> {
    let Ok(permit) = context.permit() else { return Ok(Teller::new(None)) };
    match context.store.first_plan(permit, context.actor()).await {
        Ok(plan) => Ok(Teller::new(Some(plan))),
        Err(StoreError::NotFound) => Ok(Teller::new(None)),
        Err(error) => Err(error.into()),
    }
}

/// The first lines of a long content, and how many more there are.
fn shortened(mut lines: Vec<String>, language: Language) -> Vec<String> {
    let more = lines.len().saturating_sub(MOST_LINES);
    if more > 0 {
        lines.truncate(MOST_LINES);
        lines.push(match language {
            Language::German => format!("… und {more} weitere"),
            Language::English => format!("… and {more} more"),
        });
    }
    lines
}

/// Says that something stands in an entry that the reader's role does not see elsewhere either.
const fn withheld(language: Language) -> &'static str {
    match language {
        Language::German => {
            "Gekürzt (–): Kosten, Vermerke, Eingruppierung und Texte zu Planungen zeigt diese Rolle nicht. Die Prüfsumme ist die des ganzen Eintrags."
        }
        Language::English => {
            "Shortened (–): this role does not show cost, notes, grades and texts about plans. The checksum is that of the whole entry."
        }
    }
}

/// Walks along the whole chain.
///
/// # Errors
/// [`Failure::Fault`] when the database cannot be read.
pub async fn check(context: &Context) -> Result<TrailCheck, Failure> {
    context.permit::<crate::permission::ViewAudit>()?;
    match context.store.walk_audit().await {
        Ok(walked) => Ok(TrailCheck {
            entries: i64::try_from(walked.entries).unwrap_or(i64::MAX),
            broken: None,
            head: walked.heads.last().map(ToString::to_string),
        }),
        Err(StoreError::Corrupt(place)) => {
            tracing::error!(place, "the chain of the audit trail is broken");
            Ok(TrailCheck { entries: 0, broken: Some(place), head: None })
        }
        Err(error) => Err(error.into()),
    }
}

/// What of the trail goes into the file.
#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    suche: String,
}

/// The trail as a file, the oldest entry first.
pub(super) async fn export(
    State(state): State<AppState>,
    Query(Wanted { suche }): Query<Wanted>,
    request: Request,
) -> Response {
    let id = request_id(request.extensions());
    let context = context::of(&state, request.extensions(), None);
    drop(request);
    match file(&context, suche.trim()).await {
        Ok(text) => {
            let name = "attachment; filename=\"stellwerk-protokoll.csv\"";
            ([(CONTENT_TYPE, "text/csv; charset=utf-8"), (CONTENT_DISPOSITION, name)], text).into_response()
        }
        Err(Failure::Answer(error)) => answer(&error),
        Err(Failure::Fault(error)) => {
            tracing::error!(%error, "the trail could not be read");
            answer(&ApiError::Internal { request_id: id })
        }
    }
}

async fn file(context: &Context, text: &str) -> Result<String, Failure> {
    let (permit, actor) = (context.permit()?, context.actor());
    let (entries, _) = context.store.trail(permit, actor, text, (None, MOST)).await?;
    let teller = teller(context).await?;
    let mut csv = Csv::new(&[
        "Nummer",
        "Zeit",
        "Konto",
        "Vorgang",
        "Gegenstand",
        "Inhalt",
        "Vorgang (im Wortlaut)",
        "Inhalt (im Wortlaut)",
        "Anfrage",
        "Prüfsumme davor",
        "Prüfsumme",
        "Gekürzt",
    ]);
    for SeenEntry { entry, is_shortened } in entries.into_iter().rev() {
        let marked = if is_shortened { "ja" } else { "nein" };
        let (number, time) = (entry.position.to_string(), moment(entry.recorded_at, Language::German));
        csv.row(&[
            &number,
            &time,
            &entry.actor,
            action(&entry.action, Language::German),
            &entry.subject,
            &teller.content(&entry.detail, Language::German).join("; "),
            &entry.action,
            &entry.detail,
            &entry.request_id,
            &entry.prev_hash,
            &entry.hash,
            marked,
        ]);
    }
    Ok(csv.into_text())
}
