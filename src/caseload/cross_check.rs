//! The formulas of a unit beside the simulation of the same plan: need, capacity, Erlang's wait, Little's law, relief; and why both
//! differ. Figures only; the words are the dashboard's.

mod group;

use super::{Flow, relief};
use crate::assessment::{Request, assess, mean_stay, present_part, staircases, usable_part};
use crate::plan::gather::gathered;
use crate::plan::{Calendar, Change, DAYS_PER_MONTH, Plan, UnitId};
use crate::simulation::Forecast;
use chrono::{Datelike, Days, NaiveDate};
use group::Group;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Days of a year, as the demand of a plan counts them.
const YEAR: f64 = 365.0;

/// Difference of the capacities from which on it is told, as a part.
const NOTABLE: f64 = 0.05;

/// The same figure by formula and in the simulation; none where there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Pair {
    /// By formula.
    pub formula: Option<f64>,
    /// Mean of the replications.
    pub simulation: Option<f64>,
}

/// Why formula and simulation differ.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Nobody handles cases on the day.
    NoPost,
    /// More work comes in than the day's capacity can do: there is no long run.
    Overload,
    /// Cases that are open on the first day.
    Backlog(f64),
    /// The capacity changes.
    Capacity,
    /// Several queues, added up.
    Queues(u32),
    /// Some case types go first.
    Priority,
    /// Leave and illness come as whole days.
    Absence,
    /// Handling times scatter; their coefficient of variation.
    Scatter(f64),
    /// Demand grows, has seasons or dated events.
    Demand,
    /// Cases wait with others between their steps.
    Outside,
}

/// The figures of a unit, with or without the units below.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CrossCheck {
    /// The formulas' day.
    pub day: NaiveDate,
    /// The last day of the simulation.
    pub until: NaiveDate,
    /// Posts needed, in full-time equivalents: by the cases expected, and by those that came.
    pub need: Pair,
    /// Effective full-time equivalents: on the day, and in the mean.
    pub effective: Pair,
    /// Work over capacity, and time worked over time present.
    pub load: Pair,
    /// Working days until a step is begun: by Erlang C, and in the mean of the steps begun.
    pub wait_days: Pair,
    /// Cases in the queue: by Little's law from that wait, and in the mean of the days.
    pub waiting: Pair,
    /// Calendar days from arrival to completion: by Little's law from the simulated stock, and as measured in it.
    pub stay_days: Pair,
    /// Open cases on the last day.
    pub open: Pair,
    /// Full-time equivalents that are missing to keep the stock from growing.
    pub missing: Pair,
    /// The wait by formula with scattered times (Allen and Cunneen), in working days.
    pub scattered_days: Option<f64>,
    /// Why they differ, what weighs most first.
    pub causes: Vec<Cause>,
}

/// Formulas and simulation of a plan, for whichever units are asked for.
#[derive(Debug)]
pub struct CrossChecks<'a> {
    forecast: &'a Forecast,
    groups: BTreeMap<UnitId, Group>,
    day: NaiveDate,
    /// Minutes of a working day, and of all of a year.
    day_minutes: f64,
    year_minutes: f64,
    /// Part of a working time that reaches the cases, and of the time at work.
    present: f64,
    usable: f64,
}

impl<'a> CrossChecks<'a> {
    /// The formulas of a plan with its changes on its first day, beside a forecast of just these; none where the plan cannot be
    /// assessed.
    #[must_use]
    pub fn new(plan: &Plan, changes: &[Change], forecast: &'a Forecast) -> Option<Self> {
        let day = plan.as_of;
        let plan = plan.on(day, changes).plan;
        let assessment = assess(&plan, &Request::on(day)).ok()?;
        let steps = staircases(&plan, day).ok()?;
        let effective: BTreeMap<&UnitId, f64> =
            gathered(steps.iter().map(|step| (&step.unit, step.effective)));
        let pieces = plan.in_pieces();
        let group = |unit: &crate::assessment::UnitAssessment| {
            let effective = effective.get(&unit.unit).copied().unwrap_or_default();
            (unit.unit.clone(), Group::of(&plan, &pieces, unit, effective, day))
        };
        let day_minutes = plan.assumptions.day_minutes();
        let days = f64::from(Calendar::new(plan.region).working_days_in_year(day.year()));
        Some(Self {
            forecast,
            groups: assessment.units.iter().map(group).collect(),
            day,
            day_minutes,
            year_minutes: day_minutes * days,
            present: present_part(&plan, day),
            usable: usable_part(&plan),
        })
    }

    /// The figures of some units together; none where they have no cases.
    #[must_use]
    pub fn of(&self, units: &BTreeSet<&UnitId>) -> Option<CrossCheck> {
        let groups: Vec<(&UnitId, &Group)> =
            self.groups.iter().filter(|(unit, _)| units.contains(unit)).collect();
        let sum = |figure: fn(&Group) -> f64| groups.iter().map(|(_, group)| figure(group)).sum::<f64>();
        let (cases, minutes, visits) =
            (sum(|group| group.cases), sum(|group| group.minutes), sum(|group| group.visits));
        if cases <= 0.0 || minutes <= 0.0 {
            return None;
        }
        let (effective, opening) = (sum(|group| group.effective), sum(|group| group.opening));
        let played = self.played(&groups);
        let waits = |wait: fn(&Group, f64) -> Option<f64>| {
            let waits = groups.iter().filter(|(_, group)| group.visits > 0.0);
            let waits = waits.map(|(_, group)| Some(group.visits * wait(group, self.year_minutes)?));
            waits.sum::<Option<f64>>().map(|sum| sum / visits.max(f64::MIN_POSITIVE))
        };
        let (wait, scattered) = (waits(Group::wait), waits(Group::wait_scattered));
        let months = f64::from(self.forecast.horizon_days) / DAYS_PER_MONTH;
        let per_case = minutes / cases;
        let able = effective * self.year_minutes / per_case;
        let per_fte = self.year_minutes / 12.0 * self.present * self.usable;
        let flow = Flow {
            stock: opening,
            received: cases / 12.0,
            completed: able / 12.0,
            minutes_per_case: per_case,
            minutes_per_fte: per_fte,
        };
        let grown = ((played.open - opening) / months).max(0.0);
        let days = |minutes: f64| minutes / self.day_minutes;
        let last = u64::from(self.forecast.horizon_days.saturating_sub(1));
        let mut found = CrossCheck {
            day: self.day,
            until: self.day.checked_add_days(Days::new(last)).unwrap_or(self.day),
            need: pair(Some(sum(|group| group.need)), Some(played.need)),
            effective: pair(Some(effective), Some(played.effective)),
            load: pair(
                (effective > 0.0).then(|| minutes / (self.year_minutes * effective)),
                (played.effective > 0.0).then(|| played.busy / played.effective),
            ),
            wait_days: pair(wait.map(days), played.wait.map(days)),
            waiting: pair(wait.map(|wait| visits / self.year_minutes * wait), Some(played.waiting)),
            stay_days: pair(
                mean_stay(played.standing, played.completions / f64::from(self.forecast.horizon_days.max(1))),
                played.lead,
            ),
            open: pair(Some((opening + (cases - able) * months / 12.0).max(0.0)), Some(played.open)),
            missing: pair(
                relief(flow, opening, months).ok().map(|relief| relief.fte),
                (per_fte > 0.0).then(|| grown * per_case / per_fte),
            ),
            scattered_days: scattered.map(days),
            causes: Vec::new(),
        };
        found.causes = self.causes(&groups, &found, opening);
        Some(found)
    }

    fn causes(&self, groups: &[(&UnitId, &Group)], found: &CrossCheck, opening: f64) -> Vec<Cause> {
        let working: Vec<&Group> =
            groups.iter().map(|(_, group)| *group).filter(|group| group.visits > 0.0).collect();
        let any = |what: fn(&Group) -> bool| working.iter().any(|group| what(group));
        let (formula, simulation) =
            (found.effective.formula.unwrap_or_default(), found.effective.simulation.unwrap_or_default());
        let squared = Group::together(&working).squared_cv();
        let told = [
            (any(|group| !group.can_work()), Cause::NoPost),
            (
                working.iter().any(|group| group.can_work() && group.wait(self.year_minutes).is_none()),
                Cause::Overload,
            ),
            (
                opening >= 1.0 && opening > 2.0 * found.waiting.formula.unwrap_or_default(),
                Cause::Backlog(opening),
            ),
            ((simulation - formula).abs() > NOTABLE * formula, Cause::Capacity),
            (working.len() > 1, Cause::Queues(u32::try_from(working.len()).unwrap_or(u32::MAX))),
            (any(|group| group.has_priorities), Cause::Priority),
            (self.present < 1.0, Cause::Absence),
            ((squared - 1.0).abs() > 2.0 * NOTABLE, Cause::Scatter(libm::sqrt(squared))),
            (any(|group| group.demand_moves), Cause::Demand),
            (any(|group| group.waits_outside), Cause::Outside),
        ];
        told.into_iter().filter_map(|(holds, cause)| holds.then_some(cause)).collect()
    }

    /// What the simulation says of some units together.
    fn played(&self, groups: &[(&UnitId, &Group)]) -> Played {
        let years = f64::from(self.forecast.horizon_days.max(1)) / YEAR;
        let (mut sum, mut waits, mut visits, mut leads) = (Played::default(), 0.0, 0.0, 0.0);
        for (unit, group) in groups {
            let Some(series) = self.forecast.units.get(unit) else { continue };
            let total = &series.total;
            let arrived = total.arrivals.mean / years;
            let growth = if group.cases > 0.0 { arrived / group.cases } else { 1.0 };
            let effective = total.effective_fte.mean * self.usable;
            sum.need += group.need + group.case_need * (growth - 1.0);
            sum.effective += effective;
            sum.busy += total.utilisation.mean * effective;
            sum.open += total.open.mean;
            sum.completions += total.completions.mean;
            leads += total.lead_days.mean * total.completions.mean;
            if total.completions.mean > 0.0 {
                waits += total.wait_minutes.mean * group.visits;
                visits += group.visits;
            }
            if let Some(standing) = self.forecast.standing.units.get(unit) {
                sum.waiting += standing.with_us.mean;
                sum.standing += standing.each().into_iter().map(|place| place.mean).sum::<f64>();
            }
        }
        sum.wait = (visits > 0.0).then(|| waits / visits);
        sum.lead = (sum.completions > 0.0).then(|| leads / sum.completions);
        sum
    }
}

/// Means of the simulation.
#[derive(Debug, Clone, Copy, Default)]
struct Played {
    need: f64,
    effective: f64,
    /// Effective full-time equivalents at work.
    busy: f64,
    /// Minutes of the window.
    wait: Option<f64>,
    waiting: f64,
    /// Open cases in the mean of the days.
    standing: f64,
    completions: f64,
    lead: Option<f64>,
    open: f64,
}

const fn pair(formula: Option<f64>, simulation: Option<f64>) -> Pair {
    Pair { formula, simulation }
}

#[cfg(test)]
mod tests;
