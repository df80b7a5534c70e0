//! Whether one person may approve plans alone, and what that rests on: a sentence.

use super::super::i18n::{I18n, t_string};
use crate::api::Alone;
use crate::format::moment;

/// What counts now.
#[must_use]
pub fn approval_words(i18n: I18n, alone: Option<&Alone>) -> String {
    match alone {
        None => t_string!(i18n, accounts.two_person).to_owned(),
        Some(Alone { reason, at, .. }) => {
            t_string!(i18n, accounts.single_now, day = moment(*at, i18n.language()), reason = reason.clone())
        }
    }
}
