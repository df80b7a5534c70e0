//! Small units: worked cases, and a search for anything that subtraction could give away.

use super::*;
use crate::caseload::Counts;
use crate::format::Language;
use crate::plan::builtin;
use proptest::prelude::*;

fn id(text: &str) -> UnitId {
    UnitId::parse(text).unwrap()
}

fn january() -> Month {
    Month::new(2022, 1).unwrap()
}

/// So many posts that stand in this unit only.
fn posts(unit: &str, heads: u32) -> BTreeSet<PostId> {
    (0..heads).map(|at| PostId::parse(&format!("{unit}-{at}")).unwrap()).collect()
}

fn group(name: &str, parent: Option<&str>, heads: u32) -> Group {
    Group { id: id(name), parent: parent.map(id), posts: posts(name, heads), has_output: true }
}

fn withheld(groups: &[Group]) -> Vec<String> {
    Disclosure::new(groups, 5).withheld.iter().map(ToString::to_string).collect()
}

#[test]
fn a_single_small_unit_takes_its_smallest_neighbour_along() {
    let mut top = group("top", None, 0);
    top.has_output = false;
    let groups = [top, group("a", Some("top"), 2), group("b", Some("top"), 9), group("c", Some("top"), 7)];
    assert_eq!(withheld(&groups), ["a", "c"]);
}

#[test]
fn two_small_units_that_are_small_together_take_a_third() {
    let mut top = group("top", None, 0);
    top.has_output = false;
    let units = [("a", 2), ("b", 1), ("c", 7), ("d", 8)];
    let groups: Vec<Group> =
        std::iter::once(top).chain(units.map(|(name, heads)| group(name, Some("top"), heads))).collect();
    assert_eq!(withheld(&groups), ["a", "b", "c"]);
}

#[test]
fn posts_that_are_split_over_units_are_counted_once_where_these_are_put_together() {
    let mut top = group("top", None, 0);
    top.has_output = false;
    let (a, mut b) = (group("a", Some("top"), 3), group("b", Some("top"), 3));
    assert_eq!(Disclosure::new(&[top.clone(), a.clone(), b.clone()], 5).of_unit(&id("top")), Visible::All);
    // The same three: together they are no more than each of the two.
    b.posts = a.posts.clone();
    let disclosure = Disclosure::new(&[top, a, b], 5);
    assert_eq!((disclosure.heads_of(&id("top")), disclosure.of_unit(&id("top"))), (3, Visible::Coarse));
}

#[test]
fn heads_that_complete_nothing_hide_nobody() {
    // The staff of `top` has no cases: its sum is that of the two in `a`.
    let mut top = group("top", None, 20);
    top.has_output = false;
    assert_eq!(withheld(&[top, group("a", Some("top"), 2)]), ["a", "top"]);
}

#[test]
fn what_is_withheld_says_why_and_what_it_would_take() {
    let groups = [group("a", None, 3)];
    let disclosure = Disclosure::new(&groups, 5);
    let reason = disclosure.reason(&id("a"), Language::German).unwrap();
    assert!(reason.contains("3 besetzte Stellen") && reason.contains("ab 5"), "{reason}");
    assert!(reason.contains("Dienstvereinbarung"));
    let english = disclosure.reason(&id("a"), Language::English).unwrap();
    assert!(english.contains("3 filled posts") && english.contains("from 5 on"), "{english}");
    assert!(english.contains("service agreement"));
    assert_eq!(Disclosure::new(&groups, 3).reason(&id("a"), Language::German), None);
    assert_eq!(disclosure.of_unit(&id("unbekannt")), Visible::Coarse);
}

#[test]
fn the_built_in_plan_shows_its_large_sections_only() {
    let plan = builtin().unwrap();
    let mut ledger = Ledger::default();
    for case_type in &plan.case_types {
        ledger.enter(case_type.id.clone(), january(), Counts::default());
    }
    let disclosure = Disclosure::of(&plan, &ledger, plan.as_of, DEFAULT_HEADS);
    for unit in ["eu", "asyl", "rueckkehr", "service-point", "einbuergerung"] {
        assert_eq!(disclosure.of_unit(&id(unit)), Visible::Coarse, "{unit}");
    }
    assert_eq!(disclosure.of_unit(&id("aufenthalt")), Visible::All);
    assert_eq!(disclosure.of_unit(&id("abteilung")), Visible::All);
}

#[test]
fn a_month_in_which_one_small_unit_counted_alone_is_enough() {
    let plan = builtin().unwrap();
    let mut ledger = Ledger::default();
    for case_type in &plan.case_types {
        ledger.enter(case_type.id.clone(), january().plus(1), Counts::default());
    }
    let alone = plan.case_types.iter().find(|case_type| case_type.unit.as_str() == "einbuergerung").unwrap();
    ledger.enter(alone.id.clone(), january(), Counts::default());
    let disclosure = Disclosure::of(&plan, &ledger, plan.as_of, DEFAULT_HEADS);
    // In January the department's sum was that of the four posts.
    assert_eq!(disclosure.of_unit(&id("abteilung")), Visible::Coarse);
    assert!(disclosure.reason(&id("abteilung"), Language::German).unwrap().contains("errechnen"));
}

#[test]
fn rounds_to_five() {
    for (value, rounded) in [(0, 0), (2, 0), (3, 5), (7, 5), (8, 10), (12, 10)] {
        assert_eq!(to_five(value), rounded, "{value}");
    }
}

proptest! {
    /// Below every unit whose sum is shown, what is left after taking off all that is shown is nothing, or the output of at
    /// least five heads in at least two parts; and nothing below a withheld unit is shown.
    #[test]
    fn subtraction_gives_nothing_away(
        units in prop::collection::vec((0_usize..12, prop::collection::btree_set(0_u32..40, 0..9), any::<bool>()), 1..12)
    ) {
        let name = |at: usize| format!("u{at}");
        let groups: Vec<Group> = units.iter().enumerate().map(|(at, (parent, heads, has_output))| Group {
            id: id(&name(at)),
            parent: (at > 0).then(|| id(&name(parent % at))),
            posts: heads.iter().map(|at| PostId::parse(&format!("p{at}")).unwrap()).collect(),
            has_output: *has_output,
        }).collect();
        let disclosure = Disclosure::new(&groups, 5);
        let output = |unit: &UnitId| {
            let mut next = vec![unit.clone()];
            while let Some(unit) = next.pop() {
                if groups.iter().any(|group| group.id == unit && group.has_output) {
                    return true;
                }
                next.extend(groups.iter().filter(|g| g.parent.as_ref() == Some(&unit)).map(|g| g.id.clone()));
            }
            false
        };
        for group in groups.iter().filter(|group| output(&group.id)) {
            let children: Vec<&Group> = groups.iter()
                .filter(|child| child.parent.as_ref() == Some(&group.id) && output(&child.id)).collect();
            if disclosure.of_unit(&group.id) == Visible::Coarse {
                prop_assert!(children.iter().all(|child| disclosure.of_unit(&child.id) == Visible::Coarse));
                continue;
            }
            let hidden: Vec<BTreeSet<PostId>> = children.iter()
                .filter(|child| disclosure.of_unit(&child.id) == Visible::Coarse)
                .map(|child| disclosure.posts_of(&child.id)).collect();
            prop_assert!(disclosure.heads_of(&group.id) >= 5);
            // What the unit does itself is shown nowhere: it is what remains.
            let own = group.has_output.then(|| group.posts.clone());
            let rest: Vec<BTreeSet<PostId>> = hidden.into_iter().chain(own).collect();
            if !rest.is_empty() {
                // Posts that work in several of the parts are the same few.
                let together: BTreeSet<&PostId> = rest.iter().flatten().collect();
                prop_assert!(together.len() >= 5, "{} gives away {rest:?}", group.id);
            }
        }
    }
}
