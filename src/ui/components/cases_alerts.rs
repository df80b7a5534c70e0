//! What asks for attention in the units: on the page of all cases, and on the start page.

use crate::api::CasesAlert;
use crate::ui::dynamic::part;
use crate::ui::i18n::{t, use_i18n};
use crate::ui::state::Scenario;
use leptos::prelude::*;

/// A list of ways to the dashboards of the units; nothing where nothing asks.
pub fn cases_alerts(alerts: Vec<CasesAlert>, below: Option<AnyView>) -> Option<AnyView> {
    if alerts.is_empty() {
        return None;
    }
    let i18n = use_i18n();
    let scenario = Scenario::expect();
    let item = |CasesAlert { unit, words }: CasesAlert| {
        let address = scenario.address(&format!("/faelle/{unit}"));
        part(view! { <li><a href=address>{words}</a></li> })
    };
    let items: Vec<AnyView> = alerts.into_iter().map(item).collect();
    Some(part(view! {
        <section class="notice cases-alerts" data-tone="notice" aria-labelledby="hinweise">
            <h2 id="hinweise">{t!(i18n, cases.alerts)}</h2>
            <ul>{items}</ul>
            {below}
        </section>
    }))
}
