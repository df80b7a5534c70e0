//! The chart with what a scenario changes marked in it: what is new, moved, changed, and what is gone in its old place.

use super::facts::Facts;
use super::view::Look;
use crate::format::{self, Language};
use crate::plan::{Difference, Mark, MarkKind, Organisation, Plan, Post, UnitId};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// How something differs from the baseline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeMark {
    /// In one word for style sheets.
    pub kind: &'static str,
    /// In one word for the eye: „neu“, „verschoben“.
    pub badge: &'static str,
    /// In a sentence.
    pub words: String,
}

/// A unit, a post, a task or the assumptions, as far as they differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectMark {
    /// What it is called.
    pub name: String,
    /// How it differs.
    pub mark: ChangeMark,
}

/// What differs between two plans of a day, one row for each object: units, posts, tasks, stocks, fixed tasks, assumptions.
#[must_use]
pub fn object_marks(before: &Plan, after: &Plan, language: Language) -> Vec<ObjectMark> {
    let Difference { units, posts, case_types, populations, fixed_tasks, assumptions } =
        Difference::between(before, after);
    let mut rows = Vec::new();
    let mut add =
        |name: String, mark: &Mark| rows.push(ObjectMark { name, mark: of(mark, before, after, language) });
    for (id, mark) in &units {
        let unit = after.unit(id).or_else(|| before.unit(id));
        add(unit.map_or_else(|| id.to_string(), |unit| unit.name.clone()), mark);
    }
    posts.iter().for_each(|(id, mark)| add(id.to_string(), mark));
    for (id, mark) in &case_types {
        add(after.case_type(id).map_or_else(|| id.to_string(), |task| task.name.clone()), mark);
    }
    for (id, mark) in &populations {
        let known = after.populations.iter().find(|population| population.id == *id);
        add(known.map_or_else(|| id.to_string(), |population| population.name.clone()), mark);
    }
    for (id, mark) in &fixed_tasks {
        let known = after.fixed_tasks.iter().find(|task| task.id == *id);
        add(known.map_or_else(|| id.to_string(), |task| task.name.clone()), mark);
    }
    let name = if language == Language::German { "Annahmen" } else { "Assumptions" };
    assumptions.iter().for_each(|mark| add(name.to_owned(), mark));
    rows
}

/// How many of each kind there are, weightiest first: for the sentence above the chart and for the legend.
pub type Counts = Vec<(&'static str, usize)>;

/// The kinds, with their badges in German and English, in the order of the legend.
pub const KINDS: [(&str, [&str; 2]); 6] = [
    ("added", ["neu", "new"]),
    ("removed", ["entfällt", "gone"]),
    ("parked", ["geparkt", "parked"]),
    ("moved", ["verschoben", "moved"]),
    ("changed", ["geändert", "changed"]),
    ("reordered", ["umgereiht", "reordered"]),
];

impl Facts {
    /// What a look shows of a day, `scenario` being the organisation with the changes and `baseline` the one without.
    #[must_use]
    pub fn seen(
        look: Look,
        scenario: &Organisation,
        baseline: &Organisation,
        date: NaiveDate,
        language: Language,
    ) -> Self {
        match look {
            Look::Before => Self::of(baseline, baseline, date),
            Look::After => Self::of(scenario, baseline, date),
            Look::Changes => Self::with_changes_marked(scenario, baseline, date, language),
        }
    }

    /// The facts of a day with the changes, each marked; what is gone stands where it stood, in no sum.
    #[must_use]
    pub fn with_changes_marked(
        scenario: &Organisation,
        baseline: &Organisation,
        date: NaiveDate,
        language: Language,
    ) -> Self {
        let (before, after) = (&baseline.plan, &scenario.plan);
        let difference = Difference::between(before, after);
        let mut shown = scenario.clone();
        shown.plan.units = with_removed(before, after, &difference);
        let gone = |post: &&Post| {
            after.post(&post.id).is_none()
                && after.parked(&post.id).is_none()
                && !scenario.ended.iter().any(|ended| ended.id == post.id)
        };
        shown.ended.extend(before.posts.iter().filter(gone).cloned());
        let mut facts = Self::of(&shown, baseline, date);
        // Checks and sentences speak of what is there.
        facts.plan = after.clone();
        facts.mark(&difference, (baseline, scenario), language);
        facts
    }

    fn mark(
        &mut self,
        difference: &Difference,
        (baseline, scenario): (&Organisation, &Organisation),
        language: Language,
    ) {
        let told = |mark: &Mark| of(mark, &baseline.plan, &scenario.plan, language);
        for unit in self.units.values_mut() {
            unit.mark = difference.units.get(&unit.id).map(told);
            for post in unit.posts.iter_mut().chain(&mut unit.shares) {
                post.mark = difference.posts.get(&post.id).map(told);
                // Its last day has moved, and this day lies between the two.
                if baseline.ended.iter().any(|ended| ended.id == post.id) {
                    post.mark = post.mark.as_ref().map(|_| stays(post.id.as_str(), post.kw, language));
                }
            }
            for task in &mut unit.tasks {
                task.mark = difference.case_types.get(&task.id).map(told);
            }
        }
        for post in &mut self.tray {
            post.mark = difference.posts.get(&post.id).map(told);
        }
    }

    /// How many units, posts and tasks are marked in each way.
    #[must_use]
    pub fn marked(&self) -> Counts {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let units = self.units.values();
        let marks = units.flat_map(|unit| {
            let posts = unit.posts.iter().map(|post| &post.mark);
            std::iter::once(&unit.mark).chain(posts).chain(unit.tasks.iter().map(|task| &task.mark))
        });
        for mark in marks.chain(self.tray.iter().map(|post| &post.mark)).flatten() {
            *counts.entry(mark.kind).or_default() += 1;
        }
        KINDS.iter().filter_map(|(kind, _)| Some((*kind, *counts.get(kind)?))).collect()
    }
}

/// The units with those that are gone, where the unit above is still shown: each before the next one that stays.
fn with_removed(before: &Plan, after: &Plan, difference: &Difference) -> Vec<crate::plan::Unit> {
    let mut units = after.units.clone();
    let is_gone = |id: &UnitId| difference.units.get(id).is_some_and(|mark| mark.kind() == MarkKind::Removed);
    for unit in before.units.iter().filter(|unit| is_gone(&unit.id)) {
        let has_place = |parent: &UnitId| units.iter().any(|other| other.id == *parent);
        if unit.parent.as_ref().is_none_or(has_place) {
            units.push(unit.clone());
        }
    }
    units
}

fn of(mark: &Mark, before: &Plan, after: &Plan, language: Language) -> ChangeMark {
    let kind = match mark.kind() {
        MarkKind::Added => "added",
        MarkKind::Removed => "removed",
        MarkKind::Parked => "parked",
        MarkKind::Unparked | MarkKind::Moved => "moved",
        MarkKind::Changed => "changed",
        MarkKind::Reordered => "reordered",
    };
    ChangeMark { kind, badge: badge(kind, language), words: mark.words(before, after, language) }
}

/// A post that without the changes would have ended by the day.
fn stays(post: &str, kw: Option<NaiveDate>, language: Language) -> ChangeMark {
    let until = kw.map(|kw| format::date(kw, language));
    let words = match (until, language) {
        (Some(until), Language::German) => format!("Stelle {post} bleibt bis {until}"),
        (Some(until), Language::English) => format!("Post {post} stays until {until}"),
        (None, Language::German) => format!("Stelle {post} bleibt"),
        (None, Language::English) => format!("Post {post} stays"),
    };
    ChangeMark { kind: "changed", badge: badge("changed", language), words }
}

/// The word for the eye.
#[must_use]
pub fn badge(kind: &str, language: Language) -> &'static str {
    let words = KINDS.iter().find(|(known, _)| *known == kind).map_or(["", ""], |(_, words)| *words);
    words[usize::from(language == Language::English)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{PostId, builtin, changes_from_json};

    fn facts(changes: &str) -> Facts {
        let plan = builtin().unwrap();
        let changes = changes_from_json(changes.as_bytes()).unwrap();
        let day = "2025-01-01".parse().unwrap();
        Facts::with_changes_marked(&plan.on(day, &changes), &plan.on(day, &[]), day, Language::German)
    }

    fn unit(id: &str) -> UnitId {
        UnitId::parse(id).unwrap()
    }

    #[test]
    fn every_kind_of_change_has_its_mark_and_what_is_gone_its_old_place() {
        let facts = facts(
            r#"[{"effective": "2024-03-01", "action": {"move_post": {"post": "AA-08", "to": "einbuergerung"}}},
                {"effective": "2024-03-01", "action": {"remove_post": {"post": "AA-01"}}},
                {"effective": "2024-03-01", "action": {"set_post": {"post": "AA-02", "fte": 0.5}}},
                {"effective": "2024-03-01", "action": {"park_post": {"post": "AA-03"}}},
                {"effective": "2024-03-01", "action": {"rename_unit": {"unit": "beirat", "name": "Büro"}}},
                {"effective": "2024-03-01", "action": {"add_unit": {"id": "neu", "parent": "abteilung", "name": "Neu"}}}]"#,
        );
        let mark = |id: &str| {
            let post = facts.post(&PostId::parse(id).unwrap()).unwrap();
            post.mark.as_ref().map(|mark| (mark.kind, mark.badge))
        };
        assert_eq!(mark("AA-08"), Some(("moved", "verschoben")));
        assert_eq!(mark("AA-01"), Some(("removed", "entfällt")));
        assert_eq!(mark("AA-02"), Some(("changed", "geändert")));
        assert_eq!(mark("AA-03"), Some(("parked", "geparkt")));
        assert_eq!(mark("AA-04"), None);
        let home = facts.post(&PostId::parse("AA-01").unwrap()).unwrap().unit.clone();
        let own = &facts.units[&home];
        assert!(own.now.own.posts < own.baseline.own.posts, "what is gone is in no sum");
        assert_eq!(facts.units[&unit("neu")].mark.as_ref().unwrap().kind, "added");
        assert_eq!(
            facts.units[&unit("beirat")].mark.as_ref().unwrap().words,
            "Einheit Geschäftsstelle des Beirats für Migration und Integration in Büro umbenannt"
        );
        assert_eq!(
            facts.marked(),
            [("added", 1), ("removed", 1), ("parked", 1), ("moved", 1), ("changed", 2)]
        );
        assert!(facts.plan.post(&PostId::parse("AA-01").unwrap()).is_none());
    }

    #[test]
    fn two_plans_differ_object_by_object() {
        let plan = builtin().unwrap();
        let day = "2025-01-01".parse().unwrap();
        let changes = changes_from_json(
            br#"[{"effective": "2024-03-01", "action": {"remove_post": {"post": "AA-01"}}},
                {"effective": "2024-03-01", "action": {"rename_unit": {"unit": "beirat", "name": "Buero"}}},
                {"effective": "2024-03-01", "action": {"set_assumptions": {"weekly_hours": 40.0}}}]"#,
        );
        let after = plan.on(day, &changes.unwrap()).plan;
        let rows = object_marks(&plan.on(day, &[]).plan, &after, Language::German);
        let told: Vec<_> = rows.iter().map(|row| (row.name.as_str(), row.mark.badge)).collect();
        assert_eq!(told, [("Buero", "geändert"), ("AA-01", "entfällt"), ("Annahmen", "geändert")]);
        assert_eq!(rows[1].mark.words, "Stelle AA-01 gestrichen");
        assert_eq!(object_marks(&after, &after, Language::German), []);
    }

    #[test]
    fn a_unit_that_is_gone_is_still_shown_and_nothing_else_is_marked() {
        let plan = builtin().unwrap();
        let add = r#"{"effective": "2024-03-01", "action": {"add_unit": {"id": "neu", "parent": "abteilung", "name": "Neu"}}}"#;
        let baseline = changes_from_json(format!("[{add}]").as_bytes()).unwrap();
        let gone = changes_from_json(
            br#"[{"effective": "2024-04-01", "action": {"remove_unit": {"unit": "neu"}}}]"#,
        );
        let both = [baseline.clone(), gone.unwrap()].concat();
        let day = "2025-01-01".parse().unwrap();
        let facts = Facts::with_changes_marked(
            &plan.on(day, &both),
            &plan.on(day, &baseline),
            day,
            Language::English,
        );
        assert_eq!(facts.units[&unit("neu")].mark.as_ref().unwrap().badge, "gone");
        assert_eq!(facts.marked(), [("removed", 1)]);
        assert!(facts.plan.unit(&unit("neu")).is_none());
    }

    #[test]
    fn a_post_that_stays_longer_is_changed_and_not_new() {
        let plan = builtin().unwrap();
        let changes = changes_from_json(
            br#"[{"effective": "2024-03-01", "action": {"set_post": {"post": "TF-01", "kw": "2026-12-31"}}}]"#,
        )
        .unwrap();
        let day = "2025-01-01".parse().unwrap();
        let facts =
            Facts::with_changes_marked(&plan.on(day, &changes), &plan.on(day, &[]), day, Language::German);
        let post = facts.post(&PostId::parse("TF-01").unwrap()).unwrap();
        let mark = post.mark.as_ref().unwrap();
        assert_eq!((mark.badge, mark.words.as_str()), ("geändert", "Stelle TF-01 bleibt bis 31.12.2026"));
    }
}
