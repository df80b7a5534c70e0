//! What a scenario is to reach: set as a whole, as the other labels of a scenario are.

use super::command::Command;
use super::scenarios::{Touches, bump, corrupt, read};
use super::sight::Sight;
use super::{Editor, Store, StoreError, audit, outbox};
use crate::simulation::{Goal, MAX_GOALS};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The answer that is kept for a command.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Done {
    version: i64,
}

impl Store {
    /// Sets the goals of a scenario; those that whoever sets them does not see stay. Gives the version after it.
    ///
    /// # Errors
    /// [`StoreError::NotTheirsToSee`], [`StoreError::TooManyGoals`], [`StoreError::Conflict`] on an old version,
    /// [`StoreError::CommandReused`], [`StoreError::NotFound`].
    pub async fn set_goals(
        &self,
        editor: &Editor,
        version: i64,
        command: Uuid,
        goals: &[Goal],
    ) -> Result<i64, StoreError> {
        let text = serde_json::to_string(goals).map_err(corrupt)?;
        let command = Command::new(command, "goals", &editor.scenario, version, &text);
        let mut transaction = self.write_tx().await?;
        if let Some(Done { version }) = command.answered(&mut transaction, editor).await? {
            return Ok(version);
        }
        bump(&mut transaction, editor, version, Touches::Label).await?;
        let sight = Sight::of(&mut transaction, (&editor.tenant, &editor.actor), editor.role).await?;
        let old = read(&mut transaction, &editor.tenant, &editor.scenario, &editor.actor).await?.goals;
        let goals = sight.completed_goals(old, goals)?;
        if goals.len() > MAX_GOALS {
            return Err(StoreError::TooManyGoals);
        }
        let text = serde_json::to_string(&goals).map_err(corrupt)?;
        sqlx::query("UPDATE scenario SET targets = $1 WHERE tenant_id = $2 AND id = $3")
            .bind(&text)
            .bind(&editor.tenant)
            .bind(&editor.scenario)
            .execute(&mut *transaction)
            .await?;
        let version = version + 1;
        command.answer(&mut transaction, editor, &Done { version }).await?;
        let event = audit::Event {
            tenant: &editor.tenant,
            actor: &editor.actor,
            action: "scenario.goals",
            subject: &editor.scenario,
            detail: &text,
            request_id: &editor.request_id,
        };
        audit::record(&mut transaction, event).await?;
        let (tenant, scenario) = (&editor.tenant, &editor.scenario);
        outbox::post(&mut transaction, tenant, "scenario.goals", scenario, &version.to_string()).await?;
        transaction.commit().await?;
        Ok(version)
    }
}
