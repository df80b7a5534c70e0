//! From one plan to another on one day, as actions.
//!
//! Their order is one in which each fits: first posts leave, then units are set up and placed from the top down, then
//! everything finds its unit, then units that are empty now are dissolved, then posts are created, then all is put in
//! order.

use super::{order, patches};
use crate::plan::gather::{gathered, in_order};
use crate::plan::validate::MAX_DEPTH;
use crate::plan::{Action, Change, Plan, Post, PostId, PostPatch, PostShare, Unit, UnitId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Leads `plan` to `target` and says by which actions. Posts that have ended by the day are left out of account.
pub(super) fn steps(plan: &mut Plan, target: &Plan, day: NaiveDate) -> Vec<Action> {
    if *plan == *target {
        return Vec::new();
    }
    let mut steps = Steps { plan, target, day, actions: Vec::new() };
    let standing = by_id(&target.posts, day);
    let parked = by_id(&target.tray, day);
    steps.leave(&standing, &parked);
    steps.place_units();
    steps.set_units();
    steps.set_tasks();
    steps.set_posts(&standing, &parked);
    steps.dissolve_units();
    steps.create_posts(&parked);
    steps.put_in_order();
    steps.actions
}

type ById<'a> = BTreeMap<&'a PostId, &'a Post>;

fn by_id(posts: &[Post], day: NaiveDate) -> ById<'_> {
    posts.iter().filter(|post| post.exists_on(day)).map(|post| (&post.id, post)).collect()
}

struct Steps<'a> {
    plan: &'a mut Plan,
    target: &'a Plan,
    day: NaiveDate,
    actions: Vec<Action>,
}

impl Steps<'_> {
    /// Makes an action; what the plan refuses is not said either.
    fn make(&mut self, action: Action) {
        let change = Change { effective: self.day, action };
        if self.plan.apply_in_place(&change).is_ok() {
            self.actions.push(change.action);
        }
    }

    /// Posts that are gone in the target, or are others under the same identifier, end; those parked there are parked.
    fn leave(&mut self, standing: &ById<'_>, parked: &ById<'_>) {
        let goes = |post: &Post| {
            let new = standing.get(&post.id).or_else(|| parked.get(&post.id));
            new.is_none_or(|new| patches::is_another_post(post, new))
        };
        let day = self.day;
        let all = self.plan.posts.iter().chain(&self.plan.tray).filter(|post| post.exists_on(day));
        let ending: Vec<PostId> = all.filter(|post| goes(post)).map(|post| post.id.clone()).collect();
        let here = self.plan.posts.iter().filter(|post| post.exists_on(day) && !goes(post));
        let parking: Vec<PostId> =
            here.filter(|post| parked.contains_key(&post.id)).map(|post| post.id.clone()).collect();
        for post in ending {
            self.make(Action::RemovePost { post });
        }
        for post in parking {
            self.make(Action::ParkPost { post });
        }
    }

    /// Units are set up and moved, from the top down: above each stands already what stands there in the target.
    fn place_units(&mut self) {
        let parents: BTreeMap<UnitId, Option<UnitId>> =
            gathered(self.plan.units.iter().map(|unit| (unit.id.clone(), unit.parent.clone())));
        let wanted = from_the_top(self.target);
        let moves = |unit: &Unit| parents.get(&unit.id).is_some_and(|parent| *parent != unit.parent);
        if depth(self.plan) + depth(self.target) > MAX_DEPTH && wanted.iter().any(|(unit, _)| moves(unit)) {
            self.take_apart();
        }
        for (unit, _) in wanted {
            if !parents.contains_key(&unit.id) {
                self.make(Action::AddUnit(unit.clone()));
            } else if self.plan.unit(&unit.id).is_some_and(|now| now.parent != unit.parent) {
                let (unit, to) = (unit.id.clone(), unit.parent.clone());
                self.make(Action::MoveUnit { unit, to, before: None });
            }
        }
    }

    /// Brings to the top whatever does not stay where it is, so that no branch becomes too deep on the way.
    fn take_apart(&mut self) {
        let wanted: BTreeMap<&UnitId, &Unit> =
            gathered(self.target.units.iter().map(|unit| (&unit.id, unit)));
        let stays = |unit: &Unit| wanted.get(&unit.id).is_some_and(|new| new.parent == unit.parent);
        let loose: Vec<UnitId> = self
            .plan
            .units
            .iter()
            .filter(|unit| unit.parent.is_some() && !stays(unit))
            .map(|unit| unit.id.clone())
            .collect();
        for unit in loose {
            self.make(Action::MoveUnit { unit, to: None, before: None });
        }
    }

    fn set_units(&mut self) {
        let wanted: BTreeMap<&UnitId, &Unit> =
            gathered(self.target.units.iter().map(|unit| (&unit.id, unit)));
        // Only what differs is copied.
        let old = self.plan.units.iter().filter_map(|old| {
            let new = wanted.get(&old.id).filter(|new| **new != old)?;
            Some((old.clone(), *new))
        });
        for (old, new) in old.collect::<Vec<_>>() {
            if old.name != new.name {
                self.make(Action::RenameUnit { unit: new.id.clone(), name: new.name.clone() });
            }
            if let Some(patch) = patches::unit(&old, new) {
                self.make(Action::SetUnit(patch));
            }
        }
    }

    /// Case types, populations and fixed tasks are never more or fewer, and keep their order.
    fn set_tasks(&mut self) {
        let mut actions = Vec::new();
        for (old, new) in self.plan.case_types.iter().zip(&self.target.case_types) {
            if old.unit != new.unit {
                let (case_type, to) = (new.id.clone(), new.unit.clone());
                actions.push(Action::MoveCaseType { case_type, to });
            }
            actions.extend(patches::case_type(old, new).map(Action::SetCaseType));
        }
        for (old, new) in self.plan.populations.iter().zip(&self.target.populations) {
            actions.extend(patches::population(old, new).map(Action::SetPopulation));
        }
        for (old, new) in self.plan.fixed_tasks.iter().zip(&self.target.fixed_tasks) {
            actions.extend(patches::fixed_task(old, new).map(Action::SetFixedTask));
        }
        let assumptions = patches::assumptions(&self.plan.assumptions, &self.target.assumptions);
        actions.extend(assumptions.map(|patch| Action::SetAssumptions(Box::new(patch))));
        for action in actions {
            self.make(action);
        }
    }

    /// Posts that stay: out of the tray, to their units, and what is set on them.
    fn set_posts(&mut self, standing: &ById<'_>, parked: &ById<'_>) {
        let day = self.day;
        // Only what differs is copied.
        let old = |posts: &[Post], same: &ById<'_>| -> Vec<Post> {
            let differs = |post: &&Post| same.get(&post.id) != Some(post);
            posts.iter().filter(|post| post.exists_on(day)).filter(differs).cloned().collect()
        };
        for old in old(&self.plan.tray, parked) {
            if let Some(new) = standing.get(&old.id) {
                self.unpark(old, new);
            } else if let Some(new) = parked.get(&old.id) {
                self.set_post(&old, new);
            }
        }
        for mut old in old(&self.plan.posts, standing) {
            let Some(new) = standing.get(&old.id) else { continue };
            if let [only] = &new.shares[..]
                && old.shares.iter().any(|share| share.unit != only.unit)
            {
                let to = only.unit.clone();
                old.shares = vec![PostShare { unit: to.clone(), fte: old.fte() }];
                self.make(Action::MovePost { post: old.id.clone(), to, before: None });
            }
            self.set_post(&old, new);
        }
    }

    /// Out of the tray, at once to its place among the posts that are there already.
    fn unpark(&mut self, mut old: Post, new: &Post) {
        let Some(to) = new.home().cloned() else { return };
        let here: BTreeSet<&PostId> = gathered(self.plan.posts.iter().map(|post| &post.id));
        let behind = self.target.posts.iter().skip_while(|post| post.id != new.id).skip(1);
        let next = behind.map(|post| &post.id).find(|id| here.contains(id)).cloned();
        old.shares = vec![PostShare { unit: to.clone(), fte: old.fte() }];
        self.make(Action::MovePost { post: old.id.clone(), to, before: next.map(Some) });
        self.set_post(&old, new);
    }

    fn set_post(&mut self, old: &Post, new: &Post) {
        if let Some(patch) = patches::post(old, new) {
            self.make(Action::SetPost(patch));
        }
    }

    /// From the bottom up, so that each is empty.
    fn dissolve_units(&mut self) {
        let wanted: BTreeSet<&UnitId> = gathered(self.target.units.iter().map(|unit| &unit.id));
        let gone = from_the_top(self.plan).into_iter().rev().map(|(unit, _)| unit);
        let gone: Vec<UnitId> =
            gone.filter(|unit| !wanted.contains(&unit.id)).map(|unit| unit.id.clone()).collect();
        for unit in gone {
            self.make(Action::RemoveUnit { unit });
        }
    }

    fn create_posts(&mut self, parked: &ById<'_>) {
        let known = |plan: &Plan| -> BTreeSet<PostId> {
            plan.posts.iter().chain(&plan.tray).map(|post| post.id.clone()).collect()
        };
        let old = known(self.plan);
        let day = self.day;
        for post in self.target.posts.iter().filter(|post| post.exists_on(day)) {
            if !old.contains(&post.id) {
                self.make(Action::AddPost(post.clone()));
            }
        }
        for post in parked.values().filter(|post| !old.contains(&post.id)) {
            self.create_parked(post);
        }
    }

    /// The unit from which it came may be gone: then it is created in another one.
    fn create_parked(&mut self, post: &Post) {
        let exists = |share: &PostShare| self.plan.unit(&share.unit).is_some();
        let mut new = post.clone();
        let whole = post.shares.iter().all(exists);
        if let Some(unit) = self.plan.units.first().filter(|_| !whole) {
            new.shares = vec![PostShare { unit: unit.id.clone(), fte: post.fte() }];
        }
        let id = post.id.clone();
        self.make(Action::AddPost(new));
        self.make(Action::ParkPost { post: id.clone() });
        if !whole {
            let shares = Some(post.shares.clone());
            self.make(Action::SetPost(PostPatch { shares, ..PostPatch::new(id) }));
        }
    }

    /// Moves as few as possible, the last one first: behind it everything stands already.
    fn put_in_order(&mut self) {
        let places: BTreeMap<&UnitId, usize> =
            gathered(self.target.units.iter().enumerate().map(|(place, unit)| (&unit.id, place)));
        let now: Vec<usize> =
            self.plan.units.iter().filter_map(|unit| places.get(&unit.id).copied()).collect();
        for (place, next) in moving(&now, self.target.units.len()) {
            let unit = &self.target.units[place];
            let before = next.map(|next| self.target.units[next].id.clone());
            let (unit, to) = (unit.id.clone(), unit.parent.clone());
            self.make(Action::MoveUnit { unit, to, before: Some(before) });
        }
        let posts: Vec<&Post> = self.target.posts.iter().filter(|post| post.exists_on(self.day)).collect();
        let places: BTreeMap<&PostId, usize> =
            gathered(posts.iter().enumerate().map(|(place, post)| (&post.id, place)));
        let now: Vec<usize> =
            self.plan.posts.iter().filter_map(|post| places.get(&post.id).copied()).collect();
        for (place, next) in moving(&now, posts.len()) {
            let Some(to) = posts[place].home().cloned() else { continue };
            let before = next.map(|next| posts[next].id.clone());
            self.make(Action::MovePost { post: posts[place].id.clone(), to, before: Some(before) });
        }
    }
}

/// The places that have to be moved, the last one first, each with the one before which it goes; none at the end.
fn moving(now: &[usize], count: usize) -> Vec<(usize, Option<usize>)> {
    let stays = order::stays(now);
    let moving: Vec<usize> =
        now.iter().zip(stays).filter(|(_, stays)| !stays).map(|(&place, _)| place).collect();
    in_order(moving, |a, b| b.cmp(a))
        .into_iter()
        .map(|place| (place, Some(place + 1).filter(|next| *next < count)))
        .collect()
}

/// The units, each after the one above it, with its level counted from 1.
fn from_the_top(plan: &Plan) -> Vec<(&Unit, usize)> {
    let mut children: BTreeMap<Option<&UnitId>, Vec<&Unit>> = BTreeMap::new();
    for unit in &plan.units {
        children.entry(unit.parent.as_ref()).or_default().push(unit);
    }
    let mut all: Vec<(&Unit, usize)> = Vec::with_capacity(plan.units.len());
    all.extend(children.get(&None).into_iter().flatten().map(|&unit| (unit, 1)));
    let mut next = 0;
    while let Some(&(unit, level)) = all.get(next) {
        all.extend(children.get(&Some(&unit.id)).into_iter().flatten().map(|&child| (child, level + 1)));
        next += 1;
    }
    all
}

fn depth(plan: &Plan) -> usize {
    from_the_top(plan).last().map_or(0, |(_, level)| *level)
}
