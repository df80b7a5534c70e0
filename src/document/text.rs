//! Running text: words, emphasis, figures with their source, notes.

use crate::format::Language;

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// Words.
    Plain(String),
    /// Words that are emphasised.
    Strong(String),
    /// A figure with its source.
    Figure(Bound),
    /// A reference to a note that says this.
    Note(String),
}

/// A figure that is taken from the data: never typed, always with its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// As it is written, with its unit.
    pub value: String,
    /// Where it comes from; becomes a note.
    pub source: String,
    /// Whether it rests on an assumption; it is marked then.
    pub assumed: bool,
}

/// Text of a paragraph, an item or a cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text(pub Vec<Span>);

impl Text {
    /// No text.
    #[must_use]
    pub const fn empty() -> Self {
        Self(Vec::new())
    }

    /// Emphasised words.
    #[must_use]
    pub fn strong(text: impl Into<String>) -> Self {
        Self(vec![Span::Strong(text.into())])
    }

    /// The text with more at its end.
    #[must_use]
    pub fn with(mut self, span: Span) -> Self {
        self.0.push(span);
        self
    }

    /// The words alone, without notes; assumed figures say that they are.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        let mut words = String::new();
        for span in &self.0 {
            match span {
                Span::Plain(text) | Span::Strong(text) => words.push_str(text),
                Span::Figure(figure) => words.push_str(&figure.marked(language)),
                Span::Note(_) => {}
            }
        }
        words
    }
}

impl Bound {
    /// The value, with the word that marks an assumption.
    #[must_use]
    pub fn marked(&self, language: Language) -> String {
        match (self.assumed, language) {
            (false, _) => self.value.clone(),
            (true, Language::German) => format!("{} (Annahme)", self.value),
            (true, Language::English) => format!("{} (assumption)", self.value),
        }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(vec![Span::Plain(text.to_owned())])
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(vec![Span::Plain(text)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assumed_figure_says_so_in_words() {
        let figure = |assumed| Bound { value: "4,00 VZÄ".to_owned(), source: "Plan".to_owned(), assumed };
        let text = Text::from("Task Force: ")
            .with(Span::Figure(figure(true)))
            .with(Span::Note("x".to_owned()))
            .with(Span::Plain(".".to_owned()));
        assert_eq!(text.words(Language::German), "Task Force: 4,00 VZÄ (Annahme).");
        assert_eq!(figure(false).marked(Language::English), "4,00 VZÄ");
    }
}
