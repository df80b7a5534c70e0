//! Each rule of the format: one place of a valid plan broken, its path and its words.

use super::PLAN;
use crate::plan::Plan;
use serde_json::{Value, json};

/// The plan of the fixture with one place set to another value.
fn with(pointer: &str, value: Value) -> Vec<u8> {
    let mut plan: Value = serde_json::from_str(PLAN).unwrap();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = plan.pointer_mut(parent).unwrap_or_else(|| panic!("no {pointer}"));
    match parent {
        Value::Object(fields) => {
            fields.insert(key.to_owned(), value);
        }
        Value::Array(entries) => match key.parse::<usize>() {
            Ok(index) => entries[index] = value,
            Err(_) => entries.push(value),
        },
        _ => panic!("no {pointer}"),
    }
    plan.to_string().into_bytes()
}

#[test]
fn names_path_and_reason_of_each_rule() {
    let long = "x".repeat(201);
    let mut missed = Vec::new();
    let nothing = vec![0; 12];
    let table = [
        (
            "/format",
            json!("stellwerk-plan/2"),
            "format: die Version „stellwerk-plan/2“ ist unbekannt; unterstützt wird „stellwerk-plan/1“",
        ),
        ("/format", json!(1), "format: muss ein Text sein, ist aber eine Zahl"),
        ("/name", json!("  "), "name: ist leer; bitte einen Text angeben"),
        ("/name", json!(long), "name: ist zu lang; erlaubt sind höchstens 200 Zeichen"),
        (
            "/name",
            json!("a\nb"),
            "name: enthält Steuerzeichen oder Zeilenumbrüche; erlaubt ist eine einzelne Textzeile",
        ),
        (
            "/name",
            json!("a\u{202e}b"),
            "name: enthält Steuerzeichen oder Zeilenumbrüche; erlaubt ist eine einzelne Textzeile",
        ),
        ("/as_of", json!("2024-06-31"), "as_of: den 31.06.2024 gibt es im Kalender nicht"),
        (
            "/as_of",
            json!("30.06.2024"),
            "as_of: „30.06.2024“ ist kein Datum der Form JJJJ-MM-TT, zum Beispiel 2024-06-30",
        ),
        ("/as_of", json!("1899-12-31"), "as_of: der Tag 31.12.1899 liegt außerhalb der Jahre 1900 bis 2200"),
        ("/as_of", json!(20240201), "as_of: muss ein Datum der Form \"2024-06-30\" sein, ist aber eine Zahl"),
        ("/region", json!("DE-BY"), "region: „DE-BY“ ist hier nicht möglich; erlaubt sind: DE-RP, none"),
        ("/unit", json!([]), "unit: dieses Feld gibt es nicht; gemeint ist wohl „units“"),
        ("/units", json!({}), "units: muss eine Liste sein, ist aber ein Objekt"),
        ("/units/3", json!("team-1"), "units[3]: muss ein Objekt sein, ist aber ein Text"),
        (
            "/units/3/id",
            json!("Ab teilung"),
            "units[3].id: „Ab teilung“ ist keine gültige Kennung: erlaubt sind Kleinbuchstaben, Ziffern und Bindestrich (bei Stellen auch Großbuchstaben), 1 bis 64 Zeichen",
        ),
        (
            "/units/3/id",
            json!("beirat"),
            "units[3].id: die Kennung „beirat“ ist schon bei units[1] vergeben; Kennungen müssen eindeutig sein",
        ),
        ("/units/3/parent", json!("fehlt"), "units[3].parent: die Einheit „fehlt“ gibt es nicht"),
        (
            "/units/2/parent",
            json!("team-1"),
            "units[2].parent: die Einheiten sind einander im Kreis untergeordnet: aufenthalt → team-1 → aufenthalt",
        ),
        (
            "/units/1/parent",
            json!("beirat"),
            "units[1].parent: die Einheiten sind einander im Kreis untergeordnet: beirat → beirat",
        ),
        (
            "/units/1/kind",
            json!("sektion"),
            "units[1].kind: „sektion“ ist hier nicht möglich; gemeint ist wohl „section“",
        ),
        ("/units/1/stated/words", json!(""), "units[1].stated.words: ist leer; bitte einen Text angeben"),
        (
            "/units/1/note",
            json!("a\u{0}"),
            "units[1].note: enthält Steuerzeichen; erlaubt sind Text, Zeilenumbruch und Tabulator",
        ),
        ("/posts/0/fte", json!(0.1234), "posts[0].fte: hat mehr als drei Nachkommastellen"),
        ("/posts/0/fte", json!(-1), "posts[0].fte: ist negativ; erlaubt sind Werte ab 0"),
        ("/posts/0/fte", json!(1000.5), "posts[0].fte: ist größer als 1.000 VZÄ"),
        ("/posts/0/fte", json!("1,0"), "posts[0].fte: muss eine Zahl sein, ist aber ein Text"),
        (
            "/posts/0/unit",
            json!(null),
            "posts[0].unit: die Stelle gehört zu keiner Einheit: entweder „unit“ und „fte“ oder „shares“ angeben",
        ),
        ("/posts/0/unit", json!("fehlt"), "posts[0].unit: die Einheit „fehlt“ gibt es nicht"),
        (
            "/posts/1/unit",
            json!("beirat"),
            "posts[1].shares: entweder „unit“ und „fte“ oder „shares“ angeben, nicht beides",
        ),
        (
            "/posts/1/shares/1/unit",
            json!("aufenthalt"),
            "posts[1].shares[1].unit: die Einheit „aufenthalt“ ist doppelt genannt; bitte die Anteile zusammenfassen",
        ),
        (
            "/posts/1/shares/0/fte",
            json!(999.9),
            "posts[1].shares: die Anteile ergeben zusammen mehr als 1.000 VZÄ",
        ),
        ("/posts/0/casework", json!(1.1), "posts[0].casework: ist kein Anteil zwischen 0 und 1"),
        (
            "/posts/0/holder",
            json!({"since": "2019-02-29"}),
            "posts[0].holder.since: den 29.02.2019 gibt es im Kalender nicht",
        ),
        (
            "/posts/0/holder",
            json!({"since": "2019-02-28", "name": "Meier"}),
            "posts[0].holder.name: dieses Feld gibt es nicht; erlaubt sind: since",
        ),
        (
            "/posts/0/recruiting_until",
            json!("2024-05-01"),
            "posts[0].recruiting_until: die Stelle ist besetzt und zugleich in Nachbesetzung; bitte „holder“ oder „recruiting_until“ weglassen (null)",
        ),
        (
            "/posts/0/kw",
            json!("2201-01-01"),
            "posts[0].kw: der Tag 01.01.2201 liegt außerhalb der Jahre 1900 bis 2200",
        ),
        (
            "/posts/0/case_types",
            json!(["fehlt"]),
            "posts[0].case_types[0]: die Fallart „fehlt“ gibt es nicht",
        ),
        (
            "/posts/0/case_types",
            json!(["titel", "titel"]),
            "posts[0].case_types[1]: die Fallart „titel“ ist doppelt genannt",
        ),
        (
            "/posts/0/task_force",
            json!("ja"),
            "posts[0].task_force: muss true oder false sein, ist aber ein Text",
        ),
        (
            "/posts/1/id",
            json!("AA-01"),
            "posts[1].id: die Kennung „AA-01“ ist schon bei posts[0] vergeben; Kennungen müssen eindeutig sein",
        ),
        ("/case_types/0/unit", json!("fehlt"), "case_types[0].unit: die Einheit „fehlt“ gibt es nicht"),
        (
            "/case_types/0/counts/abc",
            json!(1),
            "case_types[0].counts.abc: ist kein Jahr; erlaubt sind Jahre von 1900 bis 2200",
        ),
        (
            "/case_types/0/counts/1899",
            json!(1),
            "case_types[0].counts.1899: ist kein Jahr zwischen 1900 und 2200",
        ),
        (
            "/case_types/0/counts/2023",
            json!(1.5),
            "case_types[0].counts.2023: muss eine ganze Zahl ohne Dezimalpunkt sein",
        ),
        (
            "/case_types/0/counts/2023",
            json!(-3),
            "case_types[0].counts.2023: ist negativ; erlaubt sind ganze Zahlen ab 0",
        ),
        (
            "/case_types/0/counts/2023",
            json!(2_000_000_000_u64),
            "case_types[0].counts.2023: ist zu groß; erlaubt sind Werte von 0 bis 1.000.000.000",
        ),
        (
            "/case_types/0/demand/per_year",
            json!(-1),
            "case_types[0].demand.per_year: ist negativ; erlaubt sind Werte von 0 bis 1.000.000.000",
        ),
        (
            "/case_types/0/demand/per_year",
            json!(1e300),
            "case_types[0].demand.per_year: ist zu groß; erlaubt sind Werte von 0 bis 1.000.000.000",
        ),
        (
            "/case_types/0/demand/growth",
            json!(-1),
            "case_types[0].demand.growth: ist zu klein; erlaubt sind Werte von −0,99 bis 10",
        ),
        (
            "/case_types/0/demand/dispersion",
            json!(-0.1),
            "case_types[0].demand.dispersion: ist negativ; erlaubt sind Werte von 0 bis 1.000",
        ),
        (
            "/case_types/0/demand/season",
            json!([1, 1]),
            "case_types[0].demand.season: enthält 2 Werte; erlaubt sind zwölf Monatswerte oder eine leere Liste",
        ),
        (
            "/case_types/0/demand/season",
            json!(nothing),
            "case_types[0].demand.season: mindestens ein Monatswert muss größer als 0 sein",
        ),
        (
            "/case_types/0/demand/season/3",
            json!(-1),
            "case_types[0].demand.season[3]: ist negativ; erlaubt sind Werte von 0 bis 100",
        ),
        (
            "/case_types/0/demand/events/0/until",
            json!("2024-02-29"),
            "case_types[0].demand.events[0].until: liegt vor „from“; das Ende darf nicht vor dem Beginn liegen",
        ),
        (
            "/case_types/0/demand/events/0/factor",
            json!(-1),
            "case_types[0].demand.events[0].factor: ist negativ; erlaubt sind Werte von 0 bis 1.000",
        ),
        (
            "/case_types/0/steps",
            json!([]),
            "case_types[0].steps: ist leer; eine Fallart braucht mindestens einen Schritt",
        ),
        (
            "/case_types/0/steps/1/cv",
            json!(21),
            "case_types[0].steps[1].cv: ist zu groß; erlaubt sind Werte von 0 bis 20",
        ),
        (
            "/case_types/0/steps/1/distribution",
            json!("empirisch"),
            "case_types[0].steps[1].distribution: „empirisch“ ist hier nicht möglich; erlaubt sind: lognormal, exponential, gamma, constant",
        ),
        (
            "/case_types/0/steps/1/distribution",
            json!("empirical"),
            "case_types[0].steps[1].distribution.empirical: muss eine Liste sein, ist aber leer (null)",
        ),
        (
            "/case_types/0/steps/1/distribution",
            json!({"empirical": [0.2, 1.3, 0.9, 1.4]}),
            "case_types[0].steps[1].distribution.empirical[2]: ist kleiner als der Wert davor oder als 0; bitte aufsteigend angeben",
        ),
        (
            "/case_types/0/steps/1/distribution",
            json!({"empirical": [-0.5, 1.0, 2.5]}),
            "case_types[0].steps[1].distribution.empirical[0]: ist kleiner als der Wert davor oder als 0; bitte aufsteigend angeben",
        ),
        (
            "/case_types/0/steps/1/distribution",
            json!({"empirical": [1.0, 2.0, 3.0]}),
            "case_types[0].steps[1].distribution.empirical: muss mindestens zwei Werte mit dem Mittel 1 enthalten; bitte jeden Wert durch das Mittel teilen",
        ),
        (
            "/case_types/0/steps/1/distribution",
            json!({"empirical": [1.0]}),
            "case_types[0].steps[1].distribution.empirical: muss mindestens zwei Werte mit dem Mittel 1 enthalten; bitte jeden Wert durch das Mittel teilen",
        ),
        (
            "/case_types/0/steps/1/distribution",
            json!({"empirical": vec![1.0; 102]}),
            "case_types[0].steps[1].distribution.empirical: enthält 102 Einträge; erlaubt sind höchstens 101",
        ),
        (
            "/case_types/0/steps/1/minutes",
            json!(-5),
            "case_types[0].steps[1].minutes: ist keine Bearbeitungszeit zwischen 0 und 1.000.000 Minuten",
        ),
        (
            "/case_types/0/steps/0/then_days/mean",
            json!(40_000),
            "case_types[0].steps[0].then_days.mean: ist zu groß; erlaubt sind Werte von 0 bis 36.500",
        ),
        (
            "/case_types/0/follow_ups/0/case_type",
            json!("fehlt"),
            "case_types[0].follow_ups[0].case_type: die Fallart „fehlt“ gibt es nicht",
        ),
        (
            "/case_types/0/priority",
            json!(256),
            "case_types[0].priority: ist zu groß; erlaubt sind ganze Zahlen von 0 bis 255",
        ),
        ("/populations/0/unit", json!("fehlt"), "populations[0].unit: die Einheit „fehlt“ gibt es nicht"),
        (
            "/populations/0/persons_per_fte",
            json!(0),
            "populations[0].persons_per_fte: ist zu klein; erlaubt sind Werte von 0,001 bis 1.000.000",
        ),
        ("/fixed_tasks/0/unit", json!("fehlt"), "fixed_tasks[0].unit: die Einheit „fehlt“ gibt es nicht"),
        (
            "/assumptions/weekly_hours",
            json!(0),
            "assumptions.weekly_hours: ist zu klein; erlaubt sind Werte von 0,1 bis 60",
        ),
        (
            "/assumptions/absence_days_per_year",
            json!(261),
            "assumptions.absence_days_per_year: ist zu groß; erlaubt sind Werte von 0 bis 260",
        ),
        (
            "/assumptions/yearly_minutes/employee",
            json!(0),
            "assumptions.yearly_minutes.employee: ist zu klein; erlaubt sind Werte von 1 bis 200.000",
        ),
        (
            "/assumptions/onboarding/curve",
            json!([]),
            "assumptions.onboarding.curve: ist leer; die Kurve braucht mindestens einen Punkt",
        ),
        (
            "/assumptions/onboarding/curve/0",
            json!([1, 0.2]),
            "assumptions.onboarding.curve[0][0]: der erste Punkt muss bei Monat 0 liegen",
        ),
        (
            "/assumptions/onboarding/curve/2",
            json!([6, 1]),
            "assumptions.onboarding.curve[2][0]: die Monate müssen aufsteigen",
        ),
        (
            "/assumptions/onboarding/curve/1",
            json!([6]),
            "assumptions.onboarding.curve[1]: muss aus genau zwei Zahlen bestehen: [Monate, Anteil]",
        ),
        (
            "/assumptions/onboarding/mentor/1",
            json!([0, 0]),
            "assumptions.onboarding.mentor[1][0]: die Monate müssen aufsteigen",
        ),
        (
            "/assumptions/cost_per_grade/A 9",
            json!(-1),
            "assumptions.cost_per_grade.A 9: ist kein Betrag zwischen 0 und 10.000.000 Euro im Jahr mit höchstens zwei Nachkommastellen",
        ),
        (
            "/assumptions/failure_demand/suit_share",
            json!(2),
            "assumptions.failure_demand.suit_share: ist zu groß; erlaubt sind Werte von 0 bis 1",
        ),
        (
            "/assumptions/outages",
            json!([{"from": "2024-05-02", "until": "2024-05-01", "lost": 0.5, "label": "Umzug"}]),
            "assumptions.outages[0].until: liegt vor „from“; bitte als letzten Tag denselben oder einen späteren angeben",
        ),
        (
            "/assumptions/outages",
            json!([{"from": "2024-05-02", "until": "2024-05-02", "lost": 0, "label": "Umzug"}]),
            "assumptions.outages[0].lost: ist 0; ein Ausfall nimmt mehr als 0 und höchstens 1 (alles), sonst bitte weglassen oder mit „enabled“ ausschalten",
        ),
        (
            "/assumptions/outages",
            json!([{"from": "2024-05-02", "until": "2024-05-02", "lost": 1.5, "label": "Umzug"}]),
            "assumptions.outages[0].lost: ist kein Anteil zwischen 0 und 1",
        ),
        (
            "/assumptions/outages",
            json!([{"from": "2024-05-02", "lost": 1, "label": "Umzug"}]),
            "assumptions.outages[0].until: fehlt; bitte angeben",
        ),
        (
            "/assumptions/outages",
            json!([{"from": "2024-05-02", "until": "2024-05-02", "lost": 1, "label": " "}]),
            "assumptions.outages[0].label: ist leer; bitte einen Text angeben",
        ),
        (
            "/assumptions/outages",
            json!([{"from": "2024-05-02", "until": "2024-05-02", "lost": 1, "label": "Umzug", "units": ["fehlt"]}]),
            "assumptions.outages[0].units[0]: die Einheit „fehlt“ gibt es nicht; bitte eine vorhandene nennen oder die Angabe weglassen",
        ),
        (
            "/assumptions/outages",
            json!([{"from": "2024-05-02", "until": "2024-05-02", "lost": 1, "label": "Umzug", "units": ["beirat", "beirat"]}]),
            "assumptions.outages[0].units[1]: die Einheit „beirat“ ist doppelt genannt; bitte nur einmal angeben",
        ),
    ];
    for (pointer, value, expected) in table {
        let refused = Plan::from_json(&with(pointer, value))
            .map_or_else(|error| error.to_string(), |_| "valid".to_owned());
        if refused != expected {
            missed.push(format!("{pointer}\n  {refused}\n  {expected}"));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}
