//! The keys of the chart: walking, opening, picking up, choosing a target, dropping.

use super::state::Chart;
use super::trial::{Lift, LiftedBy};
use super::walk::Item;
use crate::plan::UnitId;
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
    let key = event.key();
    if (event.ctrl_key() || event.meta_key()) && key.eq_ignore_ascii_case("a") {
        if let Some(here) = chart.tab_stop.get_untracked() {
            chart.choose_all(&here);
            event.prevent_default();
        }
        return;
    }
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let lift = chart.lift.get_untracked();
    let handled = match lift {
        Some(lift) if lift.by == LiftedBy::Keys => choose(chart, &lift, &key),
        Some(_) => false,
        None if event.shift_key() && extend(chart, &key) => true,
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
            chart.focus(item);
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
            Item::Unit(unit) if is_closed(chart, unit) => {
                chart.toggle(unit);
                true
            }
            _ => to(&|| in_walk(&|walk| walk.child(&here).cloned())),
        },
        "ArrowLeft" => match &here {
            Item::Unit(unit) if has_below(chart, unit) && !is_closed(chart, unit) => {
                chart.toggle(unit);
                true
            }
            _ => to(&|| in_walk(&|walk| walk.parent(&here).cloned())),
        },
        "*" => {
            chart.closed.update(std::collections::BTreeSet::clear);
            true
        }
        "Enter" => {
            match here {
                Item::Unit(unit) => {
                    chart.toggle(&unit);
                }
                other => chart.opened.set(Some(other)),
            }
            true
        }
        " " => {
            match here {
                Item::Unit(unit) => chart.toggle(&unit),
                other => chart.choose_also(&other),
            }
            true
        }
        "Escape" if chart.selected.with_untracked(|selected| !selected.is_empty()) => {
            chart.select(std::collections::BTreeSet::new());
            true
        }
        "+" | "-" | "0" => {
            zoom(chart, key);
            true
        }
        "m" | "M" => {
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

/// Shift with an arrow: what is chosen grows by the next item.
fn extend(chart: Chart, key: &str) -> bool {
    let steps = match key {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return false,
    };
    let Some(here) = chart.tab_stop.get_untracked() else { return false };
    let Some(next) = chart.walk.with_untracked(|walk| walk.step(&here, steps).cloned()) else { return true };
    chart.choose_to(&here, &next);
    chart.focus(next);
    true
}

/// Plus, minus, and nought for the whole chart.
fn zoom(chart: Chart, key: &str) {
    match key {
        "+" => chart.camera.zoom_by(1.25, None),
        "-" => chart.camera.zoom_by(0.8, None),
        _ => chart.layout.with_untracked(|layout| chart.camera.fit(layout, true)),
    }
}

fn pick_up(chart: Chart, item: &Item) {
    chart.pick_up(item, LiftedBy::Keys);
    let lift = chart.lift.get_untracked();
    if let Some(lift) = lift {
        chart.say(t_string!(chart.i18n, chart.picked_up, post = lift.name));
    }
}

/// Keys while a post is held: arrows choose among all units, Enter drops, Escape puts back.
fn choose(chart: Chart, lift: &Lift, key: &str) -> bool {
    let units: Vec<UnitId> = chart
        .facts
        .with_untracked(|facts| facts.in_order().into_iter().map(|unit| unit.id.clone()).collect());
    let here = lift.trial.as_ref().map_or(&lift.home, |trial| &trial.target);
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
            chart.say(t_string!(chart.i18n, chart.put_back, post = lift.name.clone()));
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
        if let Some(area) = chart.place_of(&Item::Unit(unit.clone())) {
            chart.camera.reveal(area);
        }
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
