//! What stands for a part of the budget year only: the table counts one day, money and the mean extent count all of them.

use super::cost::{cents_of_post, next_change};
use crate::plan::{Change, EuroPerYear, Fte, Plan, UnitId, plain_grade};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The posts of a unit in a grade whose extent is not the same throughout the budget year.
#[derive(Debug, Clone, PartialEq)]
pub struct PartYear {
    /// The unit.
    pub unit: UnitId,
    /// Its name, the last one that it has in the year.
    pub name: String,
    /// Pay grade.
    pub grade: String,
    /// Posts on the day that the table counts.
    pub on_day: Fte,
    /// Thousandths of a post times days, over the days that are counted.
    pub thousandth_days: i64,
    /// Days that are counted: those of the year, from the plan's first day on.
    pub days: i64,
    /// Personnel cost of these days, filled or not, rounded down to the cent; a grade without cost adds nothing.
    pub cost: EuroPerYear,
}

impl PartYear {
    /// The mean extent over the days that are counted, to the next thousandth.
    #[must_use]
    pub fn mean(&self) -> Fte {
        let half = self.days / 2;
        Fte::from_thousandths(self.thousandth_days.saturating_add(half).checked_div(self.days).unwrap_or(0))
    }
}

#[derive(Debug, Default)]
struct Sum {
    name: String,
    grade: String,
    on_day: Fte,
    thousandth_days: i64,
    cent_days: i128,
}

/// What stands for a part of a year, or in another extent than on `day`, in the order of units and grades. Parked posts and posts past
/// their kw date do not stand. Cost: a pass over the plan for each day of the year on which something changes.
#[must_use]
pub fn part_year(plan: &Plan, changes: &[Change], day: NaiveDate, year: i32) -> Vec<PartYear> {
    let first = |year| NaiveDate::from_ymd_opt(year, 1, 1);
    let (Some(from), Some(end)) = (first(year), first(year + 1)) else { return Vec::new() };
    let from = from.max(plan.as_of);
    let all_days = (end - from).num_days();
    let days_of_year = if from.leap_year() { 366 } else { 365 };
    let mut sums: BTreeMap<(UnitId, String), Sum> = BTreeMap::new();
    let mut at = from;
    while at < end {
        let now = plan.on(at, changes).plan;
        let next = next_change(plan, changes, &now, at).min(end);
        let days = (next - at).num_days();
        for (post, share) in
            now.posts.iter().flat_map(|post| post.shares.iter().map(move |share| (post, share)))
        {
            let sum = sums.entry((share.unit.clone(), plain_grade(&post.grade))).or_default();
            now.assumptions.spelled(&post.grade).clone_into(&mut sum.grade);
            now.unit_name(&share.unit).clone_into(&mut sum.name);
            sum.thousandth_days =
                sum.thousandth_days.saturating_add(share.fte.thousandths().saturating_mul(days));
            let cents = cents_of_post(&now, post, share.fte).unwrap_or(0);
            sum.cent_days += i128::from(cents) * i128::from(days);
            if (at..next).contains(&day) {
                sum.on_day += share.fte;
            }
        }
        at = next;
    }
    let rows = sums.into_iter().map(|((unit, _), sum)| PartYear {
        unit,
        name: sum.name,
        grade: sum.grade,
        on_day: sum.on_day,
        thousandth_days: sum.thousandth_days,
        days: all_days,
        cost: EuroPerYear::from_cents(i64::try_from(sum.cent_days / days_of_year).unwrap_or(i64::MAX)),
    });
    let differs = |row: &PartYear| row.thousandth_days != row.on_day.thousandths().saturating_mul(all_days);
    rows.filter(differs).collect()
}
