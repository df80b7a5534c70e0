//! `/szenarien/akte`: what has been kept of the scenario in hand, what is to be reached, what was decided and said about it.

use super::comments::Comments;
use super::goals::Goals;
use super::later::DecisionPart;
use super::snapshots::{LinkList, Snapshots};
use crate::api::{list_comments, list_snapshot_links, list_snapshots};
use crate::permission::Right;
use crate::ui::browser::address;
use crate::ui::components::{PageHeading, PageTitle, WithPlan};
use crate::ui::dynamic::{part, text};
use crate::ui::i18n::{t, t_string, use_i18n};
use crate::ui::state::{PlanInHand, Scenario};
use crate::ui::visitor::Visitor;
use leptos::prelude::*;

/// Goals, snapshots, descent and comments of the scenario that the address names.
#[component]
pub fn Record() -> impl IntoView {
    let i18n = use_i18n();
    let asked = address::scenario().map(crate::api::ScenarioId);
    // Made here and not below `WithPlan`, which the server runs through more than once: the page would not find the answer.
    let snapshots = Resource::new_with_options(move || asked, list_snapshots, false);
    let comments = Resource::new_with_options(move || asked, list_comments, false);
    let may_share = Visitor::expect().may(Right::DecideScenario);
    // Everybody else would only be refused.
    let list =
        move |asked| async move { if may_share { list_snapshot_links(asked).await } else { Ok(Vec::new()) } };
    let links: LinkList = Resource::new_with_options(move || asked, list, false);
    part(view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, record.title).to_owned())/>
        <PageHeading>{t!(i18n, record.title)}</PageHeading>
        <WithPlan>
            <About/>
            <Goals/>
            <DecisionPart/>
            <Snapshots list=snapshots links/>
            <Comments list=comments/>
        </WithPlan>
    })
}

/// Which scenario this is about.
#[component]
fn About() -> impl IntoView {
    let i18n = use_i18n();
    let plan = PlanInHand::expect();
    let scenario = Scenario::expect();
    let changes = move || format!("/szenarien/{}", plan.scenario());
    part(view! {
        <p class="forecast-hint">
            {text(move || t_string!(i18n, record.about, name = plan.scenario_name()))}
        </p>
        <p class="scenario-ways">
            <a class="button" href=scenario.address("/organigramm")>{t!(i18n, changes.to_chart)}</a>
            <a class="button" rel="external" href=changes>{t!(i18n, changes.open)}</a>
            <a class="button" data-variant="quiet" rel="external" href=scenario.address("/szenarien")>{t!(i18n, scenarios.all)}</a>
        </p>
    })
}
