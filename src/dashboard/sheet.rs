//! A picture of a dashboard as a sheet of its own: with what it is of, what it says and what has to be known, as it leaves the page.

use super::Dashboard;
use crate::diagram::scene::{Anchor, Mark, Scene};
use crate::format::{Language, date};
use chrono::NaiveDate;

/// Space around everything, in user units.
const MARGIN: f64 = 16.0;
/// From one line of text to the next.
const LINE: f64 = 16.0;
/// Characters of the text that fit beside each other: the letters are about 5.6 units wide.
const WIDE: usize = 104;

impl Dashboard {
    /// The picture of a panel as a sheet; none where there is no such panel or nothing to be drawn, as where it is withheld.
    #[must_use]
    pub fn picture(&self, key: &str, as_of: NaiveDate, language: Language) -> Option<Scene> {
        let panel = self.panel(key)?;
        let picture = panel.picture.as_ref()?;
        let title = format!("{}: {}", self.name, panel.title);
        let mut sheet = Sheet::default();
        sheet.words("heading", &title);
        sheet.words("", &panel.sentence);
        let down = sheet.down;
        sheet.marks.extend(picture.marks.iter().map(|mark| mark.clone().moved(MARGIN, down)));
        sheet.down += picture.height;
        sheet.words("tick", &panel.caption);
        for note in &panel.notes {
            sheet.words("", note);
        }
        let origin = self.origin.to_string();
        sheet.words("tick", &origin);
        for words in [&self.stale, &self.badge, &self.withheld].into_iter().flatten() {
            sheet.words("tick", words);
        }
        let day = date(as_of, language);
        sheet.words(
            "tick",
            &match language {
                Language::German => format!("Stand {day}"),
                Language::English => format!("As of {day}"),
            },
        );
        Some(Scene {
            width: picture.width + 2.0 * MARGIN,
            height: sheet.down + MARGIN,
            title,
            description: panel.sentence.clone(),
            marks: sheet.marks,
        })
    }
}

/// A sheet that is filled from the top.
struct Sheet {
    marks: Vec<Mark>,
    /// Where it goes on.
    down: f64,
}

impl Default for Sheet {
    fn default() -> Self {
        Self { marks: Vec::new(), down: MARGIN }
    }
}

impl Sheet {
    /// A text on as many lines as it needs.
    fn words(&mut self, class: &str, text: &str) {
        for line in lines(text) {
            self.down += LINE;
            let at = (MARGIN, self.down);
            self.marks.push(Mark::Text { class: class.to_owned(), at, anchor: Anchor::Start, text: line });
        }
        self.down += LINE / 2.0;
    }
}

/// Broken between words; a word that is longer than a line stands alone.
fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= WIDE => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_between_words_and_nothing_is_lost() {
        let text = "Wort ".repeat(60);
        let found = lines(&text);
        assert_eq!(found.len(), 3);
        assert!(found.iter().all(|line| line.chars().count() <= WIDE));
        assert_eq!(found.join(" "), text.trim_end());
        let long = "x".repeat(200);
        assert_eq!(lines(&format!("a {long} b")), ["a", long.as_str(), "b"]);
        assert_eq!(lines(" "), Vec::<String>::new());
    }
}
