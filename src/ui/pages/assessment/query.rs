//! What the address of the page asks for: `?methode=b&minuten=kgst-2025-08&faelle=erwartet`.

use crate::assessment::{ParameterSetId, Period, Request};
use crate::plan::{Method, Plan};
use leptos_router::params::ParamsMap;

/// Name of the method in the address.
pub const METHOD: &str = "methode";
/// Name of the parameter set in the address.
pub const PARAMETERS: &str = "minuten";
/// Name of the period in the address.
pub const PERIOD: &str = "faelle";
/// The cases expected from the plan's first day on.
pub const EXPECTED: &str = "erwartet";

/// The words of the address; what is missing or unknown is the plan's own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// `a` or `b`.
    pub method: String,
    /// Identifier of a set, or empty.
    pub parameters: String,
    /// A year, or [`EXPECTED`].
    pub period: String,
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
        let parameters = map.get(PARAMETERS).filter(|word| set(word).is_some());
        let years = years(plan);
        let period = map
            .get(PERIOD)
            .filter(|word| word == EXPECTED || word.parse().is_ok_and(|year| years.contains(&year)));
        let last = years.last().map_or_else(|| EXPECTED.to_owned(), ToString::to_string);
        Self {
            method: method.unwrap_or_else(|| own.to_owned()),
            parameters: parameters.unwrap_or_default(),
            period: period.unwrap_or(last),
        }
    }

    /// The same as a request to the assessment.
    #[must_use]
    pub fn request(&self, plan: &Plan) -> Request {
        let period = self.period.parse().map_or(Period::On(plan.as_of), Period::Year);
        let method = if self.method == "b" { Method::Bmi } else { Method::Kgst };
        Request { method: Some(method), parameters: set(&self.parameters), ..Request::new(period) }
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

/// The word of a set in the address.
#[must_use]
pub const fn word(id: ParameterSetId) -> &'static str {
    match id {
        ParameterSetId::Kgst2022 => "kgst-2022-11",
        ParameterSetId::Kgst2025 => "kgst-2025-08",
    }
}

fn set(text: &str) -> Option<ParameterSetId> {
    ParameterSetId::ALL.into_iter().find(|id| word(*id) == text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;

    #[test]
    fn an_address_that_says_nothing_or_nonsense_is_the_plans_own() {
        let plan = builtin().unwrap();
        let empty = Query::read(&ParamsMap::new(), &plan);
        assert_eq!((empty.method.as_str(), empty.period.as_str()), ("a", "2023"));
        let nonsense: ParamsMap = [(METHOD, "x"), (PARAMETERS, "y"), (PERIOD, "1999")].into_iter().collect();
        assert_eq!(Query::read(&nonsense, &plan), empty);
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
    }
}
