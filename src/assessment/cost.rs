//! Cost of a workplace as KGSt computes it: personnel cost, material cost, overhead.

use serde::{Deserialize, Serialize};

/// What a workplace costs beside the person.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Workplace {
    /// Material cost of an office in euro per year, IT included.
    pub material: f64,
    /// Overhead as a share of the personnel cost.
    pub overhead: f64,
}

impl Default for Workplace {
    /// KGSt: 9.700 € for an office, at least 20 % overhead.
    fn default() -> Self {
        Self { material: 9_700.0, overhead: 0.2 }
    }
}

/// Cost of a workplace in euro per year: personnel cost + material cost + overhead on the personnel cost.
#[must_use]
pub fn workplace_cost(personnel_cost: f64, workplace: Workplace) -> f64 {
    personnel_cost + workplace.material + workplace.overhead * personnel_cost
}

/// Personnel cost in euro per year behind a published hourly full cost: the same formula backwards.
#[must_use]
pub fn personnel_cost_from_hourly(hourly: f64, hours_per_year: f64, workplace: Workplace) -> f64 {
    (hourly * hours_per_year - workplace.material) / (1.0 + workplace.overhead)
}
