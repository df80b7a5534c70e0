//! What a database file holds, table by table, as text: to see that nothing changed, or that everything is still there.

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};
use std::collections::BTreeMap;
use std::path::Path;

/// Every table with its columns in their order.
pub type Columns = BTreeMap<String, Vec<String>>;

/// A database file that is only read.
pub struct Tables(SqliteConnection);

impl Tables {
    pub async fn open(file: &Path) -> Self {
        let options = SqliteConnectOptions::new().filename(file).read_only(true);
        Self(SqliteConnection::connect_with(&options).await.unwrap())
    }

    /// Its tables, without those of the engine and without the list of migrations.
    pub async fn columns(&mut self) -> Columns {
        let tables: Vec<String> = sqlx::query_scalar(
            "SELECT name FROM sqlite_master
             WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> '_sqlx_migrations'",
        )
        .fetch_all(&mut self.0)
        .await
        .unwrap();
        let mut found = Columns::new();
        for table in tables {
            let columns = sqlx::query_scalar("SELECT name FROM pragma_table_info($1) ORDER BY cid")
                .bind(&table)
                .fetch_all(&mut self.0)
                .await
                .unwrap();
            found.insert(table, columns);
        }
        found
    }

    /// The rows of these columns, each as one text.
    pub async fn rows(&mut self, table: &str, columns: &[String]) -> Vec<String> {
        let quoted: Vec<String> = columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
        let statement = format!("SELECT {} FROM \"{table}\" ORDER BY 1", quoted.join(" || ',' || "));
        sqlx::query_scalar(AssertSqlSafe(statement)).fetch_all(&mut self.0).await.unwrap()
    }

    /// The same of one kind.
    pub async fn rows_of_kind(&mut self, table: &str, columns: &[String], kind: &str) -> Vec<String> {
        let quoted: Vec<String> = columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
        let statement =
            format!("SELECT {} FROM \"{table}\" WHERE kind = $1 ORDER BY 1", quoted.join(" || ',' || "));
        sqlx::query_scalar(AssertSqlSafe(statement)).bind(kind).fetch_all(&mut self.0).await.unwrap()
    }

    pub async fn close(self) {
        self.0.close().await.unwrap();
    }
}

/// All rows of a file, but for these tables.
pub async fn content(file: &Path, but: &[&str]) -> BTreeMap<String, Vec<String>> {
    let mut tables = Tables::open(file).await;
    let mut found = BTreeMap::new();
    for (table, columns) in tables.columns().await {
        if !but.contains(&table.as_str()) {
            found.insert(table.clone(), tables.rows(&table, &columns).await);
        }
    }
    tables.close().await;
    found
}
