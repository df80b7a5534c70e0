//! The marks of a post that the Stellenplan carries beside the kw date.

use crate::plan::{Post, Terms};

/// kw without a day, ku, Sperrvermerk, Leerstelle, third-party funding: what of the notes belongs to the Stellenplan itself.
pub(super) fn marks_of(post: &Post) -> Option<Box<Terms>> {
    let Terms { kw_on, ku, block, leave, funding, .. } = post.terms.as_deref()?.clone();
    Terms { kw_on, ku, block, leave, funding, ..Terms::default() }.noted()
}
