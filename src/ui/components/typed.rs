//! What stands in a field: before its part of the page comes to life, and when the page speaks another language.
//!
//! A field that follows a value is given that value when the page comes to life; an empty one would wipe out what was typed
//! while the module was loading. So the value begins with what the field holds.

use crate::format::{Language, rewritten};
use crate::ui::browser::document;
use crate::ui::dynamic::Held;
use crate::ui::i18n::I18n;
use leptos::prelude::*;

/// The value of a text field with this identifier: what was typed into it so far, else empty.
#[must_use]
pub fn typed(id: &str) -> Held<String> {
    Held::new(document::value_of(id).unwrap_or_default())
}

/// Writes the number in a field anew when the page speaks another language: it is read in that of the page.
pub fn number_follows(i18n: I18n, field: Held<String>) {
    on_language(i18n, move |from, to| {
        if let Some(text) = field.with_untracked(|text| rewritten(text, from, to)) {
            field.set(text);
        }
    });
}

/// Does something with what was typed in one language when the page speaks another one from now on.
pub fn on_language(i18n: I18n, rewrite: impl Fn(Language, Language) + Send + Sync + 'static) {
    follow(i18n, Box::new(rewrite));
}

fn follow(i18n: I18n, rewrite: Box<dyn Fn(Language, Language) + Send + Sync>) {
    let spoken = Held::new(untrack(|| i18n.language()));
    Effect::new(move |_| {
        let (from, to) = (spoken.get_untracked(), i18n.language());
        if from != to {
            spoken.set(to);
            rewrite(from, to);
        }
    });
}
