//! What is taken down of a case type.

use super::super::queue::Case;
use super::super::standing::Level;
use super::super::statistics::Tally;
use super::{Completion, THREE_MONTHS};

/// Counts of a case type over the whole run.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    pub(super) opening: u64,
    pub(super) arrivals: u64,
    /// Without those of the tally.
    completed: u64,
    pub(super) external: i64,
}

/// What is taken down of a case type at every visit, side by side: one look-up and few lines of the cache.
#[derive(Debug)]
pub(super) struct Lane {
    pub(super) count: Count,
    pub(super) level: Level,
    /// Since the last month end or move of the case type.
    pub(super) tally: Tally,
    /// Cases that came and were completed today: taken out of `ages` in the evening, all at once.
    passed: u32,
    /// Open cases by day of arrival, and how many days before the first one are told apart; older cases count as that old.
    pub(super) ages: Vec<u32>,
    past: usize,
    /// Of these, those that arrived more than three months before the end of today, and the places in `ages` that they have.
    pub(super) old: u32,
    old_until: usize,
}

impl Lane {
    /// For so many days, and so many before them: more than three months.
    pub(super) fn new(days: usize, past: usize) -> Self {
        Self {
            count: Count::default(),
            level: Level::default(),
            tally: Tally::new(),
            passed: 0,
            ages: vec![0; days + past],
            past,
            old: 0,
            old_until: past - THREE_MONTHS as usize,
        }
    }

    /// Place of a day of arrival in the table.
    #[inline(always)]
    fn place(&self, arrival_day: i64) -> usize {
        let last = self.ages.len() - 1;
        // A day before the table wraps around to a number beyond it, so that one comparison tells all others apart.
        let place = (arrival_day + self.past as i64) as usize;
        if place > last {
            return if arrival_day < 0 { 0 } else { last };
        }
        place
    }

    /// Open cases that arrived on one day; none for days before those that the table tells apart.
    pub(super) fn arrived_and_open(&self, day: i64) -> u32 {
        let place = usize::try_from(day + self.past as i64).unwrap_or_default();
        if place == 0 { 0 } else { self.ages.get(place).copied().unwrap_or_default() }
    }

    /// Cases arrive on a day: today, or, before the first one, long ago.
    #[inline(always)]
    pub(super) fn enter(&mut self, arrival_day: i64, count: u32) {
        let place = self.place(arrival_day);
        self.ages[place] += count;
        if place < self.old_until {
            self.old += count;
        }
    }

    /// Cases of a day of arrival are completed.
    #[inline(always)]
    fn leave(&mut self, arrival_day: i64, count: u32) {
        let place = self.place(arrival_day);
        self.ages[place] -= count;
        self.old -= if place < self.old_until { count } else { 0 };
    }

    /// A completion; the target counts whole dates.
    #[inline(always)]
    pub(super) fn completes(&mut self, case: &Case, completion: Completion) {
        let Completion { day, start, time, target } = completion;
        self.tally.completions += 1;
        self.tally.lead.add(time - case.arrival);
        // Of most cases with one visit only the day is known without rounding.
        let arrived = if case.arrival >= start {
            self.passed += 1;
            i64::from(day)
        } else {
            let arrived = case.arrival_day();
            self.leave(arrived, 1);
            arrived
        };
        if let Some(target) = target {
            self.tally.judged += 1;
            self.tally.within += u64::from(i64::from(day) - arrived <= i64::from(target));
        }
    }

    /// The day is over.
    pub(super) fn end_day(&mut self, day: u32) {
        let passed = std::mem::take(&mut self.passed);
        if passed > 0 {
            self.leave(day.into(), passed);
        }
        // One more day lies three months back.
        self.old += self.ages[self.old_until];
        self.old_until += 1;
    }

    pub(super) const fn completed(&self) -> u64 {
        self.count.completed + self.tally.completions
    }

    pub(super) const fn open(&self) -> u64 {
        (self.count.opening + self.count.arrivals).saturating_sub(self.completed())
    }

    /// The tally is read next, and cleared.
    pub(super) fn settle(&mut self) -> &mut Tally {
        self.count.completed += self.tally.completions;
        self.tally.settle();
        &mut self.tally
    }

    /// Cases that wait here or are in work.
    pub(super) fn waiting(&self) -> u64 {
        self.open().saturating_sub(u64::try_from(self.count.external).unwrap_or_default())
    }
}
