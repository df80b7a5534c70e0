//! Dashboards of cases: what the page shows of a department, of a unit, of one kind of cases.

use super::{ApiError, Json};
use crate::plan::{CaseTypeId, Change, UnitId};
#[cfg(feature = "ssr")]
use crate::server;
use leptos::prelude::*;
use serde::Serialize;

/// A picture: geometry with classes, every text escaped.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CasesPicture {
    /// Width in user units.
    pub width: f64,
    /// Height in user units.
    pub height: f64,
    /// The marks as SVG.
    pub marks: String,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CasesColumn {
    /// Its head, with the unit.
    pub name: String,
    /// Whether it holds numbers.
    pub is_number: bool,
    /// What it means: the key of a term of the glossary.
    pub term: Option<String>,
}

/// A table in the form of the language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CasesTable {
    /// What it shows.
    pub caption: String,
    /// Its columns; the first one names the rows.
    pub columns: Vec<CasesColumn>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
    /// Where the rows are figures, the keys of their terms, empty for none.
    pub terms: Vec<String>,
}

/// One answer of a dashboard.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CasesPanel {
    /// Its name in addresses.
    pub key: String,
    /// What it is about.
    pub title: String,
    /// What that means: the key of a term of the glossary.
    pub term: Option<String>,
    /// What it says.
    pub sentence: String,
    /// The picture, where there is one.
    pub picture: Option<CasesPicture>,
    /// What its axes count.
    pub caption: String,
    /// The figures.
    pub table: CasesTable,
    /// What has to be known.
    pub notes: Vec<String>,
}

/// A kind of cases to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CasesKind {
    /// Which.
    pub case_type: CaseTypeId,
    /// Its name.
    pub name: String,
}

/// What relief was computed for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CasesRelief {
    /// Until the end of this month: „2024-12“.
    pub until: String,
    /// Months to choose from, each with its words.
    pub months: Vec<(String, String)>,
    /// Cases that may be open then.
    pub target: f64,
}

/// The dashboard of a unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnitCases {
    /// Its name, and that of the kind of cases.
    pub name: String,
    /// What the figures say.
    pub sentence: String,
    /// The last month that was counted, in words; none where nothing was.
    pub until: Option<String>,
    /// Where the figures come from.
    pub origin: String,
    /// Whether they were generated.
    pub generated: bool,
    /// Why output is missing and what it would take.
    pub withheld: Option<String>,
    /// That the list of cases is of another time than the counts.
    pub stale: Option<String>,
    /// What the forecast rests on.
    pub badge: Option<String>,
    /// Whether a forecast is being computed and will be there in a moment.
    pub pending: bool,
    /// Kinds of cases to choose from.
    pub case_types: Vec<CasesKind>,
    /// What relief was computed for; none where nothing was counted.
    pub relief: Option<CasesRelief>,
    /// The panels in their order.
    pub panels: Vec<CasesPanel>,
}

/// A unit in the table of the department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CasesUnit {
    /// Which.
    pub unit: UnitId,
    /// Units above it.
    pub depth: usize,
}

/// What asks for attention in a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CasesAlert {
    /// Which.
    pub unit: UnitId,
    /// In a sentence, with its name.
    pub words: String,
}

/// All units in one table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DepartmentCases {
    /// What the figures say together.
    pub sentence: String,
    /// The last month that was counted, in words.
    pub until: Option<String>,
    /// Where the figures come from.
    pub origin: String,
    /// Whether they were generated.
    pub generated: bool,
    /// Why output of small units is missing and what it would take.
    pub withheld: Option<String>,
    /// That the list of cases is of another time than the counts.
    pub stale: Option<String>,
    /// What asks for attention.
    pub alerts: Vec<CasesAlert>,
    /// The units, in the order of the rows.
    pub units: Vec<CasesUnit>,
    /// One row for each of them.
    pub table: CasesTable,
    /// How far the forecasts can be believed.
    pub accuracy: Option<CasesPanel>,
    /// What completions say of handling times; none without a counted year.
    pub handling: Option<CasesPanel>,
    /// Whether anything of it can be taken over.
    pub adoptable: bool,
    /// The year on which demand can be calibrated; none without a counted year.
    pub calibration: Option<i64>,
}

/// What was counted of a unit, in the form of the language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CasesInBrief {
    /// Which.
    pub unit: UnitId,
    /// Its open cases.
    pub open: String,
    /// The share of them that is older than three months.
    pub old: String,
}

/// What was counted, for the start page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CountedCases {
    /// The last month that was counted, in words.
    pub until: String,
    /// The day of the list of cases that their age comes from, in words; none without one.
    pub listed: Option<String>,
    /// Where the figures come from.
    pub origin: String,
    /// What is rounded or withheld of small units, and what it would take.
    pub withheld: Option<String>,
    /// That the list of cases is of another time than the counts.
    pub stale: Option<String>,
    /// The unit that the first figures are of; none where it is the whole organisation.
    pub of: Option<String>,
    /// Every unit of which cases were counted; the first of them holds all that the account may see.
    pub units: Vec<CasesInBrief>,
    /// What asks for attention, no more than fits.
    pub alerts: Vec<CasesAlert>,
    /// So many more of them.
    pub more: u32,
}

/// A calibration as a step of a scenario.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CalibrationStep {
    /// Its changes.
    pub changes: Vec<Change>,
    /// Its reason, in German: what it rests on, and how far a backtest was right.
    pub reason: String,
}

/// Asks for the dashboard of a unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AskUnitCases {
    /// Which unit.
    pub unit: UnitId,
    /// One kind of its cases.
    pub case_type: Option<CaseTypeId>,
    /// Relief until the end of this month: „2024-12“.
    pub until: Option<String>,
    /// Cases that may be open then.
    pub target: Option<f64>,
    /// Whether the words are English.
    pub english: bool,
}

/// All units of which cases were counted.
///
/// # Errors
/// [`ApiError::Forbidden`], [`ApiError::Internal`] when the database cannot be read.
#[server(name = DepartmentCasesCall, endpoint = "dashboards/department", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn department_cases(
    /// Whether the words are English.
    english: bool,
) -> Result<DepartmentCases, ApiError> {
    server::handle(async |context| server::dashboards::department(&context, english).await).await
}

/// What was counted, for the start page; none where nothing was, or nothing of what the account may see.
///
/// # Errors
/// [`ApiError::Forbidden`], [`ApiError::Internal`] when the database cannot be read.
#[server(name = CountedCasesCall, endpoint = "dashboards/counted", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn counted_cases(
    /// Whether the words are English.
    english: bool,
) -> Result<Option<CountedCases>, ApiError> {
    server::handle(async |context| server::dashboards::counted(&context, english).await).await
}

/// The dashboard of a unit.
///
/// # Errors
/// [`ApiError::NotFound`] when there is no such unit, [`ApiError::Forbidden`].
#[server(name = UnitCasesCall, endpoint = "dashboards/unit", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn unit_cases(
    /// What is asked.
    ask: AskUnitCases,
) -> Result<UnitCases, ApiError> {
    server::handle(async |context| server::dashboards::unit(&context, ask).await).await
}

/// What the simulation says of the relief: the least additional posts, in a sentence.
///
/// # Errors
/// [`ApiError::NotFound`], [`ApiError::Busy`] while another one is computed, [`ApiError::Invalid`] with the reason.
#[server(name = ReliefOfCases, endpoint = "dashboards/relief", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn relief_of_cases(
    /// What is asked.
    ask: AskUnitCases,
) -> Result<String, ApiError> {
    server::handle(async |context| server::dashboards::relief(&context, ask).await).await
}

/// The changes that put what the last counted year says into the plan, demand or handling times: to be made a step of the scenario.
///
/// # Errors
/// [`ApiError::NotFound`] without a counted year, and where no handling time follows from it.
#[server(name = CalibrationOfCases, endpoint = "dashboards/calibration", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn calibration_of_cases(
    /// Whether handling times are asked for; else the demand.
    handling: bool,
) -> Result<CalibrationStep, ApiError> {
    server::handle(async |context| server::dashboards::calibration(&context, handling).await).await
}
