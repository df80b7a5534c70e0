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

#[test]
fn a_unit_that_an_outage_names_stays_until_the_outage_names_it_no_more() {
    let mut plan = plan();
    let set = |outages: &str| change(&format!(r#"{{"set_assumptions": {{"outages": {outages}}}}}"#));
    let named = set(
        r#"[{"from": "2024-05-06", "until": "2024-05-10", "lost": 1, "label": "Umzug", "units": ["task-force"]}]"#,
    );
    let unknown = plan.apply(&named).unwrap_err().to_string();
    assert!(unknown.contains("outages[0].units[0]: die Einheit „task-force“ gibt es nicht"), "{unknown}");
    plan.apply_in_place(&change(r#"{"add_unit": {"id": "task-force", "name": "Task Force"}}"#)).unwrap();
    plan.apply_in_place(&named).unwrap();
    let remove = change(r#"{"remove_unit": {"unit": "task-force"}}"#);
    let refused = plan.apply(&remove).unwrap_err().to_string();
    assert!(refused.contains("ist nicht leer (1 Ausfall)"), "{refused}");
    plan.apply_in_place(&set("[]")).unwrap();
    plan.apply_in_place(&remove).unwrap();
    assert!(!plan.to_json().contains("outages"), "absent where there are none");
}

#[test]
fn of_the_onboarding_only_what_is_named_is_set() {
    let mut plan = plan();
    let mut set = |onboarding: &str| {
        let action = format!(r#"{{"set_assumptions": {{"onboarding": {onboarding}}}}}"#);
        plan.apply_in_place(&change(&action)).unwrap();
        plan.assumptions.onboarding.clone()
    };
    let limited = set(r#"{"at_once": 2}"#);
    assert_eq!((limited.at_once, limited.decides_after, limited.curve.len()), (2, 0.0, 3));
    let both = set(r#"{"decides_after": 6}"#);
    assert_eq!(both, crate::plan::Onboarding { decides_after: 6.0, ..limited });
    // A curve comes with what belongs to it, as it always did, and leaves the limits alone.
    let curve = set(r#"{"curve": [[0, 0.5], [12, 1]]}"#);
    assert_eq!((curve.mentor.len(), curve.transfer.as_f64()), (0, 0.5));
    assert_eq!((curve.at_once, curve.decides_after), (2, 6.0));
    let taught = set(r#"{"mentor": [[0, 0.1]], "transfer": 0.7}"#);
    assert_eq!((taught.curve, taught.mentor.len(), taught.transfer.as_f64()), (curve.curve, 1, 0.7));
    // Nothing is a limit, too: it has to be said.
    let free = set(r#"{"at_once": 0, "decides_after": 0}"#);
    assert_eq!((free.at_once, free.decides_after, free.mentor.len()), (0, 0.0, 1));
}

/// The identifiers of the posts, then those of the parked ones.
fn order(plan: &Plan) -> String {
    let ids = |posts: &[crate::plan::Post]| {
        posts.iter().map(|post| post.id.to_string()).collect::<Vec<_>>().join(" ")
    };
    format!("{} | {}", ids(&plan.posts), ids(&plan.tray))
}

#[test]
fn puts_posts_in_order_and_keeps_the_parts_of_split_ones() {
    let plan = plan();
    let first = r#"{"move_post": {"post": "AA-02", "to": "aufenthalt", "before": "AA-01"}}"#;
    let reordered = plan.apply(&change(first)).unwrap();
    assert_eq!(order(&reordered), "AA-02 AA-01 | P-01");
    assert_eq!(reordered.posts[0].shares, plan.posts[1].shares);
    assert_eq!(
        reordered.apply(&change(first)).unwrap_err().to_string(),
        "Die Stelle „AA-02“ steht schon an diesem Platz; bitte einen anderen Platz wählen."
    );
    let back = r#"{"move_post": {"post": "AA-02", "to": "aufenthalt", "before": null}}"#;
    assert_eq!(reordered.apply(&change(back)).unwrap().to_json(), plan.to_json());
    // A place that is gone is the end; a post before itself stays where it is.
    let gone = r#"{"move_post": {"post": "AA-01", "to": "aufenthalt", "before": "X"}}"#;
    assert_eq!(order(&plan.apply(&change(gone)).unwrap()), "AA-02 AA-01 | P-01");
    let itself = r#"{"move_post": {"post": "AA-01", "to": "beirat", "before": "AA-01"}}"#;
    let itself = plan.apply(&change(itself)).unwrap();
    assert_eq!(
        (order(&itself).as_str(), itself.posts[0].home().unwrap().as_str()),
        ("AA-01 AA-02 | P-01", "beirat")
    );
    // Into the other unit of a split post: whole, and before the other one.
    let whole = r#"{"move_post": {"post": "AA-02", "to": "beirat", "before": "AA-01"}}"#;
    let whole = plan.apply(&change(whole)).unwrap();
    assert_eq!((order(&whole).as_str(), whole.posts[0].shares.len()), ("AA-02 AA-01 | P-01", 1));
}

#[test]
fn puts_units_in_order() {
    let plan = plan();
    let order = |plan: &Plan| plan.units.iter().map(|unit| unit.id.to_string()).collect::<Vec<_>>().join(" ");
    assert_eq!(order(&plan), "abteilung beirat aufenthalt team-1");
    let ahead = r#"{"move_unit": {"unit": "aufenthalt", "to": "abteilung", "before": "beirat"}}"#;
    let ahead = plan.apply(&change(ahead)).unwrap();
    assert_eq!(order(&ahead), "abteilung aufenthalt beirat team-1");
    let back = r#"{"move_unit": {"unit": "beirat", "to": "abteilung", "before": "aufenthalt"}}"#;
    assert_eq!(ahead.apply(&change(back)).unwrap().to_json(), plan.to_json());
    let last = r#"{"move_unit": {"unit": "beirat", "to": "aufenthalt", "before": null}}"#;
    let last = plan.apply(&change(last)).unwrap();
    assert_eq!(order(&last), "abteilung aufenthalt team-1 beirat");
    assert_eq!(last.units[3].parent.as_ref().unwrap().as_str(), "aufenthalt");
    let same = r#"{"move_unit": {"unit": "beirat", "to": "abteilung", "before": "aufenthalt"}}"#;
    assert_eq!(
        plan.apply(&change(same)).unwrap_err().to_string(),
        "Die Einheit „Geschäftsstelle“ steht schon an diesem Platz; bitte einen anderen Platz wählen."
    );
}

#[test]
fn keeps_parked_posts_out_of_the_plan_until_they_come_back() {
    let plan = plan();
    let parked = plan.apply(&change(r#"{"park_post": {"post": "AA-02"}}"#)).unwrap();
    assert_eq!(order(&parked), "AA-01 | AA-02 P-01");
    assert_eq!(parked.tray[0], plan.posts[1]);
    parked.validate().unwrap();
    assert_eq!(Plan::from_json(parked.to_json().as_bytes()).unwrap(), parked);
    let refused = parked.apply(&change(r#"{"park_post": {"post": "AA-02"}}"#)).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "Die Stelle „AA-02“ liegt schon auf dem Parkplatz; bitte eine Einheit als Ziel wählen."
    );
    let taken = r#"{"add_post": {"id": "P-01", "unit": "beirat", "title": "T", "grade": "A 9"}}"#;
    assert!(matches!(plan.apply(&change(taken)), Err(ChangeError::PostIdTaken { .. })));
    let first = r#"{"move_post": {"post": "P-01", "to": "beirat", "before": "AA-01"}}"#;
    let back = parked.apply(&change(first)).unwrap();
    assert_eq!(order(&back), "P-01 AA-01 | AA-02");
    assert_eq!(
        (back.posts[0].home().unwrap().as_str(), back.posts[0].fte()),
        ("beirat", Fte::from_thousandths(500))
    );
    let last = parked.apply(&change(r#"{"move_post": {"post": "P-01", "to": "beirat"}}"#)).unwrap();
    assert_eq!(order(&last), "AA-01 P-01 | AA-02");
    let set = parked.apply(&change(r#"{"set_post": {"post": "P-01", "grade": "A 10"}}"#)).unwrap();
    assert_eq!(set.tray[1].grade, "A 10");
    let removed = parked.apply(&change(r#"{"remove_post": {"post": "P-01"}}"#)).unwrap();
    assert_eq!(order(&removed), "AA-01 | AA-02");
}

#[test]
fn lets_a_unit_go_whose_posts_are_parked() {
    let mut plan = plan();
    for action in [
        r#"{"add_unit": {"id": "neu", "name": "Neu"}}"#,
        r#"{"move_post": {"post": "AA-01", "to": "neu"}}"#,
        r#"{"park_post": {"post": "AA-01"}}"#,
        r#"{"remove_unit": {"unit": "neu"}}"#,
    ] {
        plan.apply_in_place(&change(action)).unwrap();
    }
    plan.validate().unwrap();
    assert_eq!(plan.tray[0].home().unwrap().as_str(), "neu");
    // After its kw date a parked post is no longer in the tray.
    let day = |text: &str| plan.on(text.parse().unwrap(), &[]);
    assert_eq!(day("2026-12-31").plan.tray.len(), 2);
    assert_eq!((day("2027-01-01").plan.tray.len(), day("2027-01-01").ended.len()), (1, 1));
}

#[test]
fn splits_a_post_over_units() {
    let split = r#"{"set_post": {"post": "AA-01", "shares": [{"unit": "beirat", "fte": 0.4}, {"unit": "team-1", "fte": 0.6}]}}"#;
    let split = plan().apply(&change(split)).unwrap();
    assert_eq!(split.posts[0].home().unwrap().as_str(), "beirat");
    assert_eq!(split.posts[0].fte(), Fte::ONE);
    let refused = |shares: &str| {
        let action = format!(r#"{{"set_post": {{"post": "AA-01", "shares": {shares}}}}}"#);
        plan().apply(&change(&action)).unwrap_err().to_string()
    };
    assert_eq!(
        refused(r#"[{"unit": "weg", "fte": 1}]"#),
        "Die Änderung an der Stelle „AA-01“ ist nicht zulässig: unit: die Einheit „weg“ gibt es nicht."
    );
    assert_eq!(
        refused("[]"),
        "Die Änderung an der Stelle „AA-01“ ist nicht zulässig: unit: die Stelle gehört zu keiner Einheit: entweder „unit“ und „fte“ oder „shares“ angeben."
    );
}
