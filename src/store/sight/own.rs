//! Which posts belong to the units of an account. What a scenario moves among them does not: else whoever makes one would see every note.

use crate::plan::{Action, Change, Plan, PostId, UnitId};
use crate::store::today;
use std::collections::BTreeSet;

/// Posts whose notes are seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Own {
    All,
    These(BTreeSet<PostId>),
}

impl Default for Own {
    fn default() -> Self {
        Self::These(BTreeSet::new())
    }
}

impl Own {
    /// Whether a post is among them.
    pub(super) fn has(&self, post: &PostId) -> bool {
        match self {
            Self::All => true,
            Self::These(posts) => posts.contains(post),
        }
    }

    /// Those of a unit and of what lies below it: in the plan, with what is decided and counts today, and new ones that changes add there.
    pub(super) fn below<'a>(head: &UnitId, plan: &Plan, changes: impl Iterator<Item = &'a Change>) -> Self {
        let decided = plan.on(today(), &[]).plan;
        let step = format!("/{head}/");
        let mut units: BTreeSet<UnitId> = BTreeSet::new();
        let (mut posts, mut known) = (BTreeSet::new(), BTreeSet::new());
        for plan in [plan, &decided] {
            let here = plan.units.iter().filter(|unit| plan.path_of(&unit.id).contains(&step));
            units.extend(here.map(|unit| unit.id.clone()));
            for post in plan.posts.iter().chain(&plan.tray) {
                known.insert(post.id.clone());
                if post.shares.iter().any(|share| units.contains(&share.unit)) {
                    posts.insert(post.id.clone());
                }
            }
        }
        for change in changes {
            match &change.action {
                Action::AddUnit(unit) if unit.parent.as_ref().is_some_and(|above| units.contains(above)) => {
                    units.insert(unit.id.clone());
                }
                Action::AddPost(post) => {
                    // Under the name of a post that is there already it would be that one.
                    let is_new = known.insert(post.id.clone());
                    if is_new && post.shares.iter().any(|share| units.contains(&share.unit)) {
                        posts.insert(post.id.clone());
                    }
                }
                _ => {}
            }
        }
        Self::These(posts)
    }
}
