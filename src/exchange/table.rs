//! A table whose kind is not known yet: CSV or workbook, of whichever kind, its first rows looked at before all are read.

use super::head::HEAD_WITHIN;
use super::headings::{CaseField, Column, Field, Heading, PostField, column, is_head, plain};
use super::kind::TableKind;
use super::mapping::{Mapping, Mappings};
use super::sheet::{Row, Rows, Wrong, letters};
use super::workbook::{MAX_WORKBOOK_BYTES, is_workbook, workbook_rows};
use super::workload::WorkField;
use std::io::{BufRead, Read};

/// Rows that are looked at first: the head stands among them.
const FIRST: usize = 40;

/// A column of a table and what is done with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundColumn {
    /// What a spreadsheet calls it.
    pub letter: String,
    /// Its heading.
    pub heading: String,
    /// Name of its field; empty where it is not read.
    pub field: String,
    /// Whether it looks like persons; then it is never read.
    pub person: bool,
}

/// A table that was begun.
pub struct Table<'a> {
    first: Vec<Result<Row, Wrong>>,
    rest: Box<dyn Iterator<Item = Result<Row, Wrong>> + 'a>,
}

impl<'a> Table<'a> {
    /// Begins a workbook or a CSV file: the first bytes tell, not the name. The buffer of the source holds the first lines.
    ///
    /// # Errors
    /// Where the source cannot be read or is a workbook that is refused.
    pub fn open(mut source: impl BufRead + 'a) -> Result<Self, Wrong> {
        let unreadable =
            |error: std::io::Error| Wrong::row(1, &format!("Die Datei lässt sich nicht lesen ({error})."));
        let mut rest: Box<dyn Iterator<Item = Result<Row, Wrong>> + 'a> =
            if is_workbook(source.fill_buf().map_err(unreadable)?) {
                let mut bytes = Vec::new();
                source.take(MAX_WORKBOOK_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
                Box::new(workbook_rows(&bytes)?.into_iter())
            } else {
                Box::new(Rows::new(source))
            };
        let first = rest.by_ref().take(FIRST).collect();
        Ok(Self { first, rest })
    }

    /// The first rows, as far as they can be read.
    pub fn first_rows(&self) -> impl Iterator<Item = &Row> {
        self.first.iter().filter_map(|row| row.as_ref().ok())
    }

    /// What is wrong among the first rows.
    #[must_use]
    pub fn first_wrong(&self) -> Option<&Wrong> {
        self.first.iter().find_map(|row| row.as_ref().err())
    }

    /// The kind whose head stands among the first rows.
    #[must_use]
    pub fn kind(&self, mappings: &Mappings) -> Option<TableKind> {
        let found = |kind| self.head_row(kind, &mappings.of(kind)).map(|row| (row.number, kind));
        // A head that fits two kinds is of the one whose words stand higher up.
        TableKind::WORDS.into_iter().filter_map(|(_, kind)| found(kind)).min().map(|(_, kind)| kind)
    }

    /// The columns of the head; where there is none, those of the row that has the most texts, for somebody to decide.
    #[must_use]
    pub fn columns(&self, kind: TableKind, mapping: &Mapping) -> Vec<FoundColumn> {
        let texts = |row: &Row| row.cells.iter().filter(|cell| cell.starts_with(char::is_alphabetic)).count();
        let most = || self.first_rows().max_by_key(|row| (texts(row), std::cmp::Reverse(row.number)));
        let Some(row) = self.head_row(kind, mapping).or_else(most) else { return Vec::new() };
        match kind {
            TableKind::Counts => columns::<Field>(row, mapping),
            TableKind::Cases => columns::<CaseField>(row, mapping),
            TableKind::Posts => columns::<PostField>(row, mapping),
            TableKind::Workload => columns::<WorkField>(row, mapping),
        }
    }

    fn head_row(&self, kind: TableKind, mapping: &Mapping) -> Option<&Row> {
        let mut rows = self.first_rows().take(HEAD_WITHIN);
        rows.find(|row| match kind {
            TableKind::Counts => is_head_of::<Field>(row, mapping),
            TableKind::Cases => is_head_of::<CaseField>(row, mapping),
            TableKind::Posts => is_head_of::<PostField>(row, mapping),
            TableKind::Workload => is_head_of::<WorkField>(row, mapping),
        })
    }

    /// All rows, from the first.
    pub fn into_rows(self) -> impl Iterator<Item = Result<Row, Wrong>> + 'a {
        self.first.into_iter().chain(self.rest)
    }
}

fn is_head_of<F: Heading>(row: &Row, mapping: &Mapping) -> bool {
    let columns: Vec<Column<F>> = row.cells.iter().map(|cell| column(cell, mapping)).collect();
    is_head(&columns)
}

fn columns<F: Heading>(row: &Row, mapping: &Mapping) -> Vec<FoundColumn> {
    let named = |field| F::NAMES.iter().find(|(_, one)| *one == field).map_or("", |(name, _)| *name);
    let headings = row.cells.iter().enumerate().filter(|(_, cell)| !plain(cell).is_empty());
    headings
        .map(|(at, cell)| {
            let found = column::<F>(cell, mapping);
            let field = match found {
                Column::Read(field) => named(field).to_owned(),
                _ => String::new(),
            };
            FoundColumn {
                letter: letters(at),
                heading: cell.clone(),
                field,
                person: found == Column::Dropped,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(text: &str) -> Table<'_> {
        Table::open(text.as_bytes()).unwrap()
    }

    #[test]
    fn tells_counts_from_cases_posts_and_figures_of_the_assessment() {
        let none = Mappings::default();
        for (text, kind) in [
            ("Titel\nMonat;Fallart;Eingänge\n01.2023;a01;5\n", Some(TableKind::Counts)),
            ("Az.;Fallart;Eingang;Status\n1;a01;01.01.2023;offen\n", Some(TableKind::Cases)),
            ("Stelle;Einheit;VZÄ\nAA-1;Asyl;1,000\n", Some(TableKind::Posts)),
            ("Fallart;Jahr;Fallzahl;mBZ\na01;2023;5;10\n", Some(TableKind::Workload)),
            ("Kennung;Bearbeitungszeit\na01;10\n", Some(TableKind::Workload)),
            // Months are none of its: that is a table of counts with an unknown heading.
            ("Monat;Fallart;Fallzahl\n01.2023;a01;5\n", None),
            ("Monat;Zahl\n01.2023;5\n", None),
        ] {
            assert_eq!(open(text).kind(&none), kind, "{text}");
        }
    }

    #[test]
    fn shows_columns_to_decide_about() {
        let text = "Stand 2023\nJahr und Monat;Fallart;Nachname;Zahl\n01.2023;a01;Maier;5\n";
        let table = open(text);
        let found = table.columns(TableKind::Counts, &Mapping::default());
        let fields: Vec<(&str, &str, bool)> =
            found.iter().map(|one| (one.letter.as_str(), one.field.as_str(), one.person)).collect();
        assert_eq!(fields, [("A", "", false), ("B", "case_type", false), ("C", "", true), ("D", "", false)]);
        let decided = Mapping::of(&[("Jahr und Monat", "month"), ("Zahl", "received")]);
        assert_eq!(table.kind(&Mappings::new(decided)), Some(TableKind::Counts));
        assert_eq!(table.into_rows().count(), 3);
    }

    #[test]
    fn what_was_kept_of_one_kind_does_not_reach_another() {
        let mut mappings = Mappings::default();
        mappings.keep(TableKind::Counts, Mapping::of(&[("Stand", "open")]));
        let text = "Az.;Fallart;Eingang;Stand\n1;a01;01.01.2023;offen\n";
        let table = open(text);
        assert_eq!(table.kind(&mappings), Some(TableKind::Cases));
        let fields = |kind| -> Vec<String> {
            table.columns(kind, &mappings.of(kind)).into_iter().map(|one| one.field).collect()
        };
        assert_eq!(fields(TableKind::Cases).last().unwrap(), "state");
        // What is decided here counts for whatever the table is.
        let here = Mappings::new(Mapping::of(&[("Stand", "")]));
        assert_eq!(here.of(TableKind::Cases), here.of(TableKind::Counts));
    }
}
