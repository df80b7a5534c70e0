//! Use case of single steps: put into packages, redated, explained, taken out.

use super::{Context, Failure, scenarios};
use crate::api::{ReviseScenario, Revision, ScenarioState};
use crate::plan::rules;
use crate::store::StoredRevision;

/// Revises a scenario.
///
/// # Errors
/// [`crate::api::ApiError::Refused`] when the rest would no longer fit, [`crate::api::ApiError::Locked`],
/// [`crate::api::ApiError::Conflict`], [`crate::api::ApiError::NotFound`].
pub async fn revise(context: &Context, command: ReviseScenario) -> Result<ScenarioState, Failure> {
    let ReviseScenario { scenario, version, command, revision, reason } = command;
    let editor = context.editor(scenario)?;
    let revision = stored(revision);
    let asked = (&revision, reason.as_deref());
    let written =
        context.store.revise_scenario(&editor, version, command, asked, rules::justified_between).await;
    scenarios::answered(context, scenario, written).await
}

fn stored(revision: Revision) -> StoredRevision {
    match revision {
        Revision::MakePackage { package, name } => StoredRevision::MakePackage { package, name },
        Revision::RenamePackage { package, name } => StoredRevision::RenamePackage { package, name },
        Revision::SwitchPackage { package, is_on } => StoredRevision::SwitchPackage { package, is_on },
        Revision::DissolvePackage { package } => StoredRevision::DissolvePackage { package },
        Revision::Assign { step, package } => StoredRevision::Assign { step, package },
        Revision::Redate { step, from, to } => StoredRevision::Redate { step, from, to },
        Revision::Explain { step, reason } => StoredRevision::Explain { step, reason },
        Revision::Remove { step } => StoredRevision::Remove { step },
        Revision::TakeUp { step } => StoredRevision::TakeUp { step },
    }
}
