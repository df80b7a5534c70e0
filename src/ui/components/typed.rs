//! What stands in a field before its part of the page comes to life.
//!
//! A field that follows a value is given that value when the page comes to life; an empty one would wipe out what was typed
//! while the module was loading. So the value begins with what the field holds.

use crate::ui::browser::document;
use crate::ui::dynamic::Held;

/// The value of a text field with this identifier: what was typed into it so far, else empty.
#[must_use]
pub fn typed(id: &str) -> Held<String> {
    Held::new(document::value_of(id).unwrap_or_default())
}
