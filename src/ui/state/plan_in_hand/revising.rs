//! What the page of a scenario does with it beside adding changes: sent at once, answered with the whole scenario.

use super::{PlanInHand, Request, SaveState};
use crate::api::{ApiError, ScenarioId, ScenarioState};
use crate::ui::browser::clock;
use leptos::prelude::*;
use uuid::Uuid;

/// How often a command is made on a newer state when somebody was faster.
const TRIES: u32 = 5;

impl PlanInHand {
    /// Looks at what the server has confirmed; tracks.
    pub fn with_confirmed<R>(self, look: impl FnOnce(&ScenarioState) -> R) -> R {
        self.server.with(look)
    }

    /// The same without tracking, for event handlers.
    pub fn with_confirmed_untracked<R>(self, look: impl FnOnce(&ScenarioState) -> R) -> R {
        self.server.with_untracked(look)
    }

    /// Carries out a command on the version that the server has confirmed, and takes over the scenario that it answers.
    /// When somebody was faster, their state is taken over, and the command is made on it once more if it `may_rest` on
    /// another state than the one that was seen.
    ///
    /// # Errors
    /// Why it was not carried out.
    pub async fn carry_out<F>(
        self,
        may_rest: bool,
        send: impl Fn(ScenarioId, i64, Uuid) -> F,
    ) -> Result<(), ApiError>
    where
        F: Future<Output = Result<ScenarioState, ApiError>>,
    {
        self.revising.update_value(|asked| *asked += 1);
        let mut tries = if may_rest { TRIES } else { 1 };
        let done = loop {
            let (scenario, version) = self.server.with_untracked(|state| (state.id, state.version));
            tries -= 1;
            match send(scenario, version, Uuid::new_v4()).await {
                Ok(state) => {
                    self.take_over(state);
                    self.save_state.set(SaveState::Saved(clock::time_of_day()));
                    break Ok(());
                }
                Err(ApiError::Conflict { current }) if tries > 0 => self.take_over(*current),
                Err(ApiError::Conflict { current }) => {
                    self.take_over((*current).clone());
                    break Err(ApiError::Conflict { current });
                }
                Err(error) => break Err(error),
            }
        };
        self.revising.update_value(|asked| *asked -= 1);
        // Who was told of news meanwhile looks again.
        self.pending.notify();
        done
    }

    /// Takes the last steps back, or makes the steps taken back last again, so many of them, one command each.
    pub fn walk(self, steps: usize, back: bool) {
        self.toasts.withdraw_undo();
        for _ in 0..steps {
            self.request(if back { Request::Undo } else { Request::Redo });
        }
    }

    /// Takes over what the server answered, if it is newer than what is known.
    pub fn take_over(self, state: ScenarioState) {
        if self.server.with_untracked(|known| known.id == state.id && known.version < state.version) {
            self.toasts.withdraw_undo();
            self.server.set(state);
        }
    }
}
