//! Attempts to sign in: each failure makes the next one wait. Nothing is locked for good, and nobody keeps the holder of an account
//! out by guessing at it: a browser in which the account has signed in before counts its own attempts only, and other browsers
//! wait for what came from their own address. All of them together are bounded for each account, or else an attacker with many
//! addresses would not be; that bound is wide, as it is the one that strangers can reach for others.
//!
//! For its account an attempt counts as a failure from the moment it begins, so that many at once gain nothing. For its address, behind
//! which a whole office may sit, only what was found wrong counts: the door bounds how many are looked at meanwhile. Names
//! and addresses are kept as hashes: a password typed into the wrong field must not stand in the database.

use super::devices;
use crate::store::secret::{Fingerprint, digest};
use crate::store::{Store, StoreError, Tenant, now};
use sqlx::SqliteConnection;

const SECOND: i64 = 1_000_000;

/// Failures that are forgotten after so long without another one.
const FORGOTTEN: i64 = 24 * 3_600 * SECOND;

/// Longest wait, in seconds.
const LONGEST: i64 = 300;

/// Failures after which an account makes the same browser, or other browsers at the same address, wait: mistypings.
const FREE: i64 = 3;

/// Failures after which an account makes every browser wait that it does not know.
const FREE_FOR_ACCOUNT: i64 = 50;

/// The same for an address, behind which a whole office may sit.
const FREE_FOR_ADDRESS: i64 = 30;

/// Whether somebody may try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// Now.
    Allowed,
    /// Now, but one after another: so much from this address was wrong that each further failure makes it wait.
    InLine,
    /// In so many seconds.
    Wait(i64),
}

/// From where somebody tries.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// Network address.
    pub address: &'a str,
    /// What the browser says that it is known by.
    pub device: Option<&'a Fingerprint>,
}

/// What an attempt is counted for: hashes, each with the failures that are free.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    subjects: Vec<(String, i64)>,
    /// Whether the account has signed in with this browser before: then what others do at its address is not asked.
    pub known_device: bool,
}

impl Counted {
    fn of_device(name: &str, device: &Fingerprint) -> Self {
        Self { subjects: vec![(digest(&format!("device:{}:{name}", device.0)), FREE)], known_device: true }
    }

    fn of_stranger(name: &str, address: &str) -> Self {
        let here = digest(&format!("account:{name}\naddress:{address}"));
        Self { subjects: vec![(here, FREE), (account_of(name), FREE_FOR_ACCOUNT)], known_device: false }
    }
}

/// How often something was wrong, and when the last time.
type Failures = (i64, i64);

/// Seconds between the last of so many failures and the next attempt.
fn delay(failures: i64, free: i64) -> i64 {
    let doublings = u32::try_from((failures - free).clamp(0, 20)).unwrap_or(0);
    if doublings == 0 { 0 } else { (1_i64 << doublings).min(LONGEST) }
}

/// Seconds of that which are left.
fn left((failures, last_at): Failures, free: i64, time: i64) -> i64 {
    let left = last_at + delay(failures, free) * SECOND - time;
    (left + SECOND - 1).div_euclid(SECOND).clamp(0, LONGEST)
}

/// What an address may after these failures.
fn of_address(failures: Failures, time: i64) -> Attempt {
    match left(failures, FREE_FOR_ADDRESS, time) {
        0 if failures.0 > FREE_FOR_ADDRESS => Attempt::InLine,
        0 => Attempt::Allowed,
        seconds => Attempt::Wait(seconds),
    }
}

fn account_of(name: &str) -> String {
    digest(&format!("account:{name}"))
}

fn address_of(address: &str) -> String {
    digest(&format!("address:{address}"))
}

impl Store {
    /// Begins an attempt, and counts it as a failure until [`Self::forget_attempts`] says otherwise. One that has to wait is not
    /// counted.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn begin_attempt(
        &self,
        tenant: &Tenant,
        name: &str,
        Origin { address, device }: Origin<'_>,
    ) -> Result<(Attempt, Counted), StoreError> {
        let time = now();
        let mut transaction = self.write_tx().await?;
        sqlx::query("DELETE FROM sign_in_attempt WHERE tenant_id = $1 AND last_at <= $2")
            .bind(&tenant.0)
            .bind(time - FORGOTTEN)
            .execute(&mut *transaction)
            .await?;
        let mut counted = Counted::of_stranger(name, address);
        if let Some(device) = device
            && devices::is_known(&mut transaction, tenant, name, device).await?
        {
            counted = Counted::of_device(name, device);
        }
        let mut wait = 0;
        for (subject, free) in &counted.subjects {
            wait = left(failures(&mut transaction, tenant, subject).await?, *free, time).max(wait);
        }
        let address = if counted.known_device {
            Attempt::Allowed
        } else {
            of_address(failures(&mut transaction, tenant, &address_of(address)).await?, time)
        };
        let attempt = match (wait, address) {
            (0, address) => address,
            (wait, Attempt::Wait(longer)) => Attempt::Wait(wait.max(longer)),
            (wait, _) => Attempt::Wait(wait),
        };
        if !matches!(attempt, Attempt::Wait(_)) {
            for (subject, _) in &counted.subjects {
                count(&mut transaction, tenant, subject, time).await?;
            }
        }
        transaction.commit().await?;
        Ok((attempt, counted))
    }

    /// What an address may now: others from there may have failed since an attempt began.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn attempt_of_address(&self, tenant: &Tenant, address: &str) -> Result<Attempt, StoreError> {
        let mut connection = self.readers.acquire().await?;
        let failures = failures(&mut connection, tenant, &address_of(address)).await?;
        Ok(of_address(failures, now()))
    }

    /// An attempt from this address was looked at and found wrong.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn count_failure(&self, tenant: &Tenant, address: &str) -> Result<(), StoreError> {
        let mut transaction = self.write_tx().await?;
        count(&mut transaction, tenant, &address_of(address), now()).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Nobody has looked at the attempt: it is no failure. A wait that earlier ones cause runs from now on.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn take_back_attempt(&self, tenant: &Tenant, counted: &Counted) -> Result<(), StoreError> {
        let mut transaction = self.write_tx().await?;
        for (subject, _) in &counted.subjects {
            for change in [
                "DELETE FROM sign_in_attempt WHERE tenant_id = $1 AND subject = $2 AND failures <= 1",
                "UPDATE sign_in_attempt SET failures = failures - 1 WHERE tenant_id = $1 AND subject = $2",
            ] {
                sqlx::query(change).bind(&tenant.0).bind(subject).execute(&mut *transaction).await?;
            }
        }
        transaction.commit().await?;
        Ok(())
    }

    /// The attempt succeeded: what it was counted for is forgotten. Not the failures of its address: whoever has an account could
    /// otherwise guess at others as often as they like. Nor, where the browser was known, those of strangers.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn forget_attempts(&self, tenant: &Tenant, counted: &Counted) -> Result<(), StoreError> {
        let mut transaction = self.write_tx().await?;
        for (subject, _) in &counted.subjects {
            sqlx::query("DELETE FROM sign_in_attempt WHERE tenant_id = $1 AND subject = $2")
                .bind(&tenant.0)
                .bind(subject)
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}

/// The failures of an account or an address; none where nothing is kept.
async fn failures(
    connection: &mut SqliteConnection,
    tenant: &Tenant,
    subject: &str,
) -> Result<Failures, StoreError> {
    let row: Option<Failures> =
        sqlx::query_as("SELECT failures, last_at FROM sign_in_attempt WHERE tenant_id = $1 AND subject = $2")
            .bind(&tenant.0)
            .bind(subject)
            .fetch_optional(connection)
            .await?;
    Ok(row.unwrap_or_default())
}

/// One failure more.
async fn count(
    connection: &mut SqliteConnection,
    tenant: &Tenant,
    subject: &str,
    time: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO sign_in_attempt (tenant_id, subject, failures, last_at) VALUES ($1, $2, 1, $3)
         ON CONFLICT (tenant_id, subject) DO UPDATE SET failures = sign_in_attempt.failures + 1,
             last_at = excluded.last_at",
    )
    .bind(&tenant.0)
    .bind(subject)
    .bind(time)
    .execute(connection)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_mistypings_are_free_then_the_wait_doubles_and_stays() {
        let waits: Vec<i64> = (0..=14).map(|failures| delay(failures, FREE)).collect();
        assert_eq!(waits, [0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
        assert_eq!(delay(i64::MAX, FREE), LONGEST);
    }

    #[test]
    fn nobody_gets_more_than_a_hundred_attempts_at_an_account_in_an_hour_from_all_addresses_together() {
        let (mut failures, mut time) = (0, 0);
        while time <= 3_600 {
            failures += 1;
            time += delay(failures, FREE_FOR_ACCOUNT);
        }
        assert!(failures <= 100, "{failures}");
    }

    #[test]
    fn strangers_and_known_browsers_are_counted_apart() {
        let (one, other) = (Fingerprint("1".to_owned()), Fingerprint("2".to_owned()));
        let kinds = [
            Counted::of_device("leitung", &one),
            Counted::of_device("leitung", &other),
            Counted::of_device("planung", &one),
            Counted::of_stranger("leitung", "203.0.113.7"),
        ];
        let all: Vec<&String> =
            kinds.iter().flat_map(|kind| &kind.subjects).map(|(subject, _)| subject).collect();
        let different: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!((all.len(), different.len()), (5, 5));
        // From another address only the account itself is the same.
        let elsewhere = Counted::of_stranger("leitung", "203.0.113.8");
        assert_ne!(elsewhere.subjects[0], kinds[3].subjects[0]);
        assert_eq!(elsewhere.subjects[1], kinds[3].subjects[1]);
    }

    #[test]
    fn an_address_is_free_then_waits_and_goes_on_one_after_another() {
        let (time, free) = (1_000 * SECOND, FREE_FOR_ADDRESS);
        assert_eq!(of_address((0, 0), time), Attempt::Allowed);
        assert_eq!(of_address((free, time), time), Attempt::Allowed);
        assert_eq!(of_address((free + 1, time), time), Attempt::Wait(2));
        assert_eq!(of_address((free + 1, time - SECOND - 1), time), Attempt::Wait(1));
        assert_eq!(of_address((free + 1, time - 2 * SECOND), time), Attempt::InLine);
        assert_eq!(of_address((free + 100, time), time), Attempt::Wait(LONGEST));
    }
}
