//! HTML as it is written for the page of a link: markup is constant, every word of somebody else is escaped.

use crate::diagram::scene::Mark;
use crate::diagram::{escaped, marks_to_svg};

/// A document that is being written. That markup can only be a constant of this program is the rule that keeps it safe.
#[derive(Debug, Default)]
pub(super) struct Html(String);

impl Html {
    /// Adds markup.
    pub(super) fn markup(&mut self, constant: &'static str) -> &mut Self {
        self.0.push_str(constant);
        self
    }

    /// Adds text, or the value of an attribute between double quotes.
    pub(super) fn text(&mut self, words: &str) -> &mut Self {
        self.0.push_str(&escaped(words));
        self
    }

    /// Adds the marks of a picture, every word of them escaped.
    pub(super) fn marks(&mut self, marks: &[Mark]) -> &mut Self {
        self.0.push_str(&marks_to_svg(marks));
        self
    }

    /// The document.
    pub(super) fn finish(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_wrote_is_text_and_stays_within_its_attribute() {
        let mut html = Html::default();
        html.markup("<p title=\"")
            .text("\"><script>alert(1)</script>")
            .markup("\">")
            .text("a & <b>")
            .markup("</p>");
        assert_eq!(
            html.finish(),
            "<p title=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\">a &amp; &lt;b&gt;</p>"
        );
    }
}
