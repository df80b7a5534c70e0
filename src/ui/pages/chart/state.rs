//! What the parts of the chart share: the day, its facts, where everything lies, what has the focus, what is chosen.

use super::address;
use super::anchor::Anchor;
use super::camera::{self, Camera};
use super::desk::{Desk, Look};
use super::events::{self, DayEvent};
use super::moving::Asking;
use super::touched::Touched;
use super::trial::Lift;
use super::walk::{Item, Walk};
use super::workbench;
use crate::diagram::chart::{ChartLayout, Detail, Facts, Pointing, Shape, View};
use crate::format::Language;
use crate::plan::UnitId;
use crate::plan::gather::gathered;
use crate::ui::browser::{canvas, document, pointer};
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
    /// Whether tasks are listed in their units.
    pub tasks: Held<bool>,
    /// Which way the chart grows, and for which pointer.
    pub shape: Held<(Shape, Pointing)>,
    /// What happens on later days.
    pub events: Kept<Vec<DayEvent>>,
    /// The last day that can be chosen.
    pub last: Kept<NaiveDate>,
    /// Where everything lies.
    pub layout: Kept<Arc<ChartLayout>>,
    /// How large it is seen.
    pub camera: Camera,
    /// Keeps the card that is worked with in its place on the screen.
    pub anchor: Anchor,
    /// How much is drawn of each unit.
    pub detail: Kept<Detail>,
    /// The visible items in their order.
    pub walk: Kept<Walk>,
    /// The item that had the focus last; may be gone or hidden since.
    pub focused: Held<Option<Item>>,
    /// The item that Tab leads to.
    pub tab_stop: Kept<Option<Item>>,
    /// Chosen items, all of one kind.
    pub selected: Held<BTreeSet<Item>>,
    /// Whether a tap chooses: a finger has begun it.
    pub choosing: Held<bool>,
    /// What is being moved.
    pub lift: Held<Option<Lift>>,
    /// The items of the lift.
    pub lifted: Kept<BTreeSet<Item>>,
    /// The item whose dialog is open.
    pub opened: Held<Option<Item>>,
    /// The move that waits for its reason.
    pub asking: Held<Option<Asking>>,
    /// The dialog for print and files is wanted.
    pub exporting: Held<bool>,
    /// Whether a dialog has been opened: what it needs is loaded then.
    pub was_opened: Kept<bool>,
    /// The view that the address asked for, until it is shown.
    pub wished: StoredValue<Option<address::View>>,
    /// What is open beside the chart.
    pub desk: Desk,
    /// Language and texts.
    pub i18n: I18n,
    /// What the simulation says.
    pub forecasts: Forecasts,
    announcer: Announcer,
}

impl Chart {
    /// Puts the state into the context; needs the plan in hand there.
    pub fn provide(date: Held<NaiveDate>, closed: BTreeSet<UnitId>, tasks: bool) -> Self {
        let plan = PlanInHand::expect();
        let i18n = use_i18n();
        let desk = Desk::new();
        let camera = Camera::new();
        let anchor = Anchor::new(camera);
        let touched = Touched::new();
        let standing = Kept::new(move || plan.baseline().on(date.get(), &[]));
        let facts = Kept::new(move || {
            anchor.note(move |layout| touched.units(layout));
            let date = date.get();
            if let (true, Some(bench)) = (desk.look.get() != Look::After, workbench::now()) {
                return Arc::new((bench.look)(desk.look.get(), plan, date, i18n.language()));
            }
            Arc::new(standing.with(|standing| Facts::of(&plan.organisation(date), standing, date)))
        });
        let (closed, tasks) = (Held::new(closed), Held::new(tasks));
        let shape = Held::new((Shape::Wide, Pointing::Fine));
        let layout = Kept::new(move || {
            anchor.note(move |layout| touched.units(layout));
            let (shape, pointing) = shape.get();
            let (closed, tasks) = (closed.get(), tasks.get());
            let view = View { closed, tasks, shape, pointing, ..View::new(i18n.language()) };
            let layout = Arc::new(facts.with(|facts| ChartLayout::of(facts, &view)));
            anchor.show(&layout);
            layout
        });
        let events = Kept::new(move || {
            let first = plan.baseline();
            let changes = [first.decided.as_slice(), plan.changes().as_slice()].concat();
            events::of(&plan.changed_plan(), &changes, events::furthest(first.as_of), i18n.language())
        });
        let last = Kept::new(move || {
            let first = plan.baseline().as_of;
            events.with(|events| events::last_day(first, events))
        });
        let detail = Kept::new(move || camera::detail(camera.sight.with(|sight| sight.zoom)));
        let walk =
            Kept::new(move || facts.with(|facts| closed.with(|closed| Walk::of(facts, closed, tasks.get()))));
        let Touched { focused, selected, lift, opened } = touched;
        let tab_stop = Kept::new(move || {
            let last = focused.get();
            walk.with(|walk| last.filter(|item| walk.has(item)).or_else(|| walk.first().cloned()))
        });
        let lifted = Kept::new(move || {
            lift.with(|lift| {
                gathered::<BTreeSet<_>, _>(lift.iter().flat_map(|lift| lift.items.iter().cloned()))
            })
        });
        let ever = StoredValue::new(false);
        let was_opened = Kept::new(move || {
            let now = opened.with(Option::is_some) || ever.get_value();
            ever.set_value(now);
            now
        });
        let chart = Self {
            plan,
            date,
            facts,
            events,
            last,
            closed,
            tasks,
            shape,
            layout,
            camera,
            anchor,
            detail,
            walk,
            focused,
            tab_stop,
            selected,
            choosing: Held::new(false),
            lift,
            lifted,
            opened,
            was_opened,
            wished: StoredValue::new(None),
            desk,
            asking: Held::new(None),
            exporting: Held::new(false),
            i18n,
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

    /// How it is looked at, for the address.
    #[must_use]
    pub fn sight(self) -> address::Sight {
        let folded =
            || self.facts.with(|facts| self.closed.with(|closed| address::Folded::of(closed, facts)));
        untrack(|| address::Sight {
            measure: self.desk.measure.get(),
            look: self.desk.look.get(),
            without_share_lines: !self.desk.share_lines.get(),
            folded: folded(),
            tasks: self.tasks.get(),
            chosen: self.selected.get(),
            view: self.view(),
        })
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

    /// Folds or unfolds a unit; its card stays where it is.
    pub fn toggle(self, unit: &UnitId) {
        self.steady(unit, || {
            self.closed.update(|closed| {
                if !closed.remove(unit) {
                    closed.insert(unit.clone());
                }
            });
        });
    }

    /// Makes a change during which the card of a unit stays where it is on the screen, whatever else is worked with.
    pub fn steady(self, unit: &UnitId, change: impl FnOnce()) {
        self.anchor.pin(Some(unit.clone()));
        change();
        if !self.is_moving() {
            self.anchor.pin(None);
        }
    }

    /// The same where nothing is worked with; what is stays otherwise.
    pub fn steady_otherwise(self, unit: &UnitId, change: impl FnOnce()) {
        self.anchor.otherwise(Some(unit.clone()));
        change();
        if !self.is_moving() {
            self.anchor.otherwise(None);
        }
    }

    /// Whether the layout has changed and the chart is not back in its place yet.
    fn is_moving(self) -> bool {
        // Computed at once, so that its place is taken down.
        self.layout.with_untracked(|_| ());
        self.anchor.is_pending()
    }

    /// Brings an item into view, if it is outside; after a change once the chart is back in its place.
    pub fn reveal(self, item: &Item) {
        let show = move |item: &Item| {
            if let Some(area) = self.place_of(item) {
                self.camera.reveal(area);
            }
        };
        if self.is_moving() {
            let item = item.clone();
            self.anchor.then(move || show(&item));
        } else {
            show(item);
        }
    }

    /// Moves the focus to an item, once it is drawn and in view.
    pub fn focus(self, item: Item) {
        let id = item.element_id();
        self.reveal(&item);
        self.focused.set(Some(item));
        request_animation_frame(move || {
            request_animation_frame(move || {
                self.hold_tab_stop();
                pointer::focus_on(&id);
            });
        });
    }

    /// Gives the focus back to the item that had it, where the browser has lost it because it was drawn anew.
    pub fn regain_focus(self) {
        let Some(item) = self.focused.get_untracked() else { return };
        request_animation_frame(move || {
            request_animation_frame(move || {
                if document::focus_is_lost() {
                    pointer::focus_on(&item.element_id());
                }
            });
        });
    }

    /// Tells the browser which item Tab leads to.
    pub fn hold_tab_stop(self) {
        let item = self.tab_stop.with_untracked(|item| item.as_ref().map(Item::element_id));
        canvas::set_tab_stop(camera::TREE, &item.unwrap_or_default());
    }

    /// Where an item lies in the chart; none where it is folded away.
    #[must_use]
    pub fn place_of(self, item: &Item) -> Option<crate::diagram::scene::Area> {
        let home = match item {
            Item::Unit(unit) => Some(unit.clone()),
            other => self.facts.with_untracked(|facts| super::trial::home(other, facts)),
        }?;
        self.layout.with_untracked(|layout| {
            let place = layout.unit(&home)?;
            let inside = match item {
                Item::Unit(_) => return Some(place.area),
                Item::Post(post) => {
                    place.card.tiles.iter().find(|tile| tile.post == *post && !tile.is_share)?.area
                }
                Item::Task(task) => place.card.tasks.iter().find(|row| row.task == *task)?.area,
            };
            Some(inside.moved(place.area.x, place.area.y))
        })
    }
}
