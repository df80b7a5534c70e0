//! One unit of the assessment: its sums, and every row with its derivation behind a click.

use crate::assessment::{Derivation, Item, Level, Period, UnitAssessment, load_name};
use crate::format::{number, percent};
use crate::ui::components::{DerivationView, Figure, Meter, ProvenanceMark, unit_name};
use crate::ui::dynamic::{part, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use leptos::prelude::*;

/// A unit with its sums, its rows and the derivations of both.
#[component]
pub fn UnitSection(
    /// The unit.
    unit: UnitAssessment,
    /// Whose cases count.
    period: Period,
) -> impl IntoView {
    let i18n = use_i18n();
    let heading = format!("einheit-{}", unit.unit);
    let figures = unit.total;
    let has_units_below = unit.own != unit.total;
    let fte = move |value: f64| t_string!(i18n, assessment.fte, value = number(value, 2, i18n.language()));
    let label = move |text: fn(I18n) -> &'static str| Signal::derive(move || text(i18n).to_owned());
    let load = move || match figures.load {
        Some(load) => percent(load, 0, i18n.language()),
        None => t_string!(i18n, assessment.no_posts).to_owned(),
    };
    let load_label = move || load_name(period, i18n.language());
    let load_means = if matches!(period, Period::On(_)) { "auslastung" } else { "bedarf-zu-stellen" };
    let brief = move || {
        let posts = fte(figures.posts.regular.as_f64());
        let load = match figures.load {
            Some(share) => match period {
                Period::On(_) => format!("{} {}", load(), Level::of(share).word(i18n.language())),
                Period::Year(_) => load(),
            },
            None => "–".to_owned(),
        };
        t_string!(i18n, assessment.unit_brief, need = fte(figures.need), posts, name = load_label(), load)
    };
    // What is derived is the need of the unit itself: of one without tasks nothing, and of others not the sum above.
    let derived = (!unit.items.is_empty()).then(|| {
        let title = move || match has_units_below {
            true => t_string!(i18n, assessment.derivation_need_own).to_owned(),
            false => t_string!(i18n, assessment.derivation_need).to_owned(),
        };
        part(view! { <Fold title=Signal::derive(title) derivation=unit.need/> })
    });
    let rows = if unit.items.is_empty() {
        part(view! { <p class="muted small">{t!(i18n, assessment.no_items)}</p> })
    } else {
        let items: Vec<AnyView> =
            unit.items.into_iter().map(|item| view! { <ItemRow item/> }.into_any()).collect();
        part(view! {
            <div class="need-head" aria-hidden="true">
                <span>{t!(i18n, assessment.column_task)}</span>
                <span>{t!(i18n, assessment.column_quantity)}</span>
                <span>{t!(i18n, assessment.column_minutes)}</span>
                <span>{t!(i18n, assessment.column_need)}</span>
            </div>
            {items}
        })
    };
    part(view! {
        <details class="need-unit study" data-unit=unit.unit.to_string()>
            <summary>
                <h3 id=heading>{unit_name(&unit.name)}</h3>
                {has_units_below.then(|| part(view! { " " <span class="muted small">{t!(i18n, assessment.with_below)}</span> }))}
                <span class="study-answer">{text(brief)}</span>
            </summary>
            <dl class="figures">
                <Figure means="bedarf" label=label(|i18n| t_string!(i18n, assessment.unit_need))
                    value=Signal::derive(move || fte(figures.need))/>
                <Figure means="stelle" label=label(|i18n| t_string!(i18n, assessment.unit_posts))
                    value=Signal::derive(move || fte(figures.posts.regular.as_f64()))/>
                <Figure means=load_means label=Signal::derive(load_label) value=Signal::derive(load)>
                    {figures.load.map(|load| view! { <Meter fraction=load/> }.into_any())}
                </Figure>
                <Figure means="rueckstand-bedarf" label=label(|i18n| t_string!(i18n, assessment.unit_backlog))
                    value=Signal::derive(move || fte(figures.backlog_need))/>
            </dl>
            {rows}
            <div class="need-sums">
                {derived}
                {unit.load.map(|derivation| view! {
                    <Fold title=Signal::derive(move || t_string!(i18n, assessment.derivation_load, name = load_label())) derivation/>
                }.into_any())}
                <Fold title=Signal::derive(move || t_string!(i18n, assessment.derivation_leadership).to_owned())
                    derivation=unit.leadership/>
            </div>
        </details>
    })
}

/// A row of the need; opens to its derivation.
#[component]
fn ItemRow(item: Item) -> impl IntoView {
    let i18n = use_i18n();
    let (quantity, minutes, need) = (item.quantity, item.minutes_per_case, item.need);
    let whole = |value: f64| usize::from((value - value.round()).abs() > 0.005);
    let minutes = move || match minutes {
        Some(minutes) => number(minutes, whole(minutes), i18n.language()),
        None => "–".to_owned(),
    };
    let backlog = item.backlog.map(|backlog| {
        let cases = backlog.cases as f64;
        let title = Signal::derive(move || {
            t_string!(i18n, assessment.derivation_backlog, cases = number(cases, 0, i18n.language()))
        });
        part(view! { <h4 class="need-backlog">{move || title.get()}</h4> <DerivationView derivation=backlog.derivation/> })
    });
    part(view! {
        <details class="need-item">
            <summary>
                <span class="need-name">{item.name} " " <ProvenanceMark provenance=item.provenance/></span>
                <span class="need-cell">
                    <span class="need-label">{t!(i18n, assessment.column_quantity)}</span>
                    " "
                    <span class="number">{move || number(quantity, whole(quantity), i18n.language())}</span>
                </span>
                <span class="need-cell">
                    <span class="need-label">{t!(i18n, assessment.column_minutes)}</span>
                    " "
                    <span class="number">{move || minutes()}</span>
                </span>
                <span class="need-cell">
                    <span class="need-label">{t!(i18n, assessment.column_need)}</span>
                    " "
                    <span class="number">{move || number(need, 2, i18n.language())}</span>
                </span>
            </summary>
            <DerivationView derivation=item.derivation/>
            {item.note.map(|note| part(view! {
                <p class="small derivation-note">{t!(i18n, assessment.reason)} ": " {note}</p>
            }))}
            {backlog}
        </details>
    })
}

/// A derivation behind its title.
#[component]
pub fn Fold(
    /// What it derives.
    #[prop(into)]
    title: Signal<String>,
    /// The derivation.
    derivation: Derivation,
) -> impl IntoView {
    part(view! {
        <details class="fold">
            <summary>{move || title.get()}</summary>
            <DerivationView derivation/>
        </details>
    })
}
