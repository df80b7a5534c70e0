//! Which part of the chart is seen and how large: zoom, scrolling, what has to be drawn at all.
//!
//! Until the page is awake the style sheet fits the picture into its room; then the same size is held in figures, so that
//! nothing moves by itself when the chart grows.

use crate::diagram::chart::{ChartLayout, Detail, Shape};
use crate::diagram::scene::Area;
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
}

impl Camera {
    /// Nothing is known yet.
    #[must_use]
    pub fn new() -> Self {
        Self { sight: Held::new(Sight { zoom: None, slack: (0.0, 0.0), room: (0.0, 0.0), window: None }) }
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
        self.sight.set(Sight { zoom: Some(zoom), slack: (left, 0.0), room, window: None });
        let head = layout.boxes.first().map_or(0.0, |head| head.area.middle());
        request_animation_frame(move || {
            canvas::scroll_to(SCROLLER, (head + left) * zoom - room.0 / 2.0, 0.0);
            self.look();
        });
    }

    /// Takes over what can be seen now.
    pub fn look(self) {
        let Some(frame) = canvas::frame(SCROLLER, PICTURE) else { return };
        let Some(Sight { zoom: Some(zoom), slack, window, .. }) =
            self.sight.try_with_untracked(|sight| *sight)
        else {
            return;
        };
        let (left, top, right, bottom) = frame.seen;
        let seen = Area {
            x: (left - frame.left) / zoom - slack.0,
            y: (top - frame.top) / zoom - slack.1,
            width: ((right - left) / zoom).max(0.0),
            height: ((bottom - top) / zoom).max(0.0),
        };
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
        let Some(Sight { zoom: Some(zoom), slack, .. }) = self.sight.try_with_untracked(|sight| *sight)
        else {
            return;
        };
        // Where the table is shown there is nothing to hold.
        if canvas::frame(SCROLLER, PICTURE).is_none() {
            return;
        }
        let went = canvas::scroll_by(SCROLLER, right, down);
        let rest = ((right - went.0) / zoom, (down - went.1) / zoom);
        let slack = ((slack.0 - rest.0).max(0.0), (slack.1 - rest.1).max(0.0));
        if rest.0.abs() * zoom >= 1.0 || rest.1.abs() * zoom >= 1.0 {
            self.sight.update(|sight| sight.slack = slack);
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

/// The picture's own system of coordinates and its size: `viewBox`, `width`, `height`.
#[must_use]
pub fn stage(layout: &Arc<ChartLayout>, sight: Sight) -> (String, String, Option<String>) {
    let Some(zoom) = sight.zoom else {
        let all = Area { x: 0.0, y: 0.0, width: layout.width, height: layout.height };
        let shown = if layout.width > 2.0 * OPENING.0 { opening(layout) } else { all };
        let view = format!("{:.1} {:.1} {:.1} {:.1}", shown.x, shown.y, shown.width, shown.height);
        return (view, "100%".to_owned(), None);
    };
    let width = (layout.width + sight.slack.0).max(sight.room.0 / zoom);
    let height = layout.height + sight.slack.1;
    (
        format!("{:.2} {:.2} {width:.2} {height:.2}", -sight.slack.0, -sight.slack.1),
        format!("{:.2}", width * zoom),
        Some(format!("{:.2}", height * zoom)),
    )
}
