//! What came in and what went out: month by month beside the year before, and cumulated.

use super::{Slots, mark_events, month_labels, withheld};
use crate::caseload::{Line, Visible};
use crate::dashboard::plot::Plot;
use crate::dashboard::unit::Context;
use crate::dashboard::{Cell, Origin, Panel, Table, happenings, words};
use crate::format::{Language, signed};
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
        true => picture(context, drawn, &title).map(|(picture, notes)| (Some(picture), notes))?,
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
    drawn: &[Line],
    title: &str,
) -> Option<(crate::diagram::scene::Scene, Vec<String>)> {
    let language = context.sources.language;
    let first = drawn.first()?;
    let largest = drawn.iter().flat_map(|line| [line.received, line.completed]).flatten().max().unwrap_or(1);
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
    let entries = [("received", received.as_str()), ("completed", completed.as_str())];
    plot.legend(&entries[..parts]);
    let mut notes = Vec::new();
    if monthly {
        let span = (first.month.first_day()?, drawn.last()?.month.last_day()?);
        let plan = context.sources.plan;
        let events = happenings(plan, context.sources.changes, context.unit, span, language);
        notes = mark_events(&mut plot, (first.month, Slots::Sums), &events, language);
    }
    Some((plot.scene(title, &sentence(context, drawn.last()?)), notes))
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
    let before: BTreeMap<_, _> = lines.iter().map(|line| (line.month.plus(12), line)).collect();
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
    ];
    let columns = [context.say("Monat", "Month"), names[0].clone(), names[1].clone(), names[2].clone()];
    let columns = columns.each_ref().map(String::as_str);
    if context.visible == Visible::Coarse {
        return withheld(context, "fluss", title, &columns);
    }
    let lines = &context.report.lines;
    let first = lines.iter().position(|line| line.stock.is_some() && line.net().is_some())?;
    let lines = &lines[first..];
    let start = lines.first()?;
    let opening = start.stock?.cases.cast_signed() - start.net()?;
    let (mut received, mut completed) = (Vec::new(), Vec::new());
    let (mut came, mut went) = (opening as f64, 0.0);
    for line in lines {
        // A month that was not counted ends the picture.
        let (Some(more), Some(less)) = (line.received, line.completed) else { break };
        came += more as f64;
        went += less as f64;
        received.push(came);
        completed.push(went);
    }
    let mut plot = Plot::new(received.len(), came, language);
    plot.labels(&month_labels(start.month, received.len(), language));
    plot.band("open", 0, &completed, &received);
    plot.course("received", 0, &received);
    plot.course("completed", 0, &completed);
    // A line of its own hue: bars of what was received are lighter.
    plot.legend(&[("received line", &names[0]), ("completed", &names[1]), ("open", &names[2])]);
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
    for (place, (came, went)) in received.iter().zip(&completed).enumerate() {
        let month = start.month.plus(i32::try_from(place).unwrap_or_default());
        let count = |value: f64| Cell::Number(value, 0);
        table.row(vec![month.label(language).into(), count(*came), count(*went), count(came - went)]);
    }
    Some(Panel {
        key: "fluss",
        caption: context.say("Fälle seit dem ersten Monat", "Cases since the first month"),
        picture: Some(plot.scene(&title, &sentence)),
        title,
        sentence,
        table,
        notes: Vec::new(),
    })
}
