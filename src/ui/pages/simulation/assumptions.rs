//! The assumptions behind the forecast: to be read with their source, and to be edited with immediate effect.

mod durations;
mod field;
mod figures;
mod laws;
mod list_row;
mod outages;
mod words;

use crate::plan::Plan;
use crate::ui::components::{Start, folded};
use crate::ui::dynamic::{Held, Kept, Row, part, rows, text, when};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::state::PlanInHand;
use durations::Durations;
use field::Field;
use figures::{Assumption, Group};
use laws::Laws;
use leptos::prelude::*;
use outages::Outages;
use std::sync::Arc;

/// What an input shows of the plan.
#[derive(Clone, Copy)]
struct Sources {
    /// The plan of the first day with the changes that count then.
    now: Kept<Arc<Plan>>,
    /// The plan without any change.
    before: Kept<Arc<Plan>>,
}

/// All assumptions, group by group.
#[component]
pub fn Assumptions() -> impl IntoView {
    let i18n = use_i18n();
    let in_hand = PlanInHand::expect();
    let before = Kept::new(move || in_hand.baseline());
    let now = Kept::new(move || {
        let first = before.with(|plan| plan.as_of);
        Arc::new(in_hand.organisation(first).plan)
    });
    let sources = Sources { now, before };
    let groups = Kept::new(move || now.with(|plan| Assumption::of(plan)));
    // Groups and fields stay when others come and go: an event that is added closes nothing, and takes the focus from nobody.
    let parts = rows(move || {
        let row = |(group, _)| Row::new(key(&group), move || drawn(i18n, group, groups, sources));
        groups.get().into_iter().map(row).collect()
    });
    let body = part(view! {
        <p class="forecast-hint">{t!(i18n, simulation.assumptions_hint)}</p>
        {parts}
        <Durations sources/>
        <Laws sources/>
        <Outages sources/>
    });
    folded(
        ("simulation-annahmen", "simulation-assumptions"),
        Start::OpenWhereWide,
        t!(i18n, simulation.assumptions).into_any(),
        t!(i18n, simulation.assumptions_brief).into_any(),
        body,
    )
}

fn key(group: &Group) -> String {
    match group {
        Group::General => "allgemein".to_owned(),
        Group::Events => "ereignisse".to_owned(),
        Group::Unit(id) => format!("einheit {id}"),
        Group::Finer(id) => format!("feiner {id}"),
    }
}

/// All groups with what stands in them.
type Groups = Kept<Vec<(Group, Vec<Assumption>)>>;

fn drawn(i18n: I18n, group: Group, groups: Groups, sources: Sources) -> AnyView {
    let open = group == Group::General;
    // The finer ones are many, and few are looked at: they are drawn when their group is opened.
    let opened = Held::new(!matches!(group, Group::Finer(_)));
    let name = {
        let group = group.clone();
        text(move || group_name(i18n, &group, sources.now))
    };
    let fields = when(
        move || opened.get(),
        move || {
            let group = group.clone();
            rows(move || members(&group, groups, sources))
        },
    );
    part(view! {
        <details class="assumption-group" open=open on:toggle=move |_| opened.set(true)>
            <summary>{name}</summary>
            <div class="assumption-fields">{fields}</div>
        </details>
    })
}

fn members(group: &Group, groups: Groups, sources: Sources) -> Vec<Row> {
    let found = groups.with(|groups| {
        let found = groups.iter().find(|(one, _)| one == group);
        found.map(|(_, members)| members.clone()).unwrap_or_default()
    });
    let row = |assumption: Assumption| {
        let draw = {
            let assumption = assumption.clone();
            move || view! { <Field assumption sources/> }.into_any()
        };
        Row::new(words::identifier(&assumption), draw)
    };
    found.into_iter().map(row).collect()
}

fn group_name(i18n: I18n, group: &Group, plan: Kept<Arc<Plan>>) -> String {
    match group {
        Group::General => t_string!(i18n, simulation.group_general).to_owned(),
        Group::Events => t_string!(i18n, simulation.group_events).to_owned(),
        Group::Unit(id) | Group::Finer(id) => {
            let name = plan.with(|plan| plan.unit(id).map(|unit| unit.name.clone())).unwrap_or_default();
            match group {
                Group::Finer(_) => t_string!(i18n, simulation.group_finer, name),
                _ => name,
            }
        }
    }
}
