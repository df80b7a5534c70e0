//! The dialog of a post: what is known about it, and „Verschieben nach …“ with a search box.

use super::state::Chart;
use super::walk::{Item, folded};
use super::words;
use crate::diagram::chart::PostFacts;
use crate::format;
use crate::plan::{PostId, UnitId};
use crate::ui::browser::clock;
use crate::ui::components::{Dialog, ProvenanceMark};
use crate::ui::dynamic::{Held, Kept, live, part, text};
use crate::ui::i18n::{t, t_string};
use leptos::prelude::*;

/// Opens with [`Chart::opened`]; the focus returns to the post.
#[component]
pub fn PostDialog() -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    let open = Held::new(false);
    let shown = Held::new(None::<PostId>);
    let search = Held::new(String::new());
    Effect::new(move |_| {
        if let Some(post) = chart.opened.get() {
            search.set(String::new());
            shown.set(Some(post));
            open.set(true);
        }
    });
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if was_open == Some(true) && !is_open {
            if let Some(post) = chart.opened.get_untracked() {
                chart.focus(Item::Post(post));
            }
            chart.opened.set(None);
        }
        is_open
    });
    let post = Kept::new(move || {
        let id = shown.get()?;
        chart.facts.with(|facts| facts.post(&id).cloned())
    });
    let title = Signal::derive(move || {
        let id = shown.with(|shown| shown.as_ref().map(ToString::to_string)).unwrap_or_default();
        t_string!(i18n, chart.dialog_title, id)
    });
    part(view! {
        <Dialog open title id="stelle-dialog">
            {live(move || post.get().map(|facts| details(chart, &facts)))}
            <h3 class="move-heading" id="verschieben">{t!(i18n, chart.move_to)}</h3>
            <p class="move-date">
                {text(move || t_string!(i18n, chart.move_effective, date = format::date(chart.date.get(), chart.language())))}
            </p>
            <label class="field">
                <span>{t!(i18n, chart.move_search)}</span>
                <input type="search" class="input" data-testid="move-search" autocomplete="off"
                    prop:value=move || search.get()
                    on:input=move |event| search.set(event_target_value(&event))/>
            </label>
            {live(move || open.get().then(|| view! { <Targets shown search open/> }.into_any()))}
        </Dialog>
    })
}

/// The facts of a post; tracks language and plan, hence no component.
fn details(chart: Chart, facts: &PostFacts) -> AnyView {
    let i18n = chart.i18n;
    let language = chart.language();
    let row = |name: AnyView, value: AnyView| part(view! { <div><dt>{name}</dt><dd>{value}</dd></div> });
    let kw =
        facts.kw.map(|kw| row(t!(i18n, chart.column_kw).into_any(), format::date(kw, language).into_any()));
    let training = facts.proficiency.map(|share| {
        let share = format::percent(share, 0, language);
        row(t!(i18n, chart.column_training).into_any(), share.into_any())
    });
    let title = match facts.task_force {
        true => format!("{} ({})", facts.title, t_string!(i18n, chart.task_force)),
        false => facts.title.clone(),
    };
    let moved =
        facts.moved_from.clone().map(|from| row(t!(i18n, chart.column_moved).into_any(), from.into_any()));
    let unit =
        chart.facts.with(|all| all.units.get(&facts.unit).map(|unit| unit.name.clone())).unwrap_or_default();
    let note = facts.note.clone().map(|note| part(view! { <p class="post-note">{note}</p> }));
    part(view! {
        <dl class="post-facts">
            {row(t!(i18n, chart.column_title).into_any(), title.into_any())}
            {row(t!(i18n, chart.column_unit).into_any(), unit.into_any())}
            {row(t!(i18n, chart.column_grade).into_any(), facts.grade.clone().into_any())}
            {row(t!(i18n, chart.column_fte).into_any(), words::fte(facts.fte, language).into_any())}
            {row(t!(i18n, chart.column_state).into_any(), words::occupancy(i18n, facts.occupancy).into_any())}
            {training}
            {kw}
            {moved}
            {row(
                t!(i18n, chart.column_provenance).into_any(),
                view! { <ProvenanceMark provenance=facts.provenance/> }.into_any(),
            )}
        </dl>
        {note}
    })
}

/// The units that a post can go to; those that refuse it say why.
#[component]
fn Targets(shown: Held<Option<PostId>>, search: Held<String>, open: Held<bool>) -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    // Refusals are worked out once per opening, not per letter typed.
    let targets = Kept::new(move || {
        let post = shown.get()?;
        chart.date.track();
        Some(chart.facts.with(|facts| {
            facts
                .in_order()
                .into_iter()
                .map(|unit| (unit.id.clone(), unit.name.clone(), unit.level, chart.refusal(&post, &unit.id)))
                .collect::<Vec<_>>()
        }))
    });
    let found = move || {
        let wanted = folded(search.with(|text| text.trim().to_owned()).as_str());
        let all = targets.get().unwrap_or_default();
        all.into_iter().filter(|(_, name, ..)| folded(name).contains(&wanted)).collect::<Vec<_>>()
    };
    let choose = move |unit: &UnitId| {
        let Some(post) = shown.get_untracked() else { return };
        chart.opened.set(None);
        open.set(false);
        if !chart.move_post(&post, unit) {
            chart.focus(Item::Post(post));
        }
    };
    part(view! {
        <ul class="move-targets" aria-labelledby="verschieben">
            {live(move || {
                let found = found();
                if found.is_empty() {
                    return Some(part(view! { <li class="move-none">{t!(i18n, chart.move_none)}</li> }));
                }
                let targets: Vec<AnyView> = found
                    .into_iter()
                    .map(|(id, name, level, refusal)| {
                        let refused = refusal.is_some();
                        let key = id.to_string();
                        part(view! {
                            <li data-level=level.min(4).to_string()>
                                <button type="button" class="move-target" data-testid="move-target" data-target=key
                                    aria-disabled=refused.to_string()
                                    on:click=move |_| if !refused { choose(&id) }>
                                    <span class="move-name">{name}</span>
                                    {refusal.map(|reason| part(view! {
                                        <span class="move-refusal" lang="de"><span aria-hidden="true">"⊘ "</span>{reason}</span>
                                    }))}
                                </button>
                            </li>
                        })
                    })
                    .collect();
                Some(targets.into_any())
            })}
        </ul>
    })
}

/// A button that opens the dialog of a post, for the table.
#[component]
pub fn MoveButton(
    /// Which post.
    post: PostId,
) -> impl IntoView {
    let chart = Chart::expect();
    let label = post.to_string();
    part(view! {
        <button type="button" class="button" data-variant="small" data-testid="move-button"
            aria-label=move || t_string!(chart.i18n, chart.move_post_to, post = label.clone())
            on:click=move |_| {
                clock::mark("stellwerk:dialog");
                chart.opened.set(Some(post.clone()));
            }>
            {t!(chart.i18n, chart.move_to)}
        </button>
    })
}
