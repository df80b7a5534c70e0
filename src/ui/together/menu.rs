//! What the menu of scenarios in the header leads to: the others, and a new one made of the one in hand.

use crate::api::{CreateScenario, ScenarioEntry, create_scenario, list_scenarios};
use crate::permission::Visibility;
use crate::ui::browser::address;
use crate::ui::dynamic::{Held, live, part};
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::state::{PlanInHand, ShelfOfToasts, Tone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// The other scenarios, read whenever the menu is opened, and the button for a branch.
#[component]
pub fn Menu(plan: PlanInHand, looks: Held<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let shelf = ShelfOfToasts::expect();
    let others = Held::new(Vec::<ScenarioEntry>::new());
    Effect::new(move |_| {
        if looks.get() == 0 {
            return;
        }
        spawn_local(async move {
            match list_scenarios().await {
                Ok(entries) => others.set(entries),
                Err(error) => shelf.show(Tone::Refused, error.to_string(), false),
            }
        });
    });
    let branching = Held::new(None::<Uuid>);
    let branch = move |_| {
        let name = untrack(|| t_string!(i18n, scenarios.branch_name, name = plan.scenario_name()));
        // The same command for another press while the first one is under way: it is made once.
        let command = branching.get_untracked().unwrap_or_else(Uuid::new_v4);
        branching.set(Some(command));
        let origin = Some(plan.scenario_untracked());
        let (description, visibility) = (String::new(), Visibility::Unit);
        spawn_local(async move {
            match create_scenario(CreateScenario { command, name, description, visibility, origin }).await {
                Ok(made) => address::load(&address::with_scenario(&address::current(), made.id.0)),
                Err(error) => shelf.show(Tone::Refused, error.to_string(), false),
            }
            branching.set(None);
        });
    };
    let links = move || {
        let own = plan.scenario();
        let link = |entry: ScenarioEntry| {
            let to = address::with_scenario(&address::current(), entry.id.0);
            part(view! { <li><a href=to rel="external">{entry.name}</a></li> })
        };
        let entries = others.get().into_iter().filter(|entry| !entry.removed && entry.id != own);
        let links: Vec<AnyView> = entries.map(link).collect();
        (!links.is_empty()).then(|| part(view! { <ul>{links}</ul> }))
    };
    part(view! {
        {live(links)}
        <button type="button" class="button" data-testid="branch" on:click=branch>{t!(i18n, scenarios.new_branch)}</button>
    })
}
