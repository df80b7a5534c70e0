//! What is said of units and posts: on cards, in tooltips, to screen readers, in tables and on paper.

use super::changes::ChangeMark;
use super::facts::{Figures, PostFacts, Sums, UnitFacts};
use crate::assessment::Level;
use crate::format::{self, Language};
use crate::plan::{Fte, Occupancy, Provenance};
use chrono::{Datelike, NaiveDate};

/// The one or the other language.
const fn say(language: Language, german: &'static str, english: &'static str) -> &'static str {
    match language {
        Language::German => german,
        Language::English => english,
    }
}

/// „11,0“; a second decimal only where it is needed.
#[must_use]
pub fn fte(value: Fte, language: Language) -> String {
    let decimals = if value.thousandths() % 100 == 0 { 1 } else { 2 };
    format::number(value.as_f64(), decimals, language)
}

/// „11,0 VZÄ“.
#[must_use]
pub fn fte_with_unit(value: Fte, language: Language) -> String {
    format!("{} {}", fte(value, language), say(language, "VZÄ", "FTE"))
}

/// How a post stands: „besetzt seit 01.04.2023“, „im Besetzungsverfahren, Dienstantritt 01.05.2024“, „vakant“,
/// „weggefallen zum 30.06.2024“.
#[must_use]
pub fn occupancy(occupancy: Occupancy, language: Language) -> String {
    let (words, date) = match occupancy {
        Occupancy::Filled { since } => (say(language, "besetzt seit", "filled since"), since),
        Occupancy::Recruiting { until } => {
            (say(language, "im Besetzungsverfahren, Dienstantritt", "being filled, first day"), until)
        }
        Occupancy::Vacant => return say(language, "vakant", "vacant").to_owned(),
        Occupancy::Ended { kw } => (say(language, "weggefallen zum", "ended on"), kw),
    };
    format!("{words} {}", format::date(date, language))
}

/// The tag of a post with a kw date: „kw 06.24“, „entfallen“.
#[must_use]
pub fn tag(post: &PostFacts, language: Language) -> Option<String> {
    let kw = post.kw?;
    if post.has_ended() {
        return Some(say(language, "entfallen", "ended").to_owned());
    }
    Some(format!("kw {:02}.{:02}", kw.month(), kw.year() % 100))
}

/// „Quelle“ or „Annahme“.
#[must_use]
pub const fn provenance(provenance: Provenance, language: Language) -> &'static str {
    match provenance {
        Provenance::Document => say(language, "Quelle", "source"),
        Provenance::Assumption => say(language, "Annahme", "assumption"),
    }
}

/// Everything about a post behind its identifier, separated by commas.
#[must_use]
pub fn post(post: &PostFacts, language: Language) -> String {
    let mut parts = vec![
        post.title.clone(),
        post.grade.clone(),
        fte_with_unit(post.fte, language),
        occupancy(post.occupancy, language),
    ];
    parts.extend(marks(post, language));
    parts.push(provenance(post.provenance, language).to_owned());
    parts.join(", ")
}

/// What is noted at a post: its parts in other units, onboarding, kw, task force, where the scenario took it from.
#[must_use]
pub fn marks(post: &PostFacts, language: Language) -> Vec<String> {
    let mut marks = Vec::new();
    if let Some(home) = &post.home {
        marks.push(format!("{} {home}", say(language, "Anteil einer Stelle von", "part of a post of")));
    }
    let also = say(language, "dazu", "also");
    marks.extend(
        post.parts.iter().map(|(unit, fte)| format!("{also} {} in {unit}", fte_with_unit(*fte, language))),
    );
    if let Some(proficiency) = post.proficiency {
        let words = say(language, "eingearbeitet zu", "trained to");
        marks.push(format!("{words} {}", format::percent(proficiency, 0, language)));
    }
    if let Some(kw) = post.kw.filter(|_| !post.has_ended()) {
        let words = say(language, "kw", "kw (to be dropped)");
        marks.push(format!("{words} {}", format::date(kw, language)));
    }
    if post.task_force {
        marks.push(say(language, "Task Force", "task force").to_owned());
    }
    if let Some(unit) = &post.moved_from {
        marks.push(format!("{} {unit}", say(language, "verschoben aus", "moved from")));
    }
    marks.extend(post.mark.as_ref().map(changed));
    marks
}

/// „neu: Stelle AA-90 in Team 1 eingerichtet“.
#[must_use]
pub fn changed(mark: &ChangeMark) -> String {
    format!("{}: {}", mark.badge, mark.words)
}

/// „Plan 15,0 · besetzt 13,0 · eingearbeitet 12,1 VZÄ“.
#[must_use]
pub fn sums(sums: Sums, language: Language) -> String {
    let (planned, filled, trained, unit) = match language {
        Language::German => ("Plan", "besetzt", "eingearbeitet", "VZÄ"),
        Language::English => ("planned", "filled", "trained", "FTE"),
    };
    format!(
        "{planned} {} · {filled} {} · {trained} {} {unit}",
        fte(sums.planned, language),
        fte(sums.filled, language),
        format::number(sums.effective, 1, language)
    )
}

/// „105 % Rückstau“, where „Auslastung“ is said before it.
#[must_use]
pub fn load_short(load: Option<f64>, language: Language) -> String {
    load.map_or_else(
        || "–".to_owned(),
        |load| format!("{} {}", format::percent(load, 0, language), Level::of(load).word(language)),
    )
}

/// „mit Task Force 68 %“; none without a task force.
#[must_use]
pub fn load_with_task_force(figures: Figures, language: Language) -> Option<String> {
    let share = format::percent(figures.load_with_task_force?, 0, language);
    Some(format!("{} {share}", say(language, "mit Task Force", "with task force")))
}

/// „93 % im Rahmen, mit Task Force 68 %“.
#[must_use]
pub fn load(figures: Figures, language: Language) -> String {
    let short = load_short(figures.load, language);
    match load_with_task_force(figures, language) {
        Some(force) => format!("{short}, {force}"),
        None => short,
    }
}

/// „900 offene Fälle“, with the day on which they were counted where that has to be said: „900 offene Fälle am 01.02.2024“.
#[must_use]
pub fn open_cases(count: u64, counted: Option<NaiveDate>, language: Language) -> String {
    let count = format::number(count as f64, 0, language);
    let words = format!("{count} {}", say(language, "offene Fälle", "open cases"));
    match counted {
        Some(day) => format!("{words} {} {}", say(language, "am", "on"), format::date(day, language)),
        None => words,
    }
}

/// The same on a card, where a day leaves little room: „900 offen am 01.02.2024“.
#[must_use]
pub fn open_cases_short(count: u64, counted: Option<NaiveDate>, language: Language) -> String {
    let Some(day) = counted else { return open_cases(count, None, language) };
    let count = format::number(count as f64, 0, language);
    format!("{count} {} {}", say(language, "offen am", "open on"), format::date(day, language))
}

/// What lies folded away in a unit: „verborgen: 12 Stellen, 11,5 VZÄ, 3 Einheiten“.
#[must_use]
pub fn hidden(unit: &UnitFacts, units: usize, language: Language) -> String {
    let posts = unit.now.total.posts;
    let fte = fte_with_unit(unit.now.total.planned, language);
    let (posts_word, units_word) = match language {
        Language::German => {
            (if posts == 1 { "Stelle" } else { "Stellen" }, if units == 1 { "Einheit" } else { "Einheiten" })
        }
        Language::English => {
            (if posts == 1 { "post" } else { "posts" }, if units == 1 { "unit" } else { "units" })
        }
    };
    let mut words = format!("{}: {posts} {posts_word}, {fte}", say(language, "verborgen", "hidden"));
    if units > 0 {
        words.push_str(&format!(", {units} {units_word}"));
    }
    words
}

/// How many posts a unit has itself, where they are not drawn one by one: „eigene Stellen: 12“.
#[must_use]
pub fn own_posts(count: usize, language: Language) -> String {
    let count = format::number(count as f64, 0, language);
    format!("{}: {count}", say(language, "eigene Stellen", "own posts"))
}

/// „500 Stellen in 60 Einheiten“.
#[must_use]
pub fn extent(posts: usize, units: usize, language: Language) -> String {
    let number = |count: usize| format::number(count as f64, 0, language);
    let posts_word = match (posts, language) {
        (1, _) => say(language, "Stelle", "post"),
        _ => say(language, "Stellen", "posts"),
    };
    let units_word = match (units, language) {
        (1, Language::German) => "Einheit",
        (1, Language::English) => "unit",
        (_, Language::German) => "Einheiten",
        (_, Language::English) => "units",
    };
    format!("{} {posts_word} in {} {units_word}", number(posts), number(units))
}

/// What the scenario changes in a unit: „Plan 15,0 → 14,0 VZÄ (−1,0); Auslastung 105 % → 113 % (+8 Punkte)“; none
/// where it changes nothing.
#[must_use]
pub fn difference(unit: &UnitFacts, language: Language) -> Option<String> {
    if !unit.is_changed() {
        return None;
    }
    let (before, now) = (unit.baseline, unit.now);
    let mut parts = Vec::new();
    if before.total.planned != now.total.planned {
        let difference = now.total.planned.as_f64() - before.total.planned.as_f64();
        parts.push(format!(
            "{} {} → {} {} ({})",
            say(language, "Plan", "planned"),
            fte(before.total.planned, language),
            fte(now.total.planned, language),
            say(language, "VZÄ", "FTE"),
            format::signed(difference, 1, language)
        ));
    }
    let share =
        |load: Option<f64>| load.map_or_else(|| "–".to_owned(), |load| format::percent(load, 0, language));
    if share(before.load) != share(now.load) {
        let difference = match (before.load, now.load) {
            (Some(before), Some(now)) => format::signed((now - before) * 100.0, 0, language),
            _ => "–".to_owned(),
        };
        parts.push(format!(
            "{} {} → {} ({difference} {})",
            say(language, "Auslastung", "load"),
            share(before.load),
            share(now.load),
            say(language, "Punkte", "points")
        ));
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}
