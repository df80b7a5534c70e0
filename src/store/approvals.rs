//! The way of a scenario to its resolution: who had a hand in it, the steps that were taken, and the two-person rule. Whoever made, changed
//! or proposed a scenario does not decide on it, unless it was agreed upon that one person may.

use super::access::seen_by;
use super::agreed::{Agreed, Kind, Terms};
use super::audit::{self, Event};
use super::scenarios::corrupt;
use super::{Actor, Commenter, Editor, Store, StoreError, Tenant, Viewer, now, outbox};
use crate::permission::{ApprovalStep, ManageAccounts, Permit, Role, Status, Why};
use serde_json::json;
use sqlx::{FromRow, SqliteConnection, SqliteExecutor};

/// Why one person may approve alone in the demonstration.
const DEMONSTRATION: &str = "Vorführung: eine Person spielt alle Rollen";

/// That one person may approve alone; without it the two-person rule holds.
const ALONE: Kind =
    Kind { word: "single_approval", subject: "Freigabe", begins: "approval.single", ends: "approval.two" };

/// Most steps of one scenario.
const MAX_STEPS: i64 = 1_000;

/// That one person may approve alone, and what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SingleApproval {
    /// Why.
    pub reason: String,
    /// Whether it is the demonstration's.
    pub demonstration: bool,
    /// Account that recorded it.
    pub recorded_by: String,
    /// When, in microseconds since 1970-01-01 UTC.
    pub recorded_at: i64,
}

/// A step that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredApproval {
    /// Which one.
    pub step: ApprovalStep,
    /// What was said.
    pub note: String,
    /// In which role; none where it was taken before that was kept.
    pub role: Option<Role>,
    /// Short name of the account that took it.
    pub account: String,
    /// When, in microseconds since 1970-01-01 UTC.
    pub recorded_at: i64,
}

/// How far a scenario is on its way to a resolution.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StoredWay {
    /// The steps, in their order.
    pub steps: Vec<StoredApproval>,
    /// When it was changed last, in microseconds since 1970-01-01 UTC.
    pub changed_at: i64,
    /// Whether whoever asks had a hand in it.
    pub own: bool,
}

#[derive(FromRow)]
struct StepRow {
    step: String,
    note: String,
    role: String,
    account: String,
    recorded_at: i64,
}

impl StepRow {
    fn stored(self) -> Result<StoredApproval, StoreError> {
        let Self { step, note, role, account, recorded_at } = self;
        let step = ApprovalStep::parse(&step).ok_or_else(|| corrupt(step))?;
        Ok(StoredApproval { step, note, role: Role::parse(&role), account, recorded_at })
    }
}

/// Notes that somebody had a hand in a scenario.
pub(super) async fn hand(connection: &mut SqliteConnection, editor: &Editor) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO scenario_hand (tenant_id, scenario_id, account, recorded_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (tenant_id, scenario_id, account) DO UPDATE SET recorded_at = excluded.recorded_at",
    )
    .bind(&editor.tenant)
    .bind(&editor.scenario)
    .bind(&editor.actor)
    .bind(now())
    .execute(connection)
    .await?;
    Ok(())
}

/// Whoever had a hand in the one had it in what was made of it.
pub(super) async fn inherit(
    connection: &mut SqliteConnection,
    editor: &Editor,
    origin: &str,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO scenario_hand (tenant_id, scenario_id, account, recorded_at)
         SELECT tenant_id, $1, account, $2 FROM scenario_hand WHERE tenant_id = $3 AND scenario_id = $4 AND account <> $5",
    )
    .bind(&editor.scenario)
    .bind(now())
    .bind(&editor.tenant)
    .bind(origin)
    .bind(&editor.actor)
    .execute(connection)
    .await?;
    Ok(())
}

/// Writes a step down.
pub(super) async fn step(
    connection: &mut SqliteConnection,
    (tenant, scenario): (&str, &str),
    (account, role): (&str, Role),
    (step, note): (ApprovalStep, &str),
) -> Result<(), StoreError> {
    let last: i64 = sqlx::query_scalar(
        "SELECT COALESCE(max(position), 0) FROM approval_step WHERE tenant_id = $1 AND scenario_id = $2",
    )
    .bind(tenant)
    .bind(scenario)
    .fetch_one(&mut *connection)
    .await?;
    if last >= MAX_STEPS {
        return Err(StoreError::TooManyApprovalSteps(MAX_STEPS));
    }
    sqlx::query(
        "INSERT INTO approval_step (tenant_id, scenario_id, position, step, note, role, account, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(tenant)
    .bind(scenario)
    .bind(last + 1)
    .bind(step.word())
    .bind(note)
    .bind(role.word())
    .bind(account)
    .bind(now())
    .execute(connection)
    .await?;
    Ok(())
}

/// Refuses where somebody would approve what they had a hand in, and nobody agreed that one person may.
pub(super) async fn second_person(
    connection: &mut SqliteConnection,
    editor: &Editor,
) -> Result<(), StoreError> {
    let asks = (editor.tenant.as_str(), editor.scenario.as_str(), editor.actor.as_str());
    if in_force(&mut *connection, asks.0, editor.demonstrates).await?.is_some() {
        return Ok(());
    }
    if had_a_hand(connection, asks).await? { Err(StoreError::OwnHand) } else { Ok(()) }
}

/// Refuses a decision that would not be one: on something that is not proposed, or by somebody who had a hand in it.
pub(super) async fn may_be_decided(
    connection: &mut SqliteConnection,
    editor: &Editor,
    status: Status,
) -> Result<(), StoreError> {
    let alone = in_force(&mut *connection, &editor.tenant, editor.demonstrates).await?.is_some();
    if status == Status::Draft && !alone {
        return Err(StoreError::NotProposed);
    }
    second_person(connection, editor).await
}

async fn had_a_hand(
    connection: &mut SqliteConnection,
    (tenant, scenario, account): (&str, &str, &str),
) -> Result<bool, StoreError> {
    let count: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM scenario_hand WHERE tenant_id = $1 AND scenario_id = $2 AND account = $3",
    )
    .bind(tenant)
    .bind(scenario)
    .bind(account)
    .fetch_one(connection)
    .await?;
    Ok(count > 0)
}

/// That one person may approve alone; none where the two-person rule holds. The demonstration's counts only there.
pub(super) async fn in_force(
    database: impl SqliteExecutor<'_>,
    tenant: &str,
    demonstration: bool,
) -> Result<Option<SingleApproval>, StoreError> {
    let found = ALONE.in_force(database, tenant, demonstration).await?;
    Ok(found.map(|Agreed { title: reason, demonstration, recorded_by, recorded_at, .. }| SingleApproval {
        reason,
        demonstration,
        recorded_by,
        recorded_at,
    }))
}

impl Store {
    /// That one person may approve alone; none where the two-person rule holds.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn single_approval(
        &self,
        tenant: &Tenant,
        demonstration: bool,
    ) -> Result<Option<SingleApproval>, StoreError> {
        in_force(&self.readers, &tenant.0, demonstration).await
    }

    /// Lets one person approve alone, or ends that, with why.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn set_single_approval(
        &self,
        _permit: Permit<ManageAccounts>,
        actor: &Actor,
        alone: bool,
        reason: &Why,
    ) -> Result<(), StoreError> {
        let mut transaction = self.write_tx().await?;
        let terms = alone.then(|| Terms { title: reason.as_str(), size: None });
        ALONE.set(&mut transaction, actor, terms, &json!({"reason": reason})).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// The way of a scenario to its resolution.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn way(&self, viewer: &Viewer) -> Result<StoredWay, StoreError> {
        let mut transaction = self.readers.begin_with("BEGIN DEFERRED").await?;
        super::scenarios::version_of(&mut transaction, viewer).await?;
        let rows: Vec<StepRow> = sqlx::query_as(
            "SELECT step, note, role, account, recorded_at FROM approval_step
             WHERE tenant_id = $1 AND scenario_id = $2 ORDER BY position",
        )
        .bind(&viewer.tenant)
        .bind(&viewer.scenario)
        .fetch_all(&mut *transaction)
        .await?;
        let changed_at: Option<i64> = sqlx::query_scalar(
            "SELECT max(recorded_at) FROM scenario_hand WHERE tenant_id = $1 AND scenario_id = $2",
        )
        .bind(&viewer.tenant)
        .bind(&viewer.scenario)
        .fetch_one(&mut *transaction)
        .await?;
        let asks = (viewer.tenant.as_str(), viewer.scenario.as_str(), viewer.actor.as_str());
        let own = had_a_hand(&mut transaction, asks).await?;
        let steps = rows.into_iter().map(StepRow::stored).collect::<Result<_, _>>()?;
        Ok(StoredWay { steps, changed_at: changed_at.unwrap_or_default(), own })
    }

    /// Says yes or no to what is proposed, on its way to those who decide; the same at once again changes nothing.
    ///
    /// # Errors
    /// [`StoreError::NotProposed`], [`StoreError::OwnHand`], [`StoreError::Conflict`] on an old version, [`StoreError::NotFound`],
    /// [`StoreError::TooManyApprovalSteps`].
    pub async fn endorse(
        &self,
        commenter: &Commenter,
        version: i64,
        (agrees, note): (bool, &str),
        demonstration: bool,
    ) -> Result<(), StoreError> {
        let viewer = commenter.viewer();
        let taken = if agrees { ApprovalStep::Endorsed } else { ApprovalStep::Objected };
        let mut transaction = self.write_tx().await?;
        let row: Option<(i64, String)> = sqlx::query_as(concat!(
            "SELECT version, status FROM scenario WHERE tenant_id = $1 AND id = $2 AND removed_at IS NULL AND ",
            seen_by!("$3")
        ))
        .bind(&viewer.tenant)
        .bind(&viewer.scenario)
        .bind(&viewer.actor)
        .fetch_optional(&mut *transaction)
        .await?;
        let (current, status) = row.ok_or(StoreError::NotFound)?;
        if current != version {
            return Err(StoreError::Conflict);
        }
        if status != Status::Proposed.word() {
            return Err(StoreError::NotProposed);
        }
        let asks = (viewer.tenant.as_str(), viewer.scenario.as_str(), viewer.actor.as_str());
        let alone = in_force(&mut *transaction, asks.0, demonstration).await?.is_some();
        if !alone && had_a_hand(&mut transaction, asks).await? {
            return Err(StoreError::OwnHand);
        }
        let last: Option<(String, String, String)> = sqlx::query_as(
            "SELECT account, step, note FROM approval_step
             WHERE tenant_id = $1 AND scenario_id = $2 ORDER BY position DESC LIMIT 1",
        )
        .bind(asks.0)
        .bind(asks.1)
        .fetch_optional(&mut *transaction)
        .await?;
        let same = |(account, step, said): (String, String, String)| {
            (account.as_str(), step.as_str(), said.as_str()) == (asks.2, taken.word(), note)
        };
        if last.is_some_and(same) {
            return Ok(());
        }
        let who = (viewer.actor.as_str(), commenter.role);
        step(&mut transaction, (asks.0, asks.1), who, (taken, note)).await?;
        let (detail, action) = (json!({"step": taken, "note": note}).to_string(), "scenario.endorse");
        let event = Event {
            tenant: asks.0,
            actor: asks.2,
            action,
            subject: asks.1,
            detail: &detail,
            request_id: &commenter.actor.request_id,
        };
        audit::record(&mut transaction, event).await?;
        outbox::post_beside(&mut transaction, asks.0, action, asks.1).await?;
        transaction.commit().await?;
        Ok(())
    }
}

/// The demonstration's, unless it is there.
pub(super) async fn demonstrate(connection: &mut SqliteConnection, actor: &Actor) -> Result<(), StoreError> {
    let terms = Terms { title: DEMONSTRATION, size: None };
    ALONE
        .demonstrate(connection, actor, terms, &json!({"reason": DEMONSTRATION, "demonstration": true}))
        .await
}

/// Ends the demonstration's, if there is one.
pub(super) async fn end_demonstration(
    connection: &mut SqliteConnection,
    actor: &Actor,
) -> Result<(), StoreError> {
    ALONE.end_demonstration(connection, actor).await
}
