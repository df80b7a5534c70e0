//! A document for print and for office programs: headings, paragraphs with bound figures, lists, tables, pictures, notes.
//!
//! Data only; `export` writes it as tagged PDF, as DOCX and as ODT, the page shows it. A figure carries where it comes from, so that every
//! form of the document can name its source and mark what is assumed.

mod notes;
mod posted;
mod sheet;
mod text;

pub use notes::Notes;
pub use sheet::{Cell, Form, Sheet, SheetColumn, SheetRow, Value};
pub use text::{Bound, Span, Text};

use crate::diagram::scene::Scene;
use crate::format::{self, Language};
use chrono::NaiveDate;

/// A document.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Its heading, and the title of the file.
    pub title: String,
    /// What it is, in a sentence; for the properties of the file.
    pub description: String,
    /// Language of its words.
    pub language: Language,
    /// The day on which its figures are true; stands at the foot of every page.
    pub as_of: NaiveDate,
    /// How the A4 paper lies.
    pub orientation: Orientation,
    /// What it says, in the order in which it is read.
    pub blocks: Vec<Block>,
}

/// How the paper lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Orientation {
    /// Upright.
    #[default]
    Portrait,
    /// On its long side, for wide tables.
    Landscape,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading below the title.
    Heading(Level, String),
    /// A paragraph.
    Paragraph(Text),
    /// Items with a mark before each, or with numbers.
    List {
        /// With numbers.
        numbered: bool,
        /// The items.
        items: Vec<Text>,
    },
    /// A table.
    Table(Table),
    /// A picture.
    Figure(Figure),
    /// What follows begins on a new page.
    PageBreak,
}

/// How deep a heading stands below the title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// A section of the document.
    Section,
    /// A part of a section.
    Part,
    /// A part of a part.
    Detail,
}

impl Level {
    /// The level of the heading where the title is the first.
    #[must_use]
    pub const fn number(self) -> u16 {
        match self {
            Self::Section => 2,
            Self::Part => 3,
            Self::Detail => 4,
        }
    }
}

/// A table with a row of headings; its first column names the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// The columns, at least one.
    pub columns: Vec<Column>,
    /// The rows; cells that are missing are empty.
    pub rows: Vec<Row>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// Where its cells stand.
    pub align: Align,
}

impl Column {
    /// A column of words.
    #[must_use]
    pub fn words(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), align: Align::Start }
    }

    /// A column of figures.
    #[must_use]
    pub fn figures(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), align: Align::End }
    }
}

/// Where the cells of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// At its beginning: words.
    #[default]
    Start,
    /// At its end: figures.
    End,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Text>,
    /// What it is.
    pub kind: RowKind,
}

impl Row {
    /// An ordinary row.
    #[must_use]
    pub fn plain(cells: Vec<Text>) -> Self {
        Self { cells, kind: RowKind::Plain }
    }

    /// A row that sums others up.
    #[must_use]
    pub fn sum(cells: Vec<Text>) -> Self {
        Self { cells, kind: RowKind::Sum }
    }

    /// A row that names the ones that follow; it spans the table.
    #[must_use]
    pub fn group(name: impl Into<Text>) -> Self {
        Self { cells: vec![name.into()], kind: RowKind::Group }
    }
}

/// What a row of a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RowKind {
    /// One of the things listed.
    #[default]
    Plain,
    /// Names the rows that follow.
    Group,
    /// Sums others up.
    Sum,
}

/// A picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What is drawn; its description is what is read out in its place.
    pub scene: Scene,
    /// The rules of its classes, our own text.
    pub style_sheet: String,
    /// What stands below it.
    pub caption: String,
}

impl Document {
    /// The notes of the document, numbered in the order in which they are referred to.
    #[must_use]
    pub fn notes(&self) -> Notes {
        let mut notes = Notes::default();
        for block in &self.blocks {
            match block {
                Block::Paragraph(text) => notes.take(text),
                Block::List { items, .. } => items.iter().for_each(|item| notes.take(item)),
                Block::Table(table) => {
                    table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| notes.take(cell));
                }
                Block::Heading(..) | Block::Figure(_) | Block::PageBreak => {}
            }
        }
        notes
    }

    /// What stands above the notes.
    #[must_use]
    pub const fn notes_heading(&self) -> &'static str {
        match self.language {
            Language::German => "Quellen und Anmerkungen",
            Language::English => "Sources and notes",
        }
    }

    /// What stands at the foot of page `number` of `count`: title and day, then the number.
    #[must_use]
    pub fn foot(&self, number: usize, count: usize) -> (String, String) {
        let (as_of, page) = match self.language {
            Language::German => ("Stand", format!("Seite {number} von {count}")),
            Language::English => ("As of", format!("Page {number} of {count}")),
        };
        (format!("{} · {as_of} {}", self.title, format::date(self.as_of, self.language)), page)
    }

    /// The language as in the files.
    #[must_use]
    pub const fn language_tag(&self) -> &'static str {
        match self.language {
            Language::German => "de-DE",
            Language::English => "en-GB",
        }
    }
}
