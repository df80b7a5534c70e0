//! Sensitivity: which assumption moves the answer most.
//!
//! [`levers`] says what can be varied and by which changes; the caller runs the replications, wherever it likes, and
//! [`Tornado::of`] puts the answers in order. Nothing here simulates: a lever is two lists of changes to be added to
//! those of the scenario, so every caller that can run changes can run it.
//!
//! ```
//! use stellwerk::format::Language;
//! use stellwerk::plan::{Change, UnitId, builtin};
//! use stellwerk::simulation::{
//!     LeverRuns, Model, Options, Side, Summariser, Target, TargetMeasure, Tornado, UnitOutcome, levers,
//! };
//!
//! let plan = builtin().unwrap();
//! let unit = UnitId::parse("asyl").unwrap();
//! let day = "2024-06-30".parse().unwrap();
//! // A tornado needs a figure and a day; the bound of the target does not matter.
//! let target = Target::new(unit.clone(), TargetMeasure::Open, 0.0, day, plan.as_of).unwrap();
//!
//! // What the caller does in threads or workers: replications of one unit under a list of changes.
//! let options = Options { horizon_days: target.horizon_days(plan.as_of), units: vec![unit.clone()], ..Options::default() };
//! let run = |changes: &[Change]| -> Vec<UnitOutcome> {
//!     let model = Model::new(&plan, changes, &options).unwrap();
//!     (0..4).map(|n| UnitOutcome::from(model.run(n).unwrap().unit(&model, &unit).unwrap())).collect()
//! };
//!
//! let scenario: Vec<Change> = Vec::new();
//! let levers = levers(&plan, &scenario, &unit);
//! let base = target.values(&run(&scenario));
//! let runs: Vec<LeverRuns> = levers
//!     .iter()
//!     .map(|lever| LeverRuns {
//!         low: target.values(&run(&lever.with(&scenario, Side::Low))),
//!         high: target.values(&run(&lever.with(&scenario, Side::High))),
//!     })
//!     .collect();
//! let tornado = Tornado::of(&base, &runs, &mut Summariser::new(4));
//! let first = &tornado.bars[0];
//! println!("{}: {}", levers[first.lever].name(&plan, Language::German), first.swing);
//! # assert_eq!(tornado.bars.len(), levers.len());
//! # assert!(tornado.bars.windows(2).all(|pair| pair[0].swing >= pair[1].swing));
//! ```

mod evidence;
mod levers;
mod patches;
mod reach;
mod words;

pub use evidence::Evidence;

use super::forecast::{Direction, Summary};
use super::summary::Summariser;
use crate::plan::{CaseTypeId, Change, Plan, UnitId};
use serde::Serialize;

/// Which assumption a lever moves.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LeverKind {
    /// Cases waiting on the first day.
    OpeningWaiting,
    /// Holders on the first day whose next case is to come.
    OpeningCirculating,
    /// Factor of the dated events with this label.
    DemandEvent(String),
    /// Share of the capacity that the outages with this label take.
    OutageLost(String),
    /// Days that the outages with this label last.
    OutageDays(String),
    /// Days of absence a year.
    Absence,
    /// Probability that a holder leaves within a year.
    Turnover,
    /// Days from vacancy to successor.
    Recruitment,
    /// Months until a newcomer is fully proficient; the whole curve is stretched.
    Onboarding,
    /// Share that newcomers take from the experienced.
    Mentoring,
    /// Most holders who learn in a unit at one time.
    AtOnce,
    /// Months in the job from which a newcomer decides.
    DecidesAfter,
    /// Share of the proficiency that a move to unknown case types keeps.
    Transfer,
    /// Allowance time.
    Allowance,
    /// Share of the last visit that the decision takes.
    Decision,
    /// Work that waiting creates, off and on.
    FailureDemand,
    /// Enquiries for each waiting case.
    Enquiries,
    /// Share of late renewals that need an interim certificate.
    Certificates,
    /// Share of old cases that lead to a suit.
    Suits,
    /// Variance over mean of the daily arrivals.
    Dispersion,
    /// Coefficient of variation of the handling times.
    HandlingSpread,
    /// Cases of a type in a year.
    Demand(CaseTypeId),
    /// Handling minutes of a case type, all steps alike.
    Minutes(CaseTypeId),
    /// Follow-ups after a case of a type.
    FollowUps(CaseTypeId),
    /// Days for which a case of a type waits outside.
    ExternalWait(CaseTypeId),
}

/// A side of a lever: the smaller or the larger value of the assumption (not of the answer).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The smaller value.
    Low,
    /// The larger value.
    High,
}

impl Side {
    /// Both.
    pub const BOTH: [Self; 2] = [Self::Low, Self::High];

    fn of<T>(self, low: T, high: T) -> T {
        match self {
            Self::Low => low,
            Self::High => high,
        }
    }
}

/// An assumption that can influence a unit, with the range over which it is varied.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lever {
    /// Which assumption.
    pub kind: LeverKind,
    /// The smaller value, in the unit of [`Lever::figure`].
    pub low: f64,
    /// The value of the plan with the changes that count on its first day.
    pub base: f64,
    /// The larger value.
    pub high: f64,
    /// How far it is varied: a fraction, or for allowance and transfer points of the share.
    spread: f64,
    /// First and last counted year, where the spread of the counts gives the range.
    counted: Option<(u16, u16)>,
    /// What to add to the changes of the scenario, by side; empty where the side is the plan itself.
    #[serde(skip)]
    changes: [Vec<Change>; 2],
}

impl Lever {
    /// What is to be added to the changes of the scenario for a side, behind all others; empty where the side changes
    /// nothing, so that the figures of the scenario itself may be taken.
    #[must_use]
    pub fn changes(&self, side: Side) -> &[Change] {
        &self.changes[side as usize]
    }

    /// The changes of the scenario with those of a side.
    #[must_use]
    pub fn with(&self, scenario: &[Change], side: Side) -> Vec<Change> {
        [scenario, self.changes(side)].concat()
    }
}

/// The levers of a unit: every assumption in use that can influence it under the changes, and nothing that the source
/// document states. First what concerns the whole unit, then by case type, those with the most work first; a caller
/// in a hurry may run the first ones only. Beyond a hundred case types those with the least work are left out.
///
/// All changes of a lever count from the plan's first day on. Where a later change of the scenario sets the same
/// figure anew, the lever varies that value likewise, from its day on.
///
/// Cost: two copies of the plan, and a pass over case types and posts for each date of the changes.
#[must_use]
pub fn levers(plan: &Plan, changes: &[Change], unit: &UnitId) -> Vec<Lever> {
    levers::levers(plan, changes, unit)
}

/// What the replications answer under both sides of a lever, in the order of the replications; none where a
/// replication has no such figure.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LeverRuns {
    /// With the smaller value.
    pub low: Vec<Option<f64>>,
    /// With the larger value.
    pub high: Vec<Option<f64>>,
}

/// How far one lever moves the answer.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bar {
    /// Place of the lever in the list.
    pub lever: usize,
    /// Answer with the smaller value minus answer of the scenario, paired by replication.
    pub low: Summary,
    /// Answer with the larger value minus answer of the scenario, paired.
    pub high: Summary,
    /// Answer with the larger value minus answer with the smaller one, paired.
    pub between: Summary,
    /// Length of the bar: from the smallest to the largest of both means and zero.
    pub swing: f64,
}

impl Bar {
    /// Whether the answer grows with the assumption, falls, or is not clearly influenced: the 95 % interval of the
    /// difference between both sides holds zero.
    #[must_use]
    pub fn direction(&self) -> Direction {
        self.between.direction()
    }

    /// Whether the interval of the difference between both sides does not hold zero.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        self.direction() != Direction::NoClearDifference
    }
}

/// The levers by their influence.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Tornado {
    /// The answer of the scenario itself.
    pub base: Summary,
    /// The longest bar first; equal ones in the order of the levers.
    pub bars: Vec<Bar>,
}

impl Tornado {
    /// Puts levers in order; `runs` holds the answers of the levers in their order and may stop early, `base` those of
    /// the scenario. Replications are paired by place.
    #[must_use]
    pub fn of(base: &[Option<f64>], runs: &[LeverRuns], summariser: &mut Summariser) -> Self {
        let mut bars: Vec<Bar> = runs
            .iter()
            .enumerate()
            .map(|(lever, run)| {
                let low = paired(&run.low, base, summariser);
                let high = paired(&run.high, base, summariser);
                let between = paired(&run.high, &run.low, summariser);
                let swing = low.mean.max(high.mean).max(0.0) - low.mean.min(high.mean).min(0.0);
                Bar { lever, low, high, between, swing }
            })
            .collect();
        bars.sort_by(|a, b| b.swing.total_cmp(&a.swing).then(a.lever.cmp(&b.lever)));
        Self { base: summariser.of(base.iter().flatten().copied()), bars }
    }
}

fn paired(of: &[Option<f64>], minus: &[Option<f64>], summariser: &mut Summariser) -> Summary {
    summariser.of(of.iter().zip(minus).filter_map(|(of, minus)| Some((*of)? - (*minus)?)))
}

#[cfg(test)]
mod tests;
