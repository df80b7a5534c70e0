//! The list of what was set aside: each step with its reason, to be tried again or discarded.

use crate::ui::components::Dialog;
use crate::ui::dynamic::{Held, live, part};
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::state::{PlanInHand, SetAside};
use leptos::prelude::*;

/// The dialog with the list.
#[component]
pub fn SetAsideList(
    /// The plan in hand.
    plan: PlanInHand,
    /// Whether it is shown.
    open: Held<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    // Why the last try failed.
    let refused = Held::new(String::new());
    let title = Signal::derive(move || t_string!(i18n, together.aside_title).to_owned());
    let lines = move || {
        let list = plan.set_aside();
        Some(if list.is_empty() {
            part(view! { <p>{t!(i18n, together.aside_none)}</p> })
        } else {
            let lines: Vec<AnyView> = list.into_iter().map(|aside| line(plan, aside, refused)).collect();
            part(view! { <p>{t!(i18n, together.aside_intro)}</p> <ul class="aside-list">{lines}</ul> })
        })
    };
    let problem = move || {
        let reason = refused.get();
        (!reason.is_empty()).then(|| part(view! { <p class="notice" data-tone="refused">{reason}</p> }))
    };
    part(view! {
        <Dialog open title id="zurueckgestellt">
            <div role="alert">{live(problem)}</div>
            {live(lines)}
        </Dialog>
    })
}

fn line(plan: PlanInHand, aside: SetAside, refused: Held<String>) -> AnyView {
    let i18n = use_i18n();
    let SetAside { id, words, reason, at, made } = aside;
    // Soft rules may want it justified: what came without a reason can be given one.
    let given = Held::new(String::new());
    let lacks_reason = made.as_ref().is_some_and(|made| made.reason.is_none());
    let why = lacks_reason.then(|| {
        part(view! {
            <label class="field reason-field">
                <span>{t!(i18n, chart.reason)}</span>
                <input class="input" type="text" maxlength="2000" data-testid="aside-reason" autocomplete="off"
                    prop:value=move || given.get()
                    on:input=move |event| given.set(event_target_value(&event))/>
            </label>
        })
    });
    let again = made.map(|_| {
        let name = t_string!(i18n, together.again_named, step = words.clone());
        part(view! {
            <button type="button" class="button" aria-label=name
                on:click=move |_| {
                    let words = given.with_untracked(|given| given.trim().to_owned());
                    let words = Some(words).filter(|words| !words.is_empty());
                    let reason = plan.make_again(id, words).err().map(|reason| i18n.refusal(&reason));
                    refused.set(reason.map(|reason| t_string!(i18n, together.still_not, reason)).unwrap_or_default());
                }>
                {t!(i18n, together.again)}
            </button>
        })
    });
    let discard = t_string!(i18n, together.discard_named, step = words.clone());
    let at = (!at.is_empty()).then(|| t_string!(i18n, together.aside_at, time = at));
    part(view! {
        <li>
            <p><strong>{words}</strong></p>
            <p>{reason}</p>
            {at.map(|at| part(view! { <p class="aside-at">{at}</p> }))}
            {why}
            <div class="aside-actions">
                {again}
                <button type="button" class="button" data-variant="quiet" aria-label=discard
                    on:click=move |_| {
                        refused.set(String::new());
                        plan.discard(id);
                    }>
                    {t!(i18n, together.discard)}
                </button>
            </div>
        </li>
    })
}
