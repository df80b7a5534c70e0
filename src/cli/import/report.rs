//! What is said of a table that was read.

use crate::cli::table::{Cell, Table};
use crate::exchange::Difference;
use crate::format::Language;
use crate::server::imports::{LISTED, changed_figures, counts_sentence};

/// What a table of counts changed or would change, with the changes one by one.
pub(super) fn counts_summary(found: &Difference, taken: bool) -> String {
    let mut text = counts_sentence(found, taken) + "\n";
    let changes: Vec<_> = found.rows.iter().filter(|row| row.before.is_some()).collect();
    let mut table = Table::new(&["Fallart", "Monat", "Angabe", "bisher", "neu"]);
    let cell = |value: Option<u64>| value.map_or(Cell::Empty, |value| Cell::Number(value as f64, 0));
    for row in changes.iter().take(LISTED) {
        for (name, before, after) in changed_figures(row) {
            table.row(vec![
                row.case_type.as_str().into(),
                row.month.label(Language::German).as_str().into(),
                name.into(),
                cell(before),
                cell(after),
            ]);
        }
    }
    if !changes.is_empty() {
        text.push('\n');
        text.push_str(&table.to_text());
    }
    if changes.len() > LISTED {
        text.push_str(&format!("… und {} weitere\n", changes.len() - LISTED));
    }
    text
}
