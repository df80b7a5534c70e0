//! Week by week through one replication of a unit: dots in the places where the cases are, a sentence, and the same as a table.
//!
//! The engine counts how many cases came, were completed and are where, not the ways between the places: nothing here says more.

mod picture;
mod table;

use super::Desk;
use crate::forecasting::{Replay, Week};
use crate::format::{self, Language, number, signed};
use crate::plan::UnitId;
use crate::simulation::Standing;
use crate::ui::dynamic::{Held, Kept, live, part, text, when};
use crate::ui::i18n::{I18n, t, t_string};
use chrono::{Datelike, NaiveDate};
use leptos::leptos_dom::helpers::{IntervalHandle, set_interval_with_handle};
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;

/// How long a week is shown while the replay runs.
const PACE: Duration = Duration::from_millis(900);

/// What all parts of the replay share; copies are the same.
#[derive(Clone, Copy)]
struct Player {
    i18n: I18n,
    replay: Kept<Option<Arc<Replay>>>,
    /// The place of the week that is shown; beyond the last one that is meant.
    at: Held<usize>,
    running: Held<Option<IntervalHandle>>,
}

impl Player {
    fn last(self) -> usize {
        self.replay.with(|replay| replay.as_ref().map_or(0, |replay| replay.weeks.len() - 1))
    }

    fn place(self) -> usize {
        self.at.get().min(self.last())
    }

    /// The week that is shown; tracks.
    fn week(self) -> Option<Week> {
        let place = self.place();
        self.replay.with(|replay| replay.as_ref()?.weeks.get(place).copied())
    }

    fn is_running(self) -> bool {
        self.running.with(Option::is_some)
    }

    fn pause(self) {
        if let Some(handle) = self.running.get_untracked() {
            handle.clear();
            self.running.set(None);
        }
    }

    /// Shows another week by hand.
    fn show(self, place: usize) {
        self.pause();
        self.at.set(place.min(untrack(|| self.last())));
    }

    /// Goes on by itself, from the beginning when it is at the end.
    fn play(self) {
        if untrack(|| self.place() == self.last()) {
            self.at.set(0);
        }
        let tick = move || {
            let (place, last) = untrack(|| (self.place(), self.last()));
            if place < last {
                self.at.set(place + 1);
            } else {
                self.pause();
            }
        };
        self.running.set(set_interval_with_handle(tick, PACE).ok());
    }
}

/// Unit to choose, buttons and slider, the picture with its sentence, the table.
#[component]
pub fn WeekByWeek(desk: Desk) -> impl IntoView {
    let i18n = desk.i18n;
    let (unit, without) = (Held::new(None), Held::new(false));
    let start = move || desk.question.with(|question| question.plan.as_of);
    let replay = Kept::new(move || {
        let unit = desk.chosen(unit)?;
        let weeks = desk.forecasts.panel().with(|view| {
            let [before, after] = &view.as_ref()?.unit(&unit)?.weeks;
            Some(Arc::clone(if without.get() { before } else { after }))
        })?;
        Replay::of(&weeks, start()).map(Arc::new)
    });
    let player = Player { i18n, replay, at: Held::new(0), running: Held::new(None) };
    on_cleanup(move || player.pause());
    let hint = move || {
        let wanted = desk.forecasts.panel().with(|view| view.as_ref().map_or(0, |view| view.wanted));
        let count = number(f64::from(wanted), 0, i18n.language());
        t_string!(i18n, simulation.replay_hint, count, start = format::date(start(), i18n.language()))
    };
    let choice = live(move || {
        let changed = desk.question.with(|question| !question.scenario.is_empty());
        changed.then(|| with_or_without(i18n, without))
    });
    part(view! {
        <div class="study-body replay">
            <p class="forecast-hint">{text(hint)}</p>
            <div class="study-controls">{desk.choose_unit(unit)}{choice}</div>
            {live(move || {
                Some(if replay.with(Option::is_some) {
                    shown(desk, player, unit)
                } else {
                    part(view! { <p>{t!(i18n, simulation.replay_none)}</p> })
                })
            })}
        </div>
    })
}

/// Whether the changes are in it.
fn with_or_without(i18n: I18n, without: Held<bool>) -> AnyView {
    part(view! {
        <label class="field">
            <span>{t!(i18n, forecast.plan)}</span>
            <select class="select" on:change=move |event| without.set(event_target_value(&event) == "without")>
                <option value="with" selected=move || !without.get()>{t!(i18n, forecast.with)}</option>
                <option value="without" selected=move || without.get()>{t!(i18n, forecast.without)}</option>
            </select>
        </label>
    })
}

fn shown(desk: Desk, player: Player, unit: Held<Option<UnitId>>) -> AnyView {
    let i18n = player.i18n;
    let sentence = text(move || player.week().map(|week| sentence(i18n, &week)).unwrap_or_default());
    // Read out where somebody steps, not with every week that passes by.
    let said = move || if player.is_running() { "off" } else { "polite" };
    let opened = Held::new(false);
    let name = move || desk.chosen(unit).map(|unit| desk.name(&unit)).unwrap_or_default();
    part(view! {
        {controls(player)}
        {picture::boxes(player)}
        <p data-testid="replay-sentence" aria-live=said>{sentence}</p>
        <details class="forecast-table" on:toggle=move |_| opened.set(true)>
            <summary>{t!(i18n, forecast.table)}</summary>
            {when(move || opened.get(), move || table::of_the_year(player, name))}
        </details>
    })
}

/// Back, on, by itself; and the slider, whose text is the week.
fn controls(player: Player) -> AnyView {
    let i18n = player.i18n;
    let step = move |back: bool| {
        let place = untrack(|| player.place());
        player.show(if back { place.saturating_sub(1) } else { place + 1 });
    };
    let run = move |_| if untrack(|| player.is_running()) { player.pause() } else { player.play() };
    let slid = move |event| {
        if let Ok(place) = event_target_value(&event).parse() {
            player.show(place);
        }
    };
    let week = move || player.week().map(|week| named(i18n, &week)).unwrap_or_default();
    part(view! {
        <div class="replay-controls" role="group" aria-label=t!(i18n, simulation.replay_controls)>
            <button type="button" class="button" data-variant="small" on:click=move |_| step(true)
                aria-disabled=move || (player.place() == 0).to_string()>
                <span aria-hidden="true">"◀ "</span>{t!(i18n, simulation.replay_back)}
            </button>
            <button type="button" class="button replay-run" data-variant="small" on:click=run>
                {text(move || if player.is_running() {
                    t_string!(i18n, simulation.replay_pause).to_owned()
                } else {
                    t_string!(i18n, simulation.replay_play).to_owned()
                })}
            </button>
            <button type="button" class="button" data-variant="small" on:click=move |_| step(false)
                aria-disabled=move || (player.place() == player.last()).to_string()>
                {t!(i18n, simulation.replay_on)}<span aria-hidden="true">" ▶"</span>
            </button>
            <input type="range" min="0" step="1" max=move || player.last().to_string()
                aria-label=t!(i18n, simulation.replay_slider) aria-valuetext=week
                prop:value=move || player.place().to_string() on:input=slid/>
            <strong class="replay-week">{text(week)}</strong>
        </div>
    })
}

/// „KW 12, bis 24.03.2024“.
fn named(i18n: I18n, week: &Week) -> String {
    let date = format::date(week.ends, i18n.language());
    t_string!(i18n, simulation.replay_week, week = week_number(week.ends), date)
}

fn week_number(day: NaiveDate) -> String {
    day.iso_week().week().to_string()
}

fn cases(value: f64, language: Language) -> String {
    number(value, 0, language)
}

/// The names of the places, in the order of [`Standing::each`].
fn place_name(i18n: I18n, place: usize) -> &'static str {
    super::super::owners::name(i18n, place)
}

/// „34 neu, 28 erledigt. 812 sind offen, 6 mehr als eine Woche zuvor: …“
fn sentence(i18n: I18n, week: &Week) -> String {
    let language = i18n.language();
    let place = |place: usize| {
        let change = week.change.map(|change| format!(" ({})", signed(change[place], 0, language)));
        format!("{}{}", cases(week.places[place], language), change.unwrap_or_default())
    };
    let flows = t_string!(
        i18n,
        simulation.replay_flows,
        week = named(i18n, week),
        arrived = cases(week.arrived, language),
        completed = cases(week.completed, language)
    );
    let count = cases(week.difference().abs(), language);
    let difference = match week.difference() {
        more if more > 0.0 => t_string!(i18n, simulation.replay_more, count),
        less if less < 0.0 => t_string!(i18n, simulation.replay_less, count),
        _ => t_string!(i18n, simulation.replay_same).to_owned(),
    };
    let stocks = t_string!(
        i18n,
        simulation.replay_stocks,
        open = cases(week.open(), language),
        difference,
        with_us = place(0),
        in_work = place(1),
        authority = place(2),
        applicant = place(3),
        dormant = place(4)
    );
    let moved = (week.moved() != 0.0).then(|| {
        let count = signed(week.moved(), 0, language);
        t_string!(i18n, simulation.replay_moved, count)
    });
    [Some(flows), Some(stocks), moved].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Classes of the places, for colours.
const CLASSES: [&str; 5] = Standing::<f64>::NAMES;
