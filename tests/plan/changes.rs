//! What changes may and may not do to a plan.

use crate::generate::{change, config, day, plan};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use stellwerk::format::Language;
use stellwerk::plan::{Action, Change, Conflict, Fte, Placed, Plan};

fn total(plan: &Plan) -> Fte {
    plan.posts.iter().chain(&plan.tray).map(|post| post.fte()).sum()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_change_is_made_whole_or_not_at_all(plan in plan(), changes in vec(change(), 1..30)) {
        let mut plan = plan;
        for change in &changes {
            let before = plan.clone();
            match plan.apply_in_place(change) {
                Ok(()) => {
                    prop_assert_eq!(plan.validate(), Ok(()), "{:?}", change);
                    let moves = matches!(
                        change.action,
                        Action::MovePost { .. }
                            | Action::ParkPost { .. }
                            | Action::MoveUnit { .. }
                            | Action::MoveCaseType { .. }
                    );
                    prop_assert!(!moves || total(&plan) == total(&before));
                }
                Err(error) => {
                    prop_assert_eq!(&plan, &before);
                    prop_assert!(error.to_string().ends_with('.'), "{}", error);
                }
            }
            prop_assert!(!change.describe(&plan, Language::German).is_empty());
            prop_assert!(!change.describe(&plan, Language::English).is_empty());
        }
    }

    #[test]
    fn the_organisation_of_any_day_is_valid(plan in plan(), changes in vec(change(), 0..20), date in day()) {
        let organisation = plan.on(date, &changes);
        prop_assert_eq!(organisation.plan.validate(), Ok(()));
        let mut kept = organisation.plan.posts.iter().chain(&organisation.plan.tray);
        prop_assert!(kept.all(|post| post.exists_on(date)));
        prop_assert!(organisation.ended.iter().all(|post| !post.exists_on(date)));
        prop_assert!(organisation.conflicts.iter().all(|conflict| changes[conflict.index].effective <= date));
        prop_assert_eq!(plan.with_changes(&changes).plan.validate(), Ok(()));
    }

    #[test]
    fn many_changes_do_what_they_do_one_by_one(plan in plan(), changes in vec(change(), 0..120)) {
        let (decided, changes) = changes.split_at(changes.len() / 3);
        let plan = Plan { decided: decided.to_vec(), ..plan };
        let mut expected = plan.clone();
        expected.decided.clear();
        let mut conflicts = Vec::new();
        for Placed { decided, index, change } in plan.sequence(changes) {
            if let Err(reason) = expected.apply_in_place(change) {
                conflicts.push(Conflict { decided, index, reason });
            }
        }
        let found = plan.with_changes(changes);
        prop_assert_eq!(found.plan, expected);
        prop_assert_eq!(found.conflicts, conflicts);
    }

    #[test]
    fn a_step_is_accepted_where_it_brings_no_new_conflict(
        plan in plan(), changes in vec(change(), 0..30), step in vec(change(), 1..30), at in any::<Index>()
    ) {
        let (decided, changes) = changes.split_at(changes.len() / 3);
        let plan = Plan { decided: decided.to_vec(), ..plan };
        // Few steps fit as a whole; their beginnings do.
        let step = &step[..=at.index(step.len())];
        let place = |conflict: &Conflict| (conflict.decided, conflict.index);
        let before: Vec<_> = plan.with_changes(changes).conflicts.iter().map(place).collect();
        let after = plan.with_changes(&[changes, step].concat()).conflicts;
        let new = after.into_iter().find(|conflict| !before.contains(&place(conflict)));
        prop_assert_eq!(plan.accepts_step(changes, step), new.map_or(Ok(()), |new| Err(new.reason)));
    }

    #[test]
    fn decided_changes_are_changes_made_before(plan in plan(), changes in vec(change(), 1..20), date in day()) {
        let (decided, scenario) = changes.split_at(changes.len() / 2);
        let mut adopted = plan.clone();
        for change in decided {
            adopted.decided.push(change.clone());
            if adopted.validate().is_err() {
                adopted.decided.pop();
            }
        }
        let (one, other) = (adopted.on(date, scenario), plan.on(date, &[&adopted.decided, scenario].concat()));
        prop_assert_eq!(one.plan.to_json(), other.plan.to_json());
        prop_assert_eq!(one.ended, other.ended);
        prop_assert_eq!(one.conflicts.len(), other.conflicts.len());
        let read = Plan::from_json(adopted.to_json().as_bytes());
        prop_assert_eq!(read.map(|plan| plan.to_json()), Ok(adopted.to_json()));
    }

    #[test]
    fn the_order_of_the_list_says_nothing_about_different_days(
        plan in plan(),
        changes in vec(change(), 0..20).prop_map(|mut changes| {
            changes.sort_by_key(|change| change.effective);
            changes.dedup_by_key(|change| change.effective);
            changes
        }),
        keys in vec(any::<u64>(), 20),
        date in day(),
    ) {
        let mut shuffled: Vec<(u64, Change)> = keys.into_iter().zip(changes.clone()).collect();
        shuffled.sort_by_key(|(key, _)| *key);
        let shuffled: Vec<Change> = shuffled.into_iter().map(|(_, change)| change).collect();
        let (one, other) = (plan.on(date, &changes), plan.on(date, &shuffled));
        // Compared as text: a refused change may hold a number that is not equal to itself.
        prop_assert_eq!(one.plan.to_json(), other.plan.to_json());
        prop_assert_eq!(one.ended, other.ended);
        let reasons = |conflicts: &[stellwerk::plan::Conflict]| -> Vec<String> {
            conflicts.iter().map(|conflict| conflict.reason.to_string()).collect()
        };
        prop_assert_eq!(reasons(&one.conflicts), reasons(&other.conflicts));
    }

    #[test]
    fn there_and_back_is_byte_identical(plan in plan(), post in any::<Index>(), unit in any::<Index>(), date in day()) {
        let target = unit.get(&plan.units).id.clone();
        if !plan.posts.is_empty() {
            let post = post.get(&plan.posts);
            let go = |to| Change {
                effective: date,
                action: Action::MovePost { post: post.id.clone(), to, before: None },
            };
            if post.shares.len() == 1
                && let Ok(there) = plan.apply(&go(target.clone()))
            {
                let back = there.apply(&go(post.shares[0].unit.clone())).unwrap();
                prop_assert_eq!(back.to_json(), plan.to_json());
            }
        }
        let case_types: Vec<_> = plan.case_types.iter().map(|c| (c.id.clone(), c.unit.clone())).collect();
        for (case_type, home) in case_types {
            let go = |to| Change {
                effective: date,
                action: Action::MoveCaseType { case_type: case_type.clone(), to },
            };
            if let Ok(there) = plan.apply(&go(target.clone())) {
                prop_assert_eq!(there.apply(&go(home)).unwrap().to_json(), plan.to_json());
            }
        }
    }
}
