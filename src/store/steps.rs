//! A step of a scenario and the form in which it is stored.

use super::StoreError;
use super::scenarios::corrupt;
use crate::plan::Change;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use uuid::Uuid;

/// A step as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredStep {
    /// Key.
    pub id: Uuid,
    /// What changes, in this order.
    pub changes: Vec<Change>,
    /// Why.
    pub reason: Option<String>,
    /// Taken back.
    pub undone: bool,
    /// The package that it belongs to.
    #[serde(default)]
    pub package: Option<Uuid>,
    /// Microseconds since 1970-01-01 UTC.
    pub recorded_at: i64,
    /// The account that made it; none for steps from before this was kept, and for copies: those are everybody's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

impl StoredStep {
    /// Whether somebody may take it back as a step of their own.
    #[must_use]
    pub fn is_of(&self, actor: &str) -> bool {
        self.by.as_deref().is_none_or(|by| by == actor)
    }
}

/// What the column `change` holds. Before there were steps it held a single change.
#[derive(Serialize, Deserialize)]
struct Content<'a> {
    changes: Cow<'a, [Change]>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<Cow<'a, str>>,
    /// Who made the step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<Cow<'a, str>>,
}

impl Content<'_> {
    fn read(text: &str) -> Result<Self, StoreError> {
        // A step first: a large one would be read to its end twice, a single change is small.
        serde_json::from_str(text).or_else(|error| match serde_json::from_str::<Change>(text) {
            Ok(change) => Ok(Self { changes: Cow::Owned(vec![change]), reason: None, by: None }),
            Err(_) => Err(corrupt(error)),
        })
    }
}

/// The changes of a step as it is stored.
pub(super) fn changes(text: &str) -> Result<Vec<Change>, StoreError> {
    Ok(Content::read(text)?.changes.into_owned())
}

/// A step as it is written.
pub(super) fn content(
    changes: &[Change],
    reason: Option<&str>,
    by: Option<&str>,
) -> Result<String, StoreError> {
    let (changes, reason, by) = (Cow::Borrowed(changes), reason.map(Cow::Borrowed), by.map(Cow::Borrowed));
    let content = Content { changes, reason, by };
    serde_json::to_string(&content).map_err(corrupt)
}

/// Key, content, state, package, time of recording.
pub(super) type StepRow = (String, String, String, Option<String>, i64);

/// A step from its row.
pub(super) fn step((id, change, state, package, recorded_at): StepRow) -> Result<StoredStep, StoreError> {
    let content = Content::read(&change)?;
    Ok(StoredStep {
        id: id.parse().map_err(corrupt)?,
        changes: content.changes.into_owned(),
        reason: content.reason.map(Cow::into_owned),
        undone: state == "undone",
        package: package.map(|id| id.parse()).transpose().map_err(corrupt)?,
        recorded_at,
        by: content.by.map(Cow::into_owned),
    })
}
