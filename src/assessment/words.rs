//! The name of the load, and the sentence at source and target while a post is being dragged.

use super::{Effect, Load, Period};
use crate::format::{Language, number, percent};

/// What need over posts is called: „Auslastung“ with the cases expected in twelve months, and only then; with those of a past
/// year it is another quantity, „Bedarf 2023 zu Stellen“.
#[must_use]
pub fn load_name(period: Period, language: Language) -> String {
    match (period, language) {
        (Period::On(_), Language::German) => "Auslastung".to_owned(),
        (Period::On(_), Language::English) => "Load".to_owned(),
        (Period::Year(year), Language::German) => format!("Bedarf {year} zu Stellen"),
        (Period::Year(year), Language::English) => format!("Need of {year} to posts"),
    }
}

/// „Einbürgerung: Auslastung 105 % → 84 %“.
///
/// Where only the load with the task force changes, that one is told and named. A unit without posts says its need.
#[must_use]
pub fn load_sentence(effect: &Effect, language: Language) -> String {
    let with_task_force = effect.before.map(|load| load.load) == effect.after.map(|load| load.load)
        && effect.before.map(|load| load.posts.task_force) != effect.after.map(|load| load.posts.task_force);
    let said = |load: &Option<Load>| state(load.as_ref(), with_task_force, language);
    let (before, after) = (said(&effect.before), said(&effect.after));
    let (what, unchanged) = match (language, with_task_force) {
        (Language::German, false) => ("Auslastung", "unverändert"),
        (Language::German, true) => ("Auslastung mit Task Force", "unverändert"),
        (Language::English, false) => ("load", "unchanged"),
        (Language::English, true) => ("load with task force", "unchanged"),
    };
    if before == after {
        format!("{}: {what} {unchanged} {after}", effect.name)
    } else {
        format!("{}: {what} {before} → {after}", effect.name)
    }
}

fn state(load: Option<&Load>, with_task_force: bool, language: Language) -> String {
    let Some(load) = load else {
        return match language {
            Language::German => "entfällt".to_owned(),
            Language::English => "none".to_owned(),
        };
    };
    let share = if with_task_force { load.load_with_task_force } else { load.load };
    match (share, language) {
        (Some(share), _) => percent(share, 0, language),
        (None, Language::German) => format!("ohne Stelle bei {} VZÄ Bedarf", number(load.need, 2, language)),
        (None, Language::English) => {
            format!("without a post at a need of {} FTE", number(load.need, 2, language))
        }
    }
}
