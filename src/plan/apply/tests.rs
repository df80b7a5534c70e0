use crate::plan::{Change, ChangeError, Fte, Plan, changes_from_json};

const PLAN: &str = include_str!("../../../tests/fixtures/full_plan.json");
const CHANGES: &str = include_str!("../../../tests/fixtures/full_changes.json");

fn plan() -> Plan {
    Plan::from_json(PLAN.as_bytes()).unwrap()
}

fn change(action: &str) -> Change {
    on("2024-06-01", action)
}

fn on(date: &str, action: &str) -> Change {
    serde_json::from_str(&format!(r#"{{"effective": "{date}", "action": {action}}}"#)).unwrap()
}

#[test]
fn makes_every_change_of_the_format() {
    let mut plan = plan();
    for change in changes_from_json(CHANGES.as_bytes()).unwrap() {
        let before = plan.clone();
        plan = plan.apply(&change).unwrap_or_else(|error| panic!("{change:?}: {error}"));
        assert_ne!(plan, before, "{change:?}");
        plan.validate().unwrap();
    }
    assert_eq!(plan.units.len(), 4);
    assert_eq!(plan.case_types[0].name, "Titel");
    assert_eq!(plan.case_types[0].unit.as_str(), "beirat");
    assert_eq!(plan.case_types[0].target_days, None);
    assert_eq!(plan.populations[0].opening, 5);
    assert_eq!(plan.populations[0].places, None);
    assert_eq!(plan.fixed_tasks[0].fte, Fte::from_thousandths(500));
    assert_eq!(plan.assumptions.absence_days_per_year, 40.0);
}

#[test]
fn refuses_with_object_and_remedy() {
    let table = [
        (
            r#"{"add_unit": {"id": "beirat", "name": "B"}}"#,
            "Die Kennung „beirat“ trägt schon eine andere Einheit; bitte eine freie Kennung wählen.",
        ),
        (
            r#"{"add_unit": {"id": "neu", "parent": "weg", "name": "B"}}"#,
            "Die Einheit „weg“ gibt es nicht; bitte eine vorhandene Einheit wählen.",
        ),
        (
            r#"{"add_unit": {"id": "neu", "parent": "neu", "name": "B"}}"#,
            "Die Einheit „B“ kann nicht unter „B“ stehen, weil sie sich damit selbst untergeordnet wäre; bitte eine Einheit außerhalb von „B“ wählen.",
        ),
        (
            r#"{"add_unit": {"id": "neu", "name": " "}}"#,
            "Die Änderung an der Einheit „ “ ist nicht zulässig: name: ist leer; bitte einen Text angeben.",
        ),
        (
            r#"{"rename_unit": {"unit": "weg", "name": "B"}}"#,
            "Die Einheit „weg“ gibt es nicht; bitte eine vorhandene Einheit wählen.",
        ),
        (
            r#"{"rename_unit": {"unit": "beirat", "name": ""}}"#,
            "Die Änderung an der Einheit „Geschäftsstelle“ ist nicht zulässig: name: ist leer; bitte einen Text angeben.",
        ),
        (
            r#"{"move_unit": {"unit": "aufenthalt", "to": "team-1"}}"#,
            "Die Einheit „Aufenthalt“ kann nicht unter „Team 1“ stehen, weil sie sich damit selbst untergeordnet wäre; bitte eine Einheit außerhalb von „Aufenthalt“ wählen.",
        ),
        (
            r#"{"move_unit": {"unit": "aufenthalt", "to": "aufenthalt"}}"#,
            "Die Einheit „Aufenthalt“ kann nicht unter „Aufenthalt“ stehen, weil sie sich damit selbst untergeordnet wäre; bitte eine Einheit außerhalb von „Aufenthalt“ wählen.",
        ),
        (
            r#"{"move_unit": {"unit": "beirat", "to": "abteilung"}}"#,
            "Die Einheit „Geschäftsstelle“ steht schon an dieser Stelle; bitte eine andere übergeordnete Einheit wählen.",
        ),
        (
            r#"{"remove_unit": {"unit": "aufenthalt"}}"#,
            "Die Einheit „Aufenthalt“ ist nicht leer (1 untergeordnete Einheit, 2 Stellen, 1 Fallart); bitte den Inhalt zuerst verschieben oder entfernen.",
        ),
        (
            r#"{"remove_unit": {"unit": "beirat"}}"#,
            "Die Einheit „Geschäftsstelle“ ist nicht leer (1 Stelle, 1 Personenbestand); bitte den Inhalt zuerst verschieben oder entfernen.",
        ),
        (
            r#"{"add_post": {"id": "AA-01", "unit": "beirat", "title": "T", "grade": "A 9"}}"#,
            "Die Kennung „AA-01“ trägt schon eine andere Stelle; bitte eine freie Kennung wählen.",
        ),
        (
            r#"{"add_post": {"id": "N", "unit": "weg", "title": "T", "grade": "A 9"}}"#,
            "Die Einheit „weg“ gibt es nicht; bitte eine vorhandene Einheit wählen.",
        ),
        (
            r#"{"add_post": {"id": "N", "unit": "beirat", "title": "T", "grade": "A 9", "kw": "2024-05-31"}}"#,
            "Das kw-Datum 31.05.2024 der Stelle „N“ liegt vor dem Wirkungsdatum 01.06.2024; bitte ein späteres kw-Datum angeben oder die Stelle entfernen.",
        ),
        (
            r#"{"move_post": {"post": "X", "to": "beirat"}}"#,
            "Die Stelle „X“ gibt es nicht; bitte eine vorhandene Stelle wählen.",
        ),
        (
            r#"{"move_post": {"post": "AA-01", "to": "weg"}}"#,
            "Die Einheit „weg“ gibt es nicht; bitte eine vorhandene Einheit wählen.",
        ),
        (
            r#"{"move_post": {"post": "AA-01", "to": "aufenthalt"}}"#,
            "Die Stelle „AA-01“ gehört schon zur Einheit „Aufenthalt“; bitte eine andere Einheit wählen.",
        ),
        (
            r#"{"remove_post": {"post": "X"}}"#,
            "Die Stelle „X“ gibt es nicht; bitte eine vorhandene Stelle wählen.",
        ),
        (
            r#"{"set_post": {"post": "AA-01"}}"#,
            "Die Änderung an der Stelle „AA-01“ nennt keinen neuen Wert; bitte mindestens ein Feld angeben.",
        ),
        (
            r#"{"set_post": {"post": "AA-01", "kw": "2024-05-31"}}"#,
            "Das kw-Datum 31.05.2024 der Stelle „AA-01“ liegt vor dem Wirkungsdatum 01.06.2024; bitte ein späteres kw-Datum angeben oder die Stelle entfernen.",
        ),
        (
            r#"{"set_post": {"post": "AA-01", "case_types": ["weg"]}}"#,
            "Die Änderung an der Stelle „AA-01“ ist nicht zulässig: case_types[0]: die Fallart „weg“ gibt es nicht.",
        ),
        (
            r#"{"set_post": {"post": "AA-01", "recruiting_until": "2024-07-01"}}"#,
            "Die Änderung an der Stelle „AA-01“ ist nicht zulässig: recruiting_until: die Stelle ist besetzt und zugleich in Nachbesetzung; bitte „holder“ oder „recruiting_until“ weglassen (null).",
        ),
        (
            r#"{"move_case_type": {"case_type": "weg", "to": "beirat"}}"#,
            "Die Fallart „weg“ gibt es nicht; bitte eine vorhandene Fallart wählen.",
        ),
        (
            r#"{"move_case_type": {"case_type": "titel", "to": "aufenthalt"}}"#,
            "Die Fallart „Aufenthaltstitel“ gehört schon zur Einheit „Aufenthalt“; bitte eine andere Einheit wählen.",
        ),
        (
            r#"{"set_case_type": {"case_type": "titel"}}"#,
            "Die Änderung an der Fallart „Aufenthaltstitel“ nennt keinen neuen Wert; bitte mindestens ein Feld angeben.",
        ),
        (
            r#"{"set_case_type": {"case_type": "titel", "steps": []}}"#,
            "Die Änderung an der Fallart „Aufenthaltstitel“ ist nicht zulässig: steps: ist leer; eine Fallart braucht mindestens einen Schritt.",
        ),
        (
            r#"{"set_population": {"population": "weg"}}"#,
            "Den Personenbestand „weg“ gibt es nicht; bitte einen vorhandenen wählen.",
        ),
        (
            r#"{"set_population": {"population": "unt"}}"#,
            "Die Änderung an dem Personenbestand „Untergebrachte“ nennt keinen neuen Wert; bitte mindestens ein Feld angeben.",
        ),
        (
            r#"{"set_population": {"population": "unt", "unit": "weg"}}"#,
            "Die Einheit „weg“ gibt es nicht; bitte eine vorhandene Einheit wählen.",
        ),
        (
            r#"{"set_population": {"population": "unt", "inflow_per_year": -1}}"#,
            "Die Änderung an dem Personenbestand „Untergebrachte“ ist nicht zulässig: inflow_per_year: ist negativ; erlaubt sind Werte von 0 bis 1.000.000.000.",
        ),
        (
            r#"{"set_fixed_task": {"fixed_task": "weg"}}"#,
            "Die Grundlast „weg“ gibt es nicht; bitte eine vorhandene wählen.",
        ),
        (
            r#"{"set_fixed_task": {"fixed_task": "leitung"}}"#,
            "Die Änderung an der Grundlast „Leitung“ nennt keinen neuen Wert; bitte mindestens ein Feld angeben.",
        ),
        (
            r#"{"set_assumptions": {}}"#,
            "Die Änderung an den Annahmen nennt keinen neuen Wert; bitte mindestens ein Feld angeben.",
        ),
        (
            r#"{"set_assumptions": {"weekly_hours": 99}}"#,
            "Die Änderung an den Annahmen ist nicht zulässig: weekly_hours: ist zu groß; erlaubt sind Werte von 0,1 bis 60.",
        ),
    ];
    let untouched = plan();
    let mut plan = plan();
    for (action, expected) in table {
        let change = change(action);
        let error = plan.apply_in_place(&change).unwrap_err();
        assert_eq!(error.to_string(), expected);
        assert_eq!(plan, untouched, "{action}");
        let wire = serde_json::to_string(&error).unwrap();
        assert_eq!(serde_json::from_str::<ChangeError>(&wire).unwrap(), error);
    }
}

#[test]
fn refuses_days_that_the_format_cannot_hold() {
    let error = plan().apply(&on("1899-12-31", r#"{"remove_post": {"post": "AA-01"}}"#)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Das Wirkungsdatum 31.12.1899 liegt außerhalb der Jahre 1900 bis 2200; bitte ein anderes wählen."
    );
}

#[test]
fn leaves_posts_alone_that_have_ended() {
    let last = r#"{"move_post": {"post": "AA-01", "to": "beirat"}}"#;
    plan().apply(&on("2026-12-31", last)).unwrap();
    for action in
        [last, r#"{"remove_post": {"post": "AA-01"}}"#, r#"{"set_post": {"post": "AA-01", "kw": null}}"#]
    {
        let error = plan().apply(&on("2027-01-01", action)).unwrap_err();
        assert!(matches!(error, ChangeError::PostEnded { .. }), "{error}");
    }
}

#[test]
fn moves_a_split_post_whole() {
    let moved = plan().apply(&change(r#"{"move_post": {"post": "AA-02", "to": "beirat"}}"#)).unwrap();
    let post = &moved.posts[1];
    assert_eq!(post.shares.len(), 1);
    assert_eq!(post.fte(), Fte::from_thousandths(750));
}

#[test]
fn resizes_a_split_post_in_proportion_and_exactly() {
    let set = plan().apply(&change(r#"{"set_post": {"post": "AA-02", "fte": 1}}"#)).unwrap();
    let sizes: Vec<i64> = set.posts[1].shares.iter().map(|share| share.fte.thousandths()).collect();
    assert_eq!(sizes, [667, 333]);
    let none = set.apply(&change(r#"{"set_post": {"post": "AA-02", "fte": 0}}"#)).unwrap();
    let again = none.apply(&change(r#"{"set_post": {"post": "AA-02", "fte": 0.5}}"#)).unwrap();
    let sizes: Vec<i64> = again.posts[1].shares.iter().map(|share| share.fte.thousandths()).collect();
    assert_eq!(sizes, [500, 0]);
}

#[test]
fn moving_there_and_back_leaves_no_trace() {
    let plan = plan();
    for (there, back) in [
        (
            r#"{"move_post": {"post": "AA-01", "to": "beirat"}}"#,
            r#"{"move_post": {"post": "AA-01", "to": "aufenthalt"}}"#,
        ),
        (
            r#"{"move_unit": {"unit": "team-1", "to": null}}"#,
            r#"{"move_unit": {"unit": "team-1", "to": "aufenthalt"}}"#,
        ),
        (
            r#"{"move_case_type": {"case_type": "titel", "to": "beirat"}}"#,
            r#"{"move_case_type": {"case_type": "titel", "to": "aufenthalt"}}"#,
        ),
    ] {
        let same = plan.apply(&change(there)).unwrap().apply(&change(back)).unwrap();
        assert_eq!(same.to_json(), plan.to_json());
    }
}

#[test]
fn keeps_the_tree_below_fifty_levels() {
    let mut plan = plan();
    for level in 0..47 {
        let parent = if level == 0 { "team-1".to_owned() } else { format!("u{}", level - 1) };
        let action = format!(r#"{{"add_unit": {{"id": "u{level}", "parent": "{parent}", "name": "U"}}}}"#);
        plan.apply_in_place(&change(&action)).unwrap();
    }
    plan.validate().unwrap();
    let more = plan.apply(&change(r#"{"add_unit": {"id": "x", "parent": "u46", "name": "Zu tief"}}"#));
    assert_eq!(
        more.unwrap_err().to_string(),
        "Mit „Zu tief“ an dieser Stelle hätte der Plan mehr als 50 Ebenen; bitte weiter oben einordnen."
    );
    let lower = plan.apply(&change(r#"{"move_unit": {"unit": "aufenthalt", "to": "beirat"}}"#));
    assert!(matches!(lower.unwrap_err(), ChangeError::TooDeep { .. }));
}

#[test]
fn a_unit_ends_together_with_posts_that_have_ended() {
    let mut plan = plan();
    plan.apply_in_place(&change(r#"{"add_unit": {"id": "task-force", "name": "Task Force"}}"#)).unwrap();
    plan.apply_in_place(&change(
        r#"{"add_post": {"id": "TF-1", "unit": "task-force", "title": "T", "grade": "A 9", "kw": "2024-06-30"}}"#,
    ))
    .unwrap();
    let remove = r#"{"remove_unit": {"unit": "task-force"}}"#;
    assert!(matches!(plan.apply(&on("2024-06-30", remove)), Err(ChangeError::UnitNotEmpty { .. })));
    let without = plan.apply(&on("2024-07-01", remove)).unwrap();
    without.validate().unwrap();
    assert_eq!(without.posts.len(), 2);
}
