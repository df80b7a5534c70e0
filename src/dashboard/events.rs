//! What happens when: laws, posts that end, newcomers that begin, decided changes. Marks in every picture over time.

use crate::caseload::case_types_of;
use crate::format::{Language, number};
use crate::plan::{Change, Plan, UnitId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Something that happens on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// When.
    pub day: NaiveDate,
    /// What.
    pub words: String,
}

/// What happens to a unit and everything below it between two days, both included, in order.
#[must_use]
pub fn happenings(
    plan: &Plan,
    changes: &[Change],
    unit: &UnitId,
    (from, until): (NaiveDate, NaiveDate),
    language: Language,
) -> Vec<Happening> {
    let types: BTreeSet<_> = case_types_of(plan, unit).into_iter().collect();
    let units = super::sources_units(plan, unit);
    let mut found: BTreeSet<(NaiveDate, String)> = BTreeSet::new();
    let of_unit = plan.case_types.iter().filter(|case_type| types.contains(&case_type.id));
    for event in of_unit.flat_map(|case_type| &case_type.demand.events).filter(|event| event.enabled) {
        found.insert((event.from, event.label.clone()));
    }
    let mut ending: BTreeMap<NaiveDate, f64> = BTreeMap::new();
    let mut starting: BTreeMap<NaiveDate, f64> = BTreeMap::new();
    for post in plan.posts.iter().filter(|post| post.shares.iter().any(|share| units.contains(&share.unit))) {
        if let Some(kw) = post.kw {
            *ending.entry(kw).or_default() += post.fte().as_f64();
        }
        let starts = post.holder.as_ref().map(|holder| holder.since).or(post.recruiting_until);
        if let Some(starts) = starts {
            *starting.entry(starts).or_default() += post.fte().as_f64();
        }
    }
    for (day, fte) in ending {
        let fte = number(fte, 1, language);
        found.insert((
            day,
            match language {
                Language::German => format!("{fte} VZÄ entfallen (kw-Vermerk)"),
                Language::English => format!("{fte} FTE end (kw)"),
            },
        ));
    }
    for (day, fte) in starting {
        let fte = number(fte, 1, language);
        found.insert((
            day,
            match language {
                Language::German => format!("{fte} VZÄ neu besetzt"),
                Language::English => format!("{fte} FTE newly filled"),
            },
        ));
    }
    for change in plan.decided.iter().chain(changes) {
        found.insert((change.effective, change.describe(plan, language)));
    }
    found
        .into_iter()
        .filter(|(day, _)| (from..=until).contains(day))
        .map(|(day, words)| Happening { day, words })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;

    #[test]
    fn the_task_force_ends_and_laws_begin() {
        let plan = builtin().unwrap();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let of = |unit: &str| {
            let unit = UnitId::parse(unit).unwrap();
            happenings(&plan, &[], &unit, (day("2024-01-01"), day("2024-12-31")), Language::German)
        };
        let kw = of("aufenthalt").into_iter().find(|one| one.day == day("2024-06-30")).unwrap();
        assert_eq!(kw.words, "2,0 VZÄ entfallen (kw-Vermerk)");
        assert!(of("einbuergerung").iter().any(|one| one.day == day("2024-06-27")));
        assert!(!of("einbuergerung").iter().any(|one| one.words.contains("kw-Vermerk")));
        assert!(of("abteilung").len() >= of("aufenthalt").len());
    }
}
