//! The door: who calls, from where, and the forms for signing in and out. They are plain forms, so that they work before
//! any script of the page runs.

mod cookie;
mod forms;
mod passwords;
mod provider;
mod visitor;

use super::context::Failure;
use super::settings::Settings;
use crate::api::ApiError;
use crate::store::{Store, Tenant};
use cookie::Jar;
pub(super) use forms::{demonstrate, see_other, sign_in, sign_out};
use http::Extensions;
pub(super) use passwords::{Verdict, problem};
pub use provider::ProviderProblem;
pub(super) use provider::{BEGIN, COME_BACK, LEAVE, Provider, begin, come_back, leave};
use std::net::IpAddr;
use std::sync::Arc;
pub use visitor::Client;
pub(super) use visitor::Peer;

/// Where somebody signs in by name and password.
pub(super) const SIGN_IN: &str = "/anmelden";

/// Where somebody comes into the demonstration.
pub(super) const DEMONSTRATE: &str = "/anmelden/demonstration";

/// Where somebody signs out.
pub(super) const SIGN_OUT: &str = "/abmelden";

/// Where somebody is led who may not see a page.
pub(super) const NO_ACCESS: &str = "/kein-zugriff";

/// What every request passes; copies are the same.
#[derive(Debug, Clone)]
pub struct Door(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    demonstration: bool,
    /// Whether a proxy stands before the server that says for whom it asks.
    proxied: bool,
    jar: Jar,
    passwords: passwords::Passwords,
    /// The administration's own sign-in service.
    provider: Option<Provider>,
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
        Self(Arc::new(Inner {
            demonstration: settings.demo,
            proxied: settings.origin.is_some(),
            jar: Jar::new(!settings.is_local()),
            passwords: passwords::Passwords::default(),
            provider,
        }))
    }

    /// Whether accounts are opened by one press.
    #[must_use]
    pub fn demonstration(&self) -> bool {
        self.0.demonstration
    }

    pub(super) fn jar(&self) -> &Jar {
        &self.0.jar
    }

    /// Whether the administration's own sign-in service lets people in.
    #[must_use]
    pub fn has_provider(&self) -> bool {
        self.0.provider.is_some()
    }

    pub(super) fn provider(&self) -> Option<&Provider> {
        self.0.provider.as_ref()
    }

    pub(super) fn passwords(&self) -> &passwords::Passwords {
        &self.0.passwords
    }

    /// Compares the password of an attempt that has begun with what is stored. Where too many others wait, nobody looks at it, and the
    /// attempt does not count.
    ///
    /// # Errors
    /// [`ApiError::Busy`] when too many others wait.
    pub(super) async fn judge(
        &self,
        store: &Store,
        (tenant, name, address): (&Tenant, &str, &str),
        password: String,
        stored: Option<String>,
    ) -> Result<Verdict, Failure> {
        let verdict = self.0.passwords.verify(password, stored).await;
        if matches!(verdict, Err(Failure::Answer(ApiError::Busy))) {
            store.take_back_attempt(tenant, name, address).await?;
        }
        verdict
    }

    /// From where a request comes and with which browser.
    pub(super) fn client(&self, headers: &http::HeaderMap, extensions: &Extensions) -> Client {
        let peer: Option<IpAddr> = extensions.get::<Peer>().map(|Peer(address)| address.ip());
        Client::of(headers, peer, self.0.proxied)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;
    use crate::store::Attempt;

    #[tokio::test]
    async fn an_attempt_that_nobody_looked_at_does_not_count() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("stellwerk.db"), &builtin().unwrap()).await.unwrap();
        let passwords = passwords::Passwords::crowded();
        let (jar, provider) = (Jar::new(false), None);
        let door = Door(Arc::new(Inner { demonstration: false, proxied: false, jar, passwords, provider }));
        let tenant = Tenant::embedded();
        let who = (&tenant, "leitung", "127.0.0.1");
        let begin = || store.begin_attempt(&tenant, "leitung", "127.0.0.1");
        for _ in 0..40 {
            assert_eq!(begin().await.unwrap(), Attempt::Allowed);
            let refused = door.judge(&store, who, "geheim".to_owned(), None).await;
            assert!(matches!(refused, Err(Failure::Answer(ApiError::Busy))), "{refused:?}");
        }
        // Those that somebody looks at do: one of a few has to wait.
        let mut waited = false;
        for _ in 0..12 {
            waited |= begin().await.unwrap() != Attempt::Allowed;
        }
        assert!(waited);
    }
}
