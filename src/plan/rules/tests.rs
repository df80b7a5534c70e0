use super::*;
use crate::plan::{builtin, changes_from_json};
use serde_json::{Value, json};

const DAY: &str = "2024-06-01";

/// Two sections with their own sub-budgets, a team below the first, a case type each.
pub(super) fn value() -> Value {
    let post = |id: &str, unit: &str, grade: &str| json!({"id": id, "unit": unit, "title": "Sachbearbeitung", "grade": grade, "holder": {"since": "2020-01-01"}});
    let case_type = |id: &str, unit: &str| {
        json!({"id": id, "unit": unit, "name": id.to_uppercase(), "demand": {"per_year": 10},
               "steps": [{"name": "Prüfen", "minutes": 60}]})
    };
    json!({
        "format": "stellwerk-plan/1", "name": "Amt", "as_of": "2024-01-01",
        "units": [{"id": "amt", "name": "Amt"},
                  {"id": "recht", "parent": "amt", "name": "Recht", "budget": "02 Ordnung", "minimum_fte": 2},
                  {"id": "team", "parent": "recht", "name": "Team"},
                  {"id": "hilfe", "parent": "amt", "name": "Hilfe", "budget": "05 Soziales"}],
        "posts": [post("R-1", "recht", "EG 9b"), post("R-2", "recht", "EG 9b"), post("T-1", "team", "EG 9b"),
                  post("H-1", "hilfe", "EG 9c"), post("H-2", "hilfe", "S 12")],
        "case_types": [case_type("a", "recht"), case_type("b", "hilfe")]
    })
}

pub(super) fn plan(value: Value) -> Plan {
    Plan::from_json(value.to_string().as_bytes()).unwrap()
}

fn checked(plan: &Plan, actions: &[Value]) -> Vec<Finding> {
    let list: Vec<Value> = actions.iter().map(|action| json!({"effective": DAY, "action": action})).collect();
    let changes = changes_from_json(Value::from(list).to_string().as_bytes()).unwrap();
    let date = DAY.parse().unwrap();
    let (before, after) = (plan.on(date, &[]), plan.on(date, &changes));
    assert_eq!(after.conflicts, []);
    check(&before.plan, &after.plan, &changes, date, Language::German)
}

fn rules(findings: &[Finding]) -> Vec<Rule> {
    findings.iter().map(|finding| finding.rule).collect()
}

#[test]
fn a_post_that_leaves_its_sub_budget_needs_a_reason() {
    let found = checked(&plan(value()), &[json!({"move_post": {"post": "T-1", "to": "hilfe"}})]);
    assert_eq!(rules(&found), [Rule::BudgetPost]);
    assert_eq!(found[0].severity, Severity::NeedsReason);
    assert_eq!(found[0].subject, Subject::Post(PostId::parse("T-1").unwrap()));
    assert!(
        found[0].sentence.starts_with(
            "Die Stelle T-1 wechselt vom Teilhaushalt 02 Ordnung in den Teilhaushalt 05 Soziales."
        ),
        "{}",
        found[0].sentence
    );
    assert!(found[0].sentence.contains("§ 5 Abs. 1 und 2 GemHVO"));
    // Within one, and where one of the two is unknown, nothing is said of it.
    let mut within = value();
    within["units"][1]["minimum_fte"] = json!(null);
    assert_eq!(
        checked(&plan(within.clone()), &[json!({"move_post": {"post": "R-1", "to": "team"}})]).len(),
        1
    );
    let unknown = checked(&plan(within), &[json!({"move_post": {"post": "R-1", "to": "amt"}})]);
    assert_eq!(rules(&unknown), [Rule::SinglePoint]);
}

#[test]
fn the_way_over_the_tray_or_a_split_leaves_the_sub_budget_too() {
    let mut parked = value();
    let post = parked["posts"].as_array_mut().unwrap().remove(2);
    parked["tray"] = json!([post]);
    let found = checked(&plan(parked), &[json!({"move_post": {"post": "T-1", "to": "hilfe"}})]);
    assert_eq!(rules(&found), [Rule::BudgetPost]);
    let shares = json!([{"unit": "team", "fte": 0.5}, {"unit": "hilfe", "fte": 0.5}]);
    let found = checked(&plan(value()), &[json!({"set_post": {"post": "T-1", "shares": shares}})]);
    assert!(found[0].sentence.contains("in den Teilhaushalt 02 Ordnung / 05 Soziales"), "{found:?}");
}

#[test]
fn a_unit_that_changes_its_sub_budget_is_told_once_with_its_posts() {
    let mut value = value();
    value["units"].as_array_mut().unwrap().push(json!({"id": "unter", "parent": "team", "name": "Unter"}));
    value["posts"][1]["unit"] = json!("unter");
    value["units"][1]["minimum_fte"] = json!(null);
    let found = checked(&plan(value.clone()), &[json!({"move_unit": {"unit": "team", "to": "hilfe"}})]);
    assert_eq!(rules(&found), [Rule::BudgetUnit]);
    assert!(
        found[0].sentence.starts_with("Die Einheit „Team“ wechselt vom Teilhaushalt 02 Ordnung in den Teilhaushalt 05 Soziales, mit ihr 2 Stellen (2,0 VZÄ)."),
        "{}",
        found[0].sentence
    );
    let found = checked(&plan(value), &[json!({"set_unit": {"unit": "recht", "budget": "01 Zentrales"}})]);
    assert_eq!(rules(&found), [Rule::BudgetUnit]);
    assert!(found[0].sentence.contains("mit ihr 3 Stellen"), "{}", found[0].sentence);
}

#[test]
fn a_grade_far_from_the_others_needs_a_reason() {
    let near = checked(&plan(value()), &[json!({"set_post": {"post": "T-1", "grade": "EG 5"}})]);
    assert_eq!(near, [], "a post alone in its unit has nobody to be compared with");
    let far = checked(&plan(value()), &[json!({"set_post": {"post": "R-1", "grade": "EG 5"}})]);
    assert_eq!(rules(&far), [Rule::Grade]);
    assert_eq!(
        far[0].sentence,
        "Die Bewertung EG 5 der Stelle R-1 liegt weit von den übrigen Stellen der Einheit „Recht“ (EG 9b). Bitte prüfen, ob die Bewertung zum Dienstposten passt, und begründen."
    );
    assert_eq!(checked(&plan(value()), &[json!({"set_post": {"post": "R-1", "grade": "A 10"}})]), []);
}

#[test]
fn a_unit_below_its_minimum_needs_a_reason_once() {
    let found = checked(&plan(value()), &[json!({"set_post": {"post": "R-1", "fte": 0.5}})]);
    assert_eq!(rules(&found), [Rule::Minimum]);
    assert_eq!(
        found[0].sentence,
        "Die Einheit „Recht“ hat noch 1,5 VZÄ und liegt damit unter ihrer Mindestbesetzung von 2,0 VZÄ. Bitte begründen oder die Besetzung ausgleichen."
    );
    let mut below = value();
    below["units"][1]["minimum_fte"] = json!(5);
    let more = [json!({"add_post": {"id": "R-3", "unit": "recht", "title": "T", "grade": "EG 9b"}})];
    assert_eq!(checked(&plan(below.clone()), &more), [], "it was further below before");
    assert_eq!(
        rules(&checked(&plan(below.clone()), &[json!({"remove_post": {"post": "R-1"}})])),
        [Rule::Minimum, Rule::SinglePoint]
    );
    assert_eq!(rules(&standing(&plan(below), Language::English)), [Rule::Minimum]);
    let founded = json!({"add_unit": {"id": "neu", "parent": "amt", "name": "Neu", "minimum_fte": 2}});
    assert_eq!(checked(&plan(value()), &[founded]), [], "its posts come afterwards");
}

#[test]
fn a_case_type_that_hangs_on_one_post_is_told() {
    let found = checked(&plan(value()), &[json!({"set_post": {"post": "H-1", "casework": 0}})]);
    assert_eq!(rules(&found), [Rule::SinglePoint]);
    assert_eq!(found[0].severity, Severity::NeedsReason);
    assert_eq!(
        found[0].sentence,
        "Die Fallart „B“ kann nur noch die Stelle H-2 bearbeiten und entscheiden; bei Urlaub, Krankheit oder Weggang bleibt sie liegen. Bitte eine Vertretung vorsehen oder begründen."
    );
    let nobody = checked(&plan(value()), &[json!({"move_case_type": {"case_type": "b", "to": "amt"}})]);
    assert_eq!(rules(&nobody), [Rule::Unserved]);
    assert!(
        nobody[0].sentence.starts_with(
            "Die Fallart „B“ der Einheit „Amt“ kann keine Stelle mehr bearbeiten und entscheiden;"
        )
    );
    // A deputy in another unit counts.
    let deputy = [
        json!({"set_post": {"post": "H-1", "casework": 0}}),
        json!({"set_post": {"post": "T-1", "case_types": ["b"]}}),
    ];
    assert_eq!(checked(&plan(value()), &deputy), []);
}

#[test]
fn who_only_prepares_completes_nothing_and_a_deputy_counts() {
    let set = |post: &str, terms: Value| json!({"set_post": {"post": post, "terms": terms}});
    let prepares = json!({"qualifications": {"b": "prepare"}});
    let one = checked(&plan(value()), &[set("H-1", prepares.clone())]);
    assert_eq!(rules(&one), [Rule::SinglePoint]);
    assert!(one[0].sentence.contains("H-2"), "{one:?}");
    let nobody = [set("H-1", prepares.clone()), set("H-2", prepares.clone())];
    assert_eq!(rules(&checked(&plan(value()), &nobody)), [Rule::Unserved]);
    let deputy = [set("H-1", prepares.clone()), set("H-2", json!({"deputies": ["T-1"]}))];
    assert_eq!(checked(&plan(value()), &deputy), []);
    // Without the deputy it stands alone, as it does with one that handles no cases.
    let mut with = value();
    (with["posts"][3]["terms"], with["posts"][4]["terms"]) = (prepares, json!({"deputies": ["T-1"]}));
    assert_eq!(rules(&checked(&plan(with.clone()), &[set("H-2", Value::Null)])), [Rule::SinglePoint]);
    let idle = json!({"set_post": {"post": "T-1", "casework": 0}});
    assert_eq!(rules(&checked(&plan(with), &[idle])), [Rule::SinglePoint]);
}

#[test]
fn a_post_that_ends_soon_and_parked_posts_are_told() {
    let mut value = value();
    value["posts"][3]["kw"] = json!("2024-06-30");
    value["posts"][4]["grade"] = json!("EG 9c");
    let found = checked(
        &plan(value),
        &[json!({"set_post": {"post": "H-1", "title": "Springer"}}), json!({"park_post": {"post": "T-1"}})],
    );
    assert_eq!(rules(&found), [Rule::EndsSoon, Rule::Tray]);
    assert!(found.iter().all(|finding| finding.severity == Severity::Hint));
    assert!(
        found[0].sentence.starts_with("Die Stelle H-1 fällt mit Ablauf des 30.06.2024 weg (kw), 29 Tage nach dem Wirkungsdatum 01.06.2024."),
        "{}",
        found[0].sentence
    );
    assert!(found[1].sentence.starts_with("Auf dem Parkplatz: 1 Stelle (1,0 VZÄ)."), "{}", found[1].sentence);
}

#[test]
fn a_move_that_joins_the_parts_of_a_post_is_told() {
    let mut split = value();
    split["posts"][4] = json!({"id": "H-2", "title": "T", "grade": "EG 9c",
        "shares": [{"unit": "hilfe", "fte": 0.5}, {"unit": "amt", "fte": 0.25}]});
    let plan = plan(split);
    let found = checked(&plan, &[json!({"move_post": {"post": "H-2", "to": "hilfe"}})]);
    assert_eq!(rules(&found), [Rule::SplitPost]);
    assert_eq!(found[0].severity, Severity::Hint);
    assert!(
        found[0].sentence.starts_with("Die Stelle H-2 ist geteilt (Hilfe 0,5 VZÄ, Amt 0,25 VZÄ). Beim Verschieben werden ihre Anteile zusammengelegt: Danach arbeitet sie mit 0,75 VZÄ in einer einzigen Einheit."),
        "{}",
        found[0].sentence
    );
    // From the tray, too; by its form, or to another place in its own unit, it is no news.
    let by_tray =
        [json!({"park_post": {"post": "H-2"}}), json!({"move_post": {"post": "H-2", "to": "hilfe"}})];
    assert_eq!(rules(&checked(&plan, &by_tray)), [Rule::SplitPost]);
    let whole = json!([{"unit": "hilfe", "fte": 0.75}]);
    assert_eq!(checked(&plan, &[json!({"set_post": {"post": "H-2", "shares": whole}})]), []);
    let ordered = json!({"move_post": {"post": "H-2", "to": "hilfe", "before": "H-1"}});
    assert_eq!(checked(&plan, &[ordered]), []);
    // What is said before a unit is chosen is the same.
    let posts = ["H-1", "H-2"].map(|id| PostId::parse(id).unwrap());
    assert_eq!(before_moving(&plan, &posts, Language::German), found);
}

#[test]
fn a_post_that_moves_with_its_own_case_types_is_told_where_the_unit_has_none_of_them() {
    let mut own = value();
    own["units"][1]["minimum_fte"] = json!(null);
    let mut third = own["case_types"][0].clone();
    third["id"] = json!("c");
    third["unit"] = json!("team");
    own["case_types"].as_array_mut().unwrap().push(third);
    own["posts"][0]["case_types"] = json!(["a"]);
    own["posts"][2]["case_types"] = json!(["a", "c"]);
    let plan = plan(own);
    let found = checked(&plan, &[json!({"move_post": {"post": "R-1", "to": "team"}})]);
    assert_eq!(rules(&found), [Rule::OwnTasks]);
    assert_eq!(found[0].severity, Severity::Hint);
    assert!(
        found[0].sentence.starts_with("Die Stelle R-1 bearbeitet auch nach dem Verschieben nur die Fallarten, die für sie gewählt sind (A), nicht die übrigen ihrer neuen Einheit."),
        "{}",
        found[0].sentence
    );
    // Where the unit has one of them, or all is handled that the unit has, nothing is said.
    assert_eq!(checked(&plan, &[json!({"move_post": {"post": "T-1", "to": "recht"}})]), []);
    assert_eq!(checked(&plan, &[json!({"move_post": {"post": "R-2", "to": "team"}})]), []);
    let posts = ["R-1", "R-2"].map(|id| PostId::parse(id).unwrap());
    assert_eq!(before_moving(&plan, &posts, Language::German), found);
}

#[test]
fn what_asks_for_a_reason_comes_first() {
    let found = checked(
        &plan(value()),
        &[json!({"park_post": {"post": "R-1"}}), json!({"move_post": {"post": "T-1", "to": "hilfe"}})],
    );
    assert_eq!(rules(&found), [Rule::BudgetPost, Rule::Minimum, Rule::SinglePoint, Rule::Tray]);
}

#[test]
fn nothing_is_said_where_nothing_changes() {
    let plan = builtin().unwrap().on("2024-03-01".parse().unwrap(), &[]).plan;
    assert_eq!(check(&plan, &plan, &[], plan.as_of, Language::German), []);
}
