//! The sentence that stands above every picture of a unit's cases.

use super::months_of_work;
use super::series::{Line, compare_years};
use crate::format::{Language, number, percent};
use std::cmp::Ordering;

/// Months whose mean is the present pace.
const PACE_MONTHS: usize = 3;

/// What the counts of a unit say: stock, how it moves, how long it lasts, and the year before.
#[must_use]
pub(super) fn sentence(unit: &str, lines: &[Line]) -> String {
    let german = |value: f64| number(value, 0, Language::German);
    let Some(last) = lines.last() else {
        return format!("{unit}: Es wurden noch keine Fallzahlen erfasst.");
    };
    let when = last.month.in_full(Language::German);
    let mut text = match last.stock {
        Some(stock) => {
            let how = if stock.carried { " (fortgeschrieben, nicht gezählt)" } else { "" };
            format!("{unit}: Ende {when} sind {} Fälle offen{how}.", german(stock.cases as f64))
        }
        None => format!("{unit}: Für Ende {when} lässt sich kein Bestand angeben."),
    };
    if let Some(net) = last.net() {
        let moved = german(net.unsigned_abs() as f64);
        text.push_str(&match net {
            0 => " Im Monat wurden so viele Fälle erledigt, wie eingingen.".to_owned(),
            1.. => format!(" Im Monat gingen {moved} mehr ein, als erledigt wurden."),
            _ => format!(" Im Monat wurden {moved} mehr erledigt, als eingingen."),
        });
    }
    if let Some(months) =
        pace(lines).zip(last.stock).and_then(|(pace, stock)| months_of_work(stock.cases as f64, pace))
    {
        text.push_str(&format!(
            " Beim Tempo der letzten drei Monate sind das {} Monate Arbeit.",
            number(months, 1, Language::German)
        ));
    }
    text.push_str(&against_last_year(lines).unwrap_or_default());
    text
}

/// How much more or less came in than in the year before; nothing without one.
fn against_last_year(lines: &[Line]) -> Option<String> {
    let (now, before) = compare_years(lines)?.received.filter(|(_, before)| *before > 0)?;
    let change = now as f64 / before as f64 - 1.0;
    let size = percent(change.abs(), 0, Language::German);
    Some(match now.cmp(&before) {
        Ordering::Equal => " Eingegangen ist so viel wie im Jahr davor.".to_owned(),
        Ordering::Greater => format!(" In zwölf Monaten gingen {size} mehr ein als im Jahr davor."),
        Ordering::Less => format!(" In zwölf Monaten gingen {size} weniger ein als im Jahr davor."),
    })
}

/// Mean completions of the last months; none where one of them is missing, or for quarters.
pub(super) fn pace(lines: &[Line]) -> Option<f64> {
    let last = lines.len().checked_sub(PACE_MONTHS).map(|from| &lines[from..])?;
    let sum = last.iter().try_fold(0_u64, |sum, line| {
        if line.months == 1 { sum.checked_add(line.completed?) } else { None }
    })?;
    Some(sum as f64 / PACE_MONTHS as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caseload::{Month, Stock};

    fn line(at: i32, received: u64, completed: u64, open: u64) -> Line {
        Line {
            month: Month::new(2022, 1).unwrap().plus(at),
            months: 1,
            received: Some(received),
            completed: Some(completed),
            stock: Some(Stock { cases: open, carried: false }),
            missing: 0,
        }
    }

    #[test]
    fn says_what_the_counts_mean() {
        let lines: Vec<Line> =
            (0..24).map(|at| line(at, if at < 12 { 100 } else { 110 }, 80, 1_200)).collect();
        assert_eq!(
            sentence("Aufenthalt", &lines),
            "Aufenthalt: Ende Dezember 2023 sind 1.200 Fälle offen. Im Monat gingen 30 mehr ein, als erledigt wurden. Beim \
             Tempo der letzten drei Monate sind das 15,0 Monate Arbeit. In zwölf Monaten gingen 10\u{202f}% mehr ein \
             als im Jahr davor."
        );
        assert_eq!(sentence("Asyl", &[]), "Asyl: Es wurden noch keine Fallzahlen erfasst.");
    }

    #[test]
    fn says_nothing_of_what_is_withheld_or_missing() {
        let quarter = Line { months: 3, completed: None, ..line(2, 35, 0, 105) };
        assert_eq!(sentence("Asyl", &[quarter]), "Asyl: Ende März 2022 sind 105 Fälle offen.");
        let nothing = Line { stock: None, received: None, ..line(2, 0, 0, 0) };
        assert_eq!(sentence("Asyl", &[nothing]), "Asyl: Für Ende März 2022 lässt sich kein Bestand angeben.");
    }
}
