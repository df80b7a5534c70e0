//! Reading of statements and of what is done with them.

use crate::api::{
    CreateStatement, CreateStatementCall, FreezeStatement, LoadStatements, OutdatedFigure, RemoveStatement,
    SaveStatement, SaveStatementCall, StatementCommand, StatementDesk, StatementEntry, StatementFreeze,
    StatementSnapshot,
};
use crate::plan::read::{Errors, Fields, Node, Path, Read};

impl Read for StatementEntry {
    /// The server bounds them.
    const MOST: usize = usize::MAX;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            id: fields.required("id"),
            version: fields.required("version"),
            draft: fields.required("draft"),
            changed_at: fields.required("changed_at"),
            frozen: fields.optional("frozen"),
        }
    }
}

impl Read for StatementDesk {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            scenario: fields.required("scenario"),
            as_of: fields.required("as_of"),
            statements: fields.required("statements"),
            basis: fields.required("basis"),
        }
    }
}

impl Read for LoadStatements {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        Self { scenario: Fields::new(node, path, &["scenario"], errors).optional("scenario") }
    }
}

impl Read for StatementFreeze {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            at: fields.required("at"),
            by: fields.required("by"),
            pdf_sha256: fields.required("pdf_sha256"),
            snapshot: fields.optional("snapshot"),
            outdated: fields.required("outdated"),
        }
    }
}

impl Read for StatementSnapshot {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self { id: fields.required("id"), hash: fields.required("hash") }
    }
}

impl Read for OutdatedFigure {
    /// The server bounds them.
    const MOST: usize = usize::MAX;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self { label: fields.required("label"), then: fields.optional("then"), now: fields.optional("now") }
    }
}

impl Read for CreateStatement {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["command", "scenario", "template", "origin"], errors);
        Self {
            command: fields.required("command"),
            scenario: fields.required("scenario"),
            template: fields.required("template"),
            origin: fields.optional("origin"),
        }
    }
}

impl Read for SaveStatement {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let allowed = ["command", "scenario", "statement", "version", "draft"];
        let mut fields = Fields::new(node, path, &allowed, errors);
        Self {
            command: fields.required("command"),
            scenario: fields.required("scenario"),
            statement: fields.required("statement"),
            version: fields.required("version"),
            draft: fields.required("draft"),
        }
    }
}

impl Read for StatementCommand {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["command", "scenario", "statement", "version"], errors);
        Self {
            command: fields.required("command"),
            scenario: fields.required("scenario"),
            statement: fields.required("statement"),
            version: fields.required("version"),
        }
    }
}

arguments!(
    CreateStatementCall { command },
    SaveStatementCall { command },
    FreezeStatement { command },
    RemoveStatement { command },
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::SnapshotId;
    use crate::plan::read::form;
    use crate::plan::{Digest, builtin};
    use crate::statement::{Template, Told, draft};
    use uuid::Uuid;

    #[test]
    fn a_statement_comes_back_as_it_went() {
        let freeze = StatementFreeze {
            at: 5,
            by: "lokal".to_owned(),
            pdf_sha256: "00ff".to_owned(),
            snapshot: Some(StatementSnapshot { id: SnapshotId(Uuid::from_u128(9)), hash: Digest::of(b"x") }),
            outdated: vec![OutdatedFigure { label: "x".to_owned(), then: Some("1".to_owned()), now: None }],
        };
        for frozen in [None, Some(freeze)] {
            let entry = StatementEntry {
                id: Uuid::from_u128(7),
                version: 3,
                draft: draft(Template::Statement, &builtin().unwrap(), Told::default()),
                changed_at: 9,
                frozen,
            };
            let list = vec![entry];
            assert_eq!(form::<Vec<StatementEntry>>(&serde_json::to_vec(&list).unwrap()), Ok(list));
        }
    }
}
