//! What the parts of the chart share: the day, its facts, what has the focus, what is being moved.

use super::trial::{Lift, LiftedBy, Trial};
use super::walk::{Item, Walk};
use crate::diagram::chart::Facts;
use crate::format::Language;
use crate::plan::{Action, Change, PostId, UnitId};
use crate::ui::browser::{clock, document, pointer};
use crate::ui::dynamic::{Held, Kept};
use crate::ui::i18n::{I18n, use_i18n};
use crate::ui::state::forecasts::Forecasts;
use crate::ui::state::{Announcer, PlanInHand};
use chrono::NaiveDate;
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The state of the page; in context below the page, a handle that can be copied.
#[derive(Clone, Copy)]
pub struct Chart {
    /// The plan in hand.
    pub plan: PlanInHand,
    /// The day that is shown.
    pub date: Held<NaiveDate>,
    /// What is shown of it.
    pub facts: Kept<Arc<Facts>>,
    /// Units whose posts and units below are hidden.
    pub closed: Held<BTreeSet<UnitId>>,
    /// The visible items in their order.
    pub walk: Kept<Walk>,
    /// The item that had the focus last; may be gone or hidden since.
    pub focused: Held<Option<Item>>,
    /// The item that Tab leads to.
    pub tab_stop: Kept<Option<Item>>,
    /// The post that is being moved.
    pub lift: Held<Option<Lift>>,
    /// The post whose dialog is open.
    pub opened: Held<Option<PostId>>,
    /// Language and texts.
    pub i18n: I18n,
    /// What the simulation says.
    pub forecasts: Forecasts,
    announcer: Announcer,
}

impl Chart {
    /// Puts the state into the context; needs the plan in hand there.
    pub fn provide(date: Held<NaiveDate>) -> Self {
        let plan = PlanInHand::expect();
        let facts = Kept::new(move || {
            let date = date.get();
            let baseline = plan.baseline().on(date, &[]);
            Arc::new(Facts::of(&plan.organisation(date), &baseline, date))
        });
        let closed = Held::new(BTreeSet::new());
        let walk = Kept::new(move || facts.with(|facts| closed.with(|closed| Walk::of(facts, closed))));
        let focused = Held::new(None::<Item>);
        let tab_stop = Kept::new(move || {
            let last = focused.get();
            walk.with(|walk| last.filter(|item| walk.has(item)).or_else(|| walk.first().cloned()))
        });
        let chart = Self {
            plan,
            date,
            facts,
            closed,
            walk,
            focused,
            tab_stop,
            lift: Held::new(None),
            opened: Held::new(None),
            i18n: use_i18n(),
            forecasts: Forecasts::expect(),
            announcer: Announcer::expect(),
        };
        provide_context(chart);
        chart
    }

    /// From context.
    #[must_use]
    pub fn expect() -> Self {
        expect_context()
    }

    /// The language of numbers and dates; tracks.
    #[must_use]
    pub fn language(self) -> Language {
        self.i18n.language()
    }

    /// Says a sentence to screen readers.
    pub fn say(self, sentence: impl Into<String>) {
        self.announcer.say(sentence);
    }

    /// The change that moves a post to a unit from the day shown on.
    #[must_use]
    pub fn move_change(self, post: &PostId, to: &UnitId) -> Change {
        Change {
            effective: self.date.get_untracked(),
            action: Action::MovePost { post: post.clone(), to: to.clone(), before: None },
        }
    }

    /// Why a post cannot go to a unit; none when it can.
    #[must_use]
    pub fn refusal(self, post: &PostId, to: &UnitId) -> Option<String> {
        self.plan.check(&self.move_change(post, to)).err().map(|reason| reason.to_string())
    }

    /// Picks a post up.
    pub fn pick_up(self, post: &PostId, by: LiftedBy) {
        let found = self.facts.with_untracked(|facts| facts.post(post).cloned());
        let Some(facts) = found else { return };
        self.focused.set(Some(Item::Post(post.clone())));
        self.lift.set(Some(Lift { post: facts, by, trial: None }));
        if by == LiftedBy::Pointer {
            document::set_root_attribute(pointer::DRAGGING, Some("true"));
        }
    }

    /// Tries the unit under the pointer or chosen by key; nothing when it is the one already tried.
    pub fn try_unit(self, target: Option<UnitId>) {
        let Some(lift) = self.lift.get_untracked() else { return };
        if lift.trial.as_ref().map(|trial| &trial.target) == target.as_ref() {
            return;
        }
        let language = untrack(|| self.language());
        let trial = target.map(|target| {
            let change = self.move_change(&lift.post.id, &target);
            let refused = self.refusal(&lift.post.id, &target);
            self.facts
                .with_untracked(|facts| Arc::new(Trial::of(&facts.plan, change, target, refused, language)))
        });
        self.try_out(trial.as_deref());
        self.lift.set(Some(Lift { trial, ..lift }));
    }

    /// Puts everything back.
    pub fn put_back(self) {
        document::set_root_attribute(pointer::DRAGGING, None);
        self.try_out(None);
        self.lift.set(None);
    }

    /// Lets the post go where it is; true when it moved.
    pub fn drop_here(self) -> bool {
        let Some(lift) = self.lift.get_untracked() else { return false };
        self.put_back();
        let Some(trial) = lift.trial else { return false };
        if let Some(reason) = &trial.refused {
            if trial.target != lift.post.unit {
                self.say(reason.clone());
            }
            return false;
        }
        self.move_post(&lift.post.id, &trial.target)
    }

    /// Moves a post from the day shown on; the focus follows it, nothing else moves.
    pub fn move_post(self, post: &PostId, to: &UnitId) -> bool {
        clock::mark("stellwerk:drop");
        match self.plan.apply(self.move_change(post, to)) {
            Ok(()) => {
                self.closed.update(|closed| {
                    closed.remove(to);
                });
                self.focus(Item::Post(post.clone()));
                true
            }
            Err(reason) => {
                self.say(reason.to_string());
                false
            }
        }
    }

    /// Moves the focus to an item, once it is drawn.
    pub fn focus(self, item: Item) {
        let id = item.element_id();
        self.focused.set(Some(item));
        request_animation_frame(move || request_animation_frame(move || pointer::focus_on(&id)));
    }

    /// Asks the simulation for the sentence of a trial.
    fn try_out(self, trial: Option<&Trial>) {
        super::effect::try_out(self, trial.filter(|trial| trial.refused.is_none()));
    }
}
