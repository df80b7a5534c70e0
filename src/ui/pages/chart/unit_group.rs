//! A unit in the picture: its place, its state while something is being moved, and its inside as text.

use super::picture::{self, Marking};
use super::state::Chart;
use crate::diagram::coordinate;
use crate::plan::UnitId;
use crate::ui::browser::canvas;
use crate::ui::dynamic::{Kept, part};
use leptos::prelude::*;

/// The group of a unit.
#[component]
pub fn UnitGroup(
    /// Which unit.
    id: UnitId,
) -> impl IntoView {
    let chart = Chart::expect();
    let key = id.clone();
    let place = Kept::new(move || chart.layout.with(|layout| layout.unit(&key).cloned()));
    let key = id.clone();
    let unit = Kept::new(move || chart.facts.with(|facts| facts.units.get(&key).cloned()));
    let key = id.clone();
    let inside = Kept::new(move || {
        let detail = chart.detail.get();
        let is_closed = chart.closed.with(|closed| closed.contains(&key));
        let tasks = chart.tasks.get();
        let language = chart.language();
        let shade = chart.desk.shade(&key);
        place.with(|place| {
            let Some(place) = place else { return String::new() };
            unit.with(|unit| {
                let Some(unit) = unit else { return String::new() };
                chart.selected.with(|selected| {
                    let marking = Marking { selected, detail, shade, is_closed, tasks, language };
                    picture::unit(place, unit, &marking)
                })
            })
        })
    });
    let element = format!("gruppe-{id}");
    let target = element.clone();
    // The text of the first drawing is in the document already; only another one replaces it.
    let drawn = StoredValue::new(inside.get_untracked());
    Effect::new(move |_| {
        let inside = inside.get();
        if drawn.with_value(|drawn| *drawn == inside) {
            return;
        }
        canvas::redraw(&target, &inside);
        drawn.set_value(inside);
        chart.hold_tab_stop();
    });
    let at = move || {
        place.with(|place| {
            let area = place.as_ref().map(|place| place.area).unwrap_or_default();
            format!("translate({} {})", coordinate(area.x), coordinate(area.y))
        })
    };
    let key = id.clone();
    let drop = Kept::new(move || chart.hint_kind(&key));
    let key = id.clone();
    let on_way = Kept::new(move || chart.desk.way.with(|way| way.contains(&key)));
    let key = id.clone();
    let shade = Kept::new(move || chart.desk.shade(&key).map(|(class, _)| class.to_string()));
    part(view! {
        <g class="unit" id=element data-unit=id.to_string() role="none" transform=at
            data-drop=move || drop.get()
            data-shade=move || shade.get()
            data-way=move || on_way.get().then_some("true")
            data-changed=move || unit.with(|unit| unit.as_ref().is_some_and(|unit| unit.is_changed())).then_some("true")
            inner_html=drawn.get_value()></g>
    })
}
