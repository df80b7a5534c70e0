//! The changes as a table, step by step: what, from when on, why, in which package; and what was taken out.

use super::Page;
use super::lines::{ChangeLine, StepLine, StepStanding};
use crate::api::{ChangePlace, Revision};
use crate::format;
use crate::plan::read::form;
use crate::ui::components::DataTable;
use crate::ui::dynamic::{Kept, Row, live, part, rows, text, when};
use crate::ui::i18n::{t, t_string};
use chrono::NaiveDate;
use leptos::prelude::*;
use uuid::Uuid;

/// The table, and the steps that were taken out during this visit.
#[component]
pub fn Steps(page: Page) -> impl IntoView {
    let i18n = page.i18n;
    let head = part(view! {
        <tr>
            <th scope="col" class="is-number">{t!(i18n, changes.number)}</th>
            <th scope="col">{t!(i18n, changes.from)}</th>
            <th scope="col">{t!(i18n, changes.change)}</th>
            <th scope="col">{t!(i18n, changes.reason)}</th>
            <th scope="col">{t!(i18n, changes.package)}</th>
            <th scope="col">{t!(i18n, scenarios.actions)}</th>
        </tr>
    });
    let caption = Signal::derive(move || t_string!(i18n, changes.caption).to_owned());
    let list = move || {
        // A row is drawn anew when something in it has changed, or when a field was refused.
        let (refusals, locked, language) = (page.refusals.get(), page.locked.get(), i18n.language());
        let packages = page.plan.with_confirmed(|state| state.packages.clone());
        let row = |step: &StepLine| {
            let (step, packages) = (step.clone(), packages.clone());
            // The field of the reason and the way to the step follow by themselves: with every step of somebody else all rows would
            // be drawn anew, and lose what is being written in them.
            let bare = StepLine { reason: None, ..step.clone() };
            let key = format!("{bare:?} {packages:?} {refusals} {locked} {language:?}");
            let packages = packages.into_iter().map(|package| (package.id, package.name)).collect();
            Row::new(key, move || row(page, step, packages))
        };
        page.lines.with(|lines| lines.steps.iter().map(row).collect())
    };
    part(view! {
        <section class="section" aria-labelledby="schritte">
            <h2 id="schritte">{t!(i18n, changes.steps)}</h2>
            <DataTable id="schritte-tabelle" head caption>{rows(list)}</DataTable>
            <Gone page/>
        </section>
    })
}

fn row(page: Page, step: StepLine, packages: Vec<(Uuid, String)>) -> AnyView {
    let i18n = page.i18n;
    let id = step.id;
    let is_open = step.standing != StepStanding::Undone;
    let named = StoredValue::new(step.name());
    let standing = match step.standing {
        StepStanding::InForce => None,
        StepStanding::Off => Some(t_string!(i18n, changes.standing_off)),
        StepStanding::Undone => Some(t_string!(i18n, changes.standing_undone)),
    };
    let standing =
        standing.map(|words| part(view! { <span class="muted small scenario-note">{words}</span> }));
    let reason = Kept::new(move || {
        page.lines.with(|lines| {
            let step = lines.steps.iter().find(|other| other.id == id);
            step.and_then(|step| step.reason.clone()).unwrap_or_default()
        })
    });
    let reason_id = format!("grund-{id}");
    let element = reason_id.clone();
    let explain = move |event| {
        let reason = Some(event_target_value(&event));
        let said = untrack(|| t_string!(i18n, changes.explained, name = named.get_value()));
        page.revise(Revision::Explain { step: id, reason }, said, element.clone());
    };
    let remove = move |_| {
        let said = untrack(|| t_string!(i18n, changes.taken_out, name = named.get_value()));
        page.revise(Revision::Remove { step: id }, said, "schritte-tabelle".to_owned());
    };
    let disabled = move || !is_open || page.locked.get();
    part(view! {
        <tr data-step=id.to_string() data-standing=match step.standing {
            StepStanding::InForce => "in-force",
            StepStanding::Off => "off",
            StepStanding::Undone => "undone",
        }>
            <th scope="row" class="is-number">{step.number.to_string()}</th>
            <td>{dates(page, &step, is_open)}</td>
            <td>{standing}{changes(page, &step)}</td>
            <td>
                <input type="text" class="input" id=reason_id maxlength="2000" autocomplete="off"
                    value=step.reason.clone() prop:value=move || reason.get() disabled=disabled on:change=explain
                    aria-label=move || t_string!(i18n, changes.reason_of, name = named.get_value())/>
            </td>
            <td>{package(page, &step, packages, named)}</td>
            <td>
                <button type="button" class="button" data-variant="quiet" id=format!("weg-{id}") disabled=disabled on:click=remove
                    aria-label=move || t_string!(i18n, changes.take_out_named, name = named.get_value())>
                    {t!(i18n, changes.take_out)}
                </button>
                {jump(page, id, named)}
            </td>
        </tr>
    })
}

/// A button to the moment when the step was the last one, where that is not now.
fn jump(page: Page, id: Uuid, named: StoredValue<String>) -> AnyView {
    let i18n = page.i18n;
    let way = Kept::new(move || {
        page.lines.with(|lines| {
            let step = lines.steps.iter().find(|other| other.id == id);
            step.and_then(|step| lines.way_to(step))
        })
    });
    let words = move || match way.get() {
        Some((_, false)) => t_string!(i18n, changes.forward_to_here),
        _ => t_string!(i18n, changes.back_to_here),
    };
    let go = move |_| {
        if let Some((steps, back)) = way.get_untracked() {
            page.plan.walk(steps, back);
        }
    };
    when(
        move || way.get().is_some(),
        move || {
            let label = move || format!("{}: {}", words(), named.get_value());
            part(view! {
                <button type="button" class="button" data-variant="quiet" disabled=move || page.locked.get() aria-label=label
                    on:click=go>{text(move || words().to_owned())}</button>
            })
        },
    )
}

/// A field for each day on which something of the step begins.
fn dates(page: Page, step: &StepLine, is_open: bool) -> Vec<AnyView> {
    let (i18n, id) = (page.i18n, step.id);
    let named = StoredValue::new(step.name());
    let field = |(place, from): (usize, NaiveDate)| {
        let element = format!("tag-{id}-{place}");
        let field = element.clone();
        let redate = move |event| page.redate(id, from, &event_target_value(&event), field.clone());
        part(view! {
            <input type="date" class="input" id=element value=from.to_string() prop:value=from.to_string() required
                disabled=move || !is_open || page.locked.get() on:change=redate
                aria-label=move || t_string!(i18n, changes.from_named, name = named.get_value())/>
        })
    };
    step.dates().into_iter().enumerate().map(field).collect()
}

/// What changes, each with a box by which it is chosen for the plan.
fn changes(page: Page, step: &StepLine) -> AnyView {
    let several = step.dates().len() > 1;
    let counts = step.standing == StepStanding::InForce;
    let line = |(index, change): (usize, &ChangeLine)| {
        let place = ChangePlace { step: step.id, index };
        part(view! { <li>{choice(page, place, change, counts, several)}</li> })
    };
    let lines: Vec<AnyView> = step.changes.iter().enumerate().map(line).collect();
    part(view! { <ul class="step-changes">{lines}</ul> })
}

fn choice(page: Page, place: ChangePlace, change: &ChangeLine, counts: bool, several: bool) -> AnyView {
    let i18n = page.i18n;
    let language = i18n.language();
    let words = if several {
        format!("{}: {}", format::date(change.date, language), change.words)
    } else {
        change.words.clone()
    };
    let misfit = change.misfit.clone().map(|reason| {
        let words = t_string!(i18n, changes.misfit, reason);
        part(view! { <span class="small scenario-note" data-verdict="worse">{words}</span> })
    });
    if !counts || change.misfit.is_some() {
        return part(view! { <span>{words}</span>{misfit} });
    }
    let choose = move |event| {
        let wanted = event_target_checked(&event);
        page.chosen.update(|chosen| {
            if wanted {
                chosen.insert(place);
            } else {
                chosen.remove(&place);
            }
        });
    };
    part(view! {
        <label class="step-change">
            <input type="checkbox" prop:checked=move || page.chosen.with(|chosen| chosen.contains(&place)) on:change=choose/>
            <span>{words}</span>
        </label>
    })
}

fn package(
    page: Page,
    step: &StepLine,
    packages: Vec<(Uuid, String)>,
    named: StoredValue<String>,
) -> AnyView {
    let (i18n, id) = (page.i18n, step.id);
    let is_open = step.standing != StepStanding::Undone;
    let element = format!("paket-{id}");
    let field = element.clone();
    let known = StoredValue::new(packages.clone());
    let assign = move |event| {
        let package = Uuid::try_parse(&event_target_value(&event)).ok();
        let said = untrack(|| {
            let name = named.get_value();
            let title = known.with_value(|known| {
                let title = known.iter().find(|(id, _)| Some(*id) == package);
                title.map(|(_, title)| title.clone())
            });
            match title {
                Some(package) => t_string!(i18n, changes.assigned, name, package),
                None => t_string!(i18n, changes.unassigned, name),
            }
        });
        page.revise(Revision::Assign { step: id, package }, said, field.clone());
    };
    let own = step.package;
    let option = |(id, name): (Uuid, String)| {
        part(view! { <option value=id.to_string() selected=own == Some(id)>{name}</option> })
    };
    let options: Vec<AnyView> = packages.into_iter().map(option).collect();
    part(view! {
        <select class="select" id=element disabled=move || !is_open || page.locked.get() on:change=assign
            aria-label=move || t_string!(i18n, changes.package_of, name = named.get_value())>
            <option value="" selected=own.is_none()>{text(move || t_string!(i18n, changes.no_package).to_owned())}</option>
            {options}
        </select>
    })
}

/// Steps that were taken out, each to be taken up again.
#[component]
fn Gone(page: Page) -> impl IntoView {
    let i18n = page.i18n;
    live(move || {
        let gone = page.gone.get();
        let item = |(id, words): (Uuid, String)| {
            let name = StoredValue::new(words.clone());
            let take_up = move |_| {
                let said = untrack(|| t_string!(i18n, changes.taken_up, name = name.get_value()));
                page.revise(Revision::TakeUp { step: id }, said, "schritte-tabelle".to_owned());
            };
            part(view! {
                <li>
                    {words} " "
                    <button type="button" class="button" on:click=take_up>{t!(i18n, changes.take_up)}</button>
                </li>
            })
        };
        let items: Vec<AnyView> = gone.into_iter().map(item).collect();
        (!items.is_empty()).then(|| part(view! { <ul class="scenario-removed">{items}</ul> }))
    })
}

impl Page {
    /// Another day for the changes of a step that count from this one on; the day as a field writes it.
    pub fn redate(self, step: Uuid, from: NaiveDate, to: &str, element: String) {
        // The plan's own reader knows which days there are.
        let Ok(to) = form::<NaiveDate>(format!("\"{to}\"").as_bytes()) else {
            let words = untrack(|| t_string!(self.i18n, changes.no_date).to_owned());
            return self.refuse(words, &element);
        };
        if to == from {
            return;
        }
        let language = untrack(|| self.i18n.language());
        let (date, before) = (format::date(to, language), format::date(from, language));
        let name = self.lines.with_untracked(|lines| {
            let step = lines.steps.iter().find(|other| other.id == step);
            step.map(StepLine::name).unwrap_or_default()
        });
        let said = untrack(|| t_string!(self.i18n, changes.redated, name, date, before));
        self.revise(Revision::Redate { step, from, to }, said, element);
    }
}
