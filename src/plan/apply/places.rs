//! Where posts stand while many changes are made one after the other: looked for anew each time, five thousand posts are gone through
//! five thousand times.

use crate::plan::gather::gathered;
use crate::plan::{Action, Change, Placed, Plan, Post, PostId};
use std::collections::BTreeMap;

/// From so many changes to posts on it pays to write down where all of them stand.
const MANY: usize = 16;

/// What is known of the post that a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::plan) enum Known {
    /// There is none with the identifier.
    Nowhere,
    /// There is one. It stood at this place of the posts when it was last seen there; others may have gone since, or it itself.
    LastSeen(usize),
}

impl Known {
    /// Where to look first.
    pub(super) fn place(self) -> Option<usize> {
        match self {
            Self::Nowhere => None,
            Self::LastSeen(place) => Some(place),
        }
    }
}

/// Every post of a plan with the place where it was last seen; nothing where few changes are made.
#[derive(Clone)]
pub(in crate::plan) struct Places<'a>(Option<BTreeMap<&'a PostId, usize>>);

impl<'a> Places<'a> {
    /// Of the plan as it is before the first of these changes.
    pub(in crate::plan) fn new(plan: &'a Plan, changes: &[Placed<'_>]) -> Self {
        let to_posts = changes.iter().filter(|placed| post_of(placed.change).is_some());
        let standing = plan.posts.iter().enumerate().map(|(place, post)| (&post.id, place));
        // No place is right for a parked one, so any may stand here.
        let parked = plan.tray.iter().map(|post| (&post.id, 0));
        Self((to_posts.count() > MANY).then(|| gathered(parked.chain(standing))))
    }

    /// What is known of the post of a change.
    pub(in crate::plan) fn of(&self, change: &Change) -> Option<Known> {
        let place = self.0.as_ref()?.get(post_of(change)?);
        Some(place.map_or(Known::Nowhere, |place| Known::LastSeen(*place)))
    }

    /// Follows a change that was made in a plan, and with which these posts went.
    pub(in crate::plan) fn follow(&mut self, change: &'a Change, plan: &Plan, gone: &[Post]) {
        let Some(places) = &mut self.0 else { return };
        match &change.action {
            Action::AddPost(post) => {
                places.insert(&post.id, plan.posts.len().saturating_sub(1));
            }
            Action::RemovePost { post } => {
                places.remove(post);
            }
            _ => {}
        }
        gone.iter().for_each(|post| {
            places.remove(&post.id);
        });
    }
}

/// The post that a change adds or is made to.
fn post_of(change: &Change) -> Option<&PostId> {
    match &change.action {
        Action::AddPost(post) => Some(&post.id),
        Action::SetPost(patch) => Some(&patch.post),
        Action::MovePost { post, .. } | Action::ParkPost { post } | Action::RemovePost { post } => Some(post),
        _ => None,
    }
}
