//! The picture of a week: a box for what came, one for each place of open cases, one for what was completed, with dots.

use super::{CLASSES, Player, cases, place_name};
use crate::diagram::coordinate;
use crate::forecasting::{Replay, Week};
use crate::format::{number, signed};
use crate::ui::dynamic::{Row, following, part, rows, text};
use crate::ui::i18n::{t, t_string};
use leptos::prelude::*;
use std::ops::Range;

/// Dots beside each other in a box, and the room that each has.
const COLUMNS: usize = 10;
const ROOM: f64 = 10.0;
const RADIUS: f64 = 3.6;

/// What a box shows.
#[derive(Clone, Copy)]
enum Shown {
    Arrived,
    Place(usize),
    Completed,
}

impl Shown {
    fn of(self, week: &Week) -> f64 {
        match self {
            Self::Arrived => week.arrived,
            Self::Place(place) => week.places[place],
            Self::Completed => week.completed,
        }
    }

    /// How many of its cases there were a week before, where that makes a difference in the picture.
    fn before(self, week: &Week) -> Option<f64> {
        match self {
            Self::Place(place) => week.change.map(|change| week.places[place] - change[place]),
            Self::Arrived | Self::Completed => None,
        }
    }

    /// For the style sheet.
    const fn class(self) -> &'static str {
        match self {
            Self::Arrived => "arrived",
            Self::Place(place) => CLASSES[place],
            Self::Completed => "completed",
        }
    }
}

/// All boxes, and what a dot is; decoration beside sentence and table.
pub(super) fn boxes(player: Player) -> AnyView {
    let i18n = player.i18n;
    let all =
        [Shown::Arrived].into_iter().chain((0..CLASSES.len()).map(Shown::Place)).chain([Shown::Completed]);
    let boxes: Vec<AnyView> = all.map(|shown| one(player, shown)).collect();
    let dot = move || player.replay.with(|replay| replay.as_ref().map_or(1.0, |replay| replay.dot));
    let legend = move || {
        if dot() > 1.0 {
            t_string!(i18n, simulation.replay_dots, count = number(dot(), 0, i18n.language()))
        } else {
            t_string!(i18n, simulation.replay_dot).to_owned()
        }
    };
    part(view! {
        <div class="replay-boxes" aria-hidden="true">{boxes}</div>
        <p class="forecast-hint">{text(legend)} " " {t!(i18n, simulation.replay_legend)}</p>
    })
}

fn one(player: Player, shown: Shown) -> AnyView {
    let i18n = player.i18n;
    let name = move || match shown {
        Shown::Arrived => t_string!(i18n, simulation.replay_arrived).to_owned(),
        Shown::Place(place) => place_name(i18n, place).to_owned(),
        Shown::Completed => t_string!(i18n, simulation.replay_completed).to_owned(),
    };
    let count = move || player.week().map(|week| cases(shown.of(&week), i18n.language())).unwrap_or_default();
    let change = move || {
        let week = player.week()?;
        let change = shown.of(&week) - shown.before(&week)?;
        Some(signed(change, 0, i18n.language()))
    };
    // As high as its fullest week, so that nothing below moves.
    let height = move || {
        let most = player.replay.with(|replay| replay.as_ref().map_or(0, |replay| most(replay, shown)));
        coordinate(most.div_ceil(COLUMNS).max(1) as f64 * ROOM)
    };
    // Drawn anew with each week, so that what is new moves anew.
    let drawn = move || {
        let Some(week) = player.week() else { return Vec::new() };
        let (now, before) = player
            .replay
            .with(|replay| replay.as_ref().map(|replay| counts(replay, &week, shown)))
            .unwrap_or_default();
        vec![Row::new(format!("{} {now} {before}", week.ends), move || drawing(shown, now, before))]
    };
    part(view! {
        <div class="replay-box" data-owner=shown.class()>
            <span class="replay-name">{text(name)}</span>
            <span class="replay-count"><strong>{text(count)}</strong> " " {move || change()}</span>
            <svg viewBox=following(move || format!("0 0 {} {}", coordinate(COLUMNS as f64 * ROOM), height()))>{rows(drawn)}</svg>
        </div>
    })
}

/// Most dots of a box, those that have gone included.
fn most(replay: &Replay, shown: Shown) -> usize {
    replay.most(|week| shown.of(week).max(shown.before(week).unwrap_or(0.0)))
}

/// Dots of a box in a week, and those of the week before.
fn counts(replay: &Replay, week: &Week, shown: Shown) -> (usize, usize) {
    let now = replay.dots(shown.of(week));
    (now, shown.before(week).map_or(now, |before| replay.dots(before)))
}

/// Those that were there, those that are new, and those that are there no more.
fn drawing(shown: Shown, now: usize, before: usize) -> AnyView {
    let path = |class: &'static str, places: Range<usize>| {
        let dots = path(places);
        part(view! { <path class=class d=dots></path> })
    };
    match shown {
        Shown::Arrived | Shown::Completed => path("passing", 0..now),
        Shown::Place(_) => {
            let there = path("there", 0..now.min(before));
            vec![there, path("new", before..now), path("gone", now..before)].into_any()
        }
    }
}

/// Dots at some places, counted row by row.
fn path(places: Range<usize>) -> String {
    let [radius, across] = [RADIUS, 2.0 * RADIUS].map(coordinate);
    let dot = |place: usize| {
        let at = |number: usize| (number as f64 + 0.5) * ROOM;
        let (x, y) = (coordinate(at(place % COLUMNS) - RADIUS), coordinate(at(place / COLUMNS)));
        format!("M{x} {y}a{radius} {radius} 0 1 0 {across} 0a{radius} {radius} 0 1 0 -{across} 0")
    };
    places.map(dot).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn replay() -> Replay {
        let figures = [[9.0, 3.0, 12.0, 2.0, 4.0, 6.0, 1.0], [5.0, 8.0, 9.0, 2.0, 5.0, 5.0, 1.0]].concat();
        Replay::of(&figures, NaiveDate::from_ymd_opt(2024, 2, 1).unwrap()).unwrap()
    }

    #[test]
    fn a_box_has_its_cases_as_dots_and_knows_those_of_the_week_before() {
        let replay = replay();
        let of = |week: usize, shown: Shown| counts(&replay, &replay.weeks[week], shown);
        assert_eq!([of(0, Shown::Place(0)), of(1, Shown::Place(0))], [(12, 12), (9, 12)]);
        assert_eq!(of(1, Shown::Place(2)), (5, 4));
        assert_eq!([of(1, Shown::Arrived), of(1, Shown::Completed)], [(5, 5), (8, 8)]);
        let all = [Shown::Arrived, Shown::Place(0), Shown::Completed];
        assert_eq!(all.map(|shown| most(&replay, shown)), [9, 12, 8]);
    }

    #[test]
    fn dots_stand_beside_and_below_each_other() {
        let first = "M1.4 5a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0 -7.2 0";
        assert_eq!(path(0..1), first);
        assert_eq!(
            path(9..11),
            format!("{}{}", first.replace("M1.4 5", "M91.4 5"), first.replace("M1.4 5", "M1.4 15"))
        );
        assert_eq!(path(4..4), "");
    }
}
