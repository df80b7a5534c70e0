//! The changes by which a lever is moved to one of its sides.

use super::levers::{assumed, outage_days, varies};
use super::reach::Reach;
use super::{LeverKind, Side};
use crate::plan::{
    Action, Assumptions, AssumptionsPatch, CaseType, CaseTypeId, CaseTypePatch, Delay, Demand, Distribution,
    FailureDemand, FollowUp, Minutes, Onboarding, OnboardingPatch, Opening, Outage, Plan, Share, Step,
};
use chrono::{Days, NaiveDate};

/// The changes of a side on the plan of a day; empty where nothing changes.
pub(super) fn actions(kind: &LeverKind, spread: f64, side: Side, plan: &Plan, reach: &Reach) -> Vec<Action> {
    let factor = side.of(1.0 - spread, 1.0 + spread);
    match kind {
        LeverKind::OpeningWaiting | LeverKind::OpeningCirculating => {
            let waiting = *kind == LeverKind::OpeningWaiting;
            case_types(plan, reach, |case_type| opening(case_type, factor, waiting))
        }
        LeverKind::DemandEvent(label) => case_types(plan, reach, |case_type| {
            demand(case_type, |demand| {
                let events = demand.events.iter_mut().filter(|event| varies(event) && event.label == *label);
                events.for_each(|event| event.factor *= factor);
            })
        }),
        LeverKind::Dispersion => case_types(plan, reach, |case_type| {
            let value = case_type.demand.dispersion.max(1.0);
            demand(case_type, |demand| demand.dispersion = side.of((value / 2.0).max(1.0), value * 2.0))
        }),
        LeverKind::HandlingSpread => {
            case_types(plan, reach, |case_type| steps(case_type, |step| spread_apart(step, factor)))
        }
        LeverKind::Demand(id) => {
            one(plan, id, |case_type| demand(case_type, |demand| demand.per_year *= factor))
        }
        LeverKind::Minutes(id) => one(plan, id, |case_type| {
            steps(case_type, |step| {
                step.minutes = Minutes::parse(step.minutes.as_f64() * factor).unwrap_or(step.minutes);
            })
        }),
        LeverKind::ExternalWait(id) => one(plan, id, |case_type| {
            steps(case_type, |step| {
                if let Some(wait) = &mut step.then_days {
                    wait.mean *= factor;
                }
            })
        }),
        LeverKind::FollowUps(id) => one(plan, id, |case_type| {
            let scaled = |rule: &FollowUp| FollowUp { share: times(rule.share, factor), ..rule.clone() };
            let follow_ups: Vec<FollowUp> = case_type.follow_ups.iter().map(scaled).collect();
            (follow_ups != case_type.follow_ups).then(|| CaseTypePatch {
                follow_ups: Some(follow_ups),
                ..CaseTypePatch::new(case_type.id.clone())
            })
        }),
        _ => assumptions(kind, spread, side, &plan.assumptions).into_iter().collect(),
    }
}

fn assumptions(kind: &LeverKind, spread: f64, side: Side, now: &Assumptions) -> Option<Action> {
    let factor = side.of(1.0 - spread, 1.0 + spread);
    let offset = |share: Share| self::share(share.as_f64() + side.of(-spread, spread));
    let onboarding = |change: &dyn Fn(&mut Onboarding)| {
        let mut onboarding = now.onboarding.clone();
        change(&mut onboarding);
        OnboardingPatch::between(&now.onboarding, &onboarding)
    };
    let failure = |change: &dyn Fn(&mut FailureDemand)| {
        let mut failure = now.failure_demand.clone();
        change(&mut failure);
        (failure != now.failure_demand).then_some(failure)
    };
    let outages = |label: &str, change: &dyn Fn(&mut Outage)| {
        let mut outages = now.outages.clone();
        outages.iter_mut().filter(|outage| outage.enabled && outage.label == label).for_each(change);
        (outages != now.outages).then_some(outages)
    };
    let mut patch = AssumptionsPatch::default();
    match kind {
        LeverKind::OutageLost(label) => {
            patch.outages = outages(label, &|outage| outage.lost = times(outage.lost, factor));
        }
        LeverKind::OutageDays(label) => {
            patch.outages = outages(label, &|outage| outage.until = lasting(outage, factor));
        }
        LeverKind::Absence => patch.absence_days_per_year = Some(now.absence_days_per_year * factor),
        LeverKind::Turnover => patch.turnover_per_year = Some(times(now.turnover_per_year, factor)),
        LeverKind::Recruitment => {
            let Delay { mean, cv } = now.recruitment_days;
            patch.recruitment_days = Some(Delay { mean: mean * factor, cv });
        }
        LeverKind::Onboarding => {
            patch.onboarding = onboarding(&|onboarding| {
                let points = onboarding.curve.iter_mut().chain(&mut onboarding.mentor);
                points.for_each(|point| point.0 *= factor);
            });
        }
        LeverKind::Mentoring => {
            patch.onboarding = onboarding(&|onboarding| {
                onboarding.mentor.iter_mut().for_each(|point| point.1 = times(point.1, factor));
            });
        }
        LeverKind::AtOnce => {
            patch.onboarding = onboarding(&|onboarding| {
                let most = u32::try_from(Onboarding::MOST_AT_ONCE).unwrap_or(u32::MAX);
                let now = onboarding.at_once;
                onboarding.at_once = side.of(now.saturating_sub(1).max(1), now.saturating_add(1).min(most));
            });
        }
        LeverKind::DecidesAfter => {
            patch.onboarding = onboarding(&|onboarding| {
                onboarding.decides_after = (onboarding.decides_after * factor).min(600.0)
            });
        }
        LeverKind::Transfer => {
            patch.onboarding =
                onboarding(&|onboarding| onboarding.transfer = offset(now.onboarding.transfer));
        }
        LeverKind::Allowance => patch.allowance = Some(offset(now.allowance)),
        LeverKind::Decision => patch.decision_share = Some(times(now.decision_share, factor)),
        LeverKind::FailureDemand => {
            let on = side == Side::High;
            patch.failure_demand = failure(&|failure| failure.enabled = on);
        }
        LeverKind::Enquiries => {
            patch.failure_demand = failure(&|failure| failure.enquiries_per_waiting_case_month *= factor);
        }
        LeverKind::Certificates => {
            let scaled = (now.failure_demand.certificate_share * factor).min(1.0);
            patch.failure_demand = failure(&|failure| failure.certificate_share = scaled);
        }
        LeverKind::Suits => {
            let scaled = (now.failure_demand.suit_share * factor).min(1.0);
            patch.failure_demand = failure(&|failure| failure.suit_share = scaled);
        }
        _ => {}
    }
    (patch != AssumptionsPatch::default()).then(|| Action::SetAssumptions(Box::new(patch)))
}

/// One action for each case type within reach that the change touches.
fn case_types(
    plan: &Plan,
    reach: &Reach,
    change: impl Fn(&CaseType) -> Option<CaseTypePatch>,
) -> Vec<Action> {
    assumed(plan, reach).filter_map(change).map(Action::SetCaseType).collect()
}

fn one(plan: &Plan, id: &CaseTypeId, change: impl Fn(&CaseType) -> Option<CaseTypePatch>) -> Vec<Action> {
    plan.case_type(id).and_then(change).map(Action::SetCaseType).into_iter().collect()
}

fn demand(case_type: &CaseType, change: impl FnOnce(&mut Demand)) -> Option<CaseTypePatch> {
    let mut demand = case_type.demand.clone();
    change(&mut demand);
    (demand != case_type.demand)
        .then(|| CaseTypePatch { demand: Some(demand), ..CaseTypePatch::new(case_type.id.clone()) })
}

fn steps(case_type: &CaseType, change: impl Fn(&mut Step)) -> Option<CaseTypePatch> {
    let mut steps = case_type.steps.clone();
    steps.iter_mut().for_each(change);
    (steps != case_type.steps)
        .then(|| CaseTypePatch { steps: Some(steps), ..CaseTypePatch::new(case_type.id.clone()) })
}

/// Lets the times of a step vary by so many times as much around the same mean. A constant stays one.
fn spread_apart(step: &mut Step, factor: f64) {
    match &mut step.distribution {
        Distribution::Lognormal | Distribution::Gamma => step.cv *= factor,
        // It is the gamma distribution whose coefficient of variation is 1.
        Distribution::Exponential => {
            step.distribution = Distribution::Gamma;
            step.cv = factor;
        }
        Distribution::Empirical(quantiles) => shape_apart(quantiles, factor),
        Distribution::Constant => {}
    }
}

/// Moves quantiles away from their mean, or towards it. What would fall below 0 stays there, and as that lifts the mean, all are
/// divided by it: there the spread grows by less.
fn shape_apart(quantiles: &mut [f64], factor: f64) {
    let Some(mean) = Distribution::mean_of(quantiles) else { return };
    quantiles.iter_mut().for_each(|value| *value = (mean + (*value - mean) * factor).max(0.0));
    if let Some(lifted) = Distribution::mean_of(quantiles).filter(|lifted| *lifted > 0.0) {
        quantiles.iter_mut().for_each(|value| *value *= mean / lifted);
    }
}

fn opening(case_type: &CaseType, factor: f64, waiting: bool) -> Option<CaseTypePatch> {
    // The cast saturates; a number of cases is never negative.
    let scaled = |count: u64| (count as f64 * factor + 0.5) as u64;
    let Opening { waiting: queue, circulating, .. } = case_type.opening;
    let opening = if waiting {
        Opening { waiting: scaled(queue), ..case_type.opening.clone() }
    } else {
        Opening { circulating: scaled(circulating), ..case_type.opening.clone() }
    };
    (opening != case_type.opening)
        .then(|| CaseTypePatch { opening: Some(opening), ..CaseTypePatch::new(case_type.id.clone()) })
}

/// The last day of an outage that lasts so many times as long, a day at least.
fn lasting(outage: &Outage, factor: f64) -> NaiveDate {
    // The cast saturates.
    let days = (outage_days(outage) as f64 * factor).round().max(1.0) as u64;
    outage.from.checked_add_days(Days::new(days - 1)).unwrap_or(outage.until)
}

fn times(share: Share, factor: f64) -> Share {
    self::share(share.as_f64() * factor)
}

fn share(value: f64) -> Share {
    Share::parse(value.clamp(0.0, 1.0)).unwrap_or(Share::ZERO)
}
