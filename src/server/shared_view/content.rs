//! What the page of a link tells: the organisation of a day without and with the changes, as it may be shown to others.
//!
//! As in a presentation, cost, reasons and what is noted about posts stay at the desk.

use crate::diagram::chart::{Caption, Facts, View};
use crate::diagram::scene::Scene;
use crate::export;
use crate::format::Language;
use crate::plan::{
    Action, AssumptionsPatch, Change, Fte, Organisation, Placed, Plan, Post, PostPatch, Snapshot,
};
use crate::store::OpenedSnapshot;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What is told.
pub(super) struct Content {
    /// The day that is shown.
    pub(super) day: NaiveDate,
    /// The days that can be looked at: the plan's own, and each on which a change begins to count.
    pub(super) days: Vec<NaiveDate>,
    /// All posts without the changes.
    pub(super) before: Totals,
    /// And with them.
    pub(super) after: Totals,
    /// Every unit, also those that the changes dissolve.
    pub(super) units: Vec<UnitRow>,
    /// Every change, by its day.
    pub(super) changes: Vec<ChangeRow>,
    /// The chart of the day with the changes.
    pub(super) scene: Scene,
}

/// Posts, summed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Totals {
    /// Number of posts.
    pub(super) posts: usize,
    /// As planned.
    pub(super) fte: Fte,
}

/// A unit with all below it; none where it is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UnitRow {
    /// Its name.
    pub(super) name: String,
    /// Level in the tree, counted from 1.
    pub(super) level: usize,
    /// Without the changes.
    pub(super) before: Option<Fte>,
    /// With them.
    pub(super) after: Option<Fte>,
}

/// A change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ChangeRow {
    /// First day on which it counts.
    pub(super) effective: NaiveDate,
    /// What it does.
    pub(super) words: String,
    /// Whether it fits the others before it.
    pub(super) fits: bool,
    /// Whether it counts on the day that is shown.
    pub(super) counts: bool,
}

impl Content {
    /// Of a day asked for, where it is one of the days; else of the last one, on which all changes count.
    pub(super) fn of(opened: &OpenedSnapshot, asked: Option<NaiveDate>, language: Language) -> Self {
        let Snapshot { plan, .. } = &opened.content;
        let changes = opened.content.changes();
        let days = days(plan, &changes);
        let day = asked.filter(|day| days.contains(day)).or(days.last().copied()).unwrap_or(plan.as_of);
        let (before, after) = (plan.on(day, &[]), plan.on(day, &changes));
        let facts = Facts::of(&after, &before, day);
        let caption = Caption {
            date: day,
            scenario: opened.scenario.clone(),
            digest: opened.snapshot.hash.clone(),
            language,
        };
        Self {
            day,
            days,
            before: totals(&before.plan),
            after: totals(&after.plan),
            units: units(&facts, &before),
            changes: told(plan, &changes, (day, language)),
            scene: export::scene(&facts, &View::new(language), &caption),
        }
    }
}

fn days(plan: &Plan, changes: &[Change]) -> Vec<NaiveDate> {
    let others = changes.iter().map(|change| change.effective.max(plan.as_of));
    let days: BTreeSet<NaiveDate> = std::iter::once(plan.as_of).chain(others).collect();
    days.into_iter().collect()
}

fn totals(plan: &Plan) -> Totals {
    Totals { posts: plan.posts.len(), fte: plan.posts.iter().map(Post::fte).sum() }
}

fn units(facts: &Facts, before: &Organisation) -> Vec<UnitRow> {
    let there = facts.in_order().into_iter().map(|unit| UnitRow {
        name: unit.name.clone(),
        level: unit.level,
        before: before.plan.unit(&unit.id).map(|_| unit.baseline.total.planned),
        after: Some(unit.now.total.planned),
    });
    let mut rows: Vec<UnitRow> = there.collect();
    if before.plan.units.iter().any(|unit| !facts.units.contains_key(&unit.id)) {
        // Only the plan without the changes knows what hung below them.
        let then = Facts::of(before, before, facts.date);
        let gone = then.in_order().into_iter().filter(|unit| !facts.units.contains_key(&unit.id));
        rows.extend(gone.map(|unit| UnitRow {
            name: unit.name.clone(),
            level: unit.level,
            before: Some(unit.now.total.planned),
            after: None,
        }));
    }
    rows
}

/// The changes in words, each about the plan that it meets, so that a unit has the name that it has then.
fn told(plan: &Plan, changes: &[Change], (day, language): (NaiveDate, Language)) -> Vec<ChangeRow> {
    let mut then = plan.clone();
    then.decided.clear();
    let mut rows = Vec::with_capacity(changes.len());
    for Placed { decided, change, .. } in plan.sequence(changes) {
        let words = (!decided).then(|| presented(change, &then, language));
        let fits = then.apply_in_place(change).is_ok();
        let (effective, counts) = (change.effective, change.effective <= day);
        rows.extend(words.map(|words| ChangeRow { effective, words, fits, counts }));
    }
    rows
}

/// What a change does, without amounts in euro and without what is noted about a post.
fn presented(change: &Change, plan: &Plan, language: Language) -> String {
    let say = |german: &'static str, english: &'static str| match language {
        Language::German => german,
        Language::English => english,
    };
    let rest = |action: Action| Change { effective: change.effective, action }.describe(plan, language);
    match &change.action {
        Action::SetAssumptions(patch) if patch.cost_per_grade.is_some() || patch.workplace.is_some() => {
            let silent = say("Annahmen zu den Kosten geändert", "Assumptions about cost changed");
            let shown = AssumptionsPatch { cost_per_grade: None, workplace: None, ..(**patch).clone() };
            let nothing = AssumptionsPatch { sources: shown.sources.clone(), ..AssumptionsPatch::default() };
            if shown == nothing {
                return silent.to_owned();
            }
            format!("{}; {silent}", rest(Action::SetAssumptions(Box::new(shown))))
        }
        Action::SetPost(patch) if patch.terms.is_some() => {
            let silent = say("Vermerke geändert", "notes changed");
            let shown = PostPatch { terms: None, ..patch.clone() };
            if shown == PostPatch::new(patch.post.clone()) {
                return format!("{} {}: {silent}", say("Stelle", "Post"), patch.post);
            }
            format!("{}; {silent}", rest(Action::SetPost(shown)))
        }
        _ => change.describe(plan, language),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{builtin, changes_from_json};
    use crate::server::shared_view::tests::opened;

    fn content(changes: &str, asked: Option<&str>) -> Content {
        let opened = opened(builtin().unwrap(), changes);
        Content::of(&opened, asked.map(|day| day.parse().unwrap()), Language::German)
    }

    fn words(action: &str) -> String {
        let text = format!(r#"[{{"effective": "2024-03-01", "action": {action}}}]"#);
        let change = changes_from_json(text.as_bytes()).unwrap().remove(0);
        presented(&change, &builtin().unwrap(), Language::German)
    }

    const TWO_DAYS: &str = r#"[
        {"effective": "2025-01-01", "action": {"remove_post": {"post": "AA-01"}}},
        {"effective": "2024-06-01", "action": {"move_post": {"post": "AA-05", "to": "einbuergerung"}}}]"#;

    #[test]
    fn shows_the_last_day_unless_another_one_of_the_days_is_asked_for() {
        let last = content(TWO_DAYS, None);
        let days: Vec<String> = last.days.iter().map(ToString::to_string).collect();
        assert_eq!(days, [builtin().unwrap().as_of.to_string().as_str(), "2024-06-01", "2025-01-01"]);
        assert_eq!(last.day.to_string(), "2025-01-01");
        assert_eq!(last.after.posts + 1, last.before.posts);
        assert!(last.changes.iter().all(|change| change.fits && change.counts));
        let earlier = content(TWO_DAYS, Some("2024-06-01"));
        assert_eq!(earlier.after, earlier.before, "a move changes no sum");
        let counts: Vec<bool> = earlier.changes.iter().map(|change| change.counts).collect();
        assert_eq!(counts, [true, false], "in the order of their days");
        assert_eq!(content(TWO_DAYS, Some("9999-12-31")).day, last.day);
        assert_eq!(content("[]", None).day, builtin().unwrap().as_of);
    }

    #[test]
    fn units_show_what_they_had_and_have_also_those_that_are_new_or_gone() {
        let told = content(
            r#"[{"effective": "2024-03-01", "action": {"add_unit": {"id": "neu", "parent": "abteilung", "name": "Neu"}}},
                {"effective": "2024-03-01", "action": {"move_post": {"post": "AA-05", "to": "neu"}}}]"#,
            None,
        );
        let row = told.units.iter().find(|row| row.name == "Neu").unwrap();
        assert_eq!((row.before, row.after.is_some_and(|fte| fte > Fte::ZERO)), (None, true));
        let changed = told.units.iter().filter(|row| row.before.is_some() && row.before != row.after);
        assert!(changed.count() > 0, "somebody gave the post");

        let mut plan = builtin().unwrap();
        let add = r#"[{"effective": "2024-03-01", "action": {"add_unit": {"id": "alt", "parent": "abteilung", "name": "Alt"}}}]"#;
        plan.decided = changes_from_json(add.as_bytes()).unwrap();
        let gone = r#"[{"effective": "2024-04-01", "action": {"remove_unit": {"unit": "alt"}}}]"#;
        let told = Content::of(&opened(plan, gone), None, Language::German);
        let row = told.units.iter().find(|row| row.name == "Alt").unwrap();
        assert_eq!((row.before, row.after), (Some(Fte::ZERO), None));
    }

    #[test]
    fn tells_no_cost_and_no_notes_but_the_rest() {
        let cost = words(r#"{"set_assumptions": {"cost_per_grade": {"EG 9b": 80100}}}"#);
        assert_eq!(cost, "Annahmen zu den Kosten geändert");
        let both = words(
            r#"{"set_assumptions": {"weekly_hours": 39.5, "workplace": {"material": 9700, "overhead": 0.2}}}"#,
        );
        assert_eq!(both, "Annahmen: Wochenstunden 39,5; Annahmen zu den Kosten geändert");
        assert_eq!(
            words(r#"{"set_post": {"post": "AA-05", "terms": null}}"#),
            "Stelle AA-05: Vermerke geändert"
        );
        assert_eq!(
            words(r#"{"set_post": {"post": "AA-05", "fte": 0.5, "terms": null}}"#),
            "Stelle AA-05: Umfang 0,5 VZÄ; Vermerke geändert"
        );
        assert_eq!(words(r#"{"remove_post": {"post": "AA-05"}}"#), "Stelle AA-05 gestrichen");
    }

    #[test]
    fn a_change_that_does_not_fit_is_told_as_such_and_a_unit_by_the_name_of_its_day() {
        let told = content(
            r#"[{"effective": "2024-03-01", "action": {"remove_post": {"post": "AA-05"}}},
                {"effective": "2024-04-01", "action": {"move_post": {"post": "AA-05", "to": "asyl"}}},
                {"effective": "2024-05-01", "action": {"rename_unit": {"unit": "einbuergerung", "name": "Pass"}}},
                {"effective": "2024-06-01", "action": {"move_post": {"post": "AA-06", "to": "einbuergerung"}}}]"#,
            None,
        );
        let fits: Vec<bool> = told.changes.iter().map(|change| change.fits).collect();
        assert_eq!(fits, [true, false, true, true]);
        assert!(told.changes[2].words.ends_with("in Pass umbenannt"), "{}", told.changes[2].words);
        assert_eq!(told.changes[3].words, "Stelle AA-06 nach Pass verschoben");
    }
}
