//! The service agreement: from how many heads on measured output is shown, and what that rests on.

use super::agreed::{Agreed, Kind, Terms};
use super::{Actor, Store, StoreError, Tenant};
use crate::caseload::DEFAULT_HEADS;
use crate::permission::{ManageAccounts, Permit, Why};
use chrono::NaiveDate;
use serde_json::{Value, json};
use sqlx::{SqliteConnection, SqliteExecutor};

/// What the demonstration's agreement is called; its figures are made up.
const DEMONSTRATION: &str = "Vorführung mit erfundenen Zahlen (keine echte Dienstvereinbarung)";

/// From how many heads on measured output is shown.
const GROUP_SIZE: Kind = Kind {
    word: "group_size",
    subject: "Mindestgruppengröße",
    begins: "agreement.record",
    ends: "agreement.end",
};

/// An agreement in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// Heads from which on measured output is shown.
    pub heads: u32,
    /// What it is called.
    pub title: String,
    /// Day of the signature.
    pub agreed_on: NaiveDate,
    /// Whether it is the demonstration's.
    pub demonstration: bool,
    /// Account that recorded it.
    pub recorded_by: String,
    /// When, in microseconds since 1970-01-01 UTC.
    pub recorded_at: i64,
}

impl Agreement {
    fn of(agreed: Agreed) -> Result<Self, StoreError> {
        let (heads, agreed_on) = agreed.size()?;
        let Agreed { title, demonstration, recorded_by, recorded_at, .. } = agreed;
        Ok(Self { heads, title, agreed_on, demonstration, recorded_by, recorded_at })
    }
}

impl Store {
    /// The agreement in force; none where the least size of a group is the program's own. The demonstration's counts only
    /// in the demonstration.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn agreement(
        &self,
        tenant: &Tenant,
        demonstration: bool,
    ) -> Result<Option<Agreement>, StoreError> {
        in_force(&self.readers, tenant, demonstration).await
    }

    /// Records an agreement, with why it is; the one before it ends.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn record_agreement(
        &self,
        _permit: Permit<ManageAccounts>,
        actor: &Actor,
        agreed: (u32, &str, NaiveDate),
        reason: &Why,
    ) -> Result<(), StoreError> {
        self.set_agreement(actor, Some(agreed), reason).await
    }

    /// Ends the agreement in force, with why it does: the program's own least size counts again.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn end_agreement(
        &self,
        _permit: Permit<ManageAccounts>,
        actor: &Actor,
        reason: &Why,
    ) -> Result<(), StoreError> {
        self.set_agreement(actor, None, reason).await
    }

    async fn set_agreement(
        &self,
        actor: &Actor,
        agreed: Option<(u32, &str, NaiveDate)>,
        reason: &Why,
    ) -> Result<(), StoreError> {
        let mut transaction = self.write_tx().await?;
        let before = in_force(&mut *transaction, &actor.tenant, false).await?;
        let detail = changed(before.as_ref(), agreed, reason);
        let terms = agreed.map(|(heads, title, day)| Terms { title, size: Some((heads, day)) });
        GROUP_SIZE.set(&mut transaction, actor, terms, &detail).await?;
        transaction.commit().await?;
        Ok(())
    }
}

async fn in_force(
    database: impl SqliteExecutor<'_>,
    tenant: &Tenant,
    demonstration: bool,
) -> Result<Option<Agreement>, StoreError> {
    GROUP_SIZE.in_force(database, &tenant.0, demonstration).await?.map(Agreement::of).transpose()
}

/// What was and what is, for the trail; where no agreement is in force the program's own least size counts.
fn changed(before: Option<&Agreement>, now: Option<(u32, &str, NaiveDate)>, reason: &Why) -> Value {
    let (heads, title, day) =
        now.map_or((DEFAULT_HEADS, None, None), |(heads, title, day)| (heads, Some(title), Some(day)));
    json!({
        "heads": {"old": before.map_or(DEFAULT_HEADS, |before| before.heads), "new": heads},
        "title": {"old": before.map(|before| &before.title), "new": title},
        "agreed_on": {"old": before.map(|before| before.agreed_on), "new": day},
        "reason": reason,
    })
}

/// The demonstration's agreement, unless it is there.
pub(super) async fn demonstrate(connection: &mut SqliteConnection, actor: &Actor) -> Result<(), StoreError> {
    let day = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap_or_default();
    let terms = Terms { title: DEMONSTRATION, size: Some((1, day)) };
    let detail = json!({"heads": 1, "title": DEMONSTRATION, "demonstration": true});
    GROUP_SIZE.demonstrate(connection, actor, terms, &detail).await
}

/// Ends the demonstration's agreement, if there is one.
pub(super) async fn end_demonstration(
    connection: &mut SqliteConnection,
    actor: &Actor,
) -> Result<(), StoreError> {
    GROUP_SIZE.end_demonstration(connection, actor).await
}
