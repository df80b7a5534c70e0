//! The single formulas beside cases times minutes: workplace, key, base load, leadership, backlog, estimate, shares.

use super::Parameters;
use super::parameters::of_group;
use crate::plan::{StaffGroup, YearlyMinutes};

/// KGSt: share of the working time that leading takes for each person led; counted in heads.
pub const LEADERSHIP_SHARE: f64 = 0.06;

/// Workplace method (Arbeitsplatzmethode): places that must be staffed whatever the number of cases.
/// `hours_per_year` × 60 × `places` / yearly minutes, in full-time equivalents.
#[must_use]
pub fn workplace(hours_per_year: f64, places: f64, yearly_minutes: f64) -> f64 {
    hours_per_year * 60.0 * places / yearly_minutes
}

/// Key (Schlüssel): `persons` over the persons for one full-time equivalent.
#[must_use]
pub fn key(persons: f64, persons_per_fte: f64) -> f64 {
    persons / persons_per_fte
}

/// Base load (Grundlast) given in minutes a year, in full-time equivalents by the method of the parameters.
#[must_use]
pub fn base_load(minutes_per_year: f64, parameters: &Parameters) -> f64 {
    parameters.need(minutes_per_year)
}

/// Leading: [`LEADERSHIP_SHARE`] or a share of one's own for each head, in full-time equivalents.
#[must_use]
pub fn leadership(heads: f64, share: f64) -> f64 {
    heads * share
}

/// Open cases worked off in `years`: `cases` × `minutes` left / (net minutes × years), for that time only.
#[must_use]
pub fn backlog(cases: f64, minutes: f64, years: f64, parameters: &Parameters) -> f64 {
    parameters.need(cases * minutes) / years
}

/// Estimated handling time in minutes out of three estimates: (min + 4 × normal + max) / 6.
#[must_use]
pub fn estimate(shortest: f64, normal: f64, longest: f64) -> f64 {
    (shortest + 4.0 * normal + longest) / 6.0
}

/// Share of a post by weekly hours; more than 1 is legal (42 of 39 hours).
#[must_use]
pub fn part_time(weekly_hours: f64, full_weekly_hours: f64) -> f64 {
    weekly_hours / full_weekly_hours
}

/// Need where both groups work in a unit: the minutes are computed once, shared out by the shares given, and each part
/// is divided by the yearly minutes of its own group.
#[must_use]
pub fn split_by_group(
    minutes: f64,
    shares: &[(StaffGroup, f64)],
    yearly: YearlyMinutes,
    parameters: &Parameters,
) -> Vec<(StaffGroup, f64)> {
    shares
        .iter()
        .map(|&(group, share)| {
            let own = Parameters {
                staff_group: group,
                yearly_minutes: of_group(yearly, group),
                ..parameters.clone()
            };
            (group, own.need(minutes * share))
        })
        .collect()
}
