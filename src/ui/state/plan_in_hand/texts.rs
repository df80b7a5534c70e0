//! The sentences of the plan in hand, in the language of the moment.

use crate::ui::i18n::{I18n, td_string};

pub(super) fn and_more(i18n: I18n, step: &str, count: usize) -> String {
    td_string!(i18n.get_locale_untracked(), messages.and_more, step, count)
}

pub(super) fn taken_back(i18n: I18n, step: &str) -> String {
    td_string!(i18n.get_locale_untracked(), messages.taken_back, step)
}

pub(super) fn made_again(i18n: I18n, step: &str) -> String {
    td_string!(i18n.get_locale_untracked(), messages.made_again, step)
}

pub(super) fn moved_onto(i18n: I18n, step: &str) -> String {
    td_string!(i18n.get_locale_untracked(), messages.moved_onto, step)
}

#[cfg(feature = "hydrate")]
pub(super) fn somebody_changed(i18n: I18n, step: &str) -> String {
    td_string!(i18n.get_locale_untracked(), messages.somebody_changed, step)
}

#[cfg(feature = "hydrate")]
pub(super) fn somebody_undid(i18n: I18n) -> String {
    td_string!(i18n.get_locale_untracked(), messages.somebody_undid).to_owned()
}

pub(super) fn not_saved(i18n: I18n) -> String {
    td_string!(i18n.get_locale_untracked(), messages.not_saved).to_owned()
}

pub(super) fn saved_again(i18n: I18n) -> String {
    td_string!(i18n.get_locale_untracked(), messages.saved_again).to_owned()
}

pub(super) fn put_aside(i18n: I18n, step: &str, reason: &str) -> String {
    td_string!(i18n.get_locale_untracked(), together.put_aside, step, reason)
}

pub(super) fn no_longer_fits(i18n: I18n, reason: &str) -> String {
    td_string!(i18n.get_locale_untracked(), together.no_longer_fits, reason)
}

pub(super) fn no_longer_last(i18n: I18n) -> String {
    td_string!(i18n.get_locale_untracked(), together.no_longer_last).to_owned()
}

pub(super) fn undo(i18n: I18n, step: &str) -> String {
    td_string!(i18n.get_locale_untracked(), shell.undo_named, step)
}

pub(super) fn redo(i18n: I18n, step: &str) -> String {
    td_string!(i18n.get_locale_untracked(), shell.redo_named, step)
}

#[cfg(feature = "hydrate")]
pub(super) fn not_kept(i18n: I18n) -> String {
    td_string!(i18n.get_locale_untracked(), together.not_kept).to_owned()
}

#[cfg(feature = "hydrate")]
pub(super) fn unreadable(i18n: I18n) -> String {
    td_string!(i18n.get_locale_untracked(), together.unreadable).to_owned()
}

#[cfg(feature = "hydrate")]
pub(super) fn found_again(i18n: I18n, count: usize) -> String {
    td_string!(i18n.get_locale_untracked(), together.found_again, count)
}

#[cfg(feature = "hydrate")]
pub(super) fn not_after_reload(i18n: I18n) -> String {
    td_string!(i18n.get_locale_untracked(), together.not_after_reload).to_owned()
}
