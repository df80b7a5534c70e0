//! What lies ahead: the forecast drawn on from the counted months, and what earlier forecasts had said of them.

use super::{Slots, mark_events, month_labels, stock};
use crate::caseload::{AgeBand, Ahead, Month, Outlook, UnitOutlook};
use crate::dashboard::plot::Plot;
use crate::dashboard::unit::Context;
use crate::dashboard::{Cell, Origin, Panel, Table, happenings, words};
use crate::format::{Language, date, number};
use crate::plan::gather::gathered;
use std::collections::BTreeMap;

/// Counted months that are drawn.
const BACK: i32 = 23;

/// Which figure of a look ahead is drawn.
struct Figure {
    key: &'static str,
    of: fn(&UnitOutlook) -> &Vec<Ahead>,
    titles: (&'static str, &'static str),
}

/// Open cases at the end of each month: counted, expected, and expected before.
pub fn stock(context: &Context<'_>) -> Option<Panel> {
    let counted: BTreeMap<Month, f64> =
        gathered(context.report.lines.iter().filter_map(|line| Some((line.month, line.stock?.cases as f64))));
    let figure = Figure {
        key: "bestand",
        of: |outlook| &outlook.open,
        titles: ("Bestand und Prognose", "Open cases and forecast"),
    };
    let mut panel = course(context, &counted, &figure)?;
    panel.notes.extend(stock::notes(context));
    stock::columns(context, &mut panel.table);
    Some(panel)
}

/// Open cases older than three months: what is expected.
pub fn over_three_months(context: &Context<'_>) -> Option<Panel> {
    let ages = context.ages.as_ref()?;
    let day = Month::of(ages.day)?;
    let old = AgeBand::ALL.iter().zip(ages.by_band()).skip(1).map(|(_, cases)| cases).sum::<u64>();
    let figure = Figure {
        key: "drei-monate",
        of: |outlook| &outlook.over_three_months,
        titles: ("Älter als drei Monate: Prognose", "Older than three months: forecast"),
    };
    course(context, &BTreeMap::from([(day, old as f64)]), &figure).filter(|_| newest(context).is_some())
}

pub(super) fn newest<'a>(context: &'a Context<'_>) -> Option<(&'a Outlook, &'a UnitOutlook)> {
    if context.narrowed {
        return None;
    }
    let outlook = context.sources.newest()?;
    Some((outlook, outlook.units.iter().find(|unit| unit.unit == *context.unit)?))
}

/// Looks ahead that were made before, with the months that are counted now.
fn earlier<'a>(context: &'a Context<'_>, of: fn(&UnitOutlook) -> &Vec<Ahead>) -> Vec<(Month, &'a [Ahead])> {
    if context.narrowed {
        return Vec::new();
    }
    let found = context.sources.earlier().filter_map(|outlook| {
        let unit = outlook.units.iter().find(|unit| unit.unit == *context.unit)?;
        Some((outlook.counted_until, of(unit).as_slice()))
    });
    found.collect()
}

/// What of them is drawn: of a single month in the picture nothing would be seen.
fn within<'a>(before: &[(Month, &'a [Ahead])], first: Month, last: Month) -> Vec<(Month, Vec<&'a Ahead>)> {
    let drawn = |(made, months): &(Month, &'a [Ahead])| {
        let months = months.iter().filter(|month| (first..=last).contains(&month.month));
        (*made, months.collect::<Vec<_>>())
    };
    before.iter().map(drawn).filter(|(_, months)| months.len() > 1).collect()
}

fn course(context: &Context<'_>, counted: &BTreeMap<Month, f64>, figure: &Figure) -> Option<Panel> {
    let language = context.sources.language;
    let coarse = |value: f64| words::coarse(value, context.visible);
    let until = *counted.keys().last()?;
    let ahead: &[Ahead] = newest(context).map_or(&[], |(_, unit)| (figure.of)(unit));
    let first = (*counted.keys().next()?).max(until.plus(-BACK));
    let last = ahead.last().map_or(until, |month| month.month);
    let slots = usize::try_from(last.number() - first.number() + 1).ok()?;
    let slot = |month: Month| usize::try_from(month.number() - first.number()).unwrap_or_default();
    let before = earlier(context, figure.of);
    let drawn = within(&before, first, last);
    let largest = counted
        .values()
        .copied()
        .chain(ahead.iter().map(|month| month.high))
        .chain(drawn.iter().flat_map(|(_, months)| months.iter().map(|month| month.high)))
        .fold(1.0, f64::max);
    let mut plot = Plot::new(slots, largest, language);
    plot.labels(&month_labels(first, slots, language));
    draw_earlier(context, &mut plot, first, &drawn);
    let here = counted.get(&until).copied().unwrap_or_default();
    if !ahead.is_empty() {
        let values = |figure: fn(&Ahead) -> f64| {
            std::iter::once(here).chain(ahead.iter().map(|month| coarse(figure(month)))).collect::<Vec<_>>()
        };
        plot.band("forecast", slot(until), &values(|month| month.low), &values(|month| month.high));
        plot.course("forecast", slot(until), &values(|month| month.mean));
    }
    let year_before = year_before(counted, first, slots);
    let has_before = plot.stretches("before", &year_before);
    stretches(&mut plot, counted, first);
    for (month, value) in counted.range(first..) {
        let words = format!("{}: {}", month.label(language), words::count(*value, language));
        plot.dot("stock", slot(*month) as f64, *value, words);
    }
    legend(context, &mut plot, [true, has_before, !ahead.is_empty(), !drawn.is_empty()]);
    // The picture begins with the end of its first month.
    let (from, to) = (first.last_day()?, last.last_day()?);
    let sources = context.sources;
    let events = happenings(sources.plan, sources.changes, context.unit, (from, to), language);
    let mut notes = mark_events(&mut plot, (first, Slots::Ends), &events, language);
    notes.extend(basis(context));
    notes.extend(begins_with(context));
    notes.extend(afterwards(context, &drawn));
    let title = context.say(figure.titles.0, figure.titles.1);
    let sentence = sentence(context, here, until, ahead, figure);
    Some(Panel {
        key: figure.key,
        caption: context.say(
            "Offene Fälle am Monatsende; vier von fünf gerechneten Verläufen liegen im Band",
            "Open cases at the end of the month; four of five computed courses lie in the band",
        ),
        picture: Some(plot.scene(&title, &sentence)),
        table: table(context, counted, ahead, &before, &title),
        title,
        sentence,
        notes,
    })
}

/// The values of a year before, slot by slot.
fn year_before(counted: &BTreeMap<Month, f64>, first: Month, slots: usize) -> Vec<Option<f64>> {
    let month = |slot: usize| first.plus(i32::try_from(slot).unwrap_or_default() - 12);
    (0..slots).map(|slot| counted.get(&month(slot)).copied()).collect()
}

fn draw_earlier(context: &Context<'_>, plot: &mut Plot, first: Month, drawn: &[(Month, Vec<&Ahead>)]) {
    let coarse = |value: f64| words::coarse(value, context.visible);
    for (_, months) in drawn {
        let Some(start) = months.first() else { continue };
        let slot = usize::try_from(start.month.number() - first.number()).unwrap_or_default();
        let values =
            |figure: fn(&Ahead) -> f64| months.iter().map(|month| coarse(figure(month))).collect::<Vec<_>>();
        plot.band("earlier", slot, &values(|month| month.low), &values(|month| month.high));
        plot.course("earlier", slot, &values(|month| month.mean));
    }
}

/// Names what is drawn, and nothing else: what was counted, a year before, ahead, and ahead before.
fn legend(context: &Context<'_>, plot: &mut Plot, is_drawn: [bool; 4]) {
    let names = [
        measured(context.sources.origin, context.sources.language).to_owned(),
        context.say("im Vorjahr", "a year before"),
        context.say("Prognose mit Band", "forecast with band"),
        context.say("frühere Prognose", "earlier forecast"),
    ];
    let classes = ["stock", "before", "forecast", "earlier"].into_iter().zip(&names);
    let named = classes.zip(is_drawn).filter(|(_, drawn)| *drawn);
    plot.legend(&named.map(|((class, name), _)| (class, name.as_str())).collect::<Vec<_>>());
}

/// Draws the counted values; where a month is missing the line has a gap.
fn stretches(plot: &mut Plot, counted: &BTreeMap<Month, f64>, first: Month) {
    let mut stretch: Vec<f64> = Vec::new();
    let mut start = first;
    let place = |month: Month| usize::try_from(month.number() - first.number()).unwrap_or_default();
    let mut draw = |start: Month, values: &mut Vec<f64>| {
        if values.len() > 1 {
            plot.course("stock", place(start), values);
        }
        values.clear();
    };
    for (month, value) in counted.range(first..) {
        if !stretch.is_empty() && start.plus(i32::try_from(stretch.len()).unwrap_or_default()) != *month {
            draw(start, &mut stretch);
        }
        if stretch.is_empty() {
            start = *month;
        }
        stretch.push(*value);
    }
    draw(start, &mut stretch);
}

/// With which cases the forecast begins.
fn begins_with(context: &Context<'_>) -> Option<String> {
    let (outlook, _) = newest(context)?;
    let generated = context.sources.origin == Origin::Generated;
    let mut said = match (context.sources.language, outlook.from_cases) {
        (Language::German, true) => format!(
            "Wie alt die offenen Fälle sind und wer am Zug ist, kommt aus {}; was bei Dritten liegt, kehrt nach dem Rest seiner \
             Wartezeit zurück und braucht dann nur noch, was danach kommt.",
            if generated { "den erzeugten Fällen" } else { "der Fallliste" }
        ),
        (Language::English, true) => format!(
            "How old the open cases are and whose turn it is comes from the {}; what lies with others comes back after the rest of its \
             wait and then needs only what comes after it.",
            if generated { "generated cases" } else { "list of cases" }
        ),
        (Language::German, false) => "Ohne Fallliste aus dieser Zeit beginnt die Prognose so, als lägen alle offenen Fälle bei uns und \
                                      ihr Alter wäre gleichmäßig verteilt."
            .to_owned(),
        (Language::English, false) => "Without a list of cases of this time the forecast begins as if all open cases lay with us and \
                                       their ages were even."
            .to_owned(),
    };
    if outlook.without_wait > 0 {
        said.push_str(&context.say(
            " Fälle bei Dritten, für deren Fallart der Plan keine Wartezeit kennt, beginnen als bei uns liegend.",
            " Cases with others of whose kind the plan knows no wait begin as lying with us.",
        ));
    }
    Some(said)
}

fn basis(context: &Context<'_>) -> Option<String> {
    let (outlook, unit) = newest(context)?;
    let language = context.sources.language;
    let fte = number(unit.effective_fte, 1, language);
    let measured = measured(context.sources.origin, language);
    let from = outlook.counted_until.plus(1).first_day().map(|day| date(day, language)).unwrap_or_default();
    Some(match (language, outlook.calibrated_on) {
        (Language::German, Some(year)) => format!(
            "Prognose: {} Simulationsläufe ab {from} mit dem {measured}en Bestand, im Mittel {fte} wirksame VZÄ; Nachfrage am \
             Jahr {year} kalibriert.",
            outlook.runs
        ),
        (Language::German, None) => format!(
            "Prognose: {} Simulationsläufe ab {from} mit dem {measured}en Bestand, im Mittel {fte} wirksame VZÄ; Nachfrage aus dem \
             Plan.",
            outlook.runs
        ),
        (Language::English, Some(year)) => format!(
            "Forecast: {} simulation runs from {from} on with the {measured} stock, {fte} effective FTE in the mean; demand \
             calibrated on {year}.",
            outlook.runs
        ),
        (Language::English, None) => format!(
            "Forecast: {} simulation runs from {from} on with the {measured} stock, {fte} effective FTE in the mean; demand of the \
             plan.",
            outlook.runs
        ),
    })
}

/// That an earlier forecast that is drawn was not made then.
fn afterwards(context: &Context<'_>, drawn: &[(Month, Vec<&Ahead>)]) -> Option<String> {
    let is_drawn = |outlook: &&Outlook| drawn.iter().any(|(made, _)| *made == outlook.counted_until);
    let outlook = context.sources.earlier().filter(is_drawn).find(|outlook| outlook.afterwards)?;
    let language = context.sources.language;
    let month = outlook.counted_until.in_full(language);
    let measured = measured(context.sources.origin, language);
    Some(match language {
        Language::German => format!(
            "Die frühere Prognose nach {month} ist nachträglich gerechnet, nur mit dem, was bis dahin {measured} war (Rücktest)."
        ),
        Language::English => format!(
            "The earlier forecast after {month} was computed later, only with what was {measured} up to then (backtest)."
        ),
    })
}

/// What the figures up to now are: an assumption is never called counted.
fn measured(origin: Origin, language: Language) -> &'static str {
    match (origin == Origin::Generated, language) {
        (false, Language::German) => "gezählt",
        (true, Language::German) => "erzeugt",
        (false, Language::English) => "counted",
        (true, Language::English) => "generated",
    }
}

fn sentence(context: &Context<'_>, here: f64, until: Month, ahead: &[Ahead], figure: &Figure) -> String {
    let language = context.sources.language;
    let coarse = |value: f64| words::count(words::coarse(value, context.visible), language);
    let (now, when) = (words::count(here, language), until.in_full(language));
    let what = match (figure.key, language) {
        ("bestand", Language::German) => "Fälle offen",
        ("bestand", Language::English) => "cases open",
        (_, Language::German) => "Fälle älter als drei Monate",
        (_, Language::English) => "cases older than three months",
    };
    match (ahead.last(), language) {
        (Some(last), Language::German) => format!(
            "Ende {when} sind {now} {what}; Ende {} sind {} zu erwarten, zwischen {} und {}.",
            last.month.in_full(language),
            coarse(last.mean),
            coarse(last.low),
            coarse(last.high)
        ),
        (Some(last), Language::English) => format!(
            "At the end of {when} there are {now} {what}; at the end of {} {} are expected, between {} and {}.",
            last.month.in_full(language),
            coarse(last.mean),
            coarse(last.low),
            coarse(last.high)
        ),
        (None, Language::German) => format!("Ende {when} sind {now} {what}."),
        (None, Language::English) => format!("At the end of {when} there are {now} {what}."),
    }
}

fn table(
    context: &Context<'_>,
    counted: &BTreeMap<Month, f64>,
    ahead: &[Ahead],
    before: &[(Month, &[Ahead])],
    title: &str,
) -> Table {
    let language = context.sources.language;
    let measured = measured(context.sources.origin, language);
    let names = match language {
        Language::German => [
            "Monatsende",
            measured,
            "Prognose",
            "Band von",
            "Band bis",
            "frühere Prognose",
            "gemacht nach",
            "im Vorjahr",
        ],
        Language::English => [
            "End of month",
            measured,
            "forecast",
            "band from",
            "band to",
            "earlier forecast",
            "made after",
            "a year before",
        ],
    };
    let mut table = Table::of_numbers(title, &names).words_in(6);
    let coarse = |value: f64| Cell::Number(words::coarse(value, context.visible), 0);
    let mut months: Vec<Month> =
        counted.keys().copied().chain(ahead.iter().map(|month| month.month)).collect();
    months.sort_unstable();
    months.dedup();
    for month in months {
        let expected = ahead.iter().find(|one| one.month == month);
        let said = before
            .iter()
            .find_map(|(made, months)| Some((made, months.iter().find(|one| one.month == month)?)));
        table.row(vec![
            month.label(language).into(),
            counted.get(&month).map_or(Cell::Empty, |value| Cell::Number(*value, 0)),
            expected.map_or(Cell::Empty, |one| coarse(one.mean)),
            expected.map_or(Cell::Empty, |one| coarse(one.low)),
            expected.map_or(Cell::Empty, |one| coarse(one.high)),
            said.map_or(Cell::Empty, |(_, one)| coarse(one.mean)),
            said.map_or(Cell::Empty, |(made, _)| made.label(language).into()),
            counted.get(&month.plus(-12)).map_or(Cell::Empty, |value| Cell::Number(*value, 0)),
        ]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_lies_in_the_picture_counts_as_drawn() {
        let month = |place: i32| Month::new(2023, 1).unwrap().plus(place);
        let one = |place: i32| Ahead { month: month(place), mean: 1.0, low: 0.0, high: 2.0 };
        let (old, late): (Vec<_>, Vec<_>) = ((0..3).map(one).collect(), (2..6).map(one).collect());
        // Of the first one a single month lies in the picture, which draws nothing.
        let before = [(month(-1), old.as_slice()), (month(1), late.as_slice())];
        let drawn = within(&before, month(2), month(12));
        assert_eq!(drawn.len(), 1);
        assert_eq!((drawn[0].0, drawn[0].1.len()), (month(1), 4));
    }

    #[test]
    fn what_is_generated_is_not_called_counted() {
        assert_eq!(measured(Origin::Generated, Language::German), "erzeugt");
        assert_eq!(measured(Origin::Listed, Language::English), "counted");
    }
}
