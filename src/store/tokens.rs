//! Accesses for other programs: made, listed, revoked, recognised. The token itself is told once and never stored.

use super::access::PROGRAM;
use super::audit::{self, hex};
use super::{Actor, Store, StoreError, Tenant, accounts, now, today};
use crate::permission::{ManageAccounts, Permit, Right, Role, Why, reach};
use crate::plan::UnitId;
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::{FromRow, SqliteConnection};
use uuid::Uuid;

/// What every token begins with, so that it is known for what it is wherever it turns up.
const MARK: &str = "stellwerk_";

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// Longest name, in characters.
const MAX_NAME: usize = 60;

/// What a token allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenScope {
    /// Read plan, scenarios and assessment.
    Read,
    /// That, and let the server simulate.
    Simulate,
}

impl TokenScope {
    /// Its name in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Simulate => "simulate",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Read, Self::Simulate].into_iter().find(|scope| scope.word() == word)
    }
}

/// What a token is made for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenTerms {
    /// What it allows.
    pub scope: TokenScope,
    /// The role in which it reads; by the policy it must see plans.
    pub role: Role,
    /// The unit that it is limited to with what lies below it; none for all.
    pub unit: Option<String>,
    /// Days after which it is not taken any more.
    pub days: u32,
}

impl TokenTerms {
    /// The role of tokens for which none is chosen.
    pub const ROLE: Role = Role::StaffCouncil;

    /// As the staff council, in all units.
    #[must_use]
    pub const fn new(scope: TokenScope, days: u32) -> Self {
        Self { scope, role: Self::ROLE, unit: None, days }
    }

    /// The path of its unit in the organisation of today; empty for all units.
    async fn path(&self, connection: &mut SqliteConnection, actor: &Actor) -> Result<String, StoreError> {
        if reach(self.role, Right::ViewScenario).is_none() {
            return Err(StoreError::TokenRole(self.role.word()));
        }
        let Some(unit) = &self.unit else { return Ok(String::new()) };
        let plan = accounts::organisation(connection, actor, today()).await?;
        let known = UnitId::parse(unit).ok().filter(|id| plan.unit(id).is_some());
        known.map(|id| plan.path_of(&id)).ok_or_else(|| StoreError::TokenUnit(unit.clone()))
    }
}

/// A token as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, FromRow, Serialize)]
pub struct StoredToken {
    /// How people call it.
    pub name: String,
    /// What it allows: a word of [`TokenScope`].
    pub scope: String,
    /// The role in which it reads: a word of [`Role`].
    pub role: String,
    /// The unit that it is limited to; none for all.
    pub unit: Option<String>,
    /// Who made it.
    pub made_by: String,
    /// When, in microseconds since 1970-01-01 UTC, as the other times.
    pub recorded_at: i64,
    /// From when on it is not taken any more.
    pub expires_at: i64,
    /// The day of its last use.
    pub used_at: Option<i64>,
    /// When it was revoked.
    pub revoked_at: Option<i64>,
}

impl StoredToken {
    /// Whether it is taken now.
    #[must_use]
    pub fn is_in_force(&self) -> bool {
        self.revoked_at.is_none() && self.expires_at > now()
    }
}

/// The program behind a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer {
    /// Whose data it may see.
    pub tenant: Tenant,
    /// Its name as an actor: that of the token, marked as no account's.
    pub name: String,
    /// What it may do.
    pub scope: TokenScope,
    /// In which role it reads.
    pub role: Role,
    /// The unit that it is limited to, and its path.
    pub unit: Option<String>,
    /// Empty where there is no limit.
    pub path: String,
}

impl Store {
    /// Makes a token; what is returned is told to nobody a second time.
    ///
    /// # Errors
    /// [`StoreError::TokenName`] when the name is no name or taken, [`StoreError::TokenRole`], [`StoreError::TokenUnit`],
    /// [`StoreError::Database`].
    pub async fn make_token(
        &self,
        _permit: Permit<ManageAccounts>,
        actor: &Actor,
        name: &str,
        terms: &TokenTerms,
        reason: &Why,
    ) -> Result<String, StoreError> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > MAX_NAME || name.chars().any(char::is_control) {
            return Err(StoreError::TokenName(name.to_owned()));
        }
        let time = now();
        let mut transaction = self.write_tx().await?;
        let taken: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM api_token
             WHERE tenant_id = $1 AND name = $2 AND revoked_at IS NULL AND expires_at > $3",
        )
        .bind(&actor.tenant.0)
        .bind(name)
        .bind(time)
        .fetch_one(&mut *transaction)
        .await?;
        if taken > 0 {
            return Err(StoreError::TokenName(name.to_owned()));
        }
        let path = terms.path(&mut transaction, actor).await?;
        let TokenTerms { scope, role, unit, days } = terms;
        let token = new_token();
        let expires_at = time + i64::from(*days) * DAY;
        sqlx::query(
            "INSERT INTO api_token (id, tenant_id, name, hash, scope, made_by, recorded_at, expires_at, role, unit, path)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(Uuid::now_v7().to_string())
        .bind(&actor.tenant.0)
        .bind(name)
        .bind(hash(&token))
        .bind(scope.word())
        .bind(&actor.name)
        .bind(time)
        .bind(expires_at)
        .bind(role.word())
        .bind(unit)
        .bind(path)
        .execute(&mut *transaction)
        .await?;
        let detail = json!({
            "scope": scope.word(), "role": role, "unit": unit, "expires_at": expires_at, "reason": reason,
        });
        audit::record_by(&mut transaction, actor, ("token.make", name), &detail).await?;
        transaction.commit().await?;
        Ok(token)
    }

    /// All tokens, the latest first.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn tokens(
        &self,
        _permit: Permit<ManageAccounts>,
        actor: &Actor,
    ) -> Result<Vec<StoredToken>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT name, scope, role, unit, made_by, recorded_at, expires_at, used_at, revoked_at FROM api_token
             WHERE tenant_id = $1 ORDER BY id DESC",
        )
        .bind(&actor.tenant.0)
        .fetch_all(&self.readers)
        .await?)
    }

    /// Revokes the token of this name: from now on it is not taken any more.
    ///
    /// # Errors
    /// [`StoreError::NoToken`] when there is none in force, [`StoreError::Database`].
    pub async fn revoke_token(
        &self,
        _permit: Permit<ManageAccounts>,
        actor: &Actor,
        name: &str,
        reason: &Why,
    ) -> Result<(), StoreError> {
        let mut transaction = self.write_tx().await?;
        let revoked = sqlx::query(
            "UPDATE api_token SET revoked_at = $1 WHERE tenant_id = $2 AND name = $3 AND revoked_at IS NULL",
        )
        .bind(now())
        .bind(&actor.tenant.0)
        .bind(name)
        .execute(&mut *transaction)
        .await?;
        if revoked.rows_affected() == 0 {
            return Err(StoreError::NoToken(name.to_owned()));
        }
        audit::record_by(&mut transaction, actor, ("token.revoke", name), &json!({"reason": reason})).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Who sends this token; none when it is not in force. Notes the day of its use.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`].
    pub async fn bearer(&self, token: &str) -> Result<Option<Bearer>, StoreError> {
        if !token.starts_with(MARK) {
            return Ok(None);
        }
        let (hash, time) = (hash(token), now());
        let row: Option<BearerRow> = sqlx::query_as(
            "SELECT tenant_id, name, scope, role, unit, path, used_at FROM api_token
             WHERE hash = $1 AND revoked_at IS NULL AND expires_at > $2",
        )
        .bind(&hash)
        .bind(time)
        .fetch_optional(&self.readers)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let today = time / DAY * DAY;
        // Where nothing can be written, a token still reads.
        if row.used_at != Some(today)
            && let Err(error) = self.note_use(&hash, today).await
        {
            tracing::warn!(%error, "the day on which a token was used could not be written down");
        }
        row.bearer().map(Some)
    }

    async fn note_use(&self, hash: &str, today: i64) -> Result<(), StoreError> {
        let mut transaction = self.write_tx().await?;
        sqlx::query("UPDATE api_token SET used_at = $1 WHERE hash = $2")
            .bind(today)
            .bind(hash)
            .execute(&mut *transaction)
            .await?;
        transaction.commit_quietly().await?;
        Ok(())
    }
}

/// A token in force.
#[derive(FromRow)]
struct BearerRow {
    tenant_id: String,
    name: String,
    scope: String,
    role: String,
    unit: Option<String>,
    path: String,
    used_at: Option<i64>,
}

impl BearerRow {
    fn bearer(self) -> Result<Bearer, StoreError> {
        let Self { tenant_id, name, scope, role, unit, path, used_at: _ } = self;
        Ok(Bearer {
            tenant: Tenant(tenant_id),
            name: format!("{PROGRAM}{name}"),
            scope: TokenScope::parse(&scope).ok_or(StoreError::Corrupt(scope))?,
            role: Role::parse(&role).ok_or(StoreError::Corrupt(role))?,
            unit,
            path,
        })
    }
}

/// The path of the unit that a program is limited to; empty where there is no limit. Of programs of one name the latest alone can be in
/// force.
pub(super) async fn path_of(
    connection: &mut SqliteConnection,
    tenant: &str,
    name: &str,
) -> Result<String, StoreError> {
    let path: Option<String> = sqlx::query_scalar(
        "SELECT path FROM api_token WHERE tenant_id = $1 AND name = $2 ORDER BY id DESC LIMIT 1",
    )
    .bind(tenant)
    .bind(name)
    .fetch_optional(connection)
    .await?;
    Ok(path.unwrap_or_default())
}

/// 244 bits by chance.
fn new_token() -> String {
    format!("{MARK}{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}

fn hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permission::permit;
    use crate::plan::builtin;

    fn reads() -> TokenTerms {
        TokenTerms::new(TokenScope::Read, 30)
    }

    #[tokio::test]
    async fn a_token_reads_in_a_role_that_sees_plans_and_in_units_that_are_there() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("stellwerk.db"), &builtin().unwrap()).await.unwrap();
        let manage = || permit(Role::Administrator).unwrap();
        let made = async |name: &str, role, unit: Option<&str>| {
            let terms = TokenTerms { role, unit: unit.map(str::to_owned), ..reads() };
            store.make_token(manage(), &actor(), name, &terms, &why()).await
        };
        for (_, role) in Role::WORDS {
            let made = made(role.word(), role, Some("asyl-eu")).await;
            if role == Role::Administrator {
                assert!(matches!(made, Err(StoreError::TokenRole("administrator"))), "{made:?}");
                continue;
            }
            let bearer = store.bearer(&made.unwrap()).await.unwrap().unwrap();
            assert_eq!((bearer.role, bearer.unit.as_deref()), (role, Some("asyl-eu")));
            assert!(bearer.path.ends_with("/asyl-eu/"), "{}", bearer.path);
            let mut connection = store.readers.acquire().await.unwrap();
            let tenant = actor().tenant.0;
            let scope = super::super::access::scope_of_account(&mut connection, &tenant, &bearer.name).await;
            assert_eq!(scope.unwrap(), bearer.path);
        }
        let nowhere = made("x", Role::Staff, Some("gibt-es-nicht")).await.unwrap_err();
        assert!(matches!(nowhere, StoreError::TokenUnit(_)), "{nowhere}");
        let entry = store.audit_trail().await.unwrap().pop().unwrap();
        let detail: serde_json::Value = serde_json::from_str(&entry.detail).unwrap();
        assert_eq!((&detail["role"], &detail["unit"]), (&json!("staff_council"), &json!("asyl-eu")));
    }

    fn why() -> Why {
        Why::parse("Berichtswesen").unwrap()
    }

    fn actor() -> Actor {
        Actor { tenant: Tenant::embedded(), name: "verwaltung".to_owned(), request_id: "r".to_owned() }
    }

    #[tokio::test]
    async fn a_token_is_taken_until_it_expires_or_is_revoked_and_is_nowhere_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("stellwerk.db");
        let store = Store::open(&file, &builtin().unwrap()).await.unwrap();
        let manage = || permit(Role::Administrator).unwrap();
        let token = store.make_token(manage(), &actor(), " bericht ", &reads(), &why()).await.unwrap();
        let bearer = store.bearer(&token).await.unwrap().unwrap();
        assert_eq!((bearer.name.as_str(), bearer.scope), ("programm:bericht", TokenScope::Read));
        assert_eq!((bearer.role, bearer.unit, bearer.path.as_str()), (Role::StaffCouncil, None, ""));
        assert_eq!(store.bearer(&token[..token.len() - 1]).await.unwrap(), None);
        assert_eq!(store.bearer("").await.unwrap(), None);
        let taken = store.make_token(manage(), &actor(), "bericht", &reads(), &why()).await.unwrap_err();
        assert!(matches!(taken, StoreError::TokenName(_)), "{taken}");

        let over = TokenTerms::new(TokenScope::Simulate, 0);
        let over = store.make_token(manage(), &actor(), "alt", &over, &why()).await.unwrap();
        assert_eq!(store.bearer(&over).await.unwrap(), None, "it expired at once");

        store.revoke_token(manage(), &actor(), "bericht", &why()).await.unwrap();
        assert_eq!(store.bearer(&token).await.unwrap(), None);
        let gone = store.revoke_token(manage(), &actor(), "bericht", &why()).await.unwrap_err();
        assert!(matches!(gone, StoreError::NoToken(_)), "{gone}");

        let listed = store.tokens(manage(), &actor()).await.unwrap();
        assert_eq!(listed.iter().map(|token| token.name.as_str()).collect::<Vec<_>>(), ["alt", "bericht"]);
        assert!(listed.iter().all(|token| !token.is_in_force()));
        let actions: Vec<String> =
            store.audit_trail().await.unwrap().into_iter().map(|entry| entry.action).collect();
        assert_eq!(actions, ["token.make", "token.make", "token.revoke"]);
        store.close().await.unwrap();
        let content = std::fs::read(&file).unwrap();
        assert!(!content.windows(token.len()).any(|bytes| bytes == token.as_bytes()));
    }
}
