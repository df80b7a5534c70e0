//! Reading and writing of plans and changes as JSON.

use super::error::{Errors, Path};
use super::{Change, InvalidPlan, Plan, validate};

/// Largest file, in bytes.
pub const MAX_FILE_BYTES: usize = 16 * 1024 * 1024;

impl Plan {
    /// Reads and checks a plan.
    ///
    /// # Errors
    /// [`InvalidPlan`] with every error of the file.
    pub fn from_json(bytes: &[u8]) -> Result<Self, InvalidPlan> {
        let plan: Self = parse(bytes)?;
        plan.validate()?;
        Ok(plan)
    }

    /// Writes the plan as the file that [`Plan::from_json`] reads: indented, always in the same order, with a line
    /// end at the end.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Writing to a string fails for keys that are no text only, and a plan has none.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// Reads and checks a list of changes. Whether each fits the plan is decided when it is applied.
///
/// # Errors
/// [`InvalidPlan`] with every error of the list, `[2].action.set_post.fte: …`.
pub fn changes_from_json(bytes: &[u8]) -> Result<Vec<Change>, InvalidPlan> {
    let changes: Vec<Change> = parse(bytes)?;
    let mut errors = Errors::default();
    for (index, change) in changes.iter().enumerate() {
        validate::changes::change(&Path::ROOT.index(index), change, &mut errors);
    }
    errors.finish()?;
    Ok(changes)
}

fn parse<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, InvalidPlan> {
    serde_json::from_slice(bytes).map_err(|error| InvalidPlan::whole(error.to_string()))
}
