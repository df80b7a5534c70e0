//! Forecasts as sentences: figure before and after, uncertainty, verdict.

use super::{Band, Paired, PopulationForecast, UnitForecast};
use crate::format::{self, Language};
use crate::simulation::{Direction, Summary};
use chrono::NaiveDate;

/// How a figure is written, and whether less of it is better for those who wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A number of cases; fewer are better.
    Cases,
    /// A share, 0 to 1; less is better. Its differences are percentage points.
    Share,
    /// Days to completion. No verdict: only completed cases have them, and where old ones get their turn at last the mean
    /// rises although everybody waits less.
    Days,
}

impl Kind {
    fn value(self, value: f64, language: Language) -> String {
        match self {
            Self::Cases | Self::Days => format::number(value, 0, language),
            Self::Share => format::percent(value, 1, language),
        }
    }

    /// A difference with its sign, or without it a half width.
    fn difference(self, value: f64, signed: bool, language: Language) -> String {
        let (value, decimals) = match self {
            Self::Cases | Self::Days => (value, 0),
            Self::Share => (value * 100.0, 1),
        };
        if signed {
            format::signed(value, decimals, language)
        } else {
            format::number(value, decimals, language)
        }
    }
}

/// „offene Fälle am 31.12.2025: 1.240 → 610 (besser, −630 ± 90)“, or that there is no clear difference.
#[must_use]
pub fn open_cases(forecast: &UnitForecast, last: NaiveDate, language: Language) -> String {
    before_after(&open_on(last, language), &forecast.open, Kind::Cases, half_width, language)
}

/// The same in brief with what becomes of the old ones among them, for a sentence that is read in passing: „offene Fälle am 31.12.2025:
/// 1.240 → 610 (besser, −630 ± 90); davon älter als drei Monate: −220 ± 30“. Without the latter where nothing of it changes, or nothing
/// waits so long.
#[must_use]
pub fn open_and_old_cases(forecast: &UnitForecast, last: NaiveDate, language: Language) -> String {
    let open = open_cases(forecast, last, language);
    let old = &forecast.over_three_months.difference;
    if old.mean == 0.0 && old.half_width == 0.0 {
        return open;
    }
    format!("{open}; {}: {}", old_cases(language), half_width(Kind::Cases, old, language))
}

/// „Bearbeitungsdauer im Mittel: 95 → 81 Tage (…)“.
#[must_use]
pub fn lead_days(forecast: &UnitForecast, language: Language) -> String {
    let what = match language {
        Language::German => "Tage vom Antrag bis zum Abschluss",
        Language::English => "days from application to completion",
    };
    before_after(what, &forecast.lead_days, Kind::Days, half_width, language)
}

/// „älter als drei Monate: 310 → 90 (…)“.
#[must_use]
pub fn over_three_months(forecast: &UnitForecast, language: Language) -> String {
    before_after(old_cases(language), &forecast.over_three_months, Kind::Cases, half_width, language)
}

/// „Untergebrachte am 31.12.2025: 500 → 520 Personen (8 von 10 Läufen: 480 bis 560)“.
#[must_use]
pub fn persons(name: &str, forecast: &PopulationForecast, last: NaiveDate, language: Language) -> String {
    let at_the_end = |band: &Band| band.months.last().copied().unwrap_or_default();
    let (before, after) = (at_the_end(&forecast.persons_baseline), at_the_end(&forecast.persons_scenario));
    let [before, mean, low, high] =
        [before.mean, after.mean, after.p10, after.p90].map(|value| format::number(value, 0, language));
    let date = format::date(last, language);
    match language {
        Language::German => {
            format!("{name} am {date}: {before} → {mean} Personen (8 von 10 Läufen: {low} bis {high})")
        }
        Language::English => {
            format!("{name} on {date}: {before} → {mean} persons (8 of 10 runs: {low} to {high})")
        }
    }
}

/// The verdict on what the changes do, of a unit or of all: „Einbürgerung: offene Fälle am 31.12.2025: 1.240 → 610 (besser,
/// −630; 95-%-Intervall −720 bis −540); Anteil älter als drei Monate: …“. `name` is what it is called; both figures are
/// better when they are smaller.
#[must_use]
pub fn verdict(
    name: &str,
    open: &Paired,
    share_over_three_months: &Paired,
    last: NaiveDate,
    language: Language,
) -> String {
    let share = match language {
        Language::German => "Anteil älter als drei Monate",
        Language::English => "share older than three months",
    };
    let open = before_after(&open_on(last, language), open, Kind::Cases, interval, language);
    let share = before_after(share, share_over_three_months, Kind::Share, interval, language);
    format!("{name}: {open}; {share}.")
}

const fn old_cases(language: Language) -> &'static str {
    match language {
        Language::German => "davon älter als drei Monate",
        Language::English => "of these older than three months",
    }
}

fn open_on(last: NaiveDate, language: Language) -> String {
    let date = format::date(last, language);
    match language {
        Language::German => format!("offene Fälle am {date}"),
        Language::English => format!("open cases on {date}"),
    }
}

/// How a difference with its uncertainty is written.
type Uncertain = fn(Kind, &Summary, Language) -> String;

fn before_after(what: &str, figure: &Paired, kind: Kind, uncertain: Uncertain, language: Language) -> String {
    let value = |summary: &Summary| kind.value(summary.mean, language);
    let change = format!("{what}: {} → {}", value(&figure.baseline), value(&figure.scenario));
    let difference = &figure.difference;
    let german = language == Language::German;
    if difference.mean == 0.0 && difference.half_width == 0.0 {
        return format!("{change} ({})", if german { "unverändert" } else { "unchanged" });
    }
    let word = match difference.direction() {
        Direction::NoClearDifference if german => "kein klarer Unterschied, ",
        Direction::NoClearDifference => "no clear difference, ",
        _ if kind == Kind::Days => "",
        Direction::Lower if german => "besser, ",
        Direction::Lower => "better, ",
        Direction::Higher if german => "schlechter, ",
        Direction::Higher => "worse, ",
    };
    format!("{change} ({word}{})", uncertain(kind, difference, language))
}

/// „−630 ± 90“.
fn half_width(kind: Kind, difference: &Summary, language: Language) -> String {
    let half = kind.difference(difference.half_width, false, language);
    format!("{} ± {half}", kind.difference(difference.mean, true, language))
}

/// „−630; 95-%-Intervall −720 bis −540“.
fn interval(kind: Kind, difference: &Summary, language: Language) -> String {
    let signed = |value: f64| kind.difference(value, true, language);
    let (low, high) =
        (signed(difference.mean - difference.half_width), signed(difference.mean + difference.half_width));
    let points = match (kind, language) {
        (Kind::Share, Language::German) => " Prozentpunkte",
        (Kind::Share, Language::English) => " percentage points",
        _ => "",
    };
    let mean = signed(difference.mean);
    match language {
        Language::German => format!("{mean}{points}; 95-%-Intervall {low} bis {high}"),
        Language::English => format!("{mean}{points}; 95 % interval {low} to {high}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::UnitId;

    fn figure(baseline: f64, scenario: f64, half_width: f64) -> Paired {
        let summary = |mean: f64| Summary { mean, ..Summary::default() };
        Paired {
            baseline: summary(baseline),
            scenario: summary(scenario),
            difference: Summary { mean: scenario - baseline, half_width, ..Summary::default() },
        }
    }

    fn last() -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 12, 31).unwrap()
    }

    #[test]
    fn a_sentence_gives_both_figures_and_the_uncertainty() {
        let forecast = UnitForecast {
            unit: UnitId::parse("einbuergerung").unwrap(),
            open_baseline: Band::default(),
            open_scenario: Band::default(),
            open: figure(1240.0, 610.0, 90.0),
            over_three_months: figure(12.0, 10.0, 3.0),
            share_over_three_months: Paired::default(),
            lead_days: figure(80.0, 80.0, 0.0),
            utilisation: Paired::default(),
            effective_fte: Paired::default(),
            standing: crate::simulation::Standing::default(),
            populations: Vec::new(),
            warnings: Vec::new(),
            weeks: Default::default(),
        };
        assert_eq!(
            open_cases(&forecast, last(), Language::German),
            "offene Fälle am 31.12.2025: 1.240 → 610 (besser, −630 ± 90)"
        );
        assert_eq!(
            over_three_months(&forecast, Language::German),
            "davon älter als drei Monate: 12 → 10 (kein klarer Unterschied, −2 ± 3)"
        );
        assert_eq!(
            open_and_old_cases(&forecast, last(), Language::German),
            "offene Fälle am 31.12.2025: 1.240 → 610 (besser, −630 ± 90); davon älter als drei Monate: −2 ± 3"
        );
        let young = UnitForecast { over_three_months: figure(0.0, 0.0, 0.0), ..forecast.clone() };
        assert_eq!(
            open_and_old_cases(&young, last(), Language::English),
            open_cases(&young, last(), Language::English)
        );
        assert_eq!(
            lead_days(&forecast, Language::English),
            "days from application to completion: 80 → 80 (unchanged)"
        );
        let longer = UnitForecast { lead_days: figure(80.0, 95.0, 4.0), ..forecast };
        assert_eq!(
            lead_days(&longer, Language::German),
            "Tage vom Antrag bis zum Abschluss: 80 → 95 (+15 ± 4)",
            "a longer mean of the completed ones is no verdict"
        );
    }

    #[test]
    fn persons_are_told_with_their_band() {
        let band = |mean: f64| Band {
            months: vec![Summary { mean, p10: mean - 20.0, p90: mean + 20.0, ..Summary::default() }],
        };
        let forecast = PopulationForecast {
            population: crate::plan::PopulationId::parse("untergebracht").unwrap(),
            persons_baseline: band(1500.0),
            persons_scenario: band(1620.0),
            occupancy: Paired::default(),
            persons_per_fte: Paired::default(),
        };
        let say = |language| persons("Untergebrachte", &forecast, last(), language);
        assert_eq!(
            say(Language::German),
            "Untergebrachte am 31.12.2025: 1.500 → 1.620 Personen (8 von 10 Läufen: 1.600 bis 1.640)"
        );
        assert_eq!(
            say(Language::English),
            "Untergebrachte on 31 Dec 2025: 1,500 → 1,620 persons (8 of 10 runs: 1,600 to 1,640)"
        );
    }

    #[test]
    fn a_verdict_says_better_worse_or_not_clear_with_its_interval() {
        let say =
            |open: Paired, share: Paired, language| verdict("Einbürgerung", &open, &share, last(), language);
        assert_eq!(
            say(figure(1240.0, 610.0, 90.0), figure(0.41, 0.22, 0.04), Language::German),
            "Einbürgerung: offene Fälle am 31.12.2025: 1.240 → 610 (besser, −630; 95-%-Intervall −720 bis −540); \
             Anteil älter als drei Monate: 41,0\u{202f}% → 22,0\u{202f}% (besser, −19,0 Prozentpunkte; 95-%-Intervall −23,0 bis −15,0)."
        );
        assert_eq!(
            say(figure(610.0, 1240.0, 90.0), figure(0.2, 0.21, 0.03), Language::English),
            "Einbürgerung: open cases on 31 Dec 2025: 610 → 1,240 (worse, +630; 95 % interval +540 to +720); \
             share older than three months: 20.0\u{202f}% → 21.0\u{202f}% (no clear difference, +1.0 percentage points; 95 % interval −2.0 to +4.0)."
        );
        let unchanged = say(figure(5.0, 5.0, 0.0), figure(0.1, 0.1, 0.0), Language::German);
        assert_eq!(
            unchanged,
            "Einbürgerung: offene Fälle am 31.12.2025: 5 → 5 (unverändert); Anteil älter als drei Monate: 10,0\u{202f}% → 10,0\u{202f}% (unverändert)."
        );
    }
}
