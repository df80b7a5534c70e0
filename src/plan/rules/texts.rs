//! What a rule says and how much it weighs: data, read once for each check.

use super::{Rule, Severity};
use crate::format::Language;
use crate::plan::error::{Errors, Path};
use crate::plan::read::{Fields, Node, Read, form, word};
use std::collections::BTreeMap;

/// Severity, limit and texts of all rules.
const TEXTS: &str = include_str!("texts.json");

/// What the file says of one rule.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Text {
    pub(super) severity: Severity,
    /// From which distance on the rule speaks; what it counts is the rule's matter.
    pub(super) limit: f64,
    german: String,
    english: String,
}

impl Text {
    /// The sentence, with each `{name}` replaced by its value.
    pub(super) fn sentence(&self, values: &[(&str, String)], language: Language) -> String {
        let text = match language {
            Language::German => &self.german,
            Language::English => &self.english,
        };
        filled(text, values)
    }
}

/// A text with each `{name}` replaced by its value.
pub(super) fn filled(text: &str, values: &[(&str, String)]) -> String {
    let mut rest = text;
    let mut sentence = String::with_capacity(rest.len() + 64);
    // Piece by piece, so that a name which looks like a placeholder stays what it is.
    while let Some((before, behind)) = rest.split_once('{') {
        let (name, after) = behind.split_once('}').unwrap_or((behind, ""));
        sentence.push_str(before);
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            sentence.push_str(value);
        }
        rest = after;
    }
    sentence.push_str(rest);
    sentence
}

impl Read for Severity {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        word(node, &[("hint", Self::Hint), ("needs_reason", Self::NeedsReason)], path, errors)
    }
}

impl Read for Text {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let mut fields = Fields::new(node, path, &["severity", "limit", "de", "en"], errors);
        Self {
            severity: fields.required("severity"),
            limit: fields.or("limit", 0.0),
            german: fields.required("de"),
            english: fields.required("en"),
        }
    }
}

/// The texts by rule.
pub(super) struct Texts(BTreeMap<Rule, Text>);

impl Read for Texts {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let names = Rule::ALL.map(Rule::name);
        let mut fields = Fields::new(node, path, &names, errors);
        Self(Rule::ALL.into_iter().map(|rule| (rule, fields.required(rule.name()))).collect())
    }
}

impl Texts {
    /// The file of the repository; a test keeps it whole.
    pub(super) fn new() -> Self {
        form(TEXTS.as_bytes()).unwrap_or(Self(BTreeMap::new()))
    }

    pub(super) fn of(&self, rule: Rule) -> Option<&Text> {
        self.0.get(&rule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_its_texts_and_speaks_two_languages() {
        let texts: Texts = form(TEXTS.as_bytes()).unwrap();
        for rule in Rule::ALL {
            let text = texts.of(rule).unwrap();
            let placeholders = |text: &str| -> Vec<String> {
                let mut names: Vec<String> = text
                    .split('{')
                    .skip(1)
                    .filter_map(|part| part.split_once('}'))
                    .map(|part| part.0.to_owned())
                    .collect();
                names.sort();
                names
            };
            assert_eq!(placeholders(&text.german), placeholders(&text.english), "{rule:?}");
            let told = placeholders(&text.german);
            assert!(rule.placeholders().iter().all(|name| told.iter().any(|told| told == name)), "{rule:?}");
            assert!(told.iter().all(|name| rule.placeholders().contains(&name.as_str())), "{rule:?}");
            assert!(text.german.ends_with('.') && text.english.ends_with('.'));
        }
    }

    #[test]
    fn a_name_that_looks_like_a_placeholder_stays_what_it_is() {
        let text = Text {
            severity: Severity::Hint,
            limit: 0.0,
            german: "{a} und {b}.".to_owned(),
            english: String::new(),
        };
        let values = [("a", "{b}".to_owned()), ("b", "B".to_owned())];
        assert_eq!(text.sentence(&values, Language::German), "{b} und B.");
    }
}
