//! Accounts whose holders sign in by the administration's sign-in service (OpenID Connect), or by a proxy, instead of a password.
//!
//! An account is found by its name only once: then the service's own key for the holder is bound to it, and from there on
//! that key counts. A name that the directory gives to somebody else opens nothing. A proxy knows no other key than the name.

use super::{
    Standing, begin_change, devices, insert, links, one, record, run_for, scopes, second_factor, sessions,
};
use crate::permission::{ManageAccounts, Permit, Role, Why};
use crate::plan::UnitId;
use crate::store::scenarios::corrupt;
use crate::store::secret::Fingerprint;
use crate::store::{Actor, Store, StoreError, StoredAccount, Tenant, now, today};
use serde_json::json;
use sqlx::SqliteConnection;
use uuid::Uuid;

/// What stands in the place of a service's address where a proxy lets people in; no address looks like it.
pub const PROXY: &str = "proxy";

/// Whom the service says that it let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The service's address.
    pub issuer: String,
    /// Its own key for the holder.
    pub subject: String,
    /// The name of the account.
    pub name: String,
    /// Role and unit that the holder's group gives; none without such a group.
    pub group: Option<(Role, Option<String>)>,
}

/// Who came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// Name of the account.
    pub name: String,
    /// What it may do.
    pub role: Role,
}

/// An account of the service.
struct Bound {
    account: Uuid,
    by_group: bool,
}

impl Store {
    /// Lets the holder of an account sign in by the service and no more by password, or the other way round; its sessions
    /// end.
    ///
    /// # Errors
    /// [`StoreError::NoAccount`], [`StoreError::AccountChanged`] on an old version, [`StoreError::LastAdministrator`] where
    /// no administrator with a password would be left.
    pub async fn set_provider(
        &self,
        _permit: Permit<ManageAccounts>,
        actor: &Actor,
        (id, version): (Uuid, i64),
        by_provider: bool,
        reason: &Why,
    ) -> Result<StoredAccount, StoreError> {
        let account = id.to_string();
        let mut transaction = self.write_tx().await?;
        let before = begin_change(&mut transaction, actor, (id, version)).await?;
        // Also where it was so before: whoever chooses it again lets another holder be bound.
        let unbind = "DELETE FROM account_provider WHERE tenant_id = $1 AND account_id = $2";
        run_for(&mut transaction, &actor.tenant, &account, unbind).await?;
        if by_provider {
            put(&mut transaction, &actor.tenant, &account, false).await?;
            let no_password = "UPDATE account SET password = NULL WHERE tenant_id = $1 AND id = $2";
            run_for(&mut transaction, &actor.tenant, &account, no_password).await?;
            links::remove(&mut transaction, &actor.tenant, &account).await?;
            second_factor::remove(&mut transaction, &actor.tenant, &account).await?;
            devices::forget(&mut transaction, &actor.tenant, &account).await?;
        }
        let detail =
            json!({"by_provider": {"old": before.by_provider, "new": by_provider}, "reason": reason});
        self.conclude(transaction, actor, id, "account.provider", &detail).await
    }

    /// Begins a session for somebody whom the service let in, in place of the one that the browser had.
    ///
    /// # Errors
    /// [`StoreError::NoAccount`] where nobody has made an account for them and no group does, or their group does not
    /// count any more; [`StoreError::NameTaken`] where the name belongs to an account that is not theirs.
    pub async fn enter_by_provider(
        &self,
        (tenant, request_id): (&Tenant, &str),
        person: &Person,
        (proof, before): (&Fingerprint, Option<&Fingerprint>),
        browser: &str,
    ) -> Result<Entered, StoreError> {
        let (tenant, request_id) = (tenant.clone(), request_id.to_owned());
        let actor = Actor { tenant, name: person.name.clone(), request_id };
        let mut transaction = self.write_tx().await?;
        let standing = match &person.group {
            Some((role, unit)) => Some(standing(&mut transaction, &actor, *role, unit.as_deref()).await?),
            None => None,
        };
        let bound = match known(&mut transaction, &actor.tenant, person).await? {
            Some(bound) => bound,
            None => bind(&mut transaction, &actor, person, standing.as_ref()).await?,
        };
        if bound.by_group {
            let standing = standing.as_ref().ok_or(StoreError::NoAccount)?;
            follow(&mut transaction, &actor, bound.account, standing).await?;
        }
        sessions::begin(&mut transaction, &actor.tenant, bound.account, (proof, before), browser).await?;
        let StoredAccount { name, role, .. } = one(&mut transaction, &actor, bound.account).await?;
        transaction.commit().await?;
        Ok(Entered { name, role })
    }
}

/// The account that the service's key was bound to.
async fn known(
    connection: &mut SqliteConnection,
    tenant: &Tenant,
    person: &Person,
) -> Result<Option<Bound>, StoreError> {
    let row: Option<(String, i64)> = sqlx::query_as(
        "SELECT account_id, by_group FROM account_provider
         WHERE tenant_id = $1 AND issuer = $2 AND subject = $3",
    )
    .bind(&tenant.0)
    .bind(&person.issuer)
    .bind(&person.subject)
    .fetch_optional(connection)
    .await?;
    row.map(|(account, by_group)| {
        Ok(Bound { account: account.parse().map_err(corrupt)?, by_group: by_group != 0 })
    })
    .transpose()
}

/// The first sign-in: binds the key to the account of that name, or makes one where the group says so.
async fn bind(
    connection: &mut SqliteConnection,
    actor: &Actor,
    person: &Person,
    standing: Option<&Standing>,
) -> Result<Bound, StoreError> {
    let row: Option<(String, i64)> = sqlx::query_as(
        "SELECT account.id, (SELECT count(*) FROM account_provider
             WHERE account_provider.account_id = account.id AND account_provider.subject IS NULL)
         FROM account WHERE tenant_id = $1 AND name = $2",
    )
    .bind(&actor.tenant.0)
    .bind(&person.name)
    .fetch_optional(&mut *connection)
    .await?;
    let bound = match (row, standing) {
        (Some((_, 0)), _) => return Err(StoreError::NameTaken),
        (Some((account, _)), _) => Bound { account: account.parse().map_err(corrupt)?, by_group: false },
        (None, Some(standing)) => {
            let account = Uuid::now_v7();
            insert(connection, &actor.tenant, account, &person.name, standing).await?;
            put(connection, &actor.tenant, &account.to_string(), true).await?;
            let detail = json!({
                "name": person.name, "role": standing.role, "unit": standing.unit, "by": "provider",
            });
            record(connection, actor, "account.create", &account.to_string(), &detail).await?;
            Bound { account, by_group: true }
        }
        (None, None) => return Err(StoreError::NoAccount),
    };
    let account = bound.account.to_string();
    sqlx::query(
        "UPDATE account_provider SET issuer = $1, subject = $2, bound_at = $3
         WHERE tenant_id = $4 AND account_id = $5",
    )
    .bind(&person.issuer)
    .bind(&person.subject)
    .bind(now())
    .bind(&actor.tenant.0)
    .bind(&account)
    .execute(&mut *connection)
    .await?;
    let detail = json!({"issuer": person.issuer});
    record(connection, actor, "account.bind", &account, &detail).await?;
    Ok(bound)
}

/// Gives an account the role and units of its group; older sessions end where that changes something.
async fn follow(
    connection: &mut SqliteConnection,
    actor: &Actor,
    account: Uuid,
    standing: &Standing,
) -> Result<(), StoreError> {
    let id = account.to_string();
    let before = one(connection, actor, account).await?;
    let changed = sqlx::query(
        "UPDATE account SET role = $1, unit = $2, scope = $3, version = version + 1
         WHERE tenant_id = $4 AND id = $5 AND (role <> $1 OR coalesce(unit, '') <> coalesce($2, '') OR scope <> $3)",
    )
    .bind(standing.role.word())
    .bind(&standing.unit)
    .bind(&standing.scope)
    .bind(&actor.tenant.0)
    .bind(&id)
    .execute(&mut *connection)
    .await?;
    if changed.rows_affected() > 0 {
        sessions::end_all(connection, &actor.tenant, &id, None).await?;
        let detail = json!({
            "role": {"old": before.role, "new": standing.role},
            "unit": {"old": before.unit, "new": standing.unit},
            "by": "provider",
        });
        record(connection, actor, "account.change", &id, &detail).await?;
    }
    Ok(())
}

/// Role and unit of a group with the unit's path in the organisation of today.
async fn standing(
    connection: &mut SqliteConnection,
    actor: &Actor,
    role: Role,
    unit: Option<&str>,
) -> Result<Standing, StoreError> {
    let Some(unit) = unit else { return Ok(Standing { role, unit: None, scope: String::new() }) };
    let plan = scopes::organisation(connection, actor, today()).await?;
    let known = UnitId::parse(unit).ok().filter(|id| plan.unit(id).is_some());
    let id = known.ok_or_else(|| {
        tracing::error!(
            unit,
            "a group of the sign-in service is mapped to a unit that the plan does not have"
        );
        StoreError::NoAccount
    })?;
    Ok(Standing { role, scope: plan.path_of(&id), unit: Some(unit.to_owned()) })
}

async fn put(
    connection: &mut SqliteConnection,
    tenant: &Tenant,
    account: &str,
    by_group: bool,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO account_provider (account_id, tenant_id, by_group) VALUES ($1, $2, $3)")
        .bind(account)
        .bind(&tenant.0)
        .bind(i64::from(by_group))
        .execute(connection)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permission::permit;
    use crate::store::Secret;
    use crate::store::accounts::tests::{Opened, why};

    impl Opened {
        /// With the first administrator, so that there is one with a password.
        async fn administered() -> Self {
            let opened = Self::new().await;
            opened.store.first_administrator(&opened.actor, &Secret::new().fingerprint()).await.unwrap();
            opened
        }

        async fn account_as(&self, name: &str, role: Role) -> StoredAccount {
            let standing = Standing { role, unit: None, scope: String::new() };
            let link = Secret::new().fingerprint();
            let manage = permit(Role::Administrator).unwrap();
            self.store.create_account(manage, &self.actor, name, &standing, &link).await.unwrap()
        }

        async fn set(&self, account: &StoredAccount, by: bool) -> Result<StoredAccount, StoreError> {
            let manage = permit(Role::Administrator).unwrap();
            self.store.set_provider(manage, &self.actor, (account.id, account.version), by, &why()).await
        }

        async fn enter(&self, person: &Person) -> Result<Entered, StoreError> {
            let proof = Secret::new().fingerprint();
            self.store.enter_by_provider((&self.actor.tenant, ""), person, (&proof, None), "").await
        }
    }

    fn person(subject: &str, name: &str, group: Option<Role>) -> Person {
        Person {
            issuer: "https://sso.example.de".to_owned(),
            subject: subject.to_owned(),
            name: name.to_owned(),
            group: group.map(|role| (role, None)),
        }
    }

    #[tokio::test]
    async fn nobody_comes_in_for_whom_no_account_was_made() {
        let opened = Opened::administered().await;
        let unknown = opened.enter(&person("1", "planung", None)).await;
        assert!(matches!(unknown, Err(StoreError::NoAccount)), "{unknown:?}");
        opened.account_as("planung", Role::Manager).await;
        let by_password = opened.enter(&person("1", "planung", Some(Role::Staff))).await;
        assert!(matches!(by_password, Err(StoreError::NameTaken)), "{by_password:?}");
    }

    #[tokio::test]
    async fn a_name_that_is_given_out_again_opens_nothing() {
        let opened = Opened::administered().await;
        let account = opened.set(&opened.account_as("planung", Role::Manager).await, true).await.unwrap();
        assert!(account.by_provider && !account.has_password && account.link_until.is_none());
        let entered = opened.enter(&person("1", "planung", None)).await.unwrap();
        assert_eq!(entered, Entered { name: "planung".to_owned(), role: Role::Manager });
        let other = opened.enter(&person("2", "planung", None)).await;
        assert!(matches!(other, Err(StoreError::NameTaken)), "{other:?}");
        // The holder is known by the key, whatever they are called now.
        assert_eq!(opened.enter(&person("1", "neu", None)).await.unwrap(), entered);
        let again = opened.set(&account, true).await.unwrap();
        assert!(opened.enter(&person("2", "planung", None)).await.is_ok());
        assert!(!opened.set(&again, false).await.unwrap().by_provider);
        assert!(opened.enter(&person("2", "planung", None)).await.is_err());
    }

    #[tokio::test]
    async fn a_group_makes_an_account_and_takes_it_back() {
        let opened = Opened::administered().await;
        let entered = opened.enter(&person("1", "planung", Some(Role::Staff))).await.unwrap();
        assert_eq!(entered.role, Role::Staff);
        let entered = opened.enter(&person("1", "planung", Some(Role::Manager))).await.unwrap();
        assert_eq!(entered.role, Role::Manager);
        let gone = opened.enter(&person("1", "planung", None)).await;
        assert!(matches!(gone, Err(StoreError::NoAccount)), "{gone:?}");
        let actions: Vec<String> =
            opened.store.audit_trail().await.unwrap().into_iter().map(|entry| entry.action).collect();
        assert!(actions.ends_with(&["account.create", "account.bind", "account.change"].map(str::to_owned)));
        let mut elsewhere = person("2", "asyl", None);
        elsewhere.group = Some((Role::TeamLead, Some("gibt-es-nicht".to_owned())));
        assert!(opened.enter(&elsewhere).await.is_err());
    }

    #[tokio::test]
    async fn an_administrator_with_a_password_is_always_left() {
        let opened = Opened::administered().await;
        let manage = permit(Role::Administrator).unwrap();
        let all = opened.store.accounts(manage, &opened.actor).await.unwrap();
        let first = all.into_iter().find(|account| account.role == Role::Administrator).unwrap();
        let refused = opened.set(&first, true).await;
        assert!(matches!(refused, Err(StoreError::LastAdministrator)), "{refused:?}");
        let second = opened.account_as("zweite", Role::Administrator).await;
        assert!(opened.set(&second, true).await.unwrap().by_provider);
        let refused = opened.set(&first, true).await;
        assert!(matches!(refused, Err(StoreError::LastAdministrator)), "{refused:?}");
    }
}
