//! The solver: the least additional posts, or the best redistribution of the present ones, with which a target is met.
//!
//! A [`Search`] is a state machine without threads: it says which changes it wants to know the outcomes of
//! ([`Search::questions`]), the caller runs them where and how it likes and tells the outcomes ([`Search::answer`]),
//! until there is a [`Finding`]. Questions of one round do not depend on each other and may be run together, answered
//! in any order, and dropped at any moment. All runs must use the same seed and the same replications, counted from
//! 0: with common random numbers the candidates then differ by nothing but their posts.
//!
//! ```
//! use stellwerk::format::Language;
//! use stellwerk::plan::{Change, UnitId, builtin};
//! use stellwerk::simulation::{Finding, Model, Options, Search, Target, TargetMeasure, UnitOutcome};
//!
//! let plan = builtin().unwrap();
//! let unit = UnitId::parse("eu").unwrap();
//! let day = "2025-12-31".parse().unwrap();
//! let target = Target::new(unit, TargetMeasure::Open, 400.0, day, plan.as_of).unwrap();
//!
//! // What the caller does in threads or workers: replications of one unit under a list of changes.
//! let days = target.horizon_days(plan.as_of);
//! let run = |changes: &[Change], unit: &UnitId| -> Vec<UnitOutcome> {
//!     let options = Options { horizon_days: days, units: vec![unit.clone()], ..Options::default() };
//!     let model = Model::new(&plan, changes, &options).unwrap();
//!     (0..8).map(|n| UnitOutcome::from(model.run(n).unwrap().unit(&model, unit).unwrap())).collect()
//! };
//!
//! let scenario: Vec<Change> = Vec::new();
//! let mut search = Search::posts(&plan, &scenario, target, plan.as_of).unwrap();
//! while search.finding().is_none() {
//!     let questions: Vec<_> = search.questions().cloned().collect();
//!     for question in questions {
//!         let outcomes = question.units.iter().map(|unit| run(&question.changes, unit)).collect();
//!         search.answer(question.number, outcomes);
//!     }
//! }
//! println!("{}", search.sentence(&plan, Language::German).unwrap());
//! # assert!(matches!(search.finding(), Some(Finding::Found(_))), "{:?}", search.finding());
//! ```

mod error;
mod front;
mod moves;
pub(super) mod pattern;
mod posts;
mod words;

pub use error::SolverError;
pub use front::Point;

use super::target::{Reading, Target, UnitOutcome};
use crate::plan::{Change, EuroPerYear, Fte, Plan, UnitId};
use chrono::NaiveDate;
use moves::Moves;
use posts::Posts;
use serde::Serialize;

/// Something whose outcome a search wants to know.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Tells it from the other questions of the search.
    pub number: usize,
    /// All changes: those of the scenario and those of the candidate.
    pub changes: Vec<Change>,
    /// The units whose outcomes are asked for, in the order of the answer.
    pub units: Vec<UnitId>,
}

/// A candidate that was tried.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// Full-time equivalents added or moved.
    pub size: Fte,
    /// What to add to the changes of the scenario.
    pub changes: Vec<Change>,
    /// The target under them.
    pub reading: Reading,
}

/// What becomes of a unit that gives posts away.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Donor {
    /// Which unit.
    pub unit: UnitId,
    /// The figure of the target there, before.
    pub before: Reading,
    /// The same after.
    pub after: Reading,
}

/// The smallest step that meets the target.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Found {
    /// The target under the scenario as it is.
    pub now: Reading,
    /// What meets it.
    pub step: Step,
    /// The target with one step less, which does not meet it for certain.
    pub one_less: Reading,
    /// Units that give posts away; none where posts are added.
    pub donors: Vec<Donor>,
    /// Cases older than three months in all units concerned, in the mean, after minus before.
    pub old_cases: f64,
}

/// Why nothing is proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The posts would be filled on or after the day of the target only.
    TooSoon {
        /// First day of the newcomers.
        filled: NaiveDate,
    },
    /// It would take more than as many posts again as the unit has.
    TooMany {
        /// Most that would be proposed.
        most: Fte,
    },
    /// Even three times the most that would be proposed do not meet it.
    OutOfReach {
        /// What was tried.
        tried: Fte,
    },
    /// What meets it costs more than may be spent.
    OverBudget {
        /// The least that meets it.
        needed: Fte,
        /// What that costs.
        cost: EuroPerYear,
        /// What may be spent.
        budget: EuroPerYear,
    },
    /// No other unit has a post to give.
    NoDonors,
    /// Every post that could be moved would make its unit miss the same target.
    DonorsWouldMiss,
    /// No move makes things better.
    NoMoveHelps,
    /// As many posts as may be moved at once do not suffice.
    ManyMoves {
        /// Posts moved.
        moved: u32,
    },
}

/// What a search ends with.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// Nothing has to be done.
    AlreadyMet {
        /// The target under the scenario as it is.
        now: Reading,
    },
    /// A step that meets the target.
    Found(Found),
    /// No step meets it.
    NotReachable {
        /// The target under the scenario as it is.
        now: Reading,
        /// The best that was tried, where anything was.
        best: Option<Step>,
        /// Why.
        why: Refusal,
    },
    /// What would meet it is nothing that could be done.
    Implausible {
        /// The target under the scenario as it is.
        now: Reading,
        /// The largest step that would still be proposed, where it was tried.
        best: Option<Step>,
        /// Why.
        why: Refusal,
    },
}

/// A search for posts to add or to move; see the module's example.
#[derive(Debug, Clone)]
pub struct Search {
    target: Target,
    from: NaiveDate,
    way: Way,
    round: Vec<Asked>,
    asked: usize,
    finding: Option<Finding>,
}

#[derive(Debug, Clone)]
enum Way {
    Posts(Box<Posts>),
    Moves(Box<Moves>),
}

/// A question and, in time, its answer.
#[derive(Debug, Clone)]
struct Asked {
    question: Question,
    /// By unit, then by replication.
    outcomes: Option<Vec<Vec<UnitOutcome>>>,
}

impl Asked {
    fn of(&self, unit: &UnitId) -> &[UnitOutcome] {
        let place = self.question.units.iter().position(|asked| asked == unit);
        let outcomes = self.outcomes.as_ref();
        place.zip(outcomes).and_then(|(place, outcomes)| outcomes.get(place)).map_or(&[], Vec::as_slice)
    }
}

/// What a way wants next.
enum Next {
    /// Changes to be tried together, each with the units that matter.
    Ask(Vec<(Vec<Change>, Vec<UnitId>)>),
    Done(Finding),
}

impl Search {
    /// A search for the least additional posts, in steps of half a post: bisection between none and as many again as
    /// the unit has, so about two and the binary logarithm of that number of questions ([`Search::at_most`]).
    ///
    /// An additional post has the grade, the case types and the share of casework that are most frequent in the unit;
    /// it is vacant from `from` on for the mean recruitment time, and then has a newcomer.
    ///
    /// # Errors
    /// [`SolverError`] where the unit, the target and the date do not go together.
    pub fn posts(
        plan: &Plan,
        changes: &[Change],
        target: Target,
        from: NaiveDate,
    ) -> Result<Self, SolverError> {
        Self::posts_within(plan, changes, target, from, None)
    }

    /// The same where no more than so many euro a year may be spent on the additional posts, by the cost that the plan names for
    /// their grade. What meets the target and costs more is told with its cost and not proposed; the most that may be spent is then
    /// tried as well, so that it is known how far it reaches.
    ///
    /// # Errors
    /// [`SolverError`] where the unit, the target and the date do not go together, or the plan names no cost of the grade.
    pub fn posts_within(
        plan: &Plan,
        changes: &[Change],
        target: Target,
        from: NaiveDate,
        budget: Option<EuroPerYear>,
    ) -> Result<Self, SolverError> {
        let from = error::check(plan, changes, &target, from)?;
        let way = Posts::new(plan, changes, &target, from, budget)?;
        let first = way.first(&target);
        Ok(Self::start(target, from, Way::Posts(Box::new(way)), first))
    }

    /// A search for whole filled posts of other units to move to the unit, one after the other: each round tries, of
    /// each unit that handles cases and keeps at least one post for it, the post closest in grade and then longest in
    /// the job, and takes the one that leaves the fewest cases older than three months. A unit that met the same
    /// target before is never made to miss it. Greedy: a better set of moves may exist. At most eight posts are moved,
    /// and the 24 units whose grades come closest are asked for them.
    ///
    /// # Errors
    /// [`SolverError`] where the unit, the target and the date do not go together.
    pub fn moves(
        plan: &Plan,
        changes: &[Change],
        target: Target,
        from: NaiveDate,
    ) -> Result<Self, SolverError> {
        let from = error::check(plan, changes, &target, from)?;
        let way = Moves::new(plan, changes, &target, from)?;
        let first = way.first(&target);
        Ok(Self::start(target, from, Way::Moves(Box::new(way)), first))
    }

    fn start(target: Target, from: NaiveDate, way: Way, first: Next) -> Self {
        let mut search = Self { target, from, way, round: Vec::new(), asked: 0, finding: None };
        search.go_on(first);
        search
    }

    fn go_on(&mut self, next: Next) {
        self.round.clear();
        match next {
            Next::Done(finding) => self.finding = Some(finding),
            Next::Ask(candidates) => {
                for (changes, units) in candidates {
                    let question = Question { number: self.asked, changes, units };
                    self.round.push(Asked { question, outcomes: None });
                    self.asked += 1;
                }
            }
        }
    }

    /// The questions that are not answered yet; none when there is a finding.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.round.iter().filter(|asked| asked.outcomes.is_none()).map(|asked| &asked.question)
    }

    /// Tells the outcomes of a question: by unit in its order, and for each by replication from 0 on. The last answer
    /// of a round leads to the next one. A number that is not open is ignored.
    pub fn answer(&mut self, number: usize, outcomes: Vec<Vec<UnitOutcome>>) {
        let Some(asked) = self.round.iter_mut().find(|asked| asked.question.number == number) else { return };
        asked.outcomes = Some(outcomes);
        if self.round.iter().any(|asked| asked.outcomes.is_none()) {
            return;
        }
        let round = std::mem::take(&mut self.round);
        let next = match &mut self.way {
            Way::Posts(posts) => posts.next(&self.target, &round),
            Way::Moves(moves) => moves.next(&self.target, &round),
        };
        self.go_on(next);
    }

    /// What the search ended with; none while questions are open.
    #[must_use]
    pub const fn finding(&self) -> Option<&Finding> {
        self.finding.as_ref()
    }

    /// What was tried so far, by size and without what something smaller reaches as well: a little worse for less.
    #[must_use]
    pub fn front(&self) -> Vec<Point> {
        match &self.way {
            Way::Posts(posts) => posts.front(),
            Way::Moves(moves) => moves.trail.front(|_| None),
        }
    }

    /// The grade of the posts that would be added, and what a whole one costs where the plan names it; none for a search that moves
    /// present ones.
    #[must_use]
    pub fn grade(&self) -> Option<(&str, Option<EuroPerYear>)> {
        match &self.way {
            Way::Posts(posts) => Some(posts.grade()),
            Way::Moves(_) => None,
        }
    }

    /// What is to be reached.
    #[must_use]
    pub const fn target(&self) -> &Target {
        &self.target
    }

    /// First day of the proposed changes.
    #[must_use]
    pub const fn from(&self) -> NaiveDate {
        self.from
    }

    /// Questions asked so far.
    #[must_use]
    pub const fn asked(&self) -> usize {
        self.asked
    }

    /// Most questions that the search may ask in all.
    #[must_use]
    pub fn at_most(&self) -> usize {
        match &self.way {
            Way::Posts(posts) => posts.at_most(),
            Way::Moves(moves) => moves.at_most(),
        }
    }
}

#[cfg(test)]
mod tests;
