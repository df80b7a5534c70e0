//! Working together: tells every open page of a scenario what the others did and what they hold.
//!
//! What is told is always the state as it is now, never a history: a page that was slow, or hears twice, misses
//! nothing. Versions come from the outbox, and so also from another process on the same database. Who is there is kept
//! in memory only; it is gone with the process, as are the connections that it stands for.

mod feed;
mod room;
mod stream;

use super::{Context, Failure};
use crate::api::{ApiError, Hold};
use crate::store::{Store, Tenant};
use room::{Rooms, Seat};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
pub(super) use stream::open;
use uuid::Uuid;

/// Most pages that listen at the same time.
const MAX_STREAMS: usize = 512;

/// Most pages that listen to one scenario.
const MAX_IN_ROOM: usize = 64;

/// The rooms of all scenarios that are open somewhere. Copies are the same rooms.
#[derive(Debug, Clone)]
pub struct Live(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    store: Store,
    rooms: Mutex<Rooms>,
}

impl Inner {
    /// A panic cannot leave a room half changed: every change is one assignment.
    fn rooms(&self) -> MutexGuard<'_, Rooms> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Live {
    /// No room yet.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self(Arc::new(Inner { store, rooms: Mutex::default() }))
    }

    /// How many pages listen.
    pub(super) fn listening(&self) -> usize {
        self.0.rooms().listening()
    }

    /// Takes a place in a scenario; it is given back when the seat is dropped. None where there are too many.
    fn join(&self, tenant: &Tenant, scenario: Uuid, workplace: Uuid) -> Option<Seat> {
        let seat = self.0.rooms().join(tenant, scenario, workplace, &self.0)?;
        feed::start(&self.0, tenant);
        Some(seat)
    }
}

/// Notes what a workplace holds and tells the others.
///
/// # Errors
/// [`ApiError::NotFound`] when it does not listen to that scenario.
#[expect(clippy::unused_async, reason = "use cases are asynchronous")]
pub async fn hold(context: &Context, hold: Hold) -> Result<bool, Failure> {
    let Hold { scenario, workplace, holding } = hold;
    context.viewer(scenario)?;
    let tenant = &context.actor().tenant;
    if context.live.0.rooms().hold(tenant, scenario.0, workplace, holding) {
        return Ok(true);
    }
    Err(ApiError::NotFound { what: "Ihr Arbeitsplatz in diesem Szenario".to_owned() }.into())
}
