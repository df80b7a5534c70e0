//! What an organisation has agreed on for a while: it begins, it ends, somebody recorded it with its reason, and the demonstration has
//! one of its own, which counts only there.

use super::scenarios::corrupt;
use super::{Actor, StoreError, audit, now};
use chrono::NaiveDate;
use serde_json::Value;
use sqlx::{FromRow, SqliteConnection, SqliteExecutor};
use uuid::Uuid;

/// What can be agreed on.
pub(super) struct Kind {
    /// Its word in the database.
    pub word: &'static str,
    /// What the trail calls it.
    pub subject: &'static str,
    /// The trail's words for its beginning and its end.
    pub begins: &'static str,
    pub ends: &'static str,
}

/// What is agreed on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terms<'a> {
    /// What it is called, or why it is.
    pub title: &'a str,
    /// Of the size of groups: from how many heads on, and the day of the signature.
    pub size: Option<(u32, NaiveDate)>,
}

/// An agreement as it is kept.
#[derive(FromRow)]
pub(super) struct Agreed {
    pub title: String,
    heads: Option<i64>,
    agreed_on: Option<String>,
    pub demonstration: bool,
    pub recorded_by: String,
    pub recorded_at: i64,
}

impl Agreed {
    /// From how many heads on, and the day of the signature.
    pub(super) fn size(&self) -> Result<(u32, NaiveDate), StoreError> {
        let (Some(heads), Some(day)) = (self.heads, &self.agreed_on) else {
            return Err(corrupt("agreement"));
        };
        Ok((u32::try_from(heads).map_err(corrupt)?, day.parse().map_err(corrupt)?))
    }
}

impl Kind {
    /// The one in force; the demonstration's only where nothing else is, and only in the demonstration.
    pub(super) async fn in_force(
        &self,
        database: impl SqliteExecutor<'_>,
        tenant: &str,
        demonstration: bool,
    ) -> Result<Option<Agreed>, StoreError> {
        let found = sqlx::query_as(
            "SELECT title, heads, agreed_on, demonstration, recorded_by, recorded_at FROM agreement
             WHERE tenant_id = $1 AND kind = $2 AND ended_at IS NULL AND demonstration <= $3
             ORDER BY demonstration, recorded_at DESC, id DESC LIMIT 1",
        )
        .bind(tenant)
        .bind(self.word)
        .bind(demonstration)
        .fetch_optional(database)
        .await?;
        Ok(found)
    }

    /// Ends the one in force and begins another one, where there is to be one; with its entry in the trail, unless nothing happened.
    pub(super) async fn set(
        &self,
        connection: &mut SqliteConnection,
        actor: &Actor,
        terms: Option<Terms<'_>>,
        detail: &Value,
    ) -> Result<(), StoreError> {
        let ended = self.end(connection, actor, false).await?;
        match terms {
            Some(terms) => self.begin(connection, actor, terms, (false, detail)).await,
            None if ended => self.record(connection, actor, self.ends, detail).await,
            None => Ok(()),
        }
    }

    /// The demonstration's, unless it is there.
    pub(super) async fn demonstrate(
        &self,
        connection: &mut SqliteConnection,
        actor: &Actor,
        terms: Terms<'_>,
        detail: &Value,
    ) -> Result<(), StoreError> {
        let there: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM agreement
             WHERE tenant_id = $1 AND kind = $2 AND demonstration = 1 AND ended_at IS NULL",
        )
        .bind(&actor.tenant.0)
        .bind(self.word)
        .fetch_one(&mut *connection)
        .await?;
        if there > 0 { Ok(()) } else { self.begin(connection, actor, terms, (true, detail)).await }
    }

    /// Ends the demonstration's, if there is one.
    pub(super) async fn end_demonstration(
        &self,
        connection: &mut SqliteConnection,
        actor: &Actor,
    ) -> Result<(), StoreError> {
        if self.end(connection, actor, true).await? {
            let detail = serde_json::json!({"demonstration": true});
            self.record(connection, actor, self.ends, &detail).await?;
        }
        Ok(())
    }

    async fn begin(
        &self,
        connection: &mut SqliteConnection,
        actor: &Actor,
        Terms { title, size }: Terms<'_>,
        (demonstration, detail): (bool, &Value),
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO agreement (id, tenant_id, kind, title, heads, agreed_on, demonstration, recorded_by, recorded_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(Uuid::now_v7().to_string())
        .bind(&actor.tenant.0)
        .bind(self.word)
        .bind(title)
        .bind(size.map(|(heads, _)| i64::from(heads)))
        .bind(size.map(|(_, day)| day.to_string()))
        .bind(demonstration)
        .bind(&actor.name)
        .bind(now())
        .execute(&mut *connection)
        .await?;
        self.record(connection, actor, self.begins, detail).await
    }

    /// Whether there was one to end.
    async fn end(
        &self,
        connection: &mut SqliteConnection,
        actor: &Actor,
        demonstration: bool,
    ) -> Result<bool, StoreError> {
        let ended = sqlx::query(
            "UPDATE agreement SET ended_at = $1
             WHERE tenant_id = $2 AND kind = $3 AND demonstration = $4 AND ended_at IS NULL",
        )
        .bind(now())
        .bind(&actor.tenant.0)
        .bind(self.word)
        .bind(demonstration)
        .execute(connection)
        .await?;
        Ok(ended.rows_affected() > 0)
    }

    async fn record(
        &self,
        connection: &mut SqliteConnection,
        actor: &Actor,
        action: &str,
        detail: &Value,
    ) -> Result<(), StoreError> {
        audit::record_by(connection, actor, (action, self.subject), detail).await
    }
}

#[cfg(test)]
mod tests {
    use crate::permission::{Role, Why, permit};
    use crate::plan::builtin;
    use crate::store::{Actor, Store, Tenant};

    #[tokio::test]
    async fn each_kind_has_its_own_in_force_and_the_demonstrations_is_recorded_once() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("stellwerk.db"), &builtin().unwrap()).await.unwrap();
        let tenant = Tenant::embedded();
        let actor =
            Actor { tenant: tenant.clone(), name: "verwaltung".to_owned(), request_id: String::new() };
        let (why, manage) = (Why::parse("Kleines Amt").unwrap(), || permit(Role::Administrator).unwrap());
        let day = chrono::NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
        store.set_single_approval(manage(), &actor, true, &why).await.unwrap();
        assert_eq!(store.agreement(&tenant, true).await.unwrap(), None, "another kind");
        // Beside the real one, twice.
        store.begin_demonstration(&actor).await.unwrap();
        store.begin_demonstration(&actor).await.unwrap();
        let alone = store.single_approval(&tenant, true).await.unwrap().unwrap();
        assert_eq!(
            (alone.reason.as_str(), alone.demonstration),
            ("Kleines Amt", false),
            "the real one counts first"
        );
        assert_eq!(store.agreement(&tenant, true).await.unwrap().unwrap().heads, 1);
        assert_eq!(store.agreement(&tenant, false).await.unwrap(), None);
        store.record_agreement(manage(), &actor, (7, "DV", day), &why).await.unwrap();
        store.record_agreement(manage(), &actor, (4, "DV neu", day), &why).await.unwrap();
        assert_eq!(store.agreement(&tenant, true).await.unwrap().unwrap().title, "DV neu");
        store.set_single_approval(manage(), &actor, false, &why).await.unwrap();
        store.set_single_approval(manage(), &actor, false, &why).await.unwrap();
        store.end_demonstration(&actor).await.unwrap();
        assert_eq!(store.single_approval(&tenant, true).await.unwrap(), None);
        assert_eq!(store.agreement(&tenant, true).await.unwrap().unwrap().heads, 4, "the real one stays");
        let trail = store.audit_trail().await.unwrap();
        let count = |action: &str| trail.iter().filter(|entry| entry.action == action).count();
        // The second end of what was over left nothing.
        let actions = ["approval.single", "approval.two", "agreement.record", "agreement.end"];
        assert_eq!(actions.map(count), [2, 2, 3, 1]);
    }
}
