//! The levers of a unit: which assumptions can influence it, how far each is varied, and by which changes.

use super::super::timeline::{self, Stretch};
use super::super::{Options, SimulationError, TimeTaken, clock::date_of};
use super::patches::actions;
use super::reach::Reach;
use super::{Lever, LeverKind, Side};
use crate::plan::gather::gathered;
use crate::plan::{
    Action, CaseType, CaseTypeId, Change, DemandEvent, Outage, Plan, Practice, Provenance, Step, UnitId,
};
use std::collections::BTreeSet;

/// Where nothing better is known, a figure is varied by a fifth.
const USUAL: f64 = 0.2;
/// Counted years from which on the spread of the counts says more than a rule of thumb.
const YEARS: usize = 3;

/// Case types that get levers of their own; those with less work can hardly move anything.
const MOST_TYPES: usize = 100;

/// All levers of a unit; see [`super::levers`].
pub(super) fn levers(plan: &Plan, changes: &[Change], unit: &UnitId) -> Vec<Lever> {
    let reach = Reach::of(plan, changes, unit);
    let mut levers: Vec<Lever> = Vec::new();
    let mut last: Vec<[Vec<Action>; 2]> = Vec::new();
    // The visitor cannot fail.
    let walked: Result<_, SimulationError> =
        timeline::walk(plan, changes, Options::MAX_HORIZON_DAYS, |stretch: Stretch<'_>| {
            if stretch.first_day == 0 {
                let mut scratch = without_posts(stretch.plan);
                let kinds = kinds(stretch.plan, &reach).into_iter();
                levers = kinds.filter_map(|kind| new(kind, stretch.plan, &reach, &mut scratch)).collect();
                last = vec![<[Vec<Action>; 2]>::default(); levers.len()];
            }
            let date = date_of(plan.as_of, stretch.first_day);
            for (lever, last) in levers.iter_mut().zip(&mut last) {
                for (side, last) in [Side::Low, Side::High].into_iter().zip(last) {
                    let actions = actions(&lever.kind, lever.spread, side, stretch.plan, &reach);
                    // A later change of the scenario has set the figure anew: its value is varied likewise.
                    let new = actions.iter().filter(|action| !last.contains(action)).cloned();
                    let new: Vec<Change> = new.map(|action| Change { effective: date, action }).collect();
                    lever.changes[side as usize].extend(new);
                    *last = actions;
                }
            }
            Ok(())
        });
    drop(walked);
    levers.retain(|lever| lever.changes.iter().any(|changes| !changes.is_empty()));
    levers
}

/// The lever with its figures on the first day; none where the assumption is not in use or cannot be varied.
/// `scratch` is the plan without its posts, on which no figure here depends, and is left as it was.
fn new(kind: LeverKind, plan: &Plan, reach: &Reach, scratch: &mut Plan) -> Option<Lever> {
    let base = figure(&kind, plan, reach);
    let switch = matches!(kind, LeverKind::FailureDemand);
    if !(base > 0.0 || switch) {
        return None;
    }
    let (spread, counted) = spread(&kind, plan);
    let mut varied = |side: Side| {
        let actions = actions(&kind, spread, side, plan, reach);
        let mut change = |action| scratch.apply_in_place(&Change { effective: plan.as_of, action });
        let fits = actions.iter().cloned().try_for_each(&mut change).is_ok();
        let value = figure(&kind, scratch, reach);
        restore(scratch, plan, &actions);
        fits.then_some(value)
    };
    let (low, high) = (varied(Side::Low)?, varied(Side::High)?);
    Some(Lever { kind, low, base, high, spread, counted, changes: Default::default() })
}

fn restore(scratch: &mut Plan, plan: &Plan, actions: &[Action]) {
    for action in actions {
        match action {
            Action::SetCaseType(patch) => {
                let same = |case_type: &&mut CaseType| case_type.id == patch.case_type;
                let changed = scratch.case_types.iter_mut().find(same);
                if let (Some(changed), Some(before)) = (changed, plan.case_type(&patch.case_type)) {
                    changed.clone_from(before);
                }
            }
            _ => scratch.assumptions.clone_from(&plan.assumptions),
        }
    }
}

fn without_posts(plan: &Plan) -> Plan {
    Plan {
        format: plan.format,
        name: plan.name.clone(),
        as_of: plan.as_of,
        region: plan.region,
        units: plan.units.clone(),
        posts: Vec::new(),
        tray: Vec::new(),
        case_types: plan.case_types.clone(),
        populations: Vec::new(),
        fixed_tasks: Vec::new(),
        assumptions: plan.assumptions.clone(),
        decided: Vec::new(),
        practice: Practice::default(),
    }
}

/// What there is to vary: first what concerns the whole unit, then case type by case type, the most work first.
fn kinds(plan: &Plan, reach: &Reach) -> Vec<LeverKind> {
    let mut kinds = vec![LeverKind::OpeningWaiting, LeverKind::OpeningCirculating];
    let mut types: Vec<&CaseType> = assumed(plan, reach).collect();
    types.sort_by(|a, b| work(b).total_cmp(&work(a)));
    for event in types.iter().flat_map(|case_type| &case_type.demand.events).filter(|event| varies(event)) {
        let kind = LeverKind::DemandEvent(event.label.clone());
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    for outage in outages(plan, reach) {
        let kind = LeverKind::OutageLost(outage.label.clone());
        if !kinds.contains(&kind) {
            kinds.extend([kind, LeverKind::OutageDays(outage.label.clone())]);
        }
    }
    kinds.extend([LeverKind::Absence, LeverKind::Turnover]);
    if reach.turnover {
        kinds.push(LeverKind::Recruitment);
    }
    kinds.extend([LeverKind::Onboarding, LeverKind::Mentoring, LeverKind::AtOnce, LeverKind::DecidesAfter]);
    if reach.moves {
        kinds.push(LeverKind::Transfer);
    }
    kinds.push(LeverKind::Allowance);
    if reach.decides {
        kinds.push(LeverKind::Decision);
    }
    let caused = |case_type: &CaseType| case_type.caused_by_waiting.is_some();
    if plan.case_types.iter().any(|case_type| reach.case_types.contains(&case_type.id) && caused(case_type)) {
        kinds.push(LeverKind::FailureDemand);
        if plan.assumptions.failure_demand.enabled {
            kinds.extend([LeverKind::Enquiries, LeverKind::Certificates, LeverKind::Suits]);
        }
    }
    kinds.extend([LeverKind::Dispersion, LeverKind::HandlingSpread]);
    for case_type in types.into_iter().take(MOST_TYPES) {
        let id = || case_type.id.clone();
        kinds.extend([
            LeverKind::Demand(id()),
            LeverKind::Minutes(id()),
            LeverKind::FollowUps(id()),
            LeverKind::ExternalWait(id()),
        ]);
    }
    kinds
}

/// Case types within reach whose figures are assumptions.
pub(super) fn assumed<'a>(plan: &'a Plan, reach: &'a Reach) -> impl Iterator<Item = &'a CaseType> {
    let types = plan.case_types.iter().filter(|case_type| reach.case_types.contains(&case_type.id));
    types.filter(|case_type| case_type.provenance == Provenance::Assumption)
}

/// Outages that count and hit a unit within reach.
fn outages<'a>(plan: &'a Plan, reach: &'a Reach) -> impl Iterator<Item = &'a Outage> {
    let units: BTreeSet<&UnitId> = gathered(reach.units.iter());
    plan.assumptions.outages.iter().filter(move |outage| outage.enabled && outage.hits(plan, &units))
}

/// Days that an outage lasts, its last one included.
pub(super) fn outage_days(outage: &Outage) -> i64 {
    (outage.until - outage.from).num_days() + 1
}

/// Minutes a year, by which case types are put in order.
fn work(case_type: &CaseType) -> f64 {
    case_type.demand.per_year * case_type.minutes_per_case()
}

pub(super) fn varies(event: &DemandEvent) -> bool {
    event.enabled && event.factor > 0.0
}

/// The coefficient of variation of a step, whatever its distribution.
fn variation(step: &Step) -> f64 {
    TimeTaken::of_step(step).spread()
}

/// How far a lever goes to each side, and the counted years from which that follows.
fn spread(kind: &LeverKind, plan: &Plan) -> (f64, Option<(u16, u16)>) {
    let assumed = |spread| (spread, None);
    match kind {
        LeverKind::Demand(id) => plan.case_type(id).and_then(counted).unwrap_or((USUAL, None)),
        LeverKind::Turnover | LeverKind::HandlingSpread | LeverKind::Enquiries => assumed(0.5),
        LeverKind::Decision | LeverKind::DecidesAfter => assumed(0.5),
        LeverKind::Certificates | LeverKind::Suits | LeverKind::Mentoring => assumed(0.5),
        LeverKind::OutageLost(_) | LeverKind::OutageDays(_) => assumed(0.5),
        LeverKind::Recruitment => assumed(0.4),
        LeverKind::Onboarding => assumed(0.25),
        LeverKind::ExternalWait(_) => assumed(0.3),
        // Percentage points.
        LeverKind::Allowance => assumed(0.03),
        LeverKind::Transfer => assumed(0.2),
        // One holder more or less.
        LeverKind::Dispersion | LeverKind::FailureDemand | LeverKind::AtOnce => assumed(1.0),
        _ => assumed(USUAL),
    }
}

/// The largest deviation of a counted year from the mean of all, between 5 and 50 %, where there are enough years.
fn counted(case_type: &CaseType) -> Option<(f64, Option<(u16, u16)>)> {
    let counts = &case_type.counts;
    let mean = counts.values().sum::<u64>() as f64 / counts.len() as f64;
    if counts.len() < YEARS || mean <= 0.0 {
        return None;
    }
    let far = counts.values().map(|count| (*count as f64 / mean - 1.0).abs()).fold(0.0, f64::max);
    let years = (*counts.keys().min()?, *counts.keys().max()?);
    Some((far.clamp(0.05, 0.5), Some(years)))
}

/// The figure of a lever on a plan.
fn figure(kind: &LeverKind, plan: &Plan, reach: &Reach) -> f64 {
    let assumptions = &plan.assumptions;
    let of = |id: &CaseTypeId, value: &dyn Fn(&CaseType) -> f64| plan.case_type(id).map_or(0.0, value);
    let sum = |value: &dyn Fn(&CaseType) -> f64| assumed(plan, reach).map(value).sum::<f64>();
    let most = |value: &dyn Fn(&CaseType) -> f64| assumed(plan, reach).map(value).fold(0.0, f64::max);
    match kind {
        LeverKind::OpeningWaiting => sum(&|case_type| case_type.opening.waiting as f64),
        LeverKind::OpeningCirculating => {
            sum(&|one| if one.follow_ups.is_empty() { 0.0 } else { one.opening.circulating as f64 })
        }
        LeverKind::DemandEvent(label) => most(&|case_type| {
            let events = case_type.demand.events.iter().filter(|event| varies(event));
            events.filter(|event| event.label == *label).map(|event| event.factor).fold(0.0, f64::max)
        }),
        LeverKind::OutageLost(label) => {
            let of = outages(plan, reach).filter(|outage| outage.label == *label);
            of.map(|outage| outage.lost.as_f64()).fold(0.0, f64::max)
        }
        LeverKind::OutageDays(label) => {
            let of = outages(plan, reach).filter(|outage| outage.label == *label);
            of.map(|outage| outage_days(outage) as f64).fold(0.0, f64::max)
        }
        LeverKind::Absence => assumptions.absence_days_per_year,
        LeverKind::Turnover => assumptions.turnover_per_year.as_f64(),
        LeverKind::Recruitment => assumptions.recruitment_days.mean,
        LeverKind::Onboarding => assumptions.onboarding.curve.last().map_or(0.0, |point| point.0),
        LeverKind::Mentoring => {
            assumptions.onboarding.mentor.iter().map(|point| point.1.as_f64()).fold(0.0, f64::max)
        }
        LeverKind::AtOnce => assumptions.onboarding.at_once.into(),
        LeverKind::DecidesAfter => assumptions.onboarding.decides_after,
        LeverKind::Transfer => assumptions.onboarding.transfer.as_f64(),
        LeverKind::Allowance => assumptions.allowance.as_f64(),
        LeverKind::Decision => assumptions.decision_share.as_f64(),
        LeverKind::FailureDemand => f64::from(u8::from(assumptions.failure_demand.enabled)),
        LeverKind::Enquiries => assumptions.failure_demand.enquiries_per_waiting_case_month,
        LeverKind::Certificates => assumptions.failure_demand.certificate_share,
        LeverKind::Suits => assumptions.failure_demand.suit_share,
        LeverKind::Dispersion => most(&|case_type| case_type.demand.dispersion.max(1.0)),
        LeverKind::HandlingSpread => {
            most(&|case_type| case_type.steps.iter().map(variation).fold(0.0, f64::max))
        }
        LeverKind::Demand(id) => of(id, &|case_type| case_type.demand.per_year),
        LeverKind::Minutes(id) => of(id, &CaseType::minutes_per_case),
        LeverKind::FollowUps(id) => {
            of(id, &|case_type| case_type.follow_ups.iter().map(|rule| rule.share.as_f64()).sum())
        }
        LeverKind::ExternalWait(id) => of(id, &|case_type| {
            case_type.steps.iter().filter_map(|step| step.then_days).map(|wait| wait.mean).sum()
        }),
    }
}
