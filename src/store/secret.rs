//! What proves a session or a one-time link: random words for the browser, their SHA-256 for the database.

use super::audit::hex;
use argon2::password_hash::rand_core::{OsRng, RngCore};
use sha2::{Digest, Sha256};
use std::fmt;

/// Random bits of a secret, in bytes.
const BYTES: usize = 32;

/// 256 random bits as hexadecimal digits. Never printed by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// The SHA-256 of a secret: all that is stored of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint(pub(super) String);

impl Secret {
    /// Made from the system's random numbers.
    #[must_use]
    pub fn new() -> Self {
        let mut bytes = [0; BYTES];
        OsRng.fill_bytes(&mut bytes);
        Self(hex(&bytes))
    }

    /// What a browser sent; none when it cannot be one of ours.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let ours = |c: u8| c.is_ascii_digit() || (b'a'..=b'f').contains(&c);
        (text.len() == 2 * BYTES && text.bytes().all(ours)).then(|| Self(text.to_owned()))
    }

    /// The words themselves: for a cookie or a link, nowhere else.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is stored.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint(digest(&self.0))
    }
}

impl Fingerprint {
    /// That of a code which is random enough to be found by it alone.
    #[must_use]
    pub fn of_code(code: &str) -> Self {
        Self(digest(code))
    }
}

impl Default for Secret {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// SHA-256 as hexadecimal digits.
pub(super) fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_random_hidden_and_found_again_by_its_fingerprint() {
        let (one, other) = (Secret::new(), Secret::new());
        assert_ne!(one, other);
        assert_eq!(one.reveal().len(), 64);
        assert!(!format!("{one:?}").contains(one.reveal()));
        let again = Secret::parse(one.reveal()).unwrap();
        assert_eq!(again.fingerprint(), one.fingerprint());
        assert_ne!(one.fingerprint().0, one.reveal());
        for wrong in ["", "x", &"g".repeat(64), &"A".repeat(64), &one.reveal()[1..]] {
            assert_eq!(Secret::parse(wrong), None, "{wrong}");
        }
    }
}
