//! A table of typed values: one source for the workbook, for CSV and for the table of a document.

use super::{Column, Row, RowKind, Table, Text};
use crate::exchange::Csv;
use crate::format::{self, Language};
use chrono::NaiveDate;

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// As words.
    #[default]
    Text,
    /// As a number with so many decimals.
    Number(u8),
    /// As a percentage of so many decimals; 1 is 100 %.
    Percent(u8),
    /// As an amount in euro with cents.
    Euro,
    /// As a date.
    Date,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// Nothing.
    #[default]
    Empty,
    /// Words.
    Text(String),
    /// A number; money in euro, percentages as fractions.
    Number(f64),
    /// A day.
    Date(NaiveDate),
    /// A formula as spreadsheets have it, beginning with `=`, with its result. `{r}` stands for the number of its row, `{r-2}` and
    /// `{r+1}` for rows beside it, `{first}` and `{last}` for the first and last row of the table.
    Formula {
        /// The formula, with English names of functions and commas between arguments.
        formula: String,
        /// What it comes to; computed by us, so that a reader without a spreadsheet sees it too.
        result: f64,
    },
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// What stands there.
    pub value: Value,
    /// How it is written, where not as the column says.
    pub form: Option<Form>,
}

impl Cell {
    /// The cell in a form of its own.
    #[must_use]
    pub fn written(self, form: Form) -> Self {
        Self { form: Some(form), ..self }
    }

    /// A formula with its result.
    #[must_use]
    pub fn formula(formula: impl Into<String>, result: f64) -> Self {
        Self { value: Value::Formula { formula: formula.into(), result }, form: None }
    }

    /// A number that may be missing.
    #[must_use]
    pub fn maybe(number: Option<f64>) -> Self {
        number.map(Self::from).unwrap_or_default()
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self { value: Value::Text(text.to_owned()), form: None }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { value: Value::Text(text), form: None }
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        Self { value: Value::Number(number), form: None }
    }
}

impl From<NaiveDate> for Cell {
    fn from(day: NaiveDate) -> Self {
        Self { value: Value::Date(day), form: None }
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetColumn {
    /// Its heading.
    pub heading: String,
    /// How its values are written.
    pub form: Form,
    /// Width in characters.
    pub width: u16,
}

impl SheetColumn {
    /// A column.
    #[must_use]
    pub fn new(heading: impl Into<String>, form: Form, width: u16) -> Self {
        Self { heading: heading.into(), form, width }
    }

    /// Its heading where percentages stand without their sign.
    fn in_csv(&self) -> String {
        match self.form {
            Form::Percent(_) if !self.heading.contains('%') => format!("{} (%)", self.heading),
            _ => self.heading.clone(),
        }
    }
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetRow {
    /// Its cells; those that are missing are empty.
    pub cells: Vec<Cell>,
    /// What it is.
    pub kind: RowKind,
}

/// A table of typed values: a sheet of a workbook. Its headings stand in row 1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// Its name on the tab; at most 31 characters, none of `[]:*?/\`.
    pub name: String,
    /// The columns.
    pub columns: Vec<SheetColumn>,
    /// The rows.
    pub rows: Vec<SheetRow>,
    /// Why figures are missing, and what it would take to show them: said below the table first, and in CSV too, which leaves the
    /// notes out.
    pub withheld: Option<String>,
    /// What is said below the table: sources, assumptions.
    pub notes: Vec<String>,
}

impl Sheet {
    /// A sheet without rows.
    #[must_use]
    pub fn new(name: impl Into<String>, columns: Vec<SheetColumn>) -> Self {
        Self { name: name.into(), columns, rows: Vec::new(), withheld: None, notes: Vec::new() }
    }

    /// What of a title can be the name of a sheet.
    #[must_use]
    pub fn fitting_name(title: &str) -> String {
        let allowed = |c: &char| !c.is_control() && !"[]:*?/\\".contains(*c);
        // The limit counts units of UTF-16.
        let mut left = 31;
        let fits = |c: &char| match usize::checked_sub(left, c.len_utf16()) {
            Some(rest) => {
                left = rest;
                true
            }
            None => false,
        };
        let name: String = title.chars().filter(allowed).take_while(fits).collect();
        let name = name.trim_matches(['\'', ' ']);
        if name.is_empty() { "Tabelle".to_owned() } else { name.to_owned() }
    }

    /// Adds an ordinary row.
    pub fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(SheetRow { cells, kind: RowKind::Plain });
    }

    /// Adds a row that sums others up.
    pub fn sum(&mut self, cells: Vec<Cell>) {
        self.rows.push(SheetRow { cells, kind: RowKind::Sum });
    }

    /// Adds a row that names those that follow.
    pub fn group(&mut self, name: impl Into<String>) {
        self.rows.push(SheetRow { cells: vec![Cell::from(name.into())], kind: RowKind::Group });
    }

    /// All that is said below the table.
    pub fn remarks(&self) -> impl Iterator<Item = &str> {
        self.withheld.iter().chain(&self.notes).map(String::as_str)
    }

    /// How many rows a filter may hide: those of one plain table, without the sums below it. None where groups or sums stand between
    /// its rows, or where it has one column only.
    #[must_use]
    pub fn filterable(&self) -> Option<usize> {
        let plain = self.rows.iter().take_while(|row| row.kind == RowKind::Plain).count();
        let ends = self.rows.iter().skip(plain).all(|row| row.kind == RowKind::Sum);
        (plain > 0 && ends && self.columns.len() > 1).then_some(plain)
    }

    /// The number that row `index` has in the workbook.
    #[must_use]
    pub const fn number(index: usize) -> usize {
        index + 2
    }

    /// A formula as it stands in row `index`: its places replaced by numbers. What is no place stays as it is.
    #[must_use]
    pub fn formula_at(&self, formula: &str, index: usize) -> String {
        let row = Self::number(index);
        let mut written = String::with_capacity(formula.len());
        let mut rest = formula;
        while let Some((before, after)) = rest.split_once('{') {
            written.push_str(before);
            let Some((place, after)) = after.split_once('}') else {
                written.push('{');
                rest = after;
                continue;
            };
            match self.place(place, row) {
                Some(number) => written.push_str(&number.to_string()),
                None => written.push_str(&format!("{{{place}}}")),
            }
            rest = after;
        }
        written.push_str(rest);
        written
    }

    fn place(&self, place: &str, row: usize) -> Option<usize> {
        match place {
            "r" => Some(row),
            "first" => Some(Self::number(0)),
            "last" => Some(Self::number(self.rows.len().saturating_sub(1))),
            _ => {
                let distance = place.strip_prefix('r')?;
                match distance.strip_prefix('-') {
                    Some(up) => row.checked_sub(up.parse().ok()?),
                    None => row.checked_add(distance.strip_prefix('+')?.parse().ok()?),
                }
            }
        }
    }

    /// A cell as it is read, in German or English form.
    #[must_use]
    pub fn shown(&self, column: usize, cell: &Cell, language: Language) -> String {
        let form = self.form(column, cell);
        match &cell.value {
            Value::Empty => String::new(),
            Value::Text(text) => text.clone(),
            Value::Date(day) => format::date(*day, language),
            Value::Number(number) | Value::Formula { result: number, .. } => match form {
                Form::Percent(decimals) => format::percent(*number, decimals.into(), language),
                Form::Euro => format!("{}\u{202f}€", format::number(*number, 2, language)),
                Form::Number(decimals) => format::number(*number, decimals.into(), language),
                Form::Text | Form::Date => format::number(*number, 2, language),
            },
        }
    }

    /// How a cell is written.
    #[must_use]
    pub fn form(&self, column: usize, cell: &Cell) -> Form {
        cell.form.or_else(|| self.columns.get(column).map(|column| column.form)).unwrap_or_default()
    }

    /// The table as CSV in German form; amounts and percentages without their signs, so that they stay numbers. Below an empty row
    /// it says why figures are missing, where some are.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let headings: Vec<String> = self.columns.iter().map(SheetColumn::in_csv).collect();
        let mut csv = Csv::new(&headings.iter().map(String::as_str).collect::<Vec<_>>());
        for row in &self.rows {
            let cell = |column: usize| {
                let cell = row.cells.get(column).cloned().unwrap_or_default();
                match (&cell.value, self.form(column, &cell)) {
                    (Value::Number(number) | Value::Formula { result: number, .. }, Form::Euro) => {
                        plain(*number, 2)
                    }
                    (
                        Value::Number(number) | Value::Formula { result: number, .. },
                        Form::Percent(decimals),
                    ) => plain(*number * 100.0, decimals.into()),
                    (
                        Value::Number(number) | Value::Formula { result: number, .. },
                        Form::Number(decimals),
                    ) => plain(*number, decimals.into()),
                    _ => self.shown(column, &cell, Language::German),
                }
            };
            csv.row(&(0..self.columns.len()).map(cell).collect::<Vec<_>>());
        }
        if let Some(withheld) = &self.withheld {
            let mut row = vec![""; self.columns.len()];
            csv.row(&row);
            row[..1].fill(withheld);
            csv.row(&row);
        }
        csv.into_text()
    }

    /// The table of a document, with this caption.
    #[must_use]
    pub fn to_table(&self, caption: impl Into<String>, language: Language) -> Table {
        let column = |column: &SheetColumn| match column.form {
            Form::Text | Form::Date => Column::words(&column.heading),
            Form::Number(_) | Form::Percent(_) | Form::Euro => Column::figures(&column.heading),
        };
        let row = |row: &SheetRow| Row {
            cells: row
                .cells
                .iter()
                .enumerate()
                .map(|(column, cell)| Text::from(self.shown(column, cell, language)))
                .collect(),
            kind: row.kind,
        };
        Table {
            caption: caption.into(),
            columns: self.columns.iter().map(column).collect(),
            rows: self.rows.iter().map(row).collect(),
        }
    }
}

/// A number with a decimal comma and the hyphen as minus, which spreadsheets read.
fn plain(number: f64, decimals: usize) -> String {
    format::number(number, decimals, Language::German).replace('.', "").replace('−', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        let mut sheet = Sheet::new(
            "Stellenplan",
            vec![
                SheetColumn::new("Einheit", Form::Text, 30),
                SheetColumn::new("VZÄ", Form::Number(2), 10),
                SheetColumn::new("Kosten", Form::Euro, 14),
                SheetColumn::new("kw", Form::Date, 12),
            ],
        );
        let day = NaiveDate::from_ymd_opt(2024, 6, 30).unwrap();
        sheet.group("Abteilung");
        sheet.row(vec!["=Aufenthalt".into(), 11.0.into(), 1_234.5.into(), day.into()]);
        sheet.row(vec!["Asyl/EU".into(), (-0.5).into()]);
        sheet.sum(vec!["Summe".into(), Cell::formula("=SUM(B{r-2}:B{r-1})", 10.5)]);
        sheet
    }

    #[test]
    fn writes_csv_whose_numbers_stay_numbers() {
        let text = sheet().to_csv();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[1], "Abteilung;;;");
        assert_eq!(lines[2], "'=Aufenthalt;11,00;1234,50;30.06.2024");
        assert_eq!(lines[3], "Asyl/EU;-0,50;;");
        assert_eq!(lines[4], "Summe;10,50;;");
    }

    #[test]
    fn csv_says_why_figures_are_missing_and_that_shares_are_percentages() {
        let columns = vec![
            SheetColumn::new("Einheit", Form::Text, 30),
            SheetColumn::new("Anteil", Form::Percent(0), 9),
        ];
        let mut sheet = Sheet::new("Anteile", columns);
        sheet.row(vec!["Asyl".into(), 0.35.into()]);
        sheet.notes = vec!["Quelle".to_owned()];
        assert_eq!(sheet.to_csv(), "\u{feff}Einheit;Anteil (%)\r\nAsyl;35\r\n");
        sheet.withheld = Some("Gezeigt wird ab 5; sonst nicht.".to_owned());
        assert!(sheet.to_csv().ends_with("Asyl;35\r\n;\r\n\"Gezeigt wird ab 5; sonst nicht.\";\r\n"));
        assert_eq!(sheet.remarks().count(), 2);
    }

    #[test]
    fn a_formula_knows_its_row() {
        let sheet = sheet();
        assert_eq!(sheet.formula_at("=SUM(B{r-2}:B{r-1})*{r}+{r+1}", 3), "=SUM(B3:B4)*5+6");
        assert_eq!(sheet.formula_at("=SUM(B{first}:B{last})", 0), "=SUM(B2:B5)");
        assert_eq!(sheet.formula_at("={x}{", 0), "={x}{");
        assert_eq!(sheet.formula_at("={r-99}", 0), "={r-99}");
    }

    #[test]
    fn only_a_plain_table_can_be_filtered_and_its_sums_stay() {
        assert_eq!(sheet().filterable(), None, "a group stands above its rows");
        let mut plain = sheet();
        plain.rows.remove(0);
        assert_eq!(plain.filterable(), Some(2));
        plain.row(vec!["noch eine".into()]);
        assert_eq!(plain.filterable(), None, "a sum stands between");
        plain.rows.clear();
        assert_eq!(plain.filterable(), None, "nothing to hide");
    }

    #[test]
    fn becomes_the_table_of_a_document() {
        let table = sheet().to_table("Stellen", Language::German);
        assert_eq!(table.columns[1].align, crate::document::Align::End);
        assert_eq!(table.rows[0].kind, RowKind::Group);
        assert_eq!(table.rows[1].cells[2], Text::from("1.234,50\u{202f}€"));
        assert_eq!(table.rows[2].cells[1], Text::from("−0,50"));
    }
}
