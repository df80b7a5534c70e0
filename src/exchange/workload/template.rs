//! The figures of an assessment as a table to fill in: every case type with what the plan has.

use crate::exchange::Csv;
use crate::format::{Language, number};
use crate::plan::{CaseType, Organisation};

const HEADER: [&str; 7] =
    ["Fallart", "Bezeichnung", "Jahr", "Fallzahl", "mBZ (Minuten)", "Laufbahngruppe", "Quelle"];

/// Every case type of an organisation with the cases of its last counted year. What is written over comes back in as changes, what
/// is left as it is changes nothing.
#[must_use]
pub fn workload_csv(organisation: &Organisation) -> String {
    let mut csv = Csv::new(&HEADER);
    for of in &organisation.plan.case_types {
        let (year, count) = match of.counts.last_key_value() {
            Some((year, count)) => (year.to_string(), number(*count as f64, 0, Language::German)),
            None => (String::new(), String::new()),
        };
        csv.row(&[of.id.as_str(), &of.name, &year, &count, &minutes(of), "", ""]);
    }
    csv.into_text()
}

fn minutes(of: &CaseType) -> String {
    match of.minutes_per_case() {
        none if none <= 0.0 => String::new(),
        minutes => number(minutes, 2, Language::German),
    }
}
