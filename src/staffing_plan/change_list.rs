//! The list of changes (Veränderungsliste): what differs between two organisations, post by post.

use super::cost::cents_of_post;
use super::marks::marks_of;
use crate::plan::gather::gathered;
use crate::plan::{
    Action, AssumptionsPatch, Change, Evaluation, Fte, Organisation, Plan, Post, PostId, Provenance, Terms,
    UnitId, plain_grade, same_grade,
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What happens to a post; one post may have several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A new post.
    New,
    /// Back from the tray.
    Returned,
    /// Its kw date is past.
    Lapsed,
    /// Put into the tray: in no sum, not given up.
    Parked,
    /// Given up.
    Removed,
    /// Another pay grade (Umwandlung).
    Converted,
    /// Works in another unit, or in other parts.
    Moved,
    /// Of another extent.
    Resized,
    /// Gets a kw date.
    KwSet,
    /// A later kw date.
    KwExtended,
    /// An earlier kw date.
    KwShortened,
    /// Loses its kw date: it lasts.
    KwLifted,
    /// Other marks: kw without a day, ku, Sperrvermerk, Leerstelle, third-party funding.
    Marked,
}

/// A part of a post: a cell of the table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// The unit.
    pub unit: UnitId,
    /// Its name at that time.
    pub name: String,
    /// Pay grade.
    pub grade: String,
    /// Extent.
    pub fte: Fte,
}

impl Cell {
    /// The extent of all parts together.
    #[must_use]
    pub fn sum(cells: &[Self]) -> Fte {
        cells.iter().map(|cell| cell.fte).sum()
    }
}

/// A line of the list: everything that happens to one post.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Running number, from 1.
    pub number: usize,
    /// Which post.
    pub post: PostId,
    /// Its function, as it is afterwards.
    pub title: String,
    /// Whether the source document names the post; its grade and its cost are assumed either way.
    pub provenance: Provenance,
    /// What happens to it; at least one, in the order of [`Kind`].
    pub kinds: Vec<Kind>,
    /// Where it stood; empty where it did not stand.
    pub from: Vec<Cell>,
    /// Where it stands; empty where it does not any more.
    pub to: Vec<Cell>,
    /// Its kw date before.
    pub kw_from: Option<NaiveDate>,
    /// Its kw date afterwards; of a lapsed post the day on which it ended.
    pub kw_to: Option<NaiveDate>,
    /// Its other marks before.
    pub marks_from: Option<Box<Terms>>,
    /// The same afterwards.
    pub marks_to: Option<Box<Terms>>,
    /// Why it has its grade, as it is afterwards.
    pub evaluation: Option<Evaluation>,
    /// What the change costs more in a full year, in cents; negative where it saves. None where a grade has no cost. Rounded
    /// down for each post, the table for each row: both sums differ by less than a cent for each entry and row.
    pub more_cents: Option<i64>,
    /// Whether it comes from the scenario; otherwise it happens without it, by a kw date or a decision.
    pub by_scenario: bool,
    /// The reason given with the step of the scenario.
    pub reason: Option<String>,
}

impl Entry {
    /// Full-time equivalents more, in thousandths; negative where they become fewer.
    #[must_use]
    pub fn more_fte(&self) -> Fte {
        Cell::sum(&self.to) - Cell::sum(&self.from)
    }

    /// Whether both say the same of the post, whatever their number, names and reason.
    #[must_use]
    pub fn same_change(&self, other: &Self) -> bool {
        let cells = |cells: &[Cell]| -> Vec<(UnitId, String, Fte)> {
            cells.iter().map(|cell| (cell.unit.clone(), plain_grade(&cell.grade), cell.fte)).collect()
        };
        (&self.post, &self.kinds, self.kw_from, self.kw_to)
            == (&other.post, &other.kinds, other.kw_from, other.kw_to)
            && (&self.marks_from, &self.marks_to) == (&other.marks_from, &other.marks_to)
            && cells(&self.from) == cells(&other.from)
            && cells(&self.to) == cells(&other.to)
    }
}

/// The reasons of a scenario's steps, by the post that they are about; a later one replaces an earlier one. Those of the costs
/// are kept with what each step set, so that a figure finds its own.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reasons {
    posts: BTreeMap<PostId, String>,
    costs: Vec<(AssumptionsPatch, Option<String>)>,
    case_types: Vec<String>,
}

impl Reasons {
    /// Takes note of a step.
    pub fn add(&mut self, changes: &[Change], reason: Option<&str>) {
        let reason = reason.filter(|reason| !reason.trim().is_empty());
        for change in changes {
            if let Action::SetAssumptions(patch) = &change.action
                && (patch.cost_per_grade.is_some() || patch.workplace.is_some())
            {
                self.costs.push((AssumptionsPatch::clone(patch), reason.map(str::to_owned)));
            }
            let Some(reason) = reason else { continue };
            if matches!(change.action, Action::SetCaseType(_))
                && !self.case_types.iter().any(|one| one == reason)
            {
                self.case_types.push(reason.to_owned());
            }
            let post = match &change.action {
                Action::AddPost(post) => &post.id,
                Action::MovePost { post, .. } | Action::ParkPost { post } | Action::RemovePost { post } => {
                    post
                }
                Action::SetPost(patch) => &patch.post,
                _ => continue,
            };
            self.posts.insert(post.clone(), reason.to_owned());
        }
    }

    /// The reason of the last step that gave a figure another value; `first` is the value before all of them.
    pub(super) fn of_figure<T: PartialEq>(
        &self,
        first: Option<T>,
        figure: impl Fn(&AssumptionsPatch) -> Option<T>,
    ) -> Option<&str> {
        let (mut value, mut reason) = (first, None);
        for (patch, given) in &self.costs {
            let next = figure(patch);
            if next.is_some() && next != value {
                (value, reason) = (next, given.as_deref());
            }
        }
        reason
    }

    /// The reasons of all steps that set figures of case types, each once, the earliest first.
    #[must_use]
    pub fn of_case_types(&self) -> &[String] {
        &self.case_types
    }

    /// The reason given last for a post.
    #[must_use]
    pub fn of(&self, post: &PostId) -> Option<&str> {
        self.posts.get(post).map(String::as_str)
    }
}

/// What differs for the posts that stand in one of the two, in the order in which they stand in `after`, those that are gone
/// behind them. Money by the cost of the grades of `after`. Names, holders and tasks of a post are not part of a staffing plan;
/// its marks are.
#[must_use]
pub fn change_list(before: &Organisation, after: &Organisation) -> Vec<Entry> {
    let old: BTreeMap<&PostId, &Post> = gathered(before.plan.posts.iter().map(|post| (&post.id, post)));
    let new: BTreeSet<&PostId> = gathered(after.plan.posts.iter().map(|post| &post.id));
    let ended: BTreeMap<&PostId, &Post> = gathered(after.ended.iter().map(|post| (&post.id, post)));
    let standing = after.plan.posts.iter().map(|post| (old.get(&post.id).copied(), Some(post)));
    let gone = before.plan.posts.iter().filter(|post| !new.contains(&post.id));
    let gone = gone.map(|post| (Some(post), None));
    let mut entries: Vec<Entry> = Vec::new();
    for (was, is) in standing.chain(gone) {
        let Some(post) = is.or(was) else { continue };
        let kinds = match (was, is) {
            (Some(was), Some(is)) => differences(was, is),
            (None, _) if before.plan.parked(&post.id).is_some() => vec![Kind::Returned],
            (None, _) => vec![Kind::New],
            (Some(_), None) if ended.contains_key(&post.id) => vec![Kind::Lapsed],
            (Some(_), None) if after.plan.parked(&post.id).is_some() => vec![Kind::Parked],
            (Some(_), None) => vec![Kind::Removed],
        };
        if kinds.is_empty() {
            continue;
        }
        let cost = |post: Option<&Post>| cents(&after.plan, post);
        entries.push(Entry {
            number: entries.len() + 1,
            post: post.id.clone(),
            title: post.title.clone(),
            provenance: post.provenance,
            kinds,
            from: was.map(|post| cells(&before.plan, post)).unwrap_or_default(),
            to: is.map(|post| cells(&after.plan, post)).unwrap_or_default(),
            kw_from: was.and_then(|post| post.kw),
            kw_to: is.or_else(|| ended.get(&post.id).copied()).and_then(|post| post.kw),
            marks_from: was.and_then(marks_of),
            marks_to: is.and_then(marks_of),
            evaluation: is.and_then(|post| post.noted().evaluation.clone()),
            more_cents: cost(is).zip(cost(was)).map(|(is, was)| is.saturating_sub(was)),
            by_scenario: true,
            reason: None,
        });
    }
    entries
}

/// What happens to a post that stands before and afterwards.
fn differences(was: &Post, is: &Post) -> Vec<Kind> {
    let units = |post: &Post| post.shares.iter().map(|share| share.unit.clone()).collect::<Vec<_>>();
    let mut kinds = Vec::new();
    if !same_grade(&was.grade, &is.grade) {
        kinds.push(Kind::Converted);
    }
    let resized = was.fte() != is.fte();
    // Other parts of the same size are a move too.
    if units(was) != units(is) || (was.shares != is.shares && !resized) {
        kinds.push(Kind::Moved);
    }
    if resized {
        kinds.push(Kind::Resized);
    }
    match (was.kw, is.kw) {
        (None, Some(_)) => kinds.push(Kind::KwSet),
        (Some(_), None) => kinds.push(Kind::KwLifted),
        (Some(was), Some(is)) if is > was => kinds.push(Kind::KwExtended),
        (Some(was), Some(is)) if is < was => kinds.push(Kind::KwShortened),
        _ => {}
    }
    if marks_of(was) != marks_of(is) {
        kinds.push(Kind::Marked);
    }
    kinds
}

fn cells(plan: &Plan, post: &Post) -> Vec<Cell> {
    let cell = |share: &crate::plan::PostShare| Cell {
        unit: share.unit.clone(),
        name: plan.unit_name(&share.unit).to_owned(),
        grade: post.grade.clone(),
        fte: share.fte,
    };
    post.shares.iter().map(cell).collect()
}

/// Of the whole post: parts rounded one by one would make a post cheaper that is moved into two units.
fn cents(plan: &Plan, post: Option<&Post>) -> Option<i64> {
    let Some(post) = post else { return Some(0) };
    cents_of_post(plan, post, post.fte())
}
