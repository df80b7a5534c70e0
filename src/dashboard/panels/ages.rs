//! How old the open cases are, with whom they are, and which of them cross the three months next.

use crate::caseload::{AgeBand, Ages, Crossing, Holder};
use crate::dashboard::plot::Plot;
use crate::dashboard::unit::Context;
use crate::dashboard::{Cell, Panel, Table, words};
use crate::format::{Language, date, percent};

/// Class of each place, in the order of [`Holder::WORDS`].
pub(super) const CLASSES: [&str; 5] = ["with-us", "in-work", "authority", "applicant", "dormant"];

pub(super) fn band_name(band: AgeBand, language: Language) -> &'static str {
    match (band, language) {
        (band, Language::German) => band.german(),
        (AgeBand::ThreeMonths, _) => "up to 3 months",
        (AgeBand::SixMonths, _) => "over 3 to 6 months",
        (AgeBand::TwelveMonths, _) => "over 6 to 12 months",
        (AgeBand::EighteenMonths, _) => "over 12 to 18 months",
        (AgeBand::Older, _) => "over 18 months",
    }
}

pub(super) fn holder_name(holder: Holder, language: Language) -> &'static str {
    match (holder, language) {
        (holder, Language::German) => holder.german(),
        (Holder::WithUs, _) => "lies with us",
        (Holder::InWork, _) => "in work",
        (Holder::Authority, _) => "with another authority",
        (Holder::Applicant, _) => "with the applicant",
        (Holder::Dormant, _) => "dormant",
    }
}

/// The age bands, stacked by whose turn it is, with the line of § 75 VwGO.
pub fn bands(context: &Context<'_>) -> Option<Panel> {
    let ages = context.ages.as_ref()?;
    let language = context.sources.language;
    let title = context.say("Alter der offenen Fälle", "Age of the open cases");
    let sentence = age_sentence(context, ages);
    let largest = ages.by_band().into_iter().max().unwrap_or(1);
    let mut plot = Plot::new(AgeBand::ALL.len(), largest as f64, language);
    let names = AgeBand::ALL.map(|band| band_name(band, language));
    plot.labels_in_two_lines(&names.map(str::to_owned));
    let by_holder = ages.by_holder();
    for (slot, band) in names.iter().enumerate() {
        let mut from = 0.0;
        for (place, (_, holder)) in Holder::WORDS.into_iter().enumerate() {
            let cases = by_holder[place][slot] as f64;
            if cases > 0.0 {
                let words =
                    format!("{band}, {}: {}", holder_name(holder, language), words::count(cases, language));
                plot.bar(CLASSES[place], (slot, 0, 1), (from, from + cases), words);
                from += cases;
            }
        }
        plot.words("value", slot as f64, from, &words::count(from, language));
    }
    plot.upright("limit", 0.5, &context.say("drei Monate, § 75 VwGO", "three months, § 75 VwGO"));
    let used: Vec<(&str, &str)> = Holder::WORDS
        .into_iter()
        .enumerate()
        .filter(|(place, _)| by_holder[*place].iter().any(|cases| *cases > 0))
        .map(|(place, (_, holder))| (CLASSES[place], holder_name(holder, language)))
        .collect();
    let mut columns = vec![context.say("Alter", "Age"), context.say("zusammen", "together")];
    columns.extend(Holder::WORDS.map(|(_, holder)| holder_name(holder, language).to_owned()));
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let mut table = Table::of_numbers(title.as_str(), &columns);
    for (slot, name) in names.iter().enumerate() {
        let mut row = vec![(*name).into(), Cell::Number(ages.by_band()[slot] as f64, 0)];
        row.extend(by_holder.iter().map(|bands| Cell::Number(bands[slot] as f64, 0)));
        table.row(row);
    }
    let mut notes: Vec<String> = used
        .iter()
        .map(|(class, name)| {
            let place = CLASSES.iter().position(|one| one == class).unwrap_or_default();
            let sum: u64 = by_holder[place].iter().sum();
            format!("{name}: {}", words::count(sum as f64, language))
        })
        .collect();
    plot.legend(&used);
    if ages.rounded {
        notes.push(context.say(
            "Die Einheit ist klein: Alle Zahlen sind auf fünf gerundet.",
            "The unit is small: all figures are rounded to five.",
        ));
    }
    let day = date(ages.day, language);
    Some(Panel {
        key: "alter",
        caption: match language {
            Language::German => format!("Offene Fälle am {day} nach Alter und danach, wer am Zug ist"),
            Language::English => format!("Open cases on {day} by age and by whose turn it is"),
        },
        picture: Some(plot.scene(&title, &sentence)),
        title,
        sentence,
        table,
        notes,
    })
}

fn age_sentence(context: &Context<'_>, ages: &Ages) -> String {
    let language = context.sources.language;
    let (all, bands) = (ages.open(), ages.by_band());
    let old = all - bands[0];
    let share = if all > 0 { old as f64 / all as f64 } else { 0.0 };
    let ours: u64 = [0, 1].into_iter().flat_map(|place| ages.by_holder()[place].into_iter().skip(1)).sum();
    let count = |value: u64| words::count(value as f64, language);
    let (word, share) = (words::age_word(share, ages.rounded, language), percent(share, 0, language));
    let day = date(ages.day, language);
    match language {
        Language::German => format!(
            "Am {day} sind {} von {} offenen Fällen ({share}, {word}) älter als drei Monate{}",
            count(old),
            count(all),
            with_us(language, old, ours)
        ),
        Language::English => format!(
            "On {day}, {} of {} open cases ({share}, {word}) are older than three months{}",
            count(old),
            count(all),
            with_us(language, old, ours)
        ),
    }
}

/// Of how many old cases it is the office's own turn, and what that means for them; of none it means nothing. The count may be
/// rounded.
fn with_us(language: Language, old: u64, ours: u64) -> String {
    let count = words::count(ours as f64, language);
    match (old, ours, language) {
        (0, ..) => ".".to_owned(),
        (_, 0, Language::German) => format!("; bei {count} davon ist die Behörde selbst am Zug."),
        (_, 0, Language::English) => format!("; with {count} of these it is the office's own turn."),
        (_, _, Language::German) => format!(
            "; bei {count} davon ist die Behörde selbst am Zug. Für diese ist eine Untätigkeitsklage zulässig, wenn kein \
             zureichender Grund vorliegt (§ 75 VwGO)."
        ),
        (_, _, Language::English) => format!(
            "; with {count} of these it is the office's own turn. An action for failure to act is admissible for them where \
             there is no sufficient reason (§ 75 VwGO)."
        ),
    }
}

/// What crosses the three months within the next weeks.
pub fn crossing(context: &Context<'_>) -> Option<Panel> {
    let ages = context.ages.as_ref()?;
    let language = context.sources.language;
    let (all, ours) = (ages.crossing(&[]), ages.crossing(&[Holder::WithUs, Holder::InWork]));
    let title =
        context.say("Was die drei Monate als Nächstes überschreitet", "What crosses three months next");
    let count = |value: u64| words::count(value as f64, language);
    let day = date(ages.day, language);
    let sentence = match language {
        Language::German => format!(
            "In den vier Wochen nach dem {day} werden {} offene Fälle älter als drei Monate, wenn sie bis dahin nicht erledigt \
             sind; bei {} davon ist die Behörde am Zug. In zwölf Wochen sind es {}.",
            count(all[0]),
            count(ours[0]),
            count(all[2])
        ),
        Language::English => format!(
            "Within four weeks of {day} {} open cases become older than three months unless they are completed; with {} of them it \
             is the office's turn. Within twelve weeks it is {}.",
            count(all[0]),
            count(ours[0]),
            count(all[2])
        ),
    };
    let mut plot = Plot::new(Crossing::WEEKS.len(), all[2] as f64, language);
    let weeks = Crossing::WEEKS.map(|weeks| match language {
        Language::German => format!("in {weeks} Wochen"),
        Language::English => format!("in {weeks} weeks"),
    });
    plot.labels(&weeks);
    let (with_us, elsewhere) =
        (context.say("Behörde am Zug", "the office's turn"), context.say("andere am Zug", "others' turn"));
    let names = [context.say("Zeitraum", "Period"), context.say("zusammen", "together")];
    let mut table =
        Table::of_numbers(title.as_str(), &[names[0].as_str(), names[1].as_str(), &with_us, &elsewhere]);
    for (slot, name) in weeks.iter().enumerate() {
        let (own, sum) = (ours[slot].min(all[slot]) as f64, all[slot] as f64);
        plot.bar("with-us", (slot, 0, 1), (0.0, own), format!("{name}, {with_us}: {}", count(ours[slot])));
        plot.bar("authority", (slot, 0, 1), (own, sum), format!("{name}, {elsewhere}: {}", count(all[slot])));
        plot.words("value", slot as f64, sum, &count(all[slot]));
        table.row(vec![
            name.as_str().into(),
            Cell::Number(sum, 0),
            Cell::Number(own, 0),
            Cell::Number(sum - own, 0),
        ]);
    }
    plot.legend(&[("with-us", &with_us), ("authority", &elsewhere)]);
    let cost = context.say(
        "Erledigt die Behörde den Fall erst nach Erhebung einer zulässigen Untätigkeitsklage, trägt sie in der Regel die \
         Kosten des Verfahrens (§ 161 Abs. 3 VwGO).",
        "Where the office decides only after an admissible action for failure to act was brought, it usually bears the costs \
         (§ 161 (3) VwGO).",
    );
    Some(Panel {
        key: "frist",
        caption: context.say(
            "Offene Fälle, die älter als drei Monate werden",
            "Open cases that become older than three months",
        ),
        picture: Some(plot.scene(&title, &sentence)),
        title,
        sentence,
        table,
        notes: vec![cost],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_is_named_only_where_the_office_has_old_cases() {
        let german = |old, ours| with_us(Language::German, old, ours);
        assert!(german(5, 2).contains("bei 2 davon") && german(5, 2).contains("§ 75 VwGO"));
        assert_eq!(german(5, 0), "; bei 0 davon ist die Behörde selbst am Zug.");
        assert_eq!((german(0, 0), with_us(Language::English, 0, 0)), (".".to_owned(), ".".to_owned()));
        assert!(!with_us(Language::English, 5, 0).contains("VwGO"));
    }
}
