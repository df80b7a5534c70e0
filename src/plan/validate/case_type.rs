//! Rules for case types: demand, steps, what follows, the first day.

use super::objects::{MAX_PARTS, case_type_exists, counts, unit_exists};
use super::{Known, bound, values};
use crate::plan::error::{Errors, Path};
use crate::plan::{CaseType, Demand, DemandEvent, Distribution, FollowUp, Opening, Share, Step};

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
    values::number(&path.field("factor"), event.factor, 0.0..=DemandEvent::MAX_FACTOR, errors);
    values::count(
        &path.field("ramp_days"),
        event.ramp_days.into(),
        DemandEvent::MAX_RAMP_DAYS.into(),
        errors,
    );
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
        if let Distribution::Empirical(quantiles) = &step.distribution {
            shape(&path.field("distribution").field("empirical"), quantiles, errors);
        }
        if let Some(delay) = &step.then_days {
            values::delay(&path.field("then_days"), delay, errors);
        } else if step.then_repeat > Share::ZERO {
            errors.add(
                &path.field("then_repeat"),
                "wirkt nur mit einer Wartezeit; bitte „then_days“ angeben oder die Angabe weglassen",
            );
        }
        values::optional_line(&path.field("then_party"), step.then_party.as_deref(), errors);
    }
}

/// Checks the quantiles of measured times.
fn shape(path: &Path<'_>, quantiles: &[f64], errors: &mut Errors) {
    bound(path, quantiles.len(), Distribution::MOST_QUANTILES, errors);
    let mut before = 0.0;
    for (index, quantile) in quantiles.iter().enumerate() {
        if !(before..=f64::MAX).contains(quantile) {
            errors.add(
                &path.index(index),
                "ist kleiner als der Wert davor oder als 0; bitte aufsteigend angeben",
            );
        }
        before = *quantile;
    }
    let mean = Distribution::mean_of(quantiles);
    if !mean.is_some_and(|mean| (mean - 1.0).abs() <= 1e-3) {
        errors.add(
            path,
            "muss mindestens zwei Werte mit dem Mittel 1 enthalten; bitte jeden Wert durch das Mittel teilen",
        );
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
