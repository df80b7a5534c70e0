//! The dated events that the time slider marks: the first day on which each of them can be seen.

use crate::format::{self, Language};
use crate::plan::{Change, Plan};
use chrono::{Datelike, NaiveDate};
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

/// Years after that of the plan's first day that the slider has at least, and at most: laws and kw dates may lie far ahead.
const YEARS: std::ops::RangeInclusive<i32> = 1..=10;

/// The last day that is looked at for events.
#[must_use]
pub fn furthest(first: NaiveDate) -> NaiveDate {
    end_of_year(first, *YEARS.end())
}

/// The last day of the slider: the end of the year in which the last event of the plan with its scenario lies.
#[must_use]
pub fn last_day(first: NaiveDate, events: &[DayEvent]) -> NaiveDate {
    let years = events.last().map_or(0, |event| event.date.year() - first.year());
    end_of_year(first, years.clamp(*YEARS.start(), *YEARS.end()))
}

fn end_of_year(first: NaiveDate, years: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(first.year() + years, 12, 31).unwrap_or(first)
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
    fn the_slider_reaches_the_year_of_the_last_event_and_no_further_than_ten() {
        let first = NaiveDate::from_ymd_opt(2024, 2, 1).unwrap();
        let end = |years: &[i32]| {
            let day = |&year: &i32| NaiveDate::from_ymd_opt(year, 3, 1).unwrap();
            let event = |year| DayEvent { date: day(year), words: String::new() };
            last_day(first, &years.iter().map(event).collect::<Vec<_>>()).to_string()
        };
        assert_eq!(end(&[]), "2025-12-31");
        assert_eq!(end(&[2024]), "2025-12-31");
        assert_eq!(end(&[2024, 2028]), "2028-12-31");
        assert_eq!(end(&[2050]), "2034-12-31");
        assert_eq!(furthest(first).to_string(), "2034-12-31");
    }

    #[test]
    fn a_step_of_a_later_year_moves_the_end() {
        let plan = builtin().unwrap();
        let change =
            r#"[{"effective": "2027-05-01", "action": {"set_post": {"post": "AA-06", "grade": "A 11"}}}]"#;
        let list = crate::plan::changes_from_json(change.as_bytes()).unwrap();
        let events = of(&plan.with_changes(&list).plan, &list, furthest(plan.as_of), Language::German);
        assert_eq!(last_day(plan.as_of, &events), NaiveDate::from_ymd_opt(2027, 12, 31).unwrap());
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
