//! Keeps the page in step with the others: listens to the server, takes over what they do, tells them what this page
//! holds, and keeps in the browser what the server does not have yet.

mod keeping;
mod line;

use super::sequence::Sequence;
use super::{PlanInHand, texts};
use crate::api::{Hold, Holding, hold, load_scenario};
use crate::ui::browser::clock;
use crate::ui::state::{Connection, Tone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use line::Line;

/// Pause between two looks at the connection, in milliseconds.
const TICK: i32 = 1_000;

/// What is known of the scenario beside the plan in hand.
#[derive(Clone, Copy)]
struct Watch {
    plan: PlanInHand,
    /// The newest version that the server told of.
    news: RwSignal<i64>,
    looking: StoredValue<bool>,
}

/// Begins; once for a plan.
pub(super) fn start(plan: PlanInHand) {
    let news = RwSignal::new(plan.server.with_untracked(|state| state.version));
    let watch = Watch { plan, news, looking: StoredValue::new(false) };
    keeping::take_over(plan);
    keeping::keep(plan);
    Effect::new(move |_| {
        plan.pending.track();
        news.track();
        watch.consider();
    });
    tell_holding(plan);
    let mut line = Line::new(watch);
    spawn_local(async move {
        // Ends with the plan.
        while plan.server.try_with_untracked(|_| ()).is_some() {
            line.tick().await;
            keeping::touch(plan);
            clock::sleep(TICK).await;
        }
    });
}

impl Watch {
    /// The server told of a version.
    fn heard(self, version: i64) {
        if version > self.news.get_untracked() {
            self.news.set(version);
        }
    }

    /// Takes over a newer state, unless commands are on their way: their answers bring it.
    fn consider(self) {
        if self.is_behind() && !self.looking.get_value() {
            self.looking.set_value(true);
            spawn_local(async move {
                look(self).await;
                self.looking.set_value(false);
            });
        }
    }

    fn is_behind(self) -> bool {
        let known = self.plan.server.try_with_untracked(|state| state.version);
        let news = self.news.try_get_untracked();
        known.zip(news).is_some_and(|(known, news)| news > known) && is_idle(self.plan)
    }
}

/// A failed look says nothing: the next one comes soon, and a command that cannot be sent speaks for itself.
async fn look(watch: Watch) {
    let plan = watch.plan;
    let Some(scenario) = plan.server.try_with_untracked(|state| state.id) else { return };
    let Ok(current) = load_scenario(Some(scenario)).await else { return };
    let newer = plan
        .server
        .try_with_untracked(|state| current.id == state.id && current.version > state.version)
        .unwrap_or(false);
    if !newer || !is_idle(plan) {
        return;
    }
    watch.heard(current.version);
    let before = plan.server.with_untracked(Sequence::of);
    let after = Sequence::of(&current);
    plan.server.set(current);
    if before == after {
        // Its name, its status, its goals: nothing that could be undone.
        return;
    }
    plan.toasts.withdraw_undo();
    let added = after.active().next_back().filter(|_| after.active().count() > before.active().count());
    let text = match added {
        Some(made) => texts::somebody_changed(plan.i18n, &plan.describe_untracked(&made.changes)),
        None => texts::somebody_undid(plan.i18n),
    };
    plan.toasts.show(Tone::Notice, text, false);
}

fn is_idle(plan: PlanInHand) -> bool {
    let nothing_asked = plan.revising.try_get_value().is_none_or(|asked| asked == 0);
    nothing_asked && plan.pending.try_with_untracked(Vec::is_empty).unwrap_or(false)
}

/// Tells the others what this page holds, as long as there are others; one message after another, so that the last one
/// is the last to arrive.
fn tell_holding(plan: PlanInHand) {
    let together = plan.together;
    let telling = StoredValue::new(false);
    let told = StoredValue::new(None::<Holding>);
    Effect::new(move |_| {
        let presence = together.presence();
        let wanted = together.holding();
        let own = presence.workplaces.iter().find(|workplace| workplace.number == presence.own);
        // After a reconnection the server knows nothing of what it was told.
        if let Some(own) = own.filter(|_| !telling.get_value()) {
            told.set_value(own.holding.clone());
        }
        if presence.workplaces.len() < 2 || telling.get_value() || told.with_value(|told| *told == wanted) {
            return;
        }
        telling.set_value(true);
        spawn_local(async move {
            loop {
                let holding = untrack(|| together.holding());
                let scenario = plan.server.with_untracked(|state| state.id);
                let message = Hold { scenario, workplace: together.workplace(), holding: holding.clone() };
                let heard = hold(message).await.is_ok();
                told.set_value(holding.clone());
                if !heard || untrack(|| together.holding()) == holding {
                    break;
                }
            }
            telling.set_value(false);
        });
    });
}

/// Asks for the version where the server does not tell of it.
async fn ask(watch: Watch) {
    let Some(scenario) = watch.plan.server.try_with_untracked(|state| state.id) else { return };
    let together = watch.plan.together;
    match crate::api::scenario_version(scenario).await {
        Ok(version) => {
            together.set_signed_out(false);
            together.set_connection(Connection::There);
            watch.heard(version);
        }
        Err(crate::api::ApiError::SignedOut) => together.set_signed_out(true),
        Err(crate::api::ApiError::Transport { .. }) => together.set_connection(Connection::Lost),
        // It answers, if not as wished.
        Err(_) => {}
    }
}
