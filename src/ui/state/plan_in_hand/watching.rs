//! Takes over what other browsers do to the scenario.

use super::sequence::Sequence;
use super::{PlanInHand, texts};
use crate::api::{load_scenario, scenario_version};
use crate::ui::browser::{clock, document};
use crate::ui::state::Tone;
use leptos::task::spawn_local;

/// Pause between two looks, in milliseconds.
const PAUSE: i32 = 3_000;

/// Looks every few seconds while the page can be seen.
pub(super) fn start(plan: PlanInHand) {
    if cfg!(feature = "ssr") {
        return;
    }
    spawn_local(async move {
        loop {
            clock::sleep(PAUSE).await;
            if document::is_visible() && is_idle(plan) {
                look(plan).await;
            }
        }
    });
}

/// A failed look says nothing: the next one comes soon, and a command that cannot be sent speaks for itself.
async fn look(plan: PlanInHand) {
    let (scenario, known) = plan.server.with_untracked(|state| (state.id, state.version));
    let Ok(version) = scenario_version(scenario).await else { return };
    if version <= known || !is_idle(plan) {
        return;
    }
    let Ok(current) = load_scenario().await else { return };
    let newer = plan.server.with_untracked(|state| current.id == state.id && current.version > state.version);
    if !newer || !is_idle(plan) {
        return;
    }
    let before = plan.server.with_untracked(Sequence::of);
    let after = Sequence::of(&current);
    plan.server.set(current);
    plan.toasts.withdraw_undo();
    let added = after.active.last().filter(|_| after.active.len() > before.active.len());
    let text = match added {
        Some(made) => texts::somebody_changed(plan.i18n, &plan.describe_untracked(&made.changes)),
        None => texts::somebody_undid(plan.i18n),
    };
    plan.toasts.show(Tone::Notice, text, false);
}

fn is_idle(plan: PlanInHand) -> bool {
    plan.pending.with_untracked(Vec::is_empty)
}
