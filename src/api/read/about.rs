//! Reading of what an installation says about itself.

use crate::api::{AboutInstallation, LoadAbout, SmallGroups, StoredTable};
use crate::permission::Persons;
use crate::plan::read::{Errors, Fields, Node, Path, Read, word};

impl Read for AboutInstallation {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            operator: fields.optional("operator"),
            contact: fields.optional("contact"),
            tables: fields.required("tables"),
            small_groups: fields.optional("small_groups"),
        }
    }
}

impl Read for SmallGroups {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self { agreement: fields.optional("agreement"), alone: fields.optional("alone") }
    }
}

impl Read for StoredTable {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            name: fields.required("name"),
            columns: fields.required("columns"),
            people: fields.required("people"),
            what: fields.required("what"),
            why: fields.required("why"),
            kept: fields.required("kept"),
        }
    }
}

impl Read for Persons {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        word(node, &Self::WORDS, path, errors)
    }
}

super::arguments!(LoadAbout { english });
