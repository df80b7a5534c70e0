//! Use cases of decisions: what was decided about a scenario, told and taken down.

use super::{Context, Failure, scenarios};
use crate::api::{
    Alone, ApiError, ApprovalEntry, DecisionDesk, DecisionEntry, Endorse, OtherScenario, RecordDecision,
    ScenarioId,
};
use crate::permission::{ApprovalStep, DecideScenario, Status};
use crate::plan::PathError;
use crate::statement::{DecisionRecord, Rejected};
use crate::store::{SingleApproval, StoreError, StoredApproval, StoredDecision, StoredWay};

/// What was decided about a scenario, and what else could have been.
///
/// # Errors
/// [`ApiError::NotFound`] when there is no such scenario.
pub async fn load(context: &Context, scenario: ScenarioId) -> Result<DecisionDesk, Failure> {
    let stored = context.store.decision(&context.viewer(scenario)?).await?;
    let (_, all) = context.store.scenarios(context.permit()?, context.actor()).await?;
    let this = all.iter().find(|one| one.id == scenario.0).ok_or(StoreError::NotFound)?;
    let status = this.status.0;
    let mut others: Vec<OtherScenario> = all
        .into_iter()
        .filter(|one| one.id != scenario.0 && one.removed_at.is_none())
        .map(|one| OtherScenario { id: ScenarioId(one.id), name: one.described.name, status: one.status.0 })
        .collect();
    others.sort_by_key(|other| other.status != Status::Proposed);
    let entry = |StoredDecision { record, recorded_by, recorded_at }| DecisionEntry {
        record,
        recorded_by,
        recorded_at,
    };
    let way = context.store.way(&context.viewer(scenario)?).await?;
    let (own, steps) = (way.own, steps(way));
    let alone = alone(context).await?;
    Ok(DecisionDesk { status, decision: stored.map(entry), others, way: steps, alone, own })
}

/// That one person may approve alone; none where the two-person rule holds.
///
/// # Errors
/// [`Failure::Fault`] when the database cannot be read.
pub async fn alone(context: &Context) -> Result<Option<Alone>, Failure> {
    let demonstration = context.door.demonstration();
    let found = context.store.single_approval(&context.actor().tenant, demonstration).await?;
    Ok(found.map(|SingleApproval { reason, demonstration, recorded_at, .. }| Alone {
        reason,
        demonstration,
        at: recorded_at,
    }))
}

fn steps(StoredWay { steps, changed_at, .. }: StoredWay) -> Vec<ApprovalEntry> {
    let entry = |StoredApproval { step, note, role, account, recorded_at }: StoredApproval| ApprovalEntry {
        step,
        note,
        role,
        by: account,
        at: recorded_at,
        outdated: changed_at > recorded_at && step != ApprovalStep::Draft,
    };
    steps.into_iter().map(entry).collect()
}

/// Says yes or no to what is proposed.
///
/// # Errors
/// [`ApiError::NotApproved`], [`ApiError::Conflict`], [`ApiError::NotFound`].
pub async fn endorse(context: &Context, command: Endorse) -> Result<DecisionDesk, Failure> {
    let Endorse { scenario, version, agrees, note } = command;
    let (commenter, demonstration) = (context.commenter(scenario)?, context.door.demonstration());
    let written = context.store.endorse(&commenter, version, (agrees, &note), demonstration).await;
    answered(context, scenario, written).await
}

async fn answered(
    context: &Context,
    scenario: ScenarioId,
    written: Result<(), StoreError>,
) -> Result<DecisionDesk, Failure> {
    match written {
        Ok(()) => load(context, scenario).await,
        Err(StoreError::Conflict) => {
            let current = Box::new(scenarios::load_one(context, scenario).await?);
            Err(ApiError::Conflict { current }.into())
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes down what was decided; the scenario is decided by it.
///
/// # Errors
/// [`ApiError::Invalid`], [`ApiError::Forbidden`], [`ApiError::NotApproved`], [`ApiError::Conflict`], [`ApiError::NotFound`].
pub async fn record(context: &Context, command: RecordDecision) -> Result<DecisionDesk, Failure> {
    let RecordDecision { scenario, version, command, resolution, decided_on, reasons, rejected } = command;
    let editor = context.editor(scenario)?.deciding(context.permit::<DecideScenario>()?);
    // Whoever does not see it hears no more than that.
    context.store.scenario_version(&context.viewer(scenario)?).await?;
    for (index, choice) in rejected.iter().enumerate() {
        let twice = rejected[..index].iter().any(|other| other.scenario == choice.scenario);
        if twice || choice.scenario == scenario {
            let reason = if twice {
                "nennt ein Szenario, das schon unter den nicht gewählten steht"
            } else {
                "ist das gewählte Szenario; es kann nicht zugleich abgelehnt sein"
            };
            let path = format!("command.rejected[{index}].scenario");
            let errors = vec![PathError { path, reason: reason.to_owned() }];
            return Err(ApiError::Invalid { errors }.into());
        }
    }
    // The names are set by the store, which asks whether each may be seen.
    let rejected = rejected.into_iter().map(|choice| Rejected {
        scenario: choice.scenario.to_string(),
        name: String::new(),
        reason: choice.reason,
    });
    let record = DecisionRecord { resolution, decided_on, reasons, rejected: rejected.collect() };
    let written = context.store.record_decision(&editor, version, command, record).await;
    answered(context, scenario, written).await
}
