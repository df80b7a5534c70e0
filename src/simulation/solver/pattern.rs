//! What an additional post looks like, and which present post comes closest to it.

use super::super::timeline;
use super::super::{Options, SimulationError};
use crate::plan::{Change, Plan, Post, PostId, PostShare, Provenance, UnitId, same_grade};
use std::collections::BTreeSet;

/// The typical post of a unit on a plan: grade, case types and share of casework that come together most often; those
/// of the whole plan where the unit has no post with casework.
pub(in crate::simulation) fn typical(plan: &Plan, unit: &UnitId) -> Option<Post> {
    let casework = || plan.posts.iter().filter(|post| handles_cases(post));
    let here = || casework().filter(|post| post.shares.iter().any(|share| share.unit == *unit));
    let permanent = most_frequent(here().filter(|post| !post.task_force));
    if let Some(post) = permanent.or_else(|| most_frequent(here())) {
        return Some(post.clone());
    }
    // What posts of other units are named for is not this unit's.
    most_frequent(casework()).map(|post| Post { case_types: Vec::new(), ..post.clone() })
}

/// The first post of the largest set of alike ones.
fn most_frequent<'a>(posts: impl Iterator<Item = &'a Post>) -> Option<&'a Post> {
    let mut kinds: Vec<(&Post, usize)> = Vec::new();
    for post in posts {
        let alike = |(known, _): &&mut (&Post, usize)| {
            same_grade(&known.grade, &post.grade)
                && known.case_types == post.case_types
                && known.casework == post.casework
        };
        match kinds.iter_mut().find(alike) {
            Some((_, count)) => *count += 1,
            None => kinds.push((post, 1)),
        }
    }
    let most = kinds.iter().map(|(_, count)| *count).max()?;
    kinds.into_iter().find(|(_, count)| *count == most).map(|(post, _)| post)
}

pub(super) fn handles_cases(post: &Post) -> bool {
    post.casework.as_f64() > 0.0
}

/// A new post after a pattern, vacant until a newcomer starts.
pub(in crate::simulation) fn vacant(
    pattern: &Post,
    id: PostId,
    share: PostShare,
    filled: chrono::NaiveDate,
) -> Post {
    Post {
        id,
        shares: vec![share],
        title: pattern.title.clone(),
        grade: pattern.grade.clone(),
        casework: pattern.casework,
        holder: None,
        recruiting_until: Some(filled),
        kw: None,
        task_force: false,
        case_types: pattern.case_types.clone(),
        terms: None,
        provenance: Provenance::Assumption,
        note: Some(format!("Vorschlag: zusätzliche Stelle nach dem Muster von {}.", pattern.id)),
    }
}

/// Identifiers „neu-1“, „neu-2“ … that no post of any day has.
pub(in crate::simulation) fn free_ids(plan: &Plan, changes: &[Change], count: usize) -> Vec<PostId> {
    let mut taken: BTreeSet<PostId> = BTreeSet::new();
    // The visitor cannot fail.
    let walked: Result<_, SimulationError> =
        timeline::walk(plan, changes, Options::MAX_HORIZON_DAYS, |stretch| {
            let posts = stretch.plan.posts.iter().chain(&stretch.plan.tray);
            taken.extend(posts.map(|post| post.id.clone()));
            Ok(())
        });
    drop(walked);
    let numbered = (1_u32..).filter_map(|number| PostId::parse(&format!("neu-{number}")).ok());
    numbered.filter(|id| !taken.contains(id)).take(count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;

    #[test]
    fn the_typical_post_is_the_most_frequent_one_that_handles_cases() {
        let plan = builtin().unwrap();
        let typical = |unit: &str| typical(&plan, &UnitId::parse(unit).unwrap()).unwrap();
        assert_eq!(typical("aufenthalt").grade, "A 10");
        assert_eq!(typical("int-wohnen").grade, "E 8");
        assert_eq!(typical("einbuergerung").grade, "A 10");
        // The department has its head alone, who handles none: the plan's most frequent post stands in.
        assert_eq!(typical("abteilung").casework, crate::plan::Share::ONE);
    }
}
