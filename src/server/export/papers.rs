//! `/export/stellenplan`, `/export/veraenderungen`, `/export/bemessung`, `/export/stellungnahme`, `/export/datenschutz`: tables and texts as
//! files.

mod frozen;
mod privacy;

use super::super::context::{self, Context, Failure};
use super::super::refusal::answer;
use super::super::router::AppState;
use super::super::{scenarios, staffing_plans, statements};
use crate::api::{ApiError, ScenarioId, ScenarioState};
use crate::assessment::{ParameterSetId, Period, Request as Question, assess};
use crate::document::Document;
use crate::export::{self, About, ExportError, TableForm};
use crate::plan::{Method, PathError, StaffGroup};
use crate::staffing_plan::{self, Frozen, Reasons, Within};
use axum::extract::{RawQuery, Request, State};
use axum::response::{IntoResponse, Response};
use chrono::{Datelike, NaiveDate};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use http::request::Parts;
pub(in crate::server) use privacy::privacy;
use uuid::Uuid;

/// Where the staffing plan is given out.
pub(in crate::server) const STAFFING_PLAN: &str = "/export/stellenplan";
/// Where its list of changes is given out.
pub(in crate::server) const CHANGE_LIST: &str = "/export/veraenderungen";
/// Where the assessment is given out.
pub(in crate::server) const ASSESSMENT: &str = "/export/bemessung";
/// Where statements are given out.
pub(in crate::server) const STATEMENT: &str = "/export/stellungnahme";
/// Where the paper about data protection is given out.
pub(in crate::server) const PRIVACY: &str = "/export/datenschutz";

/// Which table is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Table {
    StaffingPlan,
    ChangeList,
    Assessment,
}

/// What is wanted.
#[derive(Debug, Clone, PartialEq)]
struct Wanted {
    scenario: Option<Uuid>,
    form: TableForm,
    year: Option<i32>,
    day: Option<NaiveDate>,
    statement: Option<Uuid>,
    /// The frozen staffing plan that is wanted instead of the living one.
    frozen: Option<Uuid>,
    /// Whether the plan without the scenario's changes is wanted.
    without_changes: bool,
    calculation: Calculation,
}

/// How the assessment is computed: what its page says in its address. What is missing is the plan's own.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Calculation {
    method: Option<Method>,
    parameters: Option<ParameterSetId>,
    /// By whose yearly minutes is divided.
    staff_group: StaffGroup,
    /// Whether the tasks come first, which is what CSV holds, instead of the units.
    by_task: bool,
    /// Whether the cases expected from the plan's first day on are wanted instead of the last counted year.
    expected: bool,
    /// Years in which the open cases are worked off.
    backlog_years: Option<u8>,
}

/// A file on its way out.
struct File {
    name: String,
    media_type: &'static str,
    bytes: Vec<u8>,
}

impl IntoResponse for File {
    fn into_response(self) -> Response {
        let name = format!("attachment; filename=\"{}\"", self.name);
        ([(CONTENT_TYPE, self.media_type.to_owned()), (CONTENT_DISPOSITION, name)], self.bytes)
            .into_response()
    }
}

pub(in crate::server) async fn staffing_plan(
    State(state): State<AppState>,
    query: RawQuery,
    request: Request,
) -> Response {
    table(&state, query, request.into_parts().0, Table::StaffingPlan).await
}

pub(in crate::server) async fn change_list(
    State(state): State<AppState>,
    query: RawQuery,
    request: Request,
) -> Response {
    table(&state, query, request.into_parts().0, Table::ChangeList).await
}

pub(in crate::server) async fn assessment(
    State(state): State<AppState>,
    query: RawQuery,
    request: Request,
) -> Response {
    table(&state, query, request.into_parts().0, Table::Assessment).await
}

async fn table(state: &AppState, RawQuery(query): RawQuery, request: Parts, which: Table) -> Response {
    let context = context::of(state, &request.extensions, None);
    let made = async {
        let wanted = read(query.as_deref().unwrap_or_default(), TableForm::Xlsx)?;
        if let Some(id) = wanted.frozen.filter(|_| which != Table::Assessment) {
            let (plan, part) = frozen::found(&context, id).await?;
            return beside(move || frozen::drawn(&plan, part, wanted.form, which)).await;
        }
        // The assessment is no staffing plan: it is shown to everybody who sees the scenario.
        let limit = if which == Table::Assessment { None } else { context.staffing()? };
        let scenario = scenarios::load(&context, wanted.scenario.map(ScenarioId)).await?;
        let before = match which {
            Table::Assessment => None,
            _ => staffing_plans::last_of(&context, budget_year(&scenario, &wanted) - 1).await?,
        };
        beside(move || drawn(&scenario, &wanted, which, (limit.as_ref(), before.as_ref()))).await
    };
    given(made.await, &request)
}

/// A statement: what was frozen, or the draft with the figures of today.
pub(in crate::server) async fn statement(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    let request = request.into_parts().0;
    let context = context::of(&state, &request.extensions, None);
    given(written(&context, query.as_deref().unwrap_or_default()).await, &request)
}

async fn written(context: &Context, query: &str) -> Result<File, Failure> {
    let wanted = read(query, TableForm::Pdf)?;
    let Some(id) = wanted.statement else {
        return Err(refused("nr", "erwartet wird die Kennung einer Stellungnahme (UUID)").into());
    };
    let draw = drawing(wanted.form)?;
    let (word, media_type) = (wanted.form.ending(), wanted.form.media_type());
    let (_, stored) = statements::stored(context, id).await?;
    let name = format!("stellungnahme-{}.{word}", stored.draft.template.word());
    if stored.frozen.is_some() {
        if wanted.form == TableForm::Odt {
            let remedy = "festgeschrieben sind: pdf, docx; für ODT den Text bitte als neuen Entwurf kopieren";
            return Err(refused("form", remedy).into());
        }
        let file = context.store.frozen_file(context.actor(), id, word).await?;
        return Ok(File { name, media_type, bytes: file.content });
    }
    let document = statements::document(context, id).await?;
    beside(move || Ok(File { name, media_type, bytes: draw(&document).map_err(fault)? })).await
}

/// Writes a document as the bytes of a file.
type Draw = fn(&Document) -> Result<Vec<u8>, ExportError>;

/// How a text is written in a form; a text is no workbook.
fn drawing(form: TableForm) -> Result<Draw, ApiError> {
    match form {
        TableForm::Pdf => Ok(export::document_pdf),
        TableForm::Docx => Ok(export::document_docx),
        TableForm::Odt => Ok(export::document_odt),
        TableForm::Xlsx | TableForm::Csv => Err(refused("form", "erlaubt sind: pdf, docx, odt")),
    }
}

/// Draws beside the requests: it takes a processor for a moment.
async fn beside(draw: impl FnOnce() -> Result<File, Failure> + Send + 'static) -> Result<File, Failure> {
    let Ok(_place) = super::DRAWING.acquire().await else { return Err(ApiError::Busy.into()) };
    match tokio::task::spawn_blocking(draw).await {
        Ok(file) => file,
        Err(error) => Err(Failure::Fault(Box::new(error))),
    }
}

fn fault(error: ExportError) -> Failure {
    Failure::Fault(Box::new(error))
}

fn given(made: Result<File, Failure>, request: &Parts) -> Response {
    match made {
        Ok(file) => file.into_response(),
        Err(Failure::Answer(error)) => answer(&error),
        Err(Failure::Fault(error)) => {
            let request_id = context::request_id(&request.extensions);
            tracing::error!(%request_id, %error, "a file could not be made");
            answer(&ApiError::Internal { request_id })
        }
    }
}

/// The year of the staffing plan that is wanted: the next one where none is named.
fn budget_year(scenario: &ScenarioState, wanted: &Wanted) -> i32 {
    wanted.year.unwrap_or_else(|| staffing_plan::next_budget_year(&scenario.baseline))
}

/// For whoever is limited to a unit what concerns that unit; `before` is the frozen Stellenplan of the year before, with its line.
fn drawn(
    scenario: &ScenarioState,
    wanted: &Wanted,
    which: Table,
    (limit, before): (Option<&Within>, Option<&(String, Frozen)>),
) -> Result<File, Failure> {
    let plan = &scenario.baseline;
    let changes = if wanted.without_changes { Vec::new() } else { scenario.active_changes() };
    let (name, sheets, as_of) = if which == Table::Assessment {
        let question = question(plan, wanted);
        let day = wanted.day.unwrap_or(plan.as_of);
        let assessment = assess(&plan.on(day, &changes).plan, &question)
            .map_err(|error| ApiError::unreadable(error.to_string()))?;
        let mut sheets = export::assessment_sheets(&assessment, question.backlog_years);
        let mut name = "bemessung".to_owned();
        if wanted.calculation.by_task {
            sheets.swap(0, 1);
            name.push_str("-aufgaben");
        }
        (name, sheets, assessment.posts_on)
    } else {
        let year = budget_year(scenario, wanted);
        if !(plan.as_of.year()..=plan.as_of.year() + 30).contains(&year) {
            let last = plan.as_of.year() + 30;
            return Err(refused("jahr", &format!("erlaubt sind {} bis {last}", plan.as_of.year())).into());
        }
        let before = before.map(|(label, frozen)| (label.as_str(), frozen));
        let mut draft = staffing_plan::draft_after(plan, &changes, year, &reasons(scenario), before);
        if let Some(limit) = limit {
            draft = limit.draft(draft, plan, &changes, before.map(|(_, frozen)| frozen));
        }
        let day = draft.day;
        match which {
            Table::StaffingPlan => (format!("stellenplan-{year}"), export::staffing_plan_sheets(&draft), day),
            _ => (format!("veraenderungen-{year}"), vec![export::change_list_sheet(&draft)], day),
        }
    };
    let title = match which {
        Table::StaffingPlan => "Stellenplan",
        Table::ChangeList => "Veränderungsliste zum Stellenplan",
        Table::Assessment => "Stellenbemessung",
    };
    let of = if wanted.without_changes { "Ausgangslage ohne Szenario" } else { &scenario.name };
    let part = if limit.is_some() { " – Auszug für die eigenen Einheiten" } else { "" };
    let about = About { title: format!("{title} – {} – {of}{part}", plan.name), as_of };
    let bytes = export::tables(&sheets, &about, wanted.form).map_err(fault)?;
    Ok(File { name: format!("{name}.{}", wanted.form.ending()), media_type: wanted.form.media_type(), bytes })
}

fn question(plan: &crate::plan::Plan, wanted: &Wanted) -> Question {
    let counted = plan.case_types.iter().filter_map(|kind| kind.counts.keys().max()).max().copied();
    let year = wanted.year.and_then(|year| u16::try_from(year).ok()).or(counted);
    let Calculation { method, parameters, staff_group, by_task: _, expected, backlog_years } =
        wanted.calculation;
    let period = match (wanted.day, year) {
        (Some(day), _) => Period::On(day),
        (None, Some(year)) if !expected => Period::Year(year),
        (None, _) => Period::On(plan.as_of),
    };
    let usual = Question::new(period);
    let backlog_years = backlog_years.map_or(usual.backlog_years, f64::from);
    Question { method, parameters, staff_group, backlog_years, ..usual }
}

/// The reasons of the steps in force.
fn reasons(scenario: &ScenarioState) -> Reasons {
    let mut reasons = Reasons::default();
    for step in scenario.steps.iter().filter(|step| !step.undone) {
        reasons.add(&step.changes, step.reason.as_deref());
    }
    reasons
}

fn refused(path: &str, reason: &str) -> ApiError {
    ApiError::Invalid { errors: vec![PathError { path: path.to_owned(), reason: reason.to_owned() }] }
}

/// Reads the query; unknown fields are left alone, so that links of later versions work.
fn read(query: &str, form: TableForm) -> Result<Wanted, ApiError> {
    let calculation = Calculation::default();
    let mut wanted = Wanted {
        scenario: None,
        form,
        year: None,
        day: None,
        statement: None,
        frozen: None,
        without_changes: false,
        calculation,
    };
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    // A form sends its empty fields as well.
    for (name, value) in pairs.filter(|(_, value)| !value.is_empty()) {
        match name {
            "szenario" => match value.parse() {
                Ok(scenario) => wanted.scenario = Some(scenario),
                Err(_) => return Err(refused(name, "erwartet wird die Kennung eines Szenarios (UUID)")),
            },
            "nr" => match value.parse() {
                Ok(statement) => wanted.statement = Some(statement),
                Err(_) => return Err(refused(name, "erwartet wird die Kennung einer Stellungnahme (UUID)")),
            },
            "festgehalten" => match value.parse() {
                Ok(plan) => wanted.frozen = Some(plan),
                Err(_) => return Err(refused(name, "erwartet wird die Kennung eines Stellenplans (UUID)")),
            },
            "form" => match TableForm::of_ending(value) {
                Some(form) => wanted.form = form,
                None => return Err(refused(name, "erlaubt sind: xlsx, csv, pdf, docx, odt")),
            },
            "jahr" => match value.parse() {
                Ok(year) => wanted.year = Some(year),
                Err(_) => return Err(refused(name, "erwartet wird ein Jahr wie 2025")),
            },
            "tag" => match value.parse() {
                Ok(day) => wanted.day = Some(day),
                Err(_) => return Err(refused(name, "erwartet wird ein Datum wie 2024-06-30")),
            },
            "stand" => match value {
                "plan" => wanted.without_changes = true,
                "szenario" => wanted.without_changes = false,
                _ => return Err(refused(name, "erlaubt sind: szenario, plan")),
            },
            _ => how(name, value, &mut wanted)?,
        }
    }
    Ok(wanted)
}

/// Takes in how the assessment is computed: `methode=b&minuten=kgst-2025-08&gruppe=beamte&faelle=erwartet&rueckstand=3`, and which of
/// its tables comes first: `tabelle=aufgaben`.
fn how(name: &str, value: &str, wanted: &mut Wanted) -> Result<(), ApiError> {
    let calculation = &mut wanted.calculation;
    match name {
        "methode" => match value {
            "a" => calculation.method = Some(Method::Kgst),
            "b" => calculation.method = Some(Method::Bmi),
            _ => return Err(refused(name, "erlaubt sind: a, b")),
        },
        "minuten" => {
            let known = || ParameterSetId::ALL.map(ParameterSetId::word).join(", ");
            let set = ParameterSetId::parse(value);
            let set = set.ok_or_else(|| refused(name, &format!("erlaubt sind: {}", known())))?;
            calculation.parameters = Some(set);
        }
        "gruppe" => match value {
            "beamte" => calculation.staff_group = StaffGroup::CivilServant,
            "beschaeftigte" => calculation.staff_group = StaffGroup::Employee,
            _ => return Err(refused(name, "erlaubt sind: beschaeftigte, beamte")),
        },
        "tabelle" => match value {
            "aufgaben" => calculation.by_task = true,
            "einheiten" => calculation.by_task = false,
            _ => return Err(refused(name, "erlaubt sind: einheiten, aufgaben")),
        },
        "faelle" => match (value, value.parse(), value.parse()) {
            ("erwartet", _, _) => calculation.expected = true,
            (_, Ok(year), _) => wanted.year = Some(year),
            (_, _, Ok(day)) => wanted.day = Some(day),
            _ => return Err(refused(name, "erwartet wird ein Jahr wie 2023, ein Datum oder „erwartet“")),
        },
        "rueckstand" => match value.parse() {
            Ok(years @ 1..=10) => calculation.backlog_years = Some(years),
            _ => return Err(refused(name, "erlaubt sind 1 bis 10 Jahre")),
        },
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_says_what_is_wanted_and_mistakes_are_named() {
        let wanted = read("form=csv&jahr=2026&tag=2024-07-01&neu=1", TableForm::Xlsx).unwrap();
        assert_eq!((wanted.form, wanted.year), (TableForm::Csv, Some(2026)));
        assert_eq!(wanted.day, NaiveDate::from_ymd_opt(2024, 7, 1));
        let how = ["methode=c", "minuten=kgst", "gruppe=alle", "tabelle=x", "faelle=x", "rueckstand=0"];
        assert!(!wanted.without_changes && read("stand=plan", TableForm::Csv).unwrap().without_changes);
        for wrong in
            ["form=exe", "jahr=x", "tag=2024-02-30", "szenario=x", "nr=x", "festgehalten=x", "stand=x"]
                .into_iter()
                .chain(how)
        {
            let error = read(wrong, TableForm::Xlsx).unwrap_err();
            assert!(error.to_string().contains(wrong.split('=').next().unwrap()), "{error}");
        }
    }

    #[test]
    fn the_assessment_is_asked_for_as_its_page_does() {
        let plan = crate::plan::builtin().unwrap();
        let of = |query: &str| question(&plan, &read(query, TableForm::Xlsx).unwrap());
        assert_eq!(of(""), Question::year(2023));
        assert_eq!(of("methode=&minuten=&faelle=&jahr=&tag="), Question::year(2023), "an empty form");
        let asked = of("methode=b&minuten=kgst-2025-08&faelle=erwartet&rueckstand=3");
        assert_eq!((asked.method, asked.parameters), (Some(Method::Bmi), Some(ParameterSetId::Kgst2025)));
        assert_eq!((asked.period, asked.backlog_years), (Period::On(plan.as_of), 3.0));
        assert_eq!(of("gruppe=beamte").staff_group, StaffGroup::CivilServant);
        assert!(read("tabelle=aufgaben", TableForm::Csv).unwrap().calculation.by_task);
        assert_eq!(of("methode=a&faelle=2022").period, Period::Year(2022));
        let day = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        assert_eq!(of("faelle=2026-01-01").period, Period::On(day));
        assert_eq!(of("tag=2026-01-01&jahr=").period, Period::On(day));
    }
}
