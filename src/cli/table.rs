//! Tables for the terminal and as CSV, in German form.

use crate::format::{Language, number};
use clap::ValueEnum;

/// How a result is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum OutputFormat {
    /// Für Menschen
    #[default]
    Table,
    /// Alle Angaben, für Programme
    Json,
    /// Für Tabellenkalkulationen: Semikolon, Dezimalkomma
    Csv,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// A word, to the left.
    Text(String),
    /// A number with so many decimals, to the right; in CSV with all that it has.
    Number(f64, usize),
    /// Nothing to say.
    Empty,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// Rows below a head.
#[derive(Debug, Clone)]
pub(super) struct Table {
    head: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    pub(super) fn new(head: &[&str]) -> Self {
        Self { head: head.iter().map(|&name| name.to_owned()).collect(), rows: Vec::new() }
    }

    pub(super) fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    /// With aligned columns.
    pub(super) fn to_text(&self) -> String {
        let rows: Vec<Vec<String>> = self.rows.iter().map(|row| row.iter().map(shown).collect()).collect();
        let width = |column: usize| {
            let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
            cells.chain([self.head[column].chars().count()]).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.head.len()).map(width).collect();
        let is_number =
            |column: usize| self.rows.iter().any(|row| matches!(row.get(column), Some(Cell::Number(..))));
        let line = |cells: &[String]| {
            let aligned = cells.iter().enumerate().map(|(column, cell)| {
                let width = widths[column];
                if is_number(column) { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
            });
            let mut line = aligned.collect::<Vec<_>>().join("  ").trim_end().to_owned();
            line.push('\n');
            line
        };
        let mut text = line(&self.head);
        text.push_str(&"─".repeat(text.trim_end().chars().count()));
        text.push('\n');
        rows.iter().for_each(|row| text.push_str(&line(row)));
        text
    }

    /// With semicolons and decimal commas; `mark` puts the byte order mark in front that Excel wants.
    pub(super) fn to_csv(&self, mark: bool) -> String {
        let mut text = String::new();
        if mark {
            text.push('\u{feff}');
        }
        text.push_str(&self.head.join(";"));
        text.push_str("\r\n");
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(field).collect();
            text.push_str(&cells.join(";"));
            text.push_str("\r\n");
        }
        text
    }
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(value, decimals) => number(*value, *decimals, Language::German),
        Cell::Empty => "–".to_owned(),
    }
}

fn field(cell: &Cell) -> String {
    match cell {
        Cell::Number(value, _) if value.is_finite() => value.to_string().replace('.', ","),
        Cell::Number(..) | Cell::Empty => String::new(),
        Cell::Text(text) => quoted(text),
    }
}

/// A text that a spreadsheet would take for a formula gets an apostrophe in front.
fn quoted(text: &str) -> String {
    let guarded =
        if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    if guarded.contains([';', '"', '\n', '\r']) {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new(&["Einheit", "Bedarf"]);
        table.row(vec!["Einbürgerung".into(), Cell::Number(4.1986, 2)]);
        table.row(vec!["=1+1; \"x\"".into(), Cell::Empty]);
        table.row(vec!["Summe".into(), Cell::Number(-1234.5, 2)]);
        table
    }

    #[test]
    fn aligns_numbers_to_the_right() {
        let text = table().to_text();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[2], "Einbürgerung       4,20");
        assert_eq!(lines[4], "Summe         −1.234,50");
        assert!(lines[1].chars().all(|character| character == '─'));
    }

    #[test]
    fn writes_csv_that_a_german_spreadsheet_reads_and_does_not_execute() {
        assert_eq!(
            table().to_csv(false),
            "Einheit;Bedarf\r\nEinbürgerung;4,1986\r\n\"'=1+1; \"\"x\"\"\";\r\nSumme;-1234,5\r\n"
        );
        assert!(table().to_csv(true).starts_with('\u{feff}'));
    }
}
