//! Use cases of decisions: what was decided about a scenario, told and taken down.

use super::{Context, Failure, scenarios};
use crate::api::{ApiError, DecisionDesk, DecisionEntry, OtherScenario, RecordDecision, ScenarioId};
use crate::permission::{DecideScenario, Status};
use crate::plan::PathError;
use crate::statement::{DecisionRecord, Rejected};
use crate::store::{StoreError, StoredDecision};

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
    Ok(DecisionDesk { status, decision: stored.map(entry), others })
}

/// Takes down what was decided; the scenario is decided by it.
///
/// # Errors
/// [`ApiError::Invalid`], [`ApiError::Forbidden`], [`ApiError::Conflict`], [`ApiError::NotFound`].
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
    match context.store.record_decision(&editor, version, command, record).await {
        Ok(()) => load(context, scenario).await,
        Err(StoreError::Conflict) => {
            let current = Box::new(scenarios::load_one(context, scenario).await?);
            Err(ApiError::Conflict { current }.into())
        }
        Err(error) => Err(error.into()),
    }
}
