//! Numbers with their unit and name, and the bar beside them.

use crate::ui::dynamic::part;
use crate::ui::i18n::{I18n, t_string};
use leptos::prelude::*;

/// A number with its unit and what it says, for a `<dl class="figures">`.
#[component]
pub fn Figure(
    /// What it says.
    #[prop(into)]
    label: Signal<String>,
    /// The number in the language's form, with its unit.
    #[prop(into)]
    value: Signal<String>,
    /// Provenance or a remark.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    part(view! {
        <div class="figure">
            <dt class="figure-label">{move || label.get()}</dt>
            <dd class="figure-value">
                <span class="number">{move || value.get()}</span>
                {children.map(|children| children())}
            </dd>
        </div>
    })
}

/// A bar from 0 to 150 % with a line at 100 %; decoration beside a word and a figure, hence hidden from screen readers.
#[component]
pub fn Meter(
    /// The fraction; 1 is the full load.
    fraction: f64,
) -> impl IntoView {
    let width = format!("{:.1}", fraction.clamp(0.0, 1.5) * 100.0);
    part(view! {
        <svg class="meter" viewBox="0 0 150 10" preserveAspectRatio="none" aria-hidden="true"
            data-level=level(fraction)>
            <rect class="meter-track" x="0" y="1" width="150" height="8"></rect>
            <rect class="meter-bar" x="0" y="1" width=width height="8"></rect>
            <line class="meter-full" x1="100" x2="100" y1="0" y2="10"></line>
        </svg>
    })
}

/// The class of a load: `low` below 80 %, `good` to 100 %, `high` to 115 %, `over` beyond.
#[must_use]
pub fn level(fraction: f64) -> &'static str {
    match fraction {
        f if f < 0.8 => "low",
        f if f <= 1.0 => "good",
        f if f <= 1.15 => "high",
        _ => "over",
    }
}

/// The word for a load; tracks the language.
#[must_use]
pub fn level_word(i18n: I18n, fraction: f64) -> &'static str {
    match level(fraction) {
        "low" => t_string!(i18n, shell.level_low),
        "good" => t_string!(i18n, shell.level_good),
        "high" => t_string!(i18n, shell.level_high),
        _ => t_string!(i18n, shell.level_over),
    }
}
