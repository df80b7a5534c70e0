//! How values travel as JSON inside the page: written as text, read as bytes.
//!
//! Server functions read their answers as bytes. Read as text somewhere else, every type of the plan would be compiled
//! into the page a second time: 150 kB before compression.

use leptos::server::codee::{Decoder, Encoder};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The encoding of what the server leaves in the page for its first render.
#[derive(Debug, Clone, Copy)]
pub struct JsonBytes;

impl<T: Serialize> Encoder<T> for JsonBytes {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, Self::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for JsonBytes {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, Self::Error> {
        read(text)
    }
}

/// Reads a value from JSON.
///
/// # Errors
/// When the text is no JSON or not of this type.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    serde_json::from_slice(text.as_bytes())
}
