//! The whole chart in small beside it, with what is seen of it as a frame that can be dragged. For the eye and the pointer:
//! keys lead through the chart itself, which follows the focus.

use super::state::Chart;
use crate::diagram::scene::Area;
use crate::format::decimal::fixed;
use crate::ui::browser::track;
use crate::ui::dynamic::{Held, Kept, live, part};
use crate::ui::i18n::t;
use leptos::ev;
use leptos::prelude::*;

/// Identifies the picture.
const MAP: &str = "organigramm-karte";
/// A chart of which so much is seen needs no map.
const NEARLY_ALL: f64 = 0.97;

/// The map; nothing while nearly all of the chart is seen.
#[component]
pub fn Minimap() -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    let seen = Kept::new(move || chart.camera.sight.with(|sight| sight.window).map(rounded));
    let is_wanted = Kept::new(move || {
        let Some(seen) = seen.get() else { return false };
        chart
            .layout
            .with(|layout| seen.width < layout.width * NEARLY_ALL || seen.height < layout.height * NEARLY_ALL)
    });
    let held = Held::new(false);
    let go = move |event: &ev::PointerEvent| {
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        let size = chart.layout.with_untracked(|layout| (layout.width, layout.height));
        if let Some((across, down)) = track::place(MAP, x, y) {
            chart.camera.centre((across * size.0, down * size.1));
        }
    };
    live(move || {
        if !is_wanted.get() {
            return None;
        }
        let boxes = move || {
            let item = |place: &crate::diagram::chart::ChartBox| {
                let Area { x, y, width, height } = place.area;
                let shade = chart.desk.shade(&place.unit).map(|(class, _)| class.to_string());
                part(view! {
                    <rect class="map-unit" data-shade=shade x=fixed(x, 0) y=fixed(y, 0)
                        width=fixed(width, 0) height=fixed(height, 0)></rect>
                })
            };
            Some(chart.layout.with(|layout| layout.boxes.iter().map(item).collect::<Vec<_>>()).into_any())
        };
        let at = move |pick: fn(&Area) -> f64| {
            move || seen.with(|seen| seen.as_ref().map(|area| fixed(pick(area), 0)))
        };
        let view_box = move || {
            chart.layout.with(|layout| {
                format!("-4 -4 {} {}", fixed(layout.width + 8.0, 0), fixed(layout.height + 8.0, 0))
            })
        };
        Some(part(view! {
            <section class="minimap" aria-hidden="true" data-testid="minimap">
                <p class="muted small">{t!(i18n, changes.map)}</p>
                <svg id=MAP viewBox=view_box preserveAspectRatio="none"
                    on:pointerdown=move |event| {
                        track::hold(&event);
                        held.set(true);
                        go(&event);
                    }
                    on:pointermove=move |event| if held.get_untracked() { go(&event) }
                    on:pointerup=move |_| held.set(false)
                    on:pointercancel=move |_| held.set(false)>
                    {live(boxes)}
                    <rect class="map-seen" x=at(|area| area.x) y=at(|area| area.y) width=at(|area| area.width) height=at(|area| area.height)></rect>
                </svg>
            </section>
        }))
    })
}

/// Whole units: a map does not follow smaller movements.
fn rounded(area: Area) -> Area {
    Area { x: area.x.round(), y: area.y.round(), width: area.width.round(), height: area.height.round() }
}
