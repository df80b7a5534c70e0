//! The effect panel: baseline against scenario for the touched units, refined as replications arrive.

use super::{CalibrationBadge, ForecastProblem, ForecastProgress, GoalsInBrief, ProvenanceMark, UnitEffect};
use crate::plan::{Provenance, UnitId};
use crate::ui::dynamic::{Held, Kept, Row, live, part, rows};
use crate::ui::i18n::{t, use_i18n};
use crate::ui::state::PlanInHand;
use crate::ui::state::forecasts::{Forecasts, Question};
use leptos::ev;
use leptos::prelude::*;
use std::sync::Arc;

/// Shows what the last change means for the units that it touches; needs the plan in hand in context.
#[component]
pub fn ForecastPanel() -> impl IntoView {
    let i18n = use_i18n();
    let forecasts = Forecasts::expect();
    let plan_in_hand = PlanInHand::expect();
    let question =
        Kept::new(move || Question::of_last_change(plan_in_hand.baseline(), plan_in_hand.changes()));
    let in_use = first_use();
    Effect::new(move |_| {
        forecasts.ask(question.get());
        // Not before: the engine would be a part of every first load, and most visits only read.
        if in_use.get() {
            forecasts.prepare(Question::ahead_of_trials(plan_in_hand.baseline(), plan_in_hand.changes()));
        }
    });
    let units = Kept::new(move || {
        question.with(|question| question.as_ref().map(|q| q.units.clone()).unwrap_or_default())
    });
    let plan =
        Kept::new(move || question.with(|question| question.as_ref().map(|q| Arc::new(q.changed_plan()))));
    let asked = Kept::new(move || question.with(Option::is_some));
    let effects = move || {
        let effect =
            |unit: UnitId| Row::new(unit.to_string(), move || view! { <UnitEffect unit plan/> }.into_any());
        units.get().into_iter().map(effect).collect()
    };
    part(view! {
        <section class="forecast" aria-labelledby="forecast-title" data-testid="forecast-panel">
            <h2 id="forecast-title">{t!(i18n, forecast.title)}</h2>
            <GoalsInBrief/>
            {live(move || Some(if !asked.get() {
                part(view! { <p class="forecast-hint">{t!(i18n, forecast.nothing_yet)}</p> })
            } else {
                part(view! {
                <p class="forecast-hint">
                    <ProvenanceMark provenance=Provenance::Assumption/>
                    " "
                    {t!(i18n, forecast.intro)}
                </p>
                <CalibrationBadge/>
                <ForecastProgress/>
                <ForecastProblem/>
                <div class="forecast-units" class:is-outdated=move || forecasts.outdated().get()>
                    {rows(effects)}
                </div>
                })
            }))}
        </section>
    })
}

/// Becomes true with the first sign of a hand: a pointer that moves or touches, a key.
fn first_use() -> Held<bool> {
    let in_use = Held::new(false);
    Effect::new(move |_| {
        let note = move || {
            if in_use.try_with_untracked(|in_use| !in_use).unwrap_or_default() {
                in_use.set(true);
            }
        };
        let handles = [
            window_event_listener(ev::pointermove, move |_| note()),
            window_event_listener(ev::pointerdown, move |_| note()),
            window_event_listener(ev::keydown, move |_| note()),
        ];
        on_cleanup(move || handles.into_iter().for_each(WindowListenerHandle::remove));
    });
    in_use
}
