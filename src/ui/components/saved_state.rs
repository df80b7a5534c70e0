//! Whether the changes are safe, and the two buttons that walk along them.

use crate::ui::dynamic::{Kept, following, part, text};
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::state::{PlanInHand, SaveState, Scenario};
use leptos::prelude::*;

/// „Gespeichert 14:03“, „Wird gespeichert …“ or „Nicht gespeichert“; empty until the page is awake.
#[component]
pub fn SavedIndicator() -> impl IntoView {
    let i18n = use_i18n();
    let scenario = Scenario::expect();
    let state = Kept::new(move || scenario.shown().map(PlanInHand::save_state));
    let kind = move || match state.get() {
        None => "asleep",
        Some(SaveState::Saved(_)) => "saved",
        Some(SaveState::Saving) => "saving",
        Some(SaveState::NotSaved) => "not-saved",
    };
    let words = move || match state.get() {
        None => String::new(),
        Some(SaveState::Saved(time)) if time.is_empty() => t_string!(i18n, shell.saved).to_owned(),
        Some(SaveState::Saved(time)) => t_string!(i18n, shell.saved_at, time),
        Some(SaveState::Saving) => t_string!(i18n, shell.saving).to_owned(),
        Some(SaveState::NotSaved) => t_string!(i18n, shell.not_saved).to_owned(),
    };
    part(view! { <span class="saved-state" data-state=following(kind)>{text(words)}</span> })
}

/// Undo and redo; their tooltips name the step.
#[component]
pub fn UndoButtons() -> impl IntoView {
    let i18n = use_i18n();
    let scenario = Scenario::expect();
    let undo_name = Kept::new(move || scenario.shown().and_then(PlanInHand::undo_name));
    let redo_name = Kept::new(move || scenario.shown().and_then(PlanInHand::redo_name));
    let undo_title = move || match undo_name.get() {
        Some(step) => t_string!(i18n, shell.undo_named, step),
        None => t_string!(i18n, shell.nothing_to_undo).to_owned(),
    };
    let redo_title = move || match redo_name.get() {
        Some(step) => t_string!(i18n, shell.redo_named, step),
        None => t_string!(i18n, shell.nothing_to_redo).to_owned(),
    };
    let act = move |act: fn(PlanInHand)| {
        if let Some(plan) = scenario.shown_untracked() {
            act(plan);
        }
    };
    // `aria-disabled` instead of `disabled`: the focus must not be lost when the last step is taken back.
    part(view! {
        <div class="undo" role="group">
            <button type="button" class="button" data-variant="quiet" data-command="undo" title=following(undo_title)
                aria-disabled=move || undo_name.get().is_none().to_string()
                on:click=move |_| act(PlanInHand::undo)>
                <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
                    <path d="M6 3 2.5 6.5 6 10M3 6.5h6.5a3.5 3.5 0 0 1 0 7H7" fill="none" stroke="currentColor" stroke-width="1.6"></path>
                </svg>
                <span class="button-label">{t!(i18n, shell.undo)}</span>
            </button>
            <button type="button" class="button" data-variant="quiet" data-command="redo" title=following(redo_title)
                aria-disabled=move || redo_name.get().is_none().to_string()
                on:click=move |_| act(PlanInHand::redo)>
                <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
                    <path d="M10 3l3.500 3.500L10 10M13 6.500H6.500a3.500 3.500 0 0 0 0 7H9" fill="none" stroke="currentColor" stroke-width="1.6"></path>
                </svg>
                <span class="button-label">{t!(i18n, shell.redo)}</span>
            </button>
        </div>
    })
}
