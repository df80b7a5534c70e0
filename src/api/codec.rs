//! How values travel between page and server: written by serde, read by [`plan::read`](crate::plan::read).

use crate::plan::InvalidPlan;
use crate::plan::read::{Read, form};
use leptos::server_fn::codec::Post;
use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType};
use serde::Serialize;
use std::fmt;

/// A POST with JSON.
pub type Json = Post<JsonBody>;

/// JSON in the body of a request or an answer.
#[derive(Debug, Clone, Copy)]
pub struct JsonBody;

/// Why a body cannot be read. Displayed as JSON: on its way to [`ApiError`](super::ApiError) it is only text.
#[derive(Debug, Clone)]
pub struct Unreadable(pub InvalidPlan);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(&self.0).unwrap_or_default())
    }
}

impl ContentType for JsonBody {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for JsonBody {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for JsonBody {
    type Error = serde_json::Error;

    fn encode(value: &T) -> Result<Bytes, Self::Error> {
        serde_json::to_vec(value).map(Bytes::from)
    }
}

impl<T: Read> Decodes<T> for JsonBody {
    type Error = Unreadable;

    fn decode(bytes: Bytes) -> Result<T, Unreadable> {
        form(&bytes).map_err(Unreadable)
    }
}
