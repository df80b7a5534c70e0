//! A snapshot (Stand): an organisation and the steps made on it, as they were at a moment; it is never changed again.
//!
//! Whoever has its fingerprint can tell at any later time, and on any machine, whether what is shown is what was shown then.

use super::read::{Errors, Fields, Node, Path, Read, word};
use super::{Change, Digest, Plan};
use serde::Serialize;

/// The version of the form in which a snapshot is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub enum SnapshotFormat {
    /// The first version.
    #[default]
    #[serde(rename = "stellwerk-snapshot/1")]
    V1,
}

/// A plan and the steps in force on it.
///
/// ```
/// use stellwerk::plan::{Snapshot, builtin};
///
/// let one = Snapshot::new(builtin().unwrap(), Vec::new());
/// let again = Snapshot::from_canonical(&one.canonical()).unwrap();
/// assert_eq!((again.digest(), &again), (one.digest(), &one));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Snapshot {
    /// Version of the form.
    pub format: SnapshotFormat,
    /// The plan that the steps were made on.
    pub plan: Plan,
    /// The steps in force, in their order.
    pub steps: Vec<SnapshotStep>,
}

/// Changes that were made together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SnapshotStep {
    /// What changes, in this order.
    pub changes: Vec<Change>,
    /// Why, where it was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Snapshot {
    /// A plan and the steps in force on it.
    #[must_use]
    pub fn new(plan: Plan, steps: Vec<SnapshotStep>) -> Self {
        Self { format: SnapshotFormat::V1, plan, steps }
    }

    /// A plan and changes of which it is not known what was made together: each a step of its own.
    #[must_use]
    pub fn of_changes(plan: Plan, changes: Vec<Change>) -> Self {
        let step = |change| SnapshotStep { changes: vec![change], reason: None };
        Self::new(plan, changes.into_iter().map(step).collect())
    }

    /// The changes in their order.
    #[must_use]
    pub fn changes(&self) -> Vec<Change> {
        self.steps.iter().flat_map(|step| step.changes.iter().cloned()).collect()
    }

    /// The one text that stands for it: what is kept, and what the fingerprint is of.
    #[must_use]
    pub fn canonical(&self) -> String {
        // Writing to a string fails only for keys that are no text, and a plan has none.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads the text that [`Self::canonical`] wrote.
    ///
    /// # Errors
    /// [`InvalidPlan`](super::InvalidPlan) with every place that cannot be read.
    pub fn from_canonical(text: &str) -> Result<Self, super::InvalidPlan> {
        super::read::form(text.as_bytes())
    }

    /// The fingerprint of its text.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(self.canonical().as_bytes())
    }
}

impl Read for SnapshotFormat {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        word(node, &[("stellwerk-snapshot/1", Self::V1)], path, errors)
    }
}

impl Read for Snapshot {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["format", "plan", "steps"], errors);
        Self {
            format: fields.required("format"),
            plan: fields.required("plan"),
            steps: fields.required("steps"),
        }
    }
}

impl Read for SnapshotStep {
    /// A scenario bounds them.
    const MOST: usize = usize::MAX;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["changes", "reason"], errors);
        Self { changes: fields.required("changes"), reason: fields.optional("reason") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Action, UnitId, builtin};

    fn snapshot() -> Snapshot {
        let plan = builtin().unwrap();
        let action = Action::RenameUnit { unit: UnitId::parse("asyl").unwrap(), name: "Äsyl".to_owned() };
        let change = Change { effective: plan.as_of, action };
        let step = |reason: Option<&str>| SnapshotStep {
            changes: vec![change.clone()],
            reason: reason.map(str::to_owned),
        };
        Snapshot::new(plan, vec![step(None), step(Some("weil"))])
    }

    #[test]
    fn its_text_leads_back_to_it() {
        let one = snapshot();
        assert_eq!(Snapshot::from_canonical(&one.canonical()), Ok(one.clone()));
        assert_eq!(one.changes().len(), 2);
    }

    #[test]
    fn whatever_differs_gives_another_fingerprint() {
        let one = snapshot();
        let mut other = one.clone();
        other.steps[1].reason = None;
        assert_ne!(other.digest(), one.digest());
        other = one.clone();
        other.steps.swap(0, 1);
        assert_ne!(other.digest(), one.digest());
        other = one.clone();
        other.plan.posts.pop();
        assert_ne!(other.digest(), one.digest());
        assert_eq!(one.clone().digest(), one.digest());
    }

    #[test]
    fn another_form_is_refused() {
        let text = snapshot().canonical().replacen("snapshot/1", "snapshot/9", 1);
        assert!(Snapshot::from_canonical(&text).is_err());
    }
}
