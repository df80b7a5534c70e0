//! Whose turn it is: open cases by who keeps them waiting.

use super::figures::in_words;
use crate::forecasting::{Paired, UnitForecast};
use crate::format::decimal::fixed;
use crate::format::number;
use crate::plan::Plan;
use crate::simulation::Standing;
use crate::ui::components::{SavedTable, Start, folded};
use crate::ui::dynamic::{Kept, live, part, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::state::forecasts::Forecasts;
use leptos::prelude::*;
use std::sync::Arc;

/// A sentence, and a table with the shares as bars.
#[component]
pub fn Owners(plan: Kept<Option<Arc<Plan>>>, changed: Kept<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let panel = Forecasts::expect().panel();
    let sentence = text(move || {
        panel.with(|view| match view {
            Some(view) => sentence(i18n, &view.units),
            None => t_string!(i18n, forecast.working).to_owned(),
        })
    });
    let caption = Signal::derive(move || t_string!(i18n, simulation.owners_caption).to_owned());
    let rows = move || {
        let (plan, view) = (plan.get()?, panel.get()?);
        let row = |unit: &UnitForecast| {
            let name = plan.unit(&unit.unit).map(|unit| unit.name.clone()).unwrap_or_default();
            row(i18n, name, unit, changed.get())
        };
        Some(view.units.iter().filter(|unit| total(unit) > 0.0).map(row).collect::<Vec<_>>().into_any())
    };
    let table = live(move || {
        let difference = changed.get().then(|| {
            part(view! { <th scope="col" class="is-number">{t!(i18n, simulation.owner_difference)}</th> })
        });
        let names = Standing::<f64>::NAMES.into_iter().enumerate().map(|(place, class)| {
            part(view! {
                <th scope="col" class="is-number">
                    <span class="owner-name">
                        <span class="owner-key" data-owner=class aria-hidden="true"></span>
                        {text(move || first_word(name(i18n, place)).0.to_owned())}
                    </span>
                    {text(move || first_word(name(i18n, place)).1.to_owned())}
                </th>
            })
        });
        let head = part(view! {
            <tr>
                <th scope="col">{t!(i18n, overview.column_unit)}</th>
                {names.collect::<Vec<_>>()}
                {difference}
                <th scope="col" aria-hidden="true">{t!(i18n, simulation.owner_picture)}</th>
            </tr>
        });
        Some(part(view! { <SavedTable id="simulation-zug-tabelle" head caption>{live(rows)}</SavedTable> }))
    });
    let title = t!(i18n, simulation.owners).into_any();
    folded(("simulation-zug", "simulation-owners"), Start::OpenWhereWide, title, sentence, table)
}

/// The name of a place, in the order of [`Standing::each`].
pub(super) fn name(i18n: I18n, place: usize) -> &'static str {
    match place {
        0 => t_string!(i18n, simulation.owner_with_us),
        1 => t_string!(i18n, simulation.owner_in_work),
        2 => t_string!(i18n, simulation.owner_authority),
        3 => t_string!(i18n, simulation.owner_applicant),
        _ => t_string!(i18n, simulation.owner_dormant),
    }
}

/// The first word, and the rest with the space before it.
fn first_word(name: &str) -> (&str, &str) {
    name.split_at(name.find(' ').unwrap_or(name.len()))
}

fn means(standing: &Standing<Paired>) -> [f64; 5] {
    standing.each().map(|paired| paired.scenario.mean)
}

fn total(unit: &UnitForecast) -> f64 {
    means(&unit.standing).iter().sum()
}

fn sentence(i18n: I18n, units: &[UnitForecast]) -> String {
    let mut sums = [0.0; 5];
    for unit in units {
        sums.iter_mut().zip(means(&unit.standing)).for_each(|(sum, mean)| *sum += mean);
    }
    let [with_us, in_work, authority, applicant, dormant] =
        per_hundred(sums).map(|share| number(share, 0, i18n.language()));
    t_string!(i18n, simulation.owners_answer, with_us, in_work, authority, applicant, dormant)
}

/// Whole numbers that add up to 100: what rounding down leaves goes to the largest remainders.
fn per_hundred(sums: [f64; 5]) -> [f64; 5] {
    let all: f64 = sums.iter().sum();
    if all <= 0.0 {
        return [0.0; 5];
    }
    let exact = sums.map(|sum| sum / all * 100.0);
    let mut whole = exact.map(f64::floor);
    let mut places = [0, 1, 2, 3, 4];
    places.sort_by(|a, b| (exact[*b] - whole[*b]).total_cmp(&(exact[*a] - whole[*a])));
    let missing = 100.0 - whole.iter().sum::<f64>();
    for place in places.into_iter().take(missing as usize) {
        whole[place] += 1.0;
    }
    whole
}

fn row(i18n: I18n, name: String, unit: &UnitForecast, changed: bool) -> AnyView {
    let means = means(&unit.standing);
    let cells = means.map(|mean| {
        part(view! { <td class="is-number">{number(mean, usize::from(mean < 9.95), i18n.language())}</td> })
    });
    let difference = changed.then(|| {
        let difference = &unit.standing.with_us.difference;
        part(view! { <td class="is-number" data-verdict=difference.direction().key()>{in_words(i18n, difference)}</td> })
    });
    part(view! {
        <tr data-owners=unit.unit.to_string()>
            <th scope="row">{name}</th>
            {cells.into_iter().collect::<Vec<_>>()}
            {difference}
            <td aria-hidden="true">{bar(means)}</td>
        </tr>
    })
}

/// The shares as one bar; decoration beside the figures.
fn bar(means: [f64; 5]) -> AnyView {
    let all: f64 = means.iter().sum();
    let mut from = 0.0;
    let parts = means.into_iter().zip(Standing::<f64>::NAMES).map(|(mean, class)| {
        let (start, width) = (from, mean / all * 100.0);
        from += width;
        part(view! {
            <rect data-owner=class x=fixed(start, 2) y="0" width=fixed(width, 2) height="8"></rect>
        })
    });
    part(view! {
        <svg class="owner-bar" viewBox="0 0 100 8" preserveAspectRatio="none">{parts.collect::<Vec<_>>()}</svg>
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_space() {
        assert_eq!(first_word("warten auf uns"), ("warten", " auf uns"));
        assert_eq!(first_word("ruhen"), ("ruhen", ""));
    }

    #[test]
    fn shares_of_a_hundred_add_up() {
        assert_eq!(per_hundred([1.0, 1.0, 1.0, 0.0, 0.0]), [34.0, 33.0, 33.0, 0.0, 0.0]);
        assert_eq!(per_hundred([0.0; 5]), [0.0; 5]);
        let shares = per_hundred([123.4, 5.6, 78.9, 0.1, 3.3]);
        assert!((shares.iter().sum::<f64>() - 100.0).abs() < 1e-9);
    }
}
