//! The forecast that statements can refer to: computed beside the requests, one at a time and for a bounded time, and kept under
//! the fingerprint of all that it follows from.

use crate::plan::{Change, Digest, Plan};
use crate::statement::LookAhead;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// Longest time that a forecast may take of a processor; below the time limit of all requests.
const LONGEST: Duration = Duration::from_secs(20);

/// Forecasts that are kept.
const KEPT: usize = 16;

/// By fingerprint; none where the plan cannot be simulated.
type Kept = BTreeMap<Digest, Option<Arc<LookAhead>>>;

static KEEP: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);

static TURN: Semaphore = Semaphore::const_new(1);

fn keep<R>(look: impl FnOnce(&mut Kept) -> R) -> R {
    // What a panic left behind is whole: entries are put in one by one.
    look(&mut KEEP.lock().unwrap_or_else(PoisonError::into_inner))
}

/// The forecast of a plan and its changes; none where it cannot be had.
pub(super) async fn ahead(plan: &Plan, changes: &[Change]) -> Option<Arc<LookAhead>> {
    let fingerprint = LookAhead::fingerprint(plan, changes);
    if let Some(known) = keep(|kept| kept.get(&fingerprint).cloned()) {
        return known;
    }
    let turn = TURN.acquire().await.ok()?;
    // Whoever had the turn before may have asked for the same.
    if let Some(known) = keep(|kept| kept.get(&fingerprint).cloned()) {
        return known;
    }
    let (plan, changes) = (plan.clone(), changes.to_vec());
    let work = move || {
        // A request that is given up does not let the next one begin before the work ends.
        let _turn = turn;
        let end = Instant::now() + LONGEST;
        let made = match LookAhead::of(&plan, &changes, || Instant::now() < end) {
            Ok(Some(made)) => Some(Arc::new(made)),
            // Out of time: not kept, because a less busy machine may answer the next request.
            Ok(None) => return None,
            Err(error) => {
                tracing::warn!(%error, "no forecast for statements");
                None
            }
        };
        keep(|kept| {
            if kept.len() >= KEPT {
                kept.pop_first();
            }
            kept.insert(fingerprint, made.clone());
        });
        made
    };
    tokio::task::spawn_blocking(work).await.ok().flatten()
}
