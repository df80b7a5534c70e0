//! The assumptions that can be edited: their values, ranges and sources, and the change that an edit is.

use crate::plan::{
    Action, Assumptions as GeneralAssumptions, AssumptionsPatch, CaseType, CaseTypeId, CaseTypePatch, Delay,
    DemandEvent, FailureDemand, Minutes, Onboarding, OnboardingPatch, Opening, Plan, Population,
    PopulationId, PopulationPatch, Provenance, Share, Step, UnitId,
};
use chrono::{Datelike, NaiveDate};

/// An assumption that can be edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assumption {
    /// Working days of a year on which a post is absent.
    Absence,
    /// Share of the holders who leave within a year.
    Turnover,
    /// Days from vacancy to the successor's first day, in the mean.
    Recruitment,
    /// Allowance time as a share of the working time.
    Allowance,
    /// Form of the onboarding curve.
    OnboardingForm,
    /// Months until a newcomer has learnt all.
    OnboardingMonths,
    /// Share of the proficiency that a move to unknown case types keeps.
    Transfer,
    /// Share of a post that a newcomer takes from the experienced, from a point of the curve on.
    Mentor(usize),
    /// Most who learn in a unit at one time; 0 is no limit.
    AtOnce,
    /// Months in the job from which a newcomer decides.
    DecidesAfter,
    /// Share of the last visit that the decision takes, where another post has prepared the case.
    Decision,
    /// Whether cases of one rank go by the day on which they are due.
    DueFirst,
    /// Days that make up for a rank; 0 is none.
    Ageing,
    /// Whether waiting itself makes work.
    FailureDemand,
    /// Enquiries that a waiting case causes in a month.
    Enquiries,
    /// Share of the late renewals that need an interim certificate.
    Certificates,
    /// Share of the cases older than three months that lead to a suit.
    Suits,
    /// Cases of a year.
    Demand(CaseTypeId),
    /// Minutes of a case, expected over its steps.
    MinutesPerCase(CaseTypeId),
    /// Growth of the cases within a year.
    Growth(CaseTypeId),
    /// Variance over mean of the daily number of cases.
    Dispersion(CaseTypeId),
    /// Who goes first: the smaller one.
    Priority(CaseTypeId),
    /// Days that a case waits outside after a step, in the mean.
    Wait(CaseTypeId, usize),
    /// Share of the completed cases that a follow-up arises from.
    FollowUp(CaseTypeId, usize),
    /// Cases that wait on the first day.
    Waiting(CaseTypeId),
    /// Days that the oldest of them is old.
    OldestWaiting(CaseTypeId),
    /// Whether a dated change of the demand counts.
    Event(CaseTypeId, usize),
    /// Its factor in full effect.
    EventFactor(CaseTypeId, usize),
    /// Its first day.
    EventDate(CaseTypeId, usize),
    /// Persons who join in a year.
    Inflow(PopulationId),
    /// Days that they stay, in the mean.
    Stay(PopulationId),
    /// Places.
    Places(PopulationId),
}

/// What stands together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Group {
    /// The plan's own assumptions.
    General,
    /// Dated changes of the demand.
    Events,
    /// What a unit does.
    Unit(UnitId),
    /// How its cases grow, vary, wait outside and come back, who goes first, and what waits on the first day.
    Finer(UnitId),
}

/// How a figure is entered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Entry {
    /// A number between two bounds, both included, with so many decimals.
    Number(f64, f64, usize),
    /// Yes or no.
    Switch,
    /// One of the forms of the onboarding curve.
    Form,
    /// A day; as a number those since the beginning of the common era.
    Date,
}

impl Entry {
    /// The bounds of a day, as the plan format has them.
    pub const DATES: [Option<NaiveDate>; 2] =
        [NaiveDate::from_ymd_opt(1900, 1, 1), NaiveDate::from_ymd_opt(2200, 12, 31)];

    /// Whether a day lies within them.
    pub fn has(day: NaiveDate) -> bool {
        let [least, most] = Self::DATES;
        Some(day) >= least && Some(day) <= most
    }
}

/// A day as the number that [`Entry::Date`] stands for.
pub fn number_of(day: NaiveDate) -> f64 {
    f64::from(day.num_days_from_ce())
}

/// The day that a number stands for; none beyond what a calendar can hold.
pub fn day_of(number: f64) -> Option<NaiveDate> {
    // The cast saturates.
    NaiveDate::from_num_days_from_ce_opt(number as i32)
}

/// Forms of the onboarding curve, by their number in the list.
const LINEAR: f64 = 1.0;
const EXPONENTIAL: f64 = 2.0;

impl Assumption {
    /// All assumptions of a plan, in the order in which they are shown.
    #[must_use]
    pub fn of(plan: &Plan) -> Vec<(Group, Vec<Self>)> {
        let mut general = vec![
            Self::Absence,
            Self::Turnover,
            Self::Recruitment,
            Self::OnboardingForm,
            Self::OnboardingMonths,
        ];
        let mentor = &plan.assumptions.onboarding.mentor;
        // A last point of nothing only says when it ends.
        let ends = mentor.last().is_some_and(|point| point.1 == Share::ZERO && mentor.len() > 1);
        general.extend((0..mentor.len() - usize::from(ends)).map(Self::Mentor));
        general.extend([
            Self::AtOnce,
            Self::DecidesAfter,
            Self::Transfer,
            Self::Allowance,
            Self::Decision,
            Self::DueFirst,
            Self::Ageing,
            Self::FailureDemand,
            Self::Enquiries,
            Self::Certificates,
            Self::Suits,
        ]);
        let events = plan.case_types.iter().flat_map(|of| {
            let all = |place| {
                let id = || of.id.clone();
                [Self::Event(id(), place), Self::EventFactor(id(), place), Self::EventDate(id(), place)]
            };
            (0..of.demand.events.len()).flat_map(all).collect::<Vec<_>>()
        });
        let mut groups = vec![(Group::General, general), (Group::Events, events.collect())];
        for unit in &plan.units {
            let cases = plan.case_types.iter().filter(|of| of.unit == unit.id);
            let cases =
                cases.flat_map(|of| [Self::Demand(of.id.clone()), Self::MinutesPerCase(of.id.clone())]);
            let people = plan.populations.iter().filter(|of| of.unit == unit.id).flat_map(|of| {
                [Self::Inflow(of.id.clone()), Self::Stay(of.id.clone()), Self::Places(of.id.clone())]
            });
            groups.push((Group::Unit(unit.id.clone()), cases.chain(people).collect()));
            let finer = plan.case_types.iter().filter(|of| of.unit == unit.id).flat_map(Self::finer);
            groups.push((Group::Finer(unit.id.clone()), finer.collect()));
        }
        groups.retain(|(_, members)| !members.is_empty());
        groups
    }

    /// How the cases of a type grow, vary, wait outside and come back, who goes first, and what waits on the first day.
    fn finer(of: &CaseType) -> Vec<Self> {
        let mut finer = vec![Self::Growth(of.id.clone()), Self::Dispersion(of.id.clone())];
        let waits = of.steps.iter().enumerate().filter(|(_, step)| step.then_days.is_some());
        finer.extend(waits.map(|(place, _)| Self::Wait(of.id.clone(), place)));
        finer.extend((0..of.follow_ups.len()).map(|place| Self::FollowUp(of.id.clone(), place)));
        finer.push(Self::Priority(of.id.clone()));
        finer.extend([Self::Waiting(of.id.clone()), Self::OldestWaiting(of.id.clone())]);
        finer
    }

    /// Whether it is a whole number: a place in an order or a limit, not a figure that is shown rounded.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        matches!(self, Self::Priority(_) | Self::AtOnce)
    }

    /// How it is entered; shares are entered in per cent.
    #[must_use]
    pub const fn entry(&self) -> Entry {
        match self {
            Self::Absence => Entry::Number(0.0, 200.0, 1),
            Self::Turnover => Entry::Number(0.0, 90.0, 1),
            Self::Recruitment => Entry::Number(1.0, 1000.0, 0),
            Self::Allowance => Entry::Number(0.0, 50.0, 1),
            Self::OnboardingMonths => Entry::Number(1.0, 120.0, 0),
            Self::Transfer | Self::Decision => Entry::Number(0.0, 100.0, 0),
            Self::AtOnce => Entry::Number(0.0, Onboarding::MOST_AT_ONCE as f64, 0),
            Self::DecidesAfter => Entry::Number(0.0, 120.0, 1),
            Self::Ageing => Entry::Number(0.0, GeneralAssumptions::MOST_AGEING_DAYS, 0),
            Self::Mentor(_) | Self::Certificates | Self::Suits | Self::FollowUp(..) => {
                Entry::Number(0.0, 100.0, 1)
            }
            Self::Enquiries => Entry::Number(0.0, 100.0, 2),
            Self::Growth(_) => Entry::Number(-90.0, 200.0, 1),
            Self::Dispersion(_) => Entry::Number(1.0, 100.0, 1),
            Self::Wait(..) | Self::OldestWaiting(_) => Entry::Number(0.0, 3650.0, 0),
            Self::Priority(_) => Entry::Number(0.0, u8::MAX as f64, 0),
            Self::EventFactor(..) => Entry::Number(0.0, DemandEvent::MAX_FACTOR, 2),
            Self::EventDate(..) => Entry::Date,
            Self::Demand(_) | Self::Inflow(_) | Self::Waiting(_) => Entry::Number(0.0, 1_000_000.0, 0),
            Self::MinutesPerCase(_) => Entry::Number(0.1, 10_000.0, 1),
            Self::Stay(_) => Entry::Number(1.0, 20_000.0, 0),
            Self::Places(_) => Entry::Number(0.0, 1_000_000.0, 0),
            Self::OnboardingForm => Entry::Form,
            Self::DueFirst | Self::FailureDemand | Self::Event(..) => Entry::Switch,
        }
    }

    /// Its value in a plan; none where the plan does not have it.
    #[must_use]
    pub fn value(&self, plan: &Plan) -> Option<f64> {
        let general = &plan.assumptions;
        Some(match self {
            Self::Absence => general.absence_days_per_year,
            Self::Turnover => general.turnover_per_year.as_f64() * 100.0,
            Self::Recruitment => general.recruitment_days.mean,
            Self::Allowance => general.allowance.as_f64() * 100.0,
            Self::OnboardingForm => form(&general.onboarding),
            Self::OnboardingMonths => months(&general.onboarding),
            Self::Transfer => general.onboarding.transfer.as_f64() * 100.0,
            Self::AtOnce => general.onboarding.at_once.into(),
            Self::DecidesAfter => general.onboarding.decides_after,
            Self::Decision => general.decision_share.as_f64() * 100.0,
            Self::Mentor(place) => general.onboarding.mentor.get(*place)?.1.as_f64() * 100.0,
            Self::DueFirst => f64::from(u8::from(general.due_first)),
            Self::Ageing => general.ageing_days,
            Self::FailureDemand => f64::from(u8::from(general.failure_demand.enabled)),
            Self::Enquiries => general.failure_demand.enquiries_per_waiting_case_month,
            Self::Certificates => general.failure_demand.certificate_share * 100.0,
            Self::Suits => general.failure_demand.suit_share * 100.0,
            Self::Demand(id) => plan.case_type(id)?.demand.per_year,
            Self::MinutesPerCase(id) => plan.case_type(id)?.minutes_per_case(),
            Self::Growth(id) => plan.case_type(id)?.demand.growth * 100.0,
            Self::Dispersion(id) => plan.case_type(id)?.demand.dispersion,
            Self::Priority(id) => f64::from(plan.case_type(id)?.priority),
            Self::Wait(id, place) => plan.case_type(id)?.steps.get(*place)?.then_days?.mean,
            Self::FollowUp(id, place) => plan.case_type(id)?.follow_ups.get(*place)?.share.as_f64() * 100.0,
            Self::Waiting(id) => plan.case_type(id)?.opening.waiting as f64,
            Self::OldestWaiting(id) => f64::from(plan.case_type(id)?.opening.oldest_days),
            Self::Event(id, place) => f64::from(u8::from(event(plan, id, *place)?.enabled)),
            Self::EventFactor(id, place) => event(plan, id, *place)?.factor,
            Self::EventDate(id, place) => number_of(event(plan, id, *place)?.from),
            Self::Inflow(id) => population(plan, id)?.inflow_per_year,
            Self::Stay(id) => population(plan, id)?.mean_stay_days,
            Self::Places(id) => population(plan, id)?.places? as f64,
        })
    }

    /// Where its value comes from.
    #[must_use]
    pub fn source(&self, plan: &Plan) -> (Provenance, Option<String>) {
        let name = match self {
            Self::Absence => "absence_days_per_year",
            Self::Turnover => "turnover_per_year",
            Self::Recruitment => "recruitment_days",
            Self::Allowance => "allowance",
            Self::Decision => "decision_share",
            Self::DueFirst => "due_first",
            Self::Ageing => "ageing_days",
            // Not of the curve, whose source says nothing of them.
            Self::AtOnce => "at_once",
            Self::DecidesAfter => "decides_after",
            Self::OnboardingForm | Self::OnboardingMonths | Self::Transfer | Self::Mentor(_) => "onboarding",
            Self::FailureDemand | Self::Enquiries | Self::Certificates | Self::Suits => "failure_demand",
            Self::Inflow(id) | Self::Stay(id) | Self::Places(id) => {
                let of = population(plan, id);
                return of.map_or((Provenance::Assumption, None), |of| (of.provenance, of.note.clone()));
            }
            _ => {
                let of = self.case_type().and_then(|id| plan.case_type(id));
                return of.map_or((Provenance::Assumption, None), |of| (of.provenance, of.note.clone()));
            }
        };
        (Provenance::Assumption, plan.assumptions.sources.get(name).cloned())
    }

    /// The action that gives it another value; none where the plan does not have it or the value cannot be.
    #[must_use]
    pub fn action(&self, plan: &Plan, value: f64) -> Option<Action> {
        let general = |patch: AssumptionsPatch| Some(Action::SetAssumptions(Box::new(patch)));
        let nothing = AssumptionsPatch::default();
        let share = || Share::parse(value / 100.0).ok();
        match self {
            Self::Absence => general(AssumptionsPatch { absence_days_per_year: Some(value), ..nothing }),
            Self::Turnover => general(AssumptionsPatch { turnover_per_year: Some(share()?), ..nothing }),
            Self::Allowance => general(AssumptionsPatch { allowance: Some(share()?), ..nothing }),
            Self::Decision => general(AssumptionsPatch { decision_share: Some(share()?), ..nothing }),
            Self::DueFirst => general(AssumptionsPatch { due_first: Some(value > 0.0), ..nothing }),
            Self::Ageing => general(AssumptionsPatch { ageing_days: Some(value), ..nothing }),
            Self::Recruitment => {
                let delay = Delay { mean: value, ..plan.assumptions.recruitment_days };
                general(AssumptionsPatch { recruitment_days: Some(delay), ..nothing })
            }
            Self::OnboardingForm
            | Self::OnboardingMonths
            | Self::Transfer
            | Self::Mentor(_)
            | Self::AtOnce
            | Self::DecidesAfter => {
                let onboarding = Some(self.of_onboarding(&plan.assumptions.onboarding, value)?);
                general(AssumptionsPatch { onboarding, ..nothing })
            }
            Self::FailureDemand | Self::Enquiries | Self::Certificates | Self::Suits => {
                let failure_demand = Some(self.of_failure_demand(&plan.assumptions.failure_demand, value));
                general(AssumptionsPatch { failure_demand, ..nothing })
            }
            Self::Inflow(id) | Self::Stay(id) | Self::Places(id) => {
                self.of_population(population(plan, id)?, value)
            }
            _ => self.of_case_type(plan.case_type(self.case_type()?)?, value),
        }
    }

    /// The case type that it is about.
    const fn case_type(&self) -> Option<&CaseTypeId> {
        match self {
            Self::Demand(id)
            | Self::MinutesPerCase(id)
            | Self::Growth(id)
            | Self::Dispersion(id)
            | Self::Priority(id)
            | Self::Wait(id, _)
            | Self::FollowUp(id, _)
            | Self::Waiting(id)
            | Self::OldestWaiting(id)
            | Self::Event(id, _)
            | Self::EventFactor(id, _)
            | Self::EventDate(id, _) => Some(id),
            _ => None,
        }
    }

    fn of_onboarding(&self, of: &Onboarding, value: f64) -> Option<OnboardingPatch> {
        let share = || Share::parse(value / 100.0).ok();
        let mut patch = OnboardingPatch::default();
        match self {
            Self::OnboardingForm | Self::OnboardingMonths => {
                let is_form = matches!(self, Self::OnboardingForm);
                let (form, months) = if is_form { (value, months(of)) } else { (form(of), value) };
                patch.curve = Some(curve(of, form, months));
                (patch.mentor, patch.transfer) = (Some(of.mentor.clone()), Some(of.transfer));
            }
            Self::Mentor(place) => {
                let mut mentor = of.mentor.clone();
                mentor.get_mut(*place)?.1 = share()?;
                patch.mentor = Some(mentor);
            }
            // Whole and between the bounds of its entry, hence exact.
            Self::AtOnce => patch.at_once = Some(value as u32),
            Self::DecidesAfter => patch.decides_after = Some(value),
            _ => patch.transfer = Some(share()?),
        }
        Some(patch)
    }

    fn of_failure_demand(&self, of: &FailureDemand, value: f64) -> FailureDemand {
        let mut failure = of.clone();
        match self {
            Self::Enquiries => failure.enquiries_per_waiting_case_month = value,
            Self::Certificates => failure.certificate_share = value / 100.0,
            Self::Suits => failure.suit_share = value / 100.0,
            _ => failure.enabled = value > 0.0,
        }
        failure
    }

    fn of_case_type(&self, of: &CaseType, value: f64) -> Option<Action> {
        let mut patch = CaseTypePatch::new(of.id.clone());
        let mut demand = of.demand.clone();
        match self {
            Self::Demand(_) => demand.per_year = value,
            Self::Growth(_) => demand.growth = value / 100.0,
            Self::Dispersion(_) => demand.dispersion = value,
            Self::Priority(_) => {
                // Within the bounds of its entry and whole, hence exact.
                patch.priority = Some(value as u8);
                return Some(Action::SetCaseType(patch));
            }
            Self::Event(_, place) => demand.events.get_mut(*place)?.enabled = value > 0.0,
            Self::EventFactor(_, place) => demand.events.get_mut(*place)?.factor = value,
            Self::EventDate(_, place) => demand.events.get_mut(*place)?.from = day_of(value)?,
            Self::FollowUp(_, place) => {
                let mut follow_ups = of.follow_ups.clone();
                follow_ups.get_mut(*place)?.share = Share::parse(value / 100.0).ok()?;
                patch.follow_ups = Some(follow_ups);
                return Some(Action::SetCaseType(patch));
            }
            // Between the bounds of their entries, hence exact.
            Self::Waiting(_) => {
                patch.opening = Some(Opening { waiting: value as u64, ..of.opening.clone() });
                return Some(Action::SetCaseType(patch));
            }
            Self::OldestWaiting(_) => {
                patch.opening = Some(Opening { oldest_days: value as u32, ..of.opening.clone() });
                return Some(Action::SetCaseType(patch));
            }
            _ => {
                patch.steps = Some(self.of_steps(of, value)?);
                return Some(Action::SetCaseType(patch));
            }
        }
        patch.demand = Some(demand);
        Some(Action::SetCaseType(patch))
    }

    fn of_steps(&self, of: &CaseType, value: f64) -> Option<Vec<Step>> {
        let mut steps = of.steps.clone();
        if let Self::Wait(_, place) = self {
            steps.get_mut(*place)?.then_days.as_mut()?.mean = value;
            return Some(steps);
        }
        let factor = value / of.minutes_per_case();
        for step in &mut steps {
            step.minutes = Minutes::parse(step.minutes.as_f64() * factor).ok()?;
        }
        Some(steps)
    }

    fn of_population(&self, of: &Population, value: f64) -> Option<Action> {
        let mut patch = PopulationPatch::new(of.id.clone());
        match self {
            Self::Inflow(_) => patch.inflow_per_year = Some(value),
            Self::Stay(_) => patch.mean_stay_days = Some(value),
            // Between the bounds of its entry, hence exact.
            _ => patch.places = Some(Some(value as u64)),
        }
        Some(Action::SetPopulation(patch))
    }
}

fn population<'a>(plan: &'a Plan, id: &PopulationId) -> Option<&'a Population> {
    plan.populations.iter().find(|population| population.id == *id)
}

fn event<'a>(plan: &'a Plan, id: &CaseTypeId, place: usize) -> Option<&'a DemandEvent> {
    plan.case_type(id)?.demand.events.get(place)
}

fn months(onboarding: &Onboarding) -> f64 {
    onboarding.curve.last().map_or(0.0, |point| point.0)
}

fn start(onboarding: &Onboarding) -> Share {
    onboarding.curve.first().map_or(Share::ONE, |point| point.1)
}

/// Which form a curve has; one that is neither linear nor exponential counts as steps.
fn form(onboarding: &Onboarding) -> f64 {
    let (start, duration) = (start(onboarding), months(onboarding));
    if onboarding.curve == Onboarding::linear(start, duration) {
        LINEAR
    } else if onboarding.curve == Onboarding::exponential(start, duration - 1.0) {
        EXPONENTIAL
    } else {
        0.0
    }
}

/// A curve of a form and a duration that begins where the present one begins.
fn curve(onboarding: &Onboarding, wanted: f64, duration: f64) -> Vec<(f64, Share)> {
    let start = start(onboarding);
    if wanted == LINEAR {
        return Onboarding::linear(start, duration);
    }
    if wanted == EXPONENTIAL {
        return Onboarding::exponential(start, duration - 1.0);
    }
    let steps = if form(onboarding) == 0.0 { onboarding.curve.clone() } else { Onboarding::stepwise() };
    let last = steps.last().map_or(1.0, |point| point.0).max(1e-9);
    steps.into_iter().map(|(month, share)| (month * duration / last, share)).collect()
}

#[cfg(test)]
mod tests;
