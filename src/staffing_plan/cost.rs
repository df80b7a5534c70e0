//! What posts cost: in a full year, and in each budget year by the days on which they stand.

use super::Within;
use crate::assessment::personnel_cost;
use crate::plan::{Change, EuroPerYear, Fte, Plan, Post};
use chrono::{Datelike, NaiveDate};

/// Cost of the posts of an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cost {
    /// Personnel cost.
    pub personnel: EuroPerYear,
    /// Personnel cost with the material cost of the workplaces and overhead.
    pub workplaces: EuroPerYear,
    /// What third parties pay of the personnel cost.
    pub funded: EuroPerYear,
    /// Whether posts are missing because their grade has no cost.
    pub incomplete: bool,
}

/// What a plan and a scenario cost in a budget year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearCost {
    /// The year.
    pub year: i32,
    /// First day that is counted: the first of the year, or the plan's first day where that is later.
    pub from: NaiveDate,
    /// Without the scenario.
    pub plan: Cost,
    /// With it.
    pub scenario: Cost,
}

impl YearCost {
    /// What the scenario costs more, in cents; negative where it saves. Personnel cost, then with workplaces.
    #[must_use]
    pub const fn more(&self) -> (i64, i64) {
        (
            self.scenario.personnel.cents() - self.plan.personnel.cents(),
            self.scenario.workplaces.cents() - self.plan.workplaces.cents(),
        )
    }
}

/// The cost of the plan and of the scenario in `count` budget years from `first` on, at the cost of grades and workplaces of each day.
///
/// Each post counts for the days on which it stands, divided by the days of the year. Years before the plan's first day are
/// left out. `limit` leaves the posts of one unit and of what lies below it. Cost: a pass over the plan for each day on which something changes.
#[must_use]
pub fn cost_by_year(
    plan: &Plan,
    changes: &[Change],
    first: i32,
    count: i32,
    limit: Option<&Within>,
) -> Vec<YearCost> {
    let years = (first..first.saturating_add(count)).filter(|year| *year >= plan.as_of.year());
    let cost = |year| {
        let from = NaiveDate::from_ymd_opt(year, 1, 1)?.max(plan.as_of);
        Some(YearCost {
            year,
            from,
            plan: cost_of_year(plan, &[], from, limit),
            scenario: cost_of_year(plan, changes, from, limit),
        })
    };
    years.filter_map(cost).collect()
}

/// Cents per year of a number of posts in a grade, rounded down; none where the grade has no cost.
pub(super) fn cents_of(plan: &Plan, grade: &str, fte: Fte) -> Option<i64> {
    let cost = plan.assumptions.cost_of(grade)?;
    let cents = i128::from(cost.cents()) * i128::from(fte.thousandths()) / 1000;
    Some(i64::try_from(cents).unwrap_or(i64::MAX))
}

/// The same for a post of the organisation of a day; a Leerstelle costs nothing.
pub(super) fn cents_of_post(plan: &Plan, post: &Post, fte: Fte) -> Option<i64> {
    if post.noted().leave.is_some() { Some(0) } else { cents_of(plan, &post.grade, fte) }
}

/// Cents per year that third parties pay of a post on a day.
fn funded_cents(plan: &Plan, post: &Post, day: NaiveDate) -> i64 {
    let Some(funding) = &post.noted().funding else { return 0 };
    if funding.until.is_some_and(|until| until < day) {
        return 0;
    }
    let cents = cents_of_post(plan, post, post.fte()).unwrap_or(0);
    (cents as f64 * funding.share.as_f64()).round() as i64
}

fn cost_of_year(plan: &Plan, changes: &[Change], from: NaiveDate, limit: Option<&Within>) -> Cost {
    let Some(end) = NaiveDate::from_ymd_opt(from.year() + 1, 1, 1) else { return Cost::default() };
    let days_of_year = i128::from(if from.leap_year() { 366 } else { 365 });
    // Cents times days.
    let (mut personnel, mut beside, mut funded, mut incomplete) = (0_i128, 0.0_f64, 0_i128, false);
    let mut day = from;
    while day < end {
        let organisation = plan.on(day, changes).plan;
        let next = next_change(plan, changes, &organisation, day).min(end);
        let days = i128::from((next - day).num_days());
        let organisation = match limit {
            Some(limit) => limit.organisation(organisation),
            None => organisation,
        };
        let cost = personnel_cost(&organisation);
        personnel += i128::from(cost.cost.cents()) * days;
        let workplace = organisation.assumptions.workplace;
        let material = (cost.posts - cost.without).as_f64() * workplace.material * 100.0;
        beside += (material + workplace.overhead * cost.cost.cents() as f64) * days as f64;
        let paid = organisation.posts.iter().map(|post| funded_cents(&organisation, post, day));
        funded += i128::from(paid.fold(0, i64::saturating_add)) * days;
        incomplete |= cost.without > Fte::ZERO;
        day = next;
    }
    let personnel = personnel / days_of_year;
    let beside = beside / days_of_year as f64;
    let money = |cents: i128| EuroPerYear::from_cents(i64::try_from(cents).unwrap_or(i64::MAX));
    Cost {
        personnel: money(personnel),
        workplaces: money(personnel.saturating_add(beside.round() as i128)),
        funded: money(funded / days_of_year),
        incomplete,
    }
}

/// The next day on which the organisation is another one: a change counts, a post has ended, or its funding, or a leave.
pub(super) fn next_change(plan: &Plan, changes: &[Change], now: &Plan, day: NaiveDate) -> NaiveDate {
    let changed = plan.decided.iter().chain(changes).map(|change| change.effective);
    let ended = now.posts.iter().filter_map(|post| post.kw?.succ_opt());
    let funded = now.posts.iter().filter_map(|post| post.noted().funding.as_ref()?.until?.succ_opt());
    let back = now.posts.iter().filter_map(|post| post.noted().leave.as_ref()?.until?.succ_opt());
    let all = changed.chain(ended).chain(funded).chain(back);
    all.filter(|next| *next > day).min().unwrap_or(NaiveDate::MAX)
}
