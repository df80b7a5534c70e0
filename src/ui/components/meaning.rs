//! The name of a figure as the way to what it means: definition and source stand on `/hilfe`, one list for all pages.

use crate::ui::dynamic::part;
use crate::ui::i18n::{I18n, t_string};
use crate::ui::state::Scenario;
use leptos::prelude::*;

/// The terms of the steps of a capacity staircase, from the need to what reaches the cases.
pub const STAIRS: [&str; 6] =
    ["bedarf", "stellenplan", "besetzt", "anwesend", "eingearbeitet", "fallwirksam"];

/// A name that leads to its term in the glossary.
pub fn meaning(key: &str, name: AnyView) -> AnyView {
    // What is in hand stays in hand: the page changes, the application does not.
    let to = format!("{}#begriff-{key}", Scenario::expect().address("/hilfe"));
    part(view! { <a class="term" rel="help" href=to>{name}</a> })
}

/// The name of such a step, by its place; tracks the language.
pub fn stair_name(i18n: I18n, place: usize) -> &'static str {
    match place {
        0 => t_string!(i18n, simulation.step_need),
        1 => t_string!(i18n, simulation.step_plan),
        2 => t_string!(i18n, simulation.step_filled),
        3 => t_string!(i18n, simulation.step_present),
        4 => t_string!(i18n, simulation.step_proficient),
        _ => t_string!(i18n, simulation.step_effective),
    }
}
