//! Rules for one object of a plan and the references it holds.

use super::{Known, bound, values};
use crate::plan::error::{Errors, Path};
use crate::plan::{
    Assumptions, CaseType, CaseTypeId, Demand, DemandEvent, EuroPerYear, FailureDemand, FixedTask, FollowUp,
    Fte, Onboarding, Opening, Population, Post, PostShare, Share, Stated, Step, Unit, UnitId, YearlyMinutes,
};
use std::collections::{BTreeMap, BTreeSet};

/// Most units over which one post may be split.
const MAX_SHARES: usize = 50;
/// Most steps, follow-ups, events or points of a curve.
const MAX_PARTS: usize = 200;
/// Most entries of a table (years, pay grades, sources).
const MAX_TABLE: usize = 500;

/// Checks a unit; cycles are a matter of the whole plan.
pub(in crate::plan) fn unit(path: &Path<'_>, unit: &Unit, known: &impl Known, errors: &mut Errors) {
    if let Some(parent) = &unit.parent {
        unit_exists(&path.field("parent"), parent, known, errors);
    }
    values::name(&path.field("name"), &unit.name, errors);
    if let Some(Stated { fte, words }) = &unit.stated {
        let stated = path.field("stated");
        values::fte(&stated.field("fte"), *fte, errors);
        values::line(&stated.field("words"), words, values::MAX_NAME, errors);
    }
    values::note(&path.field("note"), unit.note.as_deref(), errors);
}

/// Checks a post.
pub(in crate::plan) fn post(path: &Path<'_>, post: &Post, known: &impl Known, errors: &mut Errors) {
    shares(path, &post.shares, known, errors);
    values::name(&path.field("title"), &post.title, errors);
    values::line(&path.field("grade"), &post.grade, 60, errors);
    if let Some(holder) = &post.holder {
        values::date(&path.field("holder").field("since"), holder.since, errors);
    }
    values::optional_date(&path.field("recruiting_until"), post.recruiting_until, errors);
    if post.holder.is_some() && post.recruiting_until.is_some() {
        errors.add(
            &path.field("recruiting_until"),
            "die Stelle ist besetzt und zugleich in Nachbesetzung; bitte „holder“ oder „recruiting_until“ weglassen (null)",
        );
    }
    values::optional_date(&path.field("kw"), post.kw, errors);
    let list = path.field("case_types");
    bound(&list, post.case_types.len(), MAX_PARTS, errors);
    let mut seen = BTreeSet::new();
    for (index, id) in post.case_types.iter().enumerate() {
        case_type_exists(&list.index(index), id, known, errors);
        if !seen.insert(id) {
            errors.add(&list.index(index), format!("die Fallart „{id}“ ist doppelt genannt"));
        }
    }
    values::note(&path.field("note"), post.note.as_deref(), errors);
}

fn shares(path: &Path<'_>, shares: &[PostShare], known: &impl Known, errors: &mut Errors) {
    if shares.is_empty() {
        let reason = "die Stelle gehört zu keiner Einheit: entweder „unit“ und „fte“ oder „shares“ angeben";
        errors.add(&path.field("unit"), reason);
    }
    let list = path.field("shares");
    bound(&list, shares.len(), MAX_SHARES, errors);
    let mut seen = BTreeSet::new();
    for (index, share) in shares.iter().enumerate() {
        // A single share stands in the file as „unit“ and „fte“ of the post itself.
        let entry = if shares.len() == 1 { *path } else { list.index(index) };
        unit_exists(&entry.field("unit"), &share.unit, known, errors);
        values::fte(&entry.field("fte"), share.fte, errors);
        if !seen.insert(&share.unit) {
            errors.add(
                &entry.field("unit"),
                format!("die Einheit „{}“ ist doppelt genannt; bitte die Anteile zusammenfassen", share.unit),
            );
        }
    }
    let total: i64 = shares.iter().map(|share| share.fte.thousandths()).fold(0, i64::saturating_add);
    if shares.len() > 1 && total > Fte::MAX.thousandths() {
        errors.add(&list, "die Anteile ergeben zusammen mehr als 1.000 VZÄ");
    }
}

/// Checks a case type.
pub(in crate::plan) fn case_type(
    path: &Path<'_>,
    case_type: &CaseType,
    known: &impl Known,
    errors: &mut Errors,
) {
    unit_exists(&path.field("unit"), &case_type.unit, known, errors);
    values::name(&path.field("name"), &case_type.name, errors);
    values::optional_line(&path.field("legal_basis"), case_type.legal_basis.as_deref(), errors);
    counts(&path.field("counts"), &case_type.counts, errors);
    demand(&path.field("demand"), &case_type.demand, errors);
    steps(&path.field("steps"), &case_type.steps, errors);
    follow_ups(&path.field("follow_ups"), &case_type.follow_ups, known, errors);
    opening(&path.field("opening"), &case_type.opening, errors);
    target_days(&path.field("target_days"), case_type.target_days, errors);
    values::optional_line(&path.field("target_basis"), case_type.target_basis.as_deref(), errors);
    values::note(&path.field("note"), case_type.note.as_deref(), errors);
}

/// Checks figures by year.
pub(in crate::plan) fn counts(path: &Path<'_>, counts: &BTreeMap<u16, u64>, errors: &mut Errors) {
    bound(path, counts.len(), MAX_TABLE, errors);
    for (year, count) in counts {
        let key = year.to_string();
        if !values::YEARS.contains(&i32::from(*year)) {
            errors.add(&path.field(&key), "ist kein Jahr zwischen 1900 und 2200");
        }
        values::count(&path.field(&key), *count, values::MAX_COUNT, errors);
    }
}

/// Checks expected arrivals.
pub(in crate::plan) fn demand(path: &Path<'_>, demand: &Demand, errors: &mut Errors) {
    values::number(&path.field("per_year"), demand.per_year, 0.0..=values::MAX_COUNT as f64, errors);
    values::number(&path.field("growth"), demand.growth, -0.99..=10.0, errors);
    values::number(&path.field("dispersion"), demand.dispersion, 0.0..=1_000.0, errors);
    let season = path.field("season");
    if !matches!(demand.season.len(), 0 | 12) {
        errors.add(
            &season,
            format!(
                "enthält {} Werte; erlaubt sind zwölf Monatswerte oder eine leere Liste",
                demand.season.len()
            ),
        );
    }
    for (index, factor) in demand.season.iter().enumerate() {
        values::number(&season.index(index), *factor, 0.0..=100.0, errors);
    }
    if demand.season.len() == 12 && demand.season.iter().all(|factor| *factor == 0.0) {
        errors.add(&season, "mindestens ein Monatswert muss größer als 0 sein");
    }
    let list = path.field("events");
    bound(&list, demand.events.len(), MAX_PARTS, errors);
    for (index, event) in demand.events.iter().enumerate() {
        demand_event(&list.index(index), event, errors);
    }
}

fn demand_event(path: &Path<'_>, event: &DemandEvent, errors: &mut Errors) {
    values::date(&path.field("from"), event.from, errors);
    values::optional_date(&path.field("until"), event.until, errors);
    if event.until.is_some_and(|until| until < event.from) {
        errors.add(&path.field("until"), "liegt vor „from“; das Ende darf nicht vor dem Beginn liegen");
    }
    values::number(&path.field("factor"), event.factor, 0.0..=1_000.0, errors);
    values::count(&path.field("ramp_days"), event.ramp_days.into(), values::MAX_DAYS.into(), errors);
    values::name(&path.field("label"), &event.label, errors);
}

/// Checks the handling steps.
pub(in crate::plan) fn steps(path: &Path<'_>, steps: &[Step], errors: &mut Errors) {
    if steps.is_empty() {
        errors.add(path, "ist leer; eine Fallart braucht mindestens einen Schritt");
    }
    bound(path, steps.len(), MAX_PARTS, errors);
    for (index, step) in steps.iter().enumerate() {
        let path = path.index(index);
        values::name(&path.field("name"), &step.name, errors);
        values::cv(&path.field("cv"), step.cv, errors);
        if let Some(delay) = &step.then_days {
            values::delay(&path.field("then_days"), delay, errors);
        }
        values::optional_line(&path.field("then_party"), step.then_party.as_deref(), errors);
    }
}

/// Checks what arises after completion.
pub(in crate::plan) fn follow_ups(
    path: &Path<'_>,
    follow_ups: &[FollowUp],
    known: &impl Known,
    errors: &mut Errors,
) {
    bound(path, follow_ups.len(), MAX_PARTS, errors);
    for (index, follow_up) in follow_ups.iter().enumerate() {
        let path = path.index(index);
        case_type_exists(&path.field("case_type"), &follow_up.case_type, known, errors);
        values::delay(&path.field("after_days"), &follow_up.after_days, errors);
    }
}

/// Checks the state on the first day.
pub(in crate::plan) fn opening(path: &Path<'_>, opening: &Opening, errors: &mut Errors) {
    values::count(&path.field("waiting"), opening.waiting, values::MAX_COUNT, errors);
    values::count(&path.field("oldest_days"), opening.oldest_days.into(), values::MAX_DAYS.into(), errors);
    values::count(&path.field("circulating"), opening.circulating, values::MAX_COUNT, errors);
}

/// Checks the aim.
pub(in crate::plan) fn target_days(path: &Path<'_>, days: Option<u32>, errors: &mut Errors) {
    values::count(path, days.unwrap_or(0).into(), values::MAX_DAYS.into(), errors);
}

/// Checks a population.
pub(in crate::plan) fn population(
    path: &Path<'_>,
    population: &Population,
    known: &impl Known,
    errors: &mut Errors,
) {
    unit_exists(&path.field("unit"), &population.unit, known, errors);
    values::name(&path.field("name"), &population.name, errors);
    values::count(&path.field("opening"), population.opening, values::MAX_COUNT, errors);
    inflow(&path.field("inflow_per_year"), population.inflow_per_year, errors);
    stay(&path.field("mean_stay_days"), population.mean_stay_days, errors);
    values::count(&path.field("places"), population.places.unwrap_or(0), values::MAX_COUNT, errors);
    if let Some(ratio) = population.persons_per_fte {
        care_ratio(&path.field("persons_per_fte"), ratio, errors);
    }
    counts(&path.field("counts"), &population.counts, errors);
    values::note(&path.field("note"), population.note.as_deref(), errors);
}

/// Persons who join in a year.
pub(in crate::plan) fn inflow(path: &Path<'_>, value: f64, errors: &mut Errors) {
    values::number(path, value, 0.0..=values::MAX_COUNT as f64, errors);
}

/// Mean stay in days.
pub(in crate::plan) fn stay(path: &Path<'_>, value: f64, errors: &mut Errors) {
    values::number(path, value, 0.0..=f64::from(values::MAX_DAYS), errors);
}

/// Persons for one full-time equivalent: something is divided by it.
pub(in crate::plan) fn care_ratio(path: &Path<'_>, value: f64, errors: &mut Errors) {
    values::number(path, value, 0.001..=1_000_000.0, errors);
}

/// Checks a fixed task.
pub(in crate::plan) fn fixed_task(
    path: &Path<'_>,
    task: &FixedTask,
    known: &impl Known,
    errors: &mut Errors,
) {
    unit_exists(&path.field("unit"), &task.unit, known, errors);
    values::name(&path.field("name"), &task.name, errors);
    values::fte(&path.field("fte"), task.fte, errors);
    values::note(&path.field("note"), task.note.as_deref(), errors);
}

/// Checks the assumptions.
pub(in crate::plan) fn assumptions(path: &Path<'_>, assumptions: &Assumptions, errors: &mut Errors) {
    yearly_minutes(&path.field("yearly_minutes"), &assumptions.yearly_minutes, errors);
    weekly_hours(&path.field("weekly_hours"), assumptions.weekly_hours, errors);
    absence(&path.field("absence_days_per_year"), assumptions.absence_days_per_year, errors);
    values::delay(&path.field("recruitment_days"), &assumptions.recruitment_days, errors);
    onboarding(&path.field("onboarding"), &assumptions.onboarding, errors);
    failure_demand(&path.field("failure_demand"), &assumptions.failure_demand, errors);
    costs(&path.field("cost_per_grade"), &assumptions.cost_per_grade, errors);
    sources(&path.field("sources"), &assumptions.sources, errors);
}

/// Yearly working minutes.
pub(in crate::plan) fn yearly_minutes(path: &Path<'_>, minutes: &YearlyMinutes, errors: &mut Errors) {
    // The assessment divides by them, so nothing near zero is of use.
    values::number(&path.field("employee"), minutes.employee, 1.0..=200_000.0, errors);
    values::number(&path.field("civil_servant"), minutes.civil_servant, 1.0..=200_000.0, errors);
}

/// Full weekly hours.
pub(in crate::plan) fn weekly_hours(path: &Path<'_>, hours: f64, errors: &mut Errors) {
    values::number(path, hours, 0.1..=60.0, errors);
}

/// Working days of absence in a year.
pub(in crate::plan) fn absence(path: &Path<'_>, days: f64, errors: &mut Errors) {
    values::number(path, days, 0.0..=260.0, errors);
}

/// Growth of proficiency.
pub(in crate::plan) fn onboarding(path: &Path<'_>, onboarding: &Onboarding, errors: &mut Errors) {
    let curve = path.field("curve");
    if onboarding.curve.is_empty() {
        errors.add(&curve, "ist leer; die Kurve braucht mindestens einen Punkt");
    }
    months(&curve, &onboarding.curve, errors);
    months(&path.field("mentor"), &onboarding.mentor, errors);
}

fn months(path: &Path<'_>, points: &[(f64, Share)], errors: &mut Errors) {
    bound(path, points.len(), MAX_PARTS, errors);
    for (index, (month, _)) in points.iter().enumerate() {
        let month_path = path.index(index);
        let month_path = month_path.index(0);
        values::number(&month_path, *month, 0.0..=600.0, errors);
        if index == 0 && *month != 0.0 {
            errors.add(&month_path, "der erste Punkt muss bei Monat 0 liegen");
        }
        if index > 0 && *month <= points[index - 1].0 {
            errors.add(&month_path, "die Monate müssen aufsteigen");
        }
    }
}

/// Work that waiting creates.
pub(in crate::plan) fn failure_demand(path: &Path<'_>, failure: &FailureDemand, errors: &mut Errors) {
    let enquiries = failure.enquiries_per_waiting_case_month;
    values::number(&path.field("enquiries_per_waiting_case_month"), enquiries, 0.0..=100.0, errors);
    values::number(&path.field("certificate_share"), failure.certificate_share, 0.0..=1.0, errors);
    values::number(&path.field("suit_share"), failure.suit_share, 0.0..=1.0, errors);
}

/// Personnel cost by pay grade.
pub(in crate::plan) fn costs(path: &Path<'_>, costs: &BTreeMap<String, EuroPerYear>, errors: &mut Errors) {
    bound(path, costs.len(), MAX_TABLE, errors);
    for (grade, amount) in costs {
        values::line(&path.field(grade), grade, 60, errors);
        values::money(&path.field(grade), *amount, errors);
    }
}

/// Where a figure comes from.
pub(in crate::plan) fn sources(path: &Path<'_>, sources: &BTreeMap<String, String>, errors: &mut Errors) {
    bound(path, sources.len(), MAX_TABLE, errors);
    for (figure, source) in sources {
        values::line(&path.field(figure), figure, values::MAX_NAME, errors);
        values::note(&path.field(figure), Some(source), errors);
    }
}

fn unit_exists(path: &Path<'_>, id: &UnitId, known: &impl Known, errors: &mut Errors) {
    if !known.has_unit(id) {
        errors.add(path, format!("die Einheit „{id}“ gibt es nicht"));
    }
}

fn case_type_exists(path: &Path<'_>, id: &CaseTypeId, known: &impl Known, errors: &mut Errors) {
    if !known.has_case_type(id) {
        errors.add(path, format!("die Fallart „{id}“ gibt es nicht"));
    }
}
