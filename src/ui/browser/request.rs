//! What the server knows about the request while it renders; nothing outside a request (route list, tests).

use leptos::prelude::use_context;

/// The first value of a header, if it is text.
#[must_use]
pub fn header(name: &str) -> Option<String> {
    let parts = use_context::<http::request::Parts>()?;
    parts.headers.get(name)?.to_str().ok().map(str::to_owned)
}

/// The value of a cookie.
#[must_use]
pub fn cookie(name: &str) -> Option<String> {
    let header = header("cookie")?;
    header
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// What stands behind the question mark of the address.
#[must_use]
pub fn query() -> Option<String> {
    use_context::<http::request::Parts>()?.uri.query().map(str::to_owned)
}

/// The path of the address.
#[must_use]
pub fn path() -> Option<String> {
    Some(use_context::<http::request::Parts>()?.uri.path().to_owned())
}
