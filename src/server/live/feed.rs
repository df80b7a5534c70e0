//! Carries news from the outbox into the rooms, as long as somebody is there to hear them.

use super::Inner;
use crate::store::Tenant;
use std::sync::{Arc, Weak};
use std::time::Duration;
use uuid::Uuid;

/// How often the outbox is looked at without having been told: another process may write to the same database.
const ELSEWHERE: Duration = Duration::from_millis(500);

/// Reads an organisation's news from now on, unless that is being done.
pub(super) fn start(inner: &Arc<Inner>, tenant: &Tenant) {
    {
        let mut rooms = inner.rooms();
        if rooms.fed.contains(tenant) {
            return;
        }
        rooms.fed.push(tenant.clone());
    }
    tokio::spawn(run(Arc::downgrade(inner), tenant.clone()));
}

/// Ends when the organisation's last room is closed. What was written before the first look everybody reads from the
/// scenario itself, after having taken a place; so nothing is missed when the outbox is read from its end, or as a whole.
async fn run(rooms: Weak<Inner>, tenant: Tenant) {
    let mut last: Option<Uuid> = None;
    let Some(mut commits) = rooms.upgrade().map(|inner| inner.store.commits()) else { return };
    loop {
        {
            let Some(inner) = rooms.upgrade() else { return };
            if is_over(&inner, &tenant) {
                return;
            }
            match inner.store.told_since(&tenant, last).await {
                Ok(news) => {
                    let rooms = inner.rooms();
                    for told in news {
                        last = last.max(Some(told.id));
                        if let Ok(scenario) = told.subject.parse() {
                            rooms.tell(&tenant, scenario, (told.version, told.beside));
                        }
                    }
                }
                Err(error) => tracing::warn!(%error, "the outbox cannot be read; it is tried again"),
            }
        }
        tokio::select! {
            Ok(()) = commits.changed() => {}
            () = tokio::time::sleep(ELSEWHERE) => {}
        }
    }
}

/// Whether nobody is there any more; whoever comes next starts anew.
fn is_over(inner: &Inner, tenant: &Tenant) -> bool {
    let mut rooms = inner.rooms();
    let over = !rooms.is_open(tenant);
    if over {
        rooms.fed.retain(|fed| fed != tenant);
    }
    over
}
