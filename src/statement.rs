//! The statement (Stellungnahme), the paper for a decision (Beschlussvorlage), the answer to a question of the council: texts in
//! which figures are not typed but bound, each with its source.
//!
//! A draft is plain text with places such as `{quelle.aufenthalt}`; what they stand for comes from the [`Basis`], which is made from the
//! plan, the scenario and the counts. Page and server render the same draft with the same function, and what is frozen keeps the
//! values that it was rendered with.

mod basis;
mod cases;
mod decision;
mod forecast;
mod markup;
mod outdated;
mod read;
mod tables;
mod templates;

pub use basis::{Inputs, basis};
pub use cases::CaseFigures;
pub use decision::{DecisionRecord, Rejected};
pub use forecast::{LookAhead, NoForecast};
pub use markup::{Rendered, render};
pub use outdated::{Frozen, Outdated, frozen, outdated};
pub use templates::{Told, draft};

use serde::Serialize;

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Template {
    /// Stellungnahme to a motion.
    Statement,
    /// Beschlussvorlage.
    Resolution,
    /// Antwort auf eine Ratsanfrage.
    Answer,
}

impl Template {
    /// All, with their names in files, messages and the database.
    pub const WORDS: [(&'static str, Self); 3] =
        [("statement", Self::Statement), ("resolution", Self::Resolution), ("answer", Self::Answer)];

    /// Its name.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Resolution => "resolution",
            Self::Answer => "answer",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::WORDS.into_iter().find(|(name, _)| *name == word).map(|(_, value)| value)
    }

    /// Its German name; the paper itself is always German.
    #[must_use]
    pub const fn german(self) -> &'static str {
        match self {
            Self::Statement => "Stellungnahme",
            Self::Resolution => "Beschlussvorlage",
            Self::Answer => "Antwort auf eine Anfrage",
        }
    }
}

/// A text in work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Draft {
    /// What it is.
    pub template: Template,
    /// Its heading.
    pub title: String,
    /// What it refers to, for example „Antrag AT/0019/2024“; may be empty.
    pub reference: String,
    /// Its sections in their order.
    pub sections: Vec<Section>,
}

/// A section of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Its heading.
    pub heading: String,
    /// Its text: paragraphs between empty lines, items behind „- “, headings behind „## “, places in braces.
    pub text: String,
}

/// A figure that can be put into a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// What stands in braces.
    pub key: String,
    /// What it is, in words.
    pub label: String,
    /// As it is written.
    pub value: String,
    /// Where it comes from.
    pub source: String,
    /// Whether it rests on an assumption; a forecast always does.
    pub assumed: bool,
}

/// A table that can be put into a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NamedTable {
    /// What stands in braces, on a line of its own.
    pub key: String,
    /// What it shows; its caption.
    pub caption: String,
    /// Whether it rests on assumptions; its caption says so then.
    pub assumed: bool,
    /// The headings of the columns.
    pub columns: Vec<String>,
    /// How many of the columns, counted from the first, hold words; the others hold figures.
    pub words: usize,
    /// The rows.
    pub rows: Vec<TableLine>,
}

/// A row of such a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableLine {
    /// Whether it sums the others up.
    pub sum: bool,
    /// Its cells.
    pub cells: Vec<String>,
}

/// What the places of a text stand for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Basis {
    /// The figures, in the order in which they are offered.
    pub figures: Vec<Entry>,
    /// The tables.
    pub tables: Vec<NamedTable>,
    /// Why there is no forecast among them, where one was asked for.
    pub no_forecast: Option<NoForecast>,
}

impl Basis {
    /// The figure with this key.
    #[must_use]
    pub fn figure(&self, key: &str) -> Option<&Entry> {
        self.figures.iter().find(|entry| entry.key == key)
    }

    /// What a new draft tells beside the plan.
    #[must_use]
    pub fn told(&self, changed: bool) -> Told {
        let forecast = self.figure("prognose.offen.gesamt").is_some();
        Told {
            changed,
            forecast,
            no_forecast: self.no_forecast,
            cases: self.table(cases::TABLE).is_some(),
            decided: self.figure("beschluss.nummer").is_some(),
            rejects: self.figure("beschluss.abgelehnt").is_some(),
        }
    }

    /// Why a key in a text stands for nothing, where that is known: it asks for a forecast that there is not.
    #[must_use]
    pub fn why_unknown(&self, key: &str) -> Option<NoForecast> {
        self.no_forecast.filter(|_| forecast::is_forecast(key))
    }

    /// The table with this key.
    #[must_use]
    pub fn table(&self, key: &str) -> Option<&NamedTable> {
        self.tables.iter().find(|table| table.key == key)
    }
}

#[cfg(test)]
mod tests;
