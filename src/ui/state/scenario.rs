//! The working scenario on its way from the server to the page.

use super::PlanInHand;
use crate::api::{ApiError, ScenarioState, load_scenario};
use crate::ui::codec::JsonText;
use crate::ui::dynamic::Held;
use leptos::prelude::*;

/// The load of the working scenario, and the plan in hand once it is there.
#[derive(Clone, Copy)]
pub struct Scenario {
    resource: Resource<Result<ScenarioState, ApiError>, JsonText>,
    in_hand: StoredValue<Option<PlanInHand>>,
    shown: Held<Option<PlanInHand>>,
    owner: StoredValue<Owner>,
}

impl Scenario {
    /// Starts the load and makes it known to everything below.
    pub fn provide() {
        provide_context(Self {
            resource: Resource::new_with_options(|| (), |()| load_scenario(), false),
            in_hand: StoredValue::new(None),
            shown: Held::new(None),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        });
    }

    /// From context.
    #[must_use]
    pub fn expect() -> Self {
        expect_context()
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
