//! Which place a point of the chart means for what is in the hand.

use super::trial::{Lift, Target};
use super::walk::Item;
use crate::diagram::chart::{ChartLayout, Facts};
use crate::diagram::scene::Area;
use crate::plan::{PostId, UnitId};

/// The part of a card at each end in which a unit goes beside it, and not into it.
const EDGE: f64 = 0.2;

/// The place that a point means, in user units, over the card of a unit and perhaps one of its posts.
#[must_use]
pub fn target(
    lift: &Lift,
    unit: UnitId,
    over: Option<&PostId>,
    at: (f64, f64),
    layout: &ChartLayout,
    facts: &Facts,
) -> Target {
    match lift.items.as_slice() {
        [Item::Unit(_)] => beside(&unit, at, layout, facts).unwrap_or(Target::Unit(unit)),
        // On another post of its own unit it takes that post's place.
        [Item::Post(post)] if lift.home.as_ref() == Some(&unit) && over.is_some_and(|over| over != post) => {
            let posts = facts.units.get(&unit).map_or(&[][..], |unit| unit.posts.as_slice());
            let place = |id: &PostId| posts.iter().position(|post| post.id == *id);
            let over = over.cloned();
            let forwards = place(post) < over.as_ref().and_then(place);
            let before = if forwards {
                let next = over.as_ref().and_then(place).and_then(|place| posts.get(place + 1));
                next.filter(|post| !post.has_ended()).map(|post| post.id.clone())
            } else {
                over
            };
            Target::Order { unit, before }
        }
        _ => Target::Unit(unit),
    }
}

/// Beside a unit, at its end; none in its middle and at the top of the chart.
fn beside(unit: &UnitId, at: (f64, f64), layout: &ChartLayout, facts: &Facts) -> Option<Target> {
    let area = layout.unit(unit)?.area;
    let parent = facts.units.get(unit)?.parent.clone()?;
    let share = if stands_in_row(layout, unit) {
        (at.0 - area.x) / area.width.max(1.0)
    } else {
        (at.1 - area.y) / area.height.max(1.0)
    };
    let before = if share < EDGE {
        Some(unit.clone())
    } else if share > 1.0 - EDGE {
        following(unit, &parent, facts)
    } else {
        return None;
    };
    Some(Target::Among { parent, at: unit.clone(), before })
}

/// The unit behind another below the same unit.
#[must_use]
pub fn following(unit: &UnitId, parent: &UnitId, facts: &Facts) -> Option<UnitId> {
    let siblings = &facts.units.get(parent)?.children;
    let place = siblings.iter().position(|other| other == unit)?;
    siblings.get(place + 1).cloned()
}

/// The place of an item's neighbour among its siblings; none at the end, and for tasks, which have no order.
#[must_use]
pub fn neighbour(item: &Item, forwards: bool, facts: &Facts) -> Option<Target> {
    // Backwards it precedes the one before it, forwards the one behind its next.
    let before = |ids: Vec<String>, here: &str| {
        let place = ids.iter().position(|id| id == here)?;
        if forwards {
            ids.get(place + 1)?;
            Some(ids.get(place + 2).cloned())
        } else {
            Some(Some(ids.get(place.checked_sub(1)?)?.clone()))
        }
    };
    match item {
        Item::Unit(unit) => {
            let parent = facts.units.get(unit)?.parent.clone()?;
            let kind = facts.units.get(unit)?.kind;
            let siblings = facts.units.get(&parent)?.children.iter();
            let alike = siblings.filter(|id| facts.units.get(*id).is_some_and(|other| other.kind == kind));
            let before = before(alike.map(ToString::to_string).collect(), &unit.to_string())?;
            let before = before.and_then(|id| UnitId::parse(&id).ok());
            Some(Target::Among { parent, at: unit.clone(), before })
        }
        Item::Post(post) => {
            let unit = super::trial::home(item, facts)?;
            let posts = facts.units.get(&unit)?.posts.iter().filter(|post| !post.has_ended());
            let before = before(posts.map(|post| post.id.to_string()).collect(), post.as_str())?;
            Some(Target::Order { unit, before: before.and_then(|id| PostId::parse(&id).ok()) })
        }
        Item::Task(_) => None,
    }
}

/// Whether a unit has its neighbours at its sides, and not above and below: its line comes from above.
#[must_use]
pub fn stands_in_row(layout: &ChartLayout, unit: &UnitId) -> bool {
    let edge = layout.edges.iter().find(|edge| edge.to == *unit && !edge.staff);
    let Some([.., (x1, _), (x2, _)]) = edge.map(|edge| edge.points.as_slice()) else { return false };
    (x1 - x2).abs() < 1e-9
}

/// An area of the window in user units.
#[must_use]
pub fn to_chart(frame: (f64, f64), zoom: f64, slack: (f64, f64), corners: ((f64, f64), (f64, f64))) -> Area {
    let ((x1, y1), (x2, y2)) = corners;
    Area {
        x: (x1.min(x2) - frame.0) / zoom - slack.0,
        y: (y1.min(y2) - frame.1) / zoom - slack.1,
        width: (x1 - x2).abs() / zoom,
        height: (y1 - y2).abs() / zoom,
    }
}
