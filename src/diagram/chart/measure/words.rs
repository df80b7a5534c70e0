//! What is said of a measure: of each unit, and of all together.

use super::{Gain, Known, Measure, Value};
use crate::assessment::Level;
use crate::diagram::chart::Facts;
use crate::format::{self, Language};
use crate::plan::UnitId;
use crate::plan::gather::in_order;
use std::collections::BTreeMap;

/// A unit's value in words.
pub(super) fn said(measure: Measure, value: &Value, known: &Known, language: Language) -> String {
    let german = language == Language::German;
    let share = |decimals| format::percent(value.figure, decimals, language);
    let number = |figure: f64| format::number(figure, 1, language);
    let last = || format::date(known.last, language);
    match (measure, value.of) {
        (Measure::Vacancy | Measure::Kw | Measure::Onboarding, Some((part, whole))) => {
            let (part, whole) = (number(part), number(whole));
            match (measure, german) {
                (Measure::Vacancy, true) => format!("{part} von {whole} VZÄ unbesetzt ({})", share(0)),
                (Measure::Vacancy, false) => format!("{part} of {whole} FTE vacant ({})", share(0)),
                (Measure::Kw, true) => {
                    format!("{part} von {whole} VZÄ fallen in zwölf Monaten weg ({})", share(0))
                }
                (Measure::Kw, false) => {
                    format!("{part} of {whole} FTE end within twelve months ({})", share(0))
                }
                (_, true) => format!("{part} von {whole} besetzten VZÄ noch einzuarbeiten ({})", share(0)),
                (_, false) => format!("{part} of {whole} filled FTE still to be trained ({})", share(0)),
            }
        }
        (Measure::OverThreeMonths, _) if german => format!("{} über drei Monate am {}", share(0), last()),
        (Measure::OverThreeMonths, _) => format!("{} over three months on {}", share(0), last()),
        (Measure::OpenCases, _) => {
            let cases = format::number(value.figure, 0, language);
            if german {
                format!("{cases} offene Fälle am {}", last())
            } else {
                format!("{cases} open cases on {}", last())
            }
        }
        (Measure::HalfPost, _) => half_post(value, known, language),
        (Measure::HalfPostWaiting, _) => half_post_waiting(value, known, language),
        _ => format!("{} {}", share(0), Level::of(value.figure).word(language)),
    }
}

/// „210 (± 40) offene Fälle weniger am 31.12.2025; über drei Monate alt: 180 weniger“.
fn half_post(value: &Value, known: &Known, language: Language) -> String {
    let half_width = value.half_width.unwrap_or_default();
    let unclear = value.figure.abs() <= half_width;
    let cases = format::number(value.figure.abs(), 0, language);
    let half = format::number(half_width, 0, language);
    let date = format::date(known.last, language);
    let mut words = match (language, unclear, value.figure > 0.0) {
        (Language::German, true, _) => format!("kein klarer Unterschied am {date} (± {half} Fälle)"),
        (Language::German, false, true) => format!("{cases} (± {half}) offene Fälle weniger am {date}"),
        (Language::German, false, false) => format!("{cases} (± {half}) offene Fälle mehr am {date}"),
        (Language::English, true, _) => format!("no clear difference on {date} (± {half} cases)"),
        (Language::English, false, true) => format!("{cases} (± {half}) open cases fewer on {date}"),
        (Language::English, false, false) => format!("{cases} (± {half}) open cases more on {date}"),
    };
    let old = value.over_three_months.mean;
    if !unclear && old >= 0.5 {
        let old = format::number(old, 0, language);
        words.push_str(&match language {
            Language::German => format!("; über drei Monate alt: {old} weniger"),
            Language::English => format!("; older than three months: {old} fewer"),
        });
    }
    words
}

/// „12,4 (± 3,1) Tage weniger Wartezeit je Eingang bis 31.12.2025“.
fn half_post_waiting(value: &Value, known: &Known, language: Language) -> String {
    let half_width = value.half_width.unwrap_or_default();
    let days = format::number(value.figure.abs(), 1, language);
    let half = format::number(half_width, 1, language);
    let date = format::date(known.last, language);
    match (language, value.figure.abs() <= half_width, value.figure > 0.0) {
        (Language::German, true, _) => {
            format!("kein klarer Unterschied der Wartezeit bis {date} (± {half} Tage je Eingang)")
        }
        (Language::German, false, true) => {
            format!("{days} (± {half}) Tage weniger Wartezeit je Eingang bis {date}")
        }
        (Language::German, false, false) => {
            format!("{days} (± {half}) Tage mehr Wartezeit je Eingang bis {date}")
        }
        (Language::English, true, _) => {
            format!("no clear difference in waiting until {date} (± {half} days for each arrival)")
        }
        (Language::English, false, true) => {
            format!("{days} (± {half}) days less waiting for each arrival until {date}")
        }
        (Language::English, false, false) => {
            format!("{days} (± {half}) days more waiting for each arrival until {date}")
        }
    }
}

/// What half a post brings in each unit in words, the most of the measure's own figure first.
pub(super) fn worth_table(
    facts: &Facts,
    values: &BTreeMap<UnitId, Value>,
    known: &Known,
    language: Language,
) -> Vec<(String, [String; 3])> {
    let order: Vec<(&UnitId, f64)> = values.iter().map(|(id, value)| (id, value.figure)).collect();
    let order = in_order(order, |left, right| right.1.total_cmp(&left.1).then_with(|| left.0.cmp(right.0)));
    let row = |(id, _): (&UnitId, f64)| {
        let (unit, worth) = (facts.units.get(id)?, known.worth.get(id)?);
        let cells = [
            gain(worth.cases, 0, language),
            gain(worth.over_three_months, 0, language),
            gain(worth.waiting_days, 1, language),
        ];
        Some((unit.name.clone(), cells))
    };
    order.into_iter().filter_map(row).collect()
}

/// „210 (± 40) weniger“, „kein klarer Unterschied (± 30)“.
fn gain(gain: Gain, decimals: usize, language: Language) -> String {
    let mean = format::number(gain.mean.abs(), decimals, language);
    let half = format::number(gain.half_width, decimals, language);
    match (language, gain.mean.abs() <= gain.half_width, gain.mean > 0.0) {
        (Language::German, true, _) => format!("kein klarer Unterschied (± {half})"),
        (Language::German, false, true) => format!("{mean} (± {half}) weniger"),
        (Language::German, false, false) => format!("{mean} (± {half}) mehr"),
        (Language::English, true, _) => format!("no clear difference (± {half})"),
        (Language::English, false, true) => format!("{mean} (± {half}) fewer"),
        (Language::English, false, false) => format!("{mean} (± {half}) more"),
    }
}

/// The unit with the largest value, and what the figures rest on.
pub(super) fn note(
    measure: Measure,
    facts: &Facts,
    values: &BTreeMap<UnitId, Value>,
    known: &Known,
    language: Language,
) -> String {
    // The units at the top hold all others: a sum is largest there by itself.
    let below = |id: &UnitId| facts.units.get(id).is_some_and(|unit| unit.level > 1);
    let clear = |value: &Value| value.figure > value.half_width.unwrap_or_default().max(1e-9);
    let most = values
        .iter()
        .filter(|(id, value)| below(id) && clear(value))
        .max_by(|left, right| left.1.figure.total_cmp(&right.1.figure).then(right.0.cmp(left.0)));
    let first = most.and_then(|(id, value)| {
        let name = &facts.units.get(id)?.name;
        let words = said(measure, value, known, language);
        Some(match language {
            Language::German => format!("Am höchsten: {name}, {words}. "),
            Language::English => format!("Highest: {name}, {words}. "),
        })
    });
    let basis = match (measure, language) {
        (Measure::Load, Language::German) => {
            "Bedarf der folgenden zwölf Monate geteilt durch die Stellen ohne Task Force; berechnet aus Annahmen."
        }
        (Measure::Load, Language::English) => {
            "Need of the following twelve months over the posts without task force; computed from assumptions."
        }
        (Measure::Vacancy, Language::German) => {
            "Planstellen des Tages, die niemand besetzt, auch solche im Besetzungsverfahren."
        }
        (Measure::Vacancy, Language::English) => {
            "Posts of the day that nobody fills, including those being filled."
        }
        (Measure::Onboarding, Language::German) => {
            "Besetzte VZÄ weniger der nach der Einarbeitungskurve wirksamen; die Kurve ist eine Annahme."
        }
        (Measure::Onboarding, Language::English) => {
            "Filled FTE less those effective after the training curve; the curve is an assumption."
        }
        (Measure::Kw, Language::German) => {
            "Stellen mit kw-Vermerk, deren letzter Tag in den zwölf Monaten nach dem gezeigten Tag liegt."
        }
        (Measure::Kw, Language::English) => {
            "Posts whose last day lies within the twelve months after the day shown."
        }
        (Measure::OverThreeMonths | Measure::OpenCases, Language::German) => {
            "Aus der Simulation des Szenarios, Mittel der Läufe; beruht auf Annahmen."
        }
        (Measure::OverThreeMonths | Measure::OpenCases, Language::English) => {
            "From the simulation of the scenario, mean of its runs; rests on assumptions."
        }
        (Measure::HalfPost, Language::German) => {
            "Aus der Simulation: je Einheit ein Vergleich mit und ohne eine halbe Stelle, die am gezeigten Tag ausgeschrieben, nach der üblichen Dauer besetzt und dann eingearbeitet wird; 95-%-Intervall."
        }
        (Measure::HalfPostWaiting, Language::German) => {
            "Aus der Simulation: je Einheit ein Vergleich mit und ohne eine halbe Stelle, die am gezeigten Tag ausgeschrieben, nach der üblichen Dauer besetzt und dann eingearbeitet wird. Wartezeit: Tage in der Warteschlange der Einheit, auch die der noch offenen Fälle, geteilt durch die Eingänge des Zeitraums (Gesetz von Little); 95-%-Intervall."
        }
        (Measure::HalfPostWaiting, Language::English) => {
            "From the simulation: for each unit a comparison with and without half a post, advertised on the day shown, filled after the usual time and then trained. Waiting: days in the queue of the unit, those of cases that are still open too, over the arrivals of the period (Little's law); 95 % interval."
        }
        (Measure::HalfPost, Language::English) => {
            "From the simulation: for each unit a comparison with and without half a post, advertised on the day shown, filled after the usual time and then trained; 95 % interval."
        }
    };
    format!("{}{basis}", first.unwrap_or_default())
}
