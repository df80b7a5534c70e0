//! Reading of what is asked about tables and the sheet, and of the answers.

use crate::api::{
    Decision, ImportProvenance, ImportShown, LoadSheet, Provenance, SaveSheet, SaveSheetCall, Sheet,
    SheetCell, SheetEntry, SheetFigure, SheetRow, TableAsk, TableChange, TableColumn, TableLooked, TableNews,
    TableSums, WrongPlace,
};
use crate::exchange::TableKind;
use crate::plan::read::{Errors, Fields, Node, Path, Read, variant, word, wrong_kind};

/// Longest name of a file, in characters.
const MAX_NAME: usize = 255;

/// Name of a file without its folder.
pub(super) fn file_name(fields: &mut Fields<'_>) -> String {
    let name: String = fields.required("name");
    if name.chars().count() > MAX_NAME || name.chars().any(|c| c.is_control() || matches!(c, '/' | '\\')) {
        fields.refuse("name", "ist kein Dateiname");
    }
    name
}

impl Read for TableKind {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        word(node, &Self::WORDS, path, errors)
    }
}

impl Read for SheetFigure {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        word(node, &Self::WORDS, path, errors)
    }
}

impl Read for Decision {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["word", "means"], errors);
        Self { word: fields.required("word"), means: fields.required("means") }
    }
}

/// The key of a change that is left out; there may be many.
struct Key(String);

impl Read for Key {
    /// As many as one table may change on the page.
    const MOST: usize = 20_000;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        Self(String::read(node, path, errors))
    }
}

impl Read for TableAsk {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = [
            "name", "kind", "columns", "states", "take", "added", "changed", "complete", "leave", "scenario",
        ];
        let mut fields = Fields::new(node, path, &allowed, errors);
        let name = file_name(&mut fields);
        let leave: Vec<Key> = fields.required("leave");
        Self {
            name,
            kind: fields.optional("kind"),
            columns: fields.required("columns"),
            states: fields.required("states"),
            take: fields.required("take"),
            added: fields.required("added"),
            changed: fields.required("changed"),
            complete: fields.required("complete"),
            leave: leave.into_iter().map(|key| key.0).collect(),
            scenario: fields.optional("scenario"),
        }
    }
}

impl Read for TableNews {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        match variant(node) {
            Some(("read", content)) => Self::Read(u64::read(content, &path.field("read"), errors)),
            Some(("looked", content)) => Self::Looked(Read::read(content, &path.field("looked"), errors)),
            Some(("failed", content)) => Self::Failed(Read::read(content, &path.field("failed"), errors)),
            _ => {
                wrong_kind(path, "eine Nachricht über eine Tabelle", node, errors);
                Self::Read(0)
            }
        }
    }
}

/// Answers may hold more than the page knows, and as much as the server sends.
macro_rules! answers {
    ($($type:ident { $($field:ident),* $(; $($maybe:ident),*)? }),* $(,)?) => {$(
        impl Read for $type {
            const MOST: usize = usize::MAX;

            fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
                let mut fields = Fields::open(node, path, errors);
                Self {
                    $($field: fields.required(stringify!($field)),)*
                    $($($maybe: fields.optional(stringify!($maybe)),)*)?
                }
            }
        }
    )*};
}

answers!(
    TableLooked { fields, columns, rows, wrong, unknown_states, notices, changes, sums, taken; kind },
    TableColumn { letter, heading, field, person },
    WrongPlace { row, column, reason },
    TableChange { key, title, before, after, usual, changes },
    TableSums { added, changed, unchanged, absent, withheld },
    Provenance { sentence, sentence_english, imports, most_bytes },
    ImportShown { id, kind, source, actor, notices, recorded_at; sums },
    Sheet { year, rows },
    SheetRow { case_type, name, unit, withheld, months },
    SheetCell {; received, completed, open },
);

impl Read for SheetEntry {
    const MOST: usize = 10_000;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["case_type", "month", "figure", "value"], errors);
        let month = fields.required("month");
        if !(1..=12).contains(&month) {
            fields.refuse("month", "ist kein Monat; erlaubt ist 1 bis 12");
        }
        let value: Option<u64> = fields.optional("value");
        if value.is_some_and(|value| value > crate::caseload::Counts::MOST) {
            fields.refuse("value", "ist mehr als zehn Millionen");
        }
        Self { case_type: fields.required("case_type"), month, figure: fields.required("figure"), value }
    }
}

impl Read for SaveSheet {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["year", "entries"], errors);
        Self { year: fields.required("year"), entries: fields.required("entries") }
    }
}

super::arguments!(ImportProvenance {}, LoadSheet { year }, SaveSheetCall { command });
