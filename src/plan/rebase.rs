//! A scenario on another baseline than the one it was made on: what of it still means the same, and what does not.
//!
//! The list of changes stays as it is; here is said what it meets. Nothing is dropped in silence: each meeting names
//! the change by its place, and tells in words what happened and what to do.

use super::{Action, Change, ChangeError, Difference, Mark, Organisation, Plan};
use crate::format::{self, Language};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of one change.
#[derive(Debug, Clone, PartialEq)]
pub enum MeetingKind {
    /// The new baseline has decided the very same: the change is to be taken out of the scenario.
    Adopted,
    /// It no longer fits.
    NoLongerFits(ChangeError),
    /// It fits, but the new baseline has changed the same object too: the change now stands on that.
    BothChanged,
}

/// A change that does not simply stay what it was.
#[derive(Debug, Clone, PartialEq)]
pub struct Meeting {
    /// Place in the list of changes, counted from 0.
    pub index: usize,
    /// What becomes of it.
    pub kind: MeetingKind,
    /// In words: the change, what happened, and what to do.
    pub sentence: String,
}

/// What the changes of a scenario meet that was made on `old` and is put on `new`, in the order of the list. What did not
/// fit before is not told again; a decided change that the scenario makes impossible is among the conflicts of
/// [`Plan::with_changes`]. Cost: one comparison of the two baselines for each day on which something changes.
#[must_use]
pub fn rebase(old: &Plan, new: &Plan, changes: &[Change], language: Language) -> Vec<Meeting> {
    let adopted = adopted(old, new, changes);
    let stays = |index: &usize| !adopted.contains(index);
    let only = |wanted: bool| -> Vec<Change> {
        let some = changes.iter().enumerate().filter(|(index, _)| stays(index) == wanted);
        some.map(|(_, change)| change.clone()).collect()
    };
    let (kept, taken) = (only(true), only(false));

    let failed = |organisation: Organisation| -> BTreeMap<usize, ChangeError> {
        let own = organisation.conflicts.into_iter().filter(|conflict| !conflict.decided);
        own.map(|conflict| (conflict.index, conflict.reason)).collect()
    };
    let failed_before = failed(old.with_changes(changes));
    let failed_now = failed(new.with_changes(&kept));

    let mut days: BTreeMap<NaiveDate, Day> = BTreeMap::new();
    for change in changes {
        days.entry(change.effective).or_insert_with(|| Day::of(old, new, &taken, change.effective));
    }
    let mut meetings = Vec::new();
    let mut place = 0;
    for (index, change) in changes.iter().enumerate() {
        let Some(day) = days.get(&change.effective) else { continue };
        let kind = if !stays(&index) {
            Some((MeetingKind::Adopted, String::new()))
        } else if failed_before.contains_key(&index) {
            None
        } else if let Some(reason) = failed_now.get(&place) {
            Some((MeetingKind::NoLongerFits(reason.clone()), reason.to_string()))
        } else {
            mark_of(&day.difference, &change.action)
                .map(|mark| (MeetingKind::BothChanged, mark.words(&day.before, &day.after, language)))
        };
        place += usize::from(stays(&index));
        meetings.extend(kind.map(|(kind, detail)| {
            let sentence = sentence(&kind, &detail, change, &day.after, language);
            Meeting { index, kind, sentence }
        }));
    }
    meetings
}

fn sentence(kind: &MeetingKind, detail: &str, change: &Change, names: &Plan, language: Language) -> String {
    let what = change.describe(names, language);
    let date = format::date(change.effective, language);
    match (kind, language) {
        (MeetingKind::Adopted, Language::German) => {
            format!("„{what}“ (ab {date}) ist inzwischen beschlossen und kann aus dem Szenario entfallen.")
        }
        (MeetingKind::Adopted, Language::English) => {
            format!("“{what}” (from {date}) has been decided meanwhile and can be left out of the scenario.")
        }
        (MeetingKind::NoLongerFits(_), Language::German) => {
            format!("„{what}“ (ab {date}) passt nicht mehr zur Ausgangslage: {detail}")
        }
        (MeetingKind::NoLongerFits(_), Language::English) => {
            format!("“{what}” (from {date}) no longer fits the baseline: {detail}")
        }
        (MeetingKind::BothChanged, Language::German) => format!(
            "„{what}“ (ab {date}) trifft auf eine geänderte Ausgangslage ({detail}); bitte prüfen, ob die Änderung so noch gewollt ist."
        ),
        (MeetingKind::BothChanged, Language::English) => format!(
            "“{what}” (from {date}) meets a changed baseline ({detail}); please check whether the change is still wanted as it is."
        ),
    }
}

/// The baselines of a day, the old one with what the scenario itself has brought into the new one.
struct Day {
    before: Plan,
    after: Plan,
    difference: Difference,
}

impl Day {
    fn of(old: &Plan, new: &Plan, taken: &[Change], date: NaiveDate) -> Self {
        let (before, after) = (old.on(date, taken).plan, new.on(date, &[]).plan);
        let difference = Difference::between(&before, &after);
        Self { before, after, difference }
    }
}

/// Places of the changes that the new baseline has decided since, each decided change taken for one of them.
fn adopted(old: &Plan, new: &Plan, changes: &[Change]) -> BTreeSet<usize> {
    let mut decided: Vec<&Change> = new.decided.iter().collect();
    for change in &old.decided {
        if let Some(place) = decided.iter().position(|other| *other == change) {
            decided.remove(place);
        }
    }
    let mut places = BTreeSet::new();
    for (index, change) in changes.iter().enumerate() {
        if let Some(place) = decided.iter().position(|other| *other == change) {
            decided.remove(place);
            places.insert(index);
        }
    }
    places
}

/// What differs in the object that an action is about.
fn mark_of<'a>(difference: &'a Difference, action: &Action) -> Option<&'a Mark> {
    match action {
        Action::AddUnit(unit) => difference.units.get(&unit.id),
        Action::RenameUnit { unit, .. } | Action::MoveUnit { unit, .. } | Action::RemoveUnit { unit } => {
            difference.units.get(unit)
        }
        Action::SetUnit(patch) => difference.units.get(&patch.unit),
        Action::AddPost(post) => difference.posts.get(&post.id),
        Action::MovePost { post, .. } | Action::ParkPost { post } | Action::RemovePost { post } => {
            difference.posts.get(post)
        }
        Action::SetPost(patch) => difference.posts.get(&patch.post),
        Action::MoveCaseType { case_type, .. } => difference.case_types.get(case_type),
        Action::SetCaseType(patch) => difference.case_types.get(&patch.case_type),
        Action::SetPopulation(patch) => difference.populations.get(&patch.population),
        Action::SetFixedTask(patch) => difference.fixed_tasks.get(&patch.fixed_task),
        Action::SetAssumptions(_) => difference.assumptions.as_ref(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{builtin, changes_from_json};

    fn list(text: &str) -> Vec<Change> {
        changes_from_json(text.as_bytes()).unwrap()
    }

    /// The plan with more changes decided.
    fn with(mut plan: Plan, decided: &[Change]) -> Plan {
        plan.decided.extend_from_slice(decided);
        plan.validate().unwrap();
        plan
    }

    fn words(old: &Plan, new: &Plan, changes: &[Change]) -> Vec<String> {
        let meetings = rebase(old, new, changes, Language::German);
        meetings.into_iter().map(|meeting| meeting.sentence).collect()
    }

    #[test]
    fn nothing_is_met_where_nothing_moved() {
        let plan = builtin().unwrap();
        let changes = list(
            r#"[{"effective": "2025-01-01", "action": {"remove_post": {"post": "AA-01"}}},
                {"effective": "2025-01-01", "action": {"remove_post": {"post": "WEG"}}}]"#,
        );
        assert_eq!(rebase(&plan, &plan, &changes, Language::German), []);
    }

    #[test]
    fn what_was_adopted_is_left_out_and_what_rests_on_it_goes_on() {
        let plan = builtin().unwrap();
        let changes = list(
            r#"[{"effective": "2025-01-01", "action": {"add_unit": {"id": "neu", "parent": "abteilung", "name": "Neu"}}},
                {"effective": "2025-01-01", "action": {"move_post": {"post": "AA-01", "to": "neu"}}},
                {"effective": "2025-02-01", "action": {"set_post": {"post": "AA-01", "fte": 0.5}}}]"#,
        );
        let new = with(plan.clone(), &changes[..2]);
        let meetings = rebase(&plan, &new, &changes, Language::German);
        let adopted: Vec<usize> = meetings.iter().map(|meeting| meeting.index).collect();
        assert_eq!(adopted, [0, 1]);
        assert!(meetings.iter().all(|meeting| meeting.kind == MeetingKind::Adopted));
        assert_eq!(
            meetings[1].sentence,
            "„Stelle AA-01 nach Neu verschoben“ (ab 01.01.2025) ist inzwischen beschlossen und kann aus dem Szenario entfallen."
        );
        // Decided before the scenario was made: that is no adoption.
        assert_eq!(rebase(&new, &new, &changes[2..], Language::English), []);
    }

    #[test]
    fn what_no_longer_fits_or_was_changed_by_both_is_told_with_what_to_do() {
        let plan = builtin().unwrap();
        let changes = list(
            r#"[{"effective": "2025-01-01", "action": {"move_post": {"post": "AA-01", "to": "asyl"}}},
                {"effective": "2025-01-01", "action": {"move_post": {"post": "AA-02", "to": "asyl"}}},
                {"effective": "2025-01-01", "action": {"move_post": {"post": "AA-03", "to": "asyl"}}}]"#,
        );
        let decided = list(
            r#"[{"effective": "2024-06-01", "action": {"remove_post": {"post": "AA-01"}}},
                {"effective": "2024-06-01", "action": {"set_post": {"post": "AA-02", "fte": 0.5}}},
                {"effective": "2026-06-01", "action": {"set_post": {"post": "AA-03", "fte": 0.5}}}]"#,
        );
        let new = with(plan.clone(), &decided);
        assert_eq!(
            words(&plan, &new, &changes),
            [
                "„Stelle AA-01 nach Laufendes Asylverfahren verschoben“ (ab 01.01.2025) passt nicht mehr zur Ausgangslage: Die Stelle „AA-01“ gibt es nicht; bitte eine vorhandene Stelle wählen.",
                "„Stelle AA-02 nach Laufendes Asylverfahren verschoben“ (ab 01.01.2025) trifft auf eine geänderte Ausgangslage (Stelle AA-02: Umfang 0,5 VZÄ); bitte prüfen, ob die Änderung so noch gewollt ist.",
            ]
        );
    }
}
