//! Reading of the words of figures.

use crate::api::{GlossaryEntry, LoadGlossary};
use crate::plan::read::{Errors, Fields, Node, Path, Read};

impl Read for GlossaryEntry {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            key: fields.required("key"),
            term: fields.required("term"),
            text: fields.required("text"),
            source: fields.required("source"),
        }
    }
}

super::arguments!(LoadGlossary { english });
