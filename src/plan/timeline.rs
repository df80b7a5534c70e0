//! The organisation of any day: the plan with the changes that count by then.

use super::{Action, Change, ChangeError, Plan, Post, UnitId};
use chrono::NaiveDate;
use serde::Serialize;

/// A change that no longer fits, for example because its post is gone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Conflict {
    /// Place of the change in the list, counted from 0.
    pub index: usize,
    /// Why it does not fit.
    pub reason: ChangeError,
}

/// The organisation of a day.
#[derive(Debug, Clone, PartialEq, Serialize)]
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
        let Organisation { plan, ended, .. } = &mut organisation;
        ended.extend(plan.tray.extract_if(.., |post| !post.exists_on(date)));
        organisation
    }

    /// The plan with all changes, whenever they count. No post has ended yet, save those of units that were removed
    /// after the end of their posts.
    #[must_use]
    pub fn with_changes(&self, changes: &[Change]) -> Organisation {
        self.changed(changes, |_| true)
    }

    /// Whether one change more fits the plan with these changes: it fits what counts on its day, and every change that
    /// fitted before still does. The one rule of the page, which asks before it sends, and of the server, which decides.
    ///
    /// # Errors
    /// Why it does not fit, or why a later change would no longer.
    pub fn accepts(&self, changes: &[Change], change: &Change) -> Result<(), ChangeError> {
        let before = self.with_changes(changes).conflicts;
        let mut all = changes.to_vec();
        all.push(change.clone());
        let after = self.with_changes(&all).conflicts;
        let new = after.into_iter().find(|conflict| !before.iter().any(|old| old.index == conflict.index));
        new.map_or(Ok(()), |conflict| Err(conflict.reason))
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
    let Organisation { plan, ended, .. } = organisation;
    ended.extend(plan.posts.extract_if(.., |post| has_ended(post)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::PostId;

    const PLAN: &str = include_str!("../../tests/fixtures/full_plan.json");

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn changes(text: &str) -> Vec<Change> {
        crate::plan::changes_from_json(text.as_bytes()).unwrap()
    }

    fn plan() -> Plan {
        Plan::from_json(PLAN.as_bytes()).unwrap()
    }

    #[test]
    fn orders_by_date_and_keeps_the_order_of_a_day() {
        let list = changes(
            r#"[{"effective": "2025-01-01", "action": {"remove_post": {"post": "AA-01"}}},
                {"effective": "2024-06-01", "action": {"rename_unit": {"unit": "beirat", "name": "Eins"}}},
                {"effective": "2024-06-01", "action": {"rename_unit": {"unit": "beirat", "name": "Zwei"}}}]"#,
        );
        let places: Vec<usize> = ordered(&list).into_iter().map(|(place, _)| place).collect();
        assert_eq!(places, [1, 2, 0]);
        let name = |date| plan().on(day(date), &list).plan.units[1].name.clone();
        assert_eq!(name("2024-05-31"), "Geschäftsstelle");
        assert_eq!(name("2024-06-01"), "Zwei");
        assert_eq!(plan().on(day("2024-12-31"), &list).plan.posts.len(), 2);
        assert_eq!(plan().on(day("2025-01-01"), &list).plan.posts.len(), 1);
    }

    #[test]
    fn takes_posts_away_after_their_last_day() {
        let id = PostId::parse("AA-01").unwrap();
        let last = plan().on(day("2026-12-31"), &[]);
        assert!(last.plan.post(&id).is_some() && last.ended.is_empty());
        let after = plan().on(day("2027-01-01"), &[]);
        assert!(after.plan.post(&id).is_none());
        assert_eq!(after.ended.iter().map(|post| &post.id).collect::<Vec<_>>(), [&id]);
        after.plan.validate().unwrap();
    }

    #[test]
    fn reports_what_no_longer_fits_and_goes_on() {
        let list = changes(
            r#"[{"effective": "2024-06-01", "action": {"move_post": {"post": "AA-01", "to": "beirat"}}},
                {"effective": "2024-05-01", "action": {"remove_post": {"post": "AA-01"}}},
                {"effective": "2024-07-01", "action": {"move_post": {"post": "AA-02", "to": "team-1"}}}]"#,
        );
        let organisation = plan().with_changes(&list);
        let reason = ChangeError::UnknownPost { post: PostId::parse("AA-01").unwrap() };
        assert_eq!(organisation.conflicts, [Conflict { index: 0, reason }]);
        assert_eq!(organisation.plan.posts[0].home().unwrap().as_str(), "team-1");
    }

    #[test]
    fn accepts_a_change_only_if_the_later_ones_still_fit() {
        let list = changes(
            r#"[{"effective": "2024-03-01", "action": {"add_unit": {"id": "neu", "name": "Neu"}}},
                {"effective": "2024-06-01", "action": {"move_post": {"post": "AA-01", "to": "neu"}}}]"#,
        );
        let one = |text: &str| changes(&format!("[{text}]")).remove(0);
        let plan = plan();
        let rename =
            one(r#"{"effective": "2024-04-01", "action": {"rename_unit": {"unit": "neu", "name": "X"}}}"#);
        assert_eq!(plan.accepts(&list, &rename), Ok(()));
        // Before the unit exists.
        let early = Change { effective: day("2024-02-01"), ..rename.clone() };
        let unit = UnitId::parse("neu").unwrap();
        assert_eq!(plan.accepts(&list, &early), Err(ChangeError::UnknownUnit { unit: unit.clone() }));
        // Fits on its day, but the post of June would have nowhere to go.
        let gone = one(r#"{"effective": "2024-05-01", "action": {"remove_unit": {"unit": "neu"}}}"#);
        assert_eq!(plan.accepts(&list[..1], &gone), Ok(()));
        assert_eq!(plan.accepts(&list, &gone), Err(ChangeError::UnknownUnit { unit }));
        // What did not fit before is no reason.
        let mut broken = list;
        broken.push(gone.clone());
        assert_eq!(plan.with_changes(&broken).conflicts.len(), 1);
        assert_eq!(
            plan.accepts(
                &broken,
                &one(r#"{"effective": "2024-07-01", "action": {"remove_post": {"post": "AA-02"}}}"#)
            ),
            Ok(())
        );
    }

    #[test]
    fn keeps_the_ended_posts_of_a_unit_that_is_gone() {
        let list = changes(
            r#"[{"effective": "2024-03-01", "action": {"add_unit": {"id": "tf", "name": "Task Force"}}},
                {"effective": "2024-03-01", "action": {"add_post": {"id": "TF-1", "unit": "tf", "title": "T",
                    "grade": "A 9", "kw": "2024-06-30", "task_force": true}}},
                {"effective": "2024-07-01", "action": {"remove_unit": {"unit": "tf"}}}]"#,
        );
        let organisation = plan().on(day("2024-08-01"), &list);
        assert_eq!(organisation.conflicts, []);
        assert_eq!(organisation.ended[0].id.as_str(), "TF-1");
        assert_eq!(organisation.plan.units.len(), 4);
        assert_eq!(plan().with_changes(&list).ended.len(), 1);
    }
}
