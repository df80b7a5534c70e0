//! Which units a change touches: those whose forecast is asked for after it.

use crate::plan::{Action, Change, Plan, UnitId};

/// The units that an action touches, given the plan before it; the source first, then the target.
#[must_use]
pub fn touched(before: &Plan, change: &Change) -> Vec<UnitId> {
    let units_of_post = |post: &_| -> Vec<UnitId> {
        before
            .post(post)
            .map(|post| post.shares.iter().map(|share| share.unit.clone()).collect())
            .unwrap_or_default()
    };
    let unit_of_case_type =
        |case_type: &_| before.case_type(case_type).map(|case_type| case_type.unit.clone());
    let mut units = match &change.action {
        Action::MovePost { post, to, .. } => {
            let mut units = units_of_post(post);
            units.push(to.clone());
            units
        }
        Action::AddPost(post) => post.shares.iter().map(|share| share.unit.clone()).collect(),
        Action::RemovePost { post } | Action::ParkPost { post } => units_of_post(post),
        Action::SetPost(patch) => {
            let new = patch.shares.iter().flatten().map(|share| share.unit.clone());
            units_of_post(&patch.post).into_iter().chain(new).collect()
        }
        Action::MoveCaseType { case_type, to } => {
            unit_of_case_type(case_type).into_iter().chain([to.clone()]).collect()
        }
        Action::SetCaseType(patch) => unit_of_case_type(&patch.case_type).into_iter().collect(),
        Action::AddUnit(_)
        | Action::RenameUnit { .. }
        | Action::MoveUnit { .. }
        | Action::SetUnit(_)
        | Action::RemoveUnit { .. }
        | Action::SetPopulation(_)
        | Action::SetFixedTask(_)
        | Action::SetAssumptions(_) => Vec::new(),
    };
    let mut seen = std::collections::BTreeSet::new();
    units.retain(|unit| seen.insert(unit.clone()));
    units
}
