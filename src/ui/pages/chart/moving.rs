//! Moving posts, tasks and units: picking up, trying a unit, putting back, letting go.

use super::effect;
use super::state::Chart;
use super::trial::{Lift, LiftedBy, Target, Trial, changes_for, home};
use super::walk::Item;
use super::workbench::{self, Workbench};
use crate::plan::rules::{Finding, Severity};
use crate::plan::{Change, ChangeError, PostId, UnitId};
use crate::ui::browser::{clock, document, pointer};
use crate::ui::i18n::t_string;
use leptos::prelude::*;
use std::sync::Arc;

/// How long a pointer rests over a place before soft rules speak, in milliseconds.
const REST: i32 = 120;

/// Changes that soft rules have something to say about.
#[derive(Debug, Clone, PartialEq)]
pub struct Asking {
    /// Which.
    pub changes: Vec<Change>,
    /// What the rules say.
    pub findings: Vec<Finding>,
    /// By which gesture, for what follows on the screen.
    pub gesture: Gesture,
}

/// What the hand did.
#[derive(Debug, Clone, PartialEq)]
pub enum Gesture {
    /// Items go to a place of the chart.
    Move {
        /// What moves.
        items: Vec<Item>,
        /// Where to.
        target: Target,
    },
    /// The end of posts is moved in the ribbon.
    End {
        /// The first of them: its bar gets the focus back.
        post: PostId,
        /// What is said when it is done.
        words: String,
    },
}

impl Chart {
    /// What moves when an item is picked up: all that is chosen, if it is one of them, else the item alone.
    #[must_use]
    pub fn hand(self, item: &Item) -> Vec<Item> {
        self.selected.with_untracked(|selected| {
            if selected.contains(item) { selected.iter().cloned().collect() } else { vec![item.clone()] }
        })
    }

    /// Why items cannot go to a place; none when they can.
    #[must_use]
    pub fn refusal(self, items: &[Item], target: &Target) -> Option<String> {
        let changes = self.changes_for(items, target);
        self.refused(&changes)
    }

    fn changes_for(self, items: &[Item], target: &Target) -> Vec<Change> {
        let date = self.date.get_untracked();
        self.facts.with_untracked(|facts| changes_for(items, target, facts, date))
    }

    fn refused(self, changes: &[Change]) -> Option<String> {
        if changes.is_empty() {
            return Some(t_string!(self.i18n, chart.no_place).to_owned());
        }
        self.plan.check_step(changes).err().map(|reason| self.i18n.refusal(&reason))
    }

    /// Picks items up.
    pub fn pick_up(self, item: &Item, by: LiftedBy) {
        let items = self.hand(item);
        let home = self.facts.with_untracked(|facts| home(item, facts));
        let name = self.name(&items);
        self.focused.set(Some(item.clone()));
        self.lift.set(Some(Lift { items, name, home, by, trial: None }));
        if by == LiftedBy::Pointer {
            document::set_root_attribute(pointer::DRAGGING, Some("true"));
        }
    }

    /// What items are called: „AA-05“, „Sachgebiet Integration“, „3 Stellen“.
    #[must_use]
    pub fn name(self, items: &[Item]) -> String {
        match items {
            [Item::Post(post)] => post.to_string(),
            [Item::Unit(unit)] => self
                .facts
                .with_untracked(|facts| facts.units.get(unit).map(|unit| unit.name.clone()))
                .unwrap_or_default(),
            [Item::Task(task)] => self
                .facts
                .with_untracked(|facts| facts.plan.case_type(task).map(|task| task.name.clone()))
                .unwrap_or_default(),
            [Item::Task(_), ..] => t_string!(self.i18n, chart.several_tasks, count = items.len()),
            _ => t_string!(self.i18n, chart.several_posts, count = items.len()),
        }
    }

    /// Tries the place under the pointer or chosen by key; nothing when it is the one already tried.
    pub fn try_out(self, target: Option<Target>) {
        let Some(lift) = self.lift.get_untracked() else { return };
        if lift.trial.as_ref().map(|trial| &trial.target) == target.as_ref() {
            return;
        }
        let language = untrack(|| self.language());
        // A key says everything at once; a pointer passes over many places, and the rules speak where it rests.
        let rules = workbench::now().map(|bench| bench.rules).filter(|_| lift.by == LiftedBy::Keys);
        let trial = target.clone().map(|target| {
            let changes = self.changes_for(&lift.items, &target);
            let refused = self.refused(&changes);
            Arc::new(self.facts.with_untracked(|facts| {
                let trial = Trial::of(&facts.plan, changes, target, refused, language);
                match rules {
                    Some(rules) => trial.noted(&facts.plan, rules, language),
                    None => trial,
                }
            }))
        });
        effect::try_out(self, trial.as_deref().filter(|trial| trial.refused.is_none()));
        let by = lift.by;
        self.lift.set(Some(Lift { trial, ..lift }));
        if let Some(target) = target.filter(|_| by == LiftedBy::Pointer) {
            leptos::task::spawn_local(async move {
                clock::sleep(REST).await;
                self.note(&target);
            });
        }
    }

    /// Adds what soft rules say of the place, if it is still the one that is tried.
    fn note(self, target: &Target) {
        let Some(Some(lift)) = self.lift.try_with_untracked(Clone::clone) else { return };
        let silent = |trial: &&Arc<Trial>| {
            trial.target == *target && trial.refused.is_none() && trial.notes.is_empty()
        };
        let (Some(trial), Some(bench)) = (lift.trial.as_ref().filter(silent), workbench::now()) else {
            return;
        };
        let language = untrack(|| self.language());
        let noted =
            self.facts.with_untracked(|facts| Trial::clone(trial).noted(&facts.plan, bench.rules, language));
        if !noted.notes.is_empty() {
            self.lift.set(Some(Lift { trial: Some(Arc::new(noted)), ..lift }));
        }
    }

    /// Puts everything back.
    pub fn put_back(self) {
        document::set_root_attribute(pointer::DRAGGING, None);
        effect::try_out(self, None);
        self.lift.set(None);
    }

    /// Lets go where it is; true when something moved.
    pub fn drop_here(self) -> bool {
        let Some(lift) = self.lift.get_untracked() else { return false };
        document::set_root_attribute(pointer::DRAGGING, None);
        self.lift.set(None);
        let moved = self.move_tried(&lift);
        // What moved was tried: the workers go on with that while the chart is drawn anew, as the panel asks for the same.
        if !moved {
            effect::try_out(self, None);
        }
        moved
    }

    fn move_tried(self, lift: &Lift) -> bool {
        let Some(trial) = &lift.trial else { return false };
        if let Some(reason) = &trial.refused {
            if trial.target.unit() != lift.home.as_ref() {
                self.say(reason.clone());
            }
            return false;
        }
        self.move_to(&lift.items, &trial.target)
    }

    /// Moves items from the day shown on; where a soft rule asks for a reason, only once it is given. Whether it moves.
    pub fn move_to(self, items: &[Item], target: &Target) -> bool {
        clock::mark("stellwerk:drop");
        let changes = self.changes_for(items, target);
        if let Some(reason) = self.refused(&changes) {
            self.say(reason);
            return false;
        }
        let gesture = Gesture::Move { items: items.to_vec(), target: target.clone() };
        self.justify(changes, gesture);
        true
    }

    /// Makes changes that fit; where a soft rule asks for a reason, only once it is given.
    pub fn justify(self, changes: Vec<Change>, gesture: Gesture) {
        let asking = Asking { changes, findings: Vec::new(), gesture };
        match workbench::now() {
            Some(bench) => self.ask(asking, bench),
            // The rules come with the part of the page that is still on its way.
            None => leptos::task::spawn_local(async move { self.ask(asking, workbench::load().await) }),
        }
    }

    /// Asks for a reason where a rule wants one, else carries out at once.
    fn ask(self, asking: Asking, bench: Workbench) {
        let (plan, active) = untrack(|| (self.plan.baseline(), self.plan.changes()));
        let findings = (bench.findings)(&plan, &active, &asking.changes, untrack(|| self.language()));
        let needs_reason = findings.iter().any(|finding| finding.severity == Severity::NeedsReason);
        let asking = Asking { findings, ..asking };
        if needs_reason {
            self.asking.set(Some(asking));
        } else {
            self.carry_out(asking, None);
        }
    }

    /// Makes the changes; hints of the rules stand in the message about them, unless they were read with the question.
    pub fn carry_out(self, asking: Asking, reason: Option<String>) {
        let Asking { changes, findings, gesture } = asking;
        let hints: Vec<String> = match &reason {
            Some(_) => Vec::new(),
            None => findings.into_iter().map(|finding| finding.sentence).collect(),
        };
        let make = move || self.plan.apply_noted(changes, reason, &hints);
        match gesture {
            Gesture::Move { items, target } => self.moved(&items, &target, make),
            Gesture::End { post, words } => match make() {
                Ok(()) => {
                    self.say(words);
                    focus_on_end(&post);
                }
                Err(reason) => self.say(self.i18n.refusal(&reason)),
            },
        }
    }

    /// Moves; the focus follows the first item, the card of the target stays where it is.
    fn moved(self, items: &[Item], target: &Target, make: impl FnOnce() -> Result<(), ChangeError>) {
        let steady = target.unit().cloned().or_else(|| {
            let first = items.first()?;
            self.facts.with_untracked(|facts| home(first, facts))
        });
        let mut done = Ok(());
        let make = || {
            done = make();
            if let (Ok(()), Some(unit)) = (&done, target.unit()) {
                self.closed.maybe_update(|closed| closed.remove(unit));
            }
        };
        match steady {
            Some(unit) => self.steady(&unit, make),
            None => make(),
        }
        if let Err(reason) = done {
            self.say(self.i18n.refusal(&reason));
            return;
        }
        self.selected.maybe_update(|selected| !std::mem::take(selected).is_empty());
        self.choosing.set(false);
        if let Some(item) = items.first() {
            self.focus(item.clone());
        }
    }

    /// What a card shows while something is being moved, in a word for the style sheet; tracks.
    #[must_use]
    pub fn hint_kind(self, unit: &UnitId) -> Option<&'static str> {
        self.lift.with(|lift| {
            let lift = lift.as_ref()?;
            let source = lift.home.as_ref() == Some(unit);
            let Some(trial) = &lift.trial else { return Some(if source { "source" } else { "possible" }) };
            Some(match (trial.target.unit() == Some(unit), &trial.refused) {
                (true, Some(_)) => "refused",
                (true, None) => "target",
                (false, _) if source => "source",
                (false, _) if trial.sentence(unit).is_some() => "touched",
                (false, _) => "possible",
            })
        })
    }
}

/// The bar of posts is drawn anew at its day; the focus goes with it.
fn focus_on_end(post: &PostId) {
    let bar = format!("[data-kw=\"{post}\"]");
    request_animation_frame(move || {
        request_animation_frame(move || {
            document::focus(&bar);
        });
    });
}
