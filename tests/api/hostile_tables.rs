//! Tables as an attacker or a broken disk would send them to `/daten`: each with its sentence, nothing stored, the server alive.

use crate::app::App;
use crate::imports::looked;
use http::StatusCode;
use serde_json::{Value, json};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>"#;
const TOP: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Fallzahlen" sheetId="1" r:id="r1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

fn cell(place: &str, text: &str) -> String {
    format!(r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

/// A row of numbers of cases, as it would be taken.
fn good() -> String {
    let head = [cell("A1", "Monat"), cell("B1", "Fallart"), cell("C1", "Eingänge")].concat();
    let row = [cell("A2", "01.2023"), cell("B2", "a01"), r#"<c r="C2"><v>12</v></c>"#.to_owned()].concat();
    format!(r#"<row r="1">{head}</row><row r="2">{row}</row>"#)
}

fn sheet(data: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{data}</sheetData></worksheet>"#
    )
}

/// A workbook with this sheet, and more parts.
fn workbook(sheet: &str, types: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let parts: [(&str, &[u8]); 5] = [
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", TOP.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, content) in parts.iter().chain(more) {
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn with(row: &str) -> Vec<u8> {
    workbook(&sheet(&format!("{}{row}", good())), TYPES, &[])
}

/// Everything that is sent, with words of the sentence that answers it.
fn hostile() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    // A hundred megabytes in a hundred kilobytes.
    let bomb = with(&" ".repeat(100 * 1024 * 1024));
    assert!(bomb.len() < 200_000, "{}", bomb.len());
    let laughs = r#"<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&c;</t></is></c></row></sheetData></worksheet>"#;
    let claims = r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="1" uniqueCount="999999999999999"><si><t>x</t></si></sst>"#;
    let macros = TYPES.replace(
        "</Types>",
        r#"<Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>"#,
    );
    let whole = with("");
    let shared: [(&str, &[u8]); 1] = [("xl/sharedStrings.xml", claims.as_bytes())];
    let code: [(&str, &[u8]); 1] = [("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")];
    vec![
        ("bombe.xlsx", bomb, "entpackt größer als 20 MB"),
        ("lachen.xlsx", workbook(laughs, TYPES, &[]), "Dokumenttyp-Definition"),
        ("behauptung.xlsx", workbook(&sheet(&good()), TYPES, &shared), "beschädigt oder unvollständig"),
        // Column ALL is the thousandth.
        ("breit.xlsx", with(r#"<row r="3"><c r="ALL3"><v>1</v></c></row>"#), "Rechts von Spalte GR"),
        ("breit.csv", "x;".repeat(1_000).into_bytes(), "1001 Spalten"),
        ("makros.xlsm", workbook(&sheet(&good()), &macros, &code), "Makros (.xlsm)"),
        // Renamed it is what it was.
        ("makros.xlsx", workbook(&sheet(&good()), TYPES, &code), "Makros (.xlsm)"),
        ("halb.xlsx", whole[..whole.len() / 2].to_vec(), "beschädigt oder unvollständig"),
        ("halb.csv", b"Monat;Fallart;Eing\xc3\xa4nge\n01.2023;a01;1\n02.2023;\"a0".to_vec(), "unvollständig"),
        ("utf16.csv", b"\xff\xfeM\0o\0n\0a\0t\0".to_vec(), "UTF-16"),
        (
            "gemischt.csv",
            b"Monat;Fallart;Eing\xc3\xa4nge\n01.2023;a01;1\n02.2023;a01\xe4;2\n".to_vec(),
            "anders kodiert",
        ),
        (
            "befehl.xlsx",
            with(&format!(r#"<row r="3">{}</row>"#, cell("C3", "=cmd|' /C calc'!A0"))),
            "Die Zelle enthält eine Formel",
        ),
        (
            "befehl.csv",
            "Monat;Fallart;Eingänge\n01.2023;a01;=cmd|' /C calc'!A0\n".into(),
            "Die Zelle enthält eine Formel",
        ),
    ]
}

async fn nothing_is_stored(app: &App, after: &str) {
    let stored = app.call("imports/provenance", &json!({})).await;
    assert_eq!(stored.status, StatusCode::OK, "{after}");
    let stored = stored.json();
    assert_eq!(stored["imports"], json!([]), "{after}");
    assert!(stored["sentence"].as_str().unwrap().contains("noch keine Fallzahlen"), "{after}: {stored}");
    assert_eq!(app.store.verify_audit().await.unwrap(), 0, "{after}");
    assert_eq!(app.get("/readyz").await.status, StatusCode::OK, "{after}");
}

#[tokio::test]
async fn each_is_refused_with_its_sentence_stores_nothing_and_leaves_the_server_alive() {
    let app = App::start().await;
    for (name, bytes, words) in hostile() {
        for take in [false, true] {
            let refused = looked(&app, &json!({"name": name, "take": take}), &bytes).await;
            let reasons: Vec<&str> = refused["wrong"]
                .as_array()
                .unwrap()
                .iter()
                .filter_map(|wrong| wrong["reason"].as_str())
                .collect();
            assert!(reasons.iter().any(|reason| reason.contains(words)), "{name}: {refused}");
            assert!(reasons.iter().all(|reason| reason.ends_with('.')), "{name}: {reasons:?}");
            assert_eq!(refused["taken"], false, "{name}");
        }
        nothing_is_stored(&app, name).await;
    }
    // And what is right is taken afterwards.
    let taken = looked(&app, &json!({"name": "gut.xlsx", "take": true}), &with("")).await;
    assert_eq!((&taken["taken"], &taken["sums"]["added"]), (&Value::Bool(true), &json!(1)), "{taken}");
}
