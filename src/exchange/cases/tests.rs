//! Lists of cases as they come, and every way to be wrong.

use super::*;
use crate::exchange::Rows;
use crate::plan::{CaseTypeId, builtin};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

type Read = Result<(Vec<CaseLine>, CasesFound), (Vec<String>, BTreeSet<String>)>;

fn read_with(text: &str, mapping: &Mapping) -> Read {
    let plan = builtin().unwrap();
    let told = |wrong: Vec<Wrong>| wrong.iter().map(ToString::to_string).collect::<Vec<_>>();
    let rows = Rows::new(text.as_bytes());
    let mut cases = CaseRows::new(&plan, mapping, date("2024-01-03"), rows)
        .map_err(|wrong| (told(wrong), BTreeSet::new()))?;
    let mut lines = Vec::new();
    loop {
        let batch = cases.batch(2);
        if batch.is_empty() {
            break;
        }
        lines.extend(batch);
    }
    cases.finish().map(|found| (lines, found)).map_err(|(wrong, states)| (told(wrong), states))
}

fn read(text: &str) -> Read {
    read_with(text, &Mapping::default())
}

#[test]
fn reads_a_list_as_an_office_makes_it() {
    let text = "sep=;\r\nAusländerbehörde;;;;;;;\r\nOffene Fälle, Stand 03.01.2024;;;;;;;\r\n\
        Az.;Nachname;Fallart;Eingangsdatum;Status;Status seit;Erledigt am;Bemerkung\r\n\
        33-1/2023;Müller;a01;02.01.2023;In Bearbeitung;1.3.23;;x\r\n\
        33-2/2023;Maier;A02;2023-05-31;Unterlagen angefordert;;-;\r\n\
        33-3/2022;;a01;30.06.2022;erledigt;;29.12.2023;\r\n\
        33-4/2023;;a01;01.06.2023;;;;\r\n\
        Summe;;;4;;;;\r\nQuelle: Fachverfahren;;;;;;;\r\n";
    let (lines, found) = read(text).unwrap();
    let holders: Vec<Holder> = lines.iter().map(|line| line.holder).collect();
    assert_eq!(holders, [Holder::InWork, Holder::Applicant, Holder::WithUs, Holder::WithUs]);
    assert_eq!((lines[0].reference.as_str(), lines[0].row), ("33-1/2023", 5));
    assert_eq!((lines[0].received, lines[0].since), (date("2023-01-02"), Some(date("2023-03-01"))));
    assert_eq!((lines[1].closed, lines[2].closed), (None, Some(date("2023-12-29"))));
    assert_eq!((found.cases, found.as_of), (4, Some(date("2023-12-29"))));
    assert_eq!(
        found.notices,
        [
            "Spalte B („Nachname“) sieht nach Angaben über Personen aus und wurde nicht gelesen.",
            "Spalte H („Bemerkung“) wird nicht gebraucht.",
            "1 offene Fälle ohne Status gelten als bei uns liegend.",
            "2 Zeilen mit Summen oder ohne Fall übergangen.",
        ]
    );
}

#[test]
fn names_every_wrong_place() {
    let text = "Aktenzeichen;Fallart;Eingang;Status;Seit;Erledigt\n\
        ;a01;01.01.2023;;;\nAnna Müller;a01;01.01.2023;;;\n3;zz9;01.01.2023;;;\n4;;01.01.2023;;;\n\
        5;a01;31.06.2023;;;\n6;a01;;;;\n7;a01;04.01.2024;;;\n8;a01;01.02.2023;offen;01.01.2023;\n\
        9;a01;01.02.2023;;;31.01.2023\n10;a01;01.02.2023;erledigt;;\n11;a01;01.02.2023;Stufe 7;;\n";
    let (found, states) = read(text).unwrap_err();
    let expected = [
        "Zeile 2, Spalte A („Aktenzeichen“): Das Aktenzeichen fehlt",
        "Zeile 3, Spalte A („Aktenzeichen“): Ein Aktenzeichen ohne Ziffer könnte ein Name sein.",
        "Zeile 4, Spalte B („Fallart“): Die Fallart „zz9“ gibt es im Plan nicht.",
        "Zeile 5, Spalte B („Fallart“): Die Fallart fehlt",
        "Zeile 6, Spalte C („Eingang“): „31.06.2023“ gibt es im Kalender nicht",
        "Zeile 7, Spalte C („Eingang“): Das Eingangsdatum fehlt",
        "Zeile 8, Spalte C („Eingang“): „04.01.2024“ liegt in der Zukunft",
        "Zeile 9, Spalte E („Seit“): Das Datum liegt vor dem Eingang",
        "Zeile 10, Spalte F („Erledigt“): Das Datum liegt vor dem Eingang",
        "Zeile 11, Spalte F („Erledigt“): Der Fall ist erledigt, aber der Tag",
        "Zeile 12, Spalte D („Status“): Der Status „Stufe 7“ ist nicht bekannt.",
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found}");
    }
    assert_eq!(states, BTreeSet::from(["Stufe 7".to_owned()]));
}

#[test]
fn decided_columns_and_states_are_read() {
    let text = "Nr.;Art;Vom;Lage\n1;a01;01.01.2023;Stufe 7\n";
    assert!(read(text).unwrap_err().0[0].contains("keine Kopfzeile"));
    let mut mapping =
        Mapping::of(&[("Nr.", "reference"), ("Art", "case_type"), ("Vom", "received"), ("Lage", "state")]);
    mapping.decide_state("Stufe 7", "dormant");
    assert_eq!(read_with(text, &mapping).unwrap().0[0].holder, Holder::Dormant);
}

#[test]
fn half_files_formulas_and_empty_lists_are_refused() {
    let head = "Aktenzeichen;Fallart;Eingang\n";
    let refused = |rest: &str| read(&format!("{head}{rest}")).unwrap_err().0.join("\n");
    assert!(refused("").contains("steht kein Fall"));
    assert!(refused("1;a01;01.01.2023\n2;\"a01").contains("unvollständig"));
    assert!(
        refused("1;=cmd|' /C calc'!A0;01.01.2023\n")
            .starts_with("Zeile 2, Spalte B: Die Zelle enthält eine Formel")
    );
    let wide = format!("1;a01;01.01.2023{}\n", ";x".repeat(1_000));
    assert!(refused(&wide).contains("1003 Spalten"));
    let many = "x;zz;32.13.2023\n".repeat(500);
    assert!(refused(&many).ends_with("bitte berichtigen Sie zuerst diese."));
}

#[test]
fn nothing_is_given_after_an_error() {
    let text = "Aktenzeichen;Fallart;Eingang\n1;a01;01.01.2023\n2;zz;01.01.2023\n3;a01;01.01.2023\n";
    let plan = builtin().unwrap();
    let mapping = Mapping::default();
    let mut cases =
        CaseRows::new(&plan, &mapping, date("2024-01-03"), Rows::new(text.as_bytes())).ok().unwrap();
    assert_eq!(cases.batch(100).len(), 1);
    assert!(cases.batch(100).is_empty() && cases.finish().is_err());
}

#[test]
fn of_withheld_kinds_it_is_not_told_what_was_completed() {
    let id = |text: &str| CaseTypeId::parse(text).unwrap();
    let changes = CaseChanges { added: 3, changed: 7, unchanged: 4, absent: 13, withheld: 0 };
    let found = CaseDifference { by_type: [(id("a01"), changes), (id("n01"), changes)].into() };
    let told = found.told(&BTreeSet::from([id("n01")]));
    assert_eq!(told.by_type[&id("a01")], changes);
    let small = CaseChanges { added: 3, changed: 0, unchanged: 0, absent: 15, withheld: 11 };
    assert_eq!(told.by_type[&id("n01")], small);
    let sum = CaseChanges { added: 6, changed: 7, unchanged: 4, absent: 28, withheld: 11 };
    assert_eq!(told.sum(), sum);
}
