//! The posts behind the steps of a staircase: which ones there are, and which ones take something off.

use super::months_in_job;
use crate::plan::{Plan, Post, PostId, UnitId};
use chrono::NaiveDate;

/// Posts by the step at which they matter, each list in the order of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StepPosts {
    /// All that are counted (Plan).
    pub there: Vec<PostId>,
    /// Of these, without a holder, at least in part: what the step to „besetzt“ takes off.
    pub vacant: Vec<PostId>,
    /// With a holder, at least in part: all of them are away at times.
    pub filled: Vec<PostId>,
    /// With a holder who still learns: what the step to „eingearbeitet“ takes off.
    pub learning: Vec<PostId>,
    /// With a holder and other work than cases: part of what the step to „fallwirksam“ takes off.
    pub other_work: Vec<PostId>,
}

/// The posts of a unit, without the units below, or of all units; the plan is the one of that day. Linear in posts.
#[must_use]
pub fn step_posts(plan: &Plan, unit: Option<&UnitId>, date: NaiveDate) -> StepPosts {
    let mut found = StepPosts::default();
    let here = |post: &&Post| {
        let has_part = unit.is_none_or(|unit| post.fte_in(unit) > crate::plan::Fte::ZERO);
        has_part && post.exists_on(date) && post.casework.as_f64() > 0.0 && !post.is_on_leave(date)
    };
    for post in plan.posts.iter().filter(here) {
        found.there.push(post.id.clone());
        let pieces = plan.pieces_of(post);
        let parts =
            pieces.iter().flat_map(|piece| piece.shares.iter().map(move |share| (piece, &share.unit)));
        let parts = parts.filter(|(_, part)| unit.is_none_or(|unit| *part == unit));
        let months: Vec<Option<f64>> =
            parts.map(|(piece, unit)| months_in_job(plan, piece, unit, date)).collect();
        let proficiency = |months: &f64| plan.assumptions.onboarding.proficiency(*months);
        if months.iter().any(Option::is_none) {
            found.vacant.push(post.id.clone());
        }
        if months.iter().all(Option::is_none) {
            continue;
        }
        found.filled.push(post.id.clone());
        if months.iter().flatten().any(|months| proficiency(months) < 1.0) {
            found.learning.push(post.id.clone());
        }
        if post.casework.as_f64() < 1.0 {
            found.other_work.push(post.id.clone());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::staircases;
    use crate::plan::{Holder, builtin};

    fn ids(posts: &[PostId]) -> Vec<&str> {
        posts.iter().map(PostId::as_str).collect()
    }

    #[test]
    fn names_the_posts_of_the_built_in_plan_that_take_something_off() {
        let plan = builtin().unwrap();
        let unit = UnitId::parse("aufenthalt").unwrap();
        let found = step_posts(&plan, Some(&unit), plan.as_of);
        assert!(ids(&found.vacant).starts_with(&["AA-07", "AA-10"]), "{found:?}");
        // In the job since July and April 2023: less than the two years of the curve.
        assert!(["AA-08", "AA-11"].iter().all(|id| ids(&found.learning).contains(id)), "{found:?}");
        assert!(!ids(&found.learning).contains(&"AA-01"));
        assert!(!ids(&found.there).contains(&"SL-01"), "a post that only leads is in no step");
        assert_eq!(found.there.len(), found.filled.len() + found.vacant.len());
    }

    #[test]
    fn all_units_together_are_the_posts_of_each() {
        let plan = builtin().unwrap();
        let all = step_posts(&plan, None, plan.as_of);
        let steps = staircases(&plan, plan.as_of).unwrap();
        let mut single: Vec<PostId> =
            steps.iter().flat_map(|step| step_posts(&plan, Some(&step.unit), plan.as_of).there).collect();
        single.sort();
        single.dedup();
        let mut there = all.there;
        there.sort();
        assert_eq!(single, there);
    }

    #[test]
    fn who_begins_later_is_missing_until_then() {
        let mut plan = builtin().unwrap();
        let unit = UnitId::parse("einbuergerung").unwrap();
        let first = plan.posts.iter().position(|post| post.home() == Some(&unit)).unwrap();
        let id = plan.posts[first].id.clone();
        let since = plan.as_of + chrono::Days::new(30);
        plan.posts[first].holder = Some(Holder { since });
        let before = step_posts(&plan, Some(&unit), plan.as_of);
        assert!(before.vacant.contains(&id) && !before.filled.contains(&id));
        let after = step_posts(&plan, Some(&unit), since);
        assert!(after.filled.contains(&id) && after.learning.contains(&id) && !after.vacant.contains(&id));
    }
}
