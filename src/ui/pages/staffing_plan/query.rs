//! What the address of the page asks for: `?jahr=2025&stand=plan`.

use crate::plan::Plan;
use crate::staffing_plan::next_budget_year;
use chrono::Datelike;
use leptos_router::params::ParamsMap;
use std::ops::RangeInclusive;

/// Name of the budget year in the address.
pub const YEAR: &str = "jahr";
/// Name in the address of what is drawn up.
pub const STANDING: &str = "stand";
/// Years that can be chosen, the one of the plan's first day included.
const YEARS: i32 = 8;

/// What is drawn up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The plan with the changes of the scenario.
    Scenario,
    /// The plan as it is.
    Plan,
}

impl Standing {
    /// Its word in the address.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Scenario => "szenario",
            Self::Plan => "plan",
        }
    }
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Query {
    /// The budget year.
    pub year: i32,
    /// What is drawn up.
    pub standing: Standing,
}

impl Query {
    /// Reads the address; what is missing or makes no sense is the next budget year, with the scenario.
    #[must_use]
    pub fn read(map: &ParamsMap, plan: &Plan) -> Self {
        let asked = map.get(YEAR).and_then(|year| year.parse::<i32>().ok());
        let year = asked.filter(|year| years(plan).contains(year)).unwrap_or(next_budget_year(plan));
        let standing = match map.get(STANDING).as_deref() {
            Some("plan") => Standing::Plan,
            _ => Standing::Scenario,
        };
        Self { year, standing }
    }

    /// Its address.
    #[must_use]
    pub fn address(self) -> String {
        format!("/stellenplan?{YEAR}={}&{STANDING}={}", self.year, self.standing.word())
    }
}

/// The budget years that a plan can be drawn up for.
#[must_use]
pub fn years(plan: &Plan) -> RangeInclusive<i32> {
    plan.as_of.year()..=plan.as_of.year() + YEARS - 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;

    #[test]
    fn an_address_chooses_year_and_standing_and_nonsense_is_the_usual() {
        let plan = builtin().unwrap();
        let read = |pairs: &[(&str, &str)]| {
            let mut map = ParamsMap::new();
            pairs.iter().for_each(|(name, value)| map.insert((*name).to_owned(), (*value).to_owned()));
            Query::read(&map, &plan)
        };
        let usual = Query { year: 2025, standing: Standing::Scenario };
        assert_eq!(read(&[]), usual);
        assert_eq!(read(&[(YEAR, "1999"), (STANDING, "x")]), usual);
        let other = read(&[(YEAR, "2027"), (STANDING, "plan")]);
        assert_eq!(other, Query { year: 2027, standing: Standing::Plan });
        assert_eq!(other.address(), "/stellenplan?jahr=2027&stand=plan");
    }
}
