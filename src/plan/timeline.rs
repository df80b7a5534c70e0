//! The organisation of any day: the plan with the changes that count by then.

use super::{Action, Change, ChangeError, Plan, Post, UnitId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A change that no longer fits, for example because its post is gone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conflict {
    /// Place of the change in the list, counted from 0.
    pub index: usize,
    /// Why it does not fit.
    pub reason: ChangeError,
}

/// The organisation of a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Organisation {
    /// The plan with the changes, without the posts that have ended.
    pub plan: Plan,
    /// Posts whose kw date is past, as they last stood; their unit may be gone.
    pub ended: Vec<Post>,
    /// Changes that do not fit; the rest applies all the same.
    pub conflicts: Vec<Conflict>,
}

/// The changes in the order in which they count: by date, those of one day by their place in the list. Each comes
/// with its place, counted from 0.
#[must_use]
pub fn ordered(changes: &[Change]) -> Vec<(usize, &Change)> {
    let mut sequence: Vec<(usize, &Change)> = changes.iter().enumerate().collect();
    sequence.sort_by_key(|(_, change)| change.effective);
    sequence
}

impl Plan {
    /// The organisation of a day: with every change that counts by then, without the posts that have ended.
    #[must_use]
    pub fn on(&self, date: NaiveDate, changes: &[Change]) -> Organisation {
        let mut organisation = self.changed(changes, |change| change.effective <= date);
        take_ended(&mut organisation, |post| !post.exists_on(date));
        organisation
    }

    /// The plan with all changes, whenever they count. No post has ended yet, save those of units that were removed
    /// after the end of their posts.
    #[must_use]
    pub fn with_changes(&self, changes: &[Change]) -> Organisation {
        self.changed(changes, |_| true)
    }

    fn changed(&self, changes: &[Change], counts: impl Fn(&Change) -> bool) -> Organisation {
        let mut organisation = Organisation { plan: self.clone(), ended: Vec::new(), conflicts: Vec::new() };
        for (index, change) in ordered(changes) {
            if !counts(change) {
                continue;
            }
            if let Action::RemoveUnit { unit } = &change.action {
                take_ended(&mut organisation, |post| ended_in(post, unit, change.effective));
            }
            if let Err(reason) = organisation.plan.apply_in_place(change) {
                organisation.conflicts.push(Conflict { index, reason });
            }
        }
        organisation
    }
}

/// Whether the post works in the unit and has ended before the day.
pub(super) fn ended_in(post: &Post, unit: &UnitId, date: NaiveDate) -> bool {
    !post.exists_on(date) && post.shares.iter().any(|share| share.unit == *unit)
}

fn take_ended(organisation: &mut Organisation, has_ended: impl Fn(&Post) -> bool) {
    let posts = &mut organisation.plan.posts;
    if posts.iter().any(&has_ended) {
        let (ended, standing) = std::mem::take(posts).into_iter().partition(has_ended);
        *posts = standing;
        let mut ended: Vec<Post> = ended;
        organisation.ended.append(&mut ended);
    }
}
