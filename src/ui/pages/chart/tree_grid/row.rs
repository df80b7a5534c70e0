//! A row of the tree table: a unit, a post or a task.

use super::order::Standing;
use super::{Grid, has_below, pick_up, toggle};
use crate::diagram::chart::{PostFacts, TaskFacts, UnitFacts, words};
use crate::format::{self, Language};
use crate::plan::Provenance;
use crate::ui::browser::clock;
use crate::ui::components::ProvenanceMark;
use crate::ui::dynamic::{Kept, live, part};
use crate::ui::i18n::{t, t_string};
use crate::ui::pages::chart::placing;
use crate::ui::pages::chart::walk::Item;
use leptos::prelude::*;

/// The cells of a row behind its name.
#[derive(Debug, Clone, PartialEq, Default)]
struct Cells {
    name: String,
    /// What stands behind the name in plain letters.
    more: String,
    kind: String,
    numbers: [String; 5],
    state: String,
    open: String,
    marks: String,
    provenance: Option<Provenance>,
    ended: bool,
    has_below: bool,
}

/// The row of an item.
pub fn draw(grid: Grid, item: Item) -> AnyView {
    let chart = grid.chart;
    let id = item.element_id();
    let key = item.clone();
    let cells = Kept::new(move || cells(grid, &key));
    let key = item.clone();
    let standing = Kept::new(move || grid.lines.with(|lines| lines.standing(&key)));
    let number = move |of: fn(&Standing) -> usize| {
        move || standing.with(|standing| standing.as_ref().map(|standing| of(standing).to_string()))
    };
    let key = item.clone();
    let is_chosen = Kept::new(move || chart.selected.with(|selected| selected.contains(&key)));
    let key = item.clone();
    let is_lifted = Kept::new(move || chart.lifted.with(|lifted| lifted.contains(&key)));
    let key = item.clone();
    let home = Kept::new(move || match &key {
        Item::Unit(unit) => Some(unit.clone()),
        other => chart.facts.with(|facts| crate::ui::pages::chart::trial::home(other, facts)),
    });
    let drop = Kept::new(move || home.get().and_then(|unit| chart.hint_kind(&unit)));
    let key = item.clone();
    let is_open = Kept::new(move || match &key {
        Item::Unit(unit) => chart.closed.with(|closed| !closed.contains(unit)),
        _ => false,
    });
    let expanded = move || cells.with(|cells| cells.has_below).then(|| is_open.get().to_string());
    let post = match &item {
        Item::Post(post) => Some(post.to_string()),
        _ => None,
    };
    let is_unit = matches!(item, Item::Unit(_));
    let key = item.clone();
    let shade = Kept::new(move || match &key {
        Item::Unit(unit) => chart.desk.shade(unit),
        _ => None,
    });
    part(view! {
        <tr role="row" id=id tabindex="-1" class="grid-row" data-post=post
            data-unit=move || home.get().map(|unit| unit.to_string())
            data-root=move || standing.with(|standing| is_unit && standing.is_some_and(|standing| standing.level == 1)).then_some("true")
            data-level=move || standing.with(|standing| standing.map_or(1, |standing| standing.level).min(7).to_string())
            data-kind=if is_unit { "unit" } else { "item" }
            data-drop=move || if is_unit { drop.get() } else { None }
            data-ended=move || cells.with(|cells| cells.ended).then_some("true")
            data-lifted=move || is_lifted.get().then_some("true")
            data-shade=move || shade.get().map(|(class, _)| class.to_string())
            attr:aria-level=number(|standing| standing.level) aria-posinset=number(|standing| standing.position)
            aria-setsize=number(|standing| standing.siblings) aria-rowindex=number(|standing| standing.place + 2)
            aria-expanded=expanded
            aria-selected=move || (!is_unit).then(|| is_chosen.get().to_string())>
            {live(move || Some(inside(grid, &item, cells.get(), is_open, is_chosen, shade.get())))}
        </tr>
    })
}

/// All cells.
fn inside(
    grid: Grid,
    item: &Item,
    cells: Cells,
    is_open: Kept<bool>,
    is_chosen: Kept<bool>,
    shade: Option<(u8, String)>,
) -> AnyView {
    let mut all = vec![first(grid, item, &cells, is_open, is_chosen)];
    all.extend(rest(grid, item, cells, shade));
    all.into_any()
}

/// The cell with the name, the sign that folds, and the box that chooses.
fn first(grid: Grid, item: &Item, cells: &Cells, is_open: Kept<bool>, is_chosen: Kept<bool>) -> AnyView {
    let (chart, i18n) = (grid.chart, grid.chart.i18n);
    let name = cells.name.clone();
    let sign = match item {
        Item::Unit(unit) if cells.has_below => {
            let (unit, said) = (unit.clone(), name.clone());
            let label = move || match is_open.get() {
                true => t_string!(i18n, workbench.grid_fold, name = said.clone()),
                false => t_string!(i18n, workbench.grid_unfold, name = said.clone()),
            };
            Some(part(view! {
                <button type="button" class="grid-sign" tabindex="-1" data-act="fold" aria-label=label
                    on:click=move |_| toggle(chart, &unit)>
                    <span aria-hidden="true">{move || if is_open.get() { "▾" } else { "▸" }}</span>
                </button>
            }))
        }
        Item::Unit(_) => None,
        other => {
            let (other, said) = (other.clone(), name.clone());
            Some(part(view! {
                <input type="checkbox" class="grid-choice" tabindex="-1" data-act="choose"
                    aria-label=move || t_string!(i18n, workbench.grid_choose, name = said.clone())
                    prop:checked=move || is_chosen.get()
                    on:change=move |_| chart.choose_also(&other)/>
            }))
        }
    };
    let more = (!cells.more.is_empty())
        .then(|| part(view! { <span class="grid-more">" " {cells.more.clone()}</span> }));
    part(view! {
        <th scope="row" role="rowheader" class="grid-name">
            <span class="grid-indent">{sign} <span>{name} {more}</span></span>
        </th>
    })
}

fn rest(grid: Grid, item: &Item, cells: Cells, shade: Option<(u8, String)>) -> Vec<AnyView> {
    let plain = |words: AnyView| part(view! { <td role="gridcell">{words}</td> });
    let number = |words: String| part(view! { <td role="gridcell" class="is-number">{words}</td> });
    let state = match shade {
        Some((_, words)) => {
            part(view! { <span>{cells.state} <span class="grid-shade">" " {words}</span></span> })
        }
        None => cells.state.into_any(),
    };
    let provenance = cells.provenance.map(|provenance| view! { <ProvenanceMark provenance/> }.into_any());
    let actions = if cells.ended { Vec::new() } else { actions(grid, item) };
    let mut all = vec![plain(cells.kind.into_any())];
    all.extend(cells.numbers.into_iter().map(number));
    all.extend([
        plain(state),
        number(cells.open),
        plain(cells.marks.into_any()),
        plain(provenance.into_any()),
    ]);
    all.push(part(view! { <td role="gridcell" class="grid-actions">{actions}</td> }));
    all
}

/// „Verschieben nach …“, picking up, and one place forwards or back.
fn actions(grid: Grid, item: &Item) -> Vec<AnyView> {
    let (chart, i18n) = (grid.chart, grid.chart.i18n);
    let name = chart.name(std::slice::from_ref(item));
    let step = |forwards: bool| {
        let (item, name) = (item.clone(), name.clone());
        let label = move || match forwards {
            true => t_string!(i18n, workbench.grid_down, name = name.clone()),
            false => t_string!(i18n, workbench.grid_up, name = name.clone()),
        };
        let act = move |_| {
            let target = chart.facts.with_untracked(|facts| placing::neighbour(&item, forwards, facts));
            match target {
                Some(target) => {
                    chart.move_to(std::slice::from_ref(&item), &target);
                }
                None => chart.say(untrack(|| t_string!(i18n, chart.order_end))),
            }
        };
        part(view! {
            <button type="button" class="button" data-variant="small" tabindex="-1" data-act="order" aria-label=label on:click=act>
                <span aria-hidden="true">{if forwards { "↓" } else { "↑" }}</span>
            </button>
        })
    };
    let (opened, label, lifted) = (item.clone(), name.clone(), item.clone());
    let mut all = vec![
        part(view! {
            <button type="button" class="button" data-variant="small" tabindex="-1" data-act="move" data-testid="move-button"
                aria-label=move || t_string!(i18n, chart.move_post_to, post = label.clone())
                on:click=move |_| {
                    clock::mark("stellwerk:dialog");
                    chart.opened.set(Some(opened.clone()));
                }>
                {t!(i18n, workbench.grid_move)}
            </button>
        }),
        part(view! {
            <button type="button" class="visually-hidden" tabindex="-1" data-act="pick-up" on:click=move |_| pick_up(chart, &lifted)>
                {t!(i18n, workbench.cmd_pick_up)}
            </button>
        }),
    ];
    if !matches!(item, Item::Task(_)) {
        all.extend([step(false), step(true)]);
    }
    all
}

/// The cells of an item; tracks facts and language.
fn cells(grid: Grid, item: &Item) -> Cells {
    let language = grid.chart.language();
    grid.chart
        .facts
        .with(|facts| match item {
            Item::Unit(id) => facts
                .units
                .get(id)
                .map(|unit| Cells { has_below: has_below(facts, id), ..of_unit(unit, language) }),
            Item::Post(id) => facts.post(id).map(|post| of_post(post, language)),
            Item::Task(id) => {
                facts.units.values().flat_map(|unit| &unit.tasks).find(|task| task.id == *id).map(|task| {
                    of_task(
                        task,
                        facts.plan.case_type(id).and_then(|kind| kind.legal_basis.clone()),
                        language,
                    )
                })
            }
        })
        .unwrap_or_default()
}

fn of_unit(unit: &UnitFacts, language: Language) -> Cells {
    let sums = unit.now.total;
    let stated = unit.stated.as_ref().map(|stated| format!("„{}“", stated.words));
    let changed = unit.mark.as_ref().map(words::changed);
    let marks =
        [words::difference(unit, language), stated, changed].into_iter().flatten().collect::<Vec<_>>();
    Cells {
        name: unit.name.clone(),
        kind: unit.kind.word(language).to_owned(),
        numbers: [
            sums.posts.to_string(),
            words::fte(sums.planned, language),
            words::fte(sums.filled, language),
            words::fte(sums.vacant(), language),
            format::number(sums.effective, 1, language),
        ],
        state: words::load(unit.now, language),
        open: format::number(unit.open_cases as f64, 0, language),
        marks: marks.join("; "),
        provenance: Some(unit.provenance),
        ..Cells::default()
    }
}

fn of_post(post: &PostFacts, language: Language) -> Cells {
    let dash = || "–".to_owned();
    let filled = if post.is_filled() { post.fte } else { crate::plan::Fte::ZERO };
    let trained = filled.as_f64() * post.proficiency.unwrap_or(1.0);
    let numbers = if post.has_ended() {
        [dash(), dash(), dash(), dash(), dash()]
    } else {
        [
            "1".to_owned(),
            words::fte(post.fte, language),
            words::fte(filled, language),
            words::fte(post.fte - filled, language),
            format::number(trained, 1, language),
        ]
    };
    Cells {
        name: post.id.to_string(),
        more: post.title.clone(),
        kind: post.grade.clone(),
        numbers,
        state: words::occupancy(post.occupancy, language),
        open: dash(),
        marks: words::marks(post, language).join(", "),
        provenance: Some(post.provenance),
        ended: post.has_ended(),
        ..Cells::default()
    }
}

fn of_task(task: &TaskFacts, basis: Option<String>, language: Language) -> Cells {
    let kind = match language {
        Language::German => "Aufgabe",
        Language::English => "task",
    };
    let moved = task.moved_from.as_ref().map(|unit| match language {
        Language::German => format!("verschoben aus {unit}"),
        Language::English => format!("moved from {unit}"),
    });
    Cells {
        name: task.name.clone(),
        more: basis.unwrap_or_default(),
        kind: kind.to_owned(),
        open: format::number(task.open_cases as f64, 0, language),
        marks: moved.into_iter().chain(task.mark.as_ref().map(words::changed)).collect::<Vec<_>>().join(", "),
        ..Cells::default()
    }
}
