//! Reading of links to snapshots and of what is asked about them.

use crate::api::{
    LinkState, ListSnapshotLinks, MAX_LINK_DAYS, MakeSnapshotLink, MakeSnapshotLinkCall, NewSnapshotLink,
    QrCode, RevokeSnapshotLink, SnapshotLinkEntry, SnapshotLinkId,
};
use crate::plan::read::{Errors, Fields, Node, Path, Read, word};
use uuid::Uuid;

impl Read for SnapshotLinkId {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        Self(Uuid::read(node, path, errors))
    }
}

impl Read for LinkState {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        word(node, &Self::WORDS, path, errors)
    }
}

impl Read for SnapshotLinkEntry {
    /// The server bounds them.
    const MOST: usize = usize::MAX;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            id: fields.required("id"),
            snapshot: fields.required("snapshot"),
            name: fields.required("name"),
            by: fields.required("by"),
            at: fields.required("at"),
            until: fields.required("until"),
            state: fields.required("state"),
        }
    }
}

impl Read for QrCode {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self { side: fields.required("side"), path: fields.required("path") }
    }
}

impl Read for NewSnapshotLink {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            link: fields.required("link"),
            address: fields.required("address"),
            code: fields.required("code"),
        }
    }
}

impl Read for MakeSnapshotLink {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["snapshot", "days", "command"], errors);
        let days: u32 = fields.required("days");
        if !(1..=MAX_LINK_DAYS).contains(&days) {
            fields.refuse("days", format!("muss zwischen 1 und {MAX_LINK_DAYS} liegen"));
        }
        Self { snapshot: fields.required("snapshot"), days, command: fields.required("command") }
    }
}

impl Read for ListSnapshotLinks {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        Self { scenario: Fields::new(node, path, &["scenario"], errors).optional("scenario") }
    }
}

super::arguments!(MakeSnapshotLinkCall { command }, RevokeSnapshotLink { link });

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::SnapshotId;
    use crate::plan::read::form;

    #[test]
    fn what_is_told_comes_back_as_it_went() {
        for (_, state) in LinkState::WORDS {
            let link = SnapshotLinkEntry {
                id: SnapshotLinkId(Uuid::from_u128(1)),
                snapshot: SnapshotId(Uuid::from_u128(2)),
                name: "Vorlage".to_owned(),
                by: "leitung".to_owned(),
                at: 7,
                until: 8,
                state,
            };
            let code = QrCode { side: 49, path: "M4 4h7v1h-7z".to_owned() };
            let told = NewSnapshotLink { link, address: "http://127.0.0.1/freigabe?x".to_owned(), code };
            assert_eq!(form::<NewSnapshotLink>(&serde_json::to_vec(&told).unwrap()), Ok(told.clone()));
            let list = vec![told.link];
            assert_eq!(form::<Vec<SnapshotLinkEntry>>(&serde_json::to_vec(&list).unwrap()), Ok(list));
        }
    }

    #[test]
    fn the_days_have_their_bounds() {
        let asked = |days: &str| {
            let id = Uuid::nil();
            let text = format!(r#"{{"snapshot":"{id}","command":"{id}","days":{days}}}"#);
            form::<MakeSnapshotLink>(text.as_bytes()).map(|asked| asked.days)
        };
        assert_eq!((asked("1"), asked("90")), (Ok(1), Ok(90)));
        for wrong in ["0", "91", "-1", "1.5", "\"7\"", "null", "4294967296"] {
            assert!(asked(wrong).is_err(), "{wrong}");
        }
    }
}
