//! Forecasts as sentences: figure before and after, uncertainty, verdict.

use super::{Paired, UnitForecast};
use crate::format::{self, Language};
use crate::simulation::Direction;
use chrono::NaiveDate;

/// „offene Fälle am 31.12.2025: 1.240 → 610 (Unterschied −630 ± 90)“, or that there is no clear difference.
#[must_use]
pub fn open_cases(forecast: &UnitForecast, last: NaiveDate, language: Language) -> String {
    let date = format::date(last, language);
    let what = match language {
        Language::German => format!("offene Fälle am {date}"),
        Language::English => format!("open cases on {date}"),
    };
    before_after(&what, &forecast.open, 0, language)
}

/// „Bearbeitungsdauer im Mittel: 95 → 81 Tage (…)“.
#[must_use]
pub fn lead_days(forecast: &UnitForecast, language: Language) -> String {
    let what = match language {
        Language::German => "Tage vom Antrag bis zum Abschluss",
        Language::English => "days from application to completion",
    };
    before_after(what, &forecast.lead_days, 0, language)
}

/// „älter als drei Monate: 310 → 90 (…)“.
#[must_use]
pub fn over_three_months(forecast: &UnitForecast, language: Language) -> String {
    let what = match language {
        Language::German => "davon älter als drei Monate",
        Language::English => "of these older than three months",
    };
    before_after(what, &forecast.over_three_months, 0, language)
}

fn before_after(what: &str, figure: &Paired, decimals: usize, language: Language) -> String {
    let number = |value: f64| format::number(value, decimals, language);
    let change = format!("{what}: {} → {}", number(figure.baseline.mean), number(figure.scenario.mean));
    let difference = format::signed(figure.difference.mean, decimals, language);
    let half = number(figure.difference.half_width);
    let verdict = match (figure.difference.direction(), language) {
        _ if figure.difference.mean == 0.0 && figure.difference.half_width == 0.0 => match language {
            Language::German => "unverändert".to_owned(),
            Language::English => "unchanged".to_owned(),
        },
        (Direction::NoClearDifference, Language::German) => {
            format!("kein klarer Unterschied, {difference} ± {half}")
        }
        (Direction::NoClearDifference, Language::English) => {
            format!("no clear difference, {difference} ± {half}")
        }
        _ => format!("{difference} ± {half}"),
    };
    format!("{change} ({verdict})")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecasting::Band;
    use crate::plan::UnitId;
    use crate::simulation::Summary;

    fn figure(baseline: f64, scenario: f64, half_width: f64) -> Paired {
        let summary = |mean: f64| Summary { mean, ..Summary::default() };
        Paired {
            baseline: summary(baseline),
            scenario: summary(scenario),
            difference: Summary { mean: scenario - baseline, half_width, ..Summary::default() },
        }
    }

    #[test]
    fn a_sentence_gives_both_figures_and_the_uncertainty() {
        let forecast = UnitForecast {
            unit: UnitId::parse("einbuergerung").unwrap(),
            open_baseline: Band::default(),
            open_scenario: Band::default(),
            open: figure(1240.0, 610.0, 90.0),
            over_three_months: figure(12.0, 10.0, 3.0),
            lead_days: figure(80.0, 80.0, 0.0),
            utilisation: Paired::default(),
            effective_fte: Paired::default(),
            standing: crate::simulation::Standing::default(),
            populations: Vec::new(),
            warnings: Vec::new(),
        };
        let last = NaiveDate::from_ymd_opt(2025, 12, 31).unwrap();
        assert_eq!(
            open_cases(&forecast, last, Language::German),
            "offene Fälle am 31.12.2025: 1.240 → 610 (−630 ± 90)"
        );
        assert_eq!(
            over_three_months(&forecast, Language::German),
            "davon älter als drei Monate: 12 → 10 (kein klarer Unterschied, −2 ± 3)"
        );
        assert_eq!(
            lead_days(&forecast, Language::English),
            "days from application to completion: 80 → 80 (unchanged)"
        );
    }
}
