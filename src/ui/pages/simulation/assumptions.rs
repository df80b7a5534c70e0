//! The assumptions behind the forecast: to be read with their source, and to be edited with immediate effect.

mod field;
mod figures;
mod outages;
mod words;

use crate::plan::Plan;
use crate::ui::dynamic::{Held, Kept, live, part, text, when};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::state::PlanInHand;
use field::Field;
use figures::{Assumption, Group};
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
    let parts = live(move || {
        let groups = groups.get().into_iter().map(|(group, members)| {
            let open = group == Group::General;
            let name = {
                let group = group.clone();
                text(move || group_name(i18n, &group, now))
            };
            // The finer ones are many, and few are looked at: they are drawn when their group is opened.
            let opened = Held::new(!matches!(group, Group::Finer(_)));
            let members = StoredValue::new(members);
            let fields = when(move || opened.get(), move || drawn(members.get_value(), sources));
            part(view! {
                <details class="assumption-group" open=open on:toggle=move |_| opened.set(true)>
                    <summary>{name}</summary>
                    <div class="assumption-fields">{fields}</div>
                </details>
            })
        });
        Some(groups.collect::<Vec<_>>().into_any())
    });
    part(view! {
        <section class="section simulation-assumptions" aria-labelledby="simulation-annahmen">
            <h2 id="simulation-annahmen">{t!(i18n, simulation.assumptions)}</h2>
            <p class="forecast-hint">{t!(i18n, simulation.assumptions_hint)}</p>
            {parts}
            <Outages sources/>
        </section>
    })
}

fn drawn(members: Vec<Assumption>, sources: Sources) -> AnyView {
    let field = |assumption| view! { <Field assumption sources/> }.into_any();
    members.into_iter().map(field).collect::<Vec<_>>().into_any()
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
