//! The scenario in hand on its way from the server to the page: the one that the address asks for, else the one that this
//! browser used last. Another one is loaded with the page, so that nothing of the first is mixed with it.

use super::PlanInHand;
use crate::api::{ApiError, LAST_SCENARIO, ScenarioId, ScenarioState, load_scenario};
use crate::permission::Right;
use crate::ui::Visitor;
use crate::ui::browser::{address, document};
use crate::ui::codec::JsonText;
use crate::ui::dynamic::Held;
use leptos::prelude::*;
use uuid::Uuid;

/// The load of the working scenario, and the plan in hand once it is there.
#[derive(Clone, Copy)]
pub struct Scenario {
    resource: Resource<Result<ScenarioState, ApiError>, JsonText>,
    in_hand: StoredValue<Option<PlanInHand>>,
    shown: Held<Option<PlanInHand>>,
    owner: StoredValue<Owner>,
    /// The scenario that the address asks for.
    asked: Option<Uuid>,
}

impl Scenario {
    /// Starts the load and makes it known to everything below.
    pub fn provide() {
        let asked = address::scenario();
        // Who may not see it does not ask: the sign-in page has no scenario.
        let visitor = Visitor::expect();
        let may = visitor.may(Right::ViewScenario);
        let owes = visitor.owes_second_factor;
        let load = move |()| async move {
            if may {
                load_scenario(asked.map(ScenarioId)).await
            } else if owes {
                Err(ApiError::SecondFactorMissing)
            } else {
                Err(ApiError::SignedOut)
            }
        };
        provide_context(Self {
            resource: Resource::new_with_options(|| (), load, false),
            in_hand: StoredValue::new(None),
            shown: Held::new(None),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            asked,
        });
    }

    /// From context.
    #[must_use]
    pub fn expect() -> Self {
        expect_context()
    }

    /// An address of ours that keeps to the scenario that this page's address asks for.
    #[must_use]
    pub fn address(self, address: &str) -> String {
        self.asked.map_or_else(|| address.to_owned(), |asked| address::with_scenario(address, asked))
    }

    /// The load.
    #[must_use]
    pub fn resource(self) -> Resource<Result<ScenarioState, ApiError>, JsonText> {
        self.resource
    }

    /// The plan in hand made from the first state that arrived; the same one for every page, hence owned by the
    /// application and not by the page that asks first.
    #[must_use]
    pub fn take_in_hand(self, state: ScenarioState) -> PlanInHand {
        if let Some(plan) = self.in_hand.get_value() {
            return plan;
        }
        let plan = self.owner.with_value(|owner| owner.with(|| PlanInHand::new(state)));
        self.in_hand.set_value(Some(plan));
        plan
    }

    /// Shows the plan to the frame around the pages, from an effect: the frame's first render must not depend on it.
    pub fn show(self, plan: PlanInHand) {
        if self.shown.with_untracked(Option::is_none) {
            document::set_cookie(LAST_SCENARIO, &plan.scenario_untracked().to_string());
            self.shown.set(Some(plan));
        }
    }

    /// The plan in hand, for the frame: none on the server and until the page is awake; tracks.
    #[must_use]
    pub fn shown(self) -> Option<PlanInHand> {
        self.shown.get()
    }

    /// The same without tracking, for event handlers.
    #[must_use]
    pub fn shown_untracked(self) -> Option<PlanInHand> {
        self.shown.get_untracked()
    }
}
