//! The texts of the page, in German and English.
//!
//! `t!(i18n, shell.skip)` is a view that follows the language, `t_string!(i18n, shell.skip)` is the text itself (it
//! tracks the language), `td_string!(locale, shell.skip)` is the text in a given language. Arguments are given by
//! name: `t_string!(i18n, shell.undo_named, step = name)`, or `step` alone where a variable has that name.
//! A text without arguments is a `&'static str`, one with arguments a `String`.

use super::dynamic::{Live, following};
use crate::format::Language;
use crate::plan::ChangeError;
use crate::ui::dynamic::Held;
use leptos::prelude::*;

/// A language of the page.
#[expect(non_camel_case_types, reason = "the words of the `lang` attribute")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Locale {
    /// German.
    #[default]
    de,
    /// English.
    en,
}

impl Locale {
    /// All languages in the order of the switch.
    pub const ALL: [Self; 2] = [Self::de, Self::en];

    /// The word of the `lang` attribute.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::de => "de",
            Self::en => "en",
        }
    }

    /// The language with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|locale| locale.as_str() == word)
    }
}

impl From<Locale> for Language {
    fn from(locale: Locale) -> Self {
        match locale {
            Locale::de => Self::German,
            Locale::en => Self::English,
        }
    }
}

/// The language of the page as a signal.
#[derive(Debug, Clone, Copy)]
pub struct I18n(Held<Locale>);

impl I18n {
    /// Makes the language known to everything below.
    pub fn provide(locale: Locale) {
        provide_context(Self(Held::new(locale)));
    }

    /// The language; tracks.
    #[must_use]
    pub fn get_locale(self) -> Locale {
        self.0.get()
    }

    /// The language, without tracking.
    #[must_use]
    pub fn get_locale_untracked(self) -> Locale {
        self.0.get_untracked()
    }

    /// The language for numbers and dates; tracks.
    #[must_use]
    pub fn language(self) -> Language {
        self.get_locale().into()
    }

    /// Why a change does not fit, in the language of the page: the texts are data (`rules/hard/`). Does not track.
    #[must_use]
    pub fn refusal(self, reason: &ChangeError) -> String {
        reason.sentence(self.get_locale_untracked().into())
    }

    /// Speaks another language from now on.
    pub fn set_locale(self, locale: Locale) {
        self.0.set(locale);
    }
}

/// The language of the page, from context.
#[must_use]
pub fn use_i18n() -> I18n {
    expect_context()
}

/// One structure for each text, made by the build from `locales/`.
#[allow(
    missing_docs,
    non_camel_case_types,
    unused_imports,
    reason = "generated; the keys are the names of the texts"
)]
pub mod texts {
    use super::Locale;
    use std::fmt::Display;

    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

/// The text in a given language.
#[macro_export]
#[doc(hidden)]
macro_rules! __td_string {
    ($locale:expr, $namespace:ident . $key:ident $(, $argument:ident $(= $value:expr)?)* $(,)?) => {
        $crate::ui::i18n::texts::$namespace::$key {
            $($argument: $crate::__argument!($argument $(, $value)?)),*
        }
        .text($locale)
    };
}

/// The text in the language of the page; tracks.
#[macro_export]
#[doc(hidden)]
macro_rules! __t_string {
    ($i18n:expr, $($text:tt)*) => {
        $crate::__td_string!($crate::ui::i18n::I18n::get_locale($i18n), $($text)*)
    };
}

/// A view that follows the language of the page.
#[macro_export]
#[doc(hidden)]
macro_rules! __t {
    ($i18n:expr, $namespace:ident . $key:ident) => {
        $crate::ui::i18n::follow($i18n, |locale| $crate::__td_string!(locale, $namespace . $key))
    };
    ($i18n:expr, $($text:tt)*) => {
        $crate::ui::i18n::follow_with($i18n, move |locale| $crate::__td_string!(locale, $($text)*))
    };
}

/// One type of view for all texts without arguments: a closure for each would put a copy of the framework's rendering
/// into the page for each.
pub fn follow(i18n: I18n, text: fn(Locale) -> &'static str) -> Live<&'static str> {
    following(move || text(i18n.get_locale()))
}

/// The same for texts with arguments.
pub fn follow_with(i18n: I18n, text: impl Fn(Locale) -> String + Send + 'static) -> Live<String> {
    following(move || text(i18n.get_locale()))
}

/// `name` alone stands for `name = name`.
#[macro_export]
#[doc(hidden)]
macro_rules! __argument {
    ($argument:ident) => {
        $argument
    };
    ($argument:ident, $value:expr) => {
        $value
    };
}

pub use crate::{__t as t, __t_string as t_string, __td_string as td_string};
