//! The contract between page and server: request and response types and every server function, on a few screens.
//!
//! Bodies are one line into `server::handle`; everything that they do is in the use-case file of the same name
//! below `server`. All are POST with JSON, reads too, so that no address does anything by being visited.

mod catalogue;
mod codec;
mod error;
#[cfg(feature = "ssr")]
mod guards;
mod live;
mod read;
mod scenarios;
mod statements;

pub use catalogue::{
    CreateScenario, CreateScenarioCall, DescribeScenario, DescribeScenarioCall, ListScenarios,
    RemoveScenario, RestoreScenario, RestoreScenarioCall, ScenarioEntry, ScenarioOrigin, SetStatus,
    SetStatusCall, create_scenario, describe_scenario, list_scenarios, remove_scenario, restore_scenario,
    set_scenario_status,
};
pub use codec::{Json, JsonBody, Unreadable};
pub use error::ApiError;
#[cfg(feature = "ssr")]
pub use guards::{GUARDS, Guarded, access_of};
pub use live::{
    CHANGED, Grip, HEARTBEAT, HEARTBEAT_SECONDS, Hold, HoldCall, Holding, PRESENCE, Presence, STREAM_PATH,
    Subject, WORKPLACE, Workplace, hold,
};
pub use scenarios::{
    AppendStep, AppendStepCall, LAST_SCENARIO, LoadScenario, Recorded, RedoStep, ScenarioCommand, ScenarioId,
    ScenarioState, ScenarioVersion, Step, UndoStep, append_step, load_scenario, redo_step, scenario_version,
    undo_step,
};
pub use statements::{
    CreateStatement, CreateStatementCall, FreezeStatement, LoadStatements, OutdatedFigure, RemoveStatement,
    SaveStatement, SaveStatementCall, StatementCommand, StatementDesk, StatementEntry, StatementFreeze,
    create_statement, freeze_statement, load_statements, remove_statement, save_statement,
};
