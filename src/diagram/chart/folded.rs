//! Which units are folded, as addresses say it: for the page and for the files that show the same.

use super::facts::Facts;
use crate::plan::UnitId;
use crate::plan::gather::gathered;
use std::collections::BTreeSet;

/// More folded units than these are not written into an address: it has to stay short enough to be sent on.
const MOST_IN_ADDRESS: usize = 40;
/// Most units that are read; a form may name more than an address that is sent on.
const MOST_READ: usize = 500;

/// Which units are folded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Folded {
    /// None.
    #[default]
    None,
    /// All from this level on, counted from 1: so many levels are shown.
    From(usize),
    /// These.
    Units(BTreeSet<UnitId>),
}

impl Folded {
    /// What an address says: a number of levels, or units.
    #[must_use]
    pub fn read(levels: Option<&str>, units: Option<&str>) -> Self {
        if let Some(level) = levels.and_then(|text| text.parse().ok()).filter(|level| *level > 0) {
            return Self::From(level);
        }
        let units: BTreeSet<UnitId> = gathered(
            units.unwrap_or_default().split(',').take(MOST_READ).filter_map(|id| UnitId::parse(id).ok()),
        );
        if units.is_empty() { Self::None } else { Self::Units(units) }
    }

    /// What a set of folded units is in these facts. Cost: linear in units.
    #[must_use]
    pub fn of(closed: &BTreeSet<UnitId>, facts: &Facts) -> Self {
        if closed.is_empty() {
            return Self::None;
        }
        let from = facts.units.values().filter(|unit| closed.contains(&unit.id)).map(|unit| unit.level).min();
        let levels = from.map(Self::From).filter(|levels| levels.units(facts) == *closed);
        levels.unwrap_or_else(|| Self::Units(closed.clone()))
    }

    /// The folded units.
    #[must_use]
    pub fn units(&self, facts: &Facts) -> BTreeSet<UnitId> {
        match self {
            Self::None => BTreeSet::new(),
            Self::From(level) => {
                gathered(facts.units.values().filter(|unit| unit.level >= *level).map(|unit| unit.id.clone()))
            }
            Self::Units(units) => {
                gathered(units.iter().filter(|unit| facts.units.contains_key(*unit)).cloned())
            }
        }
    }

    /// Its part of an address; none where nothing is folded or too much to be written down.
    #[must_use]
    pub fn part(&self) -> Option<String> {
        match self {
            Self::Units(units) if units.len() > MOST_IN_ADDRESS => None,
            folded => folded.field().map(|(name, value)| format!("{name}={value}")),
        }
    }

    /// Name and value in a form; none where nothing is folded.
    #[must_use]
    pub fn field(&self) -> Option<(&'static str, String)> {
        match self {
            Self::None => None,
            Self::From(level) => Some(("ebenen", level.to_string())),
            Self::Units(units) => {
                let ids: Vec<&str> = units.iter().map(UnitId::as_str).collect();
                Some(("zu", ids.join(",")))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn what_is_folded_leads_back_to_itself() {
        let day = NaiveDate::from_ymd_opt(2024, 2, 1).unwrap();
        let organisation = crate::plan::builtin().unwrap().on(day, &[]);
        let facts = Facts::of(&organisation, &organisation, day);
        let all: BTreeSet<UnitId> = facts.units.keys().cloned().collect();
        let deepest = facts.units.values().map(|unit| unit.level).max().unwrap();
        assert!(deepest > 1);
        for (levels, units) in
            [(Some("1"), None), (Some("2"), None), (None, Some("asyl,rueckkehr")), (None, None)]
        {
            let folded = Folded::read(levels, units);
            let closed = folded.units(&facts);
            assert_eq!(Folded::of(&closed, &facts), folded);
        }
        assert_eq!(Folded::read(Some("1"), None).units(&facts), all);
        // Nonsense folds nothing, and more levels than there are neither.
        for (levels, units) in
            [(Some("0"), None), (Some("viele"), None), (None, Some("gibt-es-nicht,<")), (Some("99"), None)]
        {
            assert_eq!(Folded::read(levels, units).units(&facts), BTreeSet::new());
        }
    }

    #[test]
    fn a_form_names_more_units_than_an_address() {
        let many: Vec<String> = (0..41).map(|number| format!("u{number}")).collect();
        let folded = Folded::read(None, Some(&many.join(",")));
        assert_eq!(folded.part(), None);
        let (name, value) = folded.field().unwrap();
        assert_eq!(Folded::read(None, (name == "zu").then_some(value.as_str())), folded);
    }
}
