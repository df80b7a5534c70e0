//! Takes down what happens in a replication, and closes the months.

mod lane;
mod weeks;

use super::census::CensusCase;
use super::failure::Caused;
use super::model::{Epoch, Model, NOWHERE};
use super::population::Populations;
use super::queue::Case;
use super::random::Key;
use super::replication::{CaseTypeBalance, Lines, Replication};
use super::standing::{Level, Meter, Place};
use super::statistics::Tally;
use crate::plan::gather::gathered;
use lane::Lane;
use weeks::Weeks;

/// Days before the first that the tables of ages tell apart at least.
const PAST: u32 = 120;
/// A case older than this many days is reported (§ 75 VwGO).
pub(super) const THREE_MONTHS: u32 = 90;

/// How a case comes to its post.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Came {
    /// At once, or again: no wait is taken down.
    Straight,
    /// Out of the queue of the days before.
    Queued,
    /// On the same day; the minute at which it came.
    Today(f64),
}

/// The handling of a case that ends on its day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Handling {
    pub(super) unit: u32,
    /// Window minutes, and full-time minutes.
    pub(super) minutes: f64,
    pub(super) handled: f64,
    /// Calendar days.
    pub(super) days: f64,
}

/// The completion of a case: the day, also as calendar time, the calendar time, and the days within which it should have come.
#[derive(Debug, Clone, Copy)]
pub(super) struct Completion {
    pub(super) day: u32,
    pub(super) start: f64,
    pub(super) time: f64,
    pub(super) target: Option<u32>,
}

/// The figures of a replication in the making.
pub(super) struct Recorder<'m> {
    model: &'m Model,
    epoch: &'m Epoch,
    /// Number of today.
    today: f64,
    meter: Meter,
    lanes: Vec<Lane>,
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
    /// The completed cases, where they are asked for.
    closed: Vec<CensusCase>,
    observed: bool,
    weeks: Weeks,
}

/// Posts of a unit are at work for some minutes.
#[inline(always)]
fn posts_busy(unit_months: &mut [Tally], unit: u32, minutes: f64) {
    // The number of no unit is beyond all.
    if let Some(tally) = unit_months.get_mut(unit as usize) {
        tally.posts_busy += minutes;
    }
}

/// Days before the first that somebody asks for: no further back than the oldest case goes.
#[inline(never)]
fn past(model: &Model) -> usize {
    let (mut asked, mut there) = (0, 0);
    for one in model.epochs.iter().flat_map(|epoch| &epoch.types) {
        asked = asked.max(one.caused.as_ref().map_or(0, Caused::oldest));
    }
    for info in &model.types {
        there = there.max(info.opening.oldest_days);
        for group in &info.open {
            there = there.max(group.oldest);
        }
    }
    // The evening before the first day, and one day that stands for all before.
    asked.min(there).saturating_add(2).max(PAST) as usize
}

fn levels(lanes: &mut [Lane]) -> impl Iterator<Item = &mut Level> {
    lanes.iter_mut().map(|lane| &mut lane.level)
}

impl<'m> Recorder<'m> {
    pub(super) fn new(model: &'m Model, root: Key) -> Self {
        let tallies = |count: usize| (0..count).map(|_| Tally::new()).collect::<Vec<_>>();
        let (types, units) = (model.types.len(), model.units.len());
        let (days, past) = (model.clock.length.len(), past(model));
        Self {
            model,
            epoch: &model.epochs[0],
            today: 0.0,
            meter: Meter::new(types, units),
            lanes: (0..types).map(|_| Lane::new(days, past)).collect(),
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
            closed: Vec::new(),
            observed: false,
            weeks: Weeks::default(),
        }
    }

    /// Cases of a type that wait here or are in work.
    pub(super) fn waiting(&self, case_type: u32) -> u64 {
        self.lanes[case_type as usize].waiting()
    }

    /// Open cases of a type that arrived on one day.
    pub(super) fn arrived_and_open(&self, case_type: u32, day: i64) -> u64 {
        self.lanes[case_type as usize].arrived_and_open(day).into()
    }

    pub(super) fn opening(&mut self, case: &Case) {
        let lane = &mut self.lanes[case.case_type as usize];
        lane.count.opening += 1;
        lane.enter(case.arrival_day(), 1);
    }

    /// New cases of a day.
    #[inline(always)]
    pub(super) fn arrived(&mut self, case_type: u16, day: i64, count: u32) {
        let lane = &mut self.lanes[case_type as usize];
        lane.count.arrivals += u64::from(count);
        lane.tally.arrivals += u64::from(count);
        lane.enter(day, count);
    }

    /// A case goes out for an external wait.
    pub(super) fn goes_out(&mut self, case_type: u16, to: Place, time: f64) {
        let lane = &mut self.lanes[case_type as usize];
        lane.count.external += 1;
        lane.level.enter(to, time);
    }

    /// A case is back from outside.
    pub(super) fn comes_back(&mut self, case: &Case) {
        let lane = &mut self.lanes[case.case_type as usize];
        lane.count.external -= 1;
        lane.level.leave(case.outside, case.ready);
    }

    /// A case goes into the queue.
    #[inline(always)]
    pub(super) fn queues(&mut self, case_type: u16, time: f64) {
        self.lanes[case_type as usize].level.enter(Place::Queue, time);
    }

    /// A post that is gone gives its case back at the opening of today.
    pub(super) fn given_back(&mut self, case_type: u16) {
        let level = &mut self.lanes[case_type as usize].level;
        level.leave(Place::Work, self.today);
        level.enter(Place::Queue, self.today);
    }

    /// A post begins with a case at a time: how it came, the wait that is taken down where it has not begun before, its handling where
    /// this ends on the same day, and its completion where there is one at its end.
    #[inline(always)]
    pub(super) fn begins(
        &mut self,
        case: &Case,
        came: Came,
        wait: Option<f64>,
        time: f64,
        handling: Option<(Handling, Completion)>,
    ) {
        let lane = &mut self.lanes[case.case_type as usize];
        match came {
            Came::Straight => {}
            Came::Queued => lane.level.leave(Place::Queue, time),
            Came::Today(_) => lane.level.stay(Place::Queue, time - case.ready),
        }
        if let Some(wait) = wait {
            lane.tally.wait.add(wait);
        }
        let Some((handling, completion)) = handling else { return lane.level.enter(Place::Work, time) };
        lane.tally.busy += handling.minutes;
        lane.tally.handled += handling.handled;
        lane.level.stay(Place::Work, handling.days);
        posts_busy(&mut self.unit_months, handling.unit, handling.minutes);
        // Most visits end with the case: its completion is taken down along with them, as the figures are at hand. Asked last, as it is
        // what the caller asks next.
        if !case.external {
            lane.completes(case, completion);
            if self.observed {
                self.close(case, completion.day);
            }
        }
    }

    /// A post goes on with a case for some minutes, full-time ones besides.
    #[inline(always)]
    pub(super) fn goes_on(&mut self, unit: u32, case_type: u16, minutes: f64, handled: f64) {
        let lane = &mut self.lanes[case_type as usize];
        lane.tally.busy += minutes;
        lane.tally.handled += handled;
        posts_busy(&mut self.unit_months, unit, minutes);
    }

    /// A post goes on with a case of the day before and is done with it; its completion, where it does not go out.
    #[inline(always)]
    pub(super) fn ends(
        &mut self,
        unit: u32,
        case: &Case,
        minutes: f64,
        handled: f64,
        completion: Completion,
    ) {
        let lane = &mut self.lanes[case.case_type as usize];
        lane.tally.busy += minutes;
        lane.tally.handled += handled;
        lane.level.leave(Place::Work, completion.time);
        posts_busy(&mut self.unit_months, unit, minutes);
        if !case.external {
            lane.completes(case, completion);
            if self.observed {
                self.close(case, completion.day);
            }
        }
    }

    /// Takes the completed cases down from now on.
    pub(super) fn observe(&mut self) {
        self.observed = true;
    }

    /// Takes down what happens week by week from now on.
    pub(super) fn weekly(&mut self) {
        self.weeks.begin(self.model);
    }

    /// The completed cases.
    pub(super) fn closed(&mut self) -> Vec<CensusCase> {
        std::mem::take(&mut self.closed)
    }

    /// A case is completed.
    #[inline(always)]
    pub(super) fn completion(&mut self, case: &Case, completion: Completion) {
        self.lanes[case.case_type as usize].completes(case, completion);
        if self.observed {
            self.close(case, completion.day);
        }
    }

    /// Takes a completed case down, where that is asked for.
    #[cold]
    fn close(&mut self, case: &Case, day: u32) {
        let (case_type, day) = (u32::from(case.case_type), i64::from(day));
        let (received, place) = (case.arrival_day(), Place::default());
        self.closed.push(CensusCase { case_type, received, closed: Some(day), place, since: day });
    }

    /// A post of a unit is there for some minutes; what it can give.
    #[inline(always)]
    pub(super) fn available(&mut self, unit: u32, minutes: f64, capacity: f64) {
        let Some(tally) = self.unit_months.get_mut(unit as usize) else { return };
        tally.posts_available += minutes;
        tally.posts_capacity += capacity;
    }

    /// A new epoch: what was done so far belongs to the units of before.
    pub(super) fn epoch(&mut self, epoch: &'m Epoch) {
        self.assign();
        self.meter.assign(levels(&mut self.lanes), self.epoch, self.today);
        self.epoch = epoch;
    }

    /// Gives the figures of the case types to their months and units.
    fn assign(&mut self) {
        for (number, tally) in self.lanes.iter_mut().map(Lane::settle).enumerate() {
            let unit = self.epoch.types[number].unit;
            if unit != NOWHERE {
                self.unit_months[unit as usize].merge(tally);
            }
            let month = &mut self.type_months[number];
            if month.is_empty() {
                std::mem::swap(month, tally);
            } else {
                month.merge(tally);
                tally.clear();
            }
        }
    }

    pub(super) fn end_day(&mut self, day: u32) {
        let clock = &self.model.clock;
        let at = day as usize;
        self.minutes.0 += clock.length[at];
        self.today = f64::from(day + 1);
        self.lanes.iter_mut().for_each(|lane| lane.end_day(day));
        self.weeks.end_day(self.model, self.epoch, &self.lanes, day);
        self.populations.day(self.model, self.epoch, day);
        if day + 1 == self.model.options.warmup_days {
            self.forget();
        } else if clock.months.get(self.month).is_some_and(|month| month.end == day + 1) {
            self.close_month();
        }
    }

    /// The warm-up is over.
    fn forget(&mut self) {
        let types = self.lanes.iter_mut().map(Lane::settle);
        for tally in types.chain(&mut self.unit_months).chain(&mut self.type_months) {
            tally.clear();
        }
        self.minutes.0 = 0.0;
        self.meter.forget(levels(&mut self.lanes), self.today);
    }

    fn close_month(&mut self) {
        self.assign();
        let last = self.month + 1 == self.model.clock.months.len();
        self.minutes.1 += self.minutes.0;
        for (total, month) in self.type_totals.iter_mut().zip(&self.type_months) {
            total.merge(month);
        }
        let open: Vec<[f64; 3]> = (0..self.lanes.len()).map(|number| self.standing(number)).collect();
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

    /// Open cases of a type at the end of today, those in external waits, those older than three months.
    fn standing(&self, number: usize) -> [f64; 3] {
        let lane = &self.lanes[number];
        [lane.open() as f64, lane.count.external as f64, f64::from(lane.old)]
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

    /// `found`: by case type the cases that are waiting, in handling and outside at the end.
    pub(super) fn finish(mut self, replication: u32, found: [&[u64]; 3]) -> Replication {
        self.meter.assign(levels(&mut self.lanes), self.epoch, self.today);
        let days = self.today - f64::from(self.model.options.warmup_days);
        let balances = self.model.types.iter().enumerate().map(|(number, info)| {
            let lane = &self.lanes[number];
            let [waiting, in_handling, external] = found.map(|found| found[number]);
            let balance = CaseTypeBalance {
                opening: lane.count.opening,
                arrivals: lane.count.arrivals,
                completed: lane.completed(),
                waiting,
                in_handling,
                external,
            };
            (info.id.clone(), balance)
        });
        let reported =
            balances.zip(&self.model.types).filter(|(_, info)| info.reported).map(|(balance, _)| balance);
        let balance = gathered(reported);
        let weeks = self.weeks.finish(self.model);
        self.lines.finish(replication, self.meter.finish(self.model, days), balance, weeks)
    }
}
