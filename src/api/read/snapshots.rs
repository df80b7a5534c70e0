//! Reading of snapshots and of what is asked about them.

use super::catalogue::name;
use crate::api::{
    Descent, FamilyLine, ListSnapshots, RestoreSnapshot, RestoreSnapshotCall, SnapshotEntry, SnapshotId,
    Snapshots, TakeSnapshot, TakeSnapshotCall,
};
use crate::plan::read::{Errors, Fields, Node, Path, Read, word};
use uuid::Uuid;

impl Read for SnapshotId {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        Self(Uuid::read(node, path, errors))
    }
}

impl Read for SnapshotEntry {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            id: fields.required("id"),
            name: fields.required("name"),
            version: fields.required("version"),
            steps: fields.required("steps"),
            hash: fields.required("hash"),
            by: fields.required("by"),
            at: fields.required("at"),
        }
    }
}

impl Read for Descent {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let words = [
            ("first", Self::First),
            ("branch", Self::Branch),
            ("snapshot", Self::Snapshot),
            ("restored", Self::Restored),
            ("version", Self::Version),
        ];
        word(node, &words, path, errors)
    }
}

impl Read for FamilyLine {
    /// The server bounds them.
    const MOST: usize = usize::MAX;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            depth: fields.required("depth"),
            descent: fields.required("descent"),
            scenario: fields.required("scenario"),
            snapshot: fields.optional("snapshot"),
            name: fields.required("name"),
            version: fields.optional("version"),
            at: fields.required("at"),
            removed: fields.required("removed"),
        }
    }
}

impl Read for Snapshots {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self { snapshots: fields.required("snapshots"), family: fields.required("family") }
    }
}

impl Read for TakeSnapshot {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["scenario", "version", "command", "name"], errors);
        Self {
            scenario: fields.required("scenario"),
            version: fields.required("version"),
            command: fields.required("command"),
            name: name(&mut fields),
        }
    }
}

impl Read for RestoreSnapshot {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["snapshot", "command", "name"], errors);
        Self {
            snapshot: fields.required("snapshot"),
            command: fields.required("command"),
            name: name(&mut fields),
        }
    }
}

impl Read for ListSnapshots {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        Self { scenario: Fields::new(node, path, &["scenario"], errors).optional("scenario") }
    }
}

super::arguments!(TakeSnapshotCall { command }, RestoreSnapshotCall { command },);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ScenarioId;
    use crate::plan::Digest;
    use crate::plan::read::form;

    #[test]
    fn what_is_told_comes_back_as_it_went() {
        let id = SnapshotId(Uuid::from_u128(3));
        let entry = SnapshotEntry {
            id,
            name: "Vorlage".to_owned(),
            version: 4,
            steps: 2,
            hash: Digest::of(b"x"),
            by: "lokal".to_owned(),
            at: 7,
        };
        let line = |descent, snapshot| FamilyLine {
            depth: 1,
            descent,
            scenario: ScenarioId(Uuid::from_u128(1)),
            snapshot,
            name: "x".to_owned(),
            version: snapshot.map(|_| 9),
            at: 1,
            removed: true,
        };
        let family = vec![
            line(Descent::First, None),
            line(Descent::Branch, None),
            line(Descent::Snapshot, Some(id)),
            line(Descent::Restored, None),
        ];
        let told = Snapshots { snapshots: vec![entry], family };
        assert_eq!(form::<Snapshots>(&serde_json::to_vec(&told).unwrap()), Ok(told));
    }

    #[test]
    fn a_name_is_needed() {
        let asked = |name: &str| {
            let id = Uuid::nil();
            let text = format!(r#"{{"snapshot":"{id}","command":"{id}","name":"{name}"}}"#);
            form::<RestoreSnapshot>(text.as_bytes()).map(|asked| asked.name)
        };
        assert_eq!(asked(" Stand 1 "), Ok("Stand 1".to_owned()));
        assert!(asked("  ").is_err());
        assert!(asked(&"x".repeat(121)).is_err());
    }
}
