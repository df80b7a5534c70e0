//! Who stands in for whom: which part of which post takes over the case types of another post while nobody works on that.

use crate::plan::gather::gathered;
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
    let posts = || plan.posts.iter().filter(|post| post.casework > Share::ZERO);
    if posts().all(|post| post.noted().deputies.is_empty()) {
        return found;
    }
    let by_id: BTreeMap<&PostId, &Post> = gathered(posts().map(|post| (&post.id, post)));
    for post in posts().filter(|post| !post.noted().deputies.is_empty()) {
        for part in &post.shares {
            let serves = |case_type: &&CaseType| post.serves(&part.unit, case_type);
            let served: Vec<&CaseType> = plan.case_types.iter().filter(serves).collect();
            for deputy in post.noted().deputies.iter().flat_map(|id| pieces(&by_id, id)) {
                let is_there = deputy.shares.iter().any(|share| share.unit == part.unit);
                for own in deputy.shares.iter().filter(|share| !is_there || share.unit == part.unit) {
                    let helps = |case_type: &&CaseType| {
                        !deputy.serves(&own.unit, case_type)
                            || (post.may_decide(&case_type.id) && !deputy.may_decide(&case_type.id))
                    };
                    if served.iter().any(helps) {
                        found.push(((&deputy.id, &own.unit), (&post.id, &part.unit)));
                    }
                }
            }
        }
    }
    found
}

/// A post with the pieces that its further holders have.
fn pieces<'a>(by_id: &BTreeMap<&'a PostId, &'a Post>, id: &PostId) -> Vec<&'a Post> {
    let first = by_id.get(id).copied();
    let further = (2..).map_while(|number| by_id.get(&id.piece(number)).copied());
    first.into_iter().chain(further).collect()
}
