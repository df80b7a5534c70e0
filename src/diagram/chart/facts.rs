//! What the chart shows of a day: every unit and post with its figures, without and with the scenario's changes.

use super::changes::ChangeMark;
use crate::assessment::{Load, Request, loads};
use crate::plan::{
    CaseTypeId, DAYS_PER_MONTH, Fte, Occupancy, Organisation, Plan, Post, PostId, Provenance, Stated, UnitId,
    UnitKind,
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Posts of a unit, summed.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Sums {
    /// Number of posts.
    pub posts: usize,
    /// As planned.
    pub planned: Fte,
    /// Filled on the day.
    pub filled: Fte,
    /// Filled, each post counted by how far its holder has been trained, in full-time equivalents.
    pub effective: f64,
}

impl Sums {
    fn add(&mut self, other: Self) {
        self.posts += other.posts;
        self.planned += other.planned;
        self.filled += other.filled;
        self.effective += other.effective;
    }

    /// Not filled on the day.
    #[must_use]
    pub fn vacant(&self) -> Fte {
        self.planned - self.filled
    }
}

/// Figures of a unit in one variant.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Figures {
    /// Its own posts.
    pub own: Sums,
    /// With all units below.
    pub total: Sums,
    /// Need of the twelve months from the day on over posts without the task force, with all units below.
    pub load: Option<f64>,
    /// The same with the task force, where there is one.
    pub load_with_task_force: Option<f64>,
}

/// A post as it stands on the day.
#[derive(Debug, Clone, PartialEq)]
pub struct PostFacts {
    /// Which post.
    pub id: PostId,
    /// The unit in which it is drawn.
    pub unit: UnitId,
    /// Function.
    pub title: String,
    /// Pay grade.
    pub grade: String,
    /// In its unit.
    pub fte: Fte,
    /// How it stands.
    pub occupancy: Occupancy,
    /// Last day on which it exists.
    pub kw: Option<NaiveDate>,
    /// Whether it belongs to a task force.
    pub task_force: bool,
    /// Provenance of its existence.
    pub provenance: Provenance,
    /// Remark.
    pub note: Option<String>,
    /// How far its holder has been trained; none while vacant or fully trained.
    pub proficiency: Option<f64>,
    /// Name of the unit in which the post itself is drawn, where this is only a part of it.
    pub home: Option<String>,
    /// Its parts in other units, by their names.
    pub parts: Vec<(String, Fte)>,
    /// Name of the unit from which the scenario took it.
    pub moved_from: Option<String>,
    /// How it differs from the baseline, where the chart shows that.
    pub mark: Option<ChangeMark>,
}

impl PostFacts {
    /// Whether the post is gone on the day.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        matches!(self.occupancy, Occupancy::Ended { .. })
    }

    /// Whether somebody fills the post on the day.
    #[must_use]
    pub const fn is_filled(&self) -> bool {
        matches!(self.occupancy, Occupancy::Filled { .. })
    }

    /// How it stands, in one word for style sheets.
    #[must_use]
    pub const fn state(&self) -> &'static str {
        match self.occupancy {
            Occupancy::Filled { .. } => "filled",
            Occupancy::Recruiting { .. } => "recruiting",
            Occupancy::Vacant => "vacant",
            Occupancy::Ended { .. } => "ended",
        }
    }

    fn of(post: &Post, unit: &UnitId, date: NaiveDate, plan: &Plan) -> Self {
        let occupancy = post.occupancy(date);
        let proficiency = match occupancy {
            Occupancy::Filled { since } => {
                let trained = proficiency(plan, (&post.id, unit), since, date);
                Some(trained).filter(|value| *value < 0.999)
            }
            _ => None,
        };
        let name = |id: &UnitId| plan.unit_name(id).to_owned();
        let home = post.home().filter(|home| *home != unit).map(name);
        let others = post.shares.iter().filter(|share| home.is_none() && share.unit != *unit);
        let parts = others.map(|share| (name(&share.unit), share.fte)).collect();
        Self {
            id: post.id.clone(),
            unit: unit.clone(),
            title: post.title.clone(),
            grade: post.grade.clone(),
            fte: post.fte_in(unit),
            occupancy,
            kw: post.kw,
            task_force: post.task_force,
            provenance: post.provenance,
            note: post.note.clone(),
            proficiency,
            home,
            parts,
            moved_from: None,
            mark: None,
        }
    }
}

/// A task (case type) as it stands on the day.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskFacts {
    /// Which case type.
    pub id: CaseTypeId,
    /// Its name.
    pub name: String,
    /// Open cases at the start.
    pub open_cases: u64,
    /// Name of the unit from which the scenario took it.
    pub moved_from: Option<String>,
    /// How it differs from the baseline, where the chart shows that.
    pub mark: Option<ChangeMark>,
}

/// A unit as it stands on the day.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitFacts {
    /// Which unit.
    pub id: UnitId,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: UnitKind,
    /// The unit above.
    pub parent: Option<UnitId>,
    /// Level in the tree, counted from 1.
    pub level: usize,
    /// Place among the children of the unit above (posts first), counted from 1.
    pub position: usize,
    /// Posts and units below the unit above.
    pub siblings: usize,
    /// Tasks of the unit above: where tasks are shown they stand between its posts and its units.
    pub tasks_beside: usize,
    /// Provenance of its existence.
    pub provenance: Provenance,
    /// Remark.
    pub note: Option<String>,
    /// What the document states.
    pub stated: Option<Stated>,
    /// With the scenario.
    pub now: Figures,
    /// Without the scenario.
    pub baseline: Figures,
    /// Open cases at the start, with all units below.
    pub open_cases: u64,
    /// The day on which these were counted, where it is not the day shown.
    pub counted: Option<NaiveDate>,
    /// Its posts, those that have ended last.
    pub posts: Vec<PostFacts>,
    /// Parts of posts that are drawn in another unit.
    pub shares: Vec<PostFacts>,
    /// Its tasks.
    pub tasks: Vec<TaskFacts>,
    /// Units below, staff offices first.
    pub children: Vec<UnitId>,
    /// How it differs from the baseline, where the chart shows that.
    pub mark: Option<ChangeMark>,
}

impl UnitFacts {
    /// Whether the scenario changes a figure of this unit.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.now.total.planned != self.baseline.total.planned
            || self.now.own.planned != self.baseline.own.planned
            || rounded(self.now.load) != rounded(self.baseline.load)
    }
}

fn rounded(load: Option<f64>) -> Option<i64> {
    load.map(|load| (load * 1000.0).round() as i64)
}

/// Everything that the chart shows of a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// The day.
    pub date: NaiveDate,
    /// The organisation with the scenario's changes, for checks and sentences.
    pub plan: Plan,
    /// Units without a unit above.
    pub roots: Vec<UnitId>,
    /// The units.
    pub units: BTreeMap<UnitId, UnitFacts>,
    /// Parked posts: in no unit and in no sum.
    pub tray: Vec<PostFacts>,
    /// Why there are no loads, as a sentence.
    pub problem: Option<String>,
}

impl Facts {
    /// Gathers the facts of a day: `scenario` with the changes, `baseline` without.
    #[must_use]
    pub fn of(scenario: &Organisation, baseline: &Organisation, date: NaiveDate) -> Self {
        let now = Variant::of(scenario, date);
        let before = Variant::of(baseline, date);
        let plan = &scenario.plan;
        let mut facts = Self {
            date,
            plan: plan.clone(),
            roots: plan.children(None).map(|unit| unit.id.clone()).collect(),
            units: BTreeMap::new(),
            tray: parked(plan, date),
            problem: now.problem.clone(),
        };
        let context = Context { scenario, baseline, now: &now, before: &before, date };
        let roots = facts.roots.clone();
        for (index, root) in roots.iter().enumerate() {
            let among = Among { level: 1, position: index + 1, siblings: roots.len(), tasks: 0 };
            facts.add(root, &context, among);
        }
        facts
    }

    fn add(&mut self, id: &UnitId, context: &Context<'_>, among: Among) -> u64 {
        let plan = &context.scenario.plan;
        let Some(unit) = plan.unit(id) else { return 0 };
        let posts = context.posts(id);
        let (staff, line): (Vec<_>, Vec<_>) =
            plan.children(Some(id)).partition(|child| child.kind == UnitKind::StaffUnit);
        let children: Vec<UnitId> = staff.iter().chain(&line).map(|child| child.id.clone()).collect();
        let tasks = context.tasks(id);
        let mut open_cases: u64 =
            plan.case_types.iter().filter(|kind| kind.unit == *id).map(|kind| kind.opening.waiting).sum();
        for (index, child) in children.iter().enumerate() {
            let among = Among {
                level: among.level + 1,
                position: posts.len() + index + 1,
                siblings: posts.len() + children.len(),
                tasks: tasks.len(),
            };
            open_cases += self.add(child, context, among);
        }
        let facts = UnitFacts {
            id: id.clone(),
            name: unit.name.clone(),
            kind: unit.kind,
            parent: unit.parent.clone(),
            level: among.level,
            position: among.position,
            siblings: among.siblings,
            tasks_beside: among.tasks,
            provenance: unit.provenance,
            note: unit.note.clone(),
            stated: unit.stated.clone(),
            now: context.now.figures(id),
            baseline: context.before.figures(id),
            open_cases,
            counted: (plan.as_of != context.date).then_some(plan.as_of),
            posts,
            shares: context.shares(id),
            tasks,
            children,
            mark: None,
        };
        self.units.insert(id.clone(), facts);
        open_cases
    }

    /// A post, also one that has ended or is parked. Linear in the number of posts.
    #[must_use]
    pub fn post(&self, id: &PostId) -> Option<&PostFacts> {
        self.units.values().flat_map(|unit| &unit.posts).chain(&self.tray).find(|post| post.id == *id)
    }

    /// Whether a post is parked.
    #[must_use]
    pub fn is_parked(&self, id: &PostId) -> bool {
        self.tray.iter().any(|post| post.id == *id)
    }

    /// The units in the order in which they are drawn.
    #[must_use]
    pub fn in_order(&self) -> Vec<&UnitFacts> {
        let mut order = Vec::with_capacity(self.units.len());
        let mut open: Vec<&UnitId> = self.roots.iter().rev().collect();
        while let Some(id) = open.pop() {
            if let Some(unit) = self.units.get(id) {
                order.push(unit);
                open.extend(unit.children.iter().rev());
            }
        }
        order
    }
}

/// Where a unit stands in the tree.
#[derive(Clone, Copy)]
struct Among {
    level: usize,
    position: usize,
    siblings: usize,
    /// Tasks of the unit above.
    tasks: usize,
}

/// The parked posts, each under the unit from which it came.
fn parked(plan: &Plan, date: NaiveDate) -> Vec<PostFacts> {
    let facts = |post: &Post| {
        let mut facts = PostFacts::of(post, post.home()?, date, plan);
        facts.fte = post.fte();
        Some(facts)
    };
    plan.tray.iter().filter_map(facts).collect()
}

struct Context<'a> {
    scenario: &'a Organisation,
    baseline: &'a Organisation,
    now: &'a Variant,
    before: &'a Variant,
    date: NaiveDate,
}

impl Context<'_> {
    /// The posts drawn in a unit, those that have ended last.
    fn posts(&self, unit: &UnitId) -> Vec<PostFacts> {
        let plan = &self.scenario.plan;
        let here = |post: &&Post| post.home() == Some(unit);
        plan.posts
            .iter()
            .filter(here)
            .chain(self.scenario.ended.iter().filter(here))
            .map(|post| {
                let mut facts = PostFacts::of(post, unit, self.date, plan);
                let home =
                    self.baseline.plan.post(&post.id).and_then(Post::home).filter(|home| *home != unit);
                facts.moved_from =
                    home.and_then(|home| self.baseline.plan.unit(home)).map(|unit| unit.name.clone());
                facts
            })
            .collect()
    }

    /// The parts that posts drawn elsewhere give to a unit.
    fn shares(&self, unit: &UnitId) -> Vec<PostFacts> {
        let plan = &self.scenario.plan;
        let part =
            |post: &&Post| post.home() != Some(unit) && post.shares.iter().any(|share| share.unit == *unit);
        plan.posts.iter().filter(part).map(|post| PostFacts::of(post, unit, self.date, plan)).collect()
    }

    /// The tasks of a unit, in the order of the plan.
    fn tasks(&self, unit: &UnitId) -> Vec<TaskFacts> {
        let here = self.scenario.plan.case_types.iter().filter(|kind| kind.unit == *unit);
        here.map(|kind| {
            let before = self.baseline.plan.case_type(&kind.id).map(|kind| &kind.unit);
            let from = before.filter(|before| *before != unit);
            TaskFacts {
                id: kind.id.clone(),
                name: kind.name.clone(),
                open_cases: kind.opening.waiting,
                moved_from: from.and_then(|from| self.baseline.plan.unit(from)).map(|unit| unit.name.clone()),
                mark: None,
            }
        })
        .collect()
    }
}

/// Sums and loads of one variant.
struct Variant {
    own: BTreeMap<UnitId, Sums>,
    total: BTreeMap<UnitId, Sums>,
    loads: Vec<(UnitId, Load)>,
    problem: Option<String>,
}

impl Variant {
    fn of(organisation: &Organisation, date: NaiveDate) -> Self {
        let plan = &organisation.plan;
        let mut own: BTreeMap<UnitId, Sums> = BTreeMap::new();
        for post in &plan.posts {
            for (index, share) in post.shares.iter().enumerate() {
                let mut sums = Sums { posts: usize::from(index == 0), planned: share.fte, ..Sums::default() };
                for piece in post.pieces().iter() {
                    if let (Occupancy::Filled { since }, Some(part)) =
                        (piece.occupancy(date), piece.shares.get(index))
                    {
                        let trained = proficiency(plan, (&piece.id, &share.unit), since, date);
                        sums.filled += part.fte;
                        sums.effective += part.fte.as_f64() * trained;
                    }
                }
                own.entry(share.unit.clone()).or_default().add(sums);
            }
        }
        let mut total = own.clone();
        for (unit, sums) in &own {
            let mut seen = BTreeSet::new();
            let mut above = plan.unit(unit).and_then(|unit| unit.parent.as_ref());
            while let Some(id) = above.filter(|id| seen.insert((*id).clone())) {
                total.entry(id.clone()).or_default().add(*sums);
                above = plan.unit(id).and_then(|unit| unit.parent.as_ref());
            }
        }
        let (loads, problem) = match loads(plan, &Request::on(date)) {
            Ok(loads) => (loads, None),
            Err(error) => (Vec::new(), Some(error.to_string())),
        };
        Self { own, total, loads, problem }
    }

    fn figures(&self, unit: &UnitId) -> Figures {
        let load = self.loads.iter().find(|(id, _)| id == unit).map(|(_, load)| load);
        Figures {
            own: self.own.get(unit).copied().unwrap_or_default(),
            total: self.total.get(unit).copied().unwrap_or_default(),
            load: load.and_then(|load| load.load),
            load_with_task_force: load
                .filter(|load| load.posts.task_force > Fte::ZERO)
                .and_then(|load| load.load_with_task_force),
        }
    }
}

/// How far the holder of a piece of a post has been trained on a day for the work in a unit.
fn proficiency(plan: &Plan, (piece, unit): (&PostId, &UnitId), since: NaiveDate, date: NaiveDate) -> f64 {
    let since = plan.practised_since(piece, unit, since);
    plan.assumptions.onboarding.proficiency((date - since).num_days().max(0) as f64 / DAYS_PER_MONTH)
}

#[cfg(test)]
mod tests;
