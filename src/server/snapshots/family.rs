//! What came of what: scenarios that were branched and restored, snapshots that were taken, as one tree.

use crate::api::{Descent, FamilyLine, ScenarioId, SnapshotId};
use crate::store::{StoredDescent, StoredSnapshot};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// All that somebody sees, and what was told of it already.
struct Family<'a> {
    scenarios: &'a [StoredDescent],
    snapshots: &'a [StoredSnapshot],
    /// The versions of the plan that each scenario has brought, with their times.
    versions: &'a Versions,
    lines: Vec<FamilyLine>,
    told: BTreeSet<Uuid>,
}

/// Versions of the plan with their times, by the scenario that has brought them.
type Versions = BTreeMap<Uuid, Vec<(i64, i64)>>;

/// The family of a scenario from its first ancestor on, in the order of a tree, the older before the younger.
pub(super) fn family(
    (scenarios, snapshots): (&[StoredDescent], &[StoredSnapshot]),
    versions: &Versions,
    of: Uuid,
) -> Vec<FamilyLine> {
    let mut family = Family { scenarios, snapshots, versions, lines: Vec::new(), told: BTreeSet::new() };
    if let Some(first) = family.first_ancestor(of) {
        family.tell_scenario(first, 0);
    }
    family.lines
}

impl<'a> Family<'a> {
    fn scenario(&self, id: Uuid) -> Option<&'a StoredDescent> {
        self.scenarios.iter().find(|scenario| scenario.id == id)
    }

    fn snapshot(&self, id: Uuid) -> Option<&'a StoredSnapshot> {
        self.snapshots.iter().find(|snapshot| snapshot.id == id)
    }

    /// The scenario that this one comes from, directly or over a snapshot; none where the user does not see it.
    fn parent(&self, scenario: &StoredDescent) -> Option<&'a StoredDescent> {
        let taken = scenario.snapshot.and_then(|id| self.snapshot(id)).map(|snapshot| snapshot.scenario);
        self.scenario(taken.or(scenario.origin.map(|(id, _)| id))?)
    }

    fn first_ancestor(&self, of: Uuid) -> Option<&'a StoredDescent> {
        let mut first = self.scenario(of)?;
        // Nothing is its own ancestor: each was made after the one that it comes from.
        for _ in 0..self.scenarios.len() {
            match self.parent(first) {
                Some(parent) => first = parent,
                None => break,
            }
        }
        Some(first)
    }

    fn tell_scenario(&mut self, scenario: &'a StoredDescent, depth: u32) {
        if !self.told.insert(scenario.id) {
            return;
        }
        let descent = match (scenario.snapshot, self.parent(scenario)) {
            (_, None) => Descent::First,
            (Some(_), Some(_)) => Descent::Restored,
            (None, Some(_)) => Descent::Branch,
        };
        self.lines.push(FamilyLine {
            depth,
            descent,
            scenario: ScenarioId(scenario.id),
            snapshot: None,
            name: scenario.name.clone(),
            version: scenario.origin.map(|(_, version)| version).filter(|_| descent == Descent::Branch),
            at: scenario.recorded_at,
            removed: scenario.removed,
        });
        let taken = self.snapshots.iter().filter(|snapshot| snapshot.scenario == scenario.id);
        let taken = taken.map(|snapshot| (snapshot.recorded_at, Child::Snapshot(snapshot)));
        let branch = |other: &&StoredDescent| {
            other.snapshot.is_none() && other.origin.is_some_and(|(id, _)| id == scenario.id)
        };
        let branches = self.scenarios.iter().filter(branch);
        let branches = branches.map(|branch| (branch.recorded_at, Child::Branch(branch)));
        let brought = self.versions.get(&scenario.id).into_iter().flatten();
        let brought = brought.map(|(version, at)| (*at, Child::Version(*version)));
        let mut children: Vec<(i64, Child<'a>)> = taken.chain(branches).chain(brought).collect();
        children.sort_by_key(|(at, _)| *at);
        for (at, child) in children {
            match child {
                Child::Snapshot(snapshot) => self.tell_snapshot(snapshot, scenario, depth + 1),
                Child::Branch(branch) => self.tell_scenario(branch, depth + 1),
                Child::Version(version) => self.lines.push(FamilyLine {
                    depth: depth + 1,
                    descent: Descent::Version,
                    scenario: ScenarioId(scenario.id),
                    snapshot: None,
                    name: String::new(),
                    version: Some(version),
                    at,
                    removed: false,
                }),
            }
        }
    }

    fn tell_snapshot(&mut self, snapshot: &'a StoredSnapshot, of: &StoredDescent, depth: u32) {
        self.lines.push(FamilyLine {
            depth,
            descent: Descent::Snapshot,
            scenario: ScenarioId(snapshot.scenario),
            snapshot: Some(SnapshotId(snapshot.id)),
            name: snapshot.name.clone(),
            version: Some(snapshot.version),
            at: snapshot.recorded_at,
            removed: of.removed,
        });
        for restored in self.scenarios.iter().filter(|scenario| scenario.snapshot == Some(snapshot.id)) {
            self.tell_scenario(restored, depth + 1);
        }
    }
}

/// What can come of a scenario.
enum Child<'a> {
    Snapshot(&'a StoredSnapshot),
    Branch(&'a StoredDescent),
    /// A version of the plan.
    Version(i64),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Digest;

    fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    fn scenario(number: u128, origin: Option<u128>, snapshot: Option<u128>) -> StoredDescent {
        StoredDescent {
            id: id(number),
            name: format!("S{number}"),
            origin: origin.map(|origin| (id(origin), 3)),
            snapshot: snapshot.map(id),
            removed: number == 2,
            recorded_at: i64::try_from(number).unwrap(),
        }
    }

    fn snapshot(number: u128, of: u128) -> StoredSnapshot {
        StoredSnapshot {
            id: id(number),
            scenario: id(of),
            version: 5,
            name: format!("F{number}"),
            steps: 1,
            hash: Digest::of(b""),
            created_by: "lokal".to_owned(),
            recorded_at: i64::try_from(number).unwrap(),
        }
    }

    #[test]
    fn tells_the_whole_family_in_the_order_of_a_tree() {
        let scenarios = [
            scenario(1, None, None),
            scenario(2, Some(1), None),
            scenario(4, None, Some(3)),
            scenario(6, Some(4), None),
            scenario(7, None, None),
        ];
        let snapshots = [snapshot(3, 1), snapshot(5, 2)];
        let expected = [
            (0, Descent::First, "S1", None),
            (1, Descent::Branch, "S2", Some(3)),
            (2, Descent::Snapshot, "F5", Some(5)),
            (1, Descent::Snapshot, "F3", Some(5)),
            (2, Descent::Restored, "S4", None),
            (3, Descent::Branch, "S6", Some(3)),
            (4, Descent::Version, "", Some(2)),
        ];
        let versions = Versions::from([(id(6), vec![(2, 9)])]);
        for member in [1, 2, 4, 6] {
            let family = family((&scenarios, &snapshots), &versions, id(member));
            let found: Vec<_> = family
                .iter()
                .map(|line| (line.depth, line.descent, line.name.as_str(), line.version))
                .collect();
            assert_eq!(found, expected, "{member}");
            assert_eq!(family.iter().filter(|line| line.removed).count(), 2);
        }
        let alone = family((&scenarios, &snapshots), &versions, id(7));
        assert_eq!(alone.len(), 1);
        assert_eq!(family((&scenarios, &snapshots), &versions, id(99)), []);
    }

    #[test]
    fn what_is_not_seen_ends_the_line() {
        let hidden = family((&[scenario(4, Some(1), Some(3))], &[]), &Versions::new(), id(4));
        assert_eq!((hidden.len(), hidden[0].descent, hidden[0].version), (1, Descent::First, None));
    }
}
