//! Rules for units, posts, populations and fixed tasks, and for the references that they hold.

use super::{Known, MAX_SHARES, bound, terms, values};
use crate::plan::error::{Errors, Path};
use crate::plan::{
    CaseTypeId, CountedFilling, FixedTask, Fte, Population, Post, PostShare, Stated, Unit, UnitId,
};
use std::collections::{BTreeMap, BTreeSet};

/// Most steps, follow-ups, events or points of a curve.
pub(super) const MAX_PARTS: usize = 200;
/// Most entries of a table (years, pay grades, sources).
pub(super) const MAX_TABLE: usize = 500;

/// Checks a unit; cycles are a matter of the whole plan.
pub(in crate::plan) fn unit(path: &Path<'_>, unit: &Unit, known: &impl Known, errors: &mut Errors) {
    if let Some(parent) = &unit.parent {
        unit_exists(&path.field("parent"), parent, known, errors);
    }
    values::name(&path.field("name"), &unit.name, errors);
    stated(&path.field("stated"), unit.stated.as_ref(), errors);
    values::optional_line(&path.field("budget"), unit.budget.as_deref(), errors);
    unit.minimum_fte.iter().for_each(|fte| values::fte(&path.field("minimum_fte"), *fte, errors));
    filled(&path.field("filled"), &unit.filled, errors);
    values::note(&path.field("note"), unit.note.as_deref(), errors);
}

/// Checks counted fillings: one for a day and a grade.
pub(super) fn filled(path: &Path<'_>, counts: &[CountedFilling], errors: &mut Errors) {
    bound(path, counts.len(), MAX_TABLE, errors);
    let mut seen = BTreeSet::new();
    for (index, count) in counts.iter().enumerate() {
        let path = path.index(index);
        values::date(&path.field("on"), count.on, errors);
        values::line(&path.field("grade"), &count.grade, 60, errors);
        values::fte(&path.field("fte"), count.fte, errors);
        values::name(&path.field("source"), &count.source, errors);
        if !seen.insert((count.on, &count.grade)) {
            errors.add(&path, "die Besetzung dieser Bewertung an diesem Tag ist doppelt angegeben");
        }
    }
}

/// Checks what the source document states of a unit, where it does.
pub(super) fn stated(path: &Path<'_>, stated: Option<&Stated>, errors: &mut Errors) {
    if let Some(Stated { fte, words }) = stated {
        values::fte(&path.field("fte"), *fte, errors);
        values::line(&path.field("words"), words, values::MAX_NAME, errors);
    }
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
    if let Some(terms) = &post.terms {
        let path = path.field("terms");
        terms::terms(&path, terms, known, errors);
        terms::of_post(&path, terms, post, errors);
    }
    values::note(&path.field("note"), post.note.as_deref(), errors);
}

/// Checks the parts of a post.
pub(super) fn shares(path: &Path<'_>, shares: &[PostShare], known: &impl Known, errors: &mut Errors) {
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

/// Refuses a unit that does not exist.
pub(super) fn unit_exists(path: &Path<'_>, id: &UnitId, known: &impl Known, errors: &mut Errors) {
    if !known.has_unit(id) {
        errors.add(path, format!("die Einheit „{id}“ gibt es nicht"));
    }
}

/// Refuses a case type that does not exist.
pub(super) fn case_type_exists(path: &Path<'_>, id: &CaseTypeId, known: &impl Known, errors: &mut Errors) {
    if !known.has_case_type(id) {
        errors.add(path, format!("die Fallart „{id}“ gibt es nicht"));
    }
}
