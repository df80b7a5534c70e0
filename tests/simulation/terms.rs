//! What is noted about a post and what it does to capacity: contracts, kw without a day, blocked posts, leave, shared posts.

use crate::plans::{answer, change, counter, options, plan, unit};
use serde_json::{Value, json};
use stellwerk::plan::Change;
use stellwerk::simulation::Forecast;

/// Two posts that are always present, and a recruitment of exactly thirty days.
fn office() -> Value {
    let mut value = counter(2, 0.5, 60.0, 0.5, "lognormal");
    value["assumptions"] = json!({"recruitment_days": {"mean": 30, "cv": 0}});
    value
}

fn noted(terms: &Value) -> Value {
    let mut value = office();
    value["posts"][1]["terms"] = terms.clone();
    value
}

fn monthly(forecast: &Forecast) -> Vec<f64> {
    forecast.units[&unit("u")].months.effective_fte.iter().map(|month| month.mean).collect()
}

fn close(months: &[f64], expected: &[f64]) {
    assert_eq!(months.len(), expected.len());
    // The engine keeps months in single precision.
    let near = months.iter().zip(expected).all(|(month, expected)| (month - expected).abs() < 1e-6);
    assert!(near, "{months:?}, expected {expected:?}");
}

fn run(value: Value, changes: &[Change]) -> Vec<f64> {
    monthly(&answer(&plan(value), changes, &options(182, 0, 1)))
}

#[test]
fn a_contract_that_ends_leaves_the_post_vacant_until_a_successor_starts() {
    // The last day is 31 March; the successor starts on 1 May.
    close(&run(noted(&json!({"contract_until": "2024-03-31"})), &[]), &[2.0, 2.0, 2.0, 1.0, 2.0, 2.0]);
    // Extended in time, nobody leaves; the second end counts.
    let longer =
        change("2024-03-01", json!({"set_post": {"post": "P-1", "terms": {"contract_until": "2024-12-31"}}}));
    close(&run(noted(&json!({"contract_until": "2024-03-31"})), &[longer]), &[2.0; 6]);
    // Before the first day already: the post is vacant, and somebody is looked for.
    let past = run(noted(&json!({"contract_until": "2023-06-30"})), &[]);
    // The successor starts on 31 January, the last of 22 working days.
    close(&past, &[1.0 + 1.0 / 22.0, 2.0, 2.0, 2.0, 2.0, 2.0]);
}

/// The office with two stages, which together take the thirty days.
fn staged(holder: &Value, terms: &Value) -> Value {
    let mut value = noted(terms);
    value["assumptions"]["recruitment_stages"] =
        json!([{"name": "Ausschreibung", "days": 10}, {"name": "Auswahl", "days": 20}]);
    value["posts"][1]["holder"] = holder.clone();
    value
}

#[test]
fn who_leaves_as_planned_is_followed_by_whom_the_recruitment_finds() {
    let gone = json!({"departure": "2024-03-31"});
    let holder = office()["posts"][1]["holder"].clone();
    close(&run(noted(&gone), &[]), &[2.0, 2.0, 2.0, 1.0, 2.0, 2.0]);
    // All stages from 2 March on are over on 1 April: nothing stays vacant.
    let in_time = json!({"departure": "2024-03-31", "recruiting_stage": "Ausschreibung", "recruiting_from": "2024-03-02"});
    close(&run(staged(&holder, &in_time), &[]), &[2.0; 6]);
    // Begun early, the successor still waits until the post is free.
    let early =
        json!({"departure": "2024-03-31", "recruiting_stage": "Auswahl", "recruiting_from": "2024-01-02"});
    close(&run(staged(&holder, &early), &[]), &[2.0; 6]);
    // Of contract and departure the earlier one counts.
    let both = json!({"departure": "2024-12-31", "contract_until": "2024-03-31"});
    close(&run(noted(&both), &[]), &[2.0, 2.0, 2.0, 1.0, 2.0, 2.0]);
}

#[test]
fn a_vacant_post_is_filled_when_the_stages_of_its_recruitment_are_over() {
    let begun = json!({"recruiting_stage": "Auswahl", "recruiting_from": "2024-03-12"});
    let filled_in_april = [1.0, 1.0, 1.0, 2.0, 2.0, 2.0];
    close(&run(staged(&Value::Null, &begun), &[]), &filled_in_april);
    // The same as a step of a scenario.
    let step = change("2024-02-01", json!({"set_post": {"post": "P-1", "terms": begun.clone()}}));
    close(&run(staged(&Value::Null, &json!({})), &[step]), &filled_in_april);
    // Twice as long stages, decided in time, put the first day off by 20 days: to 21 April, a Sunday.
    let slower =
        change("2024-02-01", json!({"set_assumptions": {"recruitment_days": {"mean": 60, "cv": 0}}}));
    close(&run(staged(&Value::Null, &begun), &[slower])[..3], &[1.0; 3]);
    // A stage without its first day fills nothing, as before.
    let noted_only = json!({"recruiting_stage": "Auswahl"});
    close(&run(staged(&Value::Null, &noted_only), &[]), &[1.0; 6]);
    // Nor does one of a post that nobody may fill.
    let mut blocked = begun;
    blocked["block"] = json!("Freigabe durch den Rat");
    close(&run(staged(&Value::Null, &blocked), &[]), &[1.0; 6]);
}

#[test]
fn a_post_that_ends_with_the_next_vacancy_has_no_successor() {
    let terms = json!({"contract_until": "2024-03-31", "kw_on": "next_vacancy"});
    close(&run(noted(&terms), &[]), &[2.0, 2.0, 2.0, 1.0, 1.0, 1.0]);
    // An event without a date ends nothing.
    let event = json!({"contract_until": "2024-03-31", "kw_on": {"event": "Ende des Projekts"}});
    close(&run(noted(&event), &[])[4..], &[2.0, 2.0]);
}

#[test]
fn a_blocked_post_is_filled_only_after_its_release() {
    let terms = json!({"contract_until": "2024-02-29", "block": "Freigabe durch den Rat"});
    close(&run(noted(&terms), &[]), &[2.0, 2.0, 1.0, 1.0, 1.0, 1.0]);
    let released = change("2024-05-02", json!({"set_post": {"post": "P-1", "terms": null}}));
    // Thirty days after the release: 1 June.
    close(&run(noted(&terms), &[released]), &[2.0, 2.0, 1.0, 1.0, 1.0, 2.0]);
    // A newcomer who was planned does not start while the post is blocked.
    let mut value = noted(&json!({"block": "Rat"}));
    value["posts"][1]["holder"] = json!(null);
    value["posts"][1]["recruiting_until"] = json!("2024-02-01");
    close(&run(value, &[]), &[1.0; 6]);
}

#[test]
fn nobody_works_on_a_post_on_leave_until_it_is_none_any_more() {
    close(&run(noted(&json!({"leave": {"until": "2024-12-31"}})), &[]), &[1.0; 6]);
    let back = change("2024-04-01", json!({"set_post": {"post": "P-1", "terms": null}}));
    close(&run(noted(&json!({"leave": {}})), &[back]), &[1.0, 1.0, 1.0, 2.0, 2.0, 2.0]);
}

#[test]
fn after_the_last_day_of_a_leave_the_post_works_again_by_itself() {
    close(&run(noted(&json!({"leave": {"until": "2024-03-31"}})), &[]), &[1.0, 1.0, 1.0, 2.0, 2.0, 2.0]);
    // On that very day, not with the month: as a change of that day would have it.
    let until = noted(&json!({"leave": {"until": "2024-04-16"}}));
    let back = change("2024-04-17", json!({"set_post": {"post": "P-1", "terms": null}}));
    let by_itself = run(until.clone(), &[]);
    assert_eq!(by_itself, run(noted(&json!({"leave": {}})), &[back]));
    assert!(by_itself[3] > 1.2 && by_itself[3] < 1.8, "{by_itself:?}");
    let earlier = noted(&json!({"leave": {"until": "2024-04-15"}}));
    assert!(run(earlier, &[])[3] > by_itself[3], "a day earlier is a day more");
    // A leave that a change prolongs, and one that begins by a change.
    let longer = change(
        "2024-02-01",
        json!({"set_post": {"post": "P-1", "terms": {"leave": {"until": "2024-04-30"}}}}),
    );
    let short = noted(&json!({"leave": {"until": "2024-03-31"}}));
    close(&run(short, std::slice::from_ref(&longer)), &[1.0, 1.0, 1.0, 1.0, 2.0, 2.0]);
    close(&run(office(), &[longer]), &[2.0, 1.0, 1.0, 1.0, 2.0, 2.0]);
}

#[test]
fn forty_two_of_thirty_nine_hours_are_more_than_a_whole_post() {
    let mut value = office();
    value["posts"][1]["fte"] = json!(1.077);
    close(&run(value, &[]), &[2.077; 6]);
}

#[test]
fn a_shared_post_works_as_its_holders_do() {
    let whole = json!({"holders": [{"fte": 0.4, "since": "2010-01-01"}]});
    close(&run(noted(&whole), &[]), &[2.0; 6]);
    // The first holder is gone: only the part of the second is left.
    let mut value = noted(&whole);
    value["posts"][1]["holder"] = json!(null);
    close(&run(value, &[]), &[1.4; 6]);
    // The second leaves, at the end of a contract or as planned; a successor for that part starts thirty days later.
    for last_day in ["until", "departure"] {
        let ends = json!({"holders": [{"fte": 0.4, "since": "2010-01-01", last_day: "2024-03-31"}]});
        close(&run(noted(&ends), &[]), &[2.0, 2.0, 2.0, 1.6, 2.0, 2.0]);
    }
}

#[test]
fn notes_that_do_not_concern_capacity_change_not_a_bit() {
    let notes = json!({
        "kw_on": {"event": "Ende"}, "ku": {"grade": "E 8"}, "deputies": ["P-0"],
        "evaluation": {"on": "2020-01-01", "reason": "Bewertung"},
        "funding": {"share": 0.5, "source": "Land"}, "recruiting_stage": "Auswahl",
    });
    let settings = options(400, 0, 3);
    let mut lively = office();
    lively["assumptions"] = json!({"absence_days_per_year": 46, "turnover_per_year": 0.3});
    let without = answer(&plan(lively.clone()), &[], &settings);
    lively["posts"][1]["terms"] = notes;
    assert_eq!(answer(&plan(lively), &[], &settings), without);
}
