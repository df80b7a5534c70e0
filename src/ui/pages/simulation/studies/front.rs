//! What each further step of a search buys: the candidates that it has computed on its way, none of which something smaller reaches.

use super::influence_table::{effect, precision};
use super::posts_needed::adopt;
use super::{Desk, measure_name};
use crate::format::decimal::fixed;
use crate::format::{self, Language, number};
use crate::permission::Field;
use crate::plan::{EuroPerYear, Fte};
use crate::simulation::{Direction, Finding, Point, Reading, Refusal, Search, Summary, TargetMeasure};
use crate::ui::components::SavedTable;
use crate::ui::dynamic::{Held, part};
use crate::ui::i18n::{I18n, t, t_string};
use crate::ui::visitor::Visitor;
use leptos::prelude::*;

/// The front as a table with bars, and in a sentence what half of it buys; none where there is nothing to choose between. Each step
/// can be adopted where a plausible proposal was found and the plan is the one that was asked about. Tracks the language.
pub(super) fn front(desk: Desk, search: &Search, is_current: bool) -> Option<AnyView> {
    let i18n = desk.i18n;
    let points = search.front();
    if points.len() < 2 {
        return None;
    }
    let (measure, may_adopt) = (search.target().measure, is_current && is_plausible(search));
    let with_cost = points.iter().any(|point| point.cost.is_some());
    let widest = points.iter().map(|point| point.reading.summary.mean + point.reading.summary.half_width);
    let widest = widest.fold(search.target().at_most, f64::max).max(1e-12);
    let row = |point: &Point| {
        let Point { size, cost, reading, gain, .. } = point;
        let cost = with_cost.then(|| {
            let words = cost.map(|cost| number(cost.as_f64(), 0, i18n.language())).unwrap_or_default();
            part(view! { <td class="is-number" data-sensitive="">{words}</td> })
        });
        let target = search.target().at_most / widest;
        part(view! {
            <tr data-step=size.thousandths().to_string()>
                <th scope="row" class="is-number">{fte(*size, i18n.language())}</th>
                {cost}
                <td aria-hidden="true">{picture(&reading.summary, widest, target)}</td>
                <td class="is-number">{value(measure, reading, i18n.language())}</td>
                <td class="is-number">{gain.as_ref().map(|gain| gained(i18n, measure, gain))}</td>
                <td>{reading.verdict.word(i18n.language())}</td>
            </tr>
        })
    };
    let rows: Vec<AnyView> = points.iter().map(row).collect();
    let caption = Signal::derive(move || t_string!(i18n, simulation.front_caption).to_owned());
    Some(part(view! {
        <h3>{t!(i18n, simulation.front)}</h3>
        {half(i18n, search, &points)}
        <SavedTable id="stufen-tabelle" head=head(i18n, search, with_cost) caption>{rows}</SavedTable>
        {may_adopt.then(|| adopting(desk, search, &points))}
        <p class="muted small" data-testid="front-cost">{about_cost(i18n, search)}</p>
    }))
}

/// Whether the sizes of the front are any that would be proposed: met by one, or by one that costs more than may be spent.
fn is_plausible(search: &Search) -> bool {
    match search.finding() {
        Some(Finding::Found(_)) => true,
        Some(Finding::NotReachable { why, .. }) => matches!(why, Refusal::OverBudget { .. }),
        _ => false,
    }
}

fn head(i18n: I18n, search: &Search, with_cost: bool) -> AnyView {
    let size = if search.grade().is_some() {
        t_string!(i18n, simulation.front_added)
    } else {
        t_string!(i18n, simulation.front_moved)
    };
    let cost = with_cost.then(|| {
        part(view! { <th scope="col" class="is-number" data-sensitive="">{t!(i18n, scenarios.cost)}</th> })
    });
    let (measure, day) = (search.target().measure, format::date(search.target().on, i18n.language()));
    let figure = if measure.is_of_a_day() {
        t_string!(i18n, simulation.front_figure, measure = measure_name(i18n, measure), date = day)
    } else {
        t_string!(i18n, simulation.front_mean, measure = measure_name(i18n, measure), date = day)
    };
    part(view! {
        <tr>
            <th scope="col" class="is-number">{size}</th>
            {cost}
            <th scope="col" aria-hidden="true"></th>
            <th scope="col" class="is-number">{figure}</th>
            <th scope="col" class="is-number">{t!(i18n, simulation.front_gain)}</th>
            <th scope="col">{t!(i18n, simulation.front_target)}</th>
        </tr>
    })
}

fn fte(size: Fte, language: Language) -> String {
    number(size.as_f64(), 2, language)
}

/// „38 Fälle ± 3“.
fn value(measure: TargetMeasure, reading: &Reading, language: Language) -> String {
    let (factor, decimals) = precision(measure);
    let half = number(reading.summary.half_width * factor, decimals, language);
    format!("{} ± {half}", measure.value(reading.summary.mean, language))
}

/// What a step brings beyond the one before, and whether that is clear.
fn gained(i18n: I18n, measure: TargetMeasure, gain: &Summary) -> String {
    let words = effect(measure, gain, i18n.language());
    match gain.direction() {
        Direction::NoClearDifference => format!("{words}, {}", t_string!(i18n, simulation.unclear)),
        Direction::Lower | Direction::Higher => words,
    }
}

/// What about half of what was found buys, so that it is seen what the other half is for.
fn half(i18n: I18n, search: &Search, points: &[Point]) -> Option<AnyView> {
    let Some(Finding::Found(found)) = search.finding() else { return None };
    let (whole, language) = (found.step.size.thousandths(), i18n.language());
    let between = points.iter().filter(|point| (1..whole).contains(&point.size.thousandths()));
    let point = between.min_by_key(|point| (2 * point.size.thousandths() - whole).abs())?;
    let cost = |cost: Option<EuroPerYear>| {
        let euro = cost.map(|cost| number(cost.as_f64(), 0, language));
        euro.map(|euro| t_string!(i18n, simulation.front_euro, euro)).unwrap_or_default()
    };
    let all = points.iter().find(|other| other.size == found.step.size).and_then(|other| other.cost);
    let words = t_string!(
        i18n,
        simulation.front_half,
        size = fte(point.size, language),
        cost = cost(point.cost),
        whole = fte(found.step.size, language),
        whole_cost = cost(all),
        value = value(search.target().measure, &point.reading, language),
        best = value(search.target().measure, &found.step.reading, language)
    );
    Some(part(view! { <p data-testid="front-half">{words}</p> }))
}

/// Where the cost comes from, or why there is none.
fn about_cost(i18n: I18n, search: &Search) -> String {
    let Some((grade, cost)) = search.grade() else {
        return t_string!(i18n, simulation.front_moves_cost).to_owned();
    };
    if !Visitor::expect().sees(Field::Pay) {
        return t_string!(i18n, scenarios.cost_withheld).to_owned();
    }
    match cost {
        Some(cost) => {
            let euro = number(cost.as_f64(), 0, i18n.language());
            t_string!(i18n, simulation.front_cost, grade, euro)
        }
        None => t_string!(i18n, simulation.front_no_cost, grade),
    }
}

/// A list of the steps and a button that adopts the one chosen: at first what was found, or what may be spent.
fn adopting(desk: Desk, search: &Search, points: &[Point]) -> AnyView {
    let measure = search.target().measure;
    let (i18n, language) = (desk.i18n, desk.i18n.language());
    let steps: Vec<Point> = points.iter().filter(|point| !point.changes.is_empty()).cloned().collect();
    let proposed = match search.finding() {
        Some(Finding::Found(found)) => Some(found.step.size),
        Some(Finding::NotReachable { best: Some(step), .. }) => Some(step.size),
        _ => None,
    };
    let place = steps.iter().position(|point| Some(point.size) == proposed);
    let chosen = Held::new(place.unwrap_or_default());
    let told = |point: &Point| {
        let (size, value) = (fte(point.size, language), value(measure, &point.reading, language));
        t_string!(i18n, simulation.front_step, size, value)
    };
    let words: Vec<String> = steps.iter().map(told).collect();
    let option = |(place, words): (usize, &String)| {
        part(
            view! { <option value=place.to_string() selected=move || chosen.get() == place>{words.clone()}</option> },
        )
    };
    let options: Vec<AnyView> = words.iter().enumerate().map(option).collect();
    let choose = move |event| {
        if let Ok(place) = event_target_value(&event).parse() {
            chosen.set(place);
        }
    };
    let press = move |_| {
        let place = chosen.get_untracked();
        if let Some(point) = steps.get(place) {
            adopt(desk, &point.changes, words.get(place).cloned());
        }
    };
    part(view! {
        <div class="study-controls">
            <label class="field">
                <span>{t!(i18n, simulation.front_choose)}</span>
                <select class="select" on:change=choose>{options}</select>
            </label>
            <button type="button" class="button" on:click=press>{t!(i18n, simulation.front_adopt)}</button>
        </div>
    })
}

/// The figure with its interval on a scale from zero, and the target; decoration beside the figures.
fn picture(summary: &Summary, widest: f64, target: f64) -> AnyView {
    let at = |share: f64| fixed((share * 195.0 - 97.5).clamp(-100.0, 100.0), 2);
    let (mean, low) = (summary.mean / widest, (summary.mean - summary.half_width) / widest);
    let (mean, low, high) = (at(mean), at(low), at((summary.mean + summary.half_width) / widest));
    let target = at(target);
    part(view! {
        <svg class="packages-picture" viewBox="-100 0 200 20" preserveAspectRatio="none">
            <line class="sum" x1=target.clone() x2=target y1="0" y2="20"></line>
            <line class="zero" x1="-97.5" x2="-97.5" y1="0" y2="20"></line>
            <line class="interval" x1=low x2=high y1="10" y2="10"></line>
            <line class="mean" x1=mean.clone() x2=mean y1="4" y2="16"></line>
        </svg>
    })
}
