//! Light, dark or as the system says; a cookie, so that the server draws the first picture in the right colours.

use crate::ui::dynamic::Held;
use leptos::prelude::*;

/// Name of the cookie that keeps the choice.
pub const COOKIE: &str = "stellwerk_theme";

/// The attribute of the root element that the style sheet reads (the name that KERN uses).
pub const ATTRIBUTE: &str = "data-kern-theme";

/// A choice of colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// All choices in the order of the switch.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The word in cookie and attribute.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The attribute's value; none leaves the choice to the system.
    #[must_use]
    pub const fn attribute(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            chosen => Some(chosen.word()),
        }
    }

    /// Reads a word; anything unknown is the system's choice.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.word() == word).unwrap_or_default()
    }

    /// What the request's cookie says (server), or what the document shows (browser): the same value.
    #[must_use]
    pub fn current() -> Self {
        #[cfg(feature = "ssr")]
        {
            super::browser::request::cookie(COOKIE).map_or(Self::System, |word| Self::parse(&word))
        }
        #[cfg(not(feature = "ssr"))]
        {
            super::browser::document::root_attribute(ATTRIBUTE)
                .map_or(Self::System, |word| Self::parse(&word))
        }
    }
}

/// The choice as a signal, with its effect on the document.
#[derive(Debug, Clone, Copy)]
pub struct ThemeChoice(Held<Theme>);

impl ThemeChoice {
    /// Makes the choice known to everything below.
    pub fn provide() {
        provide_context(Self(Held::new(Theme::current())));
    }

    /// The choice, from context.
    #[must_use]
    pub fn expect() -> Self {
        expect_context()
    }

    /// The choice; tracks.
    #[must_use]
    pub fn get(self) -> Theme {
        self.0.get()
    }

    /// Chooses, shows it at once and keeps it for a year.
    pub fn set(self, theme: Theme) {
        self.0.set(theme);
        super::browser::document::set_root_attribute(ATTRIBUTE, theme.attribute());
        super::browser::document::set_cookie(COOKIE, theme.word());
    }
}
