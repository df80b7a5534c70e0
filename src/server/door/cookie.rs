//! The cookie by which a browser is known.

use crate::api::{LOCAL_SESSION, SESSION};
use crate::store::DEVICE_DAYS;
use crate::store::Secret;
use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};

/// A cookie's name over an encrypted connection, and on one's own machine.
pub(super) type Names = (&'static str, &'static str);

/// The names of the session's cookie.
const NAMES: Names = (SESSION, LOCAL_SESSION);

/// The names of the cookie by which a browser is known beyond its session. It opens nothing.
const DEVICE: Names = ("__Host-stellwerk-geraet", "stellwerk_geraet");

/// How the cookie is called and kept: over an encrypted connection bound to this host, and never sent without encryption.
#[derive(Debug)]
pub(in crate::server) struct Jar {
    secure: bool,
}

impl Jar {
    pub(super) fn new(secure: bool) -> Self {
        Self { secure }
    }

    /// The secret that a browser sent.
    pub(in crate::server) fn read(&self, headers: &HeaderMap) -> Option<Secret> {
        self.value(headers, NAMES).and_then(|word| Secret::parse(&word))
    }

    /// Hands a secret to the browser, until it is closed.
    pub(in crate::server) fn put(&self, secret: &Secret) -> Option<HeaderValue> {
        self.write(NAMES, secret.reveal(), "")
    }

    /// What a browser is known by in which an account has signed in before.
    pub(in crate::server) fn read_device(&self, headers: &HeaderMap) -> Option<Secret> {
        self.value(headers, DEVICE).and_then(|word| Secret::parse(&word))
    }

    /// Lets a browser be known again.
    pub(in crate::server) fn put_device(&self, secret: &Secret) -> Option<HeaderValue> {
        self.write(DEVICE, secret.reveal(), &format!("; Max-Age={}", DEVICE_DAYS * 24 * 3_600))
    }

    /// Takes the secret back.
    pub(in crate::server) fn clear(&self) -> Option<HeaderValue> {
        self.write(NAMES, "", "; Max-Age=0")
    }

    fn name(&self, (encrypted, local): Names) -> &'static str {
        if self.secure { encrypted } else { local }
    }

    /// What a browser sent under one of these names.
    pub(super) fn value(&self, headers: &HeaderMap, names: Names) -> Option<String> {
        let named =
            |pair: &str| pair.trim().strip_prefix(self.name(names))?.strip_prefix('=').map(str::to_owned);
        let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        cookies.flat_map(|value| value.split(';')).find_map(named)
    }

    /// A cookie under one of these names; `age` is empty, or says how long it is kept.
    pub(super) fn write(&self, names: Names, value: &str, age: &str) -> Option<HeaderValue> {
        let secure = if self.secure { "; Secure" } else { "" };
        let text = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}", self.name(names));
        let mut header = HeaderValue::from_str(&text).ok()?;
        // Keeps it out of everything that prints headers.
        header.set_sensitive(true);
        Some(header)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_comes_back_and_is_bound_to_the_host_where_the_connection_is_encrypted() {
        let secret = Secret::new();
        for (secure, expected) in [
            (true, format!("__Host-stellwerk={}; Path=/; HttpOnly; SameSite=Lax; Secure", secret.reveal())),
            (false, format!("stellwerk_sitzung={}; Path=/; HttpOnly; SameSite=Lax", secret.reveal())),
        ] {
            let jar = Jar::new(secure);
            let cookie = jar.put(&secret).unwrap();
            assert_eq!(cookie.to_str().unwrap(), expected);
            assert!(!format!("{cookie:?}").contains(secret.reveal()));
            let pair = format!("a=1; {}; b=2", expected.split(';').next().unwrap());
            let headers = HeaderMap::from_iter([(COOKIE, HeaderValue::from_str(&pair).unwrap())]);
            assert_eq!(jar.read(&headers), Some(secret.clone()));
            assert_eq!(Jar::new(!secure).read(&headers), None);
            assert!(jar.clear().unwrap().to_str().unwrap().contains("Max-Age=0"));
        }
    }
}
