//! What is to be reached: „höchstens 5 % der offenen Fälle älter als drei Monate am 31.12.2026“, and whether it is.
//!
//! Works on figures per replication that any caller has: the command line from whole replications, the page from what
//! its workers send. A target counts as met only when the whole 95 % interval of the mean lies within it.

use super::replication::UnitFigures;
use super::{Options, Spread, Summariser, Summary};
use crate::format::{self, Language};
use crate::plan::UnitId;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

/// Replications below which no interval says anything.
const LEAST: usize = 2;
/// Years within which a target can lie.
const YEARS: u32 = Options::MAX_HORIZON_DAYS / 366;

/// A figure of a unit that may not be exceeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetMeasure {
    /// Open cases older than three months over all open cases on the day, 0 to 1; 0 where nothing is open.
    ShareOverThreeMonths,
    /// Open cases on the day.
    Open,
    /// Open cases older than three months on the day.
    OverThreeMonths,
    /// Calendar days from arrival to completion, mean over the completions from the plan's first day to the day.
    LeadDays,
    /// Busy time over available time of the posts from the plan's first day to the day, 0 to 1.
    Utilisation,
}

impl TargetMeasure {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 5] =
        [Self::ShareOverThreeMonths, Self::Open, Self::OverThreeMonths, Self::LeadDays, Self::Utilisation];

    /// Whether it is about one day; the others are means over the time from the plan's first day to the day.
    #[must_use]
    pub const fn is_of_a_day(self) -> bool {
        matches!(self, Self::ShareOverThreeMonths | Self::Open | Self::OverThreeMonths)
    }

    /// A value with its unit: „5,0 %“, „240 Fälle“.
    #[must_use]
    pub fn value(self, value: f64, language: Language) -> String {
        let number = |decimals| format::number(value, decimals, language);
        match (self, language) {
            (Self::ShareOverThreeMonths | Self::Utilisation, _) => format::percent(value, 1, language),
            (Self::Open | Self::OverThreeMonths, Language::German) => format!("{} Fälle", number(0)),
            (Self::Open | Self::OverThreeMonths, Language::English) => format!("{} cases", number(0)),
            (Self::LeadDays, Language::German) => format!("{} Tage", number(1)),
            (Self::LeadDays, Language::English) => format!("{} days", number(1)),
        }
    }
}

/// Figures of one unit in one replication: what targets, the tornado and the solver look at.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UnitOutcome {
    /// Open cases at the end of each month, from the month of the plan's first day on.
    pub open: Vec<f64>,
    /// Of these, older than three months.
    pub over_three_months: Vec<f64>,
    /// Mean calendar days from arrival to completion over the horizon; none without a completion.
    pub lead_days: Option<f64>,
    /// Median of the same.
    pub lead_days_p50: Option<f64>,
    /// The value that nine completions in ten stay under.
    pub lead_days_p90: Option<f64>,
    /// The same of every completion; empty where only summaries are at hand.
    pub lead: Spread,
    /// Calendar days in the queue for each arrival, see [`Replication::waiting_days`]; none without arrivals, or where
    /// only summaries are at hand.
    ///
    /// [`Replication::waiting_days`]: super::Replication::waiting_days
    pub waiting_days: Option<f64>,
    /// Busy over available time over the horizon.
    pub utilisation: f64,
    /// Mean effective full-time equivalents over the horizon.
    pub effective_fte: f64,
}

impl From<&UnitFigures> for UnitOutcome {
    fn from(figures: &UnitFigures) -> Self {
        let months = |values: &[Option<f32>]| {
            values.iter().map(|value| f64::from(value.unwrap_or_default())).collect::<Vec<f64>>()
        };
        Self {
            open: months(&figures.months.open),
            over_three_months: months(&figures.months.over_three_months),
            lead_days: figures.total.lead_days,
            lead_days_p50: figures.total.lead_days_p50,
            lead_days_p90: figures.total.lead_days_p90,
            lead: Spread::default(),
            waiting_days: None,
            utilisation: figures.total.utilisation.unwrap_or_default(),
            effective_fte: figures.total.effective_fte.unwrap_or_default(),
        }
    }
}

/// Why a target makes no sense.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum TargetError {
    /// The day lies before the end of the first month.
    #[error("Der Zieltag {} liegt vor dem ersten Monatsende nach dem Stichtag {}; bitte einen späteren Tag wählen.",
        format::date(*.on, Language::German), format::date(*.first, Language::German))]
    TooEarly {
        /// Day asked for.
        on: NaiveDate,
        /// First day of the plan.
        first: NaiveDate,
    },
    /// The day lies further ahead than can be simulated.
    #[error("Der Zieltag {} liegt mehr als {years} Jahre nach dem Stichtag {}, so weit wird nicht gerechnet; bitte einen früheren Tag wählen.",
        format::date(*.on, Language::German), format::date(*.first, Language::German), years = YEARS)]
    TooLate {
        /// Day asked for.
        on: NaiveDate,
        /// First day of the plan.
        first: NaiveDate,
    },
    /// The bound is no usable number.
    #[error("Die Obergrenze des Ziels ist keine brauchbare Zahl; bitte einen Wert ab 0 angeben.")]
    Bound,
}

impl TargetError {
    /// The sentence in one of the languages.
    #[must_use]
    pub fn sentence(self, language: Language) -> String {
        match (self, language) {
            (_, Language::German) => self.to_string(),
            (Self::TooEarly { on, first }, Language::English) => format!(
                "The day of the target, {}, lies before the first end of a month after {}; please choose a later one.",
                format::date(on, language),
                format::date(first, language)
            ),
            (Self::TooLate { on, first }, Language::English) => format!(
                "The day of the target, {}, lies more than {YEARS} years after {}, further than is computed; please choose an earlier one.",
                format::date(on, language),
                format::date(first, language)
            ),
            (Self::Bound, Language::English) => {
                "The bound of the target is no usable number; please give one from 0 on.".to_owned()
            }
        }
    }
}

/// What is to be reached in a unit.
///
/// ```
/// use stellwerk::format::Language;
/// use stellwerk::plan::{UnitId, builtin};
/// use stellwerk::simulation::{Target, TargetMeasure};
///
/// let plan = builtin().unwrap();
/// let unit = UnitId::parse("einbuergerung").unwrap();
/// let day = "2026-12-31".parse().unwrap();
/// let target = Target::new(unit, TargetMeasure::ShareOverThreeMonths, 0.05, day, plan.as_of).unwrap();
/// let sentence = target.sentence(Language::German);
/// assert_eq!(sentence, "höchstens 5,0\u{202f}% der offenen Fälle älter als drei Monate am 31.12.2026");
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Target {
    /// In which unit.
    pub unit: UnitId,
    /// Which figure.
    pub measure: TargetMeasure,
    /// Largest value that meets it.
    pub at_most: f64,
    /// On which day: the last of a month.
    pub on: NaiveDate,
    /// Place of that month in the horizon, counted from 0.
    #[serde(skip)]
    month: usize,
}

impl Target {
    /// A target; a day within a month stands for the end of the month before it.
    ///
    /// # Errors
    /// [`TargetError`] where no month ends between the plan's first day and the day, the day is too far away, or the bound is no number
    /// from 0.
    pub fn new(
        unit: UnitId,
        measure: TargetMeasure,
        at_most: f64,
        on: NaiveDate,
        as_of: NaiveDate,
    ) -> Result<Self, TargetError> {
        if !(at_most.is_finite() && at_most >= 0.0) {
            return Err(TargetError::Bound);
        }
        let too_early = TargetError::TooEarly { on, first: as_of };
        let end = month_end_by(on).filter(|end| *end >= as_of).ok_or(too_early)?;
        let month = usize::try_from(months(end) - months(as_of)).map_err(|_| too_early)?;
        let target = Self { unit, measure, at_most, on: end, month };
        if target.horizon_days(as_of) > Options::MAX_HORIZON_DAYS {
            return Err(TargetError::TooLate { on, first: as_of });
        }
        Ok(target)
    }

    /// Days to be simulated from the plan's first day on, so that the day of the target is the last one.
    #[must_use]
    pub fn horizon_days(&self, as_of: NaiveDate) -> u32 {
        u32::try_from(self.on.signed_duration_since(as_of).num_days() + 1).unwrap_or(1)
    }

    /// Whether so many days from the plan's first one on tell the figure: for one of a day they have to reach it, for a mean they
    /// have to end with it.
    #[must_use]
    pub fn is_told_by(&self, horizon_days: u32, as_of: NaiveDate) -> bool {
        let period = self.horizon_days(as_of);
        if self.measure.is_of_a_day() { horizon_days >= period } else { horizon_days == period }
    }

    /// The figure in one replication; none where there is nothing to take the mean of, the horizon is too short, or a mean is one
    /// over another period than that up to the day.
    #[must_use]
    pub fn value(&self, outcome: &UnitOutcome) -> Option<f64> {
        let on_day = |values: &[f64]| values.get(self.month).copied();
        let ends_with_the_day = outcome.open.len() == self.month + 1;
        match self.measure {
            TargetMeasure::Open => on_day(&outcome.open),
            TargetMeasure::OverThreeMonths => on_day(&outcome.over_three_months),
            TargetMeasure::ShareOverThreeMonths => {
                let (open, old) = (on_day(&outcome.open)?, on_day(&outcome.over_three_months)?);
                Some(if open > 0.0 { old / open } else { 0.0 })
            }
            TargetMeasure::LeadDays => outcome.lead_days.filter(|_| ends_with_the_day),
            TargetMeasure::Utilisation => ends_with_the_day.then_some(outcome.utilisation),
        }
    }

    /// The figure in each replication.
    #[must_use]
    pub fn values(&self, outcomes: &[UnitOutcome]) -> Vec<Option<f64>> {
        outcomes.iter().map(|outcome| self.value(outcome)).collect()
    }

    /// Cases older than three months on the day, in the mean of the replications.
    pub(super) fn old_cases(&self, outcomes: &[UnitOutcome]) -> f64 {
        let old = outcomes.iter().filter_map(|outcome| outcome.over_three_months.get(self.month));
        if outcomes.is_empty() { 0.0 } else { old.sum::<f64>() / outcomes.len() as f64 }
    }

    /// What the replications say about the target.
    #[must_use]
    pub fn read(&self, outcomes: &[UnitOutcome], summariser: &mut Summariser) -> Reading {
        let values: Vec<f64> = outcomes.iter().filter_map(|outcome| self.value(outcome)).collect();
        let summary = summariser.of(values.iter().copied());
        Reading { summary, verdict: self.judge(&summary, values.len()) }
    }

    /// Whether the mean of so many replications meets the target, with its interval.
    #[must_use]
    pub fn judge(&self, summary: &Summary, values: usize) -> Verdict {
        if values < LEAST {
            Verdict::Unclear
        } else if summary.mean + summary.half_width <= self.at_most {
            Verdict::Met
        } else if summary.mean - summary.half_width > self.at_most {
            Verdict::Missed
        } else {
            Verdict::Unclear
        }
    }

    /// „höchstens 5 % der offenen Fälle älter als drei Monate am 31.12.2026“.
    #[must_use]
    pub fn sentence(&self, language: Language) -> String {
        let (bound, day) = (self.measure.value(self.at_most, language), format::date(self.on, language));
        match (self.measure, language) {
            (TargetMeasure::ShareOverThreeMonths, Language::German) => {
                format!("höchstens {bound} der offenen Fälle älter als drei Monate am {day}")
            }
            (TargetMeasure::ShareOverThreeMonths, Language::English) => {
                format!("at most {bound} of the open cases older than three months on {day}")
            }
            (TargetMeasure::Open, Language::German) => format!("höchstens {bound} offen am {day}"),
            (TargetMeasure::Open, Language::English) => format!("at most {bound} open on {day}"),
            (TargetMeasure::OverThreeMonths, Language::German) => {
                format!("höchstens {bound} älter als drei Monate am {day}")
            }
            (TargetMeasure::OverThreeMonths, Language::English) => {
                format!("at most {bound} older than three months on {day}")
            }
            (TargetMeasure::LeadDays, Language::German) => {
                format!("im Mittel höchstens {bound} bis zum Abschluss, gerechnet bis {day}")
            }
            (TargetMeasure::LeadDays, Language::English) => {
                format!("on average at most {bound} to completion, counted up to {day}")
            }
            (TargetMeasure::Utilisation, Language::German) => {
                format!("höchstens {bound} belegte Zeit, gerechnet bis {day}")
            }
            (TargetMeasure::Utilisation, Language::English) => {
                format!("at most {bound} of the time occupied, counted up to {day}")
            }
        }
    }
}

/// Whether a target is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The whole 95 % interval lies within the target.
    Met,
    /// The interval holds the bound, or there are too few replications to say.
    #[default]
    Unclear,
    /// The whole interval lies beyond.
    Missed,
}

impl Verdict {
    /// „erreicht“, „nicht sicher erreicht“, „verfehlt“.
    #[must_use]
    pub const fn word(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Met, Language::German) => "erreicht",
            (Self::Met, Language::English) => "met",
            (Self::Unclear, Language::German) => "nicht sicher erreicht",
            (Self::Unclear, Language::English) => "not met for certain",
            (Self::Missed, Language::German) => "verfehlt",
            (Self::Missed, Language::English) => "missed",
        }
    }
}

/// The figure of a target with its interval, and what that says.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Reading {
    /// The figure over the replications.
    pub summary: Summary,
    /// Whether the target is met.
    pub verdict: Verdict,
}

impl Reading {
    /// „7,3 % (± 0,8 %), verfehlt“.
    #[must_use]
    pub fn sentence(&self, measure: TargetMeasure, language: Language) -> String {
        format!(
            "{} (± {}), {}",
            measure.value(self.summary.mean, language),
            measure.value(self.summary.half_width, language),
            self.verdict.word(language)
        )
    }
}

/// The last end of a month up to a day.
fn month_end_by(day: NaiveDate) -> Option<NaiveDate> {
    day.succ_opt()?.with_day(1)?.pred_opt()
}

/// Months since year 0.
fn months(day: NaiveDate) -> i32 {
    day.year() * 12 + day.month0() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn target(measure: TargetMeasure, at_most: f64, on: &str) -> Target {
        Target::new(UnitId::parse("u").unwrap(), measure, at_most, day(on), day("2024-02-01")).unwrap()
    }

    fn outcome(open: f64, old: f64) -> UnitOutcome {
        UnitOutcome { open: vec![0.0, open], over_three_months: vec![0.0, old], ..UnitOutcome::default() }
    }

    #[test]
    fn stands_on_the_last_day_of_a_month() {
        assert_eq!(target(TargetMeasure::Open, 1.0, "2024-03-31").on, day("2024-03-31"));
        assert_eq!(target(TargetMeasure::Open, 1.0, "2024-03-30").on, day("2024-02-29"));
        assert_eq!(target(TargetMeasure::Open, 1.0, "2024-03-31").horizon_days(day("2024-02-01")), 60);
        for early in ["2024-01-31", "2024-02-28", "1999-01-01"] {
            let unit = UnitId::parse("u").unwrap();
            let error = Target::new(unit, TargetMeasure::Open, 1.0, day(early), day("2024-02-01"));
            assert!(matches!(error, Err(TargetError::TooEarly { .. })), "{early}");
        }
        // Further than is ever computed: the runs of all the others would fail with it.
        for (late, is_possible) in [("2054-01-31", true), ("2054-03-31", false), ("9999-12-31", false)] {
            let unit = UnitId::parse("u").unwrap();
            let made = Target::new(unit, TargetMeasure::Open, 1.0, day(late), day("2024-02-01"));
            assert_eq!(made.is_ok(), is_possible, "{late}");
            assert!(is_possible || matches!(made, Err(TargetError::TooLate { .. })), "{late}");
        }
    }

    #[test]
    fn is_met_only_when_the_whole_interval_is() {
        let target = target(TargetMeasure::OverThreeMonths, 10.0, "2024-03-31");
        let mut summariser = Summariser::new(4);
        let mut verdict = |olds: &[f64]| {
            let outcomes: Vec<UnitOutcome> = olds.iter().map(|old| outcome(100.0, *old)).collect();
            target.read(&outcomes, &mut summariser).verdict
        };
        assert_eq!(verdict(&[8.0, 9.0, 8.0, 9.0]), Verdict::Met);
        assert_eq!(verdict(&[5.0, 14.0, 5.0, 14.0]), Verdict::Unclear);
        assert_eq!(verdict(&[18.0, 19.0, 18.0, 19.0]), Verdict::Missed);
        assert_eq!(verdict(&[10.0, 10.0]), Verdict::Met);
        assert_eq!(verdict(&[1.0]), Verdict::Unclear);
        assert_eq!(verdict(&[]), Verdict::Unclear);
    }

    #[test]
    fn a_mean_is_told_only_by_the_period_that_ends_with_the_day() {
        let as_of = day("2024-02-01");
        let over = |months: usize| UnitOutcome {
            open: vec![1.0; months],
            over_three_months: vec![1.0; months],
            lead_days: Some(30.0),
            utilisation: 0.5,
            ..UnitOutcome::default()
        };
        for (measure, value) in [(TargetMeasure::LeadDays, 30.0), (TargetMeasure::Utilisation, 0.5)] {
            let target = target(measure, 1.0, "2024-03-31");
            assert_eq!([1, 2, 3].map(|months| target.value(&over(months))), [None, Some(value), None]);
            assert_eq!([59, 60, 61].map(|days| target.is_told_by(days, as_of)), [false, true, false]);
        }
        let of_a_day = target(TargetMeasure::Open, 1.0, "2024-03-31");
        assert_eq!([1, 2, 3].map(|months| of_a_day.value(&over(months))), [None, Some(1.0), Some(1.0)]);
        assert_eq!([59, 60, 61].map(|days| of_a_day.is_told_by(days, as_of)), [false, true, true]);
    }

    #[test]
    fn shares_are_of_the_same_replication() {
        let target = target(TargetMeasure::ShareOverThreeMonths, 0.05, "2024-03-31");
        assert_eq!(target.value(&outcome(200.0, 10.0)), Some(0.05));
        assert_eq!(target.value(&outcome(0.0, 0.0)), Some(0.0));
        assert_eq!(target.value(&UnitOutcome::default()), None);
    }
}
