//! Everything that exists on any day of the horizon, numbered, and who influences whom.

use super::super::{SimulationError, deputies, groups, timeline};
use crate::plan::{CaseType, CaseTypeId, Change, Plan, PopulationId, PostId, UnitId};
use std::collections::{BTreeMap, BTreeSet};

/// Numbers things in the order in which they are first met.
#[derive(Debug, Clone)]
pub(super) struct Numbers<T> {
    pub(super) items: Vec<T>,
    index: BTreeMap<T, u32>,
}

impl<T: Ord + Clone> Numbers<T> {
    fn new() -> Self {
        Self { items: Vec::new(), index: BTreeMap::new() }
    }

    fn number(&mut self, item: &T) -> u32 {
        if let Some(&number) = self.index.get(item) {
            return number;
        }
        let number = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
        self.items.push(item.clone());
        self.index.insert(item.clone(), number);
        number
    }

    pub(super) fn get(&self, item: &T) -> Option<u32> {
        self.index.get(item).copied()
    }
}

/// Units, posts, case types and populations of all days.
#[derive(Debug, Clone)]
pub(super) struct Universe {
    pub(super) units: Numbers<UnitId>,
    pub(super) posts: Numbers<PostId>,
    pub(super) types: Numbers<CaseTypeId>,
    pub(super) populations: Numbers<PopulationId>,
    /// (post, unit) for each unit in which a post ever works.
    pub(super) servers: Numbers<(u32, u32)>,
    /// Units of a case type over time, without repetition.
    pub(super) type_units: Vec<Vec<u32>>,
    pub(super) population_units: Vec<Vec<u32>>,
    /// Group of each unit.
    pub(super) group: Vec<u32>,
    pub(super) groups: usize,
    arrows: Vec<(u32, u32)>,
}

impl Universe {
    pub(super) fn new(plan: &Plan, changes: &[Change], days: u32) -> Self {
        let mut universe = Self {
            units: Numbers::new(),
            posts: Numbers::new(),
            types: Numbers::new(),
            populations: Numbers::new(),
            servers: Numbers::new(),
            type_units: Vec::new(),
            population_units: Vec::new(),
            group: Vec::new(),
            groups: 0,
            arrows: Vec::new(),
        };
        let mut arrows = BTreeSet::new();
        // The visitor cannot fail.
        let walked: Result<_, SimulationError> = timeline::walk(plan, changes, days, |stretch| {
            universe.meet(stretch.plan, &mut arrows);
            Ok(())
        });
        drop(walked);
        universe.arrows = arrows.into_iter().collect();
        (universe.group, universe.groups) = groups::groups(universe.units.items.len(), &universe.arrows);
        universe
    }

    fn meet(&mut self, plan: &Plan, arrows: &mut BTreeSet<(u32, u32)>) {
        for unit in &plan.units {
            self.units.number(&unit.id);
        }
        for case_type in &plan.case_types {
            let unit = self.units.number(&case_type.unit);
            let number = self.types.number(&case_type.id) as usize;
            meet_unit(&mut self.type_units, number, unit, arrows);
        }
        for population in &plan.populations {
            let unit = self.units.number(&population.unit);
            let number = self.populations.number(&population.id) as usize;
            meet_unit(&mut self.population_units, number, unit, &mut BTreeSet::new());
        }
        let mut by_id: BTreeMap<&CaseTypeId, &CaseType> = BTreeMap::new();
        by_id.extend(plan.case_types.iter().map(|case_type| (&case_type.id, case_type)));
        for case_type in &plan.case_types {
            let from = self.units.number(&case_type.unit);
            for follow_up in &case_type.follow_ups {
                if let Some(target) = by_id.get(&follow_up.case_type) {
                    arrows.insert((from, self.units.number(&target.unit)));
                }
            }
        }
        for ((_, own), (_, other)) in deputies::stand_ins(plan) {
            let (own, other) = (self.units.number(own), self.units.number(other));
            if own != other {
                arrows.insert((own, other));
                arrows.insert((other, own));
            }
        }
        for post in &plan.posts {
            let number = self.posts.number(&post.id);
            for share in &post.shares {
                let unit = self.units.number(&share.unit);
                self.servers.number(&(number, unit));
                for served in post.case_types.iter().filter_map(|id| by_id.get(id)) {
                    if post.serves(&share.unit, served) {
                        let other = self.units.number(&served.unit);
                        arrows.insert((unit, other));
                        arrows.insert((other, unit));
                    }
                }
            }
        }
    }

    /// The groups that can influence the units named; all where none is named.
    pub(super) fn needed(&self, wanted: &[u32]) -> Vec<bool> {
        if wanted.is_empty() {
            return vec![true; self.groups];
        }
        groups::upstream(&self.group, self.groups, &self.arrows, wanted)
    }
}

/// Notes the unit of a thing; one that moves ties its units together.
fn meet_unit(units: &mut Vec<Vec<u32>>, number: usize, unit: u32, arrows: &mut BTreeSet<(u32, u32)>) {
    if units.len() <= number {
        units.resize(number + 1, Vec::new());
    }
    let known = &mut units[number];
    if !known.contains(&unit) {
        if let Some(&last) = known.last() {
            arrows.insert((last, unit));
            arrows.insert((unit, last));
        }
        known.push(unit);
    }
}
