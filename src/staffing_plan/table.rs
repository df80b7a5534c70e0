//! The table: unit by grade, this year and the year before.

use super::below::{self, UnitSum};
use super::cost::cents_of;
use super::marks::marks_of;
use crate::plan::rules::budgets;
use crate::plan::{
    EuroPerYear, Evaluation, Fte, Occupancy, Organisation, Plan, Post, PostId, PostShare, Provenance,
    StaffGroup, Terms, UnitId,
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;

/// What stands in one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// Posts of the budget year.
    pub posts: Fte,
    /// Posts of the year before.
    pub previous: Fte,
    /// Of those of the year before, filled on its 30 June; none where the plan does not know that day.
    pub filled: Option<Fte>,
    /// Personnel cost of the posts of the budget year in a full year, rounded down to the cent once for each row.
    pub cost: EuroPerYear,
    /// The same for the posts of the year before, at the same cost of a grade.
    pub previous_cost: EuroPerYear,
    /// Posts of the budget year whose grade has no cost: missing in `cost`.
    pub without_cost: Fte,
}

impl AddAssign for Figures {
    fn add_assign(&mut self, other: Self) {
        self.posts += other.posts;
        self.previous += other.previous;
        self.filled = match (self.filled, other.filled) {
            (Some(one), Some(other)) => Some(one + other),
            (one, other) => one.or(other),
        };
        self.cost = EuroPerYear::from_cents(self.cost.cents().saturating_add(other.cost.cents()));
        let previous = self.previous_cost.cents().saturating_add(other.previous_cost.cents());
        self.previous_cost = EuroPerYear::from_cents(previous);
        self.without_cost += other.without_cost;
    }
}

/// A mark on posts of a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// kw: their last day.
    pub kw: Option<NaiveDate>,
    /// Whether they are a task force.
    pub task_force: bool,
    /// Marks without a kw date: kw without a day, ku, Sperrvermerk, Leerstelle, third-party funding.
    pub marks: Option<Box<Terms>>,
    /// How many.
    pub fte: Fte,
}

/// The posts of one unit in one grade.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Pay grade as written.
    pub grade: String,
    /// Posts for civil servants (Planstellen) or for employees (Stellen).
    pub group: StaffGroup,
    /// The figures.
    pub figures: Figures,
    /// Marks on the posts of the budget year, by date.
    pub notes: Vec<Note>,
    /// How many of the posts of the budget year the source document states for this unit; the rest is assumed, if only as a
    /// part of a sum that it states for the unit above.
    pub stated: Fte,
    /// How many of the posts of the budget year the source document names, and be it in a sum for a unit above.
    pub named: Fte,
    /// How many of the posts of the budget year are Leerstellen, which cost nothing.
    pub on_leave: Fte,
    /// Why posts of the budget year have this grade, where that is noted.
    pub evaluations: Vec<(PostId, Evaluation)>,
}

/// The posts that work in a unit itself.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitRows {
    /// Which unit.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// The sub-budget (Teilhaushalt) that pays for it, its own or that of a unit above.
    pub budget: Option<String>,
    /// Whether it is not there any more in the budget year.
    pub gone: bool,
    /// By grade, the highest first; never empty.
    pub rows: Vec<Row>,
    /// All rows together.
    pub sum: Figures,
}

/// The table of the staffing plan.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StaffingTable {
    /// Units with posts in one of the years: those of the budget year in the order of the plan, then those that are gone.
    pub units: Vec<UnitRows>,
    /// The sums of those that have others below them.
    pub sums: Vec<UnitSum>,
    /// How many of the posts of the budget year the source document names, all together.
    pub named: Fte,
    /// Posts for civil servants.
    pub civil_servants: Figures,
    /// Posts for employees.
    pub employees: Figures,
    /// All together.
    pub total: Figures,
}

/// Which group a grade belongs to: those of the orders A, B, R and W are for civil servants.
#[must_use]
pub fn staff_group(grade: &str) -> StaffGroup {
    let letter = grade.trim_start().chars().next();
    let order = grade.trim_start().chars().nth(1).is_some_and(|next| next == ' ' || next.is_ascii_digit());
    match letter {
        Some('A' | 'B' | 'R' | 'W') if order => StaffGroup::CivilServant,
        _ => StaffGroup::Employee,
    }
}

/// Sets up the table: the posts that stand in the one organisation and in the other. Parked posts and posts past their kw
/// date stand in neither. `filling` is the day on which the posts of `before` were filled or not, where it is known.
#[must_use]
pub fn table(before: &Organisation, after: &Organisation, filling: Option<NaiveDate>) -> StaffingTable {
    let mut lines: BTreeMap<(&UnitId, &str), Line> = BTreeMap::new();
    for (post, share) in shares(&before.plan) {
        let line = lines.entry((&share.unit, &post.grade)).or_default();
        line.before(post, share, filling);
    }
    for (post, share) in shares(&after.plan) {
        lines.entry((&share.unit, &post.grade)).or_default().after(post, share, &after.plan);
    }
    let mut table = StaffingTable::default();
    let here = after.plan.units.iter().map(|unit| (unit, false));
    let known: BTreeSet<&UnitId> = after.plan.units.iter().map(|unit| &unit.id).collect();
    let gone = before.plan.units.iter().filter(|unit| !known.contains(&unit.id)).map(|unit| (unit, true));
    let (budgets, old_budgets) = (budgets(&after.plan), budgets(&before.plan));
    for (unit, gone) in here.chain(gone) {
        let row_of = |((_, grade), line): (&(&UnitId, &str), &Line)| line.row(grade, &after.plan);
        let mut rows: Vec<Row> =
            lines.range((&unit.id, "")..).take_while(|((id, _), _)| *id == &unit.id).map(row_of).collect();
        rows.sort_by_key(|row| order(&row.grade));
        let mut sum = Figures { filled: filling.map(|_| Fte::ZERO), ..Figures::default() };
        for row in &mut rows {
            row.figures.filled = filling.map(|_| row.figures.filled.unwrap_or_default());
            sum += row.figures;
            table.named += row.named;
            match row.group {
                StaffGroup::CivilServant => table.civil_servants += row.figures,
                StaffGroup::Employee => table.employees += row.figures,
            }
        }
        table.total += sum;
        if !rows.is_empty() {
            let budgets = if gone { &old_budgets } else { &budgets };
            let budget = budgets.get(&unit.id).map(|&budget| budget.to_owned());
            let (unit, name) = (unit.id.clone(), unit.name.clone());
            table.units.push(UnitRows { unit, name, budget, gone, rows, sum });
        }
    }
    table.sums = below::sums(&before.plan, &after.plan, &table.units);
    table
}

fn shares(plan: &Plan) -> impl Iterator<Item = (&Post, &PostShare)> {
    plan.posts.iter().flat_map(|post| post.shares.iter().map(move |share| (post, share)))
}

/// A line on its way.
#[derive(Debug, Default)]
struct Line {
    figures: Figures,
    notes: Vec<Note>,
    stated: Fte,
    named: Fte,
    on_leave: Fte,
    previous_on_leave: Fte,
    evaluations: Vec<(PostId, Evaluation)>,
}

impl Line {
    fn before(&mut self, post: &Post, share: &PostShare, filling: Option<NaiveDate>) {
        self.figures += Figures {
            previous: share.fte,
            filled: filling.map(|day| filled(post, share, day)),
            ..Figures::default()
        };
        if post.noted().leave.is_some() {
            self.previous_on_leave += share.fte;
        }
    }

    fn after(&mut self, post: &Post, share: &PostShare, plan: &Plan) {
        self.figures += Figures { posts: share.fte, ..Figures::default() };
        self.note(Note { kw: post.kw, task_force: post.task_force, marks: marks_of(post), fte: share.fte });
        if post.provenance == Provenance::Document {
            self.named += share.fte;
            // Where the document states a sum only, which of its posts work in which unit is assumed.
            let unit = plan.unit(&share.unit);
            if unit.is_some_and(|unit| unit.provenance == Provenance::Document) {
                self.stated += share.fte;
            }
        }
        if post.noted().leave.is_some() {
            self.on_leave += share.fte;
        }
        // A post that has two parts in the unit is told once.
        if let Some(evaluation) = post.noted().evaluation.clone()
            && self.evaluations.last().is_none_or(|(told, _)| *told != post.id)
        {
            self.evaluations.push((post.id.clone(), evaluation));
        }
    }

    /// Posts with the same marks are told together.
    fn note(&mut self, note: Note) {
        if note.kw.is_none() && !note.task_force && note.marks.is_none() {
            return;
        }
        let same = |other: &&mut Note| {
            (other.kw, other.task_force) == (note.kw, note.task_force) && other.marks == note.marks
        };
        match self.notes.iter_mut().find(same) {
            Some(other) => other.fte += note.fte,
            None => self.notes.push(note),
        }
    }

    /// The line as it is told. Money is rounded here, once for all its posts, as the formula of the workbook does.
    fn row(&self, grade: &str, costs: &Plan) -> Row {
        let mut notes = self.notes.clone();
        notes.sort_by_key(|note| (note.kw, note.task_force));
        let paid = self.figures.posts - self.on_leave;
        let cents = cents_of(costs, grade, paid);
        let previous_cents = cents_of(costs, grade, self.figures.previous - self.previous_on_leave);
        let figures = Figures {
            cost: EuroPerYear::from_cents(cents.unwrap_or(0)),
            previous_cost: EuroPerYear::from_cents(previous_cents.unwrap_or(0)),
            without_cost: if cents.is_none() { paid } else { Fte::ZERO },
            ..self.figures
        };
        Row {
            grade: grade.to_owned(),
            group: staff_group(grade),
            figures,
            notes,
            stated: self.stated,
            named: self.named,
            on_leave: self.on_leave,
            evaluations: self.evaluations.clone(),
        }
    }
}

/// How much of a part of a post is filled on a day, all of its holders together.
fn filled(post: &Post, share: &PostShare, day: NaiveDate) -> Fte {
    let filled = |piece: &Post| match piece.occupancy(day) {
        Occupancy::Filled { .. } => piece.fte_in(&share.unit),
        _ => Fte::ZERO,
    };
    post.pieces().iter().map(filled).sum()
}

/// Civil servants first, then by kind, the highest grade first; what cannot be read last, by its text.
fn order(grade: &str) -> (bool, String, i64, String) {
    let kind: String = grade.chars().take_while(|character| !character.is_ascii_digit()).collect();
    let rest = grade.trim_start_matches(|character: char| !character.is_ascii_digit());
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    // „E 9c“ stands above „E 9b“ and below „E 10“.
    let letter = rest.chars().nth(digits.len()).map_or(0, |letter| i64::from(u32::from(letter) % 32));
    let level = digits.parse::<i64>().ok().map_or(0, |level| level.saturating_mul(32).saturating_add(letter));
    (staff_group(grade) == StaffGroup::Employee, kind, level.saturating_neg(), grade.to_owned())
}
