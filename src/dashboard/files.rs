//! Dashboards as files: a report to be printed, and sheets of a workbook. Both hold what the panels hold, nothing more.

use super::{Cell, Dashboard, Department, PICTURE_STYLE, Panel, Table};
use crate::document::{
    Block, Cell as SheetCell, Column, Document, Figure, Form, Level, Orientation, Row, Sheet, SheetColumn,
    Text,
};
use crate::format::Language;
use chrono::NaiveDate;

/// Widths of columns, in characters.
const WORDS_WIDE: u16 = 36;
const NUMBERS_WIDE: u16 = 16;

impl Dashboard {
    /// The report of the unit: the sentence, then every panel with picture, figures and notes.
    #[must_use]
    pub fn document(&self, as_of: NaiveDate, language: Language) -> Document {
        let mut blocks = vec![paragraph(&self.sentence), paragraph(&self.origin.to_string())];
        for words in [&self.stale, &self.badge, &self.withheld].into_iter().flatten() {
            blocks.push(paragraph(words));
        }
        for panel in &self.panels {
            blocks.extend(of_panel(panel, language));
        }
        Document {
            title: title(&self.name, language),
            description: self.sentence.clone(),
            language,
            as_of,
            orientation: Orientation::Portrait,
            blocks,
        }
    }

    /// A sheet for each panel, or for one of them; what has to be known stands on a last one.
    #[must_use]
    pub fn sheets(&self, panel: Option<&str>) -> Vec<Sheet> {
        let chosen = self.panels.iter().filter(|one| panel.is_none_or(|panel| one.key == panel));
        let mut sheets: Vec<Sheet> = chosen.map(|one| panel_sheet(one, self.withheld.as_deref())).collect();
        let origin = self.origin.to_string();
        let about: Vec<&str> = [Some(self.sentence.as_str()), Some(origin.as_str())]
            .into_iter()
            .chain([self.stale.as_deref(), self.badge.as_deref(), self.withheld.as_deref()])
            .flatten()
            .collect();
        sheets.push(sources(&about));
        sheets
    }
}

impl Department {
    /// The panels below the table of all units: what the forecasts, the handling times and the opening stock rest on.
    pub fn panels(&self) -> impl Iterator<Item = &Panel> {
        let handling = self.handling.iter().map(|(panel, _)| panel);
        self.accuracy.iter().chain(handling).chain(self.opening.iter().map(|(panel, _)| panel))
    }

    /// The report of all units: what the figures say together and of each, what asks for attention, the table, then every panel.
    #[must_use]
    pub fn document(&self, as_of: NaiveDate, language: Language) -> Document {
        let say = |german: &str, english: &str| match language {
            Language::German => german.to_owned(),
            Language::English => english.to_owned(),
        };
        let mut blocks = vec![paragraph(&self.sentence), paragraph(&self.origin.to_string())];
        blocks.extend([&self.stale, &self.withheld].into_iter().flatten().map(|words| paragraph(words)));
        if !self.alerts.is_empty() {
            blocks.push(heading(say("Was Aufmerksamkeit verlangt", "What asks for attention")));
            blocks.push(list(self.alerts.iter().map(|alert| alert.words.as_str())));
        }
        if !self.units.is_empty() {
            blocks.push(heading(say("Alle Einheiten", "All units")));
            // Sentences in a column of their own would leave no room for the figures.
            let (figures, said) = self.table.without_last_column();
            blocks.push(table_of(&figures, language));
            blocks.push(heading(say("Was die Zahlen sagen", "What the figures say")));
            let said: Vec<String> = said.iter().map(|[unit, words]| format!("{unit}: {words}")).collect();
            blocks.push(list(said.iter().map(String::as_str)));
        }
        for panel in self.panels() {
            blocks.extend(of_panel(panel, language));
        }
        Document {
            title: title(self.of.as_deref().unwrap_or(&say("alle Einheiten", "all units")), language),
            description: self.sentence.clone(),
            language,
            as_of,
            orientation: Orientation::Landscape,
            blocks,
        }
    }

    /// The sheet of all units and those of the panels, or that of one panel; what has to be known stands on a last one.
    #[must_use]
    pub fn sheets(&self, panel: Option<&str>) -> Vec<Sheet> {
        let withheld = self.withheld.as_deref();
        let mut sheets: Vec<Sheet> = self
            .panels()
            .filter(|one| panel.is_none_or(|panel| one.key == panel))
            .map(|one| panel_sheet(one, withheld))
            .collect();
        if panel.is_none() {
            sheets.insert(0, sheet(&self.table.caption, &self.table, (&[], withheld)));
        }
        let origin = self.origin.to_string();
        let about: Vec<&str> = [self.sentence.as_str(), origin.as_str()]
            .into_iter()
            .chain(self.stale.as_deref())
            .chain(withheld)
            .chain(self.alerts.iter().map(|alert| alert.words.as_str()))
            .collect();
        sheets.push(sources(&about));
        sheets
    }
}

fn title(name: &str, language: Language) -> String {
    match language {
        Language::German => format!("Fälle: {name}"),
        Language::English => format!("Cases: {name}"),
    }
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph(Text::from(words))
}

fn heading(words: String) -> Block {
    Block::Heading(Level::Section, words)
}

fn list<'a>(items: impl Iterator<Item = &'a str>) -> Block {
    Block::List { numbered: false, items: items.map(Text::from).collect() }
}

fn of_panel(panel: &Panel, language: Language) -> Vec<Block> {
    let mut blocks = vec![heading(panel.title.clone()), paragraph(&panel.sentence)];
    if let Some(scene) = &panel.picture {
        blocks.push(Block::Figure(Figure {
            scene: scene.clone(),
            style_sheet: PICTURE_STYLE.to_owned(),
            caption: panel.caption.clone(),
        }));
    }
    if !panel.notes.is_empty() {
        blocks.push(list(panel.notes.iter().map(String::as_str)));
    }
    blocks.push(table_of(&panel.table, language));
    blocks
}

/// The table as a document has it: its heads are repeated on every page.
fn table_of(table: &Table, language: Language) -> Block {
    let column = |column: &super::Column| {
        if column.is_number {
            Column::figures(column.name.as_str())
        } else {
            Column::words(column.name.as_str())
        }
    };
    let row = |row: &Vec<Cell>| Row::plain(row.iter().map(|cell| Text::from(cell.shown(language))).collect());
    Block::Table(crate::document::Table {
        caption: table.caption.clone(),
        columns: table.columns.iter().map(column).collect(),
        rows: table.rows.iter().map(row).collect(),
    })
}

fn panel_sheet(panel: &Panel, withheld: Option<&str>) -> Sheet {
    sheet(&panel.title, &panel.table, (&panel.notes, panel.table.withheld.as_deref().or(withheld)))
}

/// The table as a sheet. Why figures of it are missing stands below it where some are.
fn sheet(title: &str, table: &Table, (notes, withheld): (&[String], Option<&str>)) -> Sheet {
    let column = |(place, column): (usize, &super::Column)| {
        let wide = if column.is_number { NUMBERS_WIDE } else { WORDS_WIDE };
        SheetColumn::new(column.name.as_str(), form_of(table, place, column.is_number), wide)
    };
    let mut sheet =
        Sheet::new(Sheet::fitting_name(title), table.columns.iter().enumerate().map(column).collect());
    for row in &table.rows {
        sheet.row(row.iter().map(sheet_cell).collect());
    }
    sheet.withheld = withheld.filter(|_| table.withholds()).map(str::to_owned);
    sheet.notes = notes.iter().filter(|note| sheet.withheld.as_ref() != Some(note)).cloned().collect();
    sheet
}

/// How the cells of a column are written: as those of them that hold a figure, with the most decimals of any.
fn form_of(table: &Table, place: usize, is_number: bool) -> Form {
    let cells = || table.rows.iter().filter_map(|row| row.get(place));
    let decimals = cells().filter_map(|cell| match cell {
        Cell::Number(_, decimals) | Cell::Percent(_, decimals) => Some(*decimals),
        _ => None,
    });
    let decimals = u8::try_from(decimals.max().unwrap_or(0)).unwrap_or(0);
    match (is_number, cells().any(|cell| matches!(cell, Cell::Percent(..)))) {
        (true, true) => Form::Percent(decimals),
        (true, false) => Form::Number(decimals),
        (false, _) if cells().any(|cell| matches!(cell, Cell::Date(_))) => Form::Date,
        (false, _) => Form::Text,
    }
}

fn sheet_cell(cell: &Cell) -> SheetCell {
    match cell {
        Cell::Number(value, _) | Cell::Percent(value, _) if value.is_finite() => SheetCell::from(*value),
        Cell::Number(..) | Cell::Percent(..) | Cell::Empty => SheetCell::default(),
        Cell::Date(day) => SheetCell::from(*day),
        other => SheetCell::from(other.shown(Language::German)).written(Form::Text),
    }
}

/// What the figures rest on, on a sheet of its own.
fn sources(about: &[&str]) -> Sheet {
    let columns = vec![SheetColumn::new("Quellen & Annahmen", Form::Text, 120)];
    let mut sheet = Sheet::new("Quellen & Annahmen", columns);
    for words in about {
        sheet.row(vec![SheetCell::from(*words)]);
    }
    sheet
}
