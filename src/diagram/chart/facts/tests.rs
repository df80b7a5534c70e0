use super::*;
use crate::diagram::chart::words;
use crate::format::Language;
use crate::plan::{Action, Change, PostShare, builtin};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn facts(changes: &[Change], date: NaiveDate) -> Facts {
    let plan = builtin().unwrap();
    Facts::of(&plan.on(date, changes), &plan.on(date, &[]), date)
}

fn unit(id: &str) -> UnitId {
    UnitId::parse(id).unwrap()
}

#[test]
fn the_kw_date_takes_the_task_force_away() {
    let before = facts(&[], day(2024, 6, 30));
    let after = facts(&[], day(2024, 7, 1));
    let total = |facts: &Facts| facts.units[&unit("aufenthalt")].now.total.planned;
    assert_eq!(total(&before) - total(&after), Fte::from_thousandths(2000));
    let ended: Vec<_> = after.units[&unit("aufenthalt")]
        .posts
        .iter()
        .filter(|post| post.has_ended())
        .map(|post| post.id.to_string())
        .collect();
    assert_eq!(ended, ["TF-01", "TF-02"]);
    assert!(before.units[&unit("aufenthalt")].posts.iter().all(|post| !post.has_ended()));
}

#[test]
fn open_cases_tell_their_day_where_another_one_is_shown() {
    let said = |date: NaiveDate| {
        let facts = facts(&[], date);
        let unit = &facts.units[&unit("einbuergerung")];
        [words::open_cases, words::open_cases_short].map(|say| say(7, unit.counted, Language::German))
    };
    assert_eq!(said(day(2024, 2, 1)), ["7 offene Fälle", "7 offene Fälle"]);
    assert_eq!(said(day(2024, 2, 2)), ["7 offene Fälle am 01.02.2024", "7 offen am 01.02.2024"]);
}

#[test]
fn a_move_changes_both_units_and_names_where_the_post_came_from() {
    let change = Change {
        effective: day(2024, 2, 1),
        action: Action::MovePost {
            post: PostId::parse("AA-08").unwrap(),
            to: unit("einbuergerung"),
            before: None,
        },
    };
    let facts = facts(&[change], day(2024, 2, 1));
    let target = &facts.units[&unit("einbuergerung")];
    assert!(target.is_changed() && facts.units[&unit("aufenthalt")].is_changed());
    assert!(!facts.units[&unit("integration")].is_changed());
    assert_eq!(target.now.own.planned, Fte::from_thousandths(5000));
    assert!(target.now.load < target.baseline.load);
    let post = facts.post(&PostId::parse("AA-08").unwrap()).unwrap();
    assert_eq!(post.moved_from.as_deref(), Some("Sachgebiet Aufenthalt/Anerkennung"));
}

#[test]
fn sums_roll_up_and_positions_count_posts_first() {
    let facts = facts(&[], day(2024, 2, 1));
    let plan = builtin().unwrap();
    let root = &facts.units[&unit("abteilung")];
    assert_eq!(root.now.total.posts, plan.posts.len());
    assert_eq!(root.now.total.planned, plan.posts.iter().map(Post::fte).sum());
    assert!(root.now.total.effective < root.now.total.filled.as_f64());
    assert_eq!(root.open_cases, plan.case_types.iter().map(|kind| kind.opening.waiting).sum::<u64>());
    assert_eq!(facts.in_order().len(), plan.units.len());
    let team = &facts.units[&unit("eu")];
    assert_eq!((team.level, team.position, team.siblings), (3, 2, 4));
}

#[test]
fn a_post_and_its_part_name_each_others_unit() {
    let mut plan = builtin().unwrap();
    let post = plan.posts.iter_mut().find(|post| post.id.as_str() == "AA-05").unwrap();
    let half = |id: &str| PostShare { unit: unit(id), fte: Fte::from_thousandths(500) };
    post.shares = vec![half("aufenthalt"), half("integration")];
    let organisation = plan.on(plan.as_of, &[]);
    let facts = Facts::of(&organisation, &organisation, plan.as_of);
    let post = facts.post(&PostId::parse("AA-05").unwrap()).unwrap();
    let share = &facts.units[&unit("integration")].shares[0];
    assert!(facts.has_shares() && share.id == post.id);
    for (facts, language, said) in [
        (post, Language::German, "dazu 0,5 VZÄ in Sachgebiet Integration"),
        (post, Language::English, "also 0.5 FTE in Sachgebiet Integration"),
        (share, Language::German, "Anteil einer Stelle von Sachgebiet Aufenthalt/Anerkennung"),
        (share, Language::English, "part of a post of Sachgebiet Aufenthalt/Anerkennung"),
    ] {
        assert_eq!(words::marks(facts, language), [said]);
    }
}
