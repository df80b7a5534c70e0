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
pub(super) mod opening;
mod reductions;
mod stock;
pub(super) mod waited;

use super::plot::Plot;
use super::unit::Context;
use super::{Cell, Happening, Panel, Table};
use crate::caseload::Month;
use crate::format::{Language, date};
use chrono::{Datelike, NaiveDate};

/// What the middle of a slot means where slots are months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slots {
    /// The whole month: a sum of it stands there, half of the month lies to either side.
    Sums,
    /// Its end.
    Ends,
    /// Its first day.
    Firsts,
}

impl Slots {
    /// Place of the month's first day, in slots from the middle of its own one.
    const fn first_day(self) -> f64 {
        match self {
            Self::Sums => -0.5,
            Self::Ends => -1.0,
            Self::Firsts => 0.0,
        }
    }
}

/// Numbered marks of what happens between two months; gives the list that stands below the picture. `first` is the month of the
/// slot 0.
fn mark_events(
    plot: &mut Plot,
    (first, slots): (Month, Slots),
    events: &[Happening],
    language: Language,
) -> Vec<String> {
    mark_events_at(plot, |day| slot_of((first, slots), day), events, language)
}

/// The same where slots are no months: `place` tells where a day lies.
fn mark_events_at(
    plot: &mut Plot,
    place: impl Fn(NaiveDate) -> Option<f64>,
    events: &[Happening],
    language: Language,
) -> Vec<String> {
    let places = events.iter().filter_map(|event| Some((place(event.day)?, event)));
    let (places, told): (Vec<f64>, Vec<&Happening>) = places.unzip();
    plot.numbered("event", &places);
    let note = |(place, event): (usize, &&Happening)| {
        format!("{}: {} – {}", place + 1, date(event.day, language), event.words)
    };
    told.iter().enumerate().map(note).collect()
}

/// Where a day lies among slots that are months.
fn slot_of((first, slots): (Month, Slots), day: NaiveDate) -> Option<f64> {
    let month = Month::of(day)?;
    let length = f64::from(month.last_day()?.day());
    Some(f64::from(month.number() - first.number()) + slots.first_day() + f64::from(day.day0()) / length)
}

/// Where a day lies among slots that are several months each, of which the first begins with `first`.
fn slot_of_several(first: Month, months: u32, day: NaiveDate) -> Option<f64> {
    // From the beginning of the first slot on, which lies half a slot before its middle.
    let since = slot_of((first, Slots::Sums), day)? + 0.5;
    Some(since / f64::from(months.max(1)) - 0.5)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_stands_where_the_month_of_its_picture_has_it() {
        let january = Month::new(2024, 1).unwrap();
        let place = |slots: Slots, day: &str| slot_of((january, slots), day.parse().unwrap()).unwrap();
        // The first of March ends February, begins March, and lies between the sums of the two.
        assert_eq!(place(Slots::Ends, "2024-03-01"), 1.0);
        assert_eq!(place(Slots::Firsts, "2024-03-01"), 2.0);
        assert_eq!(place(Slots::Sums, "2024-03-01"), 1.5);
        assert_eq!(place(Slots::Sums, "2024-04-16"), 3.0);
        let quarter = |day: &str| slot_of_several(january, 3, day.parse().unwrap()).unwrap();
        assert_eq!((quarter("2024-01-01"), quarter("2024-04-01")), (-0.5, 0.5));
        // 15 of the 31 days of August are over: a little before the middle of the quarter.
        assert!((1.99..2.0).contains(&quarter("2024-08-16")));
        // The last day comes before the end of its month.
        assert!((4.9..5.0).contains(&place(Slots::Ends, "2024-06-30")));
    }
}
