//! What the formulas see of a unit: one queue, and posts that are all alike.

use crate::assessment::{ItemKind, Queue, UnitAssessment};
use crate::plan::{CaseType, Occupancy, Plan, Post};
use crate::simulation::TimeTaken;
use chrono::NaiveDate;

/// A unit alone, without the units below; cases and times of the twelve months from the day on.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Group {
    /// Permanent need, and the part of it that is for cases.
    pub(super) need: f64,
    pub(super) case_need: f64,
    /// Cases that are expected.
    pub(super) cases: f64,
    /// Their handling time.
    pub(super) minutes: f64,
    /// Steps to be begun: each waits anew.
    pub(super) visits: f64,
    /// Sum of the squares of their times.
    squares: f64,
    /// Filled posts with casework: the servers of the queue.
    posts: u32,
    /// Full-time equivalents that reach the cases on the day.
    pub(super) effective: f64,
    /// Open cases on the day.
    pub(super) opening: f64,
    /// Whether some case types go first.
    pub(super) has_priorities: bool,
    /// Whether demand grows, has seasons or dated events.
    pub(super) demand_moves: bool,
    /// Whether cases wait with others between their steps.
    pub(super) waits_outside: bool,
}

impl Group {
    /// The unit in a plan of the day; `pieces` is the same with its shared posts taken apart.
    pub(super) fn of(
        plan: &Plan,
        pieces: &Plan,
        unit: &UnitAssessment,
        effective: f64,
        day: NaiveDate,
    ) -> Self {
        let works = |post: &&Post| {
            post.fte_in(&unit.unit) > crate::plan::Fte::ZERO
                && post.casework.as_f64() > 0.0
                && !post.is_on_leave(day)
                && matches!(post.occupancy(day), Occupancy::Filled { .. })
        };
        let posts = u32::try_from(pieces.posts.iter().filter(works).count()).unwrap_or(u32::MAX);
        let mut group =
            Self { need: unit.own.need, case_need: unit.own.case_need, posts, effective, ..Self::default() };
        let mut first = None;
        for item in &unit.items {
            let ItemKind::CaseType(id) = &item.kind else { continue };
            let Some(case_type) = plan.case_type(id) else { continue };
            group.add(case_type, item.quantity);
            let first = *first.get_or_insert(case_type.priority);
            group.has_priorities |= first != case_type.priority;
        }
        group
    }

    fn add(&mut self, case_type: &CaseType, cases: f64) {
        self.cases += cases;
        self.opening += case_type.opening.waiting as f64;
        for step in &case_type.steps {
            let minutes = step.minutes.as_f64();
            if minutes <= 0.0 {
                continue;
            }
            let visits = cases * step.expected_minutes() / minutes;
            let cv = TimeTaken::of_step(step).spread();
            self.visits += visits;
            self.minutes += visits * minutes;
            self.squares += visits * minutes * minutes * (1.0 + cv * cv);
            self.waits_outside |= step.then_days.is_some();
        }
        let demand = &case_type.demand;
        self.demand_moves |= demand.growth != 0.0 || !demand.season.is_empty() || !demand.events.is_empty();
    }

    /// Several as if they were one queue.
    pub(super) fn together(groups: &[&Self]) -> Self {
        let mut all = Self::default();
        for group in groups {
            all.visits += group.visits;
            all.minutes += group.minutes;
            all.squares += group.squares;
        }
        all
    }

    /// Whether anybody handles cases.
    pub(super) const fn can_work(&self) -> bool {
        self.posts > 0 && self.effective > 0.0
    }

    /// Square of the coefficient of variation of the time of a step, over all kinds of steps.
    pub(super) fn squared_cv(&self) -> f64 {
        if self.minutes <= 0.0 {
            return 0.0;
        }
        (self.squares * self.visits / (self.minutes * self.minutes) - 1.0).max(0.0)
    }

    /// Minutes of the window until a step is begun, by Erlang C; none without a post and from full load on. The capacity of the day is
    /// shared evenly by the filled posts.
    pub(super) fn wait(&self, year_minutes: f64) -> Option<f64> {
        self.queue(year_minutes)?.wait()
    }

    /// The same with the scatter of the times.
    pub(super) fn wait_scattered(&self, year_minutes: f64) -> Option<f64> {
        self.queue(year_minutes)?.wait_scattered(self.squared_cv())
    }

    fn queue(&self, year_minutes: f64) -> Option<Queue> {
        let speed = self.effective / f64::from(self.posts.max(1));
        (self.can_work() && self.visits > 0.0).then(|| Queue {
            arrivals: self.visits / year_minutes,
            service: self.minutes / self.visits / speed,
            posts: self.posts,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Eleven posts that together do what eleven full-time equivalents do, at nine tenths of their load.
    fn group() -> Group {
        Group {
            cases: 9.9,
            minutes: 9.9 * 60.0,
            visits: 9.9,
            squares: 9.9 * 60.0 * 60.0 * 2.0,
            posts: 11,
            effective: 11.0,
            ..Group::default()
        }
    }

    /// The published value of Erlang C, times the sixty minutes of a service; a year of sixty minutes.
    #[test]
    fn waits_as_long_as_erlang_says() {
        let wait = group().wait(60.0).unwrap();
        assert!((wait / 60.0 - 0.594_497).abs() < 5e-7, "{wait}");
        assert!((group().squared_cv() - 1.0).abs() < 1e-12);
        assert!((group().wait_scattered(60.0).unwrap() - wait).abs() < 1e-9);
    }

    /// Half of the capacity over as many posts: twice the load, and no answer.
    #[test]
    fn has_no_answer_where_the_capacity_of_the_day_is_too_small() {
        assert_eq!(Group { effective: 5.5, ..group() }.wait(60.0), None);
        assert_eq!(Group { effective: 0.0, ..group() }.wait(60.0), None);
        assert!(!Group { posts: 0, ..group() }.can_work());
    }

    /// Slower posts take longer for a step: the wait grows although load and posts are the same.
    #[test]
    fn shares_the_capacity_evenly() {
        let slow = Group { effective: 5.5, minutes: 9.9 * 30.0, squares: 9.9 * 30.0 * 30.0, ..group() };
        // Half the speed and half the work: the same time for a step.
        assert!((slow.wait(60.0).unwrap() - group().wait(60.0).unwrap()).abs() < 1e-9);
        assert_eq!(slow.squared_cv(), 0.0);
    }
}
