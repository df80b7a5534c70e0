//! Rules for the assumptions.

use super::objects::{MAX_PARTS, MAX_TABLE};
use super::{Known, bound, terms, values};
use crate::plan::error::{Errors, Path};
use crate::plan::{
    Assumptions, EuroPerYear, FailureDemand, Onboarding, OnboardingPatch, Outage, Share, YearlyMinutes,
};
use std::collections::{BTreeMap, BTreeSet};

/// Checks the assumptions.
pub(in crate::plan) fn assumptions(
    path: &Path<'_>,
    assumptions: &Assumptions,
    known: &impl Known,
    errors: &mut Errors,
) {
    yearly_minutes(&path.field("yearly_minutes"), &assumptions.yearly_minutes, errors);
    weekly_hours(&path.field("weekly_hours"), assumptions.weekly_hours, errors);
    absence(&path.field("absence_days_per_year"), assumptions.absence_days_per_year, errors);
    values::delay(&path.field("recruitment_days"), &assumptions.recruitment_days, errors);
    onboarding(&path.field("onboarding"), &assumptions.onboarding, errors);
    failure_demand(&path.field("failure_demand"), &assumptions.failure_demand, errors);
    costs(&path.field("cost_per_grade"), &assumptions.cost_per_grade, errors);
    terms::workplace(&path.field("workplace"), &assumptions.workplace, errors);
    terms::stages(&path.field("recruitment_stages"), &assumptions.recruitment_stages, errors);
    terms::council_weeks(&path.field("council_weeks"), assumptions.council_weeks, errors);
    ageing(&path.field("ageing_days"), assumptions.ageing_days, errors);
    outages(&path.field("outages"), &assumptions.outages, known, errors);
    sources(&path.field("sources"), &assumptions.sources, errors);
}

/// Most units that one outage names.
const MAX_NAMED: usize = 50;

/// Days on which capacity is missing.
pub(in crate::plan) fn outages(path: &Path<'_>, outages: &[Outage], known: &impl Known, errors: &mut Errors) {
    bound(path, outages.len(), MAX_PARTS, errors);
    for (index, outage) in outages.iter().enumerate() {
        self::outage(&path.index(index), outage, known, errors);
    }
}

fn outage(path: &Path<'_>, outage: &Outage, known: &impl Known, errors: &mut Errors) {
    let Outage { from, until, lost, label, units, enabled: _ } = outage;
    values::date(&path.field("from"), *from, errors);
    values::date(&path.field("until"), *until, errors);
    if until < from {
        errors.add(
            &path.field("until"),
            "liegt vor „from“; bitte als letzten Tag denselben oder einen späteren angeben",
        );
    }
    if *lost <= Share::ZERO {
        errors.add(
            &path.field("lost"),
            "ist 0; ein Ausfall nimmt mehr als 0 und höchstens 1 (alles), sonst bitte weglassen oder mit „enabled“ ausschalten",
        );
    }
    values::name(&path.field("label"), label, errors);
    let list = path.field("units");
    bound(&list, units.len(), MAX_NAMED, errors);
    let mut seen = BTreeSet::new();
    for (index, id) in units.iter().enumerate() {
        let path = list.index(index);
        if !known.has_unit(id) {
            let reason = format!(
                "die Einheit „{id}“ gibt es nicht; bitte eine vorhandene nennen oder die Angabe weglassen"
            );
            errors.add(&path, reason);
        }
        if !seen.insert(id) {
            errors.add(&path, format!("die Einheit „{id}“ ist doppelt genannt; bitte nur einmal angeben"));
        }
    }
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

/// Days that make up for a rank.
pub(in crate::plan) fn ageing(path: &Path<'_>, days: f64, errors: &mut Errors) {
    values::number(path, days, 0.0..=Assumptions::MOST_AGEING_DAYS, errors);
}

/// Growth of proficiency.
fn onboarding(path: &Path<'_>, onboarding: &Onboarding, errors: &mut Errors) {
    let Onboarding { curve, mentor, transfer: _, at_once, decides_after } = onboarding;
    proficiency(path, curve, errors);
    months(&path.field("mentor"), mentor, errors);
    limits(path, *at_once, *decides_after, errors);
}

/// The same of a change: what it sets.
pub(in crate::plan) fn onboarding_patch(path: &Path<'_>, patch: &OnboardingPatch, errors: &mut Errors) {
    let OnboardingPatch { curve, mentor, transfer: _, at_once, decides_after } = patch;
    if let Some(curve) = curve {
        proficiency(path, curve, errors);
    }
    months(&path.field("mentor"), mentor.as_deref().unwrap_or_default(), errors);
    limits(path, at_once.unwrap_or_default(), decides_after.unwrap_or_default(), errors);
}

fn proficiency(path: &Path<'_>, points: &[(f64, Share)], errors: &mut Errors) {
    let curve = path.field("curve");
    if points.is_empty() {
        errors.add(&curve, "ist leer; die Kurve braucht mindestens einen Punkt");
    }
    months(&curve, points, errors);
}

fn limits(path: &Path<'_>, at_once: u32, decides_after: f64, errors: &mut Errors) {
    values::count(&path.field("at_once"), at_once.into(), Onboarding::MOST_AT_ONCE, errors);
    values::number(&path.field("decides_after"), decides_after, 0.0..=600.0, errors);
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
