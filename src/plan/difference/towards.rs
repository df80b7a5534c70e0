//! From a plan to one that comes from elsewhere, such as out of a file: by which changes, and what no change expresses.

use super::{Walk, steps};
use crate::format::{Language, date};
use crate::plan::gather::gathered;
use crate::plan::validate::values;
use crate::plan::{CaseType, CaseTypeId, Change, Plan, Post, Practice, Terms};
use chrono::{Datelike, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::iter::once;

/// The way from one plan to another.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Towards {
    /// Changes which, put behind those of the one, lead to the organisation of the other from its first day on.
    pub changes: Vec<Change>,
    /// What of the other cannot be reached by changes, in sentences: a plan has its case types for good.
    pub beyond: Vec<String>,
}

/// Where the other plan comes from: what sentences call it, and in which language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whence {
    /// The version of the plan; none of a file.
    pub version: Option<i64>,
    /// Of the sentences.
    pub language: Language,
}

impl Whence {
    /// „in der Datei“, „in Fassung 2“.
    fn within(self) -> String {
        match (self.version, self.language) {
            (None, Language::German) => "in der Datei".to_owned(),
            (None, Language::English) => "in the file".to_owned(),
            (Some(version), Language::German) => format!("in Fassung {version}"),
            (Some(version), Language::English) => format!("in version {version}"),
        }
    }

    /// „der Datei“, „von Fassung 2“.
    fn of(self) -> String {
        match (self.version, self.language) {
            (None, Language::German) => "der Datei".to_owned(),
            (None, Language::English) => "of the file".to_owned(),
            (Some(version), Language::German) => format!("von Fassung {version}"),
            (Some(version), Language::English) => format!("of version {version}"),
        }
    }

    /// A sentence in the language.
    fn say(self, german: String, english: String) -> String {
        match self.language {
            Language::German => german,
            Language::English => english,
        }
    }
}

/// Kinds of objects, as sentences begin with them.
const UNIT: (&str, &str) = ("Die Einheit", "The unit");
const POST: (&str, &str) = ("Die Stelle", "The post");
const CASE_TYPE: (&str, &str) = ("Die Fallart", "The case type");
const POPULATION: (&str, &str) = ("Die Personengruppe", "The group of people");
const FIXED_TASK: (&str, &str) = ("Die feste Aufgabe", "The fixed task");

/// By which changes `plan` with its changes `from` becomes `other`, from the later of their two first days on, and on every later
/// day on which either changes something. Objects are the same where their identifiers are. Cost: for each day a pass over both.
#[must_use]
pub fn towards(plan: &Plan, from: &[Change], other: &Plan, whence: Whence) -> Towards {
    let first = plan.as_of.max(other.as_of);
    let all = from.iter().chain(&plan.decided).chain(&other.decided).map(|change| change.effective);
    let later = all.filter(|day| *day > first && values::YEARS.contains(&day.year()));
    let days: BTreeSet<NaiveDate> = gathered(once(first).chain(later));
    let (mut here, mut there) = (Walk::new(plan, from), Walk::new(other, &[]));
    let mut found = Towards { changes: Vec::new(), beyond: frame(plan, other, whence) };
    let mut unlike = BTreeSet::new();
    for day in days {
        here.advance(day);
        there.advance(day);
        let target = aligned(&here.plan, &there.plan);
        let actions = steps::steps(&mut here.plan, &target, day);
        found.changes.extend(actions.into_iter().map(|action| Change { effective: day, action }));
        remains((&here.plan, &target), day, whence, &mut unlike);
    }
    found.beyond.extend(unlike);
    found
}

/// What holds a plan together, and which tasks it has.
fn frame(plan: &Plan, other: &Plan, whence: Whence) -> Vec<String> {
    let (within, of) = (whence.within(), whence.of());
    let mut found = Vec::new();
    if plan.name != other.name {
        found.push(whence.say(
            format!("Die Organisation heißt {within} „{}“, hier „{}“.", other.name, plan.name),
            format!("The organisation is called “{}” {within}, here “{}”.", other.name, plan.name),
        ));
    }
    if plan.as_of != other.as_of {
        let [theirs, ours] = [other.as_of, plan.as_of].map(|day| date(day, whence.language));
        found.push(whence.say(
            format!("Der Stand {of} ist der {theirs}, der des Plans der {ours}."),
            format!("The first day {of} is {theirs}, that of the plan {ours}."),
        ));
    }
    if plan.region != other.region {
        found.push(whence.say(
            format!("Es gelten {within} die Feiertage eines anderen Landes."),
            format!("The public holidays of another state count {within}."),
        ));
    }
    found.extend(tasks(plan, other, whence));
    let known: BTreeSet<&CaseTypeId> = gathered(plan.case_types.iter().map(|one| &one.id));
    let lost =
        other.posts.iter().chain(&other.tray).filter(|post| {
            !post.case_types.is_empty() && !post.case_types.iter().any(|id| known.contains(id))
        });
    found.extend(lost.map(|post| {
        let id = &post.id;
        whence.say(
            format!("Die Stelle „{id}“ bearbeitet {within} nur Fallarten, die es hier nicht gibt, und wäre hier für alle ihrer Einheit da."),
            format!("The post “{id}” works {within} only on case types that do not exist here, and would be there for all of its unit here."),
        )
    }));
    found
}

/// The tasks that only one of the two plans has.
fn tasks(plan: &Plan, other: &Plan, whence: Whence) -> Vec<String> {
    let within = whence.within();
    let named = |plan: &Plan| -> [BTreeMap<String, String>; 3] {
        let pair = |id: &dyn Display, name: &str| (id.to_string(), name.to_owned());
        [
            plan.case_types.iter().map(|one| pair(&one.id, &one.name)).collect(),
            plan.populations.iter().map(|one| pair(&one.id, &one.name)).collect(),
            plan.fixed_tasks.iter().map(|one| pair(&one.id, &one.name)).collect(),
        ]
    };
    let mut found = Vec::new();
    let words = [CASE_TYPE, POPULATION, FIXED_TASK];
    for ((word, here), there) in words.into_iter().zip(named(plan)).zip(named(other)) {
        let only = |one: &BTreeMap<String, String>, other: &BTreeMap<String, String>, says: (&str, &str)| {
            let gone = one.iter().filter(|(id, _)| !other.contains_key(*id));
            let told = gone.map(|(id, name)| {
                whence.say(
                    format!("{} „{name}“ ({id}) {} {within}.", word.0, says.0),
                    format!("{} “{name}” ({id}) {} {within}.", word.1, says.1),
                )
            });
            told.collect::<Vec<_>>()
        };
        found.extend(only(&there, &here, ("gibt es nur", "exists only")));
        found.extend(only(&here, &there, ("fehlt", "is missing")));
    }
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
        practice: Practice::default(),
    }
}

/// The objects of the one in their places, each as it is in the other where it is there.
fn in_place<T: Clone, K: Ord>(here: &[T], there: &[T], key: impl Fn(&T) -> &K) -> Vec<T> {
    let new: BTreeMap<&K, &T> = gathered(there.iter().map(|one| (key(one), one)));
    here.iter().map(|old| (*new.get(key(old)).unwrap_or(&old)).clone()).collect()
}

/// What is not as it should be after all changes.
fn remains((here, target): (&Plan, &Plan), day: NaiveDate, whence: Whence, found: &mut BTreeSet<String>) {
    let posts = |plan: &Plan| -> Vec<Post> {
        let all = plan.posts.iter().chain(&plan.tray);
        all.filter(|post| post.exists_on(day)).cloned().collect()
    };
    let mut unlike = Unlike { whence, found };
    unlike.of(UNIT, &here.units, &target.units, |one| (&one.id, &one.name));
    unlike.of(POST, &posts(here), &posts(target), |one| (&one.id, &one.title));
    unlike.of(CASE_TYPE, &here.case_types, &target.case_types, |one| (&one.id, &one.name));
    unlike.of(POPULATION, &here.populations, &target.populations, |one| (&one.id, &one.name));
    unlike.of(FIXED_TASK, &here.fixed_tasks, &target.fixed_tasks, |one| (&one.id, &one.name));
    if here.assumptions != target.assumptions {
        let within = whence.within();
        found.insert(whence.say(
            format!("Nicht alle Annahmen werden durch Änderungen so, wie sie {within} stehen."),
            format!("Not all assumptions become by changes what they are {within}."),
        ));
    }
}

/// What differs, in sentences.
struct Unlike<'a> {
    whence: Whence,
    found: &'a mut BTreeSet<String>,
}

impl Unlike<'_> {
    /// `called`: the identifier and the name of an object.
    fn of<T: PartialEq, K: Ord + Display>(
        &mut self,
        (german, english): (&str, &str),
        here: &[T],
        target: &[T],
        called: impl Fn(&T) -> (&K, &String),
    ) {
        let (whence, within) = (self.whence, self.whence.within());
        let wanted: BTreeMap<&K, &T> = gathered(target.iter().map(|one| (called(one).0, one)));
        let mut there = BTreeSet::new();
        for one in here {
            let (id, name) = called(one);
            there.insert(id);
            let told = match wanted.get(id) {
                Some(new) if *new == one => continue,
                Some(_) => whence.say(
                    format!("{german} „{name}“ ({id}) wird durch Änderungen nicht ganz so, wie sie {within} steht."),
                    format!("{english} “{name}” ({id}) does not become by changes quite what it is {within}."),
                ),
                None => whence.say(
                    format!("{german} „{name}“ ({id}) bleibt bestehen, obwohl sie {within} fehlt."),
                    format!("{english} “{name}” ({id}) stays although it is missing {within}."),
                ),
            };
            self.found.insert(told);
        }
        for one in wanted.into_iter().filter(|(id, _)| !there.contains(id)).map(|(_, one)| one) {
            let (id, name) = called(one);
            self.found.insert(whence.say(
                format!("{german} „{name}“ ({id}) lässt sich durch Änderungen nicht anlegen."),
                format!("{english} “{name}” ({id}) cannot be made by changes."),
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Action, PostId, UnitId, builtin, changes_from_json};

    const FILE: Whence = Whence { version: None, language: Language::German };

    #[test]
    fn the_other_plan_is_called_what_it_is_in_both_languages() {
        let plan = builtin().unwrap();
        let mut other = plan.clone();
        other.as_of = plan.as_of.succ_opt().unwrap();
        let gone = other.case_types.remove(0);
        for post in &mut other.posts {
            post.case_types.retain(|id| *id != gone.id);
        }
        let said =
            |version, language| towards(&plan, &[], &other, Whence { version, language }).beyond.join("\n");
        let german = said(Some(3), Language::German);
        assert!(german.contains("Der Stand von Fassung 3 ist der"), "{german}");
        assert!(
            german.contains(&format!("Die Fallart „{}“ ({}) fehlt in Fassung 3.", gone.name, gone.id)),
            "{german}"
        );
        assert!(!german.contains("Datei"), "{german}");
        let english = said(Some(3), Language::English);
        assert!(
            english
                .contains(&format!("The case type “{}” ({}) is missing in version 3.", gone.name, gone.id)),
            "{english}"
        );
        assert!(said(None, Language::English).contains("is missing in the file."));
    }

    #[test]
    fn what_does_not_become_the_same_is_named() {
        let plan = builtin().unwrap();
        let (mut other, mut found) = (plan.clone(), BTreeSet::new());
        other.units[1].note = Some("Anders".to_owned());
        let new = other.posts.pop().unwrap();
        remains((&plan, &other), plan.as_of, Whence { version: Some(2), ..FILE }, &mut found);
        let unit = &plan.units[1];
        let expected = [
            format!(
                "Die Einheit „{}“ ({}) wird durch Änderungen nicht ganz so, wie sie in Fassung 2 steht.",
                unit.name, unit.id
            ),
            format!(
                "Die Stelle „{}“ ({}) bleibt bestehen, obwohl sie in Fassung 2 fehlt.",
                new.title, new.id
            ),
        ];
        assert_eq!(found, BTreeSet::from(expected));
    }

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
        assert_eq!(towards(&plan, &[], &plan, FILE), Towards::default());
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
        let found = towards(&plan, &[], &other, FILE);
        assert_eq!(found.beyond, Vec::<String>::new());
        assert_eq!(plan.on(day, &found.changes).plan.units, other.units);
        let post = PostId::parse("AA-05").unwrap();
        assert_eq!(plan.on(day, &found.changes).plan.post(&post), other.post(&post));

        let from = changes_from_json(format!("[{one}]").as_bytes()).unwrap();
        let rest = towards(&plan, &from, &other, FILE);
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
        let found = towards(&plan, &[], &other, FILE);
        let said = found.beyond.join("\n");
        assert!(said.contains("heißt in der Datei „Andere“"), "{said}");
        assert!(said.contains("Der Stand der Datei ist der"), "{said}");
        assert!(said.contains(&format!("({}) fehlt in der Datei", gone.id)), "{said}");
        assert!(found.changes.iter().all(|change| change.effective == other.as_of), "{:?}", found.changes);
        // The other way round it is new.
        let back = towards(&other, &[], &plan, FILE).beyond.join("\n");
        assert!(back.contains(&format!("({}) gibt es nur in der Datei", gone.id)), "{back}");
    }
}
