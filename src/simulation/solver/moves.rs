//! The best redistribution of the present posts: one whole post after the other, each the one that helps most.

use super::super::Summariser;
use super::super::target::{Reading, Target, Verdict};
use super::front::Trail;
use super::{Asked, Donor, Finding, Found, Next, Refusal, SolverError, Step, pattern};
use crate::plan::gather::gathered;
use crate::plan::{Action, CaseTypeId, Change, Fte, Plan, Post, PostId, PostPatch, UnitId, grade_distance};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Most posts that are moved: beyond that it is no redistribution but another organisation.
const MAX_MOVES: usize = 8;

/// Most units that are asked for posts: those whose grades come closest.
const MAX_GIVERS: usize = 24;

#[derive(Debug, Clone)]
pub(super) struct Moves {
    scenario: Vec<Change>,
    from: NaiveDate,
    /// What posts are named for in the unit; none where its posts take whatever it has.
    case_types: Vec<CaseTypeId>,
    givers: Vec<Giver>,
    /// The target under the scenario as it is.
    now: Reading,
    /// The unit as the moves so far leave it.
    unit: State,
    /// Old cases in all units concerned, as the moves so far leave them minus before.
    old_cases: f64,
    /// Posts moved so far.
    moved: Vec<Movable>,
    /// What the round tries: the giver of each question.
    trying: Vec<usize>,
    /// Whether the scenario as it is has been looked at.
    begun: bool,
    /// The moves that were made, one after the other.
    pub(super) trail: Trail,
}

/// A unit that could give posts.
#[derive(Debug, Clone)]
struct Giver {
    unit: UnitId,
    /// The first one is tried next; the last one that handles cases is kept back.
    posts: Vec<Movable>,
    given: usize,
    before: Reading,
    state: State,
}

/// The target and the old cases of a unit.
#[derive(Debug, Clone, Copy, Default)]
struct State {
    reading: Reading,
    old_cases: f64,
}

#[derive(Debug, Clone, PartialEq)]
struct Movable {
    post: PostId,
    size: Fte,
    named: Vec<CaseTypeId>,
}

impl State {
    fn of(target: &Target, asked: &Asked, unit: &UnitId) -> Self {
        let outcomes = asked.of(unit);
        let reading = target.read(outcomes, &mut Summariser::new(outcomes.len()));
        Self { reading, old_cases: target.old_cases(outcomes) }
    }
}

impl Moves {
    pub(super) fn new(
        plan: &Plan,
        changes: &[Change],
        target: &Target,
        from: NaiveDate,
    ) -> Result<Self, SolverError> {
        let then = plan.on(from, changes).plan;
        let pattern = pattern::typical(&then, &target.unit).ok_or(SolverError::NoPattern)?;
        let touched = touched_later(plan, changes, from);
        let units = then.units.iter().map(|unit| &unit.id).filter(|unit| **unit != target.unit);
        let found = units.filter_map(|unit| giver(&then, unit, &pattern, target, (from, &touched)));
        let mut givers: Vec<(f64, Giver)> = found.collect();
        givers.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        givers.truncate(MAX_GIVERS);
        Ok(Self {
            scenario: changes.to_vec(),
            from,
            case_types: pattern.case_types.clone(),
            givers: givers.into_iter().map(|(_, giver)| giver).collect(),
            now: Reading::default(),
            unit: State::default(),
            old_cases: 0.0,
            moved: Vec::new(),
            trying: Vec::new(),
            begun: false,
            trail: Trail::default(),
        })
    }

    /// The scenario as it is, and in each round one question for each unit that could give.
    pub(super) const fn at_most(&self) -> usize {
        1 + MAX_MOVES * self.givers.len()
    }

    pub(super) fn first(&self, target: &Target) -> Next {
        let units = std::iter::once(&target.unit).chain(self.givers.iter().map(|giver| &giver.unit));
        Next::Ask(vec![(self.scenario.clone(), units.cloned().collect())])
    }

    pub(super) fn next(&mut self, target: &Target, round: &[Asked]) -> Next {
        if !self.begun {
            if let Some(asked) = round.first() {
                self.begin(target, asked);
            }
            if self.now.verdict == Verdict::Met {
                return Next::Done(Finding::AlreadyMet { now: self.now });
            }
            return self.ask(target);
        }
        let Some((giver, asked)) = self.best(target, round) else {
            let feasible = self.trying.iter().zip(round).any(|(_, asked)| self.harms_nobody(target, asked));
            let why = if feasible { Refusal::NoMoveHelps } else { Refusal::DonorsWouldMiss };
            return self.give_up(target, why);
        };
        let before = self.unit.reading;
        self.take(target, giver, asked);
        if self.unit.reading.verdict == Verdict::Met {
            return Next::Done(self.found(target, before));
        }
        self.ask(target)
    }

    fn begin(&mut self, target: &Target, asked: &Asked) {
        self.begun = true;
        self.unit = State::of(target, asked, &target.unit);
        self.now = self.unit.reading;
        self.trail.note(self.step(target), target, asked.of(&target.unit));
        for giver in &mut self.givers {
            giver.state = State::of(target, asked, &giver.unit);
            giver.before = giver.state.reading;
        }
    }

    /// Tries the next post of every unit that has one to give.
    fn ask(&mut self, target: &Target) -> Next {
        let able = self.givers.iter().enumerate().filter(|(_, giver)| giver.posts.len() > giver.given);
        self.trying = able.map(|(place, _)| place).collect();
        if self.trying.is_empty() {
            return self.give_up(target, Refusal::NoDonors);
        }
        if self.moved.len() >= MAX_MOVES {
            let moved = u32::try_from(self.moved.len()).unwrap_or(u32::MAX);
            return self.give_up(target, Refusal::ManyMoves { moved });
        }
        let candidate = |&place: &usize| {
            let giver = &self.givers[place];
            let mut moved: Vec<&Movable> = self.moved.iter().collect();
            moved.extend(giver.posts.get(giver.given));
            let changes = [&self.scenario[..], &self.changes(&moved, target)].concat();
            // Units that have given already may feel it, where cases go on from one to the other.
            let gave = self.givers.iter().enumerate().filter(|(at, giver)| *at == place || giver.given > 0);
            let units = std::iter::once(&target.unit).chain(gave.map(|(_, giver)| &giver.unit));
            (changes, units.cloned().collect())
        };
        Next::Ask(self.trying.iter().map(candidate).collect())
    }

    /// The posts go to the unit, and work on what its posts work on.
    fn changes(&self, moved: &[&Movable], target: &Target) -> Vec<Change> {
        let change = |action| Change { effective: self.from, action };
        let mut changes = Vec::new();
        for movable in moved {
            changes.push(change(Action::MovePost {
                post: movable.post.clone(),
                to: target.unit.clone(),
                before: None,
            }));
            if movable.named != self.case_types {
                changes.push(change(Action::SetPost(renamed(&movable.post, &self.case_types))));
            }
        }
        changes
    }

    /// Whether no unit that gives comes to miss the target: who met it still does, and who met it in the mean only
    /// is not made to miss it for certain.
    fn harms_nobody(&self, target: &Target, asked: &Asked) -> bool {
        let mut givers = self.givers.iter().filter(|giver| asked.question.units.contains(&giver.unit));
        givers.all(|giver| {
            let after = State::of(target, asked, &giver.unit).reading.verdict;
            match giver.before.verdict {
                Verdict::Met => after == Verdict::Met,
                Verdict::Unclear if giver.before.summary.mean <= target.at_most => after != Verdict::Missed,
                _ => true,
            }
        })
    }

    /// Old cases in the units asked about, after minus as the moves so far leave them.
    fn score(&self, target: &Target, asked: &Asked) -> f64 {
        let unit = State::of(target, asked, &target.unit).old_cases - self.unit.old_cases;
        let givers = self.givers.iter().filter(|giver| asked.question.units.contains(&giver.unit));
        let others =
            givers.map(|giver| State::of(target, asked, &giver.unit).old_cases - giver.state.old_cases);
        unit + others.sum::<f64>()
    }

    /// The move to be made: of those that meet the target, else of those that bring it closer and leave fewer old
    /// cases in all, the one that leaves fewest.
    fn best<'a>(&self, target: &Target, round: &'a [Asked]) -> Option<(usize, &'a Asked)> {
        let mut best: Option<(bool, f64, usize, &Asked)> = None;
        for (&giver, asked) in self.trying.iter().zip(round) {
            if !self.harms_nobody(target, asked) {
                continue;
            }
            let reading = State::of(target, asked, &target.unit).reading;
            let met = reading.verdict == Verdict::Met;
            let score = self.score(target, asked);
            let closer = reading.summary.mean < self.unit.reading.summary.mean && score < 0.0;
            let better = best.is_none_or(|(best_met, best_score, ..)| {
                (met && !best_met) || (met == best_met && score < best_score)
            });
            if (met || closer) && better {
                best = Some((met, score, giver, asked));
            }
        }
        best.map(|(_, _, giver, asked)| (giver, asked))
    }

    fn take(&mut self, target: &Target, place: usize, asked: &Asked) {
        self.old_cases += self.score(target, asked);
        self.unit = State::of(target, asked, &target.unit);
        for (at, giver) in self.givers.iter_mut().enumerate() {
            if asked.question.units.contains(&giver.unit) {
                giver.state = State::of(target, asked, &giver.unit);
            }
            if at == place {
                self.moved.extend(giver.posts.get(giver.given).cloned());
                giver.given += 1;
            }
        }
        self.trail.note(self.step(target), target, asked.of(&target.unit));
    }

    fn step(&self, target: &Target) -> Step {
        let moved: Vec<&Movable> = self.moved.iter().collect();
        let size = moved.iter().map(|movable| movable.size).sum();
        Step { size, changes: self.changes(&moved, target), reading: self.unit.reading }
    }

    fn give_up(&self, target: &Target, why: Refusal) -> Next {
        let best = (!self.moved.is_empty()).then(|| self.step(target));
        Next::Done(Finding::NotReachable { now: self.now, best, why })
    }

    fn found(&self, target: &Target, one_less: Reading) -> Finding {
        let gave = || self.givers.iter().filter(|giver| giver.given > 0);
        let donor = |giver: &Giver| Donor {
            unit: giver.unit.clone(),
            before: giver.before,
            after: giver.state.reading,
        };
        Finding::Found(Found {
            now: self.now,
            step: self.step(target),
            one_less,
            donors: gave().map(donor).collect(),
            old_cases: self.old_cases,
        })
    }
}

/// What a unit could give, and how far its closest post is in grade; none where it handles no cases or has one post
/// for them only.
fn giver(
    plan: &Plan,
    unit: &UnitId,
    pattern: &Post,
    target: &Target,
    (from, touched): (NaiveDate, &BTreeSet<&PostId>),
) -> Option<(f64, Giver)> {
    if plan.case_types.iter().all(|case_type| case_type.unit != *unit) {
        return None;
    }
    let works_here = |post: &&Post| pattern::handles_cases(post) && post.fte_in(unit) > Fte::ZERO;
    let staff = plan.posts.iter().filter(works_here).count();
    let whole = |post: &&Post| works_here(post) && post.shares.len() == 1 && !post.task_force;
    let stays = |post: &&Post| post.exists_on(target.on) && !touched.contains(&post.id);
    let since = |post: &Post| post.holder.as_ref().map(|holder| holder.since).filter(|since| *since <= from);
    let mut posts: Vec<(&Post, NaiveDate)> = plan
        .posts
        .iter()
        .filter(|post| whole(post) && stays(post))
        .filter_map(|post| since(post).map(|since| (post, since)))
        .collect();
    let distance = |post: &Post| grade_distance(&post.grade, &pattern.grade);
    posts.sort_by(|(a, since_a), (b, since_b)| {
        distance(a).total_cmp(&distance(b)).then(since_a.cmp(since_b)).then(a.id.cmp(&b.id))
    });
    // Somebody has to stay for the cases.
    posts.truncate(staff.saturating_sub(1));
    let closest = distance(posts.first()?.0);
    let movable = |(post, _): &(&Post, _)| Movable {
        post: post.id.clone(),
        size: post.fte(),
        named: post.case_types.clone(),
    };
    let posts: Vec<Movable> = posts.iter().map(movable).collect();
    let giver =
        Giver { unit: unit.clone(), posts, given: 0, before: Reading::default(), state: State::default() };
    Some((closest, giver))
}

/// Posts about which the scenario, or what is decided, has later plans.
fn touched_later<'a>(plan: &'a Plan, changes: &'a [Change], from: NaiveDate) -> BTreeSet<&'a PostId> {
    let later = plan.decided.iter().chain(changes).filter(|change| change.effective > from);
    let post = |change: &'a Change| match &change.action {
        Action::MovePost { post, .. } | Action::ParkPost { post } | Action::RemovePost { post } => Some(post),
        Action::SetPost(patch) => Some(&patch.post),
        _ => None,
    };
    gathered(later.filter_map(post))
}

fn renamed(post: &PostId, case_types: &[CaseTypeId]) -> PostPatch {
    PostPatch { case_types: Some(case_types.to_vec()), ..PostPatch::new(post.clone()) }
}
