//! What a simulation answers: figures per case type and unit, for the whole horizon and per month.

use super::standing::Standings;
use crate::plan::{CaseTypeId, PopulationId, UnitId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A figure over the replications.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Summary {
    /// Mean over the replications.
    pub mean: f64,
    /// Half width of the 95 % interval of the mean (Student's t); 0 for one replication.
    pub half_width: f64,
    /// One replication in ten lies below.
    pub p10: f64,
    /// Median of the replications.
    pub p50: f64,
    /// One replication in ten lies above.
    pub p90: f64,
}

/// The figures of a case type or a unit; `T` is one value, a [`Summary`], or a list of either by month.
///
/// Means over no case at all (no completion in the month) are `None` inside a replication and are left out of the
/// summary; a summary over nothing is all zero.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Figures<T> {
    /// Cases that arose in the period, follow-ups included.
    pub arrivals: T,
    /// Cases completed in the period.
    pub completions: T,
    /// Cases not completed at the end of the period, external waits included.
    pub open: T,
    /// Of these, the cases in an external wait.
    pub external: T,
    /// Of the open ones, those that arrived more than 90 days before the end of the period (§ 75 VwGO).
    pub over_three_months: T,
    /// Busy window time over available window time of the posts, 0 to 1; for a case type its share of the busy time.
    pub utilisation: T,
    /// Mean speed of the posts over the working days, in full-time equivalents (absence, onboarding and casework
    /// taken off, allowance not); for a case type the part that its handling took.
    pub effective_fte: T,
    /// Working minutes from being ready to the start of handling, mean over the visits that started in the period.
    pub wait_minutes: T,
    /// Median of the same.
    pub wait_minutes_p50: T,
    /// The value that nine visits in ten stay under.
    pub wait_minutes_p90: T,
    /// Calendar days from arrival to completion, mean over the completions of the period.
    pub lead_days: T,
    /// Median of the same.
    pub lead_days_p50: T,
    /// The value that nine completions in ten stay under.
    pub lead_days_p90: T,
    /// Share of the completions of the period that met the target.
    pub within_target: T,
}

/// A population (people housed) over the horizon.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PopulationFigures<T> {
    /// Persons at the end of the period.
    pub persons: T,
    /// Persons over places; 0 without places.
    pub occupancy: T,
    /// Persons for one effective full-time equivalent of the unit; 0 without any.
    pub persons_per_fte: T,
}

/// Whole horizon and months of one case type or unit.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Series<F, M> {
    /// The whole horizon (after the warm-up).
    pub total: F,
    /// Month by month; the last one may be cut by the horizon.
    pub months: M,
}

/// The figures of one case type, unit or the whole organisation.
pub type FigureSeries = Series<Figures<Summary>, Figures<Vec<Summary>>>;

/// The figures of one population.
pub type PopulationSeries = Series<PopulationFigures<Summary>, PopulationFigures<Vec<Summary>>>;

/// The answer of a simulation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// Name of the plan.
    pub plan: String,
    /// Seed of all streams.
    pub seed: u64,
    /// Replications behind the figures.
    pub replications: u32,
    /// Days simulated.
    pub horizon_days: u32,
    /// First day.
    pub start: NaiveDate,
    /// First day of each month of the horizon (the first may be later in its month).
    pub months: Vec<NaiveDate>,
    /// By case type.
    pub case_types: BTreeMap<CaseTypeId, FigureSeries>,
    /// By unit: its own case types and posts, without the units below.
    pub units: BTreeMap<UnitId, FigureSeries>,
    /// The whole organisation.
    pub department: FigureSeries,
    /// By population.
    pub populations: BTreeMap<PopulationId, PopulationSeries>,
    /// Whose turn it is: open cases in the mean of the horizon.
    pub standing: Standings,
    /// What the user has to know (posts that serve nothing, units without an experienced colleague, load above 1).
    pub warnings: Vec<String>,
}

/// Scenario against baseline: both forecasts and their paired differences (scenario − baseline) per replication.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Without the changes.
    pub baseline: Forecast,
    /// With the changes.
    pub scenario: Forecast,
    /// Paired differences.
    pub difference: Forecast,
}

/// What an interval of a difference says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// The whole interval lies below zero.
    Lower,
    /// The whole interval lies above zero.
    Higher,
    /// The interval holds zero.
    NoClearDifference,
}

impl Direction {
    /// The word for style sheets and tests of a difference in something of which less is better; none where it is not clear.
    #[must_use]
    pub const fn key(self) -> Option<&'static str> {
        match self {
            Self::Lower => Some("better"),
            Self::Higher => Some("worse"),
            Self::NoClearDifference => None,
        }
    }
}

impl Summary {
    /// Reads this summary as a paired difference.
    #[must_use]
    pub fn direction(&self) -> Direction {
        if self.mean + self.half_width < 0.0 {
            Direction::Lower
        } else if self.mean - self.half_width > 0.0 {
            Direction::Higher
        } else {
            Direction::NoClearDifference
        }
    }
}

impl<T> Figures<T> {
    /// Names of the figures, in the order of [`Figures::each`].
    pub const NAMES: [&'static str; 14] = [
        "arrivals",
        "completions",
        "open",
        "external",
        "over_three_months",
        "utilisation",
        "effective_fte",
        "wait_minutes",
        "wait_minutes_p50",
        "wait_minutes_p90",
        "lead_days",
        "lead_days_p50",
        "lead_days_p90",
        "within_target",
    ];

    /// All figures, in the order of [`Figures::NAMES`].
    pub const fn each(&self) -> [&T; 14] {
        [
            &self.arrivals,
            &self.completions,
            &self.open,
            &self.external,
            &self.over_three_months,
            &self.utilisation,
            &self.effective_fte,
            &self.wait_minutes,
            &self.wait_minutes_p50,
            &self.wait_minutes_p90,
            &self.lead_days,
            &self.lead_days_p50,
            &self.lead_days_p90,
            &self.within_target,
        ]
    }

    /// The same, to be changed.
    pub const fn each_mut(&mut self) -> [&mut T; 14] {
        [
            &mut self.arrivals,
            &mut self.completions,
            &mut self.open,
            &mut self.external,
            &mut self.over_three_months,
            &mut self.utilisation,
            &mut self.effective_fte,
            &mut self.wait_minutes,
            &mut self.wait_minutes_p50,
            &mut self.wait_minutes_p90,
            &mut self.lead_days,
            &mut self.lead_days_p50,
            &mut self.lead_days_p90,
            &mut self.within_target,
        ]
    }
}

impl<T> PopulationFigures<T> {
    /// All figures.
    pub const fn each(&self) -> [&T; 3] {
        [&self.persons, &self.occupancy, &self.persons_per_fte]
    }

    /// The same, to be changed.
    pub const fn each_mut(&mut self) -> [&mut T; 3] {
        [&mut self.persons, &mut self.occupancy, &mut self.persons_per_fte]
    }
}
