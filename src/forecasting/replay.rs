//! One replication of a unit week by week, to be looked at: how many cases came, were completed, and where the open ones are.

use crate::simulation::Standing;
use chrono::{Datelike, Days, NaiveDate};

/// Most dots of the open cases, so that they can be told apart.
const MOST_DOTS: f64 = 150.0;
/// Figures of a week, see [`Replication::weeks`](crate::simulation::Replication::weeks).
const FIGURES: usize = 2 + Standing::<f64>::NAMES.len();

/// A week that ends on a Sunday.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Week {
    /// Its last day.
    pub ends: NaiveDate,
    /// Cases that came.
    pub arrived: f64,
    /// Cases that were completed.
    pub completed: f64,
    /// Open cases on its last evening, in the order of [`Standing::each`].
    pub places: [f64; 5],
    /// What these are more than a week before; none in the first week, before which nothing was counted.
    pub change: Option<[f64; 5]>,
}

impl Week {
    /// All open cases.
    #[must_use]
    pub fn open(&self) -> f64 {
        self.places.iter().sum()
    }

    /// What the open cases are more than a week before. In the first week what came and went.
    #[must_use]
    pub fn difference(&self) -> f64 {
        self.change.map_or(self.arrived - self.completed, |change| change.iter().sum())
    }

    /// Open cases that neither came nor were completed: a case type was moved to the unit, or away from it.
    #[must_use]
    pub fn moved(&self) -> f64 {
        self.difference() - (self.arrived - self.completed)
    }
}

/// The weeks of a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Replay {
    /// In their order; at least one.
    pub weeks: Vec<Week>,
    /// Cases that one dot stands for.
    pub dot: f64,
}

impl Replay {
    /// Reads the figures of a replication that begins on a day; none without a whole week.
    #[must_use]
    pub fn of(figures: &[f64], start: NaiveDate) -> Option<Self> {
        let first = 6 - u64::from(start.weekday().num_days_from_monday());
        let mut weeks: Vec<Week> = Vec::new();
        for (number, figures) in figures.chunks_exact(FIGURES).enumerate() {
            let [arrived, completed, places @ ..] = *figures.first_chunk::<FIGURES>()?;
            let before = weeks.last().map(|week| week.places);
            weeks.push(Week {
                ends: start.checked_add_days(Days::new(first + 7 * number as u64))?,
                arrived,
                completed,
                places,
                change: before.map(|before| std::array::from_fn(|place| places[place] - before[place])),
            });
        }
        let most = weeks.iter().map(Week::open).fold(0.0, f64::max);
        (!weeks.is_empty()).then(|| Self { dot: dot(most), weeks })
    }

    /// Dots for so many cases: rounded, but not none for some.
    #[must_use]
    pub fn dots(&self, cases: f64) -> usize {
        // The cast saturates; there are never fewer than none.
        let rounded = (cases / self.dot).round() as usize;
        rounded.max(usize::from(cases > 0.0))
    }

    /// Most dots that a figure of the weeks has.
    #[must_use]
    pub fn most(&self, figure: impl Fn(&Week) -> f64) -> usize {
        self.weeks.iter().map(|week| self.dots(figure(week))).max().unwrap_or_default()
    }
}

/// Cases of a dot where at most so many are open: 1, 2, 5, 10, 20, 50 …
fn dot(most: f64) -> f64 {
    let mut dot = 1.0;
    for factor in [2.0, 2.5, 2.0].into_iter().cycle() {
        if most <= dot * MOST_DOTS {
            break;
        }
        dot *= factor;
    }
    dot
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: [f64; FIGURES] = [10.0, 4.0, 40.0, 6.0, 20.0, 30.0, 4.0];
    const SECOND: [f64; FIGURES] = [12.0, 20.0, 35.0, 7.0, 20.0, 26.0, 4.0];

    #[test]
    fn weeks_end_on_sundays_and_tell_what_they_are_more_than_the_one_before() {
        let start = NaiveDate::from_ymd_opt(2024, 2, 1).unwrap();
        let replay = Replay::of(&[FIRST, SECOND].concat(), start).unwrap();
        let [first, second] = replay.weeks[..] else { panic!("two weeks") };
        assert_eq!([first, second].map(|week| week.ends.to_string()), ["2024-02-04", "2024-02-11"]);
        assert_eq!((first.open(), first.change, first.difference(), first.moved()), (100.0, None, 6.0, 0.0));
        assert_eq!(second.change, Some([-5.0, 1.0, 0.0, -4.0, 0.0]));
        assert_eq!((second.difference(), second.moved()), (-8.0, 0.0));
        // Five cases came with a case type that was moved.
        let third = [0.0, 0.0, 40.0, 7.0, 20.0, 26.0, 4.0];
        let replay = Replay::of(&[FIRST, SECOND, third].concat(), start).unwrap();
        assert_eq!(replay.weeks[2].moved(), 5.0);
        assert_eq!(Replay::of(&[], start), None);
        // A plan that begins on a Sunday has a week of one day.
        let sunday = NaiveDate::from_ymd_opt(2024, 2, 4).unwrap();
        assert_eq!(Replay::of(&FIRST, sunday).unwrap().weeks[0].ends, sunday);
    }

    #[test]
    fn a_dot_stands_for_so_many_cases_that_dots_can_be_told_apart() {
        let told: Vec<f64> = [0.0, 150.0, 151.0, 301.0, 751.0, 1_501.0, 3_001.0].map(dot).to_vec();
        assert_eq!(told, [1.0, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0]);
        let many = FIRST.map(|figure| figure * 4.0);
        let replay = Replay::of(&many, NaiveDate::from_ymd_opt(2024, 2, 1).unwrap()).unwrap();
        assert_eq!(replay.dot, 5.0);
        assert_eq!([0.0, 1.0, 7.0, 8.0].map(|cases| replay.dots(cases)), [0, 1, 1, 2]);
        assert_eq!(replay.most(|week| week.places[0]), 32);
    }
}
