//! The stretches of days between two changes: one working copy of the plan, walked through once.

use super::clock::day_of;
use crate::plan::{Action, Change, Plan, PostId, ordered};
use std::collections::BTreeSet;

/// The plan as it stands from a day on.
pub(super) struct Stretch<'a> {
    /// First day, counted from the plan's.
    pub(super) first_day: u32,
    /// The plan with all changes that count by then.
    pub(super) plan: &'a Plan,
    /// Posts whose occupancy was set anew (new posts; holder or recruitment changed).
    pub(super) reoccupied: &'a BTreeSet<PostId>,
}

/// Calls `visit` for each stretch within the horizon, in order. Changes before the first day count from it on.
///
/// Returns a sentence for each change that does not fit; the rest applies. Copies the plan once.
pub(super) fn walk<E>(
    plan: &Plan,
    changes: &[Change],
    days: u32,
    mut visit: impl FnMut(Stretch<'_>) -> Result<(), E>,
) -> Result<Vec<String>, E> {
    let mut standing = plan.clone();
    let mut conflicts = Vec::new();
    let mut reoccupied = BTreeSet::new();
    let mut first_day = 0;
    for (index, change) in ordered(changes) {
        let day = day_of(plan.as_of, change.effective).max(0);
        if day >= i64::from(days) {
            break;
        }
        let day = u32::try_from(day).unwrap_or_default();
        if day > first_day {
            visit(Stretch { first_day, plan: &standing, reoccupied: &reoccupied })?;
            reoccupied.clear();
            first_day = day;
        }
        match standing.apply_in_place(change) {
            Ok(()) => note(&change.action, &mut reoccupied),
            Err(reason) => conflicts.push(format!("Änderung {} wirkt nicht: {reason}", index + 1)),
        }
    }
    visit(Stretch { first_day, plan: &standing, reoccupied: &reoccupied })?;
    Ok(conflicts)
}

/// Number of stretches, counting changes that turn out not to fit.
pub(super) fn stretches(plan: &Plan, changes: &[Change], days: u32) -> usize {
    let mut dates: BTreeSet<i64> = BTreeSet::new();
    dates.extend(changes.iter().map(|change| day_of(plan.as_of, change.effective).max(0)));
    dates.iter().filter(|day| (1..i64::from(days)).contains(*day)).count() + 1
}

fn note(action: &Action, reoccupied: &mut BTreeSet<PostId>) {
    match action {
        Action::AddPost(post) => {
            reoccupied.insert(post.id.clone());
        }
        Action::SetPost(patch) if patch.holder.is_some() || patch.recruiting_until.is_some() => {
            reoccupied.insert(patch.post.clone());
        }
        _ => {}
    }
}
