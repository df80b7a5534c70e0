//! With whom the time of open cases passes: their age, split by where they lie now and for how long.

use super::ages::{CLASSES, band_name, holder_name};
use super::withheld;
use crate::caseload::{AgeBand, Holder, Visible, Waited, WaitedDays};
use crate::dashboard::plot::Plot;
use crate::dashboard::unit::Context;
use crate::dashboard::{Cell, Panel, Table, words};
use crate::format::{Language, date, number};

/// Name of the panel.
const KEY: &str = "wartezeit";

/// The average age of each band as a pile; title and reason alone where the group is small. Nothing without a list that says since when.
pub fn owners(context: &Context<'_>) -> Option<Panel> {
    let language = context.sources.language;
    let waited = context.waited.as_ref()?;
    let all = waited.days(None);
    let mean = all.per_case(all.all())?;
    let title = context.say("Bei wem die Zeit vergeht", "With whom the time passes");
    if context.visible != Visible::All {
        return withheld(context, KEY, title, &names(context).each_ref().map(String::as_str));
    }
    let sentence = sentence(context, &all, mean, waited);
    let day = date(waited.day, language);
    Some(Panel {
        key: KEY,
        caption: match language {
            Language::German => {
                format!("Tage je offenem Fall im Mittel am {day}, nach Alter und danach, wo die Fälle liegen")
            }
            Language::English => {
                format!("Days of an open case on average on {day}, by age and by where the cases lie")
            }
        },
        picture: Some(picture(context, waited, (&title, &sentence))),
        table: table(context, waited, &title),
        title,
        sentence,
        notes: notes(context, &all),
    })
}

fn names(context: &Context<'_>) -> [String; 9] {
    let holder = |place: usize| holder_name(Holder::WORDS[place].1, context.sources.language).to_owned();
    [
        context.say("Alter", "Age"),
        context.say("Fälle", "Cases"),
        context.say("Tage seit Eingang", "days since receipt"),
        holder(0),
        holder(1),
        holder(2),
        holder(3),
        holder(4),
        before_name(context),
    ]
}

fn before_name(context: &Context<'_>) -> String {
    context.say("davor, nicht zuzuordnen", "earlier, with nobody known")
}

/// What is shown of some cases, in the order of the pile: days since it is somebody's turn, then those before.
fn parts(of: &WaitedDays) -> impl Iterator<Item = f64> {
    let days = of.here.into_iter().chain([of.before]);
    days.map(|days| of.per_case(days).unwrap_or_default())
}

fn picture(
    context: &Context<'_>,
    waited: &Waited,
    (title, sentence): (&str, &str),
) -> crate::diagram::scene::Scene {
    let language = context.sources.language;
    let bands = AgeBand::ALL.map(|band| (band_name(band, language), waited.days(Some(band))));
    let largest = bands.iter().filter_map(|(_, of)| of.per_case(of.all())).fold(1.0, f64::max);
    let mut plot = Plot::new(bands.len(), largest, language);
    plot.labels_in_two_lines(&bands.each_ref().map(|(name, _)| (*name).to_owned()));
    let mut classes = CLASSES.to_vec();
    classes.push("unknown");
    let names: Vec<String> = names(context)[3..].to_vec();
    for (slot, (band, of)) in bands.iter().enumerate() {
        let mut from = 0.0;
        for (place, days) in parts(of).enumerate().filter(|(_, days)| *days > 0.0) {
            let words = format!("{band}, {}: {}", names[place], number(days, 0, language));
            plot.bar(classes[place], (slot, 0, 1), (from, from + days), words);
            from += days;
        }
        if of.cases > 0 {
            plot.words("value", slot as f64, from, &number(from, 0, language));
        }
    }
    let shown: Vec<f64> = parts(&waited.days(None)).collect();
    let legend: Vec<(&str, &str)> = (0..classes.len())
        .filter(|place| shown[*place] > 0.0)
        .map(|place| (classes[place], names[place].as_str()))
        .collect();
    plot.legend(&legend);
    plot.scene(title, sentence)
}

fn table(context: &Context<'_>, waited: &Waited, title: &str) -> Table {
    let mut table = Table::of_numbers(title, &names(context).each_ref().map(String::as_str));
    let language = context.sources.language;
    let bands = AgeBand::ALL.map(|band| (band_name(band, language).to_owned(), waited.days(Some(band))));
    let all = (context.say("zusammen", "together"), waited.days(None));
    for (name, of) in bands.into_iter().chain([all]).filter(|(_, of)| of.cases > 0) {
        let mean = of.per_case(of.all()).unwrap_or_default();
        let mut row = vec![Cell::from(name), Cell::count(Some(of.cases)), Cell::Number(mean, 1)];
        row.extend(parts(&of).map(|days| Cell::Number(days, 1)));
        table.row(row);
    }
    table
}

fn sentence(context: &Context<'_>, all: &WaitedDays, mean: f64, waited: &Waited) -> String {
    let language = context.sources.language;
    let days = |value: f64| number(value, 0, language);
    let here: f64 = parts(all).take(Holder::WORDS.len()).sum();
    let told = Holder::WORDS.iter().zip(parts(all)).filter(|(_, part)| *part >= 0.5);
    let told = told.map(|((_, holder), part)| format!("{}: {}", holder_name(*holder, language), days(part)));
    let told = told.collect::<Vec<_>>().join(", ");
    let (day, mean, here, before) = (date(waited.day, language), days(mean), days(here), days(mean - here));
    match language {
        Language::German => format!(
            "Am {day} sind die offenen Fälle im Mittel {mean} Tage alt. Seit {here} Tagen liegen sie dort, wo sie jetzt liegen ({told}); \
             bei wem die {before} Tage davor vergingen, sagt die Fallliste nicht."
        ),
        Language::English => format!(
            "On {day} the open cases are {mean} days old on average. For {here} days they have been lying where they lie now ({told}); \
             with whom the {before} days before passed the list does not say."
        ),
    }
}

fn notes(context: &Context<'_>, all: &WaitedDays) -> Vec<String> {
    let language = context.sources.language;
    let mut notes = vec![context.say(
        "Ein Tag zählt bei dem, der jetzt am Zug ist, seit er es ist; frühere Wechsel stehen in keiner Liste.",
        "A day counts with whoever's turn it is now, since it is; earlier turns are in no list.",
    )];
    if all.unknown > 0 {
        let [some, of] =
            [all.unknown, all.unknown + all.cases].map(|count| words::count(count as f64, language));
        notes.push(match language {
            Language::German => format!("Bei {some} von {of} offenen Fällen sagt die Liste nicht, seit wann; sie sind nicht enthalten."),
            Language::English => format!("Of {some} of {of} open cases the list does not say since when; they are left out."),
        });
    }
    notes
}
