//! What differs between two plans of a day, object by object: outlines of the chart, and lists.

use super::{order, patches};
use crate::format::Language;
use crate::plan::gather::{gathered, in_order};
use crate::plan::{
    Action, CaseTypeId, Change, FixedTaskId, Plan, PopulationId, Post, PostId, PostShare, Unit, UnitId,
};
use std::collections::BTreeMap;

/// How an object differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkKind {
    /// Only in the plan after.
    Added,
    /// Only in the plan before; for posts also: ended, or moved out of sight with its unit.
    Removed,
    /// A post that now lies in the tray.
    Parked,
    /// A post that came back from the tray.
    Unparked,
    /// In another unit; for a unit: below another one.
    Moved,
    /// Other values.
    Changed,
    /// Another place among its neighbours, and nothing else.
    Reordered,
}

/// One object that differs.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// How, the weightiest first; never empty.
    pub kinds: Vec<MarkKind>,
    /// What would make the one of the other.
    pub actions: Vec<Action>,
}

impl Mark {
    /// The weightiest difference: the outline of the object.
    #[must_use]
    pub fn kind(&self) -> MarkKind {
        self.kinds.first().copied().unwrap_or(MarkKind::Changed)
    }

    /// What differs, in words: „Stelle AA-07 nach Einbürgerung verschoben; Stelle AA-07: Umfang 0,5 VZÄ“.
    #[must_use]
    pub fn words(&self, before: &Plan, after: &Plan, language: Language) -> String {
        let told = self.actions.iter().map(|action| {
            let new_target = match action {
                Action::MovePost { to, .. } | Action::MoveCaseType { to, .. } => before.unit(to).is_none(),
                Action::MoveUnit { to, .. } => to.as_ref().is_some_and(|to| before.unit(to).is_none()),
                Action::AddUnit(_) | Action::AddPost(_) | Action::SetPost(_) => true,
                _ => false,
            };
            let plan = if new_target { after } else { before };
            Change { effective: after.as_of, action: action.clone() }.describe(plan, language)
        });
        told.collect::<Vec<_>>().join("; ")
    }
}

/// What differs between two plans of a day; what is the same is not in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Difference {
    /// Units.
    pub units: BTreeMap<UnitId, Mark>,
    /// Posts, the parked ones included.
    pub posts: BTreeMap<PostId, Mark>,
    /// Case types.
    pub case_types: BTreeMap<CaseTypeId, Mark>,
    /// Populations.
    pub populations: BTreeMap<PopulationId, Mark>,
    /// Fixed tasks.
    pub fixed_tasks: BTreeMap<FixedTaskId, Mark>,
    /// Assumptions.
    pub assumptions: Option<Mark>,
}

impl Difference {
    /// Compares two plans, best those of [`Plan::on`], which hold no posts that have ended. Cost: n log n.
    #[must_use]
    pub fn between(before: &Plan, after: &Plan) -> Self {
        Self {
            units: units(before, after),
            posts: posts(before, after),
            case_types: case_types(before, after),
            populations: patched(
                before.populations.iter().zip(&after.populations),
                |new| new.id.clone(),
                |old, new| (old.unit != new.unit, patches::population(old, new).map(Action::SetPopulation)),
            ),
            fixed_tasks: patched(
                before.fixed_tasks.iter().zip(&after.fixed_tasks),
                |new| new.id.clone(),
                |old, new| (old.unit != new.unit, patches::fixed_task(old, new).map(Action::SetFixedTask)),
            ),
            assumptions: patches::assumptions(&before.assumptions, &after.assumptions).map(|patch| {
                let actions = vec![Action::SetAssumptions(Box::new(patch))];
                Mark { kinds: vec![MarkKind::Changed], actions }
            }),
        }
    }

    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Collects what differs in one object.
#[derive(Default)]
struct Marker {
    kinds: Vec<MarkKind>,
    actions: Vec<Action>,
}

impl Marker {
    fn add(&mut self, kind: MarkKind, action: Action) {
        if !self.kinds.contains(&kind) {
            self.kinds.push(kind);
        }
        self.actions.push(action);
    }

    fn finish(self) -> Option<Mark> {
        let kinds = in_order(self.kinds, Ord::cmp);
        (!kinds.is_empty()).then_some(Mark { kinds, actions: self.actions })
    }
}

fn units(before: &Plan, after: &Plan) -> BTreeMap<UnitId, Mark> {
    let old: BTreeMap<&UnitId, &Unit> = gathered(before.units.iter().map(|unit| (&unit.id, unit)));
    let new: BTreeMap<&UnitId, &Unit> = gathered(after.units.iter().map(|unit| (&unit.id, unit)));
    let ids = |plan: &'_ Plan| plan.units.iter().map(|unit| unit.id.clone()).collect::<Vec<_>>();
    let reordered = reordered(&ids(before), &ids(after));
    let mut marks = BTreeMap::new();
    for (id, unit) in &old {
        let mut marker = Marker::default();
        match new.get(id) {
            None => marker.add(MarkKind::Removed, Action::RemoveUnit { unit: unit.id.clone() }),
            Some(new) => {
                unit_marks(unit, new, &mut marker);
                if let Some(before) = reordered.get(*id).filter(|_| marker.kinds.is_empty()) {
                    let (unit, to) = (new.id.clone(), new.parent.clone());
                    marker.add(
                        MarkKind::Reordered,
                        Action::MoveUnit { unit, to, before: Some(before.clone()) },
                    );
                }
            }
        }
        marks.extend(marker.finish().map(|mark| (unit.id.clone(), mark)));
    }
    for unit in after.units.iter().filter(|unit| !old.contains_key(&unit.id)) {
        let mark = Mark { kinds: vec![MarkKind::Added], actions: vec![Action::AddUnit(unit.clone())] };
        marks.insert(unit.id.clone(), mark);
    }
    marks
}

fn unit_marks(old: &Unit, new: &Unit, marker: &mut Marker) {
    let unit = || new.id.clone();
    if old.parent != new.parent {
        marker.add(MarkKind::Moved, Action::MoveUnit { unit: unit(), to: new.parent.clone(), before: None });
    }
    if old.name != new.name {
        marker.add(MarkKind::Changed, Action::RenameUnit { unit: unit(), name: new.name.clone() });
    }
    if let Some(patch) = patches::unit(old, new) {
        marker.add(MarkKind::Changed, Action::SetUnit(patch));
    }
}

fn posts(before: &Plan, after: &Plan) -> BTreeMap<PostId, Mark> {
    let places = |plan: &'_ Plan| -> BTreeMap<PostId, (bool, Post)> {
        let standing = plan.posts.iter().map(|post| (post.id.clone(), (false, post.clone())));
        gathered(standing.chain(plan.tray.iter().map(|post| (post.id.clone(), (true, post.clone())))))
    };
    let (old, new) = (places(before), places(after));
    let ids = |plan: &'_ Plan| plan.posts.iter().map(|post| post.id.clone()).collect::<Vec<_>>();
    let reordered = reordered(&ids(before), &ids(after));
    let mut marks = BTreeMap::new();
    for (id, (was_parked, old)) in &old {
        let mut marker = Marker::default();
        match new.get(id) {
            None => marker.add(MarkKind::Removed, Action::RemovePost { post: id.clone() }),
            Some((is_parked, new)) => {
                post_marks((*was_parked, old), (*is_parked, new), &mut marker);
                let here = reordered.get(id).zip(new.home()).filter(|_| marker.kinds.is_empty());
                if let Some((before, home)) = here {
                    let (post, to) = (id.clone(), home.clone());
                    marker.add(
                        MarkKind::Reordered,
                        Action::MovePost { post, to, before: Some(before.clone()) },
                    );
                }
            }
        }
        marks.extend(marker.finish().map(|mark| (id.clone(), mark)));
    }
    for (id, (parked, post)) in new.iter().filter(|(id, _)| !old.contains_key(*id)) {
        let mut marker = Marker::default();
        marker.add(MarkKind::Added, Action::AddPost(post.clone()));
        if *parked {
            marker.add(MarkKind::Parked, Action::ParkPost { post: id.clone() });
        }
        marks.extend(marker.finish().map(|mark| (id.clone(), mark)));
    }
    marks
}

fn post_marks((was_parked, old): (bool, &Post), (is_parked, new): (bool, &Post), marker: &mut Marker) {
    let post = || new.id.clone();
    let mut moved = old.clone();
    let home = new.home().cloned();
    if !was_parked && is_parked {
        marker.add(MarkKind::Parked, Action::ParkPost { post: post() });
    } else if let (true, false, Some(to)) = (was_parked, is_parked, &home) {
        moved.shares = vec![PostShare { unit: to.clone(), fte: old.fte() }];
        marker.add(MarkKind::Unparked, Action::MovePost { post: post(), to: to.clone(), before: None });
    } else if let (false, [only]) = (is_parked, &new.shares[..])
        && old.shares.iter().any(|share| share.unit != only.unit)
    {
        moved.shares = vec![PostShare { unit: only.unit.clone(), fte: old.fte() }];
        marker.add(MarkKind::Moved, Action::MovePost { post: post(), to: only.unit.clone(), before: None });
    }
    if patches::is_another_post(old, new) {
        marker.add(MarkKind::Changed, Action::AddPost(new.clone()));
    } else if let Some(patch) = patches::post(&moved, new) {
        let units = |post: &Post| post.shares.iter().map(|share| share.unit.clone()).collect::<Vec<_>>();
        let kind = if units(&moved) == units(new) { MarkKind::Changed } else { MarkKind::Moved };
        marker.add(kind, Action::SetPost(patch));
    }
}

fn case_types(before: &Plan, after: &Plan) -> BTreeMap<CaseTypeId, Mark> {
    let mut marks = BTreeMap::new();
    for (old, new) in before.case_types.iter().zip(&after.case_types) {
        let mut marker = Marker::default();
        if old.unit != new.unit {
            let (case_type, to) = (new.id.clone(), new.unit.clone());
            marker.add(MarkKind::Moved, Action::MoveCaseType { case_type, to });
        }
        if let Some(patch) = patches::case_type(old, new) {
            marker.add(MarkKind::Changed, Action::SetCaseType(patch));
        }
        marks.extend(marker.finish().map(|mark| (new.id.clone(), mark)));
    }
    marks
}

/// For objects that are never more or fewer: whether each belongs to another unit, and what is set on it.
fn patched<'a, T: 'a, I: Ord>(
    pairs: impl Iterator<Item = (&'a T, &'a T)>,
    id: impl Fn(&T) -> I,
    differs: impl Fn(&T, &T) -> (bool, Option<Action>),
) -> BTreeMap<I, Mark> {
    let mut marks = BTreeMap::new();
    for (old, new) in pairs {
        if let (moved, Some(action)) = differs(old, new) {
            let kind = if moved { MarkKind::Moved } else { MarkKind::Changed };
            marks.insert(id(new), Mark { kinds: vec![kind], actions: vec![action] });
        }
    }
    marks
}

/// Those of the new list that stand elsewhere among those that are in both, each with the one that follows it.
fn reordered<I: Ord + Clone>(old: &[I], new: &[I]) -> BTreeMap<I, Option<I>> {
    let places: BTreeMap<&I, usize> = gathered(old.iter().enumerate().map(|(place, id)| (id, place)));
    let common: Vec<(usize, usize)> =
        new.iter().enumerate().filter_map(|(at, id)| Some((at, *places.get(id)?))).collect();
    let stays = order::stays(&common.iter().map(|(_, place)| *place).collect::<Vec<_>>());
    let moved = common.iter().zip(stays).filter(|(_, stays)| !stays);
    gathered(moved.map(|((at, _), _)| (new[*at].clone(), new.get(at + 1).cloned())))
}
