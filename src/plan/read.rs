//! Reading and writing of plans, changes and messages as JSON.
//!
//! Nothing here is read with serde's derive: that stops at the first error, speaks English, and is compiled anew for
//! every type and every source, which made up a fifth of the page. What comes is a tree of [`Node`]s, read by [`Read`]:
//! what cannot be read is noted with its path and replaced by something harmless, so that the rest is still checked.
//!
//! Files are checked against every rule ([`Plan::from_json`]); what travels between page, workers and server is
//! checked in its form alone ([`form`]), because its rules were checked where it came from or are checked where it
//! is applied.

mod assumptions;
mod case_type;
mod change;
mod change_error;
mod json;
mod object;
mod plan;
mod terms;
mod values;

pub use super::error::{Errors, Path};
pub use json::Node;
pub use object::{Fields, Read, is_near, variant, wrong_kind};
pub(crate) use values::date;
pub use values::word;

use super::{Change, ChangeError, InvalidPlan, Plan, validate};
use serde::de::{Deserialize, Deserializer, Error};

/// Largest file, in bytes.
pub const MAX_FILE_BYTES: usize = 16 * 1024 * 1024;

/// Reads the form of a value: every field of the right kind, none missing, none unknown, each in its own range.
/// References to other objects are not followed.
///
/// # Errors
/// [`InvalidPlan`] with every place that cannot be read.
pub fn form<T: Read>(bytes: &[u8]) -> Result<T, InvalidPlan> {
    json::parse(bytes).and_then(read)
}

fn read<T: Read>((node, twice): (Node, Vec<String>)) -> Result<T, InvalidPlan> {
    let mut errors = told_twice(twice);
    let value = T::read(&node, &Path::ROOT, &mut errors);
    errors.finish().map(|()| value)
}

/// For whoever reads with serde, such as the database: through the same reader, its errors in one text.
macro_rules! deserialize {
    ($($type:ty),+) => {$(
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                read(json::tree(source)?).map_err(Error::custom)
            }
        }
    )+};
}

deserialize!(Plan, Change, ChangeError);

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
    Ok((node, told_twice(twice)))
}

fn told_twice(paths: Vec<String>) -> Errors {
    let mut errors = Errors::default();
    for path in paths {
        errors.add_at(path, "das Feld steht doppelt im selben Objekt; bitte nur einmal angeben");
    }
    errors
}

#[cfg(test)]
mod tests;
