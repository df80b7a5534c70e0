//! Working together: whether the server can be heard, who else is in the scenario, and what each holds.

use crate::api::{Holding, Presence, Subject};
use crate::ui::dynamic::Held;
use crate::ui::visitor::Visitor;
use leptos::prelude::*;
use uuid::Uuid;

/// Whether the server can be heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connection {
    /// Nothing is known yet, or nobody looks at the page.
    Unknown,
    /// It was heard a moment ago.
    There,
    /// It cannot be reached.
    Lost,
}

/// What the page knows of the others. In context everywhere; copies are the same.
#[derive(Debug, Clone, Copy)]
pub struct Together {
    connection: Held<Connection>,
    presence: Held<Presence>,
    holding: Held<Option<Holding>>,
    beside: Held<i64>,
    returns: StoredValue<u32>,
    signed_out: Held<bool>,
    leaving: StoredValue<bool>,
    workplace: StoredValue<Option<Uuid>>,
    account: StoredValue<String>,
}

impl Together {
    /// Makes it known to everything below.
    pub fn provide() {
        provide_context(Self {
            connection: Held::new(Connection::Unknown),
            presence: Held::new(Presence::default()),
            holding: Held::new(None),
            beside: Held::new(0),
            returns: StoredValue::new(0),
            signed_out: Held::new(false),
            leaving: StoredValue::new(false),
            workplace: StoredValue::new(None),
            account: StoredValue::new(Visitor::expect().name.unwrap_or_default()),
        });
    }

    /// From context.
    #[must_use]
    pub fn expect() -> Self {
        expect_context()
    }

    /// The identifier under which this page listens, made when it is first asked for; another one after each reload.
    #[must_use]
    pub fn workplace(self) -> Uuid {
        let id = self.workplace.get_value().unwrap_or_else(Uuid::new_v4);
        self.workplace.set_value(Some(id));
        id
    }

    /// The account under whose name what is not stored yet is kept in the browser.
    #[must_use]
    pub fn account(self) -> String {
        self.account.get_value()
    }

    /// Whether the server can be heard; tracks.
    #[must_use]
    pub fn connection(self) -> Connection {
        self.connection.get()
    }

    /// The same without tracking.
    #[must_use]
    pub fn connection_untracked(self) -> Connection {
        self.connection.get_untracked()
    }

    /// Notes whether the server can be heard.
    pub fn set_connection(self, connection: Connection) {
        let before = self.connection.get_untracked();
        if before == connection {
            return;
        }
        if connection == Connection::There {
            self.returns.update_value(|returns| *returns += 1);
        }
        if connection == Connection::Lost {
            self.set_presence(Presence::default());
        }
        self.connection.set(connection);
    }

    /// How often the server was reached after it could not be: whoever waits for it need not wait longer.
    #[must_use]
    pub fn returns(self) -> u32 {
        self.returns.get_value()
    }

    /// Whether the server has said that nobody is signed in any more; tracks.
    #[must_use]
    pub fn signed_out(self) -> bool {
        self.signed_out.get()
    }

    /// Notes whether somebody is signed in, as far as the last answer tells.
    pub fn set_signed_out(self, signed_out: bool) {
        self.signed_out.maybe_update(|known| std::mem::replace(known, signed_out) != signed_out);
    }

    /// Notes that the page is about to be left: the server is asked for nothing that it would refuse by now.
    pub fn leave(self) {
        self.leaving.set_value(true);
    }

    /// Whether the page is about to be left since this was asked last.
    #[must_use]
    pub fn takes_leave(self) -> bool {
        self.leaving.try_update_value(std::mem::take).unwrap_or_default()
    }

    /// Notes that something beside the changes was written; the number grows with each time.
    pub fn note_beside(self, number: i64) {
        self.beside.maybe_update(|known| {
            let newer = number > *known;
            *known = number.max(*known);
            newer
        });
    }

    /// Does something whenever somebody has written beside the changes, from now on.
    pub fn on_beside(self, read_again: impl Fn() + 'static) {
        Effect::new(move |before: Option<i64>| {
            let number = self.beside.get();
            if before.is_some_and(|before| before != number) {
                read_again();
            }
            number
        });
    }

    /// Who is there; tracks. Nobody as long as that is not known.
    #[must_use]
    pub fn presence(self) -> Presence {
        self.presence.get()
    }

    /// Notes who is there.
    pub fn set_presence(self, presence: Presence) {
        self.presence.maybe_update(|known| {
            let differs = *known != presence;
            *known = presence;
            differs
        });
    }

    /// What the others hold, each with its number; tracks.
    #[must_use]
    pub fn held_by_others(self) -> Vec<(u32, Holding)> {
        self.presence.with(|presence| {
            let others = presence.workplaces.iter().filter(|workplace| workplace.number != presence.own);
            others.filter_map(|other| Some((other.number, other.holding.clone()?))).collect()
        })
    }

    /// The number of another workplace that holds something; tracks.
    #[must_use]
    pub fn holder(self, subject: &Subject) -> Option<u32> {
        let held = self.held_by_others();
        held.iter().find(|(_, holding)| holding.subject == *subject).map(|(number, _)| *number)
    }

    /// What this page holds; tracks.
    #[must_use]
    pub fn holding(self) -> Option<Holding> {
        self.holding.get()
    }

    /// Tells the others what this page holds from now on; nothing when it lets go.
    pub fn hold(self, holding: Option<Holding>) {
        self.holding.maybe_update(|held| {
            let differs = *held != holding;
            *held = holding;
            differs
        });
    }
}
