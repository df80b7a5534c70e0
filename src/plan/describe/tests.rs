use crate::format::Language;
use crate::plan::{Change, Plan};

fn plan() -> Plan {
    let text = r#"{
        "format": "stellwerk-plan/1", "name": "Abteilung", "as_of": "2024-02-01",
        "units": [{"id": "aa", "name": "Aufenthalt/Anerkennung"},
                  {"id": "eb", "name": "Einbürgerung/Staatsangehörigkeit"}],
        "posts": [{"id": "AA-07", "unit": "aa", "title": "Sachbearbeitung", "grade": "EG 9b"}],
        "tray": [{"id": "AA-99", "unit": "aa", "title": "Sachbearbeitung", "grade": "EG 9b"}],
        "case_types": [{"id": "s10", "unit": "eb", "name": "Anspruchseinbürgerung",
                        "steps": [{"name": "Prüfen", "minutes": 300}]}],
        "populations": [{"id": "unt", "unit": "aa", "name": "Untergebrachte", "opening": 1250,
                         "inflow_per_year": 620, "mean_stay_days": 730}],
        "fixed_tasks": [{"id": "ltg", "unit": "aa", "name": "Leitung", "fte": 1}]
    }"#;
    Plan::from_json(text.as_bytes()).unwrap()
}

#[test]
fn tells_every_action_in_both_languages() {
    let table = [
        (
            r#"{"add_unit": {"id": "t1", "parent": "aa", "name": "Team 1"}}"#,
            "Einheit Team 1 unter Aufenthalt/Anerkennung eingerichtet",
            "Unit Team 1 set up under Aufenthalt/Anerkennung",
        ),
        (
            r#"{"rename_unit": {"unit": "aa", "name": "Aufenthalt"}}"#,
            "Einheit Aufenthalt/Anerkennung in Aufenthalt umbenannt",
            "Unit Aufenthalt/Anerkennung renamed to Aufenthalt",
        ),
        (
            r#"{"move_unit": {"unit": "aa", "to": "eb"}}"#,
            "Einheit Aufenthalt/Anerkennung der Einheit Einbürgerung/Staatsangehörigkeit unterstellt",
            "Unit Aufenthalt/Anerkennung placed under Einbürgerung/Staatsangehörigkeit",
        ),
        (
            r#"{"move_unit": {"unit": "aa"}}"#,
            "Einheit Aufenthalt/Anerkennung an die Spitze gestellt",
            "Unit Aufenthalt/Anerkennung placed at the top",
        ),
        (
            r#"{"move_unit": {"unit": "aa", "to": null, "before": null}}"#,
            "Einheit Aufenthalt/Anerkennung umgereiht, ans Ende",
            "Unit Aufenthalt/Anerkennung reordered, to the end",
        ),
        (
            r#"{"set_unit": {"unit": "aa", "kind": "staff_unit", "stated": {"fte": 11, "words": "elf Vollzeitstellen"},
                "budget": "05 Soziales", "minimum_fte": 2, "note": "x"}}"#,
            "Einheit Aufenthalt/Anerkennung: Art Stabsstelle; laut Dokument 11,0 VZÄ („elf Vollzeitstellen“); Teilhaushalt 05 Soziales; Mindestbesetzung 2,0 VZÄ; Bemerkung geändert",
            "Unit Aufenthalt/Anerkennung: kind staff office; stated in the document 11.0 FTE (“elf Vollzeitstellen”); sub-budget 05 Soziales; minimum staffing 2.0 FTE; note changed",
        ),
        (
            r#"{"set_unit": {"unit": "aa", "provenance": "assumption", "stated": null, "budget": null, "minimum_fte": null}}"#,
            "Einheit Aufenthalt/Anerkennung: Herkunft Annahme; ohne Angabe des Dokuments; ohne eigenen Teilhaushalt; ohne Mindestbesetzung",
            "Unit Aufenthalt/Anerkennung: provenance assumption; nothing stated in the document; no sub-budget of its own; no minimum staffing",
        ),
        (
            r#"{"set_case_type": {"case_type": "s10", "provenance": "assumption", "note": "mBZ: Erhebung\n2023"}}"#,
            "Fallart Anspruchseinbürgerung: Herkunft Annahme; Nachweis mBZ: Erhebung 2023",
            "Case type Anspruchseinbürgerung: provenance assumption; evidence mBZ: Erhebung 2023",
        ),
        (
            r#"{"set_case_type": {"case_type": "s10", "note": null}}"#,
            "Fallart Anspruchseinbürgerung: ohne Nachweis",
            "Case type Anspruchseinbürgerung: no evidence",
        ),
        (r#"{"remove_unit": {"unit": "weg"}}"#, "Einheit weg aufgelöst", "Unit weg dissolved"),
        (
            r#"{"add_post": {"id": "N-1", "unit": "eb", "title": "Sachbearbeitung", "grade": "A 10", "fte": 0.75}}"#,
            "Stelle N-1 (Sachbearbeitung, A 10, 0,75 VZÄ) in Einbürgerung/Staatsangehörigkeit geschaffen",
            "Post N-1 (Sachbearbeitung, A 10, 0.75 FTE) created in Einbürgerung/Staatsangehörigkeit",
        ),
        (
            r#"{"move_post": {"post": "AA-07", "to": "eb"}}"#,
            "Stelle AA-07 nach Einbürgerung/Staatsangehörigkeit verschoben",
            "Post AA-07 moved to Einbürgerung/Staatsangehörigkeit",
        ),
        (
            r#"{"move_post": {"post": "AA-07", "to": "eb", "before": "EB-01"}}"#,
            "Stelle AA-07 nach Einbürgerung/Staatsangehörigkeit verschoben, vor Stelle EB-01",
            "Post AA-07 moved to Einbürgerung/Staatsangehörigkeit, before Post EB-01",
        ),
        (
            r#"{"move_post": {"post": "AA-07", "to": "aa", "before": "AA-01"}}"#,
            "Stelle AA-07 in Aufenthalt/Anerkennung umgereiht, vor Stelle AA-01",
            "Post AA-07 reordered in Aufenthalt/Anerkennung, before Post AA-01",
        ),
        (
            r#"{"move_post": {"post": "AA-99", "to": "eb"}}"#,
            "Stelle AA-99 vom Parkplatz nach Einbürgerung/Staatsangehörigkeit verschoben",
            "Post AA-99 moved from the tray to Einbürgerung/Staatsangehörigkeit",
        ),
        (
            r#"{"park_post": {"post": "AA-07"}}"#,
            "Stelle AA-07 auf den Parkplatz gelegt",
            "Post AA-07 put into the tray",
        ),
        (
            r#"{"set_post": {"post": "AA-07", "shares": [{"unit": "aa", "fte": 0.5}, {"unit": "eb", "fte": 0.5}]}}"#,
            "Stelle AA-07: aufgeteilt auf Aufenthalt/Anerkennung 0,5 VZÄ / Einbürgerung/Staatsangehörigkeit 0,5 VZÄ",
            "Post AA-07: split over Aufenthalt/Anerkennung 0.5 FTE / Einbürgerung/Staatsangehörigkeit 0.5 FTE",
        ),
        (r#"{"remove_post": {"post": "AA-07"}}"#, "Stelle AA-07 gestrichen", "Post AA-07 removed"),
        (
            r#"{"set_post": {"post": "AA-07", "fte": 0.5, "kw": "2024-12-31", "holder": null, "case_types": ["s10"]}}"#,
            "Stelle AA-07: Umfang 0,5 VZÄ; kw 31.12.2024; unbesetzt; bearbeitet Anspruchseinbürgerung",
            "Post AA-07: size 0.5 FTE; ends after 31 Dec 2024; vacant; handles Anspruchseinbürgerung",
        ),
        (
            r#"{"set_post": {"post": "AA-07", "title": "Leitung", "grade": "A 11", "casework": 0.8, "kw": null,
                "holder": {"since": "2023-01-01"}, "recruiting_until": null, "case_types": []}}"#,
            "Stelle AA-07: Funktion Leitung; Bewertung A 11; Anteil Fallbearbeitung 80\u{202f}%; kw-Vermerk aufgehoben; besetzt seit 01.01.2023; keine Nachbesetzung vorgesehen; bearbeitet alle Fallarten der Einheit",
            "Post AA-07: function Leitung; pay grade A 11; share of casework 80\u{202f}%; no longer ends; filled since 1 Jan 2023; not being filled; handles all case types of the unit",
        ),
        (
            r#"{"move_case_type": {"case_type": "s10", "to": "aa"}}"#,
            "Fallart Anspruchseinbürgerung nach Aufenthalt/Anerkennung verlagert",
            "Case type Anspruchseinbürgerung transferred to Aufenthalt/Anerkennung",
        ),
        (
            r#"{"set_case_type": {"case_type": "s10", "demand": {"per_year": 1490, "growth": 0.08},
                "steps": [{"name": "Prüfen", "minutes": 240}, {"name": "Aushändigen", "minutes": 15, "share": 0.5}],
                "target_days": 90}}"#,
            "Fallart Anspruchseinbürgerung: erwarteter Eingang 1.490 im Jahr, Wachstum +8\u{202f}%; 2 Schritte mit 247,5 Minuten je Fall; Ziel 90 Tage",
            "Case type Anspruchseinbürgerung: expected arrivals 1,490 a year, growth +8\u{202f}%; 2 steps of 247.5 minutes a case; target 90 days",
        ),
        (
            r#"{"set_case_type": {"case_type": "s10", "priority": 1, "demand": {"per_year": 800, "events": [
                {"from": "2025-07-01", "factor": 1.5, "label": "Novelle", "enabled": false},
                {"from": "2025-08-01", "until": "2025-12-31", "factor": 2, "label": "Aktion"}]}}}"#,
            "Fallart Anspruchseinbürgerung: erwarteter Eingang 800 im Jahr, Ereignisse: „Novelle“ (ab 01.07.2025, Faktor 1,5, ausgeschaltet), „Aktion“ (01.08.2025 bis 31.12.2025, Faktor 2); Rang 1",
            "Case type Anspruchseinbürgerung: expected arrivals 800 a year, events: “Novelle” (from 1 Jul 2025, factor 1.5, switched off), “Aktion” (1 Aug 2025 to 31 Dec 2025, factor 2); priority 1",
        ),
        (
            r#"{"set_population": {"population": "unt", "opening": 1300, "places": null, "persons_per_fte": 80}}"#,
            "Personenbestand Untergebrachte: Anfangsbestand 1.300; ohne Platzgrenze; Schlüssel 1 zu 80",
            "Population Untergebrachte: opening 1,300; no limit of places; care ratio 1 to 80",
        ),
        (
            r#"{"set_fixed_task": {"fixed_task": "ltg", "fte": 1.25, "unit": "eb"}}"#,
            "Grundlast Leitung: Einheit Einbürgerung/Staatsangehörigkeit; Umfang 1,25 VZÄ",
            "Fixed task Leitung: unit Einbürgerung/Staatsangehörigkeit; size 1.25 FTE",
        ),
        (
            r#"{"set_assumptions": {"method": "bmi", "allowance": 0.095, "weekly_hours": 39.5,
                "yearly_minutes": {"employee": 94000, "civil_servant": 97000}, "recruitment_days": {"mean": 150},
                "cost_per_grade": {"EG 9b": 80100}}}"#,
            "Annahmen: Verfahren B (BMI); Jahresarbeitsminuten 94.000 (Beschäftigte), 97.000 (Beamte); Verteilzeit 9,5\u{202f}%; Wochenstunden 39,5; Dauer der Nachbesetzung 150 Tage; Personalkosten im Jahr EG 9b: 80.100 €",
            "Assumptions: method B (BMI); yearly minutes 94,000 (employees), 97,000 (civil servants); allowance time 9.5\u{202f}%; weekly hours 39.5; time to recruit 150 days; personnel cost a year EG 9b: 80,100 €",
        ),
        (
            r#"{"set_assumptions": {"sources": {"outages": "Schreiben der IT"}, "outages": [
                {"from": "2025-05-05", "until": "2025-05-09", "lost": 1, "label": "Umzug", "units": ["eb"]},
                {"from": "2025-06-02", "until": "2025-06-02", "lost": 0.25, "label": "Update", "enabled": false}]}}"#,
            "Annahmen: Ausfälle: „Umzug“ (05.05.2025 bis 09.05.2025, 100\u{202f}% weniger Kapazität, Einbürgerung/Staatsangehörigkeit), „Update“ (02.06.2025 bis 02.06.2025, 25\u{202f}% weniger Kapazität, alle Einheiten, ausgeschaltet)",
            "Assumptions: outages: “Umzug” (5 May 2025 to 9 May 2025, 100\u{202f}% less capacity, Einbürgerung/Staatsangehörigkeit), “Update” (2 Jun 2025 to 2 Jun 2025, 25\u{202f}% less capacity, all units, switched off)",
        ),
        (
            r#"{"set_assumptions": {"onboarding": {"curve": [[0, 0.2], [12, 1]], "at_once": 2, "decides_after": 6}}}"#,
            "Annahmen: Einarbeitung (Monat: Leistung) 0: 20\u{202f}%, 12: 100\u{202f}%, je Einheit gleichzeitig höchstens 2, entscheidet ab Monat 6",
            "Assumptions: onboarding (month: proficiency) 0: 20\u{202f}%, 12: 100\u{202f}%, at one time in a unit at most 2, decides from month 6",
        ),
        (
            r#"{"set_assumptions": {"onboarding": {"mentor": [[0, 0.1]], "transfer": 0.4}}}"#,
            "Annahmen: Einarbeitung: Anleitung (Monat: Anteil) 0: 10\u{202f}%, bei neuer Arbeit bleibt 40\u{202f}%",
            "Assumptions: onboarding: mentoring (month: share) 0: 10\u{202f}%, kept with new work 40\u{202f}%",
        ),
        (
            r#"{"set_assumptions": {"onboarding": {"at_once": 0, "decides_after": 0}}}"#,
            "Annahmen: Einarbeitung: je Einheit ohne Grenze, entscheidet vom ersten Tag an",
            "Assumptions: onboarding: no limit in a unit, decides from the first day",
        ),
        (r#"{"set_assumptions": {"outages": []}}"#, "Annahmen: ohne Ausfälle", "Assumptions: no outages"),
    ];
    let plan = plan();
    for (action, german, english) in table {
        let text = format!(r#"{{"effective": "2025-01-01", "action": {action}}}"#);
        let change = Change::from_json(text.as_bytes()).unwrap();
        assert_eq!(change.describe(&plan, Language::German), german);
        assert_eq!(change.describe(&plan, Language::English), english);
    }
}

#[test]
fn of_many_events_the_latest_are_told() {
    let event = |number: usize| {
        format!(r#"{{"from": "2025-0{number}-01", "factor": {number}, "label": "Gesetz {number}"}}"#)
    };
    let told = |count: usize| {
        let events: Vec<String> = (1..=count).map(event).collect();
        let demand = format!(r#"{{"per_year": 10, "events": [{}]}}"#, events.join(", "));
        let action = format!(r#"{{"set_case_type": {{"case_type": "s10", "demand": {demand}}}}}"#);
        let text = format!(r#"{{"effective": "2025-01-01", "action": {action}}}"#);
        Change::from_json(text.as_bytes()).unwrap().describe(&plan(), Language::German)
    };
    assert!(told(1).ends_with("10 im Jahr, Ereignis „Gesetz 1“ (ab 01.01.2025, Faktor 1)"), "{}", told(1));
    let many = told(7);
    assert!(many.contains(", Ereignisse: 2 weitere und „Gesetz 3“ (ab"), "{many}");
    assert!(many.ends_with("„Gesetz 7“ (ab 01.07.2025, Faktor 7)"), "{many}");
}
