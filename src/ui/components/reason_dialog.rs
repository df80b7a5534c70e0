//! Asks why, before something is done that wants to be justified; the reason is logged with it.

use super::Dialog;
use crate::ui::dynamic::{Held, live, part};
use crate::ui::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;

/// Open as long as there are sentences: what the rules say, or what is to be done. Closed without a reason, nothing is done.
#[component]
pub fn AskReason(
    /// What the rules say; none while nothing is asked.
    #[prop(into)]
    sentences: Signal<Option<Vec<String>>>,
    /// Takes the reason, which is of the wanted length.
    give: Callback<String>,
    /// Whoever was asked gave none.
    cancel: Callback<()>,
    /// How many characters a reason has at least and at most.
    #[prop(default = (1, 2_000))]
    length: (usize, usize),
) -> impl IntoView {
    let i18n = use_i18n();
    let open = Held::new(false);
    let reason = Held::new(String::new());
    let missing = Held::new(false);
    Effect::new(move |_| {
        let asks = sentences.with(Option::is_some);
        if asks {
            reason.set(String::new());
            missing.set(false);
        }
        if open.get_untracked() != asks {
            open.set(asks);
        }
    });
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if was_open == Some(true) && !is_open && sentences.with_untracked(Option::is_some) {
            cancel.run(());
        }
        is_open
    });
    let confirm = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        // One line: what was pasted may hold tabs.
        let words = reason.get_untracked().split_whitespace().collect::<Vec<_>>().join(" ");
        if !(length.0..=length.1).contains(&words.chars().count()) {
            missing.set(true);
        } else {
            give.run(words);
        }
    };
    let findings = move || {
        let items = sentences.get()?.into_iter().map(|sentence| part(view! { <li>{sentence}</li> }));
        let items: Vec<AnyView> = items.collect();
        Some(part(view! { <ul class="reason-findings">{items}</ul> }))
    };
    let title = Signal::derive(move || t_string!(i18n, chart.reason_title).to_owned());
    part(view! {
        <Dialog open title id="begruendung">
            <form class="reason" on:submit=confirm>
                {live(findings)}
                <label class="field reason-field">
                    <span>{t!(i18n, chart.reason)}</span>
                    <input class="input" type="text" maxlength=length.1 data-testid="reason" autocomplete="off"
                        aria-invalid=move || missing.get().to_string() aria-describedby="begruendung-fehlt"
                        prop:value=move || reason.get()
                        on:input=move |event| { missing.set(false); reason.set(event_target_value(&event)) }/>
                </label>
                <p class="reason-missing" id="begruendung-fehlt" role="alert">
                    {live(move || missing.get().then(|| t!(i18n, chart.reason_missing).into_any()))}
                </p>
                <div class="dialog-actions">
                    <button type="submit" class="button" data-variant="primary" data-testid="reason-confirm">{t!(i18n, chart.reason_confirm)}</button>
                    <button type="button" class="button" data-variant="quiet" on:click=move |_| open.set(false)>{t!(i18n, chart.cancel)}</button>
                </div>
            </form>
        </Dialog>
    })
}
