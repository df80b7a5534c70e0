//! Ctrl+Z, Ctrl+Y and Ctrl+Shift+Z (with the command key on a Mac) wherever no text is being edited.

use super::Scenario;
use crate::ui::browser::document;
use leptos::ev;
use leptos::prelude::*;

/// Listens for the life of the application.
pub fn listen_for_undo_keys() {
    let scenario = Scenario::expect();
    Effect::new(move |_| {
        let handle = window_event_listener(ev::keydown, move |event| {
            let Some(plan) = scenario.shown_untracked() else { return };
            if !(event.ctrl_key() || event.meta_key()) || event.alt_key() || document::is_editing_text() {
                return;
            }
            match (event.key().to_ascii_lowercase().as_str(), event.shift_key()) {
                ("z", false) if plan.can_undo_untracked() => plan.undo(),
                ("y", false) | ("z", true) if plan.can_redo_untracked() => plan.redo(),
                _ => return,
            }
            event.prevent_default();
        });
        on_cleanup(move || handle.remove());
    });
}
