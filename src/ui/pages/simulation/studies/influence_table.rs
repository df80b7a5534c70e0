//! The tornado as a table with bars: the longest one first.

use super::influence::Known;
use crate::format::decimal::fixed;
use crate::format::{self, Language};
use crate::simulation::{Bar, Summary, TargetMeasure};
use crate::ui::components::{SavedTable, unit_name};
use crate::ui::dynamic::part;
use crate::ui::i18n::{I18n, t, t_string};
use leptos::prelude::*;

/// Assumptions that are shown before all are asked for.
pub(super) const FIRST: usize = 12;

/// Assumptions by influence, the first ones or all; tracks the language.
pub(super) fn table(i18n: I18n, known: &Known, all: bool) -> AnyView {
    let language = i18n.language();
    let longest = known.tornado.bars.iter().map(|bar| bar.low.mean.abs().max(bar.high.mean.abs()));
    let longest = longest.fold(1e-12, f64::max);
    let row = |(bar, share): (&Bar, f64)| {
        let lever = known.levers.get(bar.lever)?;
        let (share, how) = if share > 0.0 {
            (format::percent(share, 0, language), lever.evidence().words(language))
        } else {
            (String::new(), "")
        };
        let effect = |summary: &Summary| match summary {
            Summary { mean, half_width, .. } if *mean == 0.0 && *half_width == 0.0 => {
                t_string!(i18n, simulation.same).to_owned()
            }
            _ => effect(known.target.measure, summary, language),
        };
        let effects = if bar.is_clear() {
            part(view! {
                <td class="is-number">{effect(&bar.low)}</td>
                <td class="is-number">{effect(&bar.high)}</td>
            })
        } else {
            part(view! { <td colspan="2">{t!(i18n, simulation.no_influence)}</td> })
        };
        Some(part(view! {
            <tr>
                <th scope="row" title=lever.reason(language)>{unit_name(&lever.name(&known.plan, language))}</th>
                <td aria-hidden="true">{picture(bar, longest)}</td>
                <td class="is-number">{lever.figure(lever.low, language)}</td>
                <td class="is-number">{lever.figure(lever.high, language)}</td>
                {effects}
                <td class="is-number">{share}" "<small>{how}</small></td>
            </tr>
        }))
    };
    let shown = if all { usize::MAX } else { FIRST };
    let rows: Vec<AnyView> = known
        .tornado
        .bars
        .iter()
        .zip(known.tornado.shares(&known.levers))
        .take(shown)
        .filter_map(row)
        .collect();
    let caption = Signal::derive(move || t_string!(i18n, simulation.influence_caption).to_owned());
    let head = part(view! {
        <tr>
            <th scope="col">{t!(i18n, simulation.column_assumption)}</th>
            <th scope="col" aria-hidden="true"></th>
            <th scope="col" class="is-number">{t!(i18n, simulation.column_low)}</th>
            <th scope="col" class="is-number">{t!(i18n, simulation.column_high)}</th>
            <th scope="col" class="is-number">{t!(i18n, simulation.column_low_effect)}</th>
            <th scope="col" class="is-number">{t!(i18n, simulation.column_high_effect)}</th>
            <th scope="col" class="is-number" title=t_string!(i18n, simulation.share_reason)>{t!(i18n, simulation.column_share)}</th>
        </tr>
    });
    part(view! { <SavedTable id="simulation-einfluss-tabelle" head caption>{rows}</SavedTable> })
}

/// „+120 ± 14“, with its sign, in cases, days or percentage points.
pub(super) fn effect(measure: TargetMeasure, summary: &Summary, language: Language) -> String {
    let (factor, decimals) = precision(measure);
    let mean = format::signed(summary.mean * factor, decimals, language);
    format!("{mean} ± {}", format::number(summary.half_width * factor, decimals, language))
}

/// By what a difference is multiplied to be written, and with how many decimals.
pub(super) const fn precision(measure: TargetMeasure) -> (f64, usize) {
    match measure {
        TargetMeasure::ShareOverThreeMonths | TargetMeasure::Utilisation => (100.0, 1),
        TargetMeasure::LeadDays => (1.0, 1),
        TargetMeasure::Open | TargetMeasure::OverThreeMonths => (1.0, 0),
    }
}

/// Two bars from the middle: what the smaller and what the larger assumption does; decoration beside the figures.
fn picture(bar: &Bar, longest: f64) -> AnyView {
    let one = |summary: &Summary, side: &'static str, top: &'static str| {
        let width = summary.mean.abs() / longest * 100.0;
        let from = if summary.mean < 0.0 { -width } else { 0.0 };
        part(view! {
            <rect data-side=side x=fixed(from, 2) y=top width=fixed(width, 2) height="5"></rect>
        })
    };
    part(view! {
        <svg class="influence-bar" viewBox="-101 0 202 12" preserveAspectRatio="none">
            {one(&bar.low, "low", "1")}
            {one(&bar.high, "high", "6")}
            <line x1="0" x2="0" y1="0" y2="12"></line>
        </svg>
    })
}
