//! The door: who calls, from where, and the forms for signing in and out. They are plain forms, so that they work before
//! any script of the page runs.

pub(super) mod codes;
mod cookie;
mod forms;
mod judging;
mod passwords;
mod provider;
mod proxy;
mod visitor;

use super::settings::Settings;
use crate::permission::Duty;
use crate::store::Identity;
use cookie::Jar;
pub(super) use forms::{demonstrate, forget, see_other, sign_in, sign_out};
use http::Extensions;
pub(super) use judging::{Claim, Judged};
pub(super) use passwords::problem;
pub use provider::ProviderProblem;
pub(super) use provider::{BEGIN, COME_BACK, LEAVE, Provider, begin, come_back, leave};
pub use proxy::ProxyProblem;
pub(super) use proxy::{Proxy, Vouching, hear, names_somebody, vouching};
use std::net::IpAddr;
use std::sync::Arc;
pub use visitor::Client;
pub(super) use visitor::Peer;
use visitor::is_near;

/// Where somebody signs in by name and password.
pub(super) const SIGN_IN: &str = "/anmelden";

/// Where somebody comes into the demonstration.
pub(super) const DEMONSTRATE: &str = "/anmelden/demonstration";

/// Where somebody signs out.
pub(super) const SIGN_OUT: &str = "/abmelden";

/// Where somebody is led who may not see a page.
pub(super) const NO_ACCESS: &str = "/kein-zugriff";

/// Where a second factor is set up.
pub(super) const OWN_ACCOUNT: &str = "/konto";

/// How somebody comes in, beside a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entrance {
    /// By a password alone.
    Passwords,
    /// By the administration's own sign-in service.
    Service,
    /// By a proxy that signs people in.
    Proxy,
}

/// What every request passes; copies are the same.
#[derive(Debug, Clone)]
pub struct Door(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    demonstration: bool,
    /// For whom a second factor is a duty.
    duty: Duty,
    /// Whether a proxy stands before the server that says for whom it asks.
    proxied: bool,
    jar: Jar,
    passwords: passwords::Passwords,
    /// The administration's own sign-in service.
    provider: Option<Provider>,
    /// A proxy that signs people in.
    proxy: Option<Proxy>,
}

impl Door {
    /// As these settings say.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        // The start has looked at it already and says so in words.
        let provider = Provider::of(settings).unwrap_or_else(|error| {
            tracing::error!(%error, "the sign-in service is left out");
            None
        });
        let proxy = Proxy::of(settings).unwrap_or_else(|error| {
            tracing::error!(%error, "the proxy's word does not count");
            None
        });
        Self(Arc::new(Inner {
            demonstration: settings.demo,
            // Its accounts have no passwords, which a second factor could stand beside.
            duty: if settings.demo { Duty::Free } else { settings.second_factor },
            proxied: settings.origin.is_some(),
            jar: Jar::new(!settings.is_local()),
            passwords: passwords::Passwords::default(),
            provider,
            proxy,
        }))
    }

    /// Whether accounts are opened by one press.
    #[must_use]
    pub fn demonstration(&self) -> bool {
        self.0.demonstration
    }

    /// For whom a second factor is a duty.
    pub(super) fn duty(&self) -> Duty {
        self.0.duty
    }

    /// Whether this account has to have a second factor; one that the sign-in service or a proxy opens has
    /// theirs.
    pub(super) fn demands_second_factor(&self, identity: &Identity) -> bool {
        self.duty().binds(identity.role) && !identity.by_provider
    }

    pub(super) fn jar(&self) -> &Jar {
        &self.0.jar
    }

    /// Whether accounts of the administration let people in, by its own sign-in service or by a proxy.
    #[must_use]
    pub fn has_provider(&self) -> bool {
        self.entrance() != Entrance::Passwords
    }

    /// How somebody comes in, beside a password.
    pub(super) fn entrance(&self) -> Entrance {
        match (&self.0.provider, &self.0.proxy) {
            (Some(_), _) => Entrance::Service,
            (None, Some(_)) => Entrance::Proxy,
            (None, None) => Entrance::Passwords,
        }
    }

    pub(super) fn provider(&self) -> Option<&Provider> {
        self.0.provider.as_ref()
    }

    pub(super) fn proxy(&self) -> Option<&Proxy> {
        self.0.proxy.as_ref()
    }

    pub(super) fn passwords(&self) -> &passwords::Passwords {
        &self.0.passwords
    }

    /// From where a request comes and with which browser.
    pub(super) fn client(&self, headers: &http::HeaderMap, extensions: &Extensions) -> Client {
        let peer: Option<IpAddr> = extensions.get::<Peer>().map(|Peer(address)| address.ip());
        let device = self.jar().read_device(headers);
        // A proxy that is known by its addresses is believed there and nowhere else; of another one it is known only that it is near.
        let by_proxy = match self.proxy() {
            Some(proxy) => peer.is_some_and(|peer| proxy.speaks_from(peer)),
            None => self.0.proxied && peer.is_none_or(is_near),
        };
        Client { device, ..Client::of(headers, peer, by_proxy) }
    }
}
