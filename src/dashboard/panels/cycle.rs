//! How long completed cases took: each a point, with the days that half, 85 and 95 of a hundred stay under.

use super::withheld;
use crate::caseload::{Completed, CycleTimes, Month, Percentiles, Visible};
use crate::dashboard::plot::Plot;
use crate::dashboard::unit::Context;
use crate::dashboard::{Cell, Panel, Table, happenings, words};
use crate::format::Language;

/// Scatter of the cycle times; its title and the reason alone where output is withheld.
pub fn scatter(context: &Context<'_>) -> Option<Panel> {
    let language = context.sources.language;
    let title = context.say("Bearbeitungsdauer erledigter Fälle", "How long completed cases took");
    // Without a list there is nothing to withhold.
    if context.visible == Visible::Coarse && context.listed {
        return withheld(context, "dauer", title, &names(language));
    }
    let Completed { times, before, scatter } = context.completed?;
    let (all, earlier) = (in_view(context, times)?, in_view(context, before));
    let points: Vec<_> =
        scatter.points.iter().filter(|point| context.types.contains(&point.case_type)).collect();
    let last = points.iter().map(|point| point.closed).max()?;
    let until = Month::of(last)?;
    let first = until.plus(-11);
    // The few that took longest would press all others to the axis.
    let slowest = earlier.map_or(all.p95, |earlier| all.p95.max(earlier.p85));
    let top = f64::from(slowest) * 1.5;
    let mut plot = Plot::new(12, top, language);
    plot.labels(&super::month_labels(first, 12, language));
    let mut beyond = 0;
    for point in &points {
        let Some(slot) =
            super::slot_of((first, super::Slots::Sums), point.closed).filter(|slot| *slot >= -0.5)
        else {
            continue;
        };
        if f64::from(point.days) > top {
            beyond += 1;
            continue;
        }
        plot.dot("case", slot, f64::from(point.days), String::new());
    }
    for (class, name, days) in
        [("percentile", "P50", all.p50), ("percentile", "P85", all.p85), ("percentile", "P95", all.p95)]
    {
        let days_word = context.say("Tage", "days");
        plot.named_level(class, f64::from(days), &format!("{name}: {days} {days_word}"));
    }
    if let Some(earlier) = earlier {
        plot.level("before", f64::from(earlier.p85));
        let (case, name) = (context.say("Fall", "case"), context.say("P85 im Vorjahr", "P85 a year before"));
        plot.legend(&[("case", &case), ("before", &name)]);
    }
    let sentence = sentence(&all, earlier.as_ref(), language);
    let sources = context.sources;
    let span = (first.first_day()?, until.last_day()?);
    let events = happenings(sources.plan, sources.changes, context.unit, span, language);
    let mut notes = super::mark_events(&mut plot, (first, super::Slots::Sums), &events, language);
    if scatter.points.len() as u64 != scatter.of {
        let (some, of) = (scatter.points.len() as f64, scatter.of as f64);
        let (some, of) = (words::count(some, language), words::count(of, language));
        notes.push(match language {
            Language::German => {
                format!("Gezeichnet sind {some} von {of} Fällen; die Perzentile sind aus allen.")
            }
            Language::English => format!("{some} of {of} cases are drawn; the percentiles are of all."),
        });
    }
    if beyond > 0 {
        notes.push(match language {
            Language::German => format!("{beyond} Fälle dauerten länger, als das Bild hoch ist."),
            Language::English => format!("{beyond} cases took longer than the picture is high."),
        });
    }
    Some(Panel {
        key: "dauer",
        caption: context.say(
            "Kalendertage vom Eingang bis zur Erledigung, nach dem Tag der Erledigung; zwölf Monate",
            "Calendar days from receipt to completion, by day of completion; twelve months",
        ),
        picture: Some(plot.scene(&title, &sentence)),
        table: table(context, (times, before), (&all, earlier.as_ref()), &title),
        title,
        sentence,
        notes,
    })
}

/// The percentiles of what is in view: of one that is narrowed to one kind of cases only that one counts.
fn in_view(context: &Context<'_>, times: &CycleTimes) -> Option<Percentiles> {
    match context.types.first().filter(|_| context.narrowed) {
        Some(one) => times.by_case_type().get(one).copied(),
        None => times.all(),
    }
}

fn sentence(all: &Percentiles, earlier: Option<&Percentiles>, language: Language) -> String {
    let Percentiles { cases, p50, p85, p95 } = *all;
    let cases = words::count(cases as f64, language);
    let mut said = match language {
        Language::German => format!(
            "Von {cases} in zwölf Monaten erledigten Fällen dauerte die Hälfte höchstens {p50} Tage, 85 von 100 \
             höchstens {p85} und 95 von 100 höchstens {p95} Tage."
        ),
        Language::English => format!(
            "Of {cases} cases completed in twelve months half took at most {p50} days, 85 of 100 at most {p85} and 95 of \
             100 at most {p95} days."
        ),
    };
    if let Some(Percentiles { p85, .. }) = earlier {
        said.push_str(&match language {
            Language::German => format!(" Im Vorjahr dauerten 85 von 100 höchstens {p85} Tage."),
            Language::English => format!(" A year before 85 of 100 took at most {p85} days."),
        });
    }
    said
}

fn names(language: Language) -> [&'static str; 8] {
    match language {
        Language::German => [
            "Fallart",
            "erledigt",
            "P50 (Tage)",
            "P85 (Tage)",
            "P95 (Tage)",
            "erledigt im Vorjahr",
            "P50 im Vorjahr",
            "P85 im Vorjahr",
        ],
        Language::English => [
            "Kind of case",
            "completed",
            "P50 (days)",
            "P85 (days)",
            "P95 (days)",
            "completed a year before",
            "P50 a year before",
            "P85 a year before",
        ],
    }
}

/// All kinds in view together and each of them; of the year before only what was completed then.
fn table(
    context: &Context<'_>,
    (times, before): (&CycleTimes, &CycleTimes),
    (all, earlier): (&Percentiles, Option<&Percentiles>),
    title: &str,
) -> Table {
    let mut table = Table::of_numbers(title, &names(context.sources.language));
    let days = |days: u32| Cell::Number(f64::from(days), 0);
    let row = |name: String, of: &Percentiles, earlier: Option<&Percentiles>| {
        let cases = |of: &Percentiles| Cell::Number(of.cases as f64, 0);
        let mut row = vec![name.into(), cases(of), days(of.p50), days(of.p85), days(of.p95)];
        row.extend(match earlier {
            Some(of) => [cases(of), days(of.p50), days(of.p85)],
            None => [Cell::Empty, Cell::Empty, Cell::Empty],
        });
        row
    };
    table.row(row(context.say("alle", "all"), all, earlier));
    let (by_type, before) = (times.by_case_type(), before.by_case_type());
    let shown = context.sources.shown_case_types(context.unit);
    for (id, of) in by_type.iter().filter(|(id, _)| context.types.contains(**id) && shown.contains(**id)) {
        let name = context.sources.plan.case_type(id).map_or(id.as_str(), |case_type| &case_type.name);
        table.row(row(name.to_owned(), of, before.get(id)));
    }
    table
}
