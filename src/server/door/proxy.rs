//! Sign-in by a proxy that has let people in itself (Kerberos, SAML) and names their account in a header. The header counts from
//! the addresses of the proxy alone, and from nobody does it get any further than here.

use super::provider::let_in;
use super::visitor::Peer;
use crate::api::{account_name, own_path};
use crate::server::access::Caller;
use crate::server::door::forms::{back, see_other};
use crate::server::router::AppState;
use crate::server::settings::{ProxyNetwork, ProxySettings, Settings};
use crate::store::{Identity, PROXY, Person};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use http::{Extensions, HeaderMap, HeaderName};
use std::net::IpAddr;

/// Why the server does not start with a proxy that signs people in; one sentence for the terminal.
#[derive(Debug, thiserror::Error)]
pub enum ProxyProblem {
    /// A header without addresses, or the other way round.
    #[error(
        "Für die Anmeldung durch einen Proxy fehlen Angaben; bitte geben Sie --proxy-account-header und --proxy-address zusammen an oder keine von beiden."
    )]
    Incomplete,
    /// Two ways to come into the same accounts.
    #[error(
        "Konten der Verwaltung kann entweder der Anmeldedienst (--oidc-issuer) oder der Proxy (--proxy-account-header) öffnen; bitte lassen Sie die Angaben eines der beiden weg."
    )]
    BesideService,
    /// Nobody reaches the server through it.
    #[error(
        "Zur Anmeldung durch einen Proxy (--proxy-account-header) gehört die Adresse, unter der er Stellwerk anbietet; bitte geben Sie sie mit --origin https://… an."
    )]
    WithoutOrigin,
}

/// The proxy.
#[derive(Debug)]
pub(in crate::server) struct Proxy {
    header: HeaderName,
    addresses: Vec<ProxyNetwork>,
}

/// For whom the proxy sends a request, as far as it says so.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::server) enum Word {
    /// It is not the proxy that speaks, or it names nobody.
    #[default]
    None,
    /// It names several accounts, or something that is no account's name.
    Unclear,
    /// The name of an account.
    Account(String),
}

impl Word {
    /// What was heard with a request.
    fn among(extensions: &Extensions) -> Self {
        extensions.get::<Self>().cloned().unwrap_or_default()
    }
}

/// What the word of a proxy makes of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::server) enum Vouching {
    /// It counts.
    Counts,
    /// It does not count for this request, as nobody vouches for it.
    Unvouched,
    /// The proxy speaks for somebody else: it is over.
    Over,
}

impl Proxy {
    /// The proxy of these settings; none where no header is named.
    ///
    /// # Errors
    /// [`ProxyProblem`] where the settings contradict each other.
    pub(in crate::server) fn of(settings: &Settings) -> Result<Option<Self>, ProxyProblem> {
        let ProxySettings { header, addresses } = settings.proxy.clone();
        let header = match header {
            None if addresses.is_empty() => return Ok(None),
            Some(header) if !addresses.is_empty() => header.0,
            _ => return Err(ProxyProblem::Incomplete),
        };
        if settings.provider.issuer.is_some() {
            return Err(ProxyProblem::BesideService);
        }
        if settings.origin.is_none() {
            return Err(ProxyProblem::WithoutOrigin);
        }
        Ok(Some(Self { header, addresses }))
    }

    /// Whether an address is one of the proxy's own.
    pub(super) fn speaks_from(&self, peer: IpAddr) -> bool {
        self.addresses.iter().any(|network| network.contains(peer))
    }

    /// Takes the header out of a request, whoever sent it, and says what it means.
    fn hear(&self, headers: &mut HeaderMap, peer: Option<IpAddr>) -> Word {
        let told: Vec<String> = headers
            .get_all(&self.header)
            .iter()
            .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
            .collect();
        headers.remove(&self.header);
        if !peer.is_some_and(|peer| self.speaks_from(peer)) {
            if !told.is_empty() {
                tracing::warn!("a header that only the proxy may set came from elsewhere and does not count");
            }
            return Word::None;
        }
        match told.as_slice() {
            [] => Word::None,
            [one] => account_name(one).map_or(Word::Unclear, Word::Account),
            _ => Word::Unclear,
        }
    }
}

/// Hears what the proxy says of a request, before it is asked who calls.
pub(in crate::server) async fn hear(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(proxy) = state.door.proxy() {
        let peer = request.extensions().get::<Peer>().map(|Peer(address)| address.ip());
        let word = proxy.hear(request.headers_mut(), peer);
        request.extensions_mut().insert(word);
    }
    next.run(request).await
}

/// Whether a session counts for a request: one of an account that the proxy opens does so only while the proxy names that account.
pub(in crate::server) fn vouching(identity: &Identity, extensions: &Extensions) -> Vouching {
    if !identity.by_proxy {
        return Vouching::Counts;
    }
    match Word::among(extensions) {
        Word::Account(name) if name == identity.name => Vouching::Counts,
        Word::Account(_) => Vouching::Over,
        Word::None | Word::Unclear => Vouching::Unvouched,
    }
}

/// Whether the proxy names somebody, so that nobody has to be asked.
pub(in crate::server) fn names_somebody(extensions: &Extensions) -> bool {
    matches!(Word::among(extensions), Word::Account(_))
}

/// Lets in whom the proxy names.
pub(super) async fn enter(state: &AppState, way: &str, parts: &Parts) -> Response {
    // Whoever presses the button is told before that it ends their session; a link from elsewhere must not put one in the place of another.
    let pressed = parts.headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin");
    if let Some(identity) = Caller::among(&parts.extensions).identity().filter(|_| !pressed) {
        return see_other(own_path(way).filter(|way| *way != "/").unwrap_or_else(|| identity.role.home()));
    }
    let name = match Word::among(&parts.extensions) {
        Word::Account(name) => name,
        word => {
            let unclear = word == Word::Unclear;
            tracing::warn!(
                unclear,
                "nobody was let in: the proxy names no account, several, or did not speak"
            );
            return back("dienstfehler", way);
        }
    };
    // There is no other key for its holder than the name.
    let person = Person { issuer: PROXY.to_owned(), subject: name.clone(), name, group: None };
    let_in(state, &person, way, parts).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn heard(values: &[&[u8]], peer: Option<&str>) -> Word {
        let header = HeaderName::from_static("x-remote-user");
        let addresses = vec!["192.0.2.16/28".parse().unwrap(), "::1".parse().unwrap()];
        let proxy = Proxy { header: header.clone(), addresses };
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(&header, HeaderValue::from_bytes(value).unwrap());
        }
        let word = proxy.hear(&mut headers, peer.map(|peer| peer.parse().unwrap()));
        assert!(headers.is_empty(), "it must not get any further");
        word
    }

    #[test]
    fn the_header_counts_from_the_proxy_alone_and_named_once() {
        let planung = Word::Account("planung".to_owned());
        assert_eq!(heard(&[b" Planung "], Some("192.0.2.20")), planung);
        assert_eq!(heard(&[b"planung"], Some("::ffff:192.0.2.20")), planung);
        assert_eq!(heard(&["müller".as_bytes()], Some("::1")), Word::Account("müller".to_owned()));
        for peer in [None, Some("192.0.2.32"), Some("127.0.0.1"), Some("::2")] {
            assert_eq!(heard(&[b"planung"], peer), Word::None, "{peer:?}");
        }
        assert_eq!(heard(&[], Some("::1")), Word::None);
        let doubled: [&[u8]; 2] = [b"planung", b"planung"];
        for unclear in [&doubled[..], &[b""], &[b"a, b"], &[b"AMT\\planung"], &[b"\xff\xfe"]] {
            assert_eq!(heard(unclear, Some("::1")), Word::Unclear, "{unclear:?}");
        }
    }
}
