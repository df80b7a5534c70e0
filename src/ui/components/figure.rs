//! Numbers with their unit and name, and the bar beside them.

use super::meaning;
use crate::assessment::Level;
use crate::format::decimal::fixed;
use crate::ui::dynamic::{part, text};
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
    /// The term of the glossary that says what it means.
    means: &'static str,
    /// Provenance or a remark.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let label = meaning(means, text(move || label.get()));
    part(view! {
        <div class="figure">
            <dt class="figure-label">{label}</dt>
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
    let width = fixed(fraction.clamp(0.0, 1.5) * 100.0, 1);
    part(view! {
        <svg class="meter" viewBox="0 0 150 10" preserveAspectRatio="none" aria-hidden="true"
            data-level=Level::of(fraction).key()>
            <rect class="meter-track" x="0" y="1" width="150" height="8"></rect>
            <rect class="meter-bar" x="0" y="1" width=width height="8"></rect>
            <line class="meter-full" x1="100" x2="100" y1="0" y2="10"></line>
        </svg>
    })
}
