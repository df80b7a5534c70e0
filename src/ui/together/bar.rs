//! The others in the header: who is there and what they hold, what was set aside.

use super::set_aside::SetAsideList;
use crate::api::{Grip, Holding, Presence, Subject, Workplace};
use crate::plan::Plan;
use crate::ui::dynamic::{Held, Kept, live, part, text, when};
use crate::ui::i18n::{I18n, t, t_string, use_i18n};
use crate::ui::state::{PlanInHand, Together};
use leptos::prelude::*;

/// What is said about the others; nothing when this is the only workplace and everything is well.
#[component]
pub fn TogetherBar(
    /// The plan in hand.
    plan: PlanInHand,
) -> impl IntoView {
    let i18n = use_i18n();
    let together = Together::expect();
    let listed = Held::new(false);
    let presence = Kept::new(move || together.presence());
    let alone = Kept::new(move || presence.with(|presence| presence.workplaces.len() < 2));
    let count = Kept::new(move || plan.set_aside().len());
    part(view! {
        <div class="together">
            {when(move || !alone.get(), move || part(view! {
                <details class="together-others" data-testid="workplaces">
                    <summary class="button" data-variant="quiet" title=move || t_string!(i18n, together.workplaces_long)>
                        {text(move || t_string!(i18n, together.workplaces, count = presence.with(|presence| presence.workplaces.len())))}
                    </summary>
                    <ul class="together-list" aria-label=t!(i18n, together.workplaces_long)>
                        {live(move || Some(list(i18n, plan, &presence.get())))}
                    </ul>
                </details>
            }))}
            {when(move || count.get() > 0 || listed.get(), move || part(view! {
                <button type="button" class="button together-aside" data-testid="set-aside" on:click=move |_| listed.set(true)>
                    {text(move || t_string!(i18n, together.aside, count = count.get()))}
                </button>
                <SetAsideList plan open=listed/>
            }))}
        </div>
    })
}

fn list(i18n: I18n, plan: PlanInHand, presence: &Presence) -> AnyView {
    let changed = plan.changed_plan();
    let line = |Workplace { number, holding }: &Workplace| {
        let own = *number == presence.own;
        let name = if own {
            t_string!(i18n, together.own, number = *number)
        } else {
            t_string!(i18n, together.workplace, number = *number)
        };
        let doing = holding.as_ref().filter(|_| !own).map(|holding| doing(i18n, &changed, holding));
        part(view! { <li>{name} {doing.map(|doing| format!(": {doing}"))}</li> })
    };
    presence.workplaces.iter().map(line).collect_view().into_any()
}

/// „verschiebt AA-05“.
fn doing(i18n: I18n, plan: &Plan, holding: &Holding) -> String {
    let what = match &holding.subject {
        Subject::Post(post) => post.to_string(),
        Subject::Unit(id) => {
            let unit = plan.units.iter().find(|unit| unit.id == *id);
            format!("„{}“", unit.map_or_else(|| id.to_string(), |unit| unit.name.clone()))
        }
        Subject::CaseType(id) => {
            let task = plan.case_types.iter().find(|task| task.id == *id);
            format!("„{}“", task.map_or_else(|| id.to_string(), |task| task.name.clone()))
        }
    };
    match holding.grip {
        Grip::Dragging => t_string!(i18n, together.dragging, what),
        Grip::Editing => t_string!(i18n, together.editing, what),
    }
}
