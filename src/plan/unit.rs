//! Units: the boxes of the organisational chart.

use super::{Fte, UnitId};
use crate::format::Language;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Whether a figure or an object is stated by the source document or assumed by us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Provenance {
    /// Stated by the source document.
    Document,
    /// Assumed, with a reason in the note.
    #[default]
    Assumption,
}

/// What a unit is in the line organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// Abteilung.
    Department,
    /// Sachgebiet.
    #[default]
    Section,
    /// Team inside a section.
    Team,
    /// Staff office (Stabsstelle, Geschäftsstelle) on a side line.
    StaffUnit,
}

impl UnitKind {
    /// From the largest to the smallest, staff offices last.
    pub const ALL: [Self; 4] = [Self::Department, Self::Section, Self::Team, Self::StaffUnit];

    /// What it is called.
    #[must_use]
    pub const fn word(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Department, Language::German) => "Abteilung",
            (Self::Section, Language::German) => "Sachgebiet",
            (Self::Team, Language::German) => "Team",
            (Self::StaffUnit, Language::German) => "Stabsstelle",
            (Self::Department, Language::English) => "department",
            (Self::Section, Language::English) => "section",
            (Self::Team, Language::English) => "team",
            (Self::StaffUnit, Language::English) => "staff office",
        }
    }
}

/// What the source document states about the posts of a unit, in its own word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stated {
    /// The number stated, in full-time equivalents.
    pub fte: Fte,
    /// The word used for it, for example „elf Vollzeitstellen“.
    pub words: String,
}

/// How many posts of a unit in a grade were filled on a day, as somebody has counted them: the Stellenplan of the next year tells
/// it instead of a forecast (§ 5 Abs. 1 GemHVO Rheinland-Pfalz).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CountedFilling {
    /// The day; the Stellenplan looks for 30 June.
    pub on: NaiveDate,
    /// Pay grade as written.
    pub grade: String,
    /// Full-time equivalents that were filled.
    pub fte: Fte,
    /// Who has counted, or in which list it stands.
    pub source: String,
}

/// An organisational unit (Organisationseinheit).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unit {
    /// Unique among the units.
    pub id: UnitId,
    /// The unit above; none for a root.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<UnitId>,
    /// Name as it stands in the box.
    pub name: String,
    /// Place in the line organisation.
    pub kind: UnitKind,
    /// Whether the unit's existence is a fact of the source document.
    pub provenance: Provenance,
    /// What the document states about its posts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stated: Option<Stated>,
    /// The sub-budget (Teilhaushalt) that pays for it, for example „05 Soziales“; none takes that of the unit above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget: Option<String>,
    /// Full-time equivalents below which its own posts should not fall.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_fte: Option<Fte>,
    /// Counted fillings, at most one for a day and a grade.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub filled: Vec<CountedFilling>,
    /// Remark, and the reason of an assumption.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Unit {
    /// A unit of which nothing is known but that it is there.
    #[must_use]
    pub fn empty(id: &UnitId) -> Self {
        Self {
            id: id.clone(),
            parent: None,
            name: id.to_string(),
            kind: UnitKind::default(),
            provenance: Provenance::default(),
            stated: None,
            budget: None,
            minimum_fte: None,
            filled: Vec::new(),
            note: None,
        }
    }
}
