//! The dialog in which a scenario is named and described, and its status set.

use super::{Page, status_name};
use crate::api::{DescribeScenario, ScenarioEntry, SetStatus, describe_scenario, set_scenario_status};
use crate::permission::{Status, Visibility};
use crate::ui::components::{Dialog, TextArea};
use crate::ui::dynamic::{Held, part};
use crate::ui::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// What stands in the fields.
#[derive(Clone, Copy)]
struct Fields {
    name: Held<String>,
    description: Held<String>,
    visibility: Held<Visibility>,
    status: Held<Status>,
    note: Held<String>,
}

/// The dialog; it goes when it is closed or everything is stored.
#[component]
pub fn Editing(page: Page, entry: ScenarioEntry) -> impl IntoView {
    let i18n = use_i18n();
    let fields = Fields {
        name: Held::new(entry.name.clone()),
        description: Held::new(entry.description.clone()),
        visibility: Held::new(entry.visibility),
        status: Held::new(entry.status),
        note: Held::new(entry.note.clone()),
    };
    let open = Held::new(true);
    Effect::new(move |_| {
        if !open.get() {
            page.edited.set(None);
        }
    });
    let entry = StoredValue::new(entry);
    let store = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let entry = entry.get_value();
        spawn_local(async move {
            let answer = send(entry, fields).await;
            page.take(answer, |name| untrack(|| t_string!(i18n, scenarios.stored, name)));
            page.edited.set(None);
        });
    };
    let title = Signal::derive(move || t_string!(i18n, scenarios.edit_title).to_owned());
    part(view! {
        <Dialog open title id="szenario-dialog">
            <form class="scenario-form" on:submit=store>
                <Inputs fields/>
                <button type="submit" class="button" data-variant="primary">{t!(i18n, scenarios.store)}</button>
            </form>
        </Dialog>
    })
}

#[component]
fn Inputs(fields: Fields) -> impl IntoView {
    let i18n = use_i18n();
    let visibility = |value: Visibility| {
        let words = move || match value {
            Visibility::Private => t_string!(i18n, scenarios.private),
            Visibility::Unit => t_string!(i18n, scenarios.unit),
            Visibility::Public => t_string!(i18n, scenarios.public),
        };
        let selected = fields.visibility.get_untracked() == value;
        part(view! { <option value=value.word() selected=selected>{words}</option> })
    };
    let status = |value: Status| {
        let selected = fields.status.get_untracked() == value;
        part(
            view! { <option value=value.word() selected=selected>{move || status_name(i18n, value)}</option> },
        )
    };
    let see = move |word: String| {
        if let Some(value) = Visibility::parse(&word) {
            fields.visibility.set(value);
        }
    };
    let come = move |word: String| {
        if let Some(value) = Status::parse(&word) {
            fields.status.set(value);
        }
    };
    part(view! {
        <label class="field">
            <span>{t!(i18n, scenarios.name)}</span>
            <input type="text" class="input" maxlength="120" required autocomplete="off" value=fields.name.get_untracked()
                on:input=move |event| fields.name.set(event_target_value(&event))/>
        </label>
        <label class="field">
            <span>{t!(i18n, scenarios.description)}</span>
            <TextArea value=fields.description rows=3 most=2000/>
        </label>
        <label class="field">
            <span>{t!(i18n, scenarios.visibility)}</span>
            <select class="select" on:change=move |event| see(event_target_value(&event))>
                {Visibility::WORDS.map(|(_, value)| visibility(value)).into_iter().collect::<Vec<_>>()}
            </select>
        </label>
        <label class="field">
            <span>{t!(i18n, scenarios.status)}</span>
            <select class="select" on:change=move |event| come(event_target_value(&event))>
                {Status::WORDS.map(|(_, value)| status(value)).into_iter().collect::<Vec<_>>()}
            </select>
        </label>
        <label class="field">
            <span>{t!(i18n, scenarios.note)}</span>
            <input type="text" class="input" maxlength="2000" autocomplete="off" value=fields.note.get_untracked()
                on:input=move |event| fields.note.set(event_target_value(&event))/>
        </label>
        <p class="muted small">{t!(i18n, scenarios.decided_hint)}</p>
    })
}

/// What has changed is sent, the description first: the status then stands on its version.
async fn send(entry: ScenarioEntry, fields: Fields) -> Result<ScenarioEntry, crate::api::ApiError> {
    let (name, description) = (fields.name.get_untracked(), fields.description.get_untracked());
    let (visibility, status) = (fields.visibility.get_untracked(), fields.status.get_untracked());
    let note = fields.note.get_untracked();
    let mut now = entry;
    if (&now.name, &now.description, now.visibility) != (&name, &description, visibility) {
        let (scenario, version, command) = (now.id, now.version, Uuid::new_v4());
        let asked = DescribeScenario { scenario, version, command, name, description, visibility };
        now = describe_scenario(asked).await?;
    }
    if (now.status, &now.note) != (status, &note) {
        let (scenario, version, command) = (now.id, now.version, Uuid::new_v4());
        now = set_scenario_status(SetStatus { scenario, version, command, status, note }).await?;
    }
    Ok(now)
}
