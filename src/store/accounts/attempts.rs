//! Attempts to sign in: each failure makes the next one wait, per account and per network address. Nothing is locked for
//! good: whoever wants to keep somebody out could do it otherwise.
//!
//! An attempt counts as a failure from the moment it begins, so that many at once gain nothing. Names and addresses are
//! kept as hashes: a password typed into the wrong field must not stand in the database.

use crate::store::secret::digest;
use crate::store::{Store, StoreError, Tenant, now};
use sqlx::SqliteConnection;

const SECOND: i64 = 1_000_000;

/// Failures that are forgotten after so long without another one.
const FORGOTTEN: i64 = 24 * 3_600 * SECOND;

/// Longest wait, in seconds.
const LONGEST: i64 = 300;

/// Failures after which an account makes wait: mistypings.
const FREE_FOR_ACCOUNT: i64 = 3;

/// The same for an address, behind which a whole office may sit.
const FREE_FOR_ADDRESS: i64 = 30;

/// Whether somebody may try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// Now.
    Allowed,
    /// In so many seconds.
    Wait(i64),
}

/// Seconds between the last of so many failures and the next attempt.
fn delay(failures: i64, free: i64) -> i64 {
    let doublings = u32::try_from((failures - free).clamp(0, 20)).unwrap_or(0);
    if doublings == 0 { 0 } else { (1_i64 << doublings).min(LONGEST) }
}

fn subjects(name: &str, address: &str) -> [(String, i64); 2] {
    [
        (digest(&format!("account:{name}")), FREE_FOR_ACCOUNT),
        (digest(&format!("address:{address}")), FREE_FOR_ADDRESS),
    ]
}

impl Store {
    /// Begins an attempt, and counts it as failed until [`Self::forget_attempts`] says otherwise. One that has to wait is
    /// not counted.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn begin_attempt(
        &self,
        tenant: &Tenant,
        name: &str,
        address: &str,
    ) -> Result<Attempt, StoreError> {
        let time = now();
        let mut transaction = self.write_tx().await?;
        sqlx::query("DELETE FROM sign_in_attempt WHERE tenant_id = $1 AND last_at <= $2")
            .bind(&tenant.0)
            .bind(time - FORGOTTEN)
            .execute(&mut *transaction)
            .await?;
        let mut wait = 0;
        for (subject, free) in subjects(name, address) {
            wait = wait.max(waiting(&mut transaction, tenant, &subject, (free, time)).await?);
        }
        if wait > 0 {
            transaction.commit().await?;
            return Ok(Attempt::Wait(wait));
        }
        for (subject, _) in subjects(name, address) {
            sqlx::query(
                "INSERT INTO sign_in_attempt (tenant_id, subject, failures, last_at) VALUES ($1, $2, 1, $3)
                 ON CONFLICT (tenant_id, subject) DO UPDATE SET failures = sign_in_attempt.failures + 1,
                     last_at = excluded.last_at",
            )
            .bind(&tenant.0)
            .bind(&subject)
            .bind(time)
            .execute(&mut *transaction)
            .await?;
        }
        transaction.commit().await?;
        Ok(Attempt::Allowed)
    }

    /// Nobody has looked at the attempt: it is no failure of the account or its address. A wait that earlier ones cause runs from
    /// now on.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn take_back_attempt(
        &self,
        tenant: &Tenant,
        name: &str,
        address: &str,
    ) -> Result<(), StoreError> {
        let mut transaction = self.write_tx().await?;
        for (subject, _) in subjects(name, address) {
            for change in [
                "DELETE FROM sign_in_attempt WHERE tenant_id = $1 AND subject = $2 AND failures <= 1",
                "UPDATE sign_in_attempt SET failures = failures - 1 WHERE tenant_id = $1 AND subject = $2",
            ] {
                sqlx::query(change).bind(&tenant.0).bind(&subject).execute(&mut *transaction).await?;
            }
        }
        transaction.commit().await?;
        Ok(())
    }

    /// The attempt succeeded: the account's failures are forgotten, and one of its address. Not all of those: whoever has
    /// an account could otherwise guess at others as often as they like.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn forget_attempts(
        &self,
        tenant: &Tenant,
        name: &str,
        address: &str,
    ) -> Result<(), StoreError> {
        let [(account, _), (address, _)] = subjects(name, address);
        let mut transaction = self.write_tx().await?;
        sqlx::query(
            "DELETE FROM sign_in_attempt WHERE tenant_id = $1 AND (subject = $2 OR (subject = $3 AND failures <= 1))",
        )
        .bind(&tenant.0)
        .bind(&account)
        .bind(&address)
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "UPDATE sign_in_attempt SET failures = failures - 1 WHERE tenant_id = $1 AND subject = $2",
        )
        .bind(&tenant.0)
        .bind(&address)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }
}

/// Seconds that a subject still has to wait.
async fn waiting(
    connection: &mut SqliteConnection,
    tenant: &Tenant,
    subject: &str,
    (free, time): (i64, i64),
) -> Result<i64, StoreError> {
    let row: Option<(i64, i64)> =
        sqlx::query_as("SELECT failures, last_at FROM sign_in_attempt WHERE tenant_id = $1 AND subject = $2")
            .bind(&tenant.0)
            .bind(subject)
            .fetch_optional(connection)
            .await?;
    let Some((failures, last_at)) = row else { return Ok(0) };
    let left = last_at + delay(failures, free) * SECOND - time;
    Ok((left + SECOND - 1).div_euclid(SECOND).clamp(0, LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_mistypings_are_free_then_the_wait_doubles_and_stays() {
        let waits: Vec<i64> = (0..=14).map(|failures| delay(failures, FREE_FOR_ACCOUNT)).collect();
        assert_eq!(waits, [0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
        assert_eq!(delay(i64::MAX, FREE_FOR_ACCOUNT), LONGEST);
    }

    #[test]
    fn nobody_gets_more_than_a_hundred_attempts_at_an_account_in_an_hour() {
        let (mut failures, mut time) = (0, 0);
        while time <= 3_600 {
            failures += 1;
            time += delay(failures, FREE_FOR_ACCOUNT);
        }
        assert!(failures <= 100, "{failures}");
    }
}
