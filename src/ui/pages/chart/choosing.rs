//! Choosing several posts or tasks, to move them in one step.

use super::state::Chart;
use super::walk::Item;
use crate::ui::i18n::t_string;
use std::collections::BTreeSet;

impl Chart {
    /// Chooses exactly these items, and says how many.
    pub fn select(self, items: BTreeSet<Item>) {
        if self.selected.with_untracked(|selected| *selected == items) {
            return;
        }
        let count = items.len();
        self.selected.set(items);
        self.say(match count {
            0 => t_string!(self.i18n, chart.chosen_none).to_owned(),
            1 => t_string!(self.i18n, chart.chosen_one).to_owned(),
            count => t_string!(self.i18n, chart.chosen, count),
        });
    }

    /// Adds an item to what is chosen, or takes it away; items of another kind are let go.
    pub fn choose_also(self, item: &Item) {
        let mut items = self.selected.get_untracked();
        if !items.remove(item) {
            items.retain(|other| same_kind(other, item));
            items.insert(item.clone());
        }
        self.select(items);
    }

    /// Chooses everything of the same kind between the item that had the focus and this one.
    pub fn choose_to(self, from: &Item, to: &Item) {
        let mut items = self.walk.with_untracked(|walk| walk.between(from, to));
        items.retain(|other| same_kind(other, to));
        items.extend(self.selected.get_untracked().into_iter().filter(|other| same_kind(other, to)));
        self.select(items);
    }

    /// Chooses all posts of the unit in which an item stands; called again, all posts that are visible.
    pub fn choose_all(self, here: &Item) {
        let home = match here {
            Item::Unit(unit) => Some(unit.clone()),
            other => self.facts.with_untracked(|facts| super::trial::home(other, facts)),
        };
        let own: BTreeSet<Item> = self.facts.with_untracked(|facts| {
            let unit = home.and_then(|unit| facts.units.get(&unit).cloned());
            unit.iter().flat_map(|unit| &unit.posts).map(|post| Item::Post(post.id.clone())).collect()
        });
        if own.is_empty() || self.selected.with_untracked(|selected| selected.is_superset(&own)) {
            self.select(self.walk.with_untracked(super::walk::Walk::posts));
        } else {
            self.select(own);
        }
    }
}

fn same_kind(left: &Item, right: &Item) -> bool {
    !matches!(left, Item::Unit(_)) && std::mem::discriminant(left) == std::mem::discriminant(right)
}
