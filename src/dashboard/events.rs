//! What happens when: laws and outages with their end, posts that end, newcomers that begin, decided changes. Marks in every picture over time.

use crate::caseload::case_types_of;
use crate::format::{Language, number};
use crate::plan::gather::gathered;
use crate::plan::{Change, Fte, Outage, Plan, Post, Provenance, UnitId};
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
    let types: BTreeSet<_> = gathered(case_types_of(plan, unit));
    let units = super::sources_units(plan, unit);
    let mut found: BTreeSet<(NaiveDate, String)> = BTreeSet::new();
    let of_unit = plan.case_types.iter().filter(|case_type| types.contains(&case_type.id));
    let of_unit =
        of_unit.flat_map(|one| one.demand.events.iter().map(move |event| (one.name.as_str(), event)));
    let in_force: Vec<_> = of_unit.filter(|(_, event)| event.enabled).collect();
    let laws = in_force.iter().map(|(name, event)| (event.from, event.label.as_str(), *name));
    found.extend(told_apart(&laws.collect::<Vec<_>>()));
    // What is temporary, such as an outage, has an end too.
    let over = in_force.iter().filter_map(|(name, event)| Some((event.until?, event.label.as_str(), *name)));
    let ends = |words: String| match language {
        Language::German => format!("{words} endet"),
        Language::English => format!("{words} ends"),
    };
    found.extend(told_apart(&over.collect::<Vec<_>>()).into_iter().map(|(day, words)| (day, ends(words))));
    found.extend(marks_of_outages(plan, changes, &units, language));
    let posts: Vec<&Post> = posts_of(plan, &units).collect();
    let part = |post: &Post| part_of(post, |unit| units.contains(unit));
    found.extend(ending_posts(posts.iter().map(|post| (*post, part(post))), language));
    let mut starting: BTreeMap<NaiveDate, f64> = BTreeMap::new();
    for post in posts {
        if let Some(starts) = starts(post) {
            *starting.entry(starts).or_default() += part(post).as_f64();
        }
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

/// The posts that work in one of the units.
pub(super) fn posts_of<'a>(plan: &'a Plan, units: &'a BTreeSet<&UnitId>) -> impl Iterator<Item = &'a Post> {
    plan.posts.iter().filter(|post| post.shares.iter().any(|share| units.contains(&share.unit)))
}

/// The day on which somebody began on a post or is to begin; none where nobody is known.
pub(super) fn starts(post: &Post) -> Option<NaiveDate> {
    post.holder.as_ref().map(|holder| holder.since).or(post.recruiting_until)
}

/// The outages that count and hit one of the units.
pub(super) fn outages_of<'a>(
    plan: &'a Plan,
    units: &'a BTreeSet<&UnitId>,
) -> impl Iterator<Item = &'a Outage> {
    plan.assumptions.outages.iter().filter(|outage| outage.enabled && outage.hits(plan, units))
}

/// The outages that hit one of the units, with the changes made: each with its first day and, where it lasts longer, its last.
fn marks_of_outages(
    plan: &Plan,
    changes: &[Change],
    units: &BTreeSet<&UnitId>,
    language: Language,
) -> Vec<(NaiveDate, String)> {
    let changed = plan.with_changes(changes).plan;
    let told = |outage: &Outage| {
        let (label, lost) = (&outage.label, outage.lost_in_words(language));
        let (begins, last) = match language {
            Language::German => {
                (format!("Ausfall: {label} ({lost} weniger Kapazität)"), format!("Ausfall: {label} endet"))
            }
            Language::English => {
                (format!("Outage: {label} ({lost} less capacity)"), format!("Outage: {label} ends"))
            }
        };
        let end = (outage.until > outage.from).then_some((outage.until, last));
        [Some((outage.from, begins)), end].into_iter().flatten()
    };
    outages_of(&changed, units).flat_map(told).collect()
}

/// What a post gives to some units, in full-time equivalents: of one that is split its parts there.
fn part_of(post: &Post, is_theirs: impl Fn(&UnitId) -> bool) -> Fte {
    post.shares.iter().filter(|share| is_theirs(&share.unit)).map(|share| share.fte).sum()
}

/// Full-time equivalents of posts that end, by their last day, each with what counts of it. How many bear a kw note is a
/// fact only where the posts are one.
#[must_use]
pub fn ending_posts<'a>(
    posts: impl Iterator<Item = (&'a Post, Fte)>,
    language: Language,
) -> BTreeMap<NaiveDate, String> {
    let mut ending: BTreeMap<NaiveDate, (f64, bool)> = BTreeMap::new();
    for (post, part, kw) in posts.filter_map(|(post, part)| Some((post, part, post.kw?))) {
        let (fte, assumed) = ending.entry(kw).or_default();
        *fte += part.as_f64();
        *assumed |= post.provenance == Provenance::Assumption;
    }
    let words = |(fte, assumed): (f64, bool)| {
        let fte = number(fte, 1, language);
        match (language, assumed) {
            (Language::German, true) => format!("{fte} VZÄ entfallen (kw-Vermerk; Zahl angenommen)"),
            (Language::German, false) => format!("{fte} VZÄ entfallen (kw-Vermerk)"),
            (Language::English, true) => format!("{fte} FTE end (kw; number assumed)"),
            (Language::English, false) => format!("{fte} FTE end (kw)"),
        }
    };
    gathered(ending.into_iter().map(|(day, ending)| (day, words(ending))))
}

/// What begins on a day: what differs only in what stands in brackets, as one law by its factors does, with the kinds of cases that
/// it is about.
fn told_apart(laws: &[(NaiveDate, &str, &str)]) -> BTreeSet<(NaiveDate, String)> {
    let stem = |label: &str| label.split_once(" (").map_or(label, |(stem, _)| stem).to_owned();
    let mut labels: BTreeMap<(NaiveDate, String), BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
    for &(day, label, name) in laws {
        labels.entry((day, stem(label))).or_default().entry(label).or_default().push(name);
    }
    let mut found = BTreeSet::new();
    for ((day, _), labels) in labels {
        let several = labels.len() > 1;
        for (label, names) in labels {
            let words = if several { format!("{label}: {}", names.join(", ")) } else { label.to_owned() };
            found.insert((day, words));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;

    #[test]
    fn events_of_one_name_say_what_they_are_about() {
        let day = |day| NaiveDate::from_ymd_opt(2024, 3, day).unwrap();
        let laws = [
            (day(1), "Gesetz (Faktor 1,2)", "Blaue Karte"),
            (day(1), "Gesetz (Faktor 1,1)", "Ausbildung"),
            (day(1), "Gesetz (Faktor 1,1)", "Studium"),
            (day(1), "Anderes", "Studium"),
            (day(1), "Anderes", "Ausbildung"),
            (day(2), "Gesetz (Faktor 1,2)", "Studium"),
        ];
        let told: Vec<String> = told_apart(&laws).into_iter().map(|(_, words)| words).collect();
        assert_eq!(
            told,
            [
                "Anderes",
                "Gesetz (Faktor 1,1): Ausbildung, Studium",
                "Gesetz (Faktor 1,2): Blaue Karte",
                "Gesetz (Faktor 1,2)"
            ]
        );
    }

    #[test]
    fn of_a_split_post_each_unit_counts_its_part() {
        let mut plan = builtin().unwrap();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let unit = |id: &str| UnitId::parse(id).unwrap();
        let post = plan.posts.iter_mut().find(|post| post.id.as_str() == "TF-01").unwrap();
        let share =
            |id: &str, fte| crate::plan::PostShare { unit: unit(id), fte: Fte::from_thousandths(fte) };
        post.shares = vec![share("aufenthalt", 600), share("einbuergerung", 400)];
        post.recruiting_until = Some(day("2024-03-15"));
        post.holder = None;
        let of = |id: &str, on: &str| {
            let span = (day("2024-01-01"), day("2024-12-31"));
            let told = happenings(&plan, &[], &unit(id), span, Language::German);
            let words = told.into_iter().filter(|one| one.day == day(on) && one.words.contains("VZÄ"));
            words.map(|one| one.words).collect::<Vec<_>>().join("; ")
        };
        assert_eq!(of("aufenthalt", "2024-06-30"), "1,6 VZÄ entfallen (kw-Vermerk; Zahl angenommen)");
        assert_eq!(of("einbuergerung", "2024-06-30"), "0,4 VZÄ entfallen (kw-Vermerk; Zahl angenommen)");
        assert_eq!(of("abteilung", "2024-06-30"), "2,0 VZÄ entfallen (kw-Vermerk; Zahl angenommen)");
        assert_eq!(of("einbuergerung", "2024-03-15"), "0,4 VZÄ neu besetzt");
    }

    #[test]
    fn the_task_force_ends_and_laws_begin() {
        let plan = builtin().unwrap();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let of = |unit: &str| {
            let unit = UnitId::parse(unit).unwrap();
            happenings(&plan, &[], &unit, (day("2024-01-01"), day("2024-12-31")), Language::German)
        };
        let kw = of("aufenthalt").into_iter().find(|one| one.day == day("2024-06-30")).unwrap();
        assert_eq!(kw.words, "2,0 VZÄ entfallen (kw-Vermerk; Zahl angenommen)");
        assert!(of("einbuergerung").iter().any(|one| one.day == day("2024-06-27")));
        // An outage begins and ends.
        let mut plan = plan.clone();
        let case_type = plan.case_types.iter_mut().find(|one| one.unit.as_str() == "einbuergerung").unwrap();
        case_type.demand.events.push(crate::plan::DemandEvent {
            from: day("2024-02-05"),
            until: Some(day("2024-02-16")),
            factor: 0.1,
            ramp_days: 0,
            label: "Ausfall des Fachverfahrens".to_owned(),
            enabled: true,
        });
        let unit = UnitId::parse("einbuergerung").unwrap();
        let span = (day("2024-02-01"), day("2024-02-29"));
        let told = happenings(&plan, &[], &unit, span, Language::German);
        let words: Vec<&str> = told.iter().map(|one| one.words.as_str()).collect();
        assert!(words.contains(&"Ausfall des Fachverfahrens"), "{words:?}");
        assert!(words.contains(&"Ausfall des Fachverfahrens endet"), "{words:?}");
        // So does one that takes capacity, for those whom it hits.
        plan.assumptions.outages.push(Outage {
            from: day("2024-02-05"),
            until: day("2024-02-16"),
            lost: crate::plan::Share::ONE,
            label: "Umzug".to_owned(),
            units: vec![unit.clone()],
            enabled: true,
        });
        let told = |unit: &UnitId| happenings(&plan, &[], unit, span, Language::German);
        let words: Vec<String> = told(&unit).into_iter().map(|one| one.words).collect();
        assert!(words.contains(&"Ausfall: Umzug (100\u{202f}% weniger Kapazität)".to_owned()), "{words:?}");
        assert!(words.contains(&"Ausfall: Umzug endet".to_owned()), "{words:?}");
        let has = |unit: &str| {
            let told = told(&UnitId::parse(unit).unwrap());
            told.iter().any(|one| one.words.contains("Umzug"))
        };
        assert!(!has("aufenthalt") && has("abteilung"), "the department shows what hits a part of it");
        assert!(!of("einbuergerung").iter().any(|one| one.words.contains("kw-Vermerk")));
        assert!(of("abteilung").len() >= of("aufenthalt").len());
    }
}
