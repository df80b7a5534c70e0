//! The question to the page's workers, how far it is, and the unit that is looked at.

use super::figures::{Variant, common_plan, study};
use super::results::Results;
use super::unlike::Unlike;
use crate::api::ScenarioState;
use crate::caseload::is_calibration;
use crate::format;
use crate::plan::{Plan, UnitId};
use crate::ui::components::{ForecastProblem, calibration_badge};
use crate::ui::dynamic::{Held, Kept, live, part, text};
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::state::forecasts::{Forecasts, Studied, StudyState, horizon};
use leptos::prelude::*;
use std::sync::Arc;

/// Replications of each variant: paired differences need few.
const REPLICATIONS: u32 = 100;

/// Asks when the page is awake, and shows what is known.
#[component]
pub fn Asking(states: Arc<Vec<ScenarioState>>) -> impl IntoView {
    let i18n = use_i18n();
    let forecasts = Forecasts::expect();
    let Some(plan) = common_plan(&states).map(|plan| Arc::new(plan.clone())) else {
        return part(view! { <p></p> });
    };
    let (days, last) = horizon(plan.as_of);
    let variants = Arc::new(Variant::all(&plan, &states, last));
    let known = Held::new(None::<Arc<Studied>>);
    let study = StoredValue::new(study(&plan, &variants, days, REPLICATIONS));
    let ask = move || forecasts.ask_study(Some(study.get_value()));
    Effect::new(move |_| ask());
    on_cleanup(move || forecasts.ask_study(None));
    Effect::new(move |_| {
        forecasts.study().with(|state| {
            if let StudyState::Done(runs) = state {
                known.set(Some(Arc::new(Studied { study: study.get_value(), runs: Arc::clone(runs) })));
            }
        });
    });
    let unit = Held::new(None::<UnitId>);
    let shown = Arc::clone(&variants);
    let names = Arc::new(units(&plan, &variants));
    let options = names.iter().map(|(id, name)| option(id, name)).collect::<Vec<_>>();
    part(view! {
        <label class="field comparison-unit">
            <span>{t!(i18n, scenarios.compared_unit)}</span>
            <select class="select" on:change=move |event| unit.set(UnitId::parse(&event_target_value(&event)).ok())>
                <option value="">{text(move || t_string!(i18n, scenarios.whole).to_owned())}</option>
                {options}
            </select>
        </label>
        {live(move || {
            Some(view! { <Results variants=Arc::clone(&shown) known=known.get() unit=unit.get() names=Arc::clone(&names) last/> }.into_any())
        })}
        {badges(&states)}
        <ForecastProblem/>
        <Progress forecasts again=Callback::new(move |()| ask())/>
        <Unlike plan=Arc::clone(&plan) variants=Arc::clone(&variants)/>
    })
}

/// Which of the scenarios rest on a calibration, each with its errors.
fn badges(states: &[ScenarioState]) -> Vec<AnyView> {
    let of = |state: &ScenarioState| -> Vec<AnyView> {
        let reasons = state.in_force().filter_map(|step| step.reason.as_ref());
        let resting = reasons.filter(|reason| is_calibration(reason));
        resting.map(|reason| calibration_badge(format!("{}: {reason}", state.name))).collect()
    };
    states.iter().flat_map(of).collect()
}

/// The units that every variant has: only these can be compared one by one.
fn units(plan: &Plan, variants: &[Variant]) -> Vec<(UnitId, String)> {
    let common = |id: &UnitId| variants.iter().all(|variant| variant.units.contains(id));
    let named = plan.units.iter().filter(|unit| common(&unit.id));
    named.map(|unit| (unit.id.clone(), unit.name.clone())).collect()
}

fn option(id: &UnitId, name: &str) -> AnyView {
    part(view! { <option value=id.to_string()>{name.to_owned()}</option> })
}

/// How far the work is, with a button that gives it up and one that begins anew.
#[component]
fn Progress(forecasts: Forecasts, again: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let share = Kept::new(move || {
        forecasts.study().with(|state| match state {
            StudyState::Running(share) => Some(*share),
            StudyState::Done(_) => Some(1.0),
            StudyState::Idle => None,
        })
    });
    // Drawn anew only when work begins or ends: a button that is exchanged while it is pressed does not hear of it.
    let is_running = Kept::new(move || share.get().map(|share| share < 1.0));
    live(move || {
        Some(match is_running.get() {
            Some(true) => part(view! {
                <div class="forecast-progress">
                    <progress max="1" value=move || share.get().unwrap_or(0.0).to_string() aria-label=t!(i18n, simulation.study_progress)></progress>
                    <span>{text(move || {
                        let share = format::percent(share.get().unwrap_or(0.0), 0, i18n.language());
                        t_string!(i18n, simulation.study_done, share)
                    })}</span>
                    <button type="button" class="button" data-variant="quiet" data-testid="stop"
                        on:click=move |_| forecasts.ask_study(None)>{t!(i18n, simulation.stop_study)}</button>
                </div>
            }),
            Some(false) => return None,
            None => part(view! {
                <p><button type="button" class="button" on:click=move |_| again.run(())>
                    {t!(i18n, simulation.compute)}
                </button></p>
            }),
        })
    })
}
