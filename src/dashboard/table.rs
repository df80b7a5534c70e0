//! Tables of figures: typed cells, shown and written in the form of a language.

use crate::format::{Language, date, number, percent};
use chrono::NaiveDate;

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number, shown with so many decimals.
    Number(f64, usize),
    /// A share, 1 being 100 %, shown with so many decimals.
    Percent(f64, usize),
    /// A day.
    Date(NaiveDate),
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
            (Self::Percent(value, decimals), _) => percent(*value, *decimals, language),
            (Self::Date(day), _) => date(*day, language),
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
    /// Why cells are withheld, and what it would take; none where it is what is said of the whole dashboard.
    pub withheld: Option<String>,
}

impl Table {
    /// A table whose first column is words and whose other ones are numbers.
    #[must_use]
    pub fn of_numbers(caption: impl Into<String>, names: &[&str]) -> Self {
        let column =
            |(place, name): (usize, &&str)| Column { name: (*name).to_owned(), is_number: place > 0 };
        let columns = names.iter().enumerate().map(column).collect();
        Self { caption: caption.into(), columns, rows: Vec::new(), withheld: None }
    }

    /// The column holds words.
    #[must_use]
    pub fn words_in(mut self, place: usize) -> Self {
        if let Some(column) = self.columns.get_mut(place) {
            column.is_number = false;
        }
        self
    }

    /// The table without its last column, and beside the first cell of each row what stood there.
    pub(super) fn without_last_column(&self) -> (Self, Vec<[String; 2]>) {
        let mut rest = self.clone();
        rest.columns.pop();
        let words = |cell: Option<&Cell>| match cell {
            Some(Cell::Text(words)) => words.clone(),
            _ => String::new(),
        };
        let cut = |row: &mut Vec<Cell>| {
            let last = row.pop();
            [words(row.first()), words(last.as_ref())]
        };
        let said = rest.rows.iter_mut().map(cut).collect();
        (rest, said)
    }

    /// Whether a figure of it is withheld.
    #[must_use]
    pub fn withholds(&self) -> bool {
        self.rows.iter().flatten().any(|cell| *cell == Cell::Withheld)
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_shown_in_the_form_of_the_language() {
        let day = NaiveDate::from_ymd_opt(2024, 6, 30).unwrap();
        let shown = |cell: Cell| [Language::German, Language::English].map(|language| cell.shown(language));
        assert_eq!(shown(Cell::Number(1_234.5, 1)), ["1.234,5", "1,234.5"]);
        assert_eq!(shown(Cell::Percent(1.08, 0))[0], "108\u{202f}%");
        assert_eq!(shown(Cell::Date(day))[0], "30.06.2024");
        assert_eq!(shown(Cell::Withheld), ["nicht ausgewiesen", "withheld"]);
    }
}
