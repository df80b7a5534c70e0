//! Which units and case types can influence a unit, over all days: the same arrows as in the model, upstream.

use super::super::timeline::{self, Stretch};
use super::super::{Options, SimulationError, deputies};
use crate::plan::{Action, CaseType, CaseTypeId, Change, Plan, UnitId};
use std::collections::{BTreeMap, BTreeSet};

/// What can influence a unit.
#[derive(Debug, Default)]
pub(super) struct Reach {
    /// Case types whose figures matter.
    pub(super) case_types: BTreeSet<CaseTypeId>,
    /// The unit, and those whose cases reach it.
    pub(super) units: BTreeSet<UnitId>,
    /// Whether a holder ever has to work on something else than before.
    pub(super) moves: bool,
    /// Whether a holder ever leaves by chance.
    pub(super) turnover: bool,
    /// Whether some of the case types are ever prepared by one post and decided by another.
    pub(super) decides: bool,
}

impl Reach {
    /// Looks through all stretches of the longest horizon. Cost: a copy of the plan, and a pass over it per date.
    pub(super) fn of(plan: &Plan, changes: &[Change], unit: &UnitId) -> Self {
        let mut arrows: BTreeSet<(UnitId, UnitId)> = BTreeSet::new();
        let mut units_of: BTreeMap<CaseTypeId, BTreeSet<UnitId>> = BTreeMap::new();
        let mut turnover = false;
        let mut prepared: BTreeSet<CaseTypeId> = BTreeSet::new();
        let mut new = false;
        // The visitor cannot fail.
        let walked: Result<_, SimulationError> =
            timeline::walk(plan, changes, Options::MAX_HORIZON_DAYS, |stretch: Stretch<'_>| {
                meet(stretch.plan, &mut arrows, &mut units_of);
                turnover |= stretch.plan.assumptions.turnover_per_year.as_f64() > 0.0;
                new |= stretch.plan.assumptions.onboarding.decides_after > 0.0;
                for post in &stretch.plan.posts {
                    turnover |= post.noted().last_day().is_some();
                    let noted = post.noted().qualifications.keys().filter(|id| !post.may_decide(id));
                    prepared.extend(noted.cloned());
                }
                Ok(())
            });
        drop(walked);
        // A case type that is re-cut ties its units together.
        for units in units_of.values().filter(|units| units.len() > 1) {
            for (from, to) in units.iter().flat_map(|from| units.iter().map(move |to| (from, to))) {
                arrows.insert((from.clone(), to.clone()));
            }
        }
        let units = upstream(unit, &arrows);
        let reached = units_of.into_iter().filter(|(_, of)| of.iter().any(|unit| units.contains(unit)));
        let moves = |change: &Change| match &change.action {
            Action::MovePost { .. } | Action::MoveCaseType { .. } => true,
            Action::SetPost(patch) => patch.case_types.is_some() || patch.shares.is_some(),
            _ => false,
        };
        let case_types: BTreeSet<CaseTypeId> = reached.map(|(id, _)| id).collect();
        Self {
            decides: new || prepared.iter().any(|id| case_types.contains(id)),
            case_types,
            units,
            moves: plan.decided.iter().chain(changes).any(moves),
            turnover,
        }
    }
}

fn meet(
    plan: &Plan,
    arrows: &mut BTreeSet<(UnitId, UnitId)>,
    units_of: &mut BTreeMap<CaseTypeId, BTreeSet<UnitId>>,
) {
    let mut by_id: BTreeMap<&CaseTypeId, &CaseType> = BTreeMap::new();
    by_id.extend(plan.case_types.iter().map(|case_type| (&case_type.id, case_type)));
    for case_type in &plan.case_types {
        units_of.entry(case_type.id.clone()).or_default().insert(case_type.unit.clone());
        for target in case_type.follow_ups.iter().filter_map(|rule| by_id.get(&rule.case_type)) {
            arrows.insert((case_type.unit.clone(), target.unit.clone()));
        }
    }
    for ((_, own), (_, other)) in deputies::stand_ins(plan) {
        arrows.insert((own.clone(), other.clone()));
        arrows.insert((other.clone(), own.clone()));
    }
    for post in &plan.posts {
        for served in post.case_types.iter().filter_map(|id| by_id.get(id)) {
            for share in post.shares.iter().filter(|share| share.unit != served.unit) {
                arrows.insert((share.unit.clone(), served.unit.clone()));
                arrows.insert((served.unit.clone(), share.unit.clone()));
            }
        }
    }
}

/// The unit, and all from which arrows lead to it.
fn upstream(unit: &UnitId, arrows: &BTreeSet<(UnitId, UnitId)>) -> BTreeSet<UnitId> {
    let mut backward: BTreeMap<&UnitId, Vec<&UnitId>> = BTreeMap::new();
    for (from, to) in arrows {
        backward.entry(to).or_default().push(from);
    }
    let mut reached = BTreeSet::from([unit.clone()]);
    let mut next = vec![unit];
    while let Some(unit) = next.pop() {
        for from in backward.get(unit).into_iter().flatten() {
            if reached.insert((*from).clone()) {
                next.push(from);
            }
        }
    }
    reached
}
