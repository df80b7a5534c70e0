//! What the database holds, for everybody who wants to know: every table of the schema with its purpose and its time.
//!
//! The tables and columns come from the database itself, the words from `inventory.json`. A test demands that every table
//! has its words; a new migration adds them there.

use super::{Store, StoreError};
use crate::permission::Persons;
use serde::Deserialize;

/// A table as it is, and what is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableKept {
    /// Its name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<String>,
    /// What is said of it; none where that was forgotten.
    pub words: Option<TableWords>,
}

/// What is said of a table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableWords {
    table: String,
    /// Whom it tells of.
    pub people: Persons,
    /// In German.
    pub de: Purpose,
    /// In English.
    pub en: Purpose,
}

/// What a table is for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purpose {
    /// What it holds.
    pub what: String,
    /// What for.
    pub why: String,
    /// How long.
    pub kept: String,
}

impl Store {
    /// Every table of the database, without a look at its rows.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Corrupt`] when the words are no JSON.
    pub async fn tables(&self) -> Result<Vec<TableKept>, StoreError> {
        let said: Vec<TableWords> = serde_json::from_str(include_str!("inventory.json"))
            .map_err(|error| StoreError::Corrupt(error.to_string()))?;
        let columns: Vec<(String, String)> = sqlx::query_as(
            "SELECT tables.name, columns.name FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns
             WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite%' ORDER BY tables.name, columns.cid",
        )
        .fetch_all(&self.readers)
        .await?;
        let mut tables: Vec<TableKept> = Vec::new();
        for (name, column) in columns {
            match tables.last_mut() {
                Some(last) if last.name == name => last.columns.push(column),
                _ => {
                    let words = said.iter().find(|words| words.table == name).cloned();
                    tables.push(TableKept { name, columns: vec![column], words });
                }
            }
        }
        Ok(tables)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;

    #[tokio::test]
    async fn says_of_every_table_what_it_is_for() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("stellwerk.db"), &builtin().unwrap()).await.unwrap();
        let tables = store.tables().await.unwrap();
        let silent: Vec<&String> =
            tables.iter().filter(|table| table.words.is_none()).map(|table| &table.name).collect();
        assert!(
            silent.is_empty(),
            "The page „Datenschutz“ must say what each table is for. Add to \
             src/store/inventory.json: {silent:?}"
        );
        let said: Vec<TableWords> = serde_json::from_str(include_str!("inventory.json")).unwrap();
        for words in &said {
            for text in [&words.de, &words.en] {
                assert!(![&text.what, &text.why, &text.kept].iter().any(|text| text.trim().is_empty()));
            }
        }
    }
}
