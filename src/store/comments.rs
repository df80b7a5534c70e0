//! Comments on a scenario and on what is in it: written, settled, withdrawn. Each write with its audit and outbox rows.
//!
//! The trail says who wrote about what and when, never the text: a text can be withdrawn, the trail cannot.

use super::scenarios::{corrupt, version_of};
use super::{Commenter, Store, StoreError, Viewer, audit, now, outbox};
use crate::permission::Role;
use serde_json::json;
use sqlx::{FromRow, SqliteConnection};
use uuid::Uuid;

/// Most comments on one scenario, withdrawn ones included.
const MAX_COMMENTS: i64 = 2_000;

/// A comment as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredComment {
    /// Key; made by the page.
    pub id: Uuid,
    /// The comment that its thread begins with; none where it is that one.
    pub thread: Option<Uuid>,
    /// Kind and identifier of what it is about.
    pub about: (String, String),
    /// What is said; empty once it was withdrawn.
    pub content: String,
    /// Short name of the account.
    pub created_by: String,
    /// What that account was then.
    pub role: Role,
    /// Microseconds since 1970-01-01 UTC.
    pub recorded_at: i64,
    /// Who settled the thread, and when.
    pub resolved: Option<(String, i64)>,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
}

/// What is to be said.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    /// Key, made by the page: said twice, it is there once.
    pub id: Uuid,
    /// The comment that its thread begins with.
    pub thread: Option<Uuid>,
    /// Kind and identifier of what it is about; an answer is about what its thread is about.
    pub about: (&'a str, &'a str),
    /// The text.
    pub content: &'a str,
}

#[derive(FromRow)]
struct Row {
    id: String,
    thread_id: Option<String>,
    subject: String,
    subject_id: String,
    content: String,
    created_by: String,
    role: String,
    recorded_at: i64,
    resolved_by: Option<String>,
    resolved_at: Option<i64>,
    withdrawn_at: Option<i64>,
}

impl Row {
    fn comment(self) -> Result<StoredComment, StoreError> {
        Ok(StoredComment {
            id: self.id.parse().map_err(corrupt)?,
            thread: self.thread_id.map(|id| id.parse()).transpose().map_err(corrupt)?,
            about: (self.subject, self.subject_id),
            content: self.content,
            created_by: self.created_by,
            role: Role::parse(&self.role).ok_or_else(|| corrupt(self.role))?,
            recorded_at: self.recorded_at,
            resolved: self.resolved_by.zip(self.resolved_at),
            withdrawn: self.withdrawn_at.is_some(),
        })
    }
}

/// The comments on a scenario, or the one with this identifier, in the order in which they were written.
async fn comments(
    connection: &mut SqliteConnection,
    (tenant, scenario): (&str, &str),
    only: Option<Uuid>,
) -> Result<Vec<StoredComment>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT id, thread_id, subject, subject_id, content, created_by, role, recorded_at, resolved_by, resolved_at,
             withdrawn_at
         FROM comment WHERE tenant_id = $1 AND scenario_id = $2 AND ($3 = '' OR id = $3) ORDER BY recorded_at, id",
    )
    .bind(tenant)
    .bind(scenario)
    .bind(only.map(|id| id.to_string()).unwrap_or_default())
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Row::comment).collect()
}

async fn one(
    connection: &mut SqliteConnection,
    commenter: &Commenter,
    id: Uuid,
) -> Result<StoredComment, StoreError> {
    let of = (commenter.actor.tenant.0.as_str(), commenter.scenario.as_str());
    comments(connection, of, Some(id)).await?.into_iter().next().ok_or(StoreError::NoComment)
}

impl Store {
    /// The comments on a scenario, in the order in which they were written.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such scenario.
    pub async fn comments(&self, viewer: &Viewer) -> Result<Vec<StoredComment>, StoreError> {
        let mut transaction = self.readers.begin_with("BEGIN DEFERRED").await?;
        version_of(&mut transaction, viewer).await?;
        comments(&mut transaction, (&viewer.tenant, &viewer.scenario), None).await
    }

    /// Writes a comment.
    ///
    /// # Errors
    /// [`StoreError::NoComment`] when the thread is none of this scenario, [`StoreError::TooManyComments`],
    /// [`StoreError::CommandReused`] when another one has this key, [`StoreError::NotFound`].
    pub async fn add_comment(
        &self,
        commenter: &Commenter,
        said: Said<'_>,
    ) -> Result<StoredComment, StoreError> {
        let mut transaction = self.write_tx().await?;
        version_of(&mut transaction, &commenter.viewer()).await?;
        match one(&mut transaction, commenter, said.id).await {
            Ok(known) if known.created_by == commenter.actor.name && known.content == said.content => {
                return Ok(known);
            }
            Ok(_) => return Err(StoreError::CommandReused),
            Err(StoreError::NoComment) => {}
            Err(error) => return Err(error),
        }
        let count: i64 =
            sqlx::query_scalar("SELECT count(*) FROM comment WHERE tenant_id = $1 AND scenario_id = $2")
                .bind(&commenter.actor.tenant.0)
                .bind(&commenter.scenario)
                .fetch_one(&mut *transaction)
                .await?;
        if count >= MAX_COMMENTS {
            return Err(StoreError::TooManyComments(MAX_COMMENTS));
        }
        let beginning = match said.thread {
            Some(thread) => Some(one(&mut transaction, commenter, thread).await?),
            None => None,
        };
        if beginning.as_ref().is_some_and(|beginning| beginning.thread.is_some()) {
            return Err(StoreError::NoComment);
        }
        let about = match &beginning {
            Some(beginning) => (beginning.about.0.as_str(), beginning.about.1.as_str()),
            None => said.about,
        };
        insert(&mut transaction, commenter, &Said { about, ..said }).await?;
        let detail = json!({"comment": said.id, "thread": said.thread, "about": about});
        record(&mut transaction, commenter, "comment.add", &detail).await?;
        let written = one(&mut transaction, commenter, said.id).await?;
        transaction.commit().await?;
        Ok(written)
    }

    /// Marks a thread as settled, or as open again.
    ///
    /// # Errors
    /// [`StoreError::NoComment`] when it is no beginning of a thread of this scenario, [`StoreError::NotFound`].
    pub async fn settle_thread(
        &self,
        commenter: &Commenter,
        thread: Uuid,
        settled: bool,
    ) -> Result<StoredComment, StoreError> {
        let mut transaction = self.write_tx().await?;
        version_of(&mut transaction, &commenter.viewer()).await?;
        let known = one(&mut transaction, commenter, thread).await?;
        if known.thread.is_some() {
            return Err(StoreError::NoComment);
        }
        if known.resolved.is_some() == settled {
            return Ok(known);
        }
        sqlx::query("UPDATE comment SET resolved_by = $1, resolved_at = $2 WHERE tenant_id = $3 AND id = $4")
            .bind(settled.then_some(&commenter.actor.name))
            .bind(settled.then(now))
            .bind(&commenter.actor.tenant.0)
            .bind(thread.to_string())
            .execute(&mut *transaction)
            .await?;
        let action = if settled { "comment.settle" } else { "comment.reopen" };
        record(&mut transaction, commenter, action, &json!({"comment": thread})).await?;
        let written = one(&mut transaction, commenter, thread).await?;
        transaction.commit().await?;
        Ok(written)
    }

    /// Takes the text of a comment away; its place stays.
    ///
    /// # Errors
    /// [`StoreError::NotOwnComment`] for what another one said, [`StoreError::NoComment`], [`StoreError::NotFound`].
    pub async fn withdraw_comment(
        &self,
        commenter: &Commenter,
        comment: Uuid,
    ) -> Result<StoredComment, StoreError> {
        let mut transaction = self.write_tx().await?;
        version_of(&mut transaction, &commenter.viewer()).await?;
        let known = one(&mut transaction, commenter, comment).await?;
        if known.created_by != commenter.actor.name && !commenter.moderates {
            return Err(StoreError::NotOwnComment);
        }
        if known.withdrawn {
            return Ok(known);
        }
        sqlx::query("UPDATE comment SET content = '', withdrawn_at = $1 WHERE tenant_id = $2 AND id = $3")
            .bind(now())
            .bind(&commenter.actor.tenant.0)
            .bind(comment.to_string())
            .execute(&mut *transaction)
            .await?;
        record(&mut transaction, commenter, "comment.withdraw", &json!({"comment": comment})).await?;
        let written = one(&mut transaction, commenter, comment).await?;
        transaction.commit().await?;
        Ok(written)
    }
}

async fn insert(
    connection: &mut SqliteConnection,
    commenter: &Commenter,
    said: &Said<'_>,
) -> Result<(), StoreError> {
    // An identifier that is taken, in whatever scenario, is none that a page would make.
    let made = sqlx::query(
        "INSERT INTO comment (id, tenant_id, scenario_id, thread_id, subject, subject_id, content, created_by, role,
             recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING",
    )
    .bind(said.id.to_string())
    .bind(&commenter.actor.tenant.0)
    .bind(&commenter.scenario)
    .bind(said.thread.map(|thread| thread.to_string()))
    .bind(said.about.0)
    .bind(said.about.1)
    .bind(said.content)
    .bind(&commenter.actor.name)
    .bind(commenter.role.word())
    .bind(now())
    .execute(connection)
    .await?;
    if made.rows_affected() == 0 { Err(StoreError::CommandReused) } else { Ok(()) }
}

async fn record(
    connection: &mut SqliteConnection,
    commenter: &Commenter,
    action: &str,
    detail: &serde_json::Value,
) -> Result<(), StoreError> {
    let event = audit::Event {
        tenant: &commenter.actor.tenant.0,
        actor: &commenter.actor.name,
        action,
        subject: &commenter.scenario,
        detail: &detail.to_string(),
        request_id: &commenter.actor.request_id,
    };
    audit::record(connection, event).await?;
    outbox::post_beside(connection, &commenter.actor.tenant.0, action, &commenter.scenario).await
}
