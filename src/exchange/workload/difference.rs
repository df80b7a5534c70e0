//! The changes that make a plan agree with a table of figures for the assessment.

use super::{Evidence, ListedWork};
use crate::format::{Language, number};
use crate::plan::{
    Action, CaseType, CaseTypeId, CaseTypePatch, Change, OTHER_EVIDENCE, Organisation, Provenance,
};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Minutes up to which two handling times are the same: tables are rounded to two decimals.
const SAME_MINUTES: f64 = 0.005_1;

/// Most characters of evidence that is kept.
const MOST_EVIDENCE: usize = 3_000;

/// The name of a handling time in evidence.
pub(super) const MINUTES: &str = "mBZ";

/// The name of a number of cases in evidence.
pub(super) fn cases_of(year: u16) -> String {
    format!("Fallzahl {year}")
}

/// What happens to one case type.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkChange {
    /// Which case type.
    pub case_type: CaseTypeId,
    /// Its name.
    pub name: String,
    /// What stands in the plan now, in German.
    pub before: String,
    /// What will.
    pub after: String,
    /// The changes that it is made of.
    pub changes: Vec<Change>,
}

/// A table against a plan.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WorkDifference {
    /// Changed case types, in the order of the table.
    pub work: Vec<WorkChange>,
    /// Case types that agree.
    pub unchanged: usize,
    /// What cannot be taken over, in German sentences.
    pub notices: Vec<String>,
}

/// Compares a table with the case types of a day; `file` names it where a row has no source. The changes count from that day on.
#[must_use]
pub fn work_differences(
    organisation: &Organisation,
    day: NaiveDate,
    listed: &[ListedWork],
    file: &str,
) -> WorkDifference {
    let mut found = WorkDifference::default();
    for one in listed {
        // The reader knows the plan's own case types, and no change takes one away.
        let Some(of) = organisation.plan.case_type(&one.case_type) else { continue };
        if one.minutes.is_some() && of.minutes_per_case() <= 0.0 {
            found.notices.push(format!(
                "Die Bearbeitungszeit der Fallart „{}“ bleibt, wie sie ist: Keiner ihrer Schritte braucht im Plan Zeit.",
                of.name
            ));
        }
        match changed(of, one, day, file) {
            Some(change) => found.work.push(change),
            None => found.unchanged += 1,
        }
    }
    found
}

fn changed(of: &CaseType, one: &ListedWork, day: NaiveDate, file: &str) -> Option<WorkChange> {
    let mut patch = CaseTypePatch::new(of.id.clone());
    let (mut before, mut after, mut other) = (Vec::new(), Vec::new(), BTreeSet::new());
    let mut counts = of.counts.clone();
    for (year, count) in &one.counts {
        let old = counts.insert(*year, *count);
        if old != Some(*count) {
            other.insert(cases_of(*year));
            before.push(format!("{}: {}", cases_of(*year), old.map_or("–".to_owned(), whole)));
            after.push(format!("{}: {}", cases_of(*year), whole(*count)));
        }
    }
    patch.counts = (counts != of.counts).then_some(counts);
    let now = of.minutes_per_case();
    if let Some(minutes) = one.minutes.filter(|minutes| (minutes - now).abs() > SAME_MINUTES) {
        patch.steps = of.steps_taking(minutes);
        if patch.steps.is_some() {
            other.insert(MINUTES.to_owned());
            before.push(format!("{MINUTES} {} Min.", figure(now)));
            after.push(format!("{MINUTES} {} Min.", figure(minutes)));
        }
    }
    let old = of.note.as_deref().unwrap_or_default();
    if !other.is_empty() || (of.provenance == Provenance::Assumption && says_more(one, old)) {
        let note = note(one, &other, old, file);
        after.push(note.clone());
        patch.note = (note != old).then_some(Some(note));
        // What takes the place of a figure of the source document does not stand there.
        let stated = !other.is_empty() && of.provenance == Provenance::Document;
        patch.provenance = stated.then_some(Provenance::Assumption);
    }
    (patch != CaseTypePatch::new(of.id.clone())).then(|| WorkChange {
        case_type: of.id.clone(),
        name: of.name.clone(),
        before: before.join("; "),
        after: after.join("; "),
        changes: vec![Change { effective: day, action: Action::SetCaseType(patch) }],
    })
}

/// Whether a table names a source or a grade that is not noted yet.
fn says_more(one: &ListedWork, noted: &str) -> bool {
    let sources = one.evidence.iter().map(|evidence| &evidence.source);
    sources.chain(&one.grades).any(|text| !noted.contains(text.as_str()))
}

/// Where the figures come from: those that have a source, and those that differ. Evidence of figures that are not among them stays
/// behind it.
fn note(one: &ListedWork, other: &BTreeSet<String>, old: &str, file: &str) -> String {
    let mut named: BTreeSet<&str> = BTreeSet::new();
    let mut parts = Vec::new();
    for Evidence { of, source } in &one.evidence {
        let of: Vec<&str> = of
            .iter()
            .filter(|figure| !source.is_empty() || other.contains(*figure))
            .map(String::as_str)
            .collect();
        if of.is_empty() {
            continue;
        }
        let source = if source.is_empty() { format!("Tabelle „{file}“") } else { source.clone() };
        parts.push(format!("{}: {source}", of.join(", ")));
        named.extend(of);
    }
    if !one.grades.is_empty() {
        parts.push(format!("Laufbahn- oder Entgeltgruppe: {}", one.grades.join(", ")));
    }
    if one.freed && named.contains(MINUTES) {
        parts.push("10 % Verteilzeit herausgerechnet".to_owned());
    }
    let mut text = parts.join("; ");
    if !text.ends_with('.') {
        text.push('.');
    }
    let all = named.contains(MINUTES) && named.len() > 1;
    let rest = old.rsplit_once(OTHER_EVIDENCE).map_or(old, |(_, rest)| rest);
    if !all && !rest.is_empty() && !text.contains(rest) {
        text.push_str(OTHER_EVIDENCE);
        text.push_str(rest);
    }
    text.chars().take(MOST_EVIDENCE).collect()
}

fn whole(value: u64) -> String {
    number(value as f64, 0, Language::German)
}

/// Minutes without decimals that say nothing.
fn figure(minutes: f64) -> String {
    let is_enough = |decimals: &u8| {
        let scale = 10_f64.powi(i32::from(*decimals));
        ((minutes * scale).round() / scale - minutes).abs() < SAME_MINUTES
    };
    number(minutes, (0..2).find(is_enough).map_or(2, usize::from), Language::German)
}
