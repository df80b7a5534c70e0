//! The organisation of any day: the plan with the changes that count by then.

use super::apply::Places;
use super::gather::{gathered, in_order};
use super::{Action, Change, ChangeError, Plan, Post, UnitId};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeSet;

/// A change that no longer fits, for example because its post is gone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Conflict {
    /// Whether it is one of the plan's decided changes: the scenario has taken away what it needs.
    pub decided: bool,
    /// Place of the change in its list, counted from 0.
    pub index: usize,
    /// Why it does not fit.
    pub reason: ChangeError,
}

/// The organisation of a day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Organisation {
    /// The plan with the changes, without the posts that have ended, and with nothing left to be decided.
    pub plan: Plan,
    /// Posts whose kw date is past, as they last stood; their unit may be gone.
    pub ended: Vec<Post>,
    /// Changes that do not fit; the rest applies all the same.
    pub conflicts: Vec<Conflict>,
}

/// A change with the list it comes from.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'a> {
    /// Whether it is one of the plan's decided changes.
    pub decided: bool,
    /// Place in its list, counted from 0.
    pub index: usize,
    /// The change.
    pub change: &'a Change,
}

impl Plan {
    /// The decided changes and these in the order in which they count: by date, on one day the decided ones first, then
    /// by their place in the list.
    #[must_use]
    pub fn sequence<'a>(&'a self, changes: &'a [Change]) -> Vec<Placed<'a>> {
        let placed = |decided, changes: &'a [Change]| {
            changes.iter().enumerate().map(move |(index, change)| Placed { decided, index, change })
        };
        let all: Vec<Placed<'a>> = placed(true, &self.decided).chain(placed(false, changes)).collect();
        in_order(all, |a, b| a.change.effective.cmp(&b.change.effective))
    }

    /// The organisation of a day: with every change that counts by then, the decided ones included, without the posts
    /// that have ended. A Leerstelle whose leave is over bears that note no more.
    #[must_use]
    pub fn on(&self, date: NaiveDate, changes: &[Change]) -> Organisation {
        let mut organisation = self.changed(changes, |change| change.effective <= date);
        let Organisation { plan, ended, .. } = &mut organisation;
        ended.extend(plan.posts.extract_if(.., |post| !post.exists_on(date)));
        ended.extend(plan.tray.extract_if(.., |post| !post.exists_on(date)));
        plan.posts.iter_mut().chain(&mut plan.tray).for_each(|post| post.end_leave(date));
        organisation
    }

    /// The plan with all changes, whenever they count, the decided ones included. No post has ended yet, save those of units that were removed
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
        self.accepts_step(changes, std::slice::from_ref(change))
    }

    /// Whether several changes, made in one step, fit the plan with these changes; see [`Plan::accepts`].
    ///
    /// # Errors
    /// Why one of them does not fit, or why a later change would no longer.
    pub fn accepts_step(&self, changes: &[Change], step: &[Change]) -> Result<(), ChangeError> {
        let all = [changes, step].concat();
        let sequence = self.sequence(&all);
        let is_new = |placed: &&Placed<'_>| !placed.decided && placed.index >= changes.len();
        // Up to the first change of the step there is one way; without later changes it is made once.
        let first = sequence.iter().position(|placed| is_new(&placed)).unwrap_or(sequence.len());
        let (common, rest) = sequence.split_at(first);
        let mut after = Making::new(self, &sequence);
        after.make(common);
        let earlier: Vec<Placed<'_>> = rest.iter().filter(|placed| !is_new(placed)).copied().collect();
        let place = |conflict: &Conflict| (conflict.decided, conflict.index);
        let mut known: BTreeSet<(bool, usize)> = gathered(after.organisation.conflicts.iter().map(place));
        if !earlier.is_empty() {
            let mut before = after.clone();
            before.make(&earlier);
            known.extend(before.organisation.conflicts.iter().map(place));
        }
        after.make(rest);
        let new = after.organisation.conflicts.into_iter().find(|conflict| !known.contains(&place(conflict)));
        new.map_or(Ok(()), |conflict| Err(conflict.reason))
    }

    fn changed(&self, changes: &[Change], counts: impl Fn(&Change) -> bool) -> Organisation {
        let mut sequence = self.sequence(changes);
        sequence.retain(|placed| counts(placed.change));
        let mut making = Making::new(self, &sequence);
        making.make(&sequence);
        making.organisation
    }
}

/// An organisation in which one change after the other is made.
#[derive(Clone)]
struct Making<'a> {
    organisation: Organisation,
    places: Places<'a>,
}

impl<'a> Making<'a> {
    /// The plan before the first of these changes.
    fn new(plan: &'a Plan, changes: &[Placed<'a>]) -> Self {
        let mut organisation = Organisation { plan: plan.clone(), ended: Vec::new(), conflicts: Vec::new() };
        organisation.plan.decided.clear();
        Self { organisation, places: Places::new(plan, changes) }
    }

    fn make(&mut self, changes: &[Placed<'a>]) {
        let Self { organisation, places } = self;
        for Placed { decided, index, change } in changes.iter().copied() {
            // A unit that is dissolved takes them along; one that is not keeps them.
            let ended: Vec<Post> = match &change.action {
                Action::RemoveUnit { unit } => {
                    let posts = organisation.plan.posts.iter();
                    posts.filter(|post| ended_in(post, unit, change.effective)).cloned().collect()
                }
                _ => Vec::new(),
            };
            // What was decided for days before the first is history: the plan says how experienced everybody is.
            let first = organisation.plan.as_of;
            let counts = !decided || change.effective >= first;
            let before = if counts { organisation.plan.before(change) } else { None };
            match organisation.plan.apply_knowing(change, places.of(change)) {
                Ok(()) => {
                    if let Some(before) = before {
                        organisation.plan.practise(before, change.effective.max(first));
                    }
                    places.follow(change, &organisation.plan, &ended);
                    organisation.ended.extend(ended);
                }
                Err(reason) => organisation.conflicts.push(Conflict { decided, index, reason }),
            }
        }
    }
}

/// Whether the post works in the unit and has ended before the day.
pub(super) fn ended_in(post: &Post, unit: &UnitId, date: NaiveDate) -> bool {
    !post.exists_on(date) && post.shares.iter().any(|share| share.unit == *unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Occupancy, PostId};

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
        let places: Vec<usize> = plan().sequence(&list).iter().map(|placed| placed.index).collect();
        assert_eq!(places, [1, 2, 0, 0]);
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
    fn a_leave_is_over_the_day_after_its_last() {
        let mut plan = plan();
        let id = PostId::parse("AA-01").unwrap();
        let post = plan.posts.iter_mut().find(|post| post.id == id).unwrap();
        let leave = crate::plan::Leave { until: Some(day("2024-12-31")) };
        post.terms = crate::plan::Terms { leave: Some(leave), ..Default::default() }.noted();
        post.holder = Some(crate::plan::Holder { since: day("2020-01-01") });
        let of = |date| plan.on(day(date), &[]).plan.post(&id).unwrap().clone();
        let (last, after) = (of("2024-12-31"), of("2025-01-01"));
        assert!(last.is_on_leave(day("2024-12-31")) && last.noted().leave.is_some());
        assert_eq!(last.occupancy(day("2024-12-31")), Occupancy::Vacant);
        assert_eq!(last.filled_fte(day("2024-12-31")), crate::plan::Fte::ZERO);
        assert_eq!(after.terms, None, "the note goes with the leave, and nothing else was noted");
        assert_eq!(after.occupancy(day("2025-01-01")), Occupancy::Filled { since: day("2020-01-01") });
        // The plan itself keeps it, and so does whoever asks the post for a day.
        let kept = plan.post(&id).unwrap();
        assert_eq!(kept.occupancy(day("2025-01-01")), Occupancy::Filled { since: day("2020-01-01") });
        assert_eq!(kept.occupancy(day("2024-12-31")), Occupancy::Vacant);
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
        assert_eq!(organisation.conflicts, [Conflict { decided: false, index: 0, reason }]);
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
    fn decided_changes_come_before_those_of_a_scenario() {
        let mut plan = plan();
        plan.decided = changes(
            r#"[{"effective": "2024-06-01", "action": {"rename_unit": {"unit": "beirat", "name": "Beschlossen"}}},
                {"effective": "2024-05-01", "action": {"add_unit": {"id": "neu", "name": "Neu"}}}]"#,
        );
        plan.validate().unwrap();
        assert_eq!(Plan::from_json(plan.to_json().as_bytes()).unwrap(), plan);
        let list = changes(
            r#"[{"effective": "2024-06-01", "action": {"rename_unit": {"unit": "beirat", "name": "Szenario"}}},
                {"effective": "2024-05-01", "action": {"move_post": {"post": "AA-02", "to": "neu"}}}]"#,
        );
        let name = |date, list| plan.on(day(date), list).plan.units[1].name.clone();
        assert_eq!(name("2024-05-31", &list[..]), "Geschäftsstelle");
        assert_eq!(name("2024-06-01", &list[..]), "Szenario");
        assert_eq!(name("2024-06-01", &[]), "Beschlossen");
        let then = plan.on(day("2024-05-01"), &list);
        assert_eq!((then.conflicts.len(), then.plan.decided.len(), then.plan.units.len()), (0, 0, 5));
        // A scenario that takes away what a decided change needs is told so.
        let gone = changes(
            r#"[{"effective": "2024-04-01", "action": {"add_unit": {"id": "neu", "name": "Zuvor"}}}]"#,
        );
        let conflict = plan.with_changes(&gone).conflicts.remove(0);
        assert_eq!((conflict.decided, conflict.index), (true, 1));
        assert_eq!(plan.accepts(&[], &gone[0]), Err(conflict.reason));
        plan.decided.remove(1);
        plan.decided.extend(list[1..].iter().cloned());
        assert_eq!(
            plan.validate().unwrap_err().to_string(),
            "decided[1]: passt nicht zum Plan: Die Einheit „neu“ gibt es nicht; bitte eine vorhandene Einheit wählen."
        );
    }

    #[test]
    fn a_step_is_accepted_as_a_whole() {
        let step = changes(
            r#"[{"effective": "2024-03-01", "action": {"add_unit": {"id": "neu", "name": "Neu"}}},
                {"effective": "2024-03-01", "action": {"move_post": {"post": "AA-01", "to": "neu"}}}]"#,
        );
        assert_eq!(plan().accepts_step(&[], &step), Ok(()));
        let unit = UnitId::parse("neu").unwrap();
        assert_eq!(plan().accepts_step(&[], &step[1..]), Err(ChangeError::UnknownUnit { unit }));
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
