//! The dialog of a post: what is known about it, and „Verschieben nach …“ with a search box.

use super::facts::PostFacts;
use super::state::Chart;
use super::walk::{Item, folded};
use super::words;
use crate::format;
use crate::plan::{PostId, UnitId};
use crate::ui::browser::pointer;
use crate::ui::components::{Dialog, ProvenanceMark};
use crate::ui::i18n::{t, t_string};
use leptos::prelude::*;

/// Opens with [`Chart::opened`]; the focus returns to the post.
#[component]
pub fn PostDialog() -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    let open = RwSignal::new(false);
    let shown = RwSignal::new(None::<PostId>);
    let search = RwSignal::new(String::new());
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
    let post = Memo::new(move |_| {
        let id = shown.get()?;
        chart.facts.with(|facts| facts.post(&id).cloned())
    });
    let title = Signal::derive(move || {
        let id = shown.with(|shown| shown.as_ref().map(ToString::to_string)).unwrap_or_default();
        t_string!(i18n, chart.dialog_title, id)
    });
    view! {
        <Dialog open title id="stelle-dialog">
            {move || post.get().map(|facts| details(chart, &facts))}
            <h3 class="move-heading" id="verschieben">{t!(i18n, chart.move_to)}</h3>
            <p class="move-date">
                {move || t_string!(i18n, chart.move_effective, date = format::date(chart.date.get(), chart.language()))}
            </p>
            <label class="field">
                <span>{t!(i18n, chart.move_search)}</span>
                <input type="search" class="input" data-testid="move-search" autocomplete="off"
                    prop:value=move || search.get()
                    on:input=move |event| search.set(event_target_value(&event))/>
            </label>
            {move || open.get().then(|| view! { <Targets shown search open/> })}
        </Dialog>
    }
}

/// The facts of a post; tracks language and plan, hence no component.
fn details(chart: Chart, facts: &PostFacts) -> impl IntoView + use<> {
    let i18n = chart.i18n;
    let language = chart.language();
    let kw = facts.kw.map(|kw| {
        view! { <div><dt>{t!(i18n, chart.column_kw)}</dt><dd>{format::date(kw, language)}</dd></div> }
    });
    let training = facts.proficiency.map(|share| {
        let share = format::percent(share, 0, language);
        view! { <div><dt>{t!(i18n, chart.column_training)}</dt><dd>{share}</dd></div> }
    });
    let force = facts.task_force.then(|| t_string!(i18n, chart.task_force));
    let unit =
        chart.facts.with(|all| all.units.get(&facts.unit).map(|unit| unit.name.clone())).unwrap_or_default();
    let note = facts.note.clone().map(|note| view! { <p class="post-note">{note}</p> });
    view! {
        <dl class="post-facts">
            <div><dt>{t!(i18n, chart.column_title)}</dt><dd>{facts.title.clone()} {force.map(|word| format!(" ({word})"))}</dd></div>
            <div><dt>{t!(i18n, chart.column_unit)}</dt><dd>{unit}</dd></div>
            <div><dt>{t!(i18n, chart.column_grade)}</dt><dd>{facts.grade.clone()}</dd></div>
            <div><dt>{t!(i18n, chart.column_fte)}</dt><dd>{words::fte(facts.fte, language)}</dd></div>
            <div><dt>{t!(i18n, chart.column_state)}</dt><dd>{words::occupancy(i18n, facts.occupancy)}</dd></div>
            {training}
            {kw}
            {facts.moved_from.clone().map(|from| view! { <div><dt>{t!(i18n, chart.column_moved)}</dt><dd>{from}</dd></div> })}
            <div><dt>{t!(i18n, chart.column_provenance)}</dt><dd><ProvenanceMark provenance=facts.provenance/></dd></div>
        </dl>
        {note}
    }
}

/// The units that a post can go to; those that refuse it say why.
#[component]
fn Targets(shown: RwSignal<Option<PostId>>, search: RwSignal<String>, open: RwSignal<bool>) -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    // Refusals are worked out once per opening, not per letter typed.
    let targets = Memo::new(move |_| {
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
    view! {
        <ul class="move-targets" aria-labelledby="verschieben">
            {move || {
                let found = found();
                if found.is_empty() {
                    return view! { <li class="move-none">{t!(i18n, chart.move_none)}</li> }.into_any();
                }
                found
                    .into_iter()
                    .map(|(id, name, level, refusal)| {
                        let refused = refusal.is_some();
                        let key = id.to_string();
                        view! {
                            <li data-level=level.min(4).to_string()>
                                <button type="button" class="move-target" data-testid="move-target" data-target=key
                                    aria-disabled=refused.to_string()
                                    on:click=move |_| if !refused { choose(&id) }>
                                    <span class="move-name">{name}</span>
                                    {refusal.map(|reason| view! {
                                        <span class="move-refusal" lang="de"><span aria-hidden="true">"⊘ "</span>{reason}</span>
                                    })}
                                </button>
                            </li>
                        }
                    })
                    .collect_view()
                    .into_any()
            }}
        </ul>
    }
}

/// A button that opens the dialog of a post, for the table.
#[component]
pub fn MoveButton(
    /// Which post.
    post: PostId,
) -> impl IntoView {
    let chart = Chart::expect();
    let label = post.to_string();
    view! {
        <button type="button" class="button" data-variant="small" data-testid="move-button"
            aria-label=move || t_string!(chart.i18n, chart.move_post_to, post = label.clone())
            on:click=move |_| {
                pointer::mark("stellwerk:dialog");
                chart.opened.set(Some(post.clone()));
            }>
            {t!(chart.i18n, chart.move_to)}
        </button>
    }
}
