//! The scenario in hand in the head of every page, and the menu that leads to the others.

use crate::api::{CreateScenario, ScenarioEntry, create_scenario, list_scenarios};
use crate::permission::Visibility;
use crate::ui::browser::address;
use crate::ui::dynamic::{Held, Kept, live, part, text, when};
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::state::{PlanInHand, Scenario, ShelfOfToasts, Tone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// Identifies the menu.
const MENU: &str = "szenario-menue";

/// Name of the scenario in hand; the browser's own popover opens below it, and Escape or a click elsewhere closes it.
#[component]
pub fn ScenarioSwitch() -> impl IntoView {
    let i18n = use_i18n();
    let scenario = Scenario::expect();
    let shelf = ShelfOfToasts::expect();
    let others = Held::new(Vec::<ScenarioEntry>::new());
    let branching = Held::new(None::<Uuid>);
    let name = Kept::new(move || scenario.shown().map(PlanInHand::scenario_name));
    let look = move |_| {
        spawn_local(async move {
            match list_scenarios().await {
                Ok(entries) => others.set(entries),
                Err(error) => shelf.show(Tone::Refused, error.to_string(), false),
            }
        });
    };
    let branch = move |_| {
        let Some(plan) = scenario.shown_untracked() else { return };
        let name = untrack(|| t_string!(i18n, scenarios.branch_name, name = plan.scenario_name()));
        // The same command for another press while the first one is under way: it is made once.
        let command = branching.get_untracked().unwrap_or_else(Uuid::new_v4);
        branching.set(Some(command));
        let (description, visibility) = (String::new(), Visibility::Unit);
        let origin = Some(plan.scenario_untracked());
        spawn_local(async move {
            let asked = CreateScenario { command, name, description, visibility, origin };
            match create_scenario(asked).await {
                Ok(made) => address::load(&address::with_scenario(&address::current(), made.id.0)),
                Err(error) => shelf.show(Tone::Refused, error.to_string(), false),
            }
            branching.set(None);
        });
    };
    let links = move || {
        let own = scenario.shown().map(PlanInHand::scenario);
        let entries = others.get();
        let link = |entry: ScenarioEntry| {
            let to = address::with_scenario(&address::current(), entry.id.0);
            part(view! { <li><a href=to rel="external">{entry.name}</a></li> })
        };
        let links: Vec<AnyView> =
            entries.into_iter().filter(|entry| !entry.removed && Some(entry.id) != own).map(link).collect();
        (!links.is_empty()).then(|| part(view! { <ul>{links}</ul> }))
    };
    part(view! {
        <div class="scenario-switch">
            <button type="button" class="button" data-variant="quiet" popovertarget=MENU on:click=look>
                <span class="visually-hidden">{t!(i18n, scenarios.in_hand)} ": "</span>
                <span class="scenario-switch-name">
                    {text(move || name.get().unwrap_or_else(|| t_string!(i18n, scenarios.one).to_owned()))}
                </span>
                <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
                    <path d="M4 6.500 8 10.500 12 6.500" fill="none" stroke="currentColor" stroke-width="1.6"></path>
                </svg>
            </button>
            <div id=MENU popover="auto" class="scenario-menu">
                {live(links)}
                {when(move || name.with(Option::is_some), move || part(view! {
                    <button type="button" class="button" data-testid="branch" on:click=branch>
                        {t!(i18n, scenarios.new_branch)}
                    </button>
                }))}
                <a href=scenario.address("/szenarien") rel="external">{t!(i18n, scenarios.all)}</a>
            </div>
        </div>
    })
}
