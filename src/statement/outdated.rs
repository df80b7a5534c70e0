//! Whether what was frozen still says what the data say.

use super::{Basis, NamedTable, forecast};
use serde::Serialize;

/// A value as it was when the text was frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Frozen {
    /// The key of the figure or table.
    pub key: String,
    /// What it is.
    pub label: String,
    /// What it said; of a table all its cells.
    pub value: String,
}

/// A value that has changed since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outdated {
    /// What it is.
    pub label: String,
    /// What it said; none of a table.
    pub then: Option<String>,
    /// What it says now; none of a table, and where it is not known any more.
    pub now: Option<String>,
}

/// The values of the keys used, to be kept. With a figure of the forecast goes the fingerprint of all that it follows from: the
/// text is out of date when that has changed, even where the rounded figure has not.
#[must_use]
pub fn frozen(basis: &Basis, used: &[String]) -> Vec<Frozen> {
    let value = |key: &String| {
        let key = key.clone();
        match (basis.figure(&key), basis.table(&key)) {
            (Some(entry), _) => Some(Frozen { key, label: entry.label.clone(), value: entry.value.clone() }),
            (None, Some(table)) => Some(Frozen { key, label: table.caption.clone(), value: cells(table) }),
            (None, None) => None,
        }
    };
    let fingerprint = forecast::FINGERPRINT.to_owned();
    let is_told = used.iter().any(|key| forecast::is_forecast(key)) && !used.contains(&fingerprint);
    used.iter().chain(is_told.then_some(&fingerprint)).filter_map(value).collect()
}

/// What differs from what was kept.
#[must_use]
pub fn outdated(kept: &[Frozen], basis: &Basis) -> Vec<Outdated> {
    let differs = |kept: &Frozen| {
        let label = kept.label.clone();
        if let Some(table) = basis.table(&kept.key) {
            return (cells(table) != kept.value).then_some(Outdated { label, then: None, now: None });
        }
        let now = basis.figure(&kept.key).map(|entry| entry.value.clone());
        let then = Some(kept.value.clone());
        (now != then).then_some(Outdated { label, then, now })
    };
    kept.iter().filter_map(differs).collect()
}

fn cells(table: &NamedTable) -> String {
    table.rows.iter().map(|row| row.cells.join(" | ")).collect::<Vec<_>>().join("\n")
}
