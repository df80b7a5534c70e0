//! The dialog of a post, a task or a unit: what is known about it, and „Verschieben nach …“ with a search box.

use super::desk::Sheet;
use super::item_comments::ItemComments;
use super::state::Chart;
use super::trial::Target;
use super::walk::Item;
use crate::diagram::chart::{PostFacts, UnitFacts, words};
use crate::format::{self, folded};
use crate::permission::Right;
use crate::plan::rules::{self, Finding, before_moving};
use crate::plan::{CaseTypeId, PostId};
use crate::ui::components::{Dialog, ProvenanceMark};
use crate::ui::dynamic::{Held, Kept, live, part, text};
use crate::ui::i18n::{t, t_string};
use crate::ui::state::Scenario;
use crate::ui::visitor::Visitor;
use leptos::prelude::*;

/// Opens with [`Chart::opened`]; the focus returns to the item.
#[component]
pub fn ItemDialog() -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    let open = Held::new(false);
    let shown = Held::new(None::<Item>);
    let search = Held::new(String::new());
    Effect::new(move |_| {
        if let Some(item) = chart.opened.get() {
            search.set(String::new());
            shown.set(Some(item));
            open.set(true);
        }
    });
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if was_open == Some(true) && !is_open {
            if let Some(item) = chart.opened.get_untracked() {
                chart.focus(item);
            }
            chart.opened.set(None);
        }
        is_open
    });
    let title = Signal::derive(move || shown.get().map(|item| title(chart, &item)).unwrap_or_default());
    part(view! {
        <Dialog open title id="stelle-dialog">
            {live(move || shown.get().and_then(|item| details(chart, &item)))}
            {live(move || shown.get().and_then(|item| form_buttons(chart, item, open)))}
            <h3 class="move-heading" id="verschieben">{t!(i18n, chart.move_to)}</h3>
            <p class="move-date">
                {text(move || t_string!(i18n, chart.move_effective, date = format::date(chart.date.get(), chart.language())))}
            </p>
            {live(move || {
                let items = chart.hand(&shown.get()?);
                (items.len() > 1).then(|| {
                    let name = chart.name(&items);
                    part(view! { <p class="move-date" data-testid="move-several">{t_string!(i18n, chart.move_several, name)}</p> })
                })
            })}
            {live(move || shown.get().and_then(|item| notes(chart, &item)))}
            <label class="field">
                <span>{t!(i18n, chart.move_search)}</span>
                <input type="search" class="input" data-testid="move-search" autocomplete="off"
                    prop:value=move || search.get()
                    on:input=move |event| search.set(event_target_value(&event))/>
            </label>
            {live(move || open.get().then(|| view! { <Targets shown search open/> }.into_any()))}
            {live(move || {
                let item = shown.get().filter(|_| open.get())?;
                Some(view! { <ItemComments item/> }.into_any())
            })}
        </Dialog>
    })
}

/// The ways from a unit to its forms and to that of a new post, and from a post to giving it up.
fn form_buttons(chart: Chart, item: Item, open: Held<bool>) -> Option<AnyView> {
    let i18n = chart.i18n;
    let ways = match item {
        Item::Unit(_) => vec![
            (Sheet::EditUnit, t!(i18n, workbench.cmd_edit_unit).into_any()),
            (Sheet::NewPost, t!(i18n, workbench.cmd_new_post).into_any()),
            (Sheet::NewUnit, t!(i18n, workbench.cmd_new_unit).into_any()),
            (Sheet::RemoveUnit, t!(i18n, workbench.cmd_remove_unit).into_any()),
        ],
        Item::Post(_) => vec![(Sheet::RemovePost, t!(i18n, workbench.cmd_remove_post).into_any())],
        Item::Task(_) => return None,
    };
    let button = |(sheet, name): (Sheet, AnyView)| {
        let item = item.clone();
        let go = move |_| {
            chart.opened.set(None);
            open.set(false);
            let item = item.clone();
            // One dialog after the other: the focus then returns to the chart.
            request_animation_frame(move || chart.desk.form(&item, sheet));
        };
        part(view! {
            <button type="button" class="button" data-variant="quiet" on:click=go>{name}</button>
        })
    };
    let buttons: Vec<AnyView> = ways.into_iter().map(button).collect();
    Some(part(view! { <div class="form-ways">{buttons}</div> }))
}

/// „Stelle AA-05“; a unit and a task by their names.
fn title(chart: Chart, item: &Item) -> String {
    match item {
        Item::Post(post) => t_string!(chart.i18n, chart.dialog_title, id = post.to_string()),
        other => {
            chart.facts.track();
            chart.name(std::slice::from_ref(other))
        }
    }
}

/// What is known about an item; tracks language and plan, hence no component.
fn details(chart: Chart, item: &Item) -> Option<AnyView> {
    match item {
        Item::Post(post) => {
            let facts = chart.facts.with(|facts| facts.post(post).cloned())?;
            Some(post_details(chart, &facts))
        }
        Item::Unit(unit) => {
            let facts = chart.facts.with(|facts| facts.units.get(unit).cloned())?;
            Some(unit_details(chart, &facts))
        }
        Item::Task(task) => task_details(chart, task),
    }
}

fn row(name: AnyView, value: AnyView) -> AnyView {
    part(view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
}

fn unit_details(chart: Chart, facts: &UnitFacts) -> AnyView {
    let (i18n, language) = (chart.i18n, chart.language());
    let note = facts.note.clone().map(|note| part(view! { <p class="post-note">{note}</p> }));
    let (budget, minimum) = chart.facts.with(|all| {
        let budget = rules::budgets(&all.plan).get(&facts.id).map(|budget| (*budget).to_owned());
        (budget, all.plan.unit(&facts.id).and_then(|unit| unit.minimum_fte))
    });
    let budget = budget.map(|budget| row(t!(i18n, staffing.unit_budget_of).into_any(), budget.into_any()));
    let minimum = minimum.map(|fte| words::fte_with_unit(fte, language));
    let minimum = minimum.map(|fte| row(t!(i18n, staffing.unit_minimum_of).into_any(), fte.into_any()));
    let mut open = format::number(facts.open_cases as f64, 0, language);
    if let Some(day) = facts.counted {
        let note = t_string!(i18n, chart.open_cases_note, date = format::date(day, language));
        open = format!("{open} ({note})");
    }
    part(view! {
        <dl class="post-facts">
            {row(t!(i18n, staffing.unit_kind).into_any(), facts.kind.word(language).into_any())}
            {row(t!(i18n, chart.column_posts).into_any(), words::sums(facts.now.total, language).into_any())}
            {row(t!(i18n, chart.column_load).into_any(), words::load(facts.now, language).into_any())}
            {row(t!(i18n, chart.column_open).into_any(), open.into_any())}
            {budget}
            {minimum}
            {row(
                t!(i18n, chart.column_provenance).into_any(),
                view! { <ProvenanceMark provenance=facts.provenance/> }.into_any(),
            )}
        </dl>
        {note}
    })
}

fn task_details(chart: Chart, task: &CaseTypeId) -> Option<AnyView> {
    let (i18n, language) = (chart.i18n, chart.language());
    let (kind, unit, counted) = chart.facts.with(|facts| {
        let kind = facts.plan.case_type(task)?.clone();
        let unit = facts.units.get(&kind.unit)?;
        let (name, counted) = (unit.name.clone(), unit.counted);
        Some((kind, name, counted))
    })?;
    let basis = kind.legal_basis.map(|basis| row(t!(i18n, chart.column_basis).into_any(), basis.into_any()));
    let mut open = format::number(kind.opening.waiting as f64, 0, language);
    if let Some(day) = counted {
        let day = t_string!(i18n, chart.as_of, date = format::date(day, language));
        open = format!("{open} ({day})");
    }
    Some(part(view! {
        <dl class="post-facts">
            {row(t!(i18n, chart.column_unit).into_any(), unit.into_any())}
            {basis}
            {row(t!(i18n, chart.column_open).into_any(), open.into_any())}
        </dl>
    }))
}

fn post_details(chart: Chart, facts: &PostFacts) -> AnyView {
    let i18n = chart.i18n;
    let language = chart.language();
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
    let noted = chart.facts.with(|all| all.plan.post(&facts.id).map(|post| post.noted().words(language)));
    let noted = noted.filter(|words| !words.is_empty());
    let noted = noted.map(|words| {
        part(view! { <div data-sensitive=""><dt>{t!(i18n, staffing.column_kw)}</dt><dd>{words.join("; ")}</dd></div> })
    });
    let way = Visitor::expect().may(Right::ViewStaffingPlan).then(|| {
        let address = Scenario::expect().address(&format!("/stellenplan?stelle={}", facts.id));
        part(view! { <p><a class="post-notes" href=address>{t!(i18n, staffing.edit_post)}</a></p> })
    });
    part(view! {
        <dl class="post-facts">
            {row(t!(i18n, chart.column_title).into_any(), title.into_any())}
            {row(t!(i18n, chart.column_unit).into_any(), unit.into_any())}
            {row(t!(i18n, chart.column_grade).into_any(), facts.grade.clone().into_any())}
            {row(t!(i18n, chart.column_fte).into_any(), words::fte(facts.fte, language).into_any())}
            {row(t!(i18n, chart.column_state).into_any(), words::occupancy(facts.occupancy, language).into_any())}
            {training}
            {kw}
            {noted}
            {moved}
            {row(
                t!(i18n, chart.column_provenance).into_any(),
                view! { <ProvenanceMark provenance=facts.provenance/> }.into_any(),
            )}
        </dl>
        {note}
        {way}
    })
}

/// A place that an item can go to, or why it cannot.
#[derive(Debug, Clone, PartialEq)]
struct Offer {
    target: Target,
    name: String,
    level: usize,
    refusal: Option<String>,
}

impl Offer {
    /// Identifies it among the others; no unit is called like the tray.
    fn key(&self) -> String {
        self.target.unit().map_or_else(|| "_parkplatz".to_owned(), ToString::to_string)
    }
}

/// The units in their order, and for posts the tray; tracks facts, day and language.
fn offers(chart: Chart, items: &[Item]) -> Vec<Offer> {
    chart.date.track();
    let units = chart.facts.with(|facts| {
        let units = facts.in_order().into_iter();
        units.map(|unit| (Target::Unit(unit.id.clone()), unit.name.clone(), unit.level)).collect::<Vec<_>>()
    });
    let holds_posts = matches!(items.first(), Some(Item::Post(_)));
    let tray = holds_posts.then(|| (Target::Tray, t_string!(chart.i18n, chart.tray).to_owned(), 1));
    let offer = |(target, name, level)| {
        let refusal = chart.refusal(items, &target);
        Offer { target, name, level, refusal }
    };
    units.into_iter().chain(tray).map(offer).collect()
}

/// What soft rules have to say of a move, whichever unit is chosen; tracks language and plan.
fn notes(chart: Chart, item: &Item) -> Option<AnyView> {
    let of_post = |item| match item {
        Item::Post(post) => Some(post),
        _ => None,
    };
    let posts: Vec<PostId> = chart.hand(item).into_iter().filter_map(of_post).collect();
    let language = chart.language();
    let findings = chart.facts.with(|facts| before_moving(&facts.plan, &posts, language));
    let note = |finding: Finding| part(view! { <p class="post-note">{finding.sentence}</p> });
    let notes: Vec<AnyView> = findings.into_iter().map(note).collect();
    (!notes.is_empty()).then(|| part(view! { <div data-testid="move-notes">{notes}</div> }))
}

/// The places that an item, or all that is chosen with it, can go to; those that refuse it say why.
#[component]
fn Targets(shown: Held<Option<Item>>, search: Held<String>, open: Held<bool>) -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    // Refusals are worked out once per opening, not per letter typed.
    let targets = Kept::new(move || Some(offers(chart, &chart.hand(&shown.get()?))));
    let found = move || {
        let wanted = folded(search.with(|text| text.trim().to_owned()).as_str());
        let all = targets.get().unwrap_or_default();
        all.into_iter().filter(|offer| folded(&offer.name).contains(&wanted)).collect::<Vec<_>>()
    };
    let choose = move |target: &Target| {
        let Some(item) = shown.get_untracked() else { return };
        chart.opened.set(None);
        open.set(false);
        if !chart.move_to(&chart.hand(&item), target) {
            chart.focus(item);
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
                    .map(|offer| {
                        let key = offer.key();
                        let Offer { target, name, level, refusal } = offer;
                        let refused = refusal.is_some();
                        part(view! {
                            <li data-level=level.min(4).to_string()>
                                <button type="button" class="move-target" data-testid="move-target" data-target=key
                                    aria-disabled=refused.to_string()
                                    on:click=move |_| if !refused { choose(&target) }>
                                    <span class="move-name">{name}</span>
                                    {refusal.map(|reason| part(view! {
                                        <span class="move-refusal"><span aria-hidden="true">"⊘ "</span>{reason}</span>
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
