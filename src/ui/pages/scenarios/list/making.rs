//! A new scenario on the plan as it is.

use super::Page;
use crate::api::{CreateScenario, create_scenario};
use crate::permission::Visibility;
use crate::ui::components::typed;
use crate::ui::dynamic::{Held, part};
use crate::ui::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// A name and a button.
#[component]
pub fn Making(page: Page) -> impl IntoView {
    let i18n = use_i18n();
    let name = typed("szenario-neu");
    let under_way = Held::new(false);
    let make = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if under_way.get_untracked() {
            return;
        }
        under_way.set(true);
        let asked = CreateScenario {
            command: Uuid::new_v4(),
            name: name.get_untracked(),
            description: String::new(),
            visibility: Visibility::Unit,
            origin: None,
        };
        spawn_local(async move {
            let answer = create_scenario(asked).await;
            if page.take(answer, |name| untrack(|| t_string!(i18n, scenarios.made, name))) {
                name.set(String::new());
            }
            under_way.set(false);
        });
    };
    part(view! {
        <form class="scenario-new" on:submit=make>
            <label class="field">
                <span>{t!(i18n, scenarios.new_name)}</span>
                <input type="text" id="szenario-neu" class="input" maxlength="120" required autocomplete="off"
                    prop:value=move || name.get() on:input=move |event| name.set(event_target_value(&event))/>
            </label>
            <button type="submit" class="button">{t!(i18n, scenarios.make)}</button>
        </form>
    })
}
