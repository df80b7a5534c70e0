//! The chart as a tree table: the same units, posts and tasks with all their figures, and the same powers as the picture.
//!
//! Roles and keys are those of the treegrid pattern of the ARIA Authoring Practices, the focus being on rows. Whatever does
//! more than walk (picking up, opening, choosing, ordering) is done by the keys of the chart.

mod order;
mod row;

use super::camera::TREE;
use super::canvas::Preview;
use super::keys;
use super::press::Press;
use super::state::Chart;
use super::tray::Tray;
use super::trial::{LiftedBy, Target};
use super::walk::Item;
use crate::diagram::chart::Facts;
use crate::format;
use crate::plan::UnitId;
use crate::plan::gather::gathered;
use crate::ui::browser::pointer;
use crate::ui::components::CopyButton;
use crate::ui::dynamic::{Held, Kept, Row, live, part, rows, text, when};
use crate::ui::i18n::{t, t_string};
use leptos::ev;
use leptos::prelude::*;
use order::{Column, Lines, Sort};
use std::collections::BTreeSet;

/// Rows drawn at first, and more at a time.
const DRAWN: usize = 300;
/// How many rows PageUp and PageDown pass.
const PAGE: isize = 10;
/// Identifies the caption.
const CAPTION: &str = "tabelle-baum";

/// What the rows share.
#[derive(Clone, Copy)]
struct Grid {
    chart: Chart,
    lines: Kept<Lines>,
    sort: Held<Option<Sort>>,
    drawn: Held<usize>,
    press: Press,
}

/// The table with what acts on the rows chosen.
#[component]
pub fn TreeGrid() -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    let sort = Held::new(None::<Sort>);
    let lines = Kept::new(move || {
        let (sort, tasks) = (sort.get(), chart.tasks.get());
        chart.facts.with(|facts| chart.closed.with(|closed| Lines::of(facts, closed, tasks, sort)))
    });
    let press = Press::new();
    press.listen(chart);
    let grid = Grid { chart, lines, sort, drawn: Held::new(DRAWN), press };
    // A row that is to have the focus must be there.
    Effect::new(move |_| {
        let place =
            chart.focused.with(|item| item.as_ref().and_then(|item| lines.with(|lines| lines.place(item))));
        if let Some(place) = place.filter(|place| *place + PAGE as usize >= grid.drawn.get_untracked()) {
            grid.drawn.set(place + DRAWN);
        }
    });
    Effect::new(move |_| {
        chart.tab_stop.with(|_| ());
        lines.track();
        request_animation_frame(move || chart.hold_tab_stop());
    });
    let caption = move || {
        let label =
            t_string!(i18n, workbench.grid_label, date = format::date(chart.date.get(), chart.language()));
        format!("{label}. {}", grid.sorted())
    };
    part(view! {
        <div class="grid-view">
            <Chosen/>
            <div class="table-scroll">
                <table class="table grid" role="treegrid" aria-labelledby=CAPTION aria-describedby="baum-tasten" aria-multiselectable="true"
                    aria-rowcount=move || (lines.with(Lines::len) + 1).to_string()>
                    <caption id=CAPTION>{text(caption)}</caption>
                    <thead>{grid.head()}</thead>
                    <tbody id=TREE
                        on:pointerdown=move |event| press.begin(chart, &event)
                        on:click=move |event| grid.clicked(&event)
                        on:dblclick=move |event| if let Some(item) = item_of(&event) { chart.opened.set(Some(item)) }
                        on:focusin=move |event| if let Some(item) = item_of(&event) { chart.focused.set(Some(item)) }
                        on:keydown=move |event| grid.pressed(&event)>
                        {rows(move || grid.rows())}
                    </tbody>
                </table>
            </div>
            {more(grid)}
            <p class="chart-keys" id="baum-tasten">{t!(i18n, workbench.grid_keys)}</p>
            <p class="table-note">{t!(i18n, workbench.grid_note)}</p>
            <CopyButton table=CAPTION/>
            <Tray press/>
            <Preview/>
            {live(move || {
                let said = chart.lift.with(|lift| lift.as_ref()?.trial.as_ref().map(|trial| trial.in_words()))?;
                Some(part(view! { <p class="grid-said" aria-hidden="true" data-testid="grid-said">{said}</p> }))
            })}
        </div>
    })
}

/// The row of an event.
fn item_of(event: &ev::Event) -> Option<Item> {
    pointer::attribute_at(event, "id").and_then(|id| Item::of_element(&id))
}

impl Grid {
    fn rows(self) -> Vec<Row> {
        let drawn = self.drawn.get();
        let row = |item: &Item| {
            let item = item.clone();
            Row::new(item.element_id(), move || row::draw(self, item))
        };
        self.lines.with(|lines| lines.items().take(drawn).map(row).collect())
    }

    /// How the rows are sorted, in words; tracks.
    fn sorted(self) -> String {
        let i18n = self.chart.i18n;
        match self.sort.get() {
            None => t_string!(i18n, workbench.grid_sorted_plan).to_owned(),
            Some(Sort { column, descending: false }) => {
                t_string!(i18n, workbench.grid_sorted_up, column = column.name(i18n))
            }
            Some(Sort { column, .. }) => {
                t_string!(i18n, workbench.grid_sorted_down, column = column.name(i18n))
            }
        }
    }

    fn head(self) -> AnyView {
        let i18n = self.chart.i18n;
        let column = |column: Column| {
            let sort = self.sort;
            let state = move || match sort.get() {
                Some(sort) if sort.column == column && sort.descending => "descending",
                Some(sort) if sort.column == column => "ascending",
                _ => "none",
            };
            let sign = move || match state() {
                "ascending" => " ▲",
                "descending" => " ▼",
                _ => "",
            };
            // Once up, once down, then the plan's own order again.
            let next = move |_| {
                sort.update(|sort| {
                    *sort = match *sort {
                        Some(Sort { column: now, descending: false }) if now == column => {
                            Some(Sort { column, descending: true })
                        }
                        Some(Sort { column: now, .. }) if now == column => None,
                        _ => Some(Sort { column, descending: false }),
                    };
                });
                self.chart.say(untrack(|| self.sorted()));
            };
            // As on the cards: cases counted on another day than the one shown name theirs.
            let counted = move || {
                let facts = self.chart.facts.get();
                facts.units.values().find_map(|unit| unit.counted).filter(|_| column == Column::Open)
            };
            let name = move || match counted() {
                Some(day) => {
                    t_string!(i18n, workbench.grid_open_on, date = format::date(day, i18n.language()))
                }
                None => column.name(i18n).to_owned(),
            };
            part(view! {
                <th scope="col" role="columnheader" class:is-number=column.is_number() aria-sort=state>
                    <button type="button" class="sort" data-testid=format!("sort-{}", column.key())
                        title=move || t_string!(i18n, workbench.grid_sort, column = column.name(i18n)) on:click=next>
                        {text(name)}
                        <span aria-hidden="true">{text(move || sign().to_owned())}</span>
                    </button>
                </th>
            })
        };
        let columns: Vec<AnyView> = Column::ALL.into_iter().map(column).collect();
        part(view! {
            <tr role="row">
                {columns}
                <th scope="col" role="columnheader">{t!(i18n, chart.column_marks)}</th>
                <th scope="col" role="columnheader">{t!(i18n, chart.column_provenance)}</th>
                <th scope="col" role="columnheader">{t!(i18n, chart.column_action)}</th>
            </tr>
        })
    }

    /// A click gives the focus, with Ctrl or Shift it chooses; buttons in the row act for themselves.
    fn clicked(self, event: &ev::MouseEvent) {
        if self.press.was_drag() || pointer::attribute_at(event, "data-act").is_some() {
            return;
        }
        let Some(item) = item_of(event) else { return };
        if event.ctrl_key() || event.meta_key() {
            self.chart.choose_also(&item);
        } else if event.shift_key() {
            let from = self.chart.focused.get_untracked().unwrap_or_else(|| item.clone());
            self.choose_to(&from, &item);
        }
        self.chart.focus(item);
    }

    /// Chooses the posts, or the tasks, between two rows as they stand.
    fn choose_to(self, from: &Item, to: &Item) {
        let alike = |item: &Item| {
            std::mem::discriminant(item) == std::mem::discriminant(to) && !matches!(to, Item::Unit(_))
        };
        let mut items: BTreeSet<Item> =
            gathered(self.lines.with_untracked(|lines| lines.between(from, to)).into_iter().filter(alike));
        items.extend(self.chart.selected.get_untracked().into_iter().filter(alike));
        self.chart.select(items);
    }

    fn pressed(self, event: &ev::KeyboardEvent) {
        let chart = self.chart;
        let has_modifier = event.ctrl_key() || event.meta_key() || event.alt_key();
        let in_hand = chart.lift.with_untracked(Option::is_some);
        let Some(here) = chart.tab_stop.get_untracked().filter(|_| !has_modifier && !in_hand) else {
            return keys::pressed(chart, event);
        };
        let step = |by: isize| self.lines.with_untracked(|lines| lines.step(&here, by));
        let to = match event.key().as_str() {
            "ArrowDown" => step(1),
            "ArrowUp" => step(-1),
            "PageDown" => step(PAGE),
            "PageUp" => step(-PAGE),
            "Home" => step(isize::MIN),
            "End" => step(isize::MAX),
            "ArrowRight" => match &here {
                Item::Unit(unit) if self.is_closed(unit) => return self.fold(unit, event),
                _ => step(1).filter(|next| self.lines.with_untracked(|lines| lines.is_below(next, &here))),
            },
            "ArrowLeft" => match &here {
                Item::Unit(unit) if !self.is_closed(unit) && self.has_below(unit) => {
                    return self.fold(unit, event);
                }
                _ => self.lines.with_untracked(|lines| lines.above(&here)),
            },
            "Enter" | " " => match &here {
                Item::Unit(unit) if event.key() == " " => return self.fold(unit, event),
                item if event.key() == "Enter" => {
                    event.prevent_default();
                    return chart.opened.set(Some(item.clone()));
                }
                _ => return keys::pressed(chart, event),
            },
            _ => return keys::pressed(chart, event),
        };
        event.prevent_default();
        if let Some(to) = to {
            if event.shift_key() {
                self.choose_to(&here, &to);
            }
            chart.focus(to);
        }
    }

    fn is_closed(self, unit: &UnitId) -> bool {
        self.chart.closed.with_untracked(|closed| closed.contains(unit))
    }

    fn has_below(self, unit: &UnitId) -> bool {
        self.chart.facts.with_untracked(|facts| has_below(facts, unit))
    }

    fn fold(self, unit: &UnitId, event: &ev::KeyboardEvent) {
        event.prevent_default();
        if self.has_below(unit) {
            toggle(self.chart, unit);
        }
    }
}

fn has_below(facts: &Facts, unit: &UnitId) -> bool {
    facts.units.get(unit).is_some_and(|unit| !unit.posts.is_empty() || !unit.children.is_empty())
}

fn toggle(chart: Chart, unit: &UnitId) {
    chart.closed.update(|closed| {
        if !closed.remove(unit) {
            closed.insert(unit.clone());
        }
    });
}

/// Rows that are not drawn yet.
fn more(grid: Grid) -> AnyView {
    let left = Kept::new(move || grid.lines.with(Lines::len).saturating_sub(grid.drawn.get()));
    when(
        move || left.with(|left| *left > 0),
        move || {
            let words = move || {
                let count = format::number(left.get() as f64, 0, grid.chart.language());
                t_string!(grid.chart.i18n, workbench.grid_more, count)
            };
            part(view! {
                <button type="button" class="button" on:click=move |_| grid.drawn.update(|drawn| *drawn += 10 * DRAWN)>
                    {text(words)}
                </button>
            })
        },
    )
}

/// What can be done with the rows chosen.
#[component]
fn Chosen() -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    live(move || {
        let items: Vec<Item> = chart.selected.with(|selected| selected.iter().cloned().collect());
        let first = items.first()?.clone();
        let name = chart.name(&items);
        let posts = matches!(first, Item::Post(_));
        let opened = first.clone();
        let park = posts.then(|| {
            part(view! {
                <button type="button" class="button" data-variant="small" data-testid="grid-park"
                    on:click=move |_| { chart.move_to(&chart.hand(&first), &Target::Tray); }>
                    {t!(i18n, workbench.grid_park)}
                </button>
            })
        });
        Some(part(view! {
            <div class="grid-chosen" role="group" aria-label=t!(i18n, workbench.grid_chosen, name = "")>
                <strong>{t_string!(i18n, workbench.grid_chosen, name)}</strong>
                <button type="button" class="button" data-variant="small" data-testid="grid-move"
                    on:click=move |_| chart.opened.set(Some(opened.clone()))>{t!(i18n, workbench.grid_move)}</button>
                {park}
                <button type="button" class="button" data-variant="small" on:click=move |_| chart.select(BTreeSet::new())>
                    {t!(i18n, workbench.grid_clear)}
                </button>
            </div>
        }))
    })
}

/// Picks an item up by its row, as the key M does.
fn pick_up(chart: Chart, item: &Item) {
    chart.focus(item.clone());
    chart.pick_up(item, LiftedBy::Keys);
}
