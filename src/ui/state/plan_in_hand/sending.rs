//! Sends the commands of the page, strictly one after another.

use super::sequence::{Command, Made, Request, record};
use super::{PlanInHand, SaveState, texts};
use crate::api::{
    ApiError, AppendStep, Recorded, ScenarioCommand, ScenarioState, append_step, redo_step, undo_step,
};
use crate::ui::browser::clock;
use crate::ui::state::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How often a change is put on top of a newer state before the page gives up.
const REBASES: u32 = 2;
/// How often a fault of the server is answered with another try.
const FAULTS: u32 = 3;
/// First pause after a failed try, in milliseconds; it doubles up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: i32 = 1_000;
const LONGEST_PAUSE: i32 = 30_000;

/// Starts sending unless it is under way.
pub(super) fn start(plan: PlanInHand) {
    if plan.sending.get_value() {
        return;
    }
    plan.sending.set_value(true);
    spawn_local(async move {
        while let Some(command) = plan.pending.with_untracked(|pending| pending.first().cloned()) {
            carry_out(plan, command).await;
        }
        plan.sending.set_value(false);
    });
}

/// Sends one command until it is confirmed or given up; it is no longer pending then.
async fn carry_out(plan: PlanInHand, command: Command) {
    let (mut rebases, mut faults, mut pause) = (0, 0, FIRST_PAUSE);
    loop {
        if plan.save_state.get_untracked() != SaveState::NotSaved {
            plan.save_state.set(SaveState::Saving);
        }
        let error = match send(plan, &command).await {
            Ok(recorded) => return confirm(plan, &command, recorded),
            Err(error) => error,
        };
        match error {
            ApiError::Conflict { current } => {
                rebases += 1;
                if !put_on_top(plan, &command, *current, rebases) {
                    return;
                }
            }
            ApiError::Internal { .. } if faults < FAULTS => {
                faults += 1;
                wait(plan, &mut pause).await;
            }
            ApiError::Transport { .. } | ApiError::Busy => wait(plan, &mut pause).await,
            refusal => return give_up(plan, &command, &refusal.to_string()),
        }
    }
}

async fn send(plan: PlanInHand, command: &Command) -> Result<Recorded, ApiError> {
    let (scenario, version) = plan.server.with_untracked(|state| (state.id, state.version));
    let step = ScenarioCommand { scenario, version, command: command.id };
    match &command.request {
        Request::Append(Made { changes, reason }) => {
            let (changes, reason) = (changes.clone(), reason.clone());
            append_step(AppendStep { scenario, version, command: command.id, changes, reason }).await
        }
        Request::Undo => undo_step(step).await,
        Request::Redo => redo_step(step).await,
    }
}

fn confirm(plan: PlanInHand, command: &Command, recorded: Recorded) {
    let was_cut_off = plan.save_state.get_untracked() == SaveState::NotSaved;
    // Both signals change before anybody looks: the change must not be seen twice or not at all.
    plan.server.update_untracked(|server| record(server, &command.request, recorded));
    plan.pending.update_untracked(|pending| pending.retain(|other| other.id != command.id));
    plan.server.notify();
    plan.pending.notify();
    if plan.pending.with_untracked(Vec::is_empty) {
        plan.save_state.set(SaveState::Saved(clock::time_of_day()));
        if was_cut_off {
            plan.toasts.show(Tone::Done, texts::saved_again(plan.i18n), false);
        }
    }
}

/// Takes a newer state; whether the command is worth another try on it.
fn put_on_top(plan: PlanInHand, command: &Command, current: ScenarioState, rebases: u32) -> bool {
    let active = current.active_changes();
    let fits = match &command.request {
        Request::Append(made) => {
            current.baseline.accepts_step(&active, &made.changes).map_err(|error| error.to_string())
        }
        // What was to be taken back may no longer be the last change: the user decides again.
        Request::Undo | Request::Redo => Err(String::new()),
    };
    plan.server.set(current);
    match (&command.request, fits) {
        (Request::Append(made), Ok(())) if rebases <= REBASES => {
            let step = plan.describe_untracked(&made.changes);
            plan.toasts.show(Tone::Notice, texts::moved_onto(plan.i18n, &step), true);
            true
        }
        (Request::Append(made), fits) => {
            let step = plan.describe_untracked(&made.changes);
            let reason = fits.err().unwrap_or_default();
            drop_command(plan, command);
            plan.toasts.show(Tone::Refused, texts::no_longer_fits(plan.i18n, &step, &reason), false);
            false
        }
        _ => {
            drop_command(plan, command);
            plan.toasts.show(Tone::Refused, texts::step_dropped(plan.i18n), false);
            false
        }
    }
}

fn give_up(plan: PlanInHand, command: &Command, reason: &str) {
    let step = match &command.request {
        Request::Append(made) => plan.describe_untracked(&made.changes),
        Request::Undo | Request::Redo => String::new(),
    };
    drop_command(plan, command);
    plan.toasts.show(Tone::Refused, texts::refused(plan.i18n, &step, reason), false);
}

fn drop_command(plan: PlanInHand, command: &Command) {
    plan.toasts.withdraw_undo();
    plan.pending.update(|pending| pending.retain(|other| other.id != command.id));
    plan.save_state.set(SaveState::Saved(clock::time_of_day()));
}

async fn wait(plan: PlanInHand, pause: &mut i32) {
    if plan.save_state.get_untracked() != SaveState::NotSaved {
        plan.save_state.set(SaveState::NotSaved);
        plan.toasts.show(Tone::Refused, texts::not_saved(plan.i18n), false);
    }
    clock::sleep(*pause).await;
    *pause = (*pause * 2).min(LONGEST_PAUSE);
}
