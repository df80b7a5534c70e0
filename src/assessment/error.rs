//! Why an assessment is refused.

use super::MAX_YEARS_AHEAD;
use crate::format::{Language, date};
use chrono::NaiveDate;

/// Why an assessment is refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AssessmentError {
    /// No case type and no population has a count of the year.
    #[error("Für das Jahr {year} enthält der Plan keine Fallzahlen. {}", remedy(.available))]
    NoCounts {
        /// The year asked for.
        year: u16,
        /// Years with counts, ascending.
        available: Vec<u16>,
    },
    /// The day lies before the first day of the plan.
    #[error(
        "Der Stichtag {} liegt vor dem Beginn des Plans. Bitte wählen Sie einen Tag ab dem {}.",
        date(*.day, Language::German),
        date(*.first, Language::German)
    )]
    BeforePlan {
        /// The day asked for.
        day: NaiveDate,
        /// First day of the plan.
        first: NaiveDate,
    },
    /// The day lies too far ahead.
    #[error(
        "Der Stichtag {} liegt mehr als {MAX_YEARS_AHEAD} Jahre nach dem Beginn des Plans. Bitte wählen Sie einen früheren Tag.",
        date(*.day, Language::German)
    )]
    TooFarAhead {
        /// The day asked for.
        day: NaiveDate,
    },
    /// Yearly minutes of zero or an allowance of the whole year.
    #[error(
        "Aus Jahresarbeitsminuten und Verteilzeit bleibt keine Arbeitszeit. Bitte prüfen Sie „yearly_minutes“ und „allowance“ in den Annahmen."
    )]
    NoWorkingTime,
    /// The years in which the open cases are to be worked off are no number above zero.
    #[error("Der Zeitraum für den Abbau der Rückstände muss größer als 0 Jahre sein.")]
    BacklogYears,
    /// The figures of the plan are too large to add up.
    #[error(
        "Die Fallzahlen oder Wachstumsraten des Plans sind zu groß, um daraus einen Bedarf zu berechnen. Bitte prüfen Sie „counts“ und „demand“."
    )]
    TooLarge,
}

fn remedy(available: &[u16]) -> String {
    if available.is_empty() {
        return "Bitte tragen Sie unter „counts“ Fallzahlen ein.".to_owned();
    }
    let years: Vec<String> = available.iter().map(ToString::to_string).collect();
    format!("Vorhanden sind: {}.", years.join(", "))
}
