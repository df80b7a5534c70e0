//! A table that the page has computed, on its way to the server, which makes a workbook of it: typed values, no formulas.

use super::{Cell, Form, RowKind, Sheet, SheetColumn, SheetRow, Value};
use crate::format::{self, Language};
use crate::plan::read::{Errors, Fields, Node, Path, Read, wrong_kind};
use serde::ser::{Serialize, SerializeStruct, Serializer};

/// Most columns and rows of such a table.
const MOST_COLUMNS: usize = 200;
const MOST_ROWS: usize = 20_000;
/// Longest text in a cell or heading, in characters.
const LONGEST: usize = 2_000;
/// Longest name of a sheet, in units of UTF-16, and the signs that spreadsheets refuse in it.
const LONGEST_NAME: usize = 31;
const NOT_IN_NAMES: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];

impl Sheet {
    /// The table as JSON; what is no number becomes words, notes stay behind.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Serialize for Sheet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rows: Vec<&Vec<Cell>> = self.rows.iter().map(|row| &row.cells).collect();
        let mut fields = serializer.serialize_struct("Sheet", 3)?;
        fields.serialize_field("name", &self.name)?;
        fields.serialize_field("columns", &self.columns)?;
        fields.serialize_field("rows", &rows)?;
        fields.end()
    }
}

impl Serialize for SheetColumn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let form = match self.form {
            Form::Text | Form::Date => "text".to_owned(),
            Form::Number(decimals) => format!("number:{decimals}"),
            Form::Percent(decimals) => format!("percent:{decimals}"),
            Form::Euro => "euro".to_owned(),
        };
        let mut fields = serializer.serialize_struct("SheetColumn", 3)?;
        fields.serialize_field("heading", &self.heading)?;
        fields.serialize_field("form", &form)?;
        fields.serialize_field("width", &self.width)?;
        fields.end()
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.value {
            Value::Empty => serializer.serialize_none(),
            Value::Text(text) => serializer.serialize_str(text),
            Value::Number(number) | Value::Formula { result: number, .. } => {
                serializer.serialize_f64(*number)
            }
            Value::Date(day) => serializer.serialize_str(&format::date(*day, Language::German)),
        }
    }
}

impl Read for Sheet {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["name", "columns", "rows"], errors);
        let name: String = fields.required("name");
        let refused = name.contains(NOT_IN_NAMES) || name.chars().any(char::is_control);
        let quoted = name.starts_with('\'') || name.ends_with('\'');
        if name.is_empty() || name.encode_utf16().count() > LONGEST_NAME || refused || quoted {
            fields.refuse("name", "erlaubt sind 1 bis 31 Zeichen ohne []:*?/\\, außen ohne Apostroph");
        }
        let columns: Vec<SheetColumn> = fields.required("columns");
        let rows: Vec<SheetRow> = fields.required("rows");
        if columns.is_empty() || rows.iter().any(|row| row.cells.len() > columns.len()) {
            fields.refuse("columns", "sind weniger, als eine Zeile Zellen hat");
        }
        Self { rows, ..Self::new(name, columns) }
    }
}

impl Read for SheetColumn {
    const MOST: usize = MOST_COLUMNS;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["heading", "form", "width"], errors);
        let heading: String = fields.required("heading");
        if heading.chars().count() > LONGEST {
            fields.refuse("heading", too_long());
        }
        let (form, width): (String, u64) = (fields.required("form"), fields.required("width"));
        let known = form_of(&form);
        if known.is_none() {
            fields.refuse("form", "erlaubt sind: text, euro, number:0 bis number:9, percent:0 bis percent:9");
        }
        let fits = u16::try_from(width).ok().filter(|width| (1..=255).contains(width));
        if fits.is_none() {
            fields.refuse("width", "erlaubt sind 1 bis 255 Zeichen");
        }
        Self::new(heading, known.unwrap_or_default(), fits.unwrap_or(1))
    }
}

fn form_of(word: &str) -> Option<Form> {
    let (kind, decimals) = word.split_once(':').unwrap_or((word, ""));
    let decimals = decimals.parse().ok().filter(|decimals: &u8| *decimals <= 9);
    match (kind, decimals) {
        ("text", None) => Some(Form::Text),
        ("euro", None) => Some(Form::Euro),
        ("number", Some(decimals)) => Some(Form::Number(decimals)),
        ("percent", Some(decimals)) => Some(Form::Percent(decimals)),
        _ => None,
    }
}

impl Read for SheetRow {
    const MOST: usize = MOST_ROWS;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        Self { cells: Read::read(node, path, errors), kind: RowKind::Plain }
    }
}

impl Read for Cell {
    const MOST: usize = MOST_COLUMNS;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        match node {
            Node::Null => Self::default(),
            Node::Whole(number) => Self::from(*number as f64),
            Node::Number(number) => Self::from(*number),
            Node::Text(text) if text.chars().count() <= LONGEST => Self::from(text.as_str()),
            Node::Text(_) => {
                errors.add(path, too_long());
                Self::default()
            }
            other => {
                wrong_kind(path, "ein Text, eine Zahl oder null", other, errors);
                Self::default()
            }
        }
    }
}

fn too_long() -> String {
    format!("ist zu lang; erlaubt sind {LONGEST} Zeichen")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::read::form;

    #[test]
    fn a_table_comes_back_with_the_types_of_its_values() {
        let columns = vec![
            SheetColumn::new("Einheit", Form::Text, 30),
            SheetColumn::new("Offen", Form::Number(1), 12),
            SheetColumn::new("Anteil", Form::Percent(1), 12),
            SheetColumn::new("Kosten", Form::Euro, 12),
        ];
        let mut sheet = Sheet::new("Vergleich", columns);
        sheet.row(vec![Cell::from("=1+1"), Cell::from(-2.5), Cell::from(0.25), Cell::default()]);
        sheet.row(vec![Cell::from("Asyl"), Cell::from(3.0)]);
        let back: Sheet = form(sheet.to_json().as_bytes()).unwrap();
        assert_eq!(back, sheet);
        assert_eq!(back.rows[0].cells[0].value, Value::Text("=1+1".to_owned()), "words, and no formula");
    }

    #[test]
    fn what_is_no_table_is_refused_with_its_place() {
        let column = r#"{"heading": "A", "form": "text", "width": 9}"#;
        for (wrong, place) in [
            (r#"{"name": "A/B", "columns": [COLUMN], "rows": []}"#, "name"),
            (r#"{"name": "'A", "columns": [COLUMN], "rows": []}"#, "name"),
            (r#"{"name": "A\u0001", "columns": [COLUMN], "rows": []}"#, "name"),
            (r#"{"name": "🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆🚆", "columns": [COLUMN], "rows": []}"#, "name"),
            (r#"{"name": "A", "columns": [], "rows": []}"#, "columns"),
            (r#"{"name": "A", "columns": [COLUMN], "rows": [["x", 1]]}"#, "columns"),
            (r#"{"name": "A", "columns": [COLUMN], "rows": [[true]]}"#, "rows"),
            (r#"{"name": "A", "columns": [COLUMN], "rows": [], "formula": 1}"#, "formula"),
            (
                r#"{"name": "A", "columns": [{"heading": "A", "form": "date", "width": 9}], "rows": []}"#,
                "form",
            ),
            (
                r#"{"name": "A", "columns": [{"heading": "A", "form": "text", "width": 0}], "rows": []}"#,
                "width",
            ),
        ] {
            let error = form::<Sheet>(wrong.replace("COLUMN", column).as_bytes()).unwrap_err();
            assert!(error.to_string().contains(place), "{wrong}: {error}");
        }
    }
}
