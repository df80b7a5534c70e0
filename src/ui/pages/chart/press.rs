//! What a press on the chart becomes: a click, a drag of what was pressed, a shift of the chart, a frame around posts.

use super::camera::{self, SCROLLER};
use super::gesture::{Gesture, HOLD_MILLISECONDS, HOLD_TOLERANCE, Pointer, Step};
use super::placing;
use super::state::Chart;
use super::trial::{LiftedBy, Target};
use super::walk::Item;
use crate::diagram::scene::Area;
use crate::plan::{PostId, UnitId};
use crate::ui::browser::{canvas, pointer};
use crate::ui::dynamic::Held;
use leptos::ev;
use leptos::prelude::*;
use std::time::Duration;

/// How often the page scrolls while something is held at its edge.
const SCROLL_EVERY: Duration = Duration::from_millis(16);

/// What a press began on.
#[derive(Debug, Clone, PartialEq)]
enum Begun {
    /// Something that can be moved.
    On(Item),
    /// The ground: the chart is shifted.
    Ground,
    /// The ground, with Shift: a frame is drawn from here.
    Frame,
}

/// The press that is going on.
#[derive(Clone, Copy)]
pub struct Press {
    gesture: StoredValue<Option<Gesture>>,
    begun: StoredValue<Option<Begun>>,
    first: StoredValue<(f64, f64)>,
    place: StoredValue<(f64, f64)>,
    /// A press that became a drag is no click, wherever it ends.
    dragged: StoredValue<bool>,
    /// Corners of the frame that is being drawn, in the window.
    pub frame: Held<Option<Corners>>,
}

/// Two corners, in CSS pixels of the window.
pub type Corners = ((f64, f64), (f64, f64));

impl Press {
    /// Nothing is pressed.
    #[must_use]
    pub fn new() -> Self {
        Self {
            gesture: StoredValue::new(None),
            begun: StoredValue::new(None),
            first: StoredValue::new((0.0, 0.0)),
            place: StoredValue::new((0.0, 0.0)),
            dragged: StoredValue::new(false),
            frame: Held::new(None),
        }
    }

    /// Whether a press is going on.
    #[must_use]
    pub fn is_on(self) -> bool {
        self.gesture.with_value(Option::is_some)
    }

    /// Whether the last press was a drag; asked once, by the click that follows it.
    #[must_use]
    pub fn was_drag(self) -> bool {
        let was = self.dragged.get_value();
        self.dragged.set_value(false);
        was
    }

    /// A pointer went down.
    pub fn begin(self, chart: Chart, event: &ev::PointerEvent) {
        self.dragged.set_value(false);
        if event.button() != 0 || !event.is_primary() || chart.lift.with_untracked(Option::is_some) {
            return;
        }
        let is_mouse = pointer::is_mouse(event);
        let item = pointer::attribute_at(event, "id").and_then(|id| item_at(event, &id));
        let begun = match item {
            Some(item) => Begun::On(item),
            None if !is_mouse => return,
            None if event.shift_key() => Begun::Frame,
            None => Begun::Ground,
        };
        let at = (f64::from(event.client_x()), f64::from(event.client_y()));
        let kind = if is_mouse { Pointer::Mouse } else { Pointer::Touch };
        let id = event.pointer_id();
        self.gesture.set_value(Some(Gesture::pressed(id, kind, at)));
        self.begun.set_value(Some(begun));
        self.first.set_value(at);
        self.place.set_value(at);
        if kind == Pointer::Touch {
            let still = move || {
                self.gesture.try_with_value(|gesture| gesture.is_some_and(|gesture| gesture.pointer_id == id))
            };
            set_timeout(
                move || {
                    if still() == Some(true) {
                        self.take(chart, Gesture::held);
                    }
                },
                Duration::from_millis(HOLD_MILLISECONDS),
            );
        }
    }

    fn concerns(self, event: &ev::PointerEvent) -> bool {
        self.gesture
            .with_value(|gesture| gesture.is_some_and(|gesture| gesture.pointer_id == event.pointer_id()))
    }

    /// Lets the gesture decide and does what it says.
    fn take(self, chart: Chart, decide: impl FnOnce(&mut Gesture) -> Step) {
        let mut step = Step::None;
        self.gesture.update_value(|gesture| {
            if let Some(gesture) = gesture {
                step = decide(gesture);
            }
        });
        match step {
            Step::None => {}
            Step::Lift => self.lift(chart),
            Step::Move => self.follow(chart),
            Step::Drop if self.rested() => {
                chart.put_back();
                if let Some(Begun::On(item)) = self.begun.get_value() {
                    chart.choose_by_finger(&item);
                }
                self.end();
            }
            Step::Drop => {
                self.follow(chart);
                self.let_go(chart);
                self.end();
            }
            Step::Cancel => {
                chart.put_back();
                self.end();
            }
        }
    }

    /// Whether a finger was held on something and let go where it was.
    fn rested(self) -> bool {
        let ((x, y), (from_x, from_y)) = (self.place.get_value(), self.first.get_value());
        let is_touch = self
            .gesture
            .with_value(|gesture| gesture.is_some_and(|gesture| gesture.pointer == Pointer::Touch));
        is_touch
            && matches!(self.begun.get_value(), Some(Begun::On(_)))
            && (x - from_x).hypot(y - from_y) <= HOLD_TOLERANCE
    }

    fn lift(self, chart: Chart) {
        self.dragged.set_value(true);
        if let Some(Begun::On(item)) = self.begun.get_value() {
            chart.pick_up(&item, LiftedBy::Pointer);
            self.scroll(chart);
        }
        self.follow(chart);
    }

    /// What moves with the pointer follows at once; the unit below is tried when it is another one.
    fn follow(self, chart: Chart) {
        let (x, y) = self.place.get_value();
        match self.begun.get_value() {
            Some(Begun::Ground) => {
                let (from_x, from_y) = self.first.get_value();
                canvas::scroll_by(SCROLLER, from_x - x, from_y - y);
                self.first.set_value((x, y));
            }
            Some(Begun::Frame) => self.frame.set(Some((self.first.get_value(), (x, y)))),
            Some(Begun::On(_)) => {
                pointer::place(".drag-preview", x, y);
                chart.try_out(target_under(chart, x, y));
            }
            None => {}
        }
    }

    fn let_go(self, chart: Chart) {
        match self.begun.get_value() {
            Some(Begun::On(_)) => {
                chart.drop_here();
            }
            Some(Begun::Frame) => {
                if let Some(corners) = self.frame.get_untracked() {
                    select_framed(chart, corners);
                }
            }
            _ => {}
        }
    }

    /// Scrolls as long as something is held at an edge.
    fn scroll(self, chart: Chart) {
        set_timeout(
            move || {
                let goes_on = chart.lift.try_with_untracked(|lift| {
                    lift.as_ref().is_some_and(|lift| lift.by == LiftedBy::Pointer)
                });
                if goes_on == Some(true) {
                    let (x, y) = self.place.get_value();
                    pointer::scroll_at_edges(".chart-canvas", x, y);
                    self.scroll(chart);
                }
            },
            SCROLL_EVERY,
        );
    }

    fn end(self) {
        self.gesture.set_value(None);
        self.begun.set_value(None);
        self.frame.set(None);
    }

    /// Listens to the window, so that a pointer that leaves the chart is not lost.
    pub fn listen(self, chart: Chart) {
        Effect::new(move |_| {
            pointer::hold_scrolling_while_dragging();
            let moved = window_event_listener(ev::pointermove, move |event| {
                if self.concerns(&event) {
                    let at = (f64::from(event.client_x()), f64::from(event.client_y()));
                    self.place.set_value(at);
                    self.take(chart, |gesture| gesture.moved(at));
                }
            });
            let released = window_event_listener(ev::pointerup, move |event| {
                if self.concerns(&event) {
                    self.take(chart, Gesture::released);
                    self.end();
                }
            });
            let taken = window_event_listener(ev::pointercancel, move |event| {
                if self.concerns(&event) {
                    self.take(chart, Gesture::cancelled);
                    self.end();
                }
            });
            let escape = window_event_listener(ev::keydown, move |event| {
                if event.key() == "Escape" && self.is_on() {
                    event.prevent_default();
                    self.take(chart, Gesture::cancelled);
                }
            });
            on_cleanup(move || {
                moved.remove();
                released.remove();
                taken.remove();
                escape.remove();
                chart.put_back();
            });
        });
    }
}

/// The tree item under a press, but not the sign that folds it.
fn item_at(event: &ev::PointerEvent, id: &str) -> Option<Item> {
    if pointer::attribute_at(event, "data-fold").is_some() {
        return None;
    }
    let item = Item::of_element(id)?;
    let is_root = matches!(&item, Item::Unit(_)) && pointer::attribute_at(event, "data-root").is_some();
    (!is_root).then_some(item)
}

/// The place under the pointer for what is in the hand.
fn target_under(chart: Chart, x: f64, y: f64) -> Option<Target> {
    if pointer::attribute_under(x, y, "data-tray").is_some() {
        return Some(Target::Tray);
    }
    let unit = pointer::attribute_under(x, y, "data-unit").and_then(|id| UnitId::parse(&id).ok())?;
    let over = pointer::attribute_under(x, y, "data-post").and_then(|id| PostId::parse(&id).ok());
    let lift = chart.lift.get_untracked()?;
    // In the table a row has no edges that mean a place beside it.
    let Some(at) = in_chart(chart, ((x, y), (x, y))).or_else(|| in_table(&lift)) else {
        return Some(Target::Unit(unit)).filter(|target| target.unit() != lift.home.as_ref());
    };
    let target = chart.layout.with_untracked(|layout| {
        chart
            .facts
            .with_untracked(|facts| placing::target(&lift, unit, over.as_ref(), (at.x, at.y), layout, facts))
    });
    // Over its own unit it is where it was: nothing is tried before it has left it.
    let stays =
        matches!(&target, Target::Unit(unit) if lift.home.as_ref() == Some(unit)) && lift.trial.is_none();
    let itself =
        matches!((&target, lift.items.first()), (Target::Unit(unit), Some(Item::Unit(item))) if unit == item);
    (!stays && !itself).then_some(target)
}

/// Where there is no picture, posts and tasks need no place: only units are put beside others by their edges.
fn in_table(lift: &super::trial::Lift) -> Option<Area> {
    (!matches!(lift.items.first(), Some(Item::Unit(_)))).then(Area::default)
}

/// A part of the window in the chart's own units.
fn in_chart(chart: Chart, corners: Corners) -> Option<Area> {
    let frame = canvas::frame(SCROLLER, camera::PICTURE)?;
    let slack = chart.camera.sight.with_untracked(|sight| sight.slack);
    Some(placing::to_chart((frame.left, frame.top), chart.camera.zoom(), slack, corners))
}

/// Chooses the posts that a frame touches.
pub fn select_framed(chart: Chart, corners: Corners) {
    let Some(area) = in_chart(chart, corners) else { return };
    let found = chart.layout.with_untracked(|layout| {
        let boxes = layout.boxes.iter().filter(|place| place.area.overlaps(&area));
        let tiles = boxes.flat_map(|place| {
            let inside = move |tile: &&crate::diagram::chart::Tile| {
                !tile.is_share && tile.area.moved(place.area.x, place.area.y).overlaps(&area)
            };
            place.card.tiles.iter().filter(inside)
        });
        tiles.map(|tile| Item::Post(tile.post.clone())).collect()
    });
    chart.select(found);
}
