//! Workbooks as Excel writes them, and as an attacker would.

use super::*;
use crate::exchange::read_counts;
use crate::plan::builtin;
use std::io::Write;
use zip::write::SimpleFileOptions;

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>"#;
const TOP: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Leer" sheetId="1" r:id="r1"/><sheet name="Fallzahlen" sheetId="2" r:id="r2"/></sheets></workbook>"#;
const BOOK_RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/></Relationships>"#;
const STYLES: &str = r#"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;
const STRINGS: &str = r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="5" uniqueCount="5"><si><t>Monat</t></si><si><t>Fallart</t></si><si><t>Eingänge</t></si><si><t>Bestand</t></si><si><t>a01</t></si></sst>"#;

fn sheet(data: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/><sheetData>{data}</sheetData><mergeCells count="1"><mergeCell ref="B3:B4"/></mergeCells></worksheet>"#
    )
}

const HEAD: &str = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>Fallzahlen 2023</t></is></c></row><row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="s"><v>2</v></c><c r="D2" t="s"><v>3</v></c></row>"#;
/// 44927 is 1 January 2023, 44958 is 1 February; the stock of February is a formula with its value.
const DATA: &str = r#"<row r="3"><c r="A3" s="1"><v>44927</v></c><c r="B3" t="s"><v>4</v></c><c r="C3"><v>12</v></c><c r="D3"><v>100</v></c></row><row r="4"><c r="A4" s="1"><v>44958</v></c><c r="C4"><v>1590</v></c><c r="D4"><f>D3+C4</f><v>1690</v></c></row>"#;

fn pack(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, content) in parts {
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn book(data: &str, strings: &str) -> Vec<u8> {
    pack(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", TOP.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", BOOK_RELATIONS.as_bytes()),
        ("xl/styles.xml", STYLES.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet("").as_bytes()),
        ("xl/worksheets/sheet2.xml", sheet(data).as_bytes()),
    ])
}

fn refusal(bytes: &[u8]) -> String {
    let wrong = workbook_rows(bytes).map_or_else(Some, |rows| rows.into_iter().find_map(Result::err));
    wrong.unwrap().to_string()
}

#[test]
fn reads_dates_numbers_formulas_and_merged_cells() {
    let rows = workbook_rows(&book(&format!("{HEAD}{DATA}"), STRINGS)).unwrap();
    let rows: Vec<Row> = rows.into_iter().map(Result::unwrap).collect();
    assert_eq!(rows[0], Row { number: 1, cells: vec!["Fallzahlen 2023".to_owned()] });
    assert_eq!(rows[2].cells, ["01.01.2023", "a01", "12", "100"]);
    assert_eq!(rows[3].cells, ["01.02.2023", "", "1590", "1690"]);
    let file = read_counts(&builtin().unwrap(), &super::super::Mapping::default(), rows.into_iter().map(Ok))
        .unwrap();
    assert_eq!(file.rows, 2);
    assert!(file.notices.iter().any(|notice| notice.contains("verbundene Zellen")), "{:?}", file.notices);
}

#[test]
fn refuses_with_row_and_column() {
    let cell = |text: &str| {
        let row = format!(r#"<row r="3"><c r="C3" t="inlineStr"><is><t>{text}</t></is></c></row>"#);
        refusal(&book(&format!("{HEAD}{row}"), STRINGS))
    };
    assert!(cell("=cmd|' /C calc'!A0").starts_with("Zeile 3, Spalte C: Die Zelle enthält eine Formel."));
    assert!(cell(&"x".repeat(2_001)).contains("2.000 Zeichen"));
    let far = r#"<row r="3"><c r="ALL3"><v>1</v></c></row>"#;
    assert!(
        refusal(&book(&format!("{HEAD}{far}"), STRINGS))
            .starts_with("Zeile 3, Spalte ALL: Rechts von Spalte GR")
    );
    assert_eq!(super::super::letters(MAX_COLUMNS - 1), "GR");
    assert!(refusal(&book("", STRINGS)).contains("kein Blatt mit Werten"));
}

#[test]
fn bombs_do_not_go_off() {
    // A hundred megabytes in a hundred kilobytes.
    let blank = " ".repeat(100 * 1024 * 1024);
    let bomb = book(&blank, STRINGS);
    assert!(bomb.len() < 200_000);
    assert!(refusal(&bomb).contains("entpackt größer als 20 MB"));
    let laughs = r#"<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>"#;
    assert!(refusal(&book(DATA, laughs)).contains("Dokumenttyp-Definition"));
    // Would reserve room for a million million texts.
    for claim in [
        "uniqueCount=\"999999999999999\"",
        "uniqueCount = '99999999999'",
        "uniqueCount=\"18446744073709551616\"",
    ] {
        let strings = STRINGS.replace("uniqueCount=\"5\"", claim);
        assert!(refusal(&book(DATA, &strings)).contains("beschädigt"), "{claim}");
    }
    // Many parts.
    let names: Vec<String> = (0..=MAX_PARTS).map(|number| format!("part{number}")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert!(refusal(&pack(&parts)).contains("20 MB"));
}

#[test]
fn workbooks_with_macros_are_refused_by_what_they_hold() {
    let types = TYPES.replace(
        "</Types>",
        r#"<Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>"#,
    );
    let rest: [(&str, &[u8]); 2] = [("_rels/.rels", TOP.as_bytes()), ("xl/workbook.xml", BOOK.as_bytes())];
    let declared = pack(&[&[("[Content_Types].xml", types.as_bytes())], &rest[..]].concat());
    let holds = pack(&[&rest[..], &[("xl/vbaProject.bin", &b"\xd0\xcf\x11\xe0"[..])]].concat());
    for bytes in [declared, holds] {
        let said = refusal(&bytes);
        assert!(
            said.contains("Makros (.xlsm)") && said.contains("als „Excel-Arbeitsmappe (.xlsx)“"),
            "{said}"
        );
    }
}

#[test]
fn half_files_and_others_are_refused() {
    let whole = book(&format!("{HEAD}{DATA}"), STRINGS);
    for length in [2, 30, whole.len() / 2, whole.len() - 30] {
        assert!(refusal(&whole[..length]).contains("beschädigt"), "{length}");
    }
    assert!(refusal(&pack(&[("mimetype", b"text/plain")])).contains("beschädigt"));
    assert!(is_workbook(&whole) && !is_workbook(b"Monat;Fallart"));
}

/// Whatever the bytes: an answer.
#[test]
fn survives_mutated_workbooks() {
    let parts = [
        ("xl/worksheets/sheet2.xml", sheet(&format!("{HEAD}{DATA}"))),
        ("xl/sharedStrings.xml", STRINGS.to_owned()),
        ("xl/styles.xml", STYLES.to_owned()),
        ("xl/workbook.xml", BOOK.to_owned()),
        ("xl/_rels/workbook.xml.rels", BOOK_RELATIONS.to_owned()),
    ];
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    for round in 0..3_000 {
        let mut content: Vec<(&str, Vec<u8>)> =
            parts.iter().map(|(name, text)| (*name, text.clone().into_bytes())).collect();
        let (_, bytes) = &mut content[round % parts.len()];
        for _ in 0..=next(6) {
            let at = next(bytes.len());
            match next(3) {
                0 => bytes[at] = b"<>/\"'&=0123456789AZ r:s"[next(23)],
                1 => bytes.insert(at, b"<>/\"9"[next(5)]),
                _ => drop(bytes.drain(at..(at + next(20)).min(bytes.len()))),
            }
            if bytes.is_empty() {
                bytes.push(b'<');
            }
        }
        content.push(("_rels/.rels", TOP.as_bytes().to_vec()));
        let packed: Vec<(&str, &[u8])> =
            content.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        let mut bytes = pack(&packed);
        if round % 3 == 0 {
            let at = next(bytes.len());
            bytes[at] ^= 1 << next(8);
        }
        drop(workbook_rows(&bytes));
    }
}

#[test]
fn a_sheet_that_ends_before_it_begins_is_refused() {
    let turned = sheet(&format!("{HEAD}{DATA}")).replace("A1:XFD1048576", "U1:C3");
    let parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", TOP.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", BOOK_RELATIONS.as_bytes()),
        ("xl/styles.xml", STYLES.as_bytes()),
        ("xl/sharedStrings.xml", STRINGS.as_bytes()),
        ("xl/worksheets/sheet1.xml", turned.as_bytes()),
        ("xl/worksheets/sheet2.xml", turned.as_bytes()),
    ];
    // Where the reader of the format computes past it, the rows are read; it never ends the program.
    drop(workbook_rows(&pack(&parts)));
}
