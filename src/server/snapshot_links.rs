//! Use cases of links to snapshots: listed, made, revoked. What a link opens is `shared_view`.

use super::{Context, Failure, qr_code, scenarios};
use crate::api::{
    ApiError, LinkState, MakeSnapshotLink, NewSnapshotLink, SHARED_KEY, SHARED_PATH, ScenarioId, SnapshotId,
    SnapshotLinkEntry, SnapshotLinkId,
};
use crate::plan::PathError;
use crate::store::{Secret, StoreError, StoredLink};

/// The links to the snapshots of a scenario.
///
/// # Errors
/// [`ApiError::Forbidden`], [`ApiError::NotFound`] when there is no such scenario.
pub async fn list(context: &Context, asked: Option<ScenarioId>) -> Result<Vec<SnapshotLinkEntry>, Failure> {
    let scenario = scenarios::asked_or_working(context, asked).await?;
    let stored = context.store.snapshot_links(&context.sharer()?, scenario.0).await?;
    Ok(stored.into_iter().map(entry).collect())
}

/// Makes a link; its address is told this once.
///
/// # Errors
/// [`ApiError::Forbidden`], [`ApiError::NotFound`] when there is no such snapshot, [`ApiError::Invalid`] when it has as many
/// links as it may have.
pub async fn make(context: &Context, command: MakeSnapshotLink) -> Result<NewSnapshotLink, Failure> {
    let MakeSnapshotLink { snapshot, days, command } = command;
    let sharer = context.sharer()?;
    let key = Secret::new();
    // The site as the settings name it, never as the request does: whoever could make a browser ask under another name would
    // otherwise have the key of the link printed for a host of theirs.
    let address = format!("{}{}", context.house.url, path_of(&key));
    let code = qr_code::of(&address).map_err(|error| Failure::Fault(Box::new(error)))?;
    let asked = (snapshot.0, days);
    match context.store.make_snapshot_link(&sharer, command, asked, &key.fingerprint()).await {
        Ok(made) => Ok(NewSnapshotLink { link: entry(made), address, code }),
        Err(StoreError::NotFound) => Err(ApiError::NotFound { what: "Der Stand".to_owned() }.into()),
        Err(error @ StoreError::TooManyLinks(_)) => {
            let reason = error.to_string().trim_end_matches('.').to_owned();
            Err(ApiError::Invalid { errors: vec![PathError { path: String::new(), reason }] }.into())
        }
        Err(error) => Err(error.into()),
    }
}

/// Revokes a link.
///
/// # Errors
/// [`ApiError::Forbidden`], [`ApiError::NotFound`] when there is no such link.
pub async fn revoke(context: &Context, link: SnapshotLinkId) -> Result<SnapshotLinkEntry, Failure> {
    Ok(entry(context.store.revoke_snapshot_link(&context.sharer()?, link.0).await?))
}

/// Path and query of the link with this key.
pub(super) fn path_of(key: &Secret) -> String {
    format!("{SHARED_PATH}?{SHARED_KEY}={}", key.reveal())
}

fn entry(stored: StoredLink) -> SnapshotLinkEntry {
    let state = match stored.revoked_at {
        Some(_) => LinkState::Revoked,
        None if stored.is_expired() => LinkState::Expired,
        None => LinkState::InForce,
    };
    let StoredLink { id, snapshot, name, made_by, recorded_at, expires_at, .. } = stored;
    SnapshotLinkEntry {
        id: SnapshotLinkId(id),
        snapshot: SnapshotId(snapshot),
        name,
        by: made_by,
        at: recorded_at,
        until: expires_at,
        state,
    }
}
