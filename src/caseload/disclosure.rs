//! What may be shown of small units: measured output of few heads would be a measurement of people.
//!
//! Output (completions) of a unit with fewer heads than the threshold is withheld. What is withheld must not follow by
//! subtraction either: below every unit whose sum is shown, the withheld parts together have at least as many heads as
//! the threshold, and are at least two; where they are not, further parts are withheld, the smallest first, and the sum
//! itself where there are none left. A withheld part is withheld with everything below it.

use super::{Ledger, Month};
use crate::plan::gather::gathered;
use crate::plan::{CaseTypeId, Occupancy, Plan, PostId, Unit, UnitId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

mod earlier;
mod types;
mod words;

pub(in crate::caseload) use earlier::Earlier;

/// Heads from which on measured output is shown, unless a service agreement says otherwise.
pub const DEFAULT_HEADS: u32 = 5;

/// A unit as far as disclosure goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The unit.
    pub id: UnitId,
    /// The one above.
    pub parent: Option<UnitId>,
    /// Filled posts of its own, without those of the units below; they count where the unit has output. A post that is split over
    /// units stands in each of them, and counts once where they are put together.
    pub posts: BTreeSet<PostId>,
    /// Whether case types of its own are counted.
    pub has_output: bool,
}

/// How much of a unit is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visible {
    /// Everything.
    All,
    /// No output; inflow and stock by quarter and rounded to five, as both together would tell the output.
    Coarse,
}

/// What is shown of which unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disclosure {
    threshold: u32,
    heads: BTreeMap<UnitId, BTreeSet<PostId>>,
    withheld: BTreeSet<UnitId>,
    /// Kinds of cases that may be shown on their own.
    alone: BTreeSet<CaseTypeId>,
    /// What stays withheld, however many heads there are now.
    earlier: Earlier,
}

/// A part of a unit's sum: a unit below, or what it does itself (none).
struct Part {
    unit: Option<UnitId>,
    posts: BTreeSet<PostId>,
}

/// As many as they are.
fn count(posts: &BTreeSet<PostId>) -> u32 {
    u32::try_from(posts.len()).unwrap_or(u32::MAX)
}

impl Disclosure {
    /// For what was counted, with the posts of a day. Units of which nothing was counted hide nobody; what has to be
    /// withheld in one month is withheld in all.
    #[must_use]
    pub fn of(plan: &Plan, ledger: &Ledger, day: NaiveDate, threshold: u32) -> Self {
        Self::beside(plan, ledger, day, (threshold, &Earlier::default()))
    }

    /// The same beside what earlier plans keep withheld.
    pub(super) fn beside(
        plan: &Plan,
        ledger: &Ledger,
        day: NaiveDate,
        (threshold, earlier): (u32, &Earlier),
    ) -> Self {
        let organisation = plan.on(day, &[]).plan;
        let heads = heads(&organisation, day);
        let groups = |counted: &BTreeSet<&CaseTypeId>| -> Vec<Group> {
            let here = |unit: &Unit| {
                plan.case_types.iter().any(|one| one.unit == unit.id && counted.contains(&one.id))
            };
            let group = |unit: &Unit| Group {
                id: unit.id.clone(),
                parent: unit.parent.clone(),
                posts: heads.get(&unit.id).cloned().unwrap_or_default(),
                has_output: here(unit),
            };
            plan.units.iter().map(group).collect()
        };
        let mut months: BTreeMap<Month, BTreeSet<&CaseTypeId>> = BTreeMap::new();
        for (case_type, month, _) in ledger.entries() {
            months.entry(month).or_default().insert(case_type);
        }
        let ever: BTreeSet<&CaseTypeId> = gathered(months.values().flatten().copied());
        let mut found = Self::settled(&groups(&ever), (threshold, earlier));
        // More that is withheld never gives anything away.
        for counted in months.into_values().collect::<BTreeSet<_>>() {
            found.withheld.extend(Self::settled(&groups(&counted), (threshold, earlier)).withheld);
        }
        found.alone = found.stand_alone(plan, &ever, (&organisation, &heads, day));
        found
    }

    /// For any tree of units; a threshold of 0 or 1 withholds nothing.
    #[must_use]
    pub fn new(groups: &[Group], threshold: u32) -> Self {
        Self::settled(groups, (threshold, &Earlier::default()))
    }

    fn settled(groups: &[Group], (threshold, earlier): (u32, &Earlier)) -> Self {
        let mut below: BTreeMap<Option<&UnitId>, Vec<&Group>> = BTreeMap::new();
        for group in groups {
            below.entry(group.parent.as_ref()).or_default().push(group);
        }
        // Every unit before those above it.
        let mut order: Vec<&Group> = Vec::with_capacity(groups.len());
        let mut next: Vec<&Group> = below.get(&None).cloned().unwrap_or_default();
        while let Some(group) = next.pop() {
            next.extend(below.get(&Some(&group.id)).into_iter().flatten().copied());
            order.push(group);
        }
        let (heads, withheld, alone) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
        let mut found = Self { threshold, heads, withheld, alone, earlier: earlier.clone() };
        let mut output: BTreeSet<&UnitId> = BTreeSet::new();
        for group in order.into_iter().rev() {
            let children = below.get(&Some(&group.id)).map_or(&[][..], Vec::as_slice);
            // Heads without output do not hide those who have it.
            let own = Some(&group.posts).filter(|_| group.has_output);
            let below_it = children.iter().filter_map(|child| found.heads.get(&child.id));
            let posts = below_it.chain(own).flatten().cloned().collect();
            found.heads.insert(group.id.clone(), posts);
            let with_output: Vec<&&Group> =
                children.iter().filter(|child| output.contains(&child.id)).collect();
            if group.has_output || !with_output.is_empty() {
                output.insert(&group.id);
                found.settle(group, &with_output, &below);
            }
        }
        found
    }

    /// Withholds below a unit what must be, or the unit itself.
    fn settle(
        &mut self,
        group: &Group,
        children: &[&&Group],
        below: &BTreeMap<Option<&UnitId>, Vec<&Group>>,
    ) {
        let mut parts: Vec<Part> = children
            .iter()
            .map(|child| Part { unit: Some(child.id.clone()), posts: self.posts_of(&child.id) })
            .collect();
        if group.has_output {
            parts.push(Part { unit: None, posts: group.posts.clone() });
        }
        if self.heads_of(&group.id) < self.threshold || self.earlier.units.contains(&group.id) {
            self.withhold(&group.id, below);
            return;
        }
        let is_withheld = |part: &Part| match &part.unit {
            Some(unit) => self.withheld.contains(unit),
            None => count(&part.posts) < self.threshold,
        };
        let (mut hidden, mut shown): (Vec<Part>, Vec<Part>) = parts.into_iter().partition(is_withheld);
        shown.sort_by(|a, b| (b.posts.len(), &b.unit).cmp(&(a.posts.len(), &a.unit)));
        let mut together: BTreeSet<PostId> =
            gathered(hidden.iter().flat_map(|part| part.posts.iter().cloned()));
        while !hidden.is_empty() && (hidden.len() < 2 || count(&together) < self.threshold) {
            let Some(part) = shown.pop() else {
                self.withhold(&group.id, below);
                return;
            };
            together.extend(part.posts.iter().cloned());
            if let Some(unit) = &part.unit {
                self.withhold(unit, below);
            }
            hidden.push(part);
        }
    }

    fn withhold(&mut self, unit: &UnitId, below: &BTreeMap<Option<&UnitId>, Vec<&Group>>) {
        let mut next = vec![unit.clone()];
        while let Some(unit) = next.pop() {
            next.extend(below.get(&Some(&unit)).into_iter().flatten().map(|child| child.id.clone()));
            self.withheld.insert(unit);
        }
    }

    /// How much of a unit, with everything below it, is shown; nothing is known of a unit that is not in the plan.
    #[must_use]
    pub fn of_unit(&self, unit: &UnitId) -> Visible {
        if self.heads.contains_key(unit) && !self.withheld.contains(unit) {
            Visible::All
        } else {
            Visible::Coarse
        }
    }

    /// Filled posts of a unit and those below it, as far as they stand where cases are handled.
    #[must_use]
    pub fn heads_of(&self, unit: &UnitId) -> u32 {
        self.heads.get(unit).map_or(0, count)
    }

    fn posts_of(&self, unit: &UnitId) -> BTreeSet<PostId> {
        self.heads.get(unit).cloned().unwrap_or_default()
    }

    /// What may be shown on both days: what has to be withheld on one of them is withheld.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.withheld.extend(other.withheld);
        self.alone.retain(|case_type| other.alone.contains(case_type));
        for (unit, posts) in other.heads {
            let fewest = self.heads.entry(unit).or_insert_with(|| posts.clone());
            if posts.len() < fewest.len() {
                *fewest = posts;
            }
        }
        self
    }
}

/// Filled posts of the organisation of a day by unit; a post that is split counts in each of its units.
fn heads(organisation: &Plan, day: NaiveDate) -> BTreeMap<UnitId, BTreeSet<PostId>> {
    let mut found: BTreeMap<UnitId, BTreeSet<PostId>> = BTreeMap::new();
    for post in &organisation.posts {
        if matches!(post.occupancy(day), Occupancy::Filled { .. }) {
            for share in &post.shares {
                found.entry(share.unit.clone()).or_default().insert(post.id.clone());
            }
        }
    }
    found
}

/// Rounded to five, half up: what is shown of inflow and stock of a small unit.
#[must_use]
pub fn to_five(value: u64) -> u64 {
    value.saturating_add(2) / 5 * 5
}

#[cfg(test)]
mod tests;
