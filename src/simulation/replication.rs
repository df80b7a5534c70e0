//! The figures of one replication: small, so that a worker can send them.

use super::forecast::{Figures, PopulationFigures, Series};
use super::model::{Epoch, Model, NOWHERE};
use super::population::Populations;
use super::spread::Spread;
use super::standing::{Standing, StandingLines};
use super::statistics::Tally;
use crate::plan::{CaseTypeId, PopulationId, UnitId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Figures of a period; none where there was no case to take the mean of.
pub(super) type Whole = Figures<Option<f64>>;
/// The same by month, in single precision: half the size to send, and far finer than the sampling error.
pub(super) type Monthly = Figures<Vec<Option<f32>>>;
/// Figures of one unit in one replication.
pub type UnitFigures = Series<Figures<Option<f64>>, Figures<Vec<Option<f32>>>>;
/// Figures of one case type or unit.
pub(super) type Line = UnitFigures;
/// Figures of one population.
pub type PopulationLine = Series<PopulationFigures<Option<f64>>, PopulationFigures<Vec<Option<f32>>>>;

/// One replication's figures, in the order of the model that computed it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Replication {
    /// Its number.
    pub(super) replication: u32,
    pub(super) case_types: Vec<Line>,
    pub(super) units: Vec<Line>,
    /// How long the completed cases took, by unit.
    pub(super) spreads: Vec<Spread>,
    pub(super) department: Option<Line>,
    pub(super) populations: Vec<PopulationLine>,
    pub(super) standing: StandingLines,
    pub(super) balance: Balance,
    /// Of the first one what happened week by week, by unit; see [`Self::weeks`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) weeks: Vec<Vec<f64>>,
}

impl Replication {
    /// Its number: with the model it determines everything in it.
    #[must_use]
    pub const fn number(&self) -> u32 {
        self.replication
    }

    /// The figures of a unit; `None` when the model does not report it.
    #[must_use]
    pub fn unit(&self, model: &Model, unit: &UnitId) -> Option<&UnitFigures> {
        let place = model.units.iter().filter(|info| info.reported).position(|info| info.id == *unit)?;
        self.units.get(place)
    }

    /// The figures of a case type; `None` when the model does not report it.
    #[must_use]
    pub fn case_type(&self, model: &Model, case_type: &CaseTypeId) -> Option<&UnitFigures> {
        let mut reported = model.types.iter().filter(|info| info.reported);
        self.case_types.get(reported.position(|info| info.id == *case_type)?)
    }

    /// Open cases of a unit in the mean of the run, by whose turn it is; `None` when the model does not report it.
    #[must_use]
    pub fn standing(&self, model: &Model, unit: &UnitId) -> Option<Standing<f64>> {
        let place = model.units.iter().filter(|info| info.reported).position(|info| info.id == *unit)?;
        self.standing.units.get(place).copied()
    }

    /// Calendar days from arrival to completion of a unit's cases over the horizon, as counts; `None` when the model does
    /// not report it.
    #[must_use]
    pub fn spread(&self, model: &Model, unit: &UnitId) -> Option<&Spread> {
        let place = model.units.iter().filter(|info| info.reported).position(|info| info.id == *unit)?;
        self.spreads.get(place)
    }

    /// Calendar days that a case which arrives in the unit waits there in the queue: the mean number in the queue times the
    /// days of the horizon over the arrivals (Little's law). `None` without arrivals or when the model does not report it.
    ///
    /// Unlike the time of the completed cases it also counts the waiting of those that are still open, so that it does not
    /// grow where old cases get their turn at last.
    #[must_use]
    pub fn waiting_days(&self, model: &Model, unit: &UnitId) -> Option<f64> {
        let arrivals = self.unit(model, unit)?.total.arrivals.filter(|arrivals| *arrivals > 0.0)?;
        let options = &model.options;
        let days = f64::from(options.horizon_days.saturating_sub(options.warmup_days));
        Some(self.standing(model, unit)?.with_us * days / arrivals)
    }

    /// What happened in a unit week by week, of the first replication; nothing of the others, and where the model does not report it.
    ///
    /// Seven figures for each week that ends on a Sunday of the horizon (after the warm-up): arrivals, completions, and the open
    /// cases on its last evening in the order of [`Standing::each`]. A case type counts for the unit that it belongs to then.
    #[must_use]
    pub fn weeks(&self, model: &Model, unit: &UnitId) -> &[f64] {
        let mut reported = model.units.iter().filter(|info| info.reported);
        let place = reported.position(|info| info.id == *unit);
        place.and_then(|place| self.weeks.get(place)).map_or(&[], Vec::as_slice)
    }

    /// The populations that the model reports, with their figures.
    pub fn populations<'a>(
        &'a self,
        model: &'a Model,
    ) -> impl Iterator<Item = (&'a PopulationId, &'a PopulationLine)> {
        let reported = model.populations.iter().filter(|info| info.reported);
        reported.map(|info| &info.id).zip(&self.populations)
    }

    /// What came, went and stayed, as exact counts over the whole run (warm-up included).
    #[must_use]
    pub fn balance(&self) -> Balance {
        self.balance.clone()
    }
}

/// Conservation of cases.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// By case type.
    pub case_types: BTreeMap<CaseTypeId, CaseTypeBalance>,
}

/// Cases of a type over a run: `opening + arrivals = completed + waiting + in_handling + external`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseTypeBalance {
    /// Waiting on the first day.
    pub opening: u64,
    /// Arrived, follow-ups included.
    pub arrivals: u64,
    /// Completed.
    pub completed: u64,
    /// In a queue at the end.
    pub waiting: u64,
    /// With a post at the end.
    pub in_handling: u64,
    /// In an external wait at the end.
    pub external: u64,
}

impl CaseTypeBalance {
    /// Whether no case was lost or made up.
    #[must_use]
    pub const fn holds(&self) -> bool {
        self.opening + self.arrivals == self.completed + self.waiting + self.in_handling + self.external
    }
}

impl Balance {
    /// Whether the balance of each case type holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.case_types.values().all(CaseTypeBalance::holds)
    }
}

/// What the posts of a line could do, and how far they did.
struct Load {
    utilisation: f64,
    effective_fte: f64,
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

fn figures(tally: &Tally, [open, external, old]: [f64; 3], load: &Load) -> Whole {
    let [wait_minutes_p50, wait_minutes_p90] = tally.wait.quantiles([0.5, 0.9]);
    let [lead_days_p50, lead_days_p90] = tally.lead.quantiles([0.5, 0.9]);
    Figures {
        arrivals: Some(tally.arrivals as f64),
        completions: Some(tally.completions as f64),
        open: Some(open),
        external: Some(external),
        over_three_months: Some(old),
        utilisation: Some(load.utilisation),
        effective_fte: Some(load.effective_fte),
        wait_minutes: tally.wait.mean(),
        wait_minutes_p50,
        wait_minutes_p90,
        lead_days: tally.lead.mean(),
        lead_days_p50,
        lead_days_p90,
        within_target: (tally.judged > 0).then(|| tally.within as f64 / tally.judged as f64),
    }
}

fn of_type(tally: &Tally, open: [f64; 3], unit_busy: f64, minutes: f64) -> Whole {
    let load = Load {
        utilisation: ratio(tally.busy, unit_busy).min(1.0),
        effective_fte: ratio(tally.handled, minutes),
    };
    figures(tally, open, &load)
}

fn of_posts(tally: &Tally, open: [f64; 3], minutes: f64) -> Whole {
    let load = Load {
        utilisation: ratio(tally.posts_busy, tally.posts_available).min(1.0),
        effective_fte: ratio(tally.posts_capacity, minutes),
    };
    figures(tally, open, &load)
}

/// Collects the lines month by month.
pub(super) struct Lines {
    /// By number in the model; those that are not reported stay empty.
    case_types: Vec<Line>,
    units: Vec<Line>,
    spreads: Vec<Spread>,
    department: Line,
    populations: Vec<PopulationLine>,
    reported: (Vec<bool>, Vec<bool>, Vec<bool>, bool),
}

impl Lines {
    pub(super) fn new(model: &Model) -> Self {
        Self {
            case_types: vec![Line::default(); model.types.len()],
            units: vec![Line::default(); model.units.len()],
            spreads: vec![Spread::default(); model.units.len()],
            department: Line::default(),
            populations: vec![PopulationLine::default(); model.populations.len()],
            reported: (
                model.types.iter().map(|info| info.reported).collect(),
                model.units.iter().map(|info| info.reported).collect(),
                model.populations.iter().map(|info| info.reported).collect(),
                model.options.units.is_empty(),
            ),
        }
    }

    pub(super) fn case_type(
        &mut self,
        at: usize,
        tally: &Tally,
        open: [f64; 3],
        unit_busy: f64,
        minutes: f64,
    ) {
        push(&mut self.case_types[at].months, &of_type(tally, open, unit_busy, minutes));
    }

    pub(super) fn case_type_total(
        &mut self,
        at: usize,
        tally: &Tally,
        open: [f64; 3],
        unit_busy: f64,
        minutes: f64,
    ) {
        self.case_types[at].total = of_type(tally, open, unit_busy, minutes);
    }

    pub(super) fn unit(&mut self, at: usize, tally: &Tally, open: [f64; 3], minutes: f64) {
        push(&mut self.units[at].months, &of_posts(tally, open, minutes));
    }

    pub(super) fn unit_total(&mut self, at: usize, tally: &Tally, open: [f64; 3], minutes: f64) {
        self.units[at].total = of_posts(tally, open, minutes);
        self.spreads[at] = Spread::of(&tally.lead);
    }

    pub(super) fn department(&mut self, tally: &Tally, open: [f64; 3], minutes: f64) {
        push(&mut self.department.months, &of_posts(tally, open, minutes));
    }

    pub(super) fn department_total(&mut self, tally: &Tally, open: [f64; 3], minutes: f64) {
        self.department.total = of_posts(tally, open, minutes);
    }

    /// `monthly` and `total`: effective full-time equivalents of the units.
    pub(super) fn populations(
        &mut self,
        populations: &Populations,
        model: &Model,
        epoch: &Epoch,
        monthly: &[f64],
        total: Option<&Vec<f64>>,
    ) {
        for (at, line) in
            self.populations.iter_mut().enumerate().filter(|(at, _)| model.populations[*at].reported)
        {
            let (persons, population) = (populations.persons[at] as f64, epoch.populations[at]);
            let value = |fte: &[f64]| {
                let here = if population.unit == NOWHERE { None } else { fte.get(population.unit as usize) };
                PopulationFigures {
                    persons: Some(persons),
                    occupancy: Some(ratio(persons, population.places as f64)),
                    persons_per_fte: Some(ratio(persons, here.copied().unwrap_or_default())),
                }
            };
            let month = value(monthly);
            line.months.persons.push(month.persons.map(|value| value as f32));
            line.months.occupancy.push(month.occupancy.map(|value| value as f32));
            line.months.persons_per_fte.push(month.persons_per_fte.map(|value| value as f32));
            if let Some(total) = total {
                line.total = value(total);
            }
        }
    }

    pub(super) fn finish(
        self,
        replication: u32,
        standing: StandingLines,
        balance: BTreeMap<CaseTypeId, CaseTypeBalance>,
        weeks: Vec<Vec<f64>>,
    ) -> Replication {
        fn only<T>(lines: Vec<T>, reported: &[bool]) -> Vec<T> {
            lines.into_iter().zip(reported).filter(|(_, reported)| **reported).map(|(line, _)| line).collect()
        }
        Replication {
            replication,
            case_types: only(self.case_types, &self.reported.0),
            units: only(self.units, &self.reported.1),
            spreads: only(self.spreads, &self.reported.1),
            department: self.reported.3.then_some(self.department),
            populations: only(self.populations, &self.reported.2),
            standing,
            balance: Balance { case_types: balance },
            weeks,
        }
    }
}

fn push(months: &mut Monthly, month: &Whole) {
    for (list, value) in months.each_mut().into_iter().zip(month.each()) {
        list.push(value.map(|value| value as f32));
    }
}
