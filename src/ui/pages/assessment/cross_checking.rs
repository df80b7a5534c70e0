//! The formulas beside the simulation, unit by unit: asked for by a press, as the server has to simulate for it.

use crate::api::{AskCrossChecks, CheckedUnit, CrossCheckedUnits, cross_checks};
use crate::plan::Change;
use crate::ui::components::{Start, folded};
use crate::ui::dynamic::{Held, live, part};
use crate::ui::i18n::{Locale, t, t_string, use_i18n};
use crate::ui::pages::cases::panel::CasesTableView;
use crate::ui::state::{Announcer, PlanInHand};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How far the check is.
#[derive(Debug, Clone, PartialEq)]
enum State {
    Idle,
    Computing,
    Failed(String),
    Done(Vec<CheckedUnit>),
}

/// A button; then every unit that handles cases, its figures and the reasons of their differences behind its sentence.
#[component]
pub fn CrossChecking() -> impl IntoView {
    let i18n = use_i18n();
    let in_hand = PlanInHand::expect();
    let announcer = Announcer::expect();
    let state = Held::new(State::Idle);
    // An answer about another plan would be none.
    Effect::new(move |before: Option<Vec<Change>>| {
        let changes = in_hand.changes();
        if before.is_some_and(|before| before != changes) {
            state.set(State::Idle);
        }
        changes
    });
    let ask = move |_| {
        let ask = AskCrossChecks {
            scenario: in_hand.scenario_untracked(),
            english: i18n.get_locale_untracked() == Locale::en,
        };
        state.set(State::Computing);
        spawn_local(async move {
            let answered = match cross_checks(ask).await {
                Ok(CrossCheckedUnits { problem: None, units }) => State::Done(units),
                Ok(CrossCheckedUnits { problem: Some(problem), .. }) => State::Failed(problem),
                Err(error) => State::Failed(error.to_string()),
            };
            // Changed or left meanwhile: nobody waits for it any more.
            if state.try_with_untracked(|state| *state == State::Computing) == Some(true) {
                announcer.say(match &answered {
                    State::Failed(reason) => reason.clone(),
                    _ => t_string!(i18n, need.cross_check_done).to_owned(),
                });
                state.set(answered);
            }
        });
    };
    let answer = live(move || match state.get() {
        State::Idle => None,
        State::Computing => Some(part(view! { <p class="loading">{t!(i18n, need.cross_check_running)}</p> })),
        State::Failed(reason) => Some(part(view! { <p class="notice" data-tone="refused">{reason}</p> })),
        State::Done(units) => {
            let units: Vec<AnyView> = units.into_iter().map(of_unit).collect();
            Some(part(view! { <div data-testid="cross-check">{units}</div> }))
        }
    });
    let body = part(view! {
            <p>{t!(i18n, need.cross_check_hint)}</p>
            <p>
                <button type="button" class="button" on:click=ask
                    disabled=move || state.with(|state| *state == State::Computing)>
                    {t!(i18n, need.cross_check_button)}
                </button>
            </p>
            {answer}
    });
    folded(
        ("gegenprobe", "need-cross-check"),
        Start::Closed,
        t!(i18n, need.cross_check).into_any(),
        t!(i18n, need.cross_check_brief).into_any(),
        body,
    )
}

fn of_unit(checked: CheckedUnit) -> AnyView {
    let CheckedUnit { unit, name, panel } = checked;
    let notes: Vec<AnyView> = panel.notes.into_iter().map(|note| part(view! { <li>{note}</li> })).collect();
    let table = view! { <CasesTableView id=format!("gegenprobe-{unit}") table=panel.table/> }.into_any();
    part(view! {
        <details class="fold" data-unit=unit.to_string()>
            <summary>{name} ": " {panel.sentence}</summary>
            {table}
            <ul class="cases-notes">{notes}</ul>
        </details>
    })
}
