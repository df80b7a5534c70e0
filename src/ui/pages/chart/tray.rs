//! The tray (Parkplatz): posts outside every sum, with what that means; a place to drop posts while one is in the hand.

use super::press::Press;
use super::state::Chart;
use super::trial::LiftedBy;
use super::walk::Item;
use crate::diagram::chart::words;
use crate::plan::Fte;
use crate::ui::dynamic::{Kept, live, part, text, when};
use crate::ui::i18n::{t, t_string};
use leptos::prelude::*;

/// The tray; there while something lies in it or a post is in the hand.
#[component]
pub fn Tray(
    /// The press of the page: parked posts are dragged like those of the chart.
    press: Press,
) -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    let holds_posts = Kept::new(move || {
        chart.lift.with(|lift| {
            lift.as_ref().is_some_and(|lift| {
                lift.by == LiftedBy::Pointer && matches!(lift.items.first(), Some(Item::Post(_)))
            })
        })
    });
    let is_tried = Kept::new(move || {
        chart.lift.with(|lift| {
            let trial = lift.as_ref().and_then(|lift| lift.trial.as_ref());
            trial.filter(|trial| trial.target.unit().is_none()).map(|trial| trial.refused.is_some())
        })
    });
    let posts = Kept::new(move || chart.facts.with(|facts| facts.tray.clone()));
    let sum = move || {
        let all: Fte = posts.with(|posts| posts.iter().map(|post| post.fte).sum());
        t_string!(i18n, chart.tray_sum, fte = words::fte_with_unit(all, chart.language()))
    };
    let tiles = move || {
        let language = chart.language();
        let tiles: Vec<AnyView> = posts.with(|posts| {
            let tile = |post: &crate::diagram::chart::PostFacts| {
                let item = Item::Post(post.id.clone());
                let element = item.element_id();
                let said = format!("{}: {}", post.id, words::post(post, language));
                let fte = words::fte_with_unit(post.fte, language);
                part(view! {
                    <li>
                        <button type="button" class="tray-post" id=element data-post=post.id.to_string() title=said
                            on:click=move |_| if !press.was_drag() { chart.opened.set(Some(item.clone())) }>
                            <strong>{post.id.to_string()}</strong> " " {fte}
                        </button>
                    </li>
                })
            };
            posts.iter().map(tile).collect()
        });
        Some(tiles.into_any())
    };
    when(
        move || holds_posts.get() || posts.with(|posts| !posts.is_empty()),
        move || {
            part(view! {
                <section class="tray" data-tray="true" data-lies-over="true" data-testid="tray" aria-label=t!(i18n, chart.tray)
                    data-drop=move || is_tried.get().map(|refused| if refused { "refused" } else { "target" })
                    on:pointerdown=move |event| press.begin(chart, &event)>
                    <h2>{t!(i18n, chart.tray)}</h2>
                    <ul>{live(tiles)}</ul>
                    <p>
                        {text(move || if posts.with(Vec::is_empty) { t_string!(i18n, chart.tray_empty).to_owned() } else { sum() })}
                    </p>
                </section>
            })
        },
    )
}
