//! Whose turn it is: the waiting of cases, split by who causes it.
//!
//! Counted without sampling, in calendar days: the time integral of the number of cases in each place. Divided by the
//! days it is the mean number of cases there; times the days and over the completions it is the mean time that a case
//! spends there (Little's law).

use super::forecast::Summary;
use super::model::{Epoch, Model};
use crate::plan::{CaseTypeId, UnitId, WaitOwner};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Mean number of open cases over the horizon (after the warm-up), by whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Standing<T> {
    /// In the queue of the unit: nobody has begun.
    pub with_us: T,
    /// With a post, nights and absences of its holder included.
    pub in_work: T,
    /// With another authority, a court, the federal printing house.
    pub authority: T,
    /// With the applicant.
    pub applicant: T,
    /// Dormant: nobody's turn until the case is looked at again.
    pub dormant: T,
}

/// The same for all that is reported.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Standings {
    /// By case type.
    pub case_types: BTreeMap<CaseTypeId, Standing<Summary>>,
    /// By unit, without the units below.
    pub units: BTreeMap<UnitId, Standing<Summary>>,
    /// The whole organisation.
    pub department: Standing<Summary>,
}

impl<T> Standing<T> {
    /// Names of the places, in the order of [`Standing::each`].
    pub const NAMES: [&'static str; 5] = ["with_us", "in_work", "authority", "applicant", "dormant"];

    /// All places.
    pub const fn each(&self) -> [&T; 5] {
        [&self.with_us, &self.in_work, &self.authority, &self.applicant, &self.dormant]
    }

    /// The same, to be changed.
    pub const fn each_mut(&mut self) -> [&mut T; 5] {
        [&mut self.with_us, &mut self.in_work, &mut self.authority, &mut self.applicant, &mut self.dormant]
    }
}

/// Mean numbers of one replication, in the order of its model's reported case types and units.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct StandingLines {
    pub(super) case_types: Vec<Standing<f64>>,
    pub(super) units: Vec<Standing<f64>>,
    pub(super) department: Option<Standing<f64>>,
}

/// Where an open case is; numbers as in [`Standing::each`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Place {
    /// In the queue: nobody has begun.
    #[default]
    Queue,
    /// With a post.
    Work,
    /// With another authority.
    Authority,
    /// With the applicant.
    Applicant,
    /// Dormant.
    Dormant,
}

impl Place {
    /// Every place.
    pub const ALL: [Self; PLACES] =
        [Self::Queue, Self::Work, Self::Authority, Self::Applicant, Self::Dormant];
}

impl From<WaitOwner> for Place {
    fn from(owner: WaitOwner) -> Self {
        match owner {
            WaitOwner::Authority => Self::Authority,
            WaitOwner::Applicant => Self::Applicant,
            WaitOwner::Dormant => Self::Dormant,
        }
    }
}

/// How many places there are.
pub(super) const PLACES: usize = 5;

/// Cases of a type in each place, and the integral over time up to now less the number times the time.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Level {
    number: [u32; PLACES],
    integral: [f64; PLACES],
    /// Integral up to the last mark.
    mark: [f64; PLACES],
}

impl Level {
    #[inline(always)]
    pub(super) fn enter(&mut self, place: Place, time: f64) {
        self.number[place as usize] += 1;
        self.integral[place as usize] -= time;
    }

    #[inline(always)]
    pub(super) fn leave(&mut self, place: Place, time: f64) {
        self.number[place as usize] -= 1;
        self.integral[place as usize] += time;
    }

    /// A stay that begins and ends on the same day.
    #[inline(always)]
    pub(super) fn stay(&mut self, place: Place, days: f64) {
        self.integral[place as usize] += days;
    }

    /// Cases in each place.
    pub(super) const fn numbers(&self) -> [u32; PLACES] {
        self.number
    }

    fn since_mark(&mut self, time: f64) -> [f64; PLACES] {
        let mut since = [0.0; PLACES];
        for (place, since) in since.iter_mut().enumerate() {
            let now = self.integral[place] + f64::from(self.number[place]) * time;
            *since = now - self.mark[place];
            self.mark[place] = now;
        }
        since
    }
}

/// Sums of one replication.
#[derive(Debug)]
pub(super) struct Meter {
    types: Vec<[f64; PLACES]>,
    units: Vec<[f64; PLACES]>,
}

impl Meter {
    pub(super) fn new(types: usize, units: usize) -> Self {
        Self { types: vec![[0.0; PLACES]; types], units: vec![[0.0; PLACES]; units] }
    }

    /// Gives what came together up to a time to the units of an epoch that ends; `levels` by case type.
    pub(super) fn assign<'l>(
        &mut self,
        levels: impl Iterator<Item = &'l mut Level>,
        epoch: &Epoch,
        time: f64,
    ) {
        for (number, level) in levels.enumerate() {
            let since = level.since_mark(time);
            let unit = self.units.get_mut(epoch.types[number].unit as usize);
            for sums in unit.into_iter().chain([&mut self.types[number]]) {
                sums.iter_mut().zip(since).for_each(|(sum, value)| *sum += value);
            }
        }
    }

    /// The warm-up is over.
    pub(super) fn forget<'l>(&mut self, levels: impl Iterator<Item = &'l mut Level>, time: f64) {
        for level in levels {
            level.since_mark(time);
        }
        self.types.iter_mut().chain(&mut self.units).for_each(|sums| *sums = [0.0; PLACES]);
    }

    /// The means over some days.
    pub(super) fn finish(self, model: &Model, days: f64) -> StandingLines {
        let mean = |sums: &[f64; PLACES]| {
            // What rounding leaves of an empty place is nothing.
            let [with_us, in_work, authority, applicant, dormant] =
                sums.map(|sum| if sum > 1e-6 { sum / days } else { 0.0 });
            Standing { with_us, in_work, authority, applicant, dormant }
        };
        let mut all = [0.0; PLACES];
        for sums in &self.types {
            all.iter_mut().zip(sums).for_each(|(sum, value)| *sum += value);
        }
        let types = self.types.iter().zip(&model.types).filter(|(_, info)| info.reported);
        let units = self.units.iter().zip(&model.units).filter(|(_, info)| info.reported);
        StandingLines {
            case_types: types.map(|(sums, _)| mean(sums)).collect(),
            units: units.map(|(sums, _)| mean(sums)).collect(),
            department: model.options.units.is_empty().then(|| mean(&all)),
        }
    }
}
