//! Settings of a proxy that signs people in: the header in which it names the account, and the addresses from which it speaks.
//! What would let others speak in its place is refused here, before the server starts.

use clap::Args;
use http::HeaderName;
use ipnet::IpNet;
use std::net::IpAddr;
use std::str::FromStr;

/// Bits of an address that may be open in a network of proxies: 256 addresses. Whoever sits in a larger one is no proxy.
const OPEN_BITS: u8 = 8;

/// Headers that browsers set, that proxies pass on as they came, or that mean something else here.
const TAKEN: [&str; 24] = [
    "authorization",
    "cache-control",
    "connection",
    "cookie",
    "date",
    "dnt",
    "expect",
    "forwarded",
    "from",
    "host",
    "keep-alive",
    "origin",
    "pragma",
    "priority",
    "proxy-authorization",
    "range",
    "referer",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "via",
];

/// What such headers begin with.
const TAKEN_STARTS: [&str; 10] = [
    "accept",
    "access-control-",
    "content-",
    "if-",
    "proxy-",
    "sec-",
    "stellwerk-",
    "x-forwarded-",
    "x-real-",
    "x-request",
];

/// Settings of a proxy that signs people in; none is used without the others.
#[derive(Debug, Clone, Args)]
pub struct ProxySettings {
    /// Kopfzeile, in der ein Proxy, der selbst anmeldet (Kerberos, SAML), den Kontonamen nennt, etwa X-Remote-User (STELLWERK_PROXY_ACCOUNT_HEADER); ohne Angabe zählt keine
    #[arg(
        long = "proxy-account-header",
        env = "STELLWERK_PROXY_ACCOUNT_HEADER",
        hide_env = true,
        value_name = "NAME"
    )]
    pub header: Option<AccountHeader>,
    /// Netzadresse dieses Proxys, oder ein Netz von höchstens 256 Adressen wie 192.0.2.16/28 (STELLWERK_PROXY_ADDRESSES, mehrere durch Komma getrennt); von anderen Adressen gilt die Kopfzeile nicht
    #[arg(
        long = "proxy-address",
        env = "STELLWERK_PROXY_ADDRESSES",
        hide_env = true,
        value_delimiter = ',',
        value_name = "ADRESSE"
    )]
    pub addresses: Vec<ProxyNetwork>,
}

/// The header in which a proxy names an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountHeader(pub HeaderName);

impl FromStr for AccountHeader {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let name = text.to_ascii_lowercase();
        let sign = |c: char| c.is_ascii_alphanumeric() || c == '-';
        // Some gateways take an underscore for a hyphen: what is stripped under one name would come through under the other.
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !name.chars().all(sign) {
            return Err("erlaubt sind Buchstaben, Ziffern und Bindestriche, etwa X-Remote-User".to_owned());
        }
        if TAKEN.contains(&name.as_str()) || TAKEN_STARTS.iter().any(|start| name.starts_with(start)) {
            return Err(
                "diese Kopfzeile setzen Browser oder andere Programme selbst; bitte wählen Sie eine eigene wie X-Remote-User, die nur der Proxy setzt"
                    .to_owned(),
            );
        }
        HeaderName::try_from(name).map(Self).map_err(|_| "ist kein Name einer Kopfzeile".to_owned())
    }
}

/// An address, or a small network, from which a proxy speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProxyNetwork(IpNet);

impl ProxyNetwork {
    /// Whether an address belongs to it.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        // A listener for both versions sees addresses of the older one within the newer.
        self.0.contains(&address.to_canonical())
    }
}

impl FromStr for ProxyNetwork {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let single = text.parse::<IpAddr>().map(|address| IpNet::from(address.to_canonical()));
        let network = single.or_else(|_| text.parse::<IpNet>()).map_err(|_| {
            "erwartet wird eine Netzadresse wie 192.0.2.10 oder ein kleines Netz wie 192.0.2.16/28".to_owned()
        })?;
        // It would hold nobody: addresses are compared in the form of their own version.
        if network.addr().to_canonical().is_ipv4() && matches!(network, IpNet::V6(_)) {
            return Err(
                "Netze von IPv4-Adressen werden als solche angegeben, etwa 192.0.2.16/28 statt ::ffff:192.0.2.16/124"
                    .to_owned(),
            );
        }
        if network.max_prefix_len() - network.prefix_len() > OPEN_BITS {
            return Err(
                "das Netz ist zu groß: Jeder Rechner darin könnte sich als beliebiges Konto ausgeben; bitte nennen Sie die Adressen des Proxys einzeln oder ein Netz von höchstens 256 Adressen"
                    .to_owned(),
            );
        }
        if network.addr() != network.network() {
            return Err(format!(
                "meint das Netz {} oder die einzelne Adresse {}? Bitte geben Sie eines von beiden an",
                network.trunc(),
                network.addr()
            ));
        }
        if network.addr().is_unspecified() || network.addr().is_multicast() {
            return Err("von dort spricht kein Proxy; bitte nennen Sie dessen eigene Adresse".to_owned());
        }
        Ok(Self(network))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_one_that_only_the_proxy_sets() {
        for name in ["X-Remote-User", "x-auth-request-user", "Remote-User", "REMOTE-USER"] {
            assert_eq!(name.parse::<AccountHeader>().unwrap().0.as_str(), name.to_ascii_lowercase());
        }
        for taken in [
            "Authorization",
            "Cookie",
            "Host",
            "Origin",
            "Proxy-Authorization",
            "Sec-Fetch-User",
            "X-Forwarded-For",
            "User-Agent",
            "Accept-Language",
            "Stellwerk-Vorhalten",
        ] {
            let refused = taken.parse::<AccountHeader>().unwrap_err();
            assert!(refused.contains("X-Remote-User"), "{taken}: {refused}");
        }
        for wrong in ["", "X_Remote_User", "X Remote", "X-Remote-User:", "-user", "1user", "x-üser"] {
            assert!(wrong.parse::<AccountHeader>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_network_is_small_and_written_as_it_is_meant() {
        let holds = |network: &str, address: &str| {
            network.parse::<ProxyNetwork>().unwrap().contains(address.parse().unwrap())
        };
        assert!(holds("192.0.2.10", "192.0.2.10") && !holds("192.0.2.10", "192.0.2.11"));
        assert!(holds("192.0.2.16/28", "192.0.2.31") && !holds("192.0.2.16/28", "192.0.2.32"));
        assert!(holds("2001:db8::5", "2001:db8::5") && !holds("2001:db8::5", "2001:db8::6"));
        // As a listener for both versions sees it, and as somebody may have copied it from there.
        assert!(holds("127.0.0.1", "::ffff:127.0.0.1") && holds("::ffff:127.0.0.1", "127.0.0.1"));
        for wide in [
            "0.0.0.0/0",
            "::/0",
            "0.0.0.0/1",
            "10.0.0.0/8",
            "192.168.0.0/16",
            "192.0.2.0/23",
            "2001:db8::/64",
        ] {
            assert!(wide.parse::<ProxyNetwork>().unwrap_err().contains("zu groß"), "{wide}");
        }
        for wrong in
            ["", "proxy.example.de", "192.0.2.17/28", "192.0.2.1/33", "0.0.0.0", "::", "224.0.0.1", "*"]
        {
            assert!(wrong.parse::<ProxyNetwork>().is_err(), "{wrong}");
        }
        // It would match no address, and nobody would be told why nobody comes in.
        let mapped = "::ffff:192.0.2.16/124".parse::<ProxyNetwork>().unwrap_err();
        assert!(mapped.contains("192.0.2.16/28"), "{mapped}");
    }
}
