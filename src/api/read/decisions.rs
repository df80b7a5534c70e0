//! Reading of what is asked about decisions, and of the answers.

use crate::api::{
    Alone, ApprovalEntry, DecisionDesk, DecisionEntry, Endorse, EndorseCall, LoadDecision, MAX_DECISION_TEXT,
    MAX_RESOLUTION, OtherScenario, RecordDecision, RecordDecisionCall, RejectedChoice,
};
use crate::permission::ApprovalStep;
use crate::plan::read::{Errors, Fields, Node, Path, Read, word};

/// A text without spaces around it; one line where it is told so.
fn text(fields: &mut Fields<'_>, field: &str, (most, line): (usize, bool)) -> String {
    let text: String = fields.required(field);
    let text = text.trim();
    if text.chars().count() > most {
        fields.refuse(field, format!("ist zu lang; erlaubt sind höchstens {most} Zeichen"));
    }
    if text.chars().any(|c| c.is_control() && (line || !matches!(c, '\n' | '\r' | '\t'))) {
        fields.refuse(field, "enthält Steuerzeichen; bitte geben Sie einfachen Text an");
    }
    text.to_owned()
}

impl Read for RejectedChoice {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["scenario", "reason"], errors);
        let reason = text(&mut fields, "reason", (MAX_DECISION_TEXT, true));
        Self { scenario: fields.required("scenario"), reason }
    }
}

impl Read for RecordDecision {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = ["scenario", "version", "command", "resolution", "decided_on", "reasons", "rejected"];
        let mut fields = Fields::new(node, path, &allowed, errors);
        let resolution = text(&mut fields, "resolution", (MAX_RESOLUTION, true));
        if resolution.is_empty() {
            fields.refuse("resolution", "ist leer; bitte geben Sie die Beschlussnummer an");
        }
        let reasons = text(&mut fields, "reasons", (MAX_DECISION_TEXT, false));
        if reasons.is_empty() {
            fields.refuse("reasons", "ist leer; bitte nennen Sie die Gründe des Beschlusses");
        }
        Self {
            scenario: fields.required("scenario"),
            version: fields.required("version"),
            command: fields.required("command"),
            resolution,
            decided_on: fields.required("decided_on"),
            reasons,
            rejected: fields.required("rejected"),
        }
    }
}

impl Read for OtherScenario {
    /// The server bounds them.
    const MOST: usize = usize::MAX;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self { id: fields.required("id"), name: fields.required("name"), status: fields.required("status") }
    }
}

impl Read for DecisionEntry {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            record: fields.required("record"),
            recorded_by: fields.required("recorded_by"),
            recorded_at: fields.required("recorded_at"),
        }
    }
}

impl Read for DecisionDesk {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            status: fields.required("status"),
            decision: fields.optional("decision"),
            others: fields.required("others"),
            way: fields.required("way"),
            alone: fields.optional("alone"),
            own: fields.required("own"),
        }
    }
}

impl Read for ApprovalStep {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        word(node, &Self::WORDS, path, errors)
    }
}

impl Read for ApprovalEntry {
    /// The server bounds them.
    const MOST: usize = usize::MAX;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            step: fields.required("step"),
            note: fields.required("note"),
            role: fields.optional("role"),
            by: fields.required("by"),
            at: fields.required("at"),
            outdated: fields.required("outdated"),
        }
    }
}

impl Read for Alone {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            reason: fields.required("reason"),
            demonstration: fields.required("demonstration"),
            at: fields.required("at"),
        }
    }
}

impl Read for Endorse {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["scenario", "version", "agrees", "note"], errors);
        let agrees: bool = fields.required("agrees");
        let note = text(&mut fields, "note", (MAX_DECISION_TEXT, false));
        if note.is_empty() && !agrees {
            fields.refuse("note", "ist leer; bitte nennen Sie Ihre Bedenken");
        }
        Self { scenario: fields.required("scenario"), version: fields.required("version"), agrees, note }
    }
}

super::arguments!(LoadDecision { scenario }, RecordDecisionCall { command }, EndorseCall { command });
