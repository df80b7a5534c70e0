//! A stable view: whatever changes the layout, the card that somebody works with stays where it is on the screen.
//!
//! The place of the picture is taken down while the new layout is computed, before anything of it is drawn; in the next frame
//! the chart is brought back by as much as the card went. It does not matter who made the change: a step of one's own, of others, undo, folding, another day.

use super::camera::{self, Camera, Sight};
use crate::diagram::chart::{ChartBox, ChartLayout};
use crate::diagram::scene::Area;
use crate::plan::UnitId;
use crate::plan::gather::gathered;
use crate::ui::browser::canvas::{self, Frame};
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

type Later = Box<dyn FnOnce() + Send + Sync>;

/// What was seen before a change.
struct Before {
    layout: Arc<ChartLayout>,
    frame: Frame,
    sight: Sight,
}

/// A handle that can be copied.
#[derive(Clone, Copy)]
pub struct Anchor {
    camera: Camera,
    /// The layout that is on the screen.
    shown: StoredValue<Option<Arc<ChartLayout>>>,
    before: StoredValue<Option<Before>>,
    /// The unit that a gesture holds.
    pinned: StoredValue<Option<UnitId>>,
    /// The unit that a command leaves in its place where nothing is worked with.
    otherwise: StoredValue<Option<UnitId>>,
    later: StoredValue<Vec<Later>>,
}

impl Anchor {
    /// Nothing is shown yet.
    #[must_use]
    pub fn new(camera: Camera) -> Self {
        Self {
            camera,
            shown: StoredValue::new(None),
            before: StoredValue::new(None),
            pinned: StoredValue::new(None),
            otherwise: StoredValue::new(None),
            later: StoredValue::new(Vec::new()),
        }
    }

    /// Something that the chart is drawn from changes: takes down where it is, once until the next frame. `wanted` names the cards
    /// that are worked with, the most important one first; it is asked in that frame.
    pub fn note(self, wanted: impl FnOnce(&ChartLayout) -> Vec<UnitId> + Send + Sync + 'static) {
        if self.before.with_value(Option::is_some) {
            return;
        }
        let Some(layout) = self.shown.get_value() else { return };
        let sight = self.camera.sight.with_untracked(|sight| *sight);
        let Some(frame) = canvas::frame(camera::SCROLLER, camera::PICTURE).filter(|_| sight.zoom.is_some())
        else {
            return;
        };
        self.before.set_value(Some(Before { layout, frame, sight }));
        request_animation_frame(move || {
            // The page may have been left meanwhile.
            if self.before.is_disposed() {
                return;
            }
            self.hold(wanted);
            for act in self.later.try_update_value(std::mem::take).unwrap_or_default() {
                act();
            }
        });
    }

    /// The layout that is about to be drawn.
    pub fn show(self, layout: &Arc<ChartLayout>) {
        self.shown.set_value(Some(Arc::clone(layout)));
    }

    /// The card that the next change leaves in its place, whatever else is worked with; none takes it back.
    pub fn pin(self, unit: Option<UnitId>) {
        self.pinned.set_value(unit);
    }

    /// The card that the next change leaves in its place where nothing that is worked with can be seen; none takes it back.
    pub fn otherwise(self, unit: Option<UnitId>) {
        self.otherwise.set_value(unit);
    }

    /// Whether a change waits for its frame.
    #[must_use]
    pub fn is_pending(self) -> bool {
        self.before.with_value(Option::is_some)
    }

    /// Does something once the chart is back in its place; at once where it is.
    pub fn then(self, act: impl FnOnce() + Send + Sync + 'static) {
        if self.is_pending() {
            self.later.update_value(|later| later.push(Box::new(act)));
        } else {
            act();
        }
    }

    fn hold(self, wanted: impl FnOnce(&ChartLayout) -> Vec<UnitId>) {
        let [pinned, otherwise] =
            [self.pinned, self.otherwise].map(|held| held.try_update_value(Option::take).flatten());
        let Some(before) = self.before.try_update_value(Option::take).flatten() else { return };
        let (Some(after), Some(frame)) =
            (self.shown.get_value(), canvas::frame(camera::SCROLLER, camera::PICTURE))
        else {
            return;
        };
        let sight = self.camera.sight.with_untracked(|sight| *sight);
        // Who zooms or fits the chart anew holds another place.
        let (Some(zoom), false) = (sight.zoom, self.camera.is_fitting()) else { return };
        if Some(zoom) != before.sight.zoom || Arc::ptr_eq(&before.layout, &after) {
            return;
        }
        let window = camera::window(&before.frame, zoom, before.sight.slack);
        let wanted: Vec<UnitId> = pinned.into_iter().chain(wanted(&before.layout)).chain(otherwise).collect();
        let Some((from, to)) = held(&before.layout, &after, &wanted, window) else { return };
        let place = |frame: &Frame, slack: (f64, f64), area: Area| {
            (frame.left + (area.x + slack.0) * zoom, frame.top + (area.y + slack.1) * zoom)
        };
        let (was, is) = (place(&before.frame, before.sight.slack, from), place(&frame, sight.slack, to));
        self.camera.shift(is.0 - was.0, is.1 - was.1);
        self.camera.look();
    }
}

/// Where the card that stays lies before and after: the first wanted one that can be seen, else the one nearest to the middle of the
/// window, of those that are there on both sides. Cost: units of both layouts.
fn held(before: &ChartLayout, after: &ChartLayout, wanted: &[UnitId], window: Area) -> Option<(Area, Area)> {
    let seen = |unit: &&UnitId| before.unit(unit).is_some_and(|place| place.area.overlaps(&window));
    let both = |unit: &UnitId| Some((before.unit(unit)?.area, after.unit(unit)?.area));
    if let Some(found) = wanted.iter().filter(seen).find_map(both) {
        return Some(found);
    }
    let there: BTreeSet<&UnitId> = gathered(after.boxes.iter().map(|place| &place.unit));
    let middle = (window.x + window.width / 2.0, window.y + window.height / 2.0);
    let far = |place: &&ChartBox| distance(&place.area, middle);
    let kept = before.boxes.iter().filter(|place| there.contains(&place.unit));
    kept.min_by(|one, other| far(one).total_cmp(&far(other))).and_then(|place| both(&place.unit))
}

/// The card nearest to the middle of a window. Cost: linear in units.
#[must_use]
pub fn nearest(layout: &ChartLayout, window: Area) -> Option<&ChartBox> {
    let middle = (window.x + window.width / 2.0, window.y + window.height / 2.0);
    let far = |place: &&ChartBox| distance(&place.area, middle);
    layout.boxes.iter().min_by(|one, other| far(one).total_cmp(&far(other)))
}

/// How far a point is from an area; nought inside.
fn distance(area: &Area, (x, y): (f64, f64)) -> f64 {
    let beyond = |low: f64, high: f64, at: f64| (low - at).max(at - high).max(0.0);
    beyond(area.x, area.right(), x).hypot(beyond(area.y, area.bottom(), y))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagram::chart::{Facts, View};
    use crate::format::Language;

    fn layout(closed: &[&str]) -> ChartLayout {
        let plan = crate::plan::builtin().unwrap();
        let day = plan.on(plan.as_of, &[]);
        let closed = closed.iter().map(|id| UnitId::parse(id).unwrap()).collect();
        let view = View { closed, ..View::new(Language::German) };
        ChartLayout::of(&Facts::of(&day, &day, plan.as_of), &view)
    }

    fn area(layout: &ChartLayout, id: &str) -> Area {
        layout.unit(&UnitId::parse(id).unwrap()).unwrap().area
    }

    #[test]
    fn the_card_that_is_worked_with_is_held_where_it_can_be_seen() {
        let (before, after) = (layout(&[]), layout(&["asyl-eu"]));
        let whole = Area { x: 0.0, y: 0.0, width: before.width, height: before.height };
        let wanted = [UnitId::parse("einbuergerung").unwrap()];
        let found = held(&before, &after, &wanted, whole).unwrap();
        assert_eq!(found, (area(&before, "einbuergerung"), area(&after, "einbuergerung")));

        // Outside the window it counts for nothing: the middle of what is seen stays.
        let head = area(&before, "abteilung");
        let window = Area { width: 10.0, height: 10.0, ..head };
        let found = held(&before, &after, &wanted, window).unwrap();
        assert_eq!(found, (head, area(&after, "abteilung")));
    }

    #[test]
    fn what_goes_away_is_not_held() {
        let (before, after) = (layout(&[]), layout(&["asyl-eu"]));
        let eu = area(&before, "eu");
        assert!(after.unit(&UnitId::parse("eu").unwrap()).is_none());
        let (from, _) = held(&before, &after, &[UnitId::parse("eu").unwrap()], eu).unwrap();
        assert_ne!(from, eu);
        assert_eq!(held(&before, &ChartLayout { boxes: Vec::new(), ..after }, &[], eu), None);
    }
}
