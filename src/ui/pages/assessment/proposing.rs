//! From the need to a proposal for the Stellenplan: rounding is a decision of its own, and is seen as one.

use crate::assessment::{Assessment, AssessmentError, Proposal, Rounding, RoundingStep, proposal};
use crate::format::{number, signed};
use crate::plan::Fte;
use crate::staffing_plan::{extent, more};
use crate::ui::components::{DataTable, Start, folded, unit_name};
use crate::ui::dynamic::{Held, Kept, live, part, text};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use leptos::prelude::*;

const STEPS: [(RoundingStep, f64); 5] = [
    (RoundingStep::Hundredth, 0.01),
    (RoundingStep::Twentieth, 0.05),
    (RoundingStep::Quarter, 0.25),
    (RoundingStep::Half, 0.5),
    (RoundingStep::Whole, 1.0),
];

/// Step and direction to choose, and what becomes of each unit's need.
#[component]
pub fn Proposing(result: Kept<Result<Assessment, AssessmentError>>) -> impl IntoView {
    let i18n = use_i18n();
    let step = Held::new(RoundingStep::Half);
    let rounding = Held::new(Rounding::Commercial);
    let table = live(move || {
        let assessment = result.with(|result| result.as_ref().ok().cloned())?;
        Some(table(i18n, &assessment, step.get(), rounding.get()))
    });
    let step_option = move |(place, (one, size)): (usize, (RoundingStep, f64))| {
        part(view! {
            <option value=place.to_string() selected=move || step.get() == one>
                {text(move || number(size, 2, i18n.language()))}
            </option>
        })
    };
    let choose_step = move |event: leptos::ev::Event| {
        let place = event_target_value(&event).parse::<usize>().ok();
        if let Some((one, _)) = place.and_then(|place| STEPS.get(place)) {
            step.set(*one);
        }
    };
    let choose_rounding = move |event: leptos::ev::Event| {
        rounding.set(if event_target_value(&event) == "auf" { Rounding::Up } else { Rounding::Commercial });
    };
    let brief = move || {
        result.with(|result| {
            let Ok(assessment) = result.as_ref() else { return String::new() };
            let needs = assessment.units.iter().map(|unit| unit.own.need).filter(|need| *need > 0.0);
            let posts: Fte = needs.map(|need| proposal(need, step.get(), rounding.get()).posts).sum();
            let (need, posts) =
                (number(assessment.total.need, 2, i18n.language()), extent(posts, i18n.language()));
            t_string!(i18n, need.proposal_brief, need, posts)
        })
    };
    let body = part(view! {
            <p>{t!(i18n, need.proposal_hint)}</p>
            <div class="need-controls">
                <label class="field">
                    <span>{t!(i18n, need.step)}</span>
                    <select class="select" on:change=choose_step>
                        {STEPS.into_iter().enumerate().map(step_option).collect::<Vec<_>>()}
                    </select>
                </label>
                <label class="field">
                    <span>{t!(i18n, need.direction)}</span>
                    <select class="select" on:change=choose_rounding>
                        <option value="kaufmaennisch" selected=move || rounding.get() == Rounding::Commercial>
                            {t!(i18n, need.commercial)}
                        </option>
                        <option value="auf" selected=move || rounding.get() == Rounding::Up>{t!(i18n, need.up)}</option>
                    </select>
                </label>
            </div>
            {table}
    });
    folded(
        ("vorschlag", "need-proposal"),
        Start::Closed,
        t!(i18n, need.proposal).into_any(),
        text(brief),
        body,
    )
}

/// Units with a need of their own; the sum is that of the rounded figures, and says so beside the rounded sum.
fn table(i18n: I18n, assessment: &Assessment, step: RoundingStep, rounding: Rounding) -> AnyView {
    let language = i18n.language();
    let units = assessment.units.iter().filter(|unit| unit.own.need > 0.0);
    let mut posts = Fte::ZERO;
    let mut there = Fte::ZERO;
    let rows: Vec<AnyView> = units
        .map(|unit| {
            let of_unit = proposal(unit.own.need, step, rounding);
            let regular = unit.own.posts.regular;
            posts += of_unit.posts;
            there += regular;
            row(i18n, &unit.name, of_unit, regular)
        })
        .collect();
    let head = part(view! {
        <tr>
            <th scope="col">{t!(i18n, overview.column_unit)}</th>
            <th scope="col" class="is-number">{t!(i18n, need.permanent)}</th>
            <th scope="col" class="is-number">{t!(i18n, need.proposed)}</th>
            <th scope="col" class="is-number">{t!(i18n, need.by_rounding)}</th>
            <th scope="col" class="is-number">{t!(i18n, assessment.unit_posts)}</th>
            <th scope="col" class="is-number">{t!(i18n, need.more)}</th>
        </tr>
    });
    let whole = assessment.total.need;
    let caption = Signal::derive(move || {
        let at_once = extent(proposal(whole, step, rounding).posts, i18n.language());
        t_string!(i18n, need.proposal_caption, at_once)
    });
    let by_rounding = signed(posts.as_f64() - whole, 2, language);
    view! {
        <DataTable id="vorschlag-tabelle" head caption>
            {rows}
            <tr class="is-sum">
                <th scope="row">{t!(i18n, staffing.sum_all)}</th>
                <td class="is-number">{number(whole, 2, language)}</td>
                <td class="is-number">{extent(posts, language)}</td>
                <td class="is-number">{by_rounding}</td>
                <td class="is-number">{extent(there, language)}</td>
                <td class="is-number">{more(posts - there, language)}</td>
            </tr>
        </DataTable>
    }
    .into_any()
}

fn row(i18n: I18n, name: &str, of_unit: Proposal, regular: Fte) -> AnyView {
    let language = i18n.language();
    part(view! {
        <tr>
            <th scope="row">{unit_name(name)}</th>
            <td class="is-number">{number(of_unit.need, 2, language)}</td>
            <td class="is-number">{extent(of_unit.posts, language)}</td>
            <td class="is-number">{signed(of_unit.difference, 2, language)}</td>
            <td class="is-number">{extent(regular, language)}</td>
            <td class="is-number">{more(of_unit.posts - regular, language)}</td>
        </tr>
    })
}
