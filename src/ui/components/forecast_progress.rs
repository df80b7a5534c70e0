//! How far a forecast is, and why there is none.

use crate::format;
use crate::ui::dynamic::{live, part, text, when};
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::state::forecasts::{Forecasts, MOST_REPLICATIONS, Progress};
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
    // How well the open cases are known, in the unit where they are known worst.
    let precision = move || {
        let worst = forecasts.panel().with(|view| {
            let open = view.as_ref()?.units.iter().map(|unit| unit.open.scenario);
            open.filter(|open| open.mean > 0.0).map(|open| open.half_width / open.mean).reduce(f64::max)
        });
        worst.filter(|_| finished()).map(|worst| {
            let share = format::percent(worst, usize::from(worst < 0.0995), i18n.language());
            t_string!(i18n, forecast.precision, share)
        })
    };
    let refine = move || {
        part(view! {
            <button type="button" class="button" data-variant="quiet" on:click=move |_| forecasts.refine()>
                {t!(i18n, forecast.refine)}
            </button>
        })
    };
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
            {text(move || precision().unwrap_or_default())}
            {when(move || finished() && progress.with(|progress| progress.wanted < MOST_REPLICATIONS), refine)}
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
