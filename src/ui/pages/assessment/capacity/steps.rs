//! The steps as a waterfall: what is left, what was taken off, and behind each step its posts and its assumption.

use crate::assessment::StepPosts;
use crate::format::decimal::fixed;
use crate::format::{number, signed};
use crate::plan::{PostId, UnitId};
use crate::ui::browser::document;
use crate::ui::components::stair_name;
use crate::ui::dynamic::part;
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::state::Scenario;
use leptos::prelude::*;

/// Names of the steps in the page.
const KEYS: [&str; 6] = ["need", "plan", "filled", "present", "proficient", "effective"];

/// The steps of one unit, or of all together (`unit` is none).
#[component]
pub fn Stairs(
    /// Full-time equivalents from the need to what reaches the cases.
    sum: [f64; 6],
    /// The posts of each step.
    posts: StepPosts,
    /// Where the chart shows them.
    chart: String,
    /// Whose they are.
    unit: Option<UnitId>,
) -> impl IntoView {
    let most = sum.iter().copied().fold(1e-9, f64::max);
    let steps = (0..sum.len()).map(|place| {
        // The need is no part of the posts: nothing is taken off from it.
        let before = if place > 1 { sum[place - 1] } else { sum[place] };
        let words = match place {
            0 => derivation(unit.as_ref()),
            _ => behind(place, &posts, &chart),
        };
        step(place, [sum[place], before].map(|value| (value, value / most * 100.0)), words)
    });
    part(view! { <ol class="stairs">{steps.collect::<Vec<_>>()}</ol> })
}

/// A step; its figures with the widths that they have in the picture.
fn step(place: usize, [(value, width), (before, wide)]: [(f64, f64); 2], words: AnyView) -> AnyView {
    let i18n = use_i18n();
    let taken = (place > 1).then(|| signed(value - before, 2, i18n.language()));
    let rest = fixed((wide - width).max(0.0), 2);
    let width = fixed(width, 2);
    part(view! {
        <li>
            <details class="fold stair" data-stair=KEYS[place]>
                <summary>
                    <span class="stair-name">{stair_name(i18n, place)}</span>
                    <svg class="step-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"
                        data-step=if place == 0 { "need" } else { "capacity" }>
                        <rect x="0" y="0" width=width.clone() height="8"></rect>
                        <rect class="stair-taken" x=width y="3" width=rest height="2"></rect>
                    </svg>
                    <span class="number">{t_string!(i18n, assessment.fte, value = number(value, 2, i18n.language()))}</span>
                    <span class="number stair-loss">{taken}</span>
                </summary>
                {words}
            </details>
        </li>
    })
}

/// Where the need comes from: its derivation below, of the unit or of all of them.
fn derivation(unit: Option<&UnitId>) -> AnyView {
    let i18n = use_i18n();
    let id = unit.map_or_else(|| "hinweise".to_owned(), |unit| format!("einheit-{unit}"));
    let to = format!("#{id}");
    part(view! {
        <div class="stair-behind">
            <p>{t!(i18n, need.stairs_need)}</p>
            <p><a href=to rel="external" on:click=move |_| document::unfold(&id)>{t!(i18n, need.stairs_derivation)}</a></p>
        </div>
    })
}

/// What a step takes off, its posts, and the assumptions that say how much.
fn behind(place: usize, posts: &StepPosts, chart: &str) -> AnyView {
    let i18n = use_i18n();
    let scenario = Scenario::expect();
    let (words, list): (&str, &[PostId]) = match place {
        1 => (t_string!(i18n, need.stairs_plan), &posts.there),
        2 => (t_string!(i18n, need.stairs_filled), &posts.vacant),
        3 => (t_string!(i18n, need.stairs_present), &posts.filled),
        4 => (t_string!(i18n, need.stairs_proficient), &posts.learning),
        _ => (t_string!(i18n, need.stairs_effective), &posts.other_work),
    };
    let link = |(to, words): (String, &str)| {
        part(view! { <li><a href=scenario.address(&to) rel="external">{words.to_owned()}</a></li> })
    };
    let posts: Vec<AnyView> =
        list.iter().map(|post| link((format!("/stellenplan?stelle={post}"), post.as_str()))).collect();
    let posts = if posts.is_empty() {
        part(view! { <p>{t!(i18n, need.stairs_no_post)}</p> })
    } else {
        part(view! { <p>{t!(i18n, need.stairs_posts)}</p> <ul class="stair-links">{posts}</ul> })
    };
    let assumed: Vec<AnyView> = assumptions(i18n, place).into_iter().map(link).collect();
    let assumed = (!assumed.is_empty()).then(|| {
        part(view! { <p>{t!(i18n, need.stairs_assumptions)}</p> <ul class="stair-links">{assumed}</ul> })
    });
    part(view! {
        <div class="stair-behind">
            <p>{words.to_owned()}</p>
            {posts}
            {assumed}
            <p><a href=scenario.address(chart)>{t!(i18n, need.stairs_chart)}</a></p>
        </div>
    })
}

/// The rows of /simulation that say how much a step takes off; what a plan states is none.
fn assumptions(i18n: I18n, place: usize) -> Vec<(String, &'static str)> {
    let rows = match place {
        2 => vec![
            ("besetzung", t_string!(i18n, simulation.recruitment)),
            ("fluktuation", t_string!(i18n, simulation.turnover)),
        ],
        3 => vec![("abwesenheit", t_string!(i18n, simulation.absence))],
        4 => vec![
            ("einarbeitung-form", t_string!(i18n, simulation.onboarding_form)),
            ("einarbeitung-monate", t_string!(i18n, simulation.onboarding_months)),
        ],
        5 => vec![
            ("verteilzeit", t_string!(i18n, simulation.allowance)),
            ("anleitung-0", t_string!(i18n, need.stairs_mentoring)),
        ],
        _ => Vec::new(),
    };
    rows.into_iter().map(|(row, name)| (format!("/simulation#annahme-{row}"), name)).collect()
}
