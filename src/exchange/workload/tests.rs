//! Tables of figures for the assessment as they come, and what they would change.

use super::*;
use crate::exchange::{Rows, TableKind};
use crate::plan::{Provenance, builtin};

fn read(text: &str) -> Result<WorkloadFile, Vec<String>> {
    read_workload(&builtin().unwrap(), &Mapping::default(), Rows::new(text.as_bytes()))
        .map_err(|wrong| wrong.iter().map(ToString::to_string).collect())
}

fn compare(plan: &Plan, text: &str) -> WorkDifference {
    work_differences(&plan.on(plan.as_of, &[]), plan.as_of, &read(text).unwrap().work, "mengen.csv")
}

/// The plan after everything that a table changes.
fn taken(plan: &Plan, text: &str) -> Plan {
    let changes: Vec<_> = compare(plan, text).work.into_iter().flat_map(|one| one.changes).collect();
    let after = plan.on(plan.as_of, &changes);
    assert_eq!(after.conflicts, []);
    after.plan
}

#[test]
fn what_goes_out_comes_in_without_a_difference() {
    let plan = builtin().unwrap();
    let text = workload_csv(&plan.on(plan.as_of, &[]));
    assert_eq!(text.lines().count(), plan.case_types.len() + 1);
    let found = compare(&plan, &text);
    assert_eq!((found.work, found.unchanged), (Vec::new(), plan.case_types.len()));
}

#[test]
fn figures_their_source_and_grade_become_changes_and_the_same_table_changes_nothing_more() {
    let plan = builtin().unwrap();
    let text = "Fallart;Jahr;Fallzahl;mBZ;Laufbahngruppe;Quelle\na01;2022;1.250;190,5;2.1;Erhebung 2023\na01;2023;1300;190,5;2.1;Erhebung 2023\n";
    let found = compare(&plan, text);
    assert_eq!((found.work.len(), found.unchanged), (1, 0));
    let one = &found.work[0];
    assert!(one.after.starts_with("Fallzahl 2022: 1.250; Fallzahl 2023: 1.300; mBZ 190,5 Min.; "), "{one:?}");
    let after = taken(&plan, text);
    let of = after.case_type(&one.case_type).unwrap();
    assert_eq!((of.counts[&2022], of.counts[&2023]), (1_250, 1_300));
    assert!((of.minutes_per_case() - 190.5).abs() < 1e-9);
    assert_eq!(
        of.note.as_deref(),
        Some("Fallzahl 2022, mBZ, Fallzahl 2023: Erhebung 2023; Laufbahn- oder Entgeltgruppe: 2.1.")
    );
    // The expected arrivals are another figure.
    assert_eq!(of.demand, plan.case_type(&of.id).unwrap().demand);
    let again = compare(&after, text);
    assert_eq!((again.work, again.unchanged), (Vec::new(), 1));
}

#[test]
fn evidence_of_what_a_table_does_not_give_stays_and_does_not_grow() {
    let mut plan = builtin().unwrap();
    let reason = "Geschätzt in der Gruppe.";
    let place = plan.case_types.iter().position(|of| of.id.as_str() == "a01").unwrap();
    plan.case_types[place].note = Some(reason.to_owned());
    let note = |plan: &Plan| plan.case_types[place].note.clone().unwrap();
    let once = taken(&plan, "Fallart;Fallzahl\na01;77\n");
    assert_eq!(note(&once), format!("Fallzahl 2023: Tabelle „mengen.csv“. Übrige Angaben: {reason}"));
    let twice = taken(&once, "Fallart;Jahr;Fallzahl\na01;2022;78\n");
    assert_eq!(note(&twice), format!("Fallzahl 2022: Tabelle „mengen.csv“. Übrige Angaben: {reason}"));
    // A template that is filled in names the minutes as well; those that stay keep their evidence.
    let minutes = number(&plan.case_types[place]);
    let filled = taken(&plan, &format!("Fallart;Jahr;Fallzahl;mBZ\na01;2023;79;{minutes}\n"));
    assert_eq!(note(&filled), format!("Fallzahl 2023: Tabelle „mengen.csv“. Übrige Angaben: {reason}"));
    let sourced = taken(&plan, "Fallart;Jahr;Fallzahl;mBZ;Quelle\na01;2023;79;81;Bericht\n");
    assert_eq!(note(&sourced), "Fallzahl 2023, mBZ: Bericht.");
}

fn number(of: &CaseType) -> String {
    crate::format::number(of.minutes_per_case(), 2, crate::format::Language::German)
}

#[test]
fn a_stated_figure_that_is_replaced_is_no_longer_stated() {
    let mut plan = builtin().unwrap();
    plan.case_types[0].provenance = Provenance::Document;
    let stated = &plan.case_types[0];
    let after = taken(&plan, &format!("Fallart;Jahr;Fallzahl\n{};2023;1\n", stated.id));
    let of = after.case_type(&stated.id).unwrap();
    assert_eq!((of.provenance, of.counts[&2023]), (Provenance::Assumption, 1));
    // A source alone leaves a fact what it is.
    let same = format!("Fallart;mBZ;Quelle\n{};{};Neu\n", stated.id, number(stated));
    assert_eq!(compare(&plan, &same).work, []);
}

#[test]
fn allowance_time_is_taken_out_of_minutes_that_hold_it() {
    let plan = builtin().unwrap();
    let text = "Fallart;mBZ einschl. Verteilzeit\na01;110\n";
    let file = read(text).unwrap();
    assert!(file.notices.iter().any(|notice| notice.contains("herausgerechnet")), "{:?}", file.notices);
    let of = &taken(&plan, text).case_types;
    let of = of.iter().find(|of| of.id.as_str() == "a01").unwrap();
    assert!((of.minutes_per_case() - 100.0).abs() < 1e-9);
    assert!(of.note.as_ref().unwrap().contains("10 % Verteilzeit herausgerechnet"));
}

#[test]
fn names_every_wrong_place() {
    let text = "Fallart;Jahr;Fallzahl;mBZ;mBZ mit Verteilzeit\nzz9;2023;1;;\na01;23;1;;\na01;2023;-1;;\na01;2023;1,5;;\na01;2023;viel;;\n\
        a01;;;0;\na01;;;200000;\na01;;;kurz;\na01;;;1;2\na02;2023;1;;\na02;2023;2;;\na02;2022;1;10;\na02;2021;1;11;\n";
    let found = read(text).unwrap_err();
    let expected = [
        "Zeile 2, Spalte A („Fallart“): Die Fallart „zz9“ gibt es im Plan nicht.",
        "Zeile 3, Spalte B („Jahr“): „23“ ist kein Jahr",
        "Zeile 4, Spalte C („Fallzahl“): „-1“ ist negativ",
        "Zeile 5, Spalte C („Fallzahl“): „1,5“ ist keine ganze Zahl",
        "Zeile 6, Spalte C („Fallzahl“): „viel“ ist keine Zahl",
        "Zeile 7, Spalte D („mBZ“): „0“ ist keine Bearbeitungszeit",
        "Zeile 8, Spalte D („mBZ“): „200000“ sind mehr als 100.000 Minuten",
        "Zeile 9, Spalte D („mBZ“): „kurz“ ist keine Zahl",
        "Zeile 10, Spalte E („mBZ mit Verteilzeit“): Die Bearbeitungszeit steht mit und ohne",
        "Zeile 12, Spalte C („Fallzahl“): Für diese Fallart steht schon die Fallzahl 2023 weiter oben (ab Zeile 11)",
        "Zeile 14, Spalte D („mBZ“): Für diese Fallart steht schon eine andere Bearbeitungszeit weiter oben",
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found}");
    }
    let none = read("Fallart;mBZ\nSumme;12\na01;-\n").unwrap_err();
    assert!(none[0].contains("weder Fallzahlen noch Bearbeitungszeiten"), "{none:?}");
}

#[test]
fn reads_the_habits_of_offices() {
    // Names instead of identifiers, merged cells, a column with names of people, a sum, a source below the table.
    let plan = builtin().unwrap();
    let of = plan.case_types.iter().find(|of| of.id.as_str() == "a01").unwrap();
    let text = format!(
        "Mengengerüst;;;\nFallart;Jahr;Menge;Bearbeitungszeit;Sachbearbeiterin\n{};2022;1;;Maier\n;2023;2;5,5;Maier\nSumme;;3;;\nQuelle: Amt;;;;\n",
        of.name
    );
    let file = read(&text).unwrap();
    assert_eq!(file.work.len(), 1);
    let work = &file.work[0];
    assert_eq!((work.case_type.as_str(), work.minutes), ("a01", Some(5.5)));
    assert_eq!(work.counts, BTreeMap::from([(2022, 1), (2023, 2)]));
    assert!(file.notices[0].contains("Angaben über Personen"), "{:?}", file.notices);
    assert!(file.notices[1].starts_with("2 Zeilen mit Summen oder ohne Zahlen"), "{:?}", file.notices);
    assert_eq!(TableKind::parse("workload"), Some(TableKind::Workload));
}

/// A point before three digits says nothing about which of two figures a thousand apart was meant.
#[test]
fn minutes_that_mean_two_things_are_asked_about() {
    let said = read("Fallart;mBZ\na01;1.590\na02;1.590,0\na03;1590\na04;1,59\n").unwrap_err();
    assert_eq!(
        said,
        [
            "Zeile 2, Spalte B („mBZ“): „1.590“ kann 1590 oder 1,59 Minuten heißen. Bitte schreiben Sie „1590“ oder „1,59“."
        ]
    );
}
