//! Worked examples on the built-in plan.

use super::*;
use crate::format::Language;
use crate::plan::{EuroPerYear, Fte, StaffGroup, builtin, changes_from_json};

fn changes(text: &str) -> Vec<Change> {
    changes_from_json(text.as_bytes()).unwrap()
}

/// A move, a conversion, a longer kw date, a new half post.
const SCENARIO: &str = r#"[
    {"effective": "2024-03-01", "action": {"move_post": {"post": "AA-05", "to": "einbuergerung"}}},
    {"effective": "2024-03-01", "action": {"set_post": {"post": "AA-06", "grade": "A 11"}}},
    {"effective": "2024-03-01", "action": {"set_post": {"post": "TF-01", "kw": "2025-12-31"}}},
    {"effective": "2024-03-01", "action": {"add_post": {"id": "NEU-1", "unit": "service-point", "title": "Service",
        "grade": "E 8", "fte": 0.5, "provenance": "assumption", "note": "Bedarf"}}}]"#;

#[test]
fn the_list_tells_every_kind_with_its_euros() {
    let plan = builtin().unwrap();
    let list = changes(SCENARIO);
    let mut reasons = Reasons::default();
    reasons.add(&list[2..3], Some("Aufgaben dauern fort"));
    let draft = draft(&plan, &list, 2025, &reasons);
    assert_eq!((draft.day, draft.previous_day), (reference_day(2025), reference_day(2024)));
    let kinds = |post: &str| {
        let entry = draft.entries.iter().find(|entry| entry.post.as_str() == post);
        entry.map(|entry| (entry.words(Language::German), entry.more_cents.unwrap(), entry.by_scenario))
    };
    assert_eq!(kinds("AA-05"), Some(("umgesetzt".into(), 0, true)));
    let was = plan.post(&PostId::parse("AA-06").unwrap()).unwrap().grade.clone();
    let more = 10_400_000 - plan.assumptions.cost_per_grade[&was].cents();
    assert_eq!(kinds("AA-06"), Some(("umgewandelt".into(), more, true)));
    assert_eq!(kinds("TF-01"), Some(("kw verlängert".into(), 0, true)));
    assert_eq!(kinds("NEU-1"), Some(("neu".into(), 3_320_000, true)));
    // The second task force post ends without the scenario, by its note.
    let lapsed = draft.entries.iter().find(|entry| entry.post.as_str() == "TF-02").unwrap();
    assert_eq!((lapsed.words(Language::German).as_str(), lapsed.by_scenario), ("weggefallen (kw)", false));
    assert_eq!(lapsed.mark_words(Language::German), "kw 30.06.2024");
    assert_eq!(draft.entries.len(), 5);
    let numbers: Vec<usize> = draft.entries.iter().map(|entry| entry.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5]);
    let extended = draft.entries.iter().find(|entry| entry.post.as_str() == "TF-01").unwrap();
    assert_eq!(extended.reason.as_deref(), Some("Aufgaben dauern fort"));
    assert_eq!(extended.mark_words(Language::German), "kw 30.06.2024 → kw 31.12.2025");
}

#[test]
fn another_spelling_of_a_grade_is_neither_a_change_nor_another_line_nor_another_cost() {
    let plan = builtin().unwrap();
    let post = plan.posts.iter().find(|post| post.grade == "E 9b").unwrap();
    let respelled = changes(&format!(
        r#"[{{"effective": "2024-03-01", "action": {{"set_post": {{"post": "{}", "grade": "EG9b"}}}}}}]"#,
        post.id
    ));
    let drawn = |list: &[Change]| draft(&plan, list, 2025, &Reasons::default());
    let (own, other) = (drawn(&[]), drawn(&respelled));
    assert_eq!((other.table, other.entries, other.part_year), (own.table, own.entries, own.part_year));
    let cost = cost_by_year(&plan, &respelled, 2025, 1, None)[0];
    assert_eq!(cost.more(), (0, 0));
    assert!(!cost.scenario.incomplete);
    // Where no cost is known the posts of both spellings stand in one line as well.
    let mut unknown = plan.clone();
    unknown.assumptions.cost_per_grade.clear();
    let rows = |list: &[Change]| {
        let draft = draft(&unknown, list, 2025, &Reasons::default());
        draft.table.units.iter().map(|unit| unit.rows.len()).collect::<Vec<_>>()
    };
    assert_eq!(rows(&respelled), rows(&[]));
}

#[test]
fn the_table_has_the_stated_posts_and_tells_filling_only_where_the_plan_knows_it() {
    let plan = builtin().unwrap();
    let own = draft(&plan, &[], 2024, &Reasons::default());
    let stated: Fte = own.table.units.iter().flat_map(|unit| &unit.rows).map(|row| row.stated).sum();
    // 41 without the 18 of Integration: of those the document states the sum, and no part of it.
    assert_eq!(stated, Fte::from_thousandths(23_000));
    assert_eq!(own.table.named, Fte::from_thousandths(41_000));
    // The head of a section and what is below it: five and 18 as stated, beside the assumed heads.
    let sums = |id: &str| {
        let sum = own.table.sums.iter().find(|sum| sum.unit.as_str() == id).unwrap();
        (sum.figures.posts.thousandths(), sum.stated.thousandths())
    };
    assert_eq!(sums("asyl-eu"), (6_000, 5_000));
    assert_eq!(sums("integration"), (19_000, 18_000));
    assert_eq!(sums("abteilung"), (own.table.total.posts.thousandths(), 41_000));
    assert!(own.table.sums.iter().all(|sum| sum.unit.as_str() != "service-point"), "nothing is below it");
    assert!(!own.knows_filling, "the plan begins on 01.02.2024");
    assert_eq!(own.table.total.filled, None);
    assert_eq!(own.entries, []);
    let next = draft(&plan, &[], 2025, &Reasons::default());
    assert!(next.filling_is_assumed() && !own.filling_is_assumed());
    let filled = next.table.total.filled.unwrap();
    assert!(filled > Fte::ZERO && filled < next.table.total.previous);
    // The two posts with the note until 30.06.2024 are in the plan of 2024 and not in that of 2025.
    assert_eq!(next.table.total.previous - next.table.total.posts, Fte::from_thousandths(2000));
    let sums: Fte = next.table.units.iter().map(|unit| unit.sum.posts).sum();
    assert_eq!(sums, next.table.total.posts);
    let groups = next.table.civil_servants.posts + next.table.employees.posts;
    assert_eq!(groups, next.table.total.posts);
}

#[test]
fn grades_are_told_apart_and_ordered_from_the_top() {
    assert_eq!(staff_group("A 10"), StaffGroup::CivilServant);
    assert_eq!(staff_group("E 9b"), StaffGroup::Employee);
    assert_eq!(staff_group("S 12"), StaffGroup::Employee);
    assert_eq!(staff_group("AT"), StaffGroup::Employee, "außertariflich");
    let plan = builtin().unwrap();
    let table = draft(&plan, &[], 2024, &Reasons::default()).table;
    let unit = table.units.iter().find(|unit| unit.unit.as_str() == "aufenthalt").unwrap();
    let grades: Vec<&str> = unit.rows.iter().map(|row| row.grade.as_str()).collect();
    assert_eq!(grades, ["A 12", "A 10", "E 9c", "E 9b"]);
}

#[test]
fn a_year_costs_what_its_days_cost() {
    let plan = builtin().unwrap();
    let list = changes(
        r#"[{"effective": "2025-07-01", "action": {"add_post": {"id": "N-1", "unit": "service-point", "title": "S",
            "grade": "E 8", "provenance": "assumption", "note": "Bedarf"}}}]"#,
    );
    let years = cost_by_year(&plan, &list, 2023, 4, None);
    assert_eq!(years.iter().map(|year| year.year).collect::<Vec<_>>(), [2024, 2025, 2026]);
    assert_eq!(years[0].from, plan.as_of, "what was before its first day is not known");
    assert_eq!(years[0].more(), (0, 0));
    // 184 of 365 days of 66.400 €; beside it 9.700 € and a fifth.
    let half = 6_640_000.0 * 184.0 / 365.0;
    assert!((years[1].more().0 as f64 - half).abs() < 1.5, "{:?}", years[1].more());
    let workplace = half * 1.2 + 970_000.0 * 184.0 / 365.0;
    assert!((years[1].more().1 as f64 - workplace).abs() < 3.0, "{:?}", years[1].more());
    assert_eq!(years[2].more(), (6_640_000, 8_938_000));
    // Two task force posts less from July on.
    assert!(years[0].plan.personnel.cents() > 0 && !years[0].plan.incomplete);
}

#[test]
fn what_a_workplace_costs_counts_from_its_day_on_and_in_the_scenario_only() {
    let plan = builtin().unwrap();
    let list = changes(
        r#"[{"effective": "2025-01-01", "action": {"set_assumptions": {"workplace": {"material": 10000, "overhead": 0.2}}}}]"#,
    );
    let (without, with) =
        (cost_by_year(&plan, &[], 2024, 2, None), cost_by_year(&plan, &list, 2024, 2, None));
    assert_eq!(with[0], without[0], "the year before knows nothing of it");
    assert_eq!((with[1].plan, with[1].scenario.personnel), (without[1].plan, without[1].plan.personnel));
    let (personnel, workplaces) = with[1].more();
    assert!(personnel == 0 && workplaces > 0, "{workplaces}");
}

#[test]
fn third_parties_pay_until_their_last_day() {
    let plan = builtin().unwrap();
    let list = changes(
        r#"[{"effective": "2024-02-01", "action": {"set_post": {"post": "AA-05", "terms": {
            "funding": {"share": 0.4, "until": "2025-06-30", "source": "Land"}}}}}]"#,
    );
    let post = plan.post(&PostId::parse("AA-05").unwrap()).unwrap();
    assert_eq!(post.fte(), Fte::ONE);
    let paid = plan.assumptions.cost_per_grade[&post.grade].cents() as f64 * 0.4;
    let years = cost_by_year(&plan, &list, 2024, 3, None);
    let funded = |year: usize| years[year].scenario.funded.cents() as f64;
    // From 01.02. on 335 of 366 days, then 181 of 365, then nothing any more.
    assert!((funded(0) - paid * 335.0 / 366.0).abs() < 1.5, "{}", funded(0));
    assert!((funded(1) - paid * 181.0 / 365.0).abs() < 1.5, "{}", funded(1));
    assert_eq!(funded(2), 0.0);
    for year in &years {
        assert_eq!(year.plan.funded, EuroPerYear::default(), "nobody pays without the scenario");
        assert_eq!(year.more(), (0, 0), "who pays does not change what a post costs");
    }
    let entry = &draft(&plan, &list, 2025, &Reasons::default()).entries;
    let entry = entry.iter().find(|entry| entry.post == post.id).unwrap();
    assert_eq!(entry.mark_words(Language::German), "– → 40\u{202f}% Drittmittel (Land) bis 30.06.2025");
}

#[test]
fn after_a_leave_a_post_costs_and_counts_as_before_by_itself() {
    let mut plan = builtin().unwrap();
    let place = plan.posts.iter().position(|post| post.id.as_str() == "AA-05").unwrap();
    let cost = plan.assumptions.cost_per_grade[&plan.posts[place].grade].cents();
    let without = cost_by_year(&plan, &[], 2024, 3, None);
    let until = "2025-09-30".parse().unwrap();
    let leave = crate::plan::Leave { until: Some(until) };
    plan.posts[place].terms = crate::plan::Terms { leave: Some(leave), ..Default::default() }.noted();
    let with = cost_by_year(&plan, &[], 2024, 3, None);
    let less = |year: usize| {
        let (with, without) = (with[year].plan, without[year].plan);
        (without.personnel.cents() - with.personnel.cents()) as f64
    };
    // 273 days of 2025, none of 2026.
    assert!((less(1) - cost as f64 * 273.0 / 365.0).abs() < 1.5, "{}", less(1));
    assert_eq!(with[2].plan, without[2].plan);
    // The Stellenplan of 2026 has it back, and its list says so without any scenario.
    let next = draft(&plan, &[], 2026, &Reasons::default());
    let entry = next.entries.iter().find(|entry| entry.post == plan.posts[place].id).unwrap();
    assert_eq!((entry.kinds.as_slice(), entry.by_scenario), (&[Kind::Marked][..], false));
    assert_eq!((entry.more_cents, entry.more_fte()), (Some(cost), Fte::ZERO));
    assert_eq!(entry.mark_words(Language::German), "Leerstelle bis 30.09.2025 → –");
    let total = next.table.total;
    assert_eq!(total.cost.cents() - total.previous_cost.cents(), cost);
    // Filled again on the 30 June after.
    let filled = |plan: &Plan, year| draft(plan, &[], year, &Reasons::default()).table.total.filled.unwrap();
    assert_eq!(filled(&plan, 2027) - filled(&plan, 2026), Fte::ONE);
}

#[test]
fn a_post_of_more_than_one_is_counted_to_the_thousandth() {
    let plan = builtin().unwrap();
    let list = changes(
        r#"[{"effective": "2024-03-01", "action": {"add_post": {"id": "N-1", "unit": "service-point", "title": "S",
            "grade": "E 8", "fte": 1.077, "provenance": "assumption", "note": "42 von 39 Stunden"}}}]"#,
    );
    let after = plan.on(reference_day(2025), &list).plan;
    let read = Plan::from_json(after.to_json().as_bytes()).unwrap();
    let post = read.post(&PostId::parse("N-1").unwrap()).unwrap();
    assert_eq!(post.fte(), Fte::from_thousandths(1_077));
    let draft = draft(&plan, &list, 2025, &Reasons::default());
    let entry = draft.entries.iter().find(|entry| entry.post == post.id).unwrap();
    assert_eq!(more(entry.more_fte(), Language::German), "+1,077");
    // 66.400 € × 1,077.
    assert_eq!(entry.more_cents, Some(7_151_280));
    let unit = draft.table.units.iter().find(|unit| unit.unit.as_str() == "service-point").unwrap();
    let row = unit.rows.iter().find(|row| row.grade == "E 8").unwrap();
    assert_eq!((row.figures.posts - row.figures.previous).thousandths(), 1_077);
    assert_eq!(extent(row.figures.posts - row.figures.previous, Language::German), "1,077");
    let years = cost_by_year(&plan, &list, 2025, 1, None);
    assert_eq!(years[0].more().0, 7_151_280);
}

/// An odd cost of a grade and posts of an odd size, so that cents remain of each.
const ODD: &str = r#"[
    {"effective": "2024-03-01", "action": {"set_assumptions": {"cost_per_grade": {"E 8": 75123.45}}}},
    {"effective": "2024-03-01", "action": {"add_post": {"id": "N-1", "unit": "abteilung", "title": "S",
        "grade": "E 8", "fte": 0.333, "provenance": "assumption", "note": "Bedarf"}}},
    {"effective": "2024-03-01", "action": {"add_post": {"id": "N-2", "unit": "abteilung", "title": "S",
        "grade": "E 8", "fte": 0.333, "provenance": "assumption", "note": "Bedarf"}}}]"#;

#[test]
fn cents_are_rounded_once_for_each_row_of_the_table_and_each_post_of_the_list() {
    let mut plan = builtin().unwrap();
    plan.posts.retain(|post| post.home().is_none_or(|unit| unit.as_str() != "abteilung"));
    let of = |plan: &Plan| {
        let draft = draft(plan, &changes(ODD), 2025, &Reasons::default());
        let unit = draft.table.units.iter().find(|unit| unit.unit.as_str() == "abteilung").unwrap();
        let [row] = unit.rows.as_slice() else { panic!("{:?}", unit.rows) };
        let list = draft.entries.iter().filter(|entry| entry.post.as_str().starts_with("N-"));
        (row.figures, list.map(|entry| entry.more_cents).collect::<Vec<_>>())
    };
    let (figures, list) = of(&plan);
    // 75.123,45 € × 0,666 = 50.032,2177 €; 75.123,45 € × 0,333 = 25.016,10885 €, twice one cent less.
    assert_eq!((figures.cost.cents(), figures.without_cost), (5_003_221, Fte::ZERO));
    assert_eq!(list, [Some(2_501_610), Some(2_501_610)]);
}

#[test]
fn a_row_of_posts_on_leave_costs_what_the_others_cost_together() {
    let mut plan = builtin().unwrap();
    let list = changes(ODD);
    plan.posts.retain(|post| post.home().is_none_or(|unit| unit.as_str() != "abteilung"));
    let leave = changes(
        r#"[{"effective": "2024-03-01", "action": {"set_post": {"post": "N-2", "terms": {"leave": {}}}}}]"#,
    );
    let all = [list, leave].concat();
    let figures = |year| {
        let table = draft(&plan, &all, year, &Reasons::default()).table;
        table.units.into_iter().find(|unit| unit.unit.as_str() == "abteilung").unwrap().rows[0].figures
    };
    assert_eq!(figures(2025).posts, Fte::from_thousandths(666));
    assert_eq!(figures(2025).cost.cents(), 2_501_610);
    // The same posts as those of the year before, one of them on leave.
    let (before, after) = (plan.on(reference_day(2025), &all), plan.on(reference_day(2026), &all));
    let found = table(&before, &after, YearBefore::default()).total;
    assert_eq!(found.cost, found.previous_cost);
}

#[test]
fn each_rule_stands_once_and_a_dash_only_alone() {
    let plan = builtin().unwrap();
    let list = changes(SCENARIO);
    let mut entry = draft(&plan, &list, 2025, &Reasons::default()).entries.remove(0);
    let mut laws = |kinds: &[Kind]| {
        entry.kinds = kinds.to_vec();
        entry.laws()
    };
    let budget = "§ 96 Abs. 4 GemO, § 5 Abs. 1 GemHVO";
    let both = format!("{budget}; § 5 Abs. 2 GemHVO");
    assert_eq!(laws(&[Kind::Converted, Kind::Moved, Kind::Resized, Kind::KwSet]), both);
    assert_eq!(laws(&[Kind::Moved, Kind::Resized, Kind::Moved]), format!("§ 5 Abs. 2 GemHVO; {budget}"));
    assert_eq!(laws(&[Kind::Parked, Kind::Marked]), budget);
    assert_eq!(laws(&[Kind::Parked]), "–");
}

#[test]
fn a_grade_without_cost_is_told() {
    let plan = builtin().unwrap();
    let list = changes(
        r#"[{"effective": "2024-03-01", "action": {"set_post": {"post": "AA-05", "grade": "A 14"}}}]"#,
    );
    let draft = draft(&plan, &list, 2025, &Reasons::default());
    let entry = draft.entries.iter().find(|entry| entry.post.as_str() == "AA-05").unwrap();
    assert_eq!(entry.more_cents, None);
    assert_eq!(draft.table.total.without_cost, Fte::ONE);
    assert!(cost_by_year(&plan, &list, 2025, 1, None)[0].scenario.incomplete);
}

#[test]
fn a_parked_post_is_told_as_parked_and_comes_back() {
    let plan = builtin().unwrap();
    let list = changes(
        r#"[{"effective": "2024-03-01", "action": {"park_post": {"post": "AA-05"}}},
            {"effective": "2026-01-01", "action": {"move_post": {"post": "AA-05", "to": "eu"}}}]"#,
    );
    let parked = change_list(&plan.on(plan.as_of, &[]), &plan.on(plan.as_of, &list));
    assert_eq!(parked, []);
    let of = |year| change_list(&plan.on(reference_day(2024), &[]), &plan.on(reference_day(year), &list));
    let kinds = |entries: Vec<Entry>| entries.iter().map(|entry| entry.kinds.clone()).collect::<Vec<_>>();
    assert_eq!(kinds(of(2024)), [vec![Kind::Parked]]);
    assert!(kinds(of(2026)).contains(&vec![Kind::Moved]));
    let back = change_list(&plan.on(reference_day(2025), &list), &plan.on(reference_day(2026), &list));
    assert_eq!(kinds(back), [vec![Kind::Returned]]);
}

#[test]
fn the_year_before_is_what_was_frozen_for_it_and_lines_tell_where_the_plan_differs() {
    let plan = builtin().unwrap();
    let none = Reasons::default();
    let living = draft(&plan, &[], 2025, &none);
    // Frozen as the plan has it, nothing is another figure.
    let same = Frozen::of(&draft(&plan, &[], 2024, &none), "Ausgangslage");
    let after = draft_after(&plan, &[], 2025, &none, Some(("Rat", &same)));
    assert_eq!((&after.table, after.frozen_before.as_deref()), (&living.table, Some("Rat")));
    // Frozen with a post that the plan does not have, and without those of a unit.
    let list = changes(
        r#"[{"effective": "2024-03-01", "action": {"add_post": {"id": "N-1", "unit": "service-point", "title": "S",
            "grade": "A 16", "provenance": "assumption", "note": "Bedarf"}}}]"#,
    );
    let mut frozen = Frozen::of(&draft(&plan, &list, 2024, &none), "Szenario");
    frozen.rows.retain(|row| row.unit != "beirat");
    let mut old = frozen.rows[0].clone();
    (old.unit, old.name, old.posts) = ("aufgeloest".to_owned(), "Aufgelöst".to_owned(), 500);
    frozen.rows.push(old);
    let after = draft_after(&plan, &[], 2025, &none, Some(("Rat", &frozen)));
    assert_eq!(after.table.total.previous, frozen.posts());
    assert_eq!(after.table.total.posts, living.table.total.posts);
    let sums: Fte = after.table.units.iter().map(|unit| unit.sum.previous).sum();
    assert_eq!(sums, frozen.posts());
    let row = |unit: &str, grade: &str| {
        let unit = after.table.units.iter().find(|one| one.unit.as_str() == unit).unwrap();
        let row = unit.rows.iter().find(|row| row.grade == grade).unwrap();
        (row.figures.previous, row.previous_of_plan, after.explanation(&unit.unit, row, Language::German))
    };
    let told = "2024 nach dem festgehaltenen Stellenplan, in der Ausgangslage 0,00".to_owned();
    assert_eq!(row("service-point", "A 16"), (Fte::ONE, Fte::ZERO, told));
    let gone = after.table.units.iter().find(|unit| unit.unit.as_str() == "aufgeloest").unwrap();
    assert!(gone.gone && gone.sum.previous == Fte::from_thousandths(500));
    // What the list adds up to is what the table differs by, and by what its lines tell.
    let rows = || after.table.units.iter().flat_map(|unit| &unit.rows);
    let told: Fte = rows().map(|row| row.previous_of_plan - row.figures.previous).sum();
    let listed: Fte = after.entries.iter().map(Entry::more_fte).sum();
    assert_eq!(after.table.total.posts - after.table.total.previous, listed + told);
}

#[test]
fn what_was_counted_stands_in_place_of_the_forecast_with_its_source() {
    let plan = builtin().unwrap();
    let none = Reasons::default();
    let count = |on: &str| {
        changes(&format!(
            r#"[{{"effective": "2024-02-01", "action": {{"set_unit": {{"unit": "aufenthalt", "filled":
                [{{"on": "{on}", "grade": "E 9b", "fte": 2.5, "source": "Personalliste"}}]}}}}}}]"#
        ))
    };
    let row = |draft: &Draft| {
        let unit = draft.table.units.iter().find(|unit| unit.unit.as_str() == "aufenthalt").unwrap().clone();
        let row = unit.rows.iter().find(|row| row.grade == "E 9b").unwrap().clone();
        (row.figures.filled, row.figures.counted, draft.explanation(&unit.unit, &row, Language::German))
    };
    let forecast = draft(&plan, &[], 2025, &none);
    assert!(forecast.table.total.forecast && !forecast.table.total.counted);
    let counted = draft(&plan, &count("2024-06-30"), 2025, &none);
    let (filled, is_counted, words) = row(&counted);
    assert_eq!((filled, is_counted), (Some(Fte::from_thousandths(2500)), true));
    assert!(words.contains("am 30.06.2024 besetzt: gezählt (Personalliste), Prognose"), "{words}");
    let total = counted.table.total;
    assert!(total.counted && total.forecast, "the other lines are still a forecast");
    let was = row(&forecast).0.unwrap();
    let difference = Fte::from_thousandths(2500) - was;
    assert_eq!(total.filled, forecast.table.total.filled.map(|filled| filled + difference));
    // Another day is no count of this one; and of a day before the plan a part is no sum.
    assert_eq!(draft(&plan, &count("2024-06-29"), 2025, &none).table, forecast.table);
    let earlier = draft(&plan, &count("2023-06-30"), 2024, &none);
    assert_eq!((row(&earlier).0, earlier.table.total.filled), (Some(Fte::from_thousandths(2500)), None));
}

#[test]
fn what_stands_for_a_part_of_the_year_is_told_with_its_days() {
    let plan = builtin().unwrap();
    let own = draft(&plan, &[], 2024, &Reasons::default());
    // The plan begins on 1 February: 335 days. Two posts stand for the 151 of them until 30 June.
    assert!(own.part_year.iter().all(|line| line.days == 335));
    let less: i64 =
        own.part_year.iter().map(|line| line.on_day.thousandths() * 335 - line.thousandth_days).sum();
    assert_eq!(less, 2000 * (335 - 151));
    assert!(own.part_year.iter().all(|line| line.mean() < line.on_day));
    assert_eq!(draft(&plan, &[], 2025, &Reasons::default()).part_year, []);
    // A post from 1 July on: not counted on 30 June, but for 184 of 365 days.
    let list = changes(
        r#"[{"effective": "2025-07-01", "action": {"add_post": {"id": "N-1", "unit": "abteilung", "title": "S",
            "grade": "E 8", "provenance": "assumption", "note": "Bedarf"}}}]"#,
    );
    let next = draft(&plan, &list, 2025, &Reasons::default()).part_year;
    assert_eq!(next.len(), 1);
    assert_eq!((next[0].on_day, next[0].thousandth_days), (Fte::ZERO, 184_000));
    assert_eq!(next[0].mean(), Fte::from_thousandths(504));
    assert_eq!(next[0].cost.cents(), 6_640_000 * 184 / 365);
}
