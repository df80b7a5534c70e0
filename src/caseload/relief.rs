//! How long a stock lasts, and how much capacity for how long takes it down.

use crate::format::Language;
use serde::Serialize;

/// What it takes to bring a stock down to a target in time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Relief {
    /// Cases that must be completed each month, those that keep arriving included.
    pub completions_per_month: f64,
    /// Of these, the ones that nobody completes at today's rate; 0 where today's rate is enough.
    pub missing_per_month: f64,
    /// Full-time equivalents beside those at work today, for all of the time.
    pub fte: f64,
}

/// Why no relief can be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReliefError {
    /// There is no time.
    #[error("Für den Abbau braucht es mindestens einen Monat; bitte wählen Sie einen späteren Tag.")]
    NoTime,
    /// A figure is negative or not a number.
    #[error(
        "Bestand, Eingang, Erledigung und Bearbeitungszeit dürfen nicht negativ sein; bitte prüfen Sie die Zahlen."
    )]
    Negative,
    /// A full-time equivalent works no minute.
    #[error("Ohne wirksame Arbeitszeit je Monat lässt sich kein Bedarf berechnen; bitte geben Sie sie an.")]
    NoCapacity,
}

impl ReliefError {
    /// The sentence in one of the languages.
    #[must_use]
    pub fn sentence(self, language: Language) -> String {
        let english = match (self, language) {
            (_, Language::German) => return self.to_string(),
            (Self::NoTime, _) => "Reducing the stock takes at least a month; please choose a later day.",
            (Self::Negative, _) => {
                "Stock, received, completed and handling time must not be negative; please check the figures."
            }
            (Self::NoCapacity, _) => {
                "Without effective working time a month no need can be computed; please enter it."
            }
        };
        english.to_owned()
    }
}

/// What is known of the stock and its flow; per month, cases but for the last two.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flow {
    /// Open today.
    pub stock: f64,
    /// Received each month.
    pub received: f64,
    /// Completed each month.
    pub completed: f64,
    /// Handling time of a case, in minutes.
    pub minutes_per_case: f64,
    /// Minutes that a full-time equivalent gives to cases each month.
    pub minutes_per_fte: f64,
}

/// Months that the stock keeps the office busy at a rate of completions: stock ÷ completions per month; none at no rate.
/// With the rate of the last months it is the reach at the present pace, with capacity ÷ handling time that at full strength.
#[must_use]
pub fn months_of_work(stock: f64, completed_per_month: f64) -> Option<f64> {
    (completed_per_month > 0.0 && stock >= 0.0).then(|| stock / completed_per_month)
}

/// The capacity that brings `flow.stock` down to `target` within so many months:
/// FTE = ((stock − target) ÷ months + received − completed) × minutes per case ÷ minutes of a full-time equivalent, not below 0.
/// Onboarding is not in it; the simulation answers with it.
///
/// # Errors
/// [`ReliefError`] without time or capacity, and for negative figures.
pub fn relief(flow: Flow, target: f64, months: f64) -> Result<Relief, ReliefError> {
    let figures = [flow.stock, flow.received, flow.completed, flow.minutes_per_case, target];
    if figures.iter().any(|figure| !figure.is_finite() || *figure < 0.0) {
        return Err(ReliefError::Negative);
    }
    if !months.is_finite() || months < 1.0 {
        return Err(ReliefError::NoTime);
    }
    if !flow.minutes_per_fte.is_finite() || flow.minutes_per_fte <= 0.0 {
        return Err(ReliefError::NoCapacity);
    }
    let needed = ((flow.stock - target) / months + flow.received).max(0.0);
    let missing = (needed - flow.completed).max(0.0);
    let fte = missing * flow.minutes_per_case / flow.minutes_per_fte;
    Ok(Relief { completions_per_month: needed, missing_per_month: missing, fte })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLOW: Flow = Flow {
        stock: 600.0,
        received: 100.0,
        completed: 90.0,
        minutes_per_case: 120.0,
        minutes_per_fte: 6_000.0,
    };

    /// By hand: 600 − 120 = 480 in 12 months are 40 a month, with 100 new ones 140, 50 more than the 90 of today;
    /// 50 × 120 = 6,000 minutes, one post.
    #[test]
    fn computes_the_worked_example() {
        let found = relief(FLOW, 120.0, 12.0).unwrap();
        assert_eq!(found, Relief { completions_per_month: 140.0, missing_per_month: 50.0, fte: 1.0 });
        assert_eq!(months_of_work(600.0, 90.0), Some(600.0 / 90.0));
        assert_eq!(months_of_work(600.0, 0.0), None);
    }

    #[test]
    fn asks_for_nothing_where_the_pace_is_enough() {
        let found = relief(Flow { completed: 200.0, ..FLOW }, 0.0, 12.0).unwrap();
        assert_eq!(found.fte, 0.0);
        // A stock below its target needs no negative post.
        assert_eq!(relief(Flow { received: 0.0, ..FLOW }, 10_000.0, 1.0).unwrap().completions_per_month, 0.0);
    }

    #[test]
    fn refuses_what_cannot_be_computed() {
        assert_eq!(relief(FLOW, 0.0, 0.5), Err(ReliefError::NoTime));
        assert_eq!(relief(Flow { minutes_per_fte: 0.0, ..FLOW }, 0.0, 12.0), Err(ReliefError::NoCapacity));
        assert_eq!(relief(Flow { stock: f64::NAN, ..FLOW }, 0.0, 12.0), Err(ReliefError::Negative));
        assert_eq!(relief(FLOW, -1.0, 12.0), Err(ReliefError::Negative));
        for error in [ReliefError::NoTime, ReliefError::Negative, ReliefError::NoCapacity] {
            assert_eq!(error.sentence(Language::German), error.to_string());
            assert!(error.sentence(Language::English).contains("please"), "{error}");
        }
    }
}
