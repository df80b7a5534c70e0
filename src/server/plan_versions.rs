//! Use cases of the versions of the plan: told with what changed, and brought back as a scenario.

use super::{Context, Failure};
use crate::api::{
    ApiError, PlanVersion, PlanVersions, RestoreVersion, RestoredVersion, ScenarioId, VersionKind,
};
use crate::format::{Language, date};
use crate::plan::{Change, Plan, Whence, difference, in_words, towards};
use crate::store::{Restoring, StoreError, StoredVersion, VersionOrigin};

/// Versions that one answer tells.
const MOST_VERSIONS: usize = 20;

/// Changes of a version that are told in words.
const MOST_CHANGES: usize = 60;

/// Versions of the plan before one of them, or the newest ones.
///
/// # Errors
/// [`Failure::Fault`] when the database cannot be read.
pub async fn list(context: &Context, before: Option<i64>, english: bool) -> Result<PlanVersions, Failure> {
    let language = if english { Language::English } else { Language::German };
    // One more: each is told against the one before it.
    let asked = (before, i64::try_from(MOST_VERSIONS + 1).unwrap_or(i64::MAX));
    let stored = context.store.plan_versions(context.permit()?, context.actor(), asked).await?;
    let mut versions = Vec::new();
    for (index, version) in stored.iter().take(MOST_VERSIONS).enumerate() {
        let told = match stored.get(index + 1) {
            Some(earlier) => {
                let whence = Whence { version: Some(version.version), language };
                what_changed(&earlier.plan, &version.plan, whence)
            }
            None => Vec::new(),
        };
        versions.push(entry(version, told));
    }
    Ok(PlanVersions { versions, more: stored.len() > MOST_VERSIONS })
}

/// Makes a scenario that brings a version of the plan back.
///
/// # Errors
/// [`ApiError::NotFound`], [`ApiError::NotApproved`], [`ApiError::Refused`], [`ApiError::TooManyScenarios`].
pub async fn restore(context: &Context, command: RestoreVersion) -> Result<RestoredVersion, Failure> {
    let RestoreVersion { version, command, name, english } = command;
    let language = if english { Language::English } else { Language::German };
    let whence = Whence { version: Some(version), language };
    let mut lost = Vec::new();
    let way = |now: &Plan, earlier: &Plan| {
        let (changes, beyond) = way_back(now, earlier, whence);
        lost = beyond;
        Restoring { description: name.clone(), name, changes }
    };
    match context.store.restore_version(&context.creator()?, command, version, way).await {
        Ok(made) => {
            Ok(RestoredVersion { scenario: ScenarioId(made.id), name: made.described.name, beyond: lost })
        }
        Err(StoreError::NotFound) => {
            Err(ApiError::NotFound { what: "Die Fassung des Plans".to_owned() }.into())
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether two versions differ in nothing but what is decided.
fn same_base(one: &Plan, other: &Plan) -> bool {
    let bare = |plan: &Plan| Plan { decided: Vec::new(), ..plan.clone() };
    bare(one) == bare(other)
}

/// By which changes the one version becomes the other, and what changes cannot do.
fn way_back(now: &Plan, earlier: &Plan, whence: Whence) -> (Vec<Change>, Vec<String>) {
    if same_base(now, earlier) {
        let base = Plan { decided: Vec::new(), ..now.clone() };
        return (difference(&base, &now.decided, &earlier.decided), Vec::new());
    }
    let found = towards(now, &[], earlier, whence);
    (found.changes, found.beyond)
}

/// How a version differs from the one before it, in words.
fn what_changed(before: &Plan, after: &Plan, whence: Whence) -> Vec<String> {
    let told = |changes: &[Change]| -> Vec<String> {
        let words = in_words(before, &[], changes, whence.language);
        let line = |(change, words): (&Change, String)| {
            format!("{}: {words}", date(change.effective, whence.language))
        };
        changes.iter().zip(words).map(line).collect()
    };
    match after.decided.strip_prefix(before.decided.as_slice()) {
        Some(added) if same_base(before, after) => told(added),
        _ => {
            let found = towards(before, &[], after, whence);
            told(&found.changes).into_iter().chain(found.beyond).collect()
        }
    }
}

fn entry(stored: &StoredVersion, mut changes: Vec<String>) -> PlanVersion {
    let count = changes.len();
    changes.truncate(MOST_CHANGES);
    let mut entry = PlanVersion {
        version: stored.version,
        kind: VersionKind::Unknown,
        scenario: None,
        source: String::new(),
        scenario_version: None,
        resolution: String::new(),
        decided_on: None,
        restores: None,
        note: stored.note.clone(),
        role: stored.role,
        at: stored.recorded_at,
        hash: stored.hash.clone(),
        intact: stored.intact,
        count,
        changes,
    };
    match &stored.origin {
        VersionOrigin::First => entry.kind = VersionKind::First,
        VersionOrigin::Unknown => {}
        VersionOrigin::Replaced { source } => {
            entry.kind = VersionKind::Replaced;
            entry.source.clone_from(source);
        }
        VersionOrigin::Adopted { scenario, version, resolution, restores } => {
            entry.kind = VersionKind::Adopted;
            (entry.scenario_version, entry.restores) = (*version, *restores);
            if let Some((id, name)) = scenario {
                entry.scenario = Some(ScenarioId(*id));
                entry.source.clone_from(name);
            }
            if let Some((number, day)) = resolution {
                entry.resolution.clone_from(number);
                entry.decided_on = Some(*day);
            }
        }
    }
    entry
}
