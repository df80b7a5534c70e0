//! Packages of a scenario's steps: named, and switched on and off together.

use super::scenarios::corrupt;
use super::{Editor, StoreError, now};
use sqlx::SqliteConnection;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Most packages of one scenario.
const MAX_PACKAGES: i64 = 50;

/// A package as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPackage {
    /// Key.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// Whether its steps count.
    pub is_on: bool,
}

/// The packages of a scenario, in the order they were made.
pub(super) async fn all(
    connection: &mut SqliteConnection,
    tenant: &str,
    scenario: &str,
) -> Result<Vec<StoredPackage>, StoreError> {
    let rows: Vec<(String, String, bool)> = sqlx::query_as(
        "SELECT id, name, is_on FROM scenario_package WHERE tenant_id = $1 AND scenario_id = $2
         ORDER BY recorded_at, id",
    )
    .bind(tenant)
    .bind(scenario)
    .fetch_all(connection)
    .await?;
    let package = |(id, name, is_on): (String, String, bool)| {
        Ok(StoredPackage { id: id.parse().map_err(corrupt)?, name, is_on })
    };
    rows.into_iter().map(package).collect()
}

/// Makes a package, switched on. The identifier is the page's own.
pub(super) async fn make(
    connection: &mut SqliteConnection,
    editor: &Editor,
    package: Uuid,
    name: &str,
) -> Result<(), StoreError> {
    let count: i64 =
        sqlx::query_scalar("SELECT count(*) FROM scenario_package WHERE tenant_id = $1 AND scenario_id = $2")
            .bind(&editor.tenant)
            .bind(&editor.scenario)
            .fetch_one(&mut *connection)
            .await?;
    if count >= MAX_PACKAGES {
        return Err(StoreError::TooManyPackages(MAX_PACKAGES));
    }
    // An identifier that is taken, by whom ever, is none that a page would make.
    let made = sqlx::query(
        "INSERT INTO scenario_package (id, tenant_id, scenario_id, name, recorded_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO NOTHING",
    )
    .bind(package.to_string())
    .bind(&editor.tenant)
    .bind(&editor.scenario)
    .bind(name)
    .bind(now())
    .execute(connection)
    .await?;
    if made.rows_affected() == 0 { Err(StoreError::CommandReused) } else { Ok(()) }
}

/// Gives a package another name.
pub(super) async fn rename(
    connection: &mut SqliteConnection,
    editor: &Editor,
    package: Uuid,
    name: &str,
) -> Result<(), StoreError> {
    let renamed = sqlx::query(
        "UPDATE scenario_package SET name = $1 WHERE tenant_id = $2 AND scenario_id = $3 AND id = $4",
    )
    .bind(name)
    .bind(&editor.tenant)
    .bind(&editor.scenario)
    .bind(package.to_string())
    .execute(connection)
    .await?;
    if renamed.rows_affected() == 0 { Err(StoreError::NoSuchPart) } else { Ok(()) }
}

/// Switches a package on or off.
pub(super) async fn switch(
    connection: &mut SqliteConnection,
    editor: &Editor,
    package: Uuid,
    is_on: bool,
) -> Result<(), StoreError> {
    let switched = sqlx::query(
        "UPDATE scenario_package SET is_on = $1 WHERE tenant_id = $2 AND scenario_id = $3 AND id = $4",
    )
    .bind(is_on)
    .bind(&editor.tenant)
    .bind(&editor.scenario)
    .bind(package.to_string())
    .execute(connection)
    .await?;
    if switched.rows_affected() == 0 { Err(StoreError::NoSuchPart) } else { Ok(()) }
}

/// Dissolves a package; its steps stay, without one.
pub(super) async fn dissolve(
    connection: &mut SqliteConnection,
    editor: &Editor,
    package: Uuid,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE scenario_change SET package_id = NULL
         WHERE tenant_id = $1 AND scenario_id = $2 AND package_id = $3",
    )
    .bind(&editor.tenant)
    .bind(&editor.scenario)
    .bind(package.to_string())
    .execute(&mut *connection)
    .await?;
    let gone =
        sqlx::query("DELETE FROM scenario_package WHERE tenant_id = $1 AND scenario_id = $2 AND id = $3")
            .bind(&editor.tenant)
            .bind(&editor.scenario)
            .bind(package.to_string())
            .execute(connection)
            .await?;
    if gone.rows_affected() == 0 { Err(StoreError::NoSuchPart) } else { Ok(()) }
}

/// Copies the packages of a scenario into the editor's, with other identifiers; the answer leads from old to new.
pub(super) async fn copy(
    connection: &mut SqliteConnection,
    editor: &Editor,
    origin: &str,
) -> Result<BTreeMap<String, String>, StoreError> {
    let mut copies = BTreeMap::new();
    for package in all(connection, &editor.tenant, origin).await? {
        let id = Uuid::now_v7();
        make(connection, editor, id, &package.name).await?;
        switch(connection, editor, id, package.is_on).await?;
        copies.insert(package.id.to_string(), id.to_string());
    }
    Ok(copies)
}
