//! The forms in front of the chart that make, change and end a post or a unit.

use super::desk::Sheet;
use super::palette::sheet;
use super::state::Chart;
use super::trial::home;
use super::walk::Item;
use crate::plan::{PostId, UnitId};
use crate::ui::components::Dialog;
use crate::ui::dynamic::{Held, live, part};
use crate::ui::i18n::t_string;
use crate::ui::pages::staffing_plan::{Ending, NewPost, Removing, UnitForm};
use chrono::NaiveDate;
use leptos::prelude::*;

/// All of them; what they are about was noted when they were opened.
#[component]
pub fn FormSheets() -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    let title = Signal::derive(move || t_string!(i18n, staffing.new_post).to_owned());
    let new_post =
        form(chart, Sheet::NewPost, title, "neue-stelle-titel", |chart, open| Some(new_post(chart, open)));
    let title = Signal::derive(move || t_string!(i18n, staffing.remove).to_owned());
    let remove_post = form(chart, Sheet::RemovePost, title, "streichen-titel", remove_post);
    let title = Signal::derive(move || t_string!(i18n, staffing.unit_new).to_owned());
    let new_unit = form(chart, Sheet::NewUnit, title, "neue-einheit-titel", |chart, open| {
        let above = unit_of(chart, &about(chart)?);
        Some(unit_form(chart, None, above, open))
    });
    let title = Signal::derive(move || t_string!(i18n, staffing.unit_edit).to_owned());
    let edit_unit = form(chart, Sheet::EditUnit, title, "einheit-titel", |chart, open| {
        let Item::Unit(unit) = about(chart)? else { return None };
        Some(unit_form(chart, Some(unit), None, open))
    });
    let title = Signal::derive(move || t_string!(i18n, staffing.unit_remove).to_owned());
    let remove_unit = form(chart, Sheet::RemoveUnit, title, "aufloesen-titel", remove_unit);
    part(view! { <div>{new_post} {remove_post} {new_unit} {edit_unit} {remove_unit}</div> })
}

/// A form in a dialog of its own.
fn form(
    chart: Chart,
    which: Sheet,
    title: Signal<String>,
    id: &'static str,
    content: fn(Chart, Held<bool>) -> Option<AnyView>,
) -> AnyView {
    let open = sheet(chart, which);
    // Whoever came by way of another dialog would stand nowhere.
    Effect::new(move |was: Option<bool>| {
        let is = open.get();
        if was == Some(true) && !is {
            chart.regain_focus();
        }
        is
    });
    part(view! {
        <Dialog open title id>{live(move || open.get().then(|| content(chart, open)).flatten())}</Dialog>
    })
}

fn about(chart: Chart) -> Option<Item> {
    chart.desk.about.get_untracked()
}

/// In the unit of the item, from the day shown on; the focus then goes to the new post.
fn new_post(chart: Chart, open: Held<bool>) -> AnyView {
    let day = chart.date.get_untracked();
    let unit = about(chart).and_then(|item| unit_of(chart, &item));
    let done = Callback::new(move |(post, from): (PostId, NaiveDate)| {
        open.set(false);
        let home = chart.facts.with_untracked(|facts| facts.post(&post).map(|post| post.unit.clone()));
        if let Some(unit) = home {
            chart.closed.maybe_update(|closed| closed.remove(&unit));
        }
        if from <= chart.date.get_untracked() {
            chart.focus(Item::Post(post));
        }
    });
    view! { <NewPost unit day done/> }.into_any()
}

/// From the day shown on; the focus then goes to the unit in which the post was.
fn remove_post(chart: Chart, open: Held<bool>) -> Option<AnyView> {
    let Item::Post(post) = about(chart)? else { return None };
    let home = unit_of(chart, &Item::Post(post.clone()));
    Some(removing(chart, Ending::Post(post), home, open))
}

/// The same of a unit; the focus then goes to the unit above.
fn remove_unit(chart: Chart, open: Held<bool>) -> Option<AnyView> {
    let Item::Unit(unit) = about(chart)? else { return None };
    let (name, above) = chart.facts.with_untracked(|facts| {
        facts.units.get(&unit).map(|unit| (unit.name.clone(), unit.parent.clone()))
    })?;
    Some(removing(chart, Ending::Unit(unit, name), above, open))
}

fn removing(chart: Chart, what: Ending, then: Option<UnitId>, open: Held<bool>) -> AnyView {
    let day = chart.date.get_untracked();
    let done = Callback::new(move |_| {
        open.set(false);
        if let Some(unit) = then.clone() {
            chart.focus(Item::Unit(unit));
        }
    });
    view! { <Removing what day done/> }.into_any()
}

/// A unit that is there, or a new one below another; the focus then goes to it.
fn unit_form(chart: Chart, unit: Option<UnitId>, above: Option<UnitId>, open: Held<bool>) -> AnyView {
    let day = chart.date.get_untracked();
    let done = Callback::new(move |(unit, from): (UnitId, NaiveDate)| {
        open.set(false);
        let above = chart.facts.with_untracked(|facts| facts.units.get(&unit)?.parent.clone());
        if let Some(above) = above {
            chart.closed.maybe_update(|closed| closed.remove(&above));
        }
        if from <= chart.date.get_untracked() {
            chart.focus(Item::Unit(unit));
        }
    });
    view! { <UnitForm unit above day done/> }.into_any()
}

fn unit_of(chart: Chart, item: &Item) -> Option<UnitId> {
    match item {
        Item::Unit(unit) => Some(unit.clone()),
        other => chart.facts.with_untracked(|facts| home(other, facts)),
    }
}
