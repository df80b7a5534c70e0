//! Monthly counts from a table: one row for each case type and month. All or nothing, every error with its place.

use super::head::Head;
use super::headings::{Field, is_sum};
use super::mapping::Mapping;
use super::sheet::{Row, Wrong};
use crate::caseload::{Counts, Ledger, Month};
use crate::format::{Language, folded, parse_number};
use crate::plan::{CaseType, CaseTypeId, Plan};
use std::collections::BTreeMap;

mod difference;
mod template;

pub use difference::{Difference, RowDifference, difference};
pub use template::{cases_csv, counts_csv};

/// Most rows of a table of counts: sixty case types over two hundred and seventy years.
pub const MAX_ROWS: usize = 200_000;

/// Errors that are told one by one.
pub(super) const MAX_WRONG: usize = 100;

/// What a table holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CountsFile {
    /// The counts.
    pub ledger: Ledger,
    /// Rows that gave a count.
    pub rows: usize,
    /// Where they stand: kind of case and row.
    pub places: Vec<(CaseTypeId, u32)>,
    /// Letter and heading of the column of kinds of cases.
    pub type_column: Option<String>,
    /// What was left out or filled in, in German sentences.
    pub notices: Vec<String>,
}

/// Reads a table of counts. Case types are known by their identifier or their name, columns by their heading or by what was
/// decided about it.
///
/// # Errors
/// Every wrong place in the order of the rows, at most a hundred and a last one that says so.
pub fn read_counts(
    plan: &Plan,
    mapping: &Mapping,
    mut rows: impl Iterator<Item = Result<Row, Wrong>>,
) -> Result<CountsFile, Vec<Wrong>> {
    let mut reader = Reader::new(plan, Head::find(&mut rows, mapping)?);
    for row in rows {
        match row {
            Ok(row) => reader.row(&row),
            Err(wrong) => reader.wrong.push(wrong),
        }
        if reader.read > MAX_ROWS {
            let reason = "Die Tabelle hat mehr als 200.000 Zeilen. Fallzahlen haben eine Zeile je Fallart und Monat; bitte prüfen Sie, ob es die richtige Datei ist.";
            reader.wrong.push(Wrong::row(reader.last_row, reason));
            break;
        }
        if reader.wrong.len() >= MAX_WRONG {
            let reason = "Weitere Fehler werden nicht mehr genannt; bitte berichtigen Sie zuerst diese.";
            reader.wrong.push(Wrong::row(reader.last_row, reason));
            break;
        }
    }
    reader.finish()
}

/// Case types by identifier and name, folded.
pub(super) fn types(plan: &Plan) -> BTreeMap<String, &CaseType> {
    let mut types: BTreeMap<String, &CaseType> =
        plan.case_types.iter().map(|case_type| (folded(&case_type.name), case_type)).collect();
    // An identifier is never hidden by the name of another.
    types.extend(plan.case_types.iter().map(|case_type| (folded(case_type.id.as_str()), case_type)));
    types
}

/// What is said of a case type that the plan does not have.
pub(super) fn unknown_type(text: &str) -> String {
    let shown: String = text.chars().take(60).collect();
    format!(
        "Die Fallart „{shown}“ gibt es im Plan nicht. Bitte verwenden Sie ihre Kennung oder ihren Namen, oder legen Sie sie im Plan an."
    )
}

/// Whether a cell says nothing; empty is not 0.
pub(super) fn is_empty(text: &str) -> bool {
    matches!(text, "" | "-" | "–" | "--" | "k. A." | "k.A.")
}

/// A number of cases; none for an empty cell or a dash. The reason of a refusal is a German sentence.
pub(super) fn whole_number(text: &str) -> Result<Option<u64>, String> {
    if is_empty(text) {
        return Ok(None);
    }
    let shown: String = text.chars().take(40).collect();
    match parse_number(text.strip_prefix('+').unwrap_or(text), Language::German) {
        None => Err(format!(
            "„{shown}“ ist keine Zahl; bitte tragen Sie eine ganze Zahl ein oder lassen Sie die Zelle leer."
        )),
        Some(value) if value < 0.0 => Err(format!("„{shown}“ ist negativ; Fallzahlen sind mindestens 0.")),
        Some(value) if value > Counts::MOST as f64 => {
            Err(format!("„{shown}“ ist mehr als zehn Millionen; bitte prüfen Sie die Zahl."))
        }
        Some(value) if value.fract() != 0.0 => {
            Err(format!("„{shown}“ ist keine ganze Zahl; Fallzahlen sind ganze Zahlen."))
        }
        Some(value) => Ok(Some(value as u64)),
    }
}

/// What has been read so far.
struct Reader<'a> {
    /// Identifier and name, folded.
    types: BTreeMap<String, &'a CaseType>,
    head: Head<Field>,
    /// Row of each entry, to name the first of two.
    seen: BTreeMap<(CaseTypeId, Month), u32>,
    file: CountsFile,
    wrong: Vec<Wrong>,
    month: Option<Month>,
    case_type: Option<&'a CaseType>,
    read: usize,
    last_row: u32,
    sums: usize,
    repeated: usize,
    texts: usize,
}

impl<'a> Reader<'a> {
    fn new(plan: &'a Plan, mut head: Head<Field>) -> Self {
        let (notices, wrong) = (std::mem::take(&mut head.notices), std::mem::take(&mut head.wrong));
        let type_column = head.name(Field::CaseType);
        Self {
            types: types(plan),
            last_row: head.row.number,
            head,
            seen: BTreeMap::new(),
            file: CountsFile { notices, type_column, ..CountsFile::default() },
            wrong,
            month: None,
            case_type: None,
            read: 0,
            sums: 0,
            repeated: 0,
            texts: 0,
        }
    }

    fn text<'r>(&self, row: &'r Row, field: Field) -> &'r str {
        self.head.text(row, field)
    }

    fn refuse(&mut self, row: &Row, field: Field, reason: impl Into<String>) {
        self.wrong.push(self.head.wrong(row, field, reason));
    }

    fn row(&mut self, row: &Row) {
        self.read += 1;
        self.last_row = row.number;
        let (month, case_type) = (self.text(row, Field::Month), self.text(row, Field::CaseType));
        if is_sum(month) || is_sum(case_type) {
            self.sums += 1;
            return;
        }
        let figures = [Field::Received, Field::Completed, Field::Open];
        if figures.iter().all(|field| self.text(row, *field).is_empty()) && case_type.is_empty() {
            // A source or a remark below the table; a lone month begins a merged block.
            match Month::parse(month) {
                Ok(month) => self.month = Some(month),
                Err(_) => self.texts += 1,
            }
            return;
        }
        let before = self.wrong.len();
        self.find_month(row, month);
        self.find_type(row, case_type);
        let counts = Counts {
            received: self.count(row, Field::Received),
            completed: self.count(row, Field::Completed),
            open: self.count(row, Field::Open),
        };
        if self.wrong.len() == before {
            self.enter(row, counts);
        }
    }

    /// Of merged cells only the first has a text.
    fn find_month(&mut self, row: &Row, text: &str) {
        if text.is_empty() {
            match self.month {
                Some(_) => self.repeated += 1,
                None => self.refuse(row, Field::Month, "Der Monat fehlt; bitte tragen Sie ihn ein."),
            }
            return;
        }
        match Month::parse(text) {
            Ok(month) => self.month = Some(month),
            Err(error) => {
                self.month = None;
                self.refuse(row, Field::Month, format!("{error}."));
            }
        }
    }

    fn find_type(&mut self, row: &Row, text: &str) {
        if text.is_empty() {
            match self.case_type {
                Some(_) => self.repeated += 1,
                None => {
                    self.refuse(row, Field::CaseType, "Die Fallart fehlt; bitte tragen Sie ihre Kennung ein.")
                }
            }
            return;
        }
        self.case_type = self.types.get(&folded(text)).copied();
        if self.case_type.is_none() {
            self.refuse(row, Field::CaseType, unknown_type(text));
        }
    }

    fn count(&mut self, row: &Row, field: Field) -> Option<u64> {
        match whole_number(self.text(row, field)) {
            Ok(count) => count,
            Err(reason) => {
                self.refuse(row, field, reason);
                None
            }
        }
    }

    fn enter(&mut self, row: &Row, counts: Counts) {
        let (Some(month), Some(case_type)) = (self.month, self.case_type) else { return };
        // Empty is not 0: nothing was counted.
        if counts == Counts::default() {
            return;
        }
        let id = case_type.id.clone();
        match self.seen.insert((id.clone(), month), row.number) {
            Some(first) => {
                let reason = format!(
                    "Für diese Fallart und diesen Monat steht schon in Zeile {first} etwas. Bitte entfernen Sie eine der beiden Zeilen."
                );
                self.refuse(row, Field::CaseType, reason);
            }
            None => {
                self.file.rows += 1;
                self.file.places.push((id.clone(), row.number));
                self.file.ledger.enter(id, month, counts);
            }
        }
    }

    fn finish(mut self) -> Result<CountsFile, Vec<Wrong>> {
        if !self.wrong.is_empty() {
            return Err(self.wrong);
        }
        if self.file.rows == 0 {
            let reason = "Unter der Kopfzeile stehen keine Fallzahlen; bitte prüfen Sie, ob es die richtige Datei ist.";
            return Err(vec![Wrong::row(self.last_row, reason)]);
        }
        let lines = |count: usize| if count == 1 { "Zeile" } else { "Zeilen" };
        for (count, what) in [
            (self.sums, "mit Summen übergangen; Summen werden selbst gebildet"),
            (self.texts, "ohne Zahlen übergangen"),
        ] {
            if count > 0 {
                self.file.notices.push(format!("{count} {} {what}.", lines(count)));
            }
        }
        if self.repeated > 0 {
            let (count, cells) =
                (self.repeated, if self.repeated == 1 { "leere Zelle" } else { "leere Zellen" });
            self.file.notices.push(format!(
                "{count} {cells} bei Monat oder Fallart mit dem Wert darüber gefüllt (verbundene Zellen)."
            ));
        }
        Ok(self.file)
    }
}

#[cfg(test)]
mod tests;
