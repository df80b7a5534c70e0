//! Actions on units.

use super::{check, new_place, nothing, room, set as take, shift, unit_exists};
use crate::plan::change_error::Contents;
use crate::plan::validate::{MAX_DEPTH, MAX_UNITS, objects, values};
use crate::plan::{ChangeError, Plan, Unit, UnitId, UnitPatch};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn add(plan: &mut Plan, unit: &Unit) -> Result<(), ChangeError> {
    room(plan.units.len(), MAX_UNITS, "Einheiten")?;
    if plan.unit(&unit.id).is_some() {
        return Err(ChangeError::UnitIdTaken { unit: unit.id.clone() });
    }
    if let Some(parent) = &unit.parent {
        // Before the rules: a unit below itself would read as a reference to nothing.
        if *parent == unit.id {
            return Err(cycle(unit.id.clone(), unit.name.clone(), unit.name.clone()));
        }
        unit_exists(plan, parent)?;
        depth_allows(plan, parent, 1, &unit.name)?;
    }
    check(&object(&unit.name), |path, errors| objects::unit(path, unit, plan, errors))?;
    plan.units.push(unit.clone());
    Ok(())
}

pub(super) fn rename(plan: &mut Plan, id: &UnitId, name: &str) -> Result<(), ChangeError> {
    unit_exists(plan, id)?;
    check(&object(plan.unit_name(id)), |path, errors| values::name(&path.field("name"), name, errors))?;
    for unit in plan.units.iter_mut().filter(|unit| unit.id == *id) {
        name.clone_into(&mut unit.name);
    }
    Ok(())
}

pub(super) fn move_below(
    plan: &mut Plan,
    id: &UnitId,
    to: Option<&UnitId>,
    before: Option<Option<&UnitId>>,
) -> Result<(), ChangeError> {
    let place = plan.units.iter().position(|unit| unit.id == *id);
    let place = place.ok_or_else(|| ChangeError::UnknownUnit { unit: id.clone() })?;
    let name = plan.units[place].name.clone();
    let target =
        before.and_then(|before| new_place(plan.units.iter().map(|unit| &unit.id), place, before.as_ref()));
    if plan.units[place].parent.as_ref() == to && target.is_none() {
        return Err(match before {
            None => ChangeError::UnitAlreadyThere { unit: id.clone(), name },
            Some(_) => ChangeError::OrderUnchanged { object: format!("Die Einheit „{name}“") },
        });
    }
    if let Some(target) = to {
        unit_exists(plan, target)?;
        let levels = levels_below(plan, id);
        if levels.contains_key(target) {
            return Err(cycle(id.clone(), name, plan.unit_name(target).to_owned()));
        }
        depth_allows(plan, target, levels.values().max().copied().unwrap_or(1), &name)?;
    }
    plan.units[place].parent = to.cloned();
    if let Some(target) = target {
        shift(&mut plan.units, place, target);
    }
    Ok(())
}

pub(super) fn set(plan: &mut Plan, patch: &UnitPatch) -> Result<(), ChangeError> {
    let UnitPatch { unit: id, kind, provenance, stated, budget, minimum_fte, filled, note } = patch;
    let place = plan.units.iter().position(|unit| unit.id == *id);
    let place = place.ok_or_else(|| ChangeError::UnknownUnit { unit: id.clone() })?;
    let mut unit = plan.units[place].clone();
    let mut any = false;
    any |= take(&mut unit.kind, kind.as_ref());
    any |= take(&mut unit.provenance, provenance.as_ref());
    any |= take(&mut unit.stated, stated.as_ref());
    any |= take(&mut unit.budget, budget.as_ref());
    any |= take(&mut unit.minimum_fte, minimum_fte.as_ref());
    any |= take(&mut unit.filled, filled.as_ref());
    any |= take(&mut unit.note, note.as_ref());
    if !any {
        return Err(nothing(object(&unit.name)));
    }
    check(&object(&unit.name), |path, errors| objects::unit(path, &unit, plan, errors))?;
    plan.units[place] = unit;
    Ok(())
}

pub(super) fn remove(plan: &mut Plan, id: &UnitId, effective: NaiveDate) -> Result<(), ChangeError> {
    unit_exists(plan, id)?;
    let works_here = |post: &&crate::plan::Post| post.shares.iter().any(|share| share.unit == *id);
    let contents = Contents {
        units: plan.children(Some(id)).count(),
        posts: plan.posts.iter().filter(works_here).filter(|post| post.exists_on(effective)).count(),
        case_types: plan.case_types.iter().filter(|case_type| case_type.unit == *id).count(),
        populations: plan.populations.iter().filter(|population| population.unit == *id).count(),
        fixed_tasks: plan.fixed_tasks.iter().filter(|task| task.unit == *id).count(),
        outages: plan.assumptions.outages.iter().filter(|outage| outage.units.contains(id)).count(),
    };
    if contents != Contents::default() {
        return Err(ChangeError::UnitNotEmpty {
            unit: id.clone(),
            name: plan.unit_name(id).to_owned(),
            contents: Box::new(contents),
        });
    }
    // Posts that have ended no longer count, and must not point to a unit that is gone.
    plan.posts.retain(|post| !works_here(&post));
    plan.units.retain(|unit| unit.id != *id);
    Ok(())
}

/// The unit and all below it, each with its level counted from the unit (1).
fn levels_below<'a>(plan: &'a Plan, id: &'a UnitId) -> BTreeMap<&'a UnitId, usize> {
    let mut children: BTreeMap<&UnitId, Vec<&UnitId>> = BTreeMap::new();
    for unit in &plan.units {
        if let Some(parent) = &unit.parent {
            children.entry(parent).or_default().push(&unit.id);
        }
    }
    let mut levels = BTreeMap::from([(id, 1)]);
    let mut open = vec![(id, 1)];
    while let Some((at, level)) = open.pop() {
        for &child in children.get(at).into_iter().flatten() {
            if levels.insert(child, level + 1).is_none() {
                open.push((child, level + 1));
            }
        }
    }
    levels
}

/// Refuses a branch of so many levels below the target when the tree would become too deep.
fn depth_allows(plan: &Plan, target: &UnitId, levels: usize, name: &str) -> Result<(), ChangeError> {
    let mut seen = BTreeSet::new();
    let mut next = Some(target);
    while let Some(at) = next.filter(|at| seen.insert(*at)) {
        next = plan.unit(at).and_then(|unit| unit.parent.as_ref());
    }
    if seen.len() + levels > MAX_DEPTH {
        return Err(ChangeError::TooDeep { name: name.to_owned(), limit: MAX_DEPTH });
    }
    Ok(())
}

fn cycle(unit: UnitId, name: String, target: String) -> ChangeError {
    ChangeError::Cycle { unit, name, target }
}

fn object(name: &str) -> String {
    format!("der Einheit „{name}“")
}
