//! The scenario in hand in the head of every page, and the menu that leads to the others.

use crate::ui::dynamic::{Held, Kept, part, text};
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::state::{PlanInHand, Scenario};
use crate::ui::together::MenuPlace;
use leptos::prelude::*;

/// Identifies the menu.
const MENU: &str = "szenario-menue";

/// Name of the scenario in hand; the browser's own popover opens below it, and Escape or a click elsewhere closes it.
#[component]
pub fn ScenarioSwitch() -> impl IntoView {
    let i18n = use_i18n();
    let scenario = Scenario::expect();
    let name = Kept::new(move || scenario.shown().map(PlanInHand::scenario_name));
    // How often the menu was opened: each time the list is read anew.
    let looks = Held::new(0_u32);
    part(view! {
        <div class="scenario-switch">
            <button type="button" class="button" data-variant="quiet" popovertarget=MENU on:click=move |_| looks.update(|looks| *looks += 1)>
                <span class="visually-hidden">{t!(i18n, scenarios.in_hand)} ": "</span>
                <span class="scenario-switch-name">
                    {text(move || name.get().unwrap_or_else(|| t_string!(i18n, scenarios.one).to_owned()))}
                </span>
                <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
                    <path d="M4 6.500 8 10.500 12 6.500" fill="none" stroke="currentColor" stroke-width="1.6"></path>
                </svg>
            </button>
            <div id=MENU popover="auto" class="scenario-menu">
                <MenuPlace looks/>
                <a href=scenario.address("/szenarien") rel="external">{t!(i18n, scenarios.all)}</a>
            </div>
        </div>
    })
}
