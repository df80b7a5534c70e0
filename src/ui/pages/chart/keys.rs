//! The keys of the chart: walking, opening, picking up, choosing a target, dropping.

use super::desk;
use super::hand_keys;
use super::placing;
use super::state::Chart;
use super::trial::LiftedBy;
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
    if event.alt_key() && order(chart, &key) {
        event.prevent_default();
        return;
    }
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let lift = chart.lift.get_untracked();
    let handled = match lift {
        Some(lift) if lift.by == LiftedBy::Keys => hand_keys::pressed(chart, &lift, &key),
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
        "+" | "-" | "0" if !is_typing(now) => {
            zoom(chart, key);
            true
        }
        "m" | "M" => {
            pick_up(chart, &here);
            true
        }
        "?" | "/" | "Insert" | "Delete" => desk::typed(chart.desk, key, &here),
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

/// Whether a name is being typed: a sign that could be part of it is no command then.
fn is_typing(now: f64) -> bool {
    TYPED.with_borrow(|typed| !typed.text.is_empty() && now - typed.at <= 1000.0)
}

/// Alt with an arrow: the item changes places with its neighbour.
fn order(chart: Chart, key: &str) -> bool {
    let forwards = match key {
        "ArrowDown" | "ArrowRight" => true,
        "ArrowUp" | "ArrowLeft" => false,
        _ => return false,
    };
    let here = chart.tab_stop.get_untracked();
    let target = here
        .as_ref()
        .and_then(|here| chart.facts.with_untracked(|facts| placing::neighbour(here, forwards, facts)));
    match here.zip(target) {
        Some((here, target)) => {
            chart.move_to(&[here], &target);
        }
        None => chart.say(t_string!(chart.i18n, chart.order_end)),
    }
    true
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
