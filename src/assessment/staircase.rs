//! The capacity staircase: how much of the posts of a day reaches the cases, and what takes the rest.
//!
//! Need → plan → filled → present → proficient → effective. From plan on each step is a factor on the one before, as in
//! the simulation's speed of a post in the long run; illness on a day and resignations are the simulation's alone. An outage
//! takes its share on its days, as there.

mod posts;

pub use posts::{StepPosts, step_posts};

use super::figures::compute;
use super::{AssessmentError, Request};
use crate::plan::{DAYS_PER_MONTH, Method, Occupancy, Plan, Post, UnitId};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::collections::BTreeMap;

/// Full-time equivalents on each step, without posts that only lead; from `plan` on never rising.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Staircase {
    /// Whose own posts and tasks are counted, without the units below.
    pub unit: UnitId,
    /// Permanent need of the assessment (Soll).
    pub need: f64,
    /// Posts that exist on the day (Plan).
    pub plan: f64,
    /// Less vacant posts and those still being filled (besetzt).
    pub filled: f64,
    /// Less leave, illness and training, in the mean of the year (anwesend).
    pub present: f64,
    /// Less what newcomers cannot do yet (eingearbeitet).
    pub proficient: f64,
    /// Less the mentors' time for newcomers, work without cases, the allowance, and what an outage of the day takes (fallwirksam).
    pub effective: f64,
}

/// What takes full-time equivalents from the cases (Minderungen), by cause; `plan` less all of them is `effective`.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Reductions {
    /// Posts that exist on the day.
    pub plan: f64,
    /// Vacant, or still being filled.
    pub vacant: f64,
    /// Leave, illness and training of the holders, in the mean of the year.
    pub absent: f64,
    /// What newcomers cannot do yet.
    pub onboarding: f64,
    /// Work beside cases: leading, representation of the staff, projects, what posts are otherwise released for.
    pub other_work: f64,
    /// The experienced colleagues' time for newcomers.
    pub mentoring: f64,
    /// Allowance (Verteilzeit).
    pub allowance: f64,
    /// Outages of the day.
    pub outage: f64,
    /// What reaches the cases.
    pub effective: f64,
}

impl Reductions {
    /// Every cause, in the order of the staircase.
    #[must_use]
    pub fn causes(&self) -> [f64; 7] {
        let Self {
            plan: _,
            vacant,
            absent,
            onboarding,
            other_work,
            mentoring,
            allowance,
            outage,
            effective: _,
        } = *self;
        [vacant, absent, onboarding, other_work, mentoring, allowance, outage]
    }

    fn add(&mut self, other: &Self) {
        self.plan += other.plan;
        self.vacant += other.vacant;
        self.absent += other.absent;
        self.onboarding += other.onboarding;
        self.other_work += other.other_work;
        self.mentoring += other.mentoring;
        self.allowance += other.allowance;
        self.outage += other.outage;
        self.effective += other.effective;
    }
}

/// The reductions of some units together on a day; the plan is the one of that day. Linear in units times posts.
#[must_use]
pub fn reductions<'a>(
    plan: &Plan,
    units: impl IntoIterator<Item = &'a UnitId>,
    date: NaiveDate,
) -> Reductions {
    let pieces = plan.in_pieces();
    let left = plan.capacity_left(date);
    let mut sum = Reductions::default();
    units.into_iter().for_each(|unit| sum.add(&of_unit(&pieces, unit, date, &left).1));
    sum
}

/// The staircases of a day, one for each unit that has need or posts of its own, in the order of the plan.
///
/// The plan is the one of that day (see [`Plan::on`]).
///
/// # Errors
/// As [`super::assess`].
pub fn staircases(plan: &Plan, date: NaiveDate) -> Result<Vec<Staircase>, AssessmentError> {
    let raw = compute(plan, &Request::on(date))?;
    let pieces = plan.in_pieces();
    let left = plan.capacity_left(date);
    let step = |(unit, need): (&UnitId, f64)| Staircase { need, ..of_unit(&pieces, unit, date, &left).0 };
    let units = plan.units.iter().map(|unit| &unit.id);
    let steps = units.zip(raw.own.iter().map(|figures| figures.need)).map(step);
    Ok(steps.filter(|step| step.need > 0.0 || step.plan > 0.0).collect())
}

/// `left`: what outages of the day leave.
fn of_unit(
    plan: &Plan,
    unit: &UnitId,
    date: NaiveDate,
    left: &BTreeMap<&UnitId, f64>,
) -> (Staircase, Reductions) {
    let onboarding = &plan.assumptions.onboarding;
    let (presence, handling) = (present_part(plan, date), usable_part(plan));
    let mut sum = Staircase {
        unit: unit.clone(),
        need: 0.0,
        plan: 0.0,
        filled: 0.0,
        present: 0.0,
        proficient: 0.0,
        effective: 0.0,
    };
    // Casework of the experienced and of the newcomers, and what the newcomers take from the experienced.
    let (mut experienced, mut learning, mut mentoring) = (0.0, 0.0, 0.0);
    let works =
        |post: &&Post| post.exists_on(date) && post.casework.as_f64() > 0.0 && !post.is_on_leave(date);
    for post in plan.posts.iter().filter(works) {
        let fte = post.fte_in(unit).as_f64();
        sum.plan += fte;
        let Some(months) = months_in_job(plan, post, unit, date) else { continue };
        let present = fte * presence;
        let proficiency = onboarding.proficiency(months);
        sum.filled += fte;
        sum.present += present;
        sum.proficient += present * proficiency;
        let casework = present * post.casework.as_f64();
        if months >= onboarding.experienced_after() {
            experienced += casework;
        } else {
            learning += casework * proficiency;
            mentoring += casework * onboarding.mentoring(months);
        }
    }
    // A unit without an experienced colleague has nobody to take the time from.
    let mentoring = f64::min(mentoring, experienced);
    let at_cases = learning + (experienced - mentoring);
    let usable = at_cases * handling;
    sum.effective = usable * left.get(unit).copied().unwrap_or(1.0);
    let reductions = Reductions {
        plan: sum.plan,
        vacant: sum.plan - sum.filled,
        absent: sum.filled - sum.present,
        onboarding: sum.present - sum.proficient,
        other_work: sum.proficient - learning - experienced,
        mentoring,
        allowance: at_cases - usable,
        outage: usable - sum.effective,
        effective: sum.effective,
    };
    (sum, reductions)
}

/// The part of the working days of a year on which a holder is there, in the mean: leave, illness and training taken off.
#[must_use]
pub fn present_part(plan: &Plan, date: NaiveDate) -> f64 {
    let working_days =
        f64::from(crate::plan::Calendar::new(plan.region).working_days_in_year(date.year())).max(1.0);
    1.0 - (plan.assumptions.absence_days_per_year / working_days).clamp(0.0, 1.0)
}

/// The part of the time at work that is left when the allowance (Verteilzeit) is taken off.
#[must_use]
pub fn usable_part(plan: &Plan) -> f64 {
    let allowance = plan.assumptions.allowance.as_f64();
    match plan.assumptions.method {
        Method::Kgst => 1.0 - allowance,
        Method::Bmi => 1.0 / (1.0 + allowance),
    }
}

/// Months that whoever fills a post has worked on what there is to do in a unit.
fn months_in_job(plan: &Plan, post: &Post, unit: &UnitId, date: NaiveDate) -> Option<f64> {
    match post.occupancy(date) {
        Occupancy::Filled { since } => {
            let since = plan.practised_since(&post.id, unit, since);
            Some((date - since).num_days().max(0) as f64 / DAYS_PER_MONTH)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Holder, Onboarding, Share, builtin};

    const UNIT: &str = "einbuergerung";

    /// The built-in plan with one post in one unit.
    fn plan_of_one(since: NaiveDate) -> (Plan, UnitId) {
        let mut plan = builtin().unwrap();
        let unit = UnitId::parse(UNIT).unwrap();
        plan.posts.retain(|post| post.home() == Some(&unit) && post.casework.as_f64() > 0.0);
        plan.posts.truncate(1);
        plan.posts[0].holder = Some(Holder { since });
        plan.posts[0].recruiting_until = None;
        plan.posts[0].kw = None;
        plan.assumptions.onboarding.curve = Onboarding::stepwise();
        (plan, unit)
    }

    fn step(plan: &Plan, unit: &UnitId, date: NaiveDate) -> Staircase {
        staircases(plan, date).unwrap().into_iter().find(|step| step.unit == *unit).unwrap()
    }

    #[test]
    fn each_step_takes_what_it_names() {
        let date = NaiveDate::from_ymd_opt(2024, 2, 1).unwrap();
        let (mut plan, unit) = plan_of_one(date);
        let fte = plan.posts[0].fte().as_f64();
        let new = step(&plan, &unit, date);
        assert_eq!((new.plan, new.filled), (fte, fte));
        // 251 working days in 2024 (domain table of the calendar).
        let presence = 1.0 - plan.assumptions.absence_days_per_year / 251.0;
        assert!((new.present - fte * presence).abs() < 1e-12);
        assert!((new.proficient - 0.2 * new.present).abs() < 1e-12);
        let handling = plan.posts[0].casework.as_f64() * (1.0 - plan.assumptions.allowance.as_f64());
        assert!((new.effective - new.proficient * handling).abs() < 1e-12, "nobody there to mentor");
        plan.posts[0].kw = Some(date);
        assert_eq!(step(&plan, &unit, date + chrono::Days::new(1)).plan, 0.0);
        plan.posts[0].kw = None;
        plan.posts[0].holder = None;
        let vacant = step(&plan, &unit, date);
        assert_eq!((vacant.plan, vacant.filled, vacant.effective), (fte, 0.0, 0.0));
        assert!(vacant.need > 0.0);
    }

    #[test]
    fn a_newcomer_costs_an_experienced_colleague_time() {
        let date = NaiveDate::from_ymd_opt(2024, 2, 1).unwrap();
        let (mut plan, unit) = plan_of_one(date - chrono::Days::new(2000));
        plan.assumptions.onboarding.mentor = vec![(0.0, Share::parse(0.2).unwrap())];
        let alone = step(&plan, &unit, date);
        let mut newcomer = plan.posts[0].clone();
        newcomer.holder = Some(Holder { since: date });
        plan.posts.push(newcomer);
        let both = step(&plan, &unit, date);
        // What the newcomer does on the first day (0.20) is what the colleague loses.
        assert!((both.effective - alone.effective).abs() < 1e-12);
        assert!(both.proficient > alone.proficient);
    }

    #[test]
    fn reductions_lead_from_the_plan_to_what_reaches_the_cases() {
        let plan = builtin().unwrap();
        let steps = staircases(&plan, plan.as_of).unwrap();
        let mut nothing_taken = true;
        for step in &steps {
            let found = reductions(&plan, [&step.unit], plan.as_of);
            assert_eq!((found.plan, found.effective), (step.plan, step.effective));
            let taken: f64 = found.causes().iter().sum();
            assert!((found.plan - taken - found.effective).abs() < 1e-9, "{found:?}");
            assert!(found.causes().iter().all(|cause| *cause > -1e-9), "{found:?}");
            nothing_taken &= found.mentoring == 0.0;
        }
        // Newcomers of the built-in plan take time from somebody.
        assert!(!nothing_taken);
        let all = reductions(&plan, steps.iter().map(|step| &step.unit), plan.as_of);
        let effective: f64 = steps.iter().map(|step| step.effective).sum();
        assert!((all.effective - effective).abs() < 1e-9);
        assert_eq!(reductions(&plan, [], plan.as_of), Reductions::default());
    }

    #[test]
    fn an_outage_takes_its_share_on_its_days_only() {
        let mut plan = builtin().unwrap();
        let unit = UnitId::parse(UNIT).unwrap();
        let first = plan.as_of + chrono::Days::new(5);
        let day = |days| first + chrono::Days::new(days);
        let before = step(&plan, &unit, first);
        plan.assumptions.outages.push(crate::plan::Outage {
            from: first,
            until: day(2),
            lost: Share::parse(0.25).unwrap(),
            label: "Umzug".to_owned(),
            units: vec![unit.clone()],
            enabled: true,
        });
        let hit = step(&plan, &unit, first);
        assert!((hit.effective - 0.75 * before.effective).abs() < 1e-12);
        assert_eq!(hit.proficient, before.proficient);
        let taken = reductions(&plan, [&unit], day(2));
        assert!((taken.outage - taken.effective / 3.0).abs() < 1e-9);
        for (days, outage) in [(2, true), (3, false)] {
            assert_eq!(reductions(&plan, [&unit], day(days)).outage > 0.0, outage);
        }
        let other = UnitId::parse("asyl").unwrap();
        assert_eq!(reductions(&plan, [&other], first).outage, 0.0);
    }

    #[test]
    fn no_step_of_the_built_in_plan_rises() {
        let plan = builtin().unwrap();
        let all = staircases(&plan, plan.as_of).unwrap();
        assert!(all.len() >= 7);
        for step in &all {
            let steps = [step.plan, step.filled, step.present, step.proficient, step.effective];
            assert!(steps.is_sorted_by(|above, below| above >= below), "{step:?}");
        }
        let posts: f64 = all.iter().map(|step| step.plan).sum();
        let casework = plan.posts.iter().filter(|post| post.casework.as_f64() > 0.0);
        let expected: f64 =
            casework.filter(|post| post.exists_on(plan.as_of)).map(|post| post.fte().as_f64()).sum();
        assert!((posts - expected).abs() < 1e-9);
    }
}
