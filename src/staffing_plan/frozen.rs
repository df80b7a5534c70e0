//! A staffing plan as it was frozen: table and list in words and figures of that day, that no later change of the plan touches.

use super::{Cell, Draft, cells_in_words};
use crate::format::Language;
use crate::plan::read::{Errors, Fields, Node, Path, Read};
use crate::plan::{Fte, Provenance, plain_grade};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// A line of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FrozenRow {
    /// Identifier of the unit.
    pub unit: String,
    /// Its name.
    pub name: String,
    /// Its sub-budget.
    pub budget: Option<String>,
    /// Pay grade.
    pub grade: String,
    /// Posts of the budget year, in thousandths.
    pub posts: i64,
    /// Posts of the year before, in thousandths.
    pub previous: i64,
    /// Of those, filled on 30 June, where it was known.
    pub filled: Option<i64>,
    /// Of the posts of the budget year, those that the source document states.
    pub stated: i64,
    /// Notes, in German.
    pub notes: String,
    /// Personnel cost of a full year in cents.
    pub cents: i64,
    /// What explains the line, in German; none in what was frozen before explanations were, and where there is nothing to explain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
}

/// A unit together with the units below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FrozenSum {
    /// Identifier of the unit above.
    pub unit: String,
    /// Its name.
    pub name: String,
    /// Identifiers of the units that it sums up, in the order of the table.
    pub units: Vec<FrozenUnit>,
    /// Of the posts of the budget year, those that the source document states for all of them together.
    pub stated: i64,
}

/// The identifier of a unit; there are as many as the plan has units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FrozenUnit(pub String);

/// A line of the list of changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FrozenEntry {
    /// Running number.
    pub number: usize,
    /// Which post.
    pub post: String,
    /// Its function.
    pub title: String,
    /// Whether the source document names the post; none in what was frozen before that was kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance>,
    /// What happens, in German.
    pub what: String,
    /// Where it stood.
    pub from: String,
    /// Where it stands.
    pub to: String,
    /// Thousandths of a post more, or fewer.
    pub more: i64,
    /// Marks before and afterwards.
    pub marks: String,
    /// Cents a year more, or fewer; none where a grade had no cost.
    pub cents: Option<i64>,
    /// The reason, where one was given.
    pub reason: Option<String>,
    /// Why the post has its grade, in German, where that is noted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evaluation: Option<String>,
    /// Its extent before, in thousandths; this and what follows are none in what was frozen before they were kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<i64>,
    /// Its extent afterwards, in thousandths.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<i64>,
    /// The rules to be looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub law: Option<String>,
    /// Whether it comes from the scenario.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_scenario: Option<bool>,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Frozen {
    /// The budget year.
    pub year: i32,
    /// What was drawn up: the scenario, or the plan as it is.
    pub name: String,
    /// The day whose posts were counted.
    pub day: NaiveDate,
    /// The table.
    pub rows: Vec<FrozenRow>,
    /// The sums of units with those below them; none in what was frozen before they were told.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sums: Vec<FrozenSum>,
    /// Of all posts of the budget year, those that the source document names; none where that was not told yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub named: Option<i64>,
    /// The list of changes.
    pub entries: Vec<FrozenEntry>,
}

/// What differs between two tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowDifference {
    /// Name of the unit.
    pub name: String,
    /// Pay grade.
    pub grade: String,
    /// Posts in the one.
    pub before: Fte,
    /// Posts in the other.
    pub after: Fte,
}

impl Frozen {
    /// Takes a draft down in German, the language of the paper that it becomes.
    #[must_use]
    pub fn of(draft: &Draft, name: &str) -> Self {
        let language = Language::German;
        let rows = draft.table.units.iter().flat_map(|unit| {
            unit.rows.iter().map(|row| FrozenRow {
                unit: unit.unit.to_string(),
                name: unit.name.clone(),
                budget: unit.budget.clone(),
                grade: row.grade.clone(),
                posts: row.figures.posts.thousandths(),
                previous: row.figures.previous.thousandths(),
                filled: row.figures.filled.map(Fte::thousandths),
                stated: row.stated.thousandths(),
                notes: row.notes.iter().map(|note| note.words(language)).collect::<Vec<_>>().join("; "),
                cents: row.figures.cost.cents(),
                explanation: Some(draft.explanation(&unit.unit, row, language))
                    .filter(|text| !text.is_empty()),
            })
        });
        let units = &draft.table.units;
        let sums = draft.table.sums.iter().map(|sum| FrozenSum {
            unit: sum.unit.to_string(),
            name: sum.name.clone(),
            units: sum
                .parts
                .iter()
                .filter_map(|&part| Some(FrozenUnit(units.get(part)?.unit.to_string())))
                .collect(),
            stated: sum.stated.thousandths(),
        });
        let entries = draft.entries.iter().map(|entry| FrozenEntry {
            number: entry.number,
            post: entry.post.to_string(),
            title: entry.title.clone(),
            provenance: Some(entry.provenance),
            what: entry.words(language),
            from: cells_in_words(&entry.from, language),
            to: cells_in_words(&entry.to, language),
            more: entry.more_fte().thousandths(),
            marks: entry.mark_words(language),
            cents: entry.more_cents,
            reason: entry.reason.clone(),
            evaluation: entry.evaluation.as_ref().map(|evaluation| evaluation.words(language)),
            before: Some(Cell::sum(&entry.from).thousandths()),
            after: Some(Cell::sum(&entry.to).thousandths()),
            law: Some(entry.laws()),
            by_scenario: Some(entry.by_scenario),
        });
        Self {
            year: draft.year,
            name: name.to_owned(),
            day: draft.day,
            rows: rows.collect(),
            sums: sums.collect(),
            named: Some(draft.table.named.thousandths()),
            entries: entries.collect(),
        }
    }

    /// All posts of the budget year.
    #[must_use]
    pub fn posts(&self) -> Fte {
        Fte::from_thousandths(self.rows.iter().map(|row| row.posts).sum())
    }

    /// Whether extents, rules and cause of its changes were kept.
    #[must_use]
    pub fn has_rules(&self) -> bool {
        self.entries.iter().all(|entry| entry.law.is_some())
    }

    /// The rows in which another table has other posts, by unit and grade; empty where both say the same.
    #[must_use]
    pub fn compared_with(&self, other: &Self) -> Vec<RowDifference> {
        let mut rows: BTreeMap<(&str, String), RowDifference> = BTreeMap::new();
        for (row, of_other) in
            self.rows.iter().map(|row| (row, false)).chain(other.rows.iter().map(|row| (row, true)))
        {
            let found = rows.entry((&row.unit, plain_grade(&row.grade))).or_insert_with(|| RowDifference {
                name: row.name.clone(),
                grade: row.grade.clone(),
                before: Fte::ZERO,
                after: Fte::ZERO,
            });
            *(if of_other { &mut found.after } else { &mut found.before }) +=
                Fte::from_thousandths(row.posts);
        }
        rows.into_values().filter(|row| row.before != row.after).collect()
    }
}

impl Read for FrozenRow {
    /// The server bounds them.
    const MOST: usize = usize::MAX;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            unit: fields.required("unit"),
            name: fields.required("name"),
            budget: fields.optional("budget"),
            grade: fields.required("grade"),
            posts: fields.required("posts"),
            previous: fields.required("previous"),
            filled: fields.optional("filled"),
            stated: fields.required("stated"),
            notes: fields.required("notes"),
            cents: fields.required("cents"),
            explanation: fields.optional("explanation"),
        }
    }
}

impl Read for FrozenSum {
    /// The server bounds them.
    const MOST: usize = usize::MAX;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            unit: fields.required("unit"),
            name: fields.required("name"),
            units: fields.required("units"),
            stated: fields.required("stated"),
        }
    }
}

impl Read for FrozenUnit {
    /// The server bounds them.
    const MOST: usize = usize::MAX;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        Self(String::read(node, path, errors))
    }
}

impl Read for FrozenEntry {
    /// The server bounds them.
    const MOST: usize = usize::MAX;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            number: fields.required("number"),
            post: fields.required("post"),
            title: fields.required("title"),
            provenance: fields.optional("provenance"),
            what: fields.required("what"),
            from: fields.required("from"),
            to: fields.required("to"),
            more: fields.required("more"),
            marks: fields.required("marks"),
            cents: fields.optional("cents"),
            reason: fields.optional("reason"),
            evaluation: fields.optional("evaluation"),
            before: fields.optional("before"),
            after: fields.optional("after"),
            law: fields.optional("law"),
            by_scenario: fields.optional("by_scenario"),
        }
    }
}

impl Read for Frozen {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        let year: i64 = fields.required("year");
        Self {
            year: i32::try_from(year).unwrap_or_default(),
            name: fields.required("name"),
            day: fields.required("day"),
            rows: fields.required("rows"),
            sums: fields.optional("sums").unwrap_or_default(),
            named: fields.optional("named"),
            entries: fields.required("entries"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{builtin, changes_from_json, read};
    use crate::staffing_plan::{Reasons, draft};

    #[test]
    fn what_is_frozen_is_read_as_it_was_and_tells_what_differs_by_now() {
        let plan = builtin().unwrap();
        let of = |changes: &str| {
            let list = changes_from_json(changes.as_bytes()).unwrap();
            Frozen::of(&draft(&plan, &list, 2025, &Reasons::default()), "Szenario")
        };
        let before = of("[]");
        let text = serde_json::to_string(&before).unwrap();
        assert_eq!(read::form::<Frozen>(text.as_bytes()), Ok(before.clone()));
        assert_eq!(before.compared_with(&before), []);
        let after = of(
            r#"[{"effective": "2024-03-01", "action": {"set_post": {"post": "AA-06", "grade": "A 11"}}}]"#,
        );
        assert_eq!(before.posts(), after.posts());
        let differences = before.compared_with(&after);
        assert_eq!(differences.len(), 2, "one grade less, one more");
        let more: Vec<&RowDifference> = differences.iter().filter(|row| row.after > row.before).collect();
        assert_eq!((more.len(), more[0].grade.as_str()), (1, "A 11"));
        assert_eq!(after.entries.iter().filter(|entry| entry.what == "umgewandelt").count(), 1);
        let mut unknown = before.clone();
        unknown.entries.iter_mut().for_each(|entry| entry.provenance = None);
        (unknown.sums, unknown.named) = (Vec::new(), None);
        assert_ne!(unknown, before, "two posts lapse");
        let text = serde_json::to_string(&unknown).unwrap();
        assert_eq!(read::form::<Frozen>(text.as_bytes()), Ok(unknown));
        // What was frozen by an earlier version has neither explanations nor evaluations.
        let explained = after.rows.iter().filter(|row| row.explanation.is_some()).count();
        assert!(explained >= 2, "the two grades that differ");
        let mut earlier = after.clone();
        earlier.rows.iter_mut().for_each(|row| row.explanation = None);
        let text = serde_json::to_string(&earlier).unwrap();
        assert!(!text.contains("explanation") && !text.contains("evaluation"));
        assert_eq!(read::form::<Frozen>(text.as_bytes()), Ok(earlier));
    }

    /// As version 0.1 wrote it down; its hash is that of this very text.
    const EARLIER: &str = r#"{"year":2025,"name":"Szenario","day":"2025-06-30","rows":[],"entries":[{"number":1,"post":"TF-02","title":"Task Force","what":"weggefallen (kw)","from":"Abteilung, E 9b, 1,00 VZÄ","to":"–","more":-1000,"marks":"kw 30.06.2024","cents":-7260000,"reason":null}]}"#;

    #[test]
    fn what_was_frozen_earlier_is_read_and_written_as_it_was() {
        let earlier = read::form::<Frozen>(EARLIER.as_bytes()).unwrap();
        assert!(!earlier.has_rules());
        assert_eq!((&earlier.entries[0].law, earlier.entries[0].before), (&None, None));
        assert_eq!(serde_json::to_string(&earlier).unwrap(), EARLIER);
    }

    #[test]
    fn a_frozen_change_keeps_its_extents_its_rules_and_its_cause() {
        let plan = builtin().unwrap();
        let list = changes_from_json(
            br#"[{"effective": "2024-03-01", "action": {"set_post": {"post": "AA-05", "fte": 0.5}}},
                {"effective": "2024-03-01", "action": {"move_post": {"post": "AA-06", "to": "einbuergerung"}}}]"#,
        )
        .unwrap();
        let frozen = Frozen::of(&draft(&plan, &list, 2025, &Reasons::default()), "Szenario");
        let told = |post: &str| {
            let entry = frozen.entries.iter().find(|entry| entry.post == post).unwrap();
            (entry.before, entry.after, entry.law.as_deref().unwrap(), entry.by_scenario)
        };
        let budget = "§ 96 Abs. 4 GemO, § 5 Abs. 1 GemHVO";
        assert_eq!(told("AA-05"), (Some(1000), Some(500), budget, Some(true)));
        assert_eq!(told("AA-06"), (Some(1000), Some(1000), "§ 5 Abs. 2 GemHVO", Some(true)));
        assert_eq!(told("TF-02"), (Some(1000), Some(0), budget, Some(false)));
        let text = serde_json::to_string(&frozen).unwrap();
        let read = read::form::<Frozen>(text.as_bytes()).unwrap();
        assert!(read.has_rules());
        assert_eq!(read, frozen);
    }
}
