//! The fast path while a post is being dragged: loads before and after, without derivations.

use super::figures::{Figures, compute};
use super::{AssessmentError, Posts, Request};
use crate::plan::{Plan, UnitId};
use serde::{Deserialize, Serialize};

/// Need and posts of a unit with everything below it.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Load {
    /// Permanent need without leading, in full-time equivalents.
    pub need: f64,
    /// Posts.
    pub posts: Posts,
    /// Need over regular posts; none without any.
    pub load: Option<f64>,
    /// Need over regular and task force posts; none without any.
    pub load_with_task_force: Option<f64>,
}

impl From<&Figures> for Load {
    fn from(figures: &Figures) -> Self {
        Self {
            need: figures.need,
            posts: figures.posts,
            load: figures.load,
            load_with_task_force: figures.load_with_task_force,
        }
    }
}

/// What a change does to one unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// The unit.
    pub unit: UnitId,
    /// Its name after the change, or before it where the unit ends.
    pub name: String,
    /// Before; none for a unit that is new.
    pub before: Option<Load>,
    /// After; none for a unit that ends.
    pub after: Option<Load>,
}

/// The loads of all units in the order of the plan, each with the units below.
///
/// # Errors
/// As [`super::assess`].
pub fn loads(plan: &Plan, request: &Request) -> Result<Vec<(UnitId, Load)>, AssessmentError> {
    let raw = compute(plan, request)?;
    Ok(plan
        .units
        .iter()
        .zip(&raw.total)
        .map(|(unit, figures)| (unit.id.clone(), Load::from(figures)))
        .collect())
}

/// The units whose need or posts differ between two states of a plan: those of the later one in its order, then those
/// that ended. A unit above both ends of a move does not change and is left out.
///
/// # Errors
/// As [`super::assess`].
pub fn effect_of(before: &Plan, after: &Plan, request: &Request) -> Result<Vec<Effect>, AssessmentError> {
    let old = loads(before, request)?;
    let new = loads(after, request)?;
    let find = |list: &[(UnitId, Load)], id: &UnitId| {
        list.iter().find(|(unit, _)| unit == id).map(|(_, load)| *load)
    };
    let name = |plan: &Plan, id: &UnitId| plan.unit(id).map(|unit| unit.name.clone()).unwrap_or_default();
    let mut effects = Vec::new();
    for (unit, load) in &new {
        let was = find(&old, unit);
        if was.as_ref() != Some(load) {
            effects.push(Effect {
                unit: unit.clone(),
                name: name(after, unit),
                before: was,
                after: Some(*load),
            });
        }
    }
    for (unit, load) in &old {
        if find(&new, unit).is_none() {
            effects.push(Effect {
                unit: unit.clone(),
                name: name(before, unit),
                before: Some(*load),
                after: None,
            });
        }
    }
    Ok(effects)
}
