//! The rules of a plan: what a file, a change and a value built by hand must all fulfil.
//!
//! `values` has the rules for texts, numbers and dates; `objects`, `case_type` and `assumptions` those for one object
//! with its references; here are those that need the whole plan: equal identifiers, references, cycles, bounds.

pub(super) mod assumptions;
pub(super) mod case_type;
pub(super) mod changes;
pub(super) mod objects;
pub(super) mod terms;
pub(super) mod values;

use super::error::{Errors, Path};
use super::gather::gathered;
use super::{CaseTypeId, InvalidPlan, Plan, PostId, UnitId};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

/// Most units of a plan.
pub const MAX_UNITS: usize = 10_000;
/// Most posts of a plan.
pub const MAX_POSTS: usize = 50_000;
/// Most units over which one post may be split.
pub const MAX_SHARES: usize = 50;
/// Most case types of a plan.
pub const MAX_CASE_TYPES: usize = 5_000;
/// Most populations of a plan.
pub const MAX_POPULATIONS: usize = 1_000;
/// Most fixed tasks of a plan.
pub const MAX_FIXED_TASKS: usize = 10_000;
/// Most levels of the tree of units.
pub const MAX_DEPTH: usize = 50;
/// Most changes of one list.
pub const MAX_CHANGES: usize = 10_000;

/// The lists of a plan; while one of them cannot be read at all, references into it say nothing.
pub(super) const LISTS: [&str; 7] =
    ["units", "posts", "tray", "case_types", "populations", "fixed_tasks", "decided"];

/// What a reference may point to.
pub(super) trait Known {
    /// Whether the unit exists.
    fn has_unit(&self, id: &UnitId) -> bool;
    /// Whether the case type exists.
    fn has_case_type(&self, id: &CaseTypeId) -> bool;
}

/// Looks through the lists: right for single objects.
impl Known for Plan {
    fn has_unit(&self, id: &UnitId) -> bool {
        self.unit(id).is_some()
    }
    fn has_case_type(&self, id: &CaseTypeId) -> bool {
        self.case_type(id).is_some()
    }
}

/// For values that stand alone: a change that is not yet applied to a plan.
pub(super) struct Anything;

impl Known for Anything {
    fn has_unit(&self, _: &UnitId) -> bool {
        true
    }
    fn has_case_type(&self, _: &CaseTypeId) -> bool {
        true
    }
}

/// For parked posts: the unit from which one came may be gone.
pub(super) struct Parked<'a, K>(pub(super) &'a K);

impl<K: Known> Known for Parked<'_, K> {
    fn has_unit(&self, _: &UnitId) -> bool {
        true
    }
    fn has_case_type(&self, id: &CaseTypeId) -> bool {
        self.0.has_case_type(id)
    }
}

/// An index: right for whole plans.
struct Index<'a> {
    units: BTreeSet<&'a UnitId>,
    case_types: BTreeSet<&'a CaseTypeId>,
}

impl Known for Index<'_> {
    fn has_unit(&self, id: &UnitId) -> bool {
        self.units.contains(id)
    }
    fn has_case_type(&self, id: &CaseTypeId) -> bool {
        self.case_types.contains(id)
    }
}

impl Plan {
    /// Checks every rule of the format. [`Plan::from_json`] has done so already.
    ///
    /// # Errors
    /// [`InvalidPlan`] with every place that breaks a rule, in the order of the file.
    pub fn validate(&self) -> Result<(), InvalidPlan> {
        let mut errors = Errors::default();
        plan(self, &mut errors);
        errors.finish()
    }
}

/// Checks every rule.
pub(super) fn plan(plan: &Plan, errors: &mut Errors) {
    let root = Path::ROOT;
    values::name(&root.field("name"), &plan.name, errors);
    values::date(&root.field("as_of"), plan.as_of, errors);
    let known = Index {
        units: gathered(plan.units.iter().map(|unit| &unit.id)),
        case_types: gathered(plan.case_types.iter().map(|case_type| &case_type.id)),
    };
    units(plan, &known, errors);
    posts(plan, &known, errors);
    let list = root.field("case_types");
    bound(&list, plan.case_types.len(), MAX_CASE_TYPES, errors);
    unique(&list, plan.case_types.iter().map(|case_type| &case_type.id), errors);
    for (index, entry) in plan.case_types.iter().enumerate() {
        case_type::case_type(&list.index(index), entry, &known, errors);
    }
    let list = root.field("populations");
    bound(&list, plan.populations.len(), MAX_POPULATIONS, errors);
    unique(&list, plan.populations.iter().map(|population| &population.id), errors);
    for (index, population) in plan.populations.iter().enumerate() {
        objects::population(&list.index(index), population, &known, errors);
    }
    let list = root.field("fixed_tasks");
    bound(&list, plan.fixed_tasks.len(), MAX_FIXED_TASKS, errors);
    unique(&list, plan.fixed_tasks.iter().map(|task| &task.id), errors);
    for (index, task) in plan.fixed_tasks.iter().enumerate() {
        objects::fixed_task(&list.index(index), task, &known, errors);
    }
    assumptions::assumptions(&root.field("assumptions"), &plan.assumptions, &known, errors);
    decided(plan, errors);
}

/// Decided changes are sound in themselves, and each fits the plan with those before it.
fn decided(plan: &Plan, errors: &mut Errors) {
    let list = Path::ROOT.field("decided");
    bound(&list, plan.decided.len(), MAX_CHANGES, errors);
    for (index, change) in plan.decided.iter().enumerate() {
        changes::change(&list.index(index), change, errors);
    }
    // In a broken plan nothing can be said about what fits.
    if plan.decided.is_empty() || !errors.is_empty() {
        return;
    }
    for conflict in plan.with_changes(&[]).conflicts {
        let reason = format!("passt nicht zum Plan: {}", conflict.reason);
        errors.add(&list.index(conflict.index), reason);
    }
}

fn posts(plan: &Plan, known: &Index<'_>, errors: &mut Errors) {
    let list = Path::ROOT.field("posts");
    bound(&list, plan.posts.len(), MAX_POSTS, errors);
    unique(&list, plan.posts.iter().map(|post| &post.id), errors);
    for (index, post) in plan.posts.iter().enumerate() {
        objects::post(&list.index(index), post, known, errors);
    }
    if plan.tray.is_empty() {
        return;
    }
    let list = Path::ROOT.field("tray");
    bound(&list, plan.posts.len() + plan.tray.len(), MAX_POSTS, errors);
    unique(&list, plan.tray.iter().map(|post| &post.id), errors);
    let standing: BTreeSet<&PostId> = gathered(plan.posts.iter().map(|post| &post.id));
    for (index, post) in plan.tray.iter().enumerate() {
        let place = list.index(index);
        if standing.contains(&post.id) {
            let reason = format!("die Stelle „{}“ steht schon in „posts“; bitte nur einmal angeben", post.id);
            errors.add(&place.field("id"), reason);
        }
        objects::post(&place, post, &Parked(known), errors);
    }
}

fn units(plan: &Plan, known: &Index<'_>, errors: &mut Errors) {
    let list = Path::ROOT.field("units");
    bound(&list, plan.units.len(), MAX_UNITS, errors);
    unique(&list, plan.units.iter().map(|unit| &unit.id), errors);
    for (index, unit) in plan.units.iter().enumerate() {
        objects::unit(&list.index(index), unit, known, errors);
    }
    tree(plan, errors);
}

/// Refuses cycles, each named once, and trees that are too deep.
fn tree(plan: &Plan, errors: &mut Errors) {
    let mut place = BTreeMap::new();
    for (index, unit) in plan.units.iter().enumerate() {
        place.entry(&unit.id).or_insert(index);
    }
    // What could not be read points nowhere.
    place.remove(&UnitId::nothing());
    let parents: Vec<Option<usize>> =
        plan.units.iter().map(|unit| unit.parent.as_ref().and_then(|id| place.get(id).copied())).collect();
    // Levels from the root; 0 while unknown. Each unit is walked once, so even a chain of all units is quick.
    let mut levels = vec![0_usize; plan.units.len()];
    let mut in_cycle = vec![false; plan.units.len()];
    for start in 0..plan.units.len() {
        let mut way = Vec::new();
        let mut on_way = BTreeSet::new();
        let mut next = Some(start);
        while let Some(at) = next.filter(|&at| levels[at] == 0 && on_way.insert(at)) {
            way.push(at);
            next = parents[at];
        }
        let known_level = next.map_or(0, |at| levels[at]);
        if let Some(at) = next.filter(|&at| levels[at] == 0) {
            let cycle = &way[way.iter().position(|&unit| unit == at).unwrap_or(0)..];
            report_cycle(plan, cycle, errors);
            for &unit in cycle {
                in_cycle[unit] = true;
            }
        }
        for (distance, &unit) in way.iter().rev().enumerate() {
            levels[unit] = known_level + distance + 1;
            // Told once for each branch: where it crosses the bound.
            if levels[unit] == MAX_DEPTH + 1 && !in_cycle[unit] {
                let list = Path::ROOT.field("units");
                errors.add(
                    &list.index(unit).field("parent"),
                    format!("liegt tiefer als {MAX_DEPTH} Ebenen; bitte weiter oben einordnen"),
                );
            }
        }
    }
}

fn report_cycle(plan: &Plan, cycle: &[usize], errors: &mut Errors) {
    const SHOWN: usize = 10;
    let Some(&first) = cycle.iter().min() else { return };
    let start = cycle.iter().position(|&unit| unit == first).unwrap_or(0);
    let mut names: Vec<&str> = cycle[start..]
        .iter()
        .chain(&cycle[..start])
        .take(SHOWN)
        .map(|&unit| plan.units[unit].id.as_str())
        .collect();
    if cycle.len() > SHOWN {
        names.push("…");
    }
    names.push(plan.units[first].id.as_str());
    let list = Path::ROOT.field("units");
    errors.add(
        &list.index(first).field("parent"),
        format!("die Einheiten sind einander im Kreis untergeordnet: {}", names.join(" → ")),
    );
}

/// Refuses lists that are too long.
pub(super) fn bound(path: &Path<'_>, count: usize, limit: usize, errors: &mut Errors) {
    if count > limit {
        errors.add(path, format!("enthält {count} Einträge; erlaubt sind höchstens {limit}"));
    }
}

/// Refuses equal identifiers.
fn unique<'a, I: Ord + Display + 'a>(list: &Path<'_>, ids: impl Iterator<Item = &'a I>, errors: &mut Errors) {
    let mut seen = BTreeMap::new();
    for (index, id) in ids.enumerate() {
        if let Some(first) = seen.get(id) {
            errors.add(
                &list.index(index).field("id"),
                format!("die Kennung „{id}“ ist schon bei {list}[{first}] vergeben; Kennungen müssen eindeutig sein"),
            );
        } else {
            seen.insert(id, index);
        }
    }
}
