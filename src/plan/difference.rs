//! The difference of two scenarios: as changes that lead from the one to the other, and as marks for the chart.
//!
//! [`difference`] walks through the days on which one of the two changes something. On each the plan of the one is led
//! to that of the other by as few changes as `steps` needs; from then on both are the same until the next such day.

mod marks;
mod order;
mod patches;
mod steps;
mod towards;

pub use marks::{Difference, Mark, MarkKind};
pub use patches::post as post_patch;
pub use towards::{Towards, Whence, towards};

use super::validate::values;
use super::{Change, Placed, Plan};
use crate::format::Language;
use crate::plan::gather::gathered;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeSet;

/// Changes which, put behind `from`, give the organisation of `to` on every day, byte for byte.
///
/// What of `from` no longer fits after them is left out there, as any change that does not fit. The bounds of the format
/// hold on the way too: a plan that is full has no room for the detour that an exchange of units needs, and without any
/// unit no post can be put into the tray. Cost: for each day a pass over both plans, and one for each change found.
#[must_use]
pub fn difference(plan: &Plan, from: &[Change], to: &[Change]) -> Vec<Change> {
    let mut here = Walk::new(plan, from);
    let mut there = Walk::new(plan, to);
    let days: BTreeSet<NaiveDate> = gathered(
        from.iter()
            .chain(to)
            .map(|change| change.effective)
            .filter(|day| values::YEARS.contains(&day.year())),
    );
    let mut found = Vec::new();
    for day in days {
        here.advance(day);
        there.advance(day);
        let actions = steps::steps(&mut here.plan, &there.plan, day);
        found.extend(actions.into_iter().map(|action| Change { effective: day, action }));
    }
    found
}

/// Changes in words, each told with the names of its own moment: after `earlier` and after those before it. Without
/// dates; what does not fit is told all the same.
#[must_use]
pub fn in_words(plan: &Plan, earlier: &[Change], changes: &[Change], language: Language) -> Vec<String> {
    let all = [earlier, changes].concat();
    let mut walk = Walk::new(plan, &all);
    let mut words = vec![String::new(); changes.len()];
    while let Some(Placed { decided, index, change }) = walk.next() {
        let place = index.checked_sub(earlier.len()).filter(|_| !decided);
        if let Some(text) = place.and_then(|place| words.get_mut(place)) {
            *text = change.describe(&walk.plan, language);
        }
        walk.make(change);
    }
    words
}

/// A plan on its way through its changes. Posts that have ended stay in it.
struct Walk<'a> {
    plan: Plan,
    sequence: std::iter::Peekable<std::vec::IntoIter<Placed<'a>>>,
}

impl<'a> Walk<'a> {
    fn new(plan: &'a Plan, changes: &'a [Change]) -> Self {
        let sequence = plan.sequence(changes).into_iter().peekable();
        let mut plan = plan.clone();
        plan.decided.clear();
        Self { plan, sequence }
    }

    /// Makes all changes that count by the day.
    fn advance(&mut self, day: NaiveDate) {
        while let Some(placed) = self.sequence.next_if(|placed| placed.change.effective <= day) {
            self.make(placed.change);
        }
    }

    fn next(&mut self) -> Option<Placed<'a>> {
        self.sequence.next()
    }

    fn make(&mut self, change: &Change) {
        // What does not fit is left out, as in the organisation of a day.
        drop(self.plan.apply_in_place(change));
    }
}
