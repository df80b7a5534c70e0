//! What statements tell of the cases: the figures of the dashboards, as coarse as a paper for everybody has to be.

use super::{Context, Failure, computed, stored};
use crate::caseload::{Counted, DEFAULT_HEADS, is_of_their_time};
use crate::dashboard::Origin;
use crate::permission::{Permit, ViewCases};
use crate::plan::{CaseTypeId, Plan};
use crate::statement::CaseFigures;
use crate::store::{Actor, Store, StoreError};

/// The figures of every unit, for the page.
///
/// # Errors
/// [`crate::api::ApiError::Forbidden`]; [`Failure::Fault`] when the database cannot be read.
pub(in crate::server) async fn told(context: &Context, plan: &Plan) -> Result<Vec<CaseFigures>, Failure> {
    let least = context.least_heads().await?;
    Ok(case_figures(&context.store, (context.actor(), context.permit()?), plan, least).await?)
}

/// The figures of every unit; where nothing was counted, the generated ones stand in. An agreement that lets groups of fewer heads
/// be seen within the house does not count here: the paper leaves it. One that asks for larger groups does.
///
/// # Errors
/// [`StoreError`] when the database cannot be read.
pub async fn case_figures(
    store: &Store,
    (actor, permit): (&Actor, Permit<ViewCases>),
    plan: &Plan,
    least: u32,
) -> Result<Vec<CaseFigures>, StoreError> {
    let types: Vec<CaseTypeId> = plan.case_types.iter().map(|one| one.id.clone()).collect();
    let (closed, origin) = stored(store, (actor, permit)).await?;
    if closed.is_empty() {
        let Some(generated) = computed::generated(plan).await else { return Ok(Vec::new()) };
        let counted = Counted::of(plan, generated.ledger.clone(), DEFAULT_HEADS);
        return Ok(CaseFigures::all(plan, &counted, Some(&generated.ages(&types)), Origin::Generated));
    }
    let counted = closed.disclosed(plan, least.max(DEFAULT_HEADS));
    // A list of another time says nothing of the cases that are open at the end of the counts.
    let list = store.case_list(permit, actor).await?;
    let until = counted.span().map(|(_, until)| until);
    let list = list.filter(|list| until.is_some_and(|until| is_of_their_time(list.as_of, until)));
    let ages = match list {
        Some(list) => Some(store.open_ages(permit, actor, &types, list.as_of).await?),
        None => None,
    };
    Ok(CaseFigures::all(plan, &counted, ages.as_ref(), origin))
}
