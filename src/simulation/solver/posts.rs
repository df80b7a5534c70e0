//! The least additional posts of a unit: bisection over half posts.

use super::super::Summariser;
use super::super::target::{Reading, Target, Verdict};
use super::front::{Point, Trail};
use super::{Asked, Finding, Found, Next, Refusal, SolverError, Step, pattern};
use crate::plan::{Action, Change, EuroPerYear, Fte, Plan, Post, PostId, PostShare};
use chrono::{Days, NaiveDate};

/// Half a post, in thousandths.
const HALF: i64 = 500;
/// How many times the most that is proposed is tried, to tell the implausible from the impossible.
const BEYOND: usize = 3;

#[derive(Debug, Clone)]
pub(super) struct Posts {
    scenario: Vec<Change>,
    from: NaiveDate,
    pattern: Post,
    ids: Vec<PostId>,
    /// First day of the newcomers.
    pub(super) filled: NaiveDate,
    /// Proficiency of the newcomers on the day of the target, 0 to 1.
    pub(super) proficiency: f64,
    /// Most half posts that are proposed.
    limit: usize,
    /// What a whole post of the pattern costs, where the plan names it.
    cost: Option<EuroPerYear>,
    /// What may be spent, and how many half posts that is.
    budget: Option<(EuroPerYear, usize)>,
    trail: Trail,
    phase: Phase,
    now: Reading,
    missed: Tried,
    met: Tried,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Now,
    Limit,
    Beyond,
    Between,
    /// The most that may be spent, as what would meet the target costs more.
    Budget,
}

#[derive(Debug, Clone, Copy, Default)]
struct Tried {
    halves: usize,
    reading: Reading,
}

impl Posts {
    pub(super) fn new(
        plan: &Plan,
        changes: &[Change],
        target: &Target,
        from: NaiveDate,
        budget: Option<EuroPerYear>,
    ) -> Result<Self, SolverError> {
        let then = plan.on(from, changes).plan;
        let pattern = pattern::typical(&then, &target.unit).ok_or(SolverError::NoPattern)?;
        let casework = then.posts.iter().filter(|post| pattern::handles_cases(post));
        let present: Fte = casework.map(|post| post.fte_in(&target.unit)).sum();
        let limit = usize::try_from((present.thousandths() + HALF - 1) / HALF).unwrap_or_default().max(2);
        let wait = libm::ceil(then.assumptions.recruitment_days.mean.max(0.0)) as u64;
        let filled = from.checked_add_days(Days::new(wait)).unwrap_or(NaiveDate::MAX);
        let days = target.on.signed_duration_since(filled).num_days().max(0);
        let proficiency =
            then.assumptions.onboarding.proficiency(days as f64 / super::super::clock::DAYS_PER_MONTH);
        let cost = then.assumptions.cost_of(&pattern.grade);
        let budget = match (budget, cost) {
            (None, _) => None,
            (Some(budget), Some(cost)) => Some((budget, affordable(budget, cost))),
            (Some(_), None) => return Err(SolverError::NoCost { grade: pattern.grade }),
        };
        Ok(Self {
            scenario: changes.to_vec(),
            from,
            pattern,
            ids: pattern::free_ids(plan, changes, (limit * BEYOND).div_ceil(2)),
            filled,
            proficiency,
            limit,
            cost,
            budget,
            trail: Trail::default(),
            phase: Phase::Now,
            now: Reading::default(),
            missed: Tried::default(),
            met: Tried::default(),
        })
    }

    /// The scenario as it is, the limit or what lies beyond, the bisection between, and what may be spent.
    pub(super) const fn at_most(&self) -> usize {
        2 + self.limit.next_power_of_two().trailing_zeros() as usize + self.budget.is_some() as usize
    }

    /// What was tried, with what it costs.
    pub(super) fn front(&self) -> Vec<Point> {
        self.trail.front(|size| self.cost_of(size))
    }

    pub(super) fn grade(&self) -> (&str, Option<EuroPerYear>) {
        (&self.pattern.grade, self.cost)
    }

    fn cost_of(&self, size: Fte) -> Option<EuroPerYear> {
        let cents = i128::from(self.cost?.cents()) * i128::from(size.thousandths()) / 1000;
        Some(EuroPerYear::from_cents(i64::try_from(cents).unwrap_or(i64::MAX)))
    }

    pub(super) fn first(&self, target: &Target) -> Next {
        Next::Ask(vec![(self.scenario.clone(), vec![target.unit.clone()])])
    }

    fn ask(&self, halves: usize, target: &Target) -> Next {
        Next::Ask(vec![(
            [&self.scenario[..], &self.added(halves, target)].concat(),
            vec![target.unit.clone()],
        )])
    }

    /// Whole posts, and half a one where the number is odd: one step more adds to what one step less has.
    fn added(&self, halves: usize, target: &Target) -> Vec<Change> {
        let sizes =
            (0..halves.div_ceil(2)).map(|place| if 2 * place + 1 == halves { HALF } else { 2 * HALF });
        let add = |(id, size): (&PostId, i64)| {
            let share = PostShare { unit: target.unit.clone(), fte: Fte::from_thousandths(size) };
            let post = pattern::vacant(&self.pattern, id.clone(), share, self.filled);
            Change { effective: self.from, action: Action::AddPost(post) }
        };
        self.ids.iter().zip(sizes).map(add).collect()
    }

    fn step(&self, tried: Tried, target: &Target) -> Step {
        Step { size: size(tried.halves), changes: self.added(tried.halves, target), reading: tried.reading }
    }

    pub(super) fn next(&mut self, target: &Target, round: &[Asked]) -> Next {
        let outcomes = round.first().map_or(&[][..], |asked| asked.of(&target.unit));
        let reading = target.read(outcomes, &mut Summariser::new(outcomes.len()));
        let met = reading.verdict == Verdict::Met;
        if let Some(halves) = self.tried() {
            let step = self.step(Tried { halves, reading }, target);
            self.trail.note(step, target, outcomes);
        }
        match self.phase {
            Phase::Now => {
                self.now = reading;
                self.missed = Tried { halves: 0, reading };
                if met {
                    return Next::Done(Finding::AlreadyMet { now: reading });
                }
                if self.filled >= target.on {
                    let why = Refusal::TooSoon { filled: self.filled };
                    return Next::Done(Finding::Implausible { now: reading, best: None, why });
                }
                self.phase = Phase::Limit;
                self.ask(self.limit, target)
            }
            Phase::Limit => {
                self.met = Tried { halves: self.limit, reading };
                if met {
                    return self.between(target);
                }
                self.phase = Phase::Beyond;
                self.ask(self.limit * BEYOND, target)
            }
            Phase::Beyond => {
                let (now, best) = (self.now, Some(self.step(self.met, target)));
                Next::Done(if met {
                    Finding::Implausible { now, best, why: Refusal::TooMany { most: size(self.limit) } }
                } else {
                    Finding::NotReachable {
                        now,
                        best,
                        why: Refusal::OutOfReach { tried: size(self.limit * BEYOND) },
                    }
                })
            }
            Phase::Between => {
                let tried = Tried { halves: self.middle(), reading };
                if met {
                    self.met = tried
                } else {
                    self.missed = tried
                }
                self.between(target)
            }
            Phase::Budget => self.done(target),
        }
    }

    /// Half posts of what was just tried; none where it was tried for the reason only and would not be proposed.
    fn tried(&self) -> Option<usize> {
        match self.phase {
            Phase::Now => Some(0),
            Phase::Limit => Some(self.limit),
            Phase::Beyond => None,
            Phase::Between => Some(self.middle()),
            Phase::Budget => Some(self.within()),
        }
    }

    /// Half posts that may be spent on, of those that would be proposed.
    fn within(&self) -> usize {
        self.budget.map_or(self.limit, |(_, halves)| halves)
    }

    fn middle(&self) -> usize {
        usize::midpoint(self.missed.halves, self.met.halves)
    }

    fn between(&mut self, target: &Target) -> Next {
        self.phase = Phase::Between;
        if self.met.halves - self.missed.halves > 1 {
            return self.ask(self.middle(), target);
        }
        let within = self.within();
        if self.met.halves > within && self.trail.at(size(within)).is_none() {
            self.phase = Phase::Budget;
            return self.ask(within, target);
        }
        self.done(target)
    }

    /// The least that meets the target, or why it is not proposed.
    fn done(&self, target: &Target) -> Next {
        let (within, needed) = (self.within(), size(self.met.halves));
        if let (Some((budget, _)), Some(cost)) = (self.budget, self.cost_of(needed))
            && self.met.halves > within
        {
            let tried = self.trail.at(size(within)).filter(|_| within > 0);
            let best = tried.map(|reading| self.step(Tried { halves: within, reading }, target));
            let why = Refusal::OverBudget { needed, cost, budget };
            return Next::Done(Finding::NotReachable { now: self.now, best, why });
        }
        Next::Done(Finding::Found(Found {
            now: self.now,
            step: self.step(self.met, target),
            one_less: self.missed.reading,
            donors: Vec::new(),
            old_cases: 0.0,
        }))
    }
}

/// Half posts that an amount pays for.
fn affordable(budget: EuroPerYear, cost: EuroPerYear) -> usize {
    match i128::from(cost.cents()) {
        0 => usize::MAX,
        cents => usize::try_from(i128::from(budget.cents()) * 2 / cents).unwrap_or(usize::MAX),
    }
}

fn size(halves: usize) -> Fte {
    Fte::from_thousandths(i64::try_from(halves).unwrap_or_default() * HALF)
}
