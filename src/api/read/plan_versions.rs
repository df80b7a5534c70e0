//! Reading of what is asked about versions of the plan, and of the answers.

use super::catalogue::name;
use crate::api::{
    LoadPlanVersions, PlanVersion, PlanVersions, RestoreVersion, RestoreVersionCall, RestoredVersion,
    VersionKind,
};
use crate::plan::read::{Errors, Fields, Node, Path, Read, word};

impl Read for VersionKind {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        word(node, &Self::WORDS, path, errors)
    }
}

impl Read for PlanVersion {
    /// The server bounds them.
    const MOST: usize = usize::MAX;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            version: fields.required("version"),
            kind: fields.required("kind"),
            scenario: fields.optional("scenario"),
            source: fields.required("source"),
            scenario_version: fields.optional("scenario_version"),
            resolution: fields.required("resolution"),
            decided_on: fields.optional("decided_on"),
            restores: fields.optional("restores"),
            note: fields.required("note"),
            role: fields.optional("role"),
            at: fields.optional("at"),
            hash: fields.required("hash"),
            intact: fields.required("intact"),
            count: fields.required("count"),
            changes: fields.required("changes"),
        }
    }
}

impl Read for PlanVersions {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self { versions: fields.required("versions"), more: fields.required("more") }
    }
}

impl Read for LoadPlanVersions {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["before", "english"], errors);
        Self { before: fields.optional("before"), english: fields.required("english") }
    }
}

impl Read for RestoreVersion {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["version", "command", "name", "english"], errors);
        Self {
            version: fields.required("version"),
            command: fields.required("command"),
            name: name(&mut fields),
            english: fields.or("english", false),
        }
    }
}

impl Read for RestoredVersion {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            scenario: fields.required("scenario"),
            name: fields.required("name"),
            beyond: fields.required("beyond"),
        }
    }
}

super::arguments!(RestoreVersionCall { command });
