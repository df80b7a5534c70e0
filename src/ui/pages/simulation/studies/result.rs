//! What the page shows as a file: with all that it follows from and a fingerprint, so that anybody can compute it again.

use super::Desk;
use super::core::Core;
use crate::forecasting::{ForecastView, Inputs, SEED};
use crate::ui::browser::download;
use crate::ui::dynamic::{Held, Kept, part, text};
use crate::ui::i18n::{t, t_string};
use crate::ui::state::Tone;
use leptos::prelude::*;
use std::sync::Arc;

/// A button that is of use as soon as everything is computed.
#[component]
pub fn ResultButton(desk: Desk) -> impl IntoView {
    let i18n = desk.i18n;
    let wanted = Held::new(false);
    let complete = Kept::new(move || whole(desk).is_some());
    let press = move |_| {
        if complete.get_untracked() {
            wanted.set(true);
            desk.load();
        }
    };
    // The part of the module that writes it may still be on its way.
    Effect::new(move |_| {
        let core = desk.core.get();
        if let (true, Some(core), Some(view)) = (wanted.get(), core, untrack(|| whole(desk))) {
            wanted.set(false);
            save(desk, core, &view);
        }
    });
    let hint = move || {
        if complete.get() {
            t_string!(i18n, simulation.result_hint).to_owned()
        } else {
            t_string!(i18n, simulation.result_not_yet).to_owned()
        }
    };
    part(view! {
        <div class="result-file">
            <button type="button" class="button" data-testid="result-file" aria-describedby="ergebnis-hinweis"
                aria-disabled=move || (!complete.get()).to_string() on:click=press>
                {t!(i18n, simulation.result_save)}
            </button>
            <p class="muted small" id="ergebnis-hinweis">{text(hint)}</p>
        </div>
    })
}

/// What is shown, if all of it is computed and belongs to the question; tracks.
fn whole(desk: Desk) -> Option<Arc<ForecastView>> {
    let view = desk.forecasts.panel().get()?;
    let same = desk.question.with(|question| view.units.iter().map(|unit| &unit.unit).eq(&question.units));
    (view.replications == view.wanted && same && !desk.forecasts.outdated().get()).then_some(view)
}

fn save(desk: Desk, core: Core, view: &ForecastView) {
    let inputs = desk.question.with_untracked(|question| Inputs {
        plan: (*question.plan).clone(),
        changes: question.scenario.clone(),
        horizon_days: question.horizon_days(),
        replications: view.replications,
        seed: SEED,
        warmup_days: 0,
    });
    let result = (core.result)(inputs, view);
    let hash = result.hash().short().to_owned();
    download::save(&format!("ergebnis-{hash}.json"), "application/json", &(core.text)(&result));
    let words = untrack(|| t_string!(desk.i18n, simulation.result_saved, hash));
    desk.toasts.show(Tone::Done, words, false);
}
