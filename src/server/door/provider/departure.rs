//! What a browser keeps while its user is at the sign-in service: one random secret, from which everything is derived that
//! has to come back, so that the server keeps nothing and any process of it can go on.
//!
//! The way back is a GET from a foreign origin, which the guard of `same_origin` lets pass. It is safe because it does
//! nothing without a `state` that only this cookie yields, and the cookie goes with top-level navigation alone.

use crate::api::own_path;
use crate::server::door::cookie::Jar;
use crate::store::Secret;
use http::{HeaderMap, HeaderValue};
use sha2::{Digest, Sha256};

/// The cookie's name over an encrypted connection, and on one's own machine.
const NAMES: (&str, &str) = ("__Host-stellwerk-unterwegs", "stellwerk_unterwegs");

/// Seconds in which somebody has to be back.
pub(super) const PATIENCE: i64 = 600;

/// Longest way on that is kept, in bytes: a cookie has about four thousand.
const LONGEST_WAY: usize = 1_000;

/// Somebody on the way to the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Departure {
    secret: Secret,
    /// When they left, in seconds since 1970-01-01 UTC.
    left_at: i64,
    way: String,
}

impl Departure {
    /// Somebody who leaves now and wants to go on to this path of ours.
    pub(super) fn new(way: &str, now: i64) -> Self {
        let way = own_path(way).filter(|way| way.len() <= LONGEST_WAY).unwrap_or_default();
        Self { secret: Secret::new(), left_at: now, way: way.to_owned() }
    }

    /// What a browser sent; none when it is not one of ours.
    pub(super) fn read(jar: &Jar, headers: &HeaderMap) -> Option<Self> {
        let text = jar.value(headers, NAMES)?;
        let mut parts = text.splitn(3, '.');
        let secret = Secret::parse(parts.next()?)?;
        let left_at = parts.next()?.parse().ok()?;
        let way = String::from_utf8(bytes(parts.next()?)?).ok()?;
        Some(Self { secret, left_at, way })
    }

    /// The cookie.
    pub(super) fn cookie(&self, jar: &Jar) -> Option<HeaderValue> {
        jar.write(NAMES, &self.text(), &format!("; Max-Age={PATIENCE}"))
    }

    /// Takes the cookie back: it counts once.
    pub(super) fn end(jar: &Jar) -> Option<HeaderValue> {
        jar.write(NAMES, "", "; Max-Age=0")
    }

    fn text(&self) -> String {
        let way = self.way.bytes().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
        format!("{}.{}.{way}", self.secret.reveal(), self.left_at)
    }

    /// Where they want to go on to.
    pub(super) fn way(&self) -> &str {
        &self.way
    }

    /// Whether this is what the service was given for this departure, in time. Time and way are part of what is
    /// derived, so that nobody changes them on the way.
    pub(super) fn answers(&self, state: &str, now: i64) -> bool {
        state == self.state() && (0..=PATIENCE).contains(&now.saturating_sub(self.left_at))
    }

    /// What the service hands back with its answer.
    pub(super) fn state(&self) -> String {
        self.derived("state")
    }

    /// What the service writes into the token.
    pub(super) fn nonce(&self) -> String {
        self.derived("nonce")
    }

    /// What proves that whoever fetches the token is who asked for it (PKCE).
    pub(super) fn verifier(&self) -> String {
        self.derived("verifier")
    }

    fn derived(&self, what: &str) -> String {
        format!("{:x}", Sha256::digest(format!("stellwerk {what} {}", self.text())))
    }
}

/// Bytes from their hexadecimal digits.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let pair = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    text.len().is_multiple_of(2).then(|| (0..text.len()).step_by(2).map(pair).collect())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::header::COOKIE;

    fn returned(jar: &Jar, cookie: &str) -> Option<Departure> {
        let pair = cookie.split(';').next().unwrap();
        let headers = HeaderMap::from_iter([(COOKIE, HeaderValue::from_str(pair).unwrap())]);
        Departure::read(jar, &headers)
    }

    #[test]
    fn a_departure_comes_back_as_it_left() {
        for (secure, name) in [(true, NAMES.0), (false, NAMES.1)] {
            let jar = Jar::new(secure);
            let left = Departure::new("/organigramm?tag=2024-06-30;x=\"1\"", 1_000);
            let cookie = left.cookie(&jar).unwrap();
            let text = cookie.to_str().unwrap();
            assert!(text.starts_with(&format!("{name}=")), "{text}");
            assert!(
                text.contains("; Path=/; HttpOnly; SameSite=Lax") && text.ends_with("; Max-Age=600"),
                "{text}"
            );
            assert_eq!(returned(&jar, text), Some(left));
            assert_eq!(returned(&Jar::new(!secure), text), None);
        }
    }

    #[test]
    fn only_what_belongs_to_it_answers_it_and_only_in_time() {
        let left = Departure::new("/konto", 1_000);
        assert!(left.answers(&left.state(), 1_000) && left.answers(&left.state(), 1_600));
        assert!(!left.answers(&left.state(), 1_601) && !left.answers(&left.state(), 999));
        assert!(!left.answers(&Departure::new("/konto", 1_000).state(), 1_000));
        // Whoever changes time or way changes the state.
        for other in
            [Departure { left_at: 1_500, ..left.clone() }, Departure { way: "/".to_owned(), ..left.clone() }]
        {
            assert!(!other.answers(&left.state(), 1_600));
        }
        // Whoever makes a departure up makes up its state as well, and any time.
        for left_at in [i64::MIN, i64::MAX] {
            let made_up = Departure { left_at, ..left.clone() };
            assert!(!made_up.answers(&made_up.state(), 1_000));
        }
        let derived = [left.state(), left.nonce(), left.verifier()];
        assert!(derived.iter().all(|text| text.len() == 64));
        assert!(derived[0] != derived[1] && derived[1] != derived[2]);
    }

    #[test]
    fn ways_that_lead_elsewhere_or_are_too_long_are_dropped() {
        let long = format!("/{}", "a".repeat(LONGEST_WAY));
        for way in ["//evil.example", "https://evil.example/", long.as_str(), ""] {
            assert_eq!(Departure::new(way, 0).way(), "", "{way}");
        }
    }
}
