//! Keeps in the browser what the server does not have yet, and takes over what a page before this one has kept.

use super::super::queue::{self, Record};
use super::super::sequence::{Command, about_confirmed};
use super::super::{PlanInHand, SetAside, sending, texts};
use crate::ui::browser::{clock, storage};
use crate::ui::state::Tone;
use leptos::prelude::*;

fn record(plan: PlanInHand) -> Record {
    let version = plan.server.with_untracked(|state| state.version);
    Record::new(version, plan.pending.get_untracked(), plan.set_aside.get_untracked())
}

fn name(plan: PlanInHand) -> String {
    let scenario = plan.server.with_untracked(|state| state.id);
    queue::name(&plan.together.account(), scenario, plan.together.workplace())
}

/// Writes the record; false when the browser does not take it.
fn write(plan: PlanInHand, released: bool) -> bool {
    let record = record(plan);
    if record.is_empty() {
        storage::remove(&name(plan));
        return true;
    }
    record.text(clock::today_ms(), released).is_some_and(|text| storage::write(&name(plan), &text))
}

/// Keeps the record as it is, from now on.
pub(super) fn keep(plan: PlanInHand) {
    let told = StoredValue::new(false);
    Effect::new(move |_| {
        plan.pending.track();
        plan.set_aside.track();
        let kept = write(plan, false);
        if !kept && !told.get_value() {
            plan.toasts.show(Tone::Refused, texts::not_kept(plan.i18n), false);
        }
        told.set_value(!kept);
    });
    let leaving = window_event_listener_untyped("pagehide", move |_| {
        if plan.server.try_with_untracked(|_| ()).is_some() {
            // What the browser did not take before it does not take now.
            let _ = write(plan, true);
        }
    });
    on_cleanup(move || leaving.remove());
}

/// Shows that the record has a page.
pub(super) fn touch(plan: PlanInHand) {
    let nothing = plan.pending.with_untracked(Vec::is_empty) && plan.set_aside.with_untracked(Vec::is_empty);
    if !nothing {
        // If the browser does not take it, the user has been told.
        let _ = write(plan, false);
    }
}

/// Takes over the records of pages that have gone, and goes on sending what is in them.
pub(super) fn take_over(plan: PlanInHand) {
    let (scenario, version) = plan.server.with_untracked(|state| (state.id, state.version));
    let now = clock::today_ms();
    let (mut commands, mut late, mut aside) = (Vec::new(), Vec::new(), Vec::new());
    for name in storage::names(&queue::prefix(&plan.together.account(), scenario)) {
        let Some(text) = storage::read(&name) else { continue };
        let Ok(record) = Record::parse(&text) else {
            storage::remove(&name);
            plan.toasts.show(Tone::Refused, texts::unreadable(plan.i18n), false);
            continue;
        };
        if !record.is_free(now) {
            continue;
        }
        storage::remove(&name);
        // A step back that was never sent and is about what the server had means what was last then; on another state it would
        // mean something else.
        let about_confirmed = about_confirmed(&record.commands);
        for (command, about_confirmed) in record.commands.into_iter().zip(about_confirmed) {
            let is_late = record.version != version && command.version.is_none() && about_confirmed;
            if is_late { late.push(command) } else { commands.push(command) }
        }
        aside.extend(record.set_aside);
    }
    put_back(plan, commands, aside);
    for command in late {
        let words = plan.words(&command);
        plan.put_aside(&command, words, texts::not_after_reload(plan.i18n));
    }
}

fn put_back(plan: PlanInHand, commands: Vec<Command>, aside: Vec<SetAside>) {
    if !aside.is_empty() {
        plan.set_aside.update(|list| list.extend(aside));
    }
    let count = commands.len();
    if count > 0 {
        plan.pending.update(|pending| {
            // Before anything that was done since the page woke up.
            pending.splice(0..0, commands);
        });
        plan.toasts.show(Tone::Notice, texts::found_again(plan.i18n, count), false);
        sending::start(plan);
    }
}
