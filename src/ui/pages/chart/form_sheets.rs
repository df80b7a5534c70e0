//! The forms in front of the chart that make a post and give one up.

use super::desk::Sheet;
use super::palette::sheet;
use super::state::Chart;
use super::trial::home;
use super::walk::Item;
use crate::plan::{PostId, UnitId};
use crate::ui::components::Dialog;
use crate::ui::dynamic::{Held, live, part};
use crate::ui::i18n::t_string;
use crate::ui::pages::staffing_plan::{NewPost, Removing};
use chrono::NaiveDate;
use leptos::prelude::*;

/// Both; what they are about was noted when they were opened.
#[component]
pub fn PostSheets() -> impl IntoView {
    let chart = Chart::expect();
    let i18n = chart.i18n;
    let (creates, removes) = (sheet(chart, Sheet::NewPost), sheet(chart, Sheet::RemovePost));
    let new_title = Signal::derive(move || t_string!(i18n, staffing.new_post).to_owned());
    // Whoever came by way of another dialog would stand nowhere.
    Effect::new(move |was: Option<bool>| {
        let is = creates.get() || removes.get();
        if was == Some(true) && !is {
            chart.regain_focus();
        }
        is
    });
    let removal = Signal::derive(move || t_string!(i18n, staffing.remove).to_owned());
    part(view! {
        <Dialog open=creates title=new_title id="neue-stelle-titel">
            {live(move || creates.get().then(|| creating(chart, creates)))}
        </Dialog>
        <Dialog open=removes title=removal id="streichen-titel">
            {live(move || removes.get().then(|| removing(chart, removes)).flatten())}
        </Dialog>
    })
}

/// In the unit of the item, from the day shown on; the focus then goes to the new post.
fn creating(chart: Chart, open: Held<bool>) -> AnyView {
    let day = chart.date.get_untracked();
    let unit = chart.desk.about.get_untracked().and_then(|item| unit_of(chart, &item));
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
fn removing(chart: Chart, open: Held<bool>) -> Option<AnyView> {
    let Item::Post(post) = chart.desk.about.get_untracked()? else { return None };
    let day = chart.date.get_untracked();
    let unit = unit_of(chart, &Item::Post(post.clone()));
    let done = Callback::new(move |_| {
        open.set(false);
        if let Some(unit) = unit.clone() {
            chart.focus(Item::Unit(unit));
        }
    });
    Some(view! { <Removing post day done/> }.into_any())
}

fn unit_of(chart: Chart, item: &Item) -> Option<UnitId> {
    match item {
        Item::Unit(unit) => Some(unit.clone()),
        other => chart.facts.with_untracked(|facts| home(other, facts)),
    }
}
