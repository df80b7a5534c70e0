//! The sums of the overview: posts, and open cases as they were counted, else as the plan assumes them.

use super::figures::Figures;
use crate::api::CountedCases;
use crate::format::{date, number};
use crate::plan::{Fte, Provenance};
use crate::ui::components::{Figure, ProvenanceMark};
use crate::ui::dynamic::{Kept, live, part, text};
use crate::ui::i18n::{I18n, t_string, use_i18n};
use chrono::NaiveDate;
use leptos::prelude::*;

/// What the source of the plan states, what the plan holds, and the open cases.
#[component]
pub fn Sums(figures: Kept<Figures>, day: Kept<NaiveDate>, counted: Option<CountedCases>) -> impl IntoView {
    let i18n = use_i18n();
    let fte = move |fte: Fte| number(fte.as_f64(), 1, i18n.language());
    let label = move |text: fn(I18n) -> &'static str| Signal::derive(move || text(i18n).to_owned());
    let posts = move |means: &'static str, label: Signal<String>, of: fn(&Figures) -> Fte| {
        let value = Signal::derive(move || fte(figures.with(of)));
        let mark = marked(figures, |figures| figures.posts_from);
        view! { <Figure means label value>{mark}</Figure> }.into_any()
    };
    // A plan of which no source states a number has none to show.
    let stated = live(move || {
        let stated = figures.with(|figures| figures.stated)?;
        let label = label(|i18n| t_string!(i18n, overview.posts_stated));
        let value = Signal::derive(move || fte(stated));
        Some(part(view! {
            <Figure means="vzae" label value><ProvenanceMark provenance=Provenance::Document/></Figure>
        }))
    });
    let note = move || {
        let extra = figures.with(|figures| Some(figures.planned - figures.stated?));
        let extra = extra.filter(|extra| *extra > Fte::ZERO)?;
        Some(t_string!(i18n, overview.posts_note, extra = fte(extra)))
    };
    let cases = match counted {
        Some(counted) => counted_sums(i18n, counted),
        None => planned_cases(i18n, figures, day),
    };
    part(view! {
        <dl class="figures">
            {stated}
            {posts("stellenplan", label(|i18n| t_string!(i18n, overview.posts_plan)), |figures| figures.planned)}
            {posts("besetzt", label(|i18n| t_string!(i18n, overview.posts_filled)), |figures| figures.filled)}
            {posts("vakant", label(|i18n| t_string!(i18n, overview.posts_vacant)), |figures| figures.planned - figures.filled)}
            {cases}
        </dl>
        <p class="muted small overview-note">{text(move || note().unwrap_or_default())}</p>
    })
}

/// Where a sum comes from, as what is summed up does.
pub fn marked(figures: Kept<Figures>, of: fn(&Figures) -> Provenance) -> AnyView {
    live(move || {
        let provenance = figures.with(of);
        Some(view! { <ProvenanceMark provenance/> }.into_any())
    })
}

/// Open cases that the plan assumes.
fn planned_cases(i18n: I18n, figures: Kept<Figures>, day: Kept<NaiveDate>) -> AnyView {
    let label =
        Signal::derive(move || t_string!(i18n, overview.open_cases, date = date(day.get(), i18n.language())));
    let value =
        Signal::derive(move || number(figures.with(|figures| figures.open_cases) as f64, 0, i18n.language()));
    let mark = marked(figures, |figures| figures.open_from);
    part(view! { <Figure means="bestand" label value>{mark}</Figure> })
}

/// Open cases that were counted, and how many of them are old, of all that the account may see.
fn counted_sums(i18n: I18n, counted: CountedCases) -> AnyView {
    let CountedCases { until, listed, origin, of, units, .. } = counted;
    let first = units.into_iter().next();
    let (open, old) = first.map(|first| (first.open, first.old)).unwrap_or_default();
    let label = Signal::derive(move || match of.clone() {
        Some(unit) => t_string!(i18n, overview.open_counted_of, until = until.clone(), unit),
        None => t_string!(i18n, overview.open_counted, until = until.clone()),
    });
    let old = listed.map(|day| {
        let label = Signal::derive(move || t_string!(i18n, overview.old_counted, day = day.clone()));
        part(view! { <Figure means="drei-monate" label value=Signal::stored(old)/> })
    });
    part(view! {
        <Figure means="bestand" label value=Signal::stored(open)>
            <span class="muted small">{origin}</span>
        </Figure>
        {old}
    })
}
