//! Asks why, where a soft rule wants a change to be justified; the reason is kept with the step.

use super::state::Chart;
use crate::ui::components::Dialog;
use crate::ui::dynamic::{Held, live, part};
use crate::ui::i18n::{t, t_string};
use leptos::prelude::*;

/// Opens with [`Chart::asking`].
#[component]
pub fn ReasonDialog() -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    let open = Held::new(false);
    let reason = Held::new(String::new());
    let missing = Held::new(false);
    Effect::new(move |_| {
        let asks = chart.asking.with(Option::is_some);
        if asks {
            reason.set(String::new());
            missing.set(false);
        }
        if open.get_untracked() != asks {
            open.set(asks);
        }
    });
    // Closed without a reason: nothing moves.
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if was_open == Some(true) && !is_open && chart.asking.with_untracked(Option::is_some) {
            chart.asking.set(None);
        }
        is_open
    });
    let confirm = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = reason.get_untracked().trim().to_owned();
        if words.is_empty() {
            missing.set(true);
            return;
        }
        let Some(asking) = chart.asking.get_untracked() else { return };
        chart.asking.set(None);
        chart.carry_out(asking, Some(words));
    };
    let findings = move || {
        let asking = chart.asking.get()?;
        let items: Vec<AnyView> =
            asking.findings.into_iter().map(|finding| part(view! { <li>{finding.sentence}</li> })).collect();
        Some(part(view! { <ul class="reason-findings">{items}</ul> }))
    };
    let title = Signal::derive(move || t_string!(i18n, chart.reason_title).to_owned());
    part(view! {
        <Dialog open title id="begruendung">
            <form class="reason" on:submit=confirm>
                {live(findings)}
                <label class="field reason-field">
                    <span>{t!(i18n, chart.reason)}</span>
                    <input class="input" type="text" maxlength="2000" data-testid="reason" autocomplete="off"
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
