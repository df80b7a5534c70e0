//! The sentences of dashboards.

use super::{Origin, Sources};
use crate::assessment::Level;
use crate::caseload::{Ages, Line, Month, Report, Visible};
use crate::format::{Language, date, number, percent};
use chrono::NaiveDate;

/// A count in words of the language, without decimals.
pub(super) fn count(value: f64, language: Language) -> String {
    number(value, 0, language)
}

/// A month: „Dez 2023“.
pub(super) fn month(month: Month, language: Language) -> String {
    month.label(language)
}

/// What the counts of a unit or a case type say: stock, how it moves, how long it lasts, how old it is.
pub(super) fn lead(sources: &Sources<'_>, report: &Report, ages: Option<&Ages>) -> String {
    let language = sources.language;
    let mut text = match language {
        Language::German => report.sentence.clone(),
        Language::English => english(report),
    };
    if let Some(ages) = ages.filter(|ages| ages.open() > 0) {
        let all = ages.open();
        let of = match sources.other_day(ages) {
            Some(day) => Of::List(day),
            None if stock_of(&report.lines) == Some(all) => Of::Stock,
            None => Of::Part(sources.origin),
        };
        text.push_str(&older((all - ages.by_band()[0], all), of, language));
    }
    text
}

/// What a share of old cases is of.
#[derive(Debug, Clone, Copy)]
enum Of {
    /// The stock that the sentence tells.
    Stock,
    /// A part of it, as the age of the others is not known.
    Part(Origin),
    /// A list of another day.
    List(NaiveDate),
}

/// How many are older than three months, and of what.
fn older((old, all): (u64, u64), of: Of, language: Language) -> String {
    let share = percent(old as f64 / all as f64, 0, language);
    let (old, all) = (count(old as f64, language), count(all as f64, language));
    if let Of::List(day) = of {
        let day = date(day, language);
        return match language {
            Language::German => {
                format!(
                    " Von den {all} Fällen der Fallliste vom {day} waren {old} älter als drei Monate ({share})."
                )
            }
            Language::English => {
                format!(
                    " Of the {all} cases of the list of {day}, {old} were older than three months ({share})."
                )
            }
        };
    }
    // Enquiries and counter work of the generated stock have no file, and no age.
    let of = match (of, language) {
        (Of::Part(Origin::Generated), Language::German) => format!(" von {all} Fällen mit Akte"),
        (Of::Part(Origin::Generated), Language::English) => format!(" of {all} cases with a file"),
        (Of::Part(_), Language::German) => format!(" von {all} Fällen der Fallliste"),
        (Of::Part(_), Language::English) => format!(" of {all} cases of the list"),
        _ => String::new(),
    };
    match language {
        Language::German => format!(" Davon älter als drei Monate: {old}{of} ({share})."),
        Language::English => format!(" Of these older than three months: {old}{of} ({share})."),
    }
}

fn english(report: &Report) -> String {
    let language = Language::English;
    let Some(last) = report.lines.last() else {
        return format!("{}: no case figures have been entered yet.", report.name);
    };
    let when = last.month.in_full(language);
    let mut text = match last.stock {
        Some(stock) => {
            let how = if stock.carried { " (carried on, not counted)" } else { "" };
            format!(
                "{}: {} cases are open at the end of {when}{how}.",
                report.name,
                count(stock.cases as f64, language)
            )
        }
        None => format!("{}: no stock can be told for the end of {when}.", report.name),
    };
    if let Some(net) = last.net() {
        let moved = count(net.unsigned_abs() as f64, language);
        text.push_str(&match net {
            0 => " As many cases were completed in the month as came in.".to_owned(),
            1.. => format!(" In the month {moved} more came in than were completed."),
            _ => format!(" In the month {moved} more were completed than came in."),
        });
    }
    if let Some(months) = report.months_of_work {
        let months = number(months, 1, language);
        text.push_str(&format!(" At the pace of the last three months these are {months} months of work."));
    }
    if let Some((now, before)) =
        report.years.and_then(|years| years.received).filter(|(_, before)| *before > 0)
    {
        let change = now as f64 / before as f64 - 1.0;
        let size = percent(change.abs(), 0, language);
        let which = if change < 0.0 { "less" } else { "more" };
        text.push_str(&format!(" In twelve months {size} {which} came in than in the year before."));
    }
    text
}

/// Load with its word: „105 %, Rückstau“.
pub(super) fn load(load: f64, language: Language) -> String {
    format!("{}, {}", percent(load, 0, language), Level::of(load).word(language))
}

/// How a share of old cases is called. A rounded one may be more than the nothing that it is.
pub(super) fn age_word(share: f64, rounded: bool, language: Language) -> &'static str {
    match (share, language) {
        (s, Language::German) if s <= 0.0 && !rounded => "keine Altfälle",
        (s, Language::English) if s <= 0.0 && !rounded => "no old cases",
        (s, Language::German) if s < 0.05 => "kaum Altfälle",
        (s, Language::German) if s < 0.2 => "einige Altfälle",
        (s, Language::German) if s < 0.4 => "viele Altfälle",
        (_, Language::German) => "überwiegend Altfälle",
        (s, Language::English) if s < 0.05 => "hardly any old cases",
        (s, Language::English) if s < 0.2 => "some old cases",
        (s, Language::English) if s < 0.4 => "many old cases",
        (_, Language::English) => "mostly old cases",
    }
}

/// How a number of months of work is called.
pub(super) fn reach_word(months: f64, language: Language) -> &'static str {
    match (months, language) {
        (m, Language::German) if m <= 1.0 => "laufende Arbeit",
        (m, Language::German) if m <= 3.0 => "Vorrat",
        (m, Language::German) if m <= 6.0 => "Rückstand",
        (_, Language::German) => "großer Rückstand",
        (m, Language::English) if m <= 1.0 => "work in hand",
        (m, Language::English) if m <= 3.0 => "buffer",
        (m, Language::English) if m <= 6.0 => "backlog",
        (_, Language::English) => "large backlog",
    }
}

/// Cases open at the end.
pub(super) fn stock_of(lines: &[Line]) -> Option<u64> {
    lines.last().and_then(|line| line.stock).map(|stock| stock.cases)
}

/// A figure of a unit that is small: rounded to five, as its counts are.
pub(super) fn coarse(value: f64, visible: Visible) -> f64 {
    match visible {
        Visible::All => value,
        Visible::Coarse => libm::round(value / 5.0) * 5.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_names_what_it_is_of() {
        let german = |of| older((179, 2_557), of, Language::German);
        assert_eq!(
            german(Of::Part(Origin::Generated)),
            " Davon älter als drei Monate: 179 von 2.557 Fällen mit Akte (7\u{202f}%)."
        );
        assert_eq!(german(Of::Stock), " Davon älter als drei Monate: 179 (7\u{202f}%).");
        assert!(german(Of::Part(Origin::Counted)).contains("von 2.557 Fällen der Fallliste"));
        // What is of another day than the stock is none of these.
        let day = NaiveDate::from_ymd_opt(2023, 6, 30).unwrap();
        assert_eq!(
            german(Of::List(day)),
            " Von den 2.557 Fällen der Fallliste vom 30.06.2023 waren 179 älter als drei Monate (7\u{202f}%)."
        );
    }

    #[test]
    fn thresholds_are_words() {
        assert_eq!(load(1.08, Language::German), "108\u{202f}%, Rückstau");
        assert_eq!(age_word(0.04, false, Language::German), "kaum Altfälle");
        assert_eq!(age_word(0.5, false, Language::English), "mostly old cases");
        assert_eq!(
            [false, true].map(|rounded| age_word(0.0, rounded, Language::German)),
            ["keine Altfälle", "kaum Altfälle"]
        );
        assert_eq!(reach_word(4.2, Language::German), "Rückstand");
        assert_eq!(
            (coarse(12.4, Visible::All), coarse(12.4, Visible::Coarse), coarse(13.0, Visible::Coarse)),
            (12.4, 10.0, 15.0)
        );
    }
}
