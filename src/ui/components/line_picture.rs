//! A line chart as SVG.

use crate::diagram::LineChart;
use crate::ui::dynamic::part;
use leptos::prelude::*;

/// The chart as SVG; geometry in attributes, colours in the style sheet.
#[component]
pub fn LinePicture(
    /// What is drawn.
    chart: LineChart,
) -> impl IntoView {
    let at = |place: f64| place.to_string();
    let drawing = chart.draw();
    let (left, top, right, bottom) = drawing.area;
    let value_ticks = drawing.value_ticks.into_iter().map(|tick| {
        part(view! {
            <line class="grid" x1=at(left) x2=at(right) y1=at(tick.place) y2=at(tick.place)></line>
            <text class="tick" x=at(left - 6.0) y=at(tick.place + 4.0) text-anchor="end">{tick.label}</text>
        })
    });
    let date_ticks = drawing.date_ticks.into_iter().map(|tick| {
        part(view! {
            <line class="axis" x1=at(tick.place) x2=at(tick.place) y1=at(bottom) y2=at(bottom + 4.0)></line>
            <text class="tick" x=at(tick.place) y=at(bottom + 17.0) text-anchor="middle">{tick.label}</text>
        })
    });
    let events = drawing.events.into_iter().enumerate().map(|(index, event)| {
        let number = (index + 1).to_string();
        part(view! {
            <line class="event" x1=at(event.place) x2=at(event.place) y1=at(top) y2=at(bottom)></line>
            <text class="event" x=at(event.place) y=at(top - 6.0) text-anchor="middle">{number}<title>{event.label}</title></text>
        })
    });
    let lines = drawing.lines.into_iter().map(|line| {
        part(view! {
            <g class=format!("series {}", line.class)>
                <path class="band" d=line.band></path>
                <path class="line" d=line.line></path>
                <text x=at(line.label_at.0) y=at(line.label_at.1)>{line.label}</text>
            </g>
        })
    });
    part(view! {
        {value_ticks.collect::<Vec<_>>()}
        <line class="axis" x1=at(left) x2=at(right) y1=at(bottom) y2=at(bottom)></line>
        {date_ticks.collect::<Vec<_>>()}
        {events.collect::<Vec<_>>()}
        {lines.collect::<Vec<_>>()}
    })
}
