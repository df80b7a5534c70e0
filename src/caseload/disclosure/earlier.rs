//! What earlier plans keep withheld: a month is judged by the plan that stood in it, too. Otherwise the output of a small unit would be shown as
//! soon as a plan that begins later has more posts in it.

use super::Disclosure;
use crate::caseload::Ledger;
use crate::plan::{CaseTypeId, Plan, UnitId};
use std::collections::BTreeSet;

/// Units and kinds of cases that were withheld while earlier plans stood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::caseload) struct Earlier {
    pub(super) units: BTreeSet<UnitId>,
    pub(super) kinds: BTreeSet<CaseTypeId>,
}

impl Earlier {
    /// By the plans that stood before `newest`, in the order in which they were made. One that was replaced by a plan of the same first day
    /// or of an earlier one was corrected, and never stood. A unit is known again by its identifier.
    ///
    /// Cost: for each of them a pass over the plan for each month that it stood.
    pub(in crate::caseload) fn of(plans: &[Plan], newest: &Plan, ledger: &Ledger, threshold: u32) -> Self {
        let mut found = Self::default();
        for (place, plan) in plans.iter().enumerate() {
            let later = plans.iter().skip(place + 1).chain([newest]);
            let Some(until) = later.map(|plan| plan.as_of).min().filter(|until| *until > plan.as_of) else {
                continue;
            };
            let mut its = ledger.clone();
            its.retain(|_, month| month.last_day().is_some_and(|last| last < until));
            if its.is_empty() {
                continue;
            }
            let disclosure = Disclosure::present(plan, &its, threshold);
            let counted: BTreeSet<&CaseTypeId> = its.entries().map(|(id, ..)| id).collect();
            let ids = plan.case_types.iter().map(|one| &one.id);
            let hidden = ids.filter(|id| counted.contains(id) && !disclosure.alone.contains(*id));
            found.kinds.extend(hidden.cloned());
            found.units.extend(disclosure.withheld);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caseload::{Counted, Counts, DEFAULT_HEADS, Month, Undisclosed, Visible};
    use crate::format::Language;
    use crate::plan::{Occupancy, builtin};
    use chrono::NaiveDate;

    fn unit(id: &str) -> UnitId {
        UnitId::parse(id).unwrap()
    }

    fn ledger(plan: &Plan) -> Ledger {
        let mut ledger = Ledger::default();
        for case_type in &plan.case_types {
            for month in 0..30 {
                let counts = Counts { received: Some(90), completed: Some(80), open: Some(70) };
                ledger.enter(case_type.id.clone(), Month::new(2023, 1).unwrap().plus(month), counts);
            }
        }
        ledger
    }

    /// The built-in plan, which begins on 1 February 2024, and one that begins later: there every small unit has grown.
    fn grown() -> [Plan; 2] {
        let before = builtin().unwrap();
        let mut after = before.clone();
        after.as_of = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap();
        let filled = |plan: &Plan, id: &UnitId| -> Vec<_> {
            let posts = plan.posts.iter().filter(|post| post.home() == Some(id));
            posts
                .filter(|post| matches!(post.occupancy(plan.as_of), Occupancy::Filled { .. }))
                .cloned()
                .collect()
        };
        for id in before.units.iter().map(|unit| &unit.id) {
            let Some(like) = filled(&after, id).first().cloned() else { continue };
            after.posts.extend((0..9).map(|number| {
                let id = crate::plan::PostId::parse(&format!("{}-n{number}", like.id)).unwrap();
                crate::plan::Post { id, ..like.clone() }
            }));
        }
        [before, after]
    }

    fn shown(counted: &Counted, plan: &Plan) -> BTreeSet<UnitId> {
        let ids = plan.units.iter().map(|unit| unit.id.clone());
        ids.filter(|id| counted.disclosure().of_unit(id) == Visible::All).collect()
    }

    #[test]
    fn a_later_plan_with_more_posts_shows_nothing_of_the_time_before() {
        let [before, after] = grown();
        let counts = || Undisclosed::new(ledger(&before));
        let own = counts().disclosed(&before, DEFAULT_HEADS);
        let small = unit("asyl");
        assert_eq!(own.disclosure().of_unit(&small), Visible::Coarse);
        // On its own the later plan would show what the first one withholds of months in which it stood.
        assert_eq!(counts().disclosed(&after, DEFAULT_HEADS).disclosure().of_unit(&small), Visible::All);
        let found = counts().after(vec![before.clone()]).disclosed(&after, DEFAULT_HEADS);
        assert!(shown(&found, &after).is_subset(&shown(&own, &before)));
        assert_eq!(found.disclosure().of_unit(&small), Visible::Coarse);
        assert!(found.withheld(&after).is_superset(&own.withheld(&before)));
        let reason = found.disclosure().reason(&small, Language::German).unwrap();
        assert!(reason.contains("Unter einem früheren Plan"), "{reason}");
        assert!(!shown(&found, &after).is_empty(), "large units are shown as ever");
    }

    #[test]
    fn what_is_withheld_from_before_does_not_follow_by_subtraction_in_the_later_plan() {
        let [before, mut after] = grown();
        let own = Undisclosed::new(ledger(&before)).disclosed(&before, DEFAULT_HEADS);
        // All that was withheld but one unit is gone from the later plan: alone it would be the sum less the others.
        let hidden: Vec<UnitId> = before
            .units
            .iter()
            .map(|unit| unit.id.clone())
            .filter(|id| {
                own.disclosure().of_unit(id) == Visible::Coarse && before.children(Some(id)).next().is_none()
            })
            .collect();
        assert!(hidden.len() > 1 && hidden.contains(&unit("asyl")), "{hidden:?}");
        after.case_types.retain(|one| one.unit == unit("asyl") || !hidden.contains(&one.unit));
        let counts = Undisclosed::new(ledger(&after)).after(vec![before]);
        let found = counts.disclosed(&after, DEFAULT_HEADS);
        let parent = after.unit(&unit("asyl")).and_then(|unit| unit.parent.clone()).unwrap();
        let mut above = Some(parent);
        while let Some(id) = above {
            let with_output = |id: &UnitId| !crate::caseload::case_types_of(&after, id).is_empty();
            let parts = after.children(Some(&id)).filter(|child| with_output(&child.id));
            let withheld =
                parts.filter(|child| found.disclosure().of_unit(&child.id) == Visible::Coarse).count();
            let is_shown = found.disclosure().of_unit(&id) == Visible::All;
            assert!(!is_shown || withheld != 1, "{id}: one withheld part follows from the sum");
            above = after.unit(&id).and_then(|unit| unit.parent.clone());
        }
    }

    #[test]
    fn a_plan_that_was_corrected_keeps_nothing_withheld() {
        let [before, mut after] = grown();
        let counts = || Undisclosed::new(ledger(&before));
        let alone = |plan: &Plan| shown(&counts().disclosed(plan, DEFAULT_HEADS), plan);
        let corrected = Plan { as_of: before.as_of, ..after.clone() };
        let found = counts().after(vec![before.clone()]).disclosed(&corrected, DEFAULT_HEADS);
        assert_eq!(shown(&found, &corrected), alone(&corrected));
        // Nor does one that was corrected before a later one came.
        let found = counts().after(vec![before.clone(), corrected]).disclosed(&after, DEFAULT_HEADS);
        assert_eq!(shown(&found, &after), alone(&after));
        // Without counts from its time it has no say.
        after.as_of = before.as_of.succ_opt().unwrap();
        let mut late = ledger(&before);
        late.retain(|_, month| month.last_day().is_some_and(|last| last > after.as_of));
        let found = Undisclosed::new(late).after(vec![before.clone()]).disclosed(&after, DEFAULT_HEADS);
        assert_eq!(shown(&found, &after), alone(&after));
    }
}
