//! Posts that change from one sub-budget (Teilhaushalt) to another.

use super::{Findings, Rule, Subject};
use crate::plan::gather::gathered;
use crate::plan::{Fte, Plan, Post, PostId, Unit, UnitId};
use std::collections::{BTreeMap, BTreeSet};

/// The sub-budget of each unit: its own, or that of the nearest unit above that has one; those without one are not in it.
#[must_use]
pub fn budgets(plan: &Plan) -> BTreeMap<&UnitId, &str> {
    let units: BTreeMap<&UnitId, &Unit> = gathered(plan.units.iter().map(|unit| (&unit.id, unit)));
    let mut known: BTreeMap<&UnitId, Option<&str>> = BTreeMap::new();
    for unit in &plan.units {
        let mut way = Vec::new();
        let mut next = Some(unit);
        let mut found = None;
        // A circle cannot be in a checked plan; the length of the way bounds it all the same.
        while let Some(at) = next.filter(|_| way.len() <= units.len()) {
            if let Some(&budget) = known.get(&at.id) {
                found = budget;
                break;
            }
            way.push(&at.id);
            found = at.budget.as_deref();
            if found.is_some() {
                break;
            }
            next = at.parent.as_ref().and_then(|parent| units.get(parent).copied());
        }
        known.extend(way.into_iter().map(|id| (id, found)));
    }
    gathered(known.into_iter().filter_map(|(id, budget)| Some((id, budget?))))
}

pub(super) fn check(before: &Plan, after: &Plan, findings: &mut Findings) {
    let (old, new) = (budgets(before), budgets(after));
    units(before, after, (&old, &new), findings);
    let parked = before.tray.iter().chain(&before.posts).map(|post| (&post.id, post));
    let posts: BTreeMap<&PostId, &Post> = gathered(parked);
    for post in &after.posts {
        let Some(was) = posts.get(&post.id) else { continue };
        let stays =
            was.shares.iter().map(|share| &share.unit).eq(post.shares.iter().map(|share| &share.unit));
        // A post that stays in its unit goes with it, and is told with it.
        if stays {
            continue;
        }
        let set = |post: &Post, budgets: &BTreeMap<&UnitId, &str>| -> Option<BTreeSet<String>> {
            post.shares.iter().map(|share| budgets.get(&share.unit).map(|&name| name.to_owned())).collect()
        };
        let (Some(from), Some(to)) = (set(was, &old), set(post, &new)) else { continue };
        if from != to {
            let list = |names: BTreeSet<String>| names.into_iter().collect::<Vec<_>>().join(" / ");
            let values = [("post", post.id.to_string()), ("from", list(from)), ("to", list(to))];
            findings.add(Rule::BudgetPost, Subject::Post(post.id.clone()), &values);
        }
    }
}

fn moved(unit: &UnitId, old: &BTreeMap<&UnitId, &str>, new: &BTreeMap<&UnitId, &str>) -> bool {
    matches!((old.get(unit), new.get(unit)), (Some(from), Some(to)) if from != to)
}

/// Tells the units that change their sub-budget, each branch once, at its top.
fn units<'a>(
    before: &Plan,
    after: &'a Plan,
    (old, new): (&BTreeMap<&UnitId, &str>, &BTreeMap<&UnitId, &str>),
    findings: &mut Findings,
) {
    let parents: BTreeMap<&UnitId, &Unit> = gathered(before.units.iter().map(|unit| (&unit.id, unit)));
    let wandering: BTreeSet<&UnitId> =
        gathered(after.units.iter().map(|unit| &unit.id).filter(|id| moved(id, old, new)));
    if wandering.is_empty() {
        return;
    }
    let above: BTreeMap<&UnitId, &Unit> = gathered(after.units.iter().map(|unit| (&unit.id, unit)));
    let is_top = |unit: &Unit| {
        let same_place =
            parents.get(&unit.id).is_some_and(|was| was.parent == unit.parent && was.budget == unit.budget);
        !(same_place && unit.parent.as_ref().is_some_and(|parent| wandering.contains(parent)))
    };
    // The top of the branch to which each wandering unit belongs.
    let top_of = |unit: &'a UnitId| {
        let mut at = unit;
        let mut steps = 0;
        while let Some(here) = above.get(at).filter(|here| !is_top(here) && steps <= above.len()) {
            let Some(parent) = &here.parent else { break };
            (at, steps) = (parent, steps + 1);
        }
        at
    };
    let mut sums: BTreeMap<&UnitId, (BTreeSet<&PostId>, Fte)> = BTreeMap::new();
    for unit in &wandering {
        sums.entry(top_of(unit)).or_default();
    }
    for post in &after.posts {
        for share in post.shares.iter().filter(|share| wandering.contains(&share.unit)) {
            if let Some((&unit, _)) = above.get_key_value(&share.unit) {
                let sum = sums.entry(top_of(unit)).or_default();
                sum.0.insert(&post.id);
                sum.1 += share.fte;
            }
        }
    }
    for (id, (posts, fte)) in sums {
        let name = above.get(id).map_or_else(|| id.to_string(), |unit| unit.name.clone());
        let budget = |budgets: &BTreeMap<&UnitId, &str>| {
            budgets.get(id).map_or_else(String::new, |&name| name.to_owned())
        };
        let values = [
            ("unit", name),
            ("from", budget(old)),
            ("to", budget(new)),
            ("count", findings.posts(posts.len())),
            ("fte", findings.fte(fte)),
        ];
        findings.add(Rule::BudgetUnit, Subject::Unit(id.clone()), &values);
    }
}
