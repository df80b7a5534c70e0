//! Tables as German offices hand them over: semicolons, commas or tabs, UTF-8 or Windows-1252, an optional `sep=;`.
//!
//! Read row by row from any source: a file of a million rows needs no more memory than its longest row. What a
//! spreadsheet would compute, half files, mixed encodings and rows beyond all measure are refused with their row and column.

use super::cells::{self, Encoding};
use std::io::{BufRead, Read};

/// Most bytes of a row.
const MAX_ROW_BYTES: usize = 64 * 1024;

/// Most columns of a row.
pub const MAX_COLUMNS: usize = 200;

/// Most characters of a cell.
const MAX_CELL: usize = 2_000;

/// A row with at least one cell that says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line of the file in which it begins, from 1: what a spreadsheet calls its row, unless cells hold line breaks.
    pub number: u32,
    /// Its cells, trimmed.
    pub cells: Vec<String>,
}

impl Row {
    /// The text of a cell; empty where the row is shorter.
    #[must_use]
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// What is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Zeile {row}{}: {reason}", column.as_ref().map_or_else(String::new, |name| format!(", Spalte {name}")))]
pub struct Wrong {
    /// Row, from 1.
    pub row: u32,
    /// Letter of the column as a spreadsheet has it, with its heading where it is known; none for the whole row.
    pub column: Option<String>,
    /// A German sentence with the remedy.
    pub reason: String,
}

impl Wrong {
    /// Of a whole row.
    #[must_use]
    pub fn row(row: u32, reason: &str) -> Self {
        Self { row, column: None, reason: reason.to_owned() }
    }

    /// Of a cell; columns count from 0.
    #[must_use]
    pub fn cell(row: u32, column: usize, reason: impl Into<String>) -> Self {
        Self { row, column: Some(letters(column)), reason: reason.into() }
    }
}

/// What a spreadsheet calls a column: 0 is A, 26 is AA.
#[must_use]
pub fn letters(column: usize) -> String {
    let mut name = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        name.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    name.iter().rev().collect()
}

/// Reads the rows of a CSV file one after the other. A row that was read and must not be used is told, and the next one follows; where
/// nobody knows any more where a row ends or how it is written, the reading ends.
pub struct Rows<R> {
    source: R,
    separator: Option<u8>,
    encoding: Encoding,
    line: u32,
    over: bool,
}

impl<R: BufRead> Rows<R> {
    /// From a source whose buffer holds the first lines, from which the separator is told.
    pub fn new(source: R) -> Self {
        Self { source, separator: None, encoding: Encoding::Unknown, line: 0, over: false }
    }

    /// The bytes of the next row, line breaks inside quotes included; none at the end.
    fn bytes(&mut self) -> Result<Option<(u32, Vec<u8>)>, Wrong> {
        let first = self.line + 1;
        let (mut row, mut quotes) = (Vec::new(), 0);
        loop {
            let before = row.len();
            let left = (MAX_ROW_BYTES + 1).saturating_sub(row.len()) as u64;
            let read = self.source.by_ref().take(left).read_until(b'\n', &mut row);
            let read = read.map_err(|error| {
                Wrong::row(first, &format!("Die Datei lässt sich nicht weiterlesen ({error})."))
            })?;
            if row.len() > MAX_ROW_BYTES {
                return Err(Wrong::row(
                    first,
                    "Die Zeile ist länger als 64 kB. Wahrscheinlich fehlt ein Anführungszeichen; bitte prüfen Sie die Zeile.",
                ));
            }
            if read == 0 && row.is_empty() {
                return Ok(None);
            }
            quotes += row[before..].iter().filter(|byte| **byte == b'"').count();
            let is_open = quotes % 2 == 1;
            if read == 0 && is_open {
                return Err(Wrong::row(
                    first,
                    "Ein Anführungszeichen wird bis zum Ende der Datei nicht geschlossen. Die Datei ist wohl unvollständig; bitte exportieren Sie sie noch einmal.",
                ));
            }
            self.line += 1;
            if !is_open || read == 0 {
                return Ok(Some((first, row)));
            }
        }
    }

    /// Looks at the beginning: the mark of UTF-8, `sep=;`, or what separates the first lines.
    fn begin(&mut self) -> Result<u8, Wrong> {
        let sample = self
            .source
            .fill_buf()
            .map_err(|error| Wrong::row(1, &format!("Die Datei lässt sich nicht lesen ({error}).")))?;
        let (skip, encoding) = cells::mark(sample).map_err(|reason| Wrong::row(1, reason))?;
        self.encoding = encoding;
        let text = &sample[skip..];
        if let Some([separator, rest @ ..]) = text.strip_prefix(b"sep=") {
            let separator = *separator;
            let line = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |end| end + 1);
            self.source.consume(skip + 5 + line);
            self.line = 1;
            return if matches!(separator, b';' | b',' | b'\t') {
                Ok(separator)
            } else {
                Err(Wrong::row(1, "Als Trennzeichen sind Semikolon, Komma und Tabulator möglich."))
            };
        }
        let separator = cells::separator(text);
        self.source.consume(skip);
        Ok(separator)
    }

    /// The next row as it stands there; none at the end.
    fn row(&mut self) -> Result<Option<Row>, Wrong> {
        let separator = match self.separator {
            Some(separator) => separator,
            None => {
                let found = self.begin()?;
                *self.separator.insert(found)
            }
        };
        while let Some((number, bytes)) = self.bytes()? {
            let text = self.encoding.decode(&bytes).map_err(|reason| Wrong::row(number, reason))?;
            let cells = cells::split(&text, char::from(separator))
                .map_err(|(column, reason)| Wrong::cell(number, column, reason))?;
            if cells.iter().all(String::is_empty) {
                continue;
            }
            return Ok(Some(Row { number, cells }));
        }
        Ok(None)
    }
}

/// Refuses rows beyond all measure and cells that a spreadsheet would compute.
pub(super) fn checked(row: Row) -> Result<Row, Wrong> {
    if row.cells.len() > MAX_COLUMNS {
        let found = row.cells.len();
        return Err(Wrong::row(
            row.number,
            &format!(
                "Die Zeile hat {found} Spalten, höchstens {MAX_COLUMNS} werden gelesen. Bitte entfernen Sie die nicht benötigten."
            ),
        ));
    }
    for (column, cell) in row.cells.iter().enumerate() {
        if cell.chars().count() > MAX_CELL {
            return Err(Wrong::cell(
                row.number,
                column,
                "Die Zelle hat mehr als 2.000 Zeichen; bitte kürzen Sie sie.",
            ));
        }
        if cells::is_formula(cell) {
            let reason = "Die Zelle enthält eine Formel. Bitte fügen Sie statt der Formel ihren Wert ein.";
            return Err(Wrong::cell(row.number, column, reason));
        }
    }
    Ok(row)
}

impl<R: BufRead> Iterator for Rows<R> {
    type Item = Result<Row, Wrong>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        let next = self.row().transpose();
        self.over = !matches!(next, Some(Ok(_)));
        next.map(|row| row.and_then(checked))
    }
}

#[cfg(test)]
mod tests;
