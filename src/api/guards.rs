//! What each server function asks of whoever calls it: a part of its type, and the table of all of them.
//!
//! A function that is not in the table is refused to everybody, and a test fails: add it here under its right.

use super::{
    AppendStepCall, CreateScenarioCall, DescribeScenarioCall, HoldCall, ListScenarios, LoadScenario,
    RedoStep, RemoveScenario, RestoreScenarioCall, ScenarioVersion, SetStatusCall, UndoStep,
};
use super::{CreateStatementCall, FreezeStatement, LoadStatements, RemoveStatement, SaveStatementCall};
use crate::permission::{Access, Right};
use leptos::server_fn::ServerFn;

/// A server function that says what it asks of its callers.
pub trait Guarded: ServerFn {
    /// What it asks.
    const ACCESS: Access;
}

/// Gives every function its right and collects them all.
macro_rules! guards {
    ($($access:expr => [$($call:ty),+ $(,)?]),+ $(,)?) => {
        $($(impl Guarded for $call {
            const ACCESS: Access = $access;
        })+)+

        /// Every server function, by its address, with what it asks.
        pub const GUARDS: &[(&str, Access)] =
            &[$($((<$call as ServerFn>::PATH, <$call as Guarded>::ACCESS)),+),+];
    };
}

guards! {
    Access::Needs(Right::ViewScenario) => [
        LoadScenario, ScenarioVersion, ListScenarios, HoldCall,
    ],
    // A statement tells grades and cost.
    Access::Needs(Right::ViewStaffingPlan) => [LoadStatements],
    // Whether the scenario is one that the caller may change is asked when it is touched; so is the decision.
    Access::Needs(Right::EditScenario) => [
        AppendStepCall, UndoStep, RedoStep,
        CreateScenarioCall, DescribeScenarioCall, SetStatusCall, RemoveScenario, RestoreScenarioCall,
        CreateStatementCall, SaveStatementCall, FreezeStatement, RemoveStatement,
    ],
}

/// What the function at this address asks; none when it is not in the table, and then it is refused.
#[must_use]
pub fn access_of(path: &str) -> Option<Access> {
    GUARDS.iter().find(|(address, _)| *address == path).map(|(_, access)| *access)
}
