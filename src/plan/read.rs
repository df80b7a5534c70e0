//! Reading and writing of plans and changes as JSON.
//!
//! serde's derive stops at the first error and speaks English. This reader goes on: what cannot be read is noted with
//! its path and replaced by something harmless, so that the rest is still checked. A test holds the two together.

mod assumptions;
mod case_type;
mod change;
mod json;
mod object;
mod plan;
mod values;

use super::error::{Errors, Path};
use super::{Change, InvalidPlan, Plan, validate};
use json::Node;
use object::Read;

/// Largest file, in bytes.
pub const MAX_FILE_BYTES: usize = 16 * 1024 * 1024;

impl Plan {
    /// Reads and checks a plan.
    ///
    /// # Errors
    /// [`InvalidPlan`] with every error of the file: form, references, ranges. Text that is no JSON at all, a file
    /// above [`MAX_FILE_BYTES`] and an unknown version of the format are reported alone.
    pub fn from_json(bytes: &[u8]) -> Result<Self, InvalidPlan> {
        let (node, mut errors) = parse(bytes)?;
        plan::known_version(&node)?;
        let plan = Self::read(&node, &Path::ROOT, &mut errors);
        if errors.end_of_reading(&validate::LISTS) {
            validate::plan(&plan, &mut errors);
        }
        errors.finish()?;
        Ok(plan)
    }

    /// Writes the plan as the file that [`Plan::from_json`] reads: indented, always in the same order, with a line
    /// end at the end.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Writing to a string fails only for keys that are no text, and a plan has none.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// Reads and checks a list of changes. Whether each fits the plan is decided when it is applied.
///
/// # Errors
/// [`InvalidPlan`] with every error of the list, for example `[2].action.set_post.fte: …`.
pub fn changes_from_json(bytes: &[u8]) -> Result<Vec<Change>, InvalidPlan> {
    let (node, mut errors) = parse(bytes)?;
    let changes = Vec::<Change>::read(&node, &Path::ROOT, &mut errors);
    if errors.end_of_reading(&[""]) {
        for (index, change) in changes.iter().enumerate() {
            validate::changes::change(&Path::ROOT.index(index), change, &mut errors);
        }
    }
    errors.finish()?;
    Ok(changes)
}

impl Change {
    /// Reads and checks one change.
    ///
    /// # Errors
    /// [`InvalidPlan`] with every error, for example `action.set_post.fte: …`.
    pub fn from_json(bytes: &[u8]) -> Result<Self, InvalidPlan> {
        let (node, mut errors) = parse(bytes)?;
        let change = Self::read(&node, &Path::ROOT, &mut errors);
        if errors.end_of_reading(&[""]) {
            validate::changes::change(&Path::ROOT, &change, &mut errors);
        }
        errors.finish()?;
        Ok(change)
    }
}

fn parse(bytes: &[u8]) -> Result<(Node, Errors), InvalidPlan> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(InvalidPlan::whole(
            "die Datei ist größer als 16 MiB und wird nicht gelesen; bitte aufteilen oder kürzen",
        ));
    }
    let (node, twice) = json::parse(bytes)?;
    let mut errors = Errors::default();
    for path in twice {
        errors.add_at(path, "das Feld steht doppelt im selben Objekt; bitte nur einmal angeben");
    }
    Ok((node, errors))
}

#[cfg(test)]
mod tests;
