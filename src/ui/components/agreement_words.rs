//! From how many heads on measured output is shown, and what that rests on: a sentence.

use crate::api::AgreementEntry;
use crate::caseload::DEFAULT_HEADS;
use crate::format::{date, number};
use crate::ui::i18n::{I18n, t_string};

/// What counts now, by the agreement in force or without one.
#[must_use]
pub fn agreement_words(i18n: I18n, agreement: Option<&AgreementEntry>) -> String {
    let count = |count: u32| number(f64::from(count), 0, i18n.language());
    match agreement {
        None => t_string!(i18n, accounts.no_agreement, heads = count(DEFAULT_HEADS)),
        Some(AgreementEntry { heads, title, agreed_on, demonstration: false }) => t_string!(
            i18n,
            accounts.agreement_now,
            heads = count(*heads),
            title = title.clone(),
            day = date(*agreed_on, i18n.language())
        ),
        Some(AgreementEntry { heads, .. }) => {
            t_string!(i18n, accounts.agreement_demonstration, heads = count(*heads))
        }
    }
}
