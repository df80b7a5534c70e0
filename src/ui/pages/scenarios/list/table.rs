//! The scenarios as a table with what can be done with each, and those that were removed.

use super::{Page, status_name};
use crate::api::{
    CreateScenario, RestoreScenario, ScenarioCommand, ScenarioEntry, create_scenario, remove_scenario,
    restore_scenario,
};
use crate::format::{day_of, number, signed};
use crate::permission::{Status, Visibility};
use crate::ui::browser::address;
use crate::ui::components::DataTable;
use crate::ui::dynamic::{live, part, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::state::Scenario;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// The scenarios that are there.
#[component]
pub fn Table(page: Page, entries: Vec<ScenarioEntry>) -> impl IntoView {
    let i18n = use_i18n();
    let head = part(view! {
        <tr>
            <th scope="col">{t!(i18n, scenarios.choose)}</th>
            <th scope="col">{t!(i18n, scenarios.one)}</th>
            <th scope="col">{t!(i18n, scenarios.status)}</th>
            <th scope="col">{t!(i18n, scenarios.visibility)}</th>
            <th scope="col" class="is-number">{t!(i18n, scenarios.steps)}</th>
            <th scope="col" class="is-number">{t!(i18n, scenarios.fte)}</th>
            <th scope="col">{t!(i18n, scenarios.changed)}</th>
            <th scope="col">{t!(i18n, scenarios.actions)}</th>
        </tr>
    });
    let names: Vec<_> = entries.iter().map(|entry| (entry.id, entry.name.clone())).collect();
    let row = |entry: ScenarioEntry| {
        let origin = entry.origin.and_then(|origin| {
            names.iter().find(|(id, _)| *id == origin.scenario).map(|(_, name)| name.clone())
        });
        view! { <EntryRow page entry origin/> }.into_any()
    };
    let rows: Vec<AnyView> = entries.iter().cloned().map(row).collect();
    let caption = Signal::derive(move || t_string!(i18n, scenarios.caption).to_owned());
    part(view! {
        <section class="section" aria-labelledby="szenarien-liste">
            <h2 id="szenarien-liste">{t!(i18n, scenarios.list)}</h2>
            // Sent as it is: the address then names the chosen ones, and a link shows a colleague the same.
            <form id="vergleich" method="get" action="/szenarien/vergleich" class="scenario-compare">
                <button type="submit" class="button">{t!(i18n, scenarios.compare)}</button>
            </form>
            <DataTable id="szenarien-tabelle" head caption>{rows}</DataTable>
        </section>
    })
}

#[component]
fn EntryRow(page: Page, entry: ScenarioEntry, origin: Option<String>) -> impl IntoView {
    let i18n = use_i18n();
    let ScenarioEntry { id, status, visibility, steps, fte_difference, changed_at, .. } = entry;
    let to = address::with_scenario("/organigramm", id.0);
    let chosen = StoredValue::new(entry.name.clone());
    let figure = move |count: usize| number(count as f64, 0, i18n.language());
    let changed = move || day_of(changed_at, i18n.language());
    let visible = move || match visibility {
        Visibility::Private => t_string!(i18n, scenarios.private).to_owned(),
        Visibility::Unit => t_string!(i18n, scenarios.unit).to_owned(),
        Visibility::Public => t_string!(i18n, scenarios.public).to_owned(),
    };
    let note = |words: String| part(view! { <span class="muted small scenario-note">{words}</span> });
    let description = (!entry.description.is_empty()).then(|| note(entry.description.clone()));
    let said = (!entry.note.is_empty()).then(|| note(entry.note.clone()));
    let origin = origin.map(|name| {
        let words = text(move || t_string!(i18n, scenarios.branch_of, name = &name));
        part(view! { <span class="muted small scenario-note">{words}</span> })
    });
    let moved = entry.baseline_moved.then(|| {
        let words = text(move || t_string!(i18n, changes.list_moved).to_owned());
        part(view! { <span class="small scenario-note" data-verdict="worse">{words}</span> })
    });
    let conflicts = (entry.conflicts > 0).then(|| {
        let count = entry.conflicts;
        let words = text(move || t_string!(i18n, scenarios.conflicts, count = figure(count)));
        part(view! { <span class="small scenario-note" data-verdict="worse">{words}</span> })
    });
    part(view! {
        <tr data-scenario=id.to_string()>
            <td>
                <input type="checkbox" name="mit" value=id.to_string() form="vergleich"
                    aria-label=move || t_string!(i18n, scenarios.choose_named, name = chosen.get_value())/>
            </td>
            <th scope="row"><a href=to rel="external">{entry.name.clone()}</a>{origin}{description}</th>
            <td><span class="scenario-status">{text(move || status_name(i18n, status).to_owned())}</span>{said}</td>
            <td>{text(visible)}</td>
            <td class="is-number">{text(move || figure(steps))}{conflicts}{moved}</td>
            <td class="is-number">{text(move || signed(fte_difference, 2, i18n.language()))}</td>
            <td>{text(changed)}</td>
            <td><Actions page entry/></td>
        </tr>
    })
}

/// What can be done; the one in hand is not removed under the feet of the other pages.
#[component]
fn Actions(page: Page, entry: ScenarioEntry) -> impl IntoView {
    let i18n = use_i18n();
    let scenario = Scenario::expect();
    let (id, version, status) = (entry.id, entry.version, entry.status);
    let entry = StoredValue::new(entry);
    let name = move || entry.with_value(|entry| entry.name.clone());
    let branch = move |_| {
        let words = untrack(|| t_string!(i18n, scenarios.branch_name, name = name()));
        let asked = CreateScenario {
            command: Uuid::new_v4(),
            name: words,
            description: String::new(),
            visibility: Visibility::Unit,
            origin: Some(id),
        };
        spawn_local(async move {
            let answer = create_scenario(asked).await;
            page.take(answer, |name| untrack(|| t_string!(i18n, scenarios.made, name)));
        });
    };
    let remove = move |_| {
        let asked = ScenarioCommand { scenario: id, version, command: Uuid::new_v4() };
        spawn_local(async move {
            let answer = remove_scenario(asked).await;
            if page.take(answer, |name| untrack(|| t_string!(i18n, scenarios.was_removed, name))) {
                page.removed.set(Some(entry.get_value()));
            }
        });
    };
    // Until it is known which one is in hand, none may be removed.
    let may_remove =
        move || status != Status::Decided && Page::in_hand(scenario).is_some_and(|in_hand| in_hand != id);
    part(view! {
        <div class="scenario-actions">
            <a class="button" data-variant="small" rel="external" href=address::with_scenario("/szenarien/akte", id.0)
                aria-label=move || t_string!(i18n, record.link_named, name = name())>{t!(i18n, record.link)}</a>
            <a class="button" data-variant="small" rel="external" href=address::of_scenario(id.0)
                aria-label=move || t_string!(i18n, changes.open_named, name = name())>{t!(i18n, changes.open)}</a>
            <button type="button" class="button" data-variant="small" on:click=move |_| page.edited.set(Some(entry.get_value()))
                aria-label=move || t_string!(i18n, scenarios.edit_named, name = name())>{t!(i18n, scenarios.edit)}</button>
            <button type="button" class="button" data-variant="small" on:click=branch
                aria-label=move || t_string!(i18n, scenarios.branch_named, name = name())>{t!(i18n, scenarios.branch)}</button>
            {live(move || may_remove().then(|| part(view! {
                <button type="button" class="button" data-variant="small" on:click=remove
                    aria-label=move || t_string!(i18n, scenarios.remove_named, name = name())>{t!(i18n, scenarios.remove)}</button>
            })))}
        </div>
    })
}

fn restore(i18n: I18n, page: Page, entry: &ScenarioEntry) {
    let asked = RestoreScenario { scenario: entry.id, command: Uuid::new_v4() };
    page.removed.set(None);
    spawn_local(async move {
        let answer = restore_scenario(asked).await;
        page.take(answer, |name| untrack(|| t_string!(i18n, scenarios.was_restored, name)));
    });
}

/// The scenarios that were removed: the last one with an offer to take that back, all of them in a list.
#[component]
pub fn Removed(page: Page, entries: Vec<ScenarioEntry>) -> impl IntoView {
    let i18n = use_i18n();
    let just = move || {
        let entry = page.removed.get()?;
        let words = t_string!(i18n, scenarios.was_removed, name = &entry.name);
        Some(part(view! {
            <div class="notice" data-tone="notice" data-testid="removed">
                <p>{words}</p>
                <button type="button" class="button" on:click=move |_| restore(i18n, page, &entry)>
                    {t!(i18n, shell.undo)}
                </button>
            </div>
        }))
    };
    let item = move |entry: ScenarioEntry| {
        let name = StoredValue::new(entry.name.clone());
        part(view! {
            <li>
                {entry.name.clone()}
                " "
                <button type="button" class="button" data-variant="small" on:click=move |_| restore(i18n, page, &entry)
                    aria-label=move || t_string!(i18n, scenarios.restore_named, name = name.get_value())>
                    {t!(i18n, scenarios.restore)}
                </button>
            </li>
        })
    };
    let all = (!entries.is_empty()).then(|| {
        part(view! {
            <details class="section">
                <summary>{t!(i18n, scenarios.removed)}</summary>
                <ul class="scenario-removed">{entries.into_iter().map(item).collect::<Vec<_>>()}</ul>
            </details>
        })
    });
    part(view! { {live(just)}{all} })
}
