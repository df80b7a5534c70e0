//! The keys of the chart: walking, opening, picking up, choosing a target, dropping.

use super::state::Chart;
use super::trial::{Lift, LiftedBy};
use super::walk::Item;
use crate::plan::UnitId;
use crate::ui::browser::pointer;
use crate::ui::i18n::t_string;
use leptos::ev;

/// How many items PageUp and PageDown pass.
const PAGE: isize = 10;

/// What has been typed to find an item, and when; forgotten after a second.
#[derive(Debug, Clone, Default)]
struct Typed {
    text: String,
    at: f64,
}

thread_local! {
    static TYPED: std::cell::RefCell<Typed> = std::cell::RefCell::default();
}

/// A key was pressed while something in the chart has the focus.
pub fn pressed(chart: Chart, event: &ev::KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let key = event.key();
    let lift = chart.lift.get_untracked();
    let handled = match lift {
        Some(lift) if lift.by == LiftedBy::Keys => choose(chart, &lift, &key),
        Some(_) => false,
        None => walk(chart, &key, event.time_stamp()),
    };
    if handled {
        event.prevent_default();
        event.stop_propagation();
    }
}

fn walk(chart: Chart, key: &str, now: f64) -> bool {
    let Some(here) = chart.tab_stop.get_untracked() else { return false };
    let to = |find: &dyn Fn() -> Option<Item>| {
        if let Some(item) = find() {
            chart.focused.set(Some(item.clone()));
            pointer::focus_on(&item.element_id());
        }
        true
    };
    let in_walk =
        |find: &dyn Fn(&super::walk::Walk) -> Option<Item>| chart.walk.with_untracked(|walk| find(walk));
    match key {
        "ArrowDown" => to(&|| in_walk(&|walk| walk.step(&here, 1).cloned())),
        "ArrowUp" => to(&|| in_walk(&|walk| walk.step(&here, -1).cloned())),
        "PageDown" => to(&|| in_walk(&|walk| walk.step(&here, PAGE).cloned())),
        "PageUp" => to(&|| in_walk(&|walk| walk.step(&here, -PAGE).cloned())),
        "Home" => to(&|| in_walk(&|walk| walk.first().cloned())),
        "End" => to(&|| in_walk(&|walk| walk.last().cloned())),
        "ArrowRight" => match &here {
            Item::Unit(unit) if is_closed(chart, unit) => toggle(chart, unit),
            _ => to(&|| in_walk(&|walk| walk.child(&here).cloned())),
        },
        "ArrowLeft" => match &here {
            Item::Unit(unit) if has_below(chart, unit) && !is_closed(chart, unit) => toggle(chart, unit),
            _ => to(&|| in_walk(&|walk| walk.parent(&here).cloned())),
        },
        "*" => {
            chart.closed.update(std::collections::BTreeSet::clear);
            true
        }
        "Enter" | " " => {
            match here {
                Item::Post(post) => chart.opened.set(Some(post)),
                Item::Unit(unit) => {
                    toggle(chart, &unit);
                }
            }
            true
        }
        "m" | "M" if matches!(here, Item::Post(_)) => {
            pick_up(chart, &here);
            true
        }
        _ if key.chars().count() == 1 => {
            let text = TYPED.with_borrow_mut(|typed| {
                if now - typed.at > 1000.0 {
                    typed.text.clear();
                }
                typed.at = now;
                typed.text.push_str(key);
                typed.text.clone()
            });
            to(&|| in_walk(&|walk| walk.typed(&here, &text).cloned()))
        }
        _ => false,
    }
}

fn is_closed(chart: Chart, unit: &UnitId) -> bool {
    chart.closed.with_untracked(|closed| closed.contains(unit))
}

fn has_below(chart: Chart, unit: &UnitId) -> bool {
    chart.facts.with_untracked(|facts| {
        facts.units.get(unit).is_some_and(|unit| !unit.posts.is_empty() || !unit.children.is_empty())
    })
}

fn toggle(chart: Chart, unit: &UnitId) -> bool {
    chart.closed.update(|closed| {
        if !closed.remove(unit) {
            closed.insert(unit.clone());
        }
    });
    true
}

fn pick_up(chart: Chart, item: &Item) {
    let Item::Post(post) = item else { return };
    chart.pick_up(post, LiftedBy::Keys);
    let lift = chart.lift.get_untracked();
    if let Some(lift) = lift {
        chart.say(t_string!(chart.i18n, chart.picked_up, post = lift.post.id.to_string()));
    }
}

/// Keys while a post is held: arrows choose among all units, Enter drops, Escape puts back.
fn choose(chart: Chart, lift: &Lift, key: &str) -> bool {
    let units: Vec<UnitId> = chart
        .facts
        .with_untracked(|facts| facts.in_order().into_iter().map(|unit| unit.id.clone()).collect());
    let here = lift.trial.as_ref().map_or(&lift.post.unit, |trial| &trial.target);
    let place = units.iter().position(|unit| unit == here).unwrap_or(0);
    let last = units.len().saturating_sub(1);
    let next = match key {
        "ArrowDown" | "ArrowRight" => (place + 1).min(last),
        "ArrowUp" | "ArrowLeft" => place.saturating_sub(1),
        "Home" => 0,
        "End" => last,
        "Enter" | " " => {
            drop_here(chart, lift);
            return true;
        }
        "Escape" => {
            chart.put_back();
            chart.say(t_string!(chart.i18n, chart.put_back, post = lift.post.id.to_string()));
            return true;
        }
        // The focus leaves the chart: nothing may stay in the air.
        "Tab" => {
            chart.put_back();
            return false;
        }
        _ => return false,
    };
    if let Some(unit) = units.get(next) {
        chart.try_unit(Some(unit.clone()));
        speak(chart, unit);
        pointer::reveal(&Item::Unit(unit.clone()).element_id());
    }
    true
}

/// Says the unit that is being tried, with the sentence that the card shows.
fn speak(chart: Chart, unit: &UnitId) {
    let words = chart.lift.with_untracked(|lift| {
        lift.as_ref().and_then(|lift| lift.trial.as_ref().map(|trial| trial.in_words()))
    });
    let name = chart
        .facts
        .with_untracked(|facts| facts.units.get(unit).map(|unit| unit.name.clone()))
        .unwrap_or_default();
    let words = words.unwrap_or_default();
    chart.say(if words.contains(&name) { words } else { format!("{name}. {words}") });
}

fn drop_here(chart: Chart, lift: &Lift) {
    match &lift.trial {
        Some(trial) => match &trial.refused {
            // Still in the hand, so that another unit can be chosen.
            Some(reason) => chart.say(reason.clone()),
            None => {
                chart.drop_here();
            }
        },
        None => chart.put_back(),
    }
}
