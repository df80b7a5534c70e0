//! The list of changes as the user sees it: what the server has, and what is on its way there.

use crate::api::{Recorded, ScenarioState, Step};
use crate::plan::Change;
use serde::Serialize;
use uuid::Uuid;

/// What the user asked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// One step more, with its reason.
    Append(Made),
    /// Take one's own last one back.
    Undo,
    /// Make one's own that was taken back last again.
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

/// A step of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// What it changes.
    pub made: Made,
    /// Taken back.
    pub undone: bool,
    /// Whether the user may take it back: one of their own.
    pub own: bool,
}

/// The steps that are switched on, those taken back in their places, in the order they were made.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sequence {
    /// All of them.
    pub steps: Vec<Listed>,
}

impl Sequence {
    /// What the server has.
    #[must_use]
    pub fn of(state: &ScenarioState) -> Self {
        let listed = |step: &Step| Listed {
            made: Made { changes: step.changes.clone(), reason: step.reason.clone() },
            undone: step.undone,
            own: step.own,
        };
        Self { steps: state.steps.iter().filter(|step| !state.is_off(step)).map(listed).collect() }
    }

    /// The steps in force.
    pub fn active(&self) -> impl DoubleEndedIterator<Item = &Made> {
        self.steps.iter().filter(|step| !step.undone).map(|step| &step.made)
    }

    /// The user's own steps that were taken back; the first is the next to be made again.
    pub fn undone(&self) -> impl Iterator<Item = &Made> {
        self.steps.iter().filter(|step| step.undone && step.own).map(|step| &step.made)
    }

    /// The changes in force, in their order.
    #[must_use]
    pub fn changes(&self) -> Vec<Change> {
        self.active().flat_map(|made| made.changes.iter().cloned()).collect()
    }

    /// The place of the step that is taken back next: the user's own last one.
    #[must_use]
    pub fn to_undo(&self) -> Option<usize> {
        self.steps.iter().rposition(|step| !step.undone && step.own)
    }

    /// The place of the step that is made again next.
    #[must_use]
    pub fn to_redo(&self) -> Option<usize> {
        self.steps.iter().position(|step| step.undone && step.own)
    }

    /// The changes in force, each with the place of its step and its place in it.
    #[must_use]
    pub fn keyed(&self) -> Vec<((usize, usize), Change)> {
        let in_force = self.steps.iter().enumerate().filter(|(_, step)| !step.undone);
        let keyed = |(place, step): (usize, &Listed)| {
            let changes = step.made.changes.clone().into_iter().enumerate();
            changes.map(move |(index, change)| ((place, index), change)).collect::<Vec<_>>()
        };
        in_force.flat_map(keyed).collect()
    }

    /// What it will be after the requests; one that has nothing to do does nothing.
    #[must_use]
    pub fn after<'a>(mut self, requests: impl IntoIterator<Item = &'a Request>) -> Self {
        for request in requests {
            match request {
                Request::Append(made) => {
                    self.steps.retain(|step| !(step.undone && step.own));
                    self.steps.push(Listed { made: made.clone(), undone: false, own: true });
                }
                Request::Undo => {
                    if let Some(place) = self.to_undo() {
                        self.steps[place].undone = true;
                    }
                }
                Request::Redo => {
                    if let Some(place) = self.to_redo() {
                        self.steps[place].undone = false;
                    }
                }
            }
        }
        self
    }
}

/// Stands for a step that the server has already.
const CONFIRMED: usize = usize::MAX;

/// To each command the place of the one among them that it appends or, for steps back and forth, that it is about; [`CONFIRMED`] where that
/// is a step which the server has already.
fn meant(commands: &[Command]) -> Vec<usize> {
    let (mut made, mut undone, mut all) = (Vec::new(), Vec::new(), Vec::new());
    for (place, command) in commands.iter().enumerate() {
        let meant = match command.request {
            Request::Append(_) => {
                // What was taken back cannot be made again any more.
                undone.clear();
                place
            }
            Request::Undo => made.pop().unwrap_or(CONFIRMED),
            Request::Redo => undone.pop().unwrap_or(CONFIRMED),
        };
        let onto = if command.request == Request::Undo { &mut undone } else { &mut made };
        onto.push(meant);
        all.push(meant);
    }
    all
}

/// Of each command, whether it is about a step that the server has already.
#[cfg(feature = "hydrate")]
pub fn about_confirmed(commands: &[Command]) -> impl Iterator<Item = bool> + use<> {
    meant(commands).into_iter().map(|meant| meant == CONFIRMED)
}

/// Takes a command out with the steps back and forth that are about it, which would be about another step without it. Whether it was
/// taken back already: then nobody needs to decide on it.
pub fn take_out(commands: &mut Vec<Command>, id: Uuid) -> bool {
    let Some(place) = commands.iter().position(|command| command.id == id) else { return false };
    let meant = meant(commands);
    let last = meant.iter().rposition(|meant| *meant == place);
    let taken_back = last.is_some_and(|last| commands[last].request == Request::Undo);
    for later in (place..commands.len()).rev() {
        if later == place || meant[later] == place {
            commands.remove(later);
        }
    }
    taken_back
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
            state.steps.retain(|step| !(step.undone && step.own) && step.id != recorded.step.id);
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
        let id = Uuid::from_u128(number);
        Step { id, changes, reason, undone, package: None, recorded_at: 0, own: true }
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

    /// A list with the user's own steps, and with those of others.
    fn list(steps: impl IntoIterator<Item = (Made, bool)>) -> Sequence {
        let listed = |(made, own)| Listed { made, undone: false, own };
        Sequence { steps: steps.into_iter().map(listed).collect() }
    }

    fn active(sequence: &Sequence) -> Vec<Made> {
        sequence.active().cloned().collect()
    }

    #[test]
    fn undo_and_redo_walk_along_the_list() {
        let sequence = list([(rename("a", "X"), true), (rename("b", "Y"), true)]);
        let back = sequence.clone().after(&[Request::Undo, Request::Undo, Request::Undo]);
        assert!(active(&back).is_empty());
        assert_eq!(back.undone().cloned().collect::<Vec<_>>(), active(&sequence));
        assert_eq!(back.clone().after(&[Request::Redo, Request::Redo, Request::Redo]), sequence);
        let other = back.after(&[Request::Redo, Request::Append(rename("a", "Z"))]);
        assert_eq!(active(&other), [rename("a", "X"), rename("a", "Z")]);
        assert_eq!(other.undone().count(), 0);
    }

    #[test]
    fn steps_of_others_stay_where_they_are() {
        let sequence = list([(rename("a", "X"), false), (rename("a", "Y"), true), (rename("b", "Z"), false)]);
        let back = sequence.clone().after(&[Request::Undo, Request::Undo]);
        assert_eq!(active(&back), [rename("a", "X"), rename("b", "Z")]);
        assert_eq!((back.to_undo(), back.to_redo()), (None, Some(1)));
        assert_eq!(back.clone().after(&[Request::Redo]), sequence, "made again in its place");
        // What another person took back is theirs to make again.
        let mut theirs = back;
        theirs.steps[0].undone = true;
        let gone_on = theirs.after(&[Request::Append(rename("b", "W"))]);
        assert_eq!(gone_on.steps.len(), 3);
        assert_eq!((gone_on.steps[0].undone, gone_on.to_redo()), (true, None));
    }

    fn commands(requests: impl IntoIterator<Item = Request>) -> Vec<Command> {
        let numbered = |(request, number)| Command { id: Uuid::from_u128(number), request, version: None };
        requests.into_iter().zip(1..).map(numbered).collect()
    }

    #[test]
    fn a_step_back_is_about_what_waits_before_it_else_about_what_the_server_has() {
        use Request::{Redo, Undo};
        let append = |name| Request::Append(rename("a", name));
        let of = |requests: Vec<Request>| {
            // Counted from one, and 0 for what the server has.
            meant(&commands(requests)).into_iter().map(|place| place.wrapping_add(1)).collect::<Vec<_>>()
        };
        assert_eq!(of(vec![append("X"), append("Y"), Undo, Undo]), [1, 2, 2, 1]);
        assert_eq!(of(vec![append("X"), Undo, Redo, Undo]), [1, 1, 1, 1]);
        assert_eq!(of(vec![append("X"), Undo, append("Y"), Undo, Redo]), [1, 1, 3, 3, 3]);
        assert_eq!(of(vec![Undo, append("X"), Undo, Undo]), [0, 2, 2, 0]);
        // Made again in their order: first the one that the server has, then the one that waits.
        assert_eq!(of(vec![append("X"), Undo, Undo, Redo, Redo, Undo]), [1, 1, 0, 0, 1, 1]);
        assert_eq!(of(vec![Redo, append("X")]), [0, 2]);
    }

    #[test]
    fn what_is_taken_out_takes_the_steps_back_with_it_that_were_about_it() {
        use Request::{Redo, Undo};
        let append = |name| Request::Append(rename("a", name));
        let left = |requests: Vec<Request>, number: u128| {
            let mut commands = commands(requests);
            let taken_back = take_out(&mut commands, Uuid::from_u128(number));
            (commands.iter().map(|command| command.id.as_u128()).collect::<Vec<_>>(), taken_back)
        };
        // Without this rule the step back would hit a step that was never meant.
        assert_eq!(left(vec![append("X"), Undo], 1), (vec![], true));
        assert_eq!(left(vec![append("X"), Undo, Redo, append("Y"), Undo], 1), (vec![4, 5], false));
        assert_eq!(left(vec![append("X"), append("Y"), Undo, Undo], 1), (vec![2, 3], true));
        assert_eq!(left(vec![append("X"), append("Y"), Undo], 1), (vec![2, 3], false));
        // A step back that is itself refused leaves the others as they are.
        assert_eq!(left(vec![Undo, append("Y")], 1), (vec![2], false));
        assert_eq!(left(vec![append("X")], 9), (vec![1], false));
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
        assert_eq!(Sequence::of(&server), list([(rename("a", "X"), true)]));
        assert_eq!(server.active_changes(), rename("a", "X").changes);
        server.packages[0].is_on = true;
        assert_eq!(Sequence::of(&server).active().count(), 2);
        assert_eq!(Sequence::of(&server).undone().cloned().collect::<Vec<_>>(), [rename("b", "Z")]);
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
