//! What is said of units and posts: for tooltips, screen readers and the table.

use crate::diagram::chart::{Figures, PostFacts, Sums, UnitFacts};
use crate::format::{self, Language};
use crate::plan::{Fte, Occupancy, Provenance};
use crate::ui::components::level_word;
use crate::ui::i18n::{I18n, t_string};

/// The context of texts.
pub type Texts = I18n;

/// „11,0“.
#[must_use]
pub fn fte(value: Fte, language: Language) -> String {
    let thousandths = value.thousandths();
    let decimals = if thousandths % 100 == 0 { 1 } else { 2 };
    format::number(value.as_f64(), decimals, language)
}

/// How a post stands: „besetzt seit 01.04.2023“, „im Besetzungsverfahren, Dienstantritt 01.05.2024“, „vakant“,
/// „weggefallen zum 30.06.2024“.
#[must_use]
pub fn occupancy(i18n: Texts, occupancy: Occupancy) -> String {
    let language = i18n.language();
    match occupancy {
        Occupancy::Filled { since } => {
            t_string!(i18n, chart.filled_since, date = format::date(since, language))
        }
        Occupancy::Recruiting { until } => {
            t_string!(i18n, chart.recruiting_until, date = format::date(until, language))
        }
        Occupancy::Vacant => t_string!(i18n, chart.vacant).to_owned(),
        Occupancy::Ended { kw } => {
            t_string!(i18n, chart.ended_on, date = format::date(kw, language))
        }
    }
}

/// Everything about a post behind its identifier, separated by commas.
#[must_use]
pub fn post(i18n: Texts, post: &PostFacts) -> String {
    let language = i18n.language();
    let mut parts = vec![
        post.title.clone(),
        post.grade.clone(),
        t_string!(i18n, chart.fte_value, value = fte(post.fte, language)),
        occupancy(i18n, post.occupancy),
    ];
    if let Some(proficiency) = post.proficiency {
        let share = format::percent(proficiency, 0, language);
        parts.push(t_string!(i18n, chart.onboarding, share));
    }
    if let Some(kw) = post.kw.filter(|_| !post.has_ended()) {
        parts.push(t_string!(i18n, chart.kw_on, date = format::date(kw, language)));
    }
    if post.task_force {
        parts.push(t_string!(i18n, chart.task_force).to_owned());
    }
    if let Some(unit) = &post.moved_from {
        parts.push(t_string!(i18n, chart.moved_from, unit = unit.clone()));
    }
    parts.push(provenance(i18n, post.provenance).to_owned());
    parts.join(", ")
}

/// „Quelle“ or „Annahme“.
#[must_use]
pub fn provenance(i18n: Texts, provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Document => t_string!(i18n, shell.provenance_document),
        Provenance::Assumption => t_string!(i18n, shell.provenance_assumption),
    }
}

/// „Plan 15,0 · besetzt 13,0 · eingearbeitet 12,1 VZÄ“.
#[must_use]
pub fn sums(i18n: Texts, sums: Sums) -> String {
    let language = i18n.language();
    t_string!(
        i18n,
        chart.sums,
        planned = fte(sums.planned, language),
        filled = fte(sums.filled, language),
        effective = format::number(sums.effective, 1, language)
    )
}

/// „105 % hoch“, where „Auslastung“ is said before it.
#[must_use]
pub fn load_short(i18n: Texts, load: Option<f64>) -> String {
    load.map_or_else(
        || "–".to_owned(),
        |load| format!("{} {}", format::percent(load, 0, i18n.language()), level_word(i18n, load)),
    )
}

/// „mit Task Force 68 %“; none without a task force.
#[must_use]
pub fn load_with_task_force(i18n: Texts, figures: Figures) -> Option<String> {
    let share = format::percent(figures.load_with_task_force?, 0, i18n.language());
    Some(t_string!(i18n, chart.load_force, share))
}

/// What the scenario changes in a unit: „Szenario: Plan 15,0 → 14,0 VZÄ (−1,0); Auslastung 105 % → 113 % (+8)“; none
/// where it changes nothing.
#[must_use]
pub fn difference(i18n: Texts, unit: &UnitFacts) -> Option<String> {
    if !unit.is_changed() {
        return None;
    }
    let language = i18n.language();
    let (before, now) = (unit.baseline, unit.now);
    let mut parts = Vec::new();
    if before.total.planned != now.total.planned {
        parts.push(t_string!(
            i18n,
            chart.change_planned,
            before = fte(before.total.planned, language),
            now = fte(now.total.planned, language),
            difference =
                format::signed(now.total.planned.as_f64() - before.total.planned.as_f64(), 1, language)
        ));
    }
    let share =
        |load: Option<f64>| load.map_or_else(|| "–".to_owned(), |load| format::percent(load, 0, language));
    if share(before.load) != share(now.load) {
        let difference = match (before.load, now.load) {
            (Some(before), Some(now)) => format::signed((now - before) * 100.0, 0, language),
            _ => "–".to_owned(),
        };
        parts.push(t_string!(
            i18n,
            chart.change_load,
            before = share(before.load),
            now = share(now.load),
            difference
        ));
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}
