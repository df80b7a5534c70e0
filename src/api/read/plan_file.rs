//! Reading of what is asked about a plan that comes as a file, and of the answer.

use super::catalogue::text;
use super::imports::file_name;
use crate::api::{PlanAsk, PlanChange, PlanLooked, PlanNews, PlanWay};
use crate::plan::read::{Errors, Fields, Node, Path, Read, variant, word, wrong_kind};

impl Read for PlanWay {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        word(node, &Self::WORDS, path, errors)
    }
}

impl Read for PlanAsk {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = ["name", "way", "scenario", "replaces", "note", "english"];
        let mut fields = Fields::new(node, path, &allowed, errors);
        Self {
            name: file_name(&mut fields),
            way: fields.required("way"),
            scenario: fields.optional("scenario"),
            replaces: fields.optional("replaces"),
            note: text(&mut fields, "note"),
            english: fields.required("english"),
        }
    }
}

impl Read for PlanNews {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        match variant(node) {
            Some(("looked", content)) => Self::Looked(Read::read(content, &path.field("looked"), errors)),
            Some(("failed", content)) => Self::Failed(Read::read(content, &path.field("failed"), errors)),
            _ => {
                wrong_kind(path, "eine Nachricht über einen Plan", node, errors);
                Self::Looked(Box::default())
            }
        }
    }
}

impl Read for PlanLooked {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            errors: fields.required("errors"),
            changes: fields.required("changes"),
            beyond: fields.required("beyond"),
            version: fields.required("version"),
            taken: fields.required("taken"),
        }
    }
}

impl Read for PlanChange {
    /// The server bounds them.
    const MOST: usize = usize::MAX;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self { change: fields.required("change"), words: fields.required("words") }
    }
}
