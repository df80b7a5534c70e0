//! Rules for the values of a change before any plan is known: what is nonsense for every plan.

use super::{Anything, assumptions as working, case_type as rules, objects, terms, values};
use crate::plan::error::{Errors, Path};
use crate::plan::{Action, AssumptionsPatch, CaseTypePatch, Change, PopulationPatch, PostPatch, UnitPatch};

/// Checks the values of a change; whether it fits a plan is decided when it is applied.
pub(in crate::plan) fn change(path: &Path<'_>, change: &Change, errors: &mut Errors) {
    values::date(&path.field("effective"), change.effective, errors);
    let path = path.field("action");
    match &change.action {
        Action::AddUnit(unit) => objects::unit(&path.field("add_unit"), unit, &Anything, errors),
        Action::RenameUnit { name, .. } => {
            values::name(&path.field("rename_unit").field("name"), name, errors)
        }
        Action::AddPost(post) => objects::post(&path.field("add_post"), post, &Anything, errors),
        Action::SetUnit(patch) => unit(&path.field("set_unit"), patch, errors),
        Action::SetPost(patch) => post(&path.field("set_post"), patch, errors),
        Action::SetCaseType(patch) => case_type(&path.field("set_case_type"), patch, errors),
        Action::SetPopulation(patch) => population(&path.field("set_population"), patch, errors),
        Action::SetFixedTask(patch) => {
            let path = path.field("set_fixed_task");
            patch.name.iter().for_each(|name| values::name(&path.field("name"), name, errors));
            patch.fte.iter().for_each(|fte| values::fte(&path.field("fte"), *fte, errors));
        }
        Action::SetAssumptions(patch) => assumptions(&path.field("set_assumptions"), patch, errors),
        Action::MoveUnit { .. }
        | Action::RemoveUnit { .. }
        | Action::MovePost { .. }
        | Action::ParkPost { .. }
        | Action::RemovePost { .. }
        | Action::MoveCaseType { .. } => {}
    }
}

fn unit(path: &Path<'_>, patch: &UnitPatch, errors: &mut Errors) {
    let UnitPatch { unit: _, kind: _, provenance: _, stated, budget, minimum_fte, filled, note } = patch;
    objects::stated(&path.field("stated"), stated.iter().flatten().next(), errors);
    let text = budget.iter().flatten().next().map(String::as_str);
    values::optional_line(&path.field("budget"), text, errors);
    minimum_fte.flatten().iter().for_each(|fte| values::fte(&path.field("minimum_fte"), *fte, errors));
    objects::filled(&path.field("filled"), filled.as_deref().unwrap_or_default(), errors);
    values::note(&path.field("note"), note.iter().flatten().next().map(String::as_str), errors);
}

fn post(path: &Path<'_>, patch: &PostPatch, errors: &mut Errors) {
    patch.title.iter().for_each(|title| values::name(&path.field("title"), title, errors));
    patch.grade.iter().for_each(|grade| values::line(&path.field("grade"), grade, 60, errors));
    patch.fte.iter().for_each(|fte| values::fte(&path.field("fte"), *fte, errors));
    if let Some(shares) = &patch.shares {
        objects::shares(path, shares, &Anything, errors);
    }
    values::optional_date(&path.field("kw"), patch.kw.flatten(), errors);
    let since = patch.holder.iter().flatten().next().map(|holder| holder.since);
    values::optional_date(&path.field("holder").field("since"), since, errors);
    values::optional_date(&path.field("recruiting_until"), patch.recruiting_until.flatten(), errors);
    if let Some(terms) = patch.terms.iter().flatten().next() {
        terms::terms(&path.field("terms"), terms, &Anything, errors);
    }
}

fn case_type(path: &Path<'_>, patch: &CaseTypePatch, errors: &mut Errors) {
    patch.name.iter().for_each(|name| values::name(&path.field("name"), name, errors));
    let text = patch.legal_basis.iter().flatten().next().map(String::as_str);
    values::optional_line(&path.field("legal_basis"), text, errors);
    patch.counts.iter().for_each(|counts| objects::counts(&path.field("counts"), counts, errors));
    patch.demand.iter().for_each(|demand| rules::demand(&path.field("demand"), demand, errors));
    patch.steps.iter().for_each(|steps| rules::steps(&path.field("steps"), steps, errors));
    if let Some(follow_ups) = &patch.follow_ups {
        rules::follow_ups(&path.field("follow_ups"), follow_ups, &Anything, errors);
    }
    patch.opening.iter().for_each(|opening| rules::opening(&path.field("opening"), opening, errors));
    rules::target_days(&path.field("target_days"), patch.target_days.flatten(), errors);
    let text = patch.target_basis.iter().flatten().next().map(String::as_str);
    values::optional_line(&path.field("target_basis"), text, errors);
    let text = patch.note.iter().flatten().next().map(String::as_str);
    values::note(&path.field("note"), text, errors);
}

fn population(path: &Path<'_>, patch: &PopulationPatch, errors: &mut Errors) {
    patch.name.iter().for_each(|name| values::name(&path.field("name"), name, errors));
    values::count(&path.field("opening"), patch.opening.unwrap_or(0), values::MAX_COUNT, errors);
    objects::inflow(&path.field("inflow_per_year"), patch.inflow_per_year.unwrap_or(0.0), errors);
    objects::stay(&path.field("mean_stay_days"), patch.mean_stay_days.unwrap_or(0.0), errors);
    values::count(&path.field("places"), patch.places.flatten().unwrap_or(0), values::MAX_COUNT, errors);
    if let Some(ratio) = patch.persons_per_fte.flatten() {
        objects::care_ratio(&path.field("persons_per_fte"), ratio, errors);
    }
    patch.counts.iter().for_each(|counts| objects::counts(&path.field("counts"), counts, errors));
}

fn assumptions(path: &Path<'_>, patch: &AssumptionsPatch, errors: &mut Errors) {
    if let Some(minutes) = &patch.yearly_minutes {
        working::yearly_minutes(&path.field("yearly_minutes"), minutes, errors);
    }
    patch
        .weekly_hours
        .iter()
        .for_each(|hours| working::weekly_hours(&path.field("weekly_hours"), *hours, errors));
    if let Some(days) = patch.absence_days_per_year {
        working::absence(&path.field("absence_days_per_year"), days, errors);
    }
    patch
        .recruitment_days
        .iter()
        .for_each(|delay| values::delay(&path.field("recruitment_days"), delay, errors));
    if let Some(onboarding) = &patch.onboarding {
        working::onboarding_patch(&path.field("onboarding"), onboarding, errors);
    }
    if let Some(failure) = &patch.failure_demand {
        working::failure_demand(&path.field("failure_demand"), failure, errors);
    }
    patch
        .cost_per_grade
        .iter()
        .for_each(|costs| working::costs(&path.field("cost_per_grade"), costs, errors));
    if let Some(workplace) = &patch.workplace {
        terms::workplace(&path.field("workplace"), workplace, errors);
    }
    if let Some(stages) = &patch.recruitment_stages {
        terms::stages(&path.field("recruitment_stages"), stages, errors);
    }
    if let Some(weeks) = patch.council_weeks {
        terms::council_weeks(&path.field("council_weeks"), weeks, errors);
    }
    if let Some(days) = patch.ageing_days {
        working::ageing(&path.field("ageing_days"), days, errors);
    }
    if let Some(outages) = &patch.outages {
        working::outages(&path.field("outages"), outages, &Anything, errors);
    }
    patch.sources.iter().for_each(|sources| working::sources(&path.field("sources"), sources, errors));
}
