//! The head of a table: found below its titles, its columns named.

use super::headings::{Column, Heading, column, is_head};
use super::mapping::Mapping;
use super::sheet::{Row, Wrong, letters};
use std::collections::BTreeMap;

/// Rows in which the head may stand; above it are titles.
pub(super) const HEAD_WITHIN: usize = 30;

/// The head of a table and where its columns stand.
pub(super) struct Head<F> {
    pub(super) row: Row,
    places: BTreeMap<F, usize>,
    /// What was left out, in German sentences.
    pub(super) notices: Vec<String>,
    /// What is wrong above it.
    pub(super) wrong: Vec<Wrong>,
}

impl<F: Heading> Head<F> {
    /// Reads up to the head.
    ///
    /// # Errors
    /// Where there is none, or a column stands in it twice; with what is wrong above it.
    pub(super) fn find(
        rows: &mut impl Iterator<Item = Result<Row, Wrong>>,
        mapping: &Mapping,
    ) -> Result<Self, Vec<Wrong>> {
        let mut above = Vec::new();
        for row in rows.take(HEAD_WITHIN) {
            let row = match row {
                Ok(row) => row,
                Err(wrong) => {
                    above.push(wrong);
                    continue;
                }
            };
            let columns: Vec<Column<F>> = row.cells.iter().map(|cell| column(cell, mapping)).collect();
            if is_head(&columns) {
                return Self::of(row, &columns, above);
            }
        }
        // What is wrong may be the head itself: then it is not missing.
        if above.is_empty() {
            above.push(Wrong::row(1, F::MISSING));
        }
        Err(above)
    }

    fn of(row: Row, columns: &[Column<F>], above: Vec<Wrong>) -> Result<Self, Vec<Wrong>> {
        let mut head = Self { row, places: BTreeMap::new(), notices: Vec::new(), wrong: Vec::new() };
        let mut wrong = above;
        let before = wrong.len();
        for (at, column) in columns.iter().enumerate() {
            let (letter, heading) = (letters(at), head.row.cell(at));
            match column {
                Column::Read(field) => {
                    if let Some(first) = head.places.insert(*field, at) {
                        let first = letters(first);
                        let reason = format!(
                            "„{heading}“ gibt es schon in Spalte {first}. Bitte entfernen Sie eine der beiden Spalten."
                        );
                        wrong.push(Wrong::cell(head.row.number, at, reason));
                    }
                }
                Column::Dropped => head.notices.push(format!(
                    "Spalte {letter} („{heading}“) sieht nach Angaben über Personen aus und wurde nicht gelesen."
                )),
                Column::Ignored => {
                    head.notices.push(format!("Spalte {letter} („{heading}“) wird nicht gebraucht."));
                }
                Column::Nameless => {}
            }
        }
        if wrong.len() > before {
            return Err(wrong);
        }
        head.wrong = wrong;
        Ok(head)
    }

    /// Whether there is such a column.
    pub(super) fn has(&self, field: F) -> bool {
        self.places.contains_key(&field)
    }

    /// The text of a row in a column; empty where there is none.
    pub(super) fn text<'r>(&self, row: &'r Row, field: F) -> &'r str {
        self.places.get(&field).map_or("", |place| row.cell(*place))
    }

    /// Letter and heading of a column; none where there is none.
    pub(super) fn name(&self, field: F) -> Option<String> {
        let place = self.places.get(&field)?;
        Some(format!("{} („{}“)", letters(*place), self.row.cell(*place)))
    }

    /// What is wrong in a column, which is named by letter and heading.
    pub(super) fn wrong(&self, row: &Row, field: F, reason: impl Into<String>) -> Wrong {
        Wrong { row: row.number, column: self.name(field), reason: reason.into() }
    }
}
