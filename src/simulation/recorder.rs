//! Takes down what happens in a replication, and closes the months.

use super::limit::at_least;
use super::model::{Epoch, Model, NOWHERE};
use super::population::Populations;
use super::queue::Case;
use super::random::Key;
use super::replication::{CaseTypeBalance, Lines, Replication};
use super::standing::{Meter, Place};
use super::statistics::Tally;

/// Days before the first that the age table knows; older cases count as that old.
const PAST: usize = 120;
/// A case older than this many days is reported (§ 75 VwGO).
pub(super) const THREE_MONTHS: u32 = 90;

/// Counts of a case type over the whole run.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    opening: u64,
    arrivals: u64,
    completed: u64,
    external: i64,
}

impl Count {
    const fn open(&self) -> u64 {
        (self.opening + self.arrivals).saturating_sub(self.completed)
    }
}

/// The figures of a replication in the making.
pub(super) struct Recorder<'m> {
    model: &'m Model,
    epoch: &'m Epoch,
    /// Number of today.
    today: f64,
    meter: Meter,
    counts: Vec<Count>,
    /// Open cases by day of arrival, for each case type.
    ages: Vec<u32>,
    /// Since the last month end or move of a case type.
    types: Vec<Tally>,
    type_months: Vec<Tally>,
    type_totals: Vec<Tally>,
    unit_months: Vec<Tally>,
    unit_totals: Vec<Tally>,
    all_month: Tally,
    all_total: Tally,
    /// Window minutes of the month and of all months.
    minutes: (f64, f64),
    month: usize,
    lines: Lines,
    populations: Populations,
}

impl<'m> Recorder<'m> {
    pub(super) fn new(model: &'m Model, root: Key) -> Self {
        let tallies = |count: usize| (0..count).map(|_| Tally::new()).collect::<Vec<_>>();
        let (types, units) = (model.types.len(), model.units.len());
        Self {
            model,
            epoch: &model.epochs[0],
            today: 0.0,
            meter: Meter::new(types, units),
            counts: vec![Count::default(); types],
            ages: vec![0; types * (model.clock.length.len() + PAST)],
            types: tallies(types),
            type_months: tallies(types),
            type_totals: tallies(types),
            unit_months: tallies(units),
            unit_totals: tallies(units),
            all_month: Tally::new(),
            all_total: Tally::new(),
            minutes: (0.0, 0.0),
            month: 0,
            lines: Lines::new(model),
            populations: Populations::new(model, root),
        }
    }

    #[inline(always)]
    fn age(&mut self, case_type: u16, arrival_day: i64) -> &mut u32 {
        let days = self.model.clock.length.len() + PAST;
        let place = (arrival_day + PAST as i64).max(0) as usize;
        &mut self.ages[case_type as usize * days + place.min(days - 1)]
    }

    /// Cases of a type that wait here or are in work.
    pub(super) fn waiting(&self, case_type: u32) -> u64 {
        let count = self.counts[case_type as usize];
        count.open().saturating_sub(u64::try_from(count.external).unwrap_or_default())
    }

    /// Open cases of a type that arrived on one day; none for days before those that the table tells apart.
    pub(super) fn arrived_and_open(&self, case_type: u32, day: i64) -> u64 {
        let days = self.model.clock.length.len() + PAST;
        let place = usize::try_from(day + PAST as i64).unwrap_or_default();
        if place == 0 || place >= days {
            return 0;
        }
        u64::from(self.ages[case_type as usize * days + place])
    }

    pub(super) fn opening(&mut self, case: &Case) {
        self.counts[case.case_type as usize].opening += 1;
        *self.age(case.case_type, case.arrival_day()) += 1;
    }

    /// New cases of a day.
    #[inline(always)]
    pub(super) fn arrived(&mut self, case_type: u16, day: i64, count: u32) {
        self.counts[case_type as usize].arrivals += u64::from(count);
        self.types[case_type as usize].arrivals += u64::from(count);
        *self.age(case_type, day) += count;
    }

    /// A case goes out for an external wait.
    pub(super) fn goes_out(&mut self, case_type: u16, to: Place, time: f64) {
        self.counts[case_type as usize].external += 1;
        self.meter.enter(case_type, to, time);
    }

    /// A case is back from outside.
    pub(super) fn comes_back(&mut self, case: &Case) {
        self.counts[case.case_type as usize].external -= 1;
        self.meter.leave(case.case_type, case.outside, case.ready);
    }

    /// A case goes into the queue, or to a post that will not be done with it today.
    #[inline(always)]
    pub(super) fn enters(&mut self, case_type: u16, place: Place, time: f64) {
        self.meter.enter(case_type, place, time);
    }

    /// A case that went in leaves.
    #[inline(always)]
    pub(super) fn leaves(&mut self, case_type: u16, place: Place, time: f64) {
        self.meter.leave(case_type, place, time);
    }

    /// A case goes in and leaves on the same day.
    #[inline(always)]
    pub(super) fn stays(&mut self, case_type: u16, place: Place, from: f64, until: f64) {
        self.meter.stay(case_type, place, until - from);
    }

    /// A post that is gone gives its case back at the opening of today.
    pub(super) fn given_back(&mut self, case_type: u16) {
        self.meter.leave(case_type, Place::Work, self.today);
        self.meter.enter(case_type, Place::Queue, self.today);
    }

    #[inline(always)]
    pub(super) fn started(&mut self, case_type: u16, wait: f64) {
        self.types[case_type as usize].wait.add(wait);
    }

    /// A completion at a calendar time; the target counts whole dates.
    #[inline(always)]
    pub(super) fn completion(&mut self, case: &Case, day: u32, now: f64, target: Option<u32>) {
        self.counts[case.case_type as usize].completed += 1;
        let arrived = case.arrival_day();
        *self.age(case.case_type, arrived) -= 1;
        let tally = &mut self.types[case.case_type as usize];
        tally.completions += 1;
        tally.lead.add(at_least(now - case.arrival, 0.0));
        if let Some(target) = target {
            tally.judged += 1;
            tally.within += u64::from(i64::from(day) - arrived <= i64::from(target));
        }
    }

    #[inline(always)]
    pub(super) fn busy(&mut self, unit: u32, case_type: u16, minutes: f64, handled: f64) {
        let tally = &mut self.types[case_type as usize];
        tally.busy += minutes;
        tally.handled += handled;
        if unit != NOWHERE {
            self.unit_months[unit as usize].posts_busy += minutes;
        }
    }

    pub(super) fn available(&mut self, unit: u32, minutes: f64, capacity: f64) {
        if unit != NOWHERE {
            let tally = &mut self.unit_months[unit as usize];
            tally.posts_available += minutes;
            tally.posts_capacity += capacity;
        }
    }

    /// A new epoch: what was done so far belongs to the units of before.
    pub(super) fn epoch(&mut self, epoch: &'m Epoch) {
        self.assign();
        self.meter.assign(self.epoch, self.today);
        self.epoch = epoch;
    }

    /// Gives the figures of the case types to their months and units.
    fn assign(&mut self) {
        for (number, tally) in self.types.iter_mut().enumerate() {
            self.type_months[number].merge(tally);
            let unit = self.epoch.types[number].unit;
            if unit != NOWHERE {
                self.unit_months[unit as usize].merge(tally);
            }
            tally.clear();
        }
    }

    pub(super) fn end_day(&mut self, day: u32) {
        let clock = &self.model.clock;
        let at = day as usize;
        self.minutes.0 += clock.length[at];
        self.today = f64::from(day + 1);
        self.populations.day(self.model, self.epoch, day);
        if day + 1 == self.model.options.warmup_days {
            self.forget();
        } else if clock.months.get(self.month).is_some_and(|month| month.end == day + 1) {
            self.close_month(day);
        }
    }

    /// The warm-up is over.
    fn forget(&mut self) {
        for tally in self.types.iter_mut().chain(&mut self.unit_months).chain(&mut self.type_months) {
            tally.clear();
        }
        self.minutes.0 = 0.0;
        self.meter.forget(self.today);
    }

    fn close_month(&mut self, day: u32) {
        self.assign();
        let last = self.month + 1 == self.model.clock.months.len();
        self.minutes.1 += self.minutes.0;
        for (total, month) in self.type_totals.iter_mut().zip(&self.type_months) {
            total.merge(month);
        }
        let open: Vec<[f64; 3]> = (0..self.counts.len()).map(|number| self.standing(number, day)).collect();
        self.close_case_types(&open, last);
        self.close_units(&open, last);
        self.close_populations(last);
        for tally in self.unit_months.iter_mut().chain(&mut self.type_months) {
            tally.clear();
        }
        self.all_month.clear();
        self.minutes.0 = 0.0;
        self.month += 1;
    }

    /// Open cases of a type at the end of a day, those in external waits, those older than three months.
    fn standing(&self, number: usize, day: u32) -> [f64; 3] {
        let count = self.counts[number];
        [count.open() as f64, count.external as f64, self.old(number, day) as f64]
    }

    fn close_case_types(&mut self, open: &[[f64; 3]], last: bool) {
        let mut busy = vec![(0.0, 0.0); self.model.units.len()];
        for (number, types) in self.epoch.types.iter().enumerate() {
            if let Some(sums) = busy.get_mut(types.unit as usize) {
                sums.0 += self.type_months[number].busy;
                sums.1 += self.type_totals[number].busy;
            }
        }
        for number in (0..open.len()).filter(|&number| self.model.types[number].reported) {
            let unit = self.epoch.types[number].unit as usize;
            let busy = busy.get(unit).copied().unwrap_or_default();
            self.lines.case_type(number, &self.type_months[number], open[number], busy.0, self.minutes.0);
            if last {
                let total = &self.type_totals[number];
                self.lines.case_type_total(number, total, open[number], busy.1, self.minutes.1);
            }
        }
    }

    fn close_units(&mut self, open: &[[f64; 3]], last: bool) {
        let mut sums = vec![[0.0; 3]; self.model.units.len()];
        let mut all = [0.0; 3];
        for (types, open) in self.epoch.types.iter().zip(open) {
            let unit = sums.get_mut(types.unit as usize);
            for sum in unit.into_iter().chain([&mut all]) {
                sum.iter_mut().zip(open).for_each(|(sum, value)| *sum += value);
            }
        }
        for (unit, info) in self.model.units.iter().enumerate() {
            self.unit_totals[unit].merge(&self.unit_months[unit]);
            self.all_month.merge(&self.unit_months[unit]);
            if info.reported {
                self.lines.unit(unit, &self.unit_months[unit], sums[unit], self.minutes.0);
                if last {
                    self.lines.unit_total(unit, &self.unit_totals[unit], sums[unit], self.minutes.1);
                }
            }
        }
        self.all_total.merge(&self.all_month);
        if self.model.options.units.is_empty() {
            self.lines.department(&self.all_month, all, self.minutes.0);
            if last {
                self.lines.department_total(&self.all_total, all, self.minutes.1);
            }
        }
    }

    fn close_populations(&mut self, last: bool) {
        let fte = |tallies: &[Tally], minutes: f64| -> Vec<f64> {
            let mean = |tally: &Tally| if minutes > 0.0 { tally.posts_capacity / minutes } else { 0.0 };
            tallies.iter().map(mean).collect()
        };
        let (monthly, total) =
            (fte(&self.unit_months, self.minutes.0), fte(&self.unit_totals, self.minutes.1));
        self.lines.populations(&self.populations, self.model, self.epoch, &monthly, last.then_some(&total));
    }

    /// Open cases that arrived more than ninety days before the end of a day.
    fn old(&self, number: usize, day: u32) -> u64 {
        let days = self.model.clock.length.len() + PAST;
        let until = (day as usize + 1 + PAST).saturating_sub(THREE_MONTHS as usize);
        self.ages[number * days..number * days + until].iter().map(|count| u64::from(*count)).sum()
    }

    pub(super) fn finish(mut self, replication: u32, waiting: &[u64], handled: &[u64]) -> Replication {
        self.meter.assign(self.epoch, self.today);
        let days = self.today - f64::from(self.model.options.warmup_days);
        let balances = self.model.types.iter().enumerate().map(|(number, info)| {
            let count = self.counts[number];
            let balance = CaseTypeBalance {
                opening: count.opening,
                arrivals: count.arrivals,
                completed: count.completed,
                waiting: waiting[number],
                in_handling: handled[number],
                external: u64::try_from(count.external).unwrap_or_default(),
            };
            (info.id.clone(), balance)
        });
        let reported =
            balances.zip(&self.model.types).filter(|(_, info)| info.reported).map(|(balance, _)| balance);
        let balance = reported.collect();
        self.lines.finish(replication, self.meter.finish(self.model, days), balance)
    }
}
