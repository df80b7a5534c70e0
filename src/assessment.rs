//! Staffing assessment (Stellenbemessung): how many posts the work needs, with the derivation of every figure.
//!
//! [`assess`] turns a plan and a [`Request`] into an [`Assessment`]. Nothing is rounded inside; the proposal for the
//! establishment plan ([`proposal`]) is a separate, visible step. [`loads`] and [`effect_of`] are the fast path that
//! runs while a post is being dragged: the same figures without their derivations.
//!
//! A post counts by what it is there for: a post without casework leads, a task force post helps for a time, every
//! other one is regular. The load of a unit is its permanent need over its regular posts, whole posts and not their
//! casework, because base load is part of the need. With the cases expected in the twelve months from a day on this is
//! „Auslastung“ wherever it is shown ([`loads`], [`Level`]); of a past year it bears another name ([`load_name`]).

mod checks;
mod cost;
mod derivation;
mod effect;
mod error;
mod estimate;
mod expected;
mod explain;
mod figures;
mod formulas;
mod level;
mod parameters;
mod queue;
mod rounding;
mod staircase;
mod words;

pub use crate::plan::Workplace;
pub use checks::{Check, checks};
pub use cost::{
    PersonnelCost, hourly_cost, personnel_cost, personnel_cost_by_unit, personnel_cost_from_hourly,
    workplace_cost, yearly_cost,
};
pub use derivation::{Derivation, Input, Origin};
pub use effect::{Effect, Load, effect_of, loads};
pub use error::AssessmentError;
pub use estimate::Estimate;
pub use expected::MAX_YEARS_AHEAD;
pub use figures::{Figures, Posts};
pub use formulas::{
    LEADERSHIP_SHARE, backlog, base_load, estimate, key, leadership, part_time, split_by_group, workplace,
};
pub use level::Level;
pub use parameters::{ParameterSet, ParameterSetId, Parameters, without_allowance};
pub use queue::{Queue, mean_stay};
pub use rounding::{Proposal, Rounding, RoundingStep, proposal};
pub use staircase::{
    Reductions, Staircase, StepPosts, present_part, reductions, staircases, step_posts, usable_part,
};
pub use words::{load_name, load_sentence};

use crate::plan::{CaseTypeId, FixedTaskId, Method, Plan, PopulationId, Provenance, StaffGroup, UnitId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Whose cases count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// The cases counted in a past year; posts as on the first day of the plan.
    Year(u16),
    /// The cases expected in the twelve months from this day on, with growth, season, events and follow-ups; posts as
    /// on this day.
    On(NaiveDate),
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Whose cases count.
    pub period: Period,
    /// Method; the plan's where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// Dated parameter set; the plan's own yearly minutes where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameters: Option<ParameterSetId>,
    /// By whose yearly minutes the need is divided.
    #[serde(default)]
    pub staff_group: StaffGroup,
    /// Years in which the open cases are to be worked off; above 0.
    #[serde(default = "two_years")]
    pub backlog_years: f64,
}

fn two_years() -> f64 {
    2.0
}

impl Request {
    /// The plan's own method and minutes, employees, backlog worked off in two years.
    #[must_use]
    pub fn new(period: Period) -> Self {
        Self {
            period,
            method: None,
            parameters: None,
            staff_group: StaffGroup::Employee,
            backlog_years: two_years(),
        }
    }

    /// The cases of a past year.
    #[must_use]
    pub fn year(year: u16) -> Self {
        Self::new(Period::Year(year))
    }

    /// The cases expected from a day on.
    #[must_use]
    pub fn on(date: NaiveDate) -> Self {
        Self::new(Period::On(date))
    }
}

/// What an item of the need comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// Cases times minutes.
    CaseType(CaseTypeId),
    /// Persons over a care ratio (Schlüssel).
    Population(PopulationId),
    /// Base load (Grundlast).
    FixedTask(FixedTaskId),
}

/// Open cases on the first day: a need for a time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Backlog {
    /// Open cases.
    pub cases: u64,
    /// Their handling time in minutes.
    pub minutes: f64,
    /// Full-time equivalents for the years of [`Request::backlog_years`].
    pub need: f64,
    /// Where the figure comes from.
    pub derivation: Derivation,
}

/// One row of the need of a unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// What it comes from.
    pub kind: ItemKind,
    /// Name.
    pub name: String,
    /// Cases or persons in the period; 1 for base load.
    pub quantity: f64,
    /// Minutes for one case; none for persons and base load.
    pub minutes_per_case: Option<f64>,
    /// Minutes in the period; for persons and base load what the need stands for.
    pub minutes: f64,
    /// Full-time equivalents.
    pub need: f64,
    /// Open cases, where there are any.
    pub backlog: Option<Backlog>,
    /// Provenance of the figures.
    pub provenance: Provenance,
    /// Remark, and the reason of an assumption.
    pub note: Option<String>,
    /// Where the need comes from.
    pub derivation: Derivation,
}

/// One unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnitAssessment {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// The unit alone.
    pub own: Figures,
    /// With all units below.
    pub total: Figures,
    /// The rows of its own need: case types, persons, base load, each in the order of the plan.
    pub items: Vec<Item>,
    /// How its own need adds up.
    pub need: Derivation,
    /// How the load follows, with the units below; none without regular posts.
    pub load: Option<Derivation>,
    /// How the need for leading follows, with the units below.
    pub leadership: Derivation,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// Name of the plan.
    pub plan: String,
    /// Whose cases count.
    pub period: Period,
    /// Day whose posts count.
    pub posts_on: NaiveDate,
    /// Method, yearly minutes and surcharges.
    pub parameters: Parameters,
    /// Where the minutes that one full-time equivalent handles in a year come from.
    pub net_minutes: Derivation,
    /// By unit, in the order of the plan.
    pub units: Vec<UnitAssessment>,
    /// The whole organisation.
    pub total: Figures,
    /// Case types without a count of the year: they are missing from the need, which is not the same as no cases.
    pub missing: Vec<CaseTypeId>,
    /// Share of a full-time post that leading takes for each head.
    pub leadership_share: f64,
    /// Where that comes from.
    pub leadership_source: String,
}

impl Assessment {
    /// The figures of a unit. Linear in the number of units.
    #[must_use]
    pub fn unit(&self, id: &UnitId) -> Option<&UnitAssessment> {
        self.units.iter().find(|unit| unit.unit == *id)
    }
}

/// Computes the posts needed.
///
/// # Errors
/// [`AssessmentError`] when the plan holds no counts of the year, the day lies before the plan or too far ahead, or
/// the parameters leave no working time.
pub fn assess(plan: &Plan, request: &Request) -> Result<Assessment, AssessmentError> {
    let raw = figures::compute(plan, request)?;
    Ok(explain::explain(plan, request, &raw))
}
