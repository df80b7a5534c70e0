//! The plan in the user's hand: what the server has confirmed, and the changes that are on their way there.
//!
//! A change counts in the page at once. It is sent in the background, one command after another; the server's answer
//! confirms it, refuses it (the page then takes it back and says why) or tells that somebody else was faster (the
//! page takes the newer state and puts the change on top, if it still fits).

mod batches;
#[cfg(any(feature = "hydrate", test))]
mod queue;
mod revising;
mod sending;
mod sequence;
mod set_aside;
mod texts;
#[cfg(feature = "hydrate")]
mod watching;

use crate::api::{ScenarioId, ScenarioState, Step};
use crate::plan::{Change, ChangeError, Misfit, Organisation, Plan};
use crate::simulation::Goal;
use crate::ui::dynamic::{Held, Kept};
use crate::ui::i18n::{I18n, use_i18n};
use crate::ui::state::{ShelfOfToasts, Together, Tone};
use chrono::NaiveDate;
use leptos::prelude::*;
pub use sequence::Made;
use sequence::{Command, Request, Sequence};
pub use set_aside::SetAside;
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
    set_aside: Held<Vec<SetAside>>,
    save_state: Held<SaveState>,
    together: Together,
    sending: StoredValue<bool>,
    /// Commands of another kind that are on their way, which answer with the whole scenario.
    revising: StoredValue<u32>,
    baseline: Kept<Arc<Plan>>,
    sequence: Kept<Arc<Sequence>>,
    /// The plan with all changes: much of a page is about it, and it is made once for each change.
    changed: Kept<Arc<Plan>>,
    toasts: ShelfOfToasts,
    i18n: I18n,
}

impl PlanInHand {
    /// From a state of the server; needs toasts, language and the others in context.
    #[must_use]
    pub fn new(state: ScenarioState) -> Self {
        let server = Held::new(state);
        let pending = Held::new(Vec::<Command>::new());
        let baseline = Kept::new(move || server.with(|state| Arc::new(state.baseline.clone())));
        let sequence = Kept::new(move || {
            let confirmed = server.with(Sequence::of);
            pending.with(|pending| Arc::new(confirmed.after(pending.iter().map(|command| &command.request))))
        });
        let changed = Kept::new(move || {
            baseline
                .with(|plan| sequence.with(|sequence| Arc::new(plan.with_changes(&sequence.changes()).plan)))
        });
        Self {
            server,
            pending,
            set_aside: Held::new(Vec::new()),
            save_state: Held::new(SaveState::Saved(String::new())),
            together: Together::expect(),
            sending: StoredValue::new(false),
            revising: StoredValue::new(0),
            baseline,
            sequence,
            changed,
            toasts: ShelfOfToasts::expect(),
            i18n: use_i18n(),
        }
    }

    /// From context: every component below `WithPlan` may call this.
    #[must_use]
    pub fn expect() -> Self {
        expect_context()
    }

    /// Which scenario it is; tracks.
    #[must_use]
    pub fn scenario(self) -> ScenarioId {
        self.server.with(|state| state.id)
    }

    /// The same without tracking, for event handlers.
    #[must_use]
    pub fn scenario_untracked(self) -> ScenarioId {
        self.server.with_untracked(|state| state.id)
    }

    /// The version of the scenario that the server has confirmed, without tracking.
    #[must_use]
    pub fn version_untracked(self) -> i64 {
        self.server.with_untracked(|state| state.version)
    }

    /// Tracks whatever the server has confirmed.
    pub fn track_confirmed(self) {
        self.server.track();
    }

    /// How many steps the server does not have yet; tracks.
    #[must_use]
    pub fn waiting(self) -> usize {
        self.pending.with(Vec::len)
    }

    /// What the scenario is to reach; tracks.
    #[must_use]
    pub fn goals(self) -> Vec<Goal> {
        self.server.with(|state| state.goals.clone())
    }

    /// The steps that the server has, with their identifiers; tracks.
    #[must_use]
    pub fn confirmed_steps(self) -> Vec<Step> {
        self.server.with(|state| state.steps.clone())
    }

    /// The scenario's name; tracks.
    #[must_use]
    pub fn scenario_name(self) -> String {
        self.server.with(|state| state.name.clone())
    }

    /// The plan without any change; tracks.
    #[must_use]
    pub fn baseline(self) -> Arc<Plan> {
        self.baseline.get()
    }

    /// The changes in force, those not yet confirmed included, in the order they were made; tracks.
    #[must_use]
    pub fn changes(self) -> Vec<Change> {
        self.sequence.with(|sequence| sequence.changes())
    }

    /// The steps in force, in the order they were made; tracks.
    #[must_use]
    pub fn steps(self) -> Vec<Made> {
        self.sequence.with(|sequence| sequence.active().cloned().collect())
    }

    /// The user's own steps taken back that can be made again, the next one first; tracks.
    #[must_use]
    pub fn undone(self) -> Vec<Made> {
        self.sequence.with(|sequence| sequence.undone().cloned().collect())
    }

    /// The organisation of a day with all changes that count by then; tracks.
    #[must_use]
    pub fn organisation(self, date: NaiveDate) -> Organisation {
        self.baseline.with(|plan| self.sequence.with(|sequence| plan.on(date, &sequence.changes())))
    }

    /// The plan with all changes, whenever they count; tracks.
    #[must_use]
    pub fn changed_plan(self) -> Arc<Plan> {
        self.changed.get()
    }

    /// Whether changes made together would fit; for the sentence at a drop target. Does not track.
    ///
    /// # Errors
    /// Why they do not fit.
    pub fn check_step(self, changes: &[Change]) -> Result<(), ChangeError> {
        let active = self.sequence.with_untracked(|sequence| sequence.changes());
        self.baseline.with_untracked(|plan| plan.accepts_step(&active, changes))
    }

    /// Makes one change; see [`Self::apply_step`].
    ///
    /// # Errors
    /// Why it does not fit.
    pub fn apply(self, change: Change) -> Result<(), ChangeError> {
        self.apply_step(vec![change], None)
    }

    /// Makes changes as one step: they count in the page at once, a toast offers undo, and they are sent to the server.
    ///
    /// # Errors
    /// Why they do not fit; nothing has changed then, and the caller says so where the gesture was made.
    pub fn apply_step(self, changes: Vec<Change>, reason: Option<String>) -> Result<(), ChangeError> {
        self.apply_noted(changes, reason, &[])
    }

    /// The same; what soft rules have to say of it, in whole sentences, stands in the toast.
    ///
    /// # Errors
    /// Why they do not fit; nothing has changed then.
    pub fn apply_noted(
        self,
        changes: Vec<Change>,
        reason: Option<String>,
        notes: &[String],
    ) -> Result<(), ChangeError> {
        self.check_step(&changes)?;
        let mut said = self.describe_untracked(&changes);
        if !notes.is_empty() {
            said = format!("{said}. {}", notes.join(" "));
        }
        self.request(Request::Append(Made { changes, reason }));
        self.toasts.show(Tone::Done, said, true);
        Ok(())
    }

    /// Makes any number of changes: as one step, or as several where one cannot hold them all.
    ///
    /// # Errors
    /// Why they do not fit together; nothing has changed then.
    pub fn apply_all(self, changes: Vec<Change>, reason: Option<&str>) -> Result<(), ChangeError> {
        self.check_step(&changes)?;
        batches::batches(changes)
            .into_iter()
            .try_for_each(|step| self.apply_step(step, reason.map(str::to_owned)))
    }

    /// Takes the user's own last step back; nothing when there is none. Where steps of others are built upon it, it stays, and
    /// the page says so.
    pub fn undo(self) {
        if let Some(name) = untrack(|| self.undo_name()) {
            if let Err(refused) = self.may_switch(&Request::Undo) {
                return self.toasts.show(Tone::Refused, self.i18n.refusal(&refused), false);
            }
            self.toasts.withdraw_undo();
            self.request(Request::Undo);
            self.toasts.show(Tone::Done, texts::taken_back(self.i18n, &name), false);
        }
    }

    /// Makes the user's own step that was taken back last again, in its place; nothing when there is none.
    pub fn redo(self) {
        if let Some(name) = untrack(|| self.redo_name()) {
            if let Err(refused) = self.may_switch(&Request::Redo) {
                return self.toasts.show(Tone::Refused, self.i18n.refusal(&refused), false);
            }
            self.request(Request::Redo);
            self.toasts.show(Tone::Done, texts::made_again(self.i18n, &name), true);
        }
    }

    /// Whether the rest would still fit without a step, or with one that comes back: the rule of the server.
    fn may_switch(self, request: &Request) -> Result<(), ChangeError> {
        let before = self.sequence.get_untracked();
        let place = if *request == Request::Undo { before.to_undo() } else { before.to_redo() };
        let after = Sequence::clone(&before).after([request]);
        let fits = self.baseline.with_untracked(|plan| plan.accepts_instead(&before.keyed(), &after.keyed()));
        fits.map_err(|Misfit { key, reason }| {
            ChangeError::of_switch(reason, key.map(|(at, _)| Some(at) == place))
        })
    }

    /// Whether a step of the user's own is in force; tracks.
    #[must_use]
    pub fn can_undo(self) -> bool {
        self.sequence.with(|sequence| sequence.to_undo().is_some())
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

    /// Whether a step of the user's own was taken back; tracks.
    #[must_use]
    pub fn can_redo(self) -> bool {
        self.sequence.with(|sequence| sequence.to_redo().is_some())
    }

    /// What the next undo takes back, in words; tracks.
    #[must_use]
    pub fn undo_name(self) -> Option<String> {
        self.sequence.with(|sequence| self.name_at(sequence, sequence.to_undo()))
    }

    /// What the next redo makes again, in words; tracks.
    #[must_use]
    pub fn redo_name(self) -> Option<String> {
        self.sequence.with(|sequence| self.name_at(sequence, sequence.to_redo()))
    }

    fn name_at(self, sequence: &Sequence, place: Option<usize>) -> Option<String> {
        place.map(|place| self.describe(&sequence.steps[place].made.changes))
    }

    /// Whether the changes are safe on the server; tracks.
    #[must_use]
    pub fn save_state(self) -> SaveState {
        self.save_state.get()
    }

    /// Keeps the page in step with other browsers, and its commands over a reload; once, in the browser, below an
    /// owner that lives as long as this.
    pub fn watch(self) {
        #[cfg(feature = "hydrate")]
        watching::start(self);
    }

    /// A step in words: its first change, and how many more there are.
    #[must_use]
    pub fn describe(self, changes: &[Change]) -> String {
        self.describe_up_to(changes, 1)
    }

    /// A step in words: so many of its changes, and how many more there are.
    #[must_use]
    pub fn describe_up_to(self, changes: &[Change], most: usize) -> String {
        let (language, plan) = (self.i18n.language(), self.changed_plan());
        let told: Vec<String> =
            changes.iter().take(most).map(|change| change.describe(&plan, language)).collect();
        let words = told.join("; ");
        match changes.len().saturating_sub(most) {
            0 => words,
            more => texts::and_more(self.i18n, &words, more),
        }
    }

    fn describe_untracked(self, changes: &[Change]) -> String {
        untrack(|| self.describe(changes))
    }

    fn request(self, request: Request) {
        self.pending.update(|pending| pending.push(Command { id: Uuid::new_v4(), request, version: None }));
        sending::start(self);
    }
}
