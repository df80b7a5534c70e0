//! Reading of requests and answers. Requests are read strictly; an answer may hold more than the page knows.

use super::{
    ApiError, AppendStep, AppendStepCall, HoldCall, LoadScenario, LoadScenarios, MAX_COMPARED, Package,
    Recorded, RedoStep, ScenarioCommand, ScenarioId, ScenarioState, ScenarioVersion, Step, UndoStep,
};
use crate::plan::Change;
use crate::plan::read::{Errors, Fields, Node, Path, Read, variant, wrong_kind};
use uuid::Uuid;

/// Longest reason of a step, in characters.
const MAX_REASON: usize = 2_000;

impl Read for Uuid {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let Node::Text(text) = node else {
            wrong_kind(path, "eine Kennung (UUID)", node, errors);
            return Self::nil();
        };
        Self::try_parse(text).unwrap_or_else(|_| {
            errors.add(path, "ist keine Kennung der Form „xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx“ (UUID)");
            Self::nil()
        })
    }
}

impl Read for ScenarioId {
    const MOST: usize = MAX_COMPARED;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        Self(Uuid::read(node, path, errors))
    }
}

impl Read for ScenarioState {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            id: fields.required("id"),
            name: fields.required("name"),
            version: fields.required("version"),
            status: fields.required("status"),
            baseline: fields.required("baseline"),
            goals: fields.required("goals"),
            baseline_version: fields.required("baseline_version"),
            newest_baseline: fields.required("newest_baseline"),
            packages: fields.required("packages"),
            steps: fields.required("steps"),
        }
    }
}

impl Read for Package {
    /// The server bounds them.
    const MOST: usize = usize::MAX;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self { id: fields.required("id"), name: fields.required("name"), is_on: fields.required("is_on") }
    }
}

impl Read for Step {
    /// The server bounds them.
    const MOST: usize = usize::MAX;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            id: fields.required("id"),
            changes: fields.required("changes"),
            reason: fields.optional("reason"),
            undone: fields.required("undone"),
            package: fields.optional("package"),
            recorded_at: fields.required("recorded_at"),
            own: fields.required("own"),
        }
    }
}

impl Read for Recorded {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self { version: fields.required("version"), step: fields.required("step") }
    }
}

impl Read for ApiError {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let Some((name, content)) = variant(node) else {
            wrong_kind(path, "der Name einer Ablehnung oder ein Objekt mit ihm", node, errors);
            return Self::Busy;
        };
        let path = path.field(name);
        let fields = |errors| Fields::open(content, &path, errors);
        match name {
            "invalid" => Self::Invalid { errors: fields(errors).required("errors") },
            "refused" => Self::Refused { reason: fields(errors).required("reason") },
            "conflict" => Self::Conflict { current: fields(errors).required("current") },
            "stale" => Self::Stale { what: fields(errors).required("what") },
            "not_found" => Self::NotFound { what: fields(errors).required("what") },
            "signed_out" => Self::SignedOut,
            "forbidden" => Self::Forbidden,
            "second_factor_missing" => Self::SecondFactorMissing,
            "not_yours" => Self::NotYours,
            "not_all_units" => Self::NotAllUnits,
            "account" => Self::Account { problem: fields(errors).required("problem") },
            "too_large" => Self::TooLarge,
            "too_many_requests" => Self::TooManyRequests,
            "busy" => Self::Busy,
            "not_stored" => Self::NotStored,
            "nothing_to_undo" => Self::NothingToUndo,
            "nothing_to_redo" => Self::NothingToRedo,
            "locked" => Self::Locked,
            "not_approved" => Self::NotApproved { reason: fields(errors).required("reason") },
            "baseline_moved" => Self::BaselineMoved,
            "last_scenario" => Self::LastScenario,
            "too_many_scenarios" => Self::TooManyScenarios { most: fields(errors).required("most") },
            "internal" => Self::Internal { request_id: fields(errors).required("request_id") },
            "transport" => Self::Transport { message: fields(errors).required("message") },
            _ => {
                errors.add(&path, "diese Ablehnung gibt es nicht");
                Self::Busy
            }
        }
    }
}

impl Read for AppendStep {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields =
            Fields::new(node, path, &["scenario", "version", "command", "changes", "reason"], errors);
        let (scenario, version) = (fields.required("scenario"), fields.required("version"));
        let command = fields.required("command");
        let changes: Vec<Change> = fields.required("changes");
        if changes.is_empty() {
            fields.refuse("changes", "enthält keine Änderung; bitte mindestens eine angeben");
        }
        let reason: Option<String> = fields.optional("reason");
        if reason.as_ref().is_some_and(|reason| reason.chars().count() > MAX_REASON) {
            fields.refuse("reason", format!("ist zu lang; erlaubt sind höchstens {MAX_REASON} Zeichen"));
        }
        Self { scenario, version, command, changes, reason }
    }
}

impl Read for LoadScenario {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        Self { scenario: Fields::new(node, path, &["scenario"], errors).optional("scenario") }
    }
}

impl Read for ScenarioCommand {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["scenario", "version", "command"], errors);
        Self {
            scenario: fields.required("scenario"),
            version: fields.required("version"),
            command: fields.required("command"),
        }
    }
}

/// The arguments of a server function: an object with one field for each.
macro_rules! arguments {
    ($($call:ident { $($field:ident),* }),* $(,)?) => {$(
        impl Read for $call {
            fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
                #[allow(unused_mut, unused_variables, reason = "a function may have no arguments")]
                let mut fields = Fields::new(node, path, &[$(stringify!($field)),*], errors);
                Self { $($field: fields.required(stringify!($field))),* }
            }
        }
    )*};
}

use arguments;

mod about;
mod accounts;
mod baselines;
mod catalogue;
mod comments;
mod cross_checks;
mod dashboards;
mod decisions;
mod glossary;
mod goals;
mod imports;
mod live;
mod plan_file;
mod plan_versions;
mod programs;
mod revising;
mod second_factor;
mod snapshot_links;
mod snapshots;
mod staffing_plans;
mod statements;
mod trail;

arguments!(
    LoadScenarios { scenarios },
    ScenarioVersion { scenario },
    AppendStepCall { command },
    UndoStep { command },
    RedoStep { command },
    HoldCall { hold },
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::AccountProblem;
    use crate::permission::Status;
    use crate::plan::read::form;
    use crate::plan::{Action, Change, ChangeError, PathError, UnitId, builtin};
    use crate::simulation::Goal;

    fn state() -> ScenarioState {
        let baseline = builtin().unwrap();
        let unit = UnitId::parse("asyl").unwrap();
        let effective = baseline.as_of;
        let change = Change { effective, action: Action::RenameUnit { unit, name: "Asyl".to_owned() } };
        let step = |undone: bool| Step {
            id: Uuid::from_u128(7),
            changes: vec![change.clone(), change.clone()],
            reason: undone.then(|| "Weil es so ist.".to_owned()),
            undone,
            package: undone.then(|| Uuid::from_u128(8)),
            recorded_at: 1_700_000_000_000_000,
            own: undone,
        };
        let id = ScenarioId(Uuid::from_u128(u128::MAX));
        ScenarioState {
            id,
            name: "Ä".to_owned(),
            version: -1,
            status: Status::Proposed,
            goals: vec![Goal::Fte { at_most: 41.5, on: baseline.as_of }],
            baseline,
            baseline_version: 1,
            newest_baseline: 2,
            packages: vec![Package { id: Uuid::from_u128(8), name: "Ö".to_owned(), is_on: false }],
            steps: vec![step(false), step(true)],
        }
    }

    /// The one after this; a variant more does not compile until it stands here.
    fn next(error: Option<&ApiError>) -> Option<ApiError> {
        use ApiError as E;
        let text = "x".to_owned();
        Some(match error {
            None => E::Invalid { errors: vec![PathError { path: text.clone(), reason: text }] },
            Some(E::Invalid { .. }) => E::Refused { reason: ChangeError::NothingToSet { object: text } },
            Some(E::Refused { .. }) => E::Conflict { current: Box::new(state()) },
            Some(E::Conflict { .. }) => E::Stale { what: text },
            Some(E::Stale { .. }) => E::NotFound { what: text },
            Some(E::NotFound { .. }) => E::SignedOut,
            Some(E::SignedOut) => E::Forbidden,
            Some(E::Forbidden) => E::SecondFactorMissing,
            Some(E::SecondFactorMissing) => E::NotYours,
            Some(E::NotYours) => E::NotAllUnits,
            Some(E::NotAllUnits) => E::Account { problem: AccountProblem::Changed },
            Some(E::Account { .. }) => E::TooLarge,
            Some(E::TooLarge) => E::Busy,
            Some(E::Busy) => E::TooManyRequests,
            Some(E::TooManyRequests) => E::NotStored,
            Some(E::NotStored) => E::NothingToUndo,
            Some(E::NothingToUndo) => E::NothingToRedo,
            Some(E::NothingToRedo) => E::Locked,
            Some(E::Locked) => E::NotApproved { reason: text },
            Some(E::NotApproved { .. }) => E::BaselineMoved,
            Some(E::BaselineMoved) => E::LastScenario,
            Some(E::LastScenario) => E::TooManyScenarios { most: 7 },
            Some(E::TooManyScenarios { .. }) => E::Internal { request_id: text },
            Some(E::Internal { .. }) => E::Transport { message: text },
            Some(E::Transport { .. }) => return None,
        })
    }

    #[test]
    fn every_answer_comes_back_as_it_went() {
        type Answer = Result<ScenarioState, ApiError>;
        let mut seen = Vec::new();
        while let Some(error) = next(seen.last()) {
            let answer: Answer = Err(error.clone());
            assert_eq!(form::<Answer>(&serde_json::to_vec(&answer).unwrap()), Ok(answer));
            assert_eq!(form::<ApiError>(&serde_json::to_vec(&error).unwrap()), Ok(error.clone()));
            seen.push(error);
        }
        assert!(matches!(seen.last(), Some(ApiError::Transport { .. })));
        let answer: Answer = Ok(state());
        assert_eq!(form::<Answer>(&serde_json::to_vec(&answer).unwrap()), Ok(answer));
        let recorded = Recorded { version: i64::MAX, step: state().steps.remove(0) };
        assert_eq!(form::<Recorded>(&serde_json::to_vec(&recorded).unwrap()), Ok(recorded));
        assert!(form::<ApiError>(br#""strange""#).is_err());
    }
}
