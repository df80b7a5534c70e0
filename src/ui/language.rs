//! Which language the page speaks: the cookie, else what the browser asks for, else German.

use super::i18n::Locale;

/// Name of the cookie that keeps the choice.
pub const COOKIE: &str = "stellwerk_language";

/// What the request asks for (server), or what the document says (browser): the same value.
#[must_use]
pub fn current() -> Locale {
    #[cfg(feature = "ssr")]
    {
        requested()
    }
    #[cfg(not(feature = "ssr"))]
    {
        super::browser::document::root_attribute("lang")
            .and_then(|word| Locale::parse(&word))
            .unwrap_or_default()
    }
}

#[cfg(feature = "ssr")]
fn requested() -> Locale {
    use super::browser::request;
    let chosen = request::cookie(COOKIE).and_then(|word| Locale::parse(&word));
    chosen
        .unwrap_or_else(|| request::header("accept-language").map_or(Locale::de, |header| preferred(&header)))
}

/// The first of our languages in the order of an `Accept-Language` header; quality values are honoured.
#[cfg(feature = "ssr")]
fn preferred(header: &str) -> Locale {
    let mut best = (Locale::de, 0.0_f32);
    for part in header.split(',') {
        let (tag, parameters) = part.split_once(';').unwrap_or((part, ""));
        let quality = parameters.trim().strip_prefix("q=").map_or(1.0, |q| q.parse().unwrap_or(0.0));
        let language = tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
        let Some(locale) = Locale::parse(&language) else { continue };
        if quality > best.1 {
            best = (locale, quality);
        }
    }
    best.0
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn takes_the_language_with_the_highest_quality() {
        assert_eq!(preferred("de-DE,de;q=0.9,en;q=0.8"), Locale::de);
        assert_eq!(preferred("fr, en;q=0.8, de;q=0.5"), Locale::en);
        assert_eq!(preferred("en-GB"), Locale::en);
        assert_eq!(preferred("fr-FR, *;q=0.1"), Locale::de);
        assert_eq!(preferred("en;q=nonsense"), Locale::de);
    }
}
