//! Reading of drafts, figures and tables as they travel and are stored.

use super::{Basis, Draft, Entry, Frozen, NamedTable, NoForecast, Section, TableLine, Template};
use crate::plan::read::{Errors, Fields, Node, Path, Read, word};

/// Longest heading and reference, in characters.
const MAX_LINE: usize = 240;
/// Longest text of a section, in characters.
const MAX_TEXT: usize = 20_000;
/// Most sections of a draft.
const MAX_SECTIONS: usize = 40;

impl Read for Template {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        word(node, &Self::WORDS, path, errors)
    }
}

impl Read for Draft {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["template", "title", "reference", "sections"], errors);
        let template = fields.required("template");
        let title = line(&mut fields, "title");
        if title.is_empty() {
            fields.refuse("title", "ist leer; bitte geben Sie eine Überschrift an");
        }
        Self {
            template,
            title,
            reference: line(&mut fields, "reference"),
            sections: fields.required("sections"),
        }
    }
}

impl Read for Section {
    const MOST: usize = MAX_SECTIONS;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["heading", "text"], errors);
        let heading = line(&mut fields, "heading");
        let text: String = fields.required("text");
        if text.chars().count() > MAX_TEXT {
            fields.refuse(
                "text",
                format!("ist zu lang; erlaubt sind höchstens {MAX_TEXT} Zeichen je Abschnitt"),
            );
        }
        let text = text.replace("\r\n", "\n");
        if text.chars().any(|sign| sign.is_control() && !matches!(sign, '\n' | '\t')) {
            fields.refuse("text", "enthält Steuerzeichen; bitte geben Sie reinen Text an");
        }
        Self { heading, text }
    }
}

/// One line of text without spaces around it; may be empty.
fn line(fields: &mut Fields<'_>, name: &str) -> String {
    let text: String = fields.required(name);
    let text = text.trim();
    if text.chars().count() > MAX_LINE {
        fields.refuse(name, format!("ist zu lang; erlaubt sind höchstens {MAX_LINE} Zeichen"));
    }
    if text.chars().any(char::is_control) {
        fields.refuse(name, "enthält Steuerzeichen; bitte geben Sie eine Zeile Text an");
    }
    text.to_owned()
}

impl Read for Basis {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            figures: fields.required("figures"),
            tables: fields.required("tables"),
            no_forecast: fields.optional("no_forecast"),
        }
    }
}

impl Read for NoForecast {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        word(node, &Self::WORDS, path, errors)
    }
}

impl Read for Entry {
    /// The server bounds them.
    const MOST: usize = usize::MAX;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            key: fields.required("key"),
            label: fields.required("label"),
            value: fields.required("value"),
            source: fields.required("source"),
            assumed: fields.required("assumed"),
        }
    }
}

impl Read for NamedTable {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self {
            key: fields.required("key"),
            caption: fields.required("caption"),
            assumed: fields.required("assumed"),
            columns: fields.required("columns"),
            words: fields.required("words"),
            rows: fields.required("rows"),
        }
    }
}

impl Read for TableLine {
    /// The server bounds them.
    const MOST: usize = usize::MAX;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self { sum: fields.required("sum"), cells: fields.required("cells") }
    }
}

impl Read for Frozen {
    /// The server bounds them.
    const MOST: usize = usize::MAX;

    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::open(node, path, errors);
        Self { key: fields.required("key"), label: fields.required("label"), value: fields.required("value") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;
    use crate::plan::read::form;
    use crate::staffing_plan::Reasons;
    use crate::statement::{Inputs, Told, basis, draft, frozen};

    #[test]
    fn everything_comes_back_as_it_went() {
        let plan = builtin().unwrap();
        let basis = basis(&Inputs {
            plan: &plan,
            changes: &[],
            reasons: &Reasons::default(),
            scenario: "x",
            cases: &[],
            ahead: Some(Err(NoForecast::OutOfTime)),
            decision: None,
        });
        assert_eq!(form::<Basis>(&serde_json::to_vec(&basis).unwrap()), Ok(basis.clone()));
        for (_, template) in Template::WORDS {
            let draft = draft(
                template,
                &plan,
                Told { changed: true, forecast: true, cases: true, ..Told::default() },
            );
            assert_eq!(form::<Draft>(&serde_json::to_vec(&draft).unwrap()), Ok(draft));
        }
        let kept = frozen(&basis, &["quelle.asyl".to_owned(), "tabelle.plan".to_owned()]);
        assert_eq!(form::<Vec<Frozen>>(&serde_json::to_vec(&kept).unwrap()), Ok(kept));
    }

    #[test]
    fn what_is_too_much_is_refused_with_its_place() {
        let text = |text: &str| {
            format!(
                r#"{{"template":"answer","title":"T","reference":"","sections":[{{"heading":"","text":"{text}"}}]}}"#
            )
        };
        assert!(form::<Draft>(text("ja\\nnein").as_bytes()).is_ok());
        for (body, place) in [
            (text("\\u0000"), "sections[0].text"),
            (text(&"x".repeat(MAX_TEXT + 1)), "sections[0].text"),
            (r#"{"template":"letter","title":"T","reference":"","sections":[]}"#.to_owned(), "template"),
            (r#"{"template":"answer","title":" ","reference":"","sections":[]}"#.to_owned(), "title"),
        ] {
            let errors = form::<Draft>(body.as_bytes()).unwrap_err();
            assert_eq!(errors.errors[0].path, place);
        }
    }
}
