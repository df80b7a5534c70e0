//! The switch table, and what each package does alone and as the last one beside all others.

use super::asked::Asked;
use super::words::{effect, interplay, name, refusal, value};
use crate::format::decimal::fixed;
use crate::simulation::{
    Combination, Effect, Interaction, Summariser, Summary, SwitchTable, VariantMeasure, holds,
};
use crate::ui::components::{SavedTable, meaning};
use crate::ui::dynamic::part;
use crate::ui::i18n::{I18n, t, t_string};
use leptos::prelude::*;

/// What a row says of its combination.
struct Line {
    combination: Combination,
    effect: Option<Effect>,
    interaction: Option<Interaction>,
}

/// The combinations, those of fewer packages first.
fn lines(table: &SwitchTable, summariser: &mut Summariser) -> Vec<Line> {
    let mut order: Vec<Combination> = (0..=table.all()).collect();
    order.sort_by_key(|combination| combination.count_ones());
    let mut line = |combination| Line {
        combination,
        effect: table.effect(combination, summariser),
        interaction: table.interaction(combination, summariser),
    };
    order.into_iter().map(&mut line).collect()
}

/// Every combination with its figure, its difference, the sum of the single effects and what lies beyond; tracks the language.
pub fn switches(
    i18n: I18n,
    asked: &Asked,
    table: &SwitchTable,
    measure: VariantMeasure,
    summariser: &mut Summariser,
) -> AnyView {
    let lines = lines(table, summariser);
    let widest = lines.iter().flat_map(|line| {
        let sum = line.interaction.as_ref().map(|interaction| &interaction.sum);
        line.effect.as_ref().map(|effect| &effect.difference).into_iter().chain(sum)
    });
    let widest = widest.map(|one| one.mean.abs() + one.half_width).fold(1e-12, f64::max);
    let rows: Vec<AnyView> = lines.iter().map(|line| row(i18n, asked, line, measure, widest)).collect();
    let head = part(view! {
        <tr>
            <th scope="col">{t!(i18n, changes.packages)}</th>
            <th scope="col" aria-hidden="true"></th>
            <th scope="col" class="is-number">{name(i18n, measure, asked.last)}</th>
            <th scope="col" class="is-number">{t!(i18n, simulation.packages_effect)}</th>
            <th scope="col" class="is-number">{t!(i18n, simulation.packages_sum)}</th>
            <th scope="col" class="is-number">{meaning("wechselwirkung", t!(i18n, simulation.packages_beyond).into_any())}</th>
            <th scope="col">{t!(i18n, simulation.packages_meaning)}</th>
        </tr>
    });
    let caption = Signal::derive(move || t_string!(i18n, simulation.packages_caption).to_owned());
    part(view! { <SavedTable id="wechselwirkung-tabelle" head caption>{rows}</SavedTable> })
}

fn row(i18n: I18n, asked: &Asked, line: &Line, measure: VariantMeasure, widest: f64) -> AnyView {
    let title = title(i18n, asked, line.combination);
    let key = line.combination.to_string();
    let Some(Effect { value: figure, difference }) = &line.effect else {
        let words = refusal(i18n, asked, line.combination).map_or_else(
            || t_string!(i18n, simulation.packages_no_figure).to_owned(),
            |reason| t_string!(i18n, simulation.packages_impossible, reason),
        );
        return part(view! {
            <tr data-combination=key><th scope="row">{title}</th><td aria-hidden="true"></td><td colspan="5">{words}</td></tr>
        });
    };
    let figure = value(i18n, measure, figure.mean);
    if line.combination == 0 {
        return part(view! {
            <tr data-combination=key>
                <th scope="row">{title}</th><td aria-hidden="true"></td><td class="is-number">{figure}</td>
                <td></td><td></td><td></td><td></td>
            </tr>
        });
    }
    let level = difference.direction().key().filter(|_| measure.has_verdict());
    let beyond = line.interaction.as_ref();
    let told = |one: fn(&Interaction) -> &Summary| {
        let several = line.combination.count_ones() > 1;
        let missing = if several { "–" } else { "" };
        beyond.map_or_else(|| missing.to_owned(), |beyond| effect(i18n, measure, one(beyond)))
    };
    let meaning = beyond.map(|beyond| interplay(i18n, beyond.interplay)).unwrap_or_default();
    part(view! {
        <tr data-combination=key>
            <th scope="row">{title}</th>
            <td aria-hidden="true">{picture(difference, beyond.map(|beyond| &beyond.sum), widest)}</td>
            <td class="is-number">{figure}</td>
            <td class="is-number" data-verdict=level>{effect(i18n, measure, difference)}</td>
            <td class="is-number">{told(|beyond| &beyond.sum)}</td>
            <td class="is-number">{told(|beyond| &beyond.beyond)}</td>
            <td>{meaning}</td>
        </tr>
    })
}

/// „A + B“, or what stands for none of them.
fn title(i18n: I18n, asked: &Asked, combination: Combination) -> String {
    let on = asked.packages.iter().enumerate().filter(|(place, _)| holds(combination, *place));
    let names: Vec<&str> = on.map(|(_, package)| package.name.as_str()).collect();
    if names.is_empty() { t_string!(i18n, simulation.packages_none).to_owned() } else { names.join(" + ") }
}

/// The difference with its interval beside the line of zero, and the sum of the single effects; decoration beside the figures.
fn picture(difference: &Summary, sum: Option<&Summary>, widest: f64) -> AnyView {
    let at = |value: f64| fixed(value / widest * 95.0, 2);
    let (low, high) =
        (at(difference.mean - difference.half_width), at(difference.mean + difference.half_width));
    let sum = sum.map(|sum| {
        let at = at(sum.mean);
        part(view! { <line class="sum" x1=at.clone() x2=at y1="0" y2="20"></line> })
    });
    let mean = at(difference.mean);
    part(view! {
        <svg class="packages-picture" viewBox="-100 0 200 20" preserveAspectRatio="none">
            <line class="zero" x1="0" x2="0" y1="0" y2="20"></line>
            {sum}
            <line class="interval" x1=low x2=high y1="10" y2="10"></line>
            <line class="mean" x1=mean.clone() x2=mean y1="4" y2="16"></line>
        </svg>
    })
}

/// What each package does alone, as the last one beside all others, and how much that differs; tracks the language.
pub fn shares(
    i18n: I18n,
    asked: &Asked,
    table: &SwitchTable,
    measure: VariantMeasure,
    summariser: &mut Summariser,
) -> AnyView {
    let mut row = |place: usize, title: &str| {
        let marginal = table.marginal(place, summariser);
        let told = |summary: Option<Summary>| {
            summary.map_or_else(|| "–".to_owned(), |summary| effect(i18n, measure, &summary))
        };
        part(view! {
            <tr>
                <th scope="row">{title.to_owned()}</th>
                <td class="is-number">{told(marginal.alone)}</td>
                <td class="is-number">{told(marginal.with_others)}</td>
                <td class="is-number">{told(marginal.shift)}</td>
            </tr>
        })
    };
    let packages = asked.packages.iter().enumerate();
    let rows: Vec<AnyView> = packages.map(|(place, package)| row(place, &package.name)).collect();
    let head = part(view! {
        <tr>
            <th scope="col">{t!(i18n, changes.package)}</th>
            <th scope="col" class="is-number">{t!(i18n, simulation.packages_alone)}</th>
            <th scope="col" class="is-number">{t!(i18n, simulation.packages_last)}</th>
            <th scope="col" class="is-number">{t!(i18n, simulation.difference)}</th>
        </tr>
    });
    let caption = {
        let last = asked.last;
        Signal::derive(move || {
            t_string!(i18n, simulation.packages_shares, measure = name(i18n, measure, last))
        })
    };
    part(view! { <SavedTable id="paketanteile-tabelle" head caption>{rows}</SavedTable> })
}
