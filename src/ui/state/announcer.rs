//! One sentence at a time for people who do not see the page.

use crate::ui::dynamic::Held;
use leptos::prelude::*;

/// Speaks through the live region of the frame.
#[derive(Debug, Clone, Copy)]
pub struct Announcer(Held<String>);

impl Announcer {
    /// Makes it known to everything below.
    pub fn provide() {
        provide_context(Self(Held::new(String::new())));
    }

    /// From context.
    #[must_use]
    pub fn expect() -> Self {
        expect_context()
    }

    /// Says a sentence; one that equals the last is said again.
    pub fn say(self, sentence: impl Into<String>) {
        let mut sentence = sentence.into();
        if self.0.with_untracked(|last| *last == sentence) {
            // A region whose text does not change is silent; a no-break space changes it and is not heard.
            sentence.push('\u{a0}');
        }
        self.0.set(sentence);
    }

    /// The sentence; tracks.
    #[must_use]
    pub fn sentence(self) -> String {
        self.0.get()
    }
}
