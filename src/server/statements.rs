//! Use cases of statements: the list with what is out of date, the figures, a text made, stored, frozen, removed.

mod ahead;

pub(super) use ahead::ahead;

use super::{Context, Failure, dashboards, scenarios};
use crate::api::{
    ApiError, CreateStatement, OutdatedFigure, SaveStatement, ScenarioId, ScenarioState, SnapshotId,
    StatementCommand, StatementDesk, StatementEntry, StatementFreeze, StatementSnapshot,
};
use crate::document::Document;
use crate::export;
use crate::format::Language;
use crate::permission::{Reach, ViewCases, ViewStaffingPlan};
use crate::plan::PathError;
use crate::staffing_plan::Reasons;
use crate::statement::{self, Basis, Inputs, frozen, outdated, render};
use crate::store::{Freeze, StoreError, StoredStatement, Which};
use uuid::Uuid;

/// The statements of a scenario with the figures that they can refer to.
///
/// # Errors
/// [`ApiError::NotFound`] when there is no such scenario, [`ApiError::Forbidden`] without a right to the staffing plan.
pub async fn load(context: &Context, asked: Option<ScenarioId>) -> Result<StatementDesk, Failure> {
    let state = scenarios::load(context, asked).await?;
    let stored = context.store.statements(&context.viewer(state.id)?).await?;
    let basis = figures(context, &state).await?;
    let statements = stored.into_iter().map(|stored| entry(stored, &basis)).collect();
    Ok(StatementDesk { scenario: state.id, as_of: state.baseline.as_of, statements, basis })
}

/// Makes a statement.
///
/// # Errors
/// [`ApiError::NotFound`].
pub async fn create(context: &Context, command: CreateStatement) -> Result<StatementEntry, Failure> {
    let CreateStatement { command, scenario, template, origin } = command;
    let state = scenarios::load_one(context, scenario).await?;
    let basis = figures(context, &state).await?;
    let draft = match origin {
        Some(origin) => stored(context, origin).await?.1.draft,
        None => statement::draft(template, &state.baseline, basis.told(!state.active_changes().is_empty())),
    };
    let editor = context.editor(scenario)?;
    let made = context.store.create_statement(&editor, command, &draft).await.map_err(told)?;
    Ok(entry(made, &basis))
}

/// Stores the text of a statement.
///
/// # Errors
/// [`ApiError::Stale`], [`ApiError::NotFound`].
pub async fn save(context: &Context, command: SaveStatement) -> Result<StatementEntry, Failure> {
    let SaveStatement { command, scenario, statement: id, version, draft } = command;
    let editor = context.editor(scenario)?;
    let which = Which { id, version, command };
    let saved = context.store.save_statement(&editor, which, &draft).await.map_err(told)?;
    let state = scenarios::load_one(context, scenario).await?;
    Ok(entry(saved, &figures(context, &state).await?))
}

/// Freezes a statement with its figures and files.
///
/// # Errors
/// [`ApiError::Invalid`] when the text refers to what is not known, [`ApiError::Stale`], [`ApiError::NotFound`].
pub async fn freeze(context: &Context, command: StatementCommand) -> Result<StatementEntry, Failure> {
    let StatementCommand { command, scenario, statement: id, version } = command;
    let editor = context.editor(scenario)?;
    let state = scenarios::load_one(context, scenario).await?;
    let basis = figures(context, &state).await?;
    let (_, found) = stored(context, id).await?;
    let rendered = render(&found.draft, &basis, state.baseline.as_of);
    if !rendered.unknown.is_empty() {
        let reason = |key: &String| {
            let known = format!("„{{{key}}}“ ist keine bekannte Zahl; bitte ersetzen oder entfernen");
            let why = basis.why_unknown(key).map(|why| format!(". {}", why.sentence(Language::German)));
            PathError { path: "draft.sections".to_owned(), reason: known + &why.unwrap_or_default() }
        };
        return Err(ApiError::Invalid { errors: rendered.unknown.iter().map(reason).collect() }.into());
    }
    let figures = frozen(&basis, &rendered.used);
    // What is frozen rests on the whole, whatever its author sees of it.
    let whole = scenarios::whole(context, scenario).await?;
    if whole.version != state.version {
        return Err(ApiError::Stale { what: "Die Stellungnahme".to_owned() }.into());
    }
    let snapshot = whole.snapshot().digest();
    let files = files(rendered.resting_on(&snapshot).document).await?;
    let freeze = Freeze { scenario_version: state.version, snapshot, figures, files };
    let which = Which { id, version, command };
    let frozen = context.store.freeze_statement(&editor, which, &freeze).await.map_err(told)?;
    Ok(entry(frozen, &basis))
}

/// Removes a statement.
///
/// # Errors
/// [`ApiError::Stale`], [`ApiError::NotFound`].
pub async fn remove(context: &Context, command: StatementCommand) -> Result<Uuid, Failure> {
    let StatementCommand { command, scenario, statement: id, version } = command;
    let editor = context.editor(scenario)?;
    context.store.remove_statement(&editor, Which { id, version, command }).await.map_err(told)?;
    Ok(id)
}

/// A statement as a document, with the figures of today.
///
/// # Errors
/// [`ApiError::NotFound`].
pub(super) async fn document(context: &Context, id: Uuid) -> Result<Document, Failure> {
    let (scenario, found) = stored(context, id).await?;
    let state = scenarios::load_one(context, ScenarioId(scenario)).await?;
    let basis = figures(context, &state).await?;
    Ok(render(&found.draft, &basis, state.baseline.as_of).document)
}

/// A statement that the caller sees.
pub(super) async fn stored(context: &Context, id: Uuid) -> Result<(Uuid, StoredStatement), Failure> {
    context.store.statement(context.permit()?, context.actor(), id).await.map_err(told)
}

/// The figures of a scenario, for whoever may see the staffing plan; counts only for whoever may see all of them.
async fn figures(context: &Context, state: &ScenarioState) -> Result<Basis, Failure> {
    context.permit::<ViewStaffingPlan>()?;
    let counted = match context.permit::<ViewCases>() {
        Ok(permit) if whole(context, permit.reach()) => dashboards::told(context, &state.baseline).await?,
        _ => Vec::new(),
    };
    let changes = state.active_changes();
    let mut reasons = Reasons::default();
    for step in state.steps.iter().filter(|step| !step.undone) {
        reasons.add(&step.changes, step.reason.as_deref());
    }
    // The fingerprint of a forecast is of the whole: it must be the same for whoever looks.
    let whole = scenarios::whole(context, state.id).await?;
    let ahead = ahead(&whole.baseline, &whole.active_changes()).await;
    let decision = context.store.decision(&context.viewer(state.id)?).await?;
    let inputs = Inputs {
        plan: &state.baseline,
        changes: &changes,
        reasons: &reasons,
        scenario: &state.name,
        cases: &counted,
        ahead: Some(ahead.as_deref().map_err(|why| *why)),
        decision: decision.as_ref().map(|stored| &stored.record),
    };
    Ok(statement::basis(&inputs))
}

/// Whether the counts of every unit may be seen.
fn whole(context: &Context, reach: Reach) -> bool {
    let unit = context.caller().and_then(|caller| caller.unit.as_ref());
    reach == Reach::Everything || (reach == Reach::Subtree && unit.is_none())
}

/// Both files of a document. They are written beside the requests: it takes a processor for a moment.
async fn files(document: Document) -> Result<Vec<(&'static str, Vec<u8>)>, Failure> {
    let write = move || {
        let pdf = export::document_pdf(&document)?;
        Ok::<_, export::ExportError>(vec![("pdf", pdf), ("docx", export::document_docx(&document)?)])
    };
    match tokio::task::spawn_blocking(write).await {
        Ok(written) => written.map_err(|error| Failure::Fault(Box::new(error))),
        Err(error) => Err(Failure::Fault(Box::new(error))),
    }
}

/// What the store refuses, in the words of statements.
fn told(error: StoreError) -> Failure {
    match error {
        StoreError::NotFound => ApiError::NotFound { what: "Die Stellungnahme".to_owned() }.into(),
        StoreError::Conflict | StoreError::Locked => {
            ApiError::Stale { what: "Die Stellungnahme".to_owned() }.into()
        }
        error => error.into(),
    }
}

fn entry(stored: StoredStatement, basis: &Basis) -> StatementEntry {
    let StoredStatement { id, version, draft, changed_at, frozen, .. } = stored;
    let frozen = frozen.map(|freeze| StatementFreeze {
        at: freeze.at,
        by: freeze.by,
        pdf_sha256: freeze.pdf_sha256,
        snapshot: freeze.snapshot.map(|(id, hash)| StatementSnapshot { id: SnapshotId(id), hash }),
        outdated: outdated(&freeze.figures, basis)
            .into_iter()
            .map(|found| OutdatedFigure { label: found.label, then: found.then, now: found.now })
            .collect(),
    });
    StatementEntry { id, version, draft, changed_at, frozen }
}
