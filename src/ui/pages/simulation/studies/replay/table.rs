//! The weeks of a year as a table: all of them at once would be three thousand cells.

use super::{CLASSES, Player, cases, place_name, week_number};
use crate::forecasting::Week;
use crate::format::{self, signed};
use crate::ui::components::SavedTable;
use crate::ui::dynamic::{Kept, live, part, text};
use crate::ui::i18n::{I18n, t, t_string};
use chrono::Datelike;
use leptos::prelude::*;

/// The weeks that end in the year of the one that is shown; `name` is the unit's.
pub(super) fn of_the_year(
    player: Player,
    name: impl Fn() -> String + Copy + Send + Sync + 'static,
) -> AnyView {
    let i18n = player.i18n;
    let year = Kept::new(move || player.week().map_or(0, |week| week.ends.year()));
    let caption = Signal::derive(move || {
        t_string!(i18n, simulation.replay_caption, name = name(), year = year.get().to_string())
    });
    let rows = live(move || {
        let year = year.get();
        let weeks = player.replay.get()?;
        let of_year = weeks.weeks.iter().filter(|week| week.ends.year() == year);
        Some(of_year.map(|week| row(i18n, week)).collect::<Vec<_>>().into_any())
    });
    let number = |words: AnyView| part(view! { <th scope="col" class="is-number">{words}</th> });
    let places = (0..CLASSES.len()).map(|place| number(text(move || place_name(i18n, place).to_owned())));
    let head = part(view! {
        <tr>
            <th scope="col">{t!(i18n, simulation.replay_number)}</th>
            <th scope="col">{t!(i18n, simulation.replay_until)}</th>
            {number(t!(i18n, simulation.replay_arrived).into_any())}
            {number(t!(i18n, simulation.replay_completed).into_any())}
            {places.collect::<Vec<_>>()}
            {number(t!(i18n, simulation.replay_open).into_any())}
            {number(t!(i18n, simulation.replay_change).into_any())}
        </tr>
    });
    part(view! { <SavedTable id="wochen-tabelle" caption head>{rows}</SavedTable> })
}

fn row(i18n: I18n, week: &Week) -> AnyView {
    let language = i18n.language();
    let figure = |value: f64| part(view! { <td class="is-number">{cases(value, language)}</td> });
    part(view! {
        <tr>
            <th scope="row">{week_number(week.ends)}</th>
            <td class="nowrap">{format::date(week.ends, language)}</td>
            {figure(week.arrived)}
            {figure(week.completed)}
            {week.places.map(figure).into_iter().collect::<Vec<_>>()}
            {figure(week.open())}
            <td class="is-number">{signed(week.difference(), 0, language)}</td>
        </tr>
    })
}
