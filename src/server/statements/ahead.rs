//! The forecast that statements can refer to: computed beside the requests, one at a time and for a bounded time, and kept under
//! the fingerprint of all that it follows from.

use crate::plan::{Change, Digest, Plan};
use crate::statement::{LookAhead, NoForecast};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// Longest time that a forecast may take of a processor; below the time limit of all requests.
const LONGEST: Duration = Duration::from_secs(20);

/// Forecasts that are kept.
const KEPT: usize = 16;

/// A forecast, or why there is none.
pub(in crate::server) type Known = Result<Arc<LookAhead>, NoForecast>;

/// By fingerprint.
type Kept = BTreeMap<Digest, Known>;

static KEEP: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);

static TURN: Semaphore = Semaphore::const_new(1);

fn keep<R>(look: impl FnOnce(&mut Kept) -> R) -> R {
    // What a panic left behind is whole: entries are put in one by one.
    look(&mut KEEP.lock().unwrap_or_else(PoisonError::into_inner))
}

/// The forecast of a plan and its changes, or why it cannot be had.
pub(in crate::server) async fn ahead(plan: &Plan, changes: &[Change]) -> Known {
    within(plan, changes, LONGEST).await
}

/// The same within a time of our own.
async fn within(plan: &Plan, changes: &[Change], longest: Duration) -> Known {
    let fingerprint = LookAhead::fingerprint(plan, changes);
    if let Some(known) = keep(|kept| kept.get(&fingerprint).cloned()) {
        return known;
    }
    // Nobody closes it.
    let turn = TURN.acquire().await.map_err(|_| NoForecast::OutOfTime)?;
    // Whoever had the turn before may have asked for the same.
    if let Some(known) = keep(|kept| kept.get(&fingerprint).cloned()) {
        return known;
    }
    let (plan, changes) = (plan.clone(), changes.to_vec());
    let work = move || {
        // A request that is given up does not let the next one begin before the work ends.
        let _turn = turn;
        let end = Instant::now() + longest;
        let made = match LookAhead::of(&plan, &changes, || Instant::now() < end) {
            Ok(Some(made)) => Ok(Arc::new(made)),
            // Out of time: not kept, because a less busy machine may answer the next request.
            Ok(None) => return Err(NoForecast::OutOfTime),
            Err(error) => {
                tracing::warn!(%error, "no forecast for statements");
                Err(NoForecast::NotSimulated)
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
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| {
        tracing::error!(%error, "the forecast for statements broke off");
        Err(NoForecast::NotSimulated)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;

    #[tokio::test]
    async fn what_takes_too_long_is_told_and_tried_again() {
        let mut plan = builtin().unwrap();
        plan.case_types.truncate(1);
        plan.name = "Nur für diese Prüfung".to_owned();
        let in_no_time = within(&plan, &[], Duration::ZERO).await;
        assert_eq!(in_no_time.err(), Some(NoForecast::OutOfTime));
        assert!(within(&plan, &[], Duration::from_secs(60)).await.is_ok(), "the time that ran out was kept");
        assert!(within(&plan, &[], Duration::ZERO).await.is_ok(), "what was computed is kept");
    }
}
