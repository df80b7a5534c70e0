//! From where a request comes, as far as the limits for attempts and the list of sessions need it.

use crate::store::Secret;
use http::HeaderMap;
use http::header::USER_AGENT;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// The other end of the connection.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// Who asks, before it is known who they are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Client {
    /// Network address; of IPv6 the network, as a single household has as many addresses as it likes.
    pub address: String,
    /// What the browser says that it is, in two words.
    pub browser: String,
    /// What it is known by, where an account has signed in with it before; what it says is still to be looked up.
    pub device: Option<Secret>,
}

impl Client {
    /// What a request says of itself. Whether a proxy speaks whose word is believed, says the caller.
    pub(super) fn of(headers: &HeaderMap, peer: Option<IpAddr>, by_proxy: bool) -> Self {
        // Of several lines the last one counts: a proxy may add one of its own below that of the browser.
        let lines = headers.get_all("x-forwarded-for");
        let forwarded = lines.iter().next_back().and_then(|value| value.to_str().ok());
        // The last one is what the proxy itself has seen; whatever stands before it anybody may have written.
        let told = forwarded.and_then(|list| list.rsplit(',').next()?.trim().parse().ok());
        let address = told.filter(|_| by_proxy).or(peer);
        let agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Self { address: address.map(network).unwrap_or_default(), browser: browser(agent), device: None }
    }
}

/// Whether an address is of the same machine or of a private network.
pub(super) fn is_near(address: IpAddr) -> bool {
    // A listener for both versions sees addresses of the older one within the newer.
    match address.to_canonical() {
        IpAddr::V4(address) => address.is_loopback() || address.is_private(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local(),
    }
}

fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).to_string()
        }
    }
}

fn browser(agent: &str) -> String {
    let first = |list: &[(&str, &'static str)]| {
        list.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    // Each of these also names the ones below it.
    let program =
        first(&[("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]);
    let system = first(&[
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (program, system) {
        (Some(program), Some(system)) => format!("{program}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn address(forwarded: &'static str, peer: &str, proxied: bool) -> String {
        let peer: IpAddr = peer.parse().unwrap();
        let headers = HeaderMap::from_iter([(
            http::HeaderName::from_static("x-forwarded-for"),
            HeaderValue::from_static(forwarded),
        )]);
        Client::of(&headers, Some(peer), proxied && is_near(peer)).address
    }

    #[test]
    fn only_a_near_proxy_is_believed_and_only_what_it_has_seen_itself() {
        assert_eq!(address("9.9.9.9, 203.0.113.7", "127.0.0.1", true), "203.0.113.7");
        assert_eq!(address("203.0.113.7", "127.0.0.1", false), "127.0.0.1");
        assert_eq!(address("203.0.113.7", "198.51.100.1", true), "198.51.100.1");
        assert_eq!(address("nonsense", "10.0.0.1", true), "10.0.0.1");
        // As a listener for both versions sees a proxy of the older one.
        assert_eq!(address("203.0.113.7", "::ffff:10.0.0.1", true), "203.0.113.7");
        assert_eq!(address("203.0.113.7", "::ffff:198.51.100.1", true), "198.51.100.1");
        assert_eq!(address("2001:db8:1:2:3:4:5:6", "::1", true), "2001:db8:1:2::");
    }

    #[test]
    fn a_browser_is_told_in_two_words() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 Edg/120.0";
        assert_eq!(browser(edge), "Edge, Windows");
        assert_eq!(
            browser("Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/121.0"),
            "Firefox, Linux"
        );
        assert_eq!(browser("curl/8.0"), "");
    }
}
