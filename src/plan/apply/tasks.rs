//! Actions on what is done: case types, populations, fixed tasks.

use super::{check, nothing, set, unit_exists};
use crate::plan::validate::{case_type as rules, objects};
use crate::plan::{
    CaseType, CaseTypeId, CaseTypePatch, ChangeError, FixedTaskPatch, Plan, PopulationPatch, UnitId,
};

pub(super) fn move_case_type(plan: &mut Plan, id: &CaseTypeId, to: &UnitId) -> Result<(), ChangeError> {
    let place = case_type_place(plan, id)?;
    unit_exists(plan, to)?;
    if plan.case_types[place].unit == *to {
        return Err(ChangeError::CaseTypeAlreadyThere {
            case_type: id.clone(),
            case_type_name: plan.case_types[place].name.clone(),
            unit: to.clone(),
            name: plan.unit_name(to).to_owned(),
        });
    }
    plan.case_types[place].unit = to.clone();
    Ok(())
}

pub(super) fn set_case_type(plan: &mut Plan, patch: &CaseTypePatch) -> Result<(), ChangeError> {
    let CaseTypePatch {
        case_type: id,
        name,
        legal_basis,
        counts,
        demand,
        steps,
        follow_ups,
        opening,
        priority,
        walk_in,
        target_days,
        target_basis,
        provenance,
        note,
    } = patch;
    let place = case_type_place(plan, id)?;
    let mut case_type: CaseType = plan.case_types[place].clone();
    let object = format!("der Fallart „{}“", case_type.name);
    let mut any = false;
    any |= set(&mut case_type.name, name.as_ref());
    any |= set(&mut case_type.legal_basis, legal_basis.as_ref());
    any |= set(&mut case_type.counts, counts.as_ref());
    any |= set(&mut case_type.demand, demand.as_ref());
    any |= set(&mut case_type.steps, steps.as_ref());
    any |= set(&mut case_type.follow_ups, follow_ups.as_ref());
    any |= set(&mut case_type.opening, opening.as_ref());
    any |= set(&mut case_type.priority, priority.as_ref());
    any |= set(&mut case_type.walk_in, walk_in.as_ref());
    any |= set(&mut case_type.target_days, target_days.as_ref());
    any |= set(&mut case_type.target_basis, target_basis.as_ref());
    any |= set(&mut case_type.provenance, provenance.as_ref());
    any |= set(&mut case_type.note, note.as_ref());
    if !any {
        return Err(nothing(object));
    }
    check(&object, |path, errors| rules::case_type(path, &case_type, plan, errors))?;
    plan.case_types[place] = case_type;
    Ok(())
}

pub(super) fn set_population(plan: &mut Plan, patch: &PopulationPatch) -> Result<(), ChangeError> {
    let PopulationPatch {
        population: id,
        unit,
        name,
        opening,
        inflow_per_year,
        mean_stay_days,
        places,
        persons_per_fte,
        counts,
    } = patch;
    let place = plan.populations.iter().position(|population| population.id == *id);
    let place = place.ok_or_else(|| ChangeError::UnknownPopulation { population: id.clone() })?;
    unit.as_ref().map_or(Ok(()), |unit| unit_exists(plan, unit))?;
    let mut population = plan.populations[place].clone();
    let object = format!("dem Personenbestand „{}“", population.name);
    let mut any = false;
    any |= set(&mut population.unit, unit.as_ref());
    any |= set(&mut population.name, name.as_ref());
    any |= set(&mut population.opening, opening.as_ref());
    any |= set(&mut population.inflow_per_year, inflow_per_year.as_ref());
    any |= set(&mut population.mean_stay_days, mean_stay_days.as_ref());
    any |= set(&mut population.places, places.as_ref());
    any |= set(&mut population.persons_per_fte, persons_per_fte.as_ref());
    any |= set(&mut population.counts, counts.as_ref());
    if !any {
        return Err(nothing(object));
    }
    check(&object, |path, errors| objects::population(path, &population, plan, errors))?;
    plan.populations[place] = population;
    Ok(())
}

pub(super) fn set_fixed_task(plan: &mut Plan, patch: &FixedTaskPatch) -> Result<(), ChangeError> {
    let FixedTaskPatch { fixed_task: id, unit, name, fte } = patch;
    let place = plan.fixed_tasks.iter().position(|task| task.id == *id);
    let place = place.ok_or_else(|| ChangeError::UnknownFixedTask { fixed_task: id.clone() })?;
    unit.as_ref().map_or(Ok(()), |unit| unit_exists(plan, unit))?;
    let mut task = plan.fixed_tasks[place].clone();
    let object = format!("der Grundlast „{}“", task.name);
    let mut any = false;
    any |= set(&mut task.unit, unit.as_ref());
    any |= set(&mut task.name, name.as_ref());
    any |= set(&mut task.fte, fte.as_ref());
    if !any {
        return Err(nothing(object));
    }
    check(&object, |path, errors| objects::fixed_task(path, &task, plan, errors))?;
    plan.fixed_tasks[place] = task;
    Ok(())
}

fn case_type_place(plan: &Plan, id: &CaseTypeId) -> Result<usize, ChangeError> {
    let place = plan.case_types.iter().position(|case_type| case_type.id == *id);
    place.ok_or_else(|| ChangeError::UnknownCaseType { case_type: id.clone() })
}
