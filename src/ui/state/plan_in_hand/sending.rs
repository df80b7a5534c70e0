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
use uuid::Uuid;

/// How often a change is put on top of a newer state before the page sets it aside: more often than others can be faster.
const REBASES: u32 = 50;
/// How often a fault of the server is answered with another try.
const FAULTS: u32 = 3;
/// First pause after a failed try, in milliseconds; it doubles up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: i32 = 1_000;
const LONGEST_PAUSE: i32 = 30_000;
/// How often a waiting command looks whether the server can be heard again, in milliseconds.
const LOOK: i32 = 250;

/// Milliseconds before the first command goes out: the change itself is drawn first.
const DRAWN: i32 = 50;

/// Starts sending unless it is under way.
pub(super) fn start(plan: PlanInHand) {
    if plan.sending.get_value() {
        return;
    }
    plan.sending.set_value(true);
    saving(plan);
    spawn_local(async move {
        clock::sleep(DRAWN).await;
        while let Some(command) = plan.pending.with_untracked(|pending| pending.first().cloned()) {
            carry_out(plan, command).await;
        }
        plan.sending.set_value(false);
    });
}

/// Says that something is on its way, where it is not known to fail and was not said yet.
fn saving(plan: PlanInHand) {
    if matches!(plan.save_state.get_untracked(), SaveState::Saved(_)) {
        plan.save_state.set(SaveState::Saving);
    }
}

/// Sends one command until it is confirmed or set aside; it is no longer pending then.
async fn carry_out(plan: PlanInHand, mut command: Command) {
    let (mut rebases, mut faults, mut pause) = (0, 0, FIRST_PAUSE);
    loop {
        saving(plan);
        let version = plan.server.with_untracked(|state| state.version);
        note_version(plan, &mut command, Some(version));
        let error = match send(plan, &command).await {
            Ok(recorded) => return confirm(plan, &command, recorded),
            Err(error) => error,
        };
        match error {
            ApiError::Conflict { current } => {
                rebases += 1;
                // Refused on that version, hence never carried out: it may name another one.
                command.version = None;
                note_version(plan, &mut command, None);
                if !put_on_top(plan, &command, *current, rebases) {
                    return;
                }
            }
            ApiError::Internal { .. } if faults < FAULTS => {
                faults += 1;
                wait(plan, &mut pause, texts::not_saved(plan.i18n)).await;
            }
            ApiError::Transport { .. } | ApiError::Busy | ApiError::TooManyRequests => {
                wait(plan, &mut pause, texts::not_saved(plan.i18n)).await;
            }
            // It stays in the page until the disk takes it.
            ApiError::NotStored => wait(plan, &mut pause, error.to_string()).await,
            // Kept until somebody has signed in again, here or in another window.
            ApiError::SignedOut => {
                plan.together.set_signed_out(true);
                wait(plan, &mut pause, texts::not_saved(plan.i18n)).await;
            }
            refusal => {
                let words = plan.words(&command);
                let reason = untrack(|| refusal.sentence(plan.i18n.language()));
                return plan.put_aside(&command, words, reason);
            }
        }
    }
}

/// Notes on which version a command is sent, where it is kept over a reload: only so the server knows it again.
fn note_version(plan: PlanInHand, command: &mut Command, version: Option<i64>) {
    command.version = command.version.or(version);
    plan.pending.maybe_update(|pending| {
        let kept = pending.iter_mut().find(|kept| kept.id == command.id);
        let differs = kept.as_ref().is_some_and(|kept| kept.version != command.version);
        if let Some(kept) = kept {
            kept.version = command.version;
        }
        differs
    });
}

async fn send(plan: PlanInHand, command: &Command) -> Result<Recorded, ApiError> {
    let (scenario, version) = plan.server.with_untracked(|state| (state.id, state.version));
    let version = command.version.unwrap_or(version);
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
    plan.together.set_signed_out(false);
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
    // Before the newer state is taken: what the words name may be gone in it.
    let words = plan.words(command);
    let fits = match &command.request {
        Request::Append(made) => {
            let fits = current.baseline.accepts_step(&current.active_changes(), &made.changes);
            fits.map_err(|error| untrack(|| error.sentence(plan.i18n.language())))
        }
        // It is about the user's own steps: on the newer state it is worth another try where it means the same one.
        Request::Undo | Request::Redo => {
            let meant = plan.server.with_untracked(|known| next(known, &command.request));
            let same = meant.is_some() && meant == next(&current, &command.request);
            same.then_some(()).ok_or_else(|| texts::no_longer_last(plan.i18n))
        }
    };
    plan.server.set(current);
    match fits {
        Ok(()) if rebases <= REBASES => {
            if rebases == 1 {
                plan.toasts.show(Tone::Notice, texts::moved_onto(plan.i18n, &words), true);
            }
            true
        }
        fits => {
            plan.put_aside(command, words, texts::no_longer_fits(plan.i18n, &fits.err().unwrap_or_default()));
            false
        }
    }
}

/// The step that going back or forth is about.
fn next(state: &ScenarioState, request: &Request) -> Option<Uuid> {
    let mut own = state.steps.iter().filter(|step| step.own && !state.is_off(step));
    match request {
        Request::Undo => own.rfind(|step| !step.undone),
        _ => own.find(|step| step.undone),
    }
    .map(|step| step.id)
}

/// Waits until it is time for another try, or the server can be heard again.
async fn wait(plan: PlanInHand, pause: &mut i32, reason: String) {
    if plan.save_state.get_untracked() != SaveState::NotSaved {
        plan.save_state.set(SaveState::NotSaved);
        plan.toasts.show(Tone::Refused, reason, false);
    }
    let returns = plan.together.returns();
    let mut waited = 0;
    while waited < *pause {
        clock::sleep(LOOK).await;
        waited += LOOK;
        if plan.together.returns() != returns {
            *pause = FIRST_PAUSE;
            return;
        }
    }
    *pause = (*pause * 2).min(LONGEST_PAUSE);
}
