//! The table: unit by grade, this year and the year before.

use super::below::{self, UnitSum};
use super::cost::cents_of;
use super::frozen::{Frozen, FrozenRow};
use super::marks::marks_of;
use super::{Draft, reference_day};
use crate::plan::gather::{gathered, in_order};
use crate::plan::rules::budgets;
use crate::plan::{
    CountedFilling, EuroPerYear, Evaluation, Fte, Occupancy, Organisation, Plan, Post, PostId, PostShare,
    Provenance, StaffGroup, Terms, Unit, UnitId, plain_grade,
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
    /// Whether some of `filled` was counted.
    pub counted: bool,
    /// Whether some of `filled` is a forecast.
    pub forecast: bool,
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
        (self.counted, self.forecast) = (self.counted | other.counted, self.forecast | other.forecast);
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
    /// Pay grade as the table of costs spells it, else as a post does.
    pub grade: String,
    /// Posts for civil servants (Planstellen) or for employees (Stellen).
    pub group: StaffGroup,
    /// The figures.
    pub figures: Figures,
    /// Posts of the year before as the plan has them; other than those of `figures` where a frozen Stellenplan says something else.
    pub previous_of_plan: Fte,
    /// Who has counted how many were filled, and how many the plan has instead, where somebody has.
    pub count: Option<(String, Option<Fte>)>,
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
    let letter = grade.trim_start().chars().next().map(|letter| letter.to_ascii_uppercase());
    let order = grade.trim_start().chars().nth(1).is_some_and(|next| next == ' ' || next.is_ascii_digit());
    match letter {
        Some('A' | 'B' | 'R' | 'W') if order => StaffGroup::CivilServant,
        _ => StaffGroup::Employee,
    }
}

/// What is known of the year before beside its organisation.
#[derive(Debug, Clone, Copy, Default)]
pub struct YearBefore<'a> {
    /// The day on which its posts were filled or not, where the plan knows it.
    pub filling: Option<NaiveDate>,
    /// Whether that day is still to come for the plan, so that the filling is a forecast.
    pub forecast: bool,
    /// Its 30 June: what was counted for that day stands instead.
    pub counted_on: NaiveDate,
    /// Its frozen Stellenplan: whose posts are those of the year before.
    pub frozen: Option<&'a Frozen>,
}

impl YearBefore<'_> {
    /// The year before of a draft, as the plan has it.
    pub(super) fn of(draft: &Draft) -> Self {
        Self {
            filling: draft.knows_filling.then_some(draft.previous_day),
            forecast: draft.previous_day > draft.first_day,
            counted_on: reference_day(draft.year - 1),
            frozen: None,
        }
    }
}

/// Sets up the table: the posts that stand in the one organisation and in the other. Parked posts and posts past their kw
/// date stand in neither.
#[must_use]
pub fn table(before: &Organisation, after: &Organisation, year: YearBefore<'_>) -> StaffingTable {
    let frozen = decided(year.frozen);
    let mut lines = Lines::default();
    for (post, share) in shares(&after.plan) {
        lines.line(&share.unit, &post.grade).after(post, share, &after.plan);
    }
    for (post, share) in shares(&before.plan) {
        lines.line(&share.unit, &post.grade).before(&before.plan, (post, share), year.filling);
    }
    for (unit, count) in counts(before, after, year.counted_on) {
        lines.line(&unit.id, &count.grade).count = Some(count);
    }
    for (unit, row) in &frozen {
        *lines.line(unit, &row.grade).decided.get_or_insert(Fte::ZERO) += Fte::from_thousandths(row.posts);
    }
    let mut table = StaffingTable::default();
    let here = after.plan.units.iter().map(|unit| (unit, false));
    let known: BTreeSet<&UnitId> = gathered(after.plan.units.iter().map(|unit| &unit.id));
    let gone = before.plan.units.iter().filter(|unit| !known.contains(&unit.id)).map(|unit| (unit, true));
    let (budgets, old_budgets) = (budgets(&after.plan), budgets(&before.plan));
    let of_plans = here.chain(gone).map(|(unit, gone)| (&unit.id, unit.name.as_str(), gone));
    let named: BTreeSet<&UnitId> =
        gathered(before.plan.units.iter().chain(&after.plan.units).map(|unit| &unit.id));
    let mut old: Vec<_> = frozen.iter().filter(|(unit, _)| !named.contains(unit)).collect();
    old.dedup_by(|one, other| one.0 == other.0);
    let only_frozen = old.into_iter().map(|(unit, row)| (unit, row.name.as_str(), true));
    let filled = sums_filled(&lines, year);
    for (unit, name, gone) in of_plans.chain(only_frozen) {
        let rows = lines.of(unit).map(|line| line.row(&after.plan, year)).collect();
        let rows = in_order(rows, |a: &Row, b| order(&a.grade).cmp(&order(&b.grade)));
        let mut sum = Figures { filled, ..Figures::default() };
        for row in &rows {
            let figures = Figures { filled: filled.and(row.figures.filled), ..row.figures };
            sum += figures;
            table.named += row.named;
            match row.group {
                StaffGroup::CivilServant => table.civil_servants += figures,
                StaffGroup::Employee => table.employees += figures,
            }
        }
        table.total += sum;
        if !rows.is_empty() {
            let budgets = if gone { &old_budgets } else { &budgets };
            let budget = budgets.get(unit).map(|&budget| budget.to_owned());
            let (unit, name) = (unit.clone(), name.to_owned());
            table.units.push(UnitRows { unit, name, budget, gone, rows, sum });
        }
    }
    table.sums = below::sums(&before.plan, &after.plan, &table.units);
    table
}

fn shares(plan: &Plan) -> impl Iterator<Item = (&Post, &PostShare)> {
    plan.posts.iter().flat_map(|post| post.shares.iter().map(move |share| (post, share)))
}

/// The rows of a frozen Stellenplan with posts of its year, by unit.
fn decided(frozen: Option<&Frozen>) -> Vec<(UnitId, &FrozenRow)> {
    let rows = frozen.into_iter().flat_map(|frozen| &frozen.rows).filter(|row| row.posts != 0);
    let rows = rows.filter_map(|row| Some((UnitId::parse(&row.unit).ok()?, row))).collect();
    in_order(rows, |one: &(UnitId, _), other| one.0.cmp(&other.0))
}

/// What was counted for a day; what the later plan notes counts, as that is where somebody writes it down.
fn counts<'a>(
    before: &'a Organisation,
    after: &'a Organisation,
    day: NaiveDate,
) -> impl Iterator<Item = (&'a Unit, &'a CountedFilling)> {
    let units = before.plan.units.iter().chain(&after.plan.units);
    units.flat_map(move |unit| {
        unit.filled.iter().filter(move |count| count.on == day).map(move |count| (unit, count))
    })
}

/// What sums of the filling begin with: nothing where it is not known of each line with posts.
fn sums_filled(lines: &Lines<'_>, year: YearBefore<'_>) -> Option<Fte> {
    let mut of_posts = lines.0.values().filter(|line| line.previous() != Fte::ZERO).peekable();
    let counted = of_posts.peek().is_some() && of_posts.all(|line| line.count.is_some());
    (year.filling.is_some() || counted).then_some(Fte::ZERO)
}

/// The lines on their way, by unit and by grade without its spelling.
#[derive(Default)]
struct Lines<'a>(BTreeMap<(&'a UnitId, String), Line<'a>>);

impl<'a> Lines<'a> {
    /// The line of a grade in a unit.
    fn line(&mut self, unit: &'a UnitId, grade: &'a str) -> &mut Line<'a> {
        let line = self.0.entry((unit, plain_grade(grade))).or_default();
        line.grade.get_or_insert(grade);
        line
    }

    /// The lines of a unit.
    fn of(&self, unit: &'a UnitId) -> impl Iterator<Item = &Line<'a>> {
        self.0
            .range((unit, String::new())..)
            .take_while(move |((id, _), _)| *id == unit)
            .map(|(_, line)| line)
    }
}

/// A line on its way.
#[derive(Debug, Default)]
struct Line<'a> {
    /// Its grade as the first post in it spells it.
    grade: Option<&'a str>,
    /// Posts of the frozen Stellenplan of the year before.
    decided: Option<Fte>,
    count: Option<&'a CountedFilling>,
    figures: Figures,
    notes: Vec<Note>,
    stated: Fte,
    named: Fte,
    on_leave: Fte,
    previous_on_leave: Fte,
    evaluations: Vec<(PostId, Evaluation)>,
}

impl Line<'_> {
    /// Posts of the year before as the plan has them, or as they were frozen.
    fn previous(&self) -> Fte {
        self.decided.unwrap_or(self.figures.previous)
    }

    fn before(&mut self, plan: &Plan, (post, share): (&Post, &PostShare), filling: Option<NaiveDate>) {
        self.figures += Figures {
            previous: share.fte,
            filled: filling.map(|day| filled(plan, (post, share), day)),
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
    fn row(&self, costs: &Plan, year: YearBefore<'_>) -> Row {
        let grade = costs.assumptions.spelled(self.grade.unwrap_or_default());
        let notes = in_order(self.notes.clone(), |a, b| (a.kw, a.task_force).cmp(&(b.kw, b.task_force)));
        let paid = self.figures.posts - self.on_leave;
        let cents = cents_of(costs, grade, paid);
        let previous =
            if year.frozen.is_some() { self.decided.unwrap_or_default() } else { self.figures.previous };
        let paid_before = (previous - self.previous_on_leave).max(Fte::ZERO);
        let previous_cents = cents_of(costs, grade, paid_before);
        let of_plan = year.filling.map(|_| self.figures.filled.unwrap_or_default());
        let figures = Figures {
            previous,
            filled: self.count.map(|count| count.fte).or(of_plan),
            counted: self.count.is_some(),
            forecast: year.forecast
                && self.count.is_none()
                && of_plan.is_some_and(|filled| filled != Fte::ZERO),
            cost: EuroPerYear::from_cents(cents.unwrap_or(0)),
            previous_cost: EuroPerYear::from_cents(previous_cents.unwrap_or(0)),
            without_cost: if cents.is_none() { paid } else { Fte::ZERO },
            ..self.figures
        };
        Row {
            grade: grade.to_owned(),
            group: staff_group(grade),
            figures,
            previous_of_plan: self.figures.previous,
            count: self.count.map(|count| (count.source.clone(), of_plan)),
            notes,
            stated: self.stated,
            named: self.named,
            on_leave: self.on_leave,
            evaluations: self.evaluations.clone(),
        }
    }
}

/// How much of a part of a post is filled on a day, all of its holders together.
fn filled(plan: &Plan, (post, share): (&Post, &PostShare), day: NaiveDate) -> Fte {
    let filled = |piece: &Post| match piece.occupancy(day) {
        Occupancy::Filled { .. } => piece.fte_in(&share.unit),
        _ => Fte::ZERO,
    };
    plan.pieces_of(post).iter().map(filled).sum()
}

/// Civil servants first, then by kind, the highest grade first; what cannot be read last, by its text.
fn order(grade: &str) -> (bool, String, i64, String) {
    let plain = plain_grade(grade);
    let kind: String = plain.chars().take_while(|character| !character.is_ascii_digit()).collect();
    let rest = plain.trim_start_matches(|character: char| !character.is_ascii_digit());
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    // „E 9c“ stands above „E 9b“ and below „E 10“.
    let letter = rest.chars().nth(digits.len()).map_or(0, |letter| i64::from(u32::from(letter) % 32));
    let level = digits.parse::<i64>().ok().map_or(0, |level| level.saturating_mul(32).saturating_add(letter));
    (staff_group(grade) == StaffGroup::Employee, kind, level.saturating_neg(), grade.to_owned())
}
