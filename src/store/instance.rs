//! The whole instance as one open file: every table with every row as JSON, and back into a new database.
//!
//! One row a line, so that the file can be read with any tool and needs no more memory than its longest row. What lets people in
//! (accounts, sessions, tokens, links) stays out: a file that is handed on opens no doors.

use super::{Store, StoreError, audit};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Column, Row, SqliteConnection, TypeInfo, ValueRef};
use std::io::{BufRead, Write};

/// Name of the format, in the first line.
const FORMAT: &str = "stellwerk-instanz";

/// Tables whose names begin so are not part of the file: what the engine and the program keep for themselves, and what lets
/// people in.
const LEFT_OUT: [&str; 10] = [
    "sqlite_",
    "_sqlx",
    "account",
    "session",
    "token",
    "login",
    "sign_in",
    "api_token",
    "snapshot_link",
    "outbox",
];

/// Longest line that is read, in bytes.
const MAX_LINE: usize = 32 * 1024 * 1024;

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
struct Begin {
    format: String,
    /// Newest migration of the database that it was written from.
    state: i64,
}

/// Why an instance could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum InstanceError {
    /// The engine's error, or a row that does not fit.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file cannot be written or read.
    #[error("Die Datei lässt sich nicht schreiben oder lesen ({0}).")]
    File(#[from] std::io::Error),
    /// It is something else or damaged.
    #[error("Zeile {line}: {reason} Es wurde nichts eingelesen.")]
    Broken {
        /// Line, from 1.
        line: usize,
        /// What is wrong, a German sentence.
        reason: String,
    },
    /// The file was written by another version.
    #[error(
        "Die Datei hat den Stand {found}, dieses Programm den Stand {known}; bitte verwenden Sie die Version, die sie geschrieben hat, und stellen Sie danach um."
    )]
    Version {
        /// State of the file.
        found: i64,
        /// State of this program.
        known: i64,
    },
}

impl From<sqlx::Error> for InstanceError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// The tables of the file, in an order in which each comes after those that it refers to.
async fn tables(connection: &mut SqliteConnection) -> Result<Vec<String>, sqlx::Error> {
    let names: Vec<String> =
        sqlx::query_scalar("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            .fetch_all(&mut *connection)
            .await?;
    let kept = |name: &String| !LEFT_OUT.iter().any(|start| name.starts_with(start));
    Ok(names.into_iter().filter(kept).collect())
}

async fn state(connection: &mut SqliteConnection) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations").fetch_one(connection).await
}

/// A value as JSON: bytes as an object with their hexadecimal digits.
fn value(row: &SqliteRow, at: usize) -> Result<Value, sqlx::Error> {
    let raw = row.try_get_raw(at)?;
    if raw.is_null() {
        return Ok(Value::Null);
    }
    match raw.type_info().name() {
        "INTEGER" | "INT" | "BIGINT" => Ok(json!(row.try_get::<i64, _>(at)?)),
        "REAL" => Ok(json!(row.try_get::<f64, _>(at)?)),
        "BLOB" => Ok(json!({"hex": audit::hex(&row.try_get::<Vec<u8>, _>(at)?)})),
        _ => Ok(json!(row.try_get::<String, _>(at)?)),
    }
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

impl Store {
    /// Writes everything of one moment; gives the number of rows.
    ///
    /// # Errors
    /// [`InstanceError`].
    pub async fn write_instance(&self, file: &mut (impl Write + Send)) -> Result<u64, InstanceError> {
        use futures_util::TryStreamExt;
        let mut transaction = self.readers.begin_with("BEGIN DEFERRED").await?;
        let begin = Begin { format: FORMAT.to_owned(), state: state(&mut transaction).await? };
        let line = |value: &Value| value.to_string() + "\n";
        file.write_all(line(&json!(begin)).as_bytes())?;
        let mut written = 0;
        for table in tables(&mut transaction).await? {
            let mut rows =
                sqlx::query(AssertSqlSafe(format!("SELECT * FROM \"{table}\""))).fetch(&mut *transaction);
            while let Some(row) = rows.try_next().await? {
                let mut fields = Map::new();
                for (at, column) in row.columns().iter().enumerate() {
                    fields.insert(column.name().to_owned(), value(&row, at)?);
                }
                file.write_all(line(&json!({"table": table, "row": fields})).as_bytes())?;
                written += 1;
            }
        }
        // Whoever reads it knows by this that it is whole.
        file.write_all(line(&json!({"end": written})).as_bytes())?;
        file.flush()?;
        Ok(written)
    }

    /// Reads a file of [`Self::write_instance`] into this database, which was just made: what it began with is replaced. All or nothing.
    ///
    /// # Errors
    /// [`InstanceError`]; the database is then as it was.
    pub async fn read_instance(&self, mut file: impl BufRead + Send) -> Result<u64, InstanceError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let known = state(&mut transaction).await?;
        let broken = |line: usize, reason: &str| InstanceError::Broken { line, reason: reason.to_owned() };
        let (mut text, mut number) = (String::new(), 1);
        next(&mut file, &mut text)?;
        let begin: Begin = serde_json::from_str(&text)
            .map_err(|_| broken(1, "Das ist keine Ausgabe einer Stellwerk-Instanz."))?;
        if begin.format != FORMAT {
            return Err(broken(1, "Das ist keine Ausgabe einer Stellwerk-Instanz."));
        }
        if begin.state != known {
            return Err(InstanceError::Version { found: begin.state, known });
        }
        sqlx::query("PRAGMA defer_foreign_keys = ON").execute(&mut *transaction).await?;
        let tables = tables(&mut transaction).await?;
        let entries: i64 =
            sqlx::query_scalar("SELECT count(*) FROM audit").fetch_one(&mut *transaction).await?;
        if entries > 0 {
            return Err(broken(
                1,
                "Die Datenbank ist nicht neu; bitte geben Sie mit --database eine Datei an, die es noch nicht gibt.",
            ));
        }
        for table in tables.iter().filter(|table| table.as_str() != "audit") {
            sqlx::query(AssertSqlSafe(format!("DELETE FROM \"{table}\""))).execute(&mut *transaction).await?;
        }
        let mut read = 0_u64;
        loop {
            number += 1;
            if !next(&mut file, &mut text)? {
                return Err(broken(number, "Die Datei ist unvollständig: Ihr Ende fehlt."));
            }
            let line: Value =
                serde_json::from_str(&text).map_err(|_| broken(number, "Die Zeile ist kein JSON."))?;
            if let Some(end) = line.get("end").and_then(Value::as_u64) {
                if end != read {
                    return Err(broken(
                        number,
                        "Die Datei hat weniger oder mehr Zeilen, als an ihrem Ende steht.",
                    ));
                }
                break;
            }
            let table = line
                .get("table")
                .and_then(Value::as_str)
                .filter(|table| tables.iter().any(|one| one == table));
            let row = line.get("row").and_then(Value::as_object);
            let (Some(table), Some(row)) = (table, row) else {
                return Err(broken(number, "Die Zeile nennt keine Tabelle, die es hier gibt."));
            };
            insert(&mut transaction, table, row).await.map_err(|error| {
                broken(number, &format!("Die Zeile passt nicht in die Tabelle „{table}“ ({error})."))
            })?;
            read += 1;
        }
        // A trail that was altered must not become this database's own.
        audit::walk(&mut transaction).await?;
        transaction.commit().await.map_err(|_| broken(number, "Verweise in der Datei führen ins Leere."))?;
        self.written.send_replace(());
        Ok(read)
    }
}

/// The next line; false at the end.
fn next(file: &mut impl BufRead, text: &mut String) -> Result<bool, InstanceError> {
    use std::io::Read;
    text.clear();
    let read = file.by_ref().take(MAX_LINE as u64).read_line(text)?;
    Ok(read > 0)
}

async fn insert(
    connection: &mut SqliteConnection,
    table: &str,
    row: &Map<String, Value>,
) -> Result<(), sqlx::Error> {
    let plain = |name: &&String| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !row.keys().all(|name| plain(&name)) {
        return Err(sqlx::Error::ColumnNotFound(table.to_owned()));
    }
    let names: Vec<String> = row.keys().map(|name| format!("\"{name}\"")).collect();
    let places: Vec<String> = (1..=names.len()).map(|at| format!("${at}")).collect();
    let text = format!("INSERT INTO \"{table}\" ({}) VALUES ({})", names.join(", "), places.join(", "));
    let mut query = sqlx::query(AssertSqlSafe(text));
    for value in row.values() {
        query = match value {
            Value::Null => query.bind(None::<String>),
            Value::Number(number) => match number.as_i64() {
                Some(whole) => query.bind(whole),
                None => query.bind(number.as_f64()),
            },
            Value::Object(object) => query.bind(object.get("hex").and_then(Value::as_str).and_then(bytes)),
            Value::String(text) => query.bind(text.clone()),
            other => query.bind(other.to_string()),
        };
    }
    query.execute(connection).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;
    use crate::store::Tenant;

    async fn written(store: &Store) -> String {
        let mut file = Vec::new();
        store.write_instance(&mut file).await.unwrap();
        String::from_utf8(file).unwrap()
    }

    #[tokio::test]
    async fn a_file_whose_trail_was_altered_leaves_the_database_as_it_was() {
        let (folder, plan) = (tempfile::tempdir().unwrap(), builtin().unwrap());
        let open = async |name: &str| Store::open(&folder.path().join(name), &plan).await.unwrap();
        let (from, to) = (open("alt.db").await, open("neu.db").await);
        let mut transaction = from.writer.begin_with("BEGIN IMMEDIATE").await.unwrap();
        for subject in ["eins", "zwei"] {
            let event = audit::Event {
                tenant: &Tenant::embedded().0,
                actor: "leitung",
                action: "tried",
                subject,
                detail: "{}",
                request_id: "r",
            };
            audit::record(&mut transaction, event).await.unwrap();
        }
        transaction.commit().await.unwrap();
        let (file, before) = (written(&from).await, written(&to).await);

        let altered = file.replace("\"eins\"", "\"drei\"");
        assert_ne!(altered, file);
        let refused = to.read_instance(altered.as_bytes()).await.unwrap_err();
        assert!(matches!(refused, InstanceError::Store(StoreError::Corrupt(_))), "{refused}");
        assert_eq!(written(&to).await, before, "nothing of it stays");

        to.read_instance(file.as_bytes()).await.unwrap();
        assert_eq!(to.verify_audit().await.unwrap(), 2);
        assert_eq!(written(&to).await, file);
    }
}
