//! The stream of events of one page.

use super::Live;
use super::room::{Seat, State};
use crate::api::{ApiError, BESIDE, CHANGED, HEARTBEAT, HEARTBEAT_SECONDS, PRESENCE, ScenarioId};
use crate::server::Ending;
use crate::server::context::{self, Context, Failure, request_id};
use crate::server::refusal::answer;
use crate::server::router::AppState;
use axum::extract::{Path, Query, Request};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::Deserialize;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;
use tokio::time::{Instant, sleep, sleep_until};
use uuid::Uuid;

/// Longest life of a stream; the page then asks again, and is asked again for its rights.
const LONGEST: Duration = Duration::from_secs(3_600);

/// How soon a browser asks again when the stream has ended.
const RETRY: Duration = Duration::from_secs(1);

/// Who listens.
#[derive(Debug, Deserialize)]
pub(in crate::server) struct Listener {
    arbeitsplatz: Uuid,
}

/// Opens the stream of a scenario.
pub(in crate::server) async fn open(
    axum::extract::State(app): axum::extract::State<AppState>,
    scenario: Result<Path<Uuid>, axum::extract::rejection::PathRejection>,
    listener: Result<Query<Listener>, axum::extract::rejection::QueryRejection>,
    request: Request,
) -> Response {
    let (Ok(Path(scenario)), Ok(Query(Listener { arbeitsplatz }))) = (scenario, listener) else {
        return answer(&ApiError::NotFound { what: "Das Szenario".to_owned() });
    };
    let id = request_id(request.extensions());
    let context = context::of(&app, request.extensions(), None);
    match join(&context, scenario, arbeitsplatz).await {
        Ok(seat) => events(seat, app.ending, context).into_response(),
        Err(Failure::Answer(error)) => answer(&error),
        Err(Failure::Fault(error)) => {
            tracing::error!(request_id = id, %error, "a stream could not be opened");
            answer(&ApiError::Internal { request_id: id })
        }
    }
}

/// Takes a place in a scenario that may be seen.
async fn join(context: &Context, scenario: Uuid, workplace: Uuid) -> Result<Seat, Failure> {
    let viewer = context.viewer(ScenarioId(scenario))?;
    // Before a room is opened for something that does not exist.
    context.store.scenario_version(&viewer).await?;
    let Live(inner) = &context.live;
    let tenant = &context.actor().tenant;
    let seat = context.live.join(tenant, scenario, workplace).ok_or(ApiError::Busy)?;
    // Once more: from here on the news are heard, and what came before is in this.
    let version = context.store.scenario_version(&viewer).await?;
    inner.rooms().tell(tenant, scenario, (version, 0));
    Ok(seat)
}

/// What the page was told last, and what it still has to be told.
struct Telling {
    seat: Seat,
    ending: Ending,
    context: Context,
    until: Instant,
    told: Option<State>,
    due: VecDeque<Event>,
}

fn events(seat: Seat, ending: Ending, context: Context) -> impl IntoResponse {
    let (until, due) = (Instant::now() + LONGEST, VecDeque::new());
    let telling = Telling { seat, ending, context, until, told: None, due };
    let events = stream::unfold(telling, |mut telling| async move {
        let event = telling.next().await?;
        Some((Ok::<_, Infallible>(event), telling))
    });
    // A proxy that collects answers would keep the news to itself.
    ([("x-accel-buffering", "no")], Sse::new(events))
}

impl Telling {
    /// The next event; none at the end of the stream.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.due.pop_front() {
                return Some(event);
            }
            self.look();
            if !self.due.is_empty() {
                continue;
            }
            let heartbeat = sleep(Duration::from_secs(u64::from(HEARTBEAT_SECONDS)));
            tokio::select! {
                changed = self.seat.state.changed() => {
                    changed.ok()?;
                    if !self.context.is_signed_in().await {
                        return None;
                    }
                }
                () = self.ending.begun() => return None,
                () = sleep_until(self.until) => return None,
                () = heartbeat => {
                    // Whoever was signed out is told nothing more.
                    if !self.context.is_signed_in().await {
                        return None;
                    }
                    let version = self.seat.state.borrow().version;
                    return Some(Event::default().event(HEARTBEAT).data(version.to_string()));
                }
            }
        }
    }

    /// Puts down what differs from what was told.
    fn look(&mut self) {
        let now = self.seat.state.borrow_and_update().clone();
        let before = self.told.as_ref();
        let first = before.is_none();
        if before.is_none_or(|before| before.version != now.version) {
            let event = Event::default().event(CHANGED).data(now.version.to_string());
            self.due.push_back(if first { event.retry(RETRY) } else { event });
        }
        if before.map_or(0, |before| before.beside) != now.beside {
            self.due.push_back(Event::default().event(BESIDE).data(now.beside.to_string()));
        }
        let own = self.seat.workplace;
        let presence = now.presence(own);
        if before.is_none_or(|before| before.presence(own) != presence) {
            // Serializing numbers and checked identifiers cannot fail.
            if let Ok(event) = Event::default().event(PRESENCE).json_data(&presence) {
                self.due.push_back(event);
            }
        }
        self.told = Some(now);
    }
}
