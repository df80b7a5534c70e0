//! Files as they come.

use super::*;

fn rows(bytes: &[u8]) -> Result<Vec<Row>, Wrong> {
    Rows::new(bytes).collect()
}

fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
    rows(bytes).unwrap().into_iter().map(|row| row.cells).collect()
}

fn refusal(bytes: &[u8]) -> String {
    rows(bytes).unwrap_err().to_string()
}

#[test]
fn reads_every_separator_mark_and_line_end() {
    let expected = vec![vec!["Monat", "Fälle"], vec!["01.2023", "1.234,5"]];
    for text in [
        "Monat;Fälle\r\n01.2023;1.234,5\r\n",
        "\u{feff}Monat;Fälle\n01.2023;1.234,5",
        "sep=;\r\nMonat;Fälle\r\n01.2023;1.234,5\r\n",
        "Monat\tFälle\n01.2023\t1.234,5\n",
        "Monat,Fälle\n01.2023,\"1.234,5\"\n",
        "\"Monat\" ; \"Fälle\"\n\n;;\n01.2023;1.234,5\n",
    ] {
        assert_eq!(cells(text.as_bytes()), expected, "{text:?}");
    }
}

#[test]
fn reads_windows_1252() {
    let bytes = b"Ausl\xe4nderbeh\xf6rde;\x84Titel\x93;\x80\n";
    assert_eq!(cells(bytes), [["Ausländerbehörde", "„Titel“", "€"]]);
}

#[test]
fn keeps_quotes_and_line_breaks_inside_of_cells_and_counts_on() {
    let found = rows(b"a;\"x\"\"y\"\r\n\"zwei\nZeilen\";b\r\nc;d\r\n").unwrap();
    assert_eq!(found[0].cells, ["a", "x\"y"]);
    assert_eq!((found[1].number, found[1].cell(0)), (2, "zwei\nZeilen"));
    assert_eq!((found[2].number, found[2].cell(9)), (4, ""));
}

#[test]
fn refuses_with_row_and_column() {
    assert!(
        refusal(b"a;b\nc;=cmd|' /C calc'!A0\n")
            .starts_with("Zeile 2, Spalte B: Die Zelle enthält eine Formel.")
    );
    for text in ["@SUM(A1)", "+1+1", "-2+3", "=1"] {
        assert!(refusal(format!("a;{text}\n").as_bytes()).contains("Formel"), "{text}");
    }
    assert!(refusal(b"a;b\n\"offen;c\nd;e\n").starts_with("Zeile 2: Ein Anführungszeichen wird"));
    assert!(refusal(b"a;b\n\"x\"y;c\n").starts_with("Zeile 2, Spalte A: Nach dem"));
    assert!(
        refusal("ä;b\n".bytes().chain(*b"\xe4;c\n").collect::<Vec<_>>().as_slice())
            .starts_with("Zeile 2: Die Zeile ist anders")
    );
    assert!(refusal(b"\xe4;\x81\n").contains("anders kodiert"));
    assert!(refusal(b"PK\x03\x04rest").contains("Arbeitsmappe"));
    assert!(refusal(b"\xff\xfea\0b\0").contains("UTF-16"));
    assert!(refusal(b"a;b\n\0;c\n").contains("keine Textdatei"));
    assert!(
        refusal(";".repeat(1_000).as_bytes().iter().chain(b"x\n").copied().collect::<Vec<_>>().as_slice())
            .contains("1001 Spalten")
    );
    assert!(refusal("x".repeat(MAX_ROW_BYTES + 2).as_bytes()).contains("64 kB"));
    assert!(refusal(format!("a;{}\n", "x".repeat(MAX_CELL + 1)).as_bytes()).contains("2.000 Zeichen"));
    assert!(refusal(b"sep=|\na|b\n").contains("Trennzeichen"));
}

/// A cell that a spreadsheet would compute is told with its place, and the rows after it are read.
#[test]
fn a_formula_does_not_end_the_table() {
    let text = "a;b\n1;=SUMME(A1)\n2;3\n=1;4\n5;6\n";
    let read: Vec<_> = Rows::new(text.as_bytes()).collect();
    let places: Vec<_> = read.iter().filter_map(|row| row.as_ref().err()).collect();
    let places: Vec<_> = places.iter().map(|wrong| (wrong.row, wrong.column.as_deref())).collect();
    assert_eq!(places, [(2, Some("B")), (4, Some("A"))]);
    let rows: Vec<u32> = read.iter().filter_map(|row| Some(row.as_ref().ok()?.number)).collect();
    assert_eq!(rows, [1, 3, 5]);
}

#[test]
fn signed_numbers_and_dashes_are_no_formulas() {
    assert_eq!(cells(b"-5;+3,5;-;--;-1.234\n"), [["-5", "+3,5", "-", "--", "-1.234"]]);
    assert_eq!(rows(b"").unwrap(), []);
}

#[test]
fn names_columns_as_a_spreadsheet_does() {
    for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (701, "ZZ"), (702, "AAA")] {
        assert_eq!(letters(column), name);
    }
}

/// Whatever the bytes: an answer, and never more rows than lines.
#[test]
fn survives_mutated_files() {
    let original =
        "\u{feff}sep=;\r\nTitel;;\r\nMonat;\"Fall\"\"art\";Eingänge\r\n01.2023;a01;\"1.234\"\r\n".as_bytes();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    for _ in 0..20_000 {
        let mut bytes = original.to_vec();
        for _ in 0..=next(4) {
            let at = next(bytes.len());
            match next(3) {
                0 => bytes[at] = u8::try_from(next(256)).unwrap(),
                1 => bytes.insert(at, b"\";,\t\r\n=\0\xe4"[next(9)]),
                _ => bytes.truncate(at.max(1)),
            }
        }
        let lines = bytes.iter().filter(|byte| **byte == b'\n').count() + 1;
        if let Ok(found) = rows(&bytes) {
            assert!(found.len() <= lines && found.iter().all(|row| row.number as usize <= lines));
        }
    }
}
