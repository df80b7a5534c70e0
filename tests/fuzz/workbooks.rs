//! Excel workbooks: broken as files, and broken inside, where the checksums of the archive hide nothing.

use crate::{PARSED, feed};
use chrono::NaiveDate;
use std::io::{Cursor, Write};
use stellwerk::exchange::{CaseRows, Mapping, is_workbook, read_counts, read_posts, workbook_rows};
use stellwerk::plan::builtin;
use zip::write::SimpleFileOptions;

const PARTS: [(&str, &str); 7] = [
    (
        "[Content_Types].xml",
        r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>"#,
    ),
    (
        "_rels/.rels",
        r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Fallzahlen" sheetId="1" r:id="r1"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
    ),
    (
        "xl/styles.xml",
        r#"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#,
    ),
    (
        "xl/sharedStrings.xml",
        r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="3" uniqueCount="3"><si><t>Monat</t></si><si><t>Fallart</t></si><si><t>Eingänge</t></si></sst>"#,
    ),
    (
        "xl/worksheets/sheet1.xml",
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:C3"/><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row><row r="2"><c r="A2" s="1"><v>44927</v></c><c r="B2" t="inlineStr"><is><t>a01</t></is></c><c r="C2"><f>1+1</f><v>12</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="B3:B4"/></mergeCells></worksheet>"#,
    ),
];

pub fn pack(broken: Option<(usize, &[u8])>) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (index, (name, content)) in PARTS.iter().enumerate() {
        let content =
            broken.filter(|(which, _)| *which == index).map_or(content.as_bytes(), |(_, bytes)| bytes);
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn archives() {
    let plan = builtin().unwrap();
    feed("workbook", PARSED, &[pack(None)], |input| {
        let _ = is_workbook(input);
        if let Ok(rows) = workbook_rows(input) {
            let _ = read_counts(&plan, &Mapping::default(), rows.into_iter());
        }
    });
}

#[test]
fn parts_of_an_archive() {
    let plan = builtin().unwrap();
    for part in [2, 3, 4, 5, 6] {
        let name = format!("workbook-{}", PARTS[part].0.replace('/', "-"));
        feed(&name, PARSED / 4, &[PARTS[part].1.as_bytes().to_vec()], |input| {
            if let Ok(rows) = workbook_rows(&pack(Some((part, input)))) {
                let _ = read_counts(&plan, &Mapping::default(), rows.into_iter());
            }
        });
    }
}

/// A sheet of these rows, its texts in the cells themselves.
fn sheet(rows: &[&[&str]]) -> Vec<u8> {
    let cell = |text: &&str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let row = |cells: &&[&str]| format!("<row>{}</row>", cells.iter().map(cell).collect::<String>());
    let rows: String = rows.iter().map(row).collect();
    format!(
        "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>"
    )
    .into_bytes()
}

#[test]
fn lists_in_a_workbook() {
    let (plan, mapping) = (builtin().unwrap(), Mapping::default());
    let today = NaiveDate::from_ymd_opt(2024, 1, 3).unwrap();
    let cases = sheet(&[
        &["Aktenzeichen", "Fallart", "Eingang", "Status", "Abschluss"],
        &["A-1/23", "a01", "01.02.2023", "bei uns", ""],
        &["A-2/23", "a01", "44927", "", "31.03.2023"],
    ]);
    let posts = sheet(&[
        &["Stelle", "Einheit", "Bezeichnung", "Bewertung", "VZÄ"],
        &["AA-05", "aufenthalt", "Sachbearbeitung", "EG 9b", "0,5"],
    ]);
    feed("workbook-list", PARSED / 2, &[cases, posts], |input| {
        let Ok(rows) = workbook_rows(&pack(Some((6, input)))) else { return };
        if let Ok(mut cases) = CaseRows::new(&plan, &mapping, today, rows.clone().into_iter()) {
            while !cases.batch(16).is_empty() {}
            let _ = cases.finish();
        }
        let _ = read_posts(&plan, &mapping, rows.into_iter());
    });
}
