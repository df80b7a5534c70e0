//! From a plan to one that comes from elsewhere, such as out of a file: by which changes, and what no change expresses.

use super::{Walk, steps};
use crate::format::{Language, date};
use crate::plan::gather::gathered;
use crate::plan::validate::values;
use crate::plan::{CaseType, CaseTypeId, Change, Plan, Post, Terms};
use chrono::{Datelike, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::iter::once;

/// The way from one plan to another.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Towards {
    /// Changes which, put behind those of the one, lead to the organisation of the other from its first day on.
    pub changes: Vec<Change>,
    /// What of the other cannot be reached by changes, in German sentences: a plan has its case types for good.
    pub beyond: Vec<String>,
}

/// By which changes `plan` with its changes `from` becomes `other`, from the later of their two first days on, and on every later
/// day on which either changes something. Objects are the same where their identifiers are. Cost: for each day a pass over both.
#[must_use]
pub fn towards(plan: &Plan, from: &[Change], other: &Plan) -> Towards {
    let first = plan.as_of.max(other.as_of);
    let all = from.iter().chain(&plan.decided).chain(&other.decided).map(|change| change.effective);
    let later = all.filter(|day| *day > first && values::YEARS.contains(&day.year()));
    let days: BTreeSet<NaiveDate> = gathered(once(first).chain(later));
    let (mut here, mut there) = (Walk::new(plan, from), Walk::new(other, &[]));
    let mut found = Towards { changes: Vec::new(), beyond: frame(plan, other) };
    let mut unlike = BTreeSet::new();
    for day in days {
        here.advance(day);
        there.advance(day);
        let target = aligned(&here.plan, &there.plan);
        let actions = steps::steps(&mut here.plan, &target, day);
        found.changes.extend(actions.into_iter().map(|action| Change { effective: day, action }));
        remains(&here.plan, &target, day, &mut unlike);
    }
    found.beyond.extend(unlike);
    found
}

/// What holds a plan together, and which tasks it has.
fn frame(plan: &Plan, other: &Plan) -> Vec<String> {
    let mut found = Vec::new();
    if plan.name != other.name {
        found.push(format!("Die Organisation heißt in der Datei „{}“, hier „{}“.", other.name, plan.name));
    }
    if plan.as_of != other.as_of {
        let day = |day| date(day, Language::German);
        found.push(format!(
            "Der Stand der Datei ist der {}, der des Plans der {}.",
            day(other.as_of),
            day(plan.as_of)
        ));
    }
    if plan.region != other.region {
        found.push("In der Datei gelten die Feiertage eines anderen Landes.".to_owned());
    }
    let named = |plan: &Plan| -> [BTreeMap<String, String>; 3] {
        let pair = |id: &dyn Display, name: &str| (id.to_string(), name.to_owned());
        [
            plan.case_types.iter().map(|one| pair(&one.id, &one.name)).collect(),
            plan.populations.iter().map(|one| pair(&one.id, &one.name)).collect(),
            plan.fixed_tasks.iter().map(|one| pair(&one.id, &one.name)).collect(),
        ]
    };
    let words = ["Die Fallart", "Die Personengruppe", "Die feste Aufgabe"];
    for ((word, here), there) in words.into_iter().zip(named(plan)).zip(named(other)) {
        let only = |one: &BTreeMap<String, String>, other: &BTreeMap<String, String>, says: &str| {
            let gone = one.iter().filter(|(id, _)| !other.contains_key(*id));
            gone.map(|(id, name)| format!("{word} „{name}“ ({id}) {says}.")).collect::<Vec<_>>()
        };
        found.extend(only(&there, &here, "gibt es nur in der Datei"));
        found.extend(only(&here, &there, "fehlt in der Datei"));
    }
    let known: BTreeSet<&CaseTypeId> = gathered(plan.case_types.iter().map(|one| &one.id));
    let lost =
        other.posts.iter().chain(&other.tray).filter(|post| {
            !post.case_types.is_empty() && !post.case_types.iter().any(|id| known.contains(id))
        });
    found.extend(lost.map(|post| {
        format!(
            "Die Stelle „{}“ bearbeitet in der Datei nur Fallarten, die es hier nicht gibt, und wäre hier für alle ihrer Einheit da.",
            post.id
        )
    }));
    found
}

/// The other plan with the frame and the tasks of the one: what changes can lead to.
fn aligned(here: &Plan, there: &Plan) -> Plan {
    let known: BTreeSet<&CaseTypeId> = gathered(here.case_types.iter().map(|one| &one.id));
    let post = |post: &Post| {
        let mut post = post.clone();
        post.case_types.retain(|id| known.contains(id));
        if let Some(terms) = &mut post.terms {
            terms.qualifications.retain(|id, _| known.contains(id));
        }
        post.terms.take_if(|terms| **terms == Terms::default());
        post
    };
    let case_type = |case_type: &CaseType| {
        let mut case_type = case_type.clone();
        case_type.follow_ups.retain(|one| known.contains(&one.case_type));
        case_type
    };
    let case_types: Vec<CaseType> = there.case_types.iter().map(case_type).collect();
    Plan {
        format: here.format,
        name: here.name.clone(),
        as_of: here.as_of,
        region: here.region,
        units: there.units.clone(),
        posts: there.posts.iter().map(post).collect(),
        tray: there.tray.iter().map(post).collect(),
        case_types: in_place(&here.case_types, &case_types, |one| &one.id),
        populations: in_place(&here.populations, &there.populations, |one| &one.id),
        fixed_tasks: in_place(&here.fixed_tasks, &there.fixed_tasks, |one| &one.id),
        assumptions: there.assumptions.clone(),
        decided: Vec::new(),
    }
}

/// The objects of the one in their places, each as it is in the other where it is there.
fn in_place<T: Clone, K: Ord>(here: &[T], there: &[T], key: impl Fn(&T) -> &K) -> Vec<T> {
    let new: BTreeMap<&K, &T> = gathered(there.iter().map(|one| (key(one), one)));
    here.iter().map(|old| (*new.get(key(old)).unwrap_or(&old)).clone()).collect()
}

/// What is not as it should be after all changes.
fn remains(here: &Plan, target: &Plan, day: NaiveDate, found: &mut BTreeSet<String>) {
    let posts = |plan: &Plan| -> Vec<Post> {
        let all = plan.posts.iter().chain(&plan.tray);
        all.filter(|post| post.exists_on(day)).cloned().collect()
    };
    unlike("Die Einheit", &here.units, &target.units, |one| &one.id, found);
    unlike("Die Stelle", &posts(here), &posts(target), |one| &one.id, found);
    unlike("Die Fallart", &here.case_types, &target.case_types, |one| &one.id, found);
    unlike("Die Personengruppe", &here.populations, &target.populations, |one| &one.id, found);
    unlike("Die feste Aufgabe", &here.fixed_tasks, &target.fixed_tasks, |one| &one.id, found);
    if here.assumptions != target.assumptions {
        found.insert(
            "Nicht alle Annahmen werden durch Änderungen so, wie sie in der Datei stehen.".to_owned(),
        );
    }
}

fn unlike<T: PartialEq, K: Ord + Display>(
    word: &str,
    here: &[T],
    target: &[T],
    key: impl Fn(&T) -> &K,
    found: &mut BTreeSet<String>,
) {
    let wanted: BTreeMap<&K, &T> = gathered(target.iter().map(|one| (key(one), one)));
    let mut there = BTreeSet::new();
    for one in here {
        let id = key(one);
        there.insert(id);
        match wanted.get(id) {
            Some(new) if *new == one => {}
            Some(_) => {
                found.insert(format!(
                    "{word} „{id}“ wird durch Änderungen nicht ganz so, wie sie in der Datei steht."
                ));
            }
            None => {
                found.insert(format!("{word} „{id}“ bleibt bestehen, obwohl sie in der Datei fehlt."));
            }
        }
    }
    for id in wanted.keys().filter(|id| !there.contains(*id)) {
        found.insert(format!("{word} „{id}“ lässt sich durch Änderungen nicht anlegen."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Action, PostId, UnitId, builtin, changes_from_json};

    /// The built-in plan with these changes as a plan of its own.
    fn changed(changes: &str) -> Plan {
        let plan = builtin().unwrap();
        let changes = changes_from_json(changes.as_bytes()).unwrap();
        let day = plan.as_of;
        let mut changed = plan.on(day, &changes).plan;
        changed.decided = plan.decided;
        changed
    }

    #[test]
    fn the_same_plan_is_no_change() {
        let plan = builtin().unwrap();
        assert_eq!(towards(&plan, &[], &plan), Towards::default());
    }

    #[test]
    fn leads_to_the_plan_of_a_file_and_knows_what_the_scenario_has_done_already() {
        let plan = builtin().unwrap();
        let day = plan.as_of;
        let one = format!(
            r#"{{"effective": "{day}", "action": {{"move_post": {{"post": "AA-05", "to": "einbuergerung"}}}}}}"#
        );
        let two = format!(
            r#"{{"effective": "{day}", "action": {{"rename_unit": {{"unit": "asyl", "name": "Asyl"}}}}}}"#
        );
        let other = changed(&format!("[{one}, {two}]"));
        let found = towards(&plan, &[], &other);
        assert_eq!(found.beyond, Vec::<String>::new());
        assert_eq!(plan.on(day, &found.changes).plan.units, other.units);
        let post = PostId::parse("AA-05").unwrap();
        assert_eq!(plan.on(day, &found.changes).plan.post(&post), other.post(&post));

        let from = changes_from_json(format!("[{one}]").as_bytes()).unwrap();
        let rest = towards(&plan, &from, &other);
        assert_eq!(rest.changes.len(), 1);
        assert!(
            matches!(&rest.changes[0].action, Action::RenameUnit { unit, .. } if *unit == UnitId::parse("asyl").unwrap())
        );
    }

    #[test]
    fn what_no_change_expresses_is_told() {
        let plan = builtin().unwrap();
        let mut other = plan.clone();
        other.name = "Andere".to_owned();
        other.as_of = plan.as_of.succ_opt().unwrap();
        let gone = other.case_types.remove(0);
        for post in &mut other.posts {
            post.case_types.retain(|id| *id != gone.id);
        }
        let found = towards(&plan, &[], &other);
        let said = found.beyond.join("\n");
        assert!(said.contains("heißt in der Datei „Andere“"), "{said}");
        assert!(said.contains("Der Stand der Datei ist der"), "{said}");
        assert!(said.contains(&format!("({}) fehlt in der Datei", gone.id)), "{said}");
        assert!(found.changes.iter().all(|change| change.effective == other.as_of), "{:?}", found.changes);
        // The other way round it is new.
        let back = towards(&other, &[], &plan).beyond.join("\n");
        assert!(back.contains(&format!("({}) gibt es nur in der Datei", gone.id)), "{back}");
    }
}
