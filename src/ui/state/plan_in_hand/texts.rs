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

pub(super) fn refused(i18n: I18n, step: &str, reason: &str) -> String {
    td_string!(i18n.get_locale_untracked(), messages.refused, step, reason)
}

pub(super) fn moved_onto(i18n: I18n, step: &str) -> String {
    td_string!(i18n.get_locale_untracked(), messages.moved_onto, step)
}

pub(super) fn no_longer_fits(i18n: I18n, step: &str, reason: &str) -> String {
    td_string!(i18n.get_locale_untracked(), messages.no_longer_fits, step, reason)
}

pub(super) fn step_dropped(i18n: I18n) -> String {
    td_string!(i18n.get_locale_untracked(), messages.step_dropped).to_owned()
}

pub(super) fn somebody_changed(i18n: I18n, step: &str) -> String {
    td_string!(i18n.get_locale_untracked(), messages.somebody_changed, step)
}

pub(super) fn somebody_undid(i18n: I18n) -> String {
    td_string!(i18n.get_locale_untracked(), messages.somebody_undid).to_owned()
}

pub(super) fn not_saved(i18n: I18n) -> String {
    td_string!(i18n.get_locale_untracked(), messages.not_saved).to_owned()
}

pub(super) fn saved_again(i18n: I18n) -> String {
    td_string!(i18n.get_locale_untracked(), messages.saved_again).to_owned()
}
