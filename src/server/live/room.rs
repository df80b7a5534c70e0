//! Who is in which scenario.

use super::{Inner, MAX_IN_ROOM, MAX_STREAMS};
use crate::api::{Holding, Presence, Workplace};
use crate::store::Tenant;
use std::collections::BTreeMap;
use std::sync::{Arc, Weak};
use tokio::sync::watch;
use uuid::Uuid;

/// An organisation and one of its scenarios.
type Key = (Tenant, Uuid);

/// What everybody in a room is told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct State {
    /// The scenario's version, as far as it is known here.
    pub(super) version: i64,
    /// When something beside its changes was written last, as far as it is known here.
    pub(super) beside: i64,
    members: Vec<Member>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Member {
    workplace: Uuid,
    /// Which of the workplace's connections: the last one counts.
    connection: u64,
    number: u32,
    holding: Option<Holding>,
}

impl State {
    /// Who is there, as one of them is told.
    pub(super) fn presence(&self, workplace: Uuid) -> Presence {
        let own = self.members.iter().find(|member| member.workplace == workplace);
        let workplaces = self
            .members
            .iter()
            .map(|Member { number, holding, .. }| Workplace { number: *number, holding: holding.clone() });
        Presence { own: own.map_or(0, |own| own.number), workplaces: workplaces.collect() }
    }

    /// Takes the workplace in, or its new connection; members stay in the order of their numbers.
    fn enter(&mut self, workplace: Uuid, connection: u64) {
        if let Some(member) = self.members.iter_mut().find(|member| member.workplace == workplace) {
            member.connection = connection;
            return;
        }
        let place = (1..).zip(&self.members).position(|(free, member)| member.number != free);
        let place = place.unwrap_or(self.members.len());
        let number = u32::try_from(place + 1).unwrap_or(u32::MAX);
        self.members.insert(place, Member { workplace, connection, number, holding: None });
    }
}

/// All rooms that somebody is in.
#[derive(Debug, Default)]
pub(super) struct Rooms {
    rooms: BTreeMap<Key, watch::Sender<State>>,
    /// Organisations whose news are being read.
    pub(super) fed: Vec<Tenant>,
    connections: u64,
}

impl Rooms {
    /// Connections of all rooms.
    pub(super) fn listening(&self) -> usize {
        self.rooms.values().map(watch::Sender::receiver_count).sum()
    }

    /// Takes a place; none where there are too many.
    pub(super) fn join(
        &mut self,
        tenant: &Tenant,
        scenario: Uuid,
        workplace: Uuid,
        inner: &Arc<Inner>,
    ) -> Option<Seat> {
        let key = (tenant.clone(), scenario);
        let streams = self.listening();
        let here = self.rooms.get(&key).map_or(0, watch::Sender::receiver_count);
        if streams >= MAX_STREAMS || here >= MAX_IN_ROOM {
            return None;
        }
        self.connections += 1;
        let connection = self.connections;
        let room = self.rooms.entry(key.clone()).or_default();
        room.send_modify(|state| state.enter(workplace, connection));
        let mut state = room.subscribe();
        state.mark_changed();
        Some(Seat { state, workplace, key, connection, inner: Arc::downgrade(inner) })
    }

    /// Whether this organisation has a room.
    pub(super) fn is_open(&self, tenant: &Tenant) -> bool {
        self.rooms.keys().any(|(owner, _)| owner == tenant)
    }

    /// Tells a room its scenario's version and what is beside it, if that is newer than what it knows.
    pub(super) fn tell(&self, tenant: &Tenant, scenario: Uuid, (version, beside): (i64, i64)) {
        let Some(room) = self.rooms.get(&(tenant.clone(), scenario)) else { return };
        room.send_if_modified(|state| {
            let newer = version > state.version || beside > state.beside;
            state.version = state.version.max(version);
            state.beside = state.beside.max(beside);
            newer
        });
    }

    /// Notes what a workplace holds; whether it is there.
    pub(super) fn hold(
        &self,
        tenant: &Tenant,
        scenario: Uuid,
        workplace: Uuid,
        holding: Option<Holding>,
    ) -> bool {
        let Some(room) = self.rooms.get(&(tenant.clone(), scenario)) else { return false };
        let mut known = false;
        room.send_if_modified(|state| {
            let Some(member) = state.members.iter_mut().find(|member| member.workplace == workplace) else {
                return false;
            };
            known = true;
            let changed = member.holding != holding;
            member.holding = holding;
            changed
        });
        known
    }

    fn leave(&mut self, key: &Key, connection: u64) {
        let Some(room) = self.rooms.get(key) else { return };
        room.send_if_modified(|state| {
            let before = state.members.len();
            state.members.retain(|member| member.connection != connection);
            state.members.len() != before
        });
        if room.borrow().members.is_empty() {
            self.rooms.remove(key);
        }
    }
}

/// A place in a room; dropped, it is free again.
#[derive(Debug)]
pub(super) struct Seat {
    /// What the room knows.
    pub(super) state: watch::Receiver<State>,
    /// Who sits here.
    pub(super) workplace: Uuid,
    key: Key,
    connection: u64,
    inner: Weak<Inner>,
}

impl Drop for Seat {
    fn drop(&mut self) {
        if let Some(inner) = self.inner.upgrade() {
            inner.rooms().leave(&self.key, self.connection);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(state: &State) -> Vec<u32> {
        state.presence(Uuid::nil()).workplaces.iter().map(|workplace| workplace.number).collect()
    }

    #[test]
    fn numbers_are_the_least_free_ones_and_stay() {
        let mut state = State::default();
        for (workplace, connection) in [(1, 1), (2, 2), (3, 3)] {
            state.enter(Uuid::from_u128(workplace), connection);
        }
        assert_eq!(numbers(&state), [1, 2, 3]);
        state.members.retain(|member| member.connection != 2);
        assert_eq!(numbers(&state), [1, 3]);
        state.enter(Uuid::from_u128(4), 4);
        state.enter(Uuid::from_u128(5), 5);
        assert_eq!(numbers(&state), [1, 2, 3, 4]);
        assert_eq!(state.presence(Uuid::from_u128(4)).own, 2);
        // A second connection of the same workplace is the same workplace.
        state.enter(Uuid::from_u128(4), 6);
        assert_eq!(numbers(&state), [1, 2, 3, 4]);
        assert_eq!(state.presence(Uuid::from_u128(4)).own, 2);
        assert_eq!(state.presence(Uuid::from_u128(9)).own, 0);
    }
}
