//! From the need to a proposal for the establishment plan: a separate, visible decision.

use crate::plan::Fte;
use serde::{Deserialize, Serialize};

/// To what the proposal is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundingStep {
    /// 0,01.
    #[default]
    Hundredth,
    /// 0,05.
    Twentieth,
    /// 0,25.
    Quarter,
    /// 0,5.
    Half,
    /// 1,0.
    Whole,
}

impl RoundingStep {
    const fn thousandths(self) -> i64 {
        match self {
            Self::Hundredth => 10,
            Self::Twentieth => 50,
            Self::Quarter => 250,
            Self::Half => 500,
            Self::Whole => 1000,
        }
    }
}

/// In which direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// To the nearest step, halves up (kaufmännisch).
    #[default]
    Commercial,
    /// Always up.
    Up,
}

/// A proposal for the establishment plan beside the need it came from.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// The need, not rounded.
    pub need: f64,
    /// What is proposed.
    pub posts: Fte,
    /// Proposed minus needed.
    pub difference: f64,
    /// The step.
    pub step: RoundingStep,
    /// The direction.
    pub rounding: Rounding,
}

/// Rounds a need to a proposal. A need that is no number or negative gives no posts.
#[must_use]
pub fn proposal(need: f64, step: RoundingStep, rounding: Rounding) -> Proposal {
    // A need a billionth above a step is that step: it comes from floating-point sums.
    const NOISE: f64 = 1e-9;
    let steps = need.max(0.0) * 1000.0 / step.thousandths() as f64;
    let whole = match rounding {
        Rounding::Commercial => (steps + NOISE).round(),
        Rounding::Up => (steps - NOISE).ceil(),
    };
    let posts = Fte::from_thousandths((whole as i64).saturating_mul(step.thousandths()));
    Proposal { need, posts, difference: posts.as_f64() - need, step, rounding }
}
