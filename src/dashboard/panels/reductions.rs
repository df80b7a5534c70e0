//! What takes from the capacity, and when: the dated reductions (Minderungen) between the posts of the plan and what reaches the cases.

use super::month_labels;
use crate::assessment::Reductions;
use crate::caseload::Month;
use crate::dashboard::events::{outages_of, posts_of, starts};
use crate::dashboard::plot::Plot;
use crate::dashboard::unit::Context;
use crate::dashboard::{Cell, Panel, Table, sources_units};
use crate::diagram::scene::Scene;
use crate::format::{Language, date, number};
use crate::plan::{Outage, Post};
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

/// The reductions on the first days of the months ahead, and below them those that begin or end on a day.
pub(super) fn of(context: &Context<'_>, days: &[(NaiveDate, Reductions)]) -> Option<Panel> {
    let language = context.sources.language;
    let (day, now) = days.first()?;
    let (last, _) = days.last()?;
    let title = context.say("Minderungen der Kapazität", "Reductions of the capacity");
    let names = causes(language);
    let fte = |value: f64| number(value, 2, language);
    let (largest, most) =
        names.iter().zip(now.causes()).max_by(|(_, one), (_, other)| one.total_cmp(other))?;
    let (taken, when) = (fte(now.plan - now.effective), date(*day, language));
    let sentence = match language {
        Language::German => format!(
            "Von {} VZÄ im Plan erreichen am {when} {taken} die Fälle nicht; am meisten nimmt: {largest} ({}).",
            fte(now.plan),
            fte(most)
        ),
        Language::English => format!(
            "Of {} FTE in the plan {taken} do not reach the cases on {when}; most is taken by: {largest} ({}).",
            fte(now.plan),
            fte(most)
        ),
    };
    let mut notes = dated(context, *day, *last);
    notes.extend(outages(context, *day, *last));
    notes.push(context.say(
        "Plan weniger alle Minderungen ist fallwirksam. Abwesenheit (Urlaub, Krankheit, Fortbildung), Einarbeitung, Anleitung, \
         Verteilzeit und Ausfälle sind Annahmen des Plans, unbesetzte Stellen und andere Aufgaben stehen bei den Stellen.",
        "Plan less all reductions is effective. Absence (leave, illness, training), onboarding, mentoring, allowance and outages are \
         assumptions of the plan; vacant posts and other work stand with the posts.",
    ));
    Some(Panel {
        key: "minderungen",
        caption: context.say(
            "Vollzeitäquivalente des Plans am Monatsersten: was die Fälle erreicht und was davor abgeht",
            "Full-time equivalents of the plan on the first of the month: what reaches the cases and what is taken before",
        ),
        picture: picture(context, days, &title, &sentence),
        sentence,
        table: table(context, days, &title),
        title,
        notes,
    })
}

fn table(context: &Context<'_>, days: &[(NaiveDate, Reductions)], title: &str) -> Table {
    let mut columns =
        vec![context.say("Tag", "Day"), context.say("Stellen im Plan (VZÄ)", "Posts in the plan (FTE)")];
    columns.extend(causes(context.sources.language).map(str::to_owned));
    columns.push(context.say("fallwirksam", "effective"));
    let mut table = Table::of_numbers(title, &columns.iter().map(String::as_str).collect::<Vec<_>>());
    for (day, of) in days {
        let mut row = vec![Cell::Date(*day), Cell::Number(of.plan, 2)];
        row.extend(of.causes().map(|cause| Cell::Number(cause, 2)));
        row.push(Cell::Number(of.effective, 2));
        table.row(row);
    }
    table
}

/// Less than a hundredth of a post, which the table shows as nothing.
const NOTHING: f64 = 0.005;

/// The plan as a pile for each month: at its foot what reaches the cases, above it what each cause takes.
fn picture(
    context: &Context<'_>,
    days: &[(NaiveDate, Reductions)],
    title: &str,
    sentence: &str,
) -> Option<Scene> {
    let language = context.sources.language;
    let first = Month::of(days.first()?.0)?;
    let largest = days.iter().map(|(_, of)| of.plan).fold(1.0, f64::max);
    let mut plot = Plot::new(days.len(), largest, language);
    plot.labels(&month_labels(first, days.len(), language));
    let names =
        [&[context.say("fallwirksam", "effective")][..], &causes(language).map(str::to_owned)].concat();
    let mut used = [false; CLASSES.len()];
    for (slot, (day, of)) in days.iter().enumerate() {
        let mut from = 0.0;
        let layers = std::iter::once(of.effective).chain(of.causes());
        for (place, size) in layers.enumerate().filter(|(_, size)| *size >= NOTHING) {
            let words = format!("{}, {}: {}", date(*day, language), names[place], number(size, 2, language));
            plot.bar(CLASSES[place], (slot, 0, 1), (from, from + size), words);
            used[place] = true;
            from += size;
        }
    }
    let legend: Vec<(&str, &str)> = (0..CLASSES.len())
        .filter(|place| used[*place])
        .map(|place| (CLASSES[place], names[place].as_str()))
        .collect();
    plot.legend(&legend);
    Some(plot.scene(title, sentence))
}

/// Classes of what is effective and of the causes, in the order of [`Reductions::causes`].
const CLASSES: [&str; 8] =
    ["reaching", "vacant", "absence", "onboarding", "elsewhere", "mentoring", "allowance", "outage"];

/// The causes in the order of [`Reductions::causes`].
const fn causes(language: Language) -> [&'static str; 7] {
    match language {
        Language::German => [
            "unbesetzt",
            "Abwesenheit",
            "Einarbeitung",
            "andere Aufgaben",
            "Anleitung Neuer",
            "Verteilzeit",
            "Ausfall (Ereignis)",
        ],
        Language::English => [
            "vacant",
            "absence",
            "onboarding",
            "other work",
            "mentoring newcomers",
            "allowance",
            "outage (event)",
        ],
    }
}

/// What begins or ends on a day of the span: vacancies that end, onboarding with its last day. Posts together, never one alone by name.
fn dated(context: &Context<'_>, from: NaiveDate, until: NaiveDate) -> Vec<String> {
    let sources = context.sources;
    let units = sources_units(sources.plan, context.unit);
    let plan = sources.plan.on(from, sources.changes).plan;
    let onboarding = &plan.assumptions.onboarding;
    let size = |post: &Post| {
        post.shares
            .iter()
            .filter(|share| units.contains(&share.unit))
            .map(|share| share.fte.as_f64())
            .sum::<f64>()
    };
    let months = onboarding.experienced_after();
    let learnt = |since: NaiveDate| {
        since.checked_add_days(Days::new(libm::ceil(months * crate::plan::DAYS_PER_MONTH).max(0.0) as u64))
    };
    // By first and last day of the onboarding.
    let mut learning: BTreeMap<(NaiveDate, NaiveDate), f64> = BTreeMap::new();
    let mut recruiting: BTreeMap<NaiveDate, f64> = BTreeMap::new();
    for post in posts_of(&plan, &units).filter(|post| post.casework.as_f64() > 0.0) {
        let Some(starts) = starts(post).filter(|starts| *starts <= until) else { continue };
        if starts > from {
            *recruiting.entry(starts).or_default() += size(post);
        }
        if let Some(end) = learnt(starts).filter(|end| *end > from && months > 0.0) {
            *learning.entry((starts, end)).or_default() += size(post);
        }
    }
    let language = sources.language;
    let (fte, day) = (|value: f64| number(value, 2, language), |day| date(day, language));
    let filled = recruiting.into_iter().map(|(until, size)| match language {
        Language::German => format!("Unbesetzt bis {}: {} VZÄ.", day(until), fte(size)),
        Language::English => format!("Vacant until {}: {} FTE.", day(until), fte(size)),
    });
    let least = number(onboarding.proficiency(0.0) * 100.0, 0, language);
    let learning = learning.into_iter().map(|((since, end), size)| match language {
        Language::German => format!(
            "Einarbeitung {} bis {}: {} VZÄ, zu Beginn mit {least} % der Leistung.",
            day(since),
            day(end),
            fte(size)
        ),
        Language::English => {
            format!(
                "Onboarding {} to {}: {} FTE, at first with {least} % of the work.",
                day(since),
                day(end),
                fte(size)
            )
        }
    });
    filled.chain(learning).collect()
}

/// The outages of the span with their days: most of them lie between the first days of months, which are all that the table has.
fn outages(context: &Context<'_>, from: NaiveDate, until: NaiveDate) -> Vec<String> {
    let sources = context.sources;
    let plan = sources.plan.on(from, sources.changes).plan;
    let units = sources_units(&plan, context.unit);
    let lasts = |outage: &&Outage| outage.from <= until && outage.until >= from;
    let language = sources.language;
    let words = |outage: &Outage| {
        let (first, last) = (date(outage.from, language), date(outage.until, language));
        let (label, lost) = (&outage.label, outage.lost_in_words(language));
        match language {
            Language::German => format!(
                "Ausfall {first} bis {last}: {label}; er nimmt {lost} dessen, was bei den Betroffenen sonst fallwirksam wäre."
            ),
            Language::English => format!(
                "Outage {first} to {last}: {label}; it takes {lost} of what would be effective with those that it hits."
            ),
        }
    };
    outages_of(&plan, &units).filter(lasts).map(words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cause_has_a_name() {
        assert_eq!(causes(Language::German).len(), Reductions::default().causes().len());
        assert_ne!(causes(Language::German), causes(Language::English));
        assert_eq!(CLASSES.len(), 1 + Reductions::default().causes().len());
    }
}
