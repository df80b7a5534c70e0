//! List of changes, difference of scenarios and difference of two staffing plans are the same.

use crate::generate::{change, config, day, plan};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use stellwerk::plan::{Fte, Organisation, Plan, Post, PostId, UnitId, difference, plain_grade};
use stellwerk::staffing_plan::{Cell, Entry, StaffingTable, YearBefore, change_list, table};

type Sums = BTreeMap<(UnitId, String), i64>;

fn add(sums: &mut Sums, cells: &[Cell], sign: i64) {
    for cell in cells {
        *sums.entry((cell.unit.clone(), plain_grade(&cell.grade))).or_default() +=
            sign * cell.fte.thousandths();
    }
}

/// What the list adds up to, by unit and grade.
fn of_list(entries: &[Entry]) -> Sums {
    let mut sums = Sums::new();
    for entry in entries {
        add(&mut sums, &entry.from, -1);
        add(&mut sums, &entry.to, 1);
    }
    sums.retain(|_, thousandths| *thousandths != 0);
    sums
}

/// What the two columns of the table differ by.
fn of_table(table: &StaffingTable) -> Sums {
    let mut sums = Sums::new();
    for unit in &table.units {
        for row in &unit.rows {
            let more = row.figures.posts.thousandths() - row.figures.previous.thousandths();
            sums.insert((unit.unit.clone(), plain_grade(&row.grade)), more);
        }
    }
    sums.retain(|_, thousandths| *thousandths != 0);
    sums
}

/// The posts whose place, extent, grade or kw date is not the same in both, found without the list.
fn touched(before: &Plan, after: &Plan) -> BTreeSet<PostId> {
    let marks = |post: &Post| {
        let terms = post.noted().clone();
        (terms.kw_on, terms.ku, terms.block, terms.leave, terms.funding)
    };
    let about = |post: &Post| (post.shares.clone(), plain_grade(&post.grade), post.kw, marks(post));
    let posts = |plan: &Plan| -> BTreeMap<PostId, _> {
        plan.posts.iter().map(|post| (post.id.clone(), about(post))).collect()
    };
    let (old, new) = (posts(before), posts(after));
    let ids: BTreeSet<PostId> = old.keys().chain(new.keys()).cloned().collect();
    ids.into_iter().filter(|id| old.get(id) != new.get(id)).collect()
}

fn check(before: &Organisation, after: &Organisation) -> Result<(), TestCaseError> {
    let entries = change_list(before, after);
    let table = table(before, after, YearBefore::default());
    prop_assert_eq!(of_list(&entries), of_table(&table));
    for sum in &table.sums {
        let parts = sum.parts.iter().map(|&part| table.units[part].sum.posts);
        prop_assert_eq!(sum.figures.posts, parts.sum::<Fte>());
        prop_assert!(sum.stated <= sum.figures.posts);
    }
    let listed: BTreeSet<PostId> = entries.iter().map(|entry| entry.post.clone()).collect();
    prop_assert_eq!(listed.len(), entries.len(), "one line for each post");
    prop_assert_eq!(listed, touched(&before.plan, &after.plan));
    let fte = |plan: &Plan| plan.posts.iter().map(|post| post.fte().thousandths()).sum::<i64>();
    prop_assert_eq!(table.total.posts.thousandths(), fte(&after.plan));
    prop_assert_eq!(table.total.previous.thousandths(), fte(&before.plan));
    if let Some(more) = entries.iter().map(|entry| entry.more_cents).sum::<Option<i64>>() {
        let without = before.plan.posts.iter().chain(&after.plan.posts);
        let known = |post: &Post| after.plan.assumptions.cost_of(&post.grade).is_some();
        if without.into_iter().all(known) {
            let total = table.total;
            // The list rounds each post down, the table each row, before and after: less than a cent each.
            let rows = table.units.iter().map(|unit| unit.rows.len()).sum::<usize>() + entries.len();
            let apart = more - (total.cost.cents() - total.previous_cost.cents());
            prop_assert!(apart.unsigned_abs() <= rows as u64, "{} cents apart", apart);
        }
    }
    prop_assert_eq!(change_list(after, after), Vec::new());
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_list_is_the_difference_of_the_tables_and_of_the_scenarios(
        plan in plan(),
        one in vec(change(), 0..15),
        other in vec(change(), 0..15),
        date in day(),
        later in day(),
    ) {
        check(&plan.on(date, &[]), &plan.on(date, &other))?;
        check(&plan.on(date, &one), &plan.on(later, &other))?;
        // The changes that lead from the one scenario to the other give the same list.
        let led = [&one[..], &difference(&plan, &one, &other)[..]].concat();
        let (before, after) = (plan.on(date, &one), plan.on(date, &other));
        let same = change_list(&before, &plan.on(date, &led));
        let expected = change_list(&before, &after);
        prop_assert_eq!(same.len(), expected.len());
        for (same, expected) in same.iter().zip(&expected) {
            prop_assert!(same.same_change(expected), "{:?} {:?}", same, expected);
        }
    }
}
