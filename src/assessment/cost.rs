//! Cost of a workplace as KGSt computes it: personnel cost, material cost, overhead.

use crate::plan::{EuroPerYear, Fte, Plan, UnitId, Workplace};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Cost of a workplace in euro per year: personnel cost + material cost + overhead on the personnel cost.
#[must_use]
pub fn workplace_cost(personnel_cost: f64, workplace: Workplace) -> f64 {
    personnel_cost + workplace.material + workplace.overhead * personnel_cost
}

/// What the posts of a plan cost by the cost of their grades.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PersonnelCost {
    /// Posts that are counted.
    pub posts: Fte,
    /// Cost of those whose grade has one, rounded down to the cent for each post.
    pub cost: EuroPerYear,
    /// Posts whose grade has no cost: they are missing from it.
    pub without: Fte,
}

/// Adds up the posts of a plan, vacant ones included, those on leave (Leerstellen) not: cost of the grade times full-time equivalents.
///
/// Of a day: `personnel_cost(&plan.on(day, &changes).plan)`, which knows no leave any more that is over.
#[must_use]
pub fn personnel_cost(plan: &Plan) -> PersonnelCost {
    let mut sum = PersonnelCost::default();
    let mut cents: i64 = 0;
    for post in plan.posts.iter().filter(|post| post.noted().leave.is_none()) {
        let fte = post.fte();
        sum.posts += fte;
        match plan.assumptions.cost_of(&post.grade) {
            Some(cost) => {
                let share = i128::from(cost.cents()) * i128::from(fte.thousandths()) / 1000;
                cents = cents.saturating_add(i64::try_from(share).unwrap_or(i64::MAX));
            }
            None => sum.without += fte,
        }
    }
    sum.cost = EuroPerYear::from_cents(cents);
    sum
}

/// The same by unit: each counts the shares of its own posts, without the units below; rounded down to the cent for each share.
#[must_use]
pub fn personnel_cost_by_unit(plan: &Plan) -> BTreeMap<UnitId, PersonnelCost> {
    let mut units: BTreeMap<UnitId, PersonnelCost> = BTreeMap::new();
    for post in plan.posts.iter().filter(|post| post.noted().leave.is_none()) {
        let cost = plan.assumptions.cost_of(&post.grade);
        for share in &post.shares {
            let sum = units.entry(share.unit.clone()).or_default();
            sum.posts += share.fte;
            match cost {
                Some(cost) => {
                    let part = i128::from(cost.cents()) * i128::from(share.fte.thousandths()) / 1000;
                    let part = i64::try_from(part).unwrap_or(i64::MAX);
                    sum.cost = EuroPerYear::from_cents(sum.cost.cents().saturating_add(part));
                }
                None => sum.without += share.fte,
            }
        }
    }
    units
}

/// Personnel cost in euro per year behind a published hourly full cost: the same formula backwards.
#[must_use]
pub fn personnel_cost_from_hourly(hourly: f64, hours_per_year: f64, workplace: Workplace) -> f64 {
    (yearly_cost(hourly, hours_per_year) - workplace.material) / (1.0 + workplace.overhead)
}

/// Full cost of a year in euro behind that of an hour.
#[must_use]
pub fn yearly_cost(hourly: f64, hours_per_year: f64) -> f64 {
    hourly * hours_per_year
}

/// Full cost of an hour in euro out of that of a year.
#[must_use]
pub fn hourly_cost(yearly: f64, hours_per_year: f64) -> f64 {
    yearly / hours_per_year
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;

    #[test]
    fn what_the_units_cost_adds_up_to_the_whole() {
        let plan = builtin().unwrap();
        let (all, units) = (personnel_cost(&plan), personnel_cost_by_unit(&plan));
        assert_eq!(units.values().map(|unit| unit.posts).sum::<Fte>(), all.posts);
        let cents: i64 = units.values().map(|unit| unit.cost.cents()).sum();
        let shares: usize = plan.posts.iter().map(|post| post.shares.len()).sum();
        assert!((all.cost.cents() - cents).unsigned_abs() <= shares as u64, "{cents}");
        let unit = UnitId::parse("einbuergerung").unwrap();
        assert_eq!(units[&unit].posts, plan.posts.iter().map(|post| post.fte_in(&unit)).sum());
    }

    #[test]
    fn posts_cost_what_their_grade_costs_and_a_grade_without_cost_is_told() {
        let mut plan = builtin().unwrap();
        let all = personnel_cost(&plan);
        assert_eq!(all.posts, plan.posts.iter().map(crate::plan::Post::fte).sum());
        assert_eq!(all.without, Fte::ZERO, "every grade of the built-in plan has a cost");
        let by_hand: f64 = plan
            .posts
            .iter()
            .map(|post| plan.assumptions.cost_per_grade[&post.grade].as_f64() * post.fte().as_f64())
            .sum();
        assert!((all.cost.as_f64() - by_hand).abs() < 1.0, "{} {by_hand}", all.cost.as_f64());
        // Another spelling is the same grade.
        for post in &mut plan.posts {
            post.grade = post.grade.replace("E ", "EG");
        }
        assert_eq!(personnel_cost(&plan), all);
        let grade = plan.posts[0].grade.clone();
        let removed = plan.assumptions.cost_per_grade.remove(&grade).unwrap();
        let fewer = personnel_cost(&plan);
        let missing = fewer.without.as_f64();
        assert!(missing >= 1.0 && fewer.posts == all.posts);
        let difference = all.cost.as_f64() - fewer.cost.as_f64();
        assert!((difference - missing * removed.as_f64()).abs() < 1.0);
    }
}
