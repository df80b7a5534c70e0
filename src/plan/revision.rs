//! Whether a list of changes may take the place of another: a change was redated or taken out, and the rest must still fit.

use super::{Change, ChangeError, Conflict, Plan};
use crate::plan::gather::gathered;
use std::collections::BTreeSet;

/// What would no longer fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Misfit<K> {
    /// Which change of the list; none for a decided change of the plan.
    pub key: Option<K>,
    /// Why.
    pub reason: ChangeError,
}

impl Plan {
    /// Whether the changes of `after` may stand where those of `before` stood: each change keeps its key, and every one
    /// that fitted before fits after it; one that is new must fit. What did not fit before is no reason.
    ///
    /// # Errors
    /// The first change, in the order of `after`, that would no longer fit.
    pub fn accepts_instead<K: Ord + Copy>(
        &self,
        before: &[(K, Change)],
        after: &[(K, Change)],
    ) -> Result<(), Misfit<K>> {
        let failed: BTreeSet<Place<K>> = gathered(self.misfits(before).into_iter().map(|(place, _)| place));
        let new = self.misfits(after).into_iter().filter(|(place, _)| !failed.contains(place));
        match new.min_by_key(|(place, _)| *place) {
            None => Ok(()),
            Some((Place::Decided(_), reason)) => Err(Misfit { key: None, reason }),
            Some((Place::Own(key), reason)) => Err(Misfit { key: Some(key), reason }),
        }
    }

    fn misfits<K: Ord + Copy>(&self, list: &[(K, Change)]) -> Vec<(Place<K>, ChangeError)> {
        let changes: Vec<Change> = list.iter().map(|(_, change)| change.clone()).collect();
        let place = |conflict: &Conflict| {
            let own = list.get(conflict.index).map(|(key, _)| Place::Own(*key));
            own.filter(|_| !conflict.decided).unwrap_or(Place::Decided(conflict.index))
        };
        let conflicts = self.with_changes(&changes).conflicts;
        conflicts.into_iter().map(|conflict| (place(&conflict), conflict.reason)).collect()
    }
}

/// A change of the scenario, by its key, or a decided one of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place<K> {
    Own(K),
    Decided(usize),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{builtin, changes_from_json};

    fn list() -> Vec<(usize, Change)> {
        let changes = changes_from_json(
            br#"[{"effective": "2025-01-01", "action": {"add_unit": {"id": "neu", "parent": "abteilung", "name": "Neu"}}},
                {"effective": "2025-02-01", "action": {"move_post": {"post": "AA-01", "to": "neu"}}},
                {"effective": "2025-02-01", "action": {"move_post": {"post": "WEG", "to": "neu"}}}]"#,
        );
        changes.unwrap().into_iter().enumerate().collect()
    }

    #[test]
    fn another_date_is_accepted_while_the_rest_still_fits() {
        let (plan, before) = (builtin().unwrap(), list());
        let redated = |place: usize, date: &str| {
            let mut after = before.clone();
            after[place].1.effective = date.parse().unwrap();
            plan.accepts_instead(&before, &after)
        };
        assert_eq!(redated(0, "2025-02-01"), Ok(()), "on the same day the order of the list counts");
        assert_eq!(redated(1, "2026-01-01"), Ok(()));
        let reason = redated(0, "2025-03-01").unwrap_err();
        assert_eq!(reason.key, Some(1), "the post would move into a unit that is not there yet");
        assert_eq!(redated(1, "2024-12-31").unwrap_err().key, Some(1));
    }

    #[test]
    fn a_change_is_taken_out_unless_another_one_rests_on_it() {
        let (plan, before) = (builtin().unwrap(), list());
        let without = |place: usize| {
            let mut after = before.clone();
            after.remove(place);
            plan.accepts_instead(&before, &after)
        };
        assert_eq!(without(0).unwrap_err().key, Some(1));
        assert_eq!(without(1), Ok(()));
        assert_eq!(without(2), Ok(()), "what does not fit can always go");
        assert_eq!(plan.accepts_instead(&before, &[]), Ok(()));
    }

    #[test]
    fn a_change_that_comes_back_must_fit() {
        let (plan, all) = (builtin().unwrap(), list());
        assert_eq!(plan.accepts_instead(&all[..1], &all[..2]), Ok(()));
        assert_eq!(plan.accepts_instead(&[], &all[1..2]).unwrap_err().key, Some(1));
    }

    #[test]
    fn a_decided_change_is_not_broken_either() {
        let (mut plan, before) = (builtin().unwrap(), list());
        plan.decided = vec![before[1].1.clone()];
        // The scenario makes the unit of a decided change: without it that one has nowhere to go.
        let misfit = plan.accepts_instead(&before[..1], &[]).unwrap_err();
        assert_eq!(misfit.key, None);
    }
}
