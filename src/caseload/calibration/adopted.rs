//! What is said of a step that takes a calibration over into a scenario. The words are kept as the reason of the step, so that whoever
//! sees a forecast that rests on it also sees how far it was right.

use super::{Accuracy, Backtest, Handling};
use crate::format::{Language, number, percent};

/// How the reasons of such steps begin; in German, as they are kept and not translated.
const DEMAND: &str = "Nachfrage kalibriert an ";
const HANDLING: &str = "Bearbeitungszeiten kalibriert an ";
pub(super) const STOCK: &str = "Anfangsbestand übernommen nach ";

const GERMAN: Language = Language::German;

/// Whether a reason is that of a step that puts counts into the plan.
#[must_use]
pub fn is_calibration(reason: &str) -> bool {
    [DEMAND, HANDLING, STOCK].iter().any(|begin| reason.starts_with(begin))
}

/// The reason of a step that sets the demand fitted on a year, with what the backtest says of it. `origin` names the counts:
/// „erfassten Fallzahlen“; `worth` is what follows from a backtest on them.
#[must_use]
pub fn demand_reason(year: i32, origin: &str, backtest: Option<&Backtest>, worth: Option<&str>) -> String {
    let accuracy = backtest.and_then(|backtest| Some((backtest, backtest.accuracy(|_| true)?)));
    let told = accuracy.map_or_else(
        || "Ein Rücktest war nicht möglich: Dafür braucht es zwei gezählte Kalenderjahre.".to_owned(),
        |(backtest, found)| {
            let Accuracy { mae, mape, coverage, .. } = found;
            format!(
                "Rücktest {} → {}: mittlerer Fehler {} Fälle je Monat und Fallart (MAE), {} gewichtet (MAPE), {} der Monate im \
                 90-%-Band.",
                backtest.fitted,
                backtest.predicted,
                number(mae, 1, GERMAN),
                percent(mape, 0, GERMAN),
                percent(coverage, 0, GERMAN)
            )
        },
    );
    let worth = worth.map(|worth| format!(" {worth}")).unwrap_or_default();
    format!("{DEMAND}{origin} {year}. {told}{worth}")
}

/// The reason of a step that sets the handling times which a year of completions speaks for.
#[must_use]
pub fn handling_reason(year: i32, origin: &str, handlings: &[(&str, &Handling)]) -> String {
    let factor = |(name, handling): &(&str, &Handling)| {
        Some(format!("{name} × {}", number(handling.believable_factor()?, 2, GERMAN)))
    };
    let factors: Vec<String> = handlings.iter().filter_map(factor).collect();
    format!(
        "{HANDLING}{origin} {year}: {}. Aus verfügbaren Minuten (Besetzung und Einarbeitung sind Annahmen) durch die Minuten der \
         Erledigungen; nicht im Rücktest geprüft.",
        factors.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caseload::{Generated, backtest, worth_of_backtest};
    use crate::plan::{UnitId, builtin};

    #[test]
    fn a_reason_tells_the_errors_and_is_known_again() {
        let plan = builtin().unwrap();
        let figures = Generated::of(&plan).unwrap().unwrap();
        let found = backtest(&plan, &figures.ledger, 2022).unwrap();
        let worth = worth_of_backtest(true, GERMAN);
        let reason = demand_reason(2023, "erzeugten Fallzahlen", Some(&found), worth);
        assert!(
            reason.starts_with("Nachfrage kalibriert an erzeugten Fallzahlen 2023. Rücktest 2022 → 2023: "),
            "{reason}"
        );
        assert!(
            reason.contains("(MAE)") && reason.contains("(MAPE)") && reason.contains("90-%-Band"),
            "{reason}"
        );
        assert!(reason.ends_with(worth.unwrap()) && reason.chars().count() < 2_000);
        assert!(is_calibration(&reason) && !is_calibration("Weil die Stelle frei ist"));
        let without = demand_reason(2023, "erfassten Fallzahlen", None, None);
        assert!(without.contains("zwei gezählte Kalenderjahre") && is_calibration(&without));
    }

    #[test]
    fn a_reason_names_the_factors_that_are_taken_over() {
        let of = |factor| Handling {
            unit: UnitId::parse("aufenthalt").unwrap(),
            done: 100.0,
            available: 120.0,
            factor,
        };
        let (one, none, odd) = (of(Some(1.2)), of(None), of(Some(7.0)));
        let reason = handling_reason(
            2023,
            "erfassten Fallzahlen",
            &[("Aufenthalt", &one), ("EU", &none), ("Asyl", &odd)],
        );
        assert!(
            reason.starts_with(
                "Bearbeitungszeiten kalibriert an erfassten Fallzahlen 2023: Aufenthalt × 1,20. "
            ),
            "{reason}"
        );
        assert!(is_calibration(&reason));
    }
}
