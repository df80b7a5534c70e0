//! What came in and what went out: month by month beside the year before, and cumulated.

use super::{Slots, mark_events, mark_events_at, month_labels, slot_of_several, withheld};
use crate::caseload::{Line, Month, Visible};
use crate::dashboard::plot::Plot;
use crate::dashboard::unit::Context;
use crate::dashboard::{Cell, Origin, Panel, Table, happenings, words};
use crate::format::{Language, signed};
use crate::plan::gather::gathered;
use std::collections::BTreeMap;

/// Months that are drawn.
const MONTHS: usize = 24;

/// Inflow, outflow, net and stock.
pub fn flow(context: &Context<'_>) -> Option<Panel> {
    let lines = &context.report.lines;
    let last = lines.last()?;
    let language = context.sources.language;
    let drawn = &lines[lines.len().saturating_sub(MONTHS / usize::from(last.months.max(1)))..];
    let title = context.say("Eingang und Erledigung", "Received and completed");
    let (picture, notes) = match drawn.iter().any(|line| line.received.or(line.completed).is_some()) {
        true => picture(context, (lines, drawn), &title).map(|(picture, notes)| (Some(picture), notes))?,
        false => (None, Vec::new()),
    };
    Some(Panel {
        key: "bewegung",
        sentence: only_open(context).unwrap_or_else(|| sentence(context, last)),
        caption: match (context.visible, language) {
            (Visible::All, Language::German) => "Fälle je Monat".to_owned(),
            (Visible::All, Language::English) => "Cases per month".to_owned(),
            (Visible::Coarse, Language::German) => {
                "Eingegangene Fälle je Quartal, auf fünf gerundet".to_owned()
            }
            (Visible::Coarse, Language::English) => "Cases received per quarter, rounded to five".to_owned(),
        },
        picture,
        table: table(context, lines, &title),
        title,
        notes,
    })
}

/// What a list without completed cases does not tell, and what has to be imported; nothing where it tells all.
fn only_open(context: &Context<'_>) -> Option<String> {
    if context.sources.origin != Origin::Listed {
        return None;
    }
    let (without, all) = context.sources.counted.without_flows(&context.types);
    let (count, of) = (without.len(), all);
    Some(match (context.sources.language, count) {
        (_, 0) => return None,
        (Language::German, _) => format!(
            "Für {count} von {of} Fallarten enthält die Fallliste nur offene Fälle. Ihre Eingangstage sind kein Eingang, denn was seither \
             erledigt wurde, fehlt in der Liste. Für Eingang und Erledigung importieren Sie bitte auch die erledigten Fälle (Spalte \
             „Erledigt am“) oder Fallzahlen je Monat."
        ),
        (Language::English, _) => format!(
            "For {count} of {of} kinds of cases the list holds open cases only. Their days of receipt are no inflow, as what has been \
             completed since is missing from the list. For inflow and completions please import the completed cases too (column \
             “Erledigt am”), or counts by month."
        ),
    })
}

fn sentence(context: &Context<'_>, last: &Line) -> String {
    let language = context.sources.language;
    let when = words::month(last.month, language);
    let count = |value: Option<u64>| value.map(|value| words::count(value as f64, language));
    match (count(last.received), count(last.completed), last.net()) {
        (Some(received), Some(completed), Some(net)) => {
            let net = signed(net as f64, 0, language);
            match language {
                Language::German => {
                    format!("{when}: {received} Eingänge, {completed} Erledigungen, Saldo {net}.")
                }
                Language::English => {
                    format!("{when}: {received} received, {completed} completed, net {net}.")
                }
            }
        }
        (Some(received), None, _) if last.months > 1 => match language {
            Language::German => format!("Im Quartal bis {when} gingen rund {received} Fälle ein."),
            Language::English => format!("About {received} cases were received in the quarter up to {when}."),
        },
        _ => match language {
            Language::German => format!("Für {when} fehlen Zählungen."),
            Language::English => format!("Counts are missing for {when}."),
        },
    }
}

fn picture(
    context: &Context<'_>,
    (lines, drawn): (&[Line], &[Line]),
    title: &str,
) -> Option<(crate::diagram::scene::Scene, Vec<String>)> {
    let language = context.sources.language;
    let first = drawn.first()?;
    let before = year_before(lines);
    let earlier: Vec<Option<&Line>> = drawn.iter().map(|line| before.get(&line.month).copied()).collect();
    let all = drawn.iter().chain(earlier.iter().copied().flatten());
    let largest = all.flat_map(|line| [line.received, line.completed]).flatten().max().unwrap_or(1);
    let mut plot = Plot::new(drawn.len(), largest as f64, language);
    let labels: Vec<String> = drawn.iter().map(|line| line.month.label(language)).collect();
    plot.labels(&labels);
    let (received, completed) = (context.say("Eingang", "received"), context.say("Erledigung", "completed"));
    let monthly = first.months == 1;
    let parts = if monthly { 2 } else { 1 };
    for (slot, line) in drawn.iter().enumerate() {
        let values = [("received", &received, line.received), ("completed", &completed, line.completed)];
        for (part, (class, name, value)) in values.into_iter().enumerate().take(parts) {
            let Some(value) = value else { continue };
            let count = words::count(value as f64, language);
            let words = format!("{}: {name} {count}", line.month.label(language));
            plot.bar(class, (slot, part, parts), (0.0, value as f64), words);
        }
    }
    let mut entries = vec![("received", received), ("completed", completed)];
    entries.truncate(parts);
    let of_before: [(&str, FigureOf, String); 2] = [
        ("before", |line| line.received, context.say("Eingang im Vorjahr", "received a year before")),
        (
            "before-output",
            |line| line.completed,
            context.say("Erledigung im Vorjahr", "completed a year before"),
        ),
    ];
    for (class, figure, name) in of_before.into_iter().take(parts) {
        let value = |line: &Option<&Line>| line.and_then(figure).map(|value| value as f64);
        if plot.stretches(class, &earlier.iter().map(value).collect::<Vec<_>>()) {
            entries.push((class, name));
        }
    }
    plot.legend(&entries.iter().map(|(class, name)| (*class, name.as_str())).collect::<Vec<_>>());
    let months = first.months.max(1);
    let begin = first.month.plus(1 - i32::from(months));
    let span = (begin.first_day()?, drawn.last()?.month.last_day()?);
    let events = happenings(context.sources.plan, context.sources.changes, context.unit, span, language);
    let place = |day| slot_of_several(begin, u32::from(months), day);
    let notes = mark_events_at(&mut plot, place, &events, language);
    Some((plot.scene(title, &sentence(context, drawn.last()?)), notes))
}

/// Takes one figure out of a line.
type FigureOf = fn(&Line) -> Option<u64>;

/// The lines of a year before, by the month beside which they stand.
fn year_before(lines: &[Line]) -> BTreeMap<Month, &Line> {
    gathered(lines.iter().map(|line| (line.month.plus(12), line)))
}

fn table(context: &Context<'_>, lines: &[Line], title: &str) -> Table {
    let language = context.sources.language;
    let names = match language {
        Language::German => [
            "Monat",
            "Eingang",
            "Eingang im Vorjahr",
            "Erledigung",
            "Erledigung im Vorjahr",
            "Saldo",
            "Bestand am Ende",
            "Bestand ist",
        ],
        Language::English => [
            "Month",
            "Received",
            "Received a year before",
            "Completed",
            "Completed a year before",
            "Net",
            "Open at the end",
            "Stock is",
        ],
    };
    let mut table = Table::of_numbers(title, &names).words_in(7);
    let before = year_before(lines);
    let output = |value: Option<u64>| match context.visible {
        Visible::All => Cell::count(value),
        Visible::Coarse => Cell::Withheld,
    };
    for line in lines.iter().rev() {
        let year_before = before.get(&line.month);
        let how = line.stock.map(|stock| match (stock.carried, language) {
            (true, Language::German) => "fortgeschrieben",
            (false, Language::German) => "gezählt",
            (true, Language::English) => "carried on",
            (false, Language::English) => "counted",
        });
        let how = match (how, context.sources.origin) {
            (Some(_), Origin::Generated) => Some(match language {
                Language::German => "erzeugt",
                Language::English => "generated",
            }),
            (Some(_), Origin::Listed) => Some(match language {
                Language::German => "aus der Fallliste",
                Language::English => "from the list of cases",
            }),
            (how, _) => how,
        };
        table.row(vec![
            line.month.label(language).into(),
            Cell::count(line.received),
            Cell::count(year_before.and_then(|before| before.received)),
            output(line.completed),
            output(year_before.and_then(|before| before.completed)),
            match (context.visible, line.net()) {
                (Visible::Coarse, _) => Cell::Withheld,
                (_, Some(net)) => Cell::Number(net as f64, 0),
                (_, None) => Cell::Empty,
            },
            Cell::count(line.stock.map(|stock| stock.cases)),
            how.map_or(Cell::Empty, Into::into),
        ]);
    }
    table
}

/// Cumulative flow: received and completed since the first month; the distance between the lines is the stock, their distance to
/// the side the time that a case takes.
pub fn cumulative(context: &Context<'_>) -> Option<Panel> {
    let language = context.sources.language;
    let title = context.say("Kumulierter Fluss", "Cumulative flow");
    let names = [
        context.say("eingegangen, mit Anfangsbestand", "received, with the opening stock"),
        context.say("erledigt", "completed"),
        context.say("offen", "open"),
        context.say("offen im Vorjahr", "open a year before"),
    ];
    let columns =
        [&context.say("Monat", "Month"), &names[0], &names[1], &names[2], &names[3]].map(String::clone);
    let columns = columns.each_ref().map(String::as_str);
    if context.visible == Visible::Coarse {
        return withheld(context, "fluss", title, &columns);
    }
    let (start, received, completed) = cumulated(&context.report.lines)?;
    let (came, went) = (*received.last()?, *completed.last()?);
    let before = open_before(&received, &completed);
    // The stock as it was a year before, on top of what is completed: where it lies below the upper line, more are open now.
    let as_before: Vec<Option<f64>> =
        before.iter().zip(&completed).map(|(open, went)| open.map(|open| went + open)).collect();
    let largest = as_before.iter().copied().flatten().fold(came, f64::max);
    let mut plot = Plot::new(received.len(), largest, language);
    plot.labels(&month_labels(start, received.len(), language));
    plot.band("open", 0, &completed, &received);
    plot.course("received", 0, &received);
    plot.course("completed", 0, &completed);
    // A line of its own hue: bars of what was received are lighter.
    let mut entries = vec![("received line", &names[0]), ("completed", &names[1]), ("open", &names[2])];
    if plot.stretches("before", &as_before) {
        entries.push(("before", &names[3]));
    }
    plot.legend(&entries.iter().map(|(class, name)| (*class, name.as_str())).collect::<Vec<_>>());
    // The picture begins with the end of its first month.
    let span = (start.last_day()?, start.plus(i32::try_from(received.len()).ok()? - 1).last_day()?);
    let events = happenings(context.sources.plan, context.sources.changes, context.unit, span, language);
    let notes = mark_events(&mut plot, (start, Slots::Ends), &events, language);
    let stock = words::count(came - went, language);
    let sentence = match language {
        Language::German => format!(
            "Der Abstand der Linien ist der Bestand: zuletzt {stock} Fälle. Gehen sie auseinander, wächst er."
        ),
        Language::English => format!(
            "The distance of the lines is the stock: {stock} cases at the end. Where they part, it grows."
        ),
    };
    let mut table = Table::of_numbers(title.as_str(), &columns);
    let count = |value: f64| Cell::Number(value, 0);
    for (place, (came, went)) in received.iter().zip(&completed).enumerate() {
        let month = start.plus(i32::try_from(place).unwrap_or_default()).label(language);
        let before = before[place].map_or(Cell::Empty, count);
        table.row(vec![month.into(), count(*came), count(*went), count(came - went), before]);
    }
    Some(Panel {
        key: "fluss",
        caption: context.say("Fälle seit dem ersten Monat", "Cases since the first month"),
        picture: Some(plot.scene(&title, &sentence)),
        title,
        sentence,
        table,
        notes,
    })
}

/// The first month of which stock and flows are known, and from it on what was received, opening stock included, and completed.
fn cumulated(lines: &[Line]) -> Option<(Month, Vec<f64>, Vec<f64>)> {
    let first = lines.iter().position(|line| line.stock.is_some() && line.net().is_some())?;
    let start = &lines[first];
    let opening = start.stock?.cases.cast_signed() - start.net()?;
    let (mut received, mut completed) = (Vec::new(), Vec::new());
    let (mut came, mut went) = (opening as f64, 0.0);
    for line in &lines[first..] {
        // A month that was not counted ends the picture.
        let (Some(more), Some(less)) = (line.received, line.completed) else { break };
        came += more as f64;
        went += less as f64;
        received.push(came);
        completed.push(went);
    }
    Some((start.month, received, completed))
}

/// What was open a year before each month; none in the first year.
fn open_before(received: &[f64], completed: &[f64]) -> Vec<Option<f64>> {
    let open = received.iter().zip(completed).map(|(came, went)| Some(came - went));
    std::iter::repeat_n(None, 12).chain(open).take(received.len()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_before_stands_beside_each_month() {
        let received: Vec<f64> = (1..=14).map(f64::from).collect();
        let before = open_before(&received, &[0.0; 14]);
        assert!(before[..12].iter().all(Option::is_none));
        assert_eq!(before[12..], [Some(1.0), Some(2.0)]);
        assert_eq!(open_before(&received[..5], &[0.0; 5]), [None; 5]);
    }
}
