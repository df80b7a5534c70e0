//! Tables of figures: typed cells, shown and written in the form of a language.

use crate::exchange::Csv;
use crate::format::{Language, number};

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number, shown with so many decimals.
    Number(f64, usize),
    /// Not counted, or not to be had.
    Empty,
    /// Not shown, as the unit is too small.
    Withheld,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl Cell {
    /// A count; nothing where it was not counted.
    #[must_use]
    pub fn count(value: Option<u64>) -> Self {
        value.map_or(Self::Empty, |value| Self::Number(value as f64, 0))
    }

    /// As it is shown.
    #[must_use]
    pub fn shown(&self, language: Language) -> String {
        match (self, language) {
            (Self::Text(text), _) => text.clone(),
            (Self::Number(value, decimals), _) => number(*value, *decimals, language),
            (Self::Empty, _) => "–".to_owned(),
            (Self::Withheld, Language::German) => "nicht ausgewiesen".to_owned(),
            (Self::Withheld, Language::English) => "withheld".to_owned(),
        }
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its head, with the unit.
    pub name: String,
    /// Whether it holds numbers.
    pub is_number: bool,
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// Its columns; the first one names the rows.
    pub columns: Vec<Column>,
    /// Its rows, each as long as the columns.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// A table whose first column is words and whose other ones are numbers.
    #[must_use]
    pub fn of_numbers(caption: impl Into<String>, names: &[&str]) -> Self {
        let column =
            |(place, name): (usize, &&str)| Column { name: (*name).to_owned(), is_number: place > 0 };
        let columns = names.iter().enumerate().map(column).collect();
        Self { caption: caption.into(), columns, rows: Vec::new() }
    }

    /// The column holds words.
    #[must_use]
    pub fn words_in(mut self, place: usize) -> Self {
        if let Some(column) = self.columns.get_mut(place) {
            column.is_number = false;
        }
        self
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    /// As a file for German spreadsheets.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|column| column.name.as_str()).collect();
        let mut csv = Csv::new(&names);
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(plain).collect();
            csv.row(&cells);
        }
        csv.into_text()
    }
}

/// A number without thousands separators and with a simple minus, as spreadsheets read it.
fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Number(value, _) if !value.is_finite() => String::new(),
        Cell::Number(value, decimals) => format!("{value:.decimals$}").replace('.', ","),
        Cell::Empty => String::new(),
        other => other.shown(Language::German),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_holds_numbers_that_a_spreadsheet_reads() {
        let mut table = Table::of_numbers("Bestand", &["Monat", "Fälle", "Monate Arbeit"]);
        table.row(vec!["Dez 2023".into(), Cell::Number(1_234.0, 0), Cell::Number(-2.345, 1)]);
        table.row(vec!["=cmd|' /C calc'!A0".into(), Cell::Empty, Cell::Withheld]);
        assert_eq!(
            table.to_csv(),
            "\u{feff}Monat;Fälle;Monate Arbeit\r\nDez 2023;1234;-2,3\r\n'=cmd|' /C calc'!A0;;nicht ausgewiesen\r\n"
        );
        assert_eq!(table.rows[0][1].shown(Language::German), "1.234");
    }
}
