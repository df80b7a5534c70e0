//! Who stands in for whom: which part of which post takes over the case types of another post while nobody works on that.

use crate::plan::{CaseType, Plan, Post, PostId, Share, UnitId};
use std::collections::BTreeMap;

/// A part of a post: the post, and the unit in which it works.
pub(super) type Part<'a> = (&'a PostId, &'a UnitId);

/// The parts of deputies, each with the part of a post for which it stands in; only where it makes a difference: where the part serves
/// case types that the deputy does not serve anyway, or may decide what the deputy only prepares.
///
/// A deputy with a part in the same unit stands in with that one, any other with all of its parts. Nobody stands in for a deputy as such,
/// so that circles do no harm. `plan` is in pieces. Cost: deputies times the case types of the post, where there are any.
pub(super) fn stand_ins(plan: &Plan) -> Vec<(Part<'_>, Part<'_>)> {
    let mut found = Vec::new();
    if plan.posts.iter().all(|post| post.noted().deputies.is_empty()) {
        return found;
    }
    let mut by_id: BTreeMap<&PostId, &Post> = BTreeMap::new();
    by_id.extend(plan.posts.iter().map(|post| (&post.id, post)));
    for post in plan.posts.iter().filter(|post| post.casework > Share::ZERO) {
        for part in post.shares.iter().filter(|_| !post.noted().deputies.is_empty()) {
            let mut served: Vec<&CaseType> = Vec::new();
            served.extend(plan.case_types.iter().filter(|case_type| post.serves(&part.unit, case_type)));
            for id in &post.noted().deputies {
                // Further holders of a deputy are pieces of their own.
                let (mut piece, mut number) = (by_id.get(id).copied(), 1);
                while let Some(deputy) = piece {
                    add(&mut found, deputy, (post, &part.unit), &served);
                    number += 1;
                    piece = by_id.get(&id.piece(number)).copied();
                }
            }
        }
    }
    found
}

/// Adds the parts of a deputy that stand in for a part of a post which serves some case types.
fn add<'a>(
    found: &mut Vec<(Part<'a>, Part<'a>)>,
    deputy: &'a Post,
    (post, unit): (&'a Post, &'a UnitId),
    served: &[&CaseType],
) {
    let is_there = deputy.shares.iter().any(|share| share.unit == *unit);
    for own in deputy.shares.iter().filter(|share| !is_there || share.unit == *unit) {
        let helps = |case_type: &&CaseType| {
            !deputy.serves(&own.unit, case_type)
                || (post.may_decide(&case_type.id) && !deputy.may_decide(&case_type.id))
        };
        if deputy.casework > Share::ZERO && served.iter().any(helps) {
            found.push(((&deputy.id, &own.unit), (&post.id, unit)));
        }
    }
}
