//! The answer: a sentence, a picture of the differences, a table.

use super::figures::{Variant, contrast, readings};
use super::file::{knows_cost, save_button};
use crate::format::decimal::fixed;
use crate::format::{self, Language, number, signed};
use crate::permission::Field;
use crate::plan::UnitId;
use crate::simulation::{Contrast, Direction, Summary, VariantMeasure, count_verdicts};
use crate::ui::components::DataTable;
use crate::ui::dynamic::part;
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::state::forecasts::Studied;
use crate::ui::visitor::Visitor;
use chrono::NaiveDate;
use leptos::prelude::*;
use std::sync::Arc;

/// Everything that is known; without it what can be said without computing.
#[component]
pub fn Results(
    variants: Arc<Vec<Variant>>,
    known: Option<Arc<Studied>>,
    unit: Option<UnitId>,
    /// The units that all variants have, with their names.
    names: Arc<Vec<(UnitId, String)>>,
    last: NaiveDate,
) -> impl IntoView {
    let i18n = use_i18n();
    let of = |place: usize, measure: VariantMeasure| {
        known.as_ref().and_then(|known| contrast(&known.runs, &variants, place, unit.as_ref(), measure))
    };
    let open: Vec<Option<Contrast>> =
        (0..variants.len()).map(|place| of(place, VariantMeasure::Open)).collect();
    let with_goals = variants.iter().any(|variant| !variant.goals.is_empty());
    let rows: Vec<AnyView> = variants
        .iter()
        .enumerate()
        .map(|(place, variant)| {
            let figures = VariantMeasure::ALL.map(|measure| (measure, of(place, measure)));
            let goals = with_goals.then(|| goals_cell(i18n, known.as_deref(), variant));
            row(i18n, (&variants, unit.as_ref()), place, (goals, figures), known.is_some())
        })
        .collect();
    let head = head(i18n, (knows_cost(&variants), with_goals), last);
    let caption = Signal::derive(move || t_string!(i18n, scenarios.comparison_caption).to_owned());
    part(view! {
        <p class="lead" data-testid="comparison-answer">{sentence(i18n, &variants, &open, last)}</p>
        {picture(i18n, &variants, &open, last)}
        <DataTable id="vergleich-tabelle" head caption>{rows}</DataTable>
        {no_cost(i18n)}
        {known.map(|known| save_button(i18n, variants, Arc::clone(&known.runs), names, last))}
    })
}

/// Why there is no cost, for whoever does not see it.
fn no_cost(i18n: I18n) -> Option<AnyView> {
    let sees = Visitor::expect().sees(Field::Pay);
    (!sees).then(|| part(view! { <p class="muted small">{t!(i18n, scenarios.cost_withheld)}</p> }))
}

/// Which scenarios leave fewer cases open, which more, and of which it is not clear.
fn sentence(i18n: I18n, variants: &[Variant], open: &[Option<Contrast>], last: NaiveDate) -> String {
    let language = i18n.language();
    let day = format::date(last, language);
    let named = |wanted: Direction| {
        let pairs = variants.iter().zip(open).skip(1);
        let names = pairs.filter_map(|(variant, contrast)| {
            let difference = &contrast.as_ref()?.difference;
            let clear = difference.direction() == wanted;
            clear.then(|| format!("„{}“ ({})", variant.name, interval(difference, Unit::Cases, language)))
        });
        names.collect::<Vec<_>>().join(", ")
    };
    if open.iter().skip(1).all(Option::is_none) {
        return t_string!(i18n, forecast.working).to_owned();
    }
    let (fewer, more) = (named(Direction::Lower), named(Direction::Higher));
    let unclear = named(Direction::NoClearDifference);
    let mut parts = Vec::new();
    if !fewer.is_empty() {
        parts.push(t_string!(i18n, scenarios.fewer, date = &day, names = fewer));
    }
    if !more.is_empty() {
        parts.push(t_string!(i18n, scenarios.more, date = &day, names = more));
    }
    if !unclear.is_empty() {
        parts.push(t_string!(i18n, scenarios.unclear, date = &day, names = unclear));
    }
    parts.join(" ")
}

/// How a figure is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Cases,
    Share,
}

impl Unit {
    const fn of(measure: VariantMeasure) -> Self {
        match measure {
            VariantMeasure::ShareOverThreeMonths | VariantMeasure::Load => Self::Share,
            VariantMeasure::Open | VariantMeasure::MedianDays | VariantMeasure::NineInTenDays => Self::Cases,
        }
    }
}

fn value(value: f64, unit: Unit, language: Language) -> String {
    match unit {
        Unit::Cases => number(value, 0, language),
        Unit::Share => format::percent(value, 1, language),
    }
}

/// A difference with its interval; of shares in percentage points.
fn interval(difference: &Summary, unit: Unit, language: Language) -> String {
    let (factor, decimals) = match unit {
        Unit::Cases => (1.0, 0),
        Unit::Share => (100.0, 1),
    };
    format!(
        "{} ± {}",
        signed(difference.mean * factor, decimals, language),
        number(difference.half_width * factor, decimals, language)
    )
}

/// Whether a difference is good for those who wait; none where that is not clear, or the figure does not say so at all.
fn verdict(measure: VariantMeasure, difference: &Summary) -> Option<&'static str> {
    difference.direction().key().filter(|_| measure.has_verdict())
}

/// What a figure is called.
pub(super) fn name(i18n: I18n, measure: VariantMeasure, last: NaiveDate) -> String {
    match measure {
        VariantMeasure::Open => {
            t_string!(i18n, simulation.open, date = format::date(last, i18n.language()))
        }
        VariantMeasure::ShareOverThreeMonths => t_string!(i18n, scenarios.share_old).to_owned(),
        VariantMeasure::Load => t_string!(i18n, simulation.utilisation).to_owned(),
        VariantMeasure::MedianDays => t_string!(i18n, scenarios.median_days).to_owned(),
        VariantMeasure::NineInTenDays => t_string!(i18n, scenarios.nine_in_ten_days).to_owned(),
    }
}

fn head(i18n: I18n, (with_cost, with_goals): (bool, bool), last: NaiveDate) -> AnyView {
    let column = |measure: &VariantMeasure| {
        part(view! {
            <th scope="col" class="is-number">{name(i18n, *measure, last)}</th>
            <th scope="col" class="is-number">{t!(i18n, simulation.difference)}</th>
        })
    };
    let columns: Vec<AnyView> = VariantMeasure::ALL.iter().map(column).collect();
    let cost = with_cost.then(|| {
        part(view! { <th scope="col" class="is-number" data-sensitive="">{t!(i18n, scenarios.cost)}</th> })
    });
    let goals = with_goals.then(|| part(view! { <th scope="col">{t!(i18n, record.goals_column)}</th> }));
    part(view! {
        <tr>
            <th scope="col">{t!(i18n, scenarios.one)}</th>
            {goals}
            <th scope="col" class="is-number">{t!(i18n, scenarios.fte_total)}</th>
            {cost}
            {columns}
        </tr>
    })
}

fn row(
    i18n: I18n,
    (variants, unit): (&[Variant], Option<&UnitId>),
    place: usize,
    (goals, figures): (Option<AnyView>, [(VariantMeasure, Option<Contrast>); VariantMeasure::ALL.len()]),
    known: bool,
) -> AnyView {
    let language = i18n.language();
    let variant = &variants[place];
    let (plan, posts) = (variants[0].posts_in(unit), variant.posts_in(unit));
    let against = |now: f64, before: f64, decimals: usize| {
        let difference = (place > 0).then(|| format!(" ({})", signed(now - before, decimals, language)));
        format!("{}{}", number(now, decimals, language), difference.unwrap_or_default())
    };
    let cost = posts.cost.map(|cost| {
        let words = against(cost, plan.cost.unwrap_or_default(), 0);
        part(view! { <td class="is-number" data-sensitive="">{words}</td> })
    });
    let cells = figures.into_iter().map(|(measure, contrast)| {
        let unit = Unit::of(measure);
        let Some(contrast) = contrast else {
            let words = if known { "–" } else { "" };
            return part(view! { <td class="is-number">{words}</td><td class="is-number">{words}</td> });
        };
        let (words, level) = if place == 0 {
            (String::new(), None)
        } else {
            (interval(&contrast.difference, unit, language), verdict(measure, &contrast.difference))
        };
        part(view! {
            <td class="is-number">{value(contrast.value.mean, unit, language)}</td>
            <td class="is-number" data-verdict=level>{words}</td>
        })
    });
    let cells: Vec<AnyView> = cells.collect();
    let name = if place == 0 { t_string!(i18n, scenarios.as_it_is).to_owned() } else { variant.name.clone() };
    part(view! {
        <tr>
            <th scope="row">{name}</th>
            {goals}
            <td class="is-number">{against(posts.fte, plan.fte, 2)}</td>
            {cost}
            {cells}
        </tr>
    })
}

/// How many of a variant's goals are met, and of how many that is not known: nothing is said to be better then.
fn goals_cell(i18n: I18n, known: Option<&Studied>, variant: &Variant) -> AnyView {
    if variant.goals.is_empty() {
        return part(view! { <td>{t!(i18n, record.goals_none)}</td> });
    }
    let readings = readings(known, variant);
    let open = variant.goals.len() - readings.len();
    let [met, unclear, missed] = count_verdicts(&readings);
    let level = match (missed, unclear + open) {
        (0, 0) if met > 0 => Some("better"),
        (0, _) => None,
        _ => Some("worse"),
    };
    let count = |count: usize| number(count as f64, 0, i18n.language());
    let mut words = t_string!(
        i18n,
        record.goals_short,
        met = count(met),
        unclear = count(unclear),
        missed = count(missed)
    );
    if open > 0 {
        words.push_str(", ");
        words.push_str(&t_string!(i18n, record.goals_not_computed, count = count(open)));
    }
    part(view! { <td data-verdict=level>{words}</td> })
}

/// The differences in open cases with their intervals, on one scale; the line in the middle is the plan as it is.
fn picture(i18n: I18n, variants: &[Variant], open: &[Option<Contrast>], last: NaiveDate) -> Option<AnyView> {
    let language = i18n.language();
    let known = variants.iter().zip(open).skip(1);
    let known: Vec<(&Variant, &Summary)> =
        known.filter_map(|(variant, contrast)| Some((variant, &contrast.as_ref()?.difference))).collect();
    let widest = known.iter().map(|(_, one)| one.mean.abs() + one.half_width).fold(0.0, f64::max);
    if known.is_empty() {
        return None;
    }
    let scale = if widest > 0.0 { 95.0 / widest } else { 0.0 };
    let item = |(variant, difference): (&Variant, &Summary)| {
        let at = |value: f64| fixed(value * scale, 2);
        let (low, high) =
            (at(difference.mean - difference.half_width), at(difference.mean + difference.half_width));
        part(view! {
            <li data-verdict=verdict(VariantMeasure::Open, difference)>
                <span>{variant.name.clone()}</span>
                <svg viewBox="-100 0 200 20" preserveAspectRatio="none" aria-hidden="true">
                    <line class="zero" x1="0" x2="0" y1="0" y2="20"></line>
                    <line class="interval" x1=low x2=high y1="10" y2="10"></line>
                    <line class="mean" x1=at(difference.mean) x2=at(difference.mean) y1="4" y2="16"></line>
                </svg>
                <span class="number">{interval(difference, Unit::Cases, language)}</span>
            </li>
        })
    };
    let items: Vec<AnyView> = known.into_iter().map(item).collect();
    let title = t_string!(i18n, scenarios.picture, date = format::date(last, language));
    Some(part(view! {
        <section class="section" aria-labelledby="vergleich-bild">
            <h2 id="vergleich-bild">{title}</h2>
            <ul class="comparison-picture">{items}</ul>
        </section>
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_waits_is_called_better_or_worse() {
        let difference = |mean: f64| Summary { mean, half_width: 1.0, ..Summary::default() };
        let said = |mean: f64| VariantMeasure::ALL.map(|measure| verdict(measure, &difference(mean)));
        assert_eq!(said(9.0), [Some("worse"), Some("worse"), None, None, None]);
        assert_eq!(said(-9.0), [Some("better"), Some("better"), None, None, None]);
        assert_eq!(said(0.5), [None; 5]);
    }
}
