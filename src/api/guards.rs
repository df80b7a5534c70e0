//! What each server function asks of whoever calls it: a part of its type, and the table of all of them.
//!
//! A function that is not in the table is refused to everybody, and a test fails: add it here under its right.

use super::{
    AddCommentCall, AdoptChangesCall, AppendStepCall, BeginSecondFactor, CalibrationOfCases,
    ChangeAccountCall, ChangePasswordCall, CheckTrail, CloseAccountCall, ConfirmSecondFactor,
    CountedCasesCall, CreateAccountCall, CreateScenarioCall, CreateStatementCall, CrossChecksCall,
    DepartmentCasesCall, DescribeScenarioCall, EndOwnSession, EndSessions, EndorseCall, ExerciseCall,
    FollowPlanCall, FreezeStaffingPlanCall, FreezeStatement, HoldCall, ImportProvenance, ListComingDates,
    ListComments, ListScenarios, ListSnapshotLinks, ListSnapshots, ListStaffingPlans, LoadAbout,
    LoadAdministration, LoadDecision, LoadGlossary, LoadPlanVersions, LoadScenario, LoadScenarios, LoadSheet,
    LoadStatements, LoadTrail, MakeProgramCall, MakeSnapshotLinkCall, NewestPlan, OwnSecondFactor,
    OwnSessions, RecordDecisionCall, RedeemLinkCall, RedoStep, ReliefOfCases, RemoveScenario,
    RemoveSecondFactor, RemoveStatement, RenewLink, RenewRecoveryCodes, RestoreScenarioCall,
    RestoreSnapshotCall, RestoreVersionCall, ReviseScenarioCall, RevokeProgram, RevokeSnapshotLink,
    SaveSheetCall, SaveStatementCall, ScenarioVersion, SetAgreementCall, SetApprovalCall, SetGoalsCall,
    SetProviderCall, SetStatusCall, SettleThreadCall, TakeSecondFactor, TakeSnapshotCall, UndoStep,
    UnitCasesCall, WithdrawCommentCall,
};
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
    // What everybody may know, signed in or not; of a link its key is the proof.
    Access::Public => [LoadAbout, LoadGlossary, RedeemLinkCall],
    Access::Needs(Right::ViewScenario) => [
        LoadScenario, LoadScenarios, ScenarioVersion, ListScenarios, HoldCall, ListSnapshots, ListComments, NewestPlan, LoadDecision,
        LoadPlanVersions,
        // Formulas and simulation of the plan alone: no count of cases.
        CrossChecksCall,
    ],
    // Whether the scenario is one that the caller may change is asked when it is touched.
    Access::Needs(Right::EditScenario) => [
        AppendStepCall, UndoStep, RedoStep,
        CreateScenarioCall, DescribeScenarioCall, SetStatusCall, RemoveScenario, RestoreScenarioCall,
        TakeSnapshotCall, RestoreSnapshotCall, RestoreVersionCall, SetGoalsCall,
        ReviseScenarioCall, FollowPlanCall,
        CreateStatementCall, SaveStatementCall, FreezeStatement, RemoveStatement,
    ],
    // Staffing plans are confidential until they are decided on: only who decides hands one outside.
    Access::Needs(Right::DecideScenario) => [
        AdoptChangesCall, RecordDecisionCall, ListSnapshotLinks, MakeSnapshotLinkCall, RevokeSnapshotLink,
    ],
    Access::Needs(Right::CommentScenario) => [AddCommentCall, SettleThreadCall, WithdrawCommentCall, EndorseCall],
    Access::Needs(Right::ViewCases) => [
        ImportProvenance, DepartmentCasesCall, CountedCasesCall, UnitCasesCall, ReliefOfCases, CalibrationOfCases, ExerciseCall,
    ],
    // Case types outside of the account's subtree are refused where they are touched.
    Access::Needs(Right::EditCases) => [LoadSheet, SaveSheetCall],
    // A statement tells grades and cost.
    Access::Needs(Right::ViewStaffingPlan) => [ListStaffingPlans, ListComingDates, LoadStatements],
    Access::Needs(Right::EditStaffingPlan) => [FreezeStaffingPlanCall],
    Access::Needs(Right::OwnAccount) => [
        OwnSessions, EndOwnSession, ChangePasswordCall,
        OwnSecondFactor, BeginSecondFactor, ConfirmSecondFactor, RenewRecoveryCodes, RemoveSecondFactor,
    ],
    Access::Needs(Right::ManageAccounts) => [
        LoadAdministration, CreateAccountCall, ChangeAccountCall, CloseAccountCall, RenewLink, EndSessions,
        TakeSecondFactor, SetAgreementCall, SetApprovalCall, SetProviderCall, MakeProgramCall, RevokeProgram,
    ],
    Access::Needs(Right::ViewAudit) => [LoadTrail, CheckTrail],
}

/// What the function at this address asks; none when it is not in the table, and then it is refused.
#[must_use]
pub fn access_of(path: &str) -> Option<Access> {
    GUARDS.iter().find(|(address, _)| *address == path).map(|(_, access)| *access)
}
