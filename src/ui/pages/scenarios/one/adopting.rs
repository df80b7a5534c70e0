//! Chosen changes become part of the plan: what that means, the question whether it is meant, the note about who decided.

use super::Page;
use super::lines::places;
use crate::api::{AdoptChanges, ChangePlace, adopt_changes};
use crate::format::{date, number};
use crate::ui::components::Dialog;
use crate::ui::dynamic::{Held, Kept, live, part, text};
use crate::ui::i18n::{t, t_string};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The chosen changes that are in force, in their order.
fn chosen(page: Page) -> Vec<ChangePlace> {
    let places = page.plan.with_confirmed(places);
    page.chosen.with(|chosen| places.into_iter().filter(|place| chosen.contains(place)).collect())
}

/// A button that opens the question.
#[component]
pub fn Adopting(page: Page) -> impl IntoView {
    let i18n = page.i18n;
    let wanted = Kept::new(move || chosen(page));
    let open = Held::new(false);
    let label = move || {
        let count = wanted.with(Vec::len);
        t_string!(i18n, changes.adopt, count = number(count as f64, 0, i18n.language()))
    };
    part(view! {
        <section class="section" aria-labelledby="uebernehmen">
            <h2 id="uebernehmen">{t!(i18n, changes.adopt_title)}</h2>
            <p class="muted">{t!(i18n, changes.adopt_hint)}</p>
            {live(move || (!page.locked.get()).then(|| part(view! { <p>{t!(i18n, changes.adopt_undecided)}</p> })))}
            <button type="button" class="button" data-testid="adopt" on:click=move |_| open.set(true)
                disabled=move || !page.locked.get() || wanted.with(Vec::is_empty)>{text(label)}</button>
            <Question page open wanted/>
        </section>
    })
}

#[component]
fn Question(page: Page, open: Held<bool>, wanted: Kept<Vec<ChangePlace>>) -> impl IntoView {
    let i18n = page.i18n;
    let note = Held::new(String::new());
    let adopt = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (changes, note) = (wanted.get_untracked(), note.get_untracked());
        let seen = page.plan.with_confirmed_untracked(|state| state.newest_baseline);
        open.set(false);
        spawn_local(async move {
            let answer = page
                .plan
                .carry_out(false, move |scenario, version, command| {
                    let (changes, note) = (changes.clone(), note.clone());
                    adopt_changes(AdoptChanges { scenario, version, command, seen, changes, note })
                })
                .await;
            if page.tell(answer, untrack(|| t_string!(i18n, changes.adopted).to_owned())) {
                page.chosen.update(std::collections::BTreeSet::clear);
            }
        });
    };
    let list = move || {
        let item = |place: ChangePlace| {
            let words = page.lines.with(|lines| {
                let step = lines.steps.iter().find(|step| step.id == place.step)?;
                let change = step.changes.get(place.index)?;
                Some(format!("{}: {}", date(change.date, i18n.language()), change.words))
            });
            part(view! { <li>{words.unwrap_or_default()}</li> })
        };
        let items: Vec<AnyView> = wanted.get().into_iter().map(item).collect();
        Some(part(view! { <ul>{items}</ul> }))
    };
    let title = Signal::derive(move || t_string!(i18n, changes.adopt_question).to_owned());
    part(view! {
        <Dialog open title id="uebernehmen-dialog">
            <form class="scenario-form" on:submit=adopt>
                {live(list)}
                <p>{t!(i18n, changes.adopt_means)}</p>
                <label class="field">
                    <span>{t!(i18n, changes.adopt_note)}</span>
                    <input type="text" class="input" maxlength="2000" autocomplete="off" prop:value=move || note.get()
                        on:input=move |event| note.set(event_target_value(&event))/>
                </label>
                <button type="submit" class="button" data-variant="primary">{t!(i18n, changes.adopt_now)}</button>
            </form>
        </Dialog>
    })
}
