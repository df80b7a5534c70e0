//! The difference of two scenarios leads from the one to the other; what is taken back leaves no trace.

use crate::generate::{change, config, day, plan};
use chrono::NaiveDate;
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeSet;
use stellwerk::format::Language;
use stellwerk::plan::{Change, Difference, MarkKind, Plan, builtin, changes_from_json, difference, in_words};

/// Each day on which something changes, the day before, and one more.
fn days(lists: [&[Change]; 2], other: NaiveDate) -> BTreeSet<NaiveDate> {
    let effective = lists.into_iter().flatten().map(|change| change.effective);
    effective.flat_map(|day| [Some(day), day.pred_opt()]).flatten().chain([other]).collect()
}

/// Fails, with their files and what led there, where two plans of a day are not the same; the same plan is written the same way.
fn same(led: &Plan, wanted: &Plan, day: NaiveDate, found: &[Change]) -> Result<(), TestCaseError> {
    if led != wanted {
        prop_assert_eq!(led.to_json(), wanted.to_json(), "{} {:#?}", day, found);
        prop_assert!(false, "{} {:#?}: not the same, though written the same way", day, found);
    }
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_difference_applied_to_the_one_gives_the_other(
        plan in plan(),
        common in vec(change(), 0..10),
        one in vec(change(), 0..25),
        other in vec(change(), 0..25),
        date in day(),
    ) {
        let (from, to) = ([&common[..], &one[..]].concat(), [&common[..], &other[..]].concat());
        let found = difference(&plan, &from, &to);
        let led = [&from[..], &found[..]].concat();
        for day in days([&from, &to], date) {
            let (led, to) = (plan.on(day, &led).plan, plan.on(day, &to).plan);
            same(&led, &to, day, &found)?;
            prop_assert!(Difference::between(&led, &to).is_empty());
        }
        prop_assert_eq!(difference(&plan, &led, &to), Vec::new());
        prop_assert_eq!(difference(&plan, &to, &to), Vec::new());
        for words in in_words(&plan, &from, &found, Language::German) {
            prop_assert!(!words.is_empty());
        }
    }

    /// Two scenarios that know nothing of each other, on the same plan: what both were is gone in the text of neither list, so
    /// that nothing but the difference can lead from the one to the other. On the days between, before and after as well.
    #[test]
    fn the_difference_leads_between_scenarios_that_share_nothing(
        plan in plan(),
        one in vec(change(), 1..40),
        other in vec(change(), 1..40),
        date in day(),
    ) {
        let found = difference(&plan, &one, &other);
        let led = [&one[..], &found[..]].concat();
        for day in days([&one, &other], date) {
            let (before, wanted) = (plan.on(day, &one).plan, plan.on(day, &other).plan);
            same(&plan.on(day, &led).plan, &wanted, day, &found)?;
            // Where they differ, it is the difference that makes up for it: without it the one stays what it is.
            if before != wanted {
                prop_assert!(found.iter().any(|change| change.effective <= day), "{}", day);
            }
        }
        // And the way back, from the list that holds the way there.
        let way_back = difference(&plan, &led, &one);
        let back = [&led[..], &way_back[..]].concat();
        for day in days([&one, &other], date) {
            same(&plan.on(day, &back).plan, &plan.on(day, &one).plan, day, &way_back)?;
        }
    }

    #[test]
    fn marks_tell_exactly_what_differs(plan in plan(), changes in vec(change(), 0..20), date in day()) {
        let (before, after) = (plan.on(date, &[]).plan, plan.on(date, &changes).plan);
        let marks = Difference::between(&before, &after);
        prop_assert_eq!(marks.is_empty(), before == after);
        for (id, mark) in &marks.posts {
            let (was, is) = (before.post(id), after.post(id));
            prop_assert_eq!(mark.kind() == MarkKind::Removed, is.is_none() && after.parked(id).is_none());
            let known = was.is_some() || before.parked(id).is_some();
            prop_assert_eq!(mark.kind() == MarkKind::Added, !known);
            prop_assert!(!mark.words(&before, &after, Language::German).is_empty());
        }
        for post in after.posts.iter().filter(|post| !marks.posts.contains_key(&post.id)) {
            prop_assert_eq!(before.post(&post.id), Some(post));
        }
        for unit in after.units.iter().filter(|unit| !marks.units.contains_key(&unit.id)) {
            prop_assert_eq!(before.unit(&unit.id), Some(unit));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2, ..config() })]

    /// Made one by one, each on the plan that the ones before have left; taken back one by one, each by playing the shorter list
    /// anew from the start: after every step back the plan is byte for byte what it was before the change.
    #[test]
    fn a_thousand_changes_and_as_many_steps_back_leave_no_trace(plan in plan(), wishes in vec(change(), 16_000)) {
        let start = plan.to_json();
        let mut wishes = wishes;
        // In the order in which they count, so that one more change is one more step.
        wishes.sort_by_key(|wish| wish.effective);
        let mut now = plan.with_changes(&[]).plan;
        let (mut made, mut before) = (Vec::new(), Vec::new());
        let mut text = now.to_json();
        for wish in wishes {
            if made.len() < 1_000 && now.apply_in_place(&wish).is_ok() {
                made.push(wish);
                before.push(std::mem::replace(&mut text, now.to_json()));
            }
        }
        // A plan of two or three posts may not take so many; another one is drawn then.
        prop_assume!(made.len() == 1_000);
        prop_assert_eq!(plan.with_changes(&made).plan.to_json(), now.to_json());
        while made.pop().is_some() {
            prop_assert_eq!(Some(plan.with_changes(&made).plan.to_json()), before.pop());
        }
        prop_assert_eq!(plan.with_changes(&made).plan.to_json(), start);
    }

    #[test]
    fn a_thousand_changes_are_taken_back_by_changes(plan in plan(), changes in vec(change(), 1000), dates in vec(day(), 20)) {
        let back = difference(&plan, &changes, &[]);
        let all = [&changes[..], &back[..]].concat();
        for day in dates.into_iter().chain(changes[..20].iter().map(|change| change.effective)) {
            prop_assert_eq!(plan.on(day, &all).plan.to_json(), plan.on(day, &[]).plan.to_json());
        }
    }
}

fn list(text: &str) -> Vec<Change> {
    changes_from_json(text.as_bytes()).unwrap_or_else(|errors| panic!("{errors}"))
}

#[test]
fn tells_the_difference_of_two_scenarios_in_words() {
    let plan = builtin().unwrap();
    let from = list(
        r#"[{"effective": "2024-06-01", "action": {"move_post": {"post": "AA-07", "to": "asyl"}}},
            {"effective": "2025-01-01", "action": {"set_post": {"post": "AA-08", "fte": 0.5}}}]"#,
    );
    let to = list(
        r#"[{"effective": "2024-03-01", "action": {"add_unit": {"id": "neu", "name": "Neues Sachgebiet", "parent": "abteilung"}}},
            {"effective": "2024-06-01", "action": {"move_post": {"post": "AA-07", "to": "neu"}}},
            {"effective": "2025-01-01", "action": {"park_post": {"post": "AA-08"}}}]"#,
    );
    let found = difference(&plan, &from, &to);
    let dates: Vec<String> = found.iter().map(|change| change.effective.to_string()).collect();
    assert_eq!(dates, ["2024-03-01", "2024-06-01", "2025-01-01", "2025-01-01"]);
    assert_eq!(
        in_words(&plan, &from, &found, Language::German),
        [
            "Einheit Neues Sachgebiet unter Abteilung Migration und Integration eingerichtet",
            "Stelle AA-07 nach Neues Sachgebiet verschoben",
            "Stelle AA-08 auf den Parkplatz gelegt",
            "Stelle AA-08: Umfang 1,0 VZÄ",
        ]
    );
    // The way back dissolves the unit after its post has left.
    let back = in_words(&plan, &to, &difference(&plan, &to, &from), Language::English);
    assert_eq!(back[0], "Unit Neues Sachgebiet dissolved");
    assert_eq!(back.len(), 4);
}

#[test]
fn marks_say_how_and_in_words() {
    let plan = builtin().unwrap();
    let changes = list(
        r#"[{"effective": "2024-03-01", "action": {"add_unit": {"id": "neu", "name": "Neu", "parent": "abteilung"}}},
            {"effective": "2024-03-01", "action": {"move_post": {"post": "AA-07", "to": "neu"}}},
            {"effective": "2024-03-01", "action": {"set_post": {"post": "AA-07", "grade": "EG 9c"}}},
            {"effective": "2024-03-01", "action": {"park_post": {"post": "AA-08"}}},
            {"effective": "2024-03-01", "action": {"remove_post": {"post": "AA-06"}}},
            {"effective": "2024-03-01", "action": {"move_post": {"post": "AA-01", "to": "aufenthalt", "before": "AA-05"}}},
            {"effective": "2024-03-01", "action": {"move_unit": {"unit": "neu", "to": "abteilung", "before": "beirat"}}}]"#,
    );
    let date = "2024-03-01".parse().unwrap();
    let (before, after) = (plan.on(date, &[]).plan, plan.on(date, &changes).plan);
    assert_eq!(plan.on(date, &changes).conflicts, []);
    let marks = Difference::between(&before, &after);
    let told: Vec<(String, Vec<MarkKind>, String)> = marks
        .posts
        .iter()
        .map(|(id, mark)| (id.to_string(), mark.kinds.clone(), mark.words(&before, &after, Language::German)))
        .collect();
    let expected: [(&str, &[MarkKind], &str); 4] = [
        (
            "AA-01",
            &[MarkKind::Reordered],
            "Stelle AA-01 in Sachgebiet Aufenthalt/Anerkennung umgereiht, vor Stelle AA-05",
        ),
        ("AA-06", &[MarkKind::Removed], "Stelle AA-06 gestrichen"),
        (
            "AA-07",
            &[MarkKind::Moved, MarkKind::Changed],
            "Stelle AA-07 nach Neu verschoben; Stelle AA-07: Bewertung EG 9c",
        ),
        ("AA-08", &[MarkKind::Parked], "Stelle AA-08 auf den Parkplatz gelegt"),
    ];
    let expected: Vec<(String, Vec<MarkKind>, String)> = expected
        .iter()
        .map(|(id, kinds, words)| (id.to_string(), kinds.to_vec(), words.to_string()))
        .collect();
    assert_eq!(told, expected);
    let units: Vec<(String, MarkKind)> =
        marks.units.iter().map(|(id, mark)| (id.to_string(), mark.kind())).collect();
    assert_eq!(units, [("neu".to_owned(), MarkKind::Added)]);
}
