//! The derivation of a figure as data: what the interface shows under „Wie kommt die Zahl zustande?“.

use crate::plan::Provenance;
use serde::{Deserialize, Serialize};

/// Where an input comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Stated by the source document.
    Document,
    /// Assumed.
    Assumption,
    /// Published by somebody else: norm, handbook, report.
    Published,
    /// Computed from other figures.
    Computed,
}

impl From<Provenance> for Origin {
    fn from(provenance: Provenance) -> Self {
        match provenance {
            Provenance::Document => Self::Document,
            Provenance::Assumption => Self::Assumption,
        }
    }
}

/// One figure that goes into a formula.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Input {
    /// Name as it stands in the formula.
    pub name: String,
    /// Value, not rounded.
    pub value: f64,
    /// Unit, for example „min“ or „VZÄ“.
    pub unit: String,
    /// Where it comes from, in words.
    pub source: Option<String>,
    /// Where it comes from, as a mark.
    pub origin: Origin,
}

impl Input {
    /// An input without words about its source.
    #[must_use]
    pub fn new(name: &str, value: f64, unit: &str, origin: Origin) -> Self {
        Self { name: name.to_owned(), value, unit: unit.to_owned(), source: None, origin }
    }

    /// The same with words about its source.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<String>) -> Self {
        self.source = Some(source.into());
        self
    }
}

/// How one figure came about: formula, inputs, result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Derivation {
    /// What is computed.
    pub title: String,
    /// The formula in German words.
    pub formula: String,
    /// What went in.
    pub inputs: Vec<Input>,
    /// What came out, not rounded.
    pub result: f64,
    /// Unit of the result.
    pub unit: String,
    /// Where the formula comes from.
    pub source: String,
}
