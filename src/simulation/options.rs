//! How a simulation is run.

use crate::plan::UnitId;
use serde::{Deserialize, Serialize};

/// How a simulation is run: same plan, changes and options, same result to the bit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    /// Calendar days from the plan's `as_of` on, 1 to [`Options::MAX_HORIZON_DAYS`].
    pub horizon_days: u32,
    /// Replications; the caller may run any of them in any order and place.
    pub replications: u32,
    /// Seed of all streams.
    pub seed: u64,
    /// First days that are left out of every figure.
    pub warmup_days: u32,
    /// Only what can influence these units is computed and only they are reported; all where empty.
    pub units: Vec<UnitId>,
}

impl Options {
    /// Longest horizon: thirty years.
    pub const MAX_HORIZON_DAYS: u32 = 30 * 366;
    /// Most replications of one call.
    pub const MAX_REPLICATIONS: u32 = 100_000;
}

impl Default for Options {
    /// Five years, 200 replications, seed 1, no warm-up, all units.
    fn default() -> Self {
        Self { horizon_days: 5 * 365 + 1, replications: 200, seed: 1, warmup_days: 0, units: Vec::new() }
    }
}
