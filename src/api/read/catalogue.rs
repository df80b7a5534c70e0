//! Reading of the list of scenarios and of what is done with a scenario as a whole.

use crate::api::{
    CreateScenario, CreateScenarioCall, DescribeScenario, DescribeScenarioCall, ListScenarios,
    RemoveScenario, RestoreScenario, RestoreScenarioCall, ScenarioEntry, ScenarioOrigin, SetStatus,
    SetStatusCall,
};
use crate::permission::{Status, Visibility};
use crate::plan::read::{Errors, Fields, Node, Path, Read, word};

/// Longest name of a scenario, in characters.
const MAX_NAME: usize = 120;

/// Longest description and longest note, in characters.
const MAX_TEXT: usize = 2_000;

impl Read for Visibility {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        word(node, &Self::WORDS, path, errors)
    }
}

impl Read for Status {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        word(node, &Self::WORDS, path, errors)
    }
}

impl Read for ScenarioOrigin {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self { scenario: fields.required("scenario"), version: fields.required("version") }
    }
}

impl Read for ScenarioEntry {
    /// The server bounds them.
    const MOST: usize = usize::MAX;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            id: fields.required("id"),
            version: fields.required("version"),
            name: fields.required("name"),
            description: fields.required("description"),
            visibility: fields.required("visibility"),
            status: fields.required("status"),
            note: fields.required("note"),
            origin: fields.optional("origin"),
            steps: fields.required("steps"),
            fte_difference: fields.required("fte_difference"),
            conflicts: fields.required("conflicts"),
            baseline_moved: fields.required("baseline_moved"),
            changed_at: fields.required("changed_at"),
            removed: fields.required("removed"),
        }
    }
}

/// A name without spaces around it; one must be left.
pub(super) fn name(fields: &mut Fields<'_>) -> String {
    let name: String = fields.required("name");
    let name = name.trim();
    if name.is_empty() {
        fields.refuse("name", "ist leer; bitte geben Sie einen Namen an");
    }
    if name.chars().count() > MAX_NAME {
        fields.refuse("name", format!("ist zu lang; erlaubt sind höchstens {MAX_NAME} Zeichen"));
    }
    if name.chars().any(char::is_control) {
        fields.refuse("name", "enthält Steuerzeichen; bitte geben Sie eine Zeile Text an");
    }
    name.to_owned()
}

pub(super) fn text(fields: &mut Fields<'_>, field: &str) -> String {
    let text: Option<String> = fields.optional(field);
    let text = text.unwrap_or_default().trim().to_owned();
    if text.chars().count() > MAX_TEXT {
        fields.refuse(field, format!("ist zu lang; erlaubt sind höchstens {MAX_TEXT} Zeichen"));
    }
    text
}

impl Read for CreateScenario {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = ["command", "name", "description", "visibility", "origin"];
        let mut fields = Fields::new(node, path, &allowed, errors);
        Self {
            command: fields.required("command"),
            name: name(&mut fields),
            description: text(&mut fields, "description"),
            visibility: fields.or("visibility", Visibility::Unit),
            origin: fields.optional("origin"),
        }
    }
}

impl Read for DescribeScenario {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = ["scenario", "version", "command", "name", "description", "visibility"];
        let mut fields = Fields::new(node, path, &allowed, errors);
        Self {
            scenario: fields.required("scenario"),
            version: fields.required("version"),
            command: fields.required("command"),
            name: name(&mut fields),
            description: text(&mut fields, "description"),
            visibility: fields.required("visibility"),
        }
    }
}

impl Read for SetStatus {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = ["scenario", "version", "command", "status", "note"];
        let mut fields = Fields::new(node, path, &allowed, errors);
        Self {
            scenario: fields.required("scenario"),
            version: fields.required("version"),
            command: fields.required("command"),
            status: fields.required("status"),
            note: text(&mut fields, "note"),
        }
    }
}

impl Read for RestoreScenario {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["scenario", "command"], errors);
        Self { scenario: fields.required("scenario"), command: fields.required("command") }
    }
}

super::arguments!(
    ListScenarios {},
    CreateScenarioCall { command },
    DescribeScenarioCall { command },
    SetStatusCall { command },
    RemoveScenario { command },
    RestoreScenarioCall { command },
);
