//! Anchors of the audit trail: the last hash with its place, noted down outside the database. The chain alone shows that an entry was
//! altered or taken out of its middle, not that the newest ones were cut off; an anchor that was noted before does.

use super::{Inspection, Store, StoreError};
use serde::Serialize;
use sqlx::SqliteConnection;
use std::fmt;
use std::str::FromStr;

/// An entry of the trail by its hash, mostly the newest: `1234:4f1c…`, or the hash alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Its place in the chain, from 1; none where only the hash was noted.
    pub position: Option<i64>,
    /// Its hash: 64 hexadecimal digits.
    pub hash: String,
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.position {
            Some(position) => write!(f, "{position}:{}", self.hash),
            None => f.write_str(&self.hash),
        }
    }
}

impl Serialize for Anchor {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A text is no anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "erwartet wird ein Prüfwert aus 64 Hexadezimalziffern, mit der Nummer des Eintrags davor wie 1234:4f1c…"
)]
pub struct NoAnchor;

impl FromStr for Anchor {
    type Err = NoAnchor;

    fn from_str(text: &str) -> Result<Self, NoAnchor> {
        let (position, hash) = match text.split_once(':') {
            Some((position, hash)) => (Some(position.parse().map_err(|_| NoAnchor)?), hash),
            None => (None, text),
        };
        let digits = |c: u8| c.is_ascii_digit() || (b'a'..=b'f').contains(&c);
        let fits =
            hash.len() == 64 && hash.bytes().all(digits) && position.is_none_or(|place: i64| place > 0);
        if fits { Ok(Self { position, hash: hash.to_owned() }) } else { Err(NoAnchor) }
    }
}

impl Store {
    /// The newest entry of each organisation's trail.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn anchors(&self) -> Result<Vec<Anchor>, StoreError> {
        let newest: Vec<(i64, String)> = sqlx::query_as(
            "SELECT position, hash FROM audit AS newest WHERE position =
                 (SELECT max(position) FROM audit WHERE audit.tenant_id = newest.tenant_id)
             ORDER BY tenant_id",
        )
        .fetch_all(&self.readers)
        .await?;
        Ok(newest.into_iter().map(|(position, hash)| Anchor { position: Some(position), hash }).collect())
    }
}

impl Inspection {
    /// Those of the anchors that the trail does not have (any more): entries were cut off, or the whole trail is another one. It
    /// tells something only of a trail whose chain is whole.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn lacks(&self, anchors: &[Anchor]) -> Result<Vec<Anchor>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let mut lacking = Vec::new();
        for anchor in anchors {
            if !has(&mut connection, anchor).await? {
                lacking.push(anchor.clone());
            }
        }
        Ok(lacking)
    }
}

async fn has(connection: &mut SqliteConnection, anchor: &Anchor) -> Result<bool, StoreError> {
    let found: i64 =
        sqlx::query_scalar("SELECT count(*) FROM audit WHERE hash = $1 AND ($2 IS NULL OR position = $2)")
            .bind(&anchor.hash)
            .bind(anchor.position)
            .fetch_one(connection)
            .await?;
    Ok(found > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anchor_is_read_as_it_is_written() {
        let hash = "0123456789abcdef".repeat(4);
        for text in [hash.clone(), format!("17:{hash}")] {
            let anchor: Anchor = text.parse().unwrap();
            assert_eq!(anchor.to_string(), text);
            assert_eq!(serde_json::to_value(&anchor).unwrap(), text.as_str());
        }
        let upper = hash.to_uppercase();
        for wrong in
            ["", "17:", &hash[1..], &upper, &format!("x:{hash}"), &format!("0:{hash}"), &format!("{hash}:1")]
        {
            assert_eq!(wrong.parse::<Anchor>(), Err(NoAnchor), "{wrong}");
        }
    }
}
