//! The panels of a unit, one file for each question.

pub(super) mod ages;
pub(super) mod ahead;
pub(super) mod calibration;
pub(super) mod capacity;
pub(super) mod cross_check;
pub(super) mod cycle;
pub(super) mod flow;
pub(super) mod handling;
pub(super) mod kinds;
mod stock;

use super::plot::Plot;
use super::unit::Context;
use super::{Cell, Happening, Panel, Table};
use crate::caseload::Month;
use crate::format::{Language, date};
use chrono::{Datelike, NaiveDate};

/// Numbered marks of what happens between two months; gives the list that stands below the picture. `first` is the month of the
/// slot 0.
fn mark_events(plot: &mut Plot, first: Month, events: &[Happening], language: Language) -> Vec<String> {
    let mut notes = Vec::new();
    for (place, event) in events.iter().enumerate() {
        let Some(slot) = slot_of(first, event.day) else { continue };
        let number = (place + 1).to_string();
        plot.upright("event", slot, &number);
        notes.push(format!("{number}: {} – {}", date(event.day, language), event.words));
    }
    notes
}

/// Where a day lies among slots that are months.
fn slot_of(first: Month, day: NaiveDate) -> Option<f64> {
    let month = Month::of(day)?;
    let length = f64::from(month.last_day()?.day());
    Some(f64::from(month.number() - first.number()) - 0.5 + f64::from(day.day0()) / length)
}

/// Labels of months: „Jan 2023“.
fn month_labels(first: Month, count: usize, language: Language) -> Vec<String> {
    let month = |place: usize| first.plus(i32::try_from(place).unwrap_or_default());
    (0..count).map(|place| month(place).label(language)).collect()
}

/// In the place of a panel that would measure the work of few: its title, why it is empty, and what it would take. The table keeps
/// its columns, and the row that stands for all says of each figure that it is withheld.
fn withheld(context: &Context<'_>, key: &'static str, title: String, names: &[&str]) -> Option<Panel> {
    let sentence = context.why_withheld()?;
    let mut table = Table::of_numbers(title.as_str(), names);
    let mut row = vec![Cell::from(context.say("alle", "all"))];
    row.resize(names.len(), Cell::Withheld);
    table.row(row);
    Some(Panel { key, title, sentence, picture: None, caption: String::new(), table, notes: Vec::new() })
}
