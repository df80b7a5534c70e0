//! The days on which rules have something new to look at.

use crate::plan::gather::gathered;
use crate::plan::validate::values::YEARS;
use crate::plan::{Action, Change, Plan, Post};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeSet;
use std::iter::once;

/// The first day of a plan and every later one on which the plan with these changes changes by itself: a decided or planned
/// change counts, a post has ended, somebody begins, a law comes into force or its effect is over.
#[must_use]
pub fn changing_days(plan: &Plan, changes: &[Change]) -> BTreeSet<NaiveDate> {
    let all = || plan.decided.iter().chain(changes);
    let mut days: BTreeSet<NaiveDate> =
        gathered(once(plan.as_of).chain(all().map(|change| change.effective)));
    plan.posts.iter().chain(&plan.tray).for_each(|post| of_post(post, &mut days));
    for change in all() {
        match &change.action {
            Action::AddPost(post) => of_post(post, &mut days),
            Action::SetPost(patch) => {
                days.extend(patch.kw.flatten().and_then(|kw| kw.succ_opt()));
                days.extend(patch.recruiting_until.flatten());
            }
            _ => {}
        }
    }
    let events = plan.case_types.iter().flat_map(|case_type| &case_type.demand.events);
    for event in events.filter(|event| event.enabled) {
        days.insert(event.from);
        days.extend(event.until.and_then(|until| until.succ_opt()));
    }
    days.retain(|day| *day >= plan.as_of && YEARS.contains(&day.year()));
    days
}

fn of_post(post: &Post, days: &mut BTreeSet<NaiveDate>) {
    days.extend(post.kw.and_then(|kw| kw.succ_opt()));
    days.extend(post.recruiting_until);
    days.extend(post.holder.as_ref().map(|holder| holder.since));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{builtin, changes_from_json};

    #[test]
    fn every_day_on_which_something_changes_is_named_once() {
        let plan = builtin().unwrap();
        let changes = changes_from_json(
            br#"[{"effective": "2024-09-01", "action": {"set_post": {"post": "AA-05", "kw": "2025-03-31"}}},
                {"effective": "2020-01-01", "action": {"remove_post": {"post": "AA-06"}}}]"#,
        )
        .unwrap();
        let days = changing_days(&plan, &changes);
        // The first day, the end of the task force, a law, the step, and the day after the end that it sets.
        for day in ["2024-02-01", "2024-07-01", "2024-06-27", "2024-09-01", "2025-04-01"] {
            assert!(days.contains(&day.parse().unwrap()), "{day} {days:?}");
        }
        assert!(days.iter().all(|day| *day >= plan.as_of), "what was before is there on the first day");
    }
}
