//! Sums over a unit and all that is below it: its own rows alone would make a section with teams look like its head.

use super::table::{Figures, UnitRows};
use crate::plan::gather::{gathered, in_order};
use crate::plan::{Fte, Plan, Provenance, UnitId};
use std::collections::BTreeMap;

/// A unit together with the units below it.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitSum {
    /// The unit above.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// Places of those units of the table that it sums up, in ascending order; at least two.
    pub parts: Vec<usize>,
    /// All of them together.
    pub figures: Figures,
    /// How many of the posts of the budget year the source document states for all of them together.
    pub stated: Fte,
}

/// The sums of all units that have rows below them, in the order in which they stand: below what they sum up, the inner ones
/// first. A unit that is gone counts where it was last.
pub(super) fn sums(before: &Plan, after: &Plan, units: &[UnitRows]) -> Vec<UnitSum> {
    let all = before.units.iter().chain(&after.units);
    let parents: BTreeMap<&UnitId, Option<&UnitId>> =
        gathered(all.map(|unit| (&unit.id, unit.parent.as_ref())));
    let mut parts: BTreeMap<&UnitId, Vec<usize>> = BTreeMap::new();
    for (place, unit) in units.iter().enumerate() {
        let above = std::iter::successors(Some(&unit.unit), |unit| parents.get(unit).copied().flatten());
        for unit in above.take(parents.len()) {
            parts.entry(unit).or_default().push(place);
        }
    }
    let sum = |unit: &crate::plan::Unit| {
        let parts = parts.get(&unit.id).filter(|parts| parts.len() > 1)?.clone();
        let (mut figures, mut stated) = (Figures::default(), Fte::ZERO);
        for part in parts.iter().filter_map(|&part| units.get(part)) {
            figures += part.sum;
            // Where the document states the sum, it does not matter how the posts lie below it.
            let documented = unit.provenance == Provenance::Document;
            stated +=
                part.rows.iter().map(|row| if documented { row.named } else { row.stated }).sum::<Fte>();
        }
        Some(UnitSum { unit: unit.id.clone(), name: unit.name.clone(), parts, figures, stated })
    };
    let place = |sum: &UnitSum| (sum.parts.last().copied(), sum.parts.len());
    in_order(after.units.iter().filter_map(sum).collect(), |a, b| place(a).cmp(&place(b)))
}
