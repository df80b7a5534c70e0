//! The list of changes as the user sees it: what the server has, and what is on its way there.

use crate::api::{Recorded, ScenarioState};
use crate::plan::Change;
use serde::Serialize;
use uuid::Uuid;

/// What the user asked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// One step more, with its reason.
    Append(Made),
    /// Take the last one back.
    Undo,
    /// Make the one taken back last again.
    Redo,
}

/// Changes made together, and why.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Made {
    /// At least one.
    pub changes: Vec<Change>,
    /// Why, where a rule asked for it.
    pub reason: Option<String>,
}

/// A request with the identifier under which the server carries it out once.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Command {
    /// Made in the page.
    pub id: Uuid,
    /// What is asked.
    pub request: Request,
    /// The version that it was sent on and not yet answered; sent again, it must be the same.
    pub version: Option<i64>,
}

/// Steps in force and steps taken back, each in the order they were made.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sequence {
    /// In force.
    pub active: Vec<Made>,
    /// Taken back; the first is the next to be made again.
    pub undone: Vec<Made>,
}

impl Sequence {
    /// What the server has.
    #[must_use]
    pub fn of(state: &ScenarioState) -> Self {
        let made = |undone: bool| {
            let steps = state.steps.iter().filter(move |step| step.undone == undone && !state.is_off(step));
            steps.map(|step| Made { changes: step.changes.clone(), reason: step.reason.clone() }).collect()
        };
        Self { active: made(false), undone: made(true) }
    }

    /// The changes in force, in their order.
    #[must_use]
    pub fn changes(&self) -> Vec<Change> {
        self.active.iter().flat_map(|made| made.changes.iter().cloned()).collect()
    }

    /// What it will be after the requests; one that has nothing to do does nothing.
    #[must_use]
    pub fn after<'a>(mut self, requests: impl IntoIterator<Item = &'a Request>) -> Self {
        for request in requests {
            match request {
                Request::Append(made) => {
                    self.undone.clear();
                    self.active.push(made.clone());
                }
                Request::Undo => {
                    if let Some(made) = self.active.pop() {
                        self.undone.insert(0, made);
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
///
/// An answer that is older than the state tells of something that the state holds already: it was given once before.
pub fn record(state: &mut ScenarioState, request: &Request, recorded: Recorded) {
    if recorded.version <= state.version {
        return;
    }
    state.version = recorded.version;
    match request {
        Request::Append(_) => {
            state.steps.retain(|step| !step.undone && step.id != recorded.step.id);
            state.steps.push(recorded.step);
        }
        Request::Undo | Request::Redo => {
            let known = state.steps.iter_mut().find(|step| step.id == recorded.step.id);
            if let Some(step) = known {
                *step = recorded.step;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Package, ScenarioId, Step};
    use crate::permission::Status;
    use crate::plan::{Action, Plan, UnitId};

    const PLAN: &str = r#"{"format":"stellwerk-plan/1","name":"Amt","as_of":"2024-02-01",
        "units":[{"id":"amt","name":"Amt","kind":"department"},{"id":"a","name":"A","parent":"amt"},{"id":"b","name":"B","parent":"amt"}],
        "posts":[{"id":"p-1","unit":"a","title":"Sachbearbeitung","grade":"EG 9b"}],
        "case_types":[]}"#;

    fn plan() -> Plan {
        Plan::from_json(PLAN.as_bytes()).unwrap()
    }

    fn rename(unit: &str, name: &str) -> Made {
        let change = Change {
            effective: chrono::NaiveDate::from_ymd_opt(2024, 3, 1).unwrap(),
            action: Action::RenameUnit { unit: UnitId::parse(unit).unwrap(), name: name.to_owned() },
        };
        Made { changes: vec![change], reason: None }
    }

    fn step(number: u128, Made { changes, reason }: Made, undone: bool) -> Step {
        Step { id: Uuid::from_u128(number), changes, reason, undone, package: None, recorded_at: 0 }
    }

    fn state(steps: Vec<Step>) -> ScenarioState {
        let id = ScenarioId(Uuid::from_u128(9));
        ScenarioState {
            id,
            name: String::new(),
            version: 4,
            status: Status::Draft,
            baseline: plan(),
            goals: Vec::new(),
            baseline_version: 1,
            newest_baseline: 1,
            packages: Vec::new(),
            steps,
        }
    }

    #[test]
    fn undo_and_redo_walk_along_the_list() {
        let sequence = Sequence { active: vec![rename("a", "X"), rename("b", "Y")], undone: Vec::new() };
        let back = sequence.clone().after(&[Request::Undo, Request::Undo, Request::Undo]);
        assert!(back.active.is_empty());
        assert_eq!(back.undone, sequence.active);
        assert_eq!(back.clone().after(&[Request::Redo, Request::Redo, Request::Redo]), sequence);
        let other = back.after(&[Request::Redo, Request::Append(rename("a", "Z"))]);
        assert_eq!(other.active, [rename("a", "X"), rename("a", "Z")]);
        assert!(other.undone.is_empty());
    }

    #[test]
    fn a_thousand_steps_and_as_many_undos_leave_the_plan_byte_for_byte() {
        let plan = plan();
        let mut number = 7_u32;
        let steps: Vec<Request> = (0..1_000)
            .map(|_| {
                number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let unit = if number & 0x100 == 0 { "a" } else { "b" };
                Request::Append(rename(unit, &format!("N{}", number >> 16)))
            })
            .collect();
        let made = Sequence::default().after(&steps);
        let whole = plan.with_changes(&made.changes()).plan.to_json();
        assert_ne!(whole, plan.to_json());
        let back = made.clone().after(&vec![Request::Undo; 1_000]);
        assert_eq!(plan.with_changes(&back.changes()).plan.to_json(), plan.to_json());
        assert_eq!(back.after(&vec![Request::Redo; 1_000]), made);
    }

    #[test]
    fn what_is_switched_off_is_neither_in_force_nor_to_be_made_again() {
        let package = Package { id: Uuid::from_u128(5), name: "Task Force".to_owned(), is_on: false };
        let of_package = |step: Step| Step { package: Some(Uuid::from_u128(5)), ..step };
        let mut server = state(vec![
            step(1, rename("a", "X"), false),
            of_package(step(2, rename("b", "Y"), false)),
            of_package(step(3, rename("b", "Z"), true)),
        ]);
        server.packages.push(package);
        let expected = Sequence { active: vec![rename("a", "X")], undone: Vec::new() };
        assert_eq!(Sequence::of(&server), expected);
        assert_eq!(server.active_changes(), rename("a", "X").changes);
        server.packages[0].is_on = true;
        assert_eq!(Sequence::of(&server).active.len(), 2);
        assert_eq!(Sequence::of(&server).undone, [rename("b", "Z")]);
    }

    #[test]
    fn a_recorded_command_leaves_what_the_page_had_foreseen() {
        for request in [Request::Append(rename("b", "Z")), Request::Undo, Request::Redo] {
            let mut server = state(vec![step(1, rename("a", "X"), false), step(2, rename("b", "Y"), true)]);
            let foreseen = Sequence::of(&server).after([&request]);
            let answer = match &request {
                Request::Append(made) => step(3, made.clone(), false),
                Request::Undo => step(1, rename("a", "X"), true),
                Request::Redo => step(2, rename("b", "Y"), false),
            };
            record(&mut server, &request, Recorded { version: 5, step: answer });
            assert_eq!(Sequence::of(&server), foreseen);
            assert_eq!(server.version, 5);
        }
    }

    #[test]
    fn an_answer_that_the_state_holds_already_changes_nothing() {
        let mut server = state(vec![step(1, rename("a", "X"), false), step(2, rename("b", "Y"), false)]);
        let before = server.clone();
        // Asked before a reload and answered again after it, while somebody else has gone on.
        let answer = Recorded { version: 3, step: step(1, rename("a", "X"), false) };
        record(&mut server, &Request::Append(rename("a", "X")), answer);
        assert_eq!(server, before);
    }
}
