//! Which part of the chart is seen and how large: zoom, scrolling, what has to be drawn at all.
//!
//! Until the page is awake the style sheet fits the picture into its room; then the same size is held in figures, so that
//! nothing moves by itself when the chart grows.

use crate::diagram::chart::{ChartLayout, Detail, Shape};
use crate::diagram::coordinate;
use crate::diagram::scene::Area;
use crate::format::decimal::fixed;
use crate::ui::browser::canvas;
use crate::ui::dynamic::Held;
use leptos::prelude::*;
use std::sync::Arc;

/// What the style sheet leaves for everything around the chart, and the least height of the chart, in CSS pixels.
const AROUND: f64 = 144.0;
const LEAST_HEIGHT: f64 = 320.0;

/// Identifier of the element that scrolls.
pub const SCROLLER: &str = "organigramm";
/// Identifier of the picture.
pub const PICTURE: &str = "organigramm-bild";
/// Identifier of the tree inside the picture.
pub const TREE: &str = "organigramm-baum";

/// Smallest and largest zoom.
const ZOOM: (f64, f64) = (0.05, 3.0);
/// Below this zoom units are drawn as [`Detail::Far`].
const FAR: f64 = 0.5;
/// A large chart is opened no smaller than this.
const LEAST_OPENING: f64 = 0.62;
/// More units are drawn only where they can be seen.
const DRAW_ALL: usize = 80;
/// More posts likewise.
const DRAW_ALL_POSTS: usize = 800;
/// Screens narrower than this get the chart in one column.
const NARROW: f64 = 640.0;
/// What a large chart shows of itself before the page is awake.
const OPENING: (f64, f64) = (1_500.0, 900.0);

/// Size and place of the chart on the screen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sight {
    /// CSS pixels per user unit; none until the page is awake.
    pub zoom: Option<f64>,
    /// Room left of and above the chart, in user units.
    pub slack: (f64, f64),
    /// Room right of and below it, so that it can be scrolled further than it reaches, in user units.
    pub spare: (f64, f64),
    /// Inner size of the scrolling element, in CSS pixels.
    pub room: (f64, f64),
    /// What can be seen, in user units.
    pub window: Option<Area>,
}

/// A handle that can be copied.
#[derive(Debug, Clone, Copy)]
pub struct Camera {
    /// What is seen.
    pub sight: Held<Sight>,
    fitting: StoredValue<bool>,
    /// Zoom and place of the chart as it was fitted.
    opened: StoredValue<(f64, (f64, f64))>,
}

impl Camera {
    /// Nothing is known yet.
    #[must_use]
    pub fn new() -> Self {
        let nothing =
            Sight { zoom: None, slack: (0.0, 0.0), spare: (0.0, 0.0), room: (0.0, 0.0), window: None };
        Self {
            sight: Held::new(nothing),
            fitting: StoredValue::new(false),
            opened: StoredValue::new((0.0, (0.0, 0.0))),
        }
    }

    /// Zoom and what the scrolling element shows, in user units; none where the chart lies as it was fitted.
    #[must_use]
    pub fn moved(self) -> Option<(f64, Area)> {
        let frame = canvas::frame(SCROLLER, PICTURE)?;
        let Sight { zoom, slack, .. } = self.sight.try_with_untracked(|sight| *sight)?;
        let zoom = zoom?;
        let (opened, (left, top)) = self.opened.try_get_value()?;
        let (x, y) = frame.scrolled;
        let is_as_opened = zoom == opened && (x - left).abs() < 2.0 && (y - top).abs() < 2.0;
        (!is_as_opened && !self.is_fitting()).then_some((
            zoom,
            Area {
                x: x / zoom - slack.0,
                y: y / zoom - slack.1,
                width: frame.width / zoom,
                height: frame.height / zoom,
            },
        ))
    }

    /// Shows the chart at a zoom so that a card lies so far from the upper left corner of the window, in user units; within the
    /// window, whatever its size.
    pub fn put(self, layout: &ChartLayout, zoom: f64, card: Area, at: (f64, f64)) {
        self.fit(layout, false);
        let Some(room) = self.sight.with_untracked(|sight| sight.zoom.map(|_| sight.room)) else { return };
        let zoom = zoom.clamp(ZOOM.0, ZOOM.1);
        let within = |at: f64, size: f64, room: f64| {
            at.clamp((-size / 2.0).min(room / 2.0), (room / zoom - size / 2.0).max(0.0))
        };
        let at = (within(at.0, card.width, room.0), within(at.1, card.height, room.1));
        let (x, y) = ((card.x - at.0) * zoom, (card.y - at.1) * zoom);
        let slack = ((-x).max(0.0) / zoom, (-y).max(0.0) / zoom);
        let behind = |scrolled: f64, room: f64, size: f64| {
            if scrolled > 0.0 { ((scrolled + room) / zoom - size).max(0.0) } else { 0.0 }
        };
        let spare = (behind(x, room.0, layout.width), behind(y, room.1, layout.height));
        request_animation_frame(move || {
            self.sight.update(|sight| *sight = Sight { zoom: Some(zoom), slack, spare, ..*sight });
            leptos::task::spawn_local(async move {
                leptos::task::tick().await;
                canvas::scroll_to(SCROLLER, x.max(0.0), y.max(0.0));
                self.look();
            });
        });
    }

    /// Whether the chart is being fitted into its room: it takes a new place then.
    #[must_use]
    pub fn is_fitting(self) -> bool {
        self.fitting.try_get_value().unwrap_or_default()
    }

    /// The zoom of the moment; 1 until it is known.
    #[must_use]
    pub fn zoom(self) -> f64 {
        self.sight.with_untracked(|sight| sight.zoom).unwrap_or(1.0)
    }

    /// Which way the chart grows on a screen of this room; tracks nothing.
    #[must_use]
    pub fn shape() -> Option<Shape> {
        let width = canvas::frame(SCROLLER, PICTURE)?.width;
        Some(if width < NARROW { Shape::Narrow(width) } else { Shape::Wide })
    }

    /// Fits the chart into its room; a chart that would become too small to read is opened at its head.
    pub fn fit(self, layout: &ChartLayout, whole: bool) {
        let Some(frame) = canvas::frame(SCROLLER, PICTURE) else { return };
        let room = (frame.width, (frame.window_height - AROUND).max(LEAST_HEIGHT));
        let both = (room.0 / layout.width).min(room.1 / layout.height);
        // Letters come before overview: where the width allows it, the chart is opened at its own size.
        let zoom = if whole { both } else { both.max((room.0 / layout.width).clamp(LEAST_OPENING, 1.0)) };
        let zoom = if frame.width < NARROW && !whole { 1.0 } else { zoom.clamp(ZOOM.0, 1.35) };
        let left = ((room.0 / zoom - layout.width) / 2.0).max(0.0);
        let spare = (0.0, 0.0);
        self.sight.set(Sight { zoom: Some(zoom), slack: (left, 0.0), spare, room, window: None });
        self.fitting.set_value(true);
        let head = layout.boxes.first().map_or(0.0, |head| head.area.middle());
        request_animation_frame(move || {
            canvas::scroll_to(SCROLLER, (head + left) * zoom - room.0 / 2.0, 0.0);
            if let Some(frame) = canvas::frame(SCROLLER, PICTURE) {
                self.opened.try_set_value((zoom, frame.scrolled));
            }
            self.look();
            request_animation_frame(move || {
                self.fitting.try_set_value(false);
            });
        });
    }

    /// What can be seen at this moment, in user units.
    #[must_use]
    pub fn seen(self) -> Option<Area> {
        let frame = canvas::frame(SCROLLER, PICTURE)?;
        let Sight { zoom, slack, .. } = self.sight.try_with_untracked(|sight| *sight)?;
        Some(window(&frame, zoom?, slack))
    }

    /// Takes over what can be seen now.
    pub fn look(self) {
        let Some(seen) = self.seen() else { return };
        let Some(window) = self.sight.try_with_untracked(|sight| sight.window) else { return };
        if window != Some(seen) {
            self.sight.update(|sight| sight.window = Some(seen));
        }
    }

    /// Zooms by a factor; the place of the window stays where it is.
    pub fn zoom_by(self, factor: f64, at: Option<(f64, f64)>) {
        let Some(frame) = canvas::frame(SCROLLER, PICTURE) else { return };
        let before = self.zoom();
        let zoom = (before * factor).clamp(ZOOM.0, ZOOM.1);
        let (left, top, right, bottom) = frame.seen;
        let (x, y) = at.unwrap_or(((left + right) / 2.0, (top + bottom) / 2.0));
        // The picture's own place under the pointer, in user units from its edge.
        let place = ((x - frame.left) / before, (y - frame.top) / before);
        self.sight.update(|sight| sight.zoom = Some(zoom));
        request_animation_frame(move || {
            if let Some(now) = canvas::frame(SCROLLER, PICTURE) {
                let gone = (now.left + place.0 * zoom - x, now.top + place.1 * zoom - y);
                self.shift(gone.0, gone.1);
            }
            self.look();
        });
    }

    /// The chart went to the right and down by itself by so many pixels: brings it back. Where scrolling has no room, the
    /// room beside the chart grows or shrinks.
    pub fn shift(self, right: f64, down: f64) {
        let Some(Sight { zoom: Some(zoom), slack, spare, .. }) =
            self.sight.try_with_untracked(|sight| *sight)
        else {
            return;
        };
        // Where the table is shown there is nothing to hold.
        if canvas::frame(SCROLLER, PICTURE).is_none() || (right == 0.0 && down == 0.0) {
            return;
        }
        let went = canvas::scroll_by(SCROLLER, right, down);
        let Some(frame) = canvas::frame(SCROLLER, PICTURE) else { return };
        let (right, down) = (right - went.0, down - went.1);
        let across = beside(right / zoom, slack.0, spare.0, frame.hidden.0 / zoom);
        let upright = beside(down / zoom, slack.1, spare.1, frame.hidden.1 / zoom);
        let is_far = |rest: f64| rest.abs() >= 1.0;
        let (now, room) = ((across.slack, upright.slack), (across.spare, upright.spare));
        if is_far(right) || is_far(down) || room != spare {
            self.sight.update(|sight| (sight.slack, sight.spare) = (now, room));
        }
        let rest = (across.rest * zoom, upright.rest * zoom);
        if is_far(rest.0) || is_far(rest.1) {
            // Once the picture has its new size, and before it is seen.
            leptos::task::spawn_local(async move {
                leptos::task::tick().await;
                canvas::scroll_by(SCROLLER, rest.0, rest.1);
                self.look();
            });
        }
    }

    /// Brings a place of the chart into the middle, as far as there is room to scroll.
    pub fn centre(self, (x, y): (f64, f64)) {
        let Some(Sight { zoom: Some(zoom), window: Some(seen), .. }) =
            self.sight.with_untracked(|sight| Some(*sight))
        else {
            return;
        };
        let (right, down) = (x - seen.x - seen.width / 2.0, y - seen.y - seen.height / 2.0);
        canvas::scroll_by(SCROLLER, right * zoom, down * zoom);
        self.look();
    }

    /// Scrolls an area of the chart into view, if it is outside.
    pub fn reveal(self, area: Area) {
        let Some(Sight { zoom: Some(zoom), window: Some(seen), .. }) =
            self.sight.with_untracked(|sight| Some(*sight))
        else {
            return;
        };
        let outside = |from: f64, to: f64, low: f64, high: f64| {
            if from < low {
                from - low - 12.0
            } else if to > high {
                (to - high + 12.0).min(from - low)
            } else {
                0.0
            }
        };
        let right = outside(area.x, area.right(), seen.x, seen.right());
        let down = outside(area.y, area.bottom(), seen.y, seen.bottom());
        if right != 0.0 || down != 0.0 {
            canvas::scroll_by(SCROLLER, right * zoom, down * zoom);
            self.look();
        }
    }
}

/// What of the chart can be seen in a frame, in user units.
#[must_use]
pub fn window(frame: &canvas::Frame, zoom: f64, slack: (f64, f64)) -> Area {
    let (left, top, right, bottom) = frame.seen;
    Area {
        x: (left - frame.left) / zoom - slack.0,
        y: (top - frame.top) / zoom - slack.1,
        width: ((right - left) / zoom).max(0.0),
        height: ((bottom - top) / zoom).max(0.0),
    }
}

/// The room on both sides of the chart, in one direction.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Beside {
    /// Before it.
    slack: f64,
    /// Behind it.
    spare: f64,
    /// What has to be scrolled once the room is there.
    rest: f64,
}

/// The room that a chart needs which has to go back by `rest` and cannot be scrolled so far: `hidden` of it lies beyond the
/// window. No more room is left behind it than that needs.
fn beside(rest: f64, slack: f64, spare: f64, hidden: f64) -> Beside {
    let taken = rest.min(slack);
    let (slack, rest) = (slack - taken, rest - taken);
    Beside { slack, spare: (spare - hidden + taken.max(0.0)).max(0.0) + rest, rest }
}

/// How much of a unit is drawn.
#[must_use]
pub fn detail(zoom: Option<f64>) -> Detail {
    if zoom.is_some_and(|zoom| zoom < FAR) { Detail::Far } else { Detail::Full }
}

/// Positions of the boxes that are drawn: all of a small chart, of a large one what is seen and half a window around it.
#[must_use]
pub fn drawn(layout: &ChartLayout, posts: usize, window: Option<Area>) -> Vec<usize> {
    if layout.boxes.len() <= DRAW_ALL && posts <= DRAW_ALL_POSTS {
        return (0..layout.boxes.len()).collect();
    }
    let seen = window.unwrap_or_else(|| opening(layout));
    let around = Area {
        x: seen.x - seen.width / 2.0,
        y: seen.y - seen.height / 2.0,
        width: seen.width * 2.0,
        height: seen.height * 2.0,
    };
    let boxes = layout.boxes.iter().enumerate();
    boxes.filter(|(_, place)| place.area.overlaps(&around)).map(|(index, _)| index).collect()
}

/// What a large chart shows before the page is awake: its head and what stands below it.
fn opening(layout: &ChartLayout) -> Area {
    let head = layout.boxes.first().map_or(0.0, |head| head.area.middle());
    Area { x: (head - OPENING.0 / 2.0).max(0.0), y: 0.0, width: OPENING.0, height: OPENING.1 }
}

/// Where something of the page's own size stands in the picture, for `transform`.
#[must_use]
pub fn placed(x: f64, y: f64, zoom: f64) -> String {
    format!("translate({} {}) scale({})", coordinate(x), coordinate(y), fixed(1.0 / zoom, 3))
}

/// The picture's own system of coordinates and its size: `viewBox`, `width`, `height`.
#[must_use]
pub fn stage(layout: &Arc<ChartLayout>, sight: Sight) -> (String, String, Option<String>) {
    let Some(zoom) = sight.zoom else {
        let all = Area { x: 0.0, y: 0.0, width: layout.width, height: layout.height };
        let shown = if layout.width > 2.0 * OPENING.0 { opening(layout) } else { all };
        let view = [shown.x, shown.y, shown.width, shown.height].map(coordinate).join(" ");
        return (view, "100%".to_owned(), None);
    };
    let width = (layout.width + sight.slack.0 + sight.spare.0).max(sight.room.0 / zoom);
    let height = layout.height + sight.slack.1 + sight.spare.1;
    (
        [-sight.slack.0, -sight.slack.1, width, height].map(|length| fixed(length, 2)).join(" "),
        fixed(width * zoom, 2),
        Some(fixed(height * zoom, 2)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_scrolled_becomes_room_beside_the_chart() {
        let room = |slack, spare, rest| Beside { slack, spare, rest };
        // It went to the left and there is nothing to scroll: room before it.
        assert_eq!(beside(-30.0, 10.0, 0.0, 0.0), room(40.0, 0.0, 0.0));
        // It went to the right: first the room before it goes, then there is more behind it, to be scrolled into.
        assert_eq!(beside(30.0, 50.0, 0.0, 0.0), room(20.0, 30.0, 0.0));
        assert_eq!(beside(30.0, 10.0, 0.0, 0.0), room(0.0, 30.0, 20.0));
        // Room that is not seen any more is given back.
        assert_eq!(beside(0.0, 0.0, 70.0, 25.0), room(0.0, 45.0, 0.0));
        assert_eq!(beside(0.0, 0.0, 70.0, 900.0), room(0.0, 0.0, 0.0));
    }
}
