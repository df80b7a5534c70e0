//! The figures themselves, without their derivations: quantities, minutes, needs, posts, sums over the tree.

use super::{AssessmentError, Parameters, Period, Request, expected};
use crate::plan::{CaseTypeId, Fte, Plan, Post, UnitId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Posts of a unit, by what they are there for. Exact sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Posts {
    /// Posts with casework that are no task force: what the load is measured against.
    pub regular: Fte,
    /// Task force posts.
    pub task_force: Fte,
    /// Posts without casework.
    pub leadership: Fte,
}

impl Posts {
    /// All posts.
    #[must_use]
    pub fn total(&self) -> Fte {
        self.regular + self.task_force + self.leadership
    }

    fn add(&mut self, other: Self) {
        self.regular += other.regular;
        self.task_force += other.task_force;
        self.leadership += other.leadership;
    }
}

/// The figures of a unit, with or without the units below.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Figures {
    /// Handling minutes of the cases in the period.
    pub case_minutes: f64,
    /// Permanent need of the cases, in full-time equivalents.
    pub case_need: f64,
    /// Permanent need by care ratio.
    pub key_need: f64,
    /// Permanent need of base load.
    pub base_need: f64,
    /// Permanent need without leading: cases + care ratio + base load.
    pub need: f64,
    /// Handling minutes of the open cases.
    pub backlog_minutes: f64,
    /// Temporary need: open cases worked off in the years of the request.
    pub backlog_need: f64,
    /// Heads led: one for each holder of the posts that are no leadership posts, and one for a post or a part of it that is vacant.
    pub heads: u32,
    /// Permanent need of leading: a share of a full-time post for each head.
    pub leadership_need: f64,
    /// Posts.
    pub posts: Posts,
    /// Permanent need over regular posts; none without any.
    pub load: Option<f64>,
    /// Permanent need over regular and task force posts; none without any.
    pub load_with_task_force: Option<f64>,
}

impl Figures {
    fn add(&mut self, other: &Self) {
        self.case_minutes += other.case_minutes;
        self.key_need += other.key_need;
        self.base_need += other.base_need;
        self.backlog_minutes += other.backlog_minutes;
        self.heads += other.heads;
        self.posts.add(other.posts);
    }

    /// Divides once, after all minutes are added: no rounding error grows with the number of case types.
    pub(super) fn finish(&mut self, parameters: &Parameters, (years, leading): (f64, f64)) {
        self.case_need = parameters.need(self.case_minutes);
        self.need = self.case_need + self.key_need + self.base_need;
        self.backlog_need = parameters.need(self.backlog_minutes) / years;
        self.leadership_need = f64::from(self.heads) * leading;
        self.load = over(self.need, self.posts.regular);
        self.load_with_task_force = over(self.need, self.posts.regular + self.posts.task_force);
    }
}

fn over(need: f64, posts: Fte) -> Option<f64> {
    (posts > Fte::ZERO).then(|| need / posts.as_f64())
}

/// All figures of a request.
pub(super) struct Raw {
    pub(super) parameters: Parameters,
    pub(super) posts_on: NaiveDate,
    /// In the order of the plan's case types; none where the year has no count.
    pub(super) cases: Vec<Option<f64>>,
    /// In the order of the plan's populations.
    pub(super) persons: Vec<Option<f64>>,
    pub(super) own: Vec<Figures>,
    pub(super) total: Vec<Figures>,
    pub(super) whole: Figures,
    pub(super) missing: Vec<CaseTypeId>,
}

/// Computes all figures of a request.
pub(super) fn compute(plan: &Plan, request: &Request) -> Result<Raw, AssessmentError> {
    if !(request.backlog_years > 0.0 && request.backlog_years.is_finite()) {
        return Err(AssessmentError::BacklogYears);
    }
    let parameters = Parameters::resolve(&plan.assumptions, request)?;
    let (cases, persons) = quantities(plan, request.period)?;
    let posts_on = match request.period {
        Period::Year(_) => plan.as_of,
        Period::On(date) => date,
    };
    let mut places: BTreeMap<&UnitId, usize> = BTreeMap::new();
    places.extend(plan.units.iter().enumerate().map(|(place, unit)| (&unit.id, place)));
    let mut own = vec![Figures::default(); plan.units.len()];
    add_work(plan, &places, &cases, &persons, &mut own);
    let counts = |post: &&Post| post.exists_on(posts_on) && !post.is_on_leave(posts_on);
    for post in plan.posts.iter().filter(counts) {
        add_post(post, &places, &mut own);
    }
    let mut total = sums_upwards(plan, &places, &own);
    let mut whole = Figures::default();
    for figures in &own {
        whole.add(figures);
    }
    let leading = plan.assumptions.leadership_share.as_f64();
    for figures in own.iter_mut().chain(&mut total).chain([&mut whole]) {
        figures.finish(&parameters, (request.backlog_years, leading));
    }
    if !(whole.need.is_finite() && whole.backlog_need.is_finite()) {
        return Err(AssessmentError::TooLarge);
    }
    let missing = plan.case_types.iter().zip(&cases);
    let missing = missing.filter(|(_, cases)| cases.is_none()).map(|(of, _)| of.id.clone()).collect();
    Ok(Raw { parameters, posts_on, cases, persons, own, total, whole, missing })
}

type Quantities = Vec<Option<f64>>;

/// Cases and persons of the period, in the order of the plan.
fn quantities(plan: &Plan, period: Period) -> Result<(Quantities, Quantities), AssessmentError> {
    match period {
        Period::Year(year) => {
            let counted = |counts: &BTreeMap<u16, u64>| counts.get(&year).map(|&count| count as f64);
            let cases: Quantities = plan.case_types.iter().map(|of| counted(&of.counts)).collect();
            let persons: Quantities = plan.populations.iter().map(|of| counted(&of.counts)).collect();
            let asked = !(cases.is_empty() && persons.is_empty());
            if asked && cases.iter().chain(&persons).all(Option::is_none) {
                return Err(AssessmentError::NoCounts { year, available: years(plan) });
            }
            Ok((cases, persons))
        }
        Period::On(date) => {
            let cases = expected::cases(plan, date)?.into_iter().map(Some).collect();
            let persons: Result<Quantities, _> =
                plan.populations.iter().map(|of| expected::persons(plan, of, date).map(Some)).collect();
            Ok((cases, persons?))
        }
    }
}

fn years(plan: &Plan) -> Vec<u16> {
    let of_cases = plan.case_types.iter().flat_map(|of| of.counts.keys());
    let of_persons = plan.populations.iter().flat_map(|of| of.counts.keys());
    let mut years: BTreeSet<u16> = BTreeSet::new();
    years.extend(of_cases.chain(of_persons).copied());
    years.into_iter().collect()
}

fn add_work(
    plan: &Plan,
    places: &BTreeMap<&UnitId, usize>,
    cases: &[Option<f64>],
    persons: &[Option<f64>],
    own: &mut [Figures],
) {
    let mut unit = |id: &UnitId, add: &mut dyn FnMut(&mut Figures)| {
        if let Some(figures) = places.get(id).and_then(|&place| own.get_mut(place)) {
            add(figures);
        }
    };
    for (case_type, cases) in plan.case_types.iter().zip(cases) {
        let minutes = case_type.minutes_per_case();
        unit(&case_type.unit, &mut |figures| {
            figures.case_minutes += cases.unwrap_or(0.0) * minutes;
            figures.backlog_minutes += case_type.opening.waiting as f64 * minutes;
        });
    }
    for (population, persons) in plan.populations.iter().zip(persons) {
        if let (Some(ratio), Some(persons)) = (population.persons_per_fte, persons)
            && ratio > 0.0
        {
            unit(&population.unit, &mut |figures| figures.key_need += persons / ratio);
        }
    }
    for task in &plan.fixed_tasks {
        unit(&task.unit, &mut |figures| figures.base_need += task.fte.as_f64());
    }
}

fn add_post(post: &Post, places: &BTreeMap<&UnitId, usize>, own: &mut [Figures]) {
    let leads = post.casework.as_f64() <= 0.0;
    for (index, share) in post.shares.iter().enumerate() {
        let Some(figures) = places.get(&share.unit).and_then(|&place| own.get_mut(place)) else { continue };
        let kind = if leads {
            &mut figures.posts.leadership
        } else if post.task_force {
            &mut figures.posts.task_force
        } else {
            &mut figures.posts.regular
        };
        *kind += share.fte;
        // A split post is led in the unit in which it is drawn; a shared one has as many heads as holders.
        if index == 0 && !leads {
            let pieces = post.pieces();
            let heads = pieces.iter().filter(|piece| piece.fte() > Fte::ZERO).count().max(1);
            figures.heads += u32::try_from(heads).unwrap_or(u32::MAX);
        }
    }
}

/// Each unit with everything below it.
fn sums_upwards(plan: &Plan, places: &BTreeMap<&UnitId, usize>, own: &[Figures]) -> Vec<Figures> {
    let mut total = vec![Figures::default(); own.len()];
    for (unit, figures) in plan.units.iter().zip(own) {
        let mut here = Some(&unit.id);
        // A valid plan has no circle; the bound keeps one that was never validated from hanging.
        for _ in 0..=plan.units.len() {
            let Some(&place) = here.and_then(|id| places.get(id)) else { break };
            if let Some(sum) = total.get_mut(place) {
                sum.add(figures);
            }
            here = plan.units.get(place).and_then(|unit| unit.parent.as_ref());
        }
    }
    total
}
