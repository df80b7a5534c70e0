//! The contract between page and server: request and response types and every server function, on a few screens.
//!
//! Bodies are one line into `server::handle`; everything that they do is in the use-case file of the same name
//! below `server`. All are POST with JSON, reads too, so that no address does anything by being visited.

mod about;
mod accounts;
mod baselines;
mod catalogue;
mod codec;
mod comments;
mod cross_checks;
mod dashboards;
mod decisions;
mod error;
mod exercise;
mod glossary;
mod goals;
#[cfg(feature = "ssr")]
mod guards;
mod imports;
mod live;
mod offline;
mod plan_file;
mod plan_versions;
mod programs;
mod read;
mod revising;
mod scenarios;
mod second_factor;
mod snapshot_links;
mod snapshots;
mod staffing_plans;
mod statements;
mod trail;

pub use about::{AboutInstallation, LoadAbout, SmallGroups, StoredTable, load_about};
pub use accounts::{
    AccountEntry, AccountProblem, Administration, AgreementEntry, ChangeAccount, ChangeAccountCall,
    ChangePassword, ChangePasswordCall, CloseAccount, CloseAccountCall, CreateAccount, CreateAccountCall,
    EndOwnSession, EndSessions, LOCAL_SESSION, LoadAdministration, MAX_ACCOUNT_NAME, MIN_PASSWORD, NewLink,
    OwnSessions, REASON, RedeemLink, RedeemLinkCall, RenewLink, SESSION, SessionEntry, SetAgreement,
    SetAgreementCall, SetApproval, SetApprovalCall, SetProvider, SetProviderCall, TakeSecondFactor,
    UnitChoice, WAY_BACK, account_name, administration, change_account, change_password, close_account,
    create_account, end_own_session, end_sessions, own_path, own_sessions, provider_address, redeem_link,
    renew_link, set_agreement, set_approval, set_provider, sign_in_address, take_second_factor,
};
pub use baselines::{
    AdoptChanges, AdoptChangesCall, Baseline, ChangePlace, FollowPlan, FollowPlanCall, NewestPlan,
    adopt_changes, follow_plan, newest_plan,
};
pub use catalogue::{
    CreateScenario, CreateScenarioCall, DescribeScenario, DescribeScenarioCall, ListScenarios,
    RemoveScenario, RestoreScenario, RestoreScenarioCall, ScenarioEntry, ScenarioOrigin, SetStatus,
    SetStatusCall, create_scenario, describe_scenario, list_scenarios, remove_scenario, restore_scenario,
    set_scenario_status,
};
pub use codec::{Json, JsonBody, Unreadable};
pub use comments::{
    About, AddComment, AddCommentCall, Comment, ListComments, MAX_COMMENT, SettleThread, SettleThreadCall,
    Settled, WithdrawComment, WithdrawCommentCall, add_comment, list_comments, settle_thread,
    withdraw_comment,
};
pub use cross_checks::{AskCrossChecks, CheckedUnit, CrossCheckedUnits, CrossChecksCall, cross_checks};
pub use dashboards::{
    AskUnitCases, CalibrationKind, CalibrationOfCases, CalibrationStep, CasesAlert, CasesColumn,
    CasesInBrief, CasesKind, CasesPanel, CasesPicture, CasesRelief, CasesTable, CasesUnit, CountedCases,
    CountedCasesCall, DepartmentCases, DepartmentCasesCall, ReliefOfCases, UnitCases, UnitCasesCall,
    calibration_of_cases, counted_cases, department_cases, relief_of_cases, unit_cases,
};
pub use decisions::{
    Alone, ApprovalEntry, DecisionDesk, DecisionEntry, Endorse, EndorseCall, LoadDecision, MAX_DECISION_TEXT,
    MAX_RESOLUTION, OtherScenario, RecordDecision, RecordDecisionCall, RejectedChoice, endorse,
    load_decision, record_decision,
};
pub use error::ApiError;
pub use exercise::{Exercise, ExerciseCall, ExerciseTask, load_exercise};
pub use glossary::{GlossaryEntry, LoadGlossary, load_glossary};
pub use goals::{SetGoals, SetGoalsCall, set_goals};
#[cfg(feature = "ssr")]
pub use guards::{GUARDS, Guarded, access_of};
pub use imports::{
    Decision, ImportProvenance, ImportShown, LoadSheet, Provenance, SaveSheet, SaveSheetCall, Sheet,
    SheetCell, SheetEntry, SheetFigure, SheetRow, TableAsk, TableChange, TableColumn, TableLooked, TableNews,
    TableSums, UPLOAD_PATH, WrongPlace, import_provenance, load_sheet, save_sheet,
};
pub use live::{
    BESIDE, CHANGED, Grip, HEARTBEAT, HEARTBEAT_SECONDS, Hold, HoldCall, Holding, PRESENCE, Presence,
    STREAM_PATH, Subject, WORKPLACE, Workplace, hold,
};
pub use offline::{KEEPING_SCRIPT, MANIFEST_PATH};
pub use plan_file::{PLAN_PATH, PlanAsk, PlanChange, PlanLooked, PlanNews, PlanWay};
pub use plan_versions::{
    LoadPlanVersions, PlanVersion, PlanVersions, RestoreVersion, RestoreVersionCall, RestoredVersion,
    VersionKind, plan_versions, restore_version,
};
pub use programs::{
    MOST_TOKEN_DAYS, MakeProgram, MakeProgramCall, NewProgram, ProgramEntry, RevokeProgram, make_program,
    revoke_program,
};
pub use revising::{ReviseScenario, ReviseScenarioCall, Revision, revise_scenario};
pub use scenarios::{
    AppendStep, AppendStepCall, LAST_SCENARIO, LoadScenario, LoadScenarios, MAX_COMPARED, Package, Recorded,
    RedoStep, ScenarioCommand, ScenarioId, ScenarioState, ScenarioVersion, Step, UndoStep, append_step,
    load_scenario, load_scenarios, redo_step, scenario_version, undo_step,
};
pub use second_factor::{
    BeginSecondFactor, ConfirmSecondFactor, NewSecondFactor, OwnSecondFactor, Proof, RecoveryCodes,
    RemoveSecondFactor, RenewRecoveryCodes, SecondFactor, begin_second_factor, confirm_second_factor,
    own_second_factor, remove_second_factor, renew_recovery_codes,
};
pub use snapshot_links::{
    LINK_DAYS, LinkState, ListSnapshotLinks, MAX_LINK_DAYS, MakeSnapshotLink, MakeSnapshotLinkCall,
    NewSnapshotLink, QrCode, RevokeSnapshotLink, SHARED_KEY, SHARED_PATH, SnapshotLinkEntry, SnapshotLinkId,
    list_snapshot_links, make_snapshot_link, revoke_snapshot_link,
};
pub use snapshots::{
    Descent, FamilyLine, ListSnapshots, RestoreSnapshot, RestoreSnapshotCall, SnapshotEntry, SnapshotId,
    Snapshots, TakeSnapshot, TakeSnapshotCall, list_snapshots, restore_snapshot, take_snapshot,
};
pub use staffing_plans::{
    ComingDate, ComingDates, FreezeStaffingPlan, FreezeStaffingPlanCall, FrozenStaffingPlan, ListComingDates,
    ListStaffingPlans, coming_dates, freeze_staffing_plan, list_staffing_plans,
};
pub use statements::{
    CreateStatement, CreateStatementCall, FreezeStatement, LoadStatements, OutdatedFigure, RemoveStatement,
    SaveStatement, SaveStatementCall, StatementCommand, StatementDesk, StatementEntry, StatementFreeze,
    StatementSnapshot, create_statement, freeze_statement, load_statements, remove_statement, save_statement,
};
pub use trail::{CheckTrail, LoadTrail, Trail, TrailCheck, TrailEntry, TrailQuery, check_trail, load_trail};
