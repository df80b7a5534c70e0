//! Tables of counts and of cases to fill in, with the headings that are read.

use crate::caseload::Month;
use crate::exchange::Csv;
use crate::plan::{CaseType, Plan};
use std::collections::BTreeSet;

/// Months of a table to fill in.
const MONTHS: i32 = 12;

/// A row for each case type and each of the twelve months up to the last one, without figures. What stays empty says nothing.
#[must_use]
pub fn counts_csv(plan: &Plan, last: Month) -> String {
    let mut csv = Csv::new(&["Monat", "Fallart", "Eingänge", "Erledigungen", "Bestand am Monatsende"]);
    let mut names = BTreeSet::new();
    let twice: BTreeSet<&str> =
        plan.case_types.iter().map(|of| of.name.as_str()).filter(|name| !names.insert(*name)).collect();
    let called =
        |of: &CaseType| if twice.contains(of.name.as_str()) { of.id.to_string() } else { of.name.clone() };
    for back in (0..MONTHS).rev() {
        let month = last.plus(-back);
        for of in &plan.case_types {
            let month = format!("{:02}.{}", month.month(), month.year());
            csv.row(&[month.as_str(), &called(of), "", "", ""]);
        }
    }
    csv.into_text()
}

/// The headings of a list of cases: a row for each case follows, of whom nothing but these is read.
#[must_use]
pub fn cases_csv() -> String {
    Csv::new(&["Aktenzeichen", "Fallart", "Eingangsdatum", "Status", "Status seit", "Erledigt am"])
        .into_text()
}
