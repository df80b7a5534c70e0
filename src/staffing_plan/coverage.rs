//! Case types that hang on one post: who may decide, who prepares, who stands in.

use crate::plan::{CaseTypeId, Fte, Plan, Post, PostId, Share};
use chrono::NaiveDate;

/// A case type that at most one filled post may decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// Which.
    pub case_type: CaseTypeId,
    /// Its name.
    pub name: String,
    /// The one filled post that may decide; none where there is none.
    pub decides: Option<PostId>,
    /// Filled posts that only prepare.
    pub prepare: usize,
    /// Posts noted as deputies of the one, those that are gone left out.
    pub deputies: Vec<PostId>,
}

/// The case types of a day that at most one filled post may decide, in the order of the plan. Without a noted qualification
/// whoever serves a case type may decide it. Cost: posts times case types.
#[must_use]
pub fn coverage(plan: &Plan, day: NaiveDate) -> Vec<Coverage> {
    let working: Vec<&Post> = plan
        .posts
        .iter()
        .filter(|post| post.casework > Share::ZERO && post.filled_fte(day) > Fte::ZERO)
        .collect();
    let mut found = Vec::new();
    for case_type in &plan.case_types {
        // What never arrives needs nobody.
        if case_type.demand.per_year <= 0.0 && case_type.opening.waiting == 0 {
            continue;
        }
        let serves = |post: &&&Post| post.shares.iter().any(|share| post.serves(&share.unit, case_type));
        let (decide, prepare): (Vec<&Post>, Vec<&Post>) =
            working.iter().filter(serves).copied().partition(|post| post.may_decide(&case_type.id));
        if decide.len() > 1 {
            continue;
        }
        let one = decide.first();
        let deputies = one.map(|post| post.noted().deputies.clone()).unwrap_or_default();
        found.push(Coverage {
            case_type: case_type.id.clone(),
            name: case_type.name.clone(),
            decides: one.map(|post| post.id.clone()),
            prepare: prepare.len(),
            deputies: deputies.into_iter().filter(|id| plan.post(id).is_some()).collect(),
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Qualification, Terms, builtin};

    #[test]
    fn a_case_type_hangs_on_the_one_post_that_may_decide() {
        let mut plan = builtin().unwrap();
        let day = plan.as_of;
        let before = coverage(&plan, day);
        let case_type =
            plan.case_types.iter().find(|one| one.unit.as_str() == "einbuergerung").unwrap().clone();
        assert!(before.iter().all(|one| one.case_type != case_type.id), "several may decide");
        let mut left = 0;
        for post in plan.posts.iter_mut().filter(|post| post.serves(&case_type.unit, &case_type)) {
            if post.fte_in(&case_type.unit) == Fte::ZERO
                || post.filled_fte(day) == Fte::ZERO
                || post.casework == Share::ZERO
            {
                continue;
            }
            left += 1;
            if left > 1 {
                let qualifications = [(case_type.id.clone(), Qualification::Prepare)].into();
                post.terms = Terms { qualifications, ..Terms::default() }.noted();
            }
        }
        assert!(left > 1);
        let after = coverage(&plan, day);
        let found = after.iter().find(|one| one.case_type == case_type.id).unwrap();
        assert!(found.decides.is_some() && found.prepare == left - 1, "{found:?}");
    }
}
