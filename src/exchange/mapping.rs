//! What somebody decided about the columns and words of a table, so that the same table is read the next time unasked.

use super::TableKind;
use super::headings::plain;
use crate::caseload::Holder;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Decisions about headings and about words for the state of a case.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mapping {
    /// Heading, folded, and the name of its field; empty for a column that is not read.
    columns: BTreeMap<String, String>,
    /// Word for a state, folded, and the name of a [`Holder`] or „closed“.
    states: BTreeMap<String, String>,
}

/// What is decided here, with what was kept of tables of each kind: „Stand“ is the stock in counts and the state in a list of cases, so
/// that decisions about the one must not reach the other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mappings {
    here: Mapping,
    kept: BTreeMap<TableKind, Mapping>,
}

impl Mappings {
    /// What is decided here; nothing was kept yet.
    #[must_use]
    pub fn new(here: Mapping) -> Self {
        Self { here, kept: BTreeMap::new() }
    }

    /// Adds what was kept of tables of a kind.
    pub fn keep(&mut self, kind: TableKind, mapping: Mapping) {
        self.kept.insert(kind, mapping);
    }

    /// The decisions about a table of a kind.
    #[must_use]
    pub fn of(&self, kind: TableKind) -> Mapping {
        self.kept.get(&kind).map_or_else(|| self.here.clone(), |kept| self.here.clone().or(kept))
    }
}

/// What a word in the column of states says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CaseState {
    Open(Holder),
    Closed,
}

/// Name of the state of completed cases.
const CLOSED: &str = "closed";

/// Words for states as offices write them, folded.
const STATES: [(CaseState, &[&str]); 6] = [
    (
        CaseState::Open(Holder::WithUs),
        &[
            "offen",
            "neu",
            "eingegangen",
            "unbearbeitet",
            "wartet auf bearbeitung",
            "liegt bei uns",
            "bei uns",
            "with_us",
        ],
    ),
    (
        CaseState::Open(Holder::InWork),
        &["in bearbeitung", "bearbeitung", "in arbeit", "in pruefung", "pruefung", "in_work"],
    ),
    (
        CaseState::Open(Holder::Authority),
        &[
            "andere behoerde",
            "bei anderer behoerde",
            "beteiligung",
            "behoerdenbeteiligung",
            "sicherheitsabfrage",
            "sicherheitsueberpruefung",
            "wartet auf behoerde",
            "bundesdruckerei",
            "gericht",
            "authority",
        ],
    ),
    (
        CaseState::Open(Holder::Applicant),
        &[
            "antragsteller",
            "bei antragstellenden",
            "beim antragsteller",
            "unterlagen angefordert",
            "unterlagen fehlen",
            "nachforderung",
            "wartet auf unterlagen",
            "rueckfrage",
            "applicant",
        ],
    ),
    (
        CaseState::Open(Holder::Dormant),
        &["ruht", "ruhend", "ausgesetzt", "zurueckgestellt", "wiedervorlage", "dormant"],
    ),
    (CaseState::Closed, &["erledigt", "abgeschlossen", "geschlossen", "beendet", CLOSED]),
];

impl Mapping {
    /// From headings and names of fields, as they were chosen.
    #[must_use]
    pub fn of(columns: &[(&str, &str)]) -> Self {
        let mut mapping = Self::default();
        columns.iter().for_each(|(heading, field)| mapping.decide(heading, field));
        mapping
    }

    /// Decides what a heading stands for; an empty name leaves the column out.
    pub fn decide(&mut self, heading: &str, field: &str) {
        self.columns.insert(plain(heading), field.to_owned());
    }

    /// Decides what a word for a state says: the name of a [`Holder`] or „closed“.
    pub fn decide_state(&mut self, word: &str, says: &str) {
        self.states.insert(plain(word), says.to_owned());
    }

    /// Whether nothing was decided.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty() && self.states.is_empty()
    }

    /// These decisions, and for what they leave open those of another time.
    #[must_use]
    pub fn or(mut self, earlier: &Self) -> Self {
        for (heading, field) in &earlier.columns {
            self.columns.entry(heading.clone()).or_insert_with(|| field.clone());
        }
        for (word, says) in &earlier.states {
            self.states.entry(word.clone()).or_insert_with(|| says.clone());
        }
        self
    }

    /// Every decision about a heading: heading, folded, and name of the field.
    pub fn columns(&self) -> impl Iterator<Item = (&str, &str)> {
        self.columns.iter().map(|(heading, field)| (heading.as_str(), field.as_str()))
    }

    /// Every decision about a word for a state.
    pub fn states(&self) -> impl Iterator<Item = (&str, &str)> {
        self.states.iter().map(|(word, says)| (word.as_str(), says.as_str()))
    }

    /// What was decided about a heading, folded.
    pub(super) fn column(&self, plain: &str) -> Option<&str> {
        self.columns.get(plain).map(String::as_str)
    }

    /// What a word for a state says; none where nobody knows.
    pub(super) fn state(&self, word: &str) -> Option<CaseState> {
        let plain = plain(word);
        if let Some(says) = self.states.get(&plain) {
            return if says == CLOSED {
                Some(CaseState::Closed)
            } else {
                Holder::parse(says).map(CaseState::Open)
            };
        }
        STATES.iter().find(|(_, words)| words.contains(&plain.as_str())).map(|(state, _)| *state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_states_and_what_was_decided_about_others() {
        let mut mapping = Mapping::default();
        assert_eq!(mapping.state("In  Bearbeitung"), Some(CaseState::Open(Holder::InWork)));
        assert_eq!(mapping.state("Erledigt"), Some(CaseState::Closed));
        assert_eq!(mapping.state("Stufe 7"), None);
        mapping.decide_state("Stufe 7", "applicant");
        mapping.decide_state("offen", "closed");
        assert_eq!(mapping.state("stufe 7"), Some(CaseState::Open(Holder::Applicant)));
        assert_eq!(mapping.state("offen"), Some(CaseState::Closed));
        let later = Mapping::of(&[("Datum", "received")]).or(&mapping);
        assert_eq!((later.columns().count(), later.states().count()), (1, 2));
        let text = serde_json::to_string(&later).unwrap();
        assert_eq!(serde_json::from_str::<Mapping>(&text).unwrap(), later);
    }
}
