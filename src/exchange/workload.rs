//! Figures of an assessment from a table: cases of a year and handling minutes by case type, with where they come from.
//!
//! What the table does not say stays as it is. Minutes are without allowance time (Verteilzeit), as the plan keeps them; a column whose
//! heading says that it is in them is freed of it.

mod difference;
mod headings;
mod template;

pub use difference::{WorkChange, WorkDifference, work_differences};
pub use template::workload_csv;

pub(super) use headings::WorkField;

use difference::{MINUTES, cases_of};

use super::counts::{MAX_WRONG, is_empty, types, unknown_type, whole_number};
use super::head::Head;
use super::headings::is_sum;
use super::mapping::Mapping;
use super::sheet::{Row, Wrong};
use crate::assessment::without_allowance;
use crate::format::{Language, both_ways, folded, parse_number};
use crate::plan::{CaseType, CaseTypeId, Plan};
use chrono::Datelike;
use std::collections::BTreeMap;

/// Most rows of such a table.
const MAX_WORK_ROWS: usize = 20_000;

/// Most minutes of a case.
const MOST_MINUTES: f64 = 100_000.0;

/// Years that a figure can be of.
const YEARS: std::ops::RangeInclusive<u16> = 1990..=2100;

/// Longest source and longest grade, in characters.
const MOST_WORDS: usize = 300;

/// What a table says of a case type.
#[derive(Debug, Clone, PartialEq)]
pub struct ListedWork {
    /// Its first row.
    pub row: u32,
    /// Which case type.
    pub case_type: CaseTypeId,
    /// Cases by year.
    pub counts: BTreeMap<u16, u64>,
    /// Minutes of a case, without allowance time.
    pub minutes: Option<f64>,
    /// Whether allowance time was in the minutes of the table.
    pub freed: bool,
    /// What was said of where its figures come from, row by row.
    pub evidence: Vec<Evidence>,
    /// Career group or grade of those who do the work, as written.
    pub grades: Vec<String>,
}

/// Where figures come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Which figures: „Fallzahl 2023“, „mBZ“.
    pub of: Vec<String>,
    /// The source as written; empty where the table names none.
    pub source: String,
}

/// A table of figures for the assessment.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WorkloadFile {
    /// Case types in the order of the table.
    pub work: Vec<ListedWork>,
    /// What was left out or filled in, in German sentences.
    pub notices: Vec<String>,
}

/// Reads a table of figures for the assessment. Case types are known by their identifier or their name. A number of cases without a
/// year is of the last one that was over on the plan's first day.
///
/// # Errors
/// Every wrong place in the order of the rows, at most a hundred and a last one that says so.
pub fn read_workload(
    plan: &Plan,
    mapping: &Mapping,
    mut rows: impl Iterator<Item = Result<Row, Wrong>>,
) -> Result<WorkloadFile, Vec<Wrong>> {
    let mut head: Head<WorkField> = Head::find(&mut rows, mapping)?;
    let (notices, wrong) = (std::mem::take(&mut head.notices), std::mem::take(&mut head.wrong));
    let last_year = u16::try_from(plan.as_of.year() - 1).unwrap_or(*YEARS.start());
    let mut reader = Reader { last_year, wrong, ..Reader::new(types(plan), head) };
    for (read, row) in rows.enumerate() {
        match row {
            Ok(row) => reader.row(&row),
            Err(wrong) => reader.wrong.push(wrong),
        }
        if reader.wrong.len() >= MAX_WRONG || read >= MAX_WORK_ROWS {
            let reason = if read >= MAX_WORK_ROWS {
                "Die Tabelle hat mehr als 20.000 Zeilen; bitte prüfen Sie, ob es die richtige Datei ist."
            } else {
                "Weitere Fehler werden nicht mehr genannt; bitte berichtigen Sie zuerst diese."
            };
            reader.wrong.push(Wrong::row(reader.last_row, reason));
            break;
        }
    }
    reader.finish(notices)
}

/// The figures of a row.
struct Figures {
    /// Cases, and of which year.
    counted: Option<(u64, u16)>,
    /// Minutes without allowance time, and whether it was in them.
    minutes: Option<(f64, bool)>,
}

struct Reader<'a> {
    types: BTreeMap<String, &'a CaseType>,
    head: Head<WorkField>,
    work: Vec<ListedWork>,
    places: BTreeMap<CaseTypeId, usize>,
    wrong: Vec<Wrong>,
    /// The case type of the row before, for merged cells.
    case_type: Option<&'a CaseType>,
    last_year: u16,
    last_row: u32,
    skipped: usize,
    yearless: usize,
    freed: usize,
}

impl<'a> Reader<'a> {
    fn new(types: BTreeMap<String, &'a CaseType>, head: Head<WorkField>) -> Self {
        Self {
            types,
            last_row: head.row.number,
            head,
            work: Vec::new(),
            places: BTreeMap::new(),
            wrong: Vec::new(),
            case_type: None,
            last_year: *YEARS.start(),
            skipped: 0,
            yearless: 0,
            freed: 0,
        }
    }

    fn row(&mut self, row: &Row) {
        self.last_row = row.number;
        let text = |field| self.head.text(row, field);
        let figures = [WorkField::Count, WorkField::Minutes, WorkField::Gross];
        let empty = figures.iter().all(|field| is_empty(text(*field)));
        let name = text(WorkField::CaseType).to_owned();
        // Sums, remarks below the table, rows that were not filled in.
        if is_sum(&name) || empty {
            self.skipped += 1;
            return;
        }
        let before = self.wrong.len();
        self.find_type(row, &name);
        let count = whole_number(self.head.text(row, WorkField::Count));
        let count = self.check(row, WorkField::Count, count).flatten();
        let year = self.year(row, count.is_some());
        let minutes = self.minutes(row);
        let source = self.words(row, WorkField::Source);
        let grade = self.words(row, WorkField::Grade);
        let (Some(case_type), Some(source), Some(grade)) = (self.case_type, source, grade) else { return };
        if self.wrong.len() == before {
            let figures = Figures { counted: count.zip(year), minutes };
            self.enter(row, case_type, figures, (source, grade));
        }
    }

    /// Of merged cells only the first has a text.
    fn find_type(&mut self, row: &Row, text: &str) {
        if !text.is_empty() {
            self.case_type = self.types.get(&folded(text)).copied();
        }
        if self.case_type.is_none() {
            let reason = if text.is_empty() {
                "Die Fallart fehlt; bitte tragen Sie ihre Kennung oder ihren Namen ein.".to_owned()
            } else {
                unknown_type(text)
            };
            self.wrong.push(self.head.wrong(row, WorkField::CaseType, reason));
        }
    }

    fn check<T>(&mut self, row: &Row, field: WorkField, found: Result<T, String>) -> Option<T> {
        found.map_err(|reason| self.wrong.push(self.head.wrong(row, field, reason))).ok()
    }

    /// The year of a number of cases; without one the last that is over.
    fn year(&mut self, row: &Row, counted: bool) -> Option<u16> {
        let text = self.head.text(row, WorkField::Year);
        if is_empty(text) {
            self.yearless += usize::from(counted);
            return Some(self.last_year);
        }
        let found = text.parse::<u16>().ok().filter(|year| YEARS.contains(year));
        let found = found.ok_or_else(|| {
            format!(
                "„{}“ ist kein Jahr zwischen 1990 und 2100; bitte schreiben Sie es wie 2023.",
                shown(text)
            )
        });
        self.check(row, WorkField::Year, found)
    }

    /// Minutes of a case without allowance time, and whether it was in them.
    fn minutes(&mut self, row: &Row) -> Option<(f64, bool)> {
        let (net, gross) = (self.head.text(row, WorkField::Minutes), self.head.text(row, WorkField::Gross));
        match (is_empty(net), is_empty(gross)) {
            (true, true) => None,
            (false, true) => {
                let found = minutes(net);
                self.check(row, WorkField::Minutes, found).map(|minutes| (minutes, false))
            }
            (true, false) => {
                let found = minutes(gross);
                self.check(row, WorkField::Gross, found).map(|minutes| (without_allowance(minutes), true))
            }
            (false, false) => {
                let reason = "Die Bearbeitungszeit steht mit und ohne Verteilzeit da; bitte lassen Sie eine der beiden Zellen leer.";
                self.check(row, WorkField::Gross, Err(reason.to_owned()))
            }
        }
    }

    /// A text on one line.
    fn words(&mut self, row: &Row, field: WorkField) -> Option<String> {
        let text = self.head.text(row, field).split_whitespace().collect::<Vec<_>>().join(" ");
        if text.chars().count() > MOST_WORDS || text.chars().any(char::is_control) {
            let reason =
                "Der Text ist länger als 300 Zeichen oder enthält Steuerzeichen; bitte kürzen Sie ihn.";
            return self.check(row, field, Err(reason.to_owned()));
        }
        Some(if is_empty(&text) { String::new() } else { text })
    }

    fn enter(
        &mut self,
        row: &Row,
        of: &CaseType,
        Figures { counted, minutes }: Figures,
        (source, grade): (String, String),
    ) {
        let place = *self.places.entry(of.id.clone()).or_insert(self.work.len());
        if place == self.work.len() {
            self.work.push(ListedWork {
                row: row.number,
                case_type: of.id.clone(),
                counts: BTreeMap::new(),
                minutes: None,
                freed: false,
                evidence: Vec::new(),
                grades: Vec::new(),
            });
        }
        let (mut figures, mut twice) = (Vec::new(), None);
        let work = &mut self.work[place];
        if let Some((count, year)) = counted {
            match work.counts.insert(year, count) {
                Some(_) => twice = Some((WorkField::Count, format!("die {}", cases_of(year)))),
                None => figures.push(cases_of(year)),
            }
        }
        if let Some((minutes, freed)) = minutes {
            match work.minutes {
                // The same beside each year says nothing new.
                Some(known) if known == minutes => {}
                Some(_) => twice = Some((WorkField::Minutes, "eine andere Bearbeitungszeit".to_owned())),
                None => {
                    (work.minutes, work.freed) = (Some(minutes), freed);
                    self.freed += usize::from(freed);
                    figures.push(MINUTES.to_owned());
                }
            }
        }
        match work.evidence.iter_mut().find(|one| one.source == source) {
            Some(known) => known.of.append(&mut figures),
            None if figures.is_empty() => {}
            None => work.evidence.push(Evidence { of: figures, source }),
        }
        if !grade.is_empty() && !work.grades.contains(&grade) {
            work.grades.push(grade);
        }
        if let Some((field, what)) = twice {
            let reason = format!(
                "Für diese Fallart steht schon {what} weiter oben (ab Zeile {}). Bitte entfernen Sie eine der beiden Angaben.",
                work.row
            );
            self.wrong.push(self.head.wrong(row, field, reason));
        }
    }

    fn finish(mut self, mut notices: Vec<String>) -> Result<WorkloadFile, Vec<Wrong>> {
        if self.wrong.is_empty() && self.work.is_empty() {
            let reason = "Unter der Kopfzeile stehen weder Fallzahlen noch Bearbeitungszeiten; bitte prüfen Sie, ob es die richtige Datei ist.";
            self.wrong.push(Wrong::row(self.last_row, reason));
        }
        if !self.wrong.is_empty() {
            return Err(self.wrong);
        }
        let lines = |count: usize| if count == 1 { "Zeile" } else { "Zeilen" };
        if self.skipped > 0 {
            let (count, lines) = (self.skipped, lines(self.skipped));
            notices.push(format!("{count} {lines} mit Summen oder ohne Zahlen übergangen."));
        }
        if self.yearless > 0 {
            let (count, lines, year) = (self.yearless, lines(self.yearless), self.last_year);
            notices.push(format!("{count} {lines} ohne Jahr: Die Fallzahl gilt als die des Jahres {year}."));
        }
        if self.freed > 0 {
            notices.push("Bearbeitungszeiten mit Verteilzeit: Der Zuschlag von 10 % (Verfahren B) wurde herausgerechnet, weil der Plan Zeiten ohne Verteilzeit führt.".to_owned());
        }
        if self.work.iter().any(|work| !work.counts.is_empty()) {
            notices.push("Fallzahlen sind die Mengen der Bemessung; den erwarteten Eingang der Simulation ändern sie nicht.".to_owned());
        }
        Ok(WorkloadFile { work: self.work, notices })
    }
}

fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}

fn minutes(text: &str) -> Result<f64, String> {
    let shown = shown(text);
    if let Some((whole, decimal)) = both_ways(text) {
        return Err(format!(
            "„{shown}“ kann {whole} oder {decimal} Minuten heißen. Bitte schreiben Sie „{whole}“ oder „{decimal}“."
        ));
    }
    match parse_number(text, Language::German) {
        None => {
            Err(format!("„{shown}“ ist keine Zahl; bitte tragen Sie Minuten je Fall ein, etwa 95 oder 12,5."))
        }
        Some(value) if value <= 0.0 => {
            Err(format!("„{shown}“ ist keine Bearbeitungszeit; sie ist größer als 0."))
        }
        Some(value) if value > MOST_MINUTES => {
            Err(format!("„{shown}“ sind mehr als 100.000 Minuten je Fall; bitte prüfen Sie die Zahl."))
        }
        Some(value) => Ok(value),
    }
}

#[cfg(test)]
mod tests;
