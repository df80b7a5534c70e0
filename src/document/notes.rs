//! The notes of a document: each text once, numbered in the order in which it is referred to first.

use super::{Span, Text};

/// Numbered notes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Notes(Vec<String>);

impl Notes {
    /// Takes up what a text refers to.
    pub fn take(&mut self, text: &Text) {
        for note in text.0.iter().filter_map(note_of) {
            if !self.0.iter().any(|known| known == note) {
                self.0.push(note.to_owned());
            }
        }
    }

    /// The number of what a span refers to, from 1; none where it refers to nothing.
    #[must_use]
    pub fn number(&self, span: &Span) -> Option<usize> {
        let note = note_of(span)?;
        self.0.iter().position(|known| known == note).map(|place| place + 1)
    }

    /// All, in the order of their numbers.
    #[must_use]
    pub fn all(&self) -> &[String] {
        &self.0
    }
}

fn note_of(span: &Span) -> Option<&str> {
    match span {
        Span::Figure(figure) if !figure.source.is_empty() => Some(&figure.source),
        Span::Note(note) if !note.is_empty() => Some(note),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Bound;

    #[test]
    fn the_same_source_keeps_its_number() {
        let figure = |source: &str| {
            Span::Figure(Bound { value: "1".to_owned(), source: source.to_owned(), assumed: false })
        };
        let mut notes = Notes::default();
        notes.take(&Text(vec![figure("a"), Span::Note("b".to_owned()), figure("a"), figure("")]));
        assert_eq!(notes.all(), ["a", "b"]);
        assert_eq!(notes.number(&figure("a")), Some(1));
        assert_eq!(notes.number(&Span::Note("b".to_owned())), Some(2));
        assert_eq!(notes.number(&figure("")), None);
    }
}
