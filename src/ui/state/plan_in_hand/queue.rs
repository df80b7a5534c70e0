//! What is kept in the browser until the server has it: commands on their way, and what was set aside.
//!
//! Each page keeps a record of its own under the scenario's name. A page that goes releases its record, and the next
//! page of the scenario takes it over; so it does with one that nobody has touched for a while. Should two pages take
//! over the same record, the server still carries each command out once.

use super::sequence::{Command, Made, Request};
use super::set_aside::{self, SetAside};
use crate::api::ScenarioId;
use crate::plan::InvalidPlan;
use crate::plan::read::{Errors, Fields, Node, Path, Read, form, variant, wrong_kind};
use serde::Serialize;
use uuid::Uuid;

/// The form of a record that this program writes, and the only one that it reads.
const FORMAT: u32 = 1;

/// Most commands that are kept.
const MOST: usize = 500;

/// Longest record, in bytes; browsers keep five million characters for a site.
const LONGEST: usize = 2_000_000;

/// A record that nobody has touched for so long has no page any more, in milliseconds.
const STALE_MS: f64 = 60_000.0;

/// What a page keeps.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Record {
    format: u32,
    /// The scenario's version, as far as the page knew it.
    pub(super) version: i64,
    /// When it was written last, in milliseconds since 1970-01-01 UTC by the browser's clock.
    touched: f64,
    /// Whether its page has gone.
    released: bool,
    /// What was on its way, oldest first.
    pub(super) commands: Vec<Command>,
    /// What was set aside, oldest first.
    pub(super) set_aside: Vec<SetAside>,
}

impl Record {
    pub(super) fn new(version: i64, commands: Vec<Command>, set_aside: Vec<SetAside>) -> Self {
        Self { format: FORMAT, version, touched: 0.0, released: false, commands, set_aside }
    }

    /// Whether there is nothing to keep.
    pub(super) fn is_empty(&self) -> bool {
        self.commands.is_empty() && self.set_aside.is_empty()
    }

    /// As text; none when it is too much.
    pub(super) fn text(&self, now: f64, released: bool) -> Option<String> {
        if self.commands.len() > MOST {
            return None;
        }
        let record = Self { touched: now, released, ..self.clone() };
        serde_json::to_string(&record).ok().filter(|text| text.len() <= LONGEST)
    }

    /// From text.
    pub(super) fn parse(text: &str) -> Result<Self, InvalidPlan> {
        form(text.as_bytes())
    }

    /// Whether another page may take it over.
    pub(super) fn is_free(&self, now: f64) -> bool {
        self.released || now - self.touched > STALE_MS
    }
}

/// What all records of a scenario begin with.
///
/// What one account has left unsent, another one on the same browser must not send under its own name.
pub(super) fn prefix(account: &str, scenario: ScenarioId) -> String {
    format!("stellwerk.offen/{account}/{scenario}/")
}

/// The name of a page's record.
pub(super) fn name(account: &str, scenario: ScenarioId, workplace: Uuid) -> String {
    format!("{}{workplace}", prefix(account, scenario))
}

impl Read for Record {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = ["format", "version", "touched", "released", "commands", "set_aside"];
        let mut fields = Fields::new(node, path, &allowed, errors);
        let record = Self {
            format: fields.required("format"),
            version: fields.required("version"),
            touched: fields.required("touched"),
            released: fields.required("released"),
            commands: fields.required("commands"),
            set_aside: fields.required("set_aside"),
        };
        if record.format != FORMAT {
            fields.refuse("format", "ist eine andere Form der Aufzeichnung");
        }
        record
    }
}

impl Read for Command {
    const MOST: usize = MOST;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["id", "request", "version"], errors);
        Self {
            id: fields.required("id"),
            request: fields.required("request"),
            version: fields.optional("version"),
        }
    }
}

impl Read for Request {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        match variant(node) {
            Some(("append", made)) => Self::Append(Made::read(made, &path.field("append"), errors)),
            Some(("undo", _)) => Self::Undo,
            Some(("redo", _)) => Self::Redo,
            _ => {
                wrong_kind(path, "„append“, „undo“ oder „redo“", node, errors);
                Self::Undo
            }
        }
    }
}

impl Read for Made {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["changes", "reason"], errors);
        Self { changes: fields.required("changes"), reason: fields.optional("reason") }
    }
}

impl Read for SetAside {
    const MOST: usize = set_aside::MOST;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["id", "words", "reason", "at", "made"], errors);
        Self {
            id: fields.required("id"),
            words: fields.required("words"),
            reason: fields.required("reason"),
            at: fields.required("at"),
            made: fields.optional("made"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Action, Change, UnitId};

    fn made() -> Made {
        let action = Action::RenameUnit { unit: UnitId::parse("asyl").unwrap(), name: "Ä \"1\"".to_owned() };
        let effective = chrono::NaiveDate::from_ymd_opt(2024, 3, 1).unwrap();
        Made { changes: vec![Change { effective, action }], reason: Some("Weil".to_owned()) }
    }

    fn command(number: u128, request: Request, version: Option<i64>) -> Command {
        Command { id: Uuid::from_u128(number), request, version }
    }

    #[test]
    fn what_is_kept_is_found_again() {
        let commands = vec![
            command(1, Request::Append(made()), Some(7)),
            command(2, Request::Undo, None),
            command(3, Request::Redo, None),
        ];
        let aside = |made| SetAside {
            id: Uuid::from_u128(9),
            words: "Umbenannt".to_owned(),
            reason: "Passt nicht.".to_owned(),
            at: "14:03".to_owned(),
            made,
        };
        let record = Record::new(7, commands, vec![aside(Some(made())), aside(None)]);
        assert!(!record.is_empty());
        assert!(Record::new(7, Vec::new(), Vec::new()).is_empty());
        let text = record.text(5.0, true).unwrap();
        let found = Record::parse(&text).unwrap();
        assert_eq!(found, Record { touched: 5.0, released: true, ..record.clone() });
        assert!(found.is_free(5.0));
        let held = Record::parse(&record.text(5.0, false).unwrap()).unwrap();
        assert!(!held.is_free(5.0 + STALE_MS));
        assert!(held.is_free(5.1 + STALE_MS));
    }

    #[test]
    fn every_page_has_a_record_of_its_own_below_the_scenario() {
        let (scenario, other) = (ScenarioId(Uuid::from_u128(1)), ScenarioId(Uuid::from_u128(2)));
        let names = [1, 2].map(|page| name("a", scenario, Uuid::from_u128(page)));
        assert_ne!(names[0], names[1]);
        assert!(names.iter().all(|name| name.starts_with(&prefix("a", scenario))));
        assert!(!names[0].starts_with(&prefix("a", other)));
        assert!(!names[0].starts_with(&prefix("b", scenario)), "another account's");
    }

    #[test]
    fn what_another_program_kept_is_not_misread() {
        let text = Record::new(7, Vec::new(), Vec::new()).text(5.0, true).unwrap();
        assert!(Record::parse(&text.replace("\"format\":1", "\"format\":2")).is_err());
        assert!(Record::parse(&text.replace("\"version\"", "\"edition\"")).is_err());
        assert!(Record::parse("{").is_err());
    }

    #[test]
    fn a_record_has_a_bound() {
        let full = |count: u128| {
            let commands = (0..count).map(|number| command(number, Request::Undo, None)).collect();
            Record::new(7, commands, Vec::new())
        };
        assert!(Record::parse(&full(500).text(0.0, false).unwrap()).is_ok());
        assert_eq!(full(501).text(0.0, false), None);
        let mut large = made();
        large.reason = Some("x".repeat(LONGEST));
        let record = Record::new(7, vec![command(1, Request::Append(large), None)], Vec::new());
        assert_eq!(record.text(0.0, false), None);
    }
}
