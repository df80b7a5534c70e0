//! Tells the log the newest entry of the audit trail, so that a log kept elsewhere proves later that none was cut off.

use super::ending::Ending;
use crate::store::{Anchor, Store};
use std::time::Duration;

/// Entries after which it is told again.
const EVERY: i64 = 100;

/// Least time between two looks: a commit is followed by others.
const PAUSE: Duration = Duration::from_secs(10);

/// Tells it at the start, and again whenever enough has been added, until the server ends.
pub(super) async fn tell(store: Store, ending: Ending) {
    let mut commits = store.commits();
    let mut told = None;
    while !ending.has_begun() {
        match store.anchors().await {
            Ok(anchors) => {
                let places = anchors.iter().filter_map(|anchor| anchor.position).sum::<i64>();
                if told.is_none_or(|told| places - told >= EVERY) {
                    say(&anchors);
                    told = Some(places);
                }
            }
            Err(error) => tracing::error!(%error, "the newest entry of the audit trail could not be read"),
        }
        let news = async {
            let changed = commits.changed().await;
            tokio::time::sleep(PAUSE).await;
            changed.is_ok()
        };
        tokio::select! {
            () = ending.begun() => return,
            goes_on = news => if !goes_on { return },
        }
    }
}

/// Tells it once more, at the end.
pub(super) async fn tell_last(store: &Store) {
    if let Ok(anchors) = store.anchors().await {
        say(&anchors);
    }
}

fn say(anchors: &[Anchor]) {
    for anchor in anchors {
        tracing::info!(%anchor, "anchor of the audit trail");
    }
}
