//! Tables of counts as they come, and every way to be wrong.

use super::*;
use crate::exchange::Rows;
use crate::plan::builtin;

fn read(text: &str) -> Result<CountsFile, Vec<Wrong>> {
    read_counts(&builtin().unwrap(), &Mapping::default(), Rows::new(text.as_bytes()))
}

fn refusals(text: &str) -> Vec<String> {
    read(text).unwrap_err().iter().map(ToString::to_string).collect()
}

fn get(file: &CountsFile, id: &str, year: i32, month: u32) -> Option<Counts> {
    file.ledger.get(&CaseTypeId::parse(id).unwrap(), Month::new(year, month).unwrap())
}

#[test]
fn reads_a_table_as_an_office_makes_it() {
    let name = builtin().unwrap().case_types[1].name.clone();
    let text = format!(
        "sep=;\r\nAusländerbehörde;;;;;\r\nFallzahlen 2023, Stand 03.01.2024;;;;;\r\n;;;;;\r\n\
         Monat;Fallart;Eingänge;Erledigungen;Bestand;Sachbearbeiterin;Bemerkung\r\n\
         01.2023;a01;1.590;12;0;Meier;x\r\n;\"{name}\";5;;7;;\r\nSumme;;1.595;12;7;;\r\n\
         Feb 2023;a01;-;8;;;\r\n01.03.2023;A01;0;0;0;;\r\nGesamt 2023;;;;;;\r\nQuelle: Fachverfahren;;;;;;\r\n"
    );
    let file = read(&text).unwrap();
    assert_eq!(file.rows, 4);
    assert_eq!(
        get(&file, "a01", 2023, 1),
        Some(Counts { received: Some(1590), completed: Some(12), open: Some(0) })
    );
    let second = builtin().unwrap().case_types[1].id.clone();
    let merged = file.ledger.get(&second, Month::new(2023, 1).unwrap());
    assert_eq!(merged, Some(Counts { received: Some(5), completed: None, open: Some(7) }));
    assert_eq!(get(&file, "a01", 2023, 2), Some(Counts { completed: Some(8), ..Counts::default() }));
    assert_eq!(
        file.notices,
        [
            "Spalte F („Sachbearbeiterin“) sieht nach Angaben über Personen aus und wurde nicht gelesen.",
            "Spalte G („Bemerkung“) wird nicht gebraucht.",
            "2 Zeilen mit Summen übergangen; Summen werden selbst gebildet.",
            "1 Zeile ohne Zahlen übergangen.",
            "1 leere Zelle bei Monat oder Fallart mit dem Wert darüber gefüllt (verbundene Zellen).",
        ]
    );
}

#[test]
fn names_every_wrong_place() {
    let text = "Monat;Fallart;Eingänge;Bestand\n13.2023;a01;1;1\n01.2023;zz9;1;1\n02.2023;a01;1,5;-3\n03.2023;a01;viele;99.999.999\n04.2023;a01;1;1\n04.2023;a01;2;2\n";
    let found = refusals(text);
    let expected = [
        "Zeile 2, Spalte A („Monat“): „13.2023“ gibt es im Kalender nicht",
        "Zeile 3, Spalte B („Fallart“): Die Fallart „zz9“ gibt es im Plan nicht.",
        "Zeile 4, Spalte C („Eingänge“): „1,5“ ist keine ganze Zahl",
        "Zeile 4, Spalte D („Bestand“): „-3“ ist negativ",
        "Zeile 5, Spalte C („Eingänge“): „viele“ ist keine Zahl",
        "Zeile 5, Spalte D („Bestand“): „99.999.999“ ist mehr als zehn Millionen",
        "Zeile 7, Spalte B („Fallart“): Für diese Fallart und diesen Monat steht schon in Zeile 6",
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found}");
    }
}

#[test]
fn refuses_a_table_without_head_or_figures_and_a_double_column() {
    assert!(refusals("a;b\n1;2\n")[0].starts_with("Zeile 1: Es gibt keine Kopfzeile"));
    assert!(refusals("")[0].contains("keine Kopfzeile"));
    assert!(refusals("Monat;Fallart;Eingänge\n")[0].contains("keine Fallzahlen"));
    assert!(
        refusals("Monat;Fallart;Eingang;Zugänge\n")[0]
            .starts_with("Zeile 1, Spalte D: „Zugänge“ gibt es schon in Spalte C.")
    );
    assert!(refusals("Monat;Fallart;Eingänge\n;a01;3\n")[0].contains("Der Monat fehlt"));
    assert!(refusals("Monat;Fallart;Eingänge\n01.2023;;3\n")[0].contains("Die Fallart fehlt"));
    // A half file: the last row is not taken.
    assert!(
        refusals("Monat;Fallart;Eingänge\n01.2023;a01;3\n02.2023;\"a01")
            .last()
            .unwrap()
            .contains("unvollständig")
    );
    assert!(refusals("Monat;Fallart;Eingänge\n01.2023;=cmd|' /C calc'!A0;3\n")[0].contains("Formel"));
}

#[test]
fn a_wrong_month_is_not_taken_from_the_row_above() {
    let found = refusals("Monat;Fallart;Eingänge\n01.2023;a01;1\nmorgen;a01;1\n;a01;1\n");
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[1].contains("Der Monat fehlt"));
}

#[test]
fn stops_telling_errors_at_a_hundred() {
    let text = (0..500).fold("Monat;Fallart;Eingänge\n".to_owned(), |text, _| text + "x;a01;1\n");
    let found = refusals(&text);
    assert_eq!(found.len(), MAX_WRONG + 1);
    assert!(found.last().unwrap().contains("Weitere Fehler"));
}

#[test]
fn tells_new_from_changed_from_unchanged() {
    let stored = read("Monat;Fallart;Eingänge;Bestand\n01.2023;a01;1;5\n02.2023;a01;2;6\n03.2023;a01;3;7\n")
        .unwrap()
        .ledger;
    let table = read("Monat;Fallart;Eingänge\n01.2023;a01;1\n03.2023;a01;4\n04.2023;a01;5\n").unwrap().ledger;
    let found = difference(&stored, &table);
    assert_eq!((found.unchanged, found.absent, found.rows.len()), (1, 1, 2));
    // The stock is not in the table: it stays.
    assert_eq!(found.rows[0].after, Counts { received: Some(4), completed: None, open: Some(7) });
    assert_eq!(found.rows[0].before, Some(Counts { received: Some(3), completed: None, open: Some(7) }));
    assert_eq!(found.rows[1].before, None);
    assert!(difference(&stored, &stored).rows.is_empty());
}

#[test]
fn a_guess_at_what_is_withheld_is_neither_confirmed_nor_refuted() {
    let stored =
        read("Monat;Fallart;Eingänge;Erledigungen\n01.2023;a01;21;17\n02.2023;a01;2;1\n01.2023;a02;3;3\n")
            .unwrap()
            .ledger;
    let told = |completed: u64| {
        let text =
            format!("Monat;Fallart;Erledigungen\n01.2023;a01;{completed}\n01.2023;a02;9\n02.2023;a02;1\n");
        let table = read(&text).unwrap().ledger;
        let withheld =
            |id: &CaseTypeId, month: Month| id.as_str() == "a01" && stored.get(id, month).is_some();
        difference(&stored, &table).told(&table, withheld)
    };
    let (right, wrong) = (told(17), told(18));
    for (found, given) in [(&right, 17), (&wrong, 18)] {
        assert_eq!((found.rows.len(), found.unchanged, found.absent, found.withheld.len()), (2, 0, 1, 1));
        assert!(found.rows.iter().all(|row| row.case_type.as_str() == "a02"));
        // Nothing but what the table itself gives: the stored inflow is not filled in.
        let row = &found.withheld[0];
        let after = Counts { completed: Some(given), ..Counts::default() };
        assert_eq!((row.before, row.after), (None, after));
    }
}

/// Every finding has its row, those above the head and those after a formula too.
#[test]
fn findings_go_on_after_a_formula() {
    let text = "=HEUTE();Titel\nMonat;Fallart;Eingänge\n01.2023;a01;=1+1\n02.2023;zz9;5\n03.2023;a01;viel\n04.2023;a01;7\n";
    let found: Vec<String> = read(text).unwrap_err().iter().map(ToString::to_string).collect();
    let begins = [
        "Zeile 1, Spalte A: Die Zelle enthält eine Formel.",
        "Zeile 3, Spalte C: Die Zelle enthält eine Formel.",
        "Zeile 4, Spalte B („Fallart“): Die Fallart „zz9“ gibt es im Plan nicht.",
        "Zeile 5, Spalte C („Eingänge“): „viel“ ist keine Zahl",
    ];
    assert_eq!(found.len(), begins.len(), "{found:#?}");
    for (found, begin) in found.iter().zip(begins) {
        assert!(found.starts_with(begin), "{found}");
    }
}

#[test]
fn each_count_knows_its_row() {
    let file = read("Titel\nMonat;Fallart;Eingänge\n01.2023;a01;5\nSumme;;5\n02.2023;a02;6\n").unwrap();
    let places: Vec<(&str, u32)> = file.places.iter().map(|(id, row)| (id.as_str(), *row)).collect();
    assert_eq!(places, [("a01", 3), ("a02", 5)]);
    assert_eq!(file.type_column.as_deref(), Some("B („Fallart“)"));
}

#[test]
fn the_table_to_fill_in_is_read_once_it_is_filled_in() {
    let mut plan = builtin().unwrap();
    let last = Month::new(2024, 1).unwrap();
    let empty = counts_csv(&plan, last);
    assert_eq!(empty.lines().count(), 1 + 12 * plan.case_types.len());
    assert!(empty.contains("\r\n02.2023;") && empty.contains("\r\n01.2024;"));
    assert!(refusals(&empty)[0].contains("keine Fallzahlen"));
    let filled = empty.replacen(";;;", ";12;;7", 1).replace(";;;", ";;5;");
    let file = read(&filled).unwrap();
    assert_eq!(file.rows, 12 * plan.case_types.len());
    let first = plan.case_types[0].id.clone();
    let counts = file.ledger.get(&first, Month::new(2023, 2).unwrap());
    assert_eq!(counts, Some(Counts { received: Some(12), open: Some(7), ..Counts::default() }));
    // Of two with one name the identifiers stand there.
    plan.case_types[1].name = plan.case_types[0].name.clone();
    let second = plan.case_types[1].id.clone();
    let table = counts_csv(&plan, last);
    assert!(table.contains(&format!(";{first};")) && table.contains(&format!(";{second};")));
}
