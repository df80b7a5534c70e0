//! The statements of the scenario, and a new one.

use super::Page;
use crate::api::{CreateStatement, StatementEntry, create_statement};
use crate::format::day_of;
use crate::statement::Template;
use crate::ui::components::DataTable;
use crate::ui::dynamic::{Held, live, part, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// The kind of a text in words; tracks the language.
pub(super) fn template_name(i18n: I18n, template: Template) -> &'static str {
    match template {
        Template::Statement => t_string!(i18n, statement.kind_statement),
        Template::Resolution => t_string!(i18n, statement.kind_resolution),
        Template::Answer => t_string!(i18n, statement.kind_answer),
    }
}

/// The address of a file of a statement.
pub(super) fn file(id: Uuid, form: &str) -> String {
    format!("/export/stellungnahme?nr={id}&form={form}")
}

/// The list.
#[component]
pub fn List(page: Page, entries: Vec<StatementEntry>) -> impl IntoView {
    let i18n = use_i18n();
    if entries.is_empty() {
        return part(view! { <p class="forecast-hint">{t!(i18n, statement.none)}</p> });
    }
    let head = part(view! {
        <tr>
            <th scope="col">{t!(i18n, statement.one)}</th>
            <th scope="col">{t!(i18n, statement.kind)}</th>
            <th scope="col">{t!(i18n, statement.state)}</th>
            <th scope="col">{t!(i18n, statement.changed)}</th>
            <th scope="col">{t!(i18n, statement.files)}</th>
        </tr>
    });
    let rows: Vec<AnyView> =
        entries.into_iter().rev().map(|entry| view! { <EntryRow page entry/> }.into_any()).collect();
    let caption = Signal::derive(move || t_string!(i18n, statement.caption).to_owned());
    part(view! {
        <section class="section" aria-labelledby="stellungnahmen-liste">
            <h2 id="stellungnahmen-liste">{t!(i18n, statement.list)}</h2>
            <DataTable id="stellungnahmen-tabelle" head caption>{rows}</DataTable>
        </section>
    })
}

#[component]
fn EntryRow(page: Page, entry: StatementEntry) -> impl IntoView {
    let i18n = use_i18n();
    let (id, template, changed) = (entry.id, entry.draft.template, entry.changed_at);
    let title = entry.draft.title.clone();
    let frozen = entry.frozen.as_ref().map(|frozen| (frozen.at, frozen.outdated.len()));
    let state = move || match frozen {
        None => t_string!(i18n, statement.draft).to_owned(),
        Some((at, _)) => t_string!(i18n, statement.frozen, date = day_of(at, i18n.language())),
    };
    let outdated = frozen.filter(|(_, count)| *count > 0).map(|(_, count)| {
        let words = text(move || t_string!(i18n, statement.outdated_count, count));
        part(view! { <span class="small statement-note" data-verdict="worse">{words}</span> })
    });
    let entry = StoredValue::new(entry);
    let odt = frozen
        .is_none()
        .then(|| part(view! { " · " <a href=file(id, "odt") rel="external" download="">"ODT"</a> }));
    part(view! {
        <tr data-statement=id.to_string()>
            <th scope="row">
                <button type="button" class="button" data-variant="quiet" on:click=move |_| if page.may_leave() { page.open.set(Some(entry.get_value())) }>
                    {title}
                </button>
            </th>
            <td>{text(move || template_name(i18n, template).to_owned())}</td>
            <td>{text(state)}{outdated}</td>
            <td>{text(move || day_of(changed, i18n.language()))}</td>
            <td>
                <a href=file(id, "pdf") rel="external" download="">"PDF"</a>
                " · "
                <a href=file(id, "docx") rel="external" download="">"DOCX"</a>
                {odt}
            </td>
        </tr>
    })
}

/// A kind and a button.
#[component]
pub fn Making(page: Page) -> impl IntoView {
    let i18n = use_i18n();
    let chosen = Held::new(Template::Statement);
    let under_way = Held::new(false);
    let make = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(scenario) = page.scenario.get_untracked() else { return };
        if under_way.get_untracked() || !page.may_leave() {
            return;
        }
        under_way.set(true);
        let template = chosen.get_untracked();
        let asked = CreateStatement { command: Uuid::new_v4(), scenario, template, origin: None };
        spawn_local(async move {
            let answer = create_statement(asked).await;
            page.take(answer, untrack(|| t_string!(i18n, statement.made)));
            under_way.set(false);
        });
    };
    let option = |(word, template): (&'static str, Template)| {
        part(view! { <option value=word>{move || template_name(i18n, template)}</option> })
    };
    let choose = move |word: String| {
        if let Some(template) = Template::parse(&word) {
            chosen.set(template);
        }
    };
    part(view! {
        <form class="scenario-new" on:submit=make>
            <label class="field">
                <span>{t!(i18n, statement.new)}</span>
                <select class="select" on:change=move |event| choose(event_target_value(&event))>
                    {Template::WORDS.map(option).into_iter().collect::<Vec<_>>()}
                </select>
            </label>
            <button type="submit" class="button" disabled=move || under_way.get()>{t!(i18n, statement.make)}</button>
            {live(move || under_way.get().then(|| t!(i18n, shell.loading).into_any()))}
        </form>
    })
}
