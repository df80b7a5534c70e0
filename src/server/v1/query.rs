//! What stands behind the question mark of an address of the interface.

use crate::api::ApiError;
use crate::plan::PathError;
use chrono::NaiveDate;
use uuid::Uuid;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Query {
    pub(super) scenario: Option<Uuid>,
    pub(super) year: Option<u16>,
    pub(super) day: Option<NaiveDate>,
}

impl Query {
    /// Reads it; an unknown field is refused, as it would be left out silently.
    pub(super) fn read(query: &str) -> Result<Self, ApiError> {
        let mut read = Self::default();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match name {
                "scenario" => read.scenario = Some(scenario(value)?),
                "year" => match value.parse() {
                    Ok(year @ 1990..=2100) => read.year = Some(year),
                    _ => return Err(refuse(name, "erwartet wird ein Jahr von 1990 bis 2100")),
                },
                "day" => match value.parse() {
                    Ok(day) => read.day = Some(day),
                    Err(_) => return Err(refuse(name, "erwartet wird ein Datum wie 2024-06-30")),
                },
                _ => return Err(refuse("", "erlaubt sind: scenario, year, day")),
            }
        }
        Ok(read)
    }
}

/// The identifier of a scenario.
pub(super) fn scenario(text: &str) -> Result<Uuid, ApiError> {
    text.parse().map_err(|_| refuse("scenario", "erwartet wird die Kennung eines Szenarios (UUID)"))
}

/// A wrong place of a request and its reason.
pub(super) fn refuse(path: &str, reason: &str) -> ApiError {
    ApiError::Invalid { errors: vec![PathError { path: path.to_owned(), reason: reason.to_owned() }] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_is_asked_and_names_what_is_wrong() {
        let id = Uuid::from_u128(7);
        let read = Query::read(&format!("scenario={id}&year=2023")).unwrap();
        assert_eq!((read.scenario, read.year, read.day), (Some(id), Some(2023), None));
        assert_eq!(Query::read("").unwrap(), Query::default());
        for wrong in ["scenario=x", "year=20", "day=2024-02-30", "years=3", "="] {
            assert!(Query::read(wrong).is_err(), "{wrong}");
        }
    }
}
