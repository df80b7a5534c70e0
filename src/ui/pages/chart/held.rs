//! What the others hold, marked in the chart; and telling them what is held here.

use super::camera::placed;
use super::state::Chart;
use super::walk::Item;
use crate::api::{Grip, Holding, Subject};
use crate::diagram::coordinate;
use crate::diagram::path_data;
use crate::diagram::scene::Area;
use crate::plan::UnitId;
use crate::ui::dynamic::{Kept, Row, part, rows};
use crate::ui::i18n::t_string;
use crate::ui::state::Together;
use leptos::prelude::*;

/// Tells the others what is dragged or open here, as long as this chart is shown.
pub fn tell(chart: Chart) {
    let together = Together::expect();
    Effect::new(move |_| {
        let dragged = chart.lifted.with(|lifted| lifted.first().map(|item| (item.clone(), Grip::Dragging)));
        let held = dragged.or_else(|| chart.opened.get().map(|item| (item, Grip::Editing)));
        together.hold(held.map(|(item, grip)| Holding { subject: subject(item), grip }));
    });
    on_cleanup(move || together.hold(None));
}

fn subject(item: Item) -> Subject {
    match item {
        Item::Unit(unit) => Subject::Unit(unit),
        Item::Post(post) => Subject::Post(post),
        Item::Task(task) => Subject::CaseType(task),
    }
}

/// The lines from the top down to what was found; tracks.
fn way(chart: Chart) -> Option<String> {
    chart.desk.way.with(|way| {
        let on = |unit: &UnitId| way.contains(unit);
        chart.layout.with(|layout| {
            let edges = layout.edges.iter().filter(|edge| on(&edge.from) && on(&edge.to));
            let lines: String = edges.map(|edge| path_data(&edge.points, false)).collect();
            (!lines.is_empty()).then_some(lines)
        })
    })
}

/// The way to what was found, and a frame around everything that somebody else holds, with the number of the workplace.
#[component]
pub fn HeldMarks() -> impl IntoView {
    let together = Together::expect();
    let chart = Chart::expect();
    let list = move || {
        let row = |(number, holding): (u32, Holding)| {
            let key = format!("{number} {holding:?}");
            let subject = holding.subject;
            Row::new(key, move || view! { <HeldMark number subject/> }.into_any())
        };
        let found = way(chart).map(|lines| {
            let key = lines.clone();
            let draw = move || part(view! { <path class="edge way" data-testid="found-way" d=lines></path> });
            Row::new(key, draw)
        });
        found.into_iter().chain(together.held_by_others().into_iter().map(row)).collect()
    };
    // For the eyes; the list of workplaces in the header and the search say the same in words.
    part(view! { <g class="held-marks" aria-hidden="true">{rows(list)}</g> })
}

#[component]
fn HeldMark(number: u32, subject: Subject) -> impl IntoView {
    let chart = Chart::expect();
    let place = Kept::new(move || area(chart, &subject));
    let size = move |take: fn(&Area) -> f64| {
        coordinate(place.with(|area| area.as_ref().map_or(0.0, |area| take(area).max(0.0))))
    };
    let at = move || {
        let zoom = chart.camera.sight.with(|sight| sight.zoom).unwrap_or(1.0);
        let area = place.get().unwrap_or_default();
        placed(area.x, area.y - 3.0 / zoom, zoom)
    };
    let name = move || t_string!(chart.i18n, together.workplace, number);
    part(view! {
        <g class="held-mark" data-workplace=number.to_string()
            visibility=move || place.with(Option::is_none).then_some("hidden")>
            <rect x=move || size(|area| area.x) y=move || size(|area| area.y)
                width=move || size(|area| area.width) height=move || size(|area| area.height) rx="3"></rect>
            <text transform=at>{name}</text>
        </g>
    })
}

/// Where something is drawn, with a little room around it; what lies in a folded unit is nowhere.
fn area(chart: Chart, subject: &Subject) -> Option<Area> {
    let area = chart.layout.with(|layout| match subject {
        Subject::Unit(unit) => layout.unit(unit).map(|place| place.area),
        Subject::Post(post) => layout.boxes.iter().find_map(|place| {
            let tile = place.card.tiles.iter().find(|tile| tile.post == *post)?;
            Some(tile.area.moved(place.area.x, place.area.y))
        }),
        Subject::CaseType(task) => layout.boxes.iter().find_map(|place| {
            let row = place.card.tasks.iter().find(|row| row.task == *task)?;
            Some(row.area.moved(place.area.x, place.area.y))
        }),
    })?;
    Some(Area { x: area.x - 2.0, y: area.y - 2.0, width: area.width + 4.0, height: area.height + 4.0 })
}
