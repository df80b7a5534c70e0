//! Lists of cases: one row for each, read row by row, so that a million of them need no more memory than a batch.

use super::counts::{MAX_WRONG, types, unknown_type};
use super::dates::day;
use super::head::Head;
use super::headings::{CaseField, is_sum};
use super::mapping::{CaseState, Mapping};
use super::sheet::{Row, Wrong};
use crate::caseload::{CaseLine, Holder};
use crate::format::folded;
use crate::plan::{CaseType, Plan};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

mod difference;

pub use difference::{Accept, CaseChange, CaseChanges, CaseDifference, CaseFacts};

/// Most cases of a list.
pub const MAX_CASES: usize = 5_000_000;

/// Longest file number, in characters.
const MAX_REFERENCE: usize = 120;

/// Words for states that are told when nobody knows them.
const MAX_UNKNOWN: usize = 50;

/// Reads a list of cases in batches. Cases that were read before an error turned up must not be stored: only
/// [`CaseRows::finish`] tells whether the list is right as a whole.
pub struct CaseRows<'a, I> {
    rows: I,
    mapping: &'a Mapping,
    /// No case was received after it.
    today: NaiveDate,
    types: BTreeMap<String, &'a CaseType>,
    head: Head<CaseField>,
    found: CasesFound,
    wrong: Vec<Wrong>,
    over: bool,
    last_row: u32,
    without_state: usize,
    skipped: usize,
}

/// What is known of a list once it was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CasesFound {
    /// Cases read.
    pub cases: usize,
    /// The latest day in the list: what it is the state of.
    pub as_of: Option<NaiveDate>,
    /// Words in the column of states that nobody knows; each is an error until it is decided about.
    pub unknown_states: BTreeSet<String>,
    /// What was left out or filled in, in German sentences.
    pub notices: Vec<String>,
}

impl<'a, I: Iterator<Item = Result<Row, Wrong>>> CaseRows<'a, I> {
    /// Finds the head. Days after `today` are refused.
    ///
    /// # Errors
    /// Where there is no head, or a column stands in it twice.
    pub fn new(
        plan: &'a Plan,
        mapping: &'a Mapping,
        today: NaiveDate,
        mut rows: I,
    ) -> Result<Self, Vec<Wrong>> {
        let mut head = Head::find(&mut rows, mapping)?;
        let (notices, wrong) = (std::mem::take(&mut head.notices), std::mem::take(&mut head.wrong));
        Ok(Self {
            rows,
            mapping,
            today,
            types: types(plan),
            last_row: head.row.number,
            head,
            found: CasesFound { notices, ..CasesFound::default() },
            wrong,
            over: false,
            without_state: 0,
            skipped: 0,
        })
    }

    /// Letter and heading of the column of kinds of cases.
    #[must_use]
    pub fn type_column(&self) -> Option<String> {
        self.head.name(CaseField::CaseType)
    }

    /// The next cases, at most so many; none at the end. After an error nothing more is given, but the rest is read for others.
    pub fn batch(&mut self, most: usize) -> Vec<CaseLine> {
        let mut lines = Vec::with_capacity(most);
        while lines.len() < most && !self.over {
            match self.rows.next() {
                None => self.over = true,
                Some(Err(wrong)) => self.wrong.push(wrong),
                Some(Ok(row)) => {
                    self.last_row = row.number;
                    if let Some(line) = self.row(&row)
                        && self.wrong.is_empty()
                    {
                        lines.push(line);
                    }
                }
            }
            if self.wrong.len() >= MAX_WRONG {
                self.stop("Weitere Fehler werden nicht mehr genannt; bitte berichtigen Sie zuerst diese.");
            } else if self.found.cases > MAX_CASES {
                self.stop("Die Liste hat mehr als 5.000.000 Fälle; bitte teilen Sie sie auf.");
            }
        }
        lines
    }

    /// What the list holds, once every batch was taken.
    ///
    /// # Errors
    /// Every wrong place in the order of the rows, at most a hundred and a last one that says so; with the words for states that
    /// have to be decided about.
    pub fn finish(mut self) -> Result<CasesFound, (Vec<Wrong>, BTreeSet<String>)> {
        if self.wrong.is_empty() && self.found.cases == 0 {
            let reason =
                "Unter der Kopfzeile steht kein Fall; bitte prüfen Sie, ob es die richtige Datei ist.";
            self.wrong.push(Wrong::row(self.last_row, reason));
        }
        if !self.wrong.is_empty() {
            return Err((self.wrong, self.found.unknown_states));
        }
        if !self.head.has(CaseField::State) {
            self.found
                .notices
                .push("Ohne Spalte „Status“ gilt jeder offene Fall als bei uns liegend.".to_owned());
        } else if self.without_state > 0 {
            let count = self.without_state;
            self.found.notices.push(format!("{count} offene Fälle ohne Status gelten als bei uns liegend."));
        }
        if self.skipped > 0 {
            let (count, lines) = (self.skipped, if self.skipped == 1 { "Zeile" } else { "Zeilen" });
            self.found.notices.push(format!("{count} {lines} mit Summen oder ohne Fall übergangen."));
        }
        Ok(self.found)
    }

    fn stop(&mut self, reason: &str) {
        self.wrong.push(Wrong::row(self.last_row, reason));
        self.over = true;
    }

    fn row(&mut self, row: &Row) -> Option<CaseLine> {
        let text = |field| self.head.text(row, field);
        let (reference, case_type) = (text(CaseField::Reference), text(CaseField::CaseType));
        let no_case = case_type.is_empty() && text(CaseField::Received).is_empty();
        if no_case || is_sum(reference) {
            self.skipped += 1;
            return None;
        }
        let mut wrong = Vec::new();
        let mut refuse = |field, reason: String| wrong.push(self.head.wrong(row, field, reason));
        if let Some(reason) = not_a_reference(reference) {
            refuse(CaseField::Reference, reason);
        }
        let known = self.types.get(&folded(case_type)).map(|known| &known.id);
        if case_type.is_empty() {
            refuse(CaseField::CaseType, "Die Fallart fehlt; bitte tragen Sie ihre Kennung ein.".to_owned());
        } else if known.is_none() {
            refuse(CaseField::CaseType, unknown_type(case_type));
        }
        let mut date = |field| {
            let text = self.head.text(row, field);
            if matches!(text, "" | "-" | "–") {
                return None;
            }
            let found = day(text).and_then(|day| if day <= self.today { Ok(day) } else { Err(ahead(text)) });
            found.map_err(|reason| refuse(field, reason)).ok()
        };
        let (received, since, closed) =
            (date(CaseField::Received), date(CaseField::Since), date(CaseField::Closed));
        if received.is_none() && matches!(text(CaseField::Received), "" | "-" | "–") {
            refuse(CaseField::Received, "Das Eingangsdatum fehlt; bitte tragen Sie es ein.".to_owned());
        }
        for (field, later) in [(CaseField::Since, since), (CaseField::Closed, closed)] {
            if received.zip(later).is_some_and(|(received, later)| later < received) {
                refuse(
                    field,
                    "Das Datum liegt vor dem Eingang des Falls; bitte berichtigen Sie eines von beiden."
                        .to_owned(),
                );
            }
        }
        let state = self.state(row, closed, &mut wrong);
        self.found.cases += 1;
        let (Some(case_type), Some(received), Some(holder)) = (known.cloned(), received, state) else {
            self.wrong.append(&mut wrong);
            return None;
        };
        if !wrong.is_empty() {
            self.wrong.append(&mut wrong);
            return None;
        }
        self.found.as_of = [Some(received), since, closed, self.found.as_of].into_iter().flatten().max();
        Some(CaseLine {
            row: row.number,
            reference: reference.to_owned(),
            case_type,
            received,
            holder,
            since,
            closed,
        })
    }

    /// Whose turn it is, as the column of states says; it may not contradict the day of completion.
    fn state(&mut self, row: &Row, closed: Option<NaiveDate>, wrong: &mut Vec<Wrong>) -> Option<Holder> {
        let text = self.head.text(row, CaseField::State);
        if text.is_empty() {
            self.without_state += usize::from(closed.is_none());
            return Some(Holder::WithUs);
        }
        match self.mapping.state(text) {
            Some(CaseState::Open(holder)) => Some(holder),
            Some(CaseState::Closed) if closed.is_some() => Some(Holder::WithUs),
            Some(CaseState::Closed) => {
                let reason =
                    "Der Fall ist erledigt, aber der Tag der Erledigung fehlt; bitte tragen Sie ihn ein.";
                let field =
                    if self.head.has(CaseField::Closed) { CaseField::Closed } else { CaseField::State };
                wrong.push(self.head.wrong(row, field, reason));
                None
            }
            None => {
                let shown: String = text.chars().take(60).collect();
                let reason = format!(
                    "Der Status „{shown}“ ist nicht bekannt. Bitte ordnen Sie ihn einem der Zustände zu: liegt bei uns, in Bearbeitung, bei anderer Behörde, bei Antragstellenden, ruht, erledigt."
                );
                if self.found.unknown_states.len() < MAX_UNKNOWN {
                    self.found.unknown_states.insert(shown);
                }
                wrong.push(self.head.wrong(row, CaseField::State, reason));
                None
            }
        }
    }
}

fn ahead(text: &str) -> String {
    format!("„{text}“ liegt in der Zukunft; bitte prüfen Sie das Datum.")
}

/// Why a text is no file number; a name has no digit, and names are refused.
fn not_a_reference(text: &str) -> Option<String> {
    if text.is_empty() {
        return Some("Das Aktenzeichen fehlt; bitte tragen Sie es ein.".to_owned());
    }
    if !text.chars().any(|c| c.is_ascii_digit()) {
        return Some("Ein Aktenzeichen ohne Ziffer könnte ein Name sein. Namen werden nicht übernommen; bitte tragen Sie das Aktenzeichen ein.".to_owned());
    }
    (text.chars().count() > MAX_REFERENCE)
        .then(|| "Das Aktenzeichen ist länger als 120 Zeichen; bitte kürzen Sie es.".to_owned())
}

#[cfg(test)]
mod tests;
