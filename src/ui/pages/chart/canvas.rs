//! The chart itself: the tree, dragging by pointer, and every key.

use super::card::boxes;
use super::gesture::{Gesture, HOLD_MILLISECONDS, Pointer, Step};
use super::keys;
use super::state::Chart;
use super::trial::LiftedBy;
use super::walk::Item;
use crate::plan::{PostId, UnitId};
use crate::ui::browser::{document, pointer};
use crate::ui::dynamic::{Kept, live, part, rows};
use crate::ui::i18n::{t, t_string, use_i18n};
use leptos::ev;
use leptos::prelude::*;
use std::time::Duration;

/// How often the page scrolls while a post is held at its edge.
const SCROLL_EVERY: Duration = Duration::from_millis(16);

/// The press that is going on, where it is, and which post it is on.
#[derive(Clone, Copy)]
struct Press {
    gesture: StoredValue<Option<Gesture>>,
    post: StoredValue<Option<PostId>>,
    place: StoredValue<(f64, f64)>,
    /// A press that became a drag is no click, wherever it ends.
    dragged: StoredValue<bool>,
}

/// The chart as a tree.
#[component]
pub fn ChartCanvas() -> impl IntoView {
    let chart = Chart::expect();
    let i18n = use_i18n();
    let press = Press {
        gesture: StoredValue::new(None),
        post: StoredValue::new(None),
        place: StoredValue::new((0.0, 0.0)),
        dragged: StoredValue::new(false),
    };
    listen(chart, press);
    keep_focus(chart);
    let roots = Kept::new(move || chart.facts.with(|facts| facts.roots.clone()));
    let clicked = move |event: ev::MouseEvent| {
        if press.dragged.get_value() {
            press.dragged.set_value(false);
        } else if let Some(post) =
            pointer::attribute_at(&event, "data-post").and_then(|id| PostId::parse(&id).ok())
        {
            chart.opened.set(Some(post));
        }
    };
    let no_menu = move |event: ev::MouseEvent| {
        // A long press on a touch screen lifts the post; the browser's own menu would end it.
        if press.gesture.with_value(Option::is_some) {
            event.prevent_default();
        }
    };
    part(view! {
        <div class="chart-canvas" id="organigramm">
            <div class="chart-tree" role="tree" aria-label=t!(i18n, chart.tree_label)
                aria-describedby="organigramm-tasten"
                on:pointerdown=move |event| press.begin(chart, &event)
                on:click=clicked
                on:contextmenu=no_menu
                on:keydown=move |event| keys::pressed(chart, &event)
                on:dragstart=move |event| event.prevent_default()>
                {rows(move || boxes(roots.get()))}
            </div>
            <Preview/>
        </div>
    })
}

impl Press {
    fn begin(self, chart: Chart, event: &ev::PointerEvent) {
        self.dragged.set_value(false);
        if event.button() != 0 || !event.is_primary() || chart.lift.with_untracked(Option::is_some) {
            return;
        }
        let Some(post) = pointer::attribute_at(event, "data-post").and_then(|id| PostId::parse(&id).ok())
        else {
            return;
        };
        let at = (f64::from(event.client_x()), f64::from(event.client_y()));
        let kind = if pointer::is_mouse(event) { Pointer::Mouse } else { Pointer::Touch };
        self.gesture.set_value(Some(Gesture::pressed(event.pointer_id(), kind, at)));
        self.post.set_value(Some(post));
        self.place.set_value(at);
        if kind == Pointer::Touch {
            let id = event.pointer_id();
            set_timeout(
                move || {
                    if self
                        .gesture
                        .try_with_value(|gesture| gesture.is_some_and(|gesture| gesture.pointer_id == id))
                        == Some(true)
                    {
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
            Step::Drop => {
                self.follow(chart);
                chart.drop_here();
                self.end();
            }
            Step::Cancel => {
                chart.put_back();
                self.end();
            }
        }
    }

    fn lift(self, chart: Chart) {
        let Some(post) = self.post.get_value() else { return };
        self.dragged.set_value(true);
        chart.pick_up(&post, LiftedBy::Pointer);
        self.follow(chart);
        self.scroll(chart);
    }

    /// The preview follows at once, the unit below is tried when it is another one.
    fn follow(self, chart: Chart) {
        let (x, y) = self.place.get_value();
        pointer::place(".drag-preview", x, y);
        let unit = pointer::attribute_under(x, y, "data-unit").and_then(|id| UnitId::parse(&id).ok());
        let home = chart.lift.with_untracked(|lift| lift.as_ref().map(|lift| lift.post.unit.clone()));
        // Over its own unit the post is where it was: nothing is tried before it has left it.
        let left = chart.lift.with_untracked(|lift| lift.as_ref().is_some_and(|lift| lift.trial.is_some()));
        chart.try_unit(unit.filter(|unit| left || home.as_ref() != Some(unit)));
    }

    /// Scrolls as long as the post is held at an edge.
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
        self.post.set_value(None);
    }
}

/// A post that moves is drawn anew elsewhere; the focus that it had goes with it, also after undo.
fn keep_focus(chart: Chart) {
    let home = Kept::new(move || match chart.focused.get() {
        Some(Item::Post(post)) => {
            chart.facts.with(|facts| facts.post(&post).map(|facts| (post.clone(), facts.unit.clone())))
        }
        _ => None,
    });
    Effect::watch(
        move || home.get(),
        move |home, before, _| {
            let (Some(home), Some(Some(before))) = (home, before) else { return };
            if home.0 == before.0 && home.1 != before.1 {
                let id = Item::Post(home.0.clone()).element_id();
                request_animation_frame(move || {
                    request_animation_frame(move || {
                        if document::focus_is_lost() {
                            pointer::focus_on(&id);
                        }
                    });
                });
            }
        },
        false,
    );
}

/// Listens to the window, so that a pointer that leaves the chart is not lost.
fn listen(chart: Chart, press: Press) {
    Effect::new(move |_| {
        pointer::hold_scrolling_while_dragging();
        let moved = window_event_listener(ev::pointermove, move |event| {
            if press.concerns(&event) {
                let at = (f64::from(event.client_x()), f64::from(event.client_y()));
                press.place.set_value(at);
                press.take(chart, |gesture| gesture.moved(at));
            }
        });
        let released = window_event_listener(ev::pointerup, move |event| {
            if press.concerns(&event) {
                press.take(chart, Gesture::released);
                press.end();
            }
        });
        let taken = window_event_listener(ev::pointercancel, move |event| {
            if press.concerns(&event) {
                press.take(chart, Gesture::cancelled);
                press.end();
            }
        });
        let escape = window_event_listener(ev::keydown, move |event| {
            if event.key() == "Escape" && press.gesture.with_value(Option::is_some) {
                event.prevent_default();
                press.take(chart, Gesture::cancelled);
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

/// The lifted post beside the pointer.
#[component]
fn Preview() -> impl IntoView {
    let chart = Chart::expect();
    let i18n = use_i18n();
    let shown = Kept::new(move || {
        chart.lift.with(|lift| {
            let lift = lift.as_ref().filter(|lift| lift.by == LiftedBy::Pointer)?;
            let refused = lift.trial.as_ref().is_some_and(|trial| trial.refused.is_some());
            Some((lift.post.id.to_string(), lift.post.fte, refused))
        })
    });
    // Always in the document, so that the first move already finds it.
    part(view! {
        <div class="drag-preview" aria-hidden="true" hidden=move || shown.with(Option::is_none)
            data-refused=move || shown.with(|shown| shown.as_ref().is_some_and(|shown| shown.2)).then_some("true")>
            {live(move || shown.get().map(|(id, fte, _)| {
                let value = super::words::fte(fte, chart.language());
                part(view! {
                    <strong>{id}</strong>
                    <span>{t_string!(i18n, chart.fte_value, value)}</span>
                })
            }))}
        </div>
    })
}
