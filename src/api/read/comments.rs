//! Reading of comments and of what is asked about them.

use crate::api::{
    About, AddComment, AddCommentCall, Comment, ListComments, MAX_COMMENT, SettleThread, SettleThreadCall,
    Settled, WithdrawComment, WithdrawCommentCall,
};
use crate::permission::Role;
use crate::plan::read::{Errors, Fields, Node, Path, Read, variant, word, wrong_kind};

impl Read for About {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        match variant(node) {
            Some(("scenario", _)) => Self::Scenario,
            Some(("post", id)) => Self::Post(Read::read(id, &path.field("post"), errors)),
            Some(("unit", id)) => Self::Unit(Read::read(id, &path.field("unit"), errors)),
            Some(("case_type", id)) => Self::CaseType(Read::read(id, &path.field("case_type"), errors)),
            Some(("step", id)) => Self::Step(Read::read(id, &path.field("step"), errors)),
            _ => {
                let wanted = "„scenario“ oder „post“, „unit“, „case_type“ oder „step“ mit einer Kennung";
                wrong_kind(path, wanted, node, errors);
                Self::Scenario
            }
        }
    }
}

impl Read for Settled {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self { by: fields.required("by"), at: fields.required("at") }
    }
}

/// The role of whoever wrote.
struct Writer(Role);

impl Read for Writer {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        Self(word(node, &Role::WORDS, path, errors))
    }
}

impl Read for Comment {
    /// The server bounds them.
    const MOST: usize = usize::MAX;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            id: fields.required("id"),
            thread: fields.optional("thread"),
            about: fields.required("about"),
            text: fields.required("text"),
            by: fields.required("by"),
            role: fields.required::<Writer>("role").0,
            at: fields.required("at"),
            settled: fields.optional("settled"),
            withdrawn: fields.required("withdrawn"),
            may_withdraw: fields.required("may_withdraw"),
        }
    }
}

/// A text without spaces around it; something must be left, and line breaks are its only control characters.
fn text(fields: &mut Fields<'_>) -> String {
    let text: String = fields.required("text");
    let text = text.trim().replace("\r\n", "\n");
    if text.is_empty() {
        fields.refuse("text", "ist leer; bitte schreiben Sie etwas");
    }
    if text.chars().count() > MAX_COMMENT {
        fields.refuse("text", format!("ist zu lang; erlaubt sind höchstens {MAX_COMMENT} Zeichen"));
    }
    if text.chars().any(|sign| sign.is_control() && sign != '\n') {
        fields.refuse("text", "enthält Steuerzeichen; bitte geben Sie einfachen Text an");
    }
    text
}

impl Read for AddComment {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["scenario", "comment", "about", "thread", "text"], errors);
        Self {
            scenario: fields.required("scenario"),
            comment: fields.required("comment"),
            about: fields.required("about"),
            thread: fields.optional("thread"),
            text: text(&mut fields),
        }
    }
}

impl Read for SettleThread {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["scenario", "thread", "settled"], errors);
        Self {
            scenario: fields.required("scenario"),
            thread: fields.required("thread"),
            settled: fields.required("settled"),
        }
    }
}

impl Read for WithdrawComment {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["scenario", "comment"], errors);
        Self { scenario: fields.required("scenario"), comment: fields.required("comment") }
    }
}

impl Read for ListComments {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        Self { scenario: Fields::new(node, path, &["scenario"], errors).optional("scenario") }
    }
}

super::arguments!(AddCommentCall { command }, SettleThreadCall { command }, WithdrawCommentCall { command },);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::read::form;
    use crate::plan::{CaseTypeId, PostId, UnitId};
    use uuid::Uuid;

    #[test]
    fn what_is_said_comes_back_as_it_went() {
        let abouts = [
            About::Scenario,
            About::Post(PostId::parse("AA-05").unwrap()),
            About::Unit(UnitId::parse("asyl").unwrap()),
            About::CaseType(CaseTypeId::parse("visum").unwrap()),
            About::Step(Uuid::from_u128(9)),
        ];
        for about in abouts {
            let comment = Comment {
                id: Uuid::from_u128(1),
                thread: Some(Uuid::from_u128(2)),
                about,
                text: "<b>Ä</b>\n".to_owned(),
                by: "lokal".to_owned(),
                role: Role::Manager,
                at: 3,
                settled: Some(Settled { by: "lokal".to_owned(), at: 4 }),
                withdrawn: false,
                may_withdraw: true,
            };
            assert_eq!(form::<Comment>(&serde_json::to_vec(&comment).unwrap()), Ok(comment));
        }
        assert!(form::<About>(br#"{"person":"x"}"#).is_err());
    }

    #[test]
    fn a_text_is_bounded_and_plain() {
        let said = |text: &str| {
            let id = Uuid::nil();
            let body = serde_json::json!({"scenario": id, "comment": id, "about": "scenario", "text": text});
            form::<AddComment>(body.to_string().as_bytes()).map(|asked| asked.text)
        };
        assert_eq!(said(" eins\r\nzwei "), Ok("eins\nzwei".to_owned()));
        for wrong in [" ", "\u{7}", &"x".repeat(MAX_COMMENT + 1)] {
            assert!(said(wrong).is_err(), "{wrong}");
        }
    }
}
