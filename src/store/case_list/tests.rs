//! Lists in a real file: taken over once, compared, summed up, asked by index.

use super::super::{Actor, Store, Tenant};
use super::*;
use crate::caseload::{
    AgeBand, CaseLine, Completed, Crossing, CycleTimes, Disclosure, Holder, Ledger, Measured, Month, Scatter,
    ScatterPoint,
};
use crate::exchange::CaseChanges;
use crate::permission::{EditCases, Permit, Role, ViewCases, permit};
use crate::plan::{CaseTypeId, Plan, builtin};
use std::collections::{BTreeMap, BTreeSet};
use tempfile::TempDir;

struct Desk {
    folder: TempDir,
    store: Store,
    actor: Actor,
    plan: Plan,
}

impl Desk {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let plan = builtin().unwrap();
        let store = Store::open(&folder.path().join("stellwerk.db"), &plan).await.unwrap();
        let actor =
            Actor { tenant: Tenant::embedded(), name: "lokal".to_owned(), request_id: "r".to_owned() };
        Self { folder, store, actor, plan }
    }

    async fn stage(&self, lines: &[CaseLine]) -> StagedCases {
        let mut staged = self.store.stage_cases(edit(), &self.actor).await.unwrap();
        staged.add(lines).await.unwrap();
        assert_eq!(staged.settle().await.unwrap(), []);
        staged
    }

    async fn import(&self, lines: &[CaseLine], accept: Accept) -> CaseChanges {
        let staged = self.stage(lines).await;
        let from = ("liste.csv", &["Spalte B wurde nicht gelesen.".to_owned()][..]);
        self.store.import_cases(staged, from, today(), accept).await.unwrap().sum()
    }

    /// A group of everything: without a threshold nothing is withheld.
    fn everything(&self) -> Measured {
        let disclosure = Disclosure::of(&self.plan, &Ledger::default(), self.plan.as_of, 0);
        let top = self.plan.units.iter().find(|unit| unit.parent.is_none()).unwrap();
        disclosure.measured(&self.plan, &top.id).unwrap()
    }
}

fn edit() -> Permit<EditCases> {
    permit(Role::Manager).unwrap()
}

fn view() -> Permit<ViewCases> {
    permit(Role::Manager).unwrap()
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 12, 31).unwrap()
}

/// So many cases of all kinds over two years; four of five are completed.
fn lines(plan: &Plan, count: u32) -> Vec<CaseLine> {
    let first = NaiveDate::from_ymd_opt(2022, 1, 1).unwrap();
    let case = |at: u32| {
        let mixed = u64::from(at).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        let received = first + Days::new(mixed % 700);
        let took = Days::new(mixed / 700 % 200);
        let closed = (!at.is_multiple_of(5)).then(|| received + took).filter(|day| *day <= today());
        CaseLine {
            row: at + 2,
            reference: format!("33-{at}/2023"),
            case_type: plan.case_types[at as usize % plan.case_types.len()].id.clone(),
            received,
            holder: Holder::from_number(i64::from(at) % 5).unwrap(),
            since: at.is_multiple_of(3).then_some(received),
            closed,
        }
    };
    (0..count).map(case).collect()
}

#[tokio::test]
async fn a_list_is_taken_over_once() {
    let desk = Desk::open().await;
    assert_eq!(desk.store.case_list(view(), &desk.actor).await.unwrap(), None);
    let mut list = lines(&desk.plan, 2_000);
    let all = CaseChanges { added: 2_000, ..CaseChanges::default() };
    assert_eq!(desk.stage(&list).await.difference().await.unwrap().sum(), all);
    assert_eq!(desk.import(&list, Accept::default()).await, all);
    let same = CaseChanges { unchanged: 2_000, ..CaseChanges::default() };
    assert_eq!(desk.import(&list, Accept::default()).await, same);
    assert_eq!(desk.store.imports(view(), &desk.actor, 10).await.unwrap().len(), 1);

    // Ten are completed, one moves, five are missing, two are new.
    let open: Vec<usize> = (0..list.len()).filter(|at| list[*at].closed.is_none()).collect();
    open[..10].iter().for_each(|at| list[*at].closed = Some(today()));
    list[open[10]].holder = Holder::Dormant;
    list[open[11]].holder = Holder::Dormant;
    let gone: Vec<String> = open[20..25].iter().map(|at| list[*at].reference.clone()).collect();
    list.retain(|line| !gone.contains(&line.reference));
    list.extend(["neu-1", "neu-2"].map(|name| CaseLine {
        reference: name.to_owned(),
        closed: None,
        ..list[0].clone()
    }));
    let before = desk.store.case_list(view(), &desk.actor).await.unwrap().unwrap();
    let only_new = Accept { changed: false, ..Accept::default() };
    let found = desk.import(&list, only_new).await;
    // What was not accepted was not changed, and is not said to be.
    assert_eq!((found.added, found.changed, found.absent), (2, 0, 5));
    let after = desk.store.case_list(view(), &desk.actor).await.unwrap().unwrap();
    assert_eq!((after.open, after.closed), (before.open + 2, before.closed));
    desk.import(&list, Accept { absent: true, ..Accept::default() }).await;
    let last = desk.store.case_list(view(), &desk.actor).await.unwrap().unwrap();
    assert_eq!((last.open, last.closed), (after.open - 15, after.closed + 15));
    assert_eq!((last.as_of, last.source.as_str()), (today(), "liste.csv"));
    let entries = desk.store.imports(view(), &desk.actor, 10).await.unwrap();
    assert_eq!((entries.len(), entries[0].kind.as_str(), entries[0].absent), (3, "cases", 5));
    assert_eq!(desk.store.verify_audit().await.unwrap(), 3);
}

#[tokio::test]
async fn a_list_is_compared_and_taken_over_row_by_row() {
    let desk = Desk::open().await;
    let mut list = lines(&desk.plan, 104);
    desk.import(&list[..100], Accept::default()).await;
    let open = (0..100).find(|at| list[*at].closed.is_none() && list[*at].holder == Holder::WithUs).unwrap();
    list[open].holder = Holder::Dormant;
    let row = list[open].row;
    let nothing = BTreeSet::new();
    let mut staged = desk.stage(&list).await;
    let changes = staged.changes(&nothing, 10).await.unwrap();
    let rows: Vec<(u32, bool)> = changes.iter().map(|one| (one.row, one.before.is_some())).collect();
    assert_eq!(rows, [(row, true), (102, false), (103, false), (104, false), (105, false)]);
    let before = changes[0].before.as_ref().unwrap();
    assert!(before.words(Some(&changes[0].after)).starts_with("liegt bei uns"), "{before:?}");
    assert!(changes[0].after.words(Some(before)).starts_with("ruht"), "{changes:?}");
    // Of kinds that are withheld every stored case is told, and none of what is stored.
    let hidden = BTreeSet::from([list[open].case_type.clone()]);
    let told = staged.changes(&hidden, 200).await.unwrap();
    let of_kind = |line: &&CaseLine| hidden.contains(&line.case_type);
    assert_eq!(told.iter().filter(|one| one.withheld).count(), list[..100].iter().filter(of_kind).count());
    assert!(told.iter().filter(|one| one.withheld).all(|one| one.before.is_none()));

    staged.leave(&BTreeSet::from([row, 103])).await.unwrap();
    let complete = Accept { absent: true, ..Accept::default() };
    let taken = desk.store.import_cases(staged, ("liste.csv", &[]), today(), complete).await.unwrap().sum();
    // What is left out is not missing in the list either.
    assert_eq!((taken.added, taken.changed, taken.absent), (3, 0, 0));
    let rest = desk.stage(&list).await.changes(&nothing, 10).await.unwrap();
    assert_eq!(rest.iter().map(|one| one.row).collect::<Vec<_>>(), [row, 103]);
}

#[tokio::test]
async fn a_case_that_stands_twice_is_named_and_file_numbers_are_not_stored() {
    let desk = Desk::open().await;
    let mut list = lines(&desk.plan, 50);
    desk.import(&list, Accept::default()).await;
    list[7].reference = list[3].reference.clone();
    let mut staged = desk.store.stage_cases(edit(), &desk.actor).await.unwrap();
    staged.add(&list).await.unwrap();
    assert_eq!(staged.settle().await.unwrap(), [(5, 9)]);
    drop(staged);
    let Desk { store, folder, .. } = desk;
    store.close().await.unwrap();
    let bytes = std::fs::read(folder.path().join("stellwerk.db")).unwrap();
    assert!(!bytes.windows(7).any(|window| window == b"33-17/2"));
}

#[tokio::test]
async fn the_days_of_open_cases_are_those_since_it_is_somebodys_turn() {
    let desk = Desk::open().await;
    let mut list = lines(&desk.plan, 1_000);
    for (at, line) in list.iter_mut().enumerate().filter(|(_, line)| line.since.is_some()) {
        line.since = line.since.map(|since| (since + Days::new(at as u64 % 9)).min(today()));
    }
    desk.import(&list, Accept::default()).await;
    let types: Vec<CaseTypeId> = desk.plan.case_types.iter().map(|one| one.id.clone()).collect();
    let waited = desk.store.waited(view(), &desk.actor, &types).await.unwrap().unwrap();
    assert_eq!(waited.day, today());
    let found = waited.days(None);
    let open: Vec<&CaseLine> =
        list.iter().filter(|line| line.closed.is_none() && line.received <= today()).collect();
    let days = |from: NaiveDate, to: NaiveDate| (to - from).num_days() as u64;
    let known = open.iter().filter_map(|line| Some((line, line.since?)));
    let expected: u64 = known.clone().map(|(_, since)| days(since, today())).sum();
    let before: u64 = known.clone().map(|(line, since)| days(line.received, since)).sum();
    assert_eq!((found.here.iter().sum::<u64>(), found.before), (expected, before));
    assert_eq!((found.cases, found.cases + found.unknown), (known.count() as u64, open.len() as u64));
    let other = Actor { tenant: Tenant("other".to_owned()), ..desk.actor.clone() };
    assert_eq!(desk.store.waited(view(), &other, &types).await.unwrap(), None);
    // Of some kinds only; and of a list from before the sums they are made when the database is opened.
    let some: BTreeSet<CaseTypeId> = types[..2].iter().cloned().collect();
    let of_some = desk.store.waited(view(), &desk.actor, &types[..2]).await.unwrap().unwrap();
    assert_eq!(of_some, waited.of(&some));
    for statement in ["DELETE FROM listed_wait", "UPDATE case_list SET waited_on = NULL"] {
        sqlx::query(statement).execute(&desk.store.writer).await.unwrap();
    }
    assert_eq!(desk.store.waited(view(), &desk.actor, &types).await.unwrap(), None);
    let Desk { store, folder, actor, plan } = desk;
    store.close().await.unwrap();
    let store = Store::open(&folder.path().join("stellwerk.db"), &plan).await.unwrap();
    assert_eq!(store.waited(view(), &actor, &types).await.unwrap(), Some(waited));
}

#[tokio::test]
async fn sums_are_those_of_the_cases() {
    let desk = Desk::open().await;
    let list = lines(&desk.plan, 3_000);
    desk.import(&list, Accept::default()).await;
    let types = [desk.plan.case_types[0].id.clone(), desk.plan.case_types[9].id.clone()];
    let of = |line: &&CaseLine| types.contains(&line.case_type);
    for on in [today(), today() + Days::new(100)] {
        let found = desk.store.open_ages(view(), &desk.actor, &types, on).await.unwrap();
        let mut expected: BTreeMap<(CaseTypeId, Holder, AgeBand), u64> = BTreeMap::new();
        let open = list.iter().filter(of).filter(|line| line.closed.is_none());
        for line in open.clone() {
            *expected
                .entry((line.case_type.clone(), line.holder, AgeBand::of(line.received, on)))
                .or_default() += 1;
        }
        let cells =
            found.cells.iter().map(|cell| ((cell.case_type.clone(), cell.holder, cell.band), cell.cases));
        assert_eq!(cells.collect::<BTreeMap<_, _>>(), expected);
        let crossing = Crossing::WEEKS.map(|weeks| {
            let (from, before) = Crossing::received(on, weeks);
            open.clone().filter(|line| (from..before).contains(&line.received)).count() as u64
        });
        assert_eq!(found.crossing(&[]), crossing);
    }
    let year = Month::new(2023, 1).unwrap()..=Month::new(2023, 12).unwrap();
    let everything = desk.everything();
    let Completed { times, scatter, .. } =
        desk.store.completed_cases(view(), &desk.actor, &everything, 10_000).await.unwrap();
    let times = times.all().unwrap();
    let in_year = |line: &&CaseLine| line.closed.is_some_and(|day| year.contains(&Month::of(day).unwrap()));
    let mut days: Vec<i64> =
        list.iter().filter(in_year).map(|line| (line.closed.unwrap() - line.received).num_days()).collect();
    days.sort_unstable();
    assert_eq!(times.cases, days.len() as u64);
    assert_eq!(i64::from(times.p85), days[(days.len() * 85).div_ceil(100) - 1]);
    let mut drawn: Vec<i64> = scatter.points.iter().map(|point| i64::from(point.days)).collect();
    drawn.sort_unstable();
    assert_eq!((drawn, scatter.of), (days, times.cases));
    let few = desk.store.completed_cases(view(), &desk.actor, &everything, 200).await.unwrap();
    assert_eq!(few, desk.store.completed_cases(view(), &desk.actor, &everything, 200).await.unwrap());
    let few = few.scatter;
    assert!((120..280).contains(&few.points.len()), "{}", few.points.len());
    let ledger = desk.store.listed_ledger(view(), &desk.actor).await.unwrap().laid_open();
    assert!(ledger.contradictions().is_empty());
    let completed: u64 = ledger.entries().filter_map(|(_, _, counts)| counts.completed).sum();
    assert_eq!(completed, list.iter().filter(|line| line.closed.is_some()).count() as u64);
    // The stock of any month is what had come by then and was not completed yet.
    let stocks = ledger.entries().filter_map(|(id, month, counts)| Some((id, month, counts.open?)));
    let mut months = 0;
    for (id, month, open) in stocks {
        let end = month.last_day().unwrap();
        let stood = |line: &&CaseLine| {
            line.case_type == *id && line.received <= end && line.closed.is_none_or(|closed| closed > end)
        };
        assert_eq!(open, list.iter().filter(stood).count() as u64, "{id} {month:?}");
        months += 1;
    }
    assert!(months > 500, "{months}");
}

#[tokio::test]
async fn completed_cases_are_those_of_the_list_one_by_one() {
    let desk = Desk::open().await;
    let list = lines(&desk.plan, 3_000);
    desk.import(&list, Accept::default()).await;
    let (mut expected, mut earlier) = (CycleTimes::default(), CycleTimes::default());
    let mut points = Vec::new();
    for line in &list {
        let Some(closed) = line.closed else { continue };
        let days = u32::try_from((closed - line.received).num_days()).unwrap();
        match closed.year() {
            2023 => expected.add(line.case_type.clone(), days, 1),
            2022 => {
                earlier.add(line.case_type.clone(), days, 1);
                continue;
            }
            _ => continue,
        }
        points.push(ScatterPoint { case_type: line.case_type.clone(), closed, days });
    }
    points.sort_by(|a, b| (a.closed, &a.case_type, a.days).cmp(&(b.closed, &b.case_type, b.days)));
    let Completed { times, before, scatter: all } =
        desk.store.completed_cases(view(), &desk.actor, &desk.everything(), 10_000).await.unwrap();
    assert!(earlier.cases() > 100, "{}", earlier.cases());
    assert_eq!((times, &before), (expected.clone(), &earlier));
    assert_eq!(all, Scatter { of: points.len() as u64, points });
    // A sample has cases of the list only, none more often than it has it, and leaves the times as they are.
    let Completed { times, before, scatter: few } =
        desk.store.completed_cases(view(), &desk.actor, &desk.everything(), 200).await.unwrap();
    assert_eq!((times, before, few.of), (expected, earlier, all.of));
    let mut rest = all.points.iter();
    assert!(few.points.iter().all(|point| rest.any(|other| other == point)));
}

#[tokio::test]
async fn a_list_from_before_the_sums_by_age_is_told_the_same() {
    let desk = Desk::open().await;
    desk.import(&lines(&desk.plan, 3_000), Accept::default()).await;
    let types: Vec<CaseTypeId> = desk.plan.case_types.iter().map(|one| one.id.clone()).collect();
    let list = desk.store.case_list(view(), &desk.actor).await.unwrap().unwrap();
    let mut kept = desk.store.open_ages(view(), &desk.actor, &types, list.as_of).await.unwrap();
    assert!(kept.cells.len() > 100 && !kept.crossing.is_empty());
    sqlx::query("UPDATE case_list SET aged_on = NULL").execute(&desk.store.writer).await.unwrap();
    let mut by_day = desk.store.open_ages(view(), &desk.actor, &types, list.as_of).await.unwrap();
    for ages in [&mut kept, &mut by_day] {
        ages.cells.sort_by(|a, b| (&a.case_type, a.holder, a.band).cmp(&(&b.case_type, b.holder, b.band)));
        ages.crossing.sort_by(|a, b| (&a.case_type, a.holder).cmp(&(&b.case_type, b.holder)));
    }
    assert_eq!(kept, by_day);
}

#[tokio::test]
async fn a_list_of_open_cases_is_a_stock_and_no_inflow() {
    let desk = Desk::open().await;
    let mut list = lines(&desk.plan, 2_000);
    list.retain(|line| line.closed.is_none());
    desk.import(&list, Accept::default()).await;
    let ledger = desk.store.listed_ledger(view(), &desk.actor).await.unwrap().laid_open();
    let december = Month::new(2023, 12).unwrap();
    assert_eq!(ledger.span(), Some((december, december)));
    assert!(ledger.entries().all(|(_, _, counts)| counts.received.is_none() && counts.completed.is_none()));
    let open: u64 = ledger.entries().filter_map(|(_, _, counts)| counts.open).sum();
    assert_eq!(open, list.len() as u64);
}

#[tokio::test]
async fn another_organisation_sees_nothing_of_it() {
    let desk = Desk::open().await;
    desk.import(&lines(&desk.plan, 100), Accept::default()).await;
    let other = Actor { tenant: Tenant("other".to_owned()), ..desk.actor.clone() };
    let types: Vec<CaseTypeId> = desk.plan.case_types.iter().map(|one| one.id.clone()).collect();
    assert_eq!(desk.store.open_ages(view(), &other, &types, today()).await.unwrap().open(), 0);
    assert_eq!(desk.store.case_list(view(), &other).await.unwrap(), None);
    assert!(desk.store.listed_ledger(view(), &other).await.unwrap().is_empty());
    assert!(desk.store.imports(view(), &other, 10).await.unwrap().is_empty());
}

/// A list of which every third case lies so many days further back.
fn with_old_ones(plan: &Plan, count: u32, days: u64) -> Vec<CaseLine> {
    let mut list = lines(plan, count);
    for line in list.iter_mut().step_by(3) {
        let back = Days::new(days);
        line.received = line.received - back;
        (line.since, line.closed) = (line.since.map(|day| day - back), line.closed.map(|day| day - back));
    }
    list
}

#[tokio::test]
async fn completed_cases_are_deleted_after_their_time_and_no_figure_changes() {
    let desk = Desk::open().await;
    let list = with_old_ones(&desk.plan, 3_000, 1_461);
    desk.import(&list, Accept::default()).await;
    let before = NaiveDate::from_ymd_opt(2019, 6, 1).unwrap();
    let of = |line: &&CaseLine| line.closed.is_some_and(|closed| closed < before);
    let old = list.iter().filter(of).count() as u64;
    let types: Vec<CaseTypeId> = desk.plan.case_types.iter().map(|one| one.id.clone()).collect();
    let told = async || {
        (
            desk.store
                .case_list(view(), &desk.actor)
                .await
                .unwrap()
                .map(|list| (list.as_of, list.open, list.closed)),
            desk.store.listed_ledger(view(), &desk.actor).await.unwrap().laid_open(),
            desk.store.completed_cases(view(), &desk.actor, &desk.everything(), 10_000).await.unwrap(),
            desk.store.open_ages(view(), &desk.actor, &types, today()).await.unwrap().open(),
        )
    };
    let was = told().await;
    assert!(old > 300, "{old}");
    assert_eq!(desk.store.forget_cases(&desk.actor, before).await.unwrap(), old);
    assert_eq!(told().await, was);
    let stored = async || -> i64 {
        let query = sqlx::query_scalar("SELECT count(*) FROM listed_case");
        query.fetch_one(&desk.store.writer).await.unwrap()
    };
    assert_eq!(u64::try_from(stored().await).unwrap(), list.len() as u64 - old);
    assert_eq!(desk.store.forget_cases(&desk.actor, before).await.unwrap(), 0);
    assert_eq!(desk.store.verify_audit().await.unwrap(), 2);

    // The same list again does not bring them back, whether it changes something or not.
    let mut staged = desk.stage(&list).await;
    assert_eq!(staged.past(), old);
    assert_eq!(staged.changes(&BTreeSet::new(), 10).await.unwrap(), []);
    drop(staged);
    let same = CaseChanges { unchanged: list.len() as u64 - old, ..CaseChanges::default() };
    assert_eq!(desk.import(&list, Accept { absent: true, ..Accept::default() }).await, same);
    let mut longer = list.clone();
    longer.push(CaseLine {
        reference: "neu-1".to_owned(),
        closed: None,
        received: today(),
        since: None,
        ..list[0].clone()
    });
    assert_eq!(desk.import(&longer, Accept::default()).await.added, 1);
    let (_, ledger, ..) = told().await;
    let december = Month::of(today()).unwrap();
    let unlike = ledger.entries().filter(|(id, month, counts)| was.1.get(id, *month) != Some(*counts));
    assert_eq!(
        unlike.map(|(id, month, _)| (id, month)).collect::<Vec<_>>(),
        [(&list[0].case_type, december)]
    );

    // What was deleted before counts on with what is deleted later.
    let later = NaiveDate::from_ymd_opt(2020, 6, 1).unwrap();
    assert!(desk.store.forget_cases(&desk.actor, later).await.unwrap() > 0);
    longer.push(CaseLine { reference: "neu-2".to_owned(), ..longer[3_000].clone() });
    assert_eq!(desk.import(&longer, Accept::default()).await.added, 1);
    let (_, last, ..) = told().await;
    assert!(
        last.entries().all(|(id, month, counts)| month == december || ledger.get(id, month) == Some(counts))
    );
}

#[tokio::test]
async fn cases_of_which_cycle_times_are_told_stay_however_old_the_list_is() {
    let desk = Desk::open().await;
    let list = with_old_ones(&desk.plan, 900, 1_461);
    desk.import(&list, Accept::default()).await;
    let everything = desk.everything();
    let was = desk.store.completed_cases(view(), &desk.actor, &everything, 10_000).await.unwrap();
    let gone =
        desk.store.forget_cases(&desk.actor, NaiveDate::from_ymd_opt(2090, 1, 1).unwrap()).await.unwrap();
    let first = NaiveDate::from_ymd_opt(2022, 1, 1).unwrap();
    let of = |line: &&CaseLine| line.closed.is_some_and(|closed| closed < first);
    assert_eq!(gone, list.iter().filter(of).count() as u64);
    assert_eq!(desk.store.completed_cases(view(), &desk.actor, &everything, 10_000).await.unwrap(), was);
    let none = Actor { tenant: Tenant("other".to_owned()), ..desk.actor.clone() };
    assert_eq!(desk.store.forget_cases(&none, first).await.unwrap(), 0);
}
