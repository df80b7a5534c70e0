//! The goals of the scenario beside the chart: those on posts and cost follow from the plan and stand there at once, with every
//! change; those on service are simulated in the record of the scenario, which is linked.

use crate::simulation::Goal;
use crate::ui::browser::address;
use crate::ui::dynamic::{live, part};
use crate::ui::i18n::{t, use_i18n};
use crate::ui::state::PlanInHand;
use leptos::prelude::*;

/// A line for each; nothing where no goal is set.
#[component]
pub fn GoalsInBrief() -> impl IntoView {
    let i18n = use_i18n();
    let plan = PlanInHand::expect();
    let item = move |goal: &Goal| {
        let language = i18n.language();
        let (baseline, changes) = (plan.baseline(), plan.changes());
        let reading = goal.certain(&baseline, &changes);
        let words = reading.map(|reading| goal.verdict(&reading, language));
        let is_cost = matches!(goal, Goal::Cost { .. });
        part(view! {
            <li data-verdict=reading.map(|reading| reading.verdict.key()) data-sensitive=is_cost.then_some("")>
                <span class="goal-name">{goal.sentence(&plan.changed_plan(), language)}</span>
                {words.map(|words| part(view! { <strong class="goal-verdict">{words}</strong> }))}
            </li>
        })
    };
    live(move || {
        let goals = plan.goals();
        let to = address::with_scenario("/szenarien/akte", plan.scenario().0);
        (!goals.is_empty()).then(|| {
            part(view! {
                <div class="goals-in-brief" data-testid="goals-in-brief">
                    <h3>{t!(i18n, record.goals)}</h3>
                    <ul class="goals">{goals.iter().map(item).collect::<Vec<_>>()}</ul>
                    <p><a href=to rel="external">{t!(i18n, record.goals_link)}</a></p>
                </div>
            })
        })
    })
}
