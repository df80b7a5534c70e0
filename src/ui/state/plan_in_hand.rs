//! The plan in the user's hand: what the server has confirmed, and the changes that are on their way there.
//!
//! A change counts in the page at once. It is sent in the background, one command after another; the server's answer
//! confirms it, refuses it (the page then takes it back and says why) or tells that somebody else was faster (the
//! page takes the newer state and puts the change on top, if it still fits).

mod sending;
mod sequence;
mod texts;
mod watching;

use crate::api::ScenarioState;
use crate::plan::{Change, ChangeError, Organisation, Plan};
use crate::ui::dynamic::{Held, Kept};
use crate::ui::i18n::{I18n, use_i18n};
use crate::ui::state::{ShelfOfToasts, Tone};
use chrono::NaiveDate;
use leptos::prelude::*;
use sequence::{Command, Request, Sequence};
use std::sync::Arc;
use uuid::Uuid;

/// Whether the user's changes are safe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveState {
    /// Everything is stored; the time of day of the last confirmation, empty where nothing was sent yet.
    Saved(String),
    /// A command is on its way.
    Saving,
    /// The server cannot be reached; the page tries again.
    NotSaved,
}

/// The aggregate of the page. In context below `WithPlan`; copies are the same plan.
#[derive(Clone, Copy)]
pub struct PlanInHand {
    server: Held<ScenarioState>,
    pending: Held<Vec<Command>>,
    save_state: Held<SaveState>,
    sending: StoredValue<bool>,
    baseline: Kept<Arc<Plan>>,
    sequence: Kept<Arc<Sequence>>,
    toasts: ShelfOfToasts,
    i18n: I18n,
}

impl PlanInHand {
    /// From a state of the server; needs toasts and language in context.
    #[must_use]
    pub fn new(state: ScenarioState) -> Self {
        let server = Held::new(state);
        let pending = Held::new(Vec::<Command>::new());
        let baseline = Kept::new(move || server.with(|state| Arc::new(state.baseline.clone())));
        let sequence = Kept::new(move || {
            let confirmed = server.with(Sequence::of);
            pending.with(|pending| Arc::new(confirmed.after(pending.iter().map(|command| &command.request))))
        });
        Self {
            server,
            pending,
            save_state: Held::new(SaveState::Saved(String::new())),
            sending: StoredValue::new(false),
            baseline,
            sequence,
            toasts: ShelfOfToasts::expect(),
            i18n: use_i18n(),
        }
    }

    /// From context: every component below `WithPlan` may call this.
    #[must_use]
    pub fn expect() -> Self {
        expect_context()
    }

    /// The plan without any change; tracks.
    #[must_use]
    pub fn baseline(self) -> Arc<Plan> {
        self.baseline.get()
    }

    /// The changes in force, those not yet confirmed included, in the order they were made; tracks.
    #[must_use]
    pub fn changes(self) -> Vec<Change> {
        self.sequence.with(|sequence| sequence.active.clone())
    }

    /// The changes taken back that can be made again, the next one first; tracks.
    #[must_use]
    pub fn undone(self) -> Vec<Change> {
        self.sequence.with(|sequence| sequence.undone.clone())
    }

    /// The organisation of a day with all changes that count by then; tracks.
    #[must_use]
    pub fn organisation(self, date: NaiveDate) -> Organisation {
        self.baseline.with(|plan| self.sequence.with(|sequence| plan.on(date, &sequence.active)))
    }

    /// The plan with all changes, whenever they count; tracks.
    #[must_use]
    pub fn changed_plan(self) -> Plan {
        self.baseline.with(|plan| self.sequence.with(|sequence| plan.with_changes(&sequence.active).plan))
    }

    /// Whether a change would fit; for the sentence at a drop target. Does not track.
    ///
    /// # Errors
    /// Why it does not fit.
    pub fn check(self, change: &Change) -> Result<(), ChangeError> {
        let sequence = self.sequence.get_untracked();
        self.baseline.with_untracked(|plan| plan.accepts(&sequence.active, change))
    }

    /// Makes a change: it counts in the page at once, a toast offers undo, and it is sent to the server.
    ///
    /// # Errors
    /// Why it does not fit; nothing has changed then, and the caller says so where the gesture was made.
    pub fn apply(self, change: Change) -> Result<(), ChangeError> {
        self.check(&change)?;
        let name = self.describe_untracked(&change);
        self.request(Request::Append(Box::new(change)));
        self.toasts.show(Tone::Done, name, true);
        Ok(())
    }

    /// Whether several changes would fit, one after another. Does not track.
    ///
    /// # Errors
    /// Why the first that does not fit does not.
    pub fn check_step(self, changes: &[Change]) -> Result<(), ChangeError> {
        let mut active = self.sequence.get_untracked().active.clone();
        for change in changes {
            self.baseline.with_untracked(|plan| plan.accepts(&active, change))?;
            active.push(change.clone());
        }
        Ok(())
    }

    /// Makes several changes as one step.
    ///
    /// # Errors
    /// Why it does not fit.
    pub fn apply_step(self, changes: Vec<Change>, _reason: Option<String>) -> Result<(), ChangeError> {
        self.check_step(&changes)?;
        for change in changes {
            self.apply(change)?;
        }
        Ok(())
    }

    /// Takes the last change back, whoever made it; nothing when there is none.
    pub fn undo(self) {
        if let Some(name) = untrack(|| self.undo_name()) {
            self.toasts.withdraw_undo();
            self.request(Request::Undo);
            self.toasts.show(Tone::Done, texts::taken_back(self.i18n, &name), false);
        }
    }

    /// Makes the change taken back last again; nothing when there is none.
    pub fn redo(self) {
        if let Some(name) = untrack(|| self.redo_name()) {
            self.request(Request::Redo);
            self.toasts.show(Tone::Done, texts::made_again(self.i18n, &name), true);
        }
    }

    /// Whether a change is in force; tracks.
    #[must_use]
    pub fn can_undo(self) -> bool {
        self.sequence.with(|sequence| !sequence.active.is_empty())
    }

    /// The same without tracking, for event handlers.
    #[must_use]
    pub fn can_undo_untracked(self) -> bool {
        untrack(|| self.can_undo())
    }

    /// The same as [`Self::can_redo`] without tracking, for event handlers.
    #[must_use]
    pub fn can_redo_untracked(self) -> bool {
        untrack(|| self.can_redo())
    }

    /// Whether a change was taken back; tracks.
    #[must_use]
    pub fn can_redo(self) -> bool {
        self.sequence.with(|sequence| !sequence.undone.is_empty())
    }

    /// What the next undo takes back, in words; tracks.
    #[must_use]
    pub fn undo_name(self) -> Option<String> {
        self.sequence.with(|sequence| sequence.active.last().map(|change| self.describe(change)))
    }

    /// What the next redo makes again, in words; tracks.
    #[must_use]
    pub fn redo_name(self) -> Option<String> {
        self.sequence.with(|sequence| sequence.undone.first().map(|change| self.describe(change)))
    }

    /// Whether the changes are safe on the server; tracks.
    #[must_use]
    pub fn save_state(self) -> SaveState {
        self.save_state.get()
    }

    /// Keeps the page in step with other browsers; once, in the browser.
    pub fn watch(self) {
        watching::start(self);
    }

    fn describe(self, change: &Change) -> String {
        change.describe(&self.changed_plan(), self.i18n.language())
    }

    fn describe_untracked(self, change: &Change) -> String {
        untrack(|| self.describe(change))
    }

    fn request(self, request: Request) {
        self.pending.update(|pending| pending.push(Command { id: Uuid::new_v4(), request }));
        sending::start(self);
    }
}
