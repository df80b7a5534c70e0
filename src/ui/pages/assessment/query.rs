//! What the address of the page asks for: `?methode=b&minuten=kgst-2025-08&gruppe=beamte&faelle=2026-01-01&rueckstand=3`.

use crate::assessment::{MAX_YEARS_AHEAD, ParameterSetId, Period, Request};
use crate::plan::{Method, Plan, StaffGroup};
use chrono::{Datelike, NaiveDate};
use leptos_router::params::ParamsMap;
use std::ops::RangeInclusive;

/// Name of the method in the address.
pub const METHOD: &str = "methode";
/// Name of the parameter set in the address.
pub const PARAMETERS: &str = "minuten";
/// Name in the address of the group by whose yearly minutes is divided.
pub const GROUP: &str = "gruppe";
/// Civil servants, as the address says it; empty stands for employees.
pub const CIVIL_SERVANTS: &str = "beamte";
/// Name of the period in the address.
pub const PERIOD: &str = "faelle";
/// Name in the address of the years in which the open cases are worked off.
pub const BACKLOG: &str = "rueckstand";
/// The cases expected from the plan's first day on.
pub const EXPECTED: &str = "erwartet";
/// Years in which the open cases can be worked off.
pub const BACKLOG_YEARS: RangeInclusive<u8> = 1..=10;
/// Coming years that can be chosen; an address may ask for any day up to [`MAX_YEARS_AHEAD`].
const FORECAST_YEARS: i32 = 5;

/// The words of the address; what is missing or unknown is the plan's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// `a` or `b`.
    pub method: String,
    /// Identifier of a set, or empty.
    pub parameters: String,
    /// [`CIVIL_SERVANTS`], or empty for employees.
    pub group: String,
    /// A counted year, [`EXPECTED`], or the first of the twelve months whose cases are expected.
    pub period: String,
    /// Years in which the open cases are worked off.
    pub backlog: u8,
}

impl Query {
    /// Reads the address; the period falls back to the last year with counts.
    #[must_use]
    pub fn read(map: &ParamsMap, plan: &Plan) -> Self {
        let own = match plan.assumptions.method {
            Method::Kgst => "a",
            Method::Bmi => "b",
        };
        let method = map.get(METHOD).filter(|word| word == "a" || word == "b");
        let parameters = map.get(PARAMETERS).filter(|word| ParameterSetId::parse(word).is_some());
        let group = map.get(GROUP).filter(|word| word == CIVIL_SERVANTS);
        let years = years(plan);
        let is_known = |word: &String| {
            word == EXPECTED
                || word.parse().is_ok_and(|year| years.contains(&year))
                || word.parse().is_ok_and(|day| is_ahead(plan, day))
        };
        let period = map.get(PERIOD).filter(is_known);
        let backlog = map.get(BACKLOG).and_then(|years| years.parse().ok());
        let last = years.last().map_or_else(|| EXPECTED.to_owned(), ToString::to_string);
        Self {
            method: method.unwrap_or_else(|| own.to_owned()),
            parameters: parameters.unwrap_or_default(),
            group: group.unwrap_or_default(),
            period: period.unwrap_or(last),
            backlog: backlog.filter(|years| BACKLOG_YEARS.contains(years)).unwrap_or(2),
        }
    }

    /// The day whose posts count, and from which on cases are expected where no counted year is chosen.
    #[must_use]
    pub fn day(&self, plan: &Plan) -> NaiveDate {
        self.period.parse().unwrap_or(plan.as_of)
    }

    /// Its address.
    #[must_use]
    pub fn address(&self) -> String {
        let Self { method, parameters, group, period, backlog } = self;
        // Employees are the usual case: addresses that were sent around before there was a choice stay the same.
        let group = if group.is_empty() { String::new() } else { format!("&{GROUP}={group}") };
        format!(
            "/bemessung?{METHOD}={method}&{PARAMETERS}={parameters}&{PERIOD}={period}&{BACKLOG}={backlog}{group}"
        )
    }

    /// The same as a request to the assessment.
    #[must_use]
    pub fn request(&self, plan: &Plan) -> Request {
        let period = self.period.parse().map_or_else(|_| Period::On(self.day(plan)), Period::Year);
        let method = if self.method == "b" { Method::Bmi } else { Method::Kgst };
        let (parameters, backlog_years) = (ParameterSetId::parse(&self.parameters), f64::from(self.backlog));
        let staff_group = match self.group.as_str() {
            CIVIL_SERVANTS => StaffGroup::CivilServant,
            _ => StaffGroup::Employee,
        };
        Request { method: Some(method), parameters, staff_group, backlog_years, ..Request::new(period) }
    }
}

/// The years with counts, ascending.
#[must_use]
pub fn years(plan: &Plan) -> Vec<u16> {
    let mut years: Vec<u16> =
        plan.case_types.iter().flat_map(|case_type| case_type.counts.keys().copied()).collect();
    years.sort_unstable();
    years.dedup();
    years
}

/// The first days of the coming years that can be chosen.
#[must_use]
pub fn ahead(plan: &Plan) -> Vec<NaiveDate> {
    let years = (1..=FORECAST_YEARS).map(|more| plan.as_of.year() + more);
    years.filter_map(|year| NaiveDate::from_ymd_opt(year, 1, 1)).collect()
}

fn is_ahead(plan: &Plan, day: NaiveDate) -> bool {
    (0..=MAX_YEARS_AHEAD * 366).contains(&day.signed_duration_since(plan.as_of).num_days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;

    #[test]
    fn an_address_that_says_nothing_or_nonsense_is_the_plans_own() {
        let plan = builtin().unwrap();
        let empty = Query::read(&ParamsMap::new(), &plan);
        assert_eq!((empty.method.as_str(), empty.period.as_str(), empty.backlog), ("a", "2023", 2));
        for period in ["1999", "2024-01-31", "2044-01-01", "2025-02-30"] {
            let nonsense = [(METHOD, "x"), (PARAMETERS, "y"), (PERIOD, period), (BACKLOG, "0")];
            assert_eq!(Query::read(&nonsense.into_iter().collect(), &plan), empty, "{period}");
        }
    }

    #[test]
    fn an_address_chooses_method_minutes_and_period() {
        let plan = builtin().unwrap();
        let map: ParamsMap =
            [(METHOD, "b"), (PARAMETERS, "kgst-2025-08"), (PERIOD, EXPECTED)].into_iter().collect();
        let request = Query::read(&map, &plan).request(&plan);
        assert_eq!(request.method, Some(Method::Bmi));
        assert_eq!(request.parameters, Some(ParameterSetId::Kgst2025));
        assert_eq!(request.period, Period::On(plan.as_of));
        assert_eq!(request.backlog_years, 2.0);
    }

    #[test]
    fn the_minutes_of_civil_servants_are_asked_for_by_their_word() {
        let plan = builtin().unwrap();
        let of = |word: &str| {
            let map: ParamsMap = [(PARAMETERS, "kgst-2022-11"), (GROUP, word)].into_iter().collect();
            Query::read(&map, &plan)
        };
        let query = of(CIVIL_SERVANTS);
        assert!(query.address().ends_with("&gruppe=beamte"), "{}", query.address());
        let minutes = |query: &Query| {
            let assessment = crate::assessment::assess(&plan, &query.request(&plan)).unwrap();
            assessment.parameters.yearly_minutes
        };
        // KGSt 11/2022: 40 hours a week for civil servants, 39 for employees.
        assert_eq!((minutes(&query), minutes(&of("alle"))), (97_860.0, 95_400.0));
    }

    #[test]
    fn a_coming_year_and_the_years_of_the_backlog_stand_in_the_address() {
        let plan = builtin().unwrap();
        let first = ahead(&plan)[1];
        assert_eq!(first, NaiveDate::from_ymd_opt(2026, 1, 1).unwrap());
        let map: ParamsMap = [(PERIOD, "2026-01-01"), (BACKLOG, "3")].into_iter().collect();
        let query = Query::read(&map, &plan);
        let request = query.request(&plan);
        assert_eq!((request.period, request.backlog_years), (Period::On(first), 3.0));
        assert_eq!(query.day(&plan), first);
        assert_eq!(query.address(), "/bemessung?methode=a&minuten=&faelle=2026-01-01&rueckstand=3");
        let assessment = crate::assessment::assess(&plan.on(first, &[]).plan, &request).unwrap();
        assert_eq!(assessment.posts_on, first);
        assert!(assessment.total.need > 0.0);
    }
}
