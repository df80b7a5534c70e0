//! The line to the server: a stream of events while somebody looks at the page, questions where there is no stream.

use super::{Watch, ask};
use crate::api::{BESIDE, CHANGED, HEARTBEAT, HEARTBEAT_SECONDS, PRESENCE, Presence, STREAM_PATH, WORKPLACE};
use crate::plan::read::form;
use crate::ui::browser::event_source::{EventSource, Happened};
use crate::ui::browser::{clock, document};
use crate::ui::state::Connection;
use std::cell::Cell;
use std::rc::Rc;

/// A page that nobody looks at gives its connection back after so long, in milliseconds: browsers have six for a site.
const UNSEEN_MS: f64 = 20_000.0;

/// A page that is about to be left asks for nothing for so long, in milliseconds; one that stays after all goes on then.
const LEAVING_MS: f64 = 10_000.0;

/// Silence after which a stream is dead, in milliseconds: two heartbeats and a half.
const SILENCE_MS: f64 = HEARTBEAT_SECONDS as f64 * 2_500.0;

/// How often the version is asked for where no stream tells of it, in milliseconds.
const ASK_MS: f64 = 3_000.0;

/// First pause before a refused stream is asked for again, in milliseconds; it doubles up to [`LONGEST_PAUSE_MS`].
const FIRST_PAUSE_MS: f64 = 2_000.0;
const LONGEST_PAUSE_MS: f64 = 60_000.0;

/// What the stream's events leave for the next tick.
#[derive(Default)]
struct Heard {
    /// When something was heard last, in milliseconds of the page.
    at: Cell<f64>,
    /// Whether the stream told something and has not broken since.
    stands: Cell<bool>,
    /// Whether the browser has given the stream up.
    closed: Cell<bool>,
}

/// The line; ticks once a second.
pub(super) struct Line {
    watch: Watch,
    stream: Option<EventSource>,
    heard: Rc<Heard>,
    unseen_since: Option<f64>,
    quiet_until: f64,
    open_at: f64,
    pause: f64,
    asked_at: f64,
}

impl Line {
    pub(super) fn new(watch: Watch) -> Self {
        Self {
            watch,
            stream: None,
            heard: Rc::default(),
            unseen_since: None,
            quiet_until: 0.0,
            open_at: 0.0,
            pause: FIRST_PAUSE_MS,
            asked_at: 0.0,
        }
    }

    /// Does what is due.
    pub(super) async fn tick(&mut self) {
        let now = clock::now_ms();
        let together = self.watch.plan.together;
        if together.takes_leave() {
            self.stream = None;
            self.quiet_until = now + LEAVING_MS;
        }
        if now < self.quiet_until {
            return;
        }
        if !document::is_visible() {
            let since = *self.unseen_since.get_or_insert(now);
            if now - since > UNSEEN_MS && self.stream.take().is_some() {
                together.set_connection(Connection::Unknown);
                together.set_presence(Presence::default());
            }
            return;
        }
        self.unseen_since = None;
        if !document::is_online() {
            self.stream = None;
            self.open_at = now;
            together.set_connection(Connection::Lost);
            return;
        }
        self.mend(now);
        let stands = self.stream.is_some() && self.heard.stands.get();
        if !stands && now - self.asked_at > ASK_MS {
            self.asked_at = now;
            ask(self.watch).await;
        }
    }

    /// Opens the stream where there is none, and leaves one that is dead.
    fn mend(&mut self, now: f64) {
        let dead = now - self.heard.at.get() > SILENCE_MS;
        if self.stream.is_some() && (self.heard.closed.get() || dead) {
            self.stream = None;
            self.open_at = now + self.pause;
            self.pause = (self.pause * 2.0).min(LONGEST_PAUSE_MS);
        }
        if self.heard.stands.get() {
            self.pause = FIRST_PAUSE_MS;
        }
        if self.stream.is_none() && now >= self.open_at {
            self.heard = Rc::default();
            self.heard.at.set(now);
            // The stream speaks first; asking is for where it does not.
            self.asked_at = now;
            self.stream = self.open();
            self.heard.closed.set(self.stream.is_none());
        }
    }

    fn open(&self) -> Option<EventSource> {
        let Watch { plan, .. } = self.watch;
        let scenario = plan.server.try_with_untracked(|state| state.id)?;
        let address = format!("{STREAM_PATH}{scenario}?{WORKPLACE}={}", plan.together.workplace());
        let (watch, heard) = (self.watch, Rc::clone(&self.heard));
        EventSource::open(&address, &[CHANGED, PRESENCE, BESIDE, HEARTBEAT], move |happened| {
            if watch.plan.server.try_with_untracked(|_| ()).is_some() {
                take(watch, &heard, happened);
            }
        })
    }
}

fn take(watch: Watch, heard: &Heard, happened: Happened) {
    let together = watch.plan.together;
    heard.at.set(clock::now_ms());
    match happened {
        Happened::Told(name, data) => {
            // A stream that has just been let in; one from before may go on for some seconds after its session.
            if !heard.stands.replace(true) {
                together.set_signed_out(false);
            }
            together.set_connection(Connection::There);
            if name == PRESENCE {
                if let Ok(presence) = form::<Presence>(data.as_bytes()) {
                    together.set_presence(presence);
                }
            } else if name == BESIDE {
                together.note_beside(data.parse().unwrap_or_default());
            } else if let Ok(version) = data.parse() {
                watch.heard(version);
                if name == HEARTBEAT {
                    // A look that failed is made up for.
                    watch.consider();
                }
            }
        }
        Happened::Broken(closed) => {
            let stood = heard.stands.replace(false);
            heard.closed.set(closed);
            if stood {
                together.set_connection(Connection::Lost);
            }
        }
    }
}
