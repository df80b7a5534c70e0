//! What completions say of the handling times of the plan, with what that rests on.

use crate::caseload::Handling;
use crate::dashboard::{Cell, Origin, Panel, Sources, Table};
use crate::format::{Language, number};

/// Handling times against the completions of the last counted year, and whether anything of it can be taken over. Nothing of generated
/// figures: their completions follow from the times of the plan.
pub fn times(sources: &Sources<'_>) -> Option<(Panel, bool)> {
    if sources.origin == Origin::Generated {
        return None;
    }
    let language = sources.language;
    let until = sources.until()?;
    let year = if until.month() == 12 { until.year() } else { until.year() - 1 };
    let mut found = sources.counted.handlings(sources.plan, year);
    found.retain(|one| sources.reaches(&one.unit));
    if found.is_empty() {
        return None;
    }
    let title = sources.say("Bearbeitungszeiten und Erledigungen", "Handling times and completions");
    let names = match language {
        Language::German => {
            ["Einheit", "verfügbare Minuten", "Minuten der Erledigungen", "Faktor", "Was daraus folgt"]
        }
        Language::English => {
            ["Unit", "minutes to be had", "minutes of the completions", "Factor", "What follows"]
        }
    };
    let mut table = Table::of_numbers(title.as_str(), &names).words_in(4);
    for one in &found {
        table.row(vec![
            name(sources, one).into(),
            Cell::Number(one.available, 0),
            Cell::Number(one.done, 0),
            one.factor.map_or(Cell::Empty, |factor| Cell::Number(factor, 2)),
            follows(sources, one).into(),
        ]);
    }
    let factors: Vec<String> = found
        .iter()
        .filter_map(|one| {
            Some(format!("{} × {}", name(sources, one), number(one.believable_factor()?, 2, language)))
        })
        .collect();
    let is_adoptable = !factors.is_empty();
    let panel = Panel {
        key: "bearbeitungszeiten",
        sentence: sentence(language, year, &factors),
        picture: None,
        caption: String::new(),
        table,
        notes: vec![sources.say(
            "Faktor: verfügbare Minuten ÷ Minuten der Erledigungen nach den Zeiten des Plans. Verfügbar ist, was Besetzung, Einarbeitung, \
             Verteilzeit und Grundlast des Plans übrig lassen (Annahmen): Sind sie falsch, ist es der Faktor auch. Gerechnet wird nur, \
             wo an jedem Monatsende mindestens ein halber Monat Arbeit bei uns lag; was bei Dritten liegt, ist nach den Wartezeiten \
             des Plans abgezogen. Ein Rücktest prüft ihn nicht.",
            "Factor: minutes to be had ÷ minutes of the completions by the times of the plan. To be had is what occupancy, onboarding, \
             allowance and base load of the plan leave (assumptions): where they are wrong, so is the factor. It is computed only where \
             at least half a month of work lay with us at every month's end; what lies with others is taken off by the waits of the \
             plan. No backtest checks it.",
        )],
        title,
    };
    Some((panel, is_adoptable))
}

fn name<'a>(sources: &'a Sources<'_>, one: &'a Handling) -> &'a str {
    sources.plan.unit_name(&one.unit)
}

fn follows(sources: &Sources<'_>, one: &Handling) -> String {
    match (one.factor, one.believable_factor()) {
        (None, _) => sources
            .say("nichts: Es gab nicht immer genug zu tun", "nothing: there was not always enough to do"),
        (Some(_), None) => sources.say(
            "nichts: So weit liegen Zeiten nicht daneben; bitte Besetzung und Zählung prüfen",
            "nothing: times are not that far off; please check occupancy and counts",
        ),
        (Some(factor), Some(_)) if factor >= 1.0 => sources.say(
            "Fälle dauern länger als im Plan, oder es fehlte Zeit, die der Plan ansetzt",
            "cases take longer than in the plan, or time was missing that the plan counts on",
        ),
        (Some(_), Some(_)) => sources.say(
            "Fälle dauern kürzer als im Plan, oder es war mehr Zeit da",
            "cases take less time than in the plan, or there was more time",
        ),
    }
}

fn sentence(language: Language, year: i32, factors: &[String]) -> String {
    let all = factors.join(", ");
    match (language, factors.is_empty()) {
        (Language::German, true) => {
            format!(
                "Die Erledigungen {year} sagen über die Bearbeitungszeiten des Plans nichts Verlässliches."
            )
        }
        (Language::English, true) => {
            format!("The completions of {year} say nothing reliable of the handling times of the plan.")
        }
        (Language::German, false) => {
            format!(
                "Zu den Erledigungen {year} passen die Bearbeitungszeiten des Plans mit diesem Faktor: {all}."
            )
        }
        (Language::English, false) => {
            format!(
                "The handling times of the plan agree with the completions of {year} with this factor: {all}."
            )
        }
    }
}
