//! The question to the page's workers, how far it is, and the unit that is looked at.

use super::figures::{Variant, common_plan, study};
use super::results::Results;
use super::unlike::Unlike;
use super::{PATH, WITH};
use crate::api::ScenarioState;
use crate::caseload::is_calibration;
use crate::forecasting::days_until;
use crate::format;
use crate::format::decimal::fixed;
use crate::plan::{Plan, UnitId};
use crate::ui::components::{ForecastProblem, Period, calibration_badge, last_day};
use crate::ui::dynamic::{Held, Kept, live, part, text};
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::state::forecasts::{Forecasts, Studied, Study, StudyState};
use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use std::sync::Arc;

/// Replications of each variant: paired differences need few.
const REPLICATIONS: u32 = 100;

/// What is asked: the variants with what stands on the last day, and the runs up to it.
#[derive(Debug, Clone, PartialEq)]
struct Asked {
    variants: Arc<Vec<Variant>>,
    study: Study,
    last: NaiveDate,
}

impl Asked {
    fn of(plan: &Arc<Plan>, states: &[ScenarioState], last: NaiveDate) -> Self {
        let variants = Variant::all(plan, states, last);
        let study = study(plan, &variants, days_until(plan.as_of, last), REPLICATIONS);
        Self { variants: Arc::new(variants), study, last }
    }
}

/// Asks when the page is awake and whenever another period is chosen, and shows what is known.
#[component]
pub fn Asking(
    states: Arc<Vec<ScenarioState>>,
    /// The scenarios as they stand in the address.
    named: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let forecasts = Forecasts::expect();
    let Some(plan) = common_plan(&states).map(|plan| Arc::new(plan.clone())) else {
        return part(view! { <p></p> });
    };
    let (map, first) = (use_query_map(), plan.as_of);
    let last = Kept::new(move || last_day(&map.get(), first));
    let asked = {
        let (plan, states) = (Arc::clone(&plan), Arc::clone(&states));
        Kept::new(move || Arc::new(Asked::of(&plan, &states, last.get())))
    };
    let known = Held::new(None::<Arc<Studied>>);
    Effect::new(move |_| forecasts.ask_study(Some(asked.get().study.clone())));
    on_cleanup(move || forecasts.ask_study(None));
    Effect::new(move |_| {
        forecasts.study().with(|state| {
            if let StudyState::Done(runs) = state {
                let study = asked.get_untracked().study.clone();
                known.set(Some(Arc::new(Studied { study, runs: Arc::clone(runs) })));
            }
        });
    });
    let unit = Held::new(None::<UnitId>);
    // Changes and units are the same whatever the last day is.
    let variants = untrack(|| Arc::clone(&asked.get().variants));
    let names = Arc::new(units(&plan, &variants));
    let options = names.iter().map(|(id, name)| option(id, name)).collect::<Vec<_>>();
    let again = move |()| forecasts.ask_study(Some(asked.get_untracked().study.clone()));
    part(view! {
        <div class="choices">
            <Period first last path=PATH beside=(WITH, named)/>
            <label class="field">
                <span>{t!(i18n, scenarios.compared_unit)}</span>
                <select class="select" on:change=move |event| unit.set(UnitId::parse(&event_target_value(&event)).ok())>
                    <option value="">{text(move || t_string!(i18n, scenarios.whole).to_owned())}</option>
                    {options}
                </select>
            </label>
        </div>
        {live(move || {
            let asked = asked.get();
            let known = known.get().filter(|known| known.study == asked.study);
            let (variants, names) = (Arc::clone(&asked.variants), Arc::clone(&names));
            Some(view! { <Results variants known unit=unit.get() names last=asked.last/> }.into_any())
        })}
        {badges(&states)}
        <ForecastProblem/>
        <Progress forecasts again=Callback::new(again)/>
        <Unlike plan=Arc::clone(&plan) variants/>
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
                    <progress max="1" value=move || fixed(share.get().unwrap_or(0.0), 2) aria-label=t!(i18n, simulation.study_progress)></progress>
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
