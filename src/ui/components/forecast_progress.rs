//! How far a forecast is, and why there is none.

use crate::ui::dynamic::{live, part, when};
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::state::forecasts::{Forecasts, Progress};
use leptos::prelude::*;

/// Why there is no forecast, where there is none.
#[component]
pub fn ForecastProblem() -> impl IntoView {
    let problem = Forecasts::expect().problem();
    live(move || {
        problem.get().map(|reason| part(view! { <p class="forecast-problem" role="alert">{reason}</p> }))
    })
}

/// How far the work is, with a button that stops it and one that goes on.
#[component]
pub fn ForecastProgress() -> impl IntoView {
    let i18n = use_i18n();
    let forecasts = Forecasts::expect();
    let progress = forecasts.progress();
    let finished = move || progress.with(|progress| progress.wanted > 0 && progress.done == progress.wanted);
    let toggle = move |_| if progress.get_untracked().running { forecasts.stop() } else { forecasts.go_on() };
    part(view! {
        <div class="forecast-progress" data-testid="forecast-progress" data-done=move || progress.get().done.to_string()>
            <progress
                max=move || progress.get().wanted.to_string()
                value=move || progress.get().done.to_string()
                aria-label=t!(i18n, forecast.title)
            ></progress>
            <span>
                {move || {
                    let Progress { done, wanted, .. } = progress.get();
                    match done {
                        0 => t_string!(i18n, forecast.working).to_owned(),
                        _ if finished() => t_string!(i18n, forecast.runs_done, done = done),
                        _ => t_string!(i18n, forecast.runs, done = done, wanted = wanted),
                    }
                }}
            </span>
            {when(move || !finished(), move || part(view! {
                <button type="button" class="button" data-variant="quiet" on:click=toggle>
                    {move || {
                        if progress.get().running {
                            t_string!(i18n, forecast.stop)
                        } else {
                            t_string!(i18n, forecast.go_on)
                        }
                    }}
                </button>
            }))}
            {when(
                move || forecasts.outdated().get() && progress.get().done == 0,
                move || part(view! { <span class="forecast-outdated">{t!(i18n, forecast.outdated)}</span> }),
            )}
        </div>
    })
}
