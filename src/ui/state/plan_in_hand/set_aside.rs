//! What could not be carried out and is kept until the user decides: made again, or discarded. Nothing is lost silently.

use super::sequence::{Command, Made, Request, Sequence, take_out};
use super::{PlanInHand, SaveState, texts};
use crate::plan::ChangeError;
use crate::ui::browser::clock;
use crate::ui::state::Tone;
use serde::Serialize;
use uuid::Uuid;

/// Most that are kept; the oldest leave.
pub(super) const MOST: usize = 100;

/// Something that was asked and not carried out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SetAside {
    /// Identifies it.
    pub id: Uuid,
    /// What was asked, in words.
    pub words: String,
    /// Why it was not carried out: a sentence that names the place.
    pub reason: String,
    /// The time of day at which that turned out.
    pub at: String,
    /// What can be asked again; none for steps back and forth, which the user makes anew.
    pub made: Option<Made>,
}

impl PlanInHand {
    /// What was set aside, oldest first; tracks.
    #[must_use]
    pub fn set_aside(self) -> Vec<SetAside> {
        self.set_aside.get()
    }

    /// Asks for it again, on the state as it is now; with this reason where it came without one.
    ///
    /// # Errors
    /// Why it still does not fit; it stays set aside then.
    pub fn make_again(self, id: Uuid, given: Option<String>) -> Result<(), ChangeError> {
        let found = self.set_aside.with_untracked(|list| list.iter().find(|aside| aside.id == id).cloned());
        if let Some(Made { changes, reason }) = found.and_then(|aside| aside.made) {
            self.apply_step(changes, reason.or(given))?;
            self.discard(id);
        }
        Ok(())
    }

    /// Forgets it.
    pub fn discard(self, id: Uuid) {
        self.set_aside.update(|list| list.retain(|aside| aside.id != id));
    }

    /// What a command asks, in words; while the state that it was made on is still there.
    pub(super) fn words(self, command: &Command) -> String {
        let last = |undone: bool| {
            let sequence = self.server.with_untracked(Sequence::of);
            let place = if undone { sequence.to_redo() } else { sequence.to_undo() };
            let made = place.map(|place| &sequence.steps[place].made);
            made.map(|made| self.describe_untracked(&made.changes)).unwrap_or_default()
        };
        match &command.request {
            Request::Append(made) => self.describe_untracked(&made.changes),
            Request::Undo => texts::undo(self.i18n, &last(false)),
            Request::Redo => texts::redo(self.i18n, &last(true)),
        }
    }

    /// Takes a command out of what is on its way and keeps it aside with its reason; the user is told. What they have taken back
    /// meanwhile goes without a word.
    pub(super) fn put_aside(self, command: &Command, words: String, reason: String) {
        let mut taken_back = false;
        self.pending.update(|pending| taken_back = take_out(pending, command.id));
        self.save_state.set(SaveState::Saved(clock::time_of_day()));
        if taken_back {
            return;
        }
        self.toasts.withdraw_undo();
        self.toasts.show(Tone::Refused, texts::put_aside(self.i18n, &words, &reason), false);
        let made = match &command.request {
            Request::Append(made) => Some(made.clone()),
            Request::Undo | Request::Redo => None,
        };
        let aside = SetAside { id: command.id, words, reason, at: clock::time_of_day(), made };
        self.set_aside.update(|list| {
            list.retain(|other| other.id != aside.id);
            list.push(aside);
            let surplus = list.len().saturating_sub(MOST);
            list.drain(..surplus);
        });
    }
}
