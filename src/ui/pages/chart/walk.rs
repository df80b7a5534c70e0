//! Walking through the chart by keyboard: the visible items in their order, and where each key leads.
//!
//! The keys are those of the tree pattern of the ARIA Authoring Practices.

use crate::diagram::chart::Facts;
use crate::format::folded;
use crate::plan::gather::gathered;
use crate::plan::{CaseTypeId, PostId, UnitId};
use std::collections::BTreeSet;

/// Something in the chart that can have the focus.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Item {
    /// A unit.
    Unit(UnitId),
    /// A post.
    Post(PostId),
    /// A task (case type).
    Task(CaseTypeId),
}

impl Item {
    /// The identifier of its element.
    #[must_use]
    pub fn element_id(&self) -> String {
        match self {
            Self::Unit(unit) => format!("einheit-{unit}"),
            Self::Post(post) => format!("stelle-{post}"),
            Self::Task(task) => format!("aufgabe-{task}"),
        }
    }

    /// The item whose element carries an identifier.
    #[must_use]
    pub fn of_element(id: &str) -> Option<Self> {
        let (kind, name) = id.split_once('-')?;
        match kind {
            "einheit" => UnitId::parse(name).ok().map(Self::Unit),
            "stelle" => PostId::parse(name).ok().map(Self::Post),
            "aufgabe" => CaseTypeId::parse(name).ok().map(Self::Task),
            _ => None,
        }
    }
}

/// An item with what the keys need to know about it.
#[derive(Debug, Clone, PartialEq)]
struct Entry {
    item: Item,
    name: String,
    level: usize,
}

/// The visible items in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct Walk {
    entries: Vec<Entry>,
}

impl Walk {
    /// The items that are visible when some units are closed.
    #[must_use]
    pub fn of(facts: &Facts, closed: &BTreeSet<UnitId>, tasks: bool) -> Self {
        let mut entries = Vec::new();
        let mut hidden_below: Option<usize> = None;
        for unit in facts.in_order() {
            if hidden_below.is_some_and(|level| unit.level > level) {
                continue;
            }
            hidden_below = None;
            entries.push(Entry {
                item: Item::Unit(unit.id.clone()),
                name: unit.name.clone(),
                level: unit.level,
            });
            if closed.contains(&unit.id) {
                hidden_below = Some(unit.level);
                continue;
            }
            entries.extend(unit.posts.iter().map(|post| Entry {
                item: Item::Post(post.id.clone()),
                name: post.id.to_string(),
                level: unit.level + 1,
            }));
            let shown = unit.tasks.iter().filter(|_| tasks);
            entries.extend(shown.map(|task| Entry {
                item: Item::Task(task.id.clone()),
                name: task.name.clone(),
                level: unit.level + 1,
            }));
        }
        Self { entries }
    }

    /// The first item.
    #[must_use]
    pub fn first(&self) -> Option<&Item> {
        self.entries.first().map(|entry| &entry.item)
    }

    /// The last item.
    #[must_use]
    pub fn last(&self) -> Option<&Item> {
        self.entries.last().map(|entry| &entry.item)
    }

    /// Whether the item is visible.
    #[must_use]
    pub fn has(&self, item: &Item) -> bool {
        self.place(item).is_some()
    }

    /// The item some steps further; the ends hold.
    #[must_use]
    pub fn step(&self, from: &Item, steps: isize) -> Option<&Item> {
        let place = self.place(from)?;
        let last = self.entries.len().saturating_sub(1);
        self.entries.get(place.saturating_add_signed(steps).min(last)).map(|entry| &entry.item)
    }

    /// The first item below, if it is visible.
    #[must_use]
    pub fn child(&self, of: &Item) -> Option<&Item> {
        let place = self.place(of)?;
        let level = self.entries.get(place)?.level;
        self.entries.get(place + 1).filter(|next| next.level > level).map(|next| &next.item)
    }

    /// The item above.
    #[must_use]
    pub fn parent(&self, of: &Item) -> Option<&Item> {
        let place = self.place(of)?;
        let level = self.entries.get(place)?.level;
        self.entries.iter().take(place).rev().find(|entry| entry.level < level).map(|entry| &entry.item)
    }

    /// The next item whose name (or a word of it) begins with a text, round the end.
    #[must_use]
    pub fn typed(&self, from: &Item, text: &str) -> Option<&Item> {
        let place = self.place(from)?;
        let wanted = folded(text);
        let begins = |entry: &&Entry| {
            let name = folded(&entry.name);
            name.split([' ', '/']).any(|word| word.starts_with(&wanted)) || name.starts_with(&wanted)
        };
        // A longer text may still mean the item that has the focus.
        let start = if text.chars().count() > 1 { place } else { place + 1 };
        let (before, after) = self.entries.split_at(start.min(self.entries.len()));
        after.iter().chain(before).find(begins).map(|entry| &entry.item)
    }

    /// The items between two, both included.
    #[must_use]
    pub fn between(&self, from: &Item, to: &Item) -> BTreeSet<Item> {
        let (Some(from), Some(to)) = (self.place(from), self.place(to)) else { return BTreeSet::new() };
        let range = from.min(to)..=from.max(to);
        gathered(self.entries.get(range).into_iter().flatten().map(|entry| entry.item.clone()))
    }

    /// All posts.
    #[must_use]
    pub fn posts(&self) -> BTreeSet<Item> {
        let posts = self.entries.iter().filter(|entry| matches!(entry.item, Item::Post(_)));
        gathered(posts.map(|entry| entry.item.clone()))
    }

    fn place(&self, item: &Item) -> Option<usize> {
        self.entries.iter().position(|entry| entry.item == *item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::builtin;

    fn unit(id: &str) -> Item {
        Item::Unit(UnitId::parse(id).unwrap())
    }

    fn post(id: &str) -> Item {
        Item::Post(PostId::parse(id).unwrap())
    }

    fn walk(closed: &[&str]) -> Walk {
        let plan = builtin().unwrap();
        let day = plan.on(plan.as_of, &[]);
        let facts = Facts::of(&day, &day, plan.as_of);
        Walk::of(&facts, &closed.iter().map(|id| UnitId::parse(id).unwrap()).collect(), false)
    }

    #[test]
    fn arrows_lead_to_neighbours_children_and_parents() {
        let walk = walk(&[]);
        assert_eq!(walk.first(), Some(&unit("abteilung")));
        assert_eq!(walk.step(&unit("abteilung"), 1), Some(&post("AL-01")));
        assert_eq!(walk.step(&unit("abteilung"), -1), Some(&unit("abteilung")));
        assert_eq!(walk.child(&unit("aufenthalt")), Some(&post("SL-01")));
        assert_eq!(walk.parent(&post("EU-01")), Some(&unit("eu")));
        assert_eq!(walk.parent(&unit("eu")), Some(&unit("asyl-eu")));
        assert_eq!(walk.child(&post("EU-01")), None);
    }

    #[test]
    fn a_closed_unit_hides_what_lies_below() {
        let walk = walk(&["asyl-eu"]);
        assert!(walk.has(&unit("asyl-eu")) && !walk.has(&unit("eu")) && !walk.has(&post("EU-01")));
        assert_eq!(walk.step(&unit("asyl-eu"), 1), Some(&unit("service-point")));
    }

    #[test]
    fn typing_finds_words_with_and_without_umlauts() {
        let walk = walk(&[]);
        assert_eq!(walk.typed(&unit("abteilung"), "einb"), Some(&unit("einbuergerung")));
        assert_eq!(walk.typed(&unit("abteilung"), "rück"), Some(&unit("rueckkehr")));
        assert_eq!(walk.typed(&unit("abteilung"), "rueck"), Some(&unit("rueckkehr")));
        assert_eq!(walk.typed(&unit("einbuergerung"), "AA-0"), Some(&post("AA-01")));
        assert_eq!(walk.typed(&unit("abteilung"), "zzz"), None);
    }
}
