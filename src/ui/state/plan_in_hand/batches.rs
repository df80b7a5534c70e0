//! Many changes as several steps: a request takes only so many bytes, and undo takes one step back at a time.

use crate::plan::Change;

/// Bytes of the changes of one step as they travel; a request may have a megabyte, reason and all.
const MOST_BYTES: usize = 800_000;

/// Changes of one step. The server reads all steps before the one that it takes: few large ones cost it less than many.
const MOST_CHANGES: usize = 2_500;

/// The changes in their order, in as few steps as they need; a change that is too large alone is a step alone.
pub(super) fn batches(changes: Vec<Change>) -> Vec<Vec<Change>> {
    let mut all: Vec<Vec<Change>> = Vec::new();
    let mut bytes = 0;
    for change in changes {
        let size = serde_json::to_string(&change).map_or(0, |text| text.len());
        match all.last_mut() {
            Some(last) if last.len() < MOST_CHANGES && bytes + size <= MOST_BYTES => {
                bytes += size;
                last.push(change);
            }
            _ => {
                bytes = size;
                all.push(vec![change]);
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Action, UnitId, builtin};

    #[test]
    fn nothing_is_lost_and_the_order_stays() {
        let day = builtin().unwrap().as_of;
        let change = |number: usize, name: String| Change {
            effective: day,
            action: Action::RenameUnit { unit: UnitId::parse(&format!("u{number}")).unwrap(), name },
        };
        let many: Vec<Change> = (0..5_201).map(|number| change(number, "x".to_owned())).collect();
        let steps = batches(many.clone());
        assert_eq!(steps.iter().map(Vec::len).collect::<Vec<_>>(), [2_500, 2_500, 201]);
        assert_eq!(steps.concat(), many);
        let large: Vec<Change> = (0..7).map(|number| change(number, "y".repeat(150_000))).collect();
        let steps = batches(large.clone());
        assert_eq!(steps.iter().map(Vec::len).collect::<Vec<_>>(), [5, 2]);
        assert_eq!(steps.concat(), large);
        assert_eq!(batches(Vec::new()), Vec::<Vec<Change>>::new());
    }
}
