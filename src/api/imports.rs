//! Figures that come in: tables that are uploaded, the monthly sheet, the list of imports.
//!
//! A table does not come as a server function: it is larger than those take. It is posted to [`UPLOAD_PATH`]: a line of JSON
//! ([`TableAsk`]), then the file as it is. The answer is lines of JSON as well ([`TableNews`]): how far the reading has come, and at
//! last what became of it. The server keeps nothing in between; the page sends the file again when it is to be taken over.

use super::{ApiError, Json};
use crate::exchange::TableKind;
use crate::plan::Change;
#[cfg(feature = "ssr")]
use crate::server;
use leptos::prelude::*;
use serde::Serialize;

/// Where tables are posted.
pub const UPLOAD_PATH: &str = "/daten/datei";

/// What is asked about a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct TableAsk {
    /// Name of the file, without its folder.
    pub name: String,
    /// What it holds; none to find out.
    pub kind: Option<TableKind>,
    /// What was decided about its headings.
    pub columns: Vec<Decision>,
    /// What was decided about words for the state of a case.
    pub states: Vec<Decision>,
    /// Whether it is taken over, or only compared.
    pub take: bool,
    /// Of a list of cases: new ones are taken over.
    pub added: bool,
    /// Of a list of cases: changed ones are taken over.
    pub changed: bool,
    /// Of a list of cases: it holds all open ones, so that those it does not have are completed.
    pub complete: bool,
    /// Keys of the changes that are left out; of a list of cases those of rows.
    pub leave: Vec<String>,
    /// The scenario with which a table of posts or of figures for the assessment is compared.
    pub scenario: Option<super::ScenarioId>,
}

/// A heading or a word, and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// The heading or the word.
    pub word: String,
    /// Name of a field or state; empty for what is not read.
    pub means: String,
}

/// A line of the answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TableNews {
    /// So many cases were read.
    Read(u64),
    /// The end: what became of it.
    Looked(Box<TableLooked>),
    /// The end: it was not done.
    Failed(ApiError),
}

/// What became of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct TableLooked {
    /// What it holds; none where nobody knows.
    pub kind: Option<TableKind>,
    /// Names of the columns that such a table can have.
    pub fields: Vec<String>,
    /// Its columns.
    pub columns: Vec<TableColumn>,
    /// Its first rows, each with its number before its cells.
    pub rows: Vec<Vec<String>>,
    /// Every wrong place; then nothing was taken over.
    pub wrong: Vec<WrongPlace>,
    /// Words for states to decide about.
    pub unknown_states: Vec<String>,
    /// What was left out or filled in, and where counts contradict one another; German sentences.
    pub notices: Vec<String>,
    /// What it would change or has changed.
    pub changes: Vec<TableChange>,
    /// How much that is in all.
    pub sums: TableSums,
    /// Whether it was taken over.
    pub taken: bool,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableColumn {
    /// What a spreadsheet calls it.
    pub letter: String,
    /// Its heading.
    pub heading: String,
    /// Name of its field; empty where it is not read.
    pub field: String,
    /// Whether it looks like persons; then it is never read.
    pub person: bool,
}

/// A wrong place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WrongPlace {
    /// Row, from 1.
    pub row: u32,
    /// Letter of the column with its heading; empty for the whole row.
    pub column: String,
    /// A German sentence with the remedy.
    pub reason: String,
}

/// One change that can be accepted or left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TableChange {
    /// Tells it from the others.
    pub key: String,
    /// Of what.
    pub title: String,
    /// What is stored; empty for something new.
    pub before: String,
    /// What will be; empty for what vanishes.
    pub after: String,
    /// Whether it is one that is normally taken over: what vanishes is not.
    pub usual: bool,
    /// Of posts and figures for the assessment: the changes of the plan that it is made of.
    pub changes: Vec<Change>,
}

/// How much a table changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Default)]
pub struct TableSums {
    /// Not stored yet.
    pub added: u64,
    /// Stored otherwise.
    pub changed: u64,
    /// The same.
    pub unchanged: u64,
    /// Stored and not in the table.
    pub absent: u64,
    /// Stored and not told of, as few people work on it: whether it is another is left open.
    pub withheld: u64,
}

/// What is stored and where it came from.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct Provenance {
    /// What there is, in a German sentence.
    pub sentence: String,
    /// The same in English.
    pub sentence_english: String,
    /// The imports, the latest first.
    pub imports: Vec<ImportShown>,
    /// Largest file that is taken, in bytes.
    pub most_bytes: u64,
}

/// An import that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportShown {
    /// Tells it from the others.
    pub id: String,
    /// `counts`, `cases`, `posts` or `sheet`.
    pub kind: String,
    /// Name of the file.
    pub source: String,
    /// Short name of the account.
    pub actor: String,
    /// How much it changed; none where that is about other units, too.
    pub sums: Option<TableSums>,
    /// What was left out or filled in.
    pub notices: Vec<String>,
    /// When, in microseconds since 1970-01-01 UTC.
    pub recorded_at: i64,
}

/// The monthly sheet of a year: what is stored of each case type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sheet {
    /// Year.
    pub year: u32,
    /// Case types in the order of the plan, as far as the user keeps them.
    pub rows: Vec<SheetRow>,
}

/// A case type in the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SheetRow {
    /// Identifier of the case type.
    pub case_type: String,
    /// Its name.
    pub name: String,
    /// Name of its unit.
    pub unit: String,
    /// Whether stored figures are not shown, because the unit is below the minimum size; they can be written all the same.
    pub withheld: bool,
    /// Twelve months.
    pub months: Vec<SheetCell>,
}

/// The figures of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Default)]
pub struct SheetCell {
    /// Cases received.
    pub received: Option<u64>,
    /// Cases completed.
    pub completed: Option<u64>,
    /// Cases open at its end.
    pub open: Option<u64>,
}

/// A figure of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetFigure {
    /// Cases received.
    Received,
    /// Cases completed.
    Completed,
    /// Cases open at the end of the month.
    Open,
}

impl SheetFigure {
    /// All, with their names.
    pub const WORDS: [(&'static str, Self); 3] =
        [("received", Self::Received), ("completed", Self::Completed), ("open", Self::Open)];
}

/// One figure that was typed into the sheet; none takes it away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SheetEntry {
    /// Identifier of the case type.
    pub case_type: String,
    /// Month, 1 to 12.
    pub month: u32,
    /// Which figure.
    pub figure: SheetFigure,
    /// Its value.
    pub value: Option<u64>,
}

/// Figures to be stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SaveSheet {
    /// Year.
    pub year: u32,
    /// What was typed.
    pub entries: Vec<SheetEntry>,
}

/// What is stored and where it came from.
///
/// # Errors
/// [`ApiError::Forbidden`].
#[server(endpoint = "imports/provenance", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn import_provenance() -> Result<Provenance, ApiError> {
    server::handle(async |context| server::imports::provenance(&context).await).await
}

/// The monthly sheet of a year.
///
/// # Errors
/// [`ApiError::Forbidden`].
#[server(endpoint = "imports/sheet", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn load_sheet(
    /// Which year.
    year: u32,
) -> Result<Sheet, ApiError> {
    server::handle(async |context| server::imports::sheet(&context, year).await).await
}

/// Stores figures of the sheet and gives what they changed; the same again changes nothing.
///
/// # Errors
/// [`ApiError::Invalid`] for a case type that is not in the plan or not the user's, [`ApiError::Forbidden`].
#[server(name = SaveSheetCall, endpoint = "imports/save", input = Json, output = Json, input_derive = (Clone, Serialize))]
pub async fn save_sheet(
    /// What is asked.
    command: SaveSheet,
) -> Result<TableSums, ApiError> {
    server::handle(async |context| server::imports::save(&context, command).await).await
}
