//! The keys while something is in the hand: arrows choose a place, Enter lets go, Escape puts back.

use super::state::Chart;
use super::trial::{Lift, Target};
use super::walk::Item;
use crate::plan::UnitId;
use crate::ui::i18n::t_string;

/// A key was pressed; whether it meant something.
pub fn pressed(chart: Chart, lift: &Lift, key: &str) -> bool {
    let places = places(chart, lift);
    let here = match &lift.trial {
        Some(trial) => Some(trial.target.clone()),
        None => lift.home.clone().map(Target::Unit),
    };
    let place = places.iter().position(|place| Some(place) == here.as_ref()).unwrap_or(0);
    let last = places.len().saturating_sub(1);
    let next = match key {
        "ArrowDown" | "ArrowRight" => (place + 1).min(last),
        "ArrowUp" | "ArrowLeft" => place.saturating_sub(1),
        "Home" => 0,
        "End" => last,
        "Enter" | " " => {
            let_go(chart, lift);
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
    if let Some(target) = places.get(next) {
        chart.try_out(Some(target.clone()));
        speak(chart, target);
        if let Some(unit) = target.unit()
            && let Some(area) = chart.place_of(&Item::Unit(unit.clone()))
        {
            chart.camera.reveal(area);
        }
    }
    true
}

/// All places in the order of the chart; for posts the tray comes last.
fn places(chart: Chart, lift: &Lift) -> Vec<Target> {
    let units: Vec<UnitId> = chart
        .facts
        .with_untracked(|facts| facts.in_order().into_iter().map(|unit| unit.id.clone()).collect());
    let mut places: Vec<Target> = units.into_iter().map(Target::Unit).collect();
    if matches!(lift.items.first(), Some(Item::Post(_))) {
        places.push(Target::Tray);
    }
    places
}

/// Says the place that is being tried, with the sentence that the card shows.
fn speak(chart: Chart, target: &Target) {
    let words = chart.lift.with_untracked(|lift| {
        lift.as_ref().and_then(|lift| lift.trial.as_ref().map(|trial| trial.in_words()))
    });
    let words = words.unwrap_or_default();
    let name = match target.unit() {
        Some(unit) => chart
            .facts
            .with_untracked(|facts| facts.units.get(unit).map(|unit| unit.name.clone()))
            .unwrap_or_default(),
        None => t_string!(chart.i18n, chart.tray).to_owned(),
    };
    chart.say(if words.contains(&name) { words } else { format!("{name}. {words}") });
}

fn let_go(chart: Chart, lift: &Lift) {
    match &lift.trial {
        Some(trial) => match &trial.refused {
            // Still in the hand, so that another place can be chosen.
            Some(reason) => chart.say(reason.clone()),
            None => {
                chart.drop_here();
            }
        },
        None => chart.put_back(),
    }
}
