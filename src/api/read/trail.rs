//! Reading of the audit trail.

use crate::api::{CheckTrail, LoadTrail, Trail, TrailCheck, TrailEntry, TrailQuery};
use crate::plan::read::{Errors, Fields, Node, Path, Read};

/// Longest text that is looked for, in characters.
const MAX_TEXT: usize = 200;

impl Read for TrailQuery {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["text", "before", "english"], errors);
        let query = Self {
            text: fields.required("text"),
            before: fields.optional("before"),
            english: fields.or("english", false),
        };
        if query.text.chars().count() > MAX_TEXT {
            fields.refuse("text", format!("ist zu lang; erlaubt sind höchstens {MAX_TEXT} Zeichen"));
        }
        query
    }
}

impl Read for TrailEntry {
    const MOST: usize = usize::MAX;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            position: fields.required("position"),
            recorded_at: fields.required("recorded_at"),
            actor: fields.required("actor"),
            action: fields.required("action"),
            subject: fields.required("subject"),
            content: fields.required("content"),
            detail: fields.required("detail"),
        }
    }
}

impl Read for Trail {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            entries: fields.required("entries"),
            total: fields.required("total"),
            more: fields.required("more"),
        }
    }
}

impl Read for TrailCheck {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            entries: fields.required("entries"),
            broken: fields.optional("broken"),
            head: fields.optional("head"),
        }
    }
}

super::arguments!(LoadTrail { query }, CheckTrail {});
