//! `/protokoll`: who did what and when, and whether the chain of the entries is whole.

use crate::api::{ApiError, Trail, TrailCheck, TrailEntry, TrailQuery, check_trail, load_trail};
use crate::format::{Language, moment, number};
use crate::ui::codec::JsonText;
use crate::ui::components::{DataTable, Failure, PageHeading, PageTitle};
use crate::ui::dynamic::{Held, part, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use leptos::prelude::*;

type Loaded<T> = Resource<Result<T, ApiError>, JsonText>;

/// The page.
#[component]
pub fn AuditTrail() -> impl IntoView {
    let i18n = use_i18n();
    let query = Held::new(TrailQuery::default());
    let typed = Held::new(String::new());
    let asked = move || TrailQuery { english: i18n.language() == Language::English, ..query.get() };
    let trail: Loaded<Trail> = Resource::new_with_options(asked, load_trail, false);
    let check: Loaded<TrailCheck> = Resource::new_with_options(|| (), |()| check_trail(), false);
    let look = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = typed.get_untracked().trim().to_owned();
        query.set(TrailQuery { text, ..TrailQuery::default() });
    };
    let state = move || {
        Suspend::new(async move {
            match check.await {
                Ok(found) => part(view! { <Chain found/> }),
                Err(error) => part(view! {
                    <Failure sentence=error.to_string() retry=move || check.refetch()/>
                }),
            }
        })
    };
    let content = move || {
        Suspend::new(async move {
            match trail.await {
                Ok(trail) => part(view! { <Entries query trail/> }),
                Err(error) => part(view! {
                    <Failure sentence=error.to_string() retry=move || trail.refetch()/>
                }),
            }
        })
    };
    let loading = move || view! { <p class="loading">{t!(i18n, shell.loading)}</p> };
    part(view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, trail.title).to_owned())/>
        <PageHeading>{t!(i18n, trail.title)}</PageHeading>
        <Transition fallback=loading>{state}</Transition>
        <form class="trail-search" role="search" method="get" action="/protokoll" on:submit=look>
            <label class="field">
                <span>{t!(i18n, trail.search)}</span>
                <input type="search" class="input" maxlength="200" autocomplete="off"
                    on:input=move |event| typed.set(event_target_value(&event))/>
            </label>
            <button type="submit" class="button">{t!(i18n, trail.look)}</button>
        </form>
        <Transition fallback=loading>{content}</Transition>
    })
}

/// Whether the chain is whole.
#[component]
fn Chain(found: TrailCheck) -> impl IntoView {
    let i18n = use_i18n();
    let TrailCheck { entries, broken, head } = found;
    let whole = broken.is_none();
    let words = move || match &broken {
        None => t_string!(i18n, trail.whole, count = number(entries as f64, 0, i18n.language())),
        Some(place) => t_string!(i18n, trail.broken, place = place.clone()),
    };
    let tone = if whole { "good" } else { "refused" };
    let head = head.map(|head| {
        part(view! {
            <details class="muted" data-testid="anchor">
                <summary>{t!(i18n, trail.anchor)}</summary>
                <p>{t!(i18n, trail.anchor_text)}</p>
                <p><code class="trail-text">{head}</code></p>
            </details>
        })
    });
    part(view! {
        <p class="notice" data-tone=tone data-testid="chain" role="status">{text(words)}</p>
        {head}
    })
}

#[component]
fn Entries(query: Held<TrailQuery>, trail: Trail) -> impl IntoView {
    let i18n = use_i18n();
    let Trail { entries, total, more } = trail;
    let oldest = entries.last().map(|entry| entry.position);
    let asked = query.get_untracked();
    let later = asked.before.is_some();
    // Letters of other alphabets are percent-encoded by the browser.
    let file = format!(
        "/export/protokoll?suche={}",
        asked.text.replace('%', "%25").replace('&', "%26").replace('#', "%23")
    );
    let words = move || t_string!(i18n, trail.count, count = number(total as f64, 0, i18n.language()));
    let turn = move |before: Option<i64>| query.update(|query| query.before = before);
    let rows: Vec<AnyView> = entries.into_iter().map(|entry| row(i18n, entry)).collect();
    let head = part(view! {
        <tr>
            <th scope="col" class="is-number">{t!(i18n, trail.position)}</th>
            <th scope="col">{t!(i18n, trail.time)}</th>
            <th scope="col">{t!(i18n, accounts.account)}</th>
            <th scope="col">{t!(i18n, trail.action)}</th>
            <th scope="col">{t!(i18n, trail.subject)}</th>
            <th scope="col">{t!(i18n, trail.detail)}</th>
        </tr>
    });
    let caption = Signal::derive(move || t_string!(i18n, trail.caption).to_owned());
    part(view! {
        <p class="lead">{text(words)}</p>
        <DataTable caption id="protokoll" head>{rows}</DataTable>
        <p class="trail-turn">
            {later.then(|| part(view! {
                <button type="button" class="button" on:click=move |_| turn(None)>{t!(i18n, trail.newest)}</button>
            }))}
            {more.then(|| part(view! {
                <button type="button" class="button" on:click=move |_| turn(oldest)>{t!(i18n, trail.older)}</button>
            }))}
            <a class="button" href=file rel="external" download="">{t!(i18n, trail.export)}</a>
        </p>
    })
}

fn row(i18n: I18n, entry: TrailEntry) -> AnyView {
    let TrailEntry { position, recorded_at, actor, action, subject, content, detail } = entry;
    let lines: Vec<AnyView> = content.into_iter().map(|line| part(view! { <li>{line}</li> })).collect();
    part(view! {
        <tr>
            <td class="is-number">{move || number(position as f64, 0, i18n.language())}</td>
            <td class="nowrap">{move || moment(recorded_at, i18n.language())}</td>
            <td>{actor}</td>
            <td>{action}</td>
            <td class="trail-text">{subject}</td>
            <td class="trail-text">
                <ul class="trail-content">{lines}</ul>
                <details>
                    <summary>{t!(i18n, trail.recorded)}</summary>
                    <code>{detail}</code>
                </details>
            </td>
        </tr>
    })
}
