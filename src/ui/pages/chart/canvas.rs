//! The chart itself: one picture with a tree in it, dragging by pointer, and every key.

use super::camera::{self, Camera, PICTURE, SCROLLER, TREE};
use super::held::HeldMarks;
use super::hints::Hints;
use super::keys;
use super::press::Press;
use super::remembering::Remember;
use super::state::Chart;
use super::tray::Tray;
use super::trial::LiftedBy;
use super::unit_group::UnitGroup;
use super::walk::Item;
use super::workbench::{self, Workbench};
use crate::diagram::chart::{Pointing, Shape};
use crate::diagram::coordinate;
use crate::diagram::path_data;
use crate::plan::UnitId;
use crate::ui::browser::{canvas, pointer};
use crate::ui::dynamic::{Held, Kept, Row, live, part, rows};
use crate::ui::i18n::{t, use_i18n};
use leptos::ev;
use leptos::prelude::*;

/// The chart as a tree in a picture.
#[component]
pub fn ChartCanvas() -> impl IntoView {
    let chart = Chart::expect();
    let i18n = use_i18n();
    let press = Press::new();
    press.listen(chart);
    open(chart);
    keep_focus(chart);
    let bench = workbench::there();
    let Remember(remember) = expect_context();
    let stage = Kept::new(move || {
        let sight = chart.camera.sight.get();
        chart.layout.with(|layout| camera::stage(layout, sight))
    });
    let no_menu = move |event: ev::MouseEvent| {
        // A long press on a touch screen lifts the post; the browser's own menu would end it.
        if press.is_on() {
            event.prevent_default();
        }
    };
    let focused = move |event: ev::FocusEvent| {
        let item = pointer::attribute_at(&event, "id").and_then(|id| Item::of_element(&id));
        match item {
            Some(item) => chart.focused.set(Some(item)),
            // The item that Tab means is not drawn: it is brought into view first.
            None => {
                if let Some(item) = chart.tab_stop.get_untracked() {
                    chart.focus(item);
                }
            }
        }
    };
    part(view! {
        <div class="chart-canvas" id=SCROLLER data-shape=move || narrow(chart).then_some("narrow")
            on:pointerdown=move |event| press.begin(chart, &event)
            on:scroll=move |_| {
                look_soon(chart.camera);
                remember.run(());
            }>
            <svg id=PICTURE class="chart-picture" xmlns="http://www.w3.org/2000/svg" preserveAspectRatio="xMidYMin meet"
                viewBox=move || stage.get().0
                width=move || stage.get().1
                height=move || stage.get().2>
                <path class="edge" d=move || lines(chart, false)></path>
                <path class="edge staff" d=move || lines(chart, true)></path>
                <path class="edge secondary" data-testid="share-line" d=move || share_lines(chart, bench)></path>
                // A stop of Tab until the page is awake and knows which item is.
                <g id=TREE role="tree" tabindex="0" aria-multiselectable="true" aria-label=t!(i18n, chart.tree_label)
                    aria-describedby="organigramm-tasten"
                    on:click=move |event| clicked(chart, press, &event)
                    on:contextmenu=no_menu
                    on:focusin=focused
                    on:keydown=move |event| keys::pressed(chart, &event)
                    on:dragstart=move |event| event.prevent_default()>
                    {rows(move || groups(chart))}
                </g>
                <HeldMarks/>
                <Hints/>
            </svg>
        </div>
        <Tray press/>
        <Frame press/>
        <Preview/>
    })
}

fn narrow(chart: Chart) -> bool {
    matches!(chart.shape.get().0, Shape::Narrow(_))
}

/// The units that are drawn.
fn groups(chart: Chart) -> Vec<Row> {
    let window = chart.camera.sight.with(|sight| sight.window);
    let posts = chart.facts.with(|facts| facts.plan.posts.len());
    let units: Vec<UnitId> = chart.layout.with(|layout| {
        let drawn = camera::drawn(layout, posts, window);
        drawn
            .into_iter()
            .filter_map(|index| layout.boxes.get(index))
            .map(|place| place.unit.clone())
            .collect()
    });
    units
        .into_iter()
        .map(|id| Row::new(id.to_string(), move || view! { <UnitGroup id/> }.into_any()))
        .collect()
}

/// All lines of one kind as one path.
fn lines(chart: Chart, staff: bool) -> String {
    chart.layout.with(|layout| {
        let edges = layout.edges.iter().filter(|edge| edge.staff == staff);
        edges.map(|edge| path_data(&edge.points, false)).collect()
    })
}

/// The lines to the parts of posts in other units. Until the part that finds their ways is there, what the server has drawn stays:
/// an attribute that it has sent is left alone as the page wakes up.
fn share_lines(chart: Chart, bench: Held<Option<Workbench>>) -> String {
    let bench = bench.get().filter(|_| chart.desk.share_lines.get());
    let drawn = |bench: Workbench| {
        chart.facts.with(|facts| chart.layout.with(|layout| (bench.share_lines)(facts, layout)))
    };
    bench.map(drawn).unwrap_or_default()
}

/// A click opens a post, folds a unit at its sign, and with Shift or Ctrl, or once a finger has begun to choose, chooses.
fn clicked(chart: Chart, press: Press, event: &ev::MouseEvent) {
    if press.was_drag() {
        return;
    }
    if let Some(unit) = pointer::attribute_at(event, "data-fold").and_then(|id| UnitId::parse(&id).ok()) {
        chart.toggle(&unit);
        return;
    }
    let Some(item) = pointer::attribute_at(event, "id").and_then(|id| Item::of_element(&id)) else { return };
    if event.ctrl_key() || event.meta_key() {
        chart.choose_also(&item);
    } else if event.shift_key() {
        let from = chart.focused.get_untracked().unwrap_or_else(|| item.clone());
        chart.choose_to(&from, &item);
    } else if chart.choosing.get_untracked() {
        chart.tapped(&item);
    } else {
        chart.opened.set(Some(item));
    }
}

/// Finds the room of the chart, fits it, and follows the window from then on.
fn open(chart: Chart) {
    Effect::new(move |_| {
        chart.forecasts.load();
        let coarse = if canvas::is_coarse() { Pointing::Coarse } else { Pointing::Fine };
        let arrange = move || {
            let Some(shape) = Camera::shape() else { return };
            if chart.shape.with_untracked(|now| *now != (shape, coarse)) {
                chart.shape.set((shape, coarse));
            }
            if !chart.restore() {
                chart.layout.with_untracked(|layout| chart.camera.fit(layout, false));
            }
        };
        arrange();
        let width = StoredValue::new(canvas::frame(SCROLLER, PICTURE).map(|frame| frame.width));
        let resized = window_event_listener(ev::resize, move |_| {
            let now = canvas::frame(SCROLLER, PICTURE).map(|frame| frame.width);
            // A bar that comes or goes at the top of a phone changes the height only.
            if width.get_value() == now {
                look_soon(chart.camera);
            } else {
                width.set_value(now);
                arrange();
            }
        });
        let scrolled = window_event_listener(ev::scroll, move |_| look_soon(chart.camera));
        canvas::on_zoom(SCROLLER, move |factor, x, y| chart.camera.zoom_by(factor, Some((x, y))));
        on_cleanup(move || {
            resized.remove();
            scrolled.remove();
        });
    });
    Effect::new(move |_| {
        let ids: Vec<String> = chart.lifted.with(|lifted| lifted.iter().map(Item::element_id).collect());
        canvas::mark("data-lifted", &ids);
    });
    Effect::new(move |_| {
        chart.tab_stop.with(|_| ());
        chart.hold_tab_stop();
    });
}

/// Looks before the next frame is drawn, once however often it is asked for.
fn look_soon(camera: Camera) {
    thread_local! {
        static ASKED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
    }
    if !ASKED.replace(true) {
        request_animation_frame(move || {
            ASKED.set(false);
            camera.look();
        });
    }
}

/// A post that moves is drawn anew elsewhere; the focus that it had goes with it, also after undo.
fn keep_focus(chart: Chart) {
    let home = Kept::new(move || {
        let item = chart.focused.get()?;
        let home = chart.facts.with(|facts| super::trial::home(&item, facts))?;
        Some((item, home))
    });
    Effect::watch(
        move || home.get(),
        move |home, before, _| {
            let (Some(home), Some(Some(before))) = (home, before) else { return };
            if home.0 == before.0 && home.1 != before.1 {
                chart.regain_focus();
            }
        },
        false,
    );
}

/// The frame that is being drawn around posts.
#[component]
fn Frame(press: Press) -> impl IntoView {
    // In the window's own pixels, above everything; geometry as attributes, as the content policy wants it.
    live(move || {
        press.frame.get().map(|((x1, y1), (x2, y2))| {
            part(view! {
                <svg class="choice-frame" aria-hidden="true">
                    <rect x=coordinate(x1.min(x2)) y=coordinate(y1.min(y2))
                        width=coordinate((x1 - x2).abs()) height=coordinate((y1 - y2).abs())></rect>
                </svg>
            })
        })
    })
}

/// What is in the hand, beside the pointer.
#[component]
pub fn Preview() -> impl IntoView {
    let chart = Chart::expect();
    let shown = Kept::new(move || {
        chart.lift.with(|lift| {
            let lift = lift.as_ref().filter(|lift| lift.by == LiftedBy::Pointer)?;
            let refused = lift.trial.as_ref().is_some_and(|trial| trial.refused.is_some());
            Some((lift.name.clone(), refused))
        })
    });
    // Always in the document, so that the first move already finds it.
    part(view! {
        <div class="drag-preview" aria-hidden="true" hidden=move || shown.with(Option::is_none)
            data-refused=move || shown.with(|shown| shown.as_ref().is_some_and(|shown| shown.1)).then_some("true")>
            {live(move || shown.get().map(|(name, _)| part(view! { <strong>{name}</strong> })))}
        </div>
    })
}
