//! How far a forecast is, and why there is none.

use crate::caseload::is_calibration;
use crate::format;
use crate::ui::dynamic::{live, part, text, when};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::state::PlanInHand;
use crate::ui::state::forecasts::{Forecasts, MOST_REPLICATIONS, PANEL_REPLICATIONS, Progress};
use leptos::prelude::*;

/// Precisions that can be chosen.
const PRECISIONS: [f64; 3] = [0.05, 0.02, 0.01];

/// Why there is no forecast, where there is none.
#[component]
pub fn ForecastProblem() -> impl IntoView {
    let problem = Forecasts::expect().problem();
    live(move || {
        problem.get().map(|reason| part(view! { <p class="forecast-problem" role="alert">{reason}</p> }))
    })
}

/// What a forecast of the scenario rests on where a calibration was taken over: the reasons of these steps, with their errors.
#[component]
pub fn CalibrationBadge() -> impl IntoView {
    let plan = PlanInHand::expect();
    live(move || {
        let reasons = plan.steps().into_iter().filter_map(|step| step.reason);
        let badges: Vec<AnyView> =
            reasons.filter(|reason| is_calibration(reason)).map(calibration_badge).collect();
        (!badges.is_empty()).then(|| badges.into_any())
    })
}

/// The reason of a step with a calibration, or what else says so.
pub fn calibration_badge(reason: String) -> AnyView {
    part(view! { <p class="cases-badge" lang="de"><span aria-hidden="true">"◔ "</span>{reason}</p> })
}

/// How well the open cases are known, in the unit where they are known worst.
fn precision_known(i18n: I18n, forecasts: Forecasts) -> Option<String> {
    let worst = forecasts.panel().with(|view| {
        let open = view.as_ref()?.units.iter().map(|unit| unit.open.scenario);
        open.filter(|open| open.mean > 0.0).map(|open| open.half_width / open.mean).reduce(f64::max)
    })?;
    let share = format::percent(worst, usize::from(worst < 0.0995), i18n.language());
    let known = t_string!(i18n, forecast.precision, share);
    if forecasts.precision().get().is_none_or(|wanted| worst <= wanted) {
        return Some(known);
    }
    let most = format::number(f64::from(MOST_REPLICATIONS), 0, i18n.language());
    Some(format!("{known} ({})", t_string!(i18n, forecast.most_runs, most)))
}

/// A list of precisions: the usual number of runs, or as many as one of them needs.
fn choose_precision(i18n: I18n, forecasts: Forecasts) -> AnyView {
    let choose = move |event| {
        let place = event_target_value(&event).parse().ok().and_then(|place: usize| place.checked_sub(1));
        forecasts.aim(place.and_then(|place| PRECISIONS.get(place).copied()));
    };
    let share = |share: f64| format!("± {}", format::percent(share, 0, i18n.language()));
    let usual = format::number(f64::from(PANEL_REPLICATIONS), 0, i18n.language());
    let names = [t_string!(i18n, forecast.usual_runs, runs = usual)].into_iter().chain(PRECISIONS.map(share));
    let chosen = forecasts.precision().get_untracked();
    let place =
        chosen.and_then(|chosen| PRECISIONS.iter().position(|one| *one == chosen)).map_or(0, |at| at + 1);
    let option = |(at, name): (usize, String)| {
        part(view! { <option value=at.to_string() selected=at == place>{name}</option> })
    };
    let options = names.enumerate().map(option).collect::<Vec<_>>();
    part(view! {
        <label class="forecast-precision">
            <span>{t!(i18n, forecast.aim)}</span>
            <select class="select" on:change=choose>{options}</select>
        </label>
    })
}

/// How far the work is, with a button that stops it and one that goes on, and how precise it is to become.
#[component]
pub fn ForecastProgress() -> impl IntoView {
    let i18n = use_i18n();
    let forecasts = Forecasts::expect();
    let progress = forecasts.progress();
    let finished = move || progress.with(|progress| progress.wanted > 0 && progress.done == progress.wanted);
    let toggle = move |_| if progress.get_untracked().running { forecasts.stop() } else { forecasts.go_on() };
    let number = move |number: u32| format::number(f64::from(number), 0, i18n.language());
    let known = move || if finished() { precision_known(i18n, forecasts) } else { None };
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
                        _ if finished() => t_string!(i18n, forecast.runs_done, done = number(done)),
                        _ => t_string!(i18n, forecast.runs, done = number(done), wanted = number(wanted)),
                    }
                }}
            </span>
            {text(move || known().unwrap_or_default())}
            {when(move || progress.with(|progress| progress.wanted > 0), move || choose_precision(i18n, forecasts))}
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
