//! `/.well-known/security.txt` (RFC 9116): where somebody reports a weakness of this installation. There only where whoever runs it
//! has said where.

use super::refusal::answer;
use super::router::AppState;
use crate::api::ApiError;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Days, Utc};
use http::header::CONTENT_TYPE;
use std::str::FromStr;

/// Its address.
pub(super) const PATH: &str = "/.well-known/security.txt";

/// Days for which it is valid; RFC 9116 recommends less than a year.
const DAYS: u64 = 180;

/// Where a weakness is reported: a URI, as RFC 9116 asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityContact(String);

impl FromStr for SecurityContact {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let rest = ["mailto:", "https://", "tel:"].iter().find_map(|scheme| text.strip_prefix(scheme));
        let plain = text.bytes().all(|byte| byte.is_ascii_graphic()) && text.len() <= 500;
        match rest {
            Some(rest) if plain && !rest.is_empty() => Ok(Self(text.to_owned())),
            _ => Err("erwartet wird mailto:…, https://… oder tel:… ohne Leerzeichen".to_owned()),
        }
    }
}

/// The file, or that there is none.
pub(super) async fn show(State(state): State<AppState>) -> Response {
    let Some(contact) = &state.house.security_contact else {
        return answer(&ApiError::NotFound { what: format!("Die Adresse {PATH}") });
    };
    ([(CONTENT_TYPE, "text/plain; charset=utf-8")], text(contact, &state.house.url, Utc::now()))
        .into_response()
}

fn text(SecurityContact(contact): &SecurityContact, url: &str, now: DateTime<Utc>) -> String {
    let expires = now.checked_add_days(Days::new(DAYS)).unwrap_or(now).format("%Y-%m-%dT00:00:00Z");
    let mut text = format!("Contact: {contact}\nExpires: {expires}\nPreferred-Languages: de, en\n");
    // RFC 9116 allows no address that is not encrypted.
    if url.starts_with("https://") {
        text.push_str(&format!("Canonical: {url}{PATH}\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_is_an_address_that_rfc_9116_knows() {
        for right in ["mailto:sicherheit@example.de", "https://example.de/melden", "tel:+49-261-1"] {
            assert!(right.parse::<SecurityContact>().is_ok(), "{right}");
        }
        for wrong in
            ["sicherheit@example.de", "mailto:", "http://example.de", "mailto:a\nb@c.de", "mailto:ä@b.de", ""]
        {
            assert!(wrong.parse::<SecurityContact>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_file_has_what_is_required_once_and_expires_within_a_year() {
        let contact = "mailto:sicherheit@example.de".parse().unwrap();
        let now = DateTime::from_timestamp(1_732_312_800, 0).unwrap();
        assert_eq!(
            text(&contact, "https://stellwerk.example.de", now),
            "Contact: mailto:sicherheit@example.de\nExpires: 2025-05-21T00:00:00Z\nPreferred-Languages: de, en\n\
             Canonical: https://stellwerk.example.de/.well-known/security.txt\n"
        );
        assert!(!text(&contact, "http://127.0.0.1:3000", now).contains("Canonical"));
    }
}
