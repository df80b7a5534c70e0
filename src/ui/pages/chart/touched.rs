//! What somebody works with: it decides which card stays in its place when the chart changes.

use super::trial::Lift;
use super::walk::Item;
use crate::diagram::chart::ChartLayout;
use crate::plan::UnitId;
use crate::ui::dynamic::Held;
use std::collections::BTreeSet;

/// The hands of the page; a handle that can be copied.
#[derive(Clone, Copy)]
pub struct Touched {
    /// The item that had the focus last.
    pub focused: Held<Option<Item>>,
    /// Chosen items.
    pub selected: Held<BTreeSet<Item>>,
    /// What is being moved.
    pub lift: Held<Option<Lift>>,
    /// The item whose dialog is open.
    pub opened: Held<Option<Item>>,
}

impl Touched {
    /// Nothing is touched.
    #[must_use]
    pub fn new() -> Self {
        Self {
            focused: Held::new(None),
            selected: Held::new(BTreeSet::new()),
            lift: Held::new(None),
            opened: Held::new(None),
        }
    }

    /// The units whose cards are worked with in this layout, the most important first: what is in the hand and where it is tried, what is
    /// open, what has the focus, what is chosen.
    #[must_use]
    pub fn units(self, layout: &ChartLayout) -> Vec<UnitId> {
        let mut units = Vec::new();
        let _ = self.lift.try_with_untracked(|lift| {
            let Some(lift) = lift else { return };
            units.extend(lift.trial.as_ref().and_then(|trial| trial.target.unit().cloned()));
            units.extend(lift.home.clone());
        });
        for held in [self.opened, self.focused] {
            let _ = held
                .try_with_untracked(|item| units.extend(item.as_ref().and_then(|item| home(item, layout))));
        }
        let _ = self.selected.try_with_untracked(|selected| {
            units.extend(selected.iter().filter_map(|item| home(item, layout)))
        });
        units
    }
}

/// The unit in whose card an item lies.
fn home(item: &Item, layout: &ChartLayout) -> Option<UnitId> {
    let has = |place: &&crate::diagram::chart::ChartBox| match item {
        Item::Unit(unit) => place.unit == *unit,
        Item::Post(post) => place.card.tiles.iter().any(|tile| tile.post == *post && !tile.is_share),
        Item::Task(task) => place.card.tasks.iter().any(|row| row.task == *task),
    };
    layout.boxes.iter().find(has).map(|place| place.unit.clone())
}
