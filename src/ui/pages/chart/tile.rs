//! A post in the chart: a tile as wide as its full-time equivalents.

use super::state::Chart;
use super::walk::Item;
use super::words;
use crate::diagram::chart::PostFacts;
use crate::plan::{Occupancy, PostId, Provenance, UnitId};
use crate::ui::dynamic::{Kept, live, part, text};
use crate::ui::i18n::t_string;
use chrono::Datelike;
use leptos::prelude::*;

const PER_FTE: f64 = 40.0;
const LEAST: f64 = 24.0;
const MOST: f64 = 160.0;
const HEIGHT: f64 = 27.0;

/// The tile of a post; a click opens its dialog.
#[component]
pub fn PostTile(
    /// Which post.
    id: PostId,
    /// The unit in which it is drawn.
    unit: UnitId,
) -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    let key = (id.clone(), unit);
    let post = Kept::new(move || {
        chart.facts.with(|facts| {
            let posts = &facts.units.get(&key.1)?.posts;
            let place = posts.iter().position(|post| post.id == key.0)?;
            let siblings = posts.len() + facts.units.get(&key.1)?.children.len();
            let level = facts.units.get(&key.1)?.level + 1;
            Some((posts.get(place)?.clone(), place + 1, siblings, level))
        })
    });
    let facts = move || post.with(|post| post.as_ref().map(|(facts, ..)| facts.clone()));
    let item = Item::Post(id.clone());
    let element = item.element_id();
    let mine = item.clone();
    let is_focused = Kept::new(move || chart.tab_stop.with(|item| item.as_ref() == Some(&mine)));
    let lifted_id = id.clone();
    let is_lifted = Kept::new(move || {
        chart.lift.with(|lift| lift.as_ref().is_some_and(|lift| lift.post.id == lifted_id))
    });
    let about = Kept::new(move || facts().map(|facts| words::post(i18n, &facts)).unwrap_or_default());
    let number = move |take: fn(&(PostFacts, usize, usize, usize)) -> usize| {
        post.with(|post| post.as_ref().map_or(0, take)).to_string()
    };
    let label = id.to_string();
    let title_id = id.to_string();
    part(view! {
        <div class="tile" role="treeitem" id=element data-post=id.to_string()
            tabindex=move || if is_focused.get() { "0" } else { "-1" }
            data-state=move || facts().map(|facts| state(&facts))
            data-assumed=move || facts().is_some_and(|facts| facts.provenance == Provenance::Assumption).then_some("true")
            data-moved=move || facts().is_some_and(|facts| facts.moved_from.is_some()).then_some("true")
            data-lifted=move || is_lifted.get().then_some("true")
            attr:aria-level=move || number(|post| post.3)
            aria-posinset=move || number(|post| post.1)
            aria-setsize=move || number(|post| post.2)
            aria-selected=move || is_focused.get().to_string()
            title=move || format!("{title_id}: {}", about.get())
            on:focus=move |_| chart.focused.set(Some(item.clone()))>
            {live(move || facts().map(|facts| shape(&facts)))}
            <span class="tile-id">{label}</span>
            <span class="visually-hidden">", " {text(move || about.get())}</span>
            {live(move || facts().and_then(|facts| tag(chart, &facts)))}
        </div>
    })
}

/// The word for the style sheet.
const fn state(post: &PostFacts) -> &'static str {
    match post.occupancy {
        Occupancy::Filled { .. } => "filled",
        Occupancy::Recruiting { .. } => "recruiting",
        Occupancy::Vacant => "vacant",
        Occupancy::Ended { .. } => "ended",
    }
}

/// The tile's body: its width, hatching, task force bar and training bar, as attributes of an SVG.
fn shape(post: &PostFacts) -> AnyView {
    let width = (post.fte.as_f64() * PER_FTE).clamp(LEAST, MOST);
    let (inner, high) = (width - 2.0, HEIGHT - 2.0);
    let hatch = (post.occupancy == Occupancy::Vacant).then(|| {
        let steps = ((width + HEIGHT) / 7.0) as u32;
        let data: String = (1..=steps)
            .map(|step| {
                let along = f64::from(step) * 7.0;
                let (x1, y1) = (1.0 + (along - high).max(0.0), 1.0 + along.min(high));
                let (x2, y2) = (1.0 + along.min(inner), 1.0 + (along - inner).max(0.0));
                format!("M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}")
            })
            .collect();
        part(view! { <path class="tile-hatch" d=data></path> })
    });
    let task_force =
        post.task_force.then(|| part(view! { <path class="tile-force" d="M2 2h7l-7 7z"></path> }));
    let training = post.proficiency.map(|share| {
        let done = format!("{:.1}", (inner - 4.0) * share.clamp(0.0, 1.0));
        part(view! {
            <rect class="tile-training" x="3" y=(HEIGHT - 6.0).to_string() width=(inner - 4.0).to_string() height="3"></rect>
            <rect class="tile-trained" x="3" y=(HEIGHT - 6.0).to_string() width=done height="3"></rect>
        })
    });
    let from_document = (post.provenance == Provenance::Document).then(|| {
        part(view! { <path class="tile-document" d=format!("M{:.1} {:.1}v-5h5v5z", inner - 6.0, HEIGHT - 3.0)></path> })
    });
    part(view! {
        <svg class="tile-shape" width=width.to_string() height=HEIGHT.to_string() viewBox=format!("0 0 {width} {HEIGHT}") aria-hidden="true">
            <rect class="tile-body" x="1" y="1" width=inner.to_string() height=high.to_string() rx="3"></rect>
            {hatch} {task_force} {training} {from_document.filter(|_| post.proficiency.is_none())}
        </svg>
    })
}

/// The corner tag with the kw date.
fn tag(chart: Chart, post: &PostFacts) -> Option<AnyView> {
    let kw = post.kw?;
    let date = format!("{:02}.{:02}", kw.month(), kw.year() % 100);
    let words = if post.has_ended() {
        t_string!(chart.i18n, chart.tag_ended).to_owned()
    } else {
        t_string!(chart.i18n, chart.tag_kw, date)
    };
    Some(part(view! { <span class="tile-tag" aria-hidden="true">{words}</span> }))
}
