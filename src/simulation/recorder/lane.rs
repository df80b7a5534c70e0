//! What is taken down of a case type.

use super::super::queue::Case;
use super::super::standing::Level;
use super::super::statistics::Tally;
use super::{Completion, PAST};

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
    /// Open cases by day of arrival.
    pub(super) ages: Vec<u32>,
}

impl Lane {
    pub(super) fn new(days: usize) -> Self {
        Self {
            count: Count::default(),
            level: Level::default(),
            tally: Tally::new(),
            passed: 0,
            ages: vec![0; days + PAST],
        }
    }

    #[inline(always)]
    pub(super) fn age(&mut self, arrival_day: i64) -> &mut u32 {
        let last = self.ages.len() - 1;
        // A day before the table wraps around to a number beyond it, so that one comparison tells all others apart.
        let place = (arrival_day + PAST as i64) as usize;
        if place > last {
            return &mut self.ages[if arrival_day < 0 { 0 } else { last }];
        }
        &mut self.ages[place]
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
            *self.age(arrived) -= 1;
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
            *self.age(day.into()) -= passed;
        }
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
