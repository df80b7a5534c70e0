//! The dated events that the time slider marks: the first day on which each of them can be seen.

use crate::format::{self, Language};
use crate::plan::{Change, Plan};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Changes of a day that are told.
const MOST_TOLD: usize = 20;

/// What changes on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayEvent {
    /// First day on which it can be seen.
    pub date: NaiveDate,
    /// What happens, in words.
    pub words: String,
}

/// The events of a plan with the changes made, after its first day and up to `last`, one entry per day.
#[must_use]
pub fn of(changed: &Plan, changes: &[Change], last: NaiveDate, language: Language) -> Vec<DayEvent> {
    let is_shown = |date: &NaiveDate| *date > changed.as_of && *date <= last;
    let mut days: BTreeMap<NaiveDate, Vec<String>> = BTreeMap::new();
    let mut ending: BTreeMap<NaiveDate, Vec<String>> = BTreeMap::new();
    for post in &changed.posts {
        if let Some(kw) = post.kw {
            ending.entry(kw).or_default().push(post.id.to_string());
        }
        let start = post.recruiting_until.or_else(|| post.holder.as_ref().map(|holder| holder.since));
        if let Some(start) = start.filter(|start| *start > changed.as_of) {
            let words = match language {
                Language::German => format!("Dienstantritt auf {}", post.id),
                Language::English => format!("start of work on {}", post.id),
            };
            days.entry(start).or_default().push(words);
        }
    }
    for (kw, posts) in ending {
        if let Some(day) = kw.succ_opt() {
            let (date, posts) = (format::date(kw, language), posts.join(", "));
            let words = match language {
                Language::German => format!("kw {date}: {posts} fallen weg"),
                Language::English => format!("kw {date}: {posts} end"),
            };
            days.entry(day).or_default().push(words);
        }
    }
    for event in changed.case_types.iter().flat_map(|case_type| &case_type.demand.events) {
        if event.enabled {
            days.entry(event.from).or_default().push(event.label.clone());
        }
    }
    for outage in changed.assumptions.outages.iter().filter(|outage| outage.enabled) {
        let label = &outage.label;
        let (begins, over) = match language {
            Language::German => (format!("Ausfall: {label}"), format!("Ausfall vorbei: {label}")),
            Language::English => (format!("outage: {label}"), format!("outage over: {label}")),
        };
        days.entry(outage.from).or_default().push(begins);
        if let Some(day) = outage.until.succ_opt() {
            days.entry(day).or_default().push(over);
        }
    }
    for change in changes.iter().filter(|change| is_shown(&change.effective)) {
        let told = days.entry(change.effective).or_default();
        if told.len() < MOST_TOLD {
            told.push(change.describe(changed, language));
        }
    }
    days.into_iter()
        .filter(|(date, _)| is_shown(date))
        .map(|(date, mut words)| {
            let mut seen = std::collections::BTreeSet::new();
            words.retain(|word| seen.insert(word.clone()));
            DayEvent { date, words: words.join("; ") }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;

    #[test]
    fn an_outage_begins_and_is_over_on_the_day_after_its_last() {
        let mut plan = builtin().unwrap();
        let day = |day| NaiveDate::from_ymd_opt(2024, 9, day).unwrap();
        plan.assumptions.outages.push(crate::plan::Outage {
            from: day(2),
            until: day(6),
            lost: crate::plan::Share::ONE,
            label: "Umzug".to_owned(),
            units: Vec::new(),
            enabled: true,
        });
        let events = of(&plan.with_changes(&[]).plan, &[], day(30), Language::German);
        let on = |date| events.iter().find(|event| event.date == date).map(|event| event.words.as_str());
        assert_eq!((on(day(2)), on(day(7))), (Some("Ausfall: Umzug"), Some("Ausfall vorbei: Umzug")));
    }

    #[test]
    fn the_built_in_plan_has_kw_dates_starts_and_laws() {
        let plan = builtin().unwrap();
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let events = of(&plan.with_changes(&[]).plan, &[], day(2025, 12, 31), Language::German);
        let on = |date| events.iter().find(|event| event.date == date).map(|event| event.words.as_str());
        assert!(on(day(2024, 7, 1)).unwrap().starts_with("Dienstantritt auf AA-10"));
        assert!(on(day(2024, 7, 1)).unwrap().contains("kw 30.06.2024: TF-01, TF-02 fallen weg"));
        assert_eq!(on(day(2024, 5, 1)), Some("Dienstantritt auf AA-07"));
        assert!(on(day(2024, 6, 27)).unwrap().contains("Staatsangehörigkeitsmodernisierungsgesetz"));
        assert!(events.windows(2).all(|pair| pair[0].date < pair[1].date));
        assert!(on(day(2026, 1, 1)).is_none());
    }
}
