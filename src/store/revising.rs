//! What is done with single steps of a scenario after they were made: put into packages, redated, explained, taken out.
//!
//! A revision is checked on the scenario that it leaves behind, inside its transaction: where dates or the list itself
//! change, every change that fitted before must still fit. Switching packages is not checked: what does not fit without
//! a package is left out of the organisation and told, as everywhere.

use super::catalogue::{Done, conclude};
use super::command::Command;
use super::scenarios::{Touches, bump, corrupt, keyed, read};
use super::steps::content;
use super::{Editor, Store, StoreError, StoredScenario, StoredStep, packages};
use crate::plan::{Change, ChangeError, Plan};
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use sqlx::SqliteConnection;
use uuid::Uuid;

/// What is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StoredRevision {
    /// A package is made, under an identifier of the page.
    MakePackage {
        /// Its identifier.
        package: Uuid,
        /// Its name.
        name: String,
    },
    /// A package is named anew.
    RenamePackage {
        /// Which package.
        package: Uuid,
        /// Its new name.
        name: String,
    },
    /// A package is switched on or off.
    SwitchPackage {
        /// Which package.
        package: Uuid,
        /// On.
        is_on: bool,
    },
    /// A package is dissolved; its steps stay.
    DissolvePackage {
        /// Which package.
        package: Uuid,
    },
    /// A step is put into a package, or out of any.
    Assign {
        /// Which step.
        step: Uuid,
        /// Into which package.
        package: Option<Uuid>,
    },
    /// The changes of a step that count from one day on shall count from another.
    Redate {
        /// Which step.
        step: Uuid,
        /// The day until now.
        from: NaiveDate,
        /// The new day.
        to: NaiveDate,
    },
    /// A step gets another reason, or none.
    Explain {
        /// Which step.
        step: Uuid,
        /// Why it was made.
        reason: Option<String>,
    },
    /// A step is taken out; it is kept and can be taken up again.
    Remove {
        /// Which step.
        step: Uuid,
    },
    /// A step that was taken out comes back to its place.
    TakeUp {
        /// Which step.
        step: Uuid,
    },
}

impl StoredRevision {
    /// Its name in the audit trail.
    fn action(&self) -> &'static str {
        match self {
            Self::MakePackage { .. } => "package.make",
            Self::RenamePackage { .. } => "package.rename",
            Self::SwitchPackage { .. } => "package.switch",
            Self::DissolvePackage { .. } => "package.dissolve",
            Self::Assign { .. } => "step.assign",
            Self::Redate { .. } => "step.redate",
            Self::Explain { .. } => "step.explain",
            Self::Remove { .. } => "step.remove",
            Self::TakeUp { .. } => "step.take_up",
        }
    }

    /// Whether it brings about what soft rules are asked about. What is taken out or comes back keeps its own reason.
    fn is_judged(&self) -> bool {
        matches!(
            self,
            Self::Redate { .. }
                | Self::SwitchPackage { .. }
                | Self::DissolvePackage { .. }
                | Self::Assign { .. }
        )
    }

    /// The reason that the step which is given another date was made with.
    fn own_reason<'a>(&self, scenario: &'a StoredScenario) -> Option<&'a str> {
        let Self::Redate { step, .. } = self else { return None };
        scenario.steps.iter().find(|known| known.id == *step)?.reason.as_deref()
    }

    fn must_fit(&self) -> bool {
        matches!(self, Self::Redate { .. } | Self::Remove { .. } | Self::TakeUp { .. })
    }
}

impl Store {
    /// Revises a scenario.
    ///
    /// `justified` decides with the plan and the changes in force before and after, inside the transaction, whether the
    /// revision may be made with the reason that is given or that its step has. The reason is kept in the audit trail, and
    /// with the step where one is given another date.
    ///
    /// # Errors
    /// [`StoreError::NoSuchPart`], [`StoreError::Refused`] when the rest would no longer fit or a reason is missing, [`StoreError::Locked`],
    /// [`StoreError::TooManyPackages`], [`StoreError::Conflict`] on an old version, [`StoreError::NotFound`],
    /// [`StoreError::CommandReused`].
    pub async fn revise_scenario(
        &self,
        editor: &Editor,
        version: i64,
        command: Uuid,
        (revision, reason): (&StoredRevision, Option<&str>),
        justified: impl FnOnce(&Plan, &[Change], &[Change], Option<&str>) -> Result<(), ChangeError> + Send,
    ) -> Result<(), StoreError> {
        let mut text = serde_json::to_string(revision).map_err(corrupt)?;
        if let Some(reason) = reason {
            text.push_str(reason);
        }
        let command = Command::new(command, "revise", &editor.scenario, version, &text);
        let mut transaction = self.write_tx().await?;
        if command.answered::<Done>(&mut transaction, editor).await?.is_some() {
            return Ok(());
        }
        bump(&mut transaction, editor, version, Touches::Content).await?;
        let before = read(&mut transaction, &editor.tenant, &editor.scenario, &editor.actor).await?;
        carry_out(&mut transaction, editor, &before, revision, reason).await?;
        let after = read(&mut transaction, &editor.tenant, &editor.scenario, &editor.actor).await?;
        if revision.must_fit() {
            before
                .baseline
                .accepts_instead(&keyed(&before), &keyed(&after))
                .map_err(|misfit| misfit.reason)?;
        }
        if revision.is_judged() {
            let changes = |scenario: &StoredScenario| -> Vec<Change> {
                scenario.in_force().flat_map(|step| step.changes.iter().cloned()).collect()
            };
            let given = reason.or_else(|| revision.own_reason(&before));
            justified(&before.baseline, &changes(&before), &changes(&after), given)?;
        }
        let mut detail = json!(revision);
        if let (Some(reason), Some(fields)) = (reason, detail.as_object_mut()) {
            fields.insert("reason".to_owned(), json!(reason));
        }
        conclude(&mut transaction, editor, &command, revision.action(), &detail, version + 1).await?;
        transaction.commit().await?;
        Ok(())
    }
}

async fn carry_out(
    connection: &mut SqliteConnection,
    editor: &Editor,
    scenario: &StoredScenario,
    revision: &StoredRevision,
    given: Option<&str>,
) -> Result<(), StoreError> {
    let known = |id: Uuid| scenario.steps.iter().find(|step| step.id == id).ok_or(StoreError::NoSuchPart);
    match revision {
        StoredRevision::MakePackage { package, name } => {
            packages::make(connection, editor, *package, name).await
        }
        StoredRevision::RenamePackage { package, name } => {
            packages::rename(connection, editor, *package, name).await
        }
        StoredRevision::SwitchPackage { package, is_on } => {
            packages::switch(connection, editor, *package, *is_on).await
        }
        StoredRevision::DissolvePackage { package } => packages::dissolve(connection, editor, *package).await,
        StoredRevision::Assign { step, package } => {
            let exists = package.is_none_or(|id| scenario.packages.iter().any(|package| package.id == id));
            known(*step).and_then(|_| exists.then_some(()).ok_or(StoreError::NoSuchPart))?;
            assign(connection, editor, *step, *package).await
        }
        StoredRevision::Redate { step, from, to } => {
            let StoredStep { changes, reason, by, .. } = known(*step)?;
            let mut changes = changes.clone();
            // Both stay: why it was made, and why it was moved.
            let reasons: Vec<&str> = reason.as_deref().into_iter().chain(given).collect();
            let reason = (!reasons.is_empty()).then(|| reasons.join("; "));
            let mut moved = false;
            for change in changes.iter_mut().filter(|change| change.effective == *from) {
                (change.effective, moved) = (*to, true);
            }
            if !moved {
                return Err(StoreError::NoSuchPart);
            }
            write(connection, editor, *step, &content(&changes, reason.as_deref(), by.as_deref())?).await
        }
        StoredRevision::Explain { step, reason } => {
            let StoredStep { changes, by, .. } = known(*step)?;
            let text = content(changes, reason.as_deref(), by.as_deref())?;
            write(connection, editor, *step, &text).await
        }
        StoredRevision::Remove { step } => {
            known(*step)?;
            set_state(connection, editor, *step, ("discarded", None)).await
        }
        StoredRevision::TakeUp { step } => {
            set_state(connection, editor, *step, ("active", Some("discarded"))).await
        }
    }
}

async fn assign(
    connection: &mut SqliteConnection,
    editor: &Editor,
    step: Uuid,
    package: Option<Uuid>,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE scenario_change SET package_id = $1 WHERE tenant_id = $2 AND scenario_id = $3 AND id = $4",
    )
    .bind(package.map(|id| id.to_string()))
    .bind(&editor.tenant)
    .bind(&editor.scenario)
    .bind(step.to_string())
    .execute(connection)
    .await?;
    Ok(())
}

async fn write(
    connection: &mut SqliteConnection,
    editor: &Editor,
    step: Uuid,
    content: &str,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE scenario_change SET change = $1 WHERE tenant_id = $2 AND scenario_id = $3 AND id = $4",
    )
    .bind(content)
    .bind(&editor.tenant)
    .bind(&editor.scenario)
    .bind(step.to_string())
    .execute(connection)
    .await?;
    Ok(())
}

/// Sets the state of a step, where it must be in a certain one before.
async fn set_state(
    connection: &mut SqliteConnection,
    editor: &Editor,
    step: Uuid,
    (state, before): (&str, Option<&str>),
) -> Result<(), StoreError> {
    let set = sqlx::query(
        "UPDATE scenario_change SET state = $1
         WHERE tenant_id = $2 AND scenario_id = $3 AND id = $4 AND ($5 = '' OR state = $5)",
    )
    .bind(state)
    .bind(&editor.tenant)
    .bind(&editor.scenario)
    .bind(step.to_string())
    .bind(before.unwrap_or_default())
    .execute(connection)
    .await?;
    if set.rows_affected() == 0 { Err(StoreError::NoSuchPart) } else { Ok(()) }
}

/// Takes single changes out of their steps; a step that has none left is kept outside the list.
pub(super) async fn take_out(
    connection: &mut SqliteConnection,
    editor: &Editor,
    scenario: &StoredScenario,
    chosen: &[(Uuid, usize)],
) -> Result<(), StoreError> {
    for step in scenario.steps.iter().filter(|step| chosen.iter().any(|(id, _)| *id == step.id)) {
        let stays =
            |(index, change): (usize, &Change)| (!chosen.contains(&(step.id, index))).then(|| change.clone());
        let changes: Vec<Change> = step.changes.iter().enumerate().filter_map(stays).collect();
        if changes.is_empty() {
            set_state(connection, editor, step.id, ("discarded", None)).await?;
        } else {
            write(
                connection,
                editor,
                step.id,
                &content(&changes, step.reason.as_deref(), step.by.as_deref())?,
            )
            .await?;
        }
    }
    Ok(())
}
