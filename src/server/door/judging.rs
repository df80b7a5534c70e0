//! Attempts by password: who may try, who has to wait, and what counts as a failure.
//!
//! An account counts an attempt from its beginning, so that many at once gain nothing. A network address, behind which a whole office may
//! sit, counts only what was found wrong: right ones under way hold up nobody. So that many at once gain nothing there either,
//! whoever has a place is asked anew, and what is wrong is counted before the place is free: as many as there are places, less one, slip
//! through before an address has to wait, and none from then on, as those stand in a line.

use super::Door;
use super::codes::{self, Code};
use super::passwords::{Place, Verdict, compare};
use crate::api::AccountProblem;
use crate::server::context::Failure;
use crate::server::door::Client;
use crate::store::{Attempt, Origin, Secret, Store, Tenant};
use uuid::Uuid;

/// What became of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::server) enum Judged {
    /// Nobody has looked at it; again in so many seconds.
    Wait(i64),
    /// There is no such account, or password or code are other ones: which, is told to nobody.
    Wrong,
    /// This account's.
    Right(Uuid),
}

/// What somebody proves an account with.
pub(in crate::server) struct Claim {
    pub(in crate::server) password: String,
    /// What was typed for the second factor; none where the password alone is asked.
    pub(in crate::server) code: Option<String>,
}

/// What is looked at, at a place.
struct Looked {
    password: String,
    stored: Option<String>,
    code: Code,
    account: Uuid,
}

/// What was found at a place.
enum Found {
    /// The address has to wait by now.
    Wait(i64),
    Verdict(Verdict),
}

impl Door {
    /// Looks at name, password and code, together: the same steps, and as long, whether there is such an account or not and whichever
    /// of them is wrong. Where too many others wait, nobody looks at it, and the attempt does not count.
    ///
    /// # Errors
    /// [`ApiError::Busy`](crate::api::ApiError::Busy) when too many others wait.
    pub(in crate::server) async fn judge(
        &self,
        store: &Store,
        (tenant, name, client): (&Tenant, &str, &Client),
        claim: Claim,
    ) -> Result<Judged, Failure> {
        let device = client.device.as_ref().map(Secret::fingerprint);
        let origin = Origin { address: &client.address, device: device.as_ref() };
        let (attempt, counted) = store.begin_attempt(tenant, name, origin).await?;
        let in_line = match attempt {
            Attempt::Wait(seconds) => return Ok(Judged::Wait(seconds)),
            Attempt::InLine => true,
            Attempt::Allowed => false,
        };
        let found = store.credentials(tenant, name).await?;
        let code = codes::look(store, tenant, found.as_ref(), claim.code.as_deref()).await?;
        // A password alone, asked for in the own account, must not make guesses at the code forgotten.
        let whole = claim.code.is_some() || found.as_ref().is_none_or(|found| found.second_factor.is_none());
        let (account, stored) = found.map(|found| (found.account, found.password)).unzip();
        let place = match self.passwords().place(in_line).await {
            Ok(place) => place,
            Err(busy) => {
                store.take_back_attempt(tenant, &counted).await?;
                return Err(busy);
            }
        };
        // A task of its own: whoever hangs up must not keep a failure from being counted.
        // What strangers do at its address does not concern a browser that is known.
        let address = (!counted.known_device).then(|| client.address.clone());
        let looked = Looked { password: claim.password, stored, code, account: account.unwrap_or_default() };
        let look = look(place, store.clone(), (tenant.clone(), address), looked);
        let found = tokio::spawn(look).await.map_err(|error| Failure::Fault(Box::new(error)))?;
        let verdict = match found? {
            Found::Wait(seconds) => {
                store.take_back_attempt(tenant, &counted).await?;
                return Ok(Judged::Wait(seconds));
            }
            Found::Verdict(verdict) => verdict,
        };
        let Some(account) = account.filter(|_| verdict != Verdict::Wrong) else { return Ok(Judged::Wrong) };
        if let Verdict::Stronger(hash) = verdict {
            store.strengthen(tenant, account, &hash).await?;
        }
        if whole {
            store.forget_attempts(tenant, &counted).await?;
        } else {
            store.take_back_attempt(tenant, &counted).await?;
        }
        Ok(Judged::Right(account))
    }

    /// Looks at the first code of a secret and gives its step. It counts like an attempt to sign in: whoever has taken over a session must
    /// not guess it.
    ///
    /// # Errors
    /// [`AccountProblem::TooManyAttempts`], [`AccountProblem::WrongCode`].
    pub(in crate::server) async fn first_code(
        &self,
        store: &Store,
        (tenant, name, client): (&Tenant, &str, &Client),
        (secret, code): (&str, &str),
    ) -> Result<i64, Failure> {
        let device = client.device.as_ref().map(Secret::fingerprint);
        let origin = Origin { address: &client.address, device: device.as_ref() };
        let (attempt, counted) = store.begin_attempt(tenant, name, origin).await?;
        if matches!(attempt, Attempt::Wait(_)) {
            return Err(AccountProblem::TooManyAttempts.into());
        }
        let step = codes::step_now(secret, code)?.ok_or(AccountProblem::WrongCode)?;
        store.forget_attempts(tenant, &counted).await?;
        Ok(step)
    }
}

/// Looks at a password and its code at their place, and counts them where one is wrong before the place is free.
async fn look(
    place: Place,
    store: Store,
    (tenant, address): (Tenant, Option<String>),
    looked: Looked,
) -> Result<Found, Failure> {
    if let Some(address) = &address {
        match store.attempt_of_address(&tenant, address).await? {
            Attempt::Wait(seconds) => return Ok(Found::Wait(seconds)),
            // It began before the address had to wait, so it did not stand in the line.
            Attempt::InLine if !place.in_line() => return Ok(Found::Wait(1)),
            Attempt::InLine | Attempt::Allowed => {}
        }
    }
    let Looked { password, stored, code, account } = looked;
    let mut verdict = compare(password, stored, code != Code::Wrong).await?;
    // Only now, as nobody must use up somebody else's code without the password.
    if verdict != Verdict::Wrong && !codes::use_up(&store, &tenant, account, &code).await? {
        verdict = Verdict::Wrong;
    }
    if verdict == Verdict::Wrong
        && let Some(address) = &address
    {
        store.count_failure(&tenant, address).await?;
    }
    drop(place);
    Ok(Found::Verdict(verdict))
}

#[cfg(test)]
mod tests {
    use super::super::passwords::{PLACES, Passwords};
    use super::super::{Inner, Jar};
    use super::*;
    use crate::api::ApiError;
    use crate::permission::Duty;
    use crate::plan::builtin;
    use crate::store::Actor;
    use std::sync::Arc;
    use tempfile::TempDir;

    const ADDRESS: &str = "203.0.113.7";
    const PASSWORD: &str = "korrekt pferd batterie";

    /// Failures of an address that are free.
    const FREE: usize = 30;

    fn client(address: &str) -> Client {
        Client { address: address.to_owned(), ..Client::default() }
    }

    fn from(address: &str) -> Origin<'_> {
        Origin { address, device: None }
    }

    async fn opened() -> (TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("stellwerk.db"), &builtin().unwrap()).await.unwrap();
        (folder, store)
    }

    fn door(passwords: Passwords) -> Door {
        let (jar, provider, proxy) = (Jar::new(false), None, None);
        let (demonstration, duty, proxied) = (false, Duty::Free, false);
        Door(Arc::new(Inner { demonstration, duty, proxied, jar, passwords, provider, proxy }))
    }

    fn claim(password: &str) -> Claim {
        Claim { password: password.to_owned(), code: Some(String::new()) }
    }

    /// An installation with one account, and its name.
    async fn with_an_account(store: &Store, door: &Door) -> String {
        let tenant = Tenant::embedded();
        let name = "befehlszeile".to_owned();
        let actor = Actor { tenant: tenant.clone(), name, request_id: String::new() };
        let (key, session) = (Secret::new(), Secret::new());
        let name = store.first_administrator(&actor, &key.fingerprint()).await.unwrap().unwrap();
        let hash = door.passwords().hash(PASSWORD.to_owned()).await.unwrap();
        let session = (&session.fingerprint(), "");
        store.redeem_link((&tenant, ""), &key.fingerprint(), &hash, session).await.unwrap();
        name
    }

    /// So many attempts at once from one address, each with the name of its number.
    async fn at_once(
        (door, store): (&Door, &Store),
        many: usize,
        name: impl Fn(usize) -> String,
        password: &str,
    ) -> Vec<Judged> {
        let mut under_way = Vec::new();
        for number in 0..many {
            let (door, store, name) = (door.clone(), store.clone(), name(number));
            let claim = claim(password);
            under_way.push(tokio::spawn(async move {
                door.judge(&store, (&Tenant::embedded(), &name, &client(ADDRESS)), claim).await
            }));
        }
        let mut judged = Vec::new();
        for one in under_way {
            judged.push(one.await.unwrap().unwrap());
        }
        judged
    }

    #[tokio::test]
    async fn an_attempt_that_nobody_looked_at_does_not_count() {
        let (_folder, store) = opened().await;
        let (door, tenant) = (door(Passwords::crowded()), Tenant::embedded());
        let client = client(ADDRESS);
        let who = (&tenant, "leitung", &client);
        for _ in 0..40 {
            let refused = door.judge(&store, who, claim("geheim")).await;
            assert!(matches!(refused, Err(Failure::Answer(ApiError::Busy))), "{refused:?}");
        }
        // Those that somebody looks at do: one of a few has to wait.
        let mut waited = false;
        for _ in 0..12 {
            let begun = store.begin_attempt(&tenant, "leitung", from(ADDRESS)).await.unwrap();
            waited |= begun.0 != Attempt::Allowed;
        }
        assert!(waited);
    }

    #[tokio::test]
    async fn right_ones_under_way_hold_up_nobody() {
        let (_folder, store) = opened().await;
        let (door, tenant) = (door(Passwords::default()), Tenant::embedded());
        let name = with_an_account(&store, &door).await;
        for _ in 0..FREE {
            store.count_failure(&tenant, ADDRESS).await.unwrap();
        }
        // One more failure would make the address wait; these are none. As many as a single account takes.
        let judged = at_once((&door, &store), 4, |_| name.clone(), PASSWORD).await;
        assert!(judged.iter().all(|one| matches!(one, Judged::Right(_))), "{judged:?}");
        assert_eq!(store.attempt_of_address(&tenant, ADDRESS).await.unwrap(), Attempt::Allowed);
    }

    #[tokio::test]
    async fn wrong_ones_at_once_are_looked_at_no_more_often_than_there_are_places_beyond_the_limit() {
        let (_folder, store) = opened().await;
        let (door, tenant) = (door(Passwords::default()), Tenant::embedded());
        let before = FREE - 2;
        for _ in 0..before {
            store.count_failure(&tenant, ADDRESS).await.unwrap();
        }
        let judged = at_once((&door, &store), 20, |number| format!("konto-{number}"), "geraten").await;
        let wrong = judged.iter().filter(|one| **one == Judged::Wrong).count();
        let waited = judged.iter().filter(|one| matches!(one, Judged::Wait(_))).count();
        assert_eq!(wrong + waited, 20);
        // One after another there would be as many as are free, and the one with which the wait begins.
        let one_by_one = FREE + 1 - before;
        assert!((one_by_one..one_by_one + PLACES).contains(&wrong), "{wrong}");
        assert!(matches!(store.attempt_of_address(&tenant, ADDRESS).await.unwrap(), Attempt::Wait(_)));
        // Nobody has looked at those that had to wait: their accounts are as free as before.
        let held_up = judged.iter().position(|one| matches!(one, Judged::Wait(_))).unwrap();
        for _ in 0..4 {
            let begun = store.begin_attempt(&tenant, &format!("konto-{held_up}"), from("203.0.113.8")).await;
            assert_eq!(begun.unwrap().0, Attempt::Allowed);
        }
    }
}
