//! The effect panel: baseline against scenario for the touched units, refined as replications arrive.

use super::{
    CalibrationBadge, ForecastProblem, ForecastProgress, ForecastWarnings, GoalsInBrief, ProvenanceMark,
    UnitEffect,
};
use crate::forecasting::first_view_at;
use crate::format::number;
use crate::permission::Right;
use crate::plan::{Provenance, UnitId};
use crate::ui::Visitor;
use crate::ui::browser::clock;
use crate::ui::dynamic::{Held, Kept, Row, live, part, rows};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::state::PlanInHand;
use crate::ui::state::forecasts::{Forecasts, LastStep, PANEL_UNITS, PREVIEW_REPLICATIONS, Question};
use leptos::ev;
use leptos::prelude::*;

/// Shows what the last step means for the units that it touches; needs the plan in hand in context.
#[component]
pub fn ForecastPanel() -> impl IntoView {
    let i18n = use_i18n();
    let forecasts = Forecasts::expect();
    let plan_in_hand = PlanInHand::expect();
    let step = Kept::new(move || LastStep::of(plan_in_hand.baseline(), &plan_in_hand.steps()));
    let in_use = first_use();
    Effect::new(move |_| forecasts.ask(step.with(|step| step.question().cloned())));
    prepare(forecasts, plan_in_hand, in_use);
    warm_up(forecasts, plan_in_hand, in_use);
    let units = Kept::new(move || {
        step.with(|step| step.question().map(|question| question.units.clone()).unwrap_or_default())
    });
    let plan = Kept::new(move || units.with(|units| !units.is_empty()).then(|| plan_in_hand.changed_plan()));
    // None where the last step changes no forecast.
    let asked = Kept::new(move || {
        step.with(|step| match step {
            LastStep::Missing => Some(false),
            LastStep::Silent => None,
            LastStep::Touches(..) => Some(true),
        })
    });
    let effects = move || {
        let effect =
            |unit: UnitId| Row::new(unit.to_string(), move || view! { <UnitEffect unit plan/> }.into_any());
        units.get().into_iter().map(effect).collect()
    };
    part(view! {
        <section class="forecast" aria-labelledby="forecast-title" data-testid="forecast-panel">
            <h2 id="forecast-title">{t!(i18n, forecast.title)}</h2>
            <GoalsInBrief/>
            {live(move || Some(match asked.get() {
                Some(false) => part(view! { <p class="forecast-hint">{t!(i18n, forecast.nothing_yet)}</p> }),
                None => part(view! { <p class="forecast-hint">{t!(i18n, forecast.silent)}</p> }),
                Some(true) => part(view! {
                <p class="forecast-hint">
                    <ProvenanceMark provenance=Provenance::Assumption/>
                    " "
                    {t!(i18n, forecast.intro)}
                </p>
                {live(move || some_of_them(i18n, step))}
                <CalibrationBadge/>
                <ForecastProgress/>
                <ForecastProblem/>
                <ForecastWarnings/>
                <div class="forecast-units" class:is-outdated=move || forecasts.outdated().get()>
                    {rows(effects)}
                </div>
                }),
            }))}
        </section>
    })
}

/// That the last step concerns more units than are shown, where it does.
fn some_of_them(i18n: I18n, step: Kept<LastStep>) -> Option<AnyView> {
    let all = step.with(|step| match step {
        LastStep::Touches(question, all) => Some(*all).filter(|all| *all > question.units.len()),
        LastStep::Missing | LastStep::Silent => None,
    })?;
    let [all, shown] = [all, PANEL_UNITS].map(|count| number(count as f64, 0, i18n.language()));
    let words = t_string!(i18n, forecast.some_of_them, all, shown);
    Some(part(view! { <p class="forecast-hint" data-testid="forecast-some">{words}</p> }))
}

/// Milliseconds after a change before its state is computed ahead of the next trial: the answer to the change itself comes first.
const AHEAD: i32 = 150;

/// Beyond so many posts nothing is computed before a hand is at work: telling the workers such a plan takes longer than a frame.
const MOST_POSTS: usize = 500;

/// Has the workers loaded, and what they compute with translated, as soon as the page has nothing else to do: a first drag would wait for
/// both. Only for those who may move something, as all others only read.
fn warm_up(forecasts: Forecasts, plan_in_hand: PlanInHand, in_use: Held<bool>) {
    if !Visitor::expect().may(Right::EditScenario) {
        return;
    }
    Effect::new(move |_| {
        request_idle_callback(move || {
            // The page may be gone; a hand at work has had more computed.
            if in_use.try_with_untracked(|in_use| *in_use) != Some(false) {
                return;
            }
            let (plan, changes) = untrack(|| (plan_in_hand.baseline(), plan_in_hand.changes()));
            if plan.posts.len() <= MOST_POSTS {
                let ahead = Question::ahead_of_trials(plan, changes);
                forecasts.prepare(ahead, first_view_at(PREVIEW_REPLICATIONS));
            }
        });
    });
}

/// Has the state of the scenario computed ahead of trials. Not before a hand is at work: most visits only read.
fn prepare(forecasts: Forecasts, plan_in_hand: PlanInHand, in_use: Held<bool>) {
    let turn = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let (plan, changes) = (plan_in_hand.baseline(), plan_in_hand.changes());
        if !in_use.get() {
            return;
        }
        let own = turn.get_value().wrapping_add(1);
        turn.set_value(own);
        // The first hand may be about to lift something, and nothing else is asked yet.
        if own == 1 {
            return forecasts.prepare(Question::ahead_of_trials(plan, changes), PREVIEW_REPLICATIONS);
        }
        leptos::task::spawn_local(async move {
            clock::sleep(AHEAD).await;
            // Another change may have come, or the page may be gone.
            if turn.try_get_value() == Some(own) {
                forecasts.prepare(Question::ahead_of_trials(plan, changes), PREVIEW_REPLICATIONS);
            }
        });
    });
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
