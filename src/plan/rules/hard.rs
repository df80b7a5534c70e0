//! What hard rules say: the sentences of [`ChangeError`], as data, a file for each language.

use super::texts::filled;
use crate::format::{self, Language};
use crate::plan::ChangeError;
use crate::plan::error::{Errors, Path};
use crate::plan::read::{Fields, Node, Read, date, form};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The German file.
const GERMAN: &str = include_str!("hard/de.json");
/// The English one. A worker of the page speaks German only and does without.
const ENGLISH: &str = if cfg!(feature = "worker") { "" } else { include_str!("hard/en.json") };

/// What a file says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Hard {
    /// Sentences by the code of the refusal.
    refusals: BTreeMap<String, String>,
    /// How the names of objects begin: in German, as plans and changes tell them, and in this language; empty in German.
    objects: Vec<Vec<String>>,
    /// What units hold: field, one and many.
    contents: Vec<Vec<String>>,
}

impl Read for Hard {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["refusals", "objects", "contents"], errors);
        Self {
            refusals: fields.required("refusals"),
            objects: fields.or("objects", Vec::new()),
            contents: fields.required("contents"),
        }
    }
}

/// What is said in a language, read once.
fn hard(language: Language) -> &'static Hard {
    // A test keeps the files whole; a refusal without its sentence would still have its code.
    fn whole(text: &str) -> Hard {
        form(text.as_bytes()).unwrap_or_default()
    }
    static IN_GERMAN: LazyLock<Hard> = LazyLock::new(|| whole(GERMAN));
    static IN_ENGLISH: LazyLock<Hard> = LazyLock::new(|| whole(ENGLISH));
    match language {
        Language::German => &IN_GERMAN,
        Language::English => &IN_ENGLISH,
    }
}

/// A value as it travels.
struct Given(Node);

impl Read for Given {
    fn read(node: &Node, _: &Path<'_>, _: &mut Errors) -> Self {
        Self(node.clone())
    }
}

/// A field of an object in the answer.
fn field<'a>(node: &'a Node, name: &str) -> Option<&'a Node> {
    let Node::Object(fields) = node else { return None };
    fields.iter().find(|(key, _)| key == name).map(|(_, node)| node)
}

fn text(node: Option<&Node>) -> &str {
    match node {
        Some(Node::Text(text)) => text,
        _ => "",
    }
}

/// A refusal in words: its fields, under the names that they have on the wire, in the places of its sentence.
#[must_use]
pub(in crate::plan) fn refusal(error: &ChangeError, language: Language) -> String {
    let written = serde_json::to_string(error).unwrap_or_default();
    form(written.as_bytes()).map_or(written, |Given(error)| hard(language).sentence(&error, language))
}

impl Hard {
    fn sentence(&self, error: &Node, language: Language) -> String {
        let Node::Object(fields) = error else { return String::new() };
        let code = text(field(error, "code"));
        let Some(open) = self.refusals.get(code) else { return code.to_owned() };
        let values: Vec<(&str, String)> =
            fields.iter().map(|(key, value)| (key.as_str(), self.words(key, value, language))).collect();
        filled(open, &values)
    }

    fn words(&self, key: &str, value: &Node, language: Language) -> String {
        match (key, value) {
            ("kw" | "effective", Node::Text(text)) => {
                date(text).map_or_else(|| text.clone(), |day| format::date(day, language))
            }
            ("object" | "objects", Node::Text(text)) => self.object(text),
            ("contents", contents) => self.held(contents),
            ("errors", Node::List(errors)) => {
                let place = |error: &Node| match (text(field(error, "path")), text(field(error, "reason"))) {
                    ("", reason) => reason.to_owned(),
                    (path, reason) => format!("{path}: {reason}"),
                };
                errors.iter().map(place).collect::<Vec<_>>().join("; ")
            }
            (_, Node::List(sentences)) => {
                sentences.iter().map(|sentence| text(Some(sentence))).collect::<Vec<_>>().join(" ")
            }
            (_, Node::Text(text)) => text.clone(),
            (_, Node::Whole(number)) => number.to_string(),
            // A refusal within a refusal.
            ("reason", Node::Object(_)) => self.sentence(value, language),
            _ => String::new(),
        }
    }

    /// An object as errors tell it, in German; in other languages its name begins with another word and has other marks.
    fn object(&self, text: &str) -> String {
        if self.objects.is_empty() {
            return text.to_owned();
        }
        let known = self.objects.iter().find_map(|pair| {
            let [german, other] = pair.as_slice() else { return None };
            let rest = text.strip_prefix(german.as_str())?;
            (rest.is_empty() || rest.starts_with(' ')).then(|| format!("{other}{rest}"))
        });
        known.unwrap_or_else(|| text.to_owned()).replace('“', "”").replace('„', "“")
    }

    /// What a unit still holds: „1 Stelle, 3 Fallarten“.
    fn held(&self, contents: &Node) -> String {
        let part = |words: &Vec<String>| {
            let [name, one, many] = words.as_slice() else { return None };
            let Some(Node::Whole(count @ 1..)) = field(contents, name) else { return None };
            Some(format!("{count} {}", if *count == 1 { one } else { many }))
        };
        self.contents.iter().filter_map(part).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Contents, PathError, UnitId};

    /// That every refusal has its sentence is tested where all of them are read back.
    #[test]
    fn the_file_is_whole() {
        let [german, english]: [Hard; 2] = [GERMAN, ENGLISH].map(|text| form(text.as_bytes()).unwrap());
        assert!(german.objects.is_empty() && english.objects.iter().all(|pair| pair.len() == 2));
        for hard in [&german, &english] {
            assert!(hard.contents.iter().all(|row| row.len() == 3));
            assert_eq!((hard.refusals.len(), hard.contents.len()), (23, 6));
        }
        for (code, de) in &german.refusals {
            let places = |text: &str| -> Vec<String> {
                let mut names: Vec<String> = text
                    .split('{')
                    .skip(1)
                    .filter_map(|part| Some(part.split_once('}')?.0.to_owned()))
                    .collect();
                names.sort();
                names
            };
            assert_eq!(places(de), places(&english.refusals[code]), "{code}");
        }
    }

    #[test]
    fn a_unit_says_what_it_still_holds_in_both_languages() {
        let error = ChangeError::UnitNotEmpty {
            unit: UnitId::parse("eu").unwrap(),
            name: "EU".to_owned(),
            contents: Box::new(Contents { posts: 1, case_types: 3, ..Contents::default() }),
        };
        assert_eq!(
            error.sentence(Language::German),
            "Die Einheit „EU“ ist nicht leer (1 Stelle, 3 Fallarten); bitte den Inhalt zuerst verschieben oder entfernen."
        );
        assert_eq!(
            error.sentence(Language::English),
            "Unit “EU” is not empty (1 post, 3 case types); please move or remove what it holds first."
        );
    }

    #[test]
    fn objects_are_named_in_the_language_of_the_sentence() {
        let error = ChangeError::NothingToSet { object: "der Stelle „AA-01“".to_owned() };
        assert_eq!(
            error.sentence(Language::English),
            "The change of post “AA-01” names no new value; please give at least one field."
        );
        let error = ChangeError::Invalid {
            object: "den Annahmen".to_owned(),
            errors: vec![PathError { path: "fte".to_owned(), reason: "ist negativ".to_owned() }],
        };
        assert_eq!(
            error.sentence(Language::German),
            "Die Änderung an den Annahmen ist nicht zulässig: fte: ist negativ."
        );
        assert!(
            error.sentence(Language::English).starts_with("The change of the assumptions is not allowed")
        );
    }

    #[test]
    fn a_refusal_within_a_refusal_speaks_the_same_language() {
        let error = ChangeError::of_switch(
            ChangeError::UnknownUnit { unit: UnitId::parse("eu").unwrap() },
            Some(false),
        );
        for (language, within) in [
            (Language::German, "Die Einheit „eu“ gibt es nicht"),
            (Language::English, "There is no unit “eu”"),
        ] {
            let said = error.sentence(language);
            assert!(said.contains(within), "{said}");
        }
    }

    #[test]
    fn a_name_that_looks_like_a_place_stays_a_name() {
        let error = ChangeError::TooDeep { name: "{limit}".to_owned(), limit: 50 };
        assert_eq!(
            error.to_string(),
            "Mit „{limit}“ an dieser Stelle hätte der Plan mehr als 50 Ebenen; bitte weiter oben einordnen."
        );
    }
}
