//! A staffing plan for somebody who is limited to a unit: the posts of that unit and of what lies below it, and nothing of others.
//!
//! Where a unit stands is asked of the organisation of the day that is looked at, so that a move of units is followed.

use super::{Draft, Due, Frozen, YearBefore, table};
use crate::plan::gather::gathered;
use crate::plan::{Change, Plan, Post, PostId, UnitId};
use std::collections::BTreeSet;

/// A unit with all that lies below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Within {
    head: UnitId,
}

impl Within {
    /// The unit at the head.
    #[must_use]
    pub fn new(head: UnitId) -> Self {
        Self { head }
    }

    /// Whether a unit is among them in this organisation; one that it does not have is not.
    #[must_use]
    pub fn has(&self, plan: &Plan, unit: &UnitId) -> bool {
        plan.unit(unit).is_some() && plan.path_of(unit).contains(&format!("/{}/", self.head))
    }

    /// Whether a part of a post is among them in this organisation.
    fn has_post(&self, plan: &Plan, id: &PostId) -> bool {
        let here = |post: &Post| post.shares.iter().any(|share| self.has(plan, &share.unit));
        plan.posts.iter().any(|post| post.id == *id && here(post))
    }

    /// Those of the units that are among them in one of two organisations.
    fn units(&self, before: &Plan, after: &Plan) -> BTreeSet<UnitId> {
        let of = |plan: &Plan| -> Vec<UnitId> {
            gathered(plan.units.iter().map(|unit| unit.id.clone()).filter(|unit| self.has(plan, unit)))
        };
        gathered(of(before).into_iter().chain(of(after)))
    }

    /// What a draft that was drawn up of this plan and these changes tells of them: its table is that of these units alone, its list
    /// that of the posts that come, go or change there, with the other place of a post that is moved.
    ///
    /// `frozen` is the Stellenplan of the year before that the draft was drawn up against, whole or what is told of it.
    #[must_use]
    pub fn draft(&self, draft: Draft, plan: &Plan, changes: &[Change], frozen: Option<&Frozen>) -> Draft {
        let (mut before, mut after) = (plan.on(draft.previous_day, &[]), plan.on(draft.day, changes));
        let units = self.units(&before.plan, &after.plan);
        keep(&mut before.plan, &units);
        keep(&mut after.plan, &units);
        let frozen = frozen.map(|frozen| self.frozen(frozen.clone(), plan));
        let known = YearBefore { frozen: frozen.as_ref(), ..YearBefore::of(&draft) };
        let mut draft = draft;
        draft.table = table(&before, &after, known);
        draft.part_year.retain(|part| units.contains(&part.unit));
        draft
            .entries
            .retain(|entry| entry.from.iter().chain(&entry.to).any(|cell| units.contains(&cell.unit)));
        draft
    }

    /// The dates of a register that concern their posts, as the plan stands with all changes or without.
    #[must_use]
    pub fn dues(&self, mut dues: Vec<Due>, plan: &Plan, changes: &[Change]) -> Vec<Due> {
        let with = plan.with_changes(changes).plan;
        dues.retain(|due| self.has_post(plan, &due.post) || self.has_post(&with, &due.post));
        dues
    }

    /// What a frozen plan tells of them, by where units and posts stand in the plan of today. Lines that can be placed nowhere any
    /// more belong to nobody who is limited.
    #[must_use]
    pub fn frozen(&self, mut frozen: Frozen, plan: &Plan) -> Frozen {
        let here = |unit: &str| UnitId::parse(unit).is_ok_and(|unit| self.has(plan, &unit));
        frozen.rows.retain(|row| here(&row.unit));
        frozen.sums.retain(|sum| here(&sum.unit));
        frozen
            .entries
            .retain(|entry| PostId::parse(&entry.post).is_ok_and(|post| self.has_post(plan, &post)));
        // It is the sum of all units.
        frozen.named = None;
        frozen
    }

    /// The organisation of a day without what is not theirs.
    pub(super) fn organisation(&self, mut plan: Plan) -> Plan {
        let units = self.units(&plan, &plan);
        keep(&mut plan, &units);
        plan
    }
}

/// Leaves an organisation these units, and the parts of posts that stand in them.
fn keep(plan: &mut Plan, units: &BTreeSet<UnitId>) {
    plan.units.retain(|unit| units.contains(&unit.id));
    for post in &mut plan.posts {
        post.shares.retain(|share| units.contains(&share.unit));
    }
    plan.posts.retain(|post| !post.shares.is_empty());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Fte, builtin};
    use crate::staffing_plan::{Reasons, cost_by_year, draft, register};

    fn within(unit: &str) -> Within {
        Within::new(UnitId::parse(unit).unwrap())
    }

    fn a_move(post: &str, to: &str) -> Change {
        let change = serde_json::json!({
            "effective": "2024-03-01", "action": {"move_post": {"post": post, "to": to}},
        });
        serde_json::from_value(change).unwrap()
    }

    #[test]
    fn the_parts_add_up_to_the_whole_and_name_no_other_unit() {
        let plan = builtin().unwrap();
        let changes = [a_move("AA-05", "einbuergerung")];
        let whole = draft(&plan, &changes, 2025, &Reasons::default());
        let tops: Vec<_> = plan.children(None).map(|unit| unit.id.clone()).collect();
        let [top] = tops.as_slice() else { panic!("{tops:?}") };
        assert_eq!(within(top.as_str()).draft(whole.clone(), &plan, &changes, None), whole);
        let mut sum = Fte::ZERO;
        for unit in plan.children(Some(top)) {
            let limit = within(unit.id.as_str());
            let part = limit.draft(whole.clone(), &plan, &changes, None);
            assert!(part.table.units.iter().all(|rows| limit.has(&plan, &rows.unit)), "{}", unit.id);
            assert!(part.table.sums.iter().all(|sum| limit.has(&plan, &sum.unit)), "{}", unit.id);
            sum += part.table.total.posts;
        }
        let own = whole.table.units.iter().find(|rows| rows.unit == *top).map(|rows| rows.sum.posts);
        assert_eq!(sum + own.unwrap_or_default(), whole.table.total.posts);
    }

    #[test]
    fn a_post_that_moves_is_in_the_lists_of_both_units_and_of_no_third() {
        let plan = builtin().unwrap();
        let changes = [a_move("AA-05", "einbuergerung")];
        let whole = draft(&plan, &changes, 2025, &Reasons::default());
        let tells = |unit: &str| {
            let part = within(unit).draft(whole.clone(), &plan, &changes, None);
            part.entries.iter().any(|entry| entry.post.as_str() == "AA-05")
        };
        assert!(tells("aufenthalt") && tells("einbuergerung") && !tells("asyl-eu"));
        // Frozen it is told by where the posts of today stand.
        let frozen = Frozen::of(&whole, "Probe");
        let part = within("asyl-eu").frozen(frozen.clone(), &plan);
        assert!(
            part.rows
                .iter()
                .all(|row| row.unit.starts_with("asyl") || row.unit == "rueckkehr" || row.unit == "eu")
        );
        assert!(!part.rows.is_empty() && part.rows.len() < frozen.rows.len());
        assert_eq!(within("gibt-es-nicht").frozen(frozen, &plan).rows, Vec::new());
    }

    #[test]
    fn dates_and_cost_are_those_of_the_own_units() {
        let plan = builtin().unwrap();
        let all = register(&plan, &[], plan.as_of);
        let own = within("aufenthalt").dues(all.clone(), &plan, &[]);
        assert!(own.len() < all.len());
        let years =
            |limit: Option<&Within>| cost_by_year(&plan, &[], 2025, 1, limit)[0].plan.personnel.cents();
        let parts: i64 = plan
            .children(plan.children(None).next().map(|unit| &unit.id))
            .map(|unit| years(Some(&within(unit.id.as_str()))))
            .sum();
        assert!(parts > 0 && parts <= years(None) && years(Some(&within("aufenthalt"))) < parts);
    }
}
