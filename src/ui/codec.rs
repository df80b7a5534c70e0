//! How values travel inside the page: what the server leaves in the document, and the messages of the workers.

use crate::plan::InvalidPlan;
use crate::plan::read::{Read, form};
use leptos::server::codee::{Decoder, Encoder};
use serde::Serialize;

/// The encoding of what the server leaves in the page for its first render.
#[derive(Debug, Clone, Copy)]
pub struct JsonText;

impl<T: Serialize> Encoder<T> for JsonText {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, Self::Error> {
        serde_json::to_string(value)
    }
}

impl<T: Read> Decoder<T> for JsonText {
    type Error = InvalidPlan;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, InvalidPlan> {
        form(text.as_bytes())
    }
}
