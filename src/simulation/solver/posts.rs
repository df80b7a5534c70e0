//! The least additional posts of a unit: bisection over half posts.

use super::super::Summariser;
use super::super::target::{Reading, Target, Verdict};
use super::{Asked, Finding, Found, Next, Refusal, SolverError, Step, pattern};
use crate::plan::{Action, Change, Fte, Plan, Post, PostId, PostShare};
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
        Ok(Self {
            scenario: changes.to_vec(),
            from,
            pattern,
            ids: pattern::free_ids(plan, changes, (limit * BEYOND).div_ceil(2)),
            filled,
            proficiency,
            limit,
            phase: Phase::Now,
            now: Reading::default(),
            missed: Tried::default(),
            met: Tried::default(),
        })
    }

    /// The scenario as it is, the limit or what lies beyond, and the bisection between.
    pub(super) const fn at_most(&self) -> usize {
        2 + self.limit.next_power_of_two().trailing_zeros() as usize
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
        }
    }

    fn middle(&self) -> usize {
        usize::midpoint(self.missed.halves, self.met.halves)
    }

    fn between(&mut self, target: &Target) -> Next {
        self.phase = Phase::Between;
        if self.met.halves - self.missed.halves > 1 {
            return self.ask(self.middle(), target);
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

fn size(halves: usize) -> Fte {
    Fte::from_thousandths(i64::try_from(halves).unwrap_or_default() * HALF)
}
