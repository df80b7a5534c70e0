//! Case types (Fallarten): what arrives, what it takes, what follows from it.

use super::{CaseTypeId, Minutes, Provenance, Share, UnitId};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// What stands in the note of a case type between new evidence and that of its other figures.
pub const OTHER_EVIDENCE: &str = " Übrige Angaben: ";

/// A kind of case that a unit handles.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaseType {
    /// Unique among the case types.
    pub id: CaseTypeId,
    /// The unit that handles it.
    pub unit: UnitId,
    /// Name.
    pub name: String,
    /// Norm, for example „§ 10 StAG“.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_basis: Option<String>,
    /// Cases of past years by year: what the assessment takes.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub counts: BTreeMap<u16, u64>,
    /// Expected arrivals: what the simulation takes.
    pub demand: Demand,
    /// Handling, in order. At least one.
    pub steps: Vec<Step>,
    /// Cases that arise after completion.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub follow_ups: Vec<FollowUp>,
    /// State on the first day.
    #[serde(skip_serializing_if = "is_default")]
    pub opening: Opening,
    /// Smaller goes first.
    pub priority: u8,
    /// What waiting cases of the unit make arise here, on top of the demand, where the assumptions switch it on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caused_by_waiting: Option<CausedByWaiting>,
    /// Arrives on working days only (counter, telephone).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub walk_in: bool,
    /// Calendar days from arrival to completion that are aimed at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_days: Option<u32>,
    /// Where the target comes from, for example „§ 75 VwGO“.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_basis: Option<String>,
    /// Provenance of the figures.
    pub provenance: Provenance,
    /// Remark, and the reason of an assumption.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

// Not `Opening::is_empty`: that would lose the age of no waiting cases on the way through a file.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Expected arrivals from the plan's `as_of` on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Demand {
    /// Expected number in a year, before growth, season and events.
    pub per_year: f64,
    /// Yearly growth as a fraction (0.08 = 8 % more each year), compounded daily from `as_of` on.
    pub growth: f64,
    /// Variance over mean of the daily number; 1 is Poisson.
    pub dispersion: f64,
    /// Twelve monthly factors; empty for none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub season: Vec<f64>,
    /// Dated changes of the demand (a law comes into force).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<DemandEvent>,
}

impl Default for Demand {
    fn default() -> Self {
        Self { per_year: 0.0, growth: 0.0, dispersion: 1.0, season: Vec::new(), events: Vec::new() }
    }
}

/// A dated factor on the demand.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DemandEvent {
    /// First day of effect.
    pub from: NaiveDate,
    /// Last day of effect; none for lasting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Factor in full effect.
    pub factor: f64,
    /// Days over which the factor grows linearly from 1 to its full size; 0 for a step.
    pub ramp_days: u32,
    /// What happens, for example „Fachkräfteeinwanderungsgesetz, zweite Stufe“.
    pub label: String,
    /// Whether it counts.
    #[serde(skip_serializing_if = "is_true")]
    pub enabled: bool,
}

impl DemandEvent {
    /// Largest factor; the smallest is 0.
    pub const MAX_FACTOR: f64 = 1_000.0;
    /// Longest time until the full size: a hundred years.
    pub const MAX_RAMP_DAYS: u32 = 36_500;
}

// Not `expect`: what is small enough for the lint depends on the target.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_zero(value: &Share) -> bool {
    *value == Share::ZERO
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
pub(super) fn is_true(value: &bool) -> bool {
    *value
}

/// Shape of the handling time.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Distribution {
    /// Right-skewed, the usual shape of handling times.
    #[default]
    Lognormal,
    /// Memoryless; its coefficient of variation is 1.
    Exponential,
    /// Gamma.
    Gamma,
    /// Always the mean.
    Constant,
    /// The shape of measured times: quantiles at equal steps of the probability from 0 to 1, linear in between, in units of the mean.
    /// Its coefficient of variation follows from them.
    Empirical(Vec<f64>),
}

impl Distribution {
    /// Most quantiles: one for each per cent.
    pub const MOST_QUANTILES: usize = 101;

    /// Mean of the line through quantiles at equal steps of the probability; none of fewer than two.
    #[must_use]
    pub fn mean_of(quantiles: &[f64]) -> Option<f64> {
        let ([first, .., last], steps) = (quantiles, quantiles.len().saturating_sub(1)) else { return None };
        Some((quantiles.iter().sum::<f64>() - 0.5 * (first + last)) / steps as f64)
    }
}

/// What waiting makes arise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CausedByWaiting {
    /// Somebody asks how things stand.
    Enquiry,
    /// A renewal not decided in time needs an interim certificate (§ 81 Abs. 5 AufenthG).
    Certificate,
    /// A suit for failure to act (§ 75 VwGO).
    Suit,
}

/// Whose turn it is while a case waits outside of the unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitOwner {
    /// Another authority, a court, the federal printing house.
    #[default]
    Authority,
    /// The applicant: documents are missing.
    Applicant,
    /// Nobody: the case lies dormant until it is looked at again.
    Dormant,
}

/// One handling step of a case.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// Name of the step.
    pub name: String,
    /// Mean handling time; without allowance time (Verteilzeit) for method A.
    pub minutes: Minutes,
    /// Coefficient of variation of the handling time; counts with [`Distribution::Lognormal`] and [`Distribution::Gamma`] alone.
    pub cv: f64,
    /// Shape of the handling time.
    pub distribution: Distribution,
    /// Probability that the step is done.
    pub share: Share,
    /// Wait outside of the office after the step, in calendar days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub then_days: Option<Delay>,
    /// Who is waited for, for example „Bundesdruckerei“.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub then_party: Option<String>,
    /// Whose turn it is meanwhile.
    #[serde(skip_serializing_if = "is_default")]
    pub then_owner: WaitOwner,
    /// Probability that the step is due again after the wait, each time anew: dormant cases cost recurring work.
    #[serde(skip_serializing_if = "is_zero")]
    pub then_repeat: Share,
}

/// A delay in calendar days (or recruitment time), lognormal.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Delay {
    /// Mean in calendar days.
    pub mean: f64,
    /// Coefficient of variation.
    pub cv: f64,
}

/// A case that arises after the completion of another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FollowUp {
    /// What arises; may be the same type (a renewal).
    pub case_type: CaseTypeId,
    /// Probability.
    pub share: Share,
    /// When, after completion.
    pub after_days: Delay,
}

/// The state of a case type on the first day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Opening {
    /// Cases waiting in the queue.
    pub waiting: u64,
    /// Age of the oldest; ages are uniform up to it.
    pub oldest_days: u32,
    /// Holders whose next follow-up is uniform over the follow-up delay.
    pub circulating: u64,
}

impl Opening {
    /// Whether nothing waits and nothing circulates.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.waiting == 0 && self.circulating == 0
    }
}

impl CaseType {
    /// Mean handling time of one case: Σ [`Step::expected_minutes`], in minutes.
    #[must_use]
    pub fn minutes_per_case(&self) -> f64 {
        self.steps.iter().map(Step::expected_minutes).sum()
    }

    /// Its steps with another [`minutes_per_case`](Self::minutes_per_case), their proportions kept; none where no step takes time,
    /// or one would take more than is allowed.
    #[must_use]
    pub fn steps_taking(&self, minutes: f64) -> Option<Vec<Step>> {
        let now = self.minutes_per_case();
        if now <= 0.0 {
            return None;
        }
        let mut steps = self.steps.clone();
        for step in &mut steps {
            let of = step.minutes.as_f64();
            // A step that is all of it takes just these minutes, without what a factor loses.
            step.minutes = Minutes::parse(if of == now { minutes } else { of * minutes / now }).ok()?;
        }
        Some(steps)
    }
}

impl Step {
    /// Mean minutes that the step costs a case: share × minutes ÷ (1 − share × repeat).
    ///
    /// A repetition draws the share anew; a step that repeats for ever counts a million times.
    #[must_use]
    pub fn expected_minutes(&self) -> f64 {
        let once = self.share.as_f64() * self.minutes.as_f64();
        if self.then_days.is_none() {
            return once;
        }
        once / (1.0 - self.share.as_f64() * self.then_repeat.as_f64()).max(1e-6)
    }
}
