//! The legend below the chart.

use super::state::Chart;
use crate::ui::components::meaning;
use crate::ui::dynamic::{part, text, when};
use crate::ui::i18n::{t, t_string};
use leptos::prelude::*;

/// What the tiles mean.
#[component]
pub fn Legend() -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    let sample = |state: &'static str| {
        view! {
            <svg class="legend-tile" data-state=state width="22" height="16" viewBox="0 0 22 16" aria-hidden="true">
                <rect class="tile-body" x="1" y="1" width="20" height="14" rx="2"></rect>
                {(state == "vacant").then(|| part(view! { <path class="tile-hatch" d="M1 7L7 1M1 14L14 1M7 15L21 1M14 15L21 8"></path> }))}
            </svg>
        }
    };
    part(view! {
        <ul class="chart-legend" aria-label=t!(i18n, chart.legend)>
            <li>{sample("filled")} {meaning("besetzt", text(move || t_string!(i18n, chart.legend_filled).to_owned()))}</li>
            <li>{sample("recruiting")} {t!(i18n, chart.legend_recruiting)}</li>
            <li>{sample("vacant")} {meaning("vakant", text(move || t_string!(i18n, chart.vacant).to_owned()))}</li>
            <li>{sample("ended")} {meaning("kw", text(move || t_string!(i18n, chart.legend_ended).to_owned()))}</li>
            <li>
                <svg class="legend-tile" data-state="filled" width="22" height="16" viewBox="0 0 22 16" aria-hidden="true">
                    <rect class="tile-body" x="1" y="1" width="20" height="14" rx="2"></rect>
                    <path class="tile-force" d="M2 2h7l-7 7z"></path>
                </svg>
                {t!(i18n, chart.task_force)}
            </li>
            <li>
                <svg class="legend-tile" data-state="filled" width="22" height="16" viewBox="0 0 22 16" aria-hidden="true">
                    <rect class="tile-body" x="1" y="1" width="20" height="14" rx="2"></rect>
                    <rect class="tile-training" x="3" y="10" width="16" height="3"></rect>
                    <rect class="tile-trained" x="3" y="10" width="9" height="3"></rect>
                </svg>
                {meaning("eingearbeitet", text(move || t_string!(i18n, chart.legend_training).to_owned()))}
            </li>
            <li>
                <svg class="legend-tile" data-state="filled" width="22" height="16" viewBox="0 0 22 16" aria-hidden="true">
                    <rect class="tile-body" x="1" y="1" width="20" height="14" rx="2"></rect>
                    <path class="tile-document" d="M14 13v-5h5v5z"></path>
                </svg>
                {t!(i18n, chart.legend_document)}
            </li>
            <li>
                <svg class="meter" viewBox="0 0 150 10" preserveAspectRatio="none" data-level="good" aria-hidden="true">
                    <rect class="meter-track" x="0" y="1" width="150" height="8"></rect>
                    <rect class="meter-bar" x="0" y="1" width="88" height="8"></rect>
                    <line class="meter-full" x1="100" x2="100" y1="0" y2="10"></line>
                </svg>
                {meaning("auslastung", text(move || t_string!(i18n, chart.legend_load).to_owned()))}
            </li>
            {when(move || chart.facts.with(|facts| facts.has_shares()) && chart.desk.share_lines.get(), move || part(view! {
                <li data-testid="share-legend">
                    <svg class="legend-tile" width="22" height="16" viewBox="0 0 22 16" aria-hidden="true">
                        <path class="edge secondary" d="M0 8h22"></path>
                    </svg>
                    {t!(i18n, workbench.legend_share_lines)}
                </li>
            }))}
            <li><span class="assumed" aria-hidden="true">"◇"</span> " " {meaning("annahme", text(move || t_string!(i18n, chart.legend_assumed).to_owned()))}</li>
        </ul>
    })
}
