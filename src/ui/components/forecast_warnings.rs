//! What has to be known before the figures of a forecast are believed.

use crate::format;
use crate::ui::dynamic::{Kept, live, part};
use crate::ui::i18n::{t_string, use_i18n};
use crate::ui::state::forecasts::Forecasts;
use leptos::prelude::*;

/// What the user has to know before believing the figures of the units that are shown: overload for ever, figures far beyond the data.
/// Folded, as the figures come first.
#[component]
pub fn ForecastWarnings() -> impl IntoView {
    let i18n = use_i18n();
    let panel = Forecasts::expect().panel();
    let warnings = Kept::new(move || {
        panel.with(|view| {
            let mut all: Vec<String> = Vec::new();
            for words in view.iter().flat_map(|view| &view.units).flat_map(|unit| &unit.warnings) {
                if !all.contains(words) {
                    all.push(words.clone());
                }
            }
            all
        })
    });
    live(move || {
        let warnings = warnings.get();
        (!warnings.is_empty()).then(|| {
            let words = match warnings.len() {
                1 => t_string!(i18n, forecast.warnings_one).to_owned(),
                count => {
                    let count = format::number(count as f64, 0, i18n.language());
                    t_string!(i18n, forecast.warnings, count)
                }
            };
            let item = |words: String| part(view! { <li lang="de">{words}</li> });
            part(view! {
                <details class="notice forecast-warnings" data-tone="notice">
                    <summary>{words}</summary>
                    <ul>{warnings.into_iter().map(item).collect::<Vec<_>>()}</ul>
                </details>
            })
        })
    })
}
