//! The sentences at the cards while something is being moved: of the assessment at once, of the simulation as it arrives.
//!
//! They lie over the chart, so that nothing moves while they come and go, and keep their size at every zoom.

use super::camera::placed;
use super::effect;
use super::placing;
use super::state::Chart;
use super::trial::Target;
use crate::diagram::coordinate;
use crate::diagram::scene::Area;
use crate::plan::UnitId;
use crate::ui::dynamic::{Kept, Row, live, part, rows};
use leptos::prelude::*;

const WIDTH: f64 = 250.0;
/// Between a card and the sentence below it, in CSS pixels.
const GAP: f64 = 12.0;
/// Of the room where nothing is known of the screen.
const HEIGHT: f64 = 220.0;

/// A sentence at a card.
#[derive(Debug, Clone, PartialEq)]
struct Hint {
    unit: UnitId,
    sentence: String,
    notes: Vec<String>,
    refused: bool,
    /// Whether what is held is over its card.
    at_hand: bool,
}

/// All sentences of the moment, above everything else in the picture.
#[component]
pub fn Hints() -> impl IntoView {
    let chart = Chart::expect();
    let hints = Kept::new(move || {
        chart.lift.with(|lift| {
            let Some(trial) = lift.as_ref().and_then(|lift| lift.trial.clone()) else { return Vec::new() };
            let at_hand = |unit: &UnitId| trial.target.unit() == Some(unit);
            if let Some(reason) = &trial.refused {
                let hint = |unit: &UnitId| Hint {
                    unit: unit.clone(),
                    sentence: reason.clone(),
                    notes: Vec::new(),
                    refused: true,
                    at_hand: true,
                };
                return trial.target.unit().map(hint).into_iter().collect();
            }
            let bearer = trial.bears_notes();
            let hint = |unit: &UnitId, sentence: String| {
                let notes = if bearer == Some(unit) { trial.notes.clone() } else { Vec::new() };
                Hint { unit: unit.clone(), sentence, notes, refused: false, at_hand: at_hand(unit) }
            };
            let mut hints: Vec<Hint> =
                trial.sentences.iter().map(|(unit, sentence)| hint(unit, sentence.clone())).collect();
            // Without a load of its own the target has no sentence; what the rules say stands there all the same.
            if let Some(unit) =
                bearer.filter(|unit| trial.sentence(unit).is_none() && !trial.notes.is_empty())
            {
                hints.push(hint(unit, String::new()));
            }
            hints
        })
    });
    let list = move || {
        let row = |hint: Hint| {
            let key = format!("{}{}{}{}", hint.unit, hint.at_hand, hint.sentence, hint.notes.concat());
            Row::new(key, move || view! { <HintBox hint/> }.into_any())
        };
        hints.get().into_iter().map(row).collect()
    };
    part(view! {
        <g class="chart-hints" role="none">
            {live(move || place_mark(chart))}
            {rows(list)}
        </g>
    })
}

/// A bar where a unit or a post would stand among its neighbours.
fn place_mark(chart: Chart) -> Option<AnyView> {
    let target = chart.lift.with(|lift| lift.as_ref()?.trial.as_ref().map(|trial| trial.target.clone()))?;
    let area = chart.layout.with(|layout| match &target {
        Target::Among { at, before, .. } => {
            let area = layout.unit(at)?.area;
            let is_row = placing::stands_in_row(layout, at);
            let (x, y) = if before.as_ref() == Some(at) {
                (area.x, area.y)
            } else if is_row {
                (area.right(), area.y)
            } else {
                (area.x, area.bottom())
            };
            Some(if is_row {
                Area { x: x - 2.0, y, width: 4.0, height: area.height }
            } else {
                Area { x, y: y - 2.0, width: area.width, height: 4.0 }
            })
        }
        Target::Order { unit, before: Some(before) } => {
            let place = layout.unit(unit)?;
            let tile = place.card.tiles.iter().find(|tile| tile.post == *before)?;
            let area = tile.area.moved(place.area.x, place.area.y);
            Some(Area { x: area.x - 3.5, width: 3.0, ..area })
        }
        _ => None,
    })?;
    Some(part(view! {
        <rect class="place-mark" x=coordinate(area.x) y=coordinate(area.y) width=coordinate(area.width) height=coordinate(area.height)></rect>
    }))
}

#[component]
fn HintBox(hint: Hint) -> impl IntoView {
    let chart = Chart::expect();
    let Hint { unit, sentence, notes, refused, at_hand } = hint;
    let notes: Vec<AnyView> = notes
        .into_iter()
        .map(|note| part(view! { <span class="unit-hint-note" data-testid="drop-note">"⚠ " {note}</span> }))
        .collect();
    let key = unit.clone();
    let forecast = Kept::new(move || (!refused).then(|| effect::sentence(chart, &key)).flatten());
    let key = unit.clone();
    // Below the name of the card, or of the nearest card above that is not folded away; below the whole card where what is held
    // would hide it.
    let place = Kept::new(move || {
        let zoom = chart.camera.sight.with(|sight| sight.zoom).unwrap_or(1.0);
        let area = chart.layout.with(|layout| layout.unit(&key).map(|place| place.area)).unwrap_or_default();
        let down = if at_hand { area.height + GAP / zoom } else { area.height.min(64.0 / zoom) };
        within(chart.camera.seen(), (area.x, area.y + down), zoom)
    });
    let at = move || {
        let ((x, y), zoom, _) = place.get();
        placed(x, y, zoom)
    };
    // Spoken by the live region; here it is for the eyes.
    part(view! {
        <g transform=at aria-hidden="true" data-hint=unit.to_string()>
            <foreignObject width=coordinate(WIDTH) height=move || coordinate(place.get().2) class="unit-hint-room">
                <div class="unit-hint-place"><div><div class="unit-hint" data-testid="drop-sentence" data-refused=refused.then_some("true")>
                    <span class="unit-hint-icon">{if refused { "⊘" } else { "→" }}</span>
                    <span>
                        {sentence}
                        {live(move || forecast.get().map(|words| part(view! { <br/> <span data-testid="drop-forecast">{words}</span> })))}
                        {notes}
                    </span>
                </div></div></div>
            </foreignObject>
        </g>
    })
}

/// Where a sentence stands that belongs below a point, and the height of its room, in CSS pixels: inside what can be seen. Where
/// that ends before the sentence does, the sentence grows upwards.
fn within(seen: Option<Area>, (x, y): (f64, f64), zoom: f64) -> ((f64, f64), f64, f64) {
    let Some(seen) = seen else { return ((x, y), zoom, HEIGHT) };
    let x = x.min(seen.right() - WIDTH / zoom).max(seen.x);
    let y = y.min(seen.bottom() - 1.0 / zoom);
    ((x, y), zoom, ((seen.bottom() - y) * zoom).max(1.0).round())
}
