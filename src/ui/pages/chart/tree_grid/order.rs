//! The rows of the tree table in their order: as in the plan, or sorted by a column among the posts and the units of a unit.

use crate::diagram::chart::{Facts, PostFacts, UnitFacts, words};
use crate::format::{Language, folded};
use crate::plan::{Fte, UnitId};
use crate::ui::i18n::{I18n, t_string};
use crate::ui::pages::chart::walk::Item;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// A column by which can be sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Name of a unit, identifier of a post.
    Name,
    /// Kind of a unit, grade of a post.
    Kind,
    /// Number of posts.
    Posts,
    /// As planned.
    Planned,
    /// Filled.
    Filled,
    /// Not filled.
    Vacant,
    /// Filled, by training.
    Effective,
    /// Load of a unit, occupancy of a post.
    State,
    /// Open cases.
    Open,
}

/// By which column is sorted, and which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// By which.
    pub column: Column,
    /// Largest first.
    pub descending: bool,
}

impl Column {
    /// All, from left to right.
    pub const ALL: [Self; 9] = [
        Self::Name,
        Self::Kind,
        Self::Posts,
        Self::Planned,
        Self::Filled,
        Self::Vacant,
        Self::Effective,
        Self::State,
        Self::Open,
    ];

    /// Its word in identifiers.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Kind => "kind",
            Self::Posts => "posts",
            Self::Planned => "planned",
            Self::Filled => "filled",
            Self::Vacant => "vacant",
            Self::Effective => "effective",
            Self::State => "state",
            Self::Open => "open",
        }
    }

    /// Whether it holds numbers.
    #[must_use]
    pub const fn is_number(self) -> bool {
        !matches!(self, Self::Name | Self::Kind | Self::State)
    }

    /// Its heading; tracks the language.
    #[must_use]
    pub fn name(self, i18n: I18n) -> &'static str {
        match self {
            Self::Name => t_string!(i18n, workbench.grid_name),
            Self::Kind => t_string!(i18n, workbench.grid_kind),
            Self::Posts => t_string!(i18n, workbench.grid_posts),
            Self::Planned => t_string!(i18n, chart.column_planned),
            Self::Filled => t_string!(i18n, chart.column_filled),
            Self::Vacant => t_string!(i18n, chart.column_vacant),
            Self::Effective => t_string!(i18n, chart.column_effective),
            Self::State => t_string!(i18n, workbench.grid_state),
            Self::Open => t_string!(i18n, chart.column_open),
        }
    }

    fn of_units(self, left: &UnitFacts, right: &UnitFacts) -> Ordering {
        let (a, b) = (&left.now.total, &right.now.total);
        match self {
            Self::Name => folded(&left.name).cmp(&folded(&right.name)),
            Self::Kind => left.kind.cmp(&right.kind),
            Self::Posts => a.posts.cmp(&b.posts),
            Self::Planned => a.planned.cmp(&b.planned),
            Self::Filled => a.filled.cmp(&b.filled),
            Self::Vacant => a.vacant().cmp(&b.vacant()),
            Self::Effective => a.effective.total_cmp(&b.effective),
            Self::State => left.now.load.unwrap_or(-1.0).total_cmp(&right.now.load.unwrap_or(-1.0)),
            Self::Open => left.open_cases.cmp(&right.open_cases),
        }
    }

    fn of_posts(self, left: &PostFacts, right: &PostFacts) -> Ordering {
        let filled = |post: &PostFacts| if post.is_filled() { post.fte } else { Fte::ZERO };
        let trained = |post: &PostFacts| filled(post).as_f64() * post.proficiency.unwrap_or(1.0);
        match self {
            Self::Name => left.id.as_str().cmp(right.id.as_str()),
            Self::Kind => folded(&left.grade).cmp(&folded(&right.grade)),
            Self::Posts | Self::Open => Ordering::Equal,
            Self::Planned => left.fte.cmp(&right.fte),
            Self::Filled => filled(left).cmp(&filled(right)),
            Self::Vacant => (left.fte - filled(left)).cmp(&(right.fte - filled(right))),
            Self::Effective => trained(left).total_cmp(&trained(right)),
            Self::State => {
                let words = |post: &PostFacts| words::occupancy(post.occupancy, Language::German);
                words(left).cmp(&words(right))
            }
        }
    }
}

/// Where a row stands among its siblings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Level in the tree, counted from 1.
    pub level: usize,
    /// Place among the rows below the same unit, counted from 1.
    pub position: usize,
    /// Number of these rows.
    pub siblings: usize,
    /// Place among all rows.
    pub place: usize,
}

/// The rows that are visible, in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct Lines {
    items: Vec<Item>,
    standing: BTreeMap<Item, Standing>,
}

impl Lines {
    /// The rows of a day. `closed` units hide what is below them; tasks are rows where asked for.
    #[must_use]
    pub fn of(facts: &Facts, closed: &BTreeSet<UnitId>, tasks: bool, sort: Option<Sort>) -> Self {
        let mut lines = Self { items: Vec::new(), standing: BTreeMap::new() };
        let gather = Gather { facts, closed, tasks, sort };
        let roots: Vec<Item> = gather.units(&facts.roots);
        gather.add(&mut lines, &roots, 1);
        lines
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// All rows.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.items.iter()
    }

    /// Where a row stands.
    #[must_use]
    pub fn standing(&self, item: &Item) -> Option<Standing> {
        self.standing.get(item).copied()
    }

    /// Place among all rows.
    #[must_use]
    pub fn place(&self, item: &Item) -> Option<usize> {
        self.standing(item).map(|standing| standing.place)
    }

    /// The row some rows further; the ends hold.
    #[must_use]
    pub fn step(&self, from: &Item, by: isize) -> Option<Item> {
        let last = self.items.len().checked_sub(1)?;
        self.items.get(self.place(from)?.saturating_add_signed(by).min(last)).cloned()
    }

    /// Whether a row is below another one.
    #[must_use]
    pub fn is_below(&self, item: &Item, above: &Item) -> bool {
        match (self.standing(item), self.standing(above)) {
            (Some(item), Some(above)) => item.place > above.place && item.level > above.level,
            _ => false,
        }
    }

    /// The row of the unit above.
    #[must_use]
    pub fn above(&self, item: &Item) -> Option<Item> {
        let standing = self.standing(item)?;
        let higher = |other: &&Item| self.standing(other).is_some_and(|other| other.level < standing.level);
        self.items.get(..standing.place)?.iter().rev().find(higher).cloned()
    }

    /// The rows between two, both included.
    #[must_use]
    pub fn between(&self, from: &Item, to: &Item) -> Vec<Item> {
        let (Some(from), Some(to)) = (self.place(from), self.place(to)) else { return Vec::new() };
        self.items.get(from.min(to)..=from.max(to)).map(<[Item]>::to_vec).unwrap_or_default()
    }
}

struct Gather<'a> {
    facts: &'a Facts,
    closed: &'a BTreeSet<UnitId>,
    tasks: bool,
    sort: Option<Sort>,
}

impl Gather<'_> {
    fn units(&self, ids: &[UnitId]) -> Vec<Item> {
        let mut units: Vec<&UnitFacts> = ids.iter().filter_map(|id| self.facts.units.get(id)).collect();
        if let Some(sort) = self.sort {
            units.sort_by(|left, right| directed(sort, sort.column.of_units(left, right)));
        }
        units.into_iter().map(|unit| Item::Unit(unit.id.clone())).collect()
    }

    fn posts(&self, unit: &UnitFacts) -> Vec<Item> {
        let mut posts: Vec<&PostFacts> = unit.posts.iter().collect();
        if let Some(sort) = self.sort {
            posts.sort_by(|left, right| directed(sort, sort.column.of_posts(left, right)));
        }
        posts.into_iter().map(|post| Item::Post(post.id.clone())).collect()
    }

    fn add(&self, lines: &mut Lines, items: &[Item], level: usize) {
        for (index, item) in items.iter().enumerate() {
            let standing =
                Standing { level, position: index + 1, siblings: items.len(), place: lines.items.len() };
            lines.items.push(item.clone());
            lines.standing.insert(item.clone(), standing);
            let Item::Unit(id) = item else { continue };
            let Some(unit) = self.facts.units.get(id).filter(|_| !self.closed.contains(id)) else { continue };
            let mut below = self.posts(unit);
            below.extend(unit.tasks.iter().filter(|_| self.tasks).map(|task| Item::Task(task.id.clone())));
            below.extend(self.units(&unit.children));
            self.add(lines, &below, level + 1);
        }
    }
}

/// Equal rows keep their order either way.
fn directed(sort: Sort, order: Ordering) -> Ordering {
    if sort.descending { order.reverse() } else { order }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{PostId, builtin};

    fn facts() -> Facts {
        let plan = builtin().unwrap();
        let day = plan.on(plan.as_of, &[]);
        Facts::of(&day, &day, plan.as_of)
    }

    fn unit(id: &str) -> Item {
        Item::Unit(UnitId::parse(id).unwrap())
    }

    fn post(id: &str) -> Item {
        Item::Post(PostId::parse(id).unwrap())
    }

    fn lines(sort: Option<Sort>) -> Lines {
        Lines::of(&facts(), &BTreeSet::new(), false, sort)
    }

    #[test]
    fn unsorted_rows_stand_as_in_the_chart() {
        let lines = lines(None);
        let facts = facts();
        let posts: usize = facts.units.values().map(|unit| unit.posts.len()).sum();
        assert_eq!(lines.len(), facts.units.len() + posts);
        assert_eq!(lines.items().next(), Some(&unit("abteilung")));
        assert_eq!(lines.step(&unit("abteilung"), 1), Some(post("AL-01")));
        let standing = lines.standing(&unit("eu")).unwrap();
        assert_eq!((standing.level, standing.position, standing.siblings), (3, 2, 4));
        assert_eq!(lines.above(&post("EU-01")), Some(unit("eu")));
        assert!(lines.is_below(&post("EU-01"), &unit("asyl-eu")));
    }

    #[test]
    fn sorting_keeps_every_row_below_its_unit() {
        let facts = facts();
        for column in Column::ALL {
            for descending in [false, true] {
                let sorted = lines(Some(Sort { column, descending }));
                assert_eq!(sorted.len(), lines(None).len());
                for (id, unit) in &facts.units {
                    for below in &unit.posts {
                        assert_eq!(sorted.above(&Item::Post(below.id.clone())), Some(Item::Unit(id.clone())));
                    }
                }
            }
        }
        let by_open = lines(Some(Sort { column: Column::Open, descending: true }));
        let open: Vec<u64> = by_open
            .items()
            .filter_map(|item| match item {
                Item::Unit(id) => {
                    facts.units.get(id).filter(|unit| unit.level == 2).map(|unit| unit.open_cases)
                }
                _ => None,
            })
            .collect();
        assert!(open.windows(2).all(|pair| pair[0] >= pair[1]), "{open:?}");
    }

    #[test]
    fn closed_units_hide_their_rows_and_tasks_are_rows_where_asked_for() {
        let closed = BTreeSet::from([UnitId::parse("asyl-eu").unwrap()]);
        let lines = Lines::of(&facts(), &closed, true, None);
        assert!(lines.place(&unit("asyl-eu")).is_some() && lines.place(&unit("eu")).is_none());
        assert!(lines.items().any(|item| matches!(item, Item::Task(_))));
        assert_eq!(lines.between(&post("AA-01"), &post("AA-03")).len(), 3);
    }
}
