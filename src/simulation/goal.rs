//! What a scenario is to reach, on service, posts and money at once: „Einbürgerung: höchstens 5 % der offenen Fälle älter als
//! drei Monate am 31.12.2026“, „höchstens 41 VZÄ“, „höchstens 3,2 Mio. Euro“; and whether it does.
//!
//! Posts and cost follow from the plan and its changes and are certain; service is simulated and has an interval.

mod read;
mod runs;
#[cfg(test)]
mod tests;
mod words;

pub use runs::runs_for_goals;

use super::{Summariser, Target, TargetError, TargetMeasure, UnitOutcome, Verdict};
use crate::assessment::personnel_cost;
use crate::plan::{Change, Fte, Plan, Post, UnitId};
use chrono::NaiveDate;
use serde::Serialize;

/// Most goals of a scenario.
pub const MAX_GOALS: usize = 12;

/// A bound that a scenario is to keep.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// A figure of a unit, on a day or over the time up to it.
    Service {
        /// In which unit.
        unit: UnitId,
        /// Which figure.
        measure: TargetMeasure,
        /// Largest value that meets it.
        at_most: f64,
        /// On which day; within a month the end of the month before it.
        on: NaiveDate,
    },
    /// Full-time equivalents of all posts in units, filled or not.
    Fte {
        /// Most of them.
        at_most: f64,
        /// On which day.
        on: NaiveDate,
    },
    /// Personnel cost of the same posts by the cost of their grades.
    Cost {
        /// Most of it, in euro per year.
        at_most: f64,
        /// On which day.
        on: NaiveDate,
    },
}

/// Why a goal makes no sense for a plan.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum GoalError {
    /// There is no such unit, also not with the changes.
    #[error("Die Einheit „{0}“ gibt es in diesem Szenario nicht; bitte wählen Sie eine andere.")]
    NoUnit(UnitId),
    /// The day lies before the plan begins.
    #[error("Der Tag liegt vor dem Stichtag des Plans; bitte wählen Sie einen späteren.")]
    TooEarly,
    /// The figure could not be simulated.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// The plan knows no cost of any grade.
    #[error(
        "Der Plan nennt keine Kosten je Entgelt- oder Besoldungsgruppe; ein Ziel für Kosten lässt sich daran nicht prüfen."
    )]
    NoCost,
}

/// How a goal stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GoalReading {
    /// The figure.
    pub value: f64,
    /// Half of its 95 % interval; none where it is no estimate.
    pub half_width: Option<f64>,
    /// Posts whose grade has no cost: they are missing from the figure.
    pub without: Fte,
    /// Whether the goal is met.
    pub verdict: Verdict,
}

impl Goal {
    /// On which day.
    #[must_use]
    pub const fn on(&self) -> NaiveDate {
        match self {
            Self::Service { on, .. } | Self::Fte { on, .. } | Self::Cost { on, .. } => *on,
        }
    }

    /// The bound as a number: a figure, full-time equivalents, euro per year.
    #[must_use]
    pub const fn at_most(&self) -> f64 {
        match self {
            Self::Service { at_most, .. } | Self::Fte { at_most, .. } | Self::Cost { at_most, .. } => {
                *at_most
            }
        }
    }

    /// What is simulated for it; none where nothing has to be.
    ///
    /// # Errors
    /// [`TargetError`] where the day or the bound makes no sense for a plan that begins then.
    pub fn target(&self, as_of: NaiveDate) -> Option<Result<Target, TargetError>> {
        match self {
            Self::Service { unit, measure, at_most, on } => {
                Some(Target::new(unit.clone(), *measure, *at_most, *on, as_of))
            }
            Self::Fte { .. } | Self::Cost { .. } => None,
        }
    }

    /// Whether it makes sense for a plan with changes.
    ///
    /// # Errors
    /// [`GoalError`] with the reason.
    pub fn check(&self, plan: &Plan, changes: &[Change]) -> Result<(), GoalError> {
        if self.on() < plan.as_of {
            return Err(GoalError::TooEarly);
        }
        if let Some(target) = self.target(plan.as_of) {
            target?;
        }
        let changed = plan.with_changes(changes).plan;
        match self {
            Self::Service { unit, .. } if changed.unit(unit).is_none() => {
                Err(GoalError::NoUnit(unit.clone()))
            }
            Self::Cost { .. } if changed.assumptions.cost_per_grade.is_empty() => Err(GoalError::NoCost),
            _ => Ok(()),
        }
    }

    /// How it stands by the plan and its changes alone; none where it has to be simulated.
    #[must_use]
    pub fn certain(&self, plan: &Plan, changes: &[Change]) -> Option<GoalReading> {
        let then = || plan.on(self.on(), changes).plan;
        let (value, without) = match self {
            Self::Service { .. } => return None,
            Self::Fte { .. } => (then().posts.iter().map(Post::fte).sum::<Fte>().as_f64(), Fte::default()),
            Self::Cost { .. } => {
                let cost = personnel_cost(&then());
                (cost.cost.as_f64(), cost.without)
            }
        };
        let verdict = match value <= self.at_most() {
            false => Verdict::Missed,
            // What is missing could be more than what is left.
            true if without > Fte::default() => Verdict::Unclear,
            true => Verdict::Met,
        };
        Some(GoalReading { value, half_width: None, without, verdict })
    }

    /// How it stands by what was simulated of its unit; none where there is nothing to say, as with a horizon that ends
    /// before its day, or for a mean also with one that ends after it.
    #[must_use]
    pub fn simulated(
        &self,
        as_of: NaiveDate,
        outcomes: &[UnitOutcome],
        summariser: &mut Summariser,
    ) -> Option<GoalReading> {
        let target = self.target(as_of)?.ok()?;
        let known = outcomes.iter().any(|outcome| target.value(outcome).is_some());
        let reading = target.read(outcomes, summariser);
        known.then_some(GoalReading {
            value: reading.summary.mean,
            half_width: Some(reading.summary.half_width),
            without: Fte::default(),
            verdict: reading.verdict,
        })
    }
}

/// How many goals are met, how many are not for certain, how many are missed.
#[must_use]
pub fn count_verdicts(readings: &[GoalReading]) -> [usize; 3] {
    [Verdict::Met, Verdict::Unclear, Verdict::Missed]
        .map(|verdict| readings.iter().filter(|reading| reading.verdict == verdict).count())
}
