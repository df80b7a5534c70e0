//! The list of changes as the user sees it: what the server has, and what is on its way there.

use crate::api::{Recorded, ScenarioState};
use crate::plan::Change;
use uuid::Uuid;

/// What the user asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// One change more.
    Append(Box<Change>),
    /// Take the last one back.
    Undo,
    /// Make the one taken back last again.
    Redo,
}

/// A request with the identifier under which the server carries it out once.
#[derive(Debug, Clone, PartialEq)]
pub struct Command {
    /// Made in the page.
    pub id: Uuid,
    /// What is asked.
    pub request: Request,
}

/// Changes in force and changes taken back, each in the order they were made.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sequence {
    /// In force.
    pub active: Vec<Change>,
    /// Taken back; the first is the next to be made again.
    pub undone: Vec<Change>,
}

impl Sequence {
    /// What the server has.
    #[must_use]
    pub fn of(state: &ScenarioState) -> Self {
        let changes = |undone: bool| {
            let entries = state.entries.iter().filter(move |entry| entry.undone == undone);
            entries.map(|entry| entry.change.clone()).collect()
        };
        Self { active: changes(false), undone: changes(true) }
    }

    /// What it will be after the requests; one that has nothing to do does nothing.
    #[must_use]
    pub fn after<'a>(mut self, requests: impl IntoIterator<Item = &'a Request>) -> Self {
        for request in requests {
            match request {
                Request::Append(change) => {
                    self.undone.clear();
                    self.active.push(*change.clone());
                }
                Request::Undo => {
                    if let Some(change) = self.active.pop() {
                        self.undone.insert(0, change);
                    }
                }
                Request::Redo => {
                    if !self.undone.is_empty() {
                        self.active.push(self.undone.remove(0));
                    }
                }
            }
        }
        self
    }
}

/// Enters what the server recorded into what the page knows of the server.
pub fn record(state: &mut ScenarioState, request: &Request, recorded: Recorded) {
    state.version = recorded.version;
    match request {
        Request::Append(_) => {
            state.entries.retain(|entry| !entry.undone && entry.id != recorded.entry.id);
            state.entries.push(recorded.entry);
        }
        Request::Undo | Request::Redo => {
            let known = state.entries.iter_mut().find(|entry| entry.id == recorded.entry.id);
            if let Some(entry) = known {
                *entry = recorded.entry;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{ChangeEntry, ScenarioId};
    use crate::plan::{Action, Plan, UnitId};

    const PLAN: &str = r#"{"format":"stellwerk-plan/1","name":"Amt","as_of":"2024-02-01",
        "units":[{"id":"amt","name":"Amt","kind":"department"},{"id":"a","name":"A","parent":"amt"},{"id":"b","name":"B","parent":"amt"}],
        "posts":[{"id":"p-1","unit":"a","title":"Sachbearbeitung","grade":"EG 9b"}],
        "case_types":[]}"#;

    fn plan() -> Plan {
        Plan::from_json(PLAN.as_bytes()).unwrap()
    }

    fn rename(unit: &str, name: &str) -> Change {
        Change {
            effective: chrono::NaiveDate::from_ymd_opt(2024, 3, 1).unwrap(),
            action: Action::RenameUnit { unit: UnitId::parse(unit).unwrap(), name: name.to_owned() },
        }
    }

    fn entry(number: u128, change: Change, undone: bool) -> ChangeEntry {
        ChangeEntry { id: Uuid::from_u128(number), change, undone, recorded_at: 0 }
    }

    fn state(entries: Vec<ChangeEntry>) -> ScenarioState {
        ScenarioState {
            id: ScenarioId(Uuid::from_u128(9)),
            name: String::new(),
            version: 4,
            baseline: plan(),
            entries,
        }
    }

    #[test]
    fn undo_and_redo_walk_along_the_list() {
        let sequence = Sequence { active: vec![rename("a", "X"), rename("b", "Y")], undone: Vec::new() };
        let back = sequence.clone().after(&[Request::Undo, Request::Undo, Request::Undo]);
        assert!(back.active.is_empty());
        assert_eq!(back.undone, sequence.active);
        assert_eq!(back.clone().after(&[Request::Redo, Request::Redo, Request::Redo]), sequence);
        let other = back.after(&[Request::Redo, Request::Append(Box::new(rename("a", "Z")))]);
        assert_eq!(other.active, [rename("a", "X"), rename("a", "Z")]);
        assert!(other.undone.is_empty());
    }

    #[test]
    fn a_recorded_command_leaves_what_the_page_had_foreseen() {
        for request in [Request::Append(Box::new(rename("b", "Z"))), Request::Undo, Request::Redo] {
            let mut server = state(vec![entry(1, rename("a", "X"), false), entry(2, rename("b", "Y"), true)]);
            let foreseen = Sequence::of(&server).after([&request]);
            let answer = match &request {
                Request::Append(change) => entry(3, *change.clone(), false),
                Request::Undo => entry(1, rename("a", "X"), true),
                Request::Redo => entry(2, rename("b", "Y"), false),
            };
            record(&mut server, &request, Recorded { version: 5, entry: answer });
            assert_eq!(Sequence::of(&server), foreseen);
            assert_eq!(server.version, 5);
        }
    }
}
