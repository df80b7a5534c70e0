//! Tables in Excel workbooks. What is unpacked is counted first, and a sheet is read cell by cell: a file of a kilobyte can claim
//! a thousand million cells, or unpack to gigabytes.

use super::sheet::{MAX_COLUMNS, Row, Wrong, checked};
use calamine::{DataRef, Reader, Xlsx};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::panic::catch_unwind;
use zip::ZipArchive;

/// Most bytes of a workbook as it comes.
pub const MAX_WORKBOOK_BYTES: usize = 20 * 1024 * 1024;

/// Most bytes of all parts of a workbook together.
const MAX_UNPACKED: usize = 20 * 1024 * 1024;

/// Most parts of a workbook.
const MAX_PARTS: usize = 2_000;

/// Most rows of a sheet.
const MAX_ROWS: usize = 250_000;

const BROKEN: &str = "Die Arbeitsmappe ist beschädigt oder unvollständig. Bitte öffnen Sie sie in Excel und speichern Sie sie neu als .xlsx.";

/// Whether bytes begin as a workbook does.
#[must_use]
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK")
}

/// The rows of the first sheet that has any. Dates come as „31.12.2023“, numbers as „1234,5“, formulas as the value that the
/// workbook holds for them; only the first of merged cells has a text.
///
/// A row with a cell that a spreadsheet would compute is told in its place; the others can be read all the same.
///
/// # Errors
/// [`Wrong`] for anything that is no workbook or holds too much.
pub fn workbook_rows(bytes: &[u8]) -> Result<Vec<Result<Row, Wrong>>, Wrong> {
    // The reader of the format computes with what a file claims of itself and can stumble over it.
    catch_unwind(|| rows(bytes)).unwrap_or_else(|_| Err(Wrong::row(1, BROKEN)))
}

fn rows(bytes: &[u8]) -> Result<Vec<Result<Row, Wrong>>, Wrong> {
    let refuse = |reason: &str| Wrong::row(1, reason);
    if bytes.len() > MAX_WORKBOOK_BYTES {
        return Err(refuse("Die Arbeitsmappe ist größer als 20 MB. Bitte speichern Sie das Blatt als CSV."));
    }
    inspect(bytes).map_err(refuse)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| refuse(BROKEN))?;
    for name in workbook.sheet_names() {
        let mut rows = Rows::default();
        let mut cells = workbook.worksheet_cells_reader(&name).map_err(|_| refuse(BROKEN))?;
        while let Some(cell) = cells.next_cell().map_err(|_| rows.broken())? {
            let text = text(cell.get_value());
            if !text.is_empty() {
                rows.take(cell.get_position(), text)?;
            }
        }
        let found = rows.finish();
        if !found.is_empty() {
            return Ok(found);
        }
    }
    Err(refuse(
        "Die Arbeitsmappe enthält kein Blatt mit Werten; bitte prüfen Sie, ob es die richtige Datei ist.",
    ))
}

/// Unpacks every part once, counting, and looks for what would make the reader of the format take too much.
fn inspect(bytes: &[u8]) -> Result<(), &'static str> {
    const TOO_MUCH: &str = "Die Arbeitsmappe ist entpackt größer als 20 MB. Bitte speichern Sie nur das benötigte Blatt als CSV.";
    const ENTITIES: &str = "Die Arbeitsmappe enthält eine Dokumenttyp-Definition; solche Dateien werden nicht gelesen. Bitte speichern Sie sie in Excel neu.";
    const MACROS: &str = "Die Arbeitsmappe enthält Makros (.xlsm); solche Dateien werden nicht gelesen. Bitte speichern Sie sie in Excel als „Excel-Arbeitsmappe (.xlsx)“.";
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| BROKEN)?;
    if archive.len() > MAX_PARTS {
        return Err(TOO_MUCH);
    }
    let mut left = MAX_UNPACKED;
    for number in 0..archive.len() {
        let part = archive.by_index(number).map_err(|_| BROKEN)?;
        let name = part.name().map(|name| name.to_ascii_lowercase()).unwrap_or_default();
        let mut content = Vec::new();
        part.take(left as u64 + 1).read_to_end(&mut content).map_err(|_| BROKEN)?;
        left = left.checked_sub(content.len()).ok_or(TOO_MUCH)?;
        if has(&content, b"<!DOCTYPE") || has(&content, b"<!ENTITY") {
            return Err(ENTITIES);
        }
        let declares = name.ends_with("[content_types].xml") && has(&content, b"macroEnabled");
        if declares || name.ends_with("vbaproject.bin") {
            return Err(MACROS);
        }
        // Room is reserved for as many texts as a part claims to have, whatever its name.
        if claims_more_than_it_has(&content) {
            return Err(BROKEN);
        }
    }
    Ok(())
}

fn has(content: &[u8], word: &[u8]) -> bool {
    content.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word))
}

/// Whether a `uniqueCount` or `count` is larger than the part that it stands in.
fn claims_more_than_it_has(content: &[u8]) -> bool {
    const WORD: &[u8] = b"ount";
    content.windows(WORD.len()).enumerate().filter(|(_, window)| *window == WORD).any(|(at, _)| {
        let after = content[at + WORD.len()..].trim_ascii_start();
        let Some(after) = after.strip_prefix(b"=") else { return false };
        let value = after.iter().skip_while(|byte| !byte.is_ascii_digit() && **byte != b'>');
        let value = value.take_while(|byte| byte.is_ascii_digit());
        let claimed = value
            .fold(0_usize, |sum, digit| sum.saturating_mul(10).saturating_add(usize::from(digit - b'0')));
        claimed > content.len()
    })
}

/// A cell as an office would write it.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string().replace('.', ","),
        DataRef::String(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Bool(yes) => if *yes { "WAHR" } else { "FALSCH" }.to_owned(),
        DataRef::DateTime(time) if time.is_datetime() => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{day:02}.{month:02}.{year:04}")
        }
        DataRef::DateTime(time) => time.as_f64().to_string().replace('.', ","),
        DataRef::DateTimeIso(text) => text.split('T').next().unwrap_or_default().to_owned(),
        DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// Cells gathered into rows; a file may bring them in any order.
#[derive(Default)]
struct Rows {
    rows: BTreeMap<u32, Vec<String>>,
    last: u32,
}

impl Rows {
    fn broken(&self) -> Wrong {
        Wrong::row(self.last + 1, BROKEN)
    }

    fn take(&mut self, (row, column): (u32, u32), text: String) -> Result<(), Wrong> {
        self.last = row;
        let (number, column) = (row.saturating_add(1), column as usize);
        if column >= MAX_COLUMNS {
            let reason = "Rechts von Spalte GR werden keine Werte gelesen. Bitte entfernen Sie die nicht benötigten Spalten.";
            return Err(Wrong::cell(number, column, reason));
        }
        let cells = self.rows.entry(number).or_default();
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        cells[column] = text;
        if self.rows.len() > MAX_ROWS {
            return Err(Wrong::row(
                number,
                "Das Blatt hat mehr als 250.000 Zeilen; bitte teilen Sie es auf.",
            ));
        }
        Ok(())
    }

    fn finish(self) -> Vec<Result<Row, Wrong>> {
        self.rows.into_iter().map(|(number, cells)| checked(Row { number, cells })).collect()
    }
}

#[cfg(test)]
mod tests;
