//! The fingerprint of a text: SHA-256, written in hexadecimal digits.
//!
//! What is hashed is always a value as serde writes it: fields in the order of their type, maps in the order of their
//! keys, numbers with all their digits. The same value gives the same bytes in the page, on the server and in a file.

use super::read::{Errors, Node, Path, Read, wrong_kind};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use std::fmt;

/// Hexadecimal digits of the short form, for people.
const SHORT: usize = 12;

/// A fingerprint.
///
/// ```
/// use stellwerk::plan::Digest;
///
/// let digest = Digest::of(b"abc");
/// assert!(digest.to_string().starts_with("ba7816bf8f01cfea414140de5dae2223"));
/// assert_eq!(digest.short(), "ba7816bf8f01");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Digest(String);

impl Digest {
    /// The fingerprint of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        use fmt::Write;
        let mut text = String::with_capacity(64);
        for byte in Sha256::digest(bytes) {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        Self(text)
    }

    /// The one that is written so; none where it is not 64 hexadecimal digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (text.len() == 64 && text.bytes().all(is_digit)).then(|| Self(text.to_owned()))
    }

    /// Its first digits: enough to compare two prints by eye.
    #[must_use]
    pub fn short(&self) -> &str {
        &self.0[..SHORT]
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Read for Digest {
    fn read(node: &Node, path: &Path<'_>, errors: &mut Errors) -> Self {
        let found = match node {
            Node::Text(text) => Self::parse(text),
            _ => None,
        };
        found.unwrap_or_else(|| {
            wrong_kind(path, "eine Prüfsumme aus 64 Ziffern und Buchstaben von a bis f", node, errors);
            Self("0".repeat(64))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::read::form;

    #[test]
    fn is_what_others_compute_too() {
        // FIPS 180-4, the empty message.
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(Digest::of(b"").to_string(), empty);
        assert_eq!(Digest::parse(empty), Some(Digest::of(b"")));
    }

    #[test]
    fn anything_else_is_none() {
        for wrong in ["", "abc", &"g".repeat(64), &"A".repeat(64), &"é".repeat(32)] {
            assert_eq!(Digest::parse(wrong), None, "{wrong}");
        }
        assert!(form::<Digest>(b"\"abc\"").is_err());
        assert!(form::<Digest>(b"7").is_err());
    }
}
